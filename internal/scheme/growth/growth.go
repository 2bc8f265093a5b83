// Package growth is how far the scheme reaches, and how it grows: which local authorities of
// the force area are in it, what is to be reached by a day with how far the registers are,
// and what was said about it with the community policing teams.
//
// No figure here is typed: each is counted in the registers, for any day. Employers that ask
// to join are in apply.
//
// Read Coverage, then Target and Talk.
package growth

import (
	"context"
	"fmt"

	"watchword/internal/accred"
	"watchword/internal/apply"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Rooms is what is counted in. All are required.
type Rooms struct {
	Ledger  *ledger.Ledger
	Areas   *area.Service
	Orgs    *org.Service
	Accreds *accred.Service
	Applies *apply.Service
}

// Service is the use cases.
type Service struct{ Rooms }

// New is the service on those rooms.
func New(r Rooms) *Service { return &Service{r} }

func may(who authz.Actor) error  { return who.May(authz.ReadScheme, authz.Object{}) }
func keep(who authz.Actor) error { return who.May(authz.KeepScheme, authz.Object{}) }

// ahead holds a day to lie after today, and within so many years.
func ahead(wrong *fault.Fields, field string, day, today clock.Day, years int, missing string) {
	switch {
	case day == clock.NoDay:
		if missing != "" {
			wrong.Add(field, "%s", missing)
		}
	case day <= today || day > today.AddYears(years):
		wrong.Add(field, "Enter a day after today, within %d years", years)
	}
}

// act runs a use case on one row of a register; fresh says that there is none yet.
func act[T any](ctx context.Context, s *Service, who authz.Actor, table *register.Table[T], of string, fresh bool, verb string, do func(*db.Tx, *ledger.Draft, *T) error) error {
	_, err := s.Ledger.Do(ctx, who, verb, []ledger.Subject{table.Subject(of)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := keep(who); err != nil {
			return err
		}
		var state T
		if !fresh {
			v, err := table.Find(tx, who.Force, of, register.Now(e.At))
			if err != nil {
				return err
			}
			state = v.State
		}
		if err := do(tx, e, &state); err != nil {
			return err
		}
		return table.Put(tx, e, of, state, e.At, clock.Forever)
	})
	return err
}

// closed is the refusal of an act on what is over.
func closed(what string) error {
	return fault.New(fault.Conflict, "%s is closed, so this cannot be done.", what)
}

// count says how many of something in words: "3 of 14".
func count(n, of int) string { return fmt.Sprintf("%d of %d", n, of) }
