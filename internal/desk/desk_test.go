package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/vetting"
)

// office is a world with its desk.
func office(t *testing.T, d *db.DB) (*accredtest.World, *desk.Desk) {
	t.Helper()
	w := accredtest.New(t, d)
	return w, w.Desk
}

func people(t *testing.T, k *desk.Desk, who authz.Actor, f desk.Filter) desk.People {
	t.Helper()
	p, err := k.People(context.Background(), who, f)
	accredtest.Must(t, err)
	return p
}

func names(p desk.People) string {
	out := ""
	for _, l := range p.Lines {
		out += l.Name + "; "
	}
	return out
}

// TestListsFollowEachActAtOnce takes people through the scheme and holds that today's
// lines and the registers as at today say the same after every step.
func TestListsFollowEachActAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, k := office(t, d)
		o := w.Approved(t, "Aldermere City Council")
		var joel, ann id.Person
		var a id.Accreditation
		steps := []struct {
			name string
			act  func()
			want map[desk.State]int
		}{
			{"two are put forward", func() {
				joel = w.Warden(t, o, "Joel", accredtest.Today.AddYears(3), "csas-name-address-asb")
				ann = w.Warden(t, o, "Ann", accredtest.Today.AddYears(3), "csas-fpn-litter")
			}, map[desk.State]int{desk.StateWaiting: 2}},
			{"one goes to the delegate", func() {
				var err error
				a, err = w.Accreds.Recommend(t.Context(), w.Manager, joel, "Interview")
				accredtest.Must(t, err)
			}, map[desk.State]int{desk.StateWaiting: 1, desk.StateToDecide: 1}},
			{"and is accredited", func() {
				accredtest.Must(t, w.Accreds.Sign(t.Context(), w.Delegate, a, w.Signing("csas-name-address-asb")))
			}, map[desk.State]int{desk.StateWaiting: 1, desk.StateInForce: 1}},
			{"the other waits for vetting again", func() {
				accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, ann, vetting.Vetting{Outcome: vetting.Withdrawn, Decided: accredtest.Today}))
				accredtest.Must(t, w.Vettings.Request(t.Context(), w.Manager, ann, accredtest.Today))
			}, map[desk.State]int{desk.StateVetting: 1, desk.StateInForce: 1}},
			{"the employer is suspended", func() { accredtest.Must(t, w.Orgs.Suspend(t.Context(), w.Delegate, o, "Insurance")) },
				map[desk.State]int{desk.StateVetting: 1, desk.StateSuspended: 1}},
			{"and reinstated", func() { accredtest.Must(t, w.Orgs.Reinstate(t.Context(), w.Delegate, o, "Shown")) },
				map[desk.State]int{desk.StateVetting: 1, desk.StateInForce: 1}},
			{"three years pass", func() { w.Clock.Set(accredtest.Today.AddYears(3).Start()) },
				map[desk.State]int{desk.StateVetting: 1, desk.StateLapsed: 1}},
			{"the clock goes back, and the person leaves", func() {
				w.Clock.Set(clock.OnClock(accredtest.Today, 15, 0))
				accredtest.Must(t, w.Persons.Leave(t.Context(), w.Manager, joel, accredtest.Today, "New post"))
			}, map[desk.State]int{desk.StateVetting: 1, desk.StateEnded: 1}},
		}
		for _, s := range steps {
			w.Clock.Advance(time.Minute)
			s.act()
			if _, wrong := check(t, w, w.Force); wrong != "" {
				t.Errorf("%s: %s", s.name, wrong)
			}
			for _, st := range desk.States {
				f := desk.Filter{State: st.State}
				now := people(t, k, w.Manager, f)
				past, err := k.PeopleAsAt(t.Context(), w.Manager, f, register.Now(w.Clock.Now()))
				accredtest.Must(t, err)
				if len(now.Lines) != s.want[st.State] || names(now) != names(past) || now.Total != int64(len(now.Lines)) {
					t.Errorf("%s: %s: lines %q, registers %q, want %d", s.name, st.State, names(now), names(past), s.want[st.State])
				}
			}
		}
	})
}

func TestFiguresCountKindsApart(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, k := office(t, d)
		o := w.Approved(t, "Aldermere City Council")
		w.Council(t, "Hallowdene District Council")
		w.Accredited(t, o, "Joel", "csas-name-address-asb")
		w.Accredited(t, o, "Ann", "csas-fpn-litter")
		p := w.Warden(t, o, "Bea", accredtest.Today.AddYears(1))
		accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Withdrawn, Decided: accredtest.Today}))
		accredtest.Must(t, w.Vettings.Request(t.Context(), w.Manager, p, accredtest.Today.AddDays(-10)))
		f, err := db.Find(t.Context(), d, func(tx *db.Tx) (desk.Figures, error) { return k.Figures(tx, w.Force) })
		accredtest.Must(t, err)
		want := desk.Figures{Orgs: 1, OrgsApplying: 1, Persons: 2, Vetting: 1, VettingLongest: accredtest.Today.AddDays(-10), ASBPersons: 1, ASBOrgs: 1}
		if f != want {
			t.Errorf("%+v\nwant %+v", f, want)
		}
	})
}

func TestListSortsFiltersAndTurnsPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, k := office(t, d)
		o, q := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")
		for i := range 7 {
			w.Accredited(t, []id.Org{o, q}[i%2], fmt.Sprintf("N%d", i), "csas-name-address-asb")
		}
		w.Accredited(t, q, "Zed", "csas-fpn-litter")
		seen, after := "", ""
		for range 10 {
			p := people(t, k, w.Manager, desk.Filter{Limit: 3, After: after, Sort: "-number"})
			for _, l := range p.Lines {
				seen += l.Number[3:] + " "
			}
			if p.Total != 8 {
				t.Errorf("total %d", p.Total)
			}
			if after = p.Next; after == "" {
				break
			}
		}
		if seen != "4008 4007 4006 4005 4004 4003 4002 4001 " {
			t.Errorf("pages gave %s", seen)
		}
		for _, tt := range []struct {
			name string
			f    desk.Filter
			want int
		}{
			{"by power", desk.Filter{Power: "csas-fpn-litter"}, 1},
			{"by employer", desk.Filter{Org: o}, 4},
			{"by number without its space", desk.Filter{Text: "em4003"}, 1},
			{"by part of the employer’s name", desk.Filter{Text: "quaymouth"}, 4},
			{"a percent sign is itself", desk.Filter{Text: "%"}, 0},
			{"by area", desk.Filter{Area: w.City}, 8},
			{"by another area", desk.Filter{Area: w.Quay}, 0},
		} {
			if p := people(t, k, w.Manager, tt.f); len(p.Lines) != tt.want {
				t.Errorf("%s: %d, want %d", tt.name, len(p.Lines), tt.want)
			}
		}
		for _, f := range []desk.Filter{{Sort: "born"}, {Limit: 1000}, {After: "xx"}} {
			if _, err := k.People(t.Context(), w.Manager, f); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", f, err)
			}
		}
		own := authz.Actor{Force: w.Force, Role: authz.Signatory, Org: o}
		if p := people(t, k, own, desk.Filter{}); len(p.Lines) != 4 {
			t.Errorf("an employer sees %d people, 4 are its own", len(p.Lines))
		}
		if p := people(t, k, authz.Actor{Force: "for_other", Role: authz.SchemeManager}, desk.Filter{}); len(p.Lines) != 0 || p.Total != 0 {
			t.Error("another force sees people of this one")
		}
		if p := people(t, k, authz.Actor{Force: w.Force, Role: authz.Neighbourhood, Areas: []id.Area{w.Quay}}, desk.Filter{}); len(p.Lines) != 0 {
			t.Error("a team sees people outside its areas")
		}
	})
}

func TestWhatFallsDueIsTheNearestLapse(t *testing.T) {
	t.Parallel()
	w, k := office(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	p, _ := w.Accredited(t, o, "Joel", "csas-name-address-asb", "csas-fpn-litter")
	due := func() (string, string) {
		l := people(t, k, w.Manager, desk.Filter{}).Lines[0]
		return l.DueWhat, clock.DayOf(l.Due).String()
	}
	if what, day := due(); what != "period" || day != "2029-11-17" {
		t.Errorf("%s %s", what, day)
	}
	accredtest.Must(t, w.Train(t, p, clock.MustDay("2027-05-31"), "csas-fpn-litter"))
	if what, day := due(); what != "training" || day != "2027-06-01" {
		t.Errorf("%s %s", what, day)
	}
	accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: accredtest.Today, Expires: clock.MustDay("2027-01-31")}))
	if what, day := due(); what != "vetting" || day != "2027-02-01" {
		t.Errorf("%s %s", what, day)
	}
}

// TestTheNearestLapseIsStillToCome holds that what has lapsed by itself makes way, in the
// lists and figures, for what ends next.
func TestTheNearestLapseIsStillToCome(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, k := office(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, _ := w.Accredited(t, o, "Joel", "csas-name-address-asb", "csas-fpn-litter")
		w.Accredited(t, o, "Mary", "csas-fpn-litter")
		first, second := accredtest.Today.AddDays(10), accredtest.Today.AddDays(40)
		accredtest.Must(t, w.Train(t, p, first, "csas-fpn-litter"))
		accredtest.Must(t, w.Train(t, p, second, "csas-name-address-asb"))
		near := func(day clock.Day) []string {
			var out []string
			for _, l := range people(t, k, w.Manager, desk.Filter{DueBy: day.End()}).Lines {
				out = append(out, l.Name+" "+clock.LastDay(l.Due).String())
			}
			return out
		}
		if got := near(second); len(got) != 1 || got[0] != "Hartnoll, Joel "+first.String() {
			t.Errorf("%v", got)
		}
		w.Clock.Set(first.End())
		accredtest.Must(t, w.Desk.Roll(t.Context()))
		if got := near(second); len(got) != 1 || got[0] != "Hartnoll, Joel "+second.String() {
			t.Errorf("after the first has lapsed: %v", got)
		}
		if n, wrong, err := checked(t, w); err != nil || len(wrong) > 0 || n != 2 {
			t.Errorf("%d lines, %v, %v", n, wrong, err)
		}
	})
}

// checked holds the lines to the registers.
func checked(t *testing.T, w *accredtest.World) (n int, wrong []desk.Difference, err error) {
	t.Helper()
	err = w.DB.Read(t.Context(), func(tx *db.Tx) error {
		n, wrong, err = w.Desk.Check(tx, w.Force)
		return err
	})
	return n, wrong, err
}
