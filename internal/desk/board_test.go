package desk_test

import (
	"context"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/vetting"
)

// TestSeriesIsWhoHeldAtEachMonthEnd takes people and employers through every kind of
// ending over two years, and holds that the one pass counts what the registers answer
// instant by instant.
func TestSeriesIsWhoHeldAtEachMonthEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, k := office(t, d)
		b := desk.NewBoard(k)
		must := func(err error) { t.Helper(); accredtest.Must(t, err) }
		day := func(s string) { w.Clock.Set(clock.OnClock(clock.MustDay(s), 12, 0)) }
		o, q := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")
		_, joel := w.Accredited(t, o, "Joel", "csas-fpn-litter")
		ann, _ := w.Accredited(t, o, "Ann", "csas-fpn-litter")
		w.Accredited(t, q, "Bea", "csas-fpn-litter")
		day("2027-02-10")
		must(w.Accreds.Suspend(t.Context(), w.Manager, joel, "A complaint"))
		cleo, _ := w.Accredited(t, q, "Cleo", "csas-fpn-litter")
		day("2027-05-03")
		must(w.Accreds.Reinstate(t.Context(), w.Delegate, joel, "Unfounded"))
		must(w.Orgs.Suspend(t.Context(), w.Delegate, q, "Insurance"))
		day("2027-08-01")
		must(w.Orgs.Reinstate(t.Context(), w.Delegate, q, "Shown"))
		must(w.Persons.Leave(t.Context(), w.Manager, ann, clock.MustDay("2027-07-20"), "New post"))
		must(w.Vettings.Record(t.Context(), w.Vetter, cleo, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: clock.MustDay("2027-08-01"), Expires: clock.MustDay("2027-12-31")}))
		day("2028-03-15")
		must(w.Orgs.Withdraw(t.Context(), w.Delegate, q, "Ended"))
		day("2028-11-20")
		s, err := b.Series(t.Context(), w.Manager)
		must(err)
		var counts []int64
		for _, m := range s.Months {
			at := m.Last.End().Add(-1e6)
			if at.After(w.Clock.Now()) {
				at = w.Clock.Now()
			}
			held, err := db.Find(context.Background(), d, func(tx *db.Tx) ([]accred.Holding, error) {
				return w.Accreds.WhoHeld(tx, w.Force, register.When{At: at, Known: w.Clock.Now()})
			})
			must(err)
			if m.N != int64(len(held)) {
				t.Errorf("%s: %d in the series, %d held", m.Last, m.N, len(held))
			}
			counts = append(counts, m.N)
		}
		if s.Months[29].Last != clock.MustDay("2028-11-30") || s.MonthAgo != 1 || counts[29] != 1 || counts[0] != 0 {
			t.Errorf("%v, a month ago %d", counts, s.MonthAgo)
		}
		own, err := b.Series(t.Context(), authz.Actor{Force: w.Force, Role: authz.Signatory, Org: q})
		must(err)
		if own.Months[29].N != 0 || own.Months[5].N != 1 || own.Months[8].N != 2 {
			t.Errorf("the employer’s own: %v", own.Months)
		}
	})
}

func TestBoardFollowsEachWriteAtOnce(t *testing.T) {
	t.Parallel()
	w, k := office(t, dbtest.SQLite(t))
	b := desk.NewBoard(k)
	o := w.Approved(t, "Aldermere City Council")
	persons := func() int64 {
		v, err := b.Overview(t.Context(), w.Manager)
		accredtest.Must(t, err)
		return v.Persons
	}
	if persons() != 0 {
		t.Error("somebody is accredited")
	}
	p, _ := w.Accredited(t, o, "Joel", "csas-fpn-litter")
	if persons() != 1 {
		t.Error("the figure waits")
	}
	accredtest.Must(t, w.Persons.Leave(t.Context(), w.Manager, p, accredtest.Today, "New post"))
	if persons() != 0 {
		t.Error("the figure waits")
	}
	w.Accredited(t, o, "Ann", "csas-fpn-litter")
	if persons() != 1 {
		t.Error("the figure waits")
	}
	w.Clock.Set(accredtest.Today.AddYears(3).Start()) // lapses without a write
	if persons() != 0 {
		t.Error("what lapsed is counted")
	}
}

func TestOrganisationsAreFoundByTheirPlace(t *testing.T) {
	t.Parallel()
	w, k := office(t, dbtest.SQLite(t))
	b := desk.NewBoard(k)
	w.Approved(t, "Aldermere City Council")
	for area, want := range map[id.Area]int64{w.City: 1, w.Quay: 0, "are_nowhere": 0} {
		found, err := b.Organisations(t.Context(), w.Manager, desk.OrgFilter{Area: area}, nil)
		if err != nil || found.Total != want {
			t.Errorf("%s: %d, want %d: %v", area, found.Total, want, err)
		}
	}
}
