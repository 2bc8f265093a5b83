package landweb

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type listQuery struct {
	Kind   area.Kind `form:"kind" max:"40"`
	Parent id.Area   `form:"parent" max:"64"`
	Page   string    `form:"page" max:"6"`
}

type listPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Filter moj.Filter
	Says   string
	Chips  moj.Chips
	Limits string
	Map    *part.Map
	Table  part.Table
	Paging part.Paging
}

// Listing is the list as it is saved.
func (p *listPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Paging: &p.Paging}
}

// listSize is how many areas stand on a page.
const listSize = 50

// list is the areas of one kind, on a map and as a table that says the same.
func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.board.Clock)
	q, err := web.Query[listQuery](r)
	if err != nil {
		return err
	}
	if q.Kind != "" && !slices.Contains(area.Kinds, q.Kind) {
		return fault.In("kind", "There is no such kind of area. Choose one of the list")
	}
	kinds, err := h.board.AreaKinds(r.Context(), v.Who, v.Then())
	if err != nil {
		return err
	}
	asked := q.Kind
	if q.Kind == "" && q.Parent == "" {
		q.Kind = usual(kinds)
	}
	lines, err := h.board.AreaList(r.Context(), v.Who, area.Filter{Kind: q.Kind, Parent: q.Parent}, v.Then())
	if err != nil {
		return err
	}
	p := &listPage{Page: web.Page{Title: "Areas", Active: "/areas", Past: v.Bar.Past()}, Bar: v.Bar, Head: part.Head{Title: "Areas"}}
	var orgs, persons bool
	orgs, persons, p.Limits = sees(v.Who)
	if err := h.filter(&v, p, q, asked, kinds); err != nil {
		return err
	}
	credit, err := h.credit(&v)
	if err != nil {
		return err
	}
	p.Map = draw(lines, "", v.Link, credit, persons, "Areas: "+plural(q.Kind, 2))
	p.Says = part.Number(len(lines)) + " " + plural(q.Kind, len(lines))
	page, _ := strconv.Atoi(q.Page) // what is none is the first
	p.Paging = part.Paging{Path: "/areas", Query: r.URL.Query(), Total: len(lines), Page: max(1, page), Size: v.Size(listSize)}
	from := min(p.Paging.Offset(), len(lines))
	p.Table = h.table(&v, "Areas", lines[from:min(from+p.Paging.Size, len(lines))], orgs, persons, q.Kind == "")
	p.Table.Empty = "No area of this kind is in the register. Areas are entered from a file of boundaries: watchword import areas."
	if v.Bar.Past() {
		p.Table.Empty = "No area of this kind was in the register on this day."
	}
	return v.Show(h.page, w, "areas.html", p)
}

// usual is the kind that is shown first: districts, else the largest that there are parts of.
func usual(kinds map[area.Kind]int) area.Kind {
	for _, k := range []area.Kind{area.District, area.Authority, area.LocalPolicingArea, area.Ward, area.WholeForce} {
		if kinds[k] > 0 {
			return k
		}
	}
	return area.District
}

// plural is a kind of area in the middle of a sentence.
func plural(k area.Kind, n int) string {
	if k == "" {
		k = "area"
		if n == 1 {
			return "area"
		}
		return "areas"
	}
	title := strings.ToLower(k.Title())
	if k == area.WholeForce || n == 1 {
		return title
	}
	if before, ok := strings.CutSuffix(title, "y"); ok {
		return before + "ies"
	}
	return title + "s"
}

// filter makes the panel of what can be chosen.
func (h *Handlers) filter(v *visit.Visit, p *listPage, q listQuery, asked area.Kind, kinds map[area.Kind]int) error {
	kind := govuk.Select{Name: "kind", Label: govuk.Label{Text: "Kind"}, Value: string(q.Kind)}
	for _, k := range area.Kinds {
		if n := kinds[k]; n > 0 || k == q.Kind {
			kind.Items = append(kind.Items, govuk.Option{Value: string(k), Text: k.Title() + " (" + part.Number(n) + ")"})
		}
	}
	if q.Kind == "" {
		kind.Items = append([]govuk.Option{{Blank: true, Text: "All kinds"}}, kind.Items...)
	}
	fields := kind.Render()
	within := govuk.Select{Name: "parent", Label: govuk.Label{Text: "Part of"}, Value: string(q.Parent), Items: []govuk.Option{{Blank: true, Text: "Any area"}}}
	all, err := h.board.AreaList(v.R.Context(), v.Who, area.Filter{}, v.Then())
	if err != nil {
		return err
	}
	above := ""
	for _, l := range all {
		if k := l.Area.State.Kind; k == area.LocalPolicingArea || k == area.District || k == area.Authority || l.ID() == q.Parent {
			within.Items = append(within.Items, govuk.Option{Value: l.Area.ID, Text: l.Area.State.Name})
		}
		if l.ID() == q.Parent {
			above = l.Area.State.Name
		}
	}
	fields += within.Render()
	if q.Parent != "" {
		if above == "" {
			above = "an area that is not in the register"
		}
		back := "/areas"
		if asked != "" {
			back += "?kind=" + string(asked)
		}
		p.Chips.Items = []moj.Tag{{Text: "Part of " + above, Href: v.Link(back)}}
	}
	for _, name := range []string{"as_at", "as_known"} {
		if x := v.R.URL.Query().Get(name); x != "" {
			fields += template.HTML(`<input type="hidden" name="` + name + `" value="` + template.HTMLEscapeString(x) + `">`)
		}
	}
	p.Filter = moj.Filter{Action: "/areas", Set: len(p.Chips.Items), Options: fields}
	return nil
}

// table is areas as rows, with what works in each as far as the reader sees.
func (h *Handlers) table(v *visit.Visit, caption string, lines []desk.AreaLine, orgs, persons, kinds bool) part.Table {
	t := part.Table{Caption: caption, RowHeaders: true, Columns: []part.Column{{Text: "Area", Under: "Code"}}}
	if kinds {
		t.Columns = append(t.Columns, part.Column{Text: "Kind"})
	}
	if orgs {
		t.Columns = append(t.Columns, part.Column{Text: "Accredited organisations", Numeric: true})
	}
	if persons {
		t.Columns = append(t.Columns, part.Column{Text: "Accredited persons", Numeric: true})
	}
	for _, l := range lines {
		a := l.Area.State
		row := part.Row{Cells: []part.Cell{{Text: a.Name, Sub: a.Code, Href: v.Link(areaURL(l.ID())), Strong: true}}}
		if kinds {
			row.Cells = append(row.Cells, part.Cell{Text: a.Kind.Title()})
		}
		if orgs {
			row.Cells = append(row.Cells, part.Cell{Text: counted(l.Orgs)})
		}
		if persons {
			row.Cells = append(row.Cells, part.Cell{Text: counted(l.Persons)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// counted is a count as it stands in a table.
func counted(n int64) string {
	if n == 0 {
		return "None"
	}
	return part.Number(int(n))
}
