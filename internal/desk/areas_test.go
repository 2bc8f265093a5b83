package desk_test

import (
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
)

// TestAnAreaCountsWhomItsListsShow holds the figures of every area to the lists that they
// lead to, and the figures of a past day to those of the present.
func TestAnAreaCountsWhomItsListsShow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := newGround(t, d)
		board := desk.NewBoard(g.Desk)
		stopped := g.orgs[1]
		accredtest.Must(t, g.Orgs.Suspend(t.Context(), g.Delegate, stopped, "Supervision failed"))
		g.Clock.Advance(time.Hour)
		now := register.Now(g.Clock.Now())
		signatory := authz.Actor{Force: g.Force, Account: "acc_1", Role: authz.Signatory, Org: g.orgs[2]}
		team, err := g.team(g.areas[1:2])
		accredtest.Must(t, err)
		for _, who := range []authz.Actor{g.Manager, signatory, team} {
			present, err := board.AreaList(t.Context(), who, area.Filter{}, nil)
			accredtest.Must(t, err)
			past, err := board.AreaList(t.Context(), who, area.Filter{}, &now)
			accredtest.Must(t, err)
			if len(present) != len(g.areas)+2 || len(past) != len(present) { // the two districts of the world
				t.Fatalf("%d areas, %d on the day", len(present), len(past))
			}
			for i, l := range present {
				people, err := board.People(t.Context(), who, desk.Filter{Area: l.ID(), State: desk.StateInForce, Limit: 1})
				accredtest.Must(t, err)
				orgs, err := board.Organisations(t.Context(), who, desk.OrgFilter{Area: l.ID(), State: desk.OrgInForce, Limit: 1}, nil)
				accredtest.Must(t, err)
				if l.Persons != people.Total || l.Orgs != orgs.Total {
					t.Errorf("%s, %s: %d persons in %d organisations, the lists have %d and %d", who.Role, l.Area.State.Name, l.Persons, l.Orgs, people.Total, orgs.Total)
				}
				if past[i].ID() != l.ID() || past[i].Persons != l.Persons || past[i].Orgs != l.Orgs {
					t.Errorf("%s, %s: %d persons in %d organisations, as at now %d in %d", who.Role, l.Area.State.Name, l.Persons, l.Orgs, past[i].Persons, past[i].Orgs)
				}
			}
		}
	})
}

func TestAnAreaIsSeenWithWhatSurroundsIt(t *testing.T) {
	t.Parallel()
	g := newGround(t, dbtest.SQLite(t))
	board := desk.NewBoard(g.Desk)
	by := map[string]id.Area{}
	for a, n := range g.names {
		by[n] = a
	}
	s, err := board.AreaSight(t.Context(), g.Manager, by["Market"], nil)
	accredtest.Must(t, err)
	if len(s.Above) != 3 || len(s.Parts) != 0 || len(s.Beside) != 4 || len(s.Here) == 0 {
		t.Errorf("above %d, parts %d, beside %d, here %d", len(s.Above), len(s.Parts), len(s.Beside), len(s.Here))
	}
	sum := int64(0)
	for i, o := range s.Here {
		sum += o.Persons
		if i > 0 && o.Persons > s.Here[i-1].Persons {
			t.Error("not in the order of their persons")
		}
	}
	if sum != s.Persons {
		t.Errorf("%d persons by organisation, %d in all", sum, s.Persons)
	}
	if s, err := board.AreaSight(t.Context(), g.Manager, by["North"], nil); err != nil || len(s.Parts) != 2 {
		t.Errorf("%d parts, %v", len(s.Parts), err)
	}
	commissioner := authz.Actor{Force: g.Force, Account: "acc_2", Role: authz.Commissioner}
	now := register.Now(g.Clock.Now())
	for _, when := range []*register.When{nil, &now} {
		if s, err := board.AreaSight(t.Context(), commissioner, by["Eastmarch"], when); err != nil || s.Persons == 0 {
			t.Errorf("who sees figures alone is told %d persons, %v", s.Persons, err)
		}
	}
	if _, err := board.AreaSight(t.Context(), g.Manager, "are_none", nil); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if _, err := board.AreaList(t.Context(), authz.Actor{Force: g.Force}, area.Filter{}, nil); !fault.Is(err, fault.Unauthorized) {
		t.Error(err)
	}
}
