// Package doubleweb is the pages on which the scheme office looks at entries that may be one
// person, says what they are, and takes back what it said.
//
// Read Doors.
package doubleweb

import (
	"embed"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/double"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB      *db.DB
	Clock   clock.Clock
	Doubles *double.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", web.Done{
		"double.merged": "The entries are merged. The one that went keeps its past, and its page leads to the one that stays.",
		"double.said":   "It is recorded, and the pair is not suggested again.",
		"double.apart":  "The entries are taken apart again. What was vetting under way is begun anew.",
	})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /duplicates", authz.MergePersons, (*Handlers).list),
	visit.To("GET /duplicates/{pair}", authz.MergePersons, (*Handlers).one),
	visit.To("POST /duplicates/{pair}", authz.MergePersons, (*Handlers).oneNow),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

// size is how many pairs a page of the list has.
const size = 50

type listQuery struct {
	Show string `form:"show" max:"10"`
	Page int    `form:"page"`
}

type listPage struct {
	web.Page
	Bar    part.AsAt
	Says   bool // what was said has a past; what is suggested has none
	Head   part.Head
	Views  moj.SubNavigation
	Table  part.Table
	Paging part.Paging
}

// list is the pairs of which nothing was said, or those of which something was.
func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[listQuery](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	p := &listPage{Page: web.Page{Title: "Entered twice", Active: "/people", Crumbs: []web.Crumb{{Text: "People", Href: "/people"}, {Text: "Entered twice"}}}, Bar: v.Bar, Says: q.Show == "said",
		Head: part.Head{Title: "Entered twice?", Text: "Entries that may be one person: the same day of birth and a close name, or the same e-mail address or telephone number and a close name. You say what is right; nothing happens by itself."}}
	p.Views = moj.SubNavigation{Label: "Pairs", Items: []moj.NavItem{{Text: "To look at", Href: "/duplicates", Active: !p.Says}, {Text: "Answered", Href: "/duplicates?show=said", Active: p.Says}}}
	p.Paging = part.Paging{Path: "/duplicates", Query: r.URL.Query(), Page: max(1, min(q.Page, 100000)), Size: size, Noun: "pairs"}
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if p.Says {
			p.Page.Past = v.Bar.Past()
			return h.said(tx, v, p)
		}
		return h.suggested(tx, v, p)
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "list.html", p)
}

func (h *Handlers) suggested(tx *db.Tx, v visit.Visit, p *listPage) error {
	all, total, err := h.Doubles.Suggestions(tx, v.Who, p.Paging.Offset(), size)
	p.Paging.Total = int(total)
	p.Table = part.Table{Caption: "Pairs to look at", RowHeaders: true, Empty: "No two entries look like one person.", Columns: []part.Column{{Text: "Entry"}, {Text: "And"}, {Text: "Why"}, {Text: "Found"}, {Text: "Look", Hidden: true}}}
	for _, x := range all {
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{entryCell(x.First), entryCell(x.Second), {Text: x.Why}, part.DayCell(clock.DayOf(x.Found)),
			compareCell(url(x.Pair), x.First, x.Second)}})
	}
	return err
}

func (h *Handlers) said(tx *db.Tx, v visit.Visit, p *listPage) error {
	all, total, err := h.Doubles.Answered(tx, v.Who, v.When, p.Paging.Offset(), size)
	if err != nil {
		return err
	}
	known, err := h.Doubles.Names(tx, v.Who, all)
	p.Paging.Total = total
	p.Table = part.Table{Caption: "Pairs of which something was said", RowHeaders: true, Empty: "Nothing has been said of any pair.", Columns: []part.Column{{Text: "Entry"}, {Text: "And"}, {Text: "What they are"}, {Text: "Said"}, {Text: "Look", Hidden: true}}}
	for _, x := range all {
		k := &x.State
		a, b := known[k.First], known[k.Second]
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{entryCell(a), entryCell(b), {Text: k.Verdict.Title(), Sub: k.Why}, {Text: clock.DayOf(k.At).Short(), Sub: "By " + k.By, Nowrap: true},
			compareCell(url(id.Pair(x.ID)), a, b)}})
	}
	return err
}

func url(of id.Pair) string { return "/duplicates/" + string(of) }

func entryCell(e double.Entry) part.Cell {
	return part.Cell{Text: e.Person.Name(), Href: "/people/" + string(e.ID), Sub: "Born " + e.Person.Born.Short() + ", " + e.OrgName}
}

func compareCell(href string, a, b double.Entry) part.Cell {
	return part.Cell{HTML: template.HTML(`Compare<span class="govuk-visually-hidden">: ` + template.HTMLEscapeString(a.Person.Name()+" and "+b.Person.Name()) + `</span>`), Href: href}
}

// pairPage is two entries beside one another, and what may be said of them.
type pairPage struct {
	web.Page
	Head    part.Head
	Table   part.Table
	Hinders []hinder
	Choices []govuk.Choice
	History part.Table
	Form    pairForm
}

// hinder is why an entry cannot be the one that goes.
type hinder struct {
	Name    string
	Reasons []fault.Reason
}

type pairForm struct {
	Verdict string `form:"verdict" label:"What they are" max:"200"`
	Why     string `form:"why" label:"How you know" max:"1000" text:"lines"`
}

func pairOf(r *http.Request) id.Pair { return id.Pair(r.PathValue("pair")) }

func (h *Handlers) pairPage(r *http.Request) (*pairPage, *double.Both, error) {
	who := account.Actor(r.Context())
	var x double.Both
	var past []double.Version
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if x, err = h.Doubles.Look(tx, who, pairOf(r)); err != nil || x.Said == nil {
			return err
		}
		past, err = h.Doubles.History(tx, who, pairOf(r), false)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	a, b := &x.First, &x.Second
	p := &pairPage{Page: web.Page{Title: "One person? " + a.Person.Name() + " and " + b.Person.Name(), Active: "/people", Crumbs: []web.Crumb{{Text: "People", Href: "/people"}, {Text: "Entered twice", Href: "/duplicates"}, {Text: a.Person.Name()}}},
		Head: part.Head{Title: "Is this one person?", Text: x.Why + "."}}
	if x.Why == "" {
		p.Head.Text = "Nothing in the entries as they stand says that it is."
	}
	p.Table = compared(a, b)
	p.choose(&x)
	if x.Said == nil {
		return p, &x, nil
	}
	k := &x.Said.State
	p.Head.Statuses = []part.Status{{Kind: map[double.Verdict]part.Kind{double.Merged: part.Ended}[k.Verdict], Text: k.Verdict.Title()}}
	if k.Verdict != double.Merged {
		p.Head.Statuses[0].Kind = part.InForce
	}
	p.History = part.Table{Caption: "What was said", RowHeaders: true, Columns: []part.Column{{Text: "Day"}, {Text: "What they are"}, {Text: "How it is known"}, {Text: "By"}}}
	for i := len(past) - 1; i >= 0; i-- {
		y := &past[i].State
		p.History.Rows = append(p.History.Rows, part.Row{Cells: []part.Cell{part.DayCell(clock.DayOf(y.At)), {Text: y.Verdict.Title()}, {Text: y.Why}, {Text: y.By}}})
	}
	return p, &x, nil
}

// choose offers what may be said, and tells what may not be.
func (p *pairPage) choose(x *double.Both) {
	a, b := &x.First, &x.Second
	merged := x.Said != nil && x.Said.State.Verdict == double.Merged
	if !merged && a.Person.Org == b.Person.Org {
		for _, pair := range [][2]*double.Entry{{a, b}, {b, a}} {
			stays, goes := pair[0], pair[1]
			if rs := x.Hinders[goes.ID]; len(rs) > 0 {
				p.Hinders = append(p.Hinders, hinder{titled(goes, a), rs})
				continue
			}
			p.Choices = append(p.Choices, govuk.Choice{Value: string(double.Merged) + " " + string(stays.ID), Text: "One person, entered twice: the " + titled(stays, a) + " stays",
				Hint: govuk.Hint{Text: "The other keeps its past and leads to it. Nothing moves: training that is to count is recorded under the entry that stays."}})
		}
	}
	if a.Person.Org != b.Person.Org {
		p.Choices = append(p.Choices, govuk.Choice{Value: string(double.TwoEmployers), Text: "One person with two employers: both entries are right", Hint: govuk.Hint{Text: "An accreditation belongs to a person with one employer (Police Reform Act 2002, section 41(2) and (8))."}})
	}
	text, hint := "Two persons", "They are not suggested again."
	if merged {
		text, hint = "Two persons after all: take the entries apart", "The entry that went is as it was. Vetting that was stopped is begun anew."
	}
	p.Choices = append(p.Choices, govuk.Choice{Value: string(double.TwoPersons), Text: text, Hint: govuk.Hint{Text: hint}})
}

// titled is an entry as the page calls it.
func titled(e, first *double.Entry) string {
	if e.ID == first.ID {
		return "first entry"
	}
	return "second entry"
}

// compared is the two entries beside one another; what differs is strong.
func compared(a, b *double.Entry) part.Table {
	t := part.Table{Caption: "The two entries", RowHeaders: true, Columns: []part.Column{{Text: "What", Hidden: true}, {Text: "First entry"}, {Text: "Second entry"}}}
	row := func(what, x, y string) {
		cell := func(s string) part.Cell {
			if s == "" {
				return part.Cell{Text: "None", Quiet: true}
			}
			return part.Cell{Text: s, Strong: x != y}
		}
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: what}, cell(x), cell(y)}})
	}
	day := func(d clock.Day) string {
		if d == clock.NoDay {
			return ""
		}
		return d.Long()
	}
	t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: "Name"}, {Text: a.Person.Name(), Href: "/people/" + string(a.ID), Strong: a.Person.Name() != b.Person.Name()}, {Text: b.Person.Name(), Href: "/people/" + string(b.ID), Strong: a.Person.Name() != b.Person.Name()}}})
	row("Date of birth", day(a.Person.Born), day(b.Person.Born))
	row("Employer", a.OrgName, b.OrgName)
	row("Role", a.Person.RoleTitle, b.Person.RoleTitle)
	row("E-mail address", a.Person.Email, b.Person.Email)
	row("Telephone", a.Person.Phone, b.Person.Phone)
	row("Put forward", day(a.Person.Nominated), day(b.Person.Nominated))
	row("Left", day(a.Person.Left), day(b.Person.Left))
	row("AP numbers", strings.Join(a.Numbers, ", "), strings.Join(b.Numbers, ", "))
	row("Accreditations", count(a.Accreds), count(b.Accreds))
	row("In force or with the delegate", a.Live, b.Live)
	row("Vetting", a.Vetting, b.Vetting)
	row("Training to come", count(a.Places), count(b.Places))
	return t
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.pairPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "pair.html", p)
}

func (h *Handlers) oneNow(w http.ResponseWriter, r *http.Request) error {
	p, x, err := h.pairPage(r)
	if err != nil {
		return err
	}
	var said double.Saying
	if p.Form, err = web.Form[pairForm](r); err == nil {
		verdict, stays, _ := strings.Cut(p.Form.Verdict, " ")
		said = double.Saying{Verdict: double.Verdict(verdict), Stays: id.Person(stays), Why: p.Form.Why}
		err = h.Doubles.Say(r.Context(), account.Actor(r.Context()), pairOf(r), said)
	}
	if err != nil {
		return h.page.Again(w, r, "pair.html", p, err)
	}
	done := "double.said"
	switch {
	case said.Verdict == double.Merged:
		done = "double.merged"
	case x.Said != nil && x.Said.State.Verdict == double.Merged:
		done = "double.apart"
	}
	return web.SeeOther(w, r, url(pairOf(r)), done)
}
