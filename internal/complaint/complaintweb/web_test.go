package complaintweb_test

import (
	"bytes"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"watchword/internal/accred/accredtest"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/complaint/complainttest"
	"watchword/internal/complaint/complaintweb"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/web"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// house is the pages as the server serves them: each request comes from the actor of the
// moment.
type house struct {
	*complainttest.World
	t       testing.TB
	actor   authz.Actor
	handler http.Handler
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := &house{World: complainttest.New(t, d), t: t}
	site := web.New(web.Config{Clock: h.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		f := web.Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", Now: h.Clock.Now()}
		if h.actor.Role != authz.Public {
			f.SignOut, f.Who = "/sign-out", &web.Who{Name: h.actor.Name, Role: h.actor.Role.Title()}
		}
		return f
	}})
	mux := http.NewServeMux()
	complaintweb.New(site, complaintweb.Deps{DB: d, Clock: h.Clock, Areas: h.Areas, Orgs: h.Orgs, Persons: h.Persons, Complaints: h.Complaints}).Routes(mux)
	mux.Handle("GET /assets/", web.Assets())
	h.handler = site.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.actor})))
	}))
	return h
}

func (h *house) as(who authz.Actor) *house { h.actor = who; return h }

func (h *house) do(r *http.Request) *webtest.Page {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return webtest.Read(h.t, w.Result())
}

func (h *house) get(address string) *webtest.Page {
	h.t.Helper()
	return h.do(httptest.NewRequest(http.MethodGet, address, nil))
}

func (h *house) post(address string, form url.Values) *webtest.Page {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.do(r)
}

// send posts a form with a file.
func (h *house) send(address string, form url.Values, name, content string) *webtest.Page {
	h.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, vs := range form {
		for _, v := range vs {
			_ = m.WriteField(k, v) // into memory
		}
	}
	if name != "" {
		part, _ := m.CreateFormFile("files", name)
		_, _ = part.Write([]byte(content))
	}
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, address, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return h.do(r)
}

func (h *house) rude() url.Values {
	return url.Values{"number": {strings.ToLower(strings.ReplaceAll(h.Number, " ", ""))}, "where": {"Market Street"}, "on-day": {"17"}, "on-month": {"11"}, "on-year": {"2026"}, "matters": {"manner"}, "text": {"They shouted.\r\nTwice."}}
}

const pdf = "%PDF-1.4\n<script>alert(1)</script>\n%%EOF"

func TestAComplaintIsToldAndFollowedByItsLink(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.as(h.Public())
		h.get("/complain?card=EM+4001&kind=complaint").Status(200).Sound().Has("h1", "Complain about an accredited person").Has("option", "Aldermere City Council")
		h.get("/complain?kind=praise").Status(200).Sound().Has("h1", "Say that an accredited person did well").Lacks("input[name=matters]")
		h.send("/complain", url.Values{}, "", "").Status(422).Sound().Says("Enter the number on the card.", "Say what happened", "Choose what it is about", "Enter the day it happened")
		h.send("/complain", h.rude(), "film.html", "<html>").Status(422).Says("film.html: Send a PDF, JPEG or PNG. This is a web page or XML file")
		p := h.send("/complain", h.rude(), "letter.pdf", pdf).Status(303)
		at, done, _ := strings.Cut(p.Header("Location"), "?")
		if !strings.HasPrefix(at, "/complaint/for_") || done != "done=complaint.told" {
			t.Fatalf("leads to %s?%s", at, done)
		}
		p = h.get(at+"?"+done).Status(200).Sound().Says("Keep the link on this page", "http://example.com"+at, "By 22 November 2026", "They shouted.", "letter.pdf", h.Number)
		if p.Header("Cache-Control") != "no-store" || p.Header("Referrer-Policy") != "no-referrer" {
			t.Errorf("what may be kept of the page: %v", p.Source())
		}
		file := h.get(p.Link("letter.pdf")).Status(200)
		if file.Header("Content-Security-Policy") != "default-src 'none'; sandbox" || !strings.HasPrefix(file.Header("Content-Disposition"), "attachment") {
			t.Errorf("the file is not inert: %v", file.Header("Content-Disposition"))
		}
		h.send(at+"/add", url.Values{}, "", "").Status(422).Says("Write what you want to add")
		h.send(at+"/add", url.Values{"text": {"My friend saw it."}}, "", "").Status(303)
		h.get(at).Says("My friend saw it.")
		h.get(at + "/review").Status(200)
		h.post(at+"/review", url.Values{"why": {"x"}}).Status(409)
		h.get(at + "/letter").Status(404)
		h.get(at + "/withdraw").Status(200).Sound()
		h.post(at+"/withdraw", url.Values{}).Status(303)
		h.get(at).Sound().Says("You withdrew it.").Lacks("form")
		h.get(at + "x").Status(404).Says("This link does not work.")
	})
}

func TestNobodyFillsTheQueue(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	h.as(h.Public())
	for range 5 {
		h.send("/complain", h.rude(), "", "").Status(303)
	}
	h.send("/complain", h.rude(), "", "").Status(429).Says("too many tries")
}

func TestTheOfficeTakesAComplaintStepByStep(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.as(h.Manager).get("/complaints").Status(200).Sound().Says("No complaint is open.")
		r := h.Told(t, h.Grave())
		at := "/complaints/" + string(r.Complaint)
		h.get("/complaints").Status(200).Sound().Says(r.Reference, "Serious", "Today")
		h.get("/complaints?show=closed").Says("Nothing has been closed.").Lacks("td")
		h.get("/complaints?q=nothing-like-it").Says("Nothing matches.")
		h.get(at).Status(200).Sound().Has("button", "Suspend the accreditation").Says("Weigh today whether professional standards must have it", "The employer does not see it", "Casey Rowe", "Tamsin Hartnoll", "Force, or touching somebody").Has("a", "Acknowledge")
		h.get(at + "/suspend").Status(200).Sound()
		h.post(at+"/suspend", url.Values{}).Status(303)
		h.get(at).Status(200).Sound().Says("Accreditation suspended", "This is no finding.").Lacks("form[action='" + at + "/suspend']")
		h.as(h.Employer).get(at).Status(404)
		h.get("/complaints").Status(200).Says("No complaint is open.")
		h.as(h.Manager)
		h.post(at+"/acknowledge", url.Values{}).Status(303)
		for _, act := range []string{"identify", "refer", "weigh", "assign", "inform"} {
			h.get(at + "/" + act).Status(200).Sound()
		}
		h.post(at+"/assign", url.Values{"to": {"employer"}, "by-day": {"7"}, "by-month": {"12"}, "by-year": {"2026"}}).Status(409).Says("Say first whether professional standards must have it.")
		h.post(at+"/weigh", url.Values{}).Status(422).Sound().Says("Say why professional standards need not have it")
		h.post(at+"/weigh", url.Values{"text": {"A hand on a sleeve."}}).Status(303)
		h.post(at+"/assign", url.Values{"to": {"employer"}, "by-day": {"7"}, "by-month": {"12"}, "by-year": {"2026"}}).Status(303)

		h.as(h.Employer).get(at).Status(200).Sound().Says("The warden took hold of my arm.", "Not told to the employer.").Lacks("button.govuk-button--warning").Has("a", "Say what was found")
		if strings.Contains(h.get(at).Source(), "Casey") || strings.Contains(h.get("/complaints.csv").Source(), "Casey") {
			t.Error("the employer reads who complained")
		}
		h.get(at + "/decide").Status(403)
		h.get(at + "/report").Status(200).Sound()
		h.post(at+"/report", url.Values{"finding": {"upheld"}, "text": {"It is so."}, "learning": {"Training."}}).Status(303)
		h.as(h.Manager).get(at + "/decide").Status(200).Sound()
		h.post(at+"/decide", url.Values{"finding": {"upheld"}, "text": {"You were right."}}).Status(303)
		h.get(at+"/letter").Status(200).Sound().Says("You were right.", "Upheld")
		if got := h.get(at + "/letter.pdf").Status(200).Header("Content-Type"); got != "application/pdf" {
			t.Error(got)
		}
		h.as(h.Warden).get(at).Status(200).Sound().Says("Upheld").Lacks("button.govuk-button--warning")
		if text := h.get(at).Source(); strings.Contains(text, "took hold") || strings.Contains(text, "Casey") {
			t.Error("the person complained of reads the complainant’s words")
		}
		h.get("/complaints").Status(200).Sound().Says(r.Reference).Lacks("select")
		h.as(h.Manager).get(at + "?as_at=2026-11-16").Status(404)

		own := "/complaint/" + r.Secret
		h.as(h.Public()).get(own).Status(200).Sound().Says("Upheld", "ask for a review")
		h.get(own + "/letter").Status(200).Sound()
		h.post(own+"/review", url.Values{}).Status(422).Sound()
		h.post(own+"/review", url.Values{"why": {"My friend was not asked."}}).Status(303)
		h.as(h.Delegate).get(at + "/review").Status(200).Sound()
		h.post(at+"/review", url.Values{"finding": {"upheld"}, "text": {"We asked your friend."}}).Status(303)
		h.get("/complaints.csv?show=all").Status(200).Says(r.Reference, "Upheld", "employer")
	})
}

func TestWhatIsLeftOnceTheTimeIsOver(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	r := h.Decided(t, h.Rude())
	h.as(h.Manager).get("/complaints/"+string(r.Complaint)+"/ask-review-for").Status(200).Sound().Has("h1", "The complainant asks for a review")
	open := h.Told(t, h.Rude())
	h.post("/complaints/"+string(open.Complaint)+"/withdraw-for", url.Values{"text": {""}}).Status(422).Sound().Says("Say how the complainant withdrew it")
	h.post("/complaints/"+string(open.Complaint)+"/withdraw-for", url.Values{"text": {"By telephone on Tuesday."}}).Status(303)
	h.get("/complaints/"+string(open.Complaint)).Sound().Says("Withdrawn", "By telephone on Tuesday.")
	h.Clock.Advance(73 * 31 * 24 * time.Hour)
	accredtest.Must(t, h.Retention.Erase(t.Context(), h.Manager, string(r.Complaint)))
	at := "/complaints/" + string(r.Complaint)
	page := h.as(h.Manager).get(at).Status(200).Sound().Says(r.Reference, "Its personal data was erased on", "Upheld").Lacks("a", "New link")
	if strings.Contains(page.Source(), "Casey") || strings.Contains(page.Source(), "Hartnoll") {
		t.Error("the page still says who it was")
	}
	h.get("/complaints?show=closed").Status(200).Sound().Says(r.Reference)
	h.get(at + "/letter").Status(409)
}

func TestWhatIsEnteredGivesALinkToHandOver(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	h.as(h.Employer).get("/complaints/add").Status(200).Sound()
	f := h.rude()
	f.Set("kind", "complaint")
	h.send("/complaints/add", f, "", "").Status(422).Sound().Says("Choose how it reached you")
	f.Set("channel", "telephone")
	h.send("/complaints/add", f, "", "").Status(200).Sound().Says("The complainant’s link", "http://example.com/complaint/for_")
	r := h.Told(t, h.Rude())
	at := "/complaints/" + string(r.Complaint)
	h.as(h.Manager).get(at + "/link").Status(200).Sound()
	h.post(at+"/link", url.Values{}).Status(200).Sound().Says("/complaint/for_")
	h.get(at + "/nothing").Status(404)
	h.as(h.Public()).get("/complaint/" + r.Secret).Status(404)
	z := h.Rude()
	z.Praise, z.Matters = true, nil
	p := h.Told(t, z)
	h.get("/complaint/" + p.Secret).Status(200).Sound().Says("Thank you.").Lacks("form")
	h.as(h.Employer).post("/complaints/"+string(p.Complaint)+"/pass", url.Values{}).Status(303)
	h.as(h.Warden).get("/complaints/"+string(p.Complaint)).Status(200).Sound().Says(z.Text, "What was written").Lacks("#from")
}

// TestThePagesInABrowser holds the pages with most on them to axe, in a window of 320.
func TestThePagesInABrowser(t *testing.T) {
	t.Parallel()
	if browser.Path() == "" {
		t.Skip("needs Chromium")
	}
	h := open(t, dbtest.SQLite(t))
	grave := h.Told(t, h.Grave())
	done := h.Decided(t, h.Rude())
	s := httptest.NewServer(h.handler)
	defer s.Close()
	for _, x := range []struct {
		who     authz.Actor
		address string
	}{{h.Public(), "/complain"}, {h.Public(), "/complaint/" + grave.Secret}, {h.Manager, "/complaints?show=all"}, {h.Manager, "/complaints/" + string(done.Complaint)}} {
		h.as(x.who)
		p := browser.Open(t, s.URL+x.address, 320)
		p.Axe()
		if p.Scrolls() {
			t.Errorf("%s scrolls sideways at 320", x.address)
		}
	}
}
