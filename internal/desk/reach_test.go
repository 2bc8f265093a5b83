package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"watchword/internal/account"
	"watchword/internal/account/accounttest"
	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// ground is a force with two districts of two wards each, an authority over one ward of
// either district, and persons whose areas are of every kind.
type ground struct {
	*accredtest.World
	areas   []id.Area
	names   map[id.Area]string
	inside  map[id.Area][]id.Area // itself and all that it is part of
	persons map[id.Person][]id.Area
	orgs    []id.Org
	ctx     context.Context // of the test
}

func newGround(t testing.TB, d *db.DB) *ground {
	t.Helper()
	g := &ground{World: accredtest.New(t, d), ctx: t.Context(), names: map[id.Area]string{}, inside: map[id.Area][]id.Area{}, persons: map[id.Person][]id.Area{}}
	add := func(kind area.Kind, name string, parent, authority id.Area) id.Area {
		var a id.Area
		_, err := g.Ledger.Do(t.Context(), g.Operator, "area.add", nil, func(tx *db.Tx, e *ledger.Draft) (err error) {
			a, err = g.Areas.Put(tx, e, "", area.Area{Kind: kind, Name: name, Parent: parent, Authority: authority}, e.At)
			return err
		})
		accredtest.Must(t, err)
		g.areas, g.names[a], g.inside[a] = append(g.areas, a), name, []id.Area{a}
		for _, up := range []id.Area{parent, authority} {
			for _, x := range g.inside[up] {
				if !slices.Contains(g.inside[a], x) {
					g.inside[a] = append(g.inside[a], x)
				}
			}
		}
		return a
	}
	force := add(area.WholeForce, "Eastmarch", "", "")
	north, south := add(area.District, "North", force, ""), add(area.District, "South", force, "")
	council := add(area.Authority, "Council", force, "")
	market, castle := add(area.Ward, "Market", north, council), add(area.Ward, "Castle", north, "")
	harbour, marsh := add(area.Ward, "Harbour", south, council), add(area.Ward, "Marsh", south, "")
	n := 0
	for i, of := range [][]id.Area{{north}, {market, harbour}, {force}, {council}, {south, castle}, {marsh}} {
		o := g.Approved(t, fmt.Sprint("Employer ", i))
		g.orgs = append(g.orgs, o)
		accredtest.Must(t, g.Orgs.Alter(t.Context(), g.Manager, o, func(x *org.Organisation) error { x.Areas = of; return nil }))
		n++
		g.persons[g.Warden(t, o, fmt.Sprint("Put forward ", n), accredtest.Today.AddYears(1))] = of
		p, _ := g.Accredited(t, o, fmt.Sprint("Everywhere ", n), "csas-fpn-litter")
		g.persons[p] = of
		for _, narrow := range g.areas {
			if !slices.ContainsFunc(of, func(a id.Area) bool { return slices.Contains(g.inside[narrow], a) }) || slices.Contains(of, narrow) {
				continue
			}
			n++
			p := g.Warden(t, o, fmt.Sprint("Narrow ", n), accredtest.Today.AddYears(3), "csas-fpn-litter")
			a, err := g.Accreds.Recommend(t.Context(), g.Manager, p, "Interview")
			accredtest.Must(t, err)
			s := g.Signing("csas-fpn-litter")
			s.Areas = []id.Area{narrow}
			accredtest.Must(t, g.Accreds.Sign(t.Context(), g.Delegate, a, s))
			g.persons[p] = s.Areas
		}
	}
	return g
}

// meet reports whether one area is part of the other.
func (g *ground) meet(a, b id.Area) bool {
	return slices.Contains(g.inside[a], b) || slices.Contains(g.inside[b], a)
}

func (g *ground) team(of []id.Area) (authz.Actor, error) {
	reach, err := db.Find(g.ctx, g.DB, func(tx *db.Tx) ([]id.Area, error) { return g.Accounts.Reach(tx, g.Force, of) })
	return authz.Actor{Force: g.Force, Account: "acc_team", Role: authz.Neighbourhood, Areas: reach}, err
}

// TestWhoSeesAPersonInAListSeesThemAlone holds the one rule of areas: a role for some areas
// sees those who may act in them, in part of them, or in all that they are part of; the
// list of today, the list of a past day, the list of who held a power, and the single read
// say the same.
func TestWhoSeesAPersonInAListSeesThemAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := newGround(t, d)
		board := desk.NewBoard(g.Desk)
		g.Clock.Advance(time.Hour)
		rapid.Check(t, func(rt *rapid.T) {
			if rapid.IntRange(0, 3).Draw(rt, "move an employer") == 0 {
				i := rapid.IntRange(0, len(g.orgs)-1).Draw(rt, "employer")
				g.move(rt, g.orgs[i], rapid.SampledFrom(g.areas).Draw(rt, "to"))
			}
			of := rapid.SliceOfNDistinct(rapid.SampledFrom(g.areas), 1, 2, rapid.ID).Draw(rt, "areas")
			who, err := g.team(of)
			if err != nil {
				rt.Fatal(err)
			}
			now := register.Now(g.Clock.Now())
			listed, past := map[id.Person]bool{}, map[id.Person]bool{}
			page, err := board.People(g.ctx, who, desk.Filter{Limit: 200})
			if err != nil {
				rt.Fatal(err)
			}
			for _, l := range page.Lines {
				listed[l.Person] = true
			}
			page, err = board.PeopleAsAt(g.ctx, who, desk.Filter{Limit: 200}, now)
			if err != nil {
				rt.Fatal(err)
			}
			for _, l := range page.Lines {
				past[l.Person] = true
			}
			for p, where := range g.persons {
				want := slices.ContainsFunc(where, func(a id.Area) bool { return slices.ContainsFunc(of, func(b id.Area) bool { return g.meet(a, b) }) })
				err := g.DB.Read(g.ctx, func(tx *db.Tx) error { _, err := g.Persons.Find(tx, who, p, now); return err })
				if err != nil && !fault.Is(err, fault.Forbidden) {
					rt.Fatal(err)
				}
				if alone := err == nil; alone != want || listed[p] != want || past[p] != want {
					rt.Fatalf("a team of %v and a person of %v: read alone %v, in the list %v, in the list of a day %v, want %v", g.said(of), g.said(where), alone, listed[p], past[p], want)
				}
			}
		})
	})
}

// move gives an employer one other area; its people without an area of their own move
// with it.
func (g *ground) move(rt *rapid.T, o id.Org, to id.Area) {
	g.Clock.Advance(time.Minute)
	if err := g.Orgs.Alter(g.ctx, g.Manager, o, func(x *org.Organisation) error { x.Areas = []id.Area{to}; return nil }); err != nil {
		rt.Fatal(err)
	}
	err := g.DB.Read(g.ctx, func(tx *db.Tx) error {
		people, err := g.Persons.Under(tx, g.Force, o)
		for _, p := range people {
			all, aerr := g.Accreds.Of(tx, g.Force, id.Person(p.ID), register.Now(g.Clock.Now()))
			if a, ok := accred.Chief(all); aerr == nil && (!ok || len(a.State.Areas) == 0) {
				g.persons[id.Person(p.ID)] = []id.Area{to}
			}
		}
		return err
	})
	if err != nil {
		rt.Fatal(err)
	}
}

func (g *ground) said(of []id.Area) []string {
	var out []string
	for _, a := range of {
		out = append(out, g.names[a])
	}
	return out
}

func TestADistrictSeesThePersonsOfItsWards(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := newGround(t, d)
		var north, marsh id.Area
		for a, n := range g.names {
			switch n {
			case "North":
				north = a
			case "Marsh":
				marsh = a
			}
		}
		// Through an account, as requests come.
		accounttest.Add(t, g.Accounts, g.Manager, "team@eastmarch.example", "Sgt Askew", account.Post{Role: authz.Neighbourhood, Areas: []id.Area{north}})
		opened, err := g.Accounts.SignIn(t.Context(), account.SignIn{Force: g.Force, Email: "team@eastmarch.example", Passphrase: accounttest.Passphrase})
		accredtest.Must(t, err)
		identity, err := g.Accounts.OfSession(t.Context(), opened.Cookie)
		accredtest.Must(t, err)
		who := identity.Actor
		board := desk.NewBoard(g.Desk)
		page, err := board.People(t.Context(), who, desk.Filter{Limit: 200})
		accredtest.Must(t, err)
		seen := map[id.Person]bool{}
		for _, l := range page.Lines {
			seen[l.Person] = true
		}
		for p, where := range g.persons {
			if len(where) == 1 && where[0] == marsh && seen[p] {
				t.Errorf("a ward of another district is seen")
			}
			if len(where) == 1 && slices.Contains(g.inside[where[0]], north) && !seen[p] {
				t.Errorf("%v is not seen", g.said(where))
			}
		}
		// The filter of the list follows the same rule.
		all, err := board.People(t.Context(), g.Manager, desk.Filter{Area: north, Limit: 200})
		accredtest.Must(t, err)
		if all.Total != page.Total {
			t.Errorf("filtered by the area the office sees %d, the team of the area %d", all.Total, page.Total)
		}
	})
}
