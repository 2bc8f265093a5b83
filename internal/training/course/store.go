package course

import (
	"cmp"
	"context"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// identity is what the rows of these registers are named by.
type identity interface {
	id.Provider | id.Trainer | id.Course | id.CourseSession | id.Manual
	Prefix() string
}

// alter runs a use case on one row of a register, of which an empty identity makes a new
// one, and writes what came of it.
func alter[I identity, T any](ctx context.Context, s *Service, who authz.Actor, verb string, needs authz.Permission, t *register.Table[T], of I, do func(*db.Tx, *ledger.Draft, *T) error) (I, error) {
	fresh := of == ""
	if fresh {
		of = id.New[I]()
	}
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{t.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(needs, authz.Object{}); err != nil {
			return err
		}
		var now T
		if !fresh {
			v, err := t.Find(tx, who.Force, string(of), register.Now(e.At))
			if err != nil {
				return err
			}
			now = v.State
		}
		if err := do(tx, e, &now); err != nil {
			return err
		}
		return t.Put(tx, e, string(of), now, e.At, clock.Forever)
	})
	return of, err
}

// see is nil if the actor may read what the scheme offers: what is of no person.
func see(who authz.Actor) error {
	return who.May(authz.ReadTraining, authz.Object{Org: who.Org, Person: who.Person})
}

func found[T any](tx *db.Tx, who authz.Actor, t *register.Table[T], of string, w register.When) (register.Version[T], error) {
	if err := see(who); err != nil {
		return register.Version[T]{}, err
	}
	return t.Find(tx, who.Force, of, w)
}

func listed[T any](tx *db.Tx, who authz.Actor, t *register.Table[T], where db.Where, w register.When) ([]register.Version[T], error) {
	if err := see(who); err != nil {
		return nil, err
	}
	return t.List(tx, who.Force, w, where, "r.id", 1<<30)
}

func history[T any](tx *db.Tx, who authz.Actor, t *register.Table[T], of string, all bool) ([]register.Version[T], error) {
	if err := see(who); err != nil {
		return nil, err
	}
	return t.History(tx, who.Force, of, all)
}

// byName puts versions in the order of a name, as people read it.
func byName[T any](all []register.Version[T], name func(*T) string) {
	slices.SortStableFunc(all, func(a, b register.Version[T]) int {
		return cmp.Or(cmp.Compare(org.Fold(name(&a.State)), org.Fold(name(&b.State))), cmp.Compare(a.ID, b.ID))
	})
}
