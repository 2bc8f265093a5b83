package vettingweb_test

import (
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/vetting/vettingtest"
	"watchword/internal/vetting/vettingweb"
	"watchword/internal/web"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// house is a force with an employer, and the pages as the server serves them: each
// request comes from the actor of the moment.
type house struct {
	*vettingtest.World
	t       testing.TB
	handler http.Handler
	actor   authz.Actor
	jar     http.CookieJar
	Org     id.Org
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := vettingtest.New(t, d)
	h := &house{World: w, t: t, actor: w.Vetter}
	h.jar, _ = cookiejar.New(nil) // never fails
	site := web.New(web.Config{Log: slog.New(slog.DiscardHandler), Clock: w.Clock, Frame: h.frame})
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", web.Assets())
	vettingweb.New(site, vettingweb.Deps{DB: d, Clock: w.Clock, Areas: w.Areas, Orgs: w.Orgs, Persons: w.Persons, Vettings: w.Vettings, Envelopes: w.Envelopes,
		Equality: func(of id.Force) string { return "/equality/" + w.Monitor.Ticket(of) }}).Routes(mux)
	h.handler = site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.actor})))
	}))
	h.Org = h.Approved(t, "Aldermere City Council")
	return h
}

func (h *house) frame(*http.Request) web.Frame {
	f := web.Frame{Force: "Eastmarch Constabulary", Now: h.Clock.Now()}
	if h.actor.Role != authz.Public {
		f.Who = &web.Who{Name: h.actor.Name, Role: h.actor.Role.Title(), Href: "/account"}
		f.Nav = []web.Link{{Text: "Start", Href: "/start"}, {Text: "Queue", Href: "/envelopes"}}
	}
	return f
}

// as is the house as somebody sees it.
func (h *house) as(who authz.Actor) *house {
	h.actor = who
	return h
}

// person is the house as nobody signed in sees it.
func (h *house) person() *house { return h.as(authz.Actor{Force: h.Force}) }

// of is an actor in a role, for the employer or the person where the role belongs to one.
func (h *house) of(role authz.Role, p id.Person) authz.Actor {
	a := authz.Actor{Force: h.Force, Account: id.Account("acc_" + string(role)), Name: role.Title(), Role: role}
	if role.OfEmployer() || role == authz.AccreditedPerson {
		a.Org = h.Org
	}
	if role == authz.AccreditedPerson {
		a.Person = p
	}
	if role.OfAreas() {
		a.Areas = []id.Area{h.City}
	}
	return a
}

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

// post sends a form; pairs are name and value.
func (h *house) post(address string, pairs ...string) *webtest.Page {
	h.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.do(r)
}

// inside opens a link with the word of these tests.
func (h *house) inside(secret string) {
	h.t.Helper()
	h.person().post("/v/"+secret, "word", vettingtest.Word, "again", vettingtest.Word).Leads("/vetting-form")
}

// enter renews the link of a case and opens it with the word of these tests.
func (h *house) enter(t testing.TB, c id.Vetting) {
	t.Helper()
	l, err := h.Envelopes.RenewLink(t.Context(), h.Vetter, c, false)
	must(t, err)
	h.inside(l.Secret)
}

func must(t testing.TB, err error) {
	t.Helper()
	accredtest.Must(t, err)
}
