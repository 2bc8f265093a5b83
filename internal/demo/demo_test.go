package demo_test

import (
	"maps"
	"path/filepath"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/agreement"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/demo"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/register"
	"watchword/internal/sign"
	"watchword/internal/wire"
)

// rooms is every room on a database, with the clock at noon of a day.
func rooms(d *db.DB, day string) (demo.Rooms, *desk.Desk) {
	hand := clock.At(clock.OnClock(clock.MustDay(day), 12, 0))
	r := demo.Rooms{Rooms: wire.New(d, hand, keyring.New(keyring.Secret{3}), account.Config{}), Clock: hand}
	r.Areas.Origin = "http://127.0.0.1:8080"
	return r, r.Desk
}

func TestTheCountyHasTheFiguresItIsKnownFor(t *testing.T) {
	t.Parallel()
	d, err := db.Open(t.Context(), db.Config{File: filepath.Join(t.TempDir(), "demo.sqlite"), Fleeting: true})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, k := rooms(d, "2026-11-17")
	guests, err := demo.Load(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(guests) != 14 {
		t.Errorf("%d accounts, one for each of 14 roles is wanted: %v", len(guests), guests)
	}
	var force id.Force
	err = d.Read(t.Context(), func(tx *db.Tx) error {
		fs, err := r.Areas.Forces(tx)
		if err != nil {
			return err
		}
		force = fs[0].ID
		f, err := k.Figures(tx, force)
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
	keys, err := db.Find(t.Context(), d, func(tx *db.Tx) (sign.Keys, error) { return r.Ring.Public(tx, force) })
	if err != nil {
		t.Fatal(err)
	}
	rep, err := r.Ledger.Verify(t.Context(), force, ledger.Check{Keys: keys, Origin: "watchword/eastmarch/ledger", Tables: r.Registers(), Beside: r.Beside(), Unsigned: wire.Unsigned})
	if err != nil || rep.Fault != "" {
		t.Errorf("verify: %+v, %v", rep, err)
	}
	t.Logf("%+v", rep)
	agreements(t, r, force)
	envelopes(t, r, force)
	lists(t, r, force)
}

// lists of the county fit its registers, today and as the next years let one thing after
// another lapse.
func lists(t *testing.T, r demo.Rooms, force id.Force) {
	t.Helper()
	for range 8 {
		err := r.DB.Read(t.Context(), func(tx *db.Tx) error {
			n, wrong, err := r.Desk.Check(tx, force)
			if n < 538 || len(wrong) > 0 {
				t.Errorf("on %s, of %d persons: %v", clock.DayOf(r.Clock.Now()), n, wrong)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		r.Clock.Advance(200 * 24 * time.Hour)
	}
}

// agreements of the county: what a newcomer sees of each stage.
func agreements(t *testing.T, r demo.Rooms, force id.Force) {
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
