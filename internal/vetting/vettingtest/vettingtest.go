// Package vettingtest takes people through vetting for the tests of higher slices, in
// accredtest’s force: from the request to a form sent through the person’s own link.
package vettingtest

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/vetting"
	"watchword/internal/vetting/envelope"
)

// Word guards every form of these tests.
const Word = "a lamp in the hall"

// Planted is in every free text of Answers, for tests that look for it where it must not be.
const Planted = "zaubernuss"

// World is accredtest’s force, with envelopes.
type World struct {
	*accredtest.World
	// Other is somebody else of the vetting unit than Vetter.
	Other authz.Actor
}

// New is a force named Eastmarch Constabulary on that database.
func New(t testing.TB, d *db.DB) *World {
	t.Helper()
	w := &World{World: accredtest.New(t, d)}
	w.Other = authz.Actor{Force: w.Force, Account: "acc_other", Name: "Appeals panel", Role: authz.VettingUnit}
	return w
}

// Waiting is a person of the employer for whom vetting was asked today.
func (w *World) Waiting(t testing.TB, o id.Org, name string) id.Person {
	t.Helper()
	today := clock.DayOf(w.Clock.Now())
	p, err := w.Persons.Nominate(t.Context(), w.Manager, person.Person{Forenames: name, Surname: "Hartnoll", Born: clock.MustDay("1990-05-01"), Org: o,
		Role: w.Org(t, o).Roles[0].ID, Agreed: today, Supervisor: "Gareth Lyle"})
	accredtest.Must(t, err)
	accredtest.Must(t, w.Vettings.Request(t.Context(), w.Manager, p, today))
	return p
}

// Inside invites the person at a level and opens the link with Word.
func (w *World) Inside(t testing.TB, p id.Person, level string) (id.Vetting, envelope.Holder) {
	t.Helper()
	l, err := w.Envelopes.Invite(t.Context(), w.Vetter, p, level)
	accredtest.Must(t, err)
	return l.Case, w.Enter(t, l.Secret)
}

// Enter opens a link with Word.
func (w *World) Enter(t testing.TB, secret string) envelope.Holder {
	t.Helper()
	cookie, err := w.Envelopes.Enter(t.Context(), secret, Word, Word)
	accredtest.Must(t, err)
	h, err := w.Envelopes.Holder(t.Context(), cookie)
	accredtest.Must(t, err)
	return h
}

// Sent is the case of a person who has sent the form.
func (w *World) Sent(t testing.TB, p id.Person) (id.Vetting, envelope.Holder) {
	t.Helper()
	c, h := w.Inside(t, p, "NPPV 2")
	accredtest.Must(t, w.Envelopes.Save(t.Context(), h, func(a *envelope.Answers) error { *a = Answers(accredtest.Today); return nil }))
	accredtest.Must(t, w.Envelopes.Send(t.Context(), h, "Lee Hartnoll"))
	return c, h
}

// Checked records the checks that are always made.
func (w *World) Checked(t testing.TB, c id.Vetting) {
	t.Helper()
	for _, x := range envelope.Sources {
		if x.Always {
			accredtest.Must(t, w.Envelopes.RecordCheck(t.Context(), w.Vetter, c, envelope.Check{Name: x.Name, Class: envelope.Nothing, Day: clock.DayOf(w.Clock.Now())}))
		}
	}
}

// Passing is a decision for a clearance of three years.
func (w *World) Passing() envelope.Decision {
	return envelope.Decision{Level: "NPPV 2", Expires: clock.DayOf(w.Clock.Now()).AddYears(3), Reasons: "Nothing stands against it, " + Planted}
}

// Against is a decision against somebody.
func (w *World) Against() envelope.Decision {
	return envelope.Decision{Reasons: "What was told does not fit what was found, " + Planted, Letter: "We cannot clear you, " + Planted}
}

// Case is the case as it stands.
func (w *World) Case(t testing.TB, c id.Vetting) envelope.Case {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (envelope.Version, error) {
		return w.Envelopes.Find(tx, w.Vetter, c, register.Now(w.Clock.Now()))
	})
	accredtest.Must(t, err)
	return v.State
}

// Vetting is what the register of vettings has of the person.
func (w *World) Vetting(t testing.TB, p id.Person) vetting.Vetting {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (vetting.Vetting, error) {
		return w.Vettings.Of(tx, w.Force, p, register.Now(w.Clock.Now()))
	})
	accredtest.Must(t, err)
	return v
}

// Answers is a whole form, with Planted in every free text, as filled in on the day.
func Answers(today clock.Day) envelope.Answers {
	a := envelope.Answers{Values: map[string]string{}, Lists: map[string][]map[string]string{}}
	ask := envelope.Ask{Full: true, Years: 5, Today: today}
	fill := func(f envelope.Field, into map[string]string) {
		switch {
		case f.Kind == envelope.Choose:
			into[f.Name] = f.Options[0].Value
		case f.Kind == envelope.Tick:
			if f.Needed != "" {
				into[f.Name] = "yes"
			}
		case f.Kind == envelope.Date:
			into[f.Name] = "1990-05-01"
		default:
			into[f.Name] = Planted + " " + f.Name
		}
	}
	for _, s := range envelope.Form(ask) {
		for _, p := range s.Pages {
			for _, f := range p.Fields {
				fill(f, a.Values)
			}
			if p.List == nil {
				continue
			}
			for range max(1, p.List.Least) {
				item := map[string]string{}
				for _, f := range p.List.Fields {
					fill(f, item)
				}
				a.Lists[p.List.Name] = append(a.Lists[p.List.Name], item)
			}
		}
	}
	a.Values["ni"], a.Values["email"], a.Values["sia-number"] = "QQ123456C", Planted+"@example.org", "1234567890123456"
	delete(a.Lists["addresses"][0], "to")
	return a
}
