// Package publicweb is the public register: who is accredited, where and with which
// powers, on a page, in files and on a map; one page an organisation; and what an
// accredited person may and may not do. Nobody's name stands in any of them.
//
// Read Handlers, then register.go.
package publicweb

import (
	"embed"
	"net/http"
	"sync"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/web"
)

//go:embed templates
var templates embed.FS

//go:embed register.css
var css []byte

// Deps is what the pages need. All are required.
type Deps struct {
	Clock  clock.Clock
	Public *desk.Public
}

// Handlers serve the public register.
type Handlers struct {
	Deps
	page *web.Pages

	mu   sync.Mutex
	maps map[id.Force]*drawing
}

// New is the public register on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Public(templates, "templates/*.html", nil), maps: map[id.Force]*drawing{}}
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	mux.Handle("GET /register", h.page.Handle(h.register))
	mux.Handle("GET /register.csv", h.page.Handle(h.csv))
	mux.Handle("GET /register.json", h.page.Handle(h.json))
	mux.Handle("GET /register/internal.csv", h.page.Handle(h.internal))
	mux.Handle("GET /register/register.css", h.page.Handle(style))
	mux.Handle("GET /register/{organisation}", h.page.Handle(h.organisation))
	mux.Handle("GET /rights", h.page.Handle(h.rights))
}

// Permissions is what each address asks for at the door.
func Permissions() map[string]authz.Permission {
	return map[string]authz.Permission{
		"GET /register":                api.Anyone,
		"GET /register.csv":            api.Anyone,
		"GET /register.json":           api.Anyone,
		"GET /register/internal.csv":   authz.ReadFigures,
		"GET /register/register.css":   api.Anyone,
		"GET /register/{organisation}": api.Anyone,
		"GET /rights":                  api.Anyone,
	}
}

// style is what the register's pages need beside the common style sheet.
func style(w http.ResponseWriter, _ *http.Request) error {
	return web.SendAsset(w, "text/css; charset=utf-8", css)
}

// day is the day of the address, clock.NoDay for today, and what is wrong with it.
func (h *Handlers) day(r *http.Request) (clock.Day, string) {
	day, wrong := web.ParseDay("On this day", r.URL.Query().Get("as_at"))
	if wrong != "" || day == clock.DayOf(h.Clock.Now()) {
		return clock.NoDay, wrong
	}
	return day, ""
}

// census is who was accredited at the end of the day, or is now. The public is shown
// what is known today, never what was known then.
func (h *Handlers) census(r *http.Request, day clock.Day) (*desk.Census, error) {
	force := account.From(r.Context()).Force.ID
	if day == clock.NoDay {
		return h.Public.Now(r.Context(), force)
	}
	return h.Public.AsAt(r.Context(), force, day.End().Add(-time.Millisecond), time.Time{})
}

// past is the sentence over a page that speaks for another day than today.
func past(day, today clock.Day) string {
	switch {
	case day == clock.NoDay:
		return ""
	case day > today:
		return "As it will stand on " + day.Long() + ", as known today, if nothing changes."
	}
	return "As it stood on " + day.Long() + ", as known today."
}
