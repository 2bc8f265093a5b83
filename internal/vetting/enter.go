package vetting

import (
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
)

// EnterIn enters a result as a register kept elsewhere has it: true from the instant,
// known from now. The level is kept as it stands there. It is for imports; the unit
// itself decides by Record.
func (s *Service) EnterIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Person, v Vetting, from time.Time) error {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return err
	}
	if v.Outcome == Passed && (v.Expires == clock.NoDay || v.Expires < v.Decided) {
		return fault.In("expires", "Enter the last day of the clearance, not before the day of the decision")
	}
	e.Subject(person.Subject(string(of)))
	if err := table.Put(tx, e, string(of), v, from, clock.Forever); err != nil {
		return err
	}
	for _, f := range s.OnChange {
		if err := f(tx, e, of, from); err != nil {
			return err
		}
	}
	return nil
}
