// Package desktest serves pages over the registers to tests: a world as accredtest makes
// it, and the slices under test behind whoever a test says is asking.
package desktest

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/web"
	"watchword/internal/web/browser"
)

// World is a force and a site for its pages.
type World struct {
	*accredtest.World
	Site *web.Site
}

// New is a world on that database.
func New(t testing.TB, d *db.DB) *World {
	t.Helper()
	w := &World{World: accredtest.New(t, d)}
	w.Site = Site(w)
	return w
}

// Site is a site for a world's pages.
func Site(w *World) *web.Site {
	return web.New(web.Config{Clock: w.Clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Frame: w.frame})
}

// frame is what stands around the pages, as the server has it.
func (w *World) frame(r *http.Request) web.Frame {
	who := account.From(r.Context())
	f := web.Frame{Force: who.Force.Name, SignIn: "/sign-in", Now: w.Clock.Now()}
	if !who.SignedIn() {
		for _, n := range [][2]string{{"Check a card", "/"}, {"Your rights", "/rights"}, {"Who is accredited", "/register"}} {
			f.Nav = append(f.Nav, web.Link{Text: n[0], Href: n[1]})
		}
		return f
	}
	f.Who, f.SignOut, f.Search = &web.Who{Name: who.Actor.Name, Role: who.Actor.Role.Title(), Href: "/account"}, "/sign-out", "/search"
	for _, n := range [][2]string{{"Start", "/start"}, {"Organisations", "/organisations"}, {"People", "/people"}, {"Cards", "/cards"}, {"Powers", "/powers"}, {"Ledger", "/ledger"}} {
		f.Nav = append(f.Nav, web.Link{Text: n[0], Href: n[1]})
	}
	return f
}

// Nobody is a member of the public on the force's pages.
func (w *World) Nobody() authz.Actor { return authz.Actor{Force: w.Force} }

// Actor is an account of the force in a role.
func (w *World) Actor(role authz.Role) authz.Actor {
	return authz.Actor{Force: w.Force, Account: "acc_test", Name: "Ruth Adeyemi", Role: role}
}

// As lets the handler answer requests of one actor.
func (w *World) As(who authz.Actor, h http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		i := account.Identity{Actor: who}
		if who.Force != "" {
			i.Force = account.Force{ID: who.Force, Name: "Eastmarch Constabulary", Short: "eastmarch"}
		}
		h.ServeHTTP(out, r.WithContext(account.With(r.Context(), i)))
	})
}

// Mux is the slices' pages with the style sheets.
func Mux(slices ...interface{ Routes(*http.ServeMux) }) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", web.Assets())
	for _, s := range slices {
		s.Routes(mux)
	}
	return mux
}

// API is operations as one actor calls them.
func (w *World) API(add ...func(*api.API)) *api.API {
	a := api.New(api.Config{DB: w.DB, Clock: w.Clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Who: account.Actor})
	for _, f := range add {
		f(a)
	}
	return a
}

// Serve serves the handler to a browser as one actor, and returns its address.
func (w *World) Serve(t testing.TB, who authz.Actor, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(w.Site.Guard(w.As(who, h)))
	t.Cleanup(s.Close)
	return s.URL
}

// Look opens pages at 1280 and 390 wide: none breaks a rule of axe or scrolls sideways.
// With WATCHWORD_SCREENS set to a folder it leaves a picture of each there.
func Look(t *testing.T, name, server string, paths ...string) {
	t.Helper()
	b := browser.Window(t, 1280)
	for _, path := range paths {
		b.Go(server + path)
		for _, width := range []int{1280, 390} {
			b.Width(width)
			b.Axe()
			if b.Scrolls() {
				t.Errorf("%s scrolls sideways at %d", path, width)
			}
			if dir := os.Getenv("WATCHWORD_SCREENS"); dir != "" {
				file := name + strings.NewReplacer("/", "-", "?", "_", "&", "_", "=", "-").Replace(path) + "-" + strconv.Itoa(width) + ".png"
				b.Save(filepath.Join(dir, file))
			}
		}
	}
}
