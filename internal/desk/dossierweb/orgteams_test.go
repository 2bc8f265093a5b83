package dossierweb_test

import (
	"net/url"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/org"
)

func TestATeamIsAddedFilledAndEnded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		h.get(h.org("/teams")).Status(200).Sound().Says("This organisation has no teams yet.")
		p := h.post(h.org("/teams/add"), values("name", "", "supervisor", "", "areas", string(h.Quay))).Status(422).Sound()
		p.Says("Enter the name of the team", "Enter who supervises the team")
		h.post(h.org("/teams/add"), values("name", "Parks", "supervisor", "Ann Lyle", "areas", string(h.Quay))).Status(422).Says("Quaymouth, an area of the team Parks, does not lie within")
		h.post(h.org("/teams/add"), values("name", "Parks", "supervisor", "Ann Lyle", "areas", string(h.City))).Status(303).Leads(h.org("/teams?done=org.team"))
		team := h.World.Org(t, h.Org).Teams[0]
		h.get(h.org("/teams")).Status(200).Sound().Says("Parks", "Aldermere", "Ann Lyle", "0 people")

		h.get(h.person(h.Person, "/change")).Status(200).Sound().Has("label", "Team (optional)")
		form := h.get(h.person(h.Person, "/change")).Form("main form")
		form.Set("team", string(team.ID))
		form.Set("supervisor", "")
		h.post(h.person(h.Person, "/change"), form).Status(303)
		h.get(h.person(h.Person, "")).Status(200).Sound().Says("Team: Parks", "Supervisor: Ann Lyle")
		h.get(h.org("/teams")).Says("1 person")
		h.get(h.org("")).Status(200).Sound().Has("dd", "Parks")
		q := url.Values{"team": {string(team.ID)}}.Encode()
		rows := h.get(h.org("/people?" + q)).Status(200).Sound().All("tbody tr")
		if len(rows) != 1 || !strings.Contains(rows[0], "Community warden, Parks") {
			t.Errorf("%q", rows)
		}

		h.get(h.org("/teams/"+string(team.ID))).Status(200).Sound().Says("1 person belongs to it").Lacks("button", "End the team")
		h.post(h.org("/teams/"+string(team.ID)+"/end"), url.Values{}).Status(409).Says("1 person belongs to the team Parks")
		form.Set("team", "")
		h.post(h.person(h.Person, "/change"), form).Status(303)
		h.post(h.org("/teams/"+string(team.ID)), values("name", "Parks and commons", "supervisor", "Ann Lyle")).Status(303)
		h.get(h.org("/teams")).Says("Parks and commons", "All of the organisation’s area")
		h.get(h.org("/teams/"+string(team.ID))).Has("button", "End the team")
		h.post(h.org("/teams/"+string(team.ID)+"/end"), url.Values{}).Status(303)
		h.get(h.org("/teams/" + string(team.ID))).Status(404)
		h.get(h.org("/history")).Status(200).Says("Team Parks and commons ended")
	})
}

func TestWhoSeesAndChangesTeams(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	_, err := h.Orgs.SetTeam(t.Context(), h.Manager, h.Org, org.Team{Name: "Parks", Supervisor: "Ann Lyle"})
	accredtest.Must(t, err)
	h.as(h.of(authz.Signatory)).get(h.org("/teams")).Status(200).Sound().Has("main a", "Add a team")
	h.as(h.of(authz.Delegate)).get(h.org("/teams")).Status(200).Says("Ann Lyle").Lacks("main a", "Add a team")
	h.get(h.org("/teams/add")).Status(403)
	h.as(h.of(authz.Commissioner)).get(h.org("/teams")).Status(200).Sound().Lacks("th", "People")
	stranger := h.of(authz.Signatory)
	stranger.Org = "org_other"
	h.as(stranger).get(h.org("/teams")).Status(403)
	h.post(h.org("/teams/add"), values("name", "Ours", "supervisor", "Somebody")).Status(403)
}
