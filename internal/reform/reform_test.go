package reform_test

import (
	"os"
	"strings"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/reform"
	"watchword/internal/register"
)

var must = accredtest.Must

const (
	asb     = law.PowerID("csas-name-address-asb")
	pnd     = law.PowerID("csas-pnd")
	traffic = law.PowerID("csas-name-address-traffic")
	control = law.PowerID("csas-traffic-control")
	tobacco = law.PowerID("csas-tobacco-u16")
)

func each(t *testing.T, do func(t *testing.T, w *accredtest.World)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { do(t, accredtest.New(t, d)) })
}

func preview(t *testing.T, w *accredtest.World, c reform.Change) reform.Impact {
	t.Helper()
	i, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (reform.Impact, error) { return w.Reforms.Preview(tx, w.Manager, c) })
	must(t, err)
	return i
}

func find(t *testing.T, w *accredtest.World, of id.Reform) reform.Reform {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (reform.Version, error) { return w.Reforms.Find(tx, w.Manager, of, w.Now()) })
	must(t, err)
	return v.State
}

// proposed is a change with a preview kept, before the delegate.
func proposed(t *testing.T, w *accredtest.World, c reform.Change) id.Reform {
	t.Helper()
	of, err := w.Reforms.Watch(t.Context(), w.Manager, reform.Note{Change: c, What: "Parliament decided so.", Source: "Gazette"})
	must(t, err)
	must(t, w.Reforms.Keep(t.Context(), w.Manager, of))
	must(t, w.Reforms.Propose(t.Context(), w.Manager, of, "SI 2027/1"))
	return of
}

func held(t *testing.T, w *accredtest.World, a id.Accreditation, on clock.Day) string {
	t.Helper()
	s := w.Standing(t, a, register.When{At: clock.OnClock(on, 12, 0), Known: w.Clock.Now()})
	var out []string
	for _, p := range s.Held() {
		out = append(out, string(p))
	}
	return strings.Join(out, " ")
}

// TestAPreviewTellsWhoLosesWhatAndChangesNothing counts holders, those who lose what rests on
// the power, and those who are left with nothing.
func TestAPreviewTellsWhoLosesWhatAndChangesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accredtest.World) {
		o := w.Approved(t, "Aldermere City Council")
		_, two := w.Accredited(t, o, "Ada", traffic, control)
		w.Accredited(t, o, "Ben", traffic, asb)
		w.Accredited(t, o, "Cy", asb)
		day := clock.MustDay("2027-04-01")
		i := preview(t, w, reform.Change{Kind: reform.Ends, Power: traffic, Day: day})
		if len(i.Persons) != 2 || i.Two != 1 || i.None != 1 || i.Certificates != 2 || i.Itself || len(i.Powers) != 2 || i.Powers[1].Power != control || len(i.Orgs) != 1 || i.Orgs[0].Persons != 2 {
			t.Errorf("%+v", i)
		}
		if got := held(t, w, two, day); got != string(traffic)+" "+string(control) {
			t.Errorf("the preview changed something: %s", got)
		}
		if i := preview(t, w, reform.Change{Kind: reform.Ends, Power: traffic, Day: accredtest.Today.AddYears(3).AddDays(1)}); len(i.Persons) != 0 {
			t.Errorf("accreditations that are over by then: %+v", i)
		}
		if i := preview(t, w, reform.Change{Kind: reform.Amended, Power: asb, Day: day}); len(i.Persons) != 2 || i.None != 0 || i.Untrained != 0 || i.Persons[0].Loses != nil {
			t.Errorf("amended without training: %+v", i)
		}
		for _, tt := range []struct {
			change reform.Change
			wrong  string
		}{
			{reform.Change{}, "kind power day"}, {reform.Change{Kind: reform.Ends, Power: "la-cpn", Day: day}, "power"}, {reform.Change{Kind: reform.Amended, Power: asb, Day: day, Retrain: true}, "trained"},
			{reform.Change{Kind: reform.Begins, Power: asb, Day: day}, "power.in-force"},
		} {
			_, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (reform.Impact, error) { return w.Reforms.Preview(tx, w.Manager, tt.change) })
			if got := accredtest.Wrong(err); got != tt.wrong {
				t.Errorf("%+v: %q, want %q", tt.change, got, tt.wrong)
			}
		}
	})
}

// TestAPowerEndsByOneDecision ends a power of which the catalogue has no day: up to the day
// before it may be used, from the day on not; it cannot be given anew; everybody is written to.
func TestAPowerEndsByOneDecision(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accredtest.World) {
		ctx, day := t.Context(), clock.MustDay("2027-04-01")
		o := w.Approved(t, "Aldermere City Council")
		ada, a := w.Accredited(t, o, "Ada", pnd, asb)
		_, b := w.Accredited(t, o, "Ben", asb)
		of := proposed(t, w, reform.Change{Kind: reform.Ends, Power: pnd, Day: day})
		kept := find(t, w, of)
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(2), 10, 0))
		if err := w.Reforms.CarryOut(ctx, w.Manager, of, w.Manager.Name); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the manager carries it out: %v", err)
		}
		if err := w.Reforms.CarryOut(ctx, w.Delegate, of, "Somebody Else"); accredtest.Wrong(err) != "typed_name" {
			t.Errorf("%v", err)
		}
		must(t, w.Reforms.CarryOut(ctx, w.Delegate, of, "Daniel Thorne"))
		if err := w.Reforms.CarryOut(ctx, w.Delegate, of, "Daniel Thorne"); !fault.Is(err, fault.Conflict) {
			t.Errorf("carried out twice: %v", err)
		}
		for _, tt := range []struct {
			of   id.Accreditation
			on   clock.Day
			want string
		}{{a, day - 1, string(pnd) + " " + string(asb)}, {a, day, string(asb)}, {b, day, string(asb)}} {
			if got := held(t, w, tt.of, tt.on); got != tt.want {
				t.Errorf("on %s: %q, want %q", tt.on, got, tt.want)
			}
		}
		letters, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]accred.Letter, error) { return w.Accreds.LettersOf(tx, w.Manager, ada) })
		must(t, err)
		n := 0
		for _, l := range letters {
			if l.Kind == "reform.carry-out" {
				n++
				if says := strings.Join(l.Body.Paragraphs, " "); !strings.Contains(says, "31 March 2027 is the last day on which you may use it. Parliament decided so.") || len(l.Body.Powers) != 1 {
					t.Errorf("%v, %v", l.Body.Paragraphs, l.Body.Powers)
				}
			}
		}
		if n != 2 {
			t.Errorf("%d letters", n)
		}
		r := find(t, w, of)
		if r.State != reform.CarriedOut || r.Decided != "C/Insp Daniel Thorne" || len(r.Impact.Persons) != 1 || kept.Impact.At.Equal(r.Impact.At) {
			t.Errorf("%+v", r)
		}
		// Given before the day, it ends with it; after the day it is not given.
		_, c := w.Accredited(t, o, "Cy", pnd, asb)
		if got := held(t, w, c, day); got != string(asb) {
			t.Errorf("given since: %q", got)
		}
		w.Clock.Set(clock.OnClock(day, 9, 0))
		p := w.Warden(t, o, "Di", day.AddYears(3), pnd)
		d, err := w.Accreds.Recommend(ctx, w.Manager, p, "Report and interview agree.")
		must(t, err)
		if err := w.Accreds.Sign(ctx, w.Delegate, d, w.Signing(pnd)); !strings.Contains(accredtest.Wrong(err), "power.changed") {
			t.Errorf("given after it ended: %v", err)
		}
		if i := preview(t, w, reform.Change{Kind: reform.Ends, Power: pnd, Day: day.AddDays(9)}); len(i.Persons) != 0 {
			t.Errorf("still held: %+v", i.Persons)
		}
		w.Verify(t)
	})
}

// TestAnAmendedPowerNeedsNewTraining stops a power on the day for who has not trained anew, and
// gives it back to who has.
func TestAnAmendedPowerNeedsNewTraining(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accredtest.World) {
		day, from := clock.MustDay("2027-02-01"), accredtest.Today.AddDays(10)
		o := w.Approved(t, "Aldermere City Council")
		p, a := w.Accredited(t, o, "Ada", asb, traffic)
		of := proposed(t, w, reform.Change{Kind: reform.Amended, Power: asb, Day: day, Retrain: true, Trained: from})
		if i := find(t, w, of).Impact; i.Untrained != 1 || i.None != 0 {
			t.Errorf("%+v", i)
		}
		must(t, w.Reforms.CarryOut(t.Context(), w.Delegate, of, "Daniel Thorne"))
		if before, on := held(t, w, a, day-1), held(t, w, a, day); before != string(traffic)+" "+string(asb) && before != string(asb)+" "+string(traffic) || on != string(traffic) {
			t.Errorf("%q, %q", before, on)
		}
		w.Clock.Set(clock.OnClock(from.AddDays(3), 10, 0))
		must(t, w.Train(t, p, from.AddYears(3), asb))
		if got := held(t, w, a, day); !strings.Contains(got, string(asb)) {
			t.Errorf("trained anew: %q", got)
		}
		w.Verify(t)
	})
}

// TestWhatTheCatalogueEndsComesByItself previews and carries out a change whose day the
// catalogue has already.
func TestWhatTheCatalogueEndsComesByItself(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	_, a := w.Accredited(t, o, "Ada", tobacco)
	day := clock.MustDay("2027-01-01")
	of := proposed(t, w, reform.Change{Kind: reform.Ends, Power: tobacco, Day: day})
	if i := find(t, w, of).Impact; !i.Itself || i.None != 1 {
		t.Errorf("%+v", i)
	}
	must(t, w.Reforms.CarryOut(t.Context(), w.Delegate, of, "Daniel Thorne"))
	if before, on := held(t, w, a, day-1), held(t, w, a, day); before != string(tobacco) || on != "" {
		t.Errorf("%q, %q", before, on)
	}
	w.Verify(t)
}

func TestTheWatchListAndWhoIsTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accredtest.World) {
		ctx, today := t.Context(), accredtest.Today
		note := reform.Note{Change: reform.Change{Kind: reform.Ends, Power: pnd}, What: "Abolished.", Source: "Police, Crime, Sentencing and Courts Act 2022, s118", Look: today.AddDays(5), Who: "Ruth Adeyemi"}
		of, err := w.Reforms.Watch(ctx, w.Manager, note)
		must(t, err)
		if _, err := w.Reforms.Watch(ctx, w.Manager, reform.Note{}); accredtest.Wrong(err) != "kind power what source" {
			t.Errorf("%v", err)
		}
		if err := w.Reforms.Keep(ctx, w.Manager, of); accredtest.Wrong(err) != "day" {
			t.Errorf("a preview without a day: %v", err)
		}
		if err := w.Reforms.Propose(ctx, w.Manager, of, "SI"); !fault.Is(err, fault.Conflict) {
			t.Errorf("proposed without a preview: %v", err)
		}
		told := func(who authz.Actor) string {
			items, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]diary.Item, error) {
				return w.Reforms.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: today.AddDays(30), Limit: 9})
			})
			must(t, err)
			var out []string
			for _, i := range items {
				out = append(out, i.Title)
			}
			return strings.Join(out, "; ")
		}
		if got := told(w.Manager); got != "Look again at LC-001: Penalty notice for disorder ends" {
			t.Errorf("%q", got)
		}
		note.Day = clock.MustDay("2027-04-01")
		must(t, w.Reforms.Note(ctx, w.Manager, of, note))
		must(t, w.Reforms.Keep(ctx, w.Manager, of))
		must(t, w.Reforms.Propose(ctx, w.Manager, of, "SI 2027/1"))
		if m, d := told(w.Manager), told(w.Delegate); m != "" || d != "Carry out LC-001: Penalty notice for disorder ends on 1 April 2027" {
			t.Errorf("%q, %q", m, d)
		}
		must(t, w.Reforms.SendBack(ctx, w.Delegate, of, "Not yet made"))
		must(t, w.Reforms.Drop(ctx, w.Manager, of, "It was revoked"))
		if err := w.Reforms.Keep(ctx, w.Manager, of); !fault.Is(err, fault.Conflict) {
			t.Errorf("kept though dropped: %v", err)
		}
		if r := find(t, w, of); r.State != reform.Dropped || r.Why != "It was revoked" {
			t.Errorf("%+v", r)
		}
		if _, err := w.Reforms.Watch(ctx, w.Trainer, note); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%v", err)
		}
		w.Verify(t)
	})
}

func TestLifePageIsTrue(t *testing.T) {
	t.Parallel()
	const file = "../../docs/life-of-a-law-change.md"
	if os.Getenv("UPDATE") != "" {
		must(t, os.WriteFile(file, []byte(reform.LifePage()), 0o644))
	}
	if have, err := os.ReadFile(file); err != nil || string(have) != reform.LifePage() {
		t.Errorf("%s is not what the table says (UPDATE=1 writes it): %v", file, err)
	}
}
