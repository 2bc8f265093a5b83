package envelope

import (
	"slices"

	"watchword/internal/authz"
	"watchword/internal/fault"
)

// State is where a case stands.
type State string

const (
	// Invited: the person has a link, and has not sent the form.
	Invited State = "invited"
	// Sent: everything asked for is with the unit.
	Sent State = "sent"
	// Asked: the unit asked something, and waits for the person's answer.
	Asked State = "asked"
	// Cleared: the clearance is given; whether it still holds, its last day says.
	Cleared State = "cleared"
	// Refused: no clearance; the person may appeal to another decider.
	Refused State = "refused"
	// Withdrawn: a clearance was taken back; the person may appeal.
	Withdrawn State = "withdrawn"
	// Appealed: another than who decided first is to decide.
	Appealed State = "appealed"
	// Upheld: the appeal was decided against the person.
	Upheld State = "upheld"
	// Stopped: no decision, since the person left or opted out, or the form never came.
	Stopped State = "stopped"
)

// Title is the state in plain words, with a capital.
func (s State) Title() string {
	return map[State]string{Invited: "Form with the person", Sent: "With the vetting unit", Asked: "The person is asked something", Cleared: "Cleared", Refused: "Refused",
		Withdrawn: "Clearance withdrawn", Appealed: "Appeal with the vetting unit", Upheld: "Refused on appeal", Stopped: "Stopped"}[s]
}

// Open reports whether a decision is still to come.
func (s State) Open() bool { return s == Invited || s == Sent || s == Asked || s == Appealed }

// Move is a change of state that the table allows.
type Move struct {
	Verb   string  // the act in the ledger
	From   []State // empty text: a new one
	To     State   // empty: as it was
	By     authz.Permission
	Itself bool   // follows from something else, by nobody's decision
	Says   string // what it is, for the page about the life of a vetting
}

// Moves is every change of state a case may undergo, and who may make it.
var Moves = []Move{
	{"vetting.invite", []State{""}, Invited, authz.RecordVetting, false, "The unit gives the person a link to the form"},
	{"vetting.keep", []State{""}, Cleared, authz.RecordVetting, false, "An envelope for a clearance given on paper, so that the person can tell what changes"},
	{"vetting.link", []State{Invited, Sent, Asked, Cleared, Refused, Withdrawn, Appealed, Upheld}, "", authz.RecordVetting, false, "The link is renewed; the one before stops working"},
	{"vetting.begin", []State{Invited, Sent, Asked, Cleared, Refused, Withdrawn, Appealed, Upheld}, "", authz.OwnVetting, false, "The person opens the link and chooses a word that only they know"},
	{"vetting.identity", []State{Invited, Sent, Asked, Cleared, Appealed}, "", authz.SeeIdentity, false, "The employer says which documents it saw"},
	{"vetting.chase", []State{Invited, Asked, Cleared}, "", authz.RecordVetting, false, "The unit reminds the person"},
	{"vetting.send", []State{Invited}, Sent, authz.OwnVetting, false, "The person sends the form; nothing may be missing"},
	{"vetting.open", []State{Sent, Asked, Cleared, Refused, Withdrawn, Appealed, Upheld, Stopped}, "", authz.OpenVetting, false, "Somebody of the unit opens the envelope, with a reason"},
	{"vetting.check", []State{Sent, Asked, Cleared, Appealed}, "", authz.OpenVetting, false, "A check is recorded: result class and day alone"},
	{"vetting.ask", []State{Sent, Asked}, Asked, authz.OpenVetting, false, "The unit asks the person"},
	{"vetting.answer", []State{Asked}, Sent, authz.OwnVetting, false, "The person answers; with the last answer the case is with the unit again"},
	{"vetting.pass", []State{Sent, Asked}, Cleared, authz.RecordVetting, false, "Clearance: level, restrictions, last day, aftercare"},
	{"vetting.refuse", []State{Sent, Asked}, Refused, authz.RecordVetting, false, "No clearance, with what the person is told"},
	{"vetting.declare", []State{Cleared}, "", authz.OwnVetting, false, "The yearly declaration"},
	{"vetting.report", []State{Sent, Asked, Cleared, Appealed}, "", authz.OwnVetting, false, "The person tells of a change of circumstances"},
	{"vetting.review", []State{Cleared}, "", authz.OpenVetting, false, "The unit has looked at what was told, or at what fell due"},
	{"vetting.withdraw", []State{Cleared}, Withdrawn, authz.RecordVetting, false, "The clearance is taken back"},
	{"vetting.appeal", []State{Refused, Withdrawn}, Appealed, authz.OwnVetting, false, "The person appeals, within the force's days"},
	{"vetting.allow", []State{Appealed}, Cleared, authz.RecordVetting, false, "Another than who decided first gives the clearance"},
	{"vetting.uphold", []State{Appealed}, Upheld, authz.RecordVetting, false, "Another than who decided first leaves it as decided"},
	{"vetting.record", []State{Invited, Sent, Asked, Cleared}, Stopped, authz.RecordVetting, true, "The decision was recorded without the envelope, as from paper"},
	{"person.leave", []State{Invited, Sent, Asked, Appealed}, Stopped, authz.ReportLeaving, true, "The person left the employer"},
	{"person.opt-out", []State{Invited, Sent, Asked, Appealed}, Stopped, authz.OwnConsent, true, "The person no longer takes part, at their own wish"},
	{"vetting.erase", []State{Invited, Cleared, Refused, Withdrawn, Upheld, Stopped}, "", authz.EraseVetting, false, "What is in the envelope is destroyed; a form that never came is stopped"},
}

// move is the row of the table for that act, or a fault.Conflict if it does not start
// from this state.
func (s State) move(verb string) (Move, error) {
	i := slices.IndexFunc(Moves, func(m Move) bool { return m.Verb == verb })
	if i < 0 {
		return Move{}, fault.New(fault.Invalid, "There is no such change of state.")
	}
	m := Moves[i]
	if !slices.Contains(m.From, s) {
		return m, s.stands()
	}
	if m.To == "" {
		m.To = s
	}
	return m, nil
}
