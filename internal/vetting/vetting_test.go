package vetting_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/vetting"
)

const litter = "csas-fpn-litter"

// applicant is somebody put forward, of whom the unit knows nothing yet.
func applicant(t testing.TB, w *accredtest.World, o id.Org, name string) id.Person {
	t.Helper()
	p, err := w.Persons.Nominate(t.Context(), w.Manager, person.Person{Forenames: name, Surname: "Hartnoll", Born: clock.MustDay("1990-05-01"), Org: o,
		Role: w.Org(t, o).Roles[0].ID, Agreed: accredtest.Today})
	accredtest.Must(t, err)
	return p
}

// of is a person's vetting.
func of(t testing.TB, w *accredtest.World, p id.Person, when register.When) vetting.Vetting {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (vetting.Vetting, error) { return w.Vettings.Of(tx, w.Force, p, when) })
	accredtest.Must(t, err)
	return v
}

func passed(until clock.Day) vetting.Vetting {
	return vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: accredtest.Today, Expires: until}
}

func TestAResultIsToldByFieldWhatIsWrongWithIt(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	p := applicant(t, w, w.Approved(t, "Aldermere City Council"), "Joel")
	today := accredtest.Today
	for _, tt := range []struct {
		name   string
		change func(*vetting.Vetting)
		wrong  string
	}{
		{"passed", func(*vetting.Vetting) {}, ""},
		{"passed on the last day it holds", func(v *vetting.Vetting) { v.Expires = today }, ""},
		{"no outcome", func(v *vetting.Vetting) { v.Outcome = "" }, "outcome"},
		{"waiting is no decision", func(v *vetting.Vetting) { v.Outcome = vetting.Waiting }, "outcome"},
		{"no level", func(v *vetting.Vetting) { v.Level = "" }, "level"},
		{"a level the force does not accept", func(v *vetting.Vetting) { v.Level = "MV" }, "level"},
		{"no last day", func(v *vetting.Vetting) { v.Expires = clock.NoDay }, "expires"},
		{"a last day before the decision", func(v *vetting.Vetting) { v.Expires = today - 1 }, "expires"},
		{"more than ten years", func(v *vetting.Vetting) { v.Expires = today.AddYears(11) + 1 }, "expires"},
		{"no day of the decision", func(v *vetting.Vetting) { v.Decided = clock.NoDay }, "decided"},
		{"decided tomorrow", func(v *vetting.Vetting) { v.Decided = today + 1 }, "decided"},
		{"refused needs neither level nor last day", func(v *vetting.Vetting) { v.Outcome, v.Level = vetting.Refused, "" }, ""},
		{"several at once", func(v *vetting.Vetting) { v.Level, v.Expires, v.Decided = "", clock.NoDay, clock.NoDay }, "level expires decided"},
	} {
		v := passed(today.AddYears(3))
		tt.change(&v)
		if got := accredtest.Wrong(w.Vettings.Record(t.Context(), w.Vetter, p, v)); got != tt.wrong {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.wrong)
		}
	}
	if got := of(t, w, p, w.Now()); got.Outcome != vetting.Refused || got.Expires != clock.NoDay {
		t.Errorf("a refusal has no last day: %+v", got)
	}
}

func TestTheUnitAloneDecides(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	p := applicant(t, w, o, "Joel")
	for _, role := range append([]authz.Role{authz.Public, authz.Operator}, authz.Roles...) {
		who := w.Acting(role)
		who.Org, who.Person, who.Areas = o, p, []id.Area{w.City}
		err := w.Vettings.Record(t.Context(), who, p, passed(accredtest.Today.AddYears(1)))
		if (err == nil) != (role == authz.VettingUnit) || err != nil && !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.Unauthorized) {
			t.Errorf("%q records a result: %v", role, err)
		}
	}
	if err := w.Vettings.Record(t.Context(), w.Stranger(t, authz.VettingUnit), p, passed(accredtest.Today.AddYears(1))); !fault.Is(err, fault.NotFound) {
		t.Errorf("another force's unit: %v", err)
	}
	got := of(t, w, p, w.Now())
	if got.By != authz.VettingUnit.Title() || got.Account != "acc_vetting-unit" {
		t.Errorf("it is signed by whoever sent it, and not by the unit: %+v", got)
	}
}

func TestWhoAsksForVettingAndForItsRenewal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")
		p := applicant(t, w, o, "Joel")
		mine, theirs := w.Acting(authz.Liaison), w.Acting(authz.Liaison)
		mine.Org, theirs.Org = o, other
		ask := func(who authz.Actor, on clock.Day) string {
			return accredtest.Wrong(w.Vettings.Request(t.Context(), who, p, on))
		}
		today := accredtest.Today
		if a, b, c := ask(theirs, today), ask(w.Vetter, today), ask(w.Stranger(t, authz.SchemeManager), today); a != "forbidden" || b != "forbidden" || c == "" {
			t.Errorf("another employer: %q, the unit itself: %q, another force: %q", a, b, c)
		}
		if a, b := ask(mine, today), ask(w.Manager, today); a != "" || b != "conflict" {
			t.Errorf("the employer: %q, once more: %q", a, b)
		}
		accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, passed(today+30)))
		if got := of(t, w, p, w.Now()); got.Outcome != vetting.Passed || got.Requested != today || got.Renewal != clock.NoDay {
			t.Errorf("decided: %+v", got)
		}
		w.Clock.Advance(10 * 24 * time.Hour)
		if a, b := ask(mine, today+10), ask(mine, today+10); a != "" || b != "conflict" {
			t.Errorf("renewal: %q, once more: %q", a, b)
		}
		if got := of(t, w, p, w.Now()); got.Outcome != vetting.Passed || got.Renewal != today+10 || got.Expires != today+30 {
			t.Errorf("what holds goes on holding while its renewal is awaited: %+v", got)
		}
		next := passed(today + 700)
		next.Decided = today + 10
		accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, next))
		if got := of(t, w, p, w.Now()); got.Requested != today+10 || got.Renewal != clock.NoDay || got.Expires != today+700 {
			t.Errorf("renewed: %+v", got)
		}
		w.Clock.Set((today + 701).Start())
		if a := ask(mine, today+701); a != "" {
			t.Errorf("after it lapsed: %q", a)
		}
		if got := of(t, w, p, w.Now()); got.Outcome != vetting.Waiting || got.Requested != today+701 {
			t.Errorf("what lapsed is asked for anew: %+v", got)
		}
		w.Verify(t)
	})
}

func TestAClearanceEndsByItselfAtTheEndOfItsLastDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		last := clock.MustDay("2027-06-30") // in summer the day ends at 23:00 UTC
		p := w.Warden(t, o, "Joel", last, litter)
		accredtest.Must(t, w.Train(t, p, last.AddYears(1), litter))
		a, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Interview")
		accredtest.Must(t, err)
		accredtest.Must(t, w.Accreds.Sign(t.Context(), w.Delegate, a, w.Signing(litter)))
		if got := of(t, w, p, w.Now()).Until(); !got.Equal(time.Date(2027, 6, 30, 23, 0, 0, 0, time.UTC)) {
			t.Errorf("it holds until %s", got)
		}
		for _, tt := range []struct {
			at   time.Time
			want accred.Status
		}{
			{last.End().Add(-time.Millisecond), accred.StatusInForce}, {last.End(), accred.StatusVettingOver},
		} {
			if got := w.Standing(t, a, register.When{At: tt.at, Known: w.Clock.Now()}).Status; got != tt.want {
				t.Errorf("at %s it is %s, want %s", tt.at, got, tt.want)
			}
		}
	})
}

func TestAClearanceTakenBackStopsThePersonInTheSameEntry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		p, a := w.Accredited(t, w.Approved(t, "Aldermere City Council"), "Joel", litter)
		before := w.Clock.Now()
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Withdrawn, Decided: accredtest.Today}))
		if s := w.Standing(t, a, w.Now()); s.InForce() {
			t.Errorf("it is %s", s.Status)
		}
		if s := w.Standing(t, a, register.When{At: before, Known: w.Clock.Now()}); !s.InForce() {
			t.Errorf("an hour before it was %s", s.Status)
		}
		w.Verify(t)
	})
}

func TestTheQueueIsThoseWhoWaitLongestFirst(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		var want []string
		for i, days := range []int{9, 30, 2} {
			p := applicant(t, w, o, []string{"Ann", "Bea", "Cleo"}[i])
			accredtest.Must(t, w.Vettings.Request(t.Context(), w.Manager, p, accredtest.Today.AddDays(-days)))
			want = append(want, string(p))
		}
		accredtest.Must(t, w.Vettings.Request(t.Context(), w.Manager, w.Warden(t, o, "Joel", accredtest.Today+30), accredtest.Today)) // a renewal
		queue := func(force id.Force) []string {
			q, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]vetting.Version, error) { return w.Vettings.Queue(tx, force, 10) })
			accredtest.Must(t, err)
			var out []string
			for _, v := range q {
				out = append(out, v.ID)
			}
			return out
		}
		if diff := cmp.Diff([]string{want[1], want[0], want[2]}, queue(w.Force)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if got := queue(w.Stranger(t, authz.VettingUnit).Force); len(got) != 0 {
			t.Errorf("another force's queue: %v", got)
		}
	})
}

func TestWhatWasSoAndWhatWasKnown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p := applicant(t, w, o, "Joel")
		entered := w.Clock.Now()
		from := accredtest.Today.AddYears(-1).Start()
		kept := vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV2", Requested: accredtest.Today.AddYears(-1), Decided: accredtest.Today.AddYears(-1), Expires: accredtest.Today.AddYears(2)}
		enter := func(who authz.Actor, v vetting.Vetting) error {
			return d.Write(t.Context(), func(tx *db.Tx) error {
				e := w.Ledger.Begin(who, "person.import")
				if err := w.Vettings.EnterIn(tx, e, who, p, v, from); err != nil {
					return err
				}
				return w.Ledger.Record(tx, e)
			})
		}
		bad := kept
		bad.Expires = clock.NoDay
		if a, b := accredtest.Wrong(enter(w.Vetter, kept)), accredtest.Wrong(enter(w.Manager, bad)); a != "forbidden" || b != "expires" {
			t.Errorf("the unit imports: %q, a pass without a last day: %q", a, b)
		}
		accredtest.Must(t, enter(w.Manager, kept))
		w.Clock.Advance(24 * time.Hour)
		accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Withdrawn, Decided: accredtest.Today}))
		decided := w.Clock.Now()
		for _, tt := range []struct {
			name      string
			at, known time.Time
			want      vetting.Outcome
		}{
			{"now", decided, decided, vetting.Withdrawn},
			{"now, as known an hour ago", decided, decided.Add(-time.Hour), vetting.Passed},
			{"half a year ago, as known today", from.AddDate(0, 6, 0), decided, vetting.Passed},
			{"half a year ago, as known then", from.AddDate(0, 6, 0), from.AddDate(0, 6, 0), ""},
			{"before its first day", from.Add(-1), decided, ""},
			{"when it was entered", entered, entered, vetting.Passed},
		} {
			if got := of(t, w, p, register.When{At: tt.at, Known: tt.known}).Outcome; got != tt.want {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			}
		}
		all, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]vetting.Version, error) { return w.Vettings.History(tx, w.Force, p) })
		if err != nil || len(all) != 2 {
			t.Errorf("%d versions, %v", len(all), err)
		}
		if got, err := db.Find(t.Context(), d, func(tx *db.Tx) (map[id.Person]vetting.Vetting, error) {
			return w.Vettings.All(tx, "for_nobody", w.Now())
		}); err != nil || len(got) != 0 {
			t.Errorf("another force's: %v, %v", got, err)
		}
		w.Verify(t)
	})
}
