package person

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

// OptIn records that the person says themselves that they take part, today: what the
// employer wrote down is theirs now, or they come back after they had opted out. Powers that
// were given up do not come back by it: the employer puts the person forward again.
//
// Errors: fault.Forbidden; fault.Conflict if they said so already, or have left.
func (s *Service) OptIn(ctx context.Context, who authz.Actor, of id.Person) error {
	return s.consent(ctx, who, of, "person.opt-in", func(after *Person, today clock.Day) error {
		if after.OptedIn != clock.NoDay && after.OptedOut == clock.NoDay {
			return fault.New(fault.Conflict, "You said on %s already that you take part.", after.OptedIn.Long())
		}
		if after.OptedOut != clock.NoDay {
			after.Agreed = today
		}
		after.OptedIn, after.OptedOut, after.OutWhy = today, clock.NoDay, ""
		return nil
	})
}

// OptOut records that the person no longer takes part, at their own wish. Nothing is held
// against them, and they need give no reason. What they hold ends in the same second; they
// stay in the employer's service.
//
// Errors: fault.Forbidden; fault.Conflict if they opted out before, or have left.
func (s *Service) OptOut(ctx context.Context, who authz.Actor, of id.Person, why string) error {
	if why = strings.TrimSpace(why); len([]rune(why)) > 1000 {
		return fault.In("why", "What you write must be 1,000 letters or fewer")
	}
	return s.consent(ctx, who, of, "person.opt-out", func(after *Person, today clock.Day) error {
		if after.OptedOut != clock.NoDay {
			return fault.New(fault.Conflict, "You opted out on %s already.", after.OptedOut.Long())
		}
		after.OptedOut, after.OutWhy = today, why
		return nil
	})
}

func (s *Service) consent(ctx context.Context, who authz.Actor, of id.Person, verb string, set func(after *Person, today clock.Day) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := table.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		if err := s.may(tx, who, authz.OwnConsent, of, v.State, register.Now(e.At)); err != nil {
			return err
		}
		if v.State.Left != clock.NoDay {
			return fault.New(fault.Conflict, "You left the employer on %s, so you take no part any more.", v.State.Left.Long())
		}
		after := v.State
		if err := set(&after, clock.DayOf(e.At)); err != nil {
			return err
		}
		says := " takes part at their own wish"
		if after.OptedOut != clock.NoDay {
			says = " opted out at their own wish"
		}
		e.Say(after.Name()+says, "Scheme rule: joining is voluntary, and so is staying")
		return s.put(tx, e, Change{Person: of, Before: v.State, After: after, From: e.At})
	})
	return err
}
