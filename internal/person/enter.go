package person

import (
	"time"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// EnterIn enters a person as a register kept elsewhere has them: true from the instant,
// known from now. It is for imports. Errors: fault.Forbidden, fault.Invalid.
func (s *Service) EnterIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, person id.Person, p Person, from time.Time) error {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return err
	}
	if err := s.fit(tx, e, &p); err != nil {
		return err
	}
	return s.put(tx, e, Change{Person: person, After: p, From: earliest(from, e.At)})
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
