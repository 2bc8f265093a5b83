package fee

import (
	"context"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Payment is money that came for an invoice.
type Payment struct {
	Amount  string    // in pounds
	Day     clock.Day // on which it came
	Through string    // how it was paid, and the payer's reference
}

// Pay books money that came for an invoice, in whole or in part, and makes the receipt. The
// scheme account has its line in the same transaction.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields, also for more
// than is owed; fault.Conflict for an invoice of which nothing is owed.
func (s *Service) Pay(ctx context.Context, who authz.Actor, invoice id.Paper, in Payment) (made id.Paper, err error) {
	err = s.act(ctx, who, invoice, "payment.book", authz.KeepFees, func(tx *db.Tx, e *ledger.Draft, p *Paper) error {
		var wrong fault.Fields
		amount := Amount("amount", in.Amount, &wrong)
		through := wrong.Text("through", in.Through, 200, "Enter how it was paid, for example bank transfer and its reference")
		notLater(&wrong, "day", in.Day, clock.DayOf(e.At), "Enter the day on which the money came")
		if err := wrong.Err(); err != nil {
			return err
		}
		made, err = s.receive(tx, e, who, invoice, p, amount, in.Day, through)
		return err
	})
	return made, err
}

// notLater holds a day to being given, and to the past or today.
func notLater(wrong *fault.Fields, field string, day, today clock.Day, missing string) {
	switch {
	case day == clock.NoDay:
		wrong.Add(field, "%s", missing)
	case day > today:
		wrong.Add(field, "This day is in the future")
	case day < today.AddYears(-7):
		wrong.Add(field, "This day is more than seven years ago. Check the year")
	}
}

// receive books an amount for an invoice: the receipt, the line of the account, and what
// the invoice still owes.
func (s *Service) receive(tx *db.Tx, e *ledger.Draft, who authz.Actor, invoice id.Paper, p *Paper, amount Pence, day clock.Day, through string) (id.Paper, error) {
	if owed := p.Balance(); amount > owed {
		return "", fault.In("amount", "Of %s %s is owed. Book no more than that; send back the rest, or book it for another invoice", p.Number, owed.String())
	}
	p.Paid += amount
	p.settle()
	r := Paper{Kind: Receipt, State: Booked, Org: p.Org, To: p.To, Sector: p.Sector, Day: day, Total: amount, Through: through, Of: invoice, OfNumber: p.Number}
	made, err := s.makePaper(tx, e, who, &r)
	if err != nil {
		return made, err
	}
	e.Say(amount.String()+" of "+p.To[0]+" for invoice "+p.Number+", receipt "+r.Number, "")
	_, err = s.post(tx, e, who, Posting{Day: day, Kind: Fees, In: amount, What: r.Number + " for " + p.Number + ", " + p.To[0], Paper: made})
	return made, err
}

// ReversePayment takes a receipt back: money that did not come, or came for something else.
// The scheme account is put right by a line of today against it; nothing is struck out.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict for a
// receipt that was reversed, or whose money was sent back.
func (s *Service) ReversePayment(ctx context.Context, who authz.Actor, receipt id.Paper, why string) error {
	v, err := db.Find(ctx, s.db, func(tx *db.Tx) (PaperVersion, error) {
		return s.Find(tx, who, receipt, register.Now(s.ledger.Now()))
	})
	if err != nil {
		return err
	}
	return s.act(ctx, who, v.State.Of, "payment.reverse", authz.KeepFees, func(tx *db.Tx, e *ledger.Draft, p *Paper) error {
		v, err := papers.Find(tx, who.Force, string(receipt), register.Now(e.At))
		if err != nil {
			return err
		}
		r := v.State
		if err := r.move("receipt.reverse"); err != nil {
			return err
		}
		var wrong fault.Fields
		r.State, r.Why = Reversed, wrong.Text("why", why, 1000, "Enter the reason")
		if err := wrong.Err(); err != nil {
			return err
		}
		if p.Paid-r.Total < p.Refunded {
			return fault.New(fault.Conflict, "Money of %s was sent back to the payer, so this receipt cannot be reversed.", p.Number)
		}
		p.Paid -= r.Total
		p.settle()
		e.Say("Receipt "+r.Number+" was reversed; "+p.Balance().String()+" is owed of "+p.Number, "")
		if err := s.save(tx, e, who, receipt, &r); err != nil {
			return err
		}
		against, err := s.postingOf(tx, who.Force, receipt, e.At)
		if err != nil {
			return err
		}
		if err := s.against(tx, e, who, against, "Receipt "+r.Number+" reversed: "+r.Why); err != nil {
			return err
		}
		return s.waitAgain(tx, e, who, receipt, r.Day)
	})
}

// Give makes a credit note: less is owed than the invoice says. It never comes to more than
// the invoice.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields.
func (s *Service) Give(ctx context.Context, who authz.Actor, invoice id.Paper, amount, why string) (made id.Paper, err error) {
	err = s.act(ctx, who, invoice, "credit.give", authz.KeepFees, func(tx *db.Tx, e *ledger.Draft, p *Paper) error {
		var wrong fault.Fields
		n := Amount("amount", amount, &wrong)
		if left := p.Total - p.Credited; n > left && len(wrong) == 0 {
			wrong.Add("amount", "The invoice comes to %s after what was credited. Credit no more than that", left.String())
		}
		why := wrong.Text("why", why, 1000, "Enter the reason. It stands on the credit note")
		if err := wrong.Err(); err != nil {
			return err
		}
		made, _, err = s.give(tx, e, who, invoice, p, n, why)
		return err
	})
	return made, err
}

// give makes a credit note of an invoice, which is to be saved after it, and returns it with
// its number.
func (s *Service) give(tx *db.Tx, e *ledger.Draft, who authz.Actor, invoice id.Paper, p *Paper, n Pence, why string) (id.Paper, string, error) {
	c := Paper{Kind: Credit, State: Given, Org: p.Org, To: p.To, Sector: p.Sector, Day: clock.DayOf(e.At), Total: n, Of: invoice, OfNumber: p.Number, Why: why}
	p.Credited += n
	p.settle()
	made, err := s.makePaper(tx, e, who, &c)
	e.Say("Credit note "+c.Number+" of "+n.String()+" for invoice "+p.Number, "")
	return made, c.Number, err
}

// Refund records that what was paid too much of an invoice was sent back, all of it, out of
// the scheme account. It is no spending: the money was never the scheme's.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict for
// an invoice that is not in credit; fault.Refused if the account has not so much.
func (s *Service) Refund(ctx context.Context, who authz.Actor, invoice id.Paper, day clock.Day, through string) error {
	return s.act(ctx, who, invoice, "payment.refund", authz.KeepFees, func(tx *db.Tx, e *ledger.Draft, p *Paper) error {
		var wrong fault.Fields
		through = wrong.Text("through", through, 200, "Enter how it was sent back, for example bank transfer and its reference")
		notLater(&wrong, "day", day, clock.DayOf(e.At), "Enter the day on which it was sent back")
		if err := wrong.Err(); err != nil {
			return err
		}
		back := -p.Balance()
		p.Refunded += back
		p.settle()
		e.Say(back.String()+" paid too much of "+p.Number+" was sent back to "+p.To[0], "")
		_, err := s.post(tx, e, who, Posting{Day: day, Kind: Back, Out: back, What: "Sent back of " + p.Number + ", " + p.To[0] + ". " + strings.TrimSuffix(through, "."), Paper: invoice})
		return err
	})
}
