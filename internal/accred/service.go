package accred

import (
	"context"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

// Change is news of an accreditation, handed up within the transaction.
type Change struct {
	Accreditation id.Accreditation
	Before        Accreditation // zero if new
	After         Accreditation
	From          time.Time
}

// Service is the use cases.
type Service struct {
	db        *db.DB
	ledger    *ledger.Ledger
	areas     *area.Service
	orgs      *org.Service
	persons   *person.Service
	vettings  *vetting.Service
	trainings *training.Service
	// Ends is which powers a change of the law that the force carried out ends, and when; nil:
	// none but as the catalogue has it.
	Ends func(tx *db.Tx, force id.Force) (Endings, error)
	// OnChange is told of each change, within its transaction; see wire/hooks.go.
	OnChange []func(tx *db.Tx, e *ledger.Draft, c Change) error
	// Hinders is asked before a renewal, with the accreditation as it is to be, what speaks
	// against it: reasons that stop it, and warnings that do not; see wire/hooks.go.
	Hinders []func(tx *db.Tx, force id.Force, a Accreditation, w register.When) (stop, warn []fault.Reason, err error)
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, areas *area.Service, orgs *org.Service, persons *person.Service, vettings *vetting.Service, trainings *training.Service) *Service {
	return &Service{db: d, ledger: l, areas: areas, orgs: orgs, persons: persons, vettings: vettings, trainings: trainings}
}

// subjects is what an entry about an accreditation is about.
func subjects(a id.Accreditation, s Accreditation) []ledger.Subject {
	return []ledger.Subject{Subject(string(a)), person.Subject(string(s.Person)), ledger.About("organisation", s.Org)}
}

// Find is an accreditation as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, a id.Accreditation, w register.When) (Version, error) {
	v, err := table.Find(tx, who.Force, string(a), w)
	if err != nil {
		return v, err
	}
	return v, s.persons.May(tx, who, authz.ReadPerson, v.State.Person, s.ledger.Now())
}

// Of is every accreditation of a person as it stood, the newest first, for use cases that
// have asked for permission themselves.
func (s *Service) Of(tx *db.Tx, force id.Force, of id.Person, w register.When) ([]Version, error) {
	var where db.Where
	where.And("r.person_id = ?", string(of))
	return table.List(tx, force, w, where, "+r.begins_at DESC, r.id DESC", 100) // the plus: by person, not by day
}

// Latest is the person's accreditation that matters at the instant: one that is live, else
// one proposed, else the newest ended. It returns fault.NotFound if there is none.
func (s *Service) Latest(tx *db.Tx, force id.Force, of id.Person, w register.When) (Version, error) {
	vs, err := s.Of(tx, force, of, w)
	if err != nil {
		return Version{}, err
	}
	best, ok := Chief(vs)
	if !ok {
		return best, fault.New(fault.NotFound, "This person has no accreditation.")
	}
	return best, nil
}

// Chief is the accreditation that matters among those of one person: one that is live,
// else one proposed, else
// the newest ended, else one refused.
func Chief(vs []Version) (Version, bool) {
	best, rank := Version{}, -1
	for _, v := range vs {
		if r := chiefRank[v.State.State]; r > rank {
			best, rank = v, r
		}
	}
	return best, rank >= 0
}

var chiefRank = map[State]int{InForce: 5, Suspended: 4, Proposed: 3, Withdrawn: 2, Left: 2, Ceased: 2, Refused: 1}

// ByNumber is the accreditation that bears the AP number, as it stood. It returns
// fault.NotFound if there is none.
func (s *Service) ByNumber(tx *db.Tx, force id.Force, number string, w register.When) (Version, error) {
	var of id.Person
	err := tx.QueryRow(`SELECT person_id FROM ap_number WHERE force_id = ? AND number = ?`, string(force), number).Scan(&of)
	if db.NoRows(err) {
		return Version{}, fault.New(fault.NotFound, "There is no accredited person with the number %s.", number)
	}
	if err != nil {
		return Version{}, err
	}
	vs, err := s.Of(tx, force, of, w)
	for _, v := range vs {
		if v.State.Number == number {
			return v, err
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "There is no accredited person with the number %s.", number)
	}
	return Version{}, err
}

// History is every version of an accreditation; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, a id.Accreditation, all bool) ([]Version, error) {
	v, err := table.Find(tx, who.Force, string(a), register.Now(s.ledger.Now()))
	if err != nil {
		return nil, err
	}
	if err := s.persons.May(tx, who, authz.ReadPerson, v.State.Person, s.ledger.Now()); err != nil {
		return nil, err
	}
	return table.History(tx, who.Force, string(a), all)
}

// Stand is what an accreditation amounts to at the instant, as known at another.
func (s *Service) Stand(tx *db.Tx, force id.Force, a *Accreditation, w register.When) (Standing, error) {
	o, err := s.orgs.Any(tx, force, a.Org, w)
	if err != nil {
		return Standing{}, err
	}
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return Standing{}, err
	}
	return a.Stand(&o.State, w.At, f.Settings.Law()), nil
}

// ToDecide is the accreditations put before the delegate, those that wait longest first.
func (s *Service) ToDecide(tx *db.Tx, force id.Force, limit int) ([]Version, error) {
	var w db.Where
	w.And("r.standing = ?", string(Proposed))
	return table.Current(tx, force, w, "r.from_at, r.id", limit)
}

// Live is every accreditation that stood at the instant and was not ended, of the employer
// or, with an empty identity, of all.
func (s *Service) Live(tx *db.Tx, force id.Force, employer id.Org, w register.When) ([]Version, error) {
	var where db.Where
	where.And("r.standing IN ('in-force', 'suspended')")
	if employer != "" {
		where.And("r.org_id = ?", string(employer))
	}
	return table.List(tx, force, w, where, "r.number, r.id", 1000000)
}

// All is every accreditation as it stood, by person.
func (s *Service) All(tx *db.Tx, force id.Force, w register.When) (map[id.Person][]Version, error) {
	vs, err := table.List(tx, force, w, db.Where{}, "r.begins_at DESC, r.id DESC", 1000000)
	out := make(map[id.Person][]Version, len(vs))
	for _, v := range vs {
		out[v.State.Person] = append(out[v.State.Person], v)
	}
	return out, err
}

func (s *Service) put(tx *db.Tx, e *ledger.Draft, c Change) error {
	for _, sub := range subjects(c.Accreditation, c.After) {
		e.Subject(sub)
	}
	order(c.After.Grants)
	if err := table.Put(tx, e, string(c.Accreditation), c.After, c.From, clock.Forever); err != nil {
		return err
	}
	for _, f := range s.OnChange {
		if err := f(tx, e, c); err != nil {
			return err
		}
	}
	return nil
}

// change makes a move of the table of states on an accreditation. set changes the state
// further; it is given the employer and the force.
func (s *Service) change(ctx context.Context, who authz.Actor, a id.Accreditation, verb string, set func(tx *db.Tx, e *ledger.Draft, after *Accreditation, w world) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{Subject(string(a))}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.changeIn(tx, e, who, a, verb, set)
	})
	return err
}

// world is what a decision on an accreditation looks at.
type world struct {
	force  area.Force
	person person.Person
	org    org.Organisation
	today  clock.Day
	ends   Endings
}

func (s *Service) world(tx *db.Tx, e *ledger.Draft, of id.Person) (world, error) {
	w := world{today: clock.DayOf(e.At)}
	f, err := s.areas.Force(tx, e.Force)
	if err != nil {
		return w, err
	}
	p, err := s.persons.Any(tx, e.Force, of, register.Now(e.At))
	if err != nil {
		return w, err
	}
	o, err := s.orgs.Any(tx, e.Force, p.State.Org, register.Now(e.At))
	w.force, w.person, w.org = f, p.State, o.State
	if err == nil && s.Ends != nil {
		w.ends, err = s.Ends(tx, e.Force)
	}
	return w, err
}

func (s *Service) changeIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, a id.Accreditation, verb string, set func(tx *db.Tx, e *ledger.Draft, after *Accreditation, w world) error) error {
	v, err := table.Find(tx, who.Force, string(a), register.Now(e.At))
	if err != nil {
		return err
	}
	m, merr := v.State.State.move(verb)
	if m.By == "" {
		return merr
	}
	if err := s.persons.May(tx, who, m.By, v.State.Person, e.At); err != nil {
		return err
	}
	if merr != nil {
		return merr
	}
	w, err := s.world(tx, e, v.State.Person)
	if err != nil {
		return err
	}
	after := v.State.copy()
	after.State = m.To
	e.Say("", m.Law)
	if err := set(tx, e, &after, w); err != nil {
		return err
	}
	if e.Summary == "" {
		e.Summary = w.person.Name() + ": " + after.State.Title()
	}
	if err := s.put(tx, e, Change{Accreditation: a, Before: v.State, After: after, From: e.At}); err != nil {
		return err
	}
	return s.writeLetters(tx, e, verb, after, w)
}
