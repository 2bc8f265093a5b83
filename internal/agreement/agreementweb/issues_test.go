package agreementweb_test

import (
	"net/url"
	"strings"
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
)

// TestTheOrganisationAsksAndTheOfficeAnswers asks from the organisation's page, answers from
// the office's list, and closes an issue that the office raised.
func TestTheOrganisationAsksAndTheOfficeAnswers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.get("/issues").Status(200).Sound().Says("Nothing is open between the parties.")
		o, protocol := h.inForce()
		list := "/organisations/" + string(o) + "/issues"
		if got := h.get(protocol).Sound().Says("None open").Link("Issues and questions"); got != list {
			t.Errorf("the protocol leads to %s", got)
		}
		h.actor = authz.Actor{Force: h.Force, Account: "acc_b", Name: "Joanne Birtwell", Role: authz.Liaison, Org: o}
		ask := h.get(list).Status(200).Sound().Has("a", "Raise an issue").Link("Ask the scheme office")
		h.get(ask).Status(200).Sound().Has("h1", "Ask the scheme office").Says("Joint operating protocol")
		h.post(ask, url.Values{}).Status(422).Sound().Says("Enter what it is about", "Enter what the other side is to know")
		to := h.post(ask, url.Values{"subject": {"Lost <card>"}, "text": {"Who is told?"}, "under": {strings.TrimPrefix(protocol, "/agreements/")}}).Status(303).Header("Location")
		at, _, _ := strings.Cut(to, "?")
		h.get(to).Status(200).Sound().Has("h1", "Lost <card>").Says("Question of Aldermere City Council", "Waits for", "The scheme office", "27 November 2026").Lacks("a", "Answer")
		h.actor = h.Manager
		h.get("/issues?show=waits").Status(200).Sound().Has("th", "Lost <card>").Says("27 Nov 2026").Lacks("a", "Ask the scheme office")
		h.get("/issues?show=late").Says("Nothing waits longer than it may.")
		h.get("/issues?sort=-due&show=questions&page=7").Status(200).Has("th", "Lost <card>")
		h.get(at+"/propose").Status(200).Sound().Has("h1", "Answer").Says("What is the answer?")
		h.post(at+"/propose", url.Values{}).Status(422).Sound().Says("Enter it in a sentence or two")
		h.post(at+"/propose", url.Values{"text": {"The office.\r\nBy telephone."}}).Status(303)
		h.get(at).Sound().Says("Answered", "By telephone.").Has("h2", "Answer")
		h.get(at + "/propose").Status(409)
		h.actor = h.Lead(o)
		h.post(at+"/agree", url.Values{}).Status(303)
		h.get(list).Sound().Lacks("th", "Lost <card>")
		h.get(list+"?show=over").Sound().Has("th", "Lost <card>")
		h.get(at + "?as_at=16/11/2026").Status(404)
		h.actor = h.Lead("org_other")
		for _, address := range []string{list, at, at + "/say", ask} {
			h.get(address).Status(403)
		}
		h.get("/issues").Status(200).Lacks("th", "Lost <card>")
		team := h.Liaison()
		team.Areas = []id.Area{h.Quay}
		h.actor = team
		h.get(at).Status(403)
	})
}

// TestTheWorkTogetherIsEvaluated records an evaluation and an action from the pages.
func TestTheWorkTogetherIsEvaluated(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.get("/evaluations").Status(200).Sound().Says("No organisation has a protocol in force.")
		o, protocol := h.inForce()
		list := h.get(protocol).Sound().Link("Evaluations of the work together")
		h.get(list).Status(200).Sound().Says("every 12 months", "No evaluation has been recorded.", "Next evaluation due by 17 Nov 2027")
		h.get(list+"/record").Status(200).Sound().Has("h1", "Record an evaluation")
		h.post(list+"/record", url.Values{}).Status(422).Sound().Says("Enter the day of the evaluation", "Enter who took part for Aldermere City Council", "Enter what was found")
		held := url.Values{"day-day": {"17"}, "day-month": {"11"}, "day-year": {"2026"}, "of_force": {"Insp Quill"}, "of_org": {"J. Birtwell"}, "found": {"Patrols went well.\r\nReports came late."}}
		to := h.post(list+"/record", held).Status(303).Header("Location")
		at, _, _ := strings.Cut(to, "?")
		h.get(to).Status(200).Sound().Says("Reports came late.", "No action was agreed.")
		h.post(at+"/actions", url.Values{}).Status(422).Sound().Says("Enter what is to be done", "Choose whose action it is", "Enter who sees to it")
		h.post(at+"/actions", url.Values{"what": {"Reports within a day"}, "side": {"organisation"}, "owner": {"J. Birtwell"}, "due-day": {"24"}, "due-month": {"12"}, "due-year": {"2026"}}).Status(303)
		h.get("/evaluations").Sound().Has("th", "Aldermere City Council").Says("1 open")
		h.get(list).Sound().Says("Patrols went well. …", "1 open")
		h.actor = h.Lead(o)
		h.get(at).Sound().Has("button", "It is done: Reports within a day")
		h.post(at+"/done", url.Values{"action": {"0"}}).Status(303)
		h.get(at).Sound().Says("Done 17 Nov 2026").Lacks("button", "It is done: Reports within a day")
		h.get(at+"/correct").Status(200).Sound().Has("h1", "Correct the evaluation")
		h.actor = h.Lead("org_other")
		for _, address := range []string{list, at, list + "/record", at + "/correct"} {
			h.get(address).Status(403)
		}
		h.get("/evaluations").Status(200).Lacks("th", "Aldermere City Council")
	})
}
