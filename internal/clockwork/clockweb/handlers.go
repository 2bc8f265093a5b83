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
	"watchword/internal/account/visit"
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

// Doors is every address of these pages. The secret in its address is enough for a calendar.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /calendar", authz.OwnAccount, (*Handlers).calendar),
	visit.To("POST /calendar", authz.OwnAccount, (*Handlers).calendarNow),
	visit.To("POST /calendar/end", authz.OwnAccount, (*Handlers).calendarEnd),
	visit.To("GET /calendar/{file}", api.Anyone, (*Handlers).feed),
	visit.To("GET /forecast", authz.ReadPerson, (*Handlers).forecast),
	visit.To("GET /forecast.csv", authz.ReadPerson, (*Handlers).forecastCSV),
	visit.List("GET /messages", authz.ReadMessages, (*Handlers).messages),
	visit.To("GET /messages/{message}", authz.ReadMessages, (*Handlers).message),
	visit.To("POST /messages/{message}/again", authz.SendMessages, (*Handlers).again),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func who(r *http.Request) authz.Actor { return account.Actor(r.Context()) }
