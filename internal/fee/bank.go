package fee

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// LineState is what became of a line of a bank's file.
type LineState string

const (
	Waiting   LineState = "waiting" // nobody has said what it is
	OfReceipt LineState = "booked"  // a receipt was made of it
	Aside     LineState = "aside"   // it is nothing of the scheme's
)

// BankLine is a line of a bank's file.
type BankLine struct {
	State    LineState `json:"state"`
	Day      clock.Day `json:"day"`
	Amount   Pence     `json:"amount"` // money in; less than nothing: money out
	Text     string    `json:"text"`
	File     string    `json:"file"` // in which it came first, and where
	FileLine int       `json:"file_line"`
	Invoice  id.Paper  `json:"invoice,omitempty"` // it was booked for
	Receipt  id.Paper  `json:"receipt,omitempty"`
	Why      string    `json:"why,omitempty"` // it was set aside
	Last     done      `json:"last"`
}

// BankLineVersion is a line with its identity and periods.
type BankLineVersion = register.Version[BankLine]

var bankLines = &register.Table[BankLine]{
	Name: "bank_line", What: "line of a bank’s file", Columns: []string{"standing", "paid_day"}, Values: func(l BankLine) []any { return []any{string(l.State), int64(l.Day)} },
}

// BankLineRows reads the lines for ledger.Verify.
var BankLineRows = bankLines.Rows

// TakenFile is what came of a file.
type TakenFile struct {
	New, Known int
}

// TakeBankFile reads a bank's file and keeps the lines that are not kept already. Nothing is
// booked by it: each line waits until somebody says what it is.
//
// Errors: fault.Forbidden; fault.Invalid under file.
func (s *Service) TakeBankFile(ctx context.Context, who authz.Actor, name string, content []byte) (TakenFile, error) {
	var out TakenFile
	if err := who.May(authz.KeepFees, authz.Object{}); err != nil {
		return out, s.ledger.DidNot(ctx, who, "bank.take", nil, err)
	}
	lines, err := ReadBankFile(content)
	if err != nil {
		return out, err
	}
	_, err = s.ledger.Do(ctx, who, "bank.take", nil, func(tx *db.Tx, e *ledger.Draft) error {
		out = TakenFile{}
		have, err := s.known(tx, who.Force)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if have[l.ID()] {
				out.Known++
				continue
			}
			out.New++
			if err := bankLines.Put(tx, e, string(l.ID()), BankLine{State: Waiting, Day: l.Day, Amount: l.Amount, Text: l.Text, File: name, FileLine: l.Line, Last: doneBy(who, e)}, e.At, clock.Forever); err != nil {
				return err
			}
		}
		e.Say("A bank’s file was read: "+count(out.New, "new line")+", "+strconv.Itoa(out.Known)+" known already", "")
		return nil
	})
	return out, err
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

func (s *Service) known(tx *db.Tx, force id.Force) (map[id.BankLine]bool, error) {
	ids, err := db.Strings(tx, `SELECT DISTINCT id FROM bank_line WHERE force_id = ?`, string(force))
	out := make(map[id.BankLine]bool, len(ids))
	for _, x := range ids {
		out[id.BankLine(x)] = true
	}
	return out, err
}

// Fit is how a line fits the invoices of which something is owed.
type Fit string

const (
	Matched   Fit = "matched"   // it names one invoice and pays exactly what is owed of it
	Suggested Fit = "suggested" // it names an invoice or pays what is owed of one, not both
	Left      Fit = "left"      // neither
)

// Fitting is a line with the invoice that it fits best.
type Fitting struct {
	Line    BankLineVersion
	Fit     Fit
	Invoice PaperVersion // of Matched and Suggested
	Why     string       // in a sentence
}

// numbered is an invoice number as payers write it: INV-0012, INV12, inv 0012.
var numbered = regexp.MustCompile(`(?i)\bINV[-\s#:.]*0*(\d{1,9})\b`)

// FitLine says how a line fits the invoices owed. It is a proposal: nothing follows from it.
func FitLine(l BankLineVersion, owed []PaperVersion) Fitting {
	f := Fitting{Line: l, Fit: Left}
	if l.State.Amount <= 0 {
		f.Why = "Money out. Spending is entered in the scheme account."
		return f
	}
	var named, exact []PaperVersion
	for _, v := range owed {
		if names(l.State.Text, v.State.Number) {
			named = append(named, v)
		}
		if v.State.Balance() == l.State.Amount {
			exact = append(exact, v)
		}
	}
	switch {
	case len(named) == 1 && named[0].State.Balance() == l.State.Amount:
		f.Fit, f.Invoice, f.Why = Matched, named[0], "It names "+named[0].State.Number+" and pays all that is owed of it."
	case len(named) == 1 && named[0].State.Balance() > l.State.Amount:
		f.Fit, f.Invoice, f.Why = Suggested, named[0], "It names "+named[0].State.Number+", and pays a part of the "+named[0].State.Balance().String()+" owed."
	case len(named) == 1:
		f.Why = "It names " + named[0].State.Number + ", of which only " + named[0].State.Balance().String() + " is owed."
	case len(named) > 1:
		f.Why = "It names several invoices. Book each part by hand, on the pages of the invoices."
	case len(exact) == 1:
		f.Fit, f.Invoice, f.Why = Suggested, exact[0], "It names no invoice owed. "+exact[0].State.Number+" of "+exact[0].State.To[0]+" is owed exactly this."
	case len(exact) > 1:
		f.fewest(exact)
	default:
		f.Why = "It names no invoice owed, and of none exactly this is owed."
	}
	return f
}

// fewest suggests the one of several invoices of the same amount whose payer the line names.
func (f *Fitting) fewest(exact []PaperVersion) {
	text := org.Fold(f.Line.State.Text)
	exact = slices.DeleteFunc(slices.Clone(exact), func(v PaperVersion) bool { return !strings.Contains(text, org.Fold(v.State.To[0])) })
	if len(exact) != 1 {
		f.Why = "It names no invoice owed, and of several exactly this is owed."
		return
	}
	f.Fit, f.Invoice, f.Why = Suggested, exact[0], "It names no invoice owed, but the payer, of whom "+exact[0].State.Number+" is owed exactly this."
}

func names(text, number string) bool {
	for _, m := range numbered.FindAllStringSubmatch(text, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil && "INV-"+padded(n) == number {
			return true
		}
	}
	return false
}

func padded(n int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, 4-len(s))) + s
}

// WaitingLines is every line that waits, with how it fits, the oldest first. Errors: fault.Forbidden.
func (s *Service) WaitingLines(tx *db.Tx, who authz.Actor, w register.When) ([]Fitting, error) {
	if err := who.May(authz.KeepFees, authz.Object{}); err != nil {
		return nil, err
	}
	var where db.Where
	where.And("r.standing = 'waiting'")
	lines, err := bankLines.List(tx, who.Force, w, where, "r.paid_day, r.id", 1<<30)
	if err != nil {
		return nil, err
	}
	owed, _, err := s.List(tx, who, Query{Kind: Invoice, State: Owed, Sort: "number"}, w)
	if err != nil {
		return nil, err
	}
	out := make([]Fitting, len(lines))
	for i, l := range lines {
		out[i] = FitLine(l, owed)
	}
	return out, nil
}

// Lines is the lines in a state, or with an empty one in any, the newest first, as many as
// the limit behind the offset, and how many there are. Errors: fault.Forbidden.
func (s *Service) Lines(tx *db.Tx, who authz.Actor, state LineState, w register.When, limit, offset int) ([]BankLineVersion, int, error) {
	if err := who.May(authz.KeepFees, authz.Object{}); err != nil {
		return nil, 0, err
	}
	var where db.Where
	if state != "" {
		where.And("r.standing = ?", string(state))
	}
	return bankLines.Page(tx, who.Force, w, where, "r.paid_day DESC, r.id", limit, offset)
}

// Booking is a line that is to be booked for an invoice.
type Booking struct {
	Line    id.BankLine
	Invoice id.Paper
	Number  string // of the invoice, in place of Invoice
}

// BookLines makes a receipt of each line, for the invoice named; all of them or none.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under lines for a line that says
// money out, or more than is owed; fault.Conflict for one that waits no more.
func (s *Service) BookLines(ctx context.Context, who authz.Actor, bookings []Booking) error {
	if len(bookings) == 0 {
		return fault.In("lines", "Choose at least one line")
	}
	_, err := s.ledger.Do(ctx, who, "bank.book", nil, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.KeepFees, authz.Object{}); err != nil {
			return err
		}
		var sum Pence
		for _, b := range bookings {
			n, err := s.bookLine(tx, e, who, b)
			if err != nil {
				return err
			}
			sum += n
		}
		e.Say(count(len(bookings), "line")+" of a bank’s file booked: "+sum.String(), "")
		return nil
	})
	return err
}

func (s *Service) bookLine(tx *db.Tx, e *ledger.Draft, who authz.Actor, b Booking) (Pence, error) {
	v, err := bankLines.Find(tx, who.Force, string(b.Line), register.Now(e.At))
	if err != nil {
		return 0, err
	}
	l := v.State
	if l.State != Waiting {
		return 0, fault.New(fault.Conflict, "Somebody has said already what the line of %s over %s is.", l.Day.Long(), l.Amount.String())
	}
	if l.Amount <= 0 {
		return 0, fault.In("lines", "The line of %s is money out, and pays no invoice", l.Day.Long())
	}
	inv, err := s.invoice(tx, who, b, register.Now(e.At))
	if err != nil {
		return 0, err
	}
	p := inv.State
	if err := p.move("payment.book"); err != nil {
		return 0, err
	}
	if l.Amount > p.Balance() {
		return 0, fault.In("lines", "Of %s %s is owed; the line of %s is over %s", p.Number, p.Balance().String(), l.Day.Long(), l.Amount.String())
	}
	receipt, err := s.receive(tx, e, who, id.Paper(inv.ID), &p, l.Amount, l.Day, "Bank, "+cut(l.Text))
	if err != nil {
		return 0, err
	}
	if err := s.save(tx, e, who, id.Paper(inv.ID), &p); err != nil {
		return 0, err
	}
	l.State, l.Invoice, l.Receipt, l.Last = OfReceipt, id.Paper(inv.ID), receipt, doneBy(who, e)
	return l.Amount, bankLines.Put(tx, e, v.ID, l, e.At, clock.Forever)
}

// invoice is the invoice that a line is to be booked for.
func (s *Service) invoice(tx *db.Tx, who authz.Actor, b Booking, w register.When) (PaperVersion, error) {
	if b.Invoice == "" {
		var where db.Where
		where.And("r.kind = 'invoice' AND r.number = ?", strings.ToUpper(strings.TrimSpace(b.Number)))
		vs, err := papers.List(tx, who.Force, w, where, "r.id", 1)
		if err != nil || len(vs) == 1 {
			return append(vs, PaperVersion{})[0], err
		}
		return PaperVersion{}, fault.In("number", "There is no invoice with this number")
	}
	v, err := papers.Find(tx, who.Force, string(b.Invoice), w)
	if err == nil && v.State.Kind != Invoice {
		err = fault.In("lines", "%s is no invoice", v.State.Number)
	}
	return v, err
}

// SetAside says of a line that it is nothing of the scheme's; with back it waits again.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict for a line
// that was booked.
func (s *Service) SetAside(ctx context.Context, who authz.Actor, of id.BankLine, why string, back bool) error {
	_, err := s.ledger.Do(ctx, who, "bank.set-aside", []ledger.Subject{bankLines.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.KeepFees, authz.Object{}); err != nil {
			return err
		}
		v, err := bankLines.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		l, from, to := v.State, Waiting, Aside
		if back {
			from, to = Aside, Waiting
		}
		if l.State != from {
			return fault.New(fault.Conflict, "This line is no longer as it was. Look at it again.")
		}
		var wrong fault.Fields
		l.State, l.Why = to, wrong.Text("why", why, 300, "Enter what it is, or why it is set aside")
		if back {
			wrong, l.Why = nil, ""
		}
		l.Last = doneBy(who, e)
		e.Say("A line of the bank’s file of "+l.Day.Long()+", "+l.Amount.String()+", "+map[bool]string{false: "was set aside", true: "waits again"}[back], "")
		if err := wrong.Err(); err != nil {
			return err
		}
		return bankLines.Put(tx, e, v.ID, l, e.At, clock.Forever)
	})
	return err
}

// BankLine is one line as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) BankLine(tx *db.Tx, who authz.Actor, of id.BankLine, w register.When) (BankLineVersion, error) {
	v, err := bankLines.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, who.May(authz.KeepFees, authz.Object{})
}

// waitAgain lets the line of a bank's file of which a receipt was made be booked anew.
func (s *Service) waitAgain(tx *db.Tx, e *ledger.Draft, who authz.Actor, receipt id.Paper, day clock.Day) error {
	var where db.Where
	where.And("r.standing = 'booked' AND r.paid_day = ?", int64(day))
	vs, err := bankLines.List(tx, who.Force, register.Now(e.At), where, "r.id", 1<<30)
	for _, v := range vs {
		if l := v.State; err == nil && l.Receipt == receipt {
			l.State, l.Invoice, l.Receipt, l.Last = Waiting, "", "", doneBy(who, e)
			err = bankLines.Put(tx, e, v.ID, l, e.At, clock.Forever)
		}
	}
	return err
}
