package org_test

import (
	"strings"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
)

// letters is the subjects of the letters about the arrangements of an organisation itself.
func letters(t *testing.T, w *accredtest.World, o id.Org) string {
	t.Helper()
	all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]accred.Letter, error) { return w.Accreds.LettersTo(tx, w.Manager, o, 100) })
	accredtest.Must(t, err)
	var out []string
	for _, l := range all {
		if l.Person == "" {
			out = append(out, l.Subject)
		}
	}
	return strings.Join(out, "; ")
}

// TestAnOrganisationLeavesWithNotice gives notice, takes it back, gives it again, and is
// recorded as having left once it has run out.
func TestAnOrganisationLeavesWithNotice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		_, a := w.Accredited(t, o, "Joel", law.PowerID("csas-name-address-asb"))
		ctx, today := t.Context(), clock.DayOf(w.Clock.Now())
		before := w.Org(t, o).To
		x := org.Exit{Reason: "contract", Why: "The market contract was lost.", Day: today.AddDays(30)}
		accredtest.Must(t, w.Orgs.Exit(ctx, w.Manager, o, x))
		if got := w.Org(t, o); got.State != org.InForce || got.To != x.Day || got.Exit.Until != before || !w.Standing(t, a, w.Now()).InForce() {
			t.Errorf("%+v", got)
		}
		accredtest.Must(t, w.Orgs.Stay(ctx, w.Manager, o))
		if got := w.Org(t, o); got.To != before || got.Exit != nil {
			t.Errorf("%+v", got)
		}
		if err := w.Orgs.Stay(ctx, w.Manager, o); accredtest.Wrong(err) != "conflict" {
			t.Errorf("taken back twice: %v", err)
		}
		accredtest.Must(t, w.Orgs.Exit(ctx, w.Manager, o, x))
		w.Clock.Set(x.Day.End())
		if st := w.Standing(t, a, w.Now()); st.Status != accred.StatusCeased {
			t.Errorf("after the last day it is %s", st.Status)
		}
		if err := w.Orgs.Stay(ctx, w.Manager, o); accredtest.Wrong(err) != "conflict" {
			t.Errorf("taken back after it ran out: %v", err)
		}
		due, err := db.Find(ctx, d, func(tx *db.Tx) ([]diary.Item, error) {
			return w.Orgs.Diary(tx, w.Manager, diary.Window{At: w.Clock.Now(), To: clock.DayOf(w.Clock.Now()), Limit: 10})
		})
		if err != nil || len(due) != 1 || due[0].Title != "Record that Aldermere City Council has left the scheme" {
			t.Errorf("%v, %v", due, err)
		}
		now := x
		now.Day = clock.DayOf(w.Clock.Now())
		accredtest.Must(t, w.Orgs.Exit(ctx, w.Manager, o, now))
		if got := w.Org(t, o); got.State != org.Left || got.Exit.Reason != "contract" || got.Why != x.Why {
			t.Errorf("%+v", got)
		}
		if got := letters(t, w, o); got != "Your arrangements: ended; Your arrangements: your notice; Your arrangements: your notice" {
			t.Errorf("letters: %s", got)
		}
		w.Verify(t)
	})
}

func TestWhatIsRecordedOfAnExit(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	today := clock.DayOf(w.Clock.Now())
	whole := org.Exit{Reason: "cost", Why: "Too dear.", Day: today}
	for _, tt := range []struct {
		name  string
		who   authz.Actor
		alter func(*org.Exit)
		want  string
	}{
		{"everything", w.Manager, func(x *org.Exit) { *x = org.Exit{} }, "reason why day"},
		{"a reason that is counted", w.Manager, func(x *org.Exit) { x.Reason = "whim" }, "reason"},
		{"not three years ahead", w.Manager, func(x *org.Exit) { x.Day = today.AddYears(3) }, "day"},
		{"not two years back", w.Manager, func(x *org.Exit) { x.Day = today.AddYears(-2) }, "day"},
		{"by the delegate, whose it is not", w.Delegate, func(*org.Exit) {}, "forbidden"},
		{"by the delegate, with notice", w.Delegate, func(x *org.Exit) { x.Day += 9 }, "forbidden"},
		{"by another force", w.Stranger(t, authz.SchemeManager), func(*org.Exit) {}, "not-found"},
		{"by the office", w.Manager, func(*org.Exit) {}, ""},
		{"twice", w.Manager, func(*org.Exit) {}, "conflict"},
		{"with notice, after it left", w.Manager, func(x *org.Exit) { x.Day += 9 }, "conflict"},
	} {
		x := whole
		tt.alter(&x)
		if err := w.Orgs.Exit(t.Context(), tt.who, o, x); accredtest.Wrong(err) != tt.want {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// TestAnOrganisationIsWrittenToOfItsArrangements counts the letters to the organisation.
func TestAnOrganisationIsWrittenToOfItsArrangements(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	for _, act := range []func() error{
		func() error { return w.Orgs.Suspend(t.Context(), w.Delegate, o, "No insurance") },
		func() error { return w.Orgs.Reinstate(t.Context(), w.Delegate, o, "Insured again") },
		func() error { return w.Orgs.Withdraw(t.Context(), w.Delegate, o, "No supervisor") },
	} {
		w.Clock.Advance(1e9)
		accredtest.Must(t, act())
	}
	if got := letters(t, w, o); got != "Your arrangements: withdrawn; Your arrangements: go on; Your arrangements: suspended" {
		t.Errorf("%s", got)
	}
}
