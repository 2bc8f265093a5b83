package applyweb_test

import (
	"bytes"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/apply/applytest"
	"watchword/internal/apply/applyweb"
	"watchword/internal/authz"
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
	*applytest.World
	t       testing.TB
	actor   authz.Actor
	handler http.Handler
	jar     http.CookieJar
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := &house{World: applytest.New(t, d), t: t}
	h.jar, _ = cookiejar.New(nil) // never fails
	h.actor = h.Manager
	site := web.New(web.Config{Clock: h.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		f := web.Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", Now: h.Clock.Now()}
		if h.actor.Role != authz.Public {
			f.SignOut, f.Who = "/sign-out", &web.Who{Name: h.actor.Name, Role: h.actor.Role.Title()}
		}
		return f
	}})
	mux := http.NewServeMux()
	applyweb.New(site, applyweb.Deps{DB: d, Clock: h.Clock, Areas: h.Areas, Applies: h.Applies}).Routes(mux)
	mux.Handle("GET /assets/", web.Assets())
	h.handler = site.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.actor})))
	}))
	return h
}

func (h *house) as(who authz.Actor) *house { h.actor = who; return h }

var home = &url.URL{Scheme: "http", Host: "example.com", Path: "/"}

func (h *house) do(r *http.Request) *webtest.Page {
	h.t.Helper()
	for _, c := range h.jar.Cookies(home) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	h.jar.SetCookies(home, w.Result().Cookies())
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

// send posts a form with files: each field of files is a name and the content.
func (h *house) send(address string, form url.Values, field, name string, content []byte) *webtest.Page {
	h.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, vs := range form {
		for _, v := range vs {
			if err := m.WriteField(k, v); err != nil {
				h.t.Fatal(err)
			}
		}
	}
	if field != "" {
		part, err := m.CreateFormFile(field, name)
		if err != nil {
			h.t.Fatal(err)
		}
		_, _ = part.Write(content) // into memory
	}
	_ = m.Close() // into memory
	r := httptest.NewRequest(http.MethodPost, address, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return h.do(r)
}

// enquiryForm is what a council types.
func enquiryForm() url.Values {
	return url.Values{"name": {"Hallowdene District Council"}, "kind": {"district-council"}, "contact": {"Mina Sefton"}, "post": {"Community safety manager"}, "email": {"mina.sefton@hallowdene.example"},
		"phone": {"01700 900 300"}, "purpose": {"Four wardens patrol the town centre.\r\nAlso the estates."}, "staff": {"4"}, "powers": {"csas-fpn-litter", "csas-name-address-asb"}}
}

func TestAnEmployerAsksAndSeesWhereItStands(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.as(h.Public())
		h.get("/for-employers").Status(200).Sound().Has("h1", "For employers").Says("Chief Constable of Eastmarch", "Notice: litter", "Asking for none is legitimate")
		h.get("/for-employers/enquiry").Status(200).Sound().Has("h1", "Ask about joining").Lacks("label", "Tobacco")
		h.post("/for-employers/enquiry", url.Values{"staff": {"many"}}).Status(422).Sound()
		bad := h.post("/for-employers/enquiry", url.Values{"powers": {"csas-fpn-litter"}}).Status(422).Sound()
		bad.Says("Enter the name of the organisation", "Choose what kind of organisation it is", "Enter an e-mail address", "Say what work your people do")
		to := h.post("/for-employers/enquiry", enquiryForm()).Status(303).Header("Location")
		page := h.get(to).Status(200).Sound().Says("We have your enquiry.", "Your reference is", "We received your enquiry", "17 November 2026")
		if strings.Contains(page.Source(), "Hallowdene") || strings.Contains(page.Source(), "Sefton") {
			t.Error("the page of a reference names somebody")
		}
		h.get("/for-employers/progress").Status(200).Sound().Has("h1", "Where your application stands")
		h.get("/for-employers/progress?reference=AAAA-BBBB").Status(422).Sound().Says("There is no enquiry with that reference")
	})
}

func TestNobodyFillsTheListOfTheOffice(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	h.as(h.Public())
	for range 5 {
		h.post("/for-employers/enquiry", enquiryForm()).Status(303)
	}
	h.post("/for-employers/enquiry", enquiryForm()).Status(429).Sound()
	for range 20 {
		h.get("/for-employers/progress?reference=AAAA-BBBB").Status(422)
	}
	h.get("/for-employers/progress?reference=AAAA-BBBB").Status(429)
}

func TestTheOfficeFollowsAnEnquiry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.get("/prospects").Status(200).Sound().Says("No enquiry is under way.", "Enter an enquiry")
		h.get("/prospects/add").Status(200).Sound().Has("h1", "Enter an enquiry")
		h.post("/prospects/add", url.Values{}).Status(422).Sound().Says("Enter the name of the organisation")
		at, _, _ := strings.Cut(h.post("/prospects/add", enquiryForm()).Status(303).Header("Location"), "?")
		h.get(at).Status(200).Sound().Has("h1", "Hallowdene District Council").Says("Entered by the office", "Mina Sefton, Community safety manager", "Nothing is planned", "Nothing has been written down yet")
		for _, act := range []string{"plan", "meet", "note", "close"} {
			h.get(at + "/" + act).Status(200).Sound()
			form := url.Values{}
			if act == "plan" {
				form.Set("next", "")
			}
			h.post(at+"/"+act, form).Status(422).Sound()
		}
		h.get(at + "/sing").Status(404)
		h.post(at+"/plan", url.Values{"next": {"Visit them"}, "day-day": {"24"}, "day-month": {"11"}, "day-year": {"2026"}}).Status(303)
		h.get(at).Sound().Says("Visit them", "By 24 November 2026, Ruth Adeyemi.", "By 24 Nov 2026")
		h.post(at+"/meet", url.Values{"on-day": {"17"}, "on-month": {"11"}, "on-year": {"2026"}, "found": {"Ready to apply."}}).Status(303)
		h.post(at+"/note", url.Values{"text": {"Ring on Monday."}}).Status(303)
		h.get(at).Sound().Says("Ready to apply.", "Ring on Monday.", "Met")
		h.get("/prospects").Sound().Has("th", "Hallowdene District Council").Says("Visit them", "24 Nov 2026")
		h.get("/prospects?stage=closed").Sound().Says("No employer matches. Remove a filter.").Has("a", "Remove the filters")
		h.get("/prospects?q=hallow&due=week&kind=Council&power=csas-fpn-litter&sort=-name").Sound().Has("th", "Hallowdene District Council")
		h.post(at+"/close", url.Values{"why": {"No money"}}).Status(303)
		h.get(at).Sound().Says("Closed on 17 November 2026. No money").Lacks("a", "Set the next action").Has("a", "Take it up again")
		h.Clock.Advance(40 * 24 * 3600e9)
		h.get(at+"?as_at=2026-11-17").Sound().Lacks("a", "Take it up again")

		h.as(h.Delegate).get("/prospects").Status(200).Sound().Lacks("a", "Enter an enquiry")
		h.get(at).Status(200).Lacks("a", "Take it up again")
		h.as(h.Trainer).get("/prospects").Status(403)
		h.as(h.Trainer).get(at).Status(403)
	})
}

// Each page is whole on a phone, without sideways scroll, and axe finds nothing.
func TestEveryPageOfEnquiriesOnAPhone(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	of := h.Asked(t, applytest.Enquiry())
	h.look("", "/for-employers", "/for-employers/enquiry", "/for-employers/progress?reference="+of.Reference)
	h.look("office", "/prospects", "/prospects/"+string(of.Prospect), "/prospects/"+string(of.Prospect)+"/plan", "/prospects/add")
}
