package agreement

import (
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/fault"
)

// State is where an agreement stands.
type State string

const (
	// Draft is being filled in by the scheme office.
	Draft State = "draft"
	// Issued: its text is fixed and is with both sides to be signed.
	Issued State = "issued"
	// Signed by both, and not in force for want of something it needs.
	Signed State = "signed"
	// InForce between the parties.
	InForce State = "in-force"
	// Superseded by its next version.
	Superseded State = "superseded"
	// Ended by one of the parties, or with the organisation's arrangements.
	Ended State = "ended"
	// Discarded before it was in force.
	Discarded State = "discarded"
)

// States is every state, in the order of an agreement's life.
var States = []State{Draft, Issued, Signed, InForce, Superseded, Ended, Discarded}

// Title is the state in plain words.
func (s State) Title() string {
	return map[State]string{Draft: "Draft", Issued: "Out for signature", Signed: "Signed, not in force", InForce: "In force", Superseded: "Superseded", Ended: "Ended",
		Discarded: "Discarded"}[s]
}

func (s State) words() string { return strings.ToLower(s.Title()[:1]) + s.Title()[1:] }

// Live reports whether the agreement is in force or may still come to be.
func (s State) Live() bool { return s == Draft || s == Issued || s == Signed || s == InForce }

// Move is a change of state that the table allows.
type Move struct {
	Verb   string // the act in the ledger
	From   []State
	To     State // empty: the state stays
	By     authz.Permission
	What   string
	Clause string // of the protocol, or why
	Itself bool   // follows from another act, in the same transaction
}

// Moves is every change an agreement may undergo. That a review or a meeting falls due, or
// that a protocol stops being active because somebody it needs is no longer named, is no
// move: it is worked out for the instant asked about.
var Moves = []Move{
	{"agreement.draft", []State{""}, Draft, authz.WriteAgreement, "It is begun from a version of the template; a protocol with its annex", "1.1, 2.2 v", false},
	{"agreement.fill", []State{Draft}, Draft, authz.WriteAgreement, "Fields of the template are filled", "1.3, 2.2", false},
	{"agreement.issue", []State{Draft}, Issued, authz.WriteAgreement, "Every field is filled and no foreign name is left: its text is fixed, and goes to both sides", "1.3, 2.2", false},
	{"agreement.sign", []State{Issued}, Signed, authz.SignAgreement, "One side signs the text; it is signed when both have", "signature block", false},
	{"agreement.send-back", []State{Issued}, Draft, authz.SignAgreement, "A side does not sign, and says why; signatures given to that text are void", "1.2", false},
	{"agreement.begin", []State{Signed}, InForce, authz.SignAgreement, "Both have signed and nothing that it needs is missing", "1.3, 2.2", true},
	{"agreement.review", []State{InForce}, "", authz.WriteAgreement, "The parties reviewed it", "1.1", false},
	{"agreement.propose", []State{InForce}, "", authz.ProposeChange, "One side proposes a change", "1.2", false},
	{"agreement.answer", []State{InForce}, "", authz.ProposeChange, "The other side agrees or declines, or the proposer takes it back", "1.2", false},
	{"agreement.supersede", []State{InForce}, Superseded, authz.SignAgreement, "Its next version is in force", "1.2", true},
	{"agreement.end", []State{Signed, InForce}, Ended, authz.SignAgreement, "One of the parties ends it; or the organisation's arrangements end", "1.2", false},
	{"agreement.discard", []State{Draft, Issued, Signed}, Discarded, authz.WriteAgreement, "It is not pursued", "", false},
}

// move is the row of the table for that act, or a fault.Conflict if it does not start
// from this state.
func (s State) move(verb string) (Move, error) {
	for _, m := range Moves {
		if m.Verb != verb {
			continue
		}
		if !slices.Contains(m.From, s) {
			return m, fault.New(fault.Conflict, "The agreement is %s, so this cannot be done. %s", s.in(), instead[verb])
		}
		if m.To == "" {
			m.To = s
		}
		return m, nil
	}
	return Move{}, fault.New(fault.Invalid, "There is no such change of an agreement.")
}

// instead is what to do where an act is not open, by act.
var instead = map[string]string{
	"agreement.fill":      "Only the fields of a draft are filled in. To change what is in force, propose a change.",
	"agreement.issue":     "Only a draft is issued.",
	"agreement.sign":      "Only what is out for signature is signed.",
	"agreement.send-back": "Only what is out for signature is sent back. To change what is in force, propose a change.",
	"agreement.review":    "Only an agreement in force is reviewed: record the review once both sides have signed.",
	"agreement.propose":   "A change is proposed of an agreement in force. What is out for signature is sent back; in a draft the scheme office changes the fields.",
	"agreement.answer":    "Proposals are answered while an agreement is in force.",
	"agreement.end":       "Only what both sides have signed is ended. What is not signed yet is sent back or discarded.",
	"agreement.discard":   "Only what is not in force is discarded. What is in force is ended by one of its parties.",
}

// open is nil if what the agreement holds lets that side do it.
func (a *Agreement) open(verb string, side Side) error {
	_, open := a.Open()
	switch verb {
	case "agreement.sign":
		if _, signed := a.SignedBy(side); signed {
			return fault.New(fault.Conflict, "Your side has signed it already. It waits for the other side.")
		}
	case "agreement.answer":
		if !open {
			return fault.New(fault.Conflict, "No proposal waits for an answer.")
		}
	case "agreement.propose":
		if open {
			return fault.New(fault.Conflict, "A change is proposed already and waits for an answer. One is dealt with before the next.")
		}
		if _, due := a.Due(); due {
			return fault.New(fault.Conflict, "A change is agreed and waits for its next version. One is dealt with before the next.")
		}
	}
	return nil
}

// in is the state as it stands in a sentence.
func (s State) in() string {
	if s == Draft {
		return "a draft"
	}
	return s.words()
}

// Can reports whether the act is open to an agreement in this state.
func (s State) Can(verb string) bool {
	_, err := s.move(verb)
	return err == nil
}
