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

	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/incident"
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

// uploadMost is the body of a form with the largest file that is taken, packed or not.
const uploadMost = 48 << 20

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /map", authz.ReadIncidents, (*Handlers).showMap),
	visit.To("GET /map.csv", authz.ReadIncidents, (*Handlers).csv),
	visit.To("GET /map/counting", authz.ReadIncidents, (*Handlers).counting),
	visit.To("GET /map/months", authz.ReadIncidents, (*Handlers).months),
	visit.WithFile("POST /map/months", authz.Import, (*Handlers).take, uploadMost),
	visit.To("GET /map/map.css", authz.ReadIncidents, file("text/css; charset=utf-8", css)),
	visit.To("GET /map/map.js", authz.ReadIncidents, file("text/javascript; charset=utf-8", script)),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	Doors.Open(mux, h.page, h)
}

// file serves what the map needs beside the common style sheet.
func file(kind string, content []byte) func(*Handlers, http.ResponseWriter, *http.Request) error {
	return func(_ *Handlers, w http.ResponseWriter, _ *http.Request) error {
		return web.SendAsset(w, kind, content)
	}
}

// reading is one reading of a page, with the force whose map it is.
type reading struct {
	visit.Visit
	force area.Force
}

func (h *Handlers) reading(r *http.Request) (reading, error) {
	v := visit.At(r, h.Clock)
	f, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (area.Force, error) { return h.Areas.Force(tx, v.Who.Force) })
	return reading{v, f}, err
}

type countingPage struct {
	web.Page
	Head part.Head
}

// counting says how incidents are counted, and what the figures cannot tell.
func (h *Handlers) counting(w http.ResponseWriter, r *http.Request) error {
	return h.page.Render(w, r, "counting.html", &countingPage{Head: part.Head{Title: "How incidents are counted"},
		Page: web.Page{Title: "How incidents are counted", Active: "/map", Crumbs: []web.Crumb{{Text: "Map", Href: "/map"}, {Text: "How incidents are counted"}}}})
}
