package course

import (
	"maps"
	"slices"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/person"
	"watchword/internal/register"
)

// news is what those of some places are told when these change without their doing.
type news struct {
	subject string
	learner string // to a person: the whole message
	of      string // to their employer, behind the number of its people
}

// tell writes to each person whose place it is, and once to each employer, whose message
// names nobody. Who has no e-mail address is told by their employer.
func (s *Service) tell(tx *db.Tx, e *ledger.Draft, places []PlaceVersion, x news) error {
	if len(places) == 0 {
		return nil
	}
	f, err := s.areas.Force(tx, e.Force)
	if err != nil {
		return err
	}
	ids, byOrg := make([]id.Person, len(places)), map[id.Org]int{}
	for i, p := range places {
		ids[i] = p.State.Person
		byOrg[p.State.Org]++
	}
	known, err := s.persons.Several(tx, e.Force, ids)
	if err != nil {
		return err
	}
	for _, of := range ids {
		if err := s.write(tx, f, known[of].Email, x.subject, x.learner); err != nil {
			return err
		}
	}
	for _, of := range slices.Sorted(maps.Keys(byOrg)) {
		if err := s.tellEmployer(tx, e, f, of, byOrg[of], x); err != nil {
			return err
		}
	}
	return nil
}

// tellEmployer writes to the employer's authorised signatory and its liaison officers.
func (s *Service) tellEmployer(tx *db.Tx, e *ledger.Draft, f area.Force, of id.Org, n int, x news) error {
	o, err := s.orgs.Any(tx, e.Force, of, register.Now(e.At))
	if err != nil {
		return err
	}
	for _, c := range append(o.State.Of(org.Signatory), o.State.Of(org.Liaison)...) {
		if err := s.write(tx, f, c.Email, x.subject, people(n)+" of yours: "+x.of+" Sign in to Watchword to see who."); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) write(tx *db.Tx, f area.Force, to, subject, body string) error {
	if to == "" {
		return nil
	}
	_, err := s.outbox.Put(tx, outbox.Message{Force: f.ID, Kind: "training", Sender: f.Name, Address: to, Subject: subject, Body: body})
	return err
}

// mayCome leaves out who has left the employer, or takes part no longer.
func (s *Service) mayCome(tx *db.Tx, e *ledger.Draft, places []PlaceVersion) ([]PlaceVersion, error) {
	ids := make([]id.Person, len(places))
	for i, p := range places {
		ids[i] = p.State.Person
	}
	known, err := s.persons.Several(tx, e.Force, ids)
	return slices.DeleteFunc(places, func(p PlaceVersion) bool { return gone(known[p.State.Person]) }), err
}

func gone(p person.Person) bool { return p.Gone() || p.OptedOut != clock.NoDay }
