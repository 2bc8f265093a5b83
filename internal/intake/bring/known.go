package bring

import (
	"context"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Known is how many good lines the register holds already. Take passes them over.
func (s *Service) Known(ctx context.Context, force id.Force, res *intake.Result) (n int, err error) {
	for i := range res.Organisations {
		if res.Organisations[i].Known != "" {
			n++
		}
	}
	if len(res.People) == 0 {
		return n, nil
	}
	there, err := db.Find(ctx, s.DB, func(tx *db.Tx) (present, error) { return s.present(tx, force) })
	for i := range res.People {
		if there.has(&res.People[i]) {
			n++
		}
	}
	return n, err
}

// present is who waits or is accredited already, by likeness.
type present map[string]bool

func (s *Service) present(tx *db.Tx, force id.Force) (present, error) {
	people, err := s.Persons.AsAt(tx, force, register.Now(s.Clock.Now()))
	there := make(present, len(people))
	for _, p := range people {
		there[likeness(p.State.Surname, p.State.Forenames, p.State.Born, p.State.Org)] = true
	}
	return there, err
}

// has reports whether the person of a line is there: known by an AP number, or by name,
// birth and employer.
func (p present) has(l *intake.PersonLine) bool {
	return l.Known != "" || p[likeness(l.Surname, l.Forenames, l.Born, l.OrganisationID)]
}

// likeness is how a person without an AP number is known again: name, birth and employer.
func likeness(surname, forenames string, born clock.Day, employer id.Org) string {
	return org.Fold(surname) + "\x00" + org.Fold(forenames) + "\x00" + born.String() + "\x00" + string(employer)
}
