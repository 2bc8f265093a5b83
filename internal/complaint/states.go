package complaint

import (
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/fault"
)

// State is where a complaint stands.
type State string

const (
	// Received: it is recorded; nobody has answered yet.
	Received State = "received"
	// Acknowledged: the complainant knows who deals with it.
	Acknowledged State = "acknowledged"
	// Referred: professional standards decide whether they take it.
	Referred State = "referred"
	// Enquiring: the employer, the scheme office or professional standards look into it.
	Enquiring State = "enquiring"
	// Reported: whoever looked into it has said what was found.
	Reported State = "reported"
	// Decided: the complainant has the outcome, and may ask for a review.
	Decided State = "decided"
	// InReview: somebody other than who decided looks at it again.
	InReview State = "in-review"
	// Reviewed: the review is the last word of the force.
	Reviewed State = "reviewed"
	// Withdrawn by the complainant.
	Withdrawn State = "withdrawn"
	// Passed: praise that was passed on.
	Passed State = "passed"
)

// States is every state, in order.
var States = []State{Received, Acknowledged, Referred, Enquiring, Reported, Decided, InReview, Reviewed, Withdrawn, Passed}

// Title is the state in plain words, with a capital.
func (s State) Title() string {
	return map[State]string{Received: "Received", Acknowledged: "Acknowledged", Referred: "With professional standards", Enquiring: "Being looked into", Reported: "Waits for the outcome",
		Decided: "Decided", InReview: "Being reviewed", Reviewed: "Reviewed", Withdrawn: "Withdrawn", Passed: "Passed on"}[s]
}

// Open reports whether somebody has still something to do with it.
func (s State) Open() bool { return slices.Contains(open, s) }

var (
	open = []State{Received, Acknowledged, Referred, Enquiring, Reported, InReview}
	// before is every state before the outcome.
	before = []State{Received, Acknowledged, Referred, Enquiring, Reported}
)

// Move is a change that the table of states allows.
type Move struct {
	Verb string // the act in the ledger
	From []State
	To   State // empty: as it was
	By   authz.Permission
	Says string // what it is, for the page about the life of a complaint
}

// Moves is every change of state a complaint may undergo. Those without a permission are the
// complainant's, who comes by a link.
var Moves = []Move{
	{"complaint.tell", []State{""}, Received, "", "Somebody complains or praises on the public page; or the office or the employer enters what came otherwise"},
	{"complaint.identify", before, "", authz.WorkComplaints, "It is found whom it is about, and what it touches"},
	{"complaint.acknowledge", []State{Received}, Acknowledged, authz.WorkComplaints, "The complainant is told who deals with it"},
	{"complaint.weigh", before, "", authz.WorkComplaints, "It is found that professional standards need not have it, with the reason"},
	{"complaint.refer", []State{Received, Acknowledged, Enquiring, Reported}, Referred, authz.WorkComplaints, "It is referred to the force’s professional standards"},
	{"complaint.take", []State{Referred}, Enquiring, authz.TakeReferrals, "Professional standards deal with it themselves"},
	{"complaint.give-back", []State{Referred}, Acknowledged, authz.TakeReferrals, "Professional standards give it back, with the reason"},
	{"complaint.assign", []State{Acknowledged, Enquiring}, Enquiring, authz.WorkComplaints, "The employer or the scheme office is to look into it, by a day; to the employer it is given over"},
	{"complaint.suspend", before, "", authz.SuspendNow, "The accreditation is suspended meanwhile"},
	{"complaint.inform", before, "", authz.WorkComplaints, "The person complained of is told, in words of the office"},
	{"complaint.enquire", []State{Enquiring}, "", authz.AnswerComplaints, "What was asked and heard on the way is written down"},
	{"complaint.report", []State{Enquiring}, Reported, authz.AnswerComplaints, "Whoever looked into it says what was found and learnt"},
	{"complaint.ask", []State{Reported}, Enquiring, authz.WorkComplaints, "The office asks for more"},
	{"complaint.decide", []State{Reported}, Decided, authz.WorkComplaints, "The outcome, with a letter to the complainant"},
	{"complaint.ask-review", []State{Decided}, InReview, "", "The complainant asks for a review, in time"},
	{"complaint.review", []State{InReview}, Reviewed, authz.ReviewComplaints, "Somebody who neither decided nor reported reviews it, with a letter"},
	{"complaint.pass", []State{Received}, Passed, authz.AnswerComplaints, "Praise is passed on to the person"},
	{"complaint.add", []State{Received, Acknowledged, Referred, Enquiring, Reported, Decided, InReview}, "", "", "The complainant adds words or files"},
	{"complaint.withdraw", before, Withdrawn, "", "The complainant withdraws it"},
	{"complaint.withdraw-for", before, Withdrawn, authz.WorkComplaints, "The office enters that the complainant withdrew it otherwise than by the link"},
	{"complaint.ask-review-for", []State{Decided}, InReview, authz.WorkComplaints, "The office enters that the complainant asked for a review otherwise than by the link, in time"},
	{"complaint.go-on", []State{Withdrawn}, Acknowledged, authz.WorkComplaints, "The force goes on with what was withdrawn, with the reason"},
	{"complaint.link", States, "", authz.WorkComplaints, "A new link is made for the complainant; the one before stops working"},
}

// move is the row of the table for that act, or a fault.Conflict if it does not start from
// this state.
func (s State) move(verb string) (Move, error) {
	i := slices.IndexFunc(Moves, func(m Move) bool { return m.Verb == verb })
	if i < 0 {
		return Move{}, fault.New(fault.Invalid, "There is no such change of state.")
	}
	m := Moves[i]
	if !slices.Contains(m.From, s) {
		return m, fault.New(fault.Conflict, "This cannot be done now: it stands at “%s”.", strings.ToLower(s.Title()))
	}
	if m.To == "" {
		m.To = s
	}
	return m, nil
}

// Allows reports whether the table has the act from this state.
func (s State) Allows(verb string) bool {
	_, err := s.move(verb)
	return err == nil
}
