// Package reformweb is the pages of changes of the law: the watch list with what the
// catalogue has to come, a preview of what a change would do, and one change from the first
// word of it to its carrying out.
//
// Read Doors, then whatif.go and one.go.
package reformweb

import (
	"embed"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/reform"
	"watchword/internal/register"
	"watchword/internal/web"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB      *db.DB
	Clock   clock.Clock
	Areas   *area.Service
	Orgs    *org.Service
	Reforms *reform.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", web.Done{
		"reform.watched":     "It is on the watch list.",
		"reform.noted":       "It is noted.",
		"reform.kept":        "The preview is kept under its number, and says the same for ever.",
		"reform.proposed":    "It is put before the delegate.",
		"reform.sent-back":   "It is sent back to the scheme office with your reason.",
		"reform.carried-out": "It is carried out. Everybody it touches is written to, with a copy to the employer.",
		"reform.dropped":     "It is taken off the watch list. What was noted stays.",
	})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.List("GET /changes", authz.ReadReforms, (*Handlers).list),
	visit.To("GET /changes/what-if", authz.ReadReforms, (*Handlers).whatIf),
	visit.To("GET /changes/what-if.csv", authz.ReadReforms, (*Handlers).whatIfCSV),
	visit.To("GET /changes/what-if.pdf", authz.ReadReforms, (*Handlers).whatIfPDF),
	visit.To("GET /changes/watch", authz.KeepReforms, (*Handlers).watch),
	visit.To("POST /changes/watch", authz.KeepReforms, (*Handlers).watchNow),
	visit.To("GET /changes/{reform}", authz.ReadReforms, (*Handlers).one),
	visit.To("GET /changes/{reform}/persons.csv", authz.ReadReforms, (*Handlers).personsCSV),
	visit.To("GET /changes/{reform}/preview.pdf", authz.ReadReforms, (*Handlers).pdf),
	visit.To("GET /changes/{reform}/note", authz.KeepReforms, (*Handlers).note),
	visit.To("POST /changes/{reform}/note", authz.KeepReforms, (*Handlers).noteNow),
	visit.To("POST /changes/{reform}/keep", authz.KeepReforms, (*Handlers).keepNow),
	visit.To("GET /changes/{reform}/propose", authz.KeepReforms, acting("propose", (*Handlers).act)),
	visit.To("POST /changes/{reform}/propose", authz.KeepReforms, acting("propose", (*Handlers).actNow)),
	visit.To("GET /changes/{reform}/send-back", authz.CarryOutReforms, acting("send-back", (*Handlers).act)),
	visit.To("POST /changes/{reform}/send-back", authz.CarryOutReforms, acting("send-back", (*Handlers).actNow)),
	visit.To("GET /changes/{reform}/carry-out", authz.CarryOutReforms, acting("carry-out", (*Handlers).act)),
	visit.To("POST /changes/{reform}/carry-out", authz.CarryOutReforms, acting("carry-out", (*Handlers).actNow)),
	visit.To("GET /changes/{reform}/drop", authz.KeepReforms, acting("drop", (*Handlers).act)),
	visit.To("POST /changes/{reform}/drop", authz.KeepReforms, acting("drop", (*Handlers).actNow)),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func of(r *http.Request) id.Reform { return id.Reform(r.PathValue("reform")) }

func url[T ~string](of T) string { return "/changes/" + string(of) }

// find is the change of the address as it stands.
func (h *Handlers) find(r *http.Request) (reform.Version, error) {
	return db.Find(r.Context(), h.DB, func(tx *db.Tx) (reform.Version, error) {
		return h.Reforms.Find(tx, account.Actor(r.Context()), of(r), register.Now(h.Clock.Now()))
	})
}
