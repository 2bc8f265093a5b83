package apply

import (
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/fault"
)

// Stage is how far the office has come with a prospect.
type Stage string

const (
	// Enquired: it asked; nobody of the office has met it yet.
	Enquired Stage = "enquired"
	// Talking: the first meeting was held.
	Talking Stage = "met"
	// Invited: it has a link to an application, and has not sent it.
	Invited Stage = "invited"
	// Applied: its application is with the office or the delegate.
	Applied Stage = "applied"
	// Joined: it is accredited.
	Joined Stage = "joined"
	// Closed: it goes no further, for now.
	Closed Stage = "closed"
)

// Stages is every stage, in order.
var Stages = []Stage{Enquired, Talking, Invited, Applied, Joined, Closed}

// Title is the stage in plain words.
func (s Stage) Title() string {
	return map[Stage]string{Enquired: "Enquiry", Talking: "Met", Invited: "Invited to apply", Applied: "Applied", Joined: "Accredited", Closed: "Closed"}[s]
}

// Open reports whether the office has still something to do with it.
func (s Stage) Open() bool { return s != Joined && s != Closed }

// Move is a change that the table of a register allows.
type Move[S ~string] struct {
	Verb   string // the act in the ledger
	From   []S    // empty text: a new one
	To     S      // empty: as it was
	By     authz.Permission
	Itself bool   // follows from something else, by nobody's decision
	Says   string // what it is, for the page about the life of an application
}

// ProspectMoves is every change of stage a prospect may undergo. Who has no permission
// named is anybody: the public page takes enquiries from all.
var ProspectMoves = []Move[Stage]{
	{"prospect.enquire", []Stage{""}, Enquired, "", false, "An employer asks, on the public page; or the office enters what it heard"},
	{"prospect.plan", []Stage{Enquired, Talking, Invited, Applied}, "", authz.WorkApplications, false, "The office says what it does next, by when, and who"},
	{"prospect.note", []Stage{Enquired, Talking, Invited, Applied, Joined, Closed}, "", authz.WorkApplications, false, "The office writes something down"},
	{"prospect.meet", []Stage{Enquired, Talking}, Talking, authz.WorkApplications, false, "The first meeting was held"},
	{"prospect.invite", []Stage{Enquired, Talking}, Invited, authz.WorkApplications, false, "The office begins an application, and hands over the link to it"},
	{"prospect.apply", []Stage{Invited, Applied}, Applied, "", true, "Its application was sent"},
	{"prospect.join", []Stage{Applied}, Joined, "", true, "Its application was approved"},
	{"prospect.end", []Stage{Invited, Applied}, Closed, "", true, "Its application was refused or withdrawn"},
	{"prospect.again", []Stage{Closed}, Invited, "", true, "It applies again after a refusal"},
	{"prospect.close", []Stage{Enquired, Talking}, Closed, authz.WorkApplications, false, "It goes no further, with a reason"},
	{"prospect.reopen", []Stage{Closed}, Enquired, authz.WorkApplications, false, "It is taken up again"},
}

// State is where an application stands.
type State string

const (
	// Draft: the applicant fills it in.
	Draft State = "draft"
	// Sent: the office assesses it.
	Sent State = "sent"
	// Returned: the office asked the applicant for more.
	Returned State = "returned"
	// Recommended: the delegate decides.
	Recommended State = "recommended"
	// Approved: the organisation stands in the register, its arrangements in force.
	Approved State = "approved"
	// Refused: it was not accredited; the employer may apply again.
	Refused State = "refused"
	// Withdrawn: by the applicant, or given up unsent.
	Withdrawn State = "withdrawn"
)

// States is every state, in order.
var States = []State{Draft, Sent, Returned, Recommended, Approved, Refused, Withdrawn}

// Title is the state in plain words, with a capital.
func (s State) Title() string {
	return map[State]string{Draft: "With the applicant", Sent: "Being assessed", Returned: "More is asked of the applicant", Recommended: "With the delegate", Approved: "Approved", Refused: "Refused", Withdrawn: "Withdrawn"}[s]
}

// Open reports whether the applicant may change and send it.
func (s State) Open() bool { return s == Draft || s == Returned }

// Live reports whether it is still to be decided.
func (s State) Live() bool { return s.Open() || s == Sent || s == Recommended }

// Moves is every change of state an application may undergo. Those without a permission
// are the applicant's, who comes by a link.
var Moves = []Move[State]{
	{"application.invite", []State{""}, Draft, authz.WorkApplications, false, "The office begins it for an employer that asked, and hands over a link"},
	{"application.again", []State{""}, Draft, "", false, "The employer applies again after a refusal, with what it sent before"},
	{"application.link", []State{Draft, Sent, Returned, Recommended, Approved, Refused, Withdrawn}, "", authz.WorkApplications, false, "A new link is made; those before it stop working"},
	{"application.return", []State{Draft, Sent, Returned, Recommended, Approved, Refused, Withdrawn}, "", "", false, "The applicant takes a link to come back by, or for a colleague"},
	{"application.send", []State{Draft, Returned}, Sent, "", false, "The applicant signs and sends it; nothing may be missing"},
	{"application.ask", []State{Sent}, Returned, authz.WorkApplications, false, "The office asks for more, and the applicant may change it"},
	{"application.withdraw", []State{Draft, Sent, Returned, Recommended}, Withdrawn, "", false, "The applicant withdraws it"},
	{"application.discard", []State{Draft, Returned}, Withdrawn, authz.WorkApplications, false, "The office gives up one that does not come"},
	{"application.judge", []State{Sent}, "", authz.WorkApplications, false, "A criterion is judged on evidence"},
	{"application.visit", []State{Sent}, "", authz.WorkApplications, false, "The office visited the applicant"},
	{"application.company", []State{Sent}, "", authz.WorkApplications, false, "Where the company approval stands"},
	{"application.consult", []State{Sent}, "", authz.WorkApplications, false, "The commissioner or a local authority is asked"},
	{"application.answer", []State{Sent, Recommended}, "", authz.WorkApplications, false, "What they answered"},
	{"application.recommend", []State{Sent}, Recommended, authz.WorkApplications, false, "The office puts it before the delegate, for or against"},
	{"application.send-back", []State{Recommended}, Sent, authz.DecideOrg, false, "The delegate asks the office for more"},
	{"application.approve", []State{Recommended}, Approved, authz.DecideOrg, false, "Approved, each power decided; the organisation stands in the register at once"},
	{"application.refuse", []State{Recommended}, Refused, authz.DecideOrg, false, "Refused, with a letter"},
}

// move is the row of a table for that act, or a fault.Conflict if it does not start from
// this state.
func move[S ~string](table []Move[S], at S, title, verb string) (Move[S], error) {
	i := slices.IndexFunc(table, func(m Move[S]) bool { return m.Verb == verb })
	if i < 0 {
		return Move[S]{}, fault.New(fault.Invalid, "There is no such change of state.")
	}
	m := table[i]
	if !slices.Contains(m.From, at) {
		return m, fault.New(fault.Conflict, "This cannot be done now: it stands at “%s”.", strings.ToLower(title))
	}
	if m.To == "" {
		m.To = at
	}
	return m, nil
}
