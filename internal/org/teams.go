package org

import (
	"context"
	"slices"
	"strings"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Team is a named group of an organisation's people. Who belongs to it is in person.
type Team struct {
	ID         id.Team   `json:"id"`
	Name       string    `json:"name"`
	Areas      []id.Area `json:"areas,omitempty"` // within the organisation's; none: all of them
	Supervisor string    `json:"supervisor"`      // who supervises it for the employer (joint operating protocol, clause 2.2 iv)
}

// mostTeams is how many teams an organisation may have.
const mostTeams = 200

// Team is the team of that identity.
func (o *Organisation) Team(team id.Team) (*Team, bool) {
	for i := range o.Teams {
		if o.Teams[i].ID == team {
			return &o.Teams[i], true
		}
	}
	return nil, false
}

// TeamName is the name of the team of that identity; empty if there is none.
func (o *Organisation) TeamName(team id.Team) string {
	if t, ok := o.Team(team); ok {
		return t.Name
	}
	return ""
}

// TeamNamed is the team of that name, whatever its capitals and spaces.
func (o *Organisation) TeamNamed(name string) (*Team, bool) {
	for i := range o.Teams {
		if Fold(o.Teams[i].Name) == Fold(name) {
			return &o.Teams[i], true
		}
	}
	return nil, false
}

// SetTeam adds a team, if its identity is empty, or changes one. It returns the identity.
// Errors: fault.Invalid names the fields; fault.NotFound for another organisation's team;
// fault.Forbidden.
func (s *Service) SetTeam(ctx context.Context, who authz.Actor, org id.Org, t Team) (id.Team, error) {
	verb, said := "organisation.team", "changed"
	if t.ID == "" {
		verb, said = "organisation.team-add", "added"
	}
	err := s.teams(ctx, who, org, verb, func(tx *db.Tx, e *ledger.Draft, o *Organisation) error {
		t.Name, t.Supervisor = strings.Join(strings.Fields(t.Name), " "), strings.Join(strings.Fields(t.Supervisor), " ")
		if t.ID == "" {
			t.ID = id.New[id.Team]()
			o.Teams = append(o.Teams, t)
		} else {
			was, ok := o.Team(t.ID)
			if !ok {
				return errNoTeam
			}
			*was = t
		}
		var fs fault.Fields
		o.checkTeam(&t, &fs)
		if err := fs.Err(); err != nil {
			return err
		}
		o.sortTeams()
		e.Say(o.Name+": team "+t.Name+" "+said, "Joint operating protocol, clause 2.2 iv")
		return s.teamsFit(tx, e.Force, o)
	})
	return t.ID, err
}

func (o *Organisation) sortTeams() {
	slices.SortFunc(o.Teams, func(a, b Team) int { return strings.Compare(Fold(a.Name), Fold(b.Name)) })
}

// EndTeam takes a team away. Errors: fault.NotFound; fault.Conflict while people belong to
// it (see person.Service.OrgChanged); fault.Forbidden.
func (s *Service) EndTeam(ctx context.Context, who authz.Actor, org id.Org, team id.Team) error {
	return s.teams(ctx, who, org, "organisation.team-end", func(_ *db.Tx, e *ledger.Draft, o *Organisation) error {
		t, ok := o.Team(team)
		if !ok {
			return errNoTeam
		}
		e.Say(o.Name+": team "+t.Name+" ended", "")
		o.Teams = slices.DeleteFunc(o.Teams, func(x Team) bool { return x.ID == team })
		return nil
	})
}

var errNoTeam = fault.New(fault.NotFound, "There is no such team in this organisation.")

// teams runs a use case on the teams alone.
func (s *Service) teams(ctx context.Context, who authz.Actor, org id.Org, verb string, change func(*db.Tx, *ledger.Draft, *Organisation) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{table.Subject(string(org))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.ChangeTeams, authz.Object{Org: org}); err != nil {
			return err
		}
		v, err := table.Find(tx, who.Force, string(org), register.Now(e.At))
		if err != nil {
			return err
		}
		after := v.State.copy()
		if err := change(tx, e, &after); err != nil {
			return err
		}
		return s.put(tx, e, Change{Org: org, Before: v.State, After: after, From: e.At})
	})
	return err
}

// checkTeam names what is wrong with one team in itself.
func (o *Organisation) checkTeam(t *Team, fs *fault.Fields) {
	text := func(field, value, what string) {
		if n := len([]rune(value)); n == 0 {
			fs.Add(field, "Enter %s", what)
		} else if n > nameLimit {
			fs.Add(field, "This must be %d letters or fewer. It has %d", nameLimit, n)
		}
	}
	text("name", t.Name, "the name of the team")
	text("supervisor", t.Supervisor, "who supervises the team")
	same := 0
	for _, x := range o.Teams {
		if Fold(x.Name) == Fold(t.Name) {
			same++
		}
	}
	if same > 1 {
		fs.Add("name", "There is a team named %s already", t.Name)
	}
	if len(o.Teams) > mostTeams {
		fs.Add("name", "An organisation may have %d teams at the most", mostTeams)
	}
}

// teamsFit reports whether each team's areas lie within the organisation's own.
func (s *Service) teamsFit(tx *db.Tx, force id.Force, o *Organisation) error {
	if !slices.ContainsFunc(o.Teams, func(t Team) bool { return len(t.Areas) > 0 }) {
		return nil
	}
	tree, err := s.areas.Tree(tx, force)
	if err != nil {
		return err
	}
	names, err := s.areas.Names(tx, force)
	if err != nil {
		return err
	}
	for _, t := range o.Teams {
		for _, a := range t.Areas {
			if names[a] == "" {
				return fault.In("areas", "There is no such area. Choose areas of the register")
			}
			if !o.holds(tree, a) {
				return fault.In("areas", "%s, an area of the team %s, does not lie within the organisation’s own area", names[a], t.Name)
			}
		}
	}
	return nil
}

// holds reports whether an area lies within the organisation's own.
func (o *Organisation) holds(tree *area.Tree, a id.Area) bool {
	return slices.ContainsFunc(o.Areas, func(own id.Area) bool { return tree.Within(a, own) })
}
