// Package nominateweb is the pages on which an employer puts several persons forward by
// spreadsheet: the file, what was found in it line by line, and the word to enter them.
//
// Read Doors.
package nominateweb

import (
	"embed"
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/intake/nominate"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB       *db.DB
	Clock    clock.Clock
	Orgs     *org.Service
	Nominate *nominate.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", nil)}
}

// uploadMost is the body of a form with the largest file that is taken.
const uploadMost = sheet.MaxBytes + 1<<20

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /organisations/{org}/nominate", authz.NominatePerson, (*Handlers).file),
	visit.WithFile("POST /organisations/{org}/nominate", authz.NominatePerson, (*Handlers).look, uploadMost),
	visit.WithFile("POST /organisations/{org}/nominate/take", authz.NominatePerson, (*Handlers).take, uploadMost),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	Doors.Open(mux, h.page, h)
}

// filePage asks for the file, then shows what was found in it.
type filePage struct {
	web.Page
	Head    part.Head
	Roles   string
	Read    bool // a file was read
	Found   string
	Good    part.Table
	Bad     part.Table
	Asks    []string
	Remarks []string
	Lines   string // the good lines, to come back when they are taken
	Button  string
	Back    string
	Form    fileForm
	org     id.Org
}

type fileForm struct {
	File   web.File  `form:"file" label:"Spreadsheet"`
	Lines  string    `form:"lines" max:"600000"`
	Agreed clock.Day `form:"agreed" label:"Day on which they agreed"`
}

func (h *Handlers) filePage(r *http.Request) (*filePage, error) {
	who, of := account.Actor(r.Context()), id.Org(r.PathValue("org"))
	if err := who.May(authz.NominatePerson, authz.Object{Org: of}); err != nil {
		return nil, err
	}
	o, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (org.Version, error) {
		return h.Orgs.Any(tx, who.Force, of, register.Now(h.Clock.Now()))
	})
	if err != nil {
		return nil, err
	}
	p := &filePage{org: of, Back: "/organisations/" + string(of), Page: web.Page{Title: "Put several forward", Active: "/people", Crumbs: []web.Crumb{{Text: o.State.Name, Href: "/organisations/" + string(of)}, {Text: "Put several forward"}}},
		Head: part.Head{Caption: o.State.Name, Title: "Put several persons forward"}}
	for i, x := range o.State.Roles {
		if i > 0 {
			p.Roles += ", "
		}
		p.Roles += x.Title
	}
	return p, nil
}

func (h *Handlers) file(w http.ResponseWriter, r *http.Request) error {
	p, err := h.filePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "file.html", p)
}

// look reads the file and shows what was found. Nothing is entered.
func (h *Handlers) look(w http.ResponseWriter, r *http.Request) error {
	p, err := h.filePage(r)
	if err != nil {
		return err
	}
	var found nominate.Reading
	if p.Form, err = web.Form[fileForm](r); err == nil {
		found, err = h.read(r, p)
	}
	if err != nil {
		return h.page.Again(w, r, "file.html", p, err)
	}
	if err := p.show(found); err != nil {
		return err
	}
	return h.page.Render(w, r, "file.html", p)
}

func (h *Handlers) read(r *http.Request, p *filePage) (found nominate.Reading, err error) {
	if !p.Form.File.Given() {
		return found, fault.In("file", "Choose a spreadsheet")
	}
	in, err := p.Form.File.Open()
	if err != nil {
		return found, err
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, sheet.MaxBytes+1))
	if err != nil {
		return found, err
	}
	found, err = db.Find(r.Context(), h.DB, func(tx *db.Tx) (nominate.Reading, error) {
		return h.Nominate.Read(tx, account.Actor(r.Context()), p.org, content)
	})
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid && len(f.Fields) == 0 {
		return found, fault.In("file", "%s", f.Message)
	}
	return found, err
}

func (p *filePage) show(found nominate.Reading) error {
	p.Read, p.Asks, p.Remarks = true, found.Asks, found.Remarks
	p.Found = part.Count(len(found.Good), "person", "persons") + " can be put forward. " + part.Count(found.BadLines(), "line is", "lines are") + " bad."
	p.Bad = part.Table{Caption: "Bad lines", RowHeaders: true, Columns: []part.Column{{Text: "Line"}, {Text: "Column"}, {Text: "What is wrong"}, {Text: "In the file"}}}
	for _, x := range found.Bad {
		p.Bad.Rows = append(p.Bad.Rows, part.Row{Cells: []part.Cell{{Text: strconv.Itoa(x.Line)}, {Text: x.Column}, {Text: x.Message, Sub: x.Suggestion}, {Text: x.Value}}})
	}
	p.Good = part.Table{Caption: "Persons to put forward", RowHeaders: true, Columns: []part.Column{{Text: "Person"}, {Text: "Born"}, {Text: "Role"}, {Text: "E-mail"}, {Text: "Line"}}}
	for _, l := range found.Good {
		p.Good.Rows = append(p.Good.Rows, part.Row{Cells: []part.Cell{{Text: l.Forenames + " " + l.Surname}, part.DayCell(l.Born), {Text: l.RoleTitle}, {Text: l.Email}, {Text: strconv.Itoa(l.Line)}}})
	}
	if len(p.Asks) > 0 || len(found.Good) == 0 {
		return nil
	}
	kept, err := json.Marshal(found.Good)
	p.Lines, p.Button = string(kept), "Put "+part.Count(len(found.Good), "person", "persons")+" forward"
	return err
}

// take enters the persons that were shown, each checked again.
func (h *Handlers) take(w http.ResponseWriter, r *http.Request) error {
	p, err := h.filePage(r)
	if err != nil {
		return err
	}
	var lines []nominate.Line
	if p.Form, err = web.Form[fileForm](r); err == nil {
		if json.Unmarshal([]byte(p.Form.Lines), &lines) != nil {
			err = fault.In("file", "The page did not come back whole. Choose the file again")
		}
	}
	if err == nil {
		_, err = h.Nominate.Take(r.Context(), account.Actor(r.Context()), p.org, lines, p.Form.Agreed)
	}
	if err != nil {
		if len(lines) > 0 {
			if err := p.show(nominate.Reading{Good: lines}); err != nil {
				return err
			}
		}
		return h.page.Again(w, r, "file.html", p, err)
	}
	return web.SeeOther(w, r, "/organisations/"+string(p.org)+"/people", "")
}
