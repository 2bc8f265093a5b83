package accred

import (
	"strings"

	"watchword/internal/authz"
	"watchword/internal/fault"
)

// State is what was decided of an accreditation. Whether it is in force at an instant is
// Standing, which also looks at what has lapsed.
type State string

const (
	// Proposed: put before the delegate, who has not decided.
	Proposed State = "proposed"
	// InForce: granted, and not suspended or ended by anybody.
	InForce State = "in-force"
	// Suspended: nothing may be done under it until it is reinstated.
	Suspended State = "suspended"
	// Withdrawn by the chief officer (s42(3)).
	Withdrawn State = "withdrawn"
	// Refused: the delegate was not satisfied of one of the tests.
	Refused State = "refused"
	// Left: the person ceased to be the employer's employee (s41(8)(a)), or gave the
	// accreditation up at their own wish (Accreditation.GivenUp).
	Left State = "left"
	// Ceased: the employer's arrangements ended (s41(8)(b)).
	Ceased State = "ceased"
)

// Title is the state in plain words.
func (s State) Title() string {
	return map[State]string{Proposed: "With the delegate", InForce: "In force", Suspended: "Suspended", Withdrawn: "Withdrawn", Refused: "Refused",
		Left: "Left", Ceased: "Ceased with the employer’s arrangements"}[s]
}

// Live reports whether the state may still lead to authority.
func (s State) Live() bool { return s == InForce || s == Suspended }

// Move is a change of state that the table allows.
type Move struct {
	Verb   string // the act in the ledger
	From   []State
	To     State
	By     authz.Permission
	Law    string
	Itself bool // follows from another register, by nobody's decision
}

// Moves is every change of state an accreditation may undergo. That it lapses (its
// period, vetting, training or the employer's arrangements are over) is no move: it comes
// of itself at that instant.
var Moves = []Move{
	{"accreditation.recommend", []State{""}, Proposed, authz.Recommend, "Police Reform Act 2002, s41(2)", false},
	{"accreditation.ask", []State{Proposed}, "", authz.Grant, "Police Reform Act 2002, s41(4)", false},
	{"accreditation.answer", []State{Proposed}, "", authz.NominatePerson, "Police Reform Act 2002, s41(4)", false},
	{"accreditation.grant", []State{Proposed}, InForce, authz.Grant, "Police Reform Act 2002, s41(1)-(4)", false},
	{"accreditation.refuse", []State{Proposed}, Refused, authz.Grant, "Police Reform Act 2002, s41(4)", false},
	{"accreditation.modify", []State{InForce, Suspended}, "", authz.Grant, "Police Reform Act 2002, s42(3)", false},
	{"accreditation.renew", []State{InForce, Suspended}, "", authz.Grant, "Police Reform Act 2002, s41(7)", false},
	{"accreditation.suspend", []State{InForce}, Suspended, authz.SuspendNow, "Police Reform Act 2002, s42(3)", false},
	{"accreditation.suspend-power", []State{InForce, Suspended}, "", authz.SuspendNow, "Police Reform Act 2002, s42(3)", false},
	{"accreditation.reinstate-power", []State{InForce, Suspended}, "", authz.Grant, "Police Reform Act 2002, s42(3)", false},
	{"accreditation.reinstate", []State{Suspended}, InForce, authz.Grant, "Police Reform Act 2002, s42(3)", false},
	{"accreditation.withdraw", []State{InForce, Suspended}, Withdrawn, authz.Grant, "Police Reform Act 2002, s42(3)", false},
	{"accreditation.appeal", []State{Refused, Withdrawn}, "", authz.Appeal, "Scheme rule: a decision against a person is looked at again by somebody else", false},
	{"accreditation.dismiss", []State{Refused, Withdrawn}, "", authz.Grant, "Police Reform Act 2002, s41(4), s42(3)", false},
	{"accreditation.rehear", []State{Refused}, Proposed, authz.Grant, "Police Reform Act 2002, s41(4)", false},
	{"accreditation.restore", []State{Withdrawn}, InForce, authz.Grant, "Police Reform Act 2002, s42(3)", false},
	{"person.leave", []State{InForce, Suspended, Proposed}, Left, authz.ReportLeaving, "Police Reform Act 2002, s41(8)(a)", true},
	{"person.opt-out", []State{InForce, Suspended, Proposed}, Left, authz.OwnConsent, "Scheme rule: joining is voluntary, and so is staying", true},
	{"organisation.powers", []State{InForce, Suspended}, "", authz.DecideOrg, "Police Reform Act 2002, s42(3)", true},
	{"organisation.withdraw", []State{InForce, Suspended, Proposed}, Ceased, authz.DecideOrg, "Police Reform Act 2002, s41(8)(b)", true},
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
				if m.To == "" {
					m.To = s
				}
				return m, nil
			}
		}
		return m, fault.New(fault.Conflict, "The accreditation is %s, so this cannot be done.", strings.ToLower(s.Title()))
	}
	return Move{}, fault.New(fault.Invalid, "There is no such change of state.")
}
