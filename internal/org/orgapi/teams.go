package orgapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register/registerapi"
)

// OrgTeam is a named group of an organisation's people. Who belongs to it is told by
// /people?team=.
type OrgTeam struct {
	ID string `json:"id"`
	OrgTeamChange
}

// OrgTeamChange is what may be sent of a team.
type OrgTeamChange struct {
	Name       string   `json:"name" maxLength:"200"`
	Areas      []string `json:"areas,omitempty" maxItems:"1000" doc:"Identities of areas within the organisation’s own; none: all of them"`
	Supervisor string   `json:"supervisor" maxLength:"200" doc:"Who supervises it for the employer"`
}

// WhichTeam is the team that the address names.
type WhichTeam struct {
	registerapi.Entry
	Team string `path:"team" maxLength:"64" doc:"Identity of the team"`
}

func (h *handlers) registerTeams(a *api.API) {
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/organisations/{id}/teams", ID: "organisation-team-add", Summary: "Add a team to an organisation", Needs: authz.ChangeTeams, Status: http.StatusCreated}, h.addTeam)
	api.Register(a, api.Operation{Method: http.MethodPut, Path: "/organisations/{id}/teams/{team}", ID: "organisation-team-change", Summary: "Change a team", Needs: authz.ChangeTeams}, h.changeTeam)
	api.Register(a, api.Operation{Method: http.MethodDelete, Path: "/organisations/{id}/teams/{team}", ID: "organisation-team-end", Summary: "End a team to which nobody belongs", Needs: authz.ChangeTeams}, h.endTeam)
}

func (h *handlers) addTeam(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body OrgTeamChange
}) (*api.Body[OrgEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Org) error {
		_, err := h.orgs.SetTeam(ctx, who, of, in.Body.team(""))
		return err
	})
}

func (h *handlers) changeTeam(ctx context.Context, in *struct {
	WhichTeam
	api.If
	Body OrgTeamChange
}) (*api.Body[OrgEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Org) error {
		_, err := h.orgs.SetTeam(ctx, who, of, in.Body.team(id.Team(in.Team)))
		return err
	})
}

func (h *handlers) endTeam(ctx context.Context, in *WhichTeam) (*api.Done, error) {
	return nil, h.orgs.EndTeam(ctx, account.Actor(ctx), id.Org(in.ID), id.Team(in.Team))
}

func (c OrgTeamChange) team(of id.Team) org.Team {
	return org.Team{ID: of, Name: c.Name, Areas: ids[id.Area](c.Areas), Supervisor: c.Supervisor}
}

func wireTeams(in []org.Team) []OrgTeam {
	out := []OrgTeam{}
	for _, t := range in {
		out = append(out, OrgTeam{string(t.ID), OrgTeamChange{t.Name, texts(t.Areas), t.Supervisor}})
	}
	return out
}
