// Package complianceweb is the pages of the six standards: of all organisations, of one
// with its persons, and of one person.
//
// Read Doors, then organisation.go.
package complianceweb

import (
	"cmp"
	"embed"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/compliance"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB         *db.DB
	Clock      clock.Clock
	Compliance *compliance.Service
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

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.List("GET /standards", authz.ReadAgreement, (*Handlers).list),
	visit.To("GET /organisations/{org}/standards", authz.ReadAgreement, (*Handlers).organisation),
	visit.List("GET /organisations/{org}/standards/{part}", authz.ReadAgreement, (*Handlers).people),
	visit.To("GET /people/{person}/standards", authz.ReadAgreement, (*Handlers).person),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

// Kinds is the shape of each colour.
var Kinds = map[compliance.Colour]part.Kind{compliance.Green: part.InForce, compliance.Amber: part.Due, compliance.Red: part.NotInForce, compliance.Unknown: part.NotKnown}

// Status is a colour as pages show it: in shape and in words, never by colour alone.
func Status(c compliance.Colour) part.Status {
	return part.Status{Kind: Kinds[c], Text: c.Title(), Plain: true}
}

// parts is the six, in their order.
var parts = []compliance.Part{compliance.Competence, compliance.Training, compliance.Vetting, compliance.Management, compliance.Supervision, compliance.Accountability}

// listPage is all organisations, or all persons of one.
type listPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Lede   string
	Sub    moj.SubNavigation
	Table  part.Table
	Paging part.Paging
}

// Listing is the list as it is saved.
func (p *listPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Paging: &p.Paging}
}

type listForm struct {
	Show string `form:"show" max:"20"`
	Sort string `form:"sort" max:"20"`
	Page int    `form:"page"`
}

// size is how many lines a page of a list has.
const size = 50

// line is one organisation or person of a list.
type line struct {
	name, href, sub string
	findings        []compliance.Finding
}

// views are the ways to look at a list.
var views = []struct {
	show, text, empty string
	has               func(c compliance.Colour) bool
}{
	{"", "All", "Nobody has arrangements in force, so there is nobody to hold to the standards.", func(compliance.Colour) bool { return true }},
	{"red", "Not met", "Nobody has a standard that is not met.", func(c compliance.Colour) bool { return c == compliance.Red }},
	{"amber", "To be looked at", "Nothing is to be looked at.", func(c compliance.Colour) bool { return c == compliance.Amber }},
	{"unknown", "Not known", "Nothing is unknown of anybody who meets the rest.", func(c compliance.Colour) bool { return c == compliance.Unknown }},
	{"green", "All six met", "Nobody meets all six.", func(c compliance.Colour) bool { return c == compliance.Green }},
}

// fill puts the lines of a view into the table, sorted and paged. Of each part the table
// shows its colour; only those named are shown.
func (p *listPage) fill(v visit.Visit, form listForm, first string, shown []compliance.Part, all []line) {
	colour := func(l line) compliance.Colour {
		var fs []compliance.Finding
		for _, f := range l.findings {
			if slices.Contains(shown, f.Part) {
				fs = append(fs, f)
			}
		}
		return compliance.Worst(fs)
	}
	var chosen []line
	p.Sub.Label = "By how far the standards are met"
	for _, x := range views {
		n := 0
		for _, l := range all {
			if x.has(colour(l)) {
				if n++; x.show == form.Show {
					chosen = append(chosen, l)
				}
			}
		}
		p.Sub.Items = append(p.Sub.Items, moj.NavItem{Text: x.text + " (" + web.Number(n) + ")", Href: v.Bar.Link(web.With(v.R.URL.Path, "show", x.show)), Active: x.show == form.Show})
		if x.show == form.Show {
			p.Table.Empty = x.empty
		}
	}
	key, back := strings.CutPrefix(form.Sort, "-")
	order := func(a, b line) int { return cmp.Compare(org.Fold(a.name), org.Fold(b.name)) }
	if slices.Contains(parts, compliance.Part(key)) {
		order = func(a, b line) int {
			return cmp.Compare(rank(b, compliance.Part(key)), rank(a, compliance.Part(key)))
		}
	}
	slices.SortStableFunc(chosen, order)
	if back {
		slices.Reverse(chosen)
	}
	p.Paging = part.Paging{Path: v.R.URL.Path, Query: v.R.URL.Query(), Total: len(chosen), Size: v.Size(size)}
	p.Paging.Page = min(max(1, form.Page), p.Paging.Pages())
	p.Table.RowHeaders = true
	p.Table.Columns = []part.Column{p.Paging.Sort(first, "name")}
	p.Table.Columns[0].Under = "Note"
	for _, x := range shown {
		p.Table.Columns = append(p.Table.Columns, p.Paging.Sort(x.Title(), string(x)))
	}
	for _, l := range chosen[p.Paging.Offset():min(len(chosen), p.Paging.Offset()+p.Paging.Size)] {
		row := part.Row{Cells: []part.Cell{{Text: l.name, Href: v.Bar.Link(l.href), Sub: l.sub}}}
		for _, f := range l.findings {
			if !slices.Contains(shown, f.Part) {
				continue
			}
			c := part.Cell{Status: Status(f.Colour)}
			if len(shown) == 1 {
				c.Sub = f.Reasons[0].Text
			}
			row.Cells = append(row.Cells, c)
		}
		p.Table.Rows = append(p.Table.Rows, row)
	}
}

// rank orders lines by a part, the worst highest.
func rank(l line, of compliance.Part) int {
	for _, f := range l.findings {
		if f.Part == of {
			return slices.Index([]compliance.Colour{compliance.Green, compliance.Unknown, compliance.Amber, compliance.Red}, f.Colour)
		}
	}
	return -1
}

// list is every organisation with its six parts.
func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[listForm](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	p := &listPage{Page: web.Page{Title: "The six standards", Active: "/organisations", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Organisations", Href: "/organisations"}, {Text: "The six standards"}}}, Bar: v.Bar,
		Head: part.Head{Title: "The six standards"}, Lede: "What the badge tells the public, organisation by organisation. A standard that is not met stops the renewal of the arrangements."}
	var all []line
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		os, err := h.Compliance.All(tx, v.Who, v.When)
		for _, o := range os {
			all = append(all, line{o.Org.State.Name, "/organisations/" + o.Org.ID + "/standards", persons(len(o.People)), o.Findings})
		}
		return err
	})
	if err != nil {
		return err
	}
	p.Table.Caption = "Organisations and the six standards"
	p.fill(v, form, "Organisation", parts, all)
	p.Paging.Noun = "organisations"
	return v.Show(h.page, w, "list.html", p)
}

func persons(n int) string { return part.Count(n, "person", "persons") + " accredited" }

// onePage is the six parts of an organisation or a person.
type onePage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Lede  string
	Parts []partLine
}

// partLine is one part with its reasons.
type partLine struct {
	Title   string
	Status  part.Status
	Reasons []reasonLine
}

// reasonLine is one reason; its own colour is shown where it is not that of the part.
type reasonLine struct {
	Status part.Status
	Other  bool
	Link   part.Link
}

func lines(v visit.Visit, fs []compliance.Finding) []partLine {
	var out []partLine
	for _, f := range fs {
		l := partLine{Title: f.Part.Title(), Status: Status(f.Colour)}
		l.Status.Plain = false
		for _, x := range f.Reasons {
			href := x.Href
			if href != "" {
				href = v.Bar.Link(href)
			}
			l.Reasons = append(l.Reasons, reasonLine{Status(x.Colour), x.Colour != f.Colour, part.Link{Text: x.Text, Href: href}})
		}
		out = append(out, l)
	}
	return out
}

// crumbs is the way to an organisation's standards; here is the name of a page beneath.
func crumbs(o *org.Version, here string) []web.Crumb {
	out := []web.Crumb{{Text: "Organisations", Href: "/organisations"}, {Text: o.State.Name, Href: "/organisations/" + o.ID}, {Text: "The six standards"}}
	if here != "" {
		out[2].Href = "/organisations/" + o.ID + "/standards"
		out = append(out, web.Crumb{Text: here})
	}
	return out
}

// verdict is the standards in one status, and what follows.
func verdict(fs []compliance.Finding) (part.Status, string) {
	reds := compliance.Reds(fs)
	switch n := len(reds); {
	case n == 1:
		return part.Status{Kind: part.NotInForce, Text: "One standard is not met"}, reds[0].Part.Title() + " is not met. Until it is put right, nothing here is renewed."
	case n > 1:
		return part.Status{Kind: part.NotInForce, Text: part.Count(n, "standard is", "standards are") + " not met"}, "Until they are put right, nothing here is renewed."
	}
	c := compliance.Worst(fs)
	st := Status(c)
	st.Plain = false
	return st, map[compliance.Colour]string{compliance.Green: "All six standards are met.", compliance.Amber: "All six are met or near it. What is to be looked at stands below.",
		compliance.Unknown: "Nothing falls short. Of some the registers do not say enough."}[c]
}

func (h *Handlers) organisation(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	o, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (compliance.Organisation, error) {
		return h.Compliance.Of(tx, v.Who, id.Org(r.PathValue("org")), v.When)
	})
	if err != nil {
		return err
	}
	p := &onePage{Page: web.Page{Title: "The six standards: " + o.Org.State.Name, Active: "/organisations", Past: v.Bar.Past(), Crumbs: crumbs(&o.Org, "")}, Bar: v.Bar, Parts: lines(v, o.Findings)}
	p.Head = part.Head{Caption: o.Org.State.Name, Title: "The six standards"}
	st, lede := verdict(o.Findings)
	p.Head.Statuses, p.Lede = []part.Status{st}, lede
	return v.Show(h.page, w, "one.html", p)
}

// people is the persons of an organisation by one part.
func (h *Handlers) people(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[listForm](r)
	if err != nil {
		return err
	}
	v, of := visit.At(r, h.Clock), compliance.Part(r.PathValue("part"))
	if !slices.Contains(parts, of) {
		return fault.New(fault.NotFound, "There is no such standard. The six are competence, training, vetting, management, supervision and accountability.")
	}
	o, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (compliance.Organisation, error) {
		return h.Compliance.Of(tx, v.Who, id.Org(r.PathValue("org")), v.When)
	})
	if err != nil {
		return err
	}
	p := &listPage{Page: web.Page{Title: of.Title() + ": " + o.Org.State.Name, Active: "/organisations", Past: v.Bar.Past(), Crumbs: crumbs(&o.Org, of.Title())}, Bar: v.Bar,
		Head: part.Head{Caption: o.Org.State.Name, Title: of.Title() + " of its persons"}}
	var all []line
	for _, x := range o.People {
		all = append(all, line{x.Name, "/people/" + string(x.ID) + "/standards", x.Number, x.Findings})
	}
	p.Table.Caption = of.Title() + " of the accredited persons"
	p.fill(v, form, "Person", []compliance.Part{of}, all)
	p.Paging.Noun = "persons"
	return v.Show(h.page, w, "list.html", p)
}

func (h *Handlers) person(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	x, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (compliance.Person, error) {
		return h.Compliance.OfPerson(tx, v.Who, id.Person(r.PathValue("person")), v.When)
	})
	if err != nil {
		return err
	}
	p := &onePage{Page: web.Page{Title: "The six standards: " + x.Name, Active: "/people", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "People", Href: "/people"}, {Text: x.Name, Href: "/people/" + string(x.ID)}, {Text: "The six standards"}}}, Bar: v.Bar, Parts: lines(v, x.Findings)}
	p.Head = part.Head{Caption: x.Name + ", " + x.Number, Title: "The six standards"}
	st, lede := verdict(x.Findings)
	p.Head.Statuses, p.Lede = []part.Status{st}, lede
	return v.Show(h.page, w, "one.html", p)
}
