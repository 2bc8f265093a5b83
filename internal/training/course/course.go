// Package course is how people come to be trained: who delivers courses and who teaches
// them, on what evidence; what a course consists of and which powers each module enables;
// the calendar of sessions with their places and waiting lists; who came and who passed;
// the manuals; the yearly day of further training; and the 999 rule that each person
// acknowledges. A pass given here is written into the register of training in the same
// transaction, and only that register says for which powers a person is trained.
//
// Read Course, then Session, Place and result.go; due.go says who is due a refresher.
package course

import (
	"context"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
)

// Service is the use cases.
type Service struct {
	ledger    *ledger.Ledger
	areas     *area.Service
	orgs      *org.Service
	persons   *person.Service
	trainings *training.Service
	outbox    *outbox.Outbox
}

// New is the service on the database of those rooms.
func New(l *ledger.Ledger, areas *area.Service, orgs *org.Service, persons *person.Service, trainings *training.Service, out *outbox.Outbox) *Service {
	return &Service{ledger: l, areas: areas, orgs: orgs, persons: persons, trainings: trainings, outbox: out}
}

// Kind is what a course is for.
type Kind string

const (
	Initial   Kind = "initial"
	Refresher Kind = "refresher"
	CPD       Kind = "cpd" // the yearly day of further training: hours, and no assessment
)

// Kinds is every kind, in the order in which people come to them.
var Kinds = []Kind{Initial, Refresher, CPD}

// Title is the kind in plain words.
func (k Kind) Title() string {
	return map[Kind]string{Initial: "Full course", Refresher: "Refresher", CPD: "Training day (CPD)"}[k]
}

// Module is a part of a course.
type Module struct {
	Title  string        `json:"title"`
	Hours  int           `json:"hours"`
	Powers []law.PowerID `json:"powers,omitempty"` // those for which it must be passed
}

// Course is what is taught, for how long, and how it is assessed. A power is passed when
// every module that names it is.
type Course struct {
	Title      string      `json:"title"`
	Kind       Kind        `json:"kind"`
	Provider   id.Provider `json:"provider"`
	Days       int         `json:"days"`
	Hours      int         `json:"hours"`
	Modules    []Module    `json:"modules,omitempty"`
	Assessment string      `json:"assessment,omitempty"` // how it is assessed
	PassMark   int         `json:"pass_mark,omitempty"`  // in percent; 0: there is no mark
	Months     int         `json:"months,omitempty"`     // for which a pass counts; 0: as the force has set
	Places     int         `json:"places"`               // of a session, usually
	Ended      clock.Day   `json:"ended,omitempty"`      // offered no longer
	Last       done        `json:"last"`
}

// Powers is every power that the course enables, in the order of the catalogue.
func (c *Course) Powers() []law.PowerID { return c.Enables(nil) }

// Enables is the powers passed by whoever passed all modules but those.
func (c *Course) Enables(missed []int) []law.PowerID {
	named, lost := map[law.PowerID]bool{}, map[law.PowerID]bool{}
	for i, m := range c.Modules {
		for _, p := range m.Powers {
			named[p] = true
			for _, x := range missed {
				lost[p] = lost[p] || x == i
			}
		}
	}
	var out []law.PowerID
	for _, p := range law.Powers() {
		if named[p.ID] && !lost[p.ID] {
			out = append(out, p.ID)
		}
	}
	return out
}

// Version is a course with its identity and periods.
type Version = register.Version[Course]

var courses = &register.Table[Course]{Name: "course", What: "course", Columns: []string{"kind", "provider_id"},
	Values: func(c Course) []any { return []any{string(c.Kind), string(c.Provider)} }}

// Rows reads the register of courses for ledger.Verify.
var Rows = courses.Rows

// Course is a course as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Course(tx *db.Tx, who authz.Actor, of id.Course, w register.When) (Version, error) {
	return found(tx, who, courses, string(of), w)
}

// Courses is every course as it stood, by title.
func (s *Service) Courses(tx *db.Tx, who authz.Actor, w register.When) ([]Version, error) {
	all, err := listed(tx, who, courses, db.Where{}, w)
	byName(all, func(c *Course) string { return c.Title })
	return all, err
}

// History is every version of a course; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, of id.Course, all bool) ([]Version, error) {
	return history(tx, who, courses, string(of), all)
}

// SetCourse enters a course, or with an identity changes one. What was passed before keeps
// the powers that it had.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields.
func (s *Service) SetCourse(ctx context.Context, who authz.Actor, of id.Course, c Course) (id.Course, error) {
	return alter(ctx, s, who, "course.set", authz.KeepTraining, courses, of, func(tx *db.Tx, e *ledger.Draft, now *Course) error {
		c.Last, c.Ended = doneBy(who, e), now.Ended
		if err := s.checkCourse(tx, e, &c); err != nil {
			return err
		}
		*now = c
		e.Say("The course "+c.Title+" was written down", "Police Reform Act 2002, s41(4)(d)")
		return nil
	})
}

func (s *Service) checkCourse(tx *db.Tx, e *ledger.Draft, c *Course) error {
	var wrong fault.Fields
	c.Title = wrong.Text("title", c.Title, 120, "Enter the title of the course")
	c.Assessment = wrong.Text("assessment", c.Assessment, 2000, "")
	if c.Kind.Title() == "" {
		wrong.Add("kind", "Choose what the course is for")
	}
	if c.Days < 1 || c.Days > 30 {
		wrong.Add("days", "Enter the number of days, from 1 to 30")
	}
	if c.Hours < 1 || c.Hours > 300 {
		wrong.Add("hours", "Enter the number of hours, from 1 to 300")
	}
	if c.Places < 1 || c.Places > 500 {
		wrong.Add("places", "Enter the number of places, from 1 to 500")
	}
	if c.PassMark < 0 || c.PassMark > 100 {
		wrong.Add("pass_mark", "Enter a percentage from 1 to 100, or leave it empty")
	}
	if c.Months < 0 || c.Months > 120 {
		wrong.Add("months", "Enter a number of months up to 120, or leave it empty")
	}
	if err := s.mustProvide(tx, e, c.Provider, clock.DayOf(e.At), &wrong); err != nil {
		return err
	}
	s.checkModules(tx, e, c, &wrong)
	if c.Kind != CPD && c.Assessment == "" {
		wrong.Add("assessment", "Say how the course is assessed. Nobody passes without an assessment")
	}
	return wrong.Err()
}

// checkModules holds modules to their hours, and the powers they name to the law.
func (s *Service) checkModules(tx *db.Tx, e *ledger.Draft, c *Course, wrong *fault.Fields) {
	hours := 0
	if len(c.Modules) > 40 {
		wrong.Add("modules", "A course has at most 40 modules")
	}
	for i := range c.Modules {
		m := &c.Modules[i]
		m.Title = wrong.Text("modules", m.Title, 120, "Each module needs a title")
		if m.Hours < 0 || m.Hours > 300 {
			wrong.Add("modules", "The hours of a module are a number from 0 to 300")
		}
		hours += m.Hours
		for _, p := range m.Powers {
			if _, ok := law.Find(p); !ok {
				wrong.Add("modules", "There is no power %s in the catalogue", p)
			}
		}
		if c.Kind == CPD && len(m.Powers) > 0 {
			wrong.Add("modules", "A training day enables no powers. Make it a refresher if it is assessed")
		}
	}
	if hours > c.Hours && c.Hours > 0 {
		wrong.Add("modules", "The modules have %d hours together, the course %d", hours, c.Hours)
	}
	if c.Kind != CPD && len(c.Powers()) == 0 {
		wrong.Add("modules", "Name the powers that each module enables. A course without any trains for nothing")
	}
}

// EndCourse takes a course off the list: no further session of it is planned. Passes stay.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Conflict if it has ended or a session of
// it is still planned.
func (s *Service) EndCourse(ctx context.Context, who authz.Actor, of id.Course) error {
	_, err := alter(ctx, s, who, "course.end", authz.KeepTraining, courses, of, func(tx *db.Tx, e *ledger.Draft, c *Course) error {
		if c.Ended != clock.NoDay {
			return fault.New(fault.Conflict, "The course is offered no longer since %s.", c.Ended.Long())
		}
		planned, err := s.planned(tx, e.Force)
		if err != nil {
			return err
		}
		for _, v := range planned {
			if v.State.Course == of {
				return fault.New(fault.Conflict, "A session of it is planned for %s. Call it off first, or wait until it is held.", v.State.First.Long())
			}
		}
		c.Ended, c.Last = clock.DayOf(e.At), doneBy(who, e)
		e.Say("The course "+c.Title+" is offered no longer", "")
		return nil
	})
	return err
}

// done says who did something last, and when.
type done struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

func doneBy(who authz.Actor, e *ledger.Draft) done { return done{By: who.Name, At: e.At} }
