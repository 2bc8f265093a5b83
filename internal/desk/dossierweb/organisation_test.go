package dossierweb_test

import (
	"fmt"
	"strings"
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/dossierweb"
)

func TestOrganisationPageTellsWhatItsPeopleMayHold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		p := h.get(h.org("")).Status(200).Sound()
		p.Has("h1", "Aldermere City Council").Says("Arrangements in force to 16 November 2029", "Powers, role by role", "Cannot be granted to anybody", "1 person accredited", "Priya Nair")
		p.Has("table th", "Direct traffic").Has("table td", "Yes")
		for _, part := range []string{"/people", "/powers", "/contacts", "/letters", "/history", "/acts"} {
			h.get(h.org(part)).Status(200).Sound()
		}
		past := h.get(h.org("?as_at=2026-11-16")).Status(200).Sound()
		past.Says("This organisation was not in the register on this day.").Lacks("main a.govuk-button")
	})
}

func TestWhatMayNotBeDoneIsNotOffered(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	for role, want := range map[authz.Role]string{authz.SchemeManager: "Put somebody forward", authz.Delegate: "Suspend or withdraw", authz.Trainer: "", authz.Neighbourhood: "", authz.Supervisor: ""} {
		p := h.as(h.of(role)).get(h.org("")).Status(200)
		if want == "" {
			p.Lacks("main a.govuk-button")
		} else {
			p.Has("main a.govuk-button", want)
		}
	}
	stranger := h.of(authz.Signatory)
	stranger.Org = "org_other"
	h.as(stranger).get(h.org("")).Status(403).Says("You may not see organisations of another organisation.")
	h.as(h.of(authz.AccreditedPerson)).get(h.org("/contacts")).Status(403)
	h.get(h.org("/history")).Status(403)
}

func TestAnEmployerComesInAndIsApproved(t *testing.T) {
	t.Parallel()
	h := world(t, dbtest.SQLite(t))
	h.post("/organisations/add", values("name", strings.Repeat("x", 4000), "kind", "housing", "postcode", "EM1 4AB")).Status(422).Says("Name must be 200 characters or fewer. It has 4,000")
	p := h.post("/organisations/add", values("name", "", "kind", "", "postcode", "nowhere", "address", "Dock Street")).Status(422)
	p.Says("Enter the organisation’s name", "Choose what kind of organisation it is", "Enter a postcode")
	if p.Value("Address") != "Dock Street" {
		t.Error("what was typed is lost")
	}
	at := h.post("/organisations/add", values("name", "Quayside Homes", "kind", "housing", "postcode", "em1 4ab", "address", "Dock Street", "uniform", "Blue coat")).Status(303).Header("Location")
	at, _, _ = strings.Cut(at, "?")

	contacts := values()
	for i, kind := range []string{"signatory", "liaison", "liaison", "supervisor", ""} {
		contacts.Set(fmt.Sprintf("contacts[%d].kind", i), kind)
		contacts.Set(fmt.Sprintf("contacts[%d].name", i), []string{"Ann One", "Bea Two", "Cai Three", "Dee Four", ""}[i])
	}
	contacts.Set("contacts[2].email", "not an address")
	p = h.post(at+"/contacts/change", contacts).Status(422).Sound()
	p.Has("#contacts[2].email-error, .govuk-error-message", "Enter an e-mail address")
	contacts.Set("contacts[2].email", "cai@quayside.example")
	h.post(at+"/contacts/change", contacts).Status(303)

	h.post(at+"/area", values("area_text", "", "areas", string(h.City))).Status(422).Says("Describe the area in words")
	h.post(at+"/area", values("area_text", "Aldermere", "areas", "are_nowhere")).Status(422).Says("not in the register")
	h.post(at+"/area", values("area_text", "Aldermere", "areas", string(h.City))).Status(303)

	h.post(at+"/roles/add", values("title", "Estate warden", "powers", "csas-fpn-litter")).Status(422).Says("Enter why the work needs this")
	role := values("title", "Estate warden", "staff", "5", "powers", "csas-fpn-litter", "reason-csas-fpn-litter", "Litter in the yards", "powers", "csas-traffic-control", "reason-csas-traffic-control", "School gates")
	h.post(at+"/roles/add", role).Status(303)
	h.get(at+"/powers").Says("Litter in the yards", "Asked, not decided")

	decide := at + "/approve"
	h.get(decide).Status(403)
	form := h.as(h.Delegate).get(decide).Status(200).Sound().Form("main form")
	h.post(decide, form).Status(422).Says("choose yes, with a condition, or refuse")
	form.Set("answer-1", "allowed")
	form.Set("answer-2", "allowed")
	form.Set("evidence", "Assessment of 3 November")
	p = h.post(decide, form).Status(409).Says("Direct traffic needs Ask name and address: traffic")
	if p.Value("What shows that it is fit and proper to supervise?") != "Assessment of 3 November" {
		t.Error("what was typed is lost")
	}
	form.Set("answer-2", "refused")
	h.post(decide, form).Status(422).Says("enter the reason for refusing")
	form.Set("note-2", "The school has its own patrol.")
	h.post(decide, form).Status(303)
	h.get(at).Says("Arrangements in force to", "Reason for the refusal")
	h.get(at + "/powers").Says("The school has its own patrol.")
}

func TestStoppingAnOrganisationSaysWhatFollows(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	h.as(h.Delegate).get(h.org("/suspend")).Status(200).Sound().Says("1 person stops at once.", "1 card answers “not valid now”")
	h.post(h.org("/suspend"), values("why", "")).Status(422).Says("Enter the reason")
	h.post(h.org("/suspend"), values("why", "Insurance lapsed.")).Status(303)
	h.get(h.person(h.Person, "")).Says("Suspended with the employer", "No power is held now.")
	h.get(h.org("")).Says("Suspended", "Insurance lapsed.")
	h.post(h.org("/suspend"), values("why", "again")).Status(409)
	h.post(h.org("/reinstate"), values("why", "Renewed.")).Status(303)
	h.get(h.person(h.Person, "")).Says("Accreditation in force")
	h.post(h.org("/withdraw"), values("why", "No supervisor left.")).Status(303)
	h.get(h.person(h.Person, "")).Says("Ceased")
	h.as(h.Manager).post(h.org("/exit"), values("reason", "cost", "why", "They stop.", "day-day", "17", "day-month", "11", "day-year", "2026")).Status(409).Says("The organisation is withdrawn")
	h.as(h.of(authz.Signatory)).post(h.org("/exit"), values("why", "We stop.")).Status(403)
}

func TestBoundariesThatAreWrongAreNamed(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	bow := `{"type":"Polygon","coordinates":[[[1.0,52.0],[1.1,52.1],[1.1,52.0],[1.0,52.1],[1.0,52.0]]]}`
	h.sendArea("bow.geojson", bow).Status(422).Sound().Has(".govuk-error-message", "The boundary cannot be used.")
	h.sendArea("page.geojson", "<html>").Status(422).Has(".govuk-error-message", "The boundary cannot be used.")
	h.sendArea("good.geojson", `{"type":"Polygon","coordinates":[[[1.0,52.0],[1.1,52.0],[1.1,52.1],[1.0,52.1],[1.0,52.0]]]}`).Status(303)
	h.get(h.org("/area")).Status(200).Says("There is one now")
}

// TestEveryAddressAnswersEveryRole walks the table with every role and looks for our own
// mistakes: each answer is a page, a refusal or a redirect.
func TestEveryAddressAnswersEveryRole(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	fill := strings.NewReplacer("{org}", string(h.Org), "{person}", string(h.Person), "{role}", string(h.Role), "{letter}", "let_none", "{hash}", "none", "{accreditation}", string(h.Accred))
	for _, role := range append([]authz.Role{authz.Public}, authz.Roles...) {
		who := h.of(role)
		for _, x := range dossierweb.Permissions() {
			if x.Method != "GET" {
				continue
			}
			p := h.as(who).get(fill.Replace(x.Pattern))
			if s := p.Text("h1"); s == "We could not do this" {
				t.Errorf("%s %s: %s", role, x.Pattern, s)
			}
			if !who.Can(x.Permission) && p.Has("body", "").Text("h1") == "Tamsin Hartnoll" {
				t.Errorf("%s opens %s without %s", role, x.Pattern, x.Permission)
			}
		}
	}
}

// TestEmptyFormsAreAnswered sends every form empty, as every role: it is said what is
// wrong, or refused, and never our own mistake.
func TestEmptyFormsAreAnswered(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	for _, of := range []string{string(h.Person), string(h.Asked), "per_none"} {
		fill := strings.NewReplacer("{org}", string(h.Org), "{person}", of, "{role}", string(h.Role))
		for _, role := range append([]authz.Role{authz.Public}, authz.Roles...) {
			for _, x := range dossierweb.Permissions() {
				if x.Method != "POST" {
					continue
				}
				if s := h.as(h.of(role)).post(fill.Replace(x.Pattern), values("surname", "\xff\x00", "powers", "x")).Text("h1"); s == "We could not do this" {
					t.Errorf("%s %s: %s", role, x.Pattern, s)
				}
			}
		}
	}
}
