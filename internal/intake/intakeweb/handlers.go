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
	"watchword/internal/account/visit"
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

// uploadMost is the body of a form with the largest file that is taken.
const uploadMost = bring.FileLimit + 512<<10

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /import", authz.Import, (*Handlers).start),
	visit.To("GET /import/organisations", authz.Import, (*Handlers).uploadOrganisations),
	visit.WithFile("POST /import/organisations", authz.Import, (*Handlers).uploadOrganisationsNow, uploadMost),
	visit.To("GET /import/people", authz.Import, (*Handlers).uploadPeople),
	visit.WithFile("POST /import/people", authz.Import, (*Handlers).uploadPeopleNow, uploadMost),
	visit.To("GET /import/{draft}", authz.Import, (*Handlers).look),
	visit.To("GET /import/{draft}/bad-lines.csv", authz.Import, (*Handlers).badCSV),
	visit.To("GET /import/{draft}/notes.csv", authz.Import, (*Handlers).notesCSV),
	visit.To("POST /import/{draft}/sheet", authz.Import, (*Handlers).chooseSheet),
	visit.To("POST /import/{draft}/status", authz.Import, (*Handlers).chooseStatus),
	visit.To("POST /import/{draft}/columns", authz.Import, (*Handlers).chooseColumns),
	visit.To("POST /import/{draft}/take", authz.Import, (*Handlers).take),
	visit.To("POST /import/{draft}/drop", authz.Import, (*Handlers).drop),
	visit.To("GET /import/{draft}/done", authz.Import, (*Handlers).done),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	Doors.Open(mux, h.page, h)
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
