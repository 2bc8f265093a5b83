package vettingweb_test

import (
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/vetting/envelope"
	"watchword/internal/vetting/vettingtest"
	"watchword/internal/vetting/vettingweb"
	"watchword/internal/web/browser"
)

// TestAPersonFillsTheForm goes through the pages as a person does, on both databases.
func TestAPersonFillsTheForm(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		p := h.Waiting(t, h.Org, "Lee")
		h.as(h.Vetter).get("/people/"+string(p)+"/vetting/link").Sound().Has("h1", "Make a link")
		h.post("/people/"+string(p)+"/vetting/link", "level", "NPPV 9").Status(422).Has("main", "Choose the level of vetting")
		made := h.post("/people/"+string(p)+"/vetting/link", "level", "NPPV 2").Status(200).Sound()
		link := regexp.MustCompile(`/v/[a-z0-9_.-]+`).FindString(made.Text(".vt-link-made"))
		if link == "" {
			t.Fatalf("no link: %s", made.Source())
		}

		door := h.person().get(link).Status(200).Sound().Has("h1", "Your vetting form")
		if door.Header("Cache-Control") != "no-store" || strings.Contains(door.Source(), "Hartnoll") {
			t.Error("the door is kept by browsers, or says whose it is")
		}
		h.post(link, "word", "abc", "again", "abc").Status(422).Has("main", "at least 8 letters")
		h.post(link, "word", vettingtest.Word, "again", vettingtest.Word).Leads("/vetting-form")
		tasks := h.get("/vetting-form").Status(200).Sound().Has("h1", "Your vetting form").Has("main", "0 of 10 parts").Has("a", "Answer them")
		if tasks.Header("Cache-Control") != "no-store" {
			t.Error("the tasks are kept by browsers")
		}

		// One page: what is missing is said at its field; what was typed stays.
		h.get("/vetting-form/pages/name").Sound().Has("h1", "Your full name")
		h.post("/vetting-form/pages/name", "forenames", "Lee", "surname", "").Status(422).Sound().Has(".govuk-error-summary", "Enter your last name")
		h.post("/vetting-form/pages/name", "forenames", "Lee", "surname", "", "act", "later").Leads("/vetting-form?done=vetting-form.saved")
		h.post("/vetting-form/pages/name", "forenames", "Lee", "surname", "Hartnoll").Leads("/vetting-form/pages/other-names")
		// A list: yes leads to the first line, and back.
		h.post("/vetting-form/pages/other-names", "had-other-names", "yes").Leads("/vetting-form/pages/other-names/items/new")
		h.get("/vetting-form/pages/other-names/items/new").Sound().Has("h1", "A name you have had")
		h.post("/vetting-form/pages/other-names/items/new", "name", "").Status(422).Has("main", "Enter the name")
		h.post("/vetting-form/pages/other-names/items/new", "name", "Lee Fenn").Leads("/vetting-form/pages/other-names")
		h.get("/vetting-form/pages/other-names").Sound().Has(".vt-items", "Lee Fenn")
		h.post("/vetting-form/pages/other-names/items/0", "name", "Lee Marsh", "until", "2014").Leads("/vetting-form/pages/other-names")
		h.post("/vetting-form/pages/other-names/items/0/remove").Leads("/vetting-form/pages/other-names?done=vetting-form.removed")
		h.post("/vetting-form/pages/other-names", "had-other-names", "no").Leads("/vetting-form/pages/birth")
		h.post("/vetting-form/pages/birth", "born-day", "30", "born-month", "2", "born-year", "1990", "birth-town", "Aldermere", "birth-country", "England").Status(422).Has("main", "February 1990 has 28 days")
		h.post("/vetting-form/pages/birth", "born-day", "30", "born-month", "", "born-year", "1990").Status(422).Has("main", "must include a month")
		h.post("/vetting-form/pages/birth", "born-day", "1", "born-month", "5", "born-year", "2090").Status(422).Has("main", "must not be in the future")
		h.post("/vetting-form/pages/nothing").Status(404)
		h.get("/vetting-form/pages/addresses/items/7").Status(404)
		h.get("/vetting-form/pages/name/items/new").Status(404)

		// A box is ticked by its own value alone, and what nobody sees is not taken.
		consent := h.post("/vetting-form/pages/consent", "consent-checks", "x", "consent-true", "x", "consent-tell", "on").Status(422).Sound().Says("Tick the box, or leave it empty")
		if consent.Count("input[checked]") != 0 {
			t.Error("a box that was not ticked comes back ticked")
		}
		h.post("/vetting-form/pages/consent", "consent-checks", "yes", "consent-true", "yes", "consent-tell", "yes").Leads("/vetting-form")
		for _, s := range []string{"Le\x07e", "Le\u202ee", "Le\u200be"} {
			h.post("/vetting-form/pages/name", "forenames", s, "surname", "Hartnoll").Status(422).Has("main", "First and middle names has characters that cannot be printed. Type it again")
		}

		// Sending is stopped by what is missing, each with a link to its question.
		stopped := h.post("/vetting-form/check", "signed", "Lee Hartnoll").Status(422).Sound()
		if to := stopped.Link("Enter the town where you were born"); to != "/vetting-form/pages/birth#birth-town" {
			t.Errorf("the missing answer leads to %q", to)
		}
		whole := vettingtest.Answers(accredtest.Today)
		cookie := h.jar.Cookies(home)[0].Value
		holder, err := h.Envelopes.Holder(t.Context(), cookie)
		must(t, err)
		must(t, h.Envelopes.Save(t.Context(), holder, func(a *envelope.Answers) error { *a = whole; return nil }))
		h.get("/vetting-form").Has("main", "10 of 10 parts")
		h.get("/vetting-form/check").Sound().Has("main", "Nothing is missing")
		h.post("/vetting-form/check", "signed", "").Status(422).Has("main", "Type your full name")
		h.post("/vetting-form/check", "signed", "Lee Hartnoll").Leads("/vetting-form?done=vetting-form.sent")
		sent := h.get("/vetting-form").Sound().Has("main", "With the vetting unit").Has("main", "You can expect the decision about")
		if strings.Contains(sent.Source(), vettingtest.Planted) {
			t.Error("what was sent is read again")
		}
		h.get("/vetting-form/pages/name").Status(409)
		h.get("/vetting-form/check").Leads("/vetting-form")
		h.post("/vetting-form/leave").Status(200).Sound()
		h.get("/vetting-form").Status(404).Has("main", "type your word")
		h.get(link).Sound().Has("main", "Type the word that was chosen")
		h.post(link, "word", "not this one").Status(422).Has("main", "This is not the word")
	})
}

// TestEveryPageOfTheFormIsSound opens every page of the form, empty and filled.
func TestEveryPageOfTheFormIsSound(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	l, err := h.Envelopes.Invite(t.Context(), h.Vetter, h.Waiting(t, h.Org, "Lee"), "NPPV 2")
	must(t, err)
	h.inside(l.Secret)
	holder, err := h.Envelopes.Holder(t.Context(), h.jar.Cookies(home)[0].Value)
	must(t, err)
	for range 2 {
		for _, s := range envelope.Form(envelope.Ask{Full: true}) {
			for _, p := range s.Pages {
				page := h.get("/vetting-form/pages/" + p.Name).Status(200).Sound()
				for _, f := range p.Fields {
					if page.Count(`[name="`+f.Name+`"]`)+page.Count(`[name="`+f.Name+`-day"]`) == 0 {
						t.Errorf("page %s has no control %s", p.Name, f.Name)
					}
				}
			}
		}
		must(t, h.Envelopes.Save(t.Context(), holder, func(a *envelope.Answers) error { *a = vettingtest.Answers(accredtest.Today); return nil }))
	}
	h.get("/vetting-form/check").Sound()
	h.get("/vetting-form/change").Sound()
}

// TestTheUnitWorksThroughAnEnvelope goes through the unit's pages, from opening to an
// appeal.
func TestTheUnitWorksThroughAnEnvelope(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	p := h.Waiting(t, h.Org, "Lee")
	h.as(h.Vetter).get("/envelopes?show=none").Sound().Has("main", "Lee Hartnoll").Has("main", "Make the link")
	c, _ := h.Sent(t, p)
	at := "/envelopes/" + string(c)
	h.get("/envelopes").Sound().Has("main", "Lee Hartnoll")
	closed := h.get(at).Sound().Has("main", "Why do you open it?")
	if strings.Contains(closed.Source(), vettingtest.Planted) {
		t.Fatal("a closed envelope tells what is in it")
	}
	h.post(at+"/open").Status(422).Has("main", "Choose why you open the envelope")
	h.post(at+"/open", "reason", "look").Leads(at + "?done=envelope.opened")
	h.get(at).Sound().Has("main", vettingtest.Planted).Has("main", "is open to you until 11:12").Has("main", "To look at what came in")
	h.post(at+"/checks", "check", "Identity", "class", "great").Status(422).Sound()
	for _, name := range []string{"Identity", "Police National Computer", "Local systems and intelligence"} {
		h.post(at+"/checks", "check", name, "class", "nothing", "day-day", "17", "day-month", "11", "day-year", "2026").Leads(at + "?done=envelope.checked#checks")
	}
	h.get(at + "/ask").Sound()
	h.post(at+"/ask", "question", " ").Status(422)
	h.post(at+"/ask", "question", "Which court?").Leads(at + "?done=envelope.asked")
	h.get(at+"/decision").Status(409).Sound().Has("h1", "This cannot be done").Has("main", "Wait for the answer")
	h.get(at).Has("main", "It is decided after the answer").Lacks("main a", "Decide")
	h.post(at+"/decision", "outcome", "passed").Status(409).Has("main", "has until 1 December 2026 to answer")

	l, err := h.Envelopes.RenewLink(t.Context(), h.Vetter, c, false)
	must(t, err)
	h.inside(l.Secret)
	asked := h.get("/vetting-form").Sound().Has("main", "Answer the vetting unit")
	question := asked.Attr(".govuk-task-list__link", "href")
	h.get(question).Sound().Has("main", "Which court?")
	h.post(question, "answer", "").Status(422)
	h.post(question, "answer", "Aldermere").Leads("/vetting-form?done=vetting-form.answered")
	h.get(question).Status(409).Has("main", "answered already")

	h.as(h.Vetter).get(at+"/decision").Sound().Has("h1", "Decide on the vetting")
	h.post(at+"/decision", "outcome", "").Status(422).Has("main", "Choose what you decide")
	h.post(at+"/decision", "outcome", "refused", "reasons", "Found wanting").Status(422).Has("main", "Write what the person is told")
	h.post(at+"/decision", "outcome", "refused", "reasons", "Found wanting", "letter", "We cannot clear you.").Leads(at + "?done=envelope.decided")
	h.get(at).Sound().Has("main", "Found wanting")
	h.get(at + "/decision").Status(409)
	h.person().get("/vetting-form").Sound().Has("main", "We cannot clear you.").Has("main", "You may appeal to the end of 1 December 2026")
	h.get("/vetting-form/appeal").Sound()
	h.post("/vetting-form/appeal", "grounds", "", "signed", "").Status(422)
	h.post("/vetting-form/appeal", "grounds", "It was another.", "signed", "Lee Hartnoll").Leads("/vetting-form?done=vetting-form.appealed")
	h.get("/vetting-form/appeal").Status(409).Has("main", "The appeal has to be decided first")

	h.as(h.Vetter).get(at+"/decision").Status(409).Sound().Has("main", "You made the decision of 17 November 2026").Has("main", "Leave it to somebody else")
	h.get(at).Has("main", "You made the decision that is appealed against").Lacks("main a", "Decide the appeal")
	h.post(at+"/decision", "outcome", "passed", "level", "NPPV 2", "expires-day", "1", "expires-month", "11", "expires-year", "2029", "reasons", "I erred").Status(409).Has("main", "decided by another")
	h.as(h.Other).get("/envelopes").Sound().Has("#appeals", "Appeals")
	h.post(at+"/decision", "outcome", "passed", "level", "NPPV 2", "expires-day", "1", "expires-month", "11", "expires-year", "2029", "restrictions", "Not at Quay\nNot at night", "aftercare-day", "1", "aftercare-month", "5", "aftercare-year", "2027", "reasons", "Another person").Leads(at + "?done=envelope.heard")
	h.person().get("/vetting-form").Sound().Has("main", "You are cleared at level NPPV 2").Has("main", "Not at Quay").Has("main", "Yearly declaration")
	h.post("/vetting-form/change", "what", "money", "signed", "Lee").Status(422).Sound().Has("main", "Say what has changed")
	h.post("/vetting-form/change", "what", "money", "text-money", "A \u202enaol", "signed", "Lee").Status(422).Sound().Has("main", "characters that cannot be printed")
	h.post("/vetting-form/change", "what", "money", "text-money", "A loan", "signed", "Lee Hartnoll").Leads("/vetting-form?done=vetting-form.told")
	h.post("/vetting-form/declaration", "signed", "Lee Hartnoll").Leads("/vetting-form?done=vetting-form.told")

	h.as(h.Other).get("/envelopes").Has("#reviews", "Changes told")
	h.post(at+"/open", "reason", "review").Leads(at + "?done=envelope.opened")
	h.get(at).Sound().Has("main", "A loan").Has("main", "Nothing has changed.")
	h.get(at + "/review").Sound()
	h.post(at+"/review", "note", "Fine").Leads(at + "?done=envelope.reviewed")
	h.get(at + "/withdrawal").Sound()
	h.get("/envelopes/decided").Sound().Has("main", "Lee Hartnoll")
	h.get("/envelopes/forecast").Sound().Has("main", "How this is reckoned")
	h.get("/envelopes/key").Sound()
	h.post("/envelopes/key").Leads("/envelopes/key?done=envelope.rotated")
	h.post(at+"/withdrawal", "reasons", "New facts", "letter", "We take it back.").Leads(at + "?done=envelope.decided")
	h.get(at).Sound()
}

// TestNobodyElseReadsContent walks every address of these pages as every role, and looks
// for what the person wrote.
func TestNobodyElseReadsContent(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	p := h.Waiting(t, h.Org, "Lee")
	c, _ := h.Sent(t, p)
	h.Checked(t, c)
	must(t, h.Envelopes.Pass(t.Context(), h.Vetter, c, h.Passing()))
	h.Clock.Advance(1)
	for _, role := range append([]authz.Role{authz.Public}, authz.Roles...) {
		if role == authz.VettingUnit {
			continue
		}
		h.as(h.of(role, p))
		for _, d := range vettingweb.Doors {
			method, path, _ := strings.Cut(d.Pattern, " ")
			path = strings.NewReplacer("{vetting}", string(c), "{person}", string(p), "{secret}", "x", "{page}", "name", "{item}", "0", "{question}", "sea_1").Replace(path)
			var page interface{ Source() string }
			if method == "GET" {
				page = h.get(path)
			} else {
				page = h.post(path, "reason", "look")
			}
			if strings.Contains(page.Source(), vettingtest.Planted) {
				t.Errorf("%s reads content at %s", role, d.Pattern)
			}
		}
	}
	h.as(h.Vetter).post("/envelopes/"+string(c)+"/open", "reason", "look")
	h.get("/envelopes/"+string(c)).Has("main", vettingtest.Planted)
}

func TestWhatOfficeAndEmployerSee(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	p := h.Waiting(t, h.Org, "Lee")
	boss := h.of(authz.Signatory, "")
	at := "/vetting/" + string(p)
	h.as(boss).get(at).Sound().Has("main", "Awaiting vetting").Has("main", "The decision can be expected about").Lacks("#identity")
	h.post(at+"/identity", "documents", "Passport").Status(409)
	c, _ := h.Sent(t, p)
	h.get(at).Sound().Has("main", "With the vetting unit").Has("#identity", "Proof of identity").Lacks("a", "To the envelope")
	h.post(at+"/identity", "documents", "Passport").Status(422).Sound()
	h.post(at+"/identity", "documents", "Passport", "documents", "Utility bill", "likeness", "yes", "seen-day", "17", "seen-month", "11", "seen-year", "2026").Leads(at + "?done=envelope.identity")
	h.get(at).Has("main", "Passport, Utility bill. Seen on 17 November 2026 by Authorised signatory")
	h.as(h.Manager).get(at).Sound().Has("main", "With the vetting unit")
	h.Clock.Advance(72 * 3600e9)
	must(t, h.Envelopes.Refuse(t.Context(), h.Vetter, c, h.Against()))
	h.get(at).Has("main", "Refused")
	h.get(at+"?as_at=2026-11-18").Sound().Has("main", "With the vetting unit").Lacks("main form button", "Record")
	h.as(h.of(authz.Trainer, "")).get(at).Status(200)
	boss.Org = "org_other"
	h.as(boss).get(at).Status(403)
	h.as(h.Vetter).get(at).Has("a", "To the envelope")
}

func TestAnAccreditedPersonTellsByAccount(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	p := h.Warden(t, h.Org, "Mo", accredtest.Today.AddYears(2))
	h.as(h.of(authz.AccreditedPerson, p)).get("/my-vetting").Sound().Has("main", "NPPV 2").Has("main", "Yearly declaration")
	h.get("/my-vetting/declaration").Sound()
	h.post("/my-vetting/declaration", "signed", "").Status(422)
	h.post("/my-vetting/declaration", "signed", "Mo Hartnoll").Leads("/my-vetting?done=envelope.told")
	h.get("/my-vetting").Sound().Has("main", "Not due yet")
	h.post("/my-vetting/change", "what", "address", "text-address", "Moved, "+vettingtest.Planted, "signed", "Mo Hartnoll").Leads("/my-vetting?done=envelope.told")
	h.as(h.Vetter).get("/envelopes").Has("#reviews", "Changes told")
}

// TestPagesInABrowser looks at every page at both widths, without script, and asks axe
// what is wrong. LOOK names a folder for pictures.
func TestPagesInABrowser(t *testing.T) {
	if browser.Path() == "" {
		t.Skip("needs Chromium")
	}
	h := open(t, dbtest.SQLite(t))
	lee, mo := h.Waiting(t, h.Org, "Lee"), h.Waiting(t, h.Org, "Mo")
	var last id.Person
	for _, name := range []string{"Ada", "Ben", "Cy"} {
		last = h.Waiting(t, h.Org, name)
	}
	h.Warden(t, h.Org, "Dee", accredtest.Today.AddMonths(3))
	c, _ := h.Sent(t, lee)
	h.Checked(t, c)
	must(t, h.Envelopes.Ask(t.Context(), h.Vetter, c, "Which court was it, and when?"))
	l, err := h.Envelopes.Invite(t.Context(), h.Vetter, mo, "NPPV 2")
	must(t, err)
	server := httptest.NewServer(h.handler)
	defer server.Close()
	at := "/envelopes/" + string(c)

	h.as(h.Vetter)
	for _, width := range []int{390, 1280} {
		w := &eyes{Page: browser.Window(t, width), t: t, url: server.URL, width: width}
		w.look("queue", "/envelopes")
		w.look("queue-person", "/envelopes?show=person")
		w.look("queue-none", "/envelopes?show=none")
		w.look("invite", "/people/"+string(last)+"/vetting/link")
		w.look("closed", at)
		_, err := h.Envelopes.Open(t.Context(), h.Vetter, c, "look")
		must(t, err)
		w.look("open", at)
		h.Clock.Advance(3600e9)
		w.look("ask", at+"/ask")
		w.look("decision", at+"/decision")
		w.look("forecast", "/envelopes/forecast")
		w.look("decided", "/envelopes/decided")
		w.look("key", "/envelopes/key")
		w.look("state", "/vetting/"+string(lee))
	}
	h.person()
	for i, width := range []int{390, 1280} {
		w := &eyes{Page: browser.Window(t, width), t: t, url: server.URL, width: width}
		w.look("door", "/v/"+l.Secret)
		w.Go(server.URL + "/v/" + l.Secret)
		w.Fill("#word", vettingtest.Word)
		if i == 0 {
			w.Fill("#again", vettingtest.Word)
		}
		w.PressAndGo("\r")
		w.picture("tasks")
		for _, page := range []string{"name", "other-names", "birth", "sex", "nationality", "insurance-number", "contact", "addresses", "documents", "convictions", "partner", "household", "work", "consent"} {
			w.look("form-"+page, "/vetting-form/pages/"+page)
		}
		w.look("form-item", "/vetting-form/pages/addresses/items/new")
		w.look("check", "/vetting-form/check")
		holder := h.Enter(t, l.Secret)
		must(t, h.Envelopes.Save(t.Context(), holder, func(a *envelope.Answers) error { *a = vettingtest.Answers(accredtest.Today); return nil }))
		w.Go(server.URL + "/v/" + l.Secret)
		w.Fill("#word", vettingtest.Word)
		w.PressAndGo("\r")
		w.picture("tasks-done")
		w.look("form-filled", "/vetting-form/pages/addresses")
		w.look("change", "/vetting-form/change")
	}
	must(t, h.Envelopes.Save(t.Context(), h.Enter(t, l.Secret), func(a *envelope.Answers) error { *a = envelope.Answers{}; return nil }))
	h.as(h.of(authz.AccreditedPerson, lee))
	w := &eyes{Page: browser.Window(t, 390), t: t, url: server.URL, width: 390}
	w.look("own", "/my-vetting")
	w.look("own-change", "/my-vetting/change")
}

// eyes looks at pages in a window.
type eyes struct {
	*browser.Page
	t     testing.TB
	url   string
	width int
}

// often is the pages that are looked at in every run, by the width; with LOOK all are.
var often = map[int][]string{390: {"queue", "closed", "open", "decision", "forecast", "state", "door", "form-other-names", "form-birth", "form-nationality", "form-consent", "form-item", "check", "form-filled", "change", "own"},
	1280: {"queue-none", "open", "check"}}

func (w *eyes) look(name, path string) {
	w.t.Helper()
	if os.Getenv("LOOK") == "" && !slices.Contains(often[w.width], name) {
		return
	}
	w.Go(w.url + path)
	w.picture(name)
}

func (w *eyes) picture(name string) {
	w.t.Helper()
	w.Axe()
	if w.Scrolls() {
		w.t.Errorf("%s scrolls sideways at %d", name, w.width)
	}
	if dir := os.Getenv("LOOK"); dir != "" {
		w.Save(dir + "/" + name + map[bool]string{true: "-phone", false: ""}[w.width < 640] + ".png")
	}
}
