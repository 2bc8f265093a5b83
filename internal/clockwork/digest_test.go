package clockwork_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/account"
	"watchword/internal/account/accounttest"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/outbox"
	"watchword/internal/vetting"
)

// office is a force whose office and employers have accounts.
type office struct {
	*accredtest.World
	t   testing.TB
	org id.Org
}

func newOffice(t testing.TB, d *db.DB) *office {
	t.Helper()
	w := &office{World: accredtest.New(t, d), t: t}
	w.Set(t, "digest_on", "daily")
	for role, email := range map[authz.Role]string{authz.SchemeManager: "manager@force.example", authz.Delegate: "delegate@force.example", authz.VettingUnit: "vetting@force.example",
		authz.Trainer: "trainer@force.example", authz.ControlRoom: "control@force.example"} {
		w.account(email, account.Post{Role: role})
	}
	w.org = w.Approved(t, "Aldermere City Council")
	w.account("liaison@aldermere.example", account.Post{Role: authz.Liaison, Org: w.org})
	return w
}

func (w *office) account(email string, p account.Post) {
	w.t.Helper()
	accounttest.Add(w.t, w.Accounts, w.Operator, email, "Somebody", p)
}

// day runs the clockwork on the morning of a day, and gives what was written by address,
// each line of what is told.
func (w *office) day(day string) map[string]outbox.Message {
	w.t.Helper()
	at := clock.OnClock(clock.MustDay(day), 7, 5)
	w.Clock.Set(at)
	accredtest.Must(w.t, w.Clockwork.Tick(w.t.Context()))
	all, err := db.Find(w.t.Context(), w.DB, func(tx *db.Tx) ([]outbox.Message, error) {
		return w.Outbox.List(tx, w.Manager, outbox.Filter{Limit: 1000})
	})
	accredtest.Must(w.t, err)
	out := map[string]outbox.Message{}
	for _, m := range all {
		if m.Made.Equal(at) {
			out[m.Address] = m
		}
	}
	return out
}

// told is the things of a digest, with the warning each stands under.
func told(m outbox.Message) []string {
	var out []string
	under := ""
	for line := range strings.Lines(m.Body) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "Within") || line == "Overdue" {
			under = line
		}
		if thing, ok := strings.CutPrefix(line, "- "); ok {
			out = append(out, under+": "+thing)
		}
	}
	return out
}

func TestThoseWhoCanSeeToItAreTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newOffice(t, d)
		p, _ := w.Accredited(t, w.org, "Joel", "csas-fpn-litter", "csas-name-address-asb")
		w.account("joel@aldermere.example", account.Post{Role: authz.AccreditedPerson, Org: w.org, Person: p})
		due := clock.MustDay("2027-06-30")
		accredtest.Must(t, w.Train(t, p, due, "csas-fpn-litter"))
		if got := w.day(due.AddDays(-91).String()); len(got) != 0 {
			t.Errorf("%v are told before the first warning", got)
		}
		for _, step := range []int{90, 60, 30} {
			within := map[int]string{90: "Within 90 days", 60: "Within 60 days", 30: "Within 30 days"}[step]
			stops := ". The powers it was for stop by themselves at midnight"
			want := map[string][]string{
				"manager@force.example":     {within + ": 30 June 2027: Training of EM 4001, Aldermere City Council" + stops},
				"trainer@force.example":     {within + ": 30 June 2027: Training of EM 4001, Aldermere City Council" + stops},
				"liaison@aldermere.example": {within + ": 30 June 2027: Training of EM 4001" + stops},
				"joel@aldermere.example":    {within + ": 30 June 2027: Your training for one power" + stops},
			}
			got := map[string][]string{}
			for a, m := range w.day(due.AddDays(-step).String()) {
				got[a] = told(m)
				if strings.Contains(m.Text(), "Joel") || strings.Contains(m.Text(), "Hartnoll") || strings.Contains(m.Subject, "Joel") {
					t.Errorf("a person is named:\n%s", m.Text())
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%d days before: %s", step, diff)
			}
			if again := w.day(due.AddDays(-step + 1).String()); len(again) != 0 {
				t.Errorf("%d days before, on the next day: %v are told again", step, again)
			}
		}
		w.Verify(t)
	})
}

func TestADayIsDoneOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newOffice(t, d)
		w.Accredited(t, w.org, "Joel", "csas-fpn-litter")
		day := clock.MustDay("2029-11-16").AddDays(-90)
		w.Clock.Set(clock.OnClock(day, 6, 59))
		accredtest.Must(t, w.Clockwork.Tick(t.Context()))
		if got := w.count(); got != 0 {
			t.Errorf("%d messages before the hour", got)
		}
		w.day(day.String())
		first, entries := w.count(), w.entries()
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Clockwork.Tick(t.Context()))
		if first == 0 || w.count() != first || w.entries() != entries {
			t.Errorf("%d messages and %d entries, then %d and %d", first, entries, w.count(), w.entries())
		}
	})
}

func (w *office) count() int64 {
	w.t.Helper()
	n, err := db.Find(w.t.Context(), w.DB, func(tx *db.Tx) (int64, error) { return db.Count(tx, `SELECT COUNT(*) FROM message`) })
	accredtest.Must(w.t, err)
	return n
}

func (w *office) entries() int {
	w.t.Helper()
	_, err := w.Ledger.Sequence(w.t.Context())
	accredtest.Must(w.t, err)
	all, err := db.Find(w.t.Context(), w.DB, func(tx *db.Tx) ([]ledger.Entry, error) {
		return w.Ledger.List(tx, w.Force, ledger.Query{Role: authz.System, Limit: 1000})
	})
	accredtest.Must(w.t, err)
	return len(all)
}

func TestAnEmployerWithoutAnAccountIsWrittenTo(t *testing.T) {
	t.Parallel()
	w := newOffice(t, dbtest.SQLite(t))
	state := accredtest.CouncilState("Quaymouth Town Council", w.City)
	state.Contacts[0].Email = "priya@quaymouth.example"
	reached, err := w.Orgs.Add(t.Context(), w.Manager, state)
	accredtest.Must(t, err)
	alone := w.Council(t, "Saltings Parish Council")
	for _, o := range []id.Org{reached, alone} {
		w.Approve(t, o, accredtest.Today, clock.MustDay("2027-06-30"))
	}
	got := w.day("2027-04-01")
	m, ok := got["priya@quaymouth.example"]
	if !ok || m.Link != "" || !strings.Contains(m.Body, "Your arrangements with the chief officer end") || !strings.Contains(m.Body, "gives you an account") {
		t.Errorf("%v %+v", ok, m)
	}
	items, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]diary.Item, error) {
		return w.Clockwork.Diary(tx, w.Manager, diary.Window{At: w.Clock.Now(), To: clock.DayOf(w.Clock.Now()), Limit: 10})
	})
	accredtest.Must(t, err)
	if len(items) != 1 || items[0].Org != alone || items[0].Title != "Nobody at Saltings Parish Council can be written to: add an account, or the e-mail address of a contact" {
		t.Errorf("%+v", items)
	}
}

func TestWhatLapsesIsWrittenOfOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newOffice(t, d)
		p, _ := w.Accredited(t, w.org, "Joel", "csas-fpn-litter")
		due := clock.MustDay("2027-06-30")
		accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: accredtest.Today, Expires: due}))
		letters := func() []string {
			var out []string
			for _, to := range []authz.Actor{{Force: w.Force, Role: authz.AccreditedPerson, Org: w.org, Person: p}, {Force: w.Force, Role: authz.Signatory, Org: w.org}} {
				all, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]string, error) {
					ls, err := w.Accreds.LettersOf(tx, to, p)
					var out []string
					for _, l := range ls {
						if l.Kind == "accreditation.warn" {
							out = append(out, l.To+": "+l.Subject)
						}
					}
					return out, err
				})
				accredtest.Must(t, err)
				out = append(out, all...)
			}
			return out
		}
		w.day(due.AddDays(-91).String())
		if got := letters(); len(got) != 0 {
			t.Errorf("%v", got)
		}
		for day := due.AddDays(-90); day <= due; day = day.AddDays(10) {
			w.day(day.String())
			want := []string{"person: Your accreditation: something ends on 30 June 2027", "employer: Your accreditation: something ends on 30 June 2027"}
			if diff := cmp.Diff(want, letters()); diff != "" {
				t.Errorf("%s: %s", day, diff)
			}
		}
		w.Verify(t)
	})
}

func TestADigestIsNeverLong(t *testing.T) {
	t.Parallel()
	w := newOffice(t, dbtest.SQLite(t))
	w.Clockwork.Sources = []diary.Source{func(_ *db.Tx, who authz.Actor, _ diary.Window) ([]diary.Item, error) {
		var out []diary.Item
		for i := range 100 {
			o := "Council " + string(rune('A'+i%26)) + string(rune('a'+i/26))
			out = append(out, diary.Item{Key: o, Kind: "arrangements", Org: id.Org(o), Title: "Arrangements end, " + o, Due: clock.MustDay("2026-12-01").AddDays(i / 5)})
		}
		return append(out, diary.Item{Key: "waits", Kind: "agreement-signature", Title: "Sign it", Since: clock.MustDay("2026-11-01").Start()}), nil
	}}
	m := w.day("2026-11-20")["manager@force.example"]
	lines := told(m)
	if len(lines) != 31 || lines[30] != "Within 30 days: and 70 more" || m.Subject != "100 things fall due, the first on 1 December 2026" || !strings.Contains(m.Body, "1 thing waits for you, the longest since 1 November 2026.") ||
		m.Link == "" || !slices.IsSorted(lines[:30]) || lines[0] != "Within 30 days: 1 December 2026: Arrangements end, Council Aa" {
		t.Errorf("%d lines: %+v", len(lines), m)
	}
}
