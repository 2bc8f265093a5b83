// Package areaweb is the pages of what a force decides for itself: its settings, one by
// one, with what each changes, every change that was made, and its units. The pages of areas, which
// show who works in them, are in desk/landweb.
//
// Read Doors, then settings.go.
package areaweb

import (
	"embed"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/web"
	"watchword/internal/web/moj"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB    *db.DB
	Clock clock.Clock
	Areas *area.Service
	// Accounts tells who belongs to a unit.
	Accounts *account.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", web.Done{
		"settings.changed": "The setting is changed. It counts from now on.",
		"unit.saved":       "The unit is saved.",
		"unit.owns":        "The unit is the owner of documents and reports from now on.",
		"unit.account":     "The accounts of the unit are changed.",
		"unit.closed":      "The unit is closed. Its history stays.",
	})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /settings", authz.ReadSettings, (*Handlers).settings),
	visit.List("GET /settings/history", authz.ReadSettings, (*Handlers).history),
	visit.To("GET /settings/{setting}", authz.ChangeSettings, (*Handlers).setting),
	visit.To("GET /settings/{setting}/confirm", authz.ChangeSettings, (*Handlers).confirm),
	visit.To("GET /settings/{setting}/touched.csv", authz.ChangeSettings, (*Handlers).touchedCSV),
	visit.To("POST /settings/{setting}", authz.ChangeSettings, (*Handlers).change),
	visit.List("GET /units", authz.ReadSettings, (*Handlers).units),
	visit.To("GET /units/add", authz.ChangeSettings, (*Handlers).unitChange),
	visit.To("POST /units/add", authz.ChangeSettings, (*Handlers).unitChangeNow),
	visit.To("GET /units/{unit}", authz.ReadSettings, (*Handlers).unit),
	visit.To("GET /units/{unit}/change", authz.ChangeSettings, (*Handlers).unitChange),
	visit.To("POST /units/{unit}/change", authz.ChangeSettings, (*Handlers).unitChangeNow),
	visit.To("POST /units/{unit}/own", authz.ChangeSettings, (*Handlers).unitOwn),
	visit.To("POST /units/{unit}/close", authz.ChangeSettings, (*Handlers).unitClose),
	visit.To("POST /units/{unit}/accounts", authz.ManageAccounts, (*Handlers).unitTake),
	visit.To("POST /units/{unit}/accounts/{account}/out", authz.ManageAccounts, (*Handlers).unitLet),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

// sub is the way between the pages, as far as the reader may go.
func sub(r *http.Request, here string) moj.SubNavigation {
	n := moj.SubNavigation{Label: "Settings"}
	for _, x := range []struct {
		text, href string
		needs      authz.Permission
	}{{"Settings", "/settings", authz.ReadSettings}, {"Units", "/units", authz.ReadSettings}, {"Changes", "/settings/history", authz.ReadSettings}} {
		if account.Actor(r.Context()).Can(x.needs) {
			n.Items = append(n.Items, moj.NavItem{Text: x.text, Href: x.href, Active: x.href == here})
		}
	}
	return n
}
