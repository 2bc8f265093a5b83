// Package intakeweb is the pages by which a force brings in the spreadsheets it has: the
// file is chosen, its dry run shows how each column is read, what is wrong with which
// line and what would be written, and only then it is written. The file waits in draft
// between the steps.
//
// Read Doors, then look.go.
package intakeweb

import (
	"embed"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/intake/bring"
	"watchword/internal/intake/draft"
	"watchword/internal/web"
)

//go:embed templates/*.html
var templates embed.FS

// Handlers serve the pages.
type Handlers struct {
	page   *web.Pages
	drafts *draft.Service
}

// New is the pages on that site.
func New(site *web.Site, drafts *draft.Service) *Handlers {
	return &Handlers{drafts: drafts, page: site.Office(templates, "templates/*.html", web.Done{
		"import.read":    "The file was read anew. Nothing is written yet.",
		"import.dropped": "The file was thrown away. Nothing of it was written.",
		"import.written": "The file was written into the register.",
	})}
}

// Door is one address, and the permission without which nobody need come to it.
type Door struct {
	Pattern string
	Needs   authz.Permission
	serve   func(*Handlers, http.ResponseWriter, *http.Request) error
	max     int64 // of the body, in bytes; 0: that of an ordinary form
}

// uploadMost is the body of a form with the largest file that is taken.
const uploadMost = bring.FileLimit + 512<<10

// Doors is every address of these pages.
var Doors = []Door{
	{Pattern: "GET /import", Needs: authz.Import, serve: (*Handlers).start},
	{Pattern: "GET /import/organisations", Needs: authz.Import, serve: (*Handlers).uploadOrganisations},
	{Pattern: "POST /import/organisations", Needs: authz.Import, serve: (*Handlers).uploadOrganisationsNow, max: uploadMost},
	{Pattern: "GET /import/people", Needs: authz.Import, serve: (*Handlers).uploadPeople},
	{Pattern: "POST /import/people", Needs: authz.Import, serve: (*Handlers).uploadPeopleNow, max: uploadMost},
	{Pattern: "GET /import/{draft}", Needs: authz.Import, serve: (*Handlers).look},
	{Pattern: "GET /import/{draft}/bad-lines.csv", Needs: authz.Import, serve: (*Handlers).badCSV},
	{Pattern: "GET /import/{draft}/notes.csv", Needs: authz.Import, serve: (*Handlers).notesCSV},
	{Pattern: "POST /import/{draft}/sheet", Needs: authz.Import, serve: (*Handlers).chooseSheet},
	{Pattern: "POST /import/{draft}/status", Needs: authz.Import, serve: (*Handlers).chooseStatus},
	{Pattern: "POST /import/{draft}/columns", Needs: authz.Import, serve: (*Handlers).chooseColumns},
	{Pattern: "POST /import/{draft}/take", Needs: authz.Import, serve: (*Handlers).take},
	{Pattern: "POST /import/{draft}/drop", Needs: authz.Import, serve: (*Handlers).drop},
	{Pattern: "GET /import/{draft}/done", Needs: authz.Import, serve: (*Handlers).done},
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	for _, d := range Doors {
		serve := func(w http.ResponseWriter, r *http.Request) error { return d.serve(h, w, r) }
		if d.max > 0 {
			mux.Handle(d.Pattern, h.page.Upload(d.max, serve))
		} else {
			mux.Handle(d.Pattern, h.page.Handle(serve))
		}
	}
}

func actor(r *http.Request) authz.Actor { return account.Actor(r.Context()) }

func draftOf(r *http.Request) id.Upload { return id.Upload(r.PathValue("draft")) }

func draftURL(of id.Upload, rest string) string { return "/import/" + string(of) + rest }

// frame is what all pages of an import have in common.
func frame(title string, steps ...web.Crumb) web.Page {
	return web.Page{Title: title, Active: "/import", Crumbs: append([]web.Crumb{{Text: "Import", Href: "/import"}}, steps...)}
}

// noun is what the lines of a file are, one or many.
func noun(k intake.Kind, n int) string {
	switch {
	case k == intake.Organisations && n == 1:
		return "organisation"
	case k == intake.Organisations:
		return "organisations"
	case n == 1:
		return "person"
	}
	return "people"
}

// counted is a number with its noun: "1 person", "520 people".
func counted(k intake.Kind, n int) string { return web.Number(n) + " " + noun(k, n) }

// lines is a number of lines.
func lines(n int) string { return web.Number(n) + " " + plural(n, "line") }
