package envelope

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/vetting"
)

// Service is the use cases of envelopes. It is safe for concurrent use.
type Service struct {
	db       *db.DB
	ledger   *ledger.Ledger
	ring     *keyring.Ring
	areas    *area.Service
	orgs     *org.Service
	persons  *person.Service
	vettings *vetting.Service
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, ring *keyring.Ring, areas *area.Service, orgs *org.Service, persons *person.Service, vettings *vetting.Service) *Service {
	return &Service{db: d, ledger: l, ring: ring, areas: areas, orgs: orgs, persons: persons, vettings: vettings}
}

// basis is on what every decision rests.
const basis = "Police Reform Act 2002, s41(4)(b)"

// Find is a case as it stood, for those who may see the person. Errors: fault.NotFound,
// fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, c id.Vetting, w register.When) (Version, error) {
	v, err := table.Find(tx, who.Force, string(c), w)
	if err != nil {
		return v, err
	}
	return v, s.persons.May(tx, who, authz.ReadPerson, v.State.Person, s.ledger.Now())
}

// Of is every case of a person as it stands, the newest first, for those who may see the
// person.
func (s *Service) Of(tx *db.Tx, who authz.Actor, of id.Person) ([]Version, error) {
	if err := s.persons.May(tx, who, authz.ReadPerson, of, s.ledger.Now()); err != nil {
		return nil, err
	}
	return s.of(tx, who.Force, of)
}

func (s *Service) of(tx *db.Tx, force id.Force, of id.Person) ([]Version, error) {
	var w db.Where
	w.And("r.person_id = ?", string(of))
	return table.Current(tx, force, w, "r.id DESC", 100)
}

// latest is the newest case of a person, and whether there is one.
func (s *Service) latest(tx *db.Tx, force id.Force, of id.Person) (Version, bool, error) {
	vs, err := s.of(tx, force, of)
	if err != nil || len(vs) == 0 {
		return Version{}, false, err
	}
	return vs[0], true, nil
}

// Settings is the force's settings.
func (s *Service) Settings(tx *db.Tx, force id.Force) (area.Settings, error) {
	f, err := s.areas.Force(tx, force)
	return f.Settings, err
}

// Now is the present instant by the ledger's clock.
func (s *Service) Now() time.Time { return s.ledger.Now() }

// doing is a use case under way on one case.
type doing struct {
	tx    *db.Tx
	e     *ledger.Draft
	who   authz.Actor
	id    id.Vetting
	set   area.Settings
	today clock.Day
}

// change runs a use case on a case: load, may, decide, save, record.
func (s *Service) change(ctx context.Context, who authz.Actor, verb string, c id.Vetting, decide func(d *doing, v *Case) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{Subject(c)}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.changeIn(tx, e, who, verb, c, decide)
	})
	return err
}

// changeIn is change within a transaction and entry already begun.
func (s *Service) changeIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, verb string, c id.Vetting, decide func(d *doing, v *Case) error) error {
	v, err := table.Find(tx, e.Force, string(c), register.Now(e.At))
	if err != nil {
		return err
	}
	m, err := v.State.State.move(verb)
	if m.Verb == "" {
		return err
	}
	if err := who.May(m.By, v.State.Object()); err != nil {
		return err
	}
	if err := v.State.Refuses(who, verb, clock.DayOf(e.At)); err != nil {
		return err
	}
	set, err := s.Settings(tx, e.Force)
	if err != nil {
		return err
	}
	after := v.State
	after.State = m.To
	d := &doing{tx: tx, e: e, who: who, id: c, set: set, today: clock.DayOf(e.At)}
	if err := decide(d, &after); err != nil {
		return err
	}
	return table.Put(tx, e, string(c), after, e.At, clock.Forever)
}

// say tells the entry in words; shown says that those who see the person see it too.
func (d *doing) say(v *Case, summary string, shown bool) {
	d.e.Say(summary, basis)
	if shown {
		d.e.Subject(person.Subject(string(v.Person)))
	}
}

// needed is a text that must be given and may have so many letters.
func needed(wrong *fault.Fields, field, text string, most int, ask string) {
	switch n := len([]rune(text)); {
	case n == 0:
		wrong.Add(field, "%s", ask)
	case n > most:
		wrong.Add(field, "Write at most %d letters", most)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(c rune) bool { return c != '\r' && fault.Unseen(c) }):
		wrong.Add(field, "There are characters that cannot be printed. Type it again")
	}
}

// longest is how many letters a text in an envelope may have.
const longest = 6000
