package org_test

import (
	"context"
	"strings"
	"testing"

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
	"watchword/internal/person"
	"watchword/internal/register"
)

// group is an employer with a person, and a ward within its area.
type group struct {
	*accredtest.World
	org    id.Org
	person id.Person
	ward   id.Area
}

func grouped(t *testing.T, d *db.DB) *group {
	t.Helper()
	g := &group{World: accredtest.New(t, d)}
	_, err := g.Ledger.Do(t.Context(), g.Operator, "area.add", nil, func(tx *db.Tx, e *ledger.Draft) (err error) {
		g.ward, err = g.Areas.Put(tx, e, "", area.Area{Kind: area.Ward, Name: "Market", Parent: g.City}, e.At)
		return err
	})
	accredtest.Must(t, err)
	g.org = g.Approved(t, "Aldermere City Council")
	g.person, _ = g.Accredited(t, g.org, "Joel", "csas-fpn-litter")
	return g
}

func (g *group) join(ctx context.Context, team id.Team) error {
	return g.Persons.Alter(ctx, g.Manager, g.person, func(p *person.Person) error { p.Team, p.Supervisor = team, ""; return nil })
}

func TestATeamGroupsPeopleWithinTheOrganisationsArea(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := grouped(t, d)
		team, err := g.Orgs.SetTeam(t.Context(), g.Manager, g.org, org.Team{Name: " City  centre ", Supervisor: "Ann Lyle", Areas: []id.Area{g.ward}})
		accredtest.Must(t, err)
		accredtest.Must(t, g.join(t.Context(), team))
		line := g.line(t)
		if line.Team != team || line.TeamName != "City centre" || line.RoleAndTeam() != "Community warden, City centre" {
			t.Errorf("%+v", line)
		}
		p, err := db.Find(t.Context(), d, func(tx *db.Tx) (person.Version, error) { return g.Persons.Any(tx, g.Force, g.person, g.Now()) })
		if err != nil || p.State.Supervisor != "Ann Lyle" {
			t.Errorf("the supervisor of the team is not the person's: %q, %v", p.State.Supervisor, err)
		}
		_, err = g.Orgs.SetTeam(t.Context(), g.Manager, g.org, org.Team{ID: team, Name: "Market quarter", Supervisor: "Ann Lyle"})
		accredtest.Must(t, err)
		if line := g.line(t); line.TeamName != "Market quarter" {
			t.Errorf("the list has the old name %q", line.TeamName)
		}
		if err := g.Orgs.EndTeam(t.Context(), g.Manager, g.org, team); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "1 person belongs to the team Market quarter") {
			t.Errorf("a team ends while somebody belongs to it: %v", err)
		}
		accredtest.Must(t, g.join(t.Context(), ""))
		accredtest.Must(t, g.Orgs.EndTeam(t.Context(), g.Manager, g.org, team))
		if o := g.Org(t, g.org); len(o.Teams) != 0 {
			t.Errorf("%+v", o.Teams)
		}
		if err := g.join(t.Context(), team); !fault.Is(err, fault.Invalid) {
			t.Errorf("a person joins a team that ended: %v", err)
		}
		g.Verify(t)
	})
}

func (g *group) line(t *testing.T) desk.Line {
	t.Helper()
	page, err := g.Board.People(t.Context(), g.Manager, desk.Filter{Org: g.org})
	accredtest.Must(t, err)
	if len(page.Lines) != 1 {
		t.Fatalf("%d lines", len(page.Lines))
	}
	return page.Lines[0]
}

func TestWhatIsWrongWithATeamIsTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := grouped(t, d)
		first, err := g.Orgs.SetTeam(t.Context(), g.Manager, g.org, org.Team{Name: "Parks", Supervisor: "Ann Lyle"})
		accredtest.Must(t, err)
		for _, tt := range []struct {
			name, field string
			team        org.Team
		}{
			{"no name", "name", org.Team{Supervisor: "Ann Lyle"}},
			{"a name of 4,000 letters", "name", org.Team{Name: strings.Repeat("x", 4000), Supervisor: "Ann Lyle"}},
			{"the name of another team", "name", org.Team{Name: "PARKS", Supervisor: "Ann Lyle"}},
			{"no supervisor", "supervisor", org.Team{Name: "Estates"}},
			{"an area outside the organisation’s", "areas", org.Team{Name: "Estates", Supervisor: "Ann Lyle", Areas: []id.Area{g.Quay}}},
			{"no such area", "areas", org.Team{Name: "Estates", Supervisor: "Ann Lyle", Areas: []id.Area{"are_none"}}},
		} {
			_, err := g.Orgs.SetTeam(t.Context(), g.Manager, g.org, tt.team)
			if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || f.Fields[0].Name != tt.field {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		if _, err := g.Orgs.SetTeam(t.Context(), g.Manager, g.org, org.Team{ID: "tea_none", Name: "Estates", Supervisor: "Ann Lyle"}); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
		_, err = g.Orgs.SetTeam(t.Context(), g.Manager, g.org, org.Team{ID: first, Name: "Parks", Supervisor: "Ann Lyle", Areas: []id.Area{g.ward}})
		accredtest.Must(t, err)
		err = g.Orgs.Alter(t.Context(), g.Manager, g.org, func(o *org.Organisation) error { o.Areas = []id.Area{g.Quay}; return nil })
		if f := fault.Of(err); f == nil || f.Fields[0].Name != "areas" || !strings.Contains(f.Fields[0].Message, "Market, an area of the team Parks") {
			t.Errorf("the organisation’s area moves away under a team: %v", err)
		}
		err = g.DB.Read(t.Context(), func(tx *db.Tx) error {
			v, err := g.Orgs.Any(tx, g.Force, g.org, register.Now(g.Clock.Now()))
			if _, ok := v.State.TeamNamed(" parks "); err == nil && !ok {
				t.Error("a team is not found by its name")
			}
			return err
		})
		accredtest.Must(t, err)
	})
}

func TestWhoMayChangeTeams(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g := grouped(t, d)
		for _, tt := range []struct {
			role authz.Role
			org  id.Org
			may  bool
		}{{authz.SchemeManager, "", true}, {authz.Signatory, g.org, true}, {authz.Signatory, "org_other", false}, {authz.Liaison, g.org, false}, {authz.Delegate, "", false}, {authz.Trainer, "", false}} {
			who := authz.Actor{Force: g.Force, Account: "acc_1", Role: tt.role, Org: tt.org}
			_, err := g.Orgs.SetTeam(t.Context(), who, g.org, org.Team{Name: "Team of " + string(tt.role) + string(tt.org), Supervisor: "Ann Lyle"})
			if fault.Is(err, fault.Forbidden) == tt.may {
				t.Errorf("%s of %q: %v", tt.role, tt.org, err)
			}
		}
	})
}
