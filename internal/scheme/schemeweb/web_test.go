package schemeweb_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/scheme/schemeweb"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

// house is a force with these pages, read by one actor.
type house struct {
	*accredtest.World
	t       *testing.T
	actor   authz.Actor
	handler http.Handler
}

func open(t *testing.T, d *db.DB) *house {
	t.Helper()
	h := &house{World: accredtest.New(t, d), t: t}
	h.actor = h.Manager
	site := web.New(web.Config{Clock: h.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", SignOut: "/sign-out", Now: h.Clock.Now(), Who: &web.Who{Name: h.actor.Name, Role: h.actor.Role.Title()}}
	}})
	mux := http.NewServeMux()
	schemeweb.New(site, schemeweb.Deps{DB: d, Clock: h.Clock, Scheme: h.Scheme, Growth: h.Growth, Policies: h.Policies, Monitor: h.Monitor, Areas: h.Areas, Orgs: h.Orgs}).Routes(mux)
	h.handler = site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.actor})))
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

// to is where a form that was taken leads.
func (h *house) to(address string, form url.Values) string {
	h.t.Helper()
	at, _, _ := strings.Cut(h.post(address, form).Status(303).Header("Location"), "?")
	return at
}

// day is a day as a form sends it.
func day(form url.Values, name, on string) url.Values {
	parts := strings.Split(on, "-")
	form.Set(name+"-year", parts[0])
	form.Set(name+"-month", parts[1])
	form.Set(name+"-day", parts[2])
	return form
}

// TestARiskIsEnteredReviewedAndClosed takes a risk through its life on the pages, on both
// databases; what it was judged before stays to be read, and who keeps the register is told.
func TestARiskIsEnteredReviewedAndClosed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		w, get, post := h.World, h.get, h.post
		get("/risks").Status(200).Sound().Says("No risk is open.")
		post("/risks/enter", url.Values{"likelihood": {"6"}}).Status(422).Sound().Says("Enter what may happen", "Choose one of the five", "Enter by when it is looked at again")
		form := url.Values{"title": {"The only trainer leaves"}, "effect": {"No course for months"}, "owner": {"Ruth Adeyemi, scheme manager"}, "likelihood": {"3"}, "impact": {"5"}, "action": {"A second trainer is accredited"},
			"review-day": {"1"}, "review-month": {"3"}, "review-year": {"2027"}}
		at, _, _ := strings.Cut(post("/risks/enter", form).Status(303).Header("Location"), "?")
		get(at).Status(200).Sound().Has("h1", "The only trainer leaves").Says("R-001", "High, 15", "Possible (3 of 5)", "1 March 2027")
		told := func(who authz.Actor) int {
			items, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]diary.Item, error) {
				return w.Scheme.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: clock.MustDay("2027-03-01"), Limit: 9})
			})
			accredtest.Must(t, err)
			return len(items)
		}
		if m, d := told(w.Manager), told(w.Delegate); m != 1 || d != 0 {
			t.Errorf("the manager is told of %d, the delegate of %d", m, d)
		}
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(40), 9, 0))
		form = get(at + "/review").Status(200).Sound().Form("form[novalidate]")
		form.Set("likelihood", "1")
		form.Set("note", "A second trainer began")
		form.Set("review-year", "2027")
		form.Set("review-month", "9")
		form.Set("review-day", "1")
		post(at+"/review", form).Status(303)
		get(at).Sound().Says("Low, 5", "High, 15", "A second trainer began")
		get(at+"?as_at=2026-11-20").Sound().Says("High, 15").Lacks("a", "Review it")
		get("/risks?sort=score").Sound().Has("a", "R-001")
		get("/risks.csv").Status(200).Says("R-001,open,The only trainer leaves")
		post(at+"/turn", url.Values{}).Status(422).Sound().Says("Enter the reason")
		post(at+"/turn", url.Values{"note": {"No longer so"}}).Status(303)
		get(at + "/review").Status(409).Sound().Says("R-001 is closed.")
		get("/risks?show=closed").Sound().Has("a", "R-001")
		post(at+"/turn", url.Values{"note": {"It is so again"}}).Status(303)
		h.actor = w.Acting(authz.Commissioner)
		get("/risks").Status(200).Sound().Lacks("a", "Enter a risk")
		post(at+"/turn", url.Values{"note": {"x"}}).Status(403)
		h.actor = w.Trainer
		get("/risks").Status(403)
		get(at).Status(403)
		w.Verify(t)
	})
}
