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

// Item is something that an employer orders.
type Item struct {
	Event    Event
	Quantity int
	Note     string
}

// Order is what a quote or an invoice is made of.
type Order struct {
	Org   id.Org
	Items []Item
	Yours string // the employer's own reference
}

// Offer makes a quote at the prices of today. It holds for as many days as the settings of
// the force say.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Refused
// where the schedule has no amount.
func (s *Service) Offer(ctx context.Context, who authz.Actor, o Order) (id.Paper, error) {
	return s.bill(ctx, who, o, Quote, "quote.offer")
}

// Issue makes an invoice at the prices of today. Errors: as Offer.
func (s *Service) Issue(ctx context.Context, who authz.Actor, o Order) (id.Paper, error) {
	return s.bill(ctx, who, o, Invoice, "invoice.issue")
}

func (s *Service) bill(ctx context.Context, who authz.Actor, o Order, k Kind, verb string) (made id.Paper, err error) {
	_, err = s.ledger.Do(ctx, who, verb, nil, func(tx *db.Tx, e *ledger.Draft) error {
		if err := s.May(who, authz.KeepFees, o.Org); err != nil {
			return err
		}
		p, err := s.priced(tx, e, who, o, k)
		if err != nil {
			return err
		}
		made, err = s.makePaper(tx, e, who, &p)
		e.Say(k.Title()+" "+p.Number+" for "+p.To[0]+", "+p.Total.String(), "")
		return err
	})
	return made, err
}

// priced is a paper with the lines of an order at the prices of today.
func (s *Service) priced(tx *db.Tx, e *ledger.Draft, who authz.Actor, o Order, k Kind) (Paper, error) {
	p, err := s.addressed(tx, e, who, o.Org, k)
	if err != nil {
		return p, err
	}
	prices, err := schedule(tx, who.Force, register.Now(e.At))
	if err != nil {
		return p, err
	}
	return p, p.order(o, prices, p.Day)
}

// addressed is a quote or an invoice of today to an organisation, without lines.
func (s *Service) addressed(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Org, k Kind) (Paper, error) {
	v, err := s.orgs.Any(tx, who.Force, of, register.Now(e.At))
	if fault.Is(err, fault.NotFound) {
		return Paper{}, fault.In("org", "Choose an organisation")
	}
	if err != nil {
		return Paper{}, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return Paper{}, err
	}
	today := clock.DayOf(e.At)
	p := Paper{Kind: k, State: Owed, Org: of, To: addressed(v.State.Name, v.State.Address, v.State.Postcode), Sector: SectorOf(v.State.Kind), Day: today}
	if k == Quote {
		p.State, p.Due = Offered, today.AddDays(f.Settings.QuoteDays)
	} else {
		p.Due, p.PayTo = today.AddDays(f.Settings.PaymentDays), f.Settings.PayTo
	}
	return p, nil
}

func addressed(name, address, postcode string) []string {
	out := []string{name}
	for _, l := range append(strings.Split(address, "\n"), postcode) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// order puts what is ordered on the paper, at the prices given.
func (p *Paper) order(o Order, prices []TariffVersion, today clock.Day) error {
	var wrong fault.Fields
	var missing []fault.Reason
	p.Yours = wrong.Text("yours", o.Yours, 100, "")
	for _, x := range o.Items {
		field := "quantity-" + string(x.Event)
		if x.Quantity == 0 && x.Event.Title() != "" {
			continue
		}
		if x.Event.Title() == "" || x.Quantity < 0 || x.Quantity > 9999 {
			wrong.Add(field, "Enter how many, up to 9,999")
			continue
		}
		each, ok := price(prices, x.Event, p.Sector)
		if !ok {
			missing = append(missing, fault.Reason{Code: "fee.none", Message: "The schedule has no amount for “" + x.Event.Title() + "” of a " + lower(p.Sector.Title()) + " on " + today.Long() + ".",
				Source: "Fee schedule of the force", Mend: "Enter the amount that was decided on, or leave the line out."})
			continue
		}
		l := Line{Event: x.Event, Quantity: x.Quantity, Each: each, Note: wrong.Text("note-"+string(x.Event), x.Note, 200, "")}
		p.Lines, p.Total = append(p.Lines, l), p.Total+l.Sum()
	}
	switch {
	case len(wrong) > 0:
	case len(missing) > 0:
		return fault.Because("It cannot be made like this.", missing...)
	case len(p.Lines) == 0:
		wrong.Add("quantity-"+string(Events[0].Event), "Enter how many of at least one thing")
	case p.Total == 0:
		wrong.Add("quantity-"+string(p.Lines[0].Event), "All of this is free, so there is nothing to ask for")
	case p.Total > Most:
		wrong.Add("quantity-"+string(p.Lines[0].Event), "This comes to more than £10 million. Check the numbers")
	}
	return wrong.Err()
}

func price(prices []TariffVersion, v Event, sector Sector) (Pence, bool) {
	for _, t := range prices {
		if t.State.Event == v && t.State.Sector == sector {
			return t.State.Amount, true
		}
	}
	return 0, false
}

// act runs a use case on one paper: load, may, whether it is open, do, save.
func (s *Service) act(ctx context.Context, who authz.Actor, of id.Paper, verb string, needs authz.Permission, do func(tx *db.Tx, e *ledger.Draft, p *Paper) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{papers.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := papers.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		p := v.State
		if err := s.May(who, needs, p.Org); err != nil {
			return err
		}
		if err := p.move(verb); err != nil {
			return err
		}
		if err := do(tx, e, &p); err != nil {
			return err
		}
		return s.save(tx, e, who, of, &p)
	})
	return err
}

// Accept accepts a quote, for the employer: the invoice is made from its lines, at its
// prices. yours is the employer's own reference.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid; fault.Conflict for a quote that was
// accepted or withdrawn, or has lapsed.
func (s *Service) Accept(ctx context.Context, who authz.Actor, quote id.Paper, yours string) (made id.Paper, err error) {
	err = s.act(ctx, who, quote, "quote.accept", authz.OrderFees, func(tx *db.Tx, e *ledger.Draft, p *Paper) error {
		today := clock.DayOf(e.At)
		if p.Lapsed(today) {
			return fault.New(fault.Conflict, "The quote held until %s, so it can no longer be accepted. Ask for another.", p.Due.Long())
		}
		var wrong fault.Fields
		yours = wrong.Text("yours", yours, 100, "")
		f, err := s.areas.Force(tx, who.Force)
		if err == nil {
			err = wrong.Err()
		}
		if err != nil {
			return err
		}
		in := Paper{Kind: Invoice, State: Owed, Org: p.Org, To: p.To, Sector: p.Sector, Day: today, Due: today.AddDays(f.Settings.PaymentDays), PayTo: f.Settings.PayTo,
			Lines: p.Lines, Total: p.Total, Yours: yours, Of: quote, OfNumber: p.Number}
		if in.Yours == "" {
			in.Yours = p.Yours
		}
		p.State = Taken
		made, err = s.makePaper(tx, e, who, &in)
		e.Say("Quote "+p.Number+" was accepted by "+who.Name+"; invoice "+in.Number+", "+in.Total.String(), "")
		return err
	})
	return made, err
}

// Withdraw takes a quote back.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict.
func (s *Service) Withdraw(ctx context.Context, who authz.Actor, quote id.Paper, why string) error {
	return s.act(ctx, who, quote, "quote.withdraw", authz.KeepFees, func(_ *db.Tx, e *ledger.Draft, p *Paper) error {
		var wrong fault.Fields
		p.State, p.Why = Withdrawn, wrong.Text("why", why, 1000, "Enter the reason. The employer reads it")
		e.Say("Quote "+p.Number+" was withdrawn", "")
		return wrong.Err()
	})
}
