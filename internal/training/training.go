// Package training records for which powers a person is adequately trained, and until
// when: the fourth test, which is per power.
//
// Law: Police Reform Act 2002, s41(4)(d): adequately trained for those powers.
package training

import (
	"context"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Pass is a course or refresher passed for one power. Expires is the last day that
// counts; clock.NoDay if it has none.
type Pass struct {
	Power   law.PowerID `json:"power"`
	Passed  clock.Day   `json:"passed"`
	Expires clock.Day   `json:"expires"`
	Course  string      `json:"course"`
	By      string      `json:"by"`
}

// Until is the instant at which the pass ceases to count.
func (p Pass) Until() time.Time {
	if p.Expires == clock.NoDay {
		return clock.Forever
	}
	return p.Expires.End()
}

// Training is all that a person has passed, the latest of each power, in the order of
// the catalogue.
type Training struct {
	Passes []Pass `json:"passes"`
}

// For is the pass for a power.
func (t Training) For(p law.PowerID) (Pass, bool) {
	for _, x := range t.Passes {
		if x.Power == p {
			return x, true
		}
	}
	return Pass{}, false
}

// Version is a person's training with its periods; its ID is the person's.
type Version = register.Version[Training]

var table = &register.Table[Training]{Name: "training", What: "training of this person", Columns: []string{"oldest_day"}, Values: func(t Training) []any { return []any{t.Oldest().String()} }}

// Oldest is the earliest day on which a power was last passed; clock.NoDay without any.
func (t Training) Oldest() clock.Day {
	day := clock.NoDay
	for _, p := range t.Passes {
		if day == clock.NoDay || p.Passed < day {
			day = p.Passed
		}
	}
	return day
}

// PassedBy is the persons of whom a power was last passed on the day or before it, the
// longest ago first, as known today, for use cases that have asked for permission
// themselves.
func (s *Service) PassedBy(tx *db.Tx, force id.Force, day clock.Day) ([]Version, error) {
	var w db.Where
	w.And("r.oldest_day <> '' AND r.oldest_day <= ?", day.String())
	return table.Current(tx, force, w, "r.oldest_day, r.id", 1<<30)
}

// Rows reads the table for ledger.Verify.
var Rows = table.Rows

// Service is the use cases.
type Service struct {
	ledger  *ledger.Ledger
	persons *person.Service
	// OnChange is told of each change of a person's training, within its transaction.
	OnChange []func(tx *db.Tx, e *ledger.Draft, of id.Person, from time.Time, now Training) error
}

// New is the service.
func New(l *ledger.Ledger, persons *person.Service) *Service {
	return &Service{ledger: l, persons: persons}
}

// Of is a person's training as it stood; no passes if none was recorded.
func (s *Service) Of(tx *db.Tx, force id.Force, of id.Person, w register.When) (Training, error) {
	v, err := table.Find(tx, force, string(of), w)
	if fault.Is(err, fault.NotFound) {
		return Training{}, nil
	}
	return v.State, err
}

// Several is the training of persons as it stood, by identity, for use cases that have asked
// for permission themselves; of whom nothing was recorded, nothing.
func (s *Service) Several(tx *db.Tx, force id.Force, of []id.Person, w register.When) (map[id.Person]Training, error) {
	out := make(map[id.Person]Training, len(of))
	for part := range slices.Chunk(of, 500) {
		var where db.Where
		db.In(&where, "r.id", part)
		vs, err := table.List(tx, force, w, where, "r.id", len(part))
		if err != nil {
			return nil, err
		}
		for _, v := range vs {
			out[id.Person(v.ID)] = v.State
		}
	}
	return out, nil
}

// History is every version of a person's training as known today.
func (s *Service) History(tx *db.Tx, force id.Force, of id.Person) ([]Version, error) {
	return table.History(tx, force, string(of), false)
}

// Record records passes. A later pass for a power takes the place of the earlier.
//
// Errors: fault.Forbidden unless the actor records training; fault.Invalid.
func (s *Service) Record(ctx context.Context, who authz.Actor, of id.Person, passes []Pass) error {
	_, err := s.Recorded(ctx, who, of, passes)
	return err
}

// Recorded is Record, and returns the person's training as it is then.
func (s *Service) Recorded(ctx context.Context, who authz.Actor, of id.Person, passes []Pass) (now Training, err error) {
	_, err = s.ledger.Do(ctx, who, "training.record", []ledger.Subject{person.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		now, err = s.RecordIn(tx, e, who, of, passes)
		return err
	})
	return now, err
}

// RecordIn is Recorded within a transaction and entry already begun.
func (s *Service) RecordIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.Person, passes []Pass) (Training, error) {
	if err := s.persons.May(tx, who, authz.RecordTraining, of, e.At); err != nil {
		return Training{}, err
	}
	if err := check(passes, clock.DayOf(e.At)); err != nil {
		return Training{}, err
	}
	for i := range passes {
		if passes[i].By == "" {
			passes[i].By = who.Name
		}
	}
	if e.Summary == "" {
		e.Say("Training recorded", "Police Reform Act 2002, s41(4)(d)")
	}
	e.Subject(person.Subject(string(of)))
	now, err := table.Change(tx, e, string(of), e.At, clock.Forever, func(now Training) (Training, error) { return now.with(passes), nil })
	if err != nil {
		return now, err
	}
	for _, f := range s.OnChange {
		if err := f(tx, e, of, e.At, now); err != nil {
			return now, err
		}
	}
	return now, nil
}

func check(passes []Pass, today clock.Day) error {
	var fs fault.Fields
	if len(passes) == 0 {
		fs.Add("passes", "Choose at least one power")
	}
	for _, p := range passes {
		known, ok := law.Find(p.Power)
		switch {
		case !ok:
			fs.Add("passes", "There is no power %s in the catalogue", p.Power)
		case p.Passed == clock.NoDay || p.Passed > today:
			fs.Add("passed", "Enter the day on which the course was passed, not in the future")
		case p.Expires != clock.NoDay && p.Expires < p.Passed:
			fs.Add("expires", "%s: the last day is before the course was passed", known.Name)
		}
		if strings.TrimSpace(p.Course) == "" || len(p.Course) > 200 {
			fs.Add("course", "Enter the course, in 200 letters or fewer")
		}
	}
	return fs.Err()
}

// with is the training with the passes put in, in the order of the catalogue.
func (t Training) with(passes []Pass) Training {
	var out Training
	for _, power := range law.Powers() {
		best, ok := t.For(power.ID)
		for _, p := range passes {
			if p.Power == power.ID && (!ok || p.Passed >= best.Passed) {
				best, ok = p, true
			}
		}
		if ok {
			out.Passes = append(out.Passes, best)
		}
	}
	return out
}
