package cardweb

import (
	"context"
	"html/template"
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// listPage is the cards of the force, or those the actor may see.
type listPage struct {
	web.Page
	Head   part.Head
	Tabs   moj.SubNavigation
	Query  listForm
	Links  []part.Link
	Rows   []listRow
	Empty  string
	Next   string
	Prints bool // cards can be chosen to be printed
}

// Listing is the list as it is saved.
func (p *listPage) Listing() visit.Listing {
	t := &part.Table{Columns: []part.Column{{Text: "Card"}, {Text: "AP number"}, {Text: "Name"}, {Text: "Role and employer"}, {Text: "Last day"}, {Text: "State"}, {Text: "More"}}}
	for _, x := range p.Rows {
		var more []string
		for _, s := range x.More {
			more = append(more, s.Text)
		}
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: x.Number}, {Text: x.AP}, {Text: x.Name}, {Text: x.For}, part.DayCell(x.Last), {Status: x.Status}, {Text: strings.Join(more, "; ")}}})
	}
	return visit.Listing{Head: &p.Head, Table: t, Next: p.Next}
}

// listRow is one card in the list.
type listRow struct {
	ID     id.Card
	Number string
	AP     string
	Name   string
	Person string // address
	For    string
	Ends   string
	Last   clock.Day // the same
	Status part.Status
	More   []part.Status
	Print  bool
	Tick   part.Tick // chooses it for printing
}

type listForm struct {
	Text  string `form:"q" label:"Card or AP number" max:"40"`
	Show  string `form:"show" max:"20"`
	After string `form:"after" max:"200"`
}

// views are the ways to look at the list.
var views = []struct {
	Show, Text, Empty string
	Query             card.Query
}{
	{"", "All", "No card has been made.", card.Query{}},
	{"ordered", "To print", "No card waits to be printed.", card.Query{State: card.Ordered}},
	{"printed", "To hand over", "No card waits to be handed over.", card.Query{State: card.Printed}},
	{"held", "Held", "Nobody holds a card.", card.Query{State: card.Held}},
	{"ending", "Ending in 90 days", "No card ends in the next 90 days.", card.Query{Expiring: 90}},
	{"recalled", "To come back", "No card is asked back.", card.Query{Recalled: true}},
	{"lost", "Lost", "No card is lost.", card.Query{State: card.Lost}},
	{"stolen", "Stolen", "No card is stolen.", card.Query{State: card.Stolen}},
}

func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[listForm](r)
	if err != nil {
		return err
	}
	who := account.Actor(r.Context())
	p := &listPage{Page: web.Page{Title: "Cards", Active: "/cards"}, Query: form, Head: part.Head{Title: "Cards"}, Links: links(who), Empty: "No card matches."}
	var q card.Query
	for _, v := range views {
		if v.Show == form.Show {
			q = v.Query
			if form.Text == "" {
				p.Empty = v.Empty
			}
		}
		p.Tabs.Items = append(p.Tabs.Items, moj.NavItem{Text: v.Text, Href: web.With("/cards", "show", v.Show), Active: v.Show == form.Show})
	}
	p.Tabs.Label = "Cards by state"
	q.Text, q.After, q.Limit, q.Newest = form.Text, form.After, visit.Size(r, 50), true
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		cards, next, err := h.Cards.List(tx, who, q)
		if err != nil {
			return err
		}
		if next != "" {
			p.Next = web.With(r.URL.RequestURI(), "after", next)
		}
		of := make([]id.Person, len(cards))
		for i := range cards {
			of[i] = cards[i].State.Person
		}
		holders, err := h.Persons.Several(tx, who.Force, of)
		if err != nil {
			return err
		}
		for _, v := range cards {
			holder := holders[v.State.Person]
			row := h.row(who, v, holder.Name())
			p.Prints = p.Prints || row.Print
			p.Rows = append(p.Rows, row)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return visit.Show(h.office, w, r, "list.html", p)
}

// links is the other pages of the making and the recall of cards, for the office.
func links(who authz.Actor) []part.Link {
	if !who.Can(authz.IssueCard) {
		return nil
	}
	return []part.Link{{Text: "Photographs", Href: "/card-photographs"}, {Text: "Batches", Href: "/card-batches"}, {Text: "Stock", Href: "/card-stock"}, {Text: "Badges", Href: "/badges"}, {Text: "Asked back", Href: "/card-recalls"}}
}

func (h *Handlers) row(who authz.Actor, v card.Version, holder string) listRow {
	c := &v.State
	return listRow{ID: id.Card(v.ID), Number: c.Number, AP: c.AP, Name: holder, Person: "/people/" + string(c.Person), For: c.Role + ", " + c.Employer,
		Ends: c.Ends.Short(), Last: c.Ends, Status: stateStatus(c, h.Cards.Now()), More: moreStatuses(c), Print: (c.State == card.Ordered || c.State == card.Printed) && who.Can(authz.IssueCard),
		Tick: part.Tick{ID: "print-" + c.Number, Name: "card", Value: v.ID}}
}

// onePage is one card.
type onePage struct {
	web.Page
	Head    part.Head
	Version card.Version
	Drawn   template.HTML
	Facts   govuk.SummaryList
	History moj.Timeline
	Acts    []act
	Person  string
}

// page is what the pages about one card have in common: the way back leads to the list for
// those who have one, and for the holder to their own card.
func page(who authz.Actor, title string, crumbs ...web.Crumb) web.Page {
	switch {
	case who.Can(authz.IssueCard):
		return web.Page{Title: title, Active: "/cards", Crumbs: append([]web.Crumb{{Text: "Cards", Href: "/cards"}}, crumbs...)}
	case who.Can(authz.ShowCard):
		return web.Page{Title: title, Active: "/my-card", Crumbs: append([]web.Crumb{{Text: "My card", Href: "/my-card"}}, crumbs...)}
	}
	return web.Page{Title: title, Active: "/people", Crumbs: append([]web.Crumb{{Text: "People", Href: "/people"}}, crumbs...)}
}

// act is one thing that may be done with the card now.
type act struct {
	Text   string
	To     string
	Link   bool   // leads to a page; otherwise a POST
	Card   string // identity, for the form that prints
	Second bool   // not the main one
}

func (h *Handlers) find(r *http.Request, who authz.Actor, c id.Card) (card.Version, error) {
	return db.Find(r.Context(), h.DB, func(tx *db.Tx) (card.Version, error) { return h.Cards.Find(tx, who, c, register.Now(h.Cards.Now())) })
}

func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	who, which := account.Actor(r.Context()), id.Card(r.PathValue("card"))
	p := &onePage{}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		v, err := h.Cards.Find(tx, who, which, register.Now(h.Cards.Now()))
		if err != nil {
			return err
		}
		p.Version = v
		return h.fill(tx, who, p)
	})
	if err != nil {
		return err
	}
	return h.office.Render(w, r, "one.html", p)
}

func (h *Handlers) fill(tx *db.Tx, who authz.Actor, p *onePage) error {
	c, which := &p.Version.State, id.Card(p.Version.ID)
	person, err := h.Persons.Any(tx, who.Force, c.Person, register.Now(h.Cards.Now()))
	if err != nil {
		return err
	}
	drawn, err := h.Cards.Drawn(tx, who, which)
	if err != nil {
		return err
	}
	drawn.PhotoURL = "/cards/" + p.Version.ID + "/photo"
	if p.Drawn, err = drawn.HTML(); err != nil {
		return err
	}
	last, n, err := h.Cards.LastChecked(tx, who.Force, which)
	if err != nil {
		return err
	}
	history, err := h.Cards.History(tx, who, which, false)
	if err != nil {
		return err
	}
	name := person.State.Name()
	p.Page = page(who, "Card "+c.Number, web.Crumb{Text: c.Number})
	p.Person = "/people/" + string(c.Person)
	p.Head = part.Head{Title: "Card " + c.Number, Text: name + ", " + c.Role + ", " + c.Employer,
		Statuses: append([]part.Status{stateStatus(c, h.Cards.Now())}, moreStatuses(c)...),
		Facts:    []part.Fact{{Key: "AP number", Value: c.AP}, {Key: "Issued", Value: c.Issued.Short()}, {Key: "Ends", Value: c.Ends.Short()}, {Key: "Checked by the public", Value: checked(last, n)}},
		Links:    []part.Link{{Text: name, Href: p.Person}}}
	if p.Facts, err = h.place(tx, who, c); err != nil {
		return err
	}
	p.History = timeline(history)
	p.Acts = h.acts(who, c, which)
	return nil
}

// place is how the card came to be made and to be where it is, as far as there is more to
// say than its state.
func (h *Handlers) place(tx *db.Tx, who authz.Actor, c *card.Card) (out govuk.SummaryList, err error) {
	add := func(key string, value govuk.Words) {
		out.Rows = append(out.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: value})
	}
	if c.Replaces != "" {
		old, err := h.Cards.Find(tx, who, c.Replaces, register.Now(h.Cards.Now()))
		if err != nil {
			return out, err
		}
		add("Takes the place of", govuk.Words{HTML: part.Link{Text: old.State.Number, Href: "/cards/" + old.ID}.Render()})
		if c.Because != "" {
			add("Because", govuk.Words{Text: c.Because.Title()})
			add("Fee", govuk.Words{Text: c.Because.FeeTitle()})
		}
	}
	if c.Recalled != clock.NoDay && c.Chased > 0 {
		add("Employer reminded", govuk.Words{Text: times(c.Chased) + ", last " + c.ChasedOn.Short()})
	}
	return out, nil
}

// acts is what the actor may do with the card in its state.
func (h *Handlers) acts(who authz.Actor, c *card.Card, which id.Card) []act {
	here := "/cards/" + string(which)
	var out []act
	if who.Can(authz.IssueCard) {
		if c.State.Can("card.print") {
			out = append(out, act{Text: "Print (PDF)", To: "/cards/print", Card: string(which), Second: c.State == card.Printed})
		}
		if c.State.Can("card.hand-over") {
			out = append(out, act{Text: "Hand over", To: here + "/hand-over"})
		}
		if c.State.Abroad() && c.State != card.Replaced {
			out = append(out, act{Text: "Replace", To: here + "/replace", Link: true})
		}
		if c.State.Can("card.destroy") {
			out = append(out, act{Text: "Record as destroyed", To: here + "/destroy", Link: true})
		}
		if c.State.Can("card.recall") && c.Recalled == clock.NoDay {
			out = append(out, act{Text: "Ask it back", To: here + "/recall", Link: true})
		}
		if c.State.Can("card.keep") && c.RecallWhy != "" {
			out = append(out, act{Text: "Take the recall back", To: here + "/keep", Second: true})
		}
	}
	if who.Can(authz.ReportCard) && (c.State.Can("card.lost") || c.State.Can("card.return")) {
		out = append(out, act{Text: "Report lost, stolen or handed back", To: here + "/report", Link: true})
	}
	return out
}

// issueForm asks for a card for an accreditation.
type issueForm struct {
	Accreditation id.Accreditation `form:"accreditation" max:"60"`
}

func (h *Handlers) issueNow(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[issueForm](r)
	if err != nil {
		return err
	}
	c, err := h.Cards.Issue(r.Context(), account.Actor(r.Context()), form.Accreditation)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/cards/"+string(c), "card.issued")
}

type printForm struct {
	Cards []id.Card `form:"card" max:"60"`
	Sheet bool      `form:"sheet"`
}

func (h *Handlers) printNow(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[printForm](r)
	if err != nil {
		return err
	}
	pdf, err := h.Cards.Print(r.Context(), account.Actor(r.Context()), form.Cards, form.Sheet)
	if err != nil {
		return err
	}
	name := "cards-" + clock.DayOf(h.Cards.Now()).String() + ".pdf"
	if len(form.Cards) == 1 {
		name = "card-" + string(form.Cards[0]) + ".pdf"
	}
	return web.Send(w, "application/pdf", name, pdf)
}

func (h *Handlers) keepNow(w http.ResponseWriter, r *http.Request) error {
	return h.doneTo(w, r, "card.kept", func(ctx context.Context, who authz.Actor, c id.Card) (id.Card, error) {
		return c, h.Cards.Keep(ctx, who, c)
	})
}

func (h *Handlers) handOverNow(w http.ResponseWriter, r *http.Request) error {
	return h.doneTo(w, r, "card.held", func(ctx context.Context, who authz.Actor, c id.Card) (id.Card, error) {
		return c, h.Cards.HandOver(ctx, who, c, "")
	})
}

// doneTo does one thing to the card of the address, and shows the card it leads to.
func (h *Handlers) doneTo(w http.ResponseWriter, r *http.Request, done string, do func(context.Context, authz.Actor, id.Card) (id.Card, error)) error {
	c, err := do(r.Context(), account.Actor(r.Context()), id.Card(r.PathValue("card")))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/cards/"+string(c), done)
}
