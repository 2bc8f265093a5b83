// Package deskweb is the pages by which the office finds its work: the start page of
// every role, the lists of people and organisations, the queues, what falls due, and the
// search. What a row leads to is in dossierweb.
//
// Read Navigation, then Handlers.
package deskweb

import (
	"embed"
	"net/http"
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/desk"
	"watchword/internal/web"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed start.css
var startCSS []byte

// Config is what the pages need to know.
type Config struct {
	Board *desk.Board
	// Own is the address of an accredited person's own page; nil: the page of the person.
	Own func(authz.Actor) string
	// Has tells whether the program serves GET at an address, so that no button leads to
	// a page that does not exist; nil: all exist.
	Has func(address string) bool
}

// Handlers serve the pages.
type Handlers struct {
	page  *web.Pages
	board *desk.Board
	own   func(authz.Actor) string
	has   func(string) bool
	typed *web.Limiter // of matches asked for while somebody types
}

// New is the pages on that site.
func New(site *web.Site, c Config) *Handlers {
	if c.Own == nil {
		c.Own = func(who authz.Actor) string { return personURL(who.Person) }
	}
	if c.Has == nil {
		c.Has = func(string) bool { return true }
	}
	return &Handlers{board: c.Board, own: c.Own, has: c.Has, page: site.Office(templates, "templates/*.html", done), typed: site.Limiter(200, 50*time.Millisecond)}
}

// Doors is every address of these pages. The queues and the search are for several
// permissions, and ask for them themselves.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /start", authz.OwnAccount, (*Handlers).start),
	visit.To("GET /start.css", authz.OwnAccount, (*Handlers).css),
	visit.List("GET /decide", authz.OwnAccount, (*Handlers).decide),
	visit.List("GET /vetting", authz.ReadPerson, (*Handlers).vetting),
	visit.To("GET /due", authz.ReadPerson, (*Handlers).due),
	visit.To("GET /due.csv", authz.ReadPerson, (*Handlers).dueCSV),
	visit.To("GET /due.ics", authz.ReadPerson, (*Handlers).calendar),
	visit.To("GET /people", authz.ReadPerson, (*Handlers).people),
	visit.To("GET /people.csv", authz.ReadPerson, (*Handlers).peopleCSV),
	visit.To("GET /organisations", authz.ReadOrg, (*Handlers).organisations),
	visit.To("GET /organisations.csv", authz.ReadOrg, (*Handlers).organisationsCSV),
	visit.To("GET /search", authz.OwnAccount, (*Handlers).search),
	visit.To("GET /search/matches", authz.OwnAccount, (*Handlers).matches),
	visit.To("GET /filters", authz.OwnAccount, (*Handlers).filters),
	visit.To("GET /filters/save", authz.OwnAccount, (*Handlers).saveFilter),
	visit.To("POST /filters/save", authz.OwnAccount, (*Handlers).saveFilter),
	visit.To("POST /filters/{filter}/remove", authz.OwnAccount, (*Handlers).removeFilter),
	visit.To("GET /administration", authz.OwnAccount, (*Handlers).administration),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

// css puts the figures of the start page first, or on a phone after what waits and falls
// due: they stand on the page twice, and one of the two is shown.
func (h *Handlers) css(w http.ResponseWriter, _ *http.Request) error {
	return web.SendAsset(w, "text/css; charset=utf-8", startCSS)
}
