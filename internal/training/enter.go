package training

import (
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
)

// EnterIn enters passes as a register kept elsewhere has them: true from the instant,
// known from now. It is for imports; trainers record by Record.
func (s *Service) EnterIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Person, passes []Pass, from time.Time) error {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return err
	}
	if err := check(passes, clock.DayOf(e.At)); err != nil {
		return err
	}
	e.Subject(person.Subject(string(of)))
	now := Training{}.with(passes)
	if err := table.Put(tx, e, string(of), now, from, clock.Forever); err != nil {
		return err
	}
	for _, f := range s.OnChange {
		if err := f(tx, e, of, from, now); err != nil {
			return err
		}
	}
	return nil
}
