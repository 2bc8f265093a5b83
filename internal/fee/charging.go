package fee

import (
	"context"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Cause is something that happened for which an employer may be charged.
type Cause struct {
	Event  Event
	About  string // the identity of what it is for: each is charged once
	Number string // its number, as people know it
	By     string // the identity of what was made for it
	What   string
	Org    id.Org
}

// Raise makes a charge wait if the schedule has an amount for the cause on that day, for
// that employer's sector. It follows from the act of a room above, in its transaction. What
// is charged already, or was waived, is not charged again; of a proposed credit nothing is
// left, since the invoice then stands for this cause.
func (s *Service) Raise(tx *db.Tx, e *ledger.Draft, who authz.Actor, c Cause) error {
	of := chargeOf(c.Event, c.About)
	old, err := charges.Find(tx, e.Force, string(of), register.Now(e.At))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if old.State.State == CreditDue {
		x := old.State
		x.State, x.By, x.What, x.Why = Invoiced, c.By, c.What, ""
		return s.putCharge(tx, e, who, of, &x)
	}
	if !old.State.Can("charge.raise") {
		return nil
	}
	o, err := s.orgs.Any(tx, e.Force, c.Org, register.Now(e.At))
	if err != nil {
		return err
	}
	prices, err := schedule(tx, e.Force, register.Now(e.At))
	if err != nil {
		return err
	}
	sector := SectorOf(o.State.Kind)
	i := slices.IndexFunc(prices, func(t TariffVersion) bool { return t.State.Event == c.Event && t.State.Sector == sector })
	if i < 0 || prices[i].State.Amount == 0 {
		return nil
	}
	return s.putCharge(tx, e, who, of, &Charge{State: ToInvoice, Event: c.Event, About: c.About, Number: c.Number, By: c.By, What: c.What, Org: c.Org, OrgName: o.State.Name, Sector: sector,
		Day: clock.DayOf(e.At), Amount: prices[i].State.Amount, Since: clock.DayOf(prices[i].From)})
}

// CallOff takes back what was charged for something that was called off: a charge that waits
// is dropped, and for one that was invoiced a credit is proposed. by is what was made for
// it; if it stands for another, it stays. It follows from the act of a room above.
func (s *Service) CallOff(tx *db.Tx, e *ledger.Draft, who authz.Actor, v Event, about, by, why string) error {
	of := chargeOf(v, about)
	old, err := charges.Find(tx, e.Force, string(of), register.Now(e.At))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	x := old.State
	switch {
	case err != nil || x.By != by:
		return err
	case x.Can("charge.drop"):
		x.State = Dropped
	case x.Can("charge.propose-credit"):
		x.State = CreditDue
	default:
		return nil
	}
	x.Why = why
	return s.putCharge(tx, e, who, of, &x)
}

func (s *Service) putCharge(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Charge, c *Charge) error {
	c.Last = doneBy(who, e)
	e.Subject(charges.Subject(string(of)))
	return charges.Put(tx, e, string(of), *c, e.At, clock.Forever)
}

// mostCharges is how many charges one act invoices.
const mostCharges = 500

// InvoiceCharges makes invoices of charges that wait, all or none: one for each employer, at
// the amounts of the charges. It returns the invoices, in the order of the charges.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under charges for none or more than
// 500; fault.Conflict for one that does not wait.
func (s *Service) InvoiceCharges(ctx context.Context, who authz.Actor, chosen []id.Charge) (made []id.Paper, err error) {
	_, err = s.ledger.Do(ctx, who, "charge.invoice", nil, func(tx *db.Tx, e *ledger.Draft) error {
		made = nil
		if err := who.May(authz.KeepFees, authz.Object{}); err != nil {
			return err
		}
		orgs, err := s.chosen(tx, who, e, chosen)
		if err != nil {
			return err
		}
		for _, of := range orgs {
			paper, err := s.invoiceOf(tx, e, who, of)
			if err != nil {
				return err
			}
			made = append(made, paper)
		}
		if len(orgs) > 1 {
			e.Summary = count(len(made), "invoice") + " for charges of as many organisations"
		}
		return nil
	})
	return made, err
}

// chosen is the charges by employer, each once, in the order in which they were chosen.
func (s *Service) chosen(tx *db.Tx, who authz.Actor, e *ledger.Draft, chosen []id.Charge) ([][]ChargeVersion, error) {
	switch {
	case len(chosen) == 0:
		return nil, fault.In("charges", "Choose at least one charge")
	case len(chosen) > mostCharges:
		return nil, fault.In("charges", "Choose %d charges or fewer", mostCharges)
	}
	var out [][]ChargeVersion
	seen := map[id.Charge]bool{}
	for _, of := range chosen {
		if seen[of] {
			continue
		}
		seen[of] = true
		v, err := charges.Find(tx, who.Force, string(of), register.Now(e.At))
		if err == nil {
			err = v.State.Open("charge.invoice")
		}
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(out, func(x []ChargeVersion) bool { return x[0].State.Org == v.State.Org })
		if i < 0 {
			i, out = len(out), append(out, nil)
		}
		out[i] = append(out[i], v)
	}
	return out, nil
}

// invoiceOf is the invoice of charges of one employer.
func (s *Service) invoiceOf(tx *db.Tx, e *ledger.Draft, who authz.Actor, of []ChargeVersion) (id.Paper, error) {
	p, err := s.addressed(tx, e, who, of[0].State.Org, Invoice)
	if err != nil {
		return "", err
	}
	for _, v := range of {
		l := Line{Event: v.State.Event, Note: v.State.What, Quantity: 1, Each: v.State.Amount}
		p.Lines, p.Total = append(p.Lines, l), p.Total+l.Sum()
	}
	if p.Total > Most {
		return "", fault.In("charges", "This comes to more than £10 million. Choose fewer")
	}
	made, err := s.makePaper(tx, e, who, &p)
	if err != nil {
		return "", err
	}
	e.Say("Invoice "+p.Number+" for "+p.To[0]+", "+p.Total.String()+", for "+count(len(of), "charge"), "")
	for _, v := range of {
		x := v.State
		x.State, x.Invoice, x.InvoiceNumber = Invoiced, made, p.Number
		if err := s.putCharge(tx, e, who, id.Charge(v.ID), &x); err != nil {
			return "", err
		}
	}
	return made, nil
}

// actCharge runs a use case on one charge: load, may, whether it is open, do, save.
func (s *Service) actCharge(ctx context.Context, who authz.Actor, of id.Charge, verb, why, missing string, do func(tx *db.Tx, e *ledger.Draft, c *Charge) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{charges.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := charges.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		c := v.State
		if err := s.May(who, authz.KeepFees, c.Org); err != nil {
			return err
		}
		if err := c.Open(verb); err != nil {
			return err
		}
		var wrong fault.Fields
		c.Why = wrong.Text("why", why, 1000, missing)
		if err := wrong.Err(); err != nil {
			return err
		}
		if err := do(tx, e, &c); err != nil {
			return err
		}
		return s.putCharge(tx, e, who, of, &c)
	})
	return err
}

// Waive says that a charge that waits is not asked for, and why.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict.
func (s *Service) Waive(ctx context.Context, who authz.Actor, of id.Charge, why string) error {
	return s.actCharge(ctx, who, of, "charge.waive", why, "Enter the reason", func(_ *db.Tx, e *ledger.Draft, c *Charge) error {
		c.State = Waived
		e.Say("A charge of "+c.OrgName+", "+c.Amount.String()+" for "+c.Number+", was waived", "")
		return nil
	})
}

// LetStand keeps a charge on its invoice for which a credit was proposed, and says why.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict.
func (s *Service) LetStand(ctx context.Context, who authz.Actor, of id.Charge, why string) error {
	return s.actCharge(ctx, who, of, "charge.stand", why, "Enter the reason", func(_ *db.Tx, e *ledger.Draft, c *Charge) error {
		c.State = Invoiced
		e.Say("A charge of "+c.OrgName+", "+c.Amount.String()+" for "+c.Number+", stays on invoice "+c.InvoiceNumber, "")
		return nil
	})
}

// CreditCharge makes the credit note that was proposed, for the whole charge. The reason
// stands on it.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict, also
// where so much is not left of the invoice after what was credited by hand.
func (s *Service) CreditCharge(ctx context.Context, who authz.Actor, of id.Charge, why string) (made id.Paper, err error) {
	err = s.actCharge(ctx, who, of, "charge.credit", why, "Enter the reason. It stands on the credit note", func(tx *db.Tx, e *ledger.Draft, c *Charge) error {
		v, err := papers.Find(tx, who.Force, string(c.Invoice), register.Now(e.At))
		if err != nil {
			return err
		}
		p := v.State
		if err := p.move("credit.give"); err != nil {
			return err
		}
		if p.Total-p.Credited < c.Amount {
			return fault.New(fault.Conflict, "Of invoice %s so much is not left after what was credited. Let the charge stand, and say that it was credited already.", p.Number)
		}
		number := ""
		if made, number, err = s.give(tx, e, who, c.Invoice, &p, c.Amount, c.Why); err != nil {
			return err
		}
		c.State, c.Credit, c.CreditNumber = Credited, made, number
		return s.save(tx, e, who, c.Invoice, &p)
	})
	return made, err
}
