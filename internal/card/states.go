package card

import (
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/fault"
)

// State is where a card is.
type State string

const (
	// Ordered: issued in the register, not yet printed.
	Ordered State = "ordered"
	// Printed, and not yet in the holder's hand.
	Printed State = "printed"
	// Held by the person it is of: the one state in which it can be valid.
	Held State = "held"
	// Lost, as reported. A card found again is handed back, never held again.
	Lost State = "lost"
	// Stolen, as reported.
	Stolen State = "stolen"
	// Returned to the scheme office.
	Returned State = "returned"
	// Destroyed for good.
	Destroyed State = "destroyed"
	// Replaced by a newer card, which its holder was handed.
	Replaced State = "replaced"
)

// States is every state, in the order of a card's life.
var States = []State{Ordered, Printed, Held, Lost, Stolen, Replaced, Returned, Destroyed}

// Title is the state in plain words.
func (s State) Title() string {
	return map[State]string{Ordered: "Ordered", Printed: "Printed, not handed over", Held: "Held", Lost: "Lost", Stolen: "Stolen", Returned: "Handed back",
		Destroyed: "Destroyed", Replaced: "Replaced"}[s]
}

// Live reports whether the card is or may come into its holder's hand as a good one.
func (s State) Live() bool { return s == Ordered || s == Printed || s == Held }

// Coming reports whether the card was ordered and its holder has not had it yet.
func (s State) Coming() bool { return s == Ordered || s == Printed }

// Abroad reports whether the card is out there and has not come back.
func (s State) Abroad() bool { return s == Held || s == Lost || s == Stolen || s == Replaced }

// Move is a change of state that the table allows.
type Move struct {
	Verb   string // the act in the ledger
	From   []State
	To     State // empty: the state stays
	By     authz.Permission
	What   string // what happened, for the page of its life
	Itself bool   // follows from another act, in the same transaction
}

// Moves is every change of state a card may undergo. That its last day is over, or that
// the accreditation behind it stops, is no move: the card stops being valid by itself.
var Moves = []Move{
	{"card.issue", []State{""}, Ordered, authz.IssueCard, "A card is made for an accreditation in force or about to be", false},
	{"card.print", []State{Ordered, Printed}, Printed, authz.IssueCard, "It is printed, alone or on a sheet", false},
	{"card.hand-over", []State{Printed}, Held, authz.IssueCard, "Its holder has it and signed for it", false},
	{"card.replace", []State{Held}, Replaced, authz.IssueCard, "Its holder was handed a newer one", true},
	{"card.lost", []State{Ordered, Printed, Held}, Lost, authz.ReportCard, "It is reported lost", false},
	{"card.stolen", []State{Ordered, Printed, Held, Lost}, Stolen, authz.ReportCard, "It is reported stolen", false},
	{"card.return", []State{Printed, Held, Lost, Stolen, Replaced}, Returned, authz.ReportCard, "It came back to the scheme office", false},
	{"card.destroy", []State{Ordered, Printed, Returned, Replaced}, Destroyed, authz.IssueCard, "It was destroyed before a witness", false},
	{"card.spoil", []State{Printed}, Ordered, authz.IssueCard, "Its print was found spoiled and destroyed; it is printed again", false},
	{"card.recall", []State{Ordered, Printed, Held}, "", authz.IssueCard, "It is asked back by the office, or by itself when the accreditation ends", false},
	{"card.keep", []State{Ordered, Printed, Held}, "", authz.IssueCard, "The recall is taken back, or falls away since the accreditation is live again", false},
	{"card.chase", []State{Held, Replaced}, "", authz.IssueCard, "Its employer is reminded that it was asked back", false},
}

// move is the row of the table for that act, or a fault.Conflict if it does not start
// from this state.
func (s State) move(verb string) (Move, error) {
	for _, m := range Moves {
		if m.Verb != verb {
			continue
		}
		if !slices.Contains(m.From, s) {
			return m, fault.New(fault.Conflict, "The card is %s, so this cannot be done.", s.words())
		}
		if m.To == "" {
			m.To = s
		}
		return m, nil
	}
	return Move{}, fault.New(fault.Invalid, "There is no such change of a card.")
}

func (s State) words() string { return strings.ToLower(s.Title()[:1]) + s.Title()[1:] }

// Can reports whether the act is open to a card in this state.
func (s State) Can(verb string) bool {
	_, err := s.move(verb)
	return err == nil
}
