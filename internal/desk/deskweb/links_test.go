package deskweb_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/deskweb"
	"watchword/internal/web/browser"
)

// crowded is a lively office with several of each task, and of what falls due on one day.
func crowded(t *testing.T) *office {
	t.Helper()
	o := lively(t, dbtest.SQLite(t))
	for _, name := range []string{"Dee", "Eva"} {
		_, a := o.Accredited(t, o.homes, name, "csas-fpn-litter")
		accredtest.Must(t, o.Accreds.Suspend(t.Context(), o.Manager, a, "A complaint"))
		p := o.Warden(t, o.homes, name+" Ann", accredtest.Today.AddYears(1), "csas-fpn-litter")
		_, err := o.Accreds.Recommend(t.Context(), o.Manager, p, "Interview")
		accredtest.Must(t, err)
		o.Warden(t, o.council, name+" May", accredtest.Today.AddYears(1))
		c, _ := o.Accredited(t, o.council, name+" Kit", "csas-name-address-asb")
		accredtest.Must(t, o.Train(t, c, accredtest.Today.AddDays(9), "csas-name-address-asb"))
		e, _ := o.Accredited(t, o.council, name+" Lou", "csas-name-address-asb")
		accredtest.Must(t, o.Train(t, e, accredtest.Today.AddDays(12), "csas-name-address-asb"))
	}
	o.Council(t, "Merrowby Town Council")
	return o
}

func TestEachLinkSaysWhereItLeads(t *testing.T) {
	t.Parallel()
	o := crowded(t)
	for _, role := range []authz.Role{authz.SchemeManager, authz.Delegate, authz.VettingUnit, authz.Signatory, authz.Trainer} {
		for _, path := range []string{"/start", "/decide", "/vetting", "/due"} {
			if got := o.get(o.of(role), path).Unclear(); len(got) > 0 {
				t.Errorf("%s, %s: of links with the same words lead to different places: %q", role, path, got)
			}
		}
	}
	p := o.get(o.of(authz.Delegate), "/start")
	if href := p.Link("Suspended. Reinstate or withdraw?: EM 4002, Ann Hartnoll"); !strings.HasPrefix(href, "/people/") {
		t.Errorf("it leads to %s", href)
	}
}

// TestOnAPhoneWhatWaitsComesFirst reads the start page from above to below at both widths:
// the figures stand first at a desk and after what waits and falls due on a phone, and
// the focus goes in the same order.
func TestOnAPhoneWhatWaitsComesFirst(t *testing.T) {
	o := crowded(t)
	o.actor = o.of(authz.SchemeManager)
	running := httptest.NewServer(o.handler)
	t.Cleanup(running.Close)
	server := running.URL
	p := browser.Window(t, 1280)
	for width, want := range map[int]string{1280: "figures decisions due charts", 390: "decisions due figures charts"} {
		p.Width(width)
		p.Go(server + "/start")
		got := browser.Eval[string](p, `(() => {
			const parts = [...document.querySelectorAll(".ww-figures")].map(e => ["figures", e]);
			const head = words => [...document.querySelectorAll("h2")].find(h => h.textContent.includes(words));
			parts.push(["decisions", head("Needs your decision")], ["due", head("Falls due")], ["charts", document.querySelector(".ww-chart")]);
			return parts.filter(([, e]) => e.checkVisibility()).sort((a, b) => a[1].getBoundingClientRect().top - b[1].getBoundingClientRect().top).map(([name]) => name).join(" ") })()`)
		if got != want {
			t.Errorf("at %d the page reads %q, want %q", width, got, want)
		}
		if stops := browser.Eval[bool](p, `(() => { const seen = [...document.querySelectorAll("main a[href]")].filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().top);
			return document.querySelector(".ww-start__first a").checkVisibility() !== document.querySelector(".ww-start__then a").checkVisibility() && seen.length > 10 })()`); !stops {
			t.Errorf("at %d the figures are there twice, or not at all", width)
		}
	}
}

// TestTheOfficeIsToldOfChangedContacts follows the news to the start page and away again.
func TestTheOfficeIsToldOfChangedContacts(t *testing.T) {
	t.Parallel()
	o := lively(t, dbtest.SQLite(t))
	contacts := o.Org(t, o.council).Contacts
	contacts[3].Name = "Bea Rudd"
	accredtest.Must(t, o.Orgs.ChangeContacts(t.Context(), o.of(authz.Signatory), o.council, contacts[:4]))
	o.later()
	p := o.get(o.of(authz.SchemeManager), "/start")
	if href := p.Link("Contacts changed by Sam Pike. Look, then note it: Aldermere City Council"); href != "/organisations/"+string(o.council)+"/contacts" {
		t.Errorf("it leads to %s", href)
	}
	for _, role := range []authz.Role{authz.Delegate, authz.Signatory} {
		if strings.Contains(o.get(o.of(role), "/start").Source(), "Contacts changed") {
			t.Errorf("the %s is told as well", role)
		}
	}
	o.Clock.Advance(2 * time.Second)
	accredtest.Must(t, o.Orgs.NoteContacts(t.Context(), o.Manager, o.council))
	o.later()
	o.get(o.of(authz.SchemeManager), "/start").Lacks("main a", "Contacts changed")
}

// TestTheEmployerIsAskedAndAnswers follows a request of the delegate through the start
// pages.
func TestTheEmployerIsAskedAndAnswers(t *testing.T) {
	t.Parallel()
	o := lively(t, dbtest.SQLite(t))
	accredtest.Must(t, o.Accreds.Ask(t.Context(), o.Delegate, o.asked, "Was the reference taken up?"))
	o.later()
	o.get(o.of(authz.Signatory), "/start").Has("a", "The delegate asks for more before deciding. Answer: Bea Hartnoll")
	o.get(o.of(authz.Delegate), "/start").Has("a", "you asked for more, and it is not answered: Bea Hartnoll")
	o.Clock.Advance(2 * time.Second)
	accredtest.Must(t, o.Accreds.Answer(t.Context(), o.of(authz.Signatory), o.asked, "Yes."))
	o.later()
	o.get(o.of(authz.Signatory), "/start").Lacks("main a", "asks for more")
	o.get(o.of(authz.Delegate), "/start").Has("a", "are you satisfied of the four tests?: Bea Hartnoll")
}

func TestAdministrationLeadsWhereTheRoleMayGo(t *testing.T) {
	t.Parallel()
	o := lively(t, dbtest.SQLite(t))
	o.get(o.of(authz.SchemeManager), "/administration").Sound().Has("h1", "Administration").Says("Settings", "Areas", "Accounts", "Import", "Templates")
	o.get(o.of(authz.Delegate), "/administration").Sound().Says("Settings", "Areas").Lacks("a", "Accounts").Lacks("a", "Import")
	o.get(o.of(authz.ControlRoom), "/administration").Sound().Lacks("a", "Settings").Lacks("a", "Accounts")
	if got := deskweb.Under(authz.SchemeManager)["/settings"]; got != "/administration" {
		t.Errorf("the page of settings lies under %q", got)
	}
}
