package course

import (
	"context"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Provider is who delivers courses: the force itself, or somebody the scheme approved.
type Provider struct {
	Name     string      `json:"name"`
	InHouse  bool        `json:"in_house,omitempty"`
	Contact  string      `json:"contact,omitempty"`
	Email    string      `json:"email,omitempty"`
	Phone    string      `json:"phone,omitempty"`
	From     clock.Day   `json:"from"`               // approved from this day
	Until    clock.Day   `json:"until,omitempty"`    // to this one, which counts; none: until it is closed
	Evidence string      `json:"evidence,omitempty"` // on which it was approved
	Closed   clock.Day   `json:"closed,omitempty"`   // its last day; none: it is open
	Why      string      `json:"why,omitempty"`
	HandedTo id.Provider `json:"handed_to,omitempty"` // who took over its courses and sessions to come
	Last     done        `json:"last"`
}

// ApprovedOn reports whether the provider may deliver on that day.
func (p *Provider) ApprovedOn(day clock.Day) bool {
	return p.From <= day && (p.Until == clock.NoDay || day <= p.Until) && (p.Closed == clock.NoDay || day <= p.Closed)
}

func (p *Provider) standing() string {
	if p.Closed != clock.NoDay {
		return "closed"
	}
	return "approved"
}

// ProviderVersion is a provider with its identity and periods.
type ProviderVersion = register.Version[Provider]

var providers = &register.Table[Provider]{Name: "training_provider", What: "training provider", Columns: []string{"standing"},
	Values: func(p Provider) []any { return []any{p.standing()} }}

// ProviderRows reads the register of providers for ledger.Verify.
var ProviderRows = providers.Rows

// Provider is a provider as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Provider(tx *db.Tx, who authz.Actor, of id.Provider, w register.When) (ProviderVersion, error) {
	return found(tx, who, providers, string(of), w)
}

// Providers is every provider as it stood, by name.
func (s *Service) Providers(tx *db.Tx, who authz.Actor, w register.When) ([]ProviderVersion, error) {
	all, err := listed(tx, who, providers, db.Where{}, w)
	byName(all, func(p *Provider) string { return p.Name })
	return all, err
}

// ProviderHistory is every version of a provider; see register.Table.History.
func (s *Service) ProviderHistory(tx *db.Tx, who authz.Actor, of id.Provider, all bool) ([]ProviderVersion, error) {
	return history(tx, who, providers, string(of), all)
}

// Approve approves a provider from a day, or with an identity changes what is recorded of
// one: particulars, and the days of its approval.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict
// for one that was closed, or whose name another has.
func (s *Service) Approve(ctx context.Context, who authz.Actor, of id.Provider, p Provider) (id.Provider, error) {
	return alter(ctx, s, who, "training-provider.approve", authz.ApproveTraining, providers, of, func(tx *db.Tx, e *ledger.Draft, now *Provider) error {
		if now.Closed != clock.NoDay {
			return fault.New(fault.Conflict, "%s was closed on %s. Approve it anew as another entry.", now.Name, now.Closed.Long())
		}
		var wrong fault.Fields
		p.Name = wrong.Text("name", p.Name, 120, "Enter the name of the provider")
		p.Contact = wrong.Text("contact", p.Contact, 120, "")
		p.Email = wrong.Text("email", p.Email, 254, "")
		p.Phone = wrong.Text("phone", p.Phone, 40, "")
		p.Evidence = wrong.Text("evidence", p.Evidence, 2000, "Say on what the approval rests, for example the certificate seen")
		switch {
		case p.From == clock.NoDay:
			wrong.Add("from", "Enter the day from which it is approved")
		case p.Until != clock.NoDay && p.Until < p.From:
			wrong.Add("until", "The last day is before the first")
		}
		p.Closed, p.Why, p.HandedTo, p.Last = clock.NoDay, "", "", doneBy(who, e)
		others, err := providers.Current(tx, e.Force, db.Where{}, "r.id", 1<<30)
		if err != nil {
			return err
		}
		for _, o := range others {
			if o.State.Name == p.Name && o.State.Closed == clock.NoDay && o.State.Name != now.Name {
				wrong.Add("name", "There is an open provider of that name already")
			}
		}
		*now = p
		e.Say(p.Name+" is approved to deliver training from "+p.From.Long(), "Police Reform Act 2002, s41(4)(d)")
		return wrong.Err()
	})
}

// Closing is the end of a provider's work for the scheme.
type Closing struct {
	Day      clock.Day   // its last
	Why      string      // for example that it retires
	HandedTo id.Provider // who takes over its courses and sessions to come; empty: nobody
}

// CloseProvider closes a provider after a day. What its learners passed stays and counts to
// its own last day. Its courses and the sessions still to come go to the one named; with
// none named its courses are offered no longer, and no session may be planned after the day.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Refused if
// sessions remain and nobody takes them over; fault.Conflict if it is closed.
func (s *Service) CloseProvider(ctx context.Context, who authz.Actor, of id.Provider, c Closing) error {
	_, err := alter(ctx, s, who, "training-provider.close", authz.ApproveTraining, providers, of, func(tx *db.Tx, e *ledger.Draft, p *Provider) error {
		var wrong fault.Fields
		c.Why = wrong.Text("why", c.Why, 2000, "Enter the reason")
		switch {
		case p.Closed != clock.NoDay:
			return fault.New(fault.Conflict, "%s was closed on %s.", p.Name, p.Closed.Long())
		case c.Day == clock.NoDay:
			wrong.Add("day", "Enter its last day")
		case c.Day < p.From || c.Day > clock.DayOf(e.At).AddYears(1):
			wrong.Add("day", "Enter a day after the approval began, within a year from today")
		case c.HandedTo == of:
			wrong.Add("handed_to", "Choose another provider")
		}
		if c.HandedTo != "" {
			if err := s.mustProvide(tx, e, c.HandedTo, c.Day+1, &wrong, "handed_to"); err != nil {
				return err
			}
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		p.Closed, p.Why, p.HandedTo, p.Last = c.Day, c.Why, c.HandedTo, doneBy(who, e)
		e.Say(p.Name+" delivers no training after "+c.Day.Long(), "")
		return s.handOver(tx, e, who, of, c)
	})
	return err
}

// handOver gives a provider's courses and sessions after its last day to another, or ends
// the courses.
func (s *Service) handOver(tx *db.Tx, e *ledger.Draft, who authz.Actor, from id.Provider, c Closing) error {
	sessions, err := s.planned(tx, e.Force)
	if err != nil {
		return err
	}
	for _, v := range sessions {
		if v.State.Provider != from || v.State.Last <= c.Day {
			continue
		}
		if c.HandedTo == "" {
			return fault.Because("The provider cannot be closed like this.", fault.Reason{Code: "provider.sessions", Message: "A session is planned for " + v.State.First.Long() + " to " + v.State.Last.Long() + ".",
				Source: "Scheme rule: nobody is left with a place that nobody delivers", Mend: "Name who takes over, or call the session off first."})
		}
		v.State.Provider, v.State.Trainer, v.State.Changed = c.HandedTo, "", doneBy(who, e)
		if err := sessionTable.Put(tx, e, v.ID, v.State, e.At, clock.Forever); err != nil {
			return err
		}
	}
	var where db.Where
	where.And("r.provider_id = ?", string(from))
	all, err := courses.Current(tx, e.Force, where, "r.id", 1<<30)
	if err != nil {
		return err
	}
	for _, v := range all {
		if v.State.Ended != clock.NoDay {
			continue
		}
		if v.State.Last = doneBy(who, e); c.HandedTo != "" {
			v.State.Provider = c.HandedTo
		} else {
			v.State.Ended = c.Day
		}
		if err := courses.Put(tx, e, v.ID, v.State, e.At, clock.Forever); err != nil {
			return err
		}
	}
	return nil
}

// mustProvide adds what is wrong with a provider as the one who delivers on that day.
func (s *Service) mustProvide(tx *db.Tx, e *ledger.Draft, of id.Provider, day clock.Day, wrong *fault.Fields, field ...string) error {
	name := append(field, "provider")[0]
	v, err := providers.Find(tx, e.Force, string(of), register.Now(e.At))
	switch {
	case of == "" || fault.Is(err, fault.NotFound):
		wrong.Add(name, "Choose a provider that is approved")
	case err != nil:
		return err
	case !v.State.ApprovedOn(day):
		wrong.Add(name, "%s is not approved on %s", v.State.Name, day.Long())
	}
	return nil
}
