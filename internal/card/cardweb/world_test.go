package cardweb_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/card/cardapi"
	"watchword/internal/card/cardtest"
	"watchword/internal/card/cardweb"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/sign"
	"watchword/internal/web"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

const asb, litter, tobacco = law.PowerID("csas-name-address-asb"), law.PowerID("csas-fpn-litter"), law.PowerID("csas-tobacco-u16")

// house is a force’s pages and API as the server wires them, for the actor given.
type house struct {
	*cardtest.World
	as      atomic.Pointer[authz.Actor]
	handler http.Handler
	pages   *cardweb.Handlers
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := &house{World: cardtest.New(t, d)}
	log := slog.New(slog.DiscardHandler)
	site := web.New(web.Config{Clock: h.Clock, Log: log, Frame: func(r *http.Request) web.Frame {
		f := web.Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", Now: h.Clock.Now()}
		if who := account.Actor(r.Context()); who.Account != "" {
			f.Who, f.SignOut = &web.Who{Name: who.Name, Role: who.Role.Title()}, "/sign-out"
		}
		return f
	}})
	h.pages = cardweb.New(site, cardweb.Config{DB: d, Cards: h.Cards, Areas: h.Areas, Persons: h.Persons, Log: log, Register: "/register"})
	a := api.New(api.Config{DB: d, Clock: h.Clock, Log: log, Who: account.Actor})
	cardapi.Register(a, d, h.Cards, h.pages.TakeNumber)
	mux := http.NewServeMux()
	h.pages.Routes(mux)
	mux.Handle("/api/", a)
	mux.Handle("GET /assets/", web.Assets())
	h.handler = site.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := account.Identity{Actor: authz.Actor{Force: h.Force}}
		if actor := h.as.Load(); actor != nil {
			who.Actor, who.Account = *actor, account.Account{Name: actor.Name}
		}
		mux.ServeHTTP(w, r.WithContext(account.With(r.Context(), who)))
	}))
	return h
}

func sqlite(t testing.TB) *house { return newHouse(t, dbtest.SQLite(t)) }

// acting makes the pages those of that actor; the zero actor is the public.
func (h *house) acting(who authz.Actor) {
	if who.Account == "" {
		h.as.Store(nil)
		return
	}
	h.as.Store(&who)
}

func (h *house) get(t testing.TB, address string) *webtest.Page {
	t.Helper()
	return webtest.Get(t, h.handler, address)
}

func (h *house) post(t testing.TB, address string, form url.Values) *webtest.Page {
	t.Helper()
	return webtest.Post(t, h.handler, address, form)
}

// address is the path in a card’s code.
func (h *house) address(t testing.TB, c id.Card) string {
	t.Helper()
	u, err := sign.CardURL("https://eastmarch.example", h.Token(t, c))
	accredtest.Must(t, err)
	return strings.TrimPrefix(u, "HTTPS://EASTMARCH.EXAMPLE")
}

// serve serves the house on loopback.
func (h *house) serve(t testing.TB) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h.handler)
	t.Cleanup(s.Close)
	return s
}

// codes is the digits of cards’ codes in addresses, among which any year may stand.
var codes = regexp.MustCompile(`/[cC]/[0-9]+`)

// nameless fails the test if a page says a name, or when somebody was born.
func nameless(t testing.TB, p *webtest.Page) {
	t.Helper()
	said := codes.ReplaceAllString(p.Source(), "")
	for _, name := range []string{"Hartnoll", "Joel", "Lyle", "Adeyemi", "Thorne", "1990"} {
		if strings.Contains(said, name) {
			t.Errorf("a public page says %q", name)
		}
	}
}

func itoa(n int) string { return fmt.Sprint(n) }
