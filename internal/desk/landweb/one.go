package landweb

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type onePage struct {
	web.Page
	Bar       part.AsAt
	Head      part.Head
	Map       *part.Map
	NoMap     string
	Facts     part.Box
	Limits    string
	ShowsOrgs bool
	OrgsHead  part.Heading
	Orgs      part.Table
	OrgsAll   string
	Parts     []partsOf
}

// partsOf is the parts of one kind.
type partsOf struct {
	Heading part.Heading
	Table   part.Table
}

// mostOrgs is how many organisations stand on the page of an area.
const mostOrgs = 20

// one is one area: where it lies, what it is part of, who works there, its parts.
func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.board.Clock)
	of := id.Area(r.PathValue("area"))
	s, err := h.board.AreaSight(r.Context(), v.Who, of, v.Then())
	if err != nil {
		return err
	}
	credit, err := h.credit(&v)
	if err != nil {
		return err
	}
	a := s.Area.State
	p := &onePage{Page: web.Page{Title: a.Name, Active: "/areas", Past: v.Bar.Past(), Crumbs: crumbs(&v, &s)}, Bar: v.Bar, Head: part.Head{Caption: a.Kind.Title(), Title: a.Name}}
	var persons bool
	p.ShowsOrgs, persons, p.Limits = sees(v.Who)
	p.Map = draw(around(&s), of, v.Link, credit, persons, a.Name+" and what lies beside it")
	if a.Shape.Empty() {
		p.NoMap = "No boundary was entered for this area."
	}
	p.Facts = facts(&v, &s, p.ShowsOrgs, persons)
	if p.ShowsOrgs {
		p.organisations(&v, &s, persons)
	}
	for _, k := range area.Kinds {
		var lines []desk.AreaLine
		for _, l := range s.Parts {
			if l.Area.State.Kind == k {
				lines = append(lines, l)
			}
		}
		if len(lines) > 0 {
			title := plural(k, 2)
			p.Parts = append(p.Parts, partsOf{part.Heading{Text: strings.ToUpper(title[:1]) + title[1:], Count: part.Number(len(lines))}, h.table(&v, title+" of "+a.Name, lines, p.ShowsOrgs, persons, false)})
		}
	}
	return v.Show(h.page, w, "area.html", p)
}

// around is the areas drawn with one: those of its kind that are part of the same area, or
// if it is alone, its parts.
func around(s *desk.AreaSight) []desk.AreaLine {
	a := s.Area.State
	var out []desk.AreaLine
	for _, l := range s.Beside {
		if b := l.Area.State; b.Parent == a.Parent || a.Kind != area.Ward {
			out = append(out, l)
		}
	}
	if len(out) == 1 && len(s.Parts) > 0 {
		return s.Parts
	}
	return out
}

func crumbs(v *visit.Visit, s *desk.AreaSight) []web.Crumb {
	out := []web.Crumb{{Text: "Areas", Href: v.Link("/areas")}}
	for i := len(s.Above) - 1; i >= 0; i-- {
		if up := s.Above[i]; up.State.Kind != area.WholeForce && up.ID != string(s.Area.State.Authority) {
			out = append(out, web.Crumb{Text: up.State.Name, Href: v.Link(areaURL(id.Area(up.ID)))})
		}
	}
	return append(out, web.Crumb{Text: s.Area.State.Name})
}

// facts is the area in a few lines.
func facts(v *visit.Visit, s *desk.AreaSight, orgs, persons bool) part.Box {
	a := s.Area.State
	list := govuk.SummaryList{Classes: "govuk-summary-list--no-border"}
	add := func(key string, value template.HTML) {
		if value != "" {
			list.Rows = append(list.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: value}})
		}
	}
	listed := func(path, text string) template.HTML {
		if v.Bar.Past() { // lists of a past day do not filter by area
			return template.HTML(template.HTMLEscapeString(text))
		}
		q := url.Values{"area": {s.Area.ID}, "state": {"in-force"}}
		return part.Link{Text: text, Href: path + "?" + q.Encode()}.Render()
	}
	if orgs {
		add("Accredited organisations", listed("/organisations", counted(s.Orgs)))
	}
	if persons {
		text := counted(s.Persons)
		if v.Who.Can(authz.ReadPerson) {
			add("Accredited persons", listed("/people", text))
		} else {
			add("Accredited persons", template.HTML(template.HTMLEscapeString(text)))
		}
	}
	var up template.HTML
	for _, x := range s.Above {
		if x.State.Kind != area.WholeForce {
			up += "<li>" + part.Link{Text: x.State.Name, Href: v.Link(areaURL(id.Area(x.ID)))}.Render() + "</li>"
		}
	}
	if up != "" {
		add("Part of", `<ul class="govuk-list">`+up+`</ul>`)
	}
	add("Code", template.HTML(template.HTMLEscapeString(a.Code)))
	if !a.Shape.Empty() {
		add("Size", template.HTML(part.Number(int(a.Shape.Hectares()/100+.5))+" km²"))
	}
	return part.Box{Title: "Who may act here", HTML: list.Render()}
}

// organisations is who works here.
func (p *onePage) organisations(v *visit.Visit, s *desk.AreaSight, persons bool) {
	p.OrgsHead = part.Heading{Text: "Accredited organisations that work here", Count: part.Number(len(s.Here))}
	p.Orgs = part.Table{Caption: "Accredited organisations that work here", RowHeaders: true, Columns: []part.Column{{Text: "Organisation"}, {Text: "Area"}}, Empty: "No accredited organisation works here."}
	if persons {
		p.Orgs.Columns = append(p.Orgs.Columns, part.Column{Text: "Persons who may act here", Numeric: true})
	}
	for _, o := range s.Here[:min(mostOrgs, len(s.Here))] {
		row := part.Row{Cells: []part.Cell{{Text: o.Entry.Name, Sub: o.Entry.Kind.Title(), Href: v.Link("/organisations/" + string(o.ID)), Strong: true}, {Text: o.Entry.AreaText}}}
		if persons {
			row.Cells = append(row.Cells, part.Cell{Text: counted(o.Persons)})
		}
		p.Orgs.Rows = append(p.Orgs.Rows, row)
	}
	if len(s.Here) > mostOrgs && !v.Bar.Past() {
		p.OrgsAll = "/organisations?" + url.Values{"area": {s.Area.ID}, "state": {"in-force"}}.Encode()
	}
}
