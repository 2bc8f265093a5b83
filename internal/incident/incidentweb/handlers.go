// Package incidentweb is the map of antisocial behaviour and crime, and the months of it
// that were taken. The map is one drawing of the server's, each area or cluster a link; a
// table with the very same figures stands beside it, so that nothing is lost without the
// picture, without script, or by keyboard.
//
// Read Doors, then map.go; query.go says what an address asks for, picture.go how it is
// drawn.
package incidentweb

import (
	"embed"
	"net/http"
	"sync"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/incident"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed map.css
var css []byte

//go:embed map.js
var script []byte

// Deps is what the pages need. All are required.
type Deps struct {
	DB        *db.DB
	Clock     clock.Clock
	Areas     *area.Service
	Incidents *incident.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages

	mu       sync.Mutex
	pictures map[pictureKey]*picture
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, pictures: map[pictureKey]*picture{}, page: site.Office(templates, "templates/*.html", nil)}
}

// Door is one address, and the permission without which nobody need come to it.
type Door struct {
	Pattern string
	Needs   authz.Permission
	serve   func(*Handlers, http.ResponseWriter, *http.Request) error
	max     int64 // of the body, in bytes; 0: that of an ordinary form
}

// uploadMost is the body of a form with the largest file that is taken, packed or not.
const uploadMost = 48 << 20

// Doors is every address of these pages.
var Doors = []Door{
	{Pattern: "GET /map", Needs: authz.ReadIncidents, serve: (*Handlers).showMap},
	{Pattern: "GET /map.csv", Needs: authz.ReadIncidents, serve: (*Handlers).csv},
	{Pattern: "GET /map/counting", Needs: authz.ReadIncidents, serve: (*Handlers).counting},
	{Pattern: "GET /map/months", Needs: authz.ReadIncidents, serve: (*Handlers).months},
	{Pattern: "POST /map/months", Needs: authz.Import, serve: (*Handlers).take, max: uploadMost},
	{Pattern: "GET /map/map.css", Needs: authz.ReadIncidents, serve: file("text/css; charset=utf-8", css)},
	{Pattern: "GET /map/map.js", Needs: authz.ReadIncidents, serve: file("text/javascript; charset=utf-8", script)},
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	for _, d := range Doors {
		serve := func(w http.ResponseWriter, r *http.Request) error { return d.serve(h, w, r) }
		if d.max > 0 {
			mux.Handle(d.Pattern, h.page.Upload(d.max, serve))
		} else {
			mux.Handle(d.Pattern, h.page.Handle(serve))
		}
	}
}

// file serves what the map needs beside the common style sheet.
func file(kind string, content []byte) func(*Handlers, http.ResponseWriter, *http.Request) error {
	return func(_ *Handlers, w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "private, max-age=3600")
		_, err := w.Write(content)
		return err
	}
}

// visit is one reading of a page: who reads, for which day.
type visit struct {
	r     *http.Request
	who   authz.Actor
	force area.Force
	bar   part.AsAt
	wrong error          // what is wrong with the days of the bar
	when  *register.When // nil for the present
}

func (h *Handlers) visit(r *http.Request) (visit, error) {
	v := visit{r: r, who: account.Actor(r.Context())}
	v.bar, v.wrong = web.AsAt(r, h.Clock.Now())
	if v.bar.Past() {
		at, known := v.bar.Instants()
		v.when = &register.When{At: at, Known: known}
	}
	var err error
	v.force, err = db.Find(r.Context(), h.DB, func(tx *db.Tx) (area.Force, error) { return h.Areas.Force(tx, v.who.Force) })
	return v, err
}

// link is an address that keeps the days of a past view.
func (v *visit) link(address string) string { return v.bar.Link(address) }

type countingPage struct {
	web.Page
	Head part.Head
}

// counting says how incidents are counted, and what the figures cannot tell.
func (h *Handlers) counting(w http.ResponseWriter, r *http.Request) error {
	return h.page.Render(w, r, "counting.html", &countingPage{Head: part.Head{Title: "How incidents are counted"},
		Page: web.Page{Title: "How incidents are counted", Active: "/map", Crumbs: []web.Crumb{{Text: "Map", Href: "/map"}, {Text: "How incidents are counted"}}}})
}
