// Package landweb is the pages of the force's areas: which there are, where they lie, what
// is part of what, and who works there. What an organisation's own area is, and who sets
// it, is on its pages in dossierweb.
//
// Read Doors, then list.go and one.go.
package landweb

import (
	"embed"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/land"
	"watchword/internal/web/part"
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

// Door is one address, and the permission without which nobody need come to it.
type Door struct {
	Pattern string
	Needs   authz.Permission
	serve   func(*Handlers, http.ResponseWriter, *http.Request) error
}

// Doors is every address of these pages.
var Doors = []Door{
	{"GET /areas", authz.ReadArea, (*Handlers).list},
	{"GET /areas/{area}", authz.ReadArea, (*Handlers).one},
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	for _, d := range Doors {
		mux.Handle(d.Pattern, h.page.Handle(func(w http.ResponseWriter, r *http.Request) error { return d.serve(h, w, r) }))
	}
}

// visit is one reading of a page: who reads, for which day.
type visit struct {
	r     *http.Request
	who   authz.Actor
	bar   part.AsAt
	wrong error          // what is wrong with the days of the bar
	when  *register.When // nil for the present
}

func (h *Handlers) visit(r *http.Request) visit {
	v := visit{r: r, who: account.Actor(r.Context())}
	v.bar, v.wrong = web.AsAt(r, h.board.Clock.Now())
	if v.bar.Past() {
		at, known := v.bar.Instants()
		v.when = &register.When{At: at, Known: known}
	}
	return v
}

func (v *visit) show(h *Handlers, w http.ResponseWriter, name string, p web.Paged) error {
	if v.wrong != nil {
		return h.page.Again(w, v.r, name, p, v.wrong)
	}
	return h.page.Render(w, v.r, name, p)
}

// link is an address that keeps the days of a past view.
func (v *visit) link(address string) string { return v.bar.Link(address) }

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
func (h *Handlers) credit(v *visit) (string, error) {
	f, err := db.Find(v.r.Context(), h.board.DB, func(tx *db.Tx) (area.Force, error) { return h.board.Areas.Force(tx, v.who.Force) })
	return land.Credit(f.Settings.Demo), err
}
