package agreementweb_test

import (
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/agreement/agreementweb"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

const asb = law.PowerID("csas-name-address-asb")

// house is a force’s pages of agreements as the server wires them, for the actor given.
type house struct {
	*agreementtest.World
	t       testing.TB
	actor   authz.Actor
	handler http.Handler
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := &house{World: agreementtest.New(t, d), t: t}
	h.actor = h.Manager
	site := web.New(web.Config{Clock: h.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(r *http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", SignOut: "/sign-out", Now: h.Clock.Now(), Who: &web.Who{Name: h.actor.Name, Role: h.actor.Role.Title()}}
	}})
	mux := http.NewServeMux()
	agreementweb.New(site, agreementweb.Deps{DB: d, Clock: h.Clock, Areas: h.Areas, Orgs: h.Orgs, Agreements: h.Agreements, Liaison: h.Rooms.Liaison, Supervised: h.Rooms.Supervised}).Routes(mux)
	mux.Handle("GET /assets/", web.Assets())
	h.handler = site.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.actor})))
	}))
	return h
}

func (h *house) get(address string) *webtest.Page {
	h.t.Helper()
	return webtest.Get(h.t, h.handler, address)
}

func (h *house) post(address string, form url.Values) *webtest.Page {
	h.t.Helper()
	return webtest.Post(h.t, h.handler, address, form)
}

func TestTheOfficeTakesAProtocolFromDraftToForce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		o := h.Approved(t, "Aldermere City Council")
		h.Accredited(t, o, "Joel", asb)
		h.get("/agreements").Status(200).Sound().Says("No agreement has been begun.", "Begin an agreement")
		h.get("/agreements?show=none").Status(200).Sound().Has("th", "Aldermere City Council").Says("Begin a protocol")
		h.get("/agreements/begin?org="+string(o)).Status(200).Sound().Has("h1", "Begin an agreement")
		h.post("/agreements/begin", url.Values{}).Status(422).Sound().Says("Choose an organisation", "Choose what sort of agreement it is")
		h.post("/agreements/begin", url.Values{"kind": {"letter"}, "org": {string(o)}}).Status(422).Sound().Says("Choose what sort of agreement it is")
		made := h.post("/agreements/begin", url.Values{"kind": {"protocol"}, "org": {string(o)}}).Status(303).Header("Location")
		at, _, _ := strings.Cut(made, "?")
		page := h.get(made).Status(200).Sound().Has("h1", "Joint operating protocol").Says("The draft is begun", "Chief Inspector who signs for the force is not filled in.", "Annex A of this one").Lacks("button", "Issue it")
		annex := page.Link("Information sharing agreement ISA 001/1")
		h.get(at+"/fill").Status(200).Sound().Says("Filled in by itself", "Sgt Martin Askew")
		h.post(at+"/fill", url.Values{"neighbourhood_team": {strings.Repeat("a", 2001)}}).Status(422).Sound().Says("must be 2,000 letters or fewer")
		fill := func(at string, kind agreement.Kind) {
			form := url.Values{}
			for k, v := range agreementtest.Typed[kind] {
				form.Set(k, v)
			}
			h.post(at+"/fill", form).Status(303)
		}
		fill(at, agreement.Protocol)
		fill(annex, agreement.Sharing)
		h.get(at).Has("button", "Issue it").Says("Every field is filled in")
		h.get(at + "/document").Status(200).Sound().Says("A draft. It has not been issued")
		h.get(at + "/agreement.txt").Status(404)
		h.post(at+"/issue", nil).Status(303)
		h.get(at).Sound().Says("Out for signature", "C/Insp Daniel Thorne", "Not signed").Lacks("button", "Issue it").Lacks("a", "Read and sign")

		text := h.get(at + "/agreement.txt").Status(200)
		sum := sha256.Sum256([]byte(text.Source()))
		print := hex.EncodeToString(sum[:])
		h.get(at + "/document").Says(print)
		h.actor = h.Delegate
		sign := h.get(at+"/sign").Status(200).Sound().Has("h1", "Joint operating protocol").Says("Annex A is agreed by the same signature.")
		form := sign.Form("form[novalidate]")
		if form.Get("text") != print {
			t.Errorf("the form signs %s, the text is %s", form.Get("text"), print)
		}
		h.post(at+"/sign", url.Values{"text": {print}, "typed": {"Daniel Thorne"}}).Status(422).Sound().Says("Confirm that you have read it")
		h.post(at+"/sign", url.Values{"text": {print}, "agree": {"yes"}, "typed": {"D T"}}).Status(422).Sound().Says("Type your name as the agreement has it: C/Insp Daniel Thorne")
		h.post(at+"/sign", url.Values{"text": {print}, "agree": {"yes"}, "typed": {"Daniel Thorne"}}).Status(303)
		h.actor = h.Lead(o)
		h.get("/agreements").Status(200).Sound().Has("th", "Aldermere City Council").Lacks("a", "Begin an agreement")
		h.get(at).Sound().Has("a", "Read and sign").Says("Signed 17 Nov 2026", "on the account of C/Insp Daniel Thorne")
		done := h.post(at+"/sign", url.Values{"text": {print}, "agree": {"yes"}, "typed": {"Priya Nair"}}).Status(303).Header("Location")
		h.get(done).Sound().Says("it is in force", "Review due", "17 November 2027", "Signed by the same signatures")
		h.get(at+"/schedule").Status(200).Sound().Has("th", "Joel Hartnoll").Says("Gareth Lyle", "As kept when Priya Nair signed")
		h.get(at + "/schedule?kept=force").Status(200).Sound().Says("As it stood when Daniel Thorne signed")
		pdf := h.get(at + "/agreement.pdf").Status(200)
		if pdf.Header("Content-Type") != "application/pdf" || !strings.HasPrefix(pdf.Source(), "%PDF-") {
			t.Errorf("%s", pdf.Header("Content-Type"))
		}
		h.get(at + "?as_at=2026-11-16").Status(404)
		h.Verify(t)
	})
}

// inForce is a protocol with a council, and its address.
func (h *house) inForce() (id.Org, string) {
	o := h.Approved(h.t, "Aldermere City Council")
	return o, "/agreements/" + string(h.InForce(h.t, o))
}

func TestChangesAndReviewsOnPages(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	o, at := h.inForce()
	h.actor = h.Lead(o)
	h.get(at + "/propose").Status(200).Sound()
	h.post(at+"/propose", url.Values{"what": {"Evening patrols"}}).Status(422).Sound().Says("Enter the reason")
	h.post(at+"/propose", url.Values{"what": {"Evening patrols"}, "why": {"Complaints after eight"}}).Status(303)
	h.get(at).Sound().Says("Evening patrols", "Waits for an answer").Lacks("a", "Propose a change")
	h.get(at+"/answer").Status(200).Sound().Has("h1", "Take the proposal back")
	h.actor = h.Manager
	h.get(at+"/answer").Status(200).Sound().Has("h1", "Answer the proposal")
	h.post(at+"/answer", url.Values{}).Status(422).Sound().Says("Choose whether you agree")
	h.post(at+"/answer", url.Values{"answer": {"agreed"}}).Status(303)
	h.get(at).Sound().Has("button", "Draft the next version").Says("Agreed")
	next := h.post(at+"/next", nil).Status(303).Header("Location")
	h.get(next).Sound().Says("JOP 001/2", "Ready to be issued")
	h.get(at + "/answer").Status(409)
	h.get(at + "/review").Status(200).Sound()
	h.post(at+"/review", url.Values{}).Status(422).Sound().Says("Enter who took part", "Choose what the review came to")
	h.post(at+"/review", url.Values{"held-day": {"17"}, "held-month": {"11"}, "held-year": {"2026"}, "present": {"Sgt Askew, Priya Nair"}, "outcome": {"stands"}, "note": {"No change"}}).Status(303)
	h.get(at).Sound().Says("It stands as it is", "Sgt Askew, Priya Nair")
	at2, _, _ := strings.Cut(next, "?")
	h.get(at2 + "/discard").Status(200).Sound()
	h.post(at2+"/discard", url.Values{}).Status(422).Sound().Says("Enter the reason")
	h.post(at2+"/discard", url.Values{"why": {"Not now"}}).Status(303)
	h.actor = h.Delegate
	h.get(at + "/end").Status(200).Sound().Says("It ends at once, with its annex")
	h.post(at+"/end", url.Values{"why": {"The council withdraws"}}).Status(303)
	h.get(at).Sound().Says("Ended", "The council withdraws").Lacks("a", "Propose a change")
	h.get("/agreements?show=ended").Sound().Says("JOP 001/1", "JOP 001/2")
}

func TestSentBackFromThePage(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	o := h.Approved(t, "Aldermere City Council")
	at := "/agreements/" + string(h.Issued(t, o))
	h.actor = h.Lead(o)
	h.get(at + "/send-back").Status(200).Sound()
	if to := h.post(at+"/send-back", url.Values{"why": {"The second liaison officer has changed"}}).Status(303).Header("Location"); !strings.HasPrefix(to, "/agreements?") {
		t.Errorf("the organisation is led to %s, which it may not see", to)
	}
	h.get(at).Status(404)
	h.actor = h.Manager
	h.get(at).Sound().Says("It was sent back.", "The second liaison officer has changed")
}

func TestWhatIsSignedIsWhatWasTyped(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	of := h.Filled(t, h.Approved(t, "Aldermere City Council"))
	at := "/agreements/" + string(of) + "/fill"
	const label, more = "Neighbourhood team", "The supervisors of both sides meet."
	for _, tt := range []struct{ name, typed, want string }{
		{"a control", "zz\x00yy\x07", label + " has characters that cannot be printed. Type it again"},
		{"a control that turns the text round", "Quay\u202eelam", label + " has characters that cannot be printed. Type it again"},
		{"a sign of no width", "Quay\u200bmouth", label + " has characters that cannot be printed. Type it again"},
		{"half a letter", "Quay\xffmouth", label + " has characters that cannot be read. Type it again"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := h.post(at, url.Values{"neighbourhood_team": {tt.typed}, "monitoring": {more}}).Status(422).Sound().Says(tt.want)
			if got := page.Form("form[novalidate]").Get("monitoring"); got != more {
				t.Errorf("the form came back with %q", got)
			}
			if a := h.Find(t, of); a.Fields["neighbourhood_team"] != agreementtest.Typed[agreement.Protocol]["neighbourhood_team"] || a.Fields["monitoring"] == more {
				t.Errorf("kept is %q", a.Fields)
			}
		})
	}
	h.post(at, url.Values{"neighbourhood_team": {"Team \u0915\u094d\u200d\u0937"}, "monitoring": {"One.\r\nTwo."}}).Status(303)
	if a := h.Find(t, of); a.Fields["neighbourhood_team"] != "Team \u0915\u094d\u200d\u0937" || a.Fields["monitoring"] != "One.\nTwo." {
		t.Errorf("kept is %q", a.Fields)
	}
}

func TestTemplatesOnPages(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.get("/agreement-templates").Status(200).Sound().Says("As it came with the program", "In use")
	h.get("/agreement-templates/protocol?version=1").Status(200).Sound().Says("{{police_liaison}}")
	h.get("/agreement-templates/letter").Status(404)
	h.get("/agreement-templates/protocol?version=9").Status(404)
	body := agreement.House(agreement.Protocol).Body
	h.post("/agreement-templates/protocol", url.Values{"body": {strings.Replace(body, "{{area}}", "North Somerset", 1)}, "why": {"x"}}).Status(422).Sound().Says("“North Somerset” in clause 2.2 i")
	h.post("/agreement-templates/protocol", url.Values{"body": {body + "\nA line more."}, "why": {"A line more"}}).Status(303)
	h.get("/agreement-templates").Says("A line more", "Ruth Adeyemi")
}

func TestWhoOpensWhat(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	o, at := h.inForce()
	for _, tt := range []struct {
		name string
		who  authz.Actor
		want map[string]int
	}{
		{"the police liaison officer reads", h.Liaison(), map[string]int{"": 200, "/document": 200, "/schedule": 200, "/propose": 403, "/review": 403}},
		{"another organisation", h.Lead("org_other"), map[string]int{"": 403, "/document": 403, "/agreement.pdf": 403, "/agreement.txt": 403, "/schedule": 403, "/propose": 403}},
		{"the organisation’s supervisor reads", authz.Actor{Force: h.Force, Account: "acc_1", Role: authz.Supervisor, Org: o}, map[string]int{"": 200, "/propose": 403}},
		{"the trainer", h.Trainer, map[string]int{"": 403}},
	} {
		h.actor = tt.who
		for path, want := range tt.want {
			if got := h.get(at + path); got.Status(want) == nil {
				t.Errorf("%s: %s", tt.name, path)
			}
		}
	}
	h.actor = h.Lead("org_other")
	h.get("/agreements").Status(200).Lacks("th", "Aldermere City Council")
}

func TestInTheBrowser(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	_, at := h.inForce()
	accredtest.Must(t, h.Agreements.Propose(t.Context(), h.Manager, id.Agreement(strings.TrimPrefix(at, "/agreements/")), "Evening patrols", "Complaints after eight"))
	s := httptest.NewServer(h.handler)
	t.Cleanup(s.Close)
	p := browser.Window(t, 1280)
	for _, address := range []string{"/agreements", "/agreements?show=none", at, at + "/document", at + "/schedule", at + "/review", "/agreements/begin", "/agreement-templates", "/agreement-templates/protocol"} {
		for _, width := range []int{1280, 390} {
			p.Width(width)
			p.Go(s.URL + address)
			p.Axe()
			if p.Scrolls() {
				t.Errorf("%s scrolls sideways at %d", address, width)
			}
			if dir := os.Getenv("PICTURES"); dir != "" {
				p.Save(filepath.Join(dir, strings.NewReplacer("/", "_", "?", "_").Replace(strings.Replace(address, at, "/one", 1))+strconv.Itoa(width)+".png"))
			}
		}
	}
}
