package account

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

// SetUnit puts an account of the force's own people into a unit, or with an empty identity
// into none. Errors: fault.NotFound for the account or the unit; fault.Refused for an
// account of an employer's people; fault.Conflict if it has ended; fault.Forbidden.
func (s *Service) SetUnit(ctx context.Context, who authz.Actor, account id.Account, unit id.Unit) error {
	_, err := s.ledger.Do(ctx, who, "account.unit", []ledger.Subject{ledger.About("account", account)}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := s.find(tx, who, account)
		if err != nil {
			return err
		}
		a := v.State
		for _, p := range a.Posts {
			if p.Org != "" && unit != "" {
				return fault.Because("Only accounts of the force’s own people belong to its units.",
					fault.Reason{Code: "account.employer", Message: a.Name + " holds the role of " + p.Role.Title() + " for an organisation."})
			}
		}
		said := a.Name + " belongs to no unit"
		if unit != "" {
			if s.OpenUnit != nil {
				if err := s.OpenUnit(tx, who.Force, unit); err != nil {
					return err
				}
			}
			e.Subject(ledger.About("unit", unit))
			said = a.Name + " belongs to another unit"
		}
		a.Unit = unit
		e.Say(said, "")
		return table.Put(tx, e, v.ID, a, e.At, clock.Forever)
	})
	return err
}

// OfUnit is the accounts that belong to a unit, by name. Errors: fault.Forbidden.
func (s *Service) OfUnit(tx *db.Tx, who authz.Actor, unit id.Unit) ([]Version, error) {
	if err := who.May(authz.ReadSettings, authz.Object{}); err != nil {
		return nil, err
	}
	return s.ofUnit(tx, who.Force, unit)
}

// ofUnit looks through the force's accounts, of which there are few.
func (s *Service) ofUnit(tx *db.Tx, force id.Force, unit id.Unit) ([]Version, error) {
	all, err := table.List(tx, force, register.Now(s.ledger.Now()), db.Where{}, "r.name, r.id", 100000)
	var out []Version
	for _, v := range all {
		if v.State.Standing == Active && v.State.Unit == unit {
			out = append(out, v)
		}
	}
	return out, err
}

// InUnit is how many accounts belong to a unit (area.Service.InUnit).
func (s *Service) InUnit(tx *db.Tx, force id.Force, unit id.Unit) (int, error) {
	vs, err := s.ofUnit(tx, force, unit)
	return len(vs), err
}
