package areaweb_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/area/areaweb"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/web"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// office is a force with the pages of its settings; requests come from the actor.
type office struct {
	*accredtest.World
	t       testing.TB
	handler http.Handler
	actor   authz.Actor
}

func open(t testing.TB, d *db.DB) *office {
	t.Helper()
	o := &office{World: accredtest.New(t, d), t: t}
	o.actor = o.Manager
	frame := func(*http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", Now: o.Clock.Now(), Who: &web.Who{Name: o.actor.Name, Role: o.actor.Role.Title(), Href: "/account"}, Nav: []web.Link{{Text: "Settings", Href: "/settings"}}}
	}
	site := web.New(web.Config{Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), Clock: o.Clock, Frame: frame})
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", web.Assets())
	areaweb.New(site, areaweb.Deps{DB: d, Clock: o.Clock, Areas: o.Areas, Accounts: o.Accounts}).Routes(mux)
	o.handler = site.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: o.actor})))
	}))
	return o
}

func (o *office) get(address string, status int) *webtest.Page {
	o.t.Helper()
	return webtest.Get(o.t, o.handler, address).Status(status).Sound()
}

func TestASettingIsShownBeforeItIsChangedAndCanBePutBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.get("/settings", 200).Has("h1", "Settings").Says("18 years", "Not on the card", "Citizens in Policing")
		o.get("/settings/minimum_age", 200).Has("h1", "Minimum age").Says("Now: 18 years", "Accreditations already given stand.")
		o.Clock.Advance(time.Hour)
		check := o.get("/settings/minimum_age/confirm?value=21&why=The+board+of+12+November", 200).Says("18 years", "21 years", "The board of 12 November", "Change it", "Nothing that is in the registers now")
		o.get("/settings", 200).Says("18 years") // nothing has changed yet
		form := check.Form("main form")
		webtest.Post(t, o.handler, "/settings/minimum_age", form).Status(303).Leads("/settings?done=settings.changed")
		o.get("/settings?done=settings.changed", 200).Says("The setting is changed.", "21 years")

		again := webtest.Post(t, o.handler, "/settings/minimum_age", form).Status(409) // decided on what was so before
		again.Says("The settings have been changed meanwhile")

		_, err := o.Ledger.Sequence(t.Context())
		accredtest.Must(t, err)
		past := o.get("/settings/history", 200).Says("Minimum age", "The board of 12 November", "Ruth Adeyemi, scheme manager", "The force was set up")
		o.Clock.Advance(time.Hour)
		back := past.Link("Put back")
		form = o.get(back, 200).Form("main form")
		if form.Get("value") != "18" || !strings.HasPrefix(form.Get("why"), "Put back as it was before 17 November 2026") {
			t.Fatalf("%v", form)
		}
		webtest.Post(t, o.handler, "/settings/minimum_age", form).Status(303)
		o.get("/settings", 200).Says("18 years")
		_, err = o.Ledger.Sequence(t.Context())
		accredtest.Must(t, err)
		if n := o.get("/settings/history", 200).Count("tbody tr"); n != 3 {
			t.Errorf("%d changes are told, want the setting up and two", n)
		}
	})
}

func TestWhoIsTouchedIsShownBeforeASettingIsChanged(t *testing.T) {
	t.Parallel()
	o := open(t, dbtest.SQLite(t))
	of := o.Approved(t, "Aldermere Borough Council")
	p, _ := o.Accredited(t, of, "Mary", "csas-fpn-litter")
	page := o.get("/settings/refresher_months/confirm?value=24&why=The+board", 200).Has(".ww-figures li", "1 sooner").Says("Training refresher", "Refresher of Mary Hartnoll", "By 17 November 2029", "By 17 November 2028", "Change it")
	if to := page.Link("Refresher of Mary Hartnoll"); to != "/people/"+string(p) {
		t.Errorf("it leads to %q", to)
	}
	file := webtest.Get(t, o.handler, page.Link("All of it (CSV)")).Status(200)
	if want := "Sooner,Training refresher,Refresher of Mary Hartnoll,,By 17 November 2029,By 17 November 2028"; !strings.Contains(file.Source(), want) {
		t.Errorf("the file lacks %q: %s", want, file.Source())
	}
	o.actor = o.Delegate
	webtest.Get(t, o.handler, "/settings/refresher_months/touched.csv?value=24").Status(403)
}

func TestAValueThatIsNoneComesBackAsItWasTyped(t *testing.T) {
	t.Parallel()
	o := open(t, dbtest.SQLite(t))
	for _, tt := range []struct{ name, setting, value, why, label, says string }{
		{"a number that is none", "minimum_age", "old", "Practice", "New value", "Enter a whole number of years between 16 and 30"},
		{"the value it has", "minimum_age", "18", "Practice", "New value", "This is the value already"},
		{"no reason", "minimum_age", "19", "", "Reason", "Enter the reason"},
		{"too many lines", "return_address", "a a\nb b\nc c\nd d\ne e\nf f", "New building", "New value", "at most 5 lines"},
		{"no address", "public_url", "the intranet", "New server", "New value", "Enter an address such as"},
	} {
		q := url.Values{"value": {tt.value}, "why": {tt.why}}
		for _, p := range []*webtest.Page{o.get("/settings/"+tt.setting+"/confirm?"+q.Encode(), 422), webtest.Post(t, o.handler, "/settings/"+tt.setting, q).Status(422).Sound()} {
			p.Has(".govuk-error-summary", tt.says)
			if got := p.Describes(tt.label); !strings.Contains(got, tt.says) {
				t.Errorf("%s: the field says %q", tt.name, got)
			}
			if got := p.Form("main form").Get("value"); strings.ReplaceAll(got, "\r", "") != tt.value {
				t.Errorf("%s: the field holds %q", tt.name, got)
			}
		}
	}
	o.get("/settings/shoe_size", 404).Says("There is no such setting.")
	o.get("/settings/history?before=x", 404)
}

func TestWhoSeesSettingsAndWhoChangesThem(t *testing.T) {
	t.Parallel()
	o := open(t, dbtest.SQLite(t))
	o.actor = o.Delegate
	o.get("/settings", 200).Lacks("a", "Change least age")
	o.get("/settings/minimum_age", 403)
	webtest.Post(t, o.handler, "/settings/minimum_age", url.Values{"value": {"21"}, "why": {"x"}}).Status(403)
	o.actor = o.Trainer
	o.get("/settings", 403)
	o.get("/settings/history", 403)
}

func TestSettingsPagesAreSoundInABrowser(t *testing.T) {
	t.Parallel()
	o := open(t, dbtest.SQLite(t))
	o.Set(t, "name_on_card", "front")
	server := httptest.NewServer(o.handler)
	t.Cleanup(server.Close)
	p := browser.Window(t, 1280)
	for _, width := range []int{1280, 390} {
		p.Width(width)
		for _, address := range []string{"/settings", "/settings/history", "/settings/minimum_age", "/settings/name_on_card", "/settings/return_address", "/settings/small_counts/confirm?value=yes&why=Few+people",
			"/settings/minimum_age/confirm?value=x"} {
			p.Go(server.URL + address)
			p.Axe()
			if p.Scrolls() {
				t.Errorf("%s scrolls sideways at %d", address, width)
			}
		}
	}
}
