package fee

import (
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/fault"
)

// Kind is what sort of paper it is.
type Kind string

// The kinds.
const (
	Quote   Kind = "quote"
	Invoice Kind = "invoice"
	Receipt Kind = "receipt"
	Credit  Kind = "credit"
)

// Kinds is every kind with the letters its numbers begin with.
var Kinds = []struct {
	Kind         Kind
	Title, Short string
}{{Quote, "Quote", "QUO"}, {Invoice, "Invoice", "INV"}, {Receipt, "Receipt", "REC"}, {Credit, "Credit note", "CRN"}}

// Title is the kind in plain words.
func (k Kind) Title() string {
	for _, x := range Kinds {
		if x.Kind == k {
			return x.Title
		}
	}
	return ""
}

func (k Kind) letters() string {
	for _, x := range Kinds {
		if x.Kind == k {
			return x.Short
		}
	}
	return ""
}

// State is where a paper stands.
type State string

const (
	Offered   State = "offered"   // a quote that may be accepted up to its last day
	Taken     State = "taken"     // a quote of which an invoice was made
	Withdrawn State = "withdrawn" // a quote that no longer holds
	Owed      State = "owed"      // an invoice of which something is still to be paid
	Settled   State = "settled"   // an invoice of which nothing is owed to either side
	InCredit  State = "in-credit" // an invoice of which more was paid than is owed
	Booked    State = "booked"    // a receipt
	Reversed  State = "reversed"  // a receipt of money that did not come, or not for this
	Given     State = "given"     // a credit note
)

// Title is the state in plain words.
func (s State) Title() string {
	return map[State]string{Offered: "Offered", Taken: "Accepted", Withdrawn: "Withdrawn", Owed: "To be paid", Settled: "Settled", InCredit: "In credit", Booked: "Booked",
		Reversed: "Reversed", Given: "Given"}[s]
}

// Move is a change of state that the table allows.
type Move struct {
	Verb   string // the act in the ledger
	Kind   Kind
	From   []State
	To     State // empty: what the sums make of it (Paper.settle)
	By     authz.Permission
	What   string
	Itself bool // follows from another act, in the same transaction
}

// Moves is every change that a paper may undergo. That a quote lapses or an invoice is
// overdue is no move: it is worked out for the day asked about.
var Moves = []Move{
	{"quote.offer", Quote, []State{""}, Offered, authz.KeepFees, "It is made from the schedule of its day, and holds up to its last day", false},
	{"quote.accept", Quote, []State{Offered}, Taken, authz.OrderFees, "The employer, or the office for it, accepts; the invoice is made from its lines", false},
	{"quote.withdraw", Quote, []State{Offered}, Withdrawn, authz.KeepFees, "It no longer holds", false},
	{"invoice.issue", Invoice, []State{""}, Owed, authz.KeepFees, "It is made from the schedule of its day, or from a quote", false},
	{"payment.book", Invoice, []State{Owed}, "", authz.KeepFees, "Money came; a receipt is made, and a line of the scheme account", false},
	{"payment.reverse", Invoice, []State{Owed, Settled, InCredit}, "", authz.KeepFees, "A receipt was wrong; the scheme account is put right by a line against it", false},
	{"credit.give", Invoice, []State{Owed, Settled, InCredit}, "", authz.KeepFees, "Less is owed than it says; a credit note is made", false},
	{"payment.refund", Invoice, []State{InCredit}, "", authz.KeepFees, "What was paid too much is sent back, out of the scheme account", false},
	{"receipt.make", Receipt, []State{""}, Booked, authz.KeepFees, "Money came", true},
	{"receipt.reverse", Receipt, []State{Booked}, Reversed, authz.KeepFees, "It was wrong", true},
	{"credit.make", Credit, []State{""}, Given, authz.KeepFees, "Less is owed than an invoice says", true},
}

// instead is what to do where an act is not open, by act.
var instead = map[string]string{
	"quote.accept": "Make another quote.", "quote.withdraw": "Nothing is left to withdraw.", "payment.book": "Nothing is left to pay.",
	"payment.refund": "Nothing was paid too much.", "receipt.reverse": "Look at its invoice for what was booked since.",
}

// Can reports whether the act is open to the paper.
func (p *Paper) Can(verb string) bool { return p.move(verb) == nil }

// move is nil if the act is open to the paper, else a fault.Conflict that says what can be
// done instead.
func (p *Paper) move(verb string) error {
	i := slices.IndexFunc(Moves, func(m Move) bool { return m.Verb == verb })
	if i >= 0 && Moves[i].Kind == p.Kind && slices.Contains(Moves[i].From, p.State) {
		return nil
	}
	return fault.New(fault.Conflict, "%s %s is %s, so this cannot be done. %s", p.Kind.Title(), p.Number, lower(p.State.Title()), instead[verb])
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
