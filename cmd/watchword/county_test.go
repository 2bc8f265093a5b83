package main

import (
	"maps"
	"testing"
	"time"

	"watchword/internal/agreement"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/server"
)

// figures of the demonstration county in that folder: those it is known for, on whichever
// day it was made.
func figures(t *testing.T, folder string) {
	t.Helper()
	var made demoCommand
	made.Data = folder
	if m, err := made.there(); err != nil || len(m.Guests) != 14 {
		t.Errorf("%d accounts, one for each of 14 roles is wanted: %v, %v", len(m.Guests), m.Guests, err)
	}
	hand := clock.At(clock.Wall{}.Now())
	r, err := server.Open(t.Context(), server.Config{Data: folder, Clock: hand})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var force id.Force
	err = r.DB.Read(t.Context(), func(tx *db.Tx) error {
		fs, err := r.Areas.Forces(tx)
		if err != nil {
			return err
		}
		force = fs[0].ID
		f, err := r.Desk.Figures(tx, force)
		want := desk.Figures{Orgs: 53, OrgsSuspended: 1, OrgsApplying: 6, Persons: 538, PersonsSuspended: f.PersonsSuspended, Vetting: 94,
			VettingLongest: f.VettingLongest, ToDecide: f.ToDecide, ASBPersons: 350, ASBOrgs: 40}
		if f != want {
			t.Errorf("%+v\nwant %+v", f, want)
		}
		if f.ToDecide == 0 || f.PersonsSuspended == 0 || f.VettingLongest == clock.NoDay {
			t.Errorf("nothing to decide, nobody suspended or nobody waiting: %+v", f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	agreements(t, r, force)
	envelopes(t, r, force)
	lists(t, r, hand, force)
}

// lists of the county fit its registers, today and as the next years let one thing after
// another lapse.
func lists(t *testing.T, r *server.Rooms, hand *clock.Hand, force id.Force) {
	t.Helper()
	for range 8 {
		err := r.DB.Read(t.Context(), func(tx *db.Tx) error {
			n, wrong, err := r.Desk.Check(tx, force)
			if n < 538 || len(wrong) > 0 {
				t.Errorf("on %s, of %d persons: %v", clock.DayOf(hand.Now()), n, wrong)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		hand.Advance(200 * 24 * time.Hour)
	}
}

// agreements of the county: what a newcomer sees of each stage.
func agreements(t *testing.T, r *server.Rooms, force id.Force) {
	t.Helper()
	manager := authz.Actor{Force: force, Role: authz.SchemeManager}
	vs, err := db.Find(t.Context(), r.DB, func(tx *db.Tx) ([]agreement.Version, error) {
		return r.Agreements.List(tx, manager, agreement.Query{Kind: agreement.Protocol}, register.Now(r.Clock.Now()))
	})
	if err != nil {
		t.Fatal(err)
	}
	states := map[agreement.State]int{}
	for _, v := range vs {
		states[v.State.State]++
		if v.State.State == agreement.InForce && len(v.State.Signatures) != 2 {
			t.Errorf("%s is in force with %d signatures", v.State.Number, len(v.State.Signatures))
		}
	}
	if want := map[agreement.State]int{agreement.InForce: 5, agreement.Issued: 1, agreement.Draft: 1}; !maps.Equal(states, want) {
		t.Errorf("protocols: %v, want %v", states, want)
	}
}
