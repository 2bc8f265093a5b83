// Package factoryweb is the pages on which the scheme office makes cards in numbers and gets
// them back: photographs to be looked at, batches, stock, badges, and what was asked back of
// each employer, which the employer sees too.
//
// Read Doors.
package factoryweb

import (
	"context"
	"embed"
	"html/template"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/card/factory"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB      *db.DB
	Areas   *area.Service
	Orgs    *org.Service
	Persons *person.Service
	Cards   *card.Service
	Factory *factory.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", web.Done{
		"photo.accepted":   "Accepted. A card can be made of it now.",
		"photo.sent-back":  "Sent back. The employer sees why.",
		"batch.made":       "The batch is put together. Print it next.",
		"batch.checked":    "The batch is checked. Spoiled cards wait to be printed again.",
		"batch.dispatched": "The batch is recorded as sent.",
		"batch.collected":  "Recorded. These cards can be checked from now on.",
		"batch.dropped":    "The batch is given up. Its cards wait to be printed.",
		"stock.received":   "The delivery is in stock.",
		"stock.off":        "Written off.",
		"badge.issued":     "The badge is issued.",
		"badge.changed":    "Recorded.",
		"recall.made":      "The cards are asked back. They stopped being valid at once.",
		"recall.chased":    "The employer is reminded. The letter is kept below.",
		"recall.settled":   "Recorded.",
	})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /card-photographs", authz.IssueCard, (*Handlers).photos),
	visit.To("POST /card-photographs", authz.IssueCard, (*Handlers).acceptNow),
	visit.To("GET /card-photographs/tiles.css", authz.IssueCard, (*Handlers).css),
	visit.To("GET /card-photographs/{person}", authz.IssueCard, (*Handlers).photo),
	visit.To("POST /card-photographs/{person}", authz.IssueCard, (*Handlers).photoNow),
	visit.List("GET /card-batches", authz.IssueCard, (*Handlers).batches),
	visit.To("GET /card-batches/make", authz.IssueCard, (*Handlers).make),
	visit.To("POST /card-batches/make", authz.IssueCard, (*Handlers).makeNow),
	visit.To("GET /card-batches/{batch}", authz.IssueCard, (*Handlers).batch),
	visit.To("POST /card-batches/{batch}/print", authz.IssueCard, (*Handlers).printNow),
	visit.To("POST /card-batches/{batch}/check", authz.IssueCard, (*Handlers).checkNow),
	visit.To("POST /card-batches/{batch}/dispatch", authz.IssueCard, (*Handlers).dispatchNow),
	visit.To("POST /card-batches/{batch}/collect", authz.IssueCard, (*Handlers).collectNow),
	visit.To("POST /card-batches/{batch}/drop", authz.IssueCard, (*Handlers).dropNow),
	visit.To("POST /card-batches/{batch}/recall", authz.IssueCard, (*Handlers).recallBatchNow),
	visit.List("GET /card-stock", authz.IssueCard, (*Handlers).stock),
	visit.To("GET /card-stock/receive", authz.IssueCard, (*Handlers).receive),
	visit.To("POST /card-stock/receive", authz.IssueCard, (*Handlers).receiveNow),
	visit.To("GET /card-stock/{stock}", authz.IssueCard, (*Handlers).writeOff),
	visit.To("POST /card-stock/{stock}", authz.IssueCard, (*Handlers).writeOffNow),
	visit.List("GET /badges", authz.ReadCard, (*Handlers).badges),
	visit.To("GET /badges/issue", authz.IssueCard, (*Handlers).issue),
	visit.To("POST /badges/issue", authz.IssueCard, (*Handlers).issueNow),
	visit.To("GET /badges/{badge}", authz.ReadCard, (*Handlers).badge),
	visit.To("POST /badges/{badge}", authz.ReportCard, (*Handlers).badgeNow),
	visit.List("GET /card-recalls", authz.IssueCard, (*Handlers).recalls),
	visit.To("GET /card-recalls/{org}", authz.ReadCard, (*Handlers).recall),
	visit.To("POST /card-recalls/{org}", authz.IssueCard, (*Handlers).recallNow),
	visit.To("POST /card-recalls/{org}/chase", authz.IssueCard, (*Handlers).chaseNow),
	visit.To("POST /card-recalls/{org}/settle", authz.ReportCard, (*Handlers).settleNow),
	visit.To("GET /card-chasers/{chaser}", authz.ReadCard, (*Handlers).chaser),
	visit.To("GET /card-chasers/{chaser}/letter.pdf", authz.ReadCard, (*Handlers).chaserPDF),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func (h *Handlers) now() register.When { return register.Now(h.Factory.Now()) }

// page is what these pages have in common; trail is the way to it behind the list of cards.
func page(who authz.Actor, title string, trail ...web.Crumb) web.Page {
	p := web.Page{Title: title, Active: "/cards"}
	if who.Can(authz.IssueCard) {
		p.Crumbs = append([]web.Crumb{{Text: "Cards", Href: "/cards"}}, trail...)
	} else {
		p.Active = "/people"
	}
	return p
}

// tabs is the ways to look at a list, of which one is shown.
type tab struct{ show, text, empty string }

func tabs(label, address, show string, all []tab) (moj.SubNavigation, string) {
	nav, empty := moj.SubNavigation{Label: label}, ""
	for _, t := range all {
		if t.show == show {
			empty = t.empty
		}
		nav.Items = append(nav.Items, moj.NavItem{Text: t.text, Href: web.With(address, "show", t.show), Active: t.show == show})
	}
	return nav, empty
}

type listForm struct {
	Show  string `form:"show" max:"20"`
	Text  string `form:"q" label:"Serial number" max:"40"`
	After string `form:"after" max:"200"`
}

// listPage is a list of one kind of thing.
type listPage struct {
	web.Page
	Head    part.Head
	Figures part.Figures
	Tabs    moj.SubNavigation
	Lede    string
	Table   part.Table
	Next    string
	Query   listForm
	Finds   bool // a serial number can be searched
}

// Listing is the list as it is saved.
func (p *listPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Next: p.Next}
}

// names is the persons by whom rows are told, read at once.
func (h *Handlers) names(tx *db.Tx, force id.Force, of []id.Person) (map[id.Person]person.Person, error) {
	return h.Persons.Several(tx, force, of)
}

// orgName is the name of an organisation as it stands.
func (h *Handlers) orgName(tx *db.Tx, force id.Force, of id.Org) (string, error) {
	v, err := h.Orgs.Any(tx, force, of, h.now())
	return v.State.Name, err
}

// tick is a cell with a box that chooses a row, named for those who hear it.
func tick(name, value, label string, checked bool) part.Cell {
	t := part.Tick{ID: name + "-" + value, Name: name, Value: value, Checked: checked}
	return part.Cell{HTML: t.Box() + template.HTML(`<label class="govuk-visually-hidden" for="`+template.HTMLEscapeString(t.ID)+`">`+template.HTMLEscapeString(label)+`</label>`)}
}

func status(kind part.Kind, text string) part.Cell {
	return part.Cell{Status: part.Status{Kind: kind, Text: text}}
}

// moment is when something was done and by whom, in a line.
func moment(d *factory.Done) string {
	if d == nil {
		return ""
	}
	return clock.Local(d.At).Format("2 Jan 2006, 15:04") + ", " + d.By
}

// do does one thing to what the address names, then leads to a page.
func (h *Handlers) do(w http.ResponseWriter, r *http.Request, to, done string, act func(ctx context.Context, who authz.Actor) error) error {
	if err := act(r.Context(), account.Actor(r.Context())); err != nil {
		return err
	}
	return web.SeeOther(w, r, to, done)
}
