package clockwork_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/clockwork/icaltest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/law"
)

// actor is who acts with the account of an address.
func (w *office) actor(email string) authz.Actor {
	w.t.Helper()
	all, err := db.Find(w.t.Context(), w.DB, func(tx *db.Tx) ([]account.Holder, error) { return w.Accounts.Everybody(tx, w.Force) })
	accredtest.Must(w.t, err)
	for _, h := range all {
		if h.Email == email {
			return h.Acting[0]
		}
	}
	w.t.Fatal("nobody has the address " + email)
	return authz.Actor{}
}

// calendar reads a calendar, strictly.
func (w *office) calendar(secret string) icaltest.Calendar {
	w.t.Helper()
	c, err := w.Clockwork.Calendar(w.t.Context(), secret)
	accredtest.Must(w.t, err)
	out, err := icaltest.Parse(c.Bytes())
	accredtest.Must(w.t, err)
	return out
}

// entries is a calendar as a table has it.
func entries(c icaltest.Calendar) []string {
	out := []string{}
	for _, e := range c.Events {
		line := e.Day + " " + e.Summary
		if e.Status == "CANCELLED" {
			line += " (cancelled)"
		}
		if e.Sequence > 0 {
			line += strings.Repeat("'", e.Sequence)
		}
		out = append(out, line)
	}
	return out
}

func TestACalendarFollowsWhatFallsDue(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newOffice(t, d)
		due := clock.MustDay("2027-06-30")
		p, _ := w.Accredited(t, w.org, "Joel", "csas-fpn-litter")
		accredtest.Must(t, w.Train(t, p, due, "csas-fpn-litter"))
		secret, err := w.Clockwork.MakeFeed(t.Context(), w.actor("trainer@force.example"))
		accredtest.Must(t, err)
		if c := w.calendar(secret); strings.Contains(c.Name+strings.Join(entries(c), ""), "Joel") || c.Name != "Eastmarch Constabulary: falls due" {
			t.Errorf("%+v", c)
		}
		if diff := cmp.Diff([]string{"2027-06-30 Training: 1 person"}, entries(w.calendar(secret))); diff != "" {
			t.Error(diff)
		}
		q, _ := w.Accredited(t, w.org, "Mary", "csas-fpn-litter")
		accredtest.Must(t, w.Train(t, q, due, "csas-fpn-litter"))
		w.Clock.Advance(time.Hour)
		changed := w.calendar(secret)
		if diff := cmp.Diff([]string{"2027-06-30 Training: 2 persons'"}, entries(changed)); diff != "" {
			t.Errorf("another person: %s", diff)
		}
		w.Clock.Advance(time.Hour)
		if again := w.calendar(secret); cmp.Diff(changed, again) != "" {
			t.Errorf("nothing has changed: %s", cmp.Diff(changed, again))
		}
		for _, x := range []id.Person{p, q} {
			w.Clock.Advance(24 * time.Hour)
			accredtest.Must(t, w.Train(t, x, clock.MustDay("2027-09-30"), "csas-fpn-litter"))
		}
		got := w.calendar(secret)
		if diff := cmp.Diff([]string{"2027-06-30 Training: 2 persons (cancelled)''", "2027-09-30 Training: 2 persons"}, entries(got)); diff != "" {
			t.Errorf("renewed: %s", diff)
		}
		if got.Events[0].UID != changed.Events[0].UID {
			t.Error("an entry that is cancelled keeps its UID")
		}
		w.Clock.Set(clock.MustDay("2027-09-30").End())
		if diff := cmp.Diff([]string{"2027-09-30 Training: 2 persons"}, entries(w.calendar(secret))); diff != "" {
			t.Errorf("past: what was cancelled long ago is gone, what came to pass has: %s", diff)
		}
	})
}

func TestACalendarIsTheAccountsOwn(t *testing.T) {
	t.Parallel()
	w := newOffice(t, dbtest.SQLite(t))
	w.Accredited(t, w.org, "Joel", "csas-fpn-litter")
	w.Clock.Set(clock.MustDay("2029-10-01").Start())
	missing := func(secret, when string) {
		t.Helper()
		if _, err := w.Clockwork.Calendar(t.Context(), secret); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", when, err)
		}
	}
	control, liaison := w.actor("control@force.example"), w.actor("liaison@aldermere.example")
	secret, err := w.Clockwork.MakeFeed(t.Context(), control)
	accredtest.Must(t, err)
	if got := entries(w.calendar(secret)); len(got) != 0 {
		t.Errorf("%v: nothing of that is the control room's to see to", got)
	}
	old, err := w.Clockwork.MakeFeed(t.Context(), liaison)
	accredtest.Must(t, err)
	if diff := cmp.Diff([]string{"2029-11-16 Accreditation: 1 person", "2029-11-16 Your arrangements with the chief officer end", "2029-11-17 Training: 1 person", "2029-11-17 Vetting: 1 person"}, entries(w.calendar(old))); diff != "" {
		t.Error(diff)
	}
	secret, err = w.Clockwork.MakeFeed(t.Context(), liaison)
	accredtest.Must(t, err)
	missing(old, "another was made")
	missing("", "no secret")
	force, bare, _ := keyring.ParseValue(secret)
	missing(keyring.Value(id.New[id.Force](), bare), "of another force")
	missing(bare, "of no force")
	missing(keyring.Value(force, strings.Repeat("a", len(bare))), "a guess")
	accredtest.Must(t, w.Clockwork.EndFeed(t.Context(), liaison))
	missing(secret, "ended")
	if err := w.Clockwork.EndFeed(t.Context(), liaison); !fault.Is(err, fault.NotFound) {
		t.Errorf("ended twice: %v", err)
	}
	secret, err = w.Clockwork.MakeFeed(t.Context(), liaison)
	accredtest.Must(t, err)
	accredtest.Must(t, w.Accounts.End(t.Context(), w.Operator, liaison.Account, "Left"))
	missing(secret, "the account has ended")
	if _, err := w.Clockwork.MakeFeed(t.Context(), w.Acting(authz.Public)); err == nil {
		t.Error("nobody makes a calendar")
	}
	w.Verify(t)
}

func TestForecastCountsByMonth(t *testing.T) {
	t.Parallel()
	w := newOffice(t, dbtest.SQLite(t))
	var wardens []id.Person
	for _, name := range []string{"Joel", "Mary", "Anne"} {
		p, _ := w.Accredited(t, w.org, name, "csas-fpn-litter", "csas-name-address-asb")
		wardens = append(wardens, p)
	}
	accredtest.Must(t, w.Train(t, wardens[0], clock.MustDay("2026-12-31"), "csas-fpn-litter"))
	accredtest.Must(t, w.Train(t, wardens[1], clock.MustDay("2027-01-01"), "csas-fpn-litter", "csas-name-address-asb"))
	f, err := w.Clockwork.Forecast(t.Context(), w.Manager, 3)
	accredtest.Must(t, err)
	var counts []int
	for _, m := range f.Months {
		counts = append(counts, m.Counts["training"])
	}
	if diff := cmp.Diff([]int{0, 1, 1}, counts); diff != "" || f.Months[0].First.String() != "2026-11-01" || len(f.Kinds) != 1 {
		t.Errorf("%s %+v", diff, f)
	}
	totals := map[law.PowerID]int{}
	for _, x := range f.Training {
		totals[x.Power] = x.Total
	}
	if diff := cmp.Diff(map[law.PowerID]int{"csas-fpn-litter": 2, "csas-name-address-asb": 1}, totals); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{0, 1, 1}, f.Places); diff != "" {
		t.Errorf("places on courses: %s", diff)
	}
	for _, n := range []int{0, -1, 61} {
		if _, err := w.Clockwork.Forecast(t.Context(), w.Manager, n); !fault.Is(err, fault.Invalid) {
			t.Errorf("%d months: %v", n, err)
		}
	}
	figures, err := w.Clockwork.Forecast(t.Context(), w.Acting(authz.Commissioner), 60)
	accredtest.Must(t, err)
	if diff := cmp.Diff([]diary.Kind{"arrangements"}, figures.Kinds); diff != "" {
		t.Errorf("the commissioner: %s", diff)
	}
}
