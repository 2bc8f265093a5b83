package dossierweb_test

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db/dbtest"
	"watchword/internal/org"
)

// sent is the form of contacts as it stands, with values set.
func (h *house) sent(pairs ...string) url.Values {
	h.t.Helper()
	form := h.get(h.org("/contacts/change")).Status(200).Sound().Form("main form")
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func TestAnEmployerNamesItsContactsAndTheOfficeNotesIt(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	at := h.org("/contacts/change")
	h.as(h.of(authz.Signatory))
	if p := h.get(h.org("/contacts")).Status(200).Sound(); p.Link("Change the contacts") != at || strings.Contains(p.Source(), "Change the particulars") {
		t.Error("the signatory is not led to the contacts, or further")
	}
	p := h.get(at).Status(200).Sound()
	p.Says("The scheme office is told of each change.", "Sgt Martin Askew").Lacks("legend", "Police liaison").Lacks(".govuk-notification-banner", "org.")
	if strings.Contains(p.Source(), "Add another police liaison officer") {
		t.Error("the employer is asked for the force’s own officer")
	}

	wrong := h.post(at, h.sent("contacts[1].name", "", "contacts[1].post", "Head of safety", "contacts[2].email", "nobody at home")).Status(422).Sound()
	wrong.Has(".govuk-error-message", "Enter the contact’s name").Has(".govuk-error-message", "Enter an e-mail address")
	for field, left := range map[string]string{"contacts[2].email": "nobody at home", "contacts[0].name": "Priya Nair"} {
		if got := wrong.Form("main form").Get(field); got != left {
			t.Errorf("of %s is left %q", field, got)
		}
	}
	h.post(at, h.sent("contacts[1].gone", "yes")).Status(409).Says("Two liaison officers are named", "Name another in place of whoever goes")
	h.post(at, h.sent()).Status(409).Says("Nothing is changed")
	h.post(at, h.sent("contacts[9].kind", "police-liaison", "contacts[9].name", "Sgt Kit Quill")).Status(422).Says("the force’s to name")
	h.post(at, h.sent("contacts[9].kind", "owner", "contacts[9].name", "Kit Quill")).Status(422)
	h.post(at, h.sent("contacts[3].name", strings.Repeat("x", 4000))).Status(422)
	more := h.post(at, h.sent("more", "supervisor", "contacts[3].name", "Bea Rudd")).Status(200).Sound()
	if more.Count("fieldset.ww-contact") != h.get(at).Count("fieldset.ww-contact")+1 || more.Form("main form").Get("contacts[3].name") != "Bea Rudd" {
		t.Error("a row is not added, or what was typed is lost")
	}
	h.post(at, url.Values{"contacts[0].kind": {"signatory"}}).Status(409)

	h.post(at, h.sent("contacts[2].name", "Kit Sefton", "contacts[3].gone", "yes", "contacts[9].kind", "supervisor", "contacts[9].name", "Bea Rudd")).Status(303)
	h.get(h.org("/contacts")).Says("The scheme office has not noted it yet", "New: Kit Sefton, liaison officer", "No longer: Gareth Lyle, supervisor").Lacks("main form button", "Noted")
	h.post(h.org("/contacts/noted"), nil).Status(403)
	h.as(h.Manager).get(h.org("/contacts")).Status(200).Sound().Has("button", "Noted").Says("New: Bea Rudd, supervisor")
	h.post(h.org("/contacts/noted"), nil).Status(303)
	h.post(h.org("/contacts/noted"), nil).Status(409)
	h.get(h.org("/contacts")).Lacks("main form button", "Noted")
	o := h.World.Org(t, h.Org)
	if got := o.Of(org.PoliceLiaison); len(got) != 1 {
		t.Errorf("the police liaison officers are %v", got)
	}
	for _, role := range []authz.Role{authz.Liaison, authz.Supervisor, authz.Delegate, authz.Trainer} {
		h.as(h.of(role)).get(at).Status(403)
		h.post(at, nil).Status(403)
	}
}

func TestTheEmployersWayLeadsThroughItsOwnEntry(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	p := h.as(h.of(authz.Signatory)).get(h.org("/contacts")).Status(200)
	if p.Count(`.govuk-breadcrumbs a[href="/organisations"]`) > 0 || p.Count(`.govuk-breadcrumbs a[href="`+h.org("")+`"]`) != 1 {
		t.Error("the employer is led through the list of all")
	}
}

func TestWhatTheDelegateFoundIsAList(t *testing.T) {
	t.Parallel()
	h := world(t, dbtest.SQLite(t))
	h.Org = h.Council(t, "Aldermere City Council")
	state := h.World.Org(t, h.Org)
	var ds []org.PowerDecision
	for _, p := range state.Roles[0].Powers {
		ds = append(ds, org.PowerDecision{Role: state.Roles[0].ID, Power: p.Power, Answer: org.Allowed})
	}
	found := "Renewed after review. Checked: Supervision: 3 trained; Insurance, £10m; Complaints procedure; Records."
	accredtest.Must(t, h.Orgs.Approve(t.Context(), h.Delegate, h.Org, org.Approval{From: accredtest.Today, To: accredtest.Today.AddYears(1), Evidence: found, Powers: ds}))
	p := h.get(h.org("")).Status(200).Sound()
	if got := fmt.Sprint(p.All(".ww-evidence li")); got != "[Supervision: 3 trained Insurance, £10m Complaints procedure Records]" {
		t.Errorf("what was checked reads %s", got)
	}
	p.Says("Renewed after review. Checked:")
	if h.as(h.of(authz.Signatory)).get(h.org("")).Count(".ww-evidence") > 0 {
		t.Error("the employer reads what the delegate found")
	}
}

// served is the pages that the program has, as its table of addresses names them.
func served(t *testing.T) *regexp.Regexp {
	t.Helper()
	table, err := os.ReadFile("../../server/testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range regexp.MustCompile(`(?m)^GET +(\S+)`).FindAllStringSubmatch(string(table), -1) {
		all = append(all, regexp.MustCompile(`\\\{\w+\\\}`).ReplaceAllString(regexp.QuoteMeta(m[1]), `[^/]+`))
	}
	return regexp.MustCompile("^(" + strings.Join(all, "|") + ")$")
}

// TestNoButtonLeadsNowhere opens what the pages offer as acts. What is another room's page is
// in the program's table.
func TestNoButtonLeadsNowhere(t *testing.T) {
	t.Parallel()
	h, known := lively(t), served(t)
	others := regexp.MustCompile(`^/organisations/[^/]+/(roll|nominate|power-reviews)$`)
	for _, who := range []authz.Actor{h.Manager, h.of(authz.Delegate), h.of(authz.VettingUnit), h.of(authz.Trainer), h.of(authz.Signatory), h.of(authz.Liaison)} {
		for _, path := range []string{h.org(""), h.org("/acts"), h.org("/powers"), h.org("/contacts"), h.person(h.Person, ""), h.person(h.Person, "/acts"), h.person(h.Asked, ""), h.person(h.Asked, "/acts")} {
			for _, href := range h.as(who).get(path).Hrefs("main a.govuk-button, main .ww-list h2 a, main .ww-links a, main .ww-head__side a") {
				path, _, _ := strings.Cut(href, "?")
				switch {
				case !strings.HasPrefix(href, "/people/") && !strings.HasPrefix(href, "/organisations/"):
				case !known.MatchString(path):
					t.Errorf("%s: nothing is at %s", who.Role, href)
				case !others.MatchString(path):
					h.get(href).Status(200)
				}
			}
		}
	}
}

func TestEachLinkSaysWhereItLeads(t *testing.T) {
	t.Parallel()
	h := lively(t)
	h.Accredited(t, h.Org, "Ann", "csas-fpn-litter")
	for _, who := range []authz.Actor{h.Manager, h.of(authz.Delegate), h.of(authz.Signatory)} {
		for _, path := range []string{h.org(""), h.org("/people"), h.org("/powers"), h.org("/contacts"), h.org("/letters"), h.org("/acts"), h.person(h.Person, ""), h.person(h.Person, "/letters"), h.person(h.Person, "/acts"), h.person(h.Asked, "")} {
			got := slices.DeleteFunc(h.as(who).get(path).Status(200).Unclear(), func(s string) bool { return s == "Refused" }) // in a matrix, under its headings
			if len(got) > 0 {
				t.Errorf("%s, %s: of links with the same words lead to different places: %q", who.Role, path, got)
			}
		}
	}
}
