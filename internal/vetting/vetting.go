// Package vetting records what the vetting unit decided of a person: outcome, level and
// dates. The detail is a sealed envelope that is opened by the unit alone; nothing of it
// is here or in the ledger.
//
// Law: Police Reform Act 2002, s41(4)(b): a suitable person to exercise the powers.
package vetting

import (
	"context"
	"slices"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Outcome is where a person's vetting stands.
type Outcome string

const (
	Waiting   Outcome = "waiting"
	Passed    Outcome = "passed"
	Refused   Outcome = "refused"
	Withdrawn Outcome = "withdrawn" // clearance taken back
)

// Title is the outcome in plain words.
func (o Outcome) Title() string {
	return map[Outcome]string{Waiting: "Awaiting vetting", Passed: "Passed", Refused: "Refused", Withdrawn: "Withdrawn"}[o]
}

// Vetting is a person's vetting in a period. Expires is the last day that counts.
type Vetting struct {
	Outcome   Outcome    `json:"outcome"`
	Level     string     `json:"level,omitempty"`
	Requested clock.Day  `json:"requested"`
	Renewal   clock.Day  `json:"renewal,omitempty"` // asked to be renewed on this day, while it holds
	Decided   clock.Day  `json:"decided,omitempty"`
	Expires   clock.Day  `json:"expires,omitempty"`
	By        string     `json:"by,omitempty"`
	Account   id.Account `json:"account,omitempty"`
}

// Until is the instant at which the person ceases to be vetted: the zero instant if they
// are not.
func (v Vetting) Until() time.Time {
	if v.Outcome != Passed || v.Expires == clock.NoDay {
		return time.Time{}
	}
	return v.Expires.End()
}

// Version is a person's vetting with its periods; its ID is the person's.
type Version = register.Version[Vetting]

var table = &register.Table[Vetting]{
	Name: "vetting", What: "vetting of this person",
	Columns: []string{"outcome", "requested_day", "renewal_day", "expires_day"},
	Values: func(v Vetting) []any {
		return []any{string(v.Outcome), v.Requested.String(), v.Renewal.String(), v.Expires.String()}
	},
}

// Rows reads the table for ledger.Verify.
var Rows = table.Rows

// Service is the use cases.
type Service struct {
	ledger  *ledger.Ledger
	areas   *area.Service
	persons *person.Service
	// OnChange is told of each change of a person's vetting, within its transaction.
	OnChange []func(tx *db.Tx, e *ledger.Draft, of id.Person, from time.Time) error
}

// New is the service.
func New(l *ledger.Ledger, areas *area.Service, persons *person.Service) *Service {
	return &Service{ledger: l, areas: areas, persons: persons}
}

// Of is a person's vetting as it stood; outcome empty if none was asked for.
func (s *Service) Of(tx *db.Tx, force id.Force, of id.Person, w register.When) (Vetting, error) {
	v, err := table.Find(tx, force, string(of), w)
	if fault.Is(err, fault.NotFound) {
		return Vetting{}, nil
	}
	return v.State, err
}

// All is every person's vetting as it stood.
func (s *Service) All(tx *db.Tx, force id.Force, w register.When) (map[id.Person]Vetting, error) {
	vs, err := table.List(tx, force, w, db.Where{}, "r.id", 1000000)
	out := make(map[id.Person]Vetting, len(vs))
	for _, v := range vs {
		out[id.Person(v.ID)] = v.State
	}
	return out, err
}

// History is every version of a person's vetting as known today.
func (s *Service) History(tx *db.Tx, force id.Force, of id.Person) ([]Version, error) {
	return table.History(tx, force, string(of), false)
}

// Queue is those who wait for a first decision, longest first.
func (s *Service) Queue(tx *db.Tx, force id.Force, limit int) ([]Version, error) {
	var w db.Where
	w.And("r.outcome = ?", string(Waiting))
	return table.Current(tx, force, w, "r.requested_day, r.id", limit)
}

// Request puts a person into the unit's queue. It is done by whoever may put a person
// forward; asking again while one waits is fault.Conflict.
func (s *Service) Request(ctx context.Context, who authz.Actor, of id.Person, on clock.Day) error {
	_, err := s.ledger.Do(ctx, who, "vetting.request", []ledger.Subject{person.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.RequestIn(tx, e, who, of, on)
	})
	return err
}

// RequestIn is Request within a transaction and entry already begun.
func (s *Service) RequestIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Person, on clock.Day) error {
	if err := s.persons.May(tx, who, authz.NominatePerson, of, e.At); err != nil {
		return err
	}
	now, err := s.Of(tx, e.Force, of, register.Now(e.At))
	if err != nil {
		return err
	}
	switch {
	case now.Outcome == Waiting:
		return fault.New(fault.Conflict, "This person is awaiting vetting already, since %s.", now.Requested.Long())
	case now.Renewal != clock.NoDay:
		return fault.New(fault.Conflict, "Renewal of the clearance was asked for already, on %s.", now.Renewal.Long())
	case now.Outcome == Passed && on <= now.Expires: // what holds goes on holding
		now.Renewal = on
		e.Say("Renewal of the clearance was asked for", "")
		return s.put(tx, e, of, now)
	}
	return s.put(tx, e, of, Vetting{Outcome: Waiting, Requested: on})
}

// Record records the unit's decision. Passed needs a level the force accepts and a last
// day; a decision takes effect from the instant it is recorded, or from the day it was
// made if that is earlier.
//
// Errors: fault.Forbidden to all but the vetting unit; fault.Invalid.
func (s *Service) Record(ctx context.Context, who authz.Actor, of id.Person, v Vetting) error {
	_, err := s.ledger.Do(ctx, who, "vetting.record", []ledger.Subject{person.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.RecordIn(tx, e, who, of, v)
	})
	return err
}

// RecordIn is Record within a transaction and entry already begun.
func (s *Service) RecordIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Person, v Vetting) error {
	if err := s.persons.May(tx, who, authz.RecordVetting, of, e.At); err != nil {
		return err
	}
	f, err := s.areas.Force(tx, e.Force)
	if err != nil {
		return err
	}
	if err := v.check(clock.DayOf(e.At), f.Settings.VettingLevels); err != nil {
		return err
	}
	now, err := s.Of(tx, e.Force, of, register.Now(e.At))
	if err != nil {
		return err
	}
	v.Requested = max(now.Requested, now.Renewal)
	v.Renewal = clock.NoDay
	if v.Requested == clock.NoDay {
		v.Requested = v.Decided
	}
	v.By, v.Account = who.Name, who.Account
	e.Say("Vetting: "+v.Outcome.Title(), "Police Reform Act 2002, s41(4)(b)")
	return s.put(tx, e, of, v)
}

func (v *Vetting) check(today clock.Day, levels []string) error {
	var fs fault.Fields
	switch v.Outcome {
	case Passed:
		if !slices.Contains(levels, v.Level) {
			fs.Add("level", "Choose the level of vetting")
		}
		if v.Expires == clock.NoDay || v.Expires < v.Decided {
			fs.Add("expires", "Enter the last day of the clearance, not before the day of the decision")
		} else if v.Expires > today.AddYears(11) {
			fs.Add("expires", "A clearance of more than ten years is not given. Enter an earlier day")
		}
	case Refused, Withdrawn:
		v.Expires = clock.NoDay
	default:
		fs.Add("outcome", "Choose passed, refused or withdrawn")
	}
	if v.Decided == clock.NoDay || v.Decided > today {
		fs.Add("decided", "Enter the day of the decision, not in the future")
	}
	return fs.Err()
}

func (s *Service) put(tx *db.Tx, e *ledger.Draft, of id.Person, v Vetting) error {
	e.Subject(person.Subject(string(of)))
	if err := table.Put(tx, e, string(of), v, e.At, clock.Forever); err != nil {
		return err
	}
	for _, f := range s.OnChange {
		if err := f(tx, e, of, e.At); err != nil {
			return err
		}
	}
	return nil
}
