package person

import (
	"strings"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// merged refuses to do anything more about an entry that was merged into another.
var merged = fault.New(fault.Conflict, "This person was entered twice, and this entry was merged into the other. Its page leads to the one that stays: do it there.")

// reads reports whether the permission changes nothing. What was merged stays to be read.
func reads(p authz.Permission) bool {
	return strings.HasSuffix(string(p), ".read") || p == authz.AskMay
}

// MergeIn marks an entry as one too many: the person stays under the other. Everything it
// says is kept. Within a transaction and entry already begun, for a use case that has asked
// for permission itself and made sure that nothing is held under it.
//
// Errors: fault.NotFound; fault.Conflict if either was merged already.
func (s *Service) MergeIn(tx *db.Tx, e *ledger.Draft, of, into id.Person) error {
	stays, err := table.Find(tx, e.Force, string(into), register.Now(e.At))
	if err != nil {
		return err
	}
	if stays.State.Merged != "" {
		return merged
	}
	return s.mark(tx, e, of, func(p *Person) error {
		if p.Merged != "" {
			return merged
		}
		p.Merged = into
		return nil
	})
}

// ApartIn takes that back: they are two persons after all. Errors: fault.NotFound;
// fault.Conflict if it was not merged.
func (s *Service) ApartIn(tx *db.Tx, e *ledger.Draft, of id.Person) error {
	return s.mark(tx, e, of, func(p *Person) error {
		if p.Merged == "" {
			return fault.New(fault.Conflict, "This entry was not merged into another.")
		}
		p.Merged = ""
		return nil
	})
}

func (s *Service) mark(tx *db.Tx, e *ledger.Draft, of id.Person, set func(*Person) error) error {
	v, err := table.Find(tx, e.Force, string(of), register.Now(e.At))
	if err != nil {
		return err
	}
	after := v.State
	if err := set(&after); err != nil {
		return err
	}
	return s.put(tx, e, Change{Person: of, Before: v.State, After: after, From: e.At})
}
