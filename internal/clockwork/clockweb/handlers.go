// Package clockweb is the pages of the clockwork: the calendar that an account subscribes
// to, the months ahead, and the messages that were sent or could not be.
//
// Read Doors.
package clockweb

import (
	"embed"
	"net/http"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/clockwork"
	"watchword/internal/db"
	"watchword/internal/web"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB        *db.DB
	Clock     clock.Clock
	Areas     *area.Service
	Clockwork *clockwork.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page  *web.Pages
	reads *web.Limiter // of calendars, by the address they are read from
}

// New is the pages on that site. Calendars are read by programs, many of them from the one
// address of an employer: each address may read two a second.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, reads: site.Limiter(240, time.Second/2), page: site.Office(templates, "templates/*.html", web.Done{
		"calendar.end":  "The address works no more.",
		"message.again": "The message waits to be sent again.",
	})}
}

// Door is one address, and the permission without which nobody need come to it.
type Door struct {
	Pattern string
	Needs   authz.Permission
	serve   func(*Handlers, http.ResponseWriter, *http.Request) error
}

// Doors is every address of these pages. The secret in its address is enough for a calendar.
var Doors = []Door{
	{"GET /calendar", authz.OwnAccount, (*Handlers).calendar},
	{"POST /calendar", authz.OwnAccount, (*Handlers).calendarNow},
	{"POST /calendar/end", authz.OwnAccount, (*Handlers).calendarEnd},
	{"GET /calendar/{file}", api.Anyone, (*Handlers).feed},
	{"GET /forecast", authz.ReadPerson, (*Handlers).forecast},
	{"GET /forecast.csv", authz.ReadPerson, (*Handlers).forecastCSV},
	{"GET /messages", authz.ReadMessages, (*Handlers).messages},
	{"GET /messages/{message}", authz.ReadMessages, (*Handlers).message},
	{"POST /messages/{message}/again", authz.SendMessages, (*Handlers).again},
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	for _, d := range Doors {
		mux.Handle(d.Pattern, h.page.Handle(func(w http.ResponseWriter, r *http.Request) error { return d.serve(h, w, r) }))
	}
}

func who(r *http.Request) authz.Actor { return account.Actor(r.Context()) }
