package applyweb

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"watchword/internal/account/visit"
	"watchword/internal/apply"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// pageSize is how many lines a page of a list has.
const pageSize = 50

// prospectsQuery is the filter of the list as its address has it.
type prospectsQuery struct {
	Text  string      `form:"q" label:"Name or reference" max:"120"`
	Stage string      `form:"stage" max:"20"`
	Group string      `form:"kind" max:"60"`
	Power law.PowerID `form:"power" max:"64"`
	Due   string      `form:"due" max:"20"`
	Sort  string      `form:"sort" max:"20"`
}

// openStages is the value of the filter for every stage under way; it is what the list shows
// until another is chosen.
const openStages, everyStage = "", "all"

func (q prospectsQuery) query(today clock.Day) apply.Query {
	out := apply.Query{Text: q.Text, Group: q.Group, Power: q.Power, Sort: q.Sort}
	switch q.Stage {
	case openStages:
		out.Open = true
	case everyStage:
	default:
		out.Stage = apply.Stage(q.Stage)
	}
	switch q.Due {
	case "today":
		out.Due = today
	case "week":
		out.Due = today + 7
	}
	return out
}

type prospectsPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Sub    moj.SubNavigation
	Filter moj.Filter
	Says   string
	Clear  string
	Table  part.Table
	Paging part.Paging
}

// Listing is the list as it is saved.
func (p *prospectsPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Paging: &p.Paging}
}

// prospects is the list of employers that asked, by stage, next action and day.
func (h *Handlers) prospects(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[prospectsQuery](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	if q.Sort == "" {
		q.Sort = "next"
	}
	p := &prospectsPage{Page: web.Page{Title: "Enquiries", Active: "/prospects", Past: v.Bar.Past()}, Bar: v.Bar, Head: part.Head{Title: "Enquiries"}, Sub: sub("/prospects")}
	today := clock.DayOf(v.When.At)
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]apply.ProspectVersion, error) {
		return h.Applies.List(tx, v.Who, q.query(today), v.When)
	})
	if err != nil {
		return err
	}
	if v.Who.Can(authz.WorkApplications) && !p.Past {
		p.Head.Actions = []govuk.Button{{Text: "Enter an enquiry", Href: "/prospects/add"}}
	}
	at, _ := strconv.Atoi(r.URL.Query().Get("page"))
	query := r.URL.Query()
	query.Set("sort", q.Sort)
	p.Paging = part.Paging{Path: "/prospects", Query: query, Total: len(all), Size: v.Size(pageSize), Page: max(1, min(at, 100000)), Noun: "employers"}
	p.Says = part.Count(len(all), "employer", "employers")
	p.filter(q)
	sort := p.Paging.Sort
	p.Table = part.Table{Caption: "Enquiries", RowHeaders: true, Columns: []part.Column{sort("Organisation", "name"), sort("Stage", "stage"), sort("Asked on", "made"), sort("People", "staff"), {Text: "Next"}, sort("By", "next")}}
	p.Table.Columns[3].Numeric = true
	from := min(p.Paging.Offset(), len(all))
	for _, x := range all[from:min(from+p.Paging.Size, len(all))] {
		p.Table.Rows = append(p.Table.Rows, prospectRow(v, x, today))
	}
	p.Table.Empty = "No employer matches. Remove a filter."
	if p.Clear == "" {
		p.Table.Empty = "No enquiry is under way. One stands here when an employer asks on the page For employers, or when you enter it."
	}
	return v.Show(h.page, w, "prospects.html", p)
}

func (p *prospectsPage) filter(q prospectsQuery) {
	set := 0
	pick := func(name, label, value string, items []govuk.Option) template.HTML {
		if value != "" {
			set++
		}
		return govuk.Select{Name: name, Label: govuk.Label{Text: label}, Value: value, Items: items}.Render()
	}
	if q.Text != "" {
		set++
	}
	fields := govuk.Input{Name: "q", Label: govuk.Label{Text: "Name or reference"}, Value: q.Text, Autocomplete: "off"}.Render()
	stages := []govuk.Option{{Value: openStages, Text: "All under way"}}
	for _, s := range apply.Stages {
		stages = append(stages, govuk.Option{Value: string(s), Text: s.Title()})
	}
	stages = append(stages, govuk.Option{Value: everyStage, Text: "Every stage"})
	fields += pick("stage", "Stage", q.Stage, stages)
	fields += pick("due", "Next action", q.Due, []govuk.Option{{Value: "", Text: "Any day"}, {Value: "today", Text: "Due today or overdue"}, {Value: "week", Text: "Due within a week"}})
	kinds := []govuk.Option{{Value: "", Text: "All kinds"}}
	for _, g := range groups() {
		kinds = append(kinds, govuk.Option{Value: g, Text: g})
	}
	fields += pick("kind", "Kind", q.Group, kinds)
	powers := []govuk.Option{{Value: "", Text: "Any or none"}}
	for i := range law.Powers() {
		if x := &law.Powers()[i]; x.Authority == law.Accreditation {
			powers = append(powers, govuk.Option{Value: string(x.ID), Text: x.Name})
		}
	}
	fields += pick("power", "Power in mind", string(q.Power), powers)
	keep := url.Values{}
	for _, name := range []string{"as_at", "as_known", "sort"} {
		if v := p.Paging.Query.Get(name); v != "" {
			keep.Set(name, v)
			fields += template.HTML(`<input type="hidden" name="` + name + `" value="` + template.HTMLEscapeString(v) + `">`)
		}
	}
	p.Filter = moj.Filter{Action: "/prospects", Set: set, Options: fields}
	if set > 0 {
		p.Clear = p.Bar.Link("/prospects")
	}
}

func stageStatus(s apply.Stage) part.Status {
	kind := map[apply.Stage]part.Kind{apply.Enquired: part.Waiting, apply.Talking: part.Waiting, apply.Invited: part.Waiting, apply.Applied: part.Due, apply.Joined: part.InForce, apply.Closed: part.Ended}[s]
	return part.Status{Kind: kind, Text: s.Title()}
}

func prospectRow(v visit.Visit, x apply.ProspectVersion, today clock.Day) part.Row {
	p := &x.State
	stage := stageStatus(p.Stage)
	stage.Plain = true
	staff := part.Cell{}
	if p.Staff > 0 {
		staff.Text = part.Number(p.Staff)
	}
	next := part.Cell{Text: p.Next, Sub: p.Owner}
	by := part.DayCell(p.NextDay)
	if p.NextDay != clock.NoDay && p.NextDay <= today {
		by = part.Cell{Nowrap: true, Status: part.Status{Kind: part.Due, Text: p.NextDay.Short(), Plain: true}}
		if p.NextDay < today {
			by = part.Cell{Nowrap: true, Status: part.Status{Kind: part.NotInForce, Text: p.NextDay.Short(), Plain: true}, Sub: "Overdue"}
		}
	}
	if p.Next == "" && p.Stage.Open() {
		next = part.Cell{Text: "Not planned", Quiet: true}
	}
	return part.Row{Ended: !p.Stage.Open(), Cells: []part.Cell{{Text: p.Name, Href: v.Bar.Link("/prospects/" + x.ID), Sub: p.Kind.Title() + ", " + p.Reference, Strong: true},
		{Status: stage}, part.DayCell(clock.DayOf(p.Made)), staff, next, by}}
}

func (h *Handlers) enter(w http.ResponseWriter, r *http.Request) error {
	p, err := h.enterPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "enter.html", p)
}

func (h *Handlers) enterPage(r *http.Request) (*enquiryPage, error) {
	p, err := h.enquiryPage(r)
	p.Page = web.Page{Title: "Enter an enquiry", Active: "/prospects", Crumbs: []web.Crumb{{Text: "Enquiries", Href: "/prospects"}, {Text: "Enter"}}}
	return p, err
}

func (h *Handlers) enterNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.enterPage(r)
	if err != nil {
		return err
	}
	var got apply.Received
	if p.Form, err = web.Form[enquiryForm](r); err == nil {
		if err = who(r).May(authz.WorkApplications, authz.Object{}); err == nil {
			got, err = h.Applies.Enquire(r.Context(), who(r), p.Form.enquiry())
		}
	}
	if err != nil {
		return h.page.Again(w, r, "enter.html", p, err)
	}
	return web.SeeOther(w, r, "/prospects/"+string(got.Prospect), "prospect.entered")
}
