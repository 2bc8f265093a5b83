package area_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/register"
)

// box is ground between two corners, in tenths of a degree.
func box(t testing.TB, west, south, east, north float64) geo.Shape {
	t.Helper()
	c := func(x, y float64) string { return fmt.Sprintf("[%g,%g]", 1+x/10, 52+y/10) }
	s, err := geo.Read([]byte(`{"type":"Polygon","coordinates":[[`+strings.Join([]string{c(west, south), c(east, south), c(east, north), c(west, north), c(west, south)}, ",")+`]]}`), geo.Usual)
	accredtest.Must(t, err)
	return s
}

type land struct {
	*accredtest.World
	t testing.TB
}

func (l land) take(b area.Bring) area.Brought {
	l.t.Helper()
	preview, err := db.Find(l.t.Context(), l.DB, func(tx *db.Tx) (area.Brought, error) { return l.Areas.Preview(tx, l.Manager, b) })
	accredtest.Must(l.t, err)
	got, err := l.Areas.Take(l.t.Context(), l.Manager, b)
	accredtest.Must(l.t, err)
	if d := cmp.Diff(preview, got); d != "" {
		l.t.Errorf("the preview told otherwise (-preview +done):\n%s", d)
	}
	return got
}

// wards is the names of the wards that held on a day, each with what it is part of.
func (l land) wards(on string) []string {
	l.t.Helper()
	return l.named(area.Ward, on)
}

func (l land) named(kind area.Kind, on string) []string {
	l.t.Helper()
	var out []string
	accredtest.Must(l.t, l.DB.Read(l.t.Context(), func(tx *db.Tx) error {
		when := &register.When{At: clock.MustDay(on).Start(), Known: l.Clock.Now()}
		all, err := l.Areas.List(tx, l.Manager, area.Filter{}, when)
		names := map[id.Area]string{}
		for _, v := range all {
			names[id.Area(v.ID)] = v.State.Name
		}
		for _, v := range all {
			if v.State.Kind == kind {
				out = append(out, strings.TrimSuffix(v.State.Name+" in "+names[v.State.Authority], " in "))
			}
		}
		return err
	}))
	return out
}

func TestBordersHaveDays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := land{accredtest.New(t, d), t}
		day := clock.MustDay
		l.take(area.Bring{Kind: area.Authority, From: day("2010-01-01"), Areas: []area.Area{
			{Name: "Aldermere", Code: "X1", Shape: box(t, 0, 0, 2, 2)}, {Name: "Quaymouth", Code: "X2", Shape: box(t, 2, 0, 4, 2)}}})
		after := []area.Area{{Name: "Market", Code: "W3", Shape: box(t, 0, 0, 2, 1)}, {Name: "Castle", Code: "W2", Shape: box(t, 0, 1, 2, 2)}, {Name: "Castle", Code: "W9", Shape: box(t, 2, 0, 4, 2)}}
		old := []area.Area{{Name: "Market", Code: "W1", Shape: box(t, 0, 0, 1, 2)}, {Name: "Castle", Code: "W2", Shape: box(t, 1, 0, 2, 2)}}

		if got := l.take(area.Bring{Kind: area.Ward, From: day("2013-05-02"), Areas: old}); len(got.Added) != 2 || len(got.Apart) != 0 {
			t.Errorf("the first wards: %+v", got)
		}
		got := l.take(area.Bring{Kind: area.Ward, From: day("2025-05-01"), Replace: true, Areas: after})
		want := area.Brought{Added: []string{"Market", "Castle"}, Changed: []string{"Castle"}, Ended: []string{"Market"}}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("new borders (-want +got):\n%s", d)
		}
		for _, tt := range []struct{ on, want string }{
			{"2013-05-01", ""},
			{"2018-06-30", "Castle in Aldermere, Market in Aldermere"},
			{"2025-04-30", "Castle in Aldermere, Market in Aldermere"},
			{"2025-05-01", "Castle in Aldermere, Castle in Quaymouth, Market in Aldermere"},
			{"2026-11-17", "Castle in Aldermere, Castle in Quaymouth, Market in Aldermere"},
		} {
			wards := l.wards(tt.on)
			slices.Sort(wards)
			if got := strings.Join(wards, ", "); got != tt.want {
				t.Errorf("on %s: %s, want %s", tt.on, got, tt.want)
			}
		}
		if got := l.take(area.Bring{Kind: area.Ward, From: day("2025-05-01"), Areas: after}); len(got.Same) != 3 || len(got.Added)+len(got.Changed) != 0 {
			t.Errorf("the same again: %+v", got)
		}
		if got := l.take(area.Bring{Kind: area.Ward, From: day("2013-05-02"), Until: day("2025-04-30"), Areas: old}); len(got.Same) != 2 {
			t.Errorf("the older ones again: %+v", got)
		}
		holds := l.holder(geo.Point{1.15, 52.05})
		if holds != "Aldermere, Market" {
			t.Errorf("the place lies in %s", holds)
		}
	})
}

// holder is the names of the areas that hold a place today.
func (l land) holder(p geo.Point) string {
	l.t.Helper()
	var out []string
	accredtest.Must(l.t, l.DB.Read(l.t.Context(), func(tx *db.Tx) error {
		of, err := l.Areas.At(tx, l.Force, p)
		if err != nil {
			return err
		}
		names, err := l.Areas.Names(tx, l.Force)
		for _, a := range of {
			out = append(out, names[a])
		}
		return err
	}))
	return strings.Join(out, ", ")
}

func TestOlderBordersLeaveNewerOnes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := land{accredtest.New(t, d), t}
		day := clock.MustDay
		l.take(area.Bring{Kind: area.Ward, From: day("2025-05-01"), Areas: []area.Area{{Name: "Market", Code: "W1", Shape: box(t, 0, 0, 2, 2)}}})
		got := l.take(area.Bring{Kind: area.Ward, From: day("2013-05-02"), Areas: []area.Area{{Name: "Old Market", Code: "W1", Shape: box(t, 0, 0, 1, 1)}}})
		if len(got.Added) != 1 {
			t.Errorf("%+v", got)
		}
		for on, want := range map[string]string{"2020-01-01": "Old Market", "2025-05-01": "Market", "2026-11-17": "Market"} {
			if got := strings.Join(l.wards(on), ", "); got != want {
				t.Errorf("on %s: %s, want %s", on, got, want)
			}
		}
	})
}

func TestWardsFindTheirDistrictWhicheverComesFirst(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := land{accredtest.New(t, d), t}
		got := l.take(area.Bring{Kind: area.Ward, Areas: []area.Area{{Name: "Market", Code: "W1", Shape: box(t, 0, 0, 1, 1)}, {Name: "Pier", Code: "W2", Shape: box(t, 7, 7, 8, 8)}}})
		if d := cmp.Diff([]string{"Market", "Pier"}, got.Apart); d != "" {
			t.Error(d)
		}
		got = l.take(area.Bring{Kind: area.Authority, Areas: []area.Area{{Name: "Aldermere", Code: "X1", Shape: box(t, 0, 0, 2, 2)}}})
		if d := cmp.Diff([]string{"Market"}, got.Linked); d != "" {
			t.Error(d)
		}
		if got := strings.Join(l.wards("2026-11-18"), ", "); got != "Market in Aldermere, Pier" {
			t.Error(got)
		}
	})
}

func TestAreasThatCannotBeTakenAreTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := land{accredtest.New(t, d), t}
		one := []area.Area{{Name: "Market", Code: "W1", Shape: box(t, 0, 0, 1, 1)}}
		for _, tt := range []struct {
			name string
			b    area.Bring
			says string
		}{
			{"no area", area.Bring{Kind: area.Ward}, "no area in it"},
			{"no name", area.Bring{Kind: area.Ward, Areas: []area.Area{{Code: "W1"}}}, "Area 1 has no name"},
			{"a code twice", area.Bring{Kind: area.Ward, Areas: append(one, one...)}, "the same code, W1"},
			{"a name twice and no code", area.Bring{Kind: area.Ward, Areas: []area.Area{{Name: "A"}, {Name: "A"}}}, "Two areas are called A"},
			{"no such kind", area.Bring{Kind: "parish", Areas: one}, "no such kind"},
			{"drawn areas", area.Bring{Kind: area.Drawn, Areas: one}, "no such kind"},
			{"tomorrow", area.Bring{Kind: area.Ward, From: accredtest.Today + 1, Areas: one}, "before their first day"},
			{"over before they began", area.Bring{Kind: area.Ward, From: accredtest.Today, Until: accredtest.Today - 1, Areas: one}, "must not lie before"},
			{"ended ones that replace", area.Bring{Kind: area.Ward, From: accredtest.Today - 9, Until: accredtest.Today - 1, Replace: true, Areas: one}, "cannot replace"},
		} {
			if _, err := l.Areas.Take(t.Context(), l.Manager, tt.b); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		if _, err := l.Areas.Take(t.Context(), authz.Actor{Force: l.Force, Role: authz.Trainer}, area.Bring{Kind: area.Ward, Areas: one}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a trainer brings areas in: %v", err)
		}
	})
}

func TestInhabitantsAreCountedByCode(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l := land{accredtest.New(t, d), t}
		l.take(area.Bring{Kind: area.Authority, Areas: []area.Area{{Name: "Aldermere", Code: "X1", Shape: box(t, 0, 0, 2, 2)}, {Name: "Quaymouth", Code: "X2", Shape: box(t, 2, 0, 4, 2)}}})
		count := area.Population{Kind: area.Authority, Year: 2020, People: map[string]int{"X1": 150_000, "X7": 1}}
		got, err := l.Areas.CountPeople(t.Context(), l.Manager, count)
		accredtest.Must(t, err)
		if d := cmp.Diff(area.Counted{Set: []string{"Aldermere"}, Without: []string{"Quaymouth"}, Unknown: []string{"X7"}}, got); d != "" {
			t.Error(d)
		}
		if got, err = l.Areas.CountPeople(t.Context(), l.Manager, count); err != nil || len(got.Same) != 1 {
			t.Errorf("again: %+v, %v", got, err)
		}
		// New borders keep the number until another is told.
		l.take(area.Bring{Kind: area.Authority, Areas: []area.Area{{Name: "Aldermere", Code: "X1", Shape: box(t, 0, 0, 2, 3)}}})
		all, err := db.Find(t.Context(), l.DB, func(tx *db.Tx) ([]area.Version, error) { return l.Areas.Of(tx, l.Force, area.Authority) })
		if err != nil || all[0].State.People != 150_000 || all[0].State.PeopleYear != 2020 {
			t.Errorf("%+v, %v", all[0].State, err)
		}
		for _, bad := range []area.Population{{Kind: area.Authority, Year: 20, People: map[string]int{"X1": 1}}, {Kind: area.Authority, Year: 2020, People: map[string]int{"X1": -1}}, {Kind: area.Authority, Year: 2020, People: map[string]int{"X7": 1}}} {
			if _, err := l.Areas.CountPeople(t.Context(), l.Manager, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
	})
}
