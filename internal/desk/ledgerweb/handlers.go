// Package ledgerweb is the pages of the ledger: what was done, by whom, about whom, with
// refusals; and for one entry what it says, what stands about it and the proof that
// nobody changed it since, checked afresh each time the page is opened.
//
// Read Handlers, then entry.go.
package ledgerweb

import (
	"embed"
	"net/http"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/ledger"
	"watchword/internal/web"
)

//go:embed templates
var templates embed.FS

//go:embed ledger.css
var css []byte

// Deps is what the pages need. All are required.
type Deps struct {
	Clock  clock.Clock
	Reader *desk.Reader
}

// Handlers serve the pages of the ledger.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages of the ledger on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", nil)}
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	mux.Handle("GET /ledger", h.page.Handle(h.list))
	mux.Handle("GET /ledger/ledger.css", h.page.Handle(style))
	mux.Handle("GET /ledger/{place}", h.page.Handle(h.entry))
	mux.Handle("GET /ledger/{place}/proof", h.page.Handle(h.proof))
}

// Permissions is what each address asks for at the door.
func Permissions() map[string]authz.Permission {
	return map[string]authz.Permission{
		"GET /ledger":               authz.ReadLedger,
		"GET /ledger/ledger.css":    authz.ReadLedger,
		"GET /ledger/{place}":       authz.ReadLedger,
		"GET /ledger/{place}/proof": authz.ReadLedger,
	}
}

// style is what the page of an entry needs beside the common style sheet.
func style(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "private, max-age=3600")
	_, err := w.Write(css)
	return err
}

// instant is an instant to the second, as the ledger's pages write it.
func instant(t time.Time) string { return clock.Local(t).Format("2 January 2006, 15:04:05") }

// sentence is what an entry tells, in one line.
func sentence(e *ledger.Entry) string {
	switch {
	case !e.ErasedAt.IsZero():
		return "The words were erased"
	case e.Outcome == ledger.Refused && e.Summary != "":
		return "Refused: " + e.Summary
	case e.Summary != "":
		return e.Summary
	case e.Outcome == ledger.Refused:
		return "Refused: " + desk.ActTitle(e.Act)
	}
	return desk.ActTitle(e.Act)
}

// doer is who an entry is by.
func doer(e *ledger.Entry) string {
	switch {
	case e.Name != "":
		return e.Name
	case e.Actor != "":
		return string(e.Actor)
	case e.Role != "":
		return e.Role.Title()
	}
	return "Watchword"
}
