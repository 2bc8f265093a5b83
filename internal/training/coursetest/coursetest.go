// Package coursetest is the force of accredtest with a provider, a qualified trainer and
// courses, and builders that take a person through a session as a trainer would.
package coursetest

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
	"watchword/internal/training/course"
)

// Powers that the modules of the courses enable.
const (
	ASB     = law.PowerID("csas-name-address-asb")
	Litter  = law.PowerID("csas-fpn-litter")
	Traffic = law.PowerID("csas-name-address-traffic")
)

// World is a force whose training is delivered in house.
type World struct {
	*accredtest.World
	House  id.Provider
	Marsh  id.Trainer
	Course id.Course // the full course of four days
	Day    id.Course // the yearly training day
}

// New is such a force on that database.
func New(t testing.TB, d *db.DB) *World {
	t.Helper()
	return Over(t, accredtest.New(t, d))
}

// Over makes a provider, a trainer and courses in a force that there is.
func Over(t testing.TB, in *accredtest.World) *World {
	t.Helper()
	w := &World{World: in}
	ctx, today := t.Context(), clock.DayOf(w.Clock.Now())
	var err error
	w.House, err = w.Courses.Approve(ctx, w.Manager, "", course.Provider{Name: "Citizens in Policing", InHouse: true, From: today.AddYears(-1), Evidence: "Nationally accredited trainer on the team"})
	accredtest.Must(t, err)
	w.Marsh, err = w.Courses.SetTrainer(ctx, w.Manager, "", "Carys Marsh", w.House)
	accredtest.Must(t, err)
	accredtest.Must(t, w.Courses.Qualify(ctx, w.Manager, w.Marsh, course.Evidence{What: "Level 3 Award in Education and Training", Awarded: "Highfield", From: today.AddYears(-1), Until: today.AddYears(2)}, nil))
	w.Course, err = w.Courses.SetCourse(ctx, w.Trainer, "", Full(w.House))
	accredtest.Must(t, err)
	w.Day, err = w.Courses.SetCourse(ctx, w.Trainer, "", course.Course{Title: "Training day 2026", Kind: course.CPD, Provider: w.House, Days: 1, Hours: 6, Places: 60})
	accredtest.Must(t, err)
	return w
}

// Full is the course of four days: a module of law, and one for each kind of power.
func Full(of id.Provider) course.Course {
	return course.Course{Title: "CSAS course", Kind: course.Initial, Provider: of, Days: 4, Hours: 28, Places: 2, Assessment: "A written paper and two exercises", PassMark: 70,
		Modules: []course.Module{{Title: "The extended police family and the law", Hours: 7, Powers: []law.PowerID{ASB, Litter, Traffic}}, {Title: "Antisocial behaviour", Hours: 7, Powers: []law.PowerID{ASB}},
			{Title: "Penalty notices", Hours: 7, Powers: []law.PowerID{Litter}}, {Title: "Traffic", Hours: 7, Powers: []law.PowerID{Traffic}}}}
}

// Session plans a session of a course that begins so many days from today and lasts as long
// as the course.
func (w *World) Session(t testing.TB, of id.Course, in, places int) id.CourseSession {
	t.Helper()
	first := clock.DayOf(w.Clock.Now()).AddDays(in)
	last := first
	if of == w.Course {
		last = first.AddDays(3)
	}
	x, err := w.Courses.Plan(t.Context(), w.Trainer, "", course.Session{Course: of, Trainer: w.Marsh, First: first, Last: last, Starts: "09:00", Venue: "Aldermere police station", Places: places})
	accredtest.Must(t, err)
	return x
}

// Places is the places of a session as they stand.
func (w *World) Places(t testing.TB, of id.CourseSession) []course.PlaceVersion {
	t.Helper()
	all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]course.PlaceVersion, error) {
		return w.Courses.Places(tx, w.Manager, of, register.Now(w.Clock.Now()))
	})
	accredtest.Must(t, err)
	return all
}

// Planned is a session as it stands.
func (w *World) Planned(t testing.TB, of id.CourseSession) course.Session {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (course.SessionVersion, error) {
		return w.Courses.Session(tx, w.Manager, of, register.Now(w.Clock.Now()))
	})
	accredtest.Must(t, err)
	return v.State
}

// PlaceOf is a person's place in a session.
func (w *World) PlaceOf(t testing.TB, of id.CourseSession, p id.Person) id.Place {
	t.Helper()
	for _, x := range w.Places(t, of) {
		if x.State.Person == p && x.State.State != course.GivenUp {
			return id.Place(x.ID)
		}
	}
	t.Fatal("the person has no place in the session")
	return ""
}

// Employer is an organisation's authorised signatory.
func (w *World) Employer(o id.Org) authz.Actor {
	return authz.Actor{Force: w.Force, Account: "acc_lead", Name: "Priya Nair", Role: authz.Signatory, Org: o}
}

// Own is a person on their own account.
func (w *World) Own(o id.Org, p id.Person) authz.Actor {
	return authz.Actor{Force: w.Force, Account: "acc_own", Name: "Joel Hartnoll", Role: authz.AccreditedPerson, Org: o, Person: p}
}
