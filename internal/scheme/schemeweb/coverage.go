package schemeweb

import (
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/scheme/growth"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/land"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// grows is the pages about growth, of which one is shown; the log is not for all.
func grows(v visit.Visit, here string) moj.SubNavigation {
	n := moj.SubNavigation{Label: "Growth of the scheme", Items: []moj.NavItem{{Text: "Local authorities", Href: v.Link("/coverage"), Active: here == "/coverage"}, {Text: "Targets", Href: v.Link("/targets"), Active: here == "/targets"}}}
	if v.Who.Can(authz.KeepScheme) {
		n.Items = append(n.Items, moj.NavItem{Text: "Contact log", Href: v.Link("/growth-log"), Active: here == "/growth-log"})
	}
	return n
}

type coveragePage struct {
	web.Page
	Bar     part.AsAt
	Head    part.Head
	Sub     moj.SubNavigation
	Figures part.Figures
	CSV     string
	Table   part.Table
	Map     *part.Map
	Left    part.Table // authorities that are not counted, if there are any
}

// coverage is the authorities of the force area, those missing first.
func (h *Handlers) coverage(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	var c growth.Coverage
	var f area.Force
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if c, err = h.Growth.Coverage(tx, v.Who, v.When); err != nil {
			return err
		}
		f, err = h.Areas.Force(tx, v.Who.Force)
		return err
	})
	if err != nil {
		return err
	}
	p := &coveragePage{Page: web.Page{Title: "Local authorities in the scheme", Active: "/administration", Past: v.Bar.Past()}, Bar: v.Bar, Sub: grows(v, "/coverage"), CSV: v.Link("/coverage.csv"),
		Head: part.Head{Title: "Local authorities in the scheme", Text: "The district and unitary authorities of the force area. One is in the scheme while it is an accredited organisation itself, with its arrangements in force."}}
	if v.May(authz.KeepScheme) {
		p.Head.Actions = []govuk.Button{{Text: "Enter an authority", Href: "/coverage/add", Classes: "govuk-button--secondary"}}
	}
	missing := c.Missing()
	if len(c.Lines) > 0 {
		p.Figures.Items = []part.Figure{{Number: part.Number(c.Covered()), Beside: "of " + part.Number(len(c.Lines)), Text: "local authorities are in the scheme"}, {Number: part.Number(len(missing)), Text: map[bool]string{true: "is missing", false: "are missing"}[len(missing) == 1], Sub: names(missing)}}
	}
	p.Map = coverageMap(c.Lines, v, land.Credit(f.Settings.Demo))
	p.Table = part.Table{Caption: "Local authorities, those missing first", RowHeaders: true, Columns: []part.Column{{Text: "Authority"}, {Text: "In the scheme"}, {Text: "Since"}, {Text: "Next"}},
		Empty: "No local authority is known. Bring their areas in from a file (watchword import areas), or enter each."}
	lines := slices.Clone(c.Lines)
	slices.SortStableFunc(lines, func(a, b growth.Line) int { return int(a.Member) - int(b.Member) })
	for _, l := range lines {
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{authorityCell(l, v), {Status: memberStatus(l), Nowrap: true}, sinceCell(l), nextCell(l, v)}})
	}
	p.Left = part.Table{Caption: "Not counted", RowHeaders: true, Columns: []part.Column{{Text: "Authority"}, {Text: "Why"}}}
	for _, l := range c.Left {
		p.Left.Rows = append(p.Left.Rows, part.Row{Cells: []part.Cell{authorityCell(l, v), {Text: l.Left}}})
	}
	return v.Show(h.page, w, "coverage.html", p)
}

// named is how many missing authorities are named beside their number.
const named = 3

func names(ls []growth.Line) string {
	var out []string
	for _, l := range ls[:min(named, len(ls))] {
		out = append(out, area.Short(l.Name))
	}
	if len(ls) > named {
		out = append(out, part.Number(len(ls)-named)+" more")
	}
	return strings.Join(out, ", ")
}

// authorityCell is the name of an authority, which leads whoever keeps the list to its page.
func authorityCell(l growth.Line, v visit.Visit) part.Cell {
	c := part.Cell{Text: area.Short(l.Name), Sub: l.OrgName}
	if v.May(authz.KeepScheme) {
		c.Href = "/coverage/" + string(l.ID)
	} else if l.Org != "" && v.Who.Can(authz.ReadOrg) {
		c.Href = v.Link("/organisations/" + string(l.Org))
	}
	return c
}

func memberStatus(l growth.Line) part.Status {
	switch l.Member {
	case growth.In:
		return part.Status{Kind: part.InForce, Text: "Yes", Plain: true}
	case growth.Stopped:
		return part.Status{Kind: part.Suspended, Text: "Suspended", Plain: true}
	}
	return part.Status{Kind: part.NotInForce, Text: "No", Plain: true}
}

func sinceCell(l growth.Line) part.Cell {
	if l.Member != growth.In {
		return part.Cell{}
	}
	c := part.DayCell(l.Since)
	if l.Until != clock.NoDay {
		c.Sub = "To " + l.Until.Short()
	}
	return c
}

// nextCell is what comes next with an authority that is not in the scheme.
func nextCell(l growth.Line, v visit.Visit) part.Cell {
	switch {
	case l.Member == growth.In:
		return part.Cell{}
	case l.Prospect != nil:
		p := &l.Prospect.State
		c := part.Cell{Text: "Enquiry: " + strings.ToLower(p.Stage.Title()[:1]) + p.Stage.Title()[1:], Href: v.Link("/prospects/" + l.Prospect.ID)}
		if p.Next != "" {
			c.Sub = p.Next + ", by " + p.NextDay.Short()
		}
		return c
	case l.Org != "" && v.Who.Can(authz.ReadOrg):
		return part.Cell{Text: "See the organisation", Href: v.Link("/organisations/" + string(l.Org))}
	case v.May(authz.WorkApplications):
		return part.Cell{Text: "Enter an enquiry", Href: "/prospects/add"}
	}
	return part.Cell{Text: "No enquiry", Quiet: true}
}

// mapWidth and textSize are in the measures of the drawing.
const (
	mapWidth = 640
	textSize = 17.0
)

// coverageMap is the authorities as they lie, those in the scheme filled; nil if no ground is
// known.
func coverageMap(lines []growth.Line, v visit.Visit, credit string) *part.Map {
	var places []land.Place
	var shown []growth.Line
	for _, l := range lines {
		if !l.Shape.Empty() {
			places, shown = append(places, land.Place{Name: area.Short(l.Name), Shape: l.Shape}), append(shown, l)
		}
	}
	d := land.Draw(places, nil, mapWidth)
	if d == nil {
		return nil
	}
	d.Label(textSize, part.NarrowText(mapWidth))
	m := &part.Map{Title: "Local authorities in the scheme", Width: d.Width, Height: d.Height, Areas: d.Areas, Credit: credit, TextSize: textSize, NarrowSize: part.NarrowText(mapWidth),
		Legend: []part.MapStep{{Step: 3, Text: "In the scheme"}, {Step: 0, Text: "Not in the scheme"}}}
	for i, l := range shown {
		a := &m.Areas[i]
		a.Href, a.Says = v.Link("/areas/"+string(l.ID)), "not in the scheme"
		switch l.Member {
		case growth.In:
			a.Step, a.Says = 3, "in the scheme"
		case growth.Stopped:
			a.Says = "not in the scheme, suspended"
		}
	}
	return m
}

// coverageCSV is the list as a file.
func (h *Handlers) coverageCSV(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	c, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (growth.Coverage, error) { return h.Growth.Coverage(tx, v.Who, v.When) })
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, "local-authorities-"+v.Day().String()+".csv")
	out := sheet.ForPeople(w)
	out.Line("Authority", "Counted", "In the scheme", "Organisation", "Since", "To", "Enquiry", "Why not counted")
	for _, l := range slices.Concat(c.Lines, c.Left) {
		enquiry := ""
		if l.Prospect != nil {
			enquiry = l.Prospect.State.Stage.Title()
		}
		since := part.DayCell(clock.NoDay)
		if l.Member == growth.In {
			since = part.DayCell(l.Since)
		}
		out.Line(l.Name, yes(l.Left == ""), memberStatus(l).Text, l.OrgName, since.Text, l.Until.String(), enquiry, l.Left)
	}
	return out.End()
}

func yes(b bool) string { return map[bool]string{true: "Yes", false: "No"}[b] }

type authorityForm struct {
	Name string    `form:"name" label:"Name" max:"200"`
	Org  id.Org    `form:"org" max:"64"`
	Left string    `form:"left" label:"Why it is not counted" max:"400"`
	From clock.Day `form:"from" label:"Since when"`
}

// authorityPage is one authority entered, or said what it is.
type authorityPage struct {
	web.Page
	Head   part.Head
	Known  bool // to the register of areas, which has its name
	Button string
	Orgs   []govuk.Option
	Form   authorityForm
}

func authorityOf(r *http.Request) id.Authority { return id.Authority(r.PathValue("authority")) }

func (h *Handlers) authorityPage(r *http.Request) (*authorityPage, error) {
	who, now := account.Actor(r.Context()), register.Now(h.Clock.Now())
	p := &authorityPage{Button: "Enter it", Head: part.Head{Title: "Enter a local authority", Text: "One that has no area in the register of areas. Those that have are counted by themselves."}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		orgs, err := h.Orgs.All(tx, who.Force, now)
		if err != nil {
			return err
		}
		p.Orgs = choices(orgs)
		if authorityOf(r) == "" {
			return nil
		}
		l, err := h.Growth.Authority(tx, who, authorityOf(r), now)
		if err != nil {
			return err
		}
		p.Known, p.Button = l.Ground, "Save it"
		p.Head = part.Head{Title: l.Name, Statuses: []part.Status{memberStatus(l)}}
		p.Head.Statuses[0].Text = map[growth.Member]string{growth.In: "In the scheme", growth.Stopped: "Suspended", growth.Out: "Not in the scheme"}[l.Member]
		p.Form = authorityForm{Name: l.Name, Left: l.Left}
		if !l.Found {
			p.Form.Org = l.Org
		} else {
			p.Head.Text = "Found by its name: " + l.OrgName + "."
		}
		return nil
	})
	p.Page = web.Page{Title: p.Head.Title, Active: "/administration", Crumbs: []web.Crumb{{Text: "Local authorities", Href: "/coverage"}, {Text: p.Head.Title}}}
	return p, err
}

// choices is the organisations to choose from, by name.
func choices(orgs []org.Version) []govuk.Option {
	out := []govuk.Option{{Blank: true, Text: "By its name"}}
	slices.SortFunc(orgs, func(a, b org.Version) int { return strings.Compare(org.Fold(a.State.Name), org.Fold(b.State.Name)) })
	for _, o := range orgs {
		out = append(out, govuk.Option{Value: o.ID, Text: o.State.Name})
	}
	return out
}

func (h *Handlers) authority(w http.ResponseWriter, r *http.Request) error {
	p, err := h.authorityPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "authority.html", p)
}

func (h *Handlers) authorityNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.authorityPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[authorityForm](r); err == nil {
		f := p.Form
		_, err = h.Growth.Settle(r.Context(), account.Actor(r.Context()), authorityOf(r), growth.Said{Name: f.Name, Org: f.Org, Left: f.Left, From: f.From})
	}
	if err != nil {
		return h.page.Again(w, r, "authority.html", p, err)
	}
	return web.SeeOther(w, r, "/coverage", "authority")
}
