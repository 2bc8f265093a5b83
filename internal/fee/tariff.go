package fee

import (
	"context"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Tariff is what is charged for one event in one sector, from a day up to the next change.
type Tariff struct {
	Event  Event  `json:"event"`
	Sector Sector `json:"sector"`
	Amount Pence  `json:"amount"` // 0: it is free
	Basis  string `json:"basis"`  // who decided it, and where that is written
	Last   done   `json:"last"`
}

// TariffVersion is a tariff with its periods: the days for which the amount holds.
type TariffVersion = register.Version[Tariff]

var tariffs = &register.Table[Tariff]{Name: "fee_tariff", What: "fee", Values: func(Tariff) []any { return nil }}

// TariffRows reads the schedule for ledger.Verify.
var TariffRows = tariffs.Rows

// done says who did something last, and when.
type done struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

func doneBy(who authz.Actor, e *ledger.Draft) done { return done{By: who.Name, At: e.At} }

func tariffID(v Event, sector Sector) string { return string(v) + "." + string(sector) }

// Schedule is what is charged at an instant, in the order of Events, the public sector
// first. What has no amount is not in it. Errors: fault.Forbidden.
func (s *Service) Schedule(tx *db.Tx, who authz.Actor, w register.When) ([]TariffVersion, error) {
	if err := who.May(authz.ReadFees, authz.Object{Org: who.Org}); err != nil {
		return nil, err
	}
	return schedule(tx, who.Force, w)
}

func schedule(tx *db.Tx, force id.Force, w register.When) ([]TariffVersion, error) {
	all, err := tariffs.List(tx, force, w, db.Where{}, "r.id", 1000)
	slices.SortStableFunc(all, func(a, b TariffVersion) int { return a.State.rank() - b.State.rank() })
	return all, err
}

func (t *Tariff) rank() int {
	for i, x := range Events {
		if x.Event == t.Event {
			return 2*i + slices.Index(Sectors, t.Sector)
		}
	}
	return 2 * len(Events)
}

// Coming is the changes of the schedule that begin later than the instant, as known then,
// the earliest first. Errors: fault.Forbidden.
func (s *Service) Coming(tx *db.Tx, who authz.Actor, w register.When) ([]TariffVersion, error) {
	if err := who.May(authz.ReadFees, authz.Object{Org: who.Org}); err != nil {
		return nil, err
	}
	var out []TariffVersion
	for _, x := range Events {
		for _, sector := range Sectors {
			h, err := tariffs.History(tx, who.Force, tariffID(x.Event, sector), true)
			if err != nil {
				return nil, err
			}
			for _, v := range h {
				if v.From.After(w.At) && !v.Known.After(w.Known) && v.Superseded.After(w.Known) {
					out = append(out, v)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b TariffVersion) int { return a.From.Compare(b.From) })
	return out, nil
}

// NewTariff is an amount that the force has decided.
type NewTariff struct {
	Event  Event
	Sector Sector
	Amount string    // in pounds: "120", "97.50"; "0" makes it free
	From   clock.Day // the first day on which it is charged
	Basis  string
}

// Set enters an amount of the schedule from a day on, up to the next change that is known.
// Papers already made stay as they are.
//
// Errors: fault.Forbidden; fault.Invalid names the fields.
func (s *Service) Set(ctx context.Context, who authz.Actor, n NewTariff) error {
	_, err := s.ledger.Do(ctx, who, "fee.set", nil, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.KeepFees, authz.Object{}); err != nil {
			return err
		}
		t, err := n.tariff()
		if err != nil {
			return err
		}
		t.Last = doneBy(who, e)
		known, err := tariffs.History(tx, who.Force, tariffID(t.Event, t.Sector), false)
		if err != nil {
			return err
		}
		from, until := n.From.Start(), clock.Forever
		for _, v := range known {
			if v.From.After(from) && v.From.Before(until) {
				until = v.From
			}
		}
		e.TrueFrom = &from
		e.Say(t.Event.Title()+", "+strings.ToLower(t.Sector.Title())+": "+t.charge()+" from "+n.From.Long(), t.Basis)
		return tariffs.Put(tx, e, tariffID(t.Event, t.Sector), t, from, until)
	})
	return err
}

// charge is the amount in words.
func (t *Tariff) charge() string {
	if t.Amount == 0 {
		return "free"
	}
	return t.Amount.String()
}

func (n NewTariff) tariff() (Tariff, error) {
	var wrong fault.Fields
	if n.Event.Title() == "" {
		wrong.Add("event", "Choose what the fee is for")
	}
	if n.Sector.Title() == "" {
		wrong.Add("sector", "Choose who pays it")
	}
	amount, ok := ParsePence(strings.TrimSpace(n.Amount))
	if !ok || amount < 0 {
		wrong.Add("amount", "Enter an amount in pounds and pence, for example 120 or 97.50. 0 makes it free")
	}
	switch {
	case n.From == clock.NoDay:
		wrong.Add("from", "Enter the first day on which it is charged")
	case n.From < earliest || n.From > latest:
		wrong.Add("from", "Enter a day between 2002 and 2099")
	}
	t := Tariff{Event: n.Event, Sector: n.Sector, Amount: amount, Basis: wrong.Text("basis", n.Basis, 400, "Enter who decided the amount, and where it is written")}
	return t, wrong.Err()
}

// Days outside these are slips of the hand.
var earliest, latest = clock.MustDay("2002-01-01"), clock.MustDay("2099-12-31")
