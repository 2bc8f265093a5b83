package training_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
	"watchword/internal/training"
)

const asb, litter, traffic = law.PowerID("csas-name-address-asb"), law.PowerID("csas-fpn-litter"), law.PowerID("csas-name-address-traffic")

// of is a person's training as lines "power passed expires".
func of(t testing.TB, w *accredtest.World, p id.Person, when register.When) string {
	t.Helper()
	x, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (training.Training, error) { return w.Trainings.Of(tx, w.Force, p, when) })
	accredtest.Must(t, err)
	var out []string
	for _, pass := range x.Passes {
		out = append(out, strings.TrimSpace(string(pass.Power)+" "+pass.Passed.String()+" "+pass.Expires.String()))
	}
	return strings.Join(out, "\n")
}

func pass(p law.PowerID, passed, expires string) training.Pass {
	x := training.Pass{Power: p, Passed: clock.MustDay(passed), Course: "Course 2026-11"}
	if expires != "" {
		x.Expires = clock.MustDay(expires)
	}
	return x
}

func TestAPassIsToldByFieldWhatIsWrongWithIt(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	p := w.Warden(t, w.Approved(t, "Aldermere City Council"), "Joel", accredtest.Today.AddYears(1))
	good := pass(asb, "2026-11-17", "2028-11-16")
	for _, tt := range []struct {
		name   string
		change func(*training.Pass)
		wrong  string
	}{
		{"nothing is wrong", func(*training.Pass) {}, ""},
		{"no last day", func(x *training.Pass) { x.Expires = clock.NoDay }, ""},
		{"a course of one day", func(x *training.Pass) { x.Expires = x.Passed }, ""},
		{"a power nobody knows", func(x *training.Pass) { x.Power = "csas-flying" }, "passes"},
		{"no day", func(x *training.Pass) { x.Passed = clock.NoDay }, "passed"},
		{"passed tomorrow", func(x *training.Pass) { x.Passed = accredtest.Today + 1 }, "passed"},
		{"a last day before the course", func(x *training.Pass) { x.Expires = x.Passed - 1 }, "expires"},
		{"no course", func(x *training.Pass) { x.Course = " " }, "course"},
		{"a course without end", func(x *training.Pass) { x.Course = strings.Repeat("x", 201) }, "course"},
		{"several at once", func(x *training.Pass) { x.Passed, x.Course = clock.NoDay, "" }, "passed course"},
	} {
		x := good
		tt.change(&x)
		if got := accredtest.Wrong(w.Trainings.Record(t.Context(), w.Trainer, p, []training.Pass{x})); got != tt.wrong {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.wrong)
		}
	}
	if got := accredtest.Wrong(w.Trainings.Record(t.Context(), w.Trainer, p, nil)); got != "passes" {
		t.Errorf("no pass at all: %q", got)
	}
}

func TestWhoRecordsTraining(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	p := w.Warden(t, o, "Joel", accredtest.Today.AddYears(1))
	may := map[authz.Role]bool{authz.SchemeManager: true, authz.Trainer: true}
	for _, role := range append([]authz.Role{authz.Public}, authz.Roles...) {
		who := w.Acting(role)
		who.Org, who.Person, who.Areas = o, p, []id.Area{w.City}
		err := w.Trainings.Record(t.Context(), who, p, []training.Pass{pass(asb, "2026-11-17", "")})
		if (err == nil) != may[role] || err != nil && !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.Unauthorized) {
			t.Errorf("%q: %v", role, err)
		}
	}
	for name, err := range map[string]error{
		"another force's trainer":   w.Trainings.Record(t.Context(), w.Stranger(t, authz.Trainer), p, []training.Pass{pass(asb, "2026-11-17", "")}),
		"of nobody in the register": w.Trainings.Record(t.Context(), w.Trainer, "per_nobody", []training.Pass{pass(asb, "2026-11-17", "")}),
	} {
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOfEachPowerTheLatestPassCounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		p := w.Warden(t, w.Approved(t, "Aldermere City Council"), "Joel", accredtest.Today.AddYears(1))
		for _, tt := range []struct {
			name   string
			passes []training.Pass
			want   string
		}{
			{"two powers, in the order of the catalogue", []training.Pass{pass(asb, "2025-01-10", "2027-01-09"), pass(litter, "2025-01-10", "")}, "csas-fpn-litter 2025-01-10\ncsas-name-address-asb 2025-01-10 2027-01-09"},
			{"a refresher of one leaves the other", []training.Pass{pass(asb, "2026-06-01", "2028-05-31")}, "csas-fpn-litter 2025-01-10\ncsas-name-address-asb 2026-06-01 2028-05-31"},
			{"an older course found in a drawer takes nothing back", []training.Pass{pass(asb, "2020-06-01", "2022-05-31")}, "csas-fpn-litter 2025-01-10\ncsas-name-address-asb 2026-06-01 2028-05-31"},
			{"a last day put right for the same course", []training.Pass{pass(asb, "2026-06-01", "2027-05-31")}, "csas-fpn-litter 2025-01-10\ncsas-name-address-asb 2026-06-01 2027-05-31"},
			{"one power twice at once", []training.Pass{pass(traffic, "2026-07-01", "2028-06-30"), pass(traffic, "2026-01-01", "2027-12-31")},
				"csas-fpn-litter 2025-01-10\ncsas-name-address-asb 2026-06-01 2027-05-31\ncsas-name-address-traffic 2026-07-01 2028-06-30"},
		} {
			accredtest.Must(t, w.Trainings.Record(t.Context(), w.Trainer, p, tt.passes))
			if diff := cmp.Diff(tt.want, of(t, w, p, w.Now())); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
			w.Clock.Advance(time.Minute)
		}
		w.Verify(t)
	})
}

func TestTrainingEndsPowerByPowerAtTheEndOfItsLastDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p := w.Warden(t, o, "Joel", accredtest.Today.AddYears(3))
		last := clock.MustDay("2027-06-30")
		accredtest.Must(t, w.Trainings.Record(t.Context(), w.Trainer, p, []training.Pass{pass(asb, "2026-11-17", last.String()), pass(litter, "2026-11-17", "")}))
		a, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Interview")
		accredtest.Must(t, err)
		accredtest.Must(t, w.Accreds.Sign(t.Context(), w.Delegate, a, w.Signing(asb, litter)))
		held := func(at time.Time) string {
			var out []string
			for _, x := range w.Standing(t, a, register.When{At: at, Known: w.Clock.Now()}).Held() {
				out = append(out, string(x))
			}
			return strings.Join(out, " ")
		}
		if got := held(last.End().Add(-time.Millisecond)); !strings.Contains(got, string(asb)) || !strings.Contains(got, string(litter)) {
			t.Errorf("on the last day: %s", got)
		}
		if got := held(last.End()); got != string(litter) {
			t.Errorf("when it is over: %s", got)
		}
		w.Clock.Set(last.End().Add(time.Hour))
		accredtest.Must(t, w.Trainings.Record(t.Context(), w.Trainer, p, []training.Pass{pass(asb, "2027-07-01", "2029-06-30")}))
		if got := held(w.Clock.Now()); !strings.Contains(got, string(asb)) {
			t.Errorf("after a refresher: %s", got)
		}
	})
}

func TestWhatWasSoAndWhatWasKnown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		p := w.Warden(t, w.Approved(t, "Aldermere City Council"), "Joel", accredtest.Today.AddYears(1))
		from := accredtest.Today.AddYears(-1).Start()
		enter := func(who authz.Actor, passes ...training.Pass) error {
			return d.Write(t.Context(), func(tx *db.Tx) error {
				e := w.Ledger.Begin(who, "person.import")
				if err := w.Trainings.EnterIn(tx, e, who, p, passes, from); err != nil {
					return err
				}
				return w.Ledger.Record(tx, e)
			})
		}
		if a, b := accredtest.Wrong(enter(w.Trainer, pass(asb, "2025-11-01", ""))), accredtest.Wrong(enter(w.Manager)); a != "forbidden" || b != "passes" {
			t.Errorf("the trainer imports: %q, nothing is imported: %q", a, b)
		}
		accredtest.Must(t, enter(w.Manager, pass(asb, "2025-11-01", "")))
		entered := w.Clock.Now()
		w.Clock.Advance(24 * time.Hour)
		accredtest.Must(t, w.Trainings.Record(t.Context(), w.Trainer, p, []training.Pass{pass(litter, "2026-11-18", "")}))
		now := w.Clock.Now()
		const first, both = "csas-name-address-asb 2025-11-01", "csas-fpn-litter 2026-11-18\ncsas-name-address-asb 2025-11-01"
		for _, tt := range []struct {
			name      string
			at, known time.Time
			want      string
		}{
			{"now", now, now, both}, {"now, as known yesterday", now, entered, first}, {"yesterday, as known now", entered, now, first},
			{"half a year ago, as known now", from.AddDate(0, 6, 0), now, first}, {"half a year ago, as known then", from.AddDate(0, 6, 0), from.AddDate(0, 6, 0), ""},
			{"before its first day", from.Add(-1), now, ""},
		} {
			if diff := cmp.Diff(tt.want, of(t, w, p, register.When{At: tt.at, Known: tt.known})); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.name, diff)
			}
		}
		w.Verify(t)
	})
}
