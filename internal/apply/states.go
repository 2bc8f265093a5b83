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
	{"prospect.close", []Stage{Enquired, Talking, Invited}, Closed, authz.WorkApplications, false, "It goes no further, with a reason"},
	{"prospect.reopen", []Stage{Closed}, Enquired, authz.WorkApplications, false, "It is taken up again"},
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
