package agreementweb

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/agreement"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type templatesPage struct {
	web.Page
	Head  part.Head
	Table part.Table
}

// Listing is the list as it is saved.
func (p *templatesPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table}
}

// templates is every version of every template.
func (h *Handlers) templates(w http.ResponseWriter, r *http.Request) error {
	p := &templatesPage{Page: web.Page{Title: "Templates", Active: "/agreements", Crumbs: []web.Crumb{{Text: "Agreements", Href: "/agreements"}, {Text: "Templates"}}},
		Head: part.Head{Title: "Templates of agreements", Text: "Drafts are begun from the newest version of each. What is issued already keeps its own words."}}
	all, err := h.all(r)
	if err != nil {
		return err
	}
	p.Table = part.Table{Caption: "Versions of the templates", RowHeaders: true, Columns: []part.Column{{Text: "Template"}, {Text: "Version"}, {Text: "What is different"}, {Text: "Written"}}}
	for i, t := range all {
		newest := i == 0 || all[i-1].Kind != t.Kind
		cell := part.Cell{Text: t.Kind.Title(), Href: "/agreement-templates/" + string(t.Kind) + "?version=" + strconv.Itoa(t.Version)}
		row := part.Row{Ended: !newest, Cells: []part.Cell{cell, {Text: strconv.Itoa(t.Version)}, {Text: "As it came with the program"}, {}}}
		if t.Why != "" {
			row.Cells[2], row.Cells[3] = part.Cell{Text: t.Why}, part.Cell{Text: clock.DayOf(t.At).Short(), Sub: t.By, Nowrap: true}
		}
		if newest {
			row.Cells[1].Sub = "In use"
		}
		p.Table.Rows = append(p.Table.Rows, row)
	}
	return visit.Show(h.page, w, r, "templates.html", p)
}

func (h *Handlers) all(r *http.Request) ([]agreement.Template, error) {
	return db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]agreement.Template, error) {
		return h.Agreements.Templates(tx, account.Actor(r.Context()))
	})
}

type templateForm struct {
	Body string `form:"body" label:"Text" max:"60000" text:"lines"`
	Why  string `form:"why" label:"What is different, and why" max:"1000" text:"lines"`
}

type templatePage struct {
	web.Page
	Head   part.Head
	Newest bool
	Text   template.HTML
	Fields part.Table
	Form   templateForm
	Links  []part.Link
}

func (h *Handlers) templatePage(r *http.Request) (*templatePage, error) {
	all, err := h.all(r)
	if err != nil {
		return nil, err
	}
	kind := agreement.Kind(r.PathValue("kind"))
	want := r.URL.Query().Get("version")
	newest := slices.IndexFunc(all, func(t agreement.Template) bool { return t.Kind == kind })
	at := newest
	if want != "" {
		at = slices.IndexFunc(all, func(t agreement.Template) bool { return t.Kind == kind && strconv.Itoa(t.Version) == want })
	}
	if at < 0 {
		return nil, fault.New(fault.NotFound, "There is no such template.")
	}
	t := all[at]
	title := "Template: " + t.Kind.Title()
	p := &templatePage{Newest: at == newest, Form: templateForm{Body: t.Body}, Head: part.Head{Title: title, Text: "Version " + strconv.Itoa(t.Version) + ". " + t.Why},
		Page: web.Page{Title: title, Active: "/agreements", Crumbs: []web.Crumb{{Text: "Agreements", Href: "/agreements"}, {Text: "Templates", Href: "/agreement-templates"}, {Text: t.Kind.Title()}}}}
	p.Fields = part.Table{Caption: "Fields of this template", Columns: []part.Column{{Text: "Field"}, {Text: "What comes there"}, {Text: "From"}}}
	for _, f := range agreement.FieldsOf(t.Kind) {
		from := "The register and the settings"
		if f.Typed {
			from = "Filled in"
		}
		p.Fields.Rows = append(p.Fields.Rows, part.Row{Cells: []part.Cell{{Text: "{{" + f.Key + "}}", Mono: true}, {Text: f.Label}, {Text: from}}})
	}
	return p, nil
}

func (h *Handlers) template(w http.ResponseWriter, r *http.Request) error {
	p, err := h.templatePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "template.html", p)
}

func (h *Handlers) templateNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.templatePage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[templateForm](r); err == nil {
		_, err = h.Agreements.AddTemplate(r.Context(), account.Actor(r.Context()), agreement.Template{Kind: agreement.Kind(r.PathValue("kind")), Body: p.Form.Body, Why: p.Form.Why})
	}
	if err != nil {
		return h.page.Again(w, r, "template.html", p, err)
	}
	return web.SeeOther(w, r, "/agreement-templates", "template.added")
}
