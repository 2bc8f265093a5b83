// Package landweb is the pages of the force's areas: which there are, where they lie, what
// is part of what, and who works there. What an organisation's own area is, and who sets
// it, is on its pages in dossierweb.
//
// Read Doors, then list.go and one.go.
package landweb

import (
	"embed"
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/land"
)

//go:embed templates/*.html
var templates embed.FS

// Handlers serve the pages.
type Handlers struct {
	page  *web.Pages
	board *desk.Board
}

// New is the pages on that site.
func New(site *web.Site, board *desk.Board) *Handlers {
	return &Handlers{board: board, page: site.Office(templates, "templates/*.html", nil)}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.List("GET /areas", authz.ReadArea, (*Handlers).list),
	visit.To("GET /areas/{area}", authz.ReadArea, (*Handlers).one),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func areaURL(a id.Area) string { return "/areas/" + string(a) }

// sees reports what of who works in an area the reader is shown: organisations, and counts
// of persons. limits says how far the counts reach.
func sees(who authz.Actor) (orgs, persons bool, limits string) {
	reach, ok := who.Reach(authz.ReadPerson)
	switch {
	case !ok && who.Can(authz.ReadFigures), ok && reach == authz.WholeForce:
		persons = true
	case ok && reach == authz.OwnOrg:
		persons, limits = true, "You see your own organisation and its people."
	case ok && reach == authz.OwnArea:
		persons, limits = true, "Of persons you see those who work in your areas."
	}
	return who.Can(authz.ReadOrg), persons, limits
}

// credit says whose the boundaries are.
func (h *Handlers) credit(v *visit.Visit) (string, error) {
	f, err := db.Find(v.R.Context(), h.board.DB, func(tx *db.Tx) (area.Force, error) { return h.board.Areas.Force(tx, v.Who.Force) })
	return land.Credit(f.Settings.Demo), err
}
