// Package cardweb is the pages of cards: the public front page and the card check, which
// anybody may open; the holder’s own live card; and the office’s cards. The check works
// without a connection too (offline.go).
//
// The check pages are for five seconds in the street: no script, no cookie, no font, under
// 30 kB with the photograph. What they say stands in say.go, apart from how they work.
//
// Read Handlers, then check.go.
package cardweb

import (
	"context"
	"embed"
	"log/slog"
	"net/http"
	"time"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/person"
	"watchword/internal/web"
)

//go:embed bare
var bare embed.FS

//go:embed public
var public embed.FS

//go:embed office
var office embed.FS

// Config is what the pages need to know. What is marked optional may be left out.
type Config struct {
	DB      *db.DB
	Cards   *card.Service
	Areas   *area.Service
	Persons *person.Service
	Log     *slog.Logger
	// Register is the address of the public register of organisations; optional.
	Register string
	// Figures counts the organisations in force and the persons accredited today, for the
	// front page; optional.
	Figures func(context.Context, id.Force) (organisations, persons int, err error)
}

// Handlers serve the pages of cards.
type Handlers struct {
	Config
	bare    *web.Pages
	public  *web.Pages
	office  *web.Pages
	numbers *web.Limiter // of typed numbers, so that they cannot be counted through
	codes   *web.Limiter // of new codes, so that nobody can use them up
}

// New is the pages of cards on that site.
func New(site *web.Site, c Config) *Handlers {
	return &Handlers{Config: c, numbers: site.Limiter(20, 30*time.Second), codes: site.Limiter(20, 3*time.Second),
		bare: site.Bare(bare, "bare/*.html", nil), public: site.Public(public, "public/*.html", nil),
		office: site.Office(office, "office/*.html", web.Done{
			"card.issued":    "The card is ordered. Print it next.",
			"card.held":      "The card is handed over. It can be checked from now on.",
			"card.lost":      "The card is reported lost. It stopped being valid at once.",
			"card.stolen":    "The card is reported stolen. It stopped being valid at once.",
			"card.returned":  "The card is recorded as handed back.",
			"card.destroyed": "The card is recorded as destroyed.",
			"card.recalled":  "The card is asked back. It stopped being valid at once.",
			"card.kept":      "The recall is taken back. The card is as good as before.",
		})}
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	mux.Handle("GET /{$}", h.public.Handle(h.Front))

	mux.Handle("GET /check", h.bare.Handle(h.typed))
	mux.Handle("GET /c/{token}", h.bare.Handle(h.scanned))
	mux.Handle("GET /C/{token}", h.bare.Handle(h.scanned))
	mux.Handle("GET /c/{token}/photo", h.bare.Handle(h.photo))
	mux.Handle("GET /C/{token}/photo", h.bare.Handle(h.photo))
	mux.Handle("GET /check/offline", h.bare.Handle(h.offline))
	mux.Handle("GET /check/facts", h.bare.Handle(h.facts))
	mux.Handle("GET /check/offline.js", h.bare.Handle(script("offline.js")))
	mux.Handle("GET /check/worker.js", h.bare.Handle(script("worker.js")))
	mux.Handle("GET /check/card.css", h.bare.Handle(cardCSS))

	mux.Handle("GET /my-card", h.office.Handle(h.mine))
	mux.Handle("GET /my-card/photo", h.office.Handle(h.minePhoto))

	visit.Doors[*Handlers]{visit.List("GET /cards", authz.IssueCard, (*Handlers).list)}.Open(mux, h.office, h)
	mux.Handle("POST /cards", h.office.Handle(h.issueNow))
	mux.Handle("POST /cards/print", h.office.Handle(h.printNow))
	mux.Handle("GET /cards/{card}", h.office.Handle(h.one))
	mux.Handle("GET /cards/{card}/photo", h.office.Handle(h.cardPhoto))
	mux.Handle("GET /cards/{card}/report", h.office.Handle(h.report))
	mux.Handle("POST /cards/{card}/report", h.office.Handle(h.reportNow))
	mux.Handle("POST /cards/{card}/hand-over", h.office.Handle(h.handOverNow))
	mux.Handle("POST /cards/{card}/keep", h.office.Handle(h.keepNow))
	for what := range tells {
		mux.Handle("GET /cards/{card}/"+what, h.office.Handle(func(w http.ResponseWriter, r *http.Request) error { return h.tell(w, r, what) }))
		mux.Handle("POST /cards/{card}/"+what, h.office.Handle(func(w http.ResponseWriter, r *http.Request) error { return h.tellNow(w, r, what) }))
	}
}

// force is the force whose pages the request asks for; empty if there are several and it
// names none.
func force(r *http.Request) id.Force { return account.Actor(r.Context()).Force }

// as answers with another status than 200.
type as struct {
	http.ResponseWriter
	status int
}

// WriteHeader sends the status.
func (w as) WriteHeader(int) { w.ResponseWriter.WriteHeader(w.status) }

// Unwrap gives http.ResponseController the writer below.
func (w as) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// TakeNumber takes one try of the request’s address at typing numbers. It returns
// fault.TooMany when there is none left. Pages and the API share it.
func (h *Handlers) TakeNumber(r *http.Request) error { return h.numbers.Take(r) }
