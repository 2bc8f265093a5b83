package desk_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// told is a census as WhoHeld can be compared with it: persons by organisation, and by
// organisation and power.
func told(c *desk.Census) (map[id.Org]int, map[string]int) {
	persons, held := map[id.Org]int{}, map[string]int{}
	for _, o := range c.Orgs {
		if o.Persons > 0 {
			persons[o.ID] = o.Persons
		}
		n := 0
		for _, p := range o.Posts {
			n += p.Persons
		}
		if n != o.Persons {
			persons[o.ID] = -1
		}
		for p, n := range o.Holders {
			held[string(o.ID)+" "+string(p)] += n
		}
	}
	return persons, held
}

// counted is the same from the registers' own answer to who held what.
func counted(t *testing.T, w *accredtest.World, when register.When) (map[id.Org]int, map[string]int) {
	t.Helper()
	hs, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]accred.Holding, error) { return w.Accreds.WhoHeld(tx, w.Force, when) })
	accredtest.Must(t, err)
	persons, held := map[id.Org]int{}, map[string]int{}
	for _, h := range hs {
		persons[h.Org]++
		for _, power := range h.Held(when.At, law.England) {
			held[string(h.Org)+" "+string(power)]++
		}
	}
	return persons, held
}

// TestRegisterCountsAsWhoHeldDoes takes small forces through random histories and holds,
// after each act and for each instant before, that the public register counts what the
// registers say was held.
func TestRegisterCountsAsWhoHeldDoes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, k := office(t, d)
		public := desk.NewPublic(k)
		r := rand.New(rand.NewPCG(1, 2))
		orgs := []id.Org{w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")}
		powers := []law.PowerID{"csas-name-address-asb", "csas-fpn-litter", "csas-name-address-traffic", "csas-tobacco-u16"}
		var accs []id.Accreditation
		var instants []time.Time
		for n := range 24 {
			w.Clock.Advance(time.Duration(1+r.IntN(60*24*20)) * time.Minute)
			instants = append(instants, w.Clock.Now())
			w.Clock.Advance(time.Minute)
			org := orgs[r.IntN(2)]
			switch act := r.IntN(7); {
			case n < 4 || act < 3:
				held := []law.PowerID{powers[r.IntN(4)]}
				if p := powers[r.IntN(4)]; p != held[0] {
					held = append(held, p)
				}
				p := w.Warden(t, org, fmt.Sprint("N", n), clock.DayOf(w.Clock.Now()).AddDays(20+r.IntN(900)), held...)
				a, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Interview")
				if fault.Is(err, fault.Refused) { // the arrangements are suspended
					break
				}
				accredtest.Must(t, err)
				if w.Accreds.Sign(t.Context(), w.Delegate, a, w.Signing(held...)) == nil {
					accs = append(accs, a)
				}
			case act == 3:
				_ = w.Orgs.Suspend(t.Context(), w.Delegate, org, "Insurance")
			case act == 4:
				_ = w.Orgs.Reinstate(t.Context(), w.Delegate, org, "Shown")
			case act == 5 && len(accs) > 0:
				_ = w.Accreds.Suspend(t.Context(), w.Delegate, accs[r.IntN(len(accs))], "Complaint")
			case len(accs) > 0:
				_ = w.Accreds.Withdraw(t.Context(), w.Delegate, accs[r.IntN(len(accs))], "Conduct")
			}
			compare(t, w, public, time.Time{})
		}
		for _, at := range append(instants, w.Clock.Now().AddDate(1, 0, 0)) {
			compare(t, w, public, at)
		}
	})
}

func compare(t *testing.T, w *accredtest.World, public *desk.Public, at time.Time) {
	t.Helper()
	c, err := public.Now(t.Context(), w.Force)
	when := register.Now(w.Clock.Now())
	if !at.IsZero() {
		c, err = public.AsAt(t.Context(), w.Force, at, time.Time{})
		when = register.When{At: at, Known: w.Clock.Now()}
	}
	accredtest.Must(t, err)
	persons, held := told(c)
	wantPersons, wantHeld := counted(t, w, when)
	if diff := cmp.Diff(wantPersons, persons); diff != "" {
		t.Fatalf("%s: persons: %s", when.At, diff)
	}
	if diff := cmp.Diff(wantHeld, held); diff != "" {
		t.Fatalf("%s: powers: %s", when.At, diff)
	}
	if total := sum(persons); c.Persons != total {
		t.Fatalf("%d persons in all, %d one by one", c.Persons, total)
	}
}

func sum(m map[id.Org]int) (n int) {
	for v := range maps.Values(m) {
		n += v
	}
	return n
}

func TestRegisterChangesInTheSameSecond(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, k := office(t, d)
		public := desk.NewPublic(k)
		o := w.Approved(t, "Aldermere City Council")
		_, a := w.Accredited(t, o, "Joel", "csas-fpn-litter")
		now := func() *desk.Census {
			c, err := public.Now(t.Context(), w.Force)
			accredtest.Must(t, err)
			return c
		}
		if c := now(); c.Persons != 1 || now() != c {
			t.Errorf("%d persons, or counted again without need", c.Persons)
		}
		accredtest.Must(t, w.Accreds.Withdraw(t.Context(), w.Delegate, a, "Conduct"))
		if c := now(); c.Persons != 0 {
			t.Errorf("%d persons after the last was withdrawn", c.Persons)
		}
		accredtest.Must(t, w.Orgs.Suspend(t.Context(), w.Delegate, o, "Insurance"))
		if c := now(); len(c.Orgs) != 0 || len(c.Suspended) != 1 {
			t.Errorf("%d organisations, %d suspended", len(c.Orgs), len(c.Suspended))
		}
		accredtest.Must(t, w.Orgs.Reinstate(t.Context(), w.Delegate, o, "Shown"))
		w.Clock.Set(accredtest.Today.AddYears(3).Start())
		if c := now(); len(c.Orgs) != 0 {
			t.Error("arrangements that have lapsed are shown")
		}
		if _, err := public.Now(t.Context(), ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("no force: %v", err)
		}
		if _, err := public.Figures(t.Context(), authz.Actor{Force: w.Force, Role: authz.Trainer}, time.Time{}, time.Time{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a trainer sees figures: %v", err)
		}
	})
}

// square is a boundary of one degree less a little, with its west and south sides there.
func square(t *testing.T, west, south float64) geo.Shape {
	t.Helper()
	s, err := geo.Read(fmt.Appendf(nil, `{"type":"Polygon","coordinates":[[[%v,%v],[%v,%v],[%v,%v],[%v,%v],[%v,%v]]]}`,
		west, south, west+1, south, west+1, south+1, west, south+1, west, south), geo.Limits{})
	accredtest.Must(t, err)
	return s
}

func TestWhereAnOrganisationMayAct(t *testing.T) {
	t.Parallel()
	w, k := office(t, dbtest.SQLite(t))
	areas := map[string]id.Area{}
	put := func(key string, a area.Area) {
		t.Helper()
		_, err := w.Ledger.Do(context.Background(), w.Operator, "area.add", nil, func(tx *db.Tx, e *ledger.Draft) (err error) {
			areas[key], err = w.Areas.Put(tx, e, "", a, e.At)
			return err
		})
		accredtest.Must(t, err)
	}
	put("force", area.Area{Kind: area.WholeForce, Name: "Eastmarch"})
	put("lpa", area.Area{Kind: area.LocalPolicingArea, Name: "Vale", Parent: areas["force"]})
	put("district", area.Area{Kind: area.District, Name: "Vale West", Parent: areas["lpa"]})
	put("west", area.Area{Kind: area.Authority, Name: "City of Aldermere", Parent: areas["district"], Shape: square(t, 0, 51)})
	put("east", area.Area{Kind: area.Authority, Name: "Hallowdene District", Parent: areas["lpa"], Shape: square(t, 1, 51)})
	put("ward", area.Area{Kind: area.Ward, Name: "Guildhall", Parent: areas["west"], Shape: square(t, 0, 51)})
	drawn := square(t, 1.2, 51.2)
	for _, tt := range []struct {
		name string
		set  func(a *[]id.Area, d **geo.Shape)
		want []string
	}{
		{"an authority", func(a *[]id.Area, _ **geo.Shape) { *a = []id.Area{areas["east"]} }, []string{"Hallowdene"}},
		{"a ward lies in its authority", func(a *[]id.Area, _ **geo.Shape) { *a = []id.Area{areas["ward"]} }, []string{"Aldermere"}},
		{"a district has its authorities", func(a *[]id.Area, _ **geo.Shape) { *a = []id.Area{areas["district"]} }, []string{"Aldermere"}},
		{"a local policing area has them all", func(a *[]id.Area, _ **geo.Shape) { *a = []id.Area{areas["lpa"]} }, []string{"Aldermere", "Hallowdene"}},
		{"the whole force", func(a *[]id.Area, _ **geo.Shape) { *a = []id.Area{areas["force"]} }, []string{"Aldermere", "Hallowdene"}},
		{"a boundary of its own", func(a *[]id.Area, d **geo.Shape) { *a, *d = nil, &drawn }, []string{"Hallowdene"}},
	} {
		state := accredtest.CouncilState(tt.name, w.City)
		tt.set(&state.Areas, &state.Drawn)
		o, err := w.Orgs.Add(t.Context(), w.Manager, state)
		accredtest.Must(t, err)
		w.Approve(t, o, accredtest.Today, accredtest.Today.AddYears(1))
		c, err := desk.NewPublic(k).Now(t.Context(), w.Force)
		accredtest.Must(t, err)
		var got []string
		for _, x := range c.Orgs {
			if x.ID == o {
				for _, d := range x.Divisions {
					got = append(got, c.Divisions[d].Short())
				}
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestSmallHeadCountsCannotBeWorkedOut(t *testing.T) {
	t.Parallel()
	posts := func(ns ...int) *desk.Accredited {
		o := &desk.Accredited{}
		for _, n := range ns {
			o.Posts, o.Persons = append(o.Posts, desk.Post{Persons: n}), o.Persons+n
		}
		return o
	}
	hide := &desk.Census{Force: area.Force{Settings: area.Settings{SmallCounts: true}}}
	for _, tt := range []struct {
		name string
		o    *desk.Accredited
		want []desk.Veil
	}{
		{"none is small", posts(14, 6), []desk.Veil{desk.Told, desk.Told}},
		{"the next smallest goes with a single small one", posts(14, 6, 4), []desk.Veil{desk.Told, desk.Covered, desk.Few}},
		{"two small ones hide each other", posts(14, 3, 2), []desk.Veil{desk.Told, desk.Few, desk.Few}},
		{"two that can only be four are covered", posts(14, 4, 4), []desk.Veil{desk.Told, desk.Covered, desk.Covered}},
		{"so are they without others", posts(4, 4), []desk.Veil{desk.Covered, desk.Covered}},
		{"ones take the next smallest with them", posts(14, 6, 1, 1), []desk.Veil{desk.Told, desk.Covered, desk.Few, desk.Few}},
		{"a whole that is small tells nothing", posts(3), []desk.Veil{desk.Few}},
	} {
		if diff := cmp.Diff(tt.want, hide.Veiled(tt.o)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
		if (&desk.Census{}).Veiled(tt.o)[len(tt.want)-1] != desk.Told {
			t.Errorf("%s: hidden where the force does not ask for it", tt.name)
		}
	}
}

// TestNoSmallHeadCountFollowsFromTheOthers tries every way in which the posts could be filled
// that looks the same to the public: each count that is not told could be another.
func TestNoSmallHeadCountFollowsFromTheOthers(t *testing.T) {
	t.Parallel()
	hide := &desk.Census{Force: area.Force{Settings: area.Settings{SmallCounts: true}}}
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(1, 8), 1, 4).Draw(t, "counts")
		slices.SortFunc(counts, func(a, b int) int { return b - a })
		o := &desk.Accredited{}
		for _, n := range counts {
			o.Posts, o.Persons = append(o.Posts, desk.Post{Persons: n}), o.Persons+n
		}
		veiled := hide.Veiled(o)
		could := make([]map[int]bool, len(counts))
		for i := range could {
			could[i] = map[int]bool{}
		}
		var fill func(i, left int, so []int)
		fill = func(i, left int, so []int) {
			if i == len(counts) {
				if left == 0 || hide.Hidden(o.Persons) {
					for j, n := range so {
						could[j][n] = true
					}
				}
				return
			}
			for n := 1; n <= left; n++ {
				switch {
				case veiled[i] == desk.Told && n != counts[i], veiled[i] == desk.Few && n >= desk.FewerThan:
				default:
					fill(i+1, left-n, append(slices.Clone(so), n))
				}
			}
		}
		fill(0, o.Persons, nil)
		for i, n := range counts {
			if n < desk.FewerThan && (veiled[i] == desk.Told || len(could[i]) < 2) && o.Persons > 1 && !hide.Hidden(o.Persons) {
				t.Fatalf("the %d in %v can only be %v: %v", n, counts, could[i], veiled)
			}
		}
	})
}
