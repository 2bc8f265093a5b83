// Package retainweb is the pages of what personal data is kept beyond its purpose, until when,
// and of erasing it.
//
// Read Doors, then list.go.
package retainweb

import (
	"embed"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/retain"
	"watchword/internal/web"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB        *db.DB
	Clock     clock.Clock
	Retention *retain.Service
	Areas     *area.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", web.Done{
		"retention.hold":  "It is held. It is kept until the hold is lifted.",
		"retention.lift":  "The hold is lifted.",
		"retention.erase": "Its personal data is erased. The erasing is in the ledger, which verifies as before.",
	})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /retention", authz.ReadRetention, (*Handlers).list),
	visit.To("GET /retention.csv", authz.ReadRetention, (*Handlers).listCSV),
	visit.To("GET /retention/{record}", authz.ReadRetention, (*Handlers).one),
	visit.To("POST /retention/{record}/hold", authz.KeepRetention, (*Handlers).hold),
	visit.To("POST /retention/{record}/lift", authz.KeepRetention, (*Handlers).lift),
	visit.To("POST /retention/{record}/erase", authz.KeepRetention, (*Handlers).erase),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

// url is the page of a record.
func url(of string) string { return "/retention/" + of }

func of(r *http.Request) string { return r.PathValue("record") }

func who(r *http.Request) authz.Actor { return account.Actor(r.Context()) }
