package person

import (
	"context"
	"slices"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Change is news of a person, handed up within the transaction.
type Change struct {
	Person id.Person
	Before Person // zero if new
	After  Person
	From   time.Time
}

// Service is the register's use cases.
type Service struct {
	db     *db.DB
	ledger *ledger.Ledger
	areas  *area.Service
	orgs   *org.Service
	// Where is where a person of that employer may act, as it stood: what roles that see
	// certain areas alone are measured by. See wire/hooks.go.
	Where func(tx *db.Tx, force id.Force, of id.Person, employer id.Org, w register.When) ([]id.Area, error)
	// OnChange is told of each change, within its transaction; see wire/hooks.go.
	OnChange []func(tx *db.Tx, e *ledger.Draft, c Change) error
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, areas *area.Service, orgs *org.Service) *Service {
	return &Service{db: d, ledger: l, areas: areas, orgs: orgs}
}

// Find is a person as they stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, person id.Person, w register.When) (Version, error) {
	v, err := table.Find(tx, who.Force, string(person), w)
	if err != nil {
		return v, err
	}
	return v, s.may(tx, who, authz.ReadPerson, person, v.State, w)
}

// Any is a person as they stood, for use cases that have asked for permission themselves.
func (s *Service) Any(tx *db.Tx, force id.Force, person id.Person, w register.When) (Version, error) {
	return table.Find(tx, force, string(person), w)
}

// May asks for a permission on a person as they stand at the instant.
func (s *Service) May(tx *db.Tx, who authz.Actor, p authz.Permission, person id.Person, at time.Time) error {
	v, err := table.Find(tx, who.Force, string(person), register.Now(at))
	if err != nil {
		return err
	}
	return s.may(tx, who, p, person, v.State, register.Now(at))
}

func (s *Service) may(tx *db.Tx, who authz.Actor, p authz.Permission, person id.Person, state Person, w register.When) error {
	if state.Merged != "" && !reads(p) && who.May(p, authz.Object{Org: state.Org, Person: person}) == nil {
		return merged
	}
	var areas []id.Area
	if r, ok := who.Reach(p); ok && r == authz.OwnArea {
		var err error
		if areas, err = s.Where(tx, who.Force, person, state.Org, w); err != nil {
			return err
		}
	}
	return who.May(p, state.Object(person, areas))
}

// History is every version of a person; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, person id.Person, all bool) ([]Version, error) {
	if err := s.May(tx, who, authz.ReadPerson, person, s.ledger.Now()); err != nil {
		return nil, err
	}
	return table.History(tx, who.Force, string(person), all)
}

// AsAt is every person as they stood, in the order of their names, whoever asks: the
// caller filters by what the actor may see.
func (s *Service) AsAt(tx *db.Tx, force id.Force, w register.When) ([]Version, error) {
	return table.List(tx, force, w, db.Where{}, "r.sort_name, r.id", 1000000)
}

// Several is persons as they stand, by identity, for use cases that have asked for
// permission themselves.
func (s *Service) Several(tx *db.Tx, force id.Force, of []id.Person) (map[id.Person]Person, error) {
	out := make(map[id.Person]Person, len(of))
	for part := range slices.Chunk(of, 500) {
		var w db.Where
		db.In(&w, "r.id", part)
		vs, err := table.Current(tx, force, w, "r.id", len(part))
		if err != nil {
			return nil, err
		}
		for _, v := range vs {
			out[id.Person(v.ID)] = v.State
		}
	}
	return out, nil
}

// Under is the present persons of an organisation, in the order of their names.
func (s *Service) Under(tx *db.Tx, force id.Force, employer id.Org) ([]Version, error) {
	var w db.Where
	w.And("r.org_id = ?", string(employer))
	return table.Current(tx, force, w, "r.sort_name, r.id", 100000)
}

// OfOrg is the persons of an organisation as they stood, in the order of their names, for
// use cases that have asked for permission themselves.
func (s *Service) OfOrg(tx *db.Tx, force id.Force, employer id.Org, at register.When) ([]Version, error) {
	var w db.Where
	w.And("r.org_id = ?", string(employer))
	return table.List(tx, force, at, w, "r.sort_name, r.id", 100000)
}

// Nominate enters a person whom an employer puts forward. Errors: fault.Invalid names
// the fields; fault.NotFound for the employer; fault.Forbidden; fault.Refused if the
// person has not agreed to take part (joining is voluntary).
func (s *Service) Nominate(ctx context.Context, who authz.Actor, p Person) (id.Person, error) {
	person := id.New[id.Person]()
	_, err := s.ledger.Do(ctx, who, "person.nominate", []ledger.Subject{Subject(string(person)), ledger.About("organisation", p.Org)},
		func(tx *db.Tx, e *ledger.Draft) error { return s.NominateIn(tx, e, who, person, p) })
	return person, err
}

// NominateIn is Nominate within a transaction and entry already begun.
func (s *Service) NominateIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, person id.Person, p Person) error {
	if err := who.May(authz.NominatePerson, authz.Object{Org: p.Org}); err != nil {
		return err
	}
	if err := s.fit(tx, e, &p); err != nil {
		return err
	}
	if p.Agreed == clock.NoDay {
		return fault.In("agreed", "Enter the day on which the person agreed to take part")
	}
	if p.Nominated == clock.NoDay {
		p.Nominated = clock.DayOf(e.At)
	}
	if e.Summary == "" {
		e.Say(p.Name()+" was put forward as "+p.RoleTitle, "")
	}
	return s.put(tx, e, Change{Person: person, After: p, From: e.At})
}

// fit checks a person's fields and that employer and role exist.
func (s *Service) fit(tx *db.Tx, e *ledger.Draft, p *Person) error {
	f, err := s.areas.Force(tx, e.Force)
	if err != nil {
		return err
	}
	if err := p.check(clock.DayOf(e.At), f.Settings.MinimumAge); err != nil {
		return err
	}
	o, err := s.orgs.Any(tx, e.Force, p.Org, register.Now(e.At))
	if fault.Is(err, fault.NotFound) {
		return fault.In("org", "Choose an organisation in the register")
	}
	if err != nil {
		return err
	}
	role, ok := o.State.Role(p.Role)
	if !ok {
		return fault.In("role", "Choose a role of %s", o.State.Name)
	}
	p.RoleTitle = role.Title
	if p.Team == "" {
		return nil
	}
	team, ok := o.State.Team(p.Team)
	if !ok {
		return fault.In("team", "Choose a team of %s, or none", o.State.Name)
	}
	if p.Supervisor == "" {
		p.Supervisor = team.Supervisor
	}
	return nil
}

// Alter changes a person's particulars. change is given the present state; employer and
// leaving are not changed here.
func (s *Service) Alter(ctx context.Context, who authz.Actor, person id.Person, change func(*Person) error) error {
	_, err := s.ledger.Do(ctx, who, "person.change", []ledger.Subject{Subject(string(person))}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.AlterIn(tx, e, who, person, change)
	})
	return err
}

// AlterIn is Alter within a transaction and entry already begun.
func (s *Service) AlterIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, person id.Person, change func(*Person) error) error {
	v, err := table.Find(tx, who.Force, string(person), register.Now(e.At))
	if err != nil {
		return err
	}
	if err := s.may(tx, who, authz.ChangePerson, person, v.State, register.Now(e.At)); err != nil {
		return err
	}
	after := v.State
	if err := change(&after); err != nil {
		return err
	}
	after.Org, after.Left = v.State.Org, v.State.Left
	after.OptedIn, after.OptedOut, after.OutWhy = v.State.OptedIn, v.State.OptedOut, v.State.OutWhy
	if err := s.fit(tx, e, &after); err != nil {
		return err
	}
	e.Say(after.Name()+": particulars changed", "")
	return s.put(tx, e, Change{Person: person, Before: v.State, After: after, From: e.At})
}

// SetPhoto gives the person a photograph already made ready by blob.Photo.
func (s *Service) SetPhoto(ctx context.Context, who authz.Actor, person id.Person, f blob.File) error {
	_, err := s.ledger.Do(ctx, who, "person.photo", []ledger.Subject{Subject(string(person))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := table.Find(tx, who.Force, string(person), register.Now(e.At))
		if err != nil {
			return err
		}
		if err := s.may(tx, who, authz.ChangePerson, person, v.State, register.Now(e.At)); err != nil {
			return err
		}
		if err := blob.Put(tx, who.Force, f, e.At); err != nil {
			return err
		}
		after := v.State
		after.Photo = f.Hash
		e.Say(after.Name()+": photograph changed", "")
		return s.put(tx, e, Change{Person: person, Before: v.State, After: after, From: e.At})
	})
	return err
}

// Leave records that the person ceases to be employed: last is the last day of work.
// Their accreditation ceases at the end of it, and at once if it is past or today is
// told at the employer's word.
//
// Law: Police Reform Act 2002, s41(8)(a).
func (s *Service) Leave(ctx context.Context, who authz.Actor, person id.Person, last clock.Day, why string) error {
	_, err := s.ledger.Do(ctx, who, "person.leave", []ledger.Subject{Subject(string(person))}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.LeaveIn(tx, e, who, person, last, why)
	})
	return err
}

// LeaveIn is Leave within a transaction and entry already begun.
func (s *Service) LeaveIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, person id.Person, last clock.Day, why string) error {
	v, err := table.Find(tx, who.Force, string(person), register.Now(e.At))
	if err != nil {
		return err
	}
	if err := s.may(tx, who, authz.ReportLeaving, person, v.State, register.Now(e.At)); err != nil {
		return err
	}
	today := clock.DayOf(e.At)
	switch {
	case v.State.Left != clock.NoDay:
		return fault.New(fault.Conflict, "It is recorded already that %s left on %s.", v.State.Name(), v.State.Left.Long())
	case last == clock.NoDay:
		return fault.In("last", "Enter the last day of employment")
	case last > today:
		return fault.In("last", "Report the person once they have left. Today is %s", today.Long())
	case last < today.AddYears(-5):
		return fault.In("last", "Enter a day within the last five years")
	}
	after := v.State
	after.Left, after.Note = last, why
	if e.Summary == "" {
		e.Say(after.Name()+" left the employer", "Police Reform Act 2002, s41(8)(a)")
	}
	from := min(e.At.UnixMilli(), last.End().UnixMilli())
	return s.put(tx, e, Change{Person: person, Before: v.State, After: after, From: clock.FromMillis(from)})
}

func (s *Service) put(tx *db.Tx, e *ledger.Draft, c Change) error {
	e.Subject(Subject(string(c.Person)))
	e.Subject(ledger.About("organisation", c.After.Org))
	if err := table.Put(tx, e, string(c.Person), c.After, c.From, clock.Forever); err != nil {
		return err
	}
	for _, f := range s.OnChange {
		if err := f(tx, e, c); err != nil {
			return err
		}
	}
	return nil
}
