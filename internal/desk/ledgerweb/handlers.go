// Package ledgerweb is the pages of the ledger: what was done, by whom, about whom, with
// refusals; and for one entry what it says, what stands about it and the proof that
// nobody changed it since, checked afresh each time the page is opened.
//
// Read Handlers, then entry.go.
package ledgerweb

import (
	"embed"
	"net/http"
	"strings"
	"time"

	"watchword/internal/account/visit"
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

//go:embed check.js
var script []byte

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
	visit.Doors[*Handlers]{visit.List("GET /ledger", authz.ReadLedger, (*Handlers).list)}.Open(mux, h.page, h)
	mux.Handle("GET /ledger/ledger.css", h.page.Handle(file("text/css; charset=utf-8", css)))
	mux.Handle("GET /ledger/check.js", h.page.Handle(file("text/javascript; charset=utf-8", script)))
	mux.Handle("GET /ledger/{place}", h.page.Handle(h.entry))
	mux.Handle("GET /ledger/{place}/proof", h.page.Handle(h.proof))
}

// Permissions is what each address asks for at the door.
func Permissions() map[string]authz.Permission {
	return map[string]authz.Permission{
		"GET /ledger":               authz.ReadLedger,
		"GET /ledger.csv":           authz.ReadLedger,
		"GET /ledger/ledger.css":    authz.ReadLedger,
		"GET /ledger/check.js":      authz.ReadLedger,
		"GET /ledger/{place}":       authz.ReadLedger,
		"GET /ledger/{place}/proof": authz.ReadLedger,
	}
}

// file serves what the page of an entry needs beside the common style sheet: its style,
// and the script by which a browser checks the proof for itself.
func file(kind string, content []byte) web.Handler {
	return func(w http.ResponseWriter, _ *http.Request) error {
		return web.SendAsset(w, kind, content)
	}
}

// instant is an instant to the second, as the page of an entry writes it; moment is one
// in a table.
func instant(t time.Time) string { return clock.Local(t).Format("2 January 2006, 15:04:05") }
func moment(t time.Time) string  { return clock.Local(t).Format("2 Jan 2006, 15:04") }

// sentence is what an entry tells, in one line, with the name of the person it is about
// where its own words leave that out.
func sentence(e *ledger.Entry, names map[ledger.Subject]string) string {
	switch {
	case !e.ErasedAt.IsZero():
		return "The words were erased"
	case e.Outcome == ledger.Refused && e.Summary != "":
		return "Refused: " + e.Summary
	case e.Outcome == ledger.Refused:
		return "Refused: " + desk.ActTitle(e.Act)
	}
	says := e.Summary
	if outcome, ok := strings.CutPrefix(says, "Vetting: "); ok {
		says = "Vetting " + lower(outcome)
	}
	if says == "" {
		says = desk.ActTitle(e.Act)
	}
	if name := personIn(e, names); name != "" && !strings.Contains(says, name) {
		says += ": " + name
	}
	return says
}

// personIn is the name of the person an entry is about, if it is one whom the reader may
// see.
func personIn(e *ledger.Entry, names map[ledger.Subject]string) string {
	for _, s := range e.Subjects {
		if k := s.Kind(); (k == "person" || k == "vetting" || k == "training") && names[s] != "" {
			return names[s]
		}
	}
	return ""
}

// doer is who an entry is by.
func doer(e *ledger.Entry) string {
	switch {
	case e.Name != "":
		return e.Name
	case e.Role != "":
		return e.Role.Title()
	case e.Actor != "":
		return string(e.Actor)
	}
	return "Watchword"
}
