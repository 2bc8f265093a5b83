package complaintweb

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// pageSize is how many lines a page of the list has.
const pageSize = 50

// listQuery is the list as its address asks for it.
type listQuery struct {
	Show string `form:"show" max:"20"`
	Kind string `form:"kind" max:"20"`
	Text string `form:"q" label:"Reference, number, place or words" max:"120"`
	Org  id.Org `form:"organisation" max:"64"`
	Sort string `form:"sort" max:"20"`
}

// views is the ways to look at the list.
var views = []struct {
	show, text, empty string
	has               []complaint.State
}{
	{"", "Open", "No complaint is open. One stands here when somebody uses the public page, or when you enter what reached you otherwise.", nil},
	{"new", "To acknowledge", "Nothing waits to be acknowledged or passed on.", []complaint.State{complaint.Received}},
	{"enquiry", "Being looked into", "Nothing is being looked into.", []complaint.State{complaint.Acknowledged, complaint.Referred, complaint.Enquiring}},
	{"outcome", "Waits for an outcome", "Nothing waits for an outcome.", []complaint.State{complaint.Reported, complaint.InReview}},
	{"closed", "Closed", "Nothing has been closed.", nil},
	{"all", "All", "There is no complaint.", complaint.States},
}

func (q listQuery) query() complaint.Query {
	out := complaint.Query{Org: q.Org, Kind: q.Kind, Text: q.Text, Sort: q.Sort}
	for _, v := range views {
		if v.show == q.Show {
			out.States = v.has
		}
	}
	if out.States == nil {
		for _, s := range complaint.States {
			if s.Open() != (q.Show == "closed") {
				out.States = append(out.States, s)
			}
		}
	}
	return out
}

type listPage struct {
	web.Page
	Bar              part.AsAt
	Head             part.Head
	Views            moj.SubNavigation
	Filter           moj.Filter
	Says, Clear, CSV string
	Own              bool // it is of the reader alone, and short
	Table            part.Table
	Paging           part.Paging
}

// listed is the complaints of the address, and the names of employers.
type listed struct {
	all  []complaint.Version
	orgs map[id.Org]string
	set  area.Settings
}

func (h *Handlers) listed(v visit.Visit, q listQuery) (out listed, err error) {
	err = h.DB.Read(v.R.Context(), func(tx *db.Tx) error {
		if out.all, err = h.Complaints.List(tx, v.Who, q.query(), v.When); err != nil {
			return err
		}
		f, err := h.Areas.Force(tx, v.Who.Force)
		if err != nil {
			return err
		}
		out.set = f.Settings
		orgs, err := h.Orgs.All(tx, v.Who.Force, v.When)
		out.orgs = make(map[id.Org]string, len(orgs))
		for _, o := range orgs {
			out.orgs[id.Org(o.ID)] = o.State.Name
		}
		return err
	})
	return out, err
}

// list is the queue: what is due first stands first.
func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[listQuery](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	own := v.Who.Role == authz.AccreditedPerson
	if own {
		q = listQuery{Show: "all"}
	}
	l, err := h.listed(v, q)
	if err != nil {
		return err
	}
	p := &listPage{Own: own, Page: web.Page{Title: "Complaints and praise", Active: "/complaints", Past: v.Bar.Past()}, Bar: v.Bar, Head: part.Head{Title: "Complaints and praise"}}
	if v.Who.Can(authz.AnswerComplaints) && !p.Past {
		p.Head.Actions = []govuk.Button{{Text: "Enter one", Href: "/complaints/add"}}
	}
	query := r.URL.Query()
	p.CSV = "/complaints.csv?" + query.Encode()
	at, _ := strconv.Atoi(query.Get("page"))
	p.Paging = part.Paging{Path: "/complaints", Query: query, Total: len(l.all), Size: pageSize, Page: max(1, min(at, 100000)), Noun: "complaints"}
	p.Says = part.Count(len(l.all), "complaint", "complaints")
	p.filter(q, l)
	sort := p.Paging.Sort
	p.Table = part.Table{Caption: "Complaints and praise", RowHeaders: true, Columns: []part.Column{{Text: "Reference"}, {Text: "About"}, sort("Received", "received"), sort("State", "state"), sort("Due", "due")}}
	p.Views.Label = "Complaints by state"
	for _, x := range views {
		p.Views.Items = append(p.Views.Items, moj.NavItem{Text: x.text, Href: v.Bar.Link(web.With("/complaints", "show", x.show)), Active: x.show == q.Show})
		if x.show == q.Show {
			p.Table.Empty = x.empty
		}
	}
	if p.Clear != "" || p.Table.Empty == "" {
		p.Table.Empty = "Nothing matches. Clear the filter."
	}
	if own {
		p.Table.Empty = "Nobody has complained about you, or said that you did well, as far as you have been told."
	}
	today := clock.DayOf(v.When.At)
	from := min(p.Paging.Offset(), len(l.all))
	for _, x := range l.all[from:min(from+pageSize, len(l.all))] {
		p.Table.Rows = append(p.Table.Rows, l.row(v, x, today))
	}
	return v.Show(h.page, w, "list.html", p)
}

func (p *listPage) filter(q listQuery, l listed) {
	set := 0
	for _, s := range []string{q.Text, q.Kind, string(q.Org)} {
		if s != "" {
			set++
		}
	}
	fields := govuk.Input{Name: "q", Label: govuk.Label{Text: "Reference, number, place or words"}, Value: q.Text, Autocomplete: "off"}.Render()
	fields += govuk.Select{Name: "kind", Label: govuk.Label{Text: "Kind"}, Value: q.Kind, Items: []govuk.Option{{Value: "", Text: "All"}, {Value: "complaint", Text: "Complaints"}, {Value: "serious", Text: "Serious complaints"}, {Value: "praise", Text: "Praise"}}}.Render()
	items := []govuk.Option{{Value: "", Text: "All"}}
	for _, o := range sortedNames(l.orgs) {
		items = append(items, govuk.Option{Value: string(o.id), Text: o.name})
	}
	if len(l.orgs) > 1 {
		fields += govuk.Select{Name: "organisation", Label: govuk.Label{Text: "Employer"}, Value: string(q.Org), Items: items}.Render()
	}
	for _, name := range []string{"as_at", "as_known", "sort", "show"} {
		if v := p.Paging.Query.Get(name); v != "" {
			fields += template.HTML(`<input type="hidden" name="` + name + `" value="` + template.HTMLEscapeString(v) + `">`)
		}
	}
	p.Filter = moj.Filter{Action: "/complaints", Set: set, Options: fields}
	if set > 0 {
		p.Clear = p.Bar.Link(web.With("/complaints", "show", q.Show))
	}
}

func (l listed) row(v visit.Visit, x complaint.Version, today clock.Day) part.Row {
	c := &x.State
	state := stateStatus(c.State)
	state.Plain = true
	about := part.Cell{Text: c.Number, Sub: l.orgs[c.Org]}
	if about.Text == "" {
		about.Text = "Not found yet"
		about.Quiet = true
	}
	name := part.Cell{Text: c.Reference, Href: v.Bar.Link("/complaints/" + x.ID), Sub: kindOf(c), Strong: true}
	return part.Row{Ended: !c.State.Open(), Cells: []part.Cell{name, about, part.DayCell(clock.DayOf(c.Received)), {Status: state}, dueCell(c.Days(l.set).Next(), today)}}
}

func kindOf(c *complaint.Complaint) string {
	switch {
	case c.Praise:
		return "Praise"
	case c.Serious():
		return "Serious: " + c.MatterWords()
	}
	return c.ForThePerson()
}

// dueCell is a last day in time, marked when it has come and when it is over.
func dueCell(due, today clock.Day) part.Cell {
	switch {
	case due == clock.NoDay || due > today:
		return part.DayCell(due)
	case due == today:
		return part.Cell{Status: part.Status{Kind: part.Due, Text: "Today", Plain: true}}
	}
	return part.Cell{Nowrap: true, Status: part.Status{Kind: part.NotInForce, Text: due.Short(), Plain: true}, Sub: "Overdue"}
}

// csv is the list as a table, with the days of practice; it names no complainant.
func (h *Handlers) csv(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[listQuery](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	l, err := h.listed(v, q)
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, "complaints-"+v.Day().String()+".csv")
	out := sheet.ForPeople(w)
	out.Line("reference", "kind", "matters", "serious", "received", "channel", "ap number", "employer", "power", "state", "acknowledged", "looked into by", "referred", "suspended", "decided", "finding", "review", "learning", "days open")
	for _, x := range l.all {
		c := &x.State
		var handler, referred, suspended, decided, finding, review, learning string
		if c.Assigned != nil {
			handler = string(c.Assigned.To)
		}
		if c.Referred != nil {
			referred = clock.DayOf(c.Referred.At).String()
		}
		if c.Suspended != nil {
			suspended = clock.DayOf(c.Suspended.At).String()
		}
		if o := c.Outcome; o != nil {
			decided, finding, learning = clock.DayOf(o.At).String(), o.Finding.Title(), o.Learning
		}
		if c.Review != nil {
			review = c.Review.Finding.Title()
		}
		out.Line(c.Reference, c.Noun(), c.MatterWords(), strconv.FormatBool(c.Serious()), clock.DayOf(c.Received).String(), c.Channel, c.Number, l.orgs[c.Org], string(c.Power), c.State.Title(),
			on(c.Acknowledged), handler, referred, suspended, decided, finding, review, learning, strconv.Itoa(c.OpenDays(clock.DayOf(v.When.At))))
	}
	return out.End()
}

// on is the day of an instant; empty for none.
func on(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return clock.DayOf(t).String()
}

type named struct {
	id   id.Org
	name string
}

// sortedNames is the employers in the order of their names.
func sortedNames(all map[id.Org]string) []named {
	var out []named
	for k, n := range all {
		out = append(out, named{k, n})
	}
	slices.SortFunc(out, func(a, b named) int {
		return cmp.Or(cmp.Compare(org.Fold(a.name), org.Fold(b.name)), cmp.Compare(a.id, b.id))
	})
	return out
}
