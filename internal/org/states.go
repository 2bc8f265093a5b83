package org

import (
	"watchword/internal/authz"
	"watchword/internal/fault"
)

// State is where an organisation stands in the register.
type State string

const (
	// Applying: it asks to be accredited; no arrangements are in force.
	Applying State = "applying"
	// InForce: arrangements are in force from a day to a day.
	InForce State = "in-force"
	// Suspended: arrangements stand, but nobody may act under them.
	Suspended State = "suspended"
	// Withdrawn by the chief officer: every accreditation under it has ceased.
	Withdrawn State = "withdrawn"
	// Declined: it was not accredited.
	Declined State = "declined"
	// Left: it ended the arrangements itself.
	Left State = "left"
)

// Title is the state in plain words.
func (s State) Title() string {
	return map[State]string{Applying: "Applying", InForce: "In force", Suspended: "Suspended", Withdrawn: "Withdrawn", Declined: "Declined", Left: "Left"}[s]
}

// Move is a change of state that the table allows.
type Move struct {
	Verb string // the act in the ledger
	From []State
	To   State
	By   authz.Permission
	Law  string
	Ends bool // every accreditation under it ceases at that instant
}

// Moves is every change of state an organisation may undergo. That arrangements lapse
// is no move: it comes of itself when their last day is over.
var Moves = []Move{
	{"organisation.approve", []State{Applying, Declined, Withdrawn, Left, InForce}, InForce, authz.DecideOrg, "Police Reform Act 2002, s40(8), s41(1), (4)(a)", false},
	{"organisation.decline", []State{Applying}, Declined, authz.DecideOrg, "Police Reform Act 2002, s41(4)(a)", false},
	{"organisation.suspend", []State{InForce}, Suspended, authz.DecideOrg, "Police Reform Act 2002, s40(8), s42(3)", false},
	{"organisation.reinstate", []State{Suspended}, InForce, authz.DecideOrg, "Police Reform Act 2002, s40(8)", false},
	{"organisation.withdraw", []State{InForce, Suspended}, Withdrawn, authz.DecideOrg, "Police Reform Act 2002, s41(8)(b)", true},
	{"organisation.leave", []State{InForce, Suspended}, Left, authz.ChangeOrg, "Police Reform Act 2002, s41(8)(b)", true},
}

// move is the row of the table for that act, or a fault.Conflict if it does not start
// from this state.
func (s State) move(verb string) (Move, error) {
	for _, m := range Moves {
		if m.Verb != verb {
			continue
		}
		for _, f := range m.From {
			if f == s {
				return m, nil
			}
		}
		return m, fault.New(fault.Conflict, "The organisation is %s, so this cannot be done.", stateWords[s])
	}
	return Move{}, fault.New(fault.Invalid, "There is no such change of state.")
}

var stateWords = map[State]string{Applying: "still applying", InForce: "in force", Suspended: "suspended", Withdrawn: "withdrawn", Declined: "declined", Left: "no longer in the scheme"}
