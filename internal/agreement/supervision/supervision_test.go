package supervision_test

import (
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/agreement/supervision"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
)

const asb = law.PowerID("csas-name-address-asb")

// house is a force with a council under a protocol in force since today, which has two
// accredited persons.
type house struct {
	*agreementtest.World
	t       testing.TB
	Org     id.Org
	persons []id.Person
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := agreementtest.New(t, d)
	h := &house{World: w, t: t, Org: w.Approved(t, "Aldermere City Council")}
	for _, name := range []string{"Joel", "Mina"} {
		p, _ := w.Accredited(t, h.Org, name, asb)
		h.persons = append(h.persons, p)
	}
	w.InForce(t, h.Org)
	return h
}

func (h *house) on(days int) clock.Day {
	h.Clock.Set(clock.OnClock(accredtest.Today.AddDays(days), 10, 42))
	return accredtest.Today.AddDays(days)
}

// lyle is the council's supervisor.
func (h *house) lyle() authz.Actor {
	return authz.Actor{Force: h.Force, Account: "acc_lyle", Name: "Gareth Lyle", Role: authz.Supervisor, Org: h.Org}
}

func (h *house) look(w register.When) supervision.Look {
	h.t.Helper()
	l, err := db.Find(h.t.Context(), h.DB, func(tx *db.Tx) (supervision.Look, error) {
		return h.Rooms.Supervised.Of(tx, h.Manager, h.Org, w)
	})
	accredtest.Must(h.t, err)
	return l
}

// shorts is the codes of what falls short.
func (h *house) shorts() string {
	h.t.Helper()
	var out []string
	l := h.look(h.Now())
	for _, s := range l.Shorts() {
		out = append(out, strings.TrimPrefix(s.Code, "supervision."))
	}
	return strings.Join(out, " ")
}

func (h *house) due(who authz.Actor, days int) []string {
	h.t.Helper()
	items, err := db.Find(h.t.Context(), h.DB, func(tx *db.Tx) ([]diary.Item, error) {
		return h.Rooms.Supervised.Diary(tx, who, diary.Window{At: h.Clock.Now(), To: clock.DayOf(h.Clock.Now()).AddDays(days), Limit: 100})
	})
	accredtest.Must(h.t, err)
	var out []string
	for _, i := range items {
		out = append(out, strings.TrimSpace(string(i.Kind)+" "+i.Due.String()))
	}
	return out
}

// TestSupervisionIsPlannedVisitedAndSampled follows a council from no plan to all in order,
// past a day that is missed.
func TestSupervisionIsPlannedVisitedAndSampled(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		s, ctx := h.Rooms.Supervised, t.Context()
		first := accredtest.Today.AddMonths(3)
		if l := h.look(h.Now()); l.VisitDue != first || l.SampleDue != first || l.Persons != 2 || len(l.Loads) != 1 || l.Loads[0].Persons != 2 {
			t.Errorf("%+v", l)
		}
		if got := h.shorts(); got != "plan cover" {
			t.Errorf("%q", got)
		}
		if got := h.due(h.Lead(h.Org), 100); !slices.Equal(got, []string{"supervision-sample " + first.String(), "supervision-visit " + first.String(), "supervision-plan"}) {
			t.Errorf("%q", got)
		}
		plan := supervision.Plan{OnSite: "Each person is seen at work every month.", Documents: "Five notebooks a month.", Cover: []supervision.Cover{{Supervisor: "Gareth Lyle", By: "Idris Pugh"}}}
		accredtest.Must(t, s.Change(ctx, h.Lead(h.Org), h.Org, plan))
		if got := h.shorts(); got != "" {
			t.Errorf("%q", got)
		}
		of, err := s.Schedule(ctx, h.lyle(), "", supervision.Visit{Org: h.Org, Kind: supervision.OnSite, Day: first, By: "Gareth Lyle"})
		accredtest.Must(t, err)
		day := h.on(100)
		if got := h.shorts(); got != "visit sample" {
			t.Errorf("%q", got)
		}
		if got := h.due(h.Manager, 0); len(got) != 3 {
			t.Errorf("the office is told %q", got)
		}
		_, err = s.Record(ctx, h.lyle(), of, supervision.Visit{Day: day, By: "Gareth Lyle", Place: "Market", Found: "Both in uniform, one without a notebook.", MendBy: day.AddDays(7)})
		accredtest.Must(t, err)
		_, err = s.Record(ctx, h.lyle(), "", supervision.Visit{Org: h.Org, Kind: supervision.Sample, Day: day, By: "Gareth Lyle", Notebooks: 5, Reports: 2, Wrong: 1, Found: "One not signed."})
		accredtest.Must(t, err)
		if l := h.look(h.Now()); l.VisitDue != day.AddMonths(3) || l.OpenFindings() != 1 || h.shorts() != "" {
			t.Errorf("%+v", l)
		}
		h.on(108)
		if got := h.shorts(); got != "mend" {
			t.Errorf("%q", got)
		}
		if got := h.due(h.lyle(), 0); !slices.Equal(got, []string{"supervision-finding " + day.AddDays(7).String()}) {
			t.Errorf("%q", got)
		}
		accredtest.Must(t, s.Mend(ctx, h.lyle(), of, "A notebook was issued."))
		for what, err := range map[string]error{"put right twice": s.Mend(ctx, h.lyle(), of, "x"), "called off": s.CallOff(ctx, h.lyle(), of, "x")} {
			if accredtest.Wrong(err) != "conflict" {
				t.Errorf("%s: %v", what, err)
			}
		}
		if got := h.shorts(); got != "" {
			t.Errorf("%q", got)
		}
		then := accredtest.Today.AddDays(99).End()
		if l := h.look(register.When{At: then, Known: then}); l.LastVisit != clock.NoDay || l.Visits[0].State.State != supervision.Planned || !l.Plan.Written() {
			t.Errorf("the day before: %+v", l)
		}
	})
}

// TestTheRatioAndWhoHasNoSupervisor counts persons against the force's ratio.
func TestTheRatioAndWhoHasNoSupervisor(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	h.Set(t, "supervision_ratio", "1")
	if got := h.shorts(); got != "ratio plan cover" {
		t.Errorf("%q", got)
	}
	accredtest.Must(t, h.Persons.Alter(t.Context(), h.Manager, h.persons[0], func(p *person.Person) error { p.Supervisor = "Nobody Known"; return nil }))
	if got := h.shorts(); got != "alone plan cover" {
		t.Errorf("%q", got)
	}
	contacts := slices.DeleteFunc(slices.Clone(h.World.Org(t, h.Org).Contacts), func(c org.Contact) bool { return c.Kind == org.Supervisor })
	h.Contacts(t, h.Org, contacts...)
	if got := h.shorts(); got != "nobody alone plan" {
		t.Errorf("%q", got)
	}
}

func TestWhatIsRecordedOfSupervision(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	s, ctx, day := h.Rooms.Supervised, t.Context(), h.on(10)
	other := h.Approved(t, "Quaymouth Council")
	elsewhere := h.World.Liaison()
	elsewhere.Areas = []id.Area{h.Quay}
	visit := supervision.Visit{Org: h.Org, Kind: supervision.OnSite, Day: day, By: "G. Lyle", Found: "All in order"}
	sample := visit
	sample.Kind, sample.Notebooks = supervision.Sample, 3
	for _, tt := range []struct {
		name  string
		who   authz.Actor
		in    supervision.Visit
		alter func(*supervision.Visit)
		want  string
	}{
		{"by the supervisor", h.lyle(), visit, func(*supervision.Visit) {}, ""},
		{"by the neighbourhood team", h.World.Liaison(), visit, func(*supervision.Visit) {}, ""},
		{"by a team of another district", elsewhere, visit, func(*supervision.Visit) {}, "forbidden"},
		{"by another employer", h.Lead(other), visit, func(*supervision.Visit) {}, "forbidden"},
		{"by the trainer", h.Trainer, visit, func(*supervision.Visit) {}, "forbidden"},
		{"by another force", h.Stranger(t, authz.SchemeManager), visit, func(*supervision.Visit) {}, "not-found"},
		{"everything", h.Manager, visit, func(v *supervision.Visit) { *v = supervision.Visit{Org: h.Org, Kind: supervision.OnSite} }, "day by found"},
		{"not in the future", h.Manager, visit, func(v *supervision.Visit) { v.Day++ }, "day"},
		{"of a kind", h.Manager, visit, func(v *supervision.Visit) { v.Kind = "chat" }, "kind"},
		{"put right after it was found", h.Manager, visit, func(v *supervision.Visit) { v.MendBy = day - 1 }, "mend_by"},
		{"a sample of something", h.Manager, sample, func(v *supervision.Visit) { v.Notebooks = 0 }, "notebooks"},
		{"no more wrong than looked at", h.Manager, sample, func(v *supervision.Visit) { v.Wrong = 4 }, "wrong"},
		{"no negative numbers", h.Manager, sample, func(v *supervision.Visit) { v.Notices = -1 }, "notices"},
	} {
		tt.alter(&tt.in)
		if _, err := s.Record(ctx, tt.who, "", tt.in); accredtest.Wrong(err) != tt.want {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	for _, tt := range []struct {
		name string
		who  authz.Actor
		plan supervision.Plan
		want string
	}{
		{"by a supervisor", h.lyle(), supervision.Plan{OnSite: "x", Documents: "y"}, "forbidden"},
		{"by another employer", h.Lead(other), supervision.Plan{OnSite: "x", Documents: "y"}, "forbidden"},
		{"everything", h.Manager, supervision.Plan{}, "on_site documents"},
		{"nobody covers themselves", h.Manager, supervision.Plan{OnSite: "x", Documents: "y", Cover: []supervision.Cover{{Supervisor: "Gareth Lyle", By: "gareth lyle"}}}, "cover[0].by"},
		{"for a supervisor", h.Manager, supervision.Plan{OnSite: "x", Documents: "y", Cover: []supervision.Cover{{Supervisor: "Nobody Known", By: "Idris Pugh"}}}, "cover[0].by"},
	} {
		if err := s.Change(ctx, tt.who, h.Org, tt.plan); accredtest.Wrong(err) != tt.want {
			t.Errorf("the plan, %s: %v", tt.name, err)
		}
	}
	for who, want := range map[*authz.Actor]int{&h.Manager: 2, &elsewhere: 0} {
		all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]supervision.Look, error) { return s.All(tx, *who, h.Now()) })
		if err != nil || len(all) != want {
			t.Errorf("%s sees %d: %v", who.Role, len(all), err)
		}
	}
}
