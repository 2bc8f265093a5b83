package trainingweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/training/course"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

const manualsURL = "/training/manuals"

func (h *Handlers) manuals(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := newList(v, "Manuals", manualsURL)
	p.Lede = "Learners are given the newest version when what came of their session is recorded."
	p.Table = part.Table{Caption: "Manuals", RowHeaders: true, Empty: "No manual is kept. Add the one that learners of a course are given.", Columns: []part.Column{{Text: "Manual"}, {Text: "Of the course"}, {Text: "Newest version"}, {Text: "Published"}}}
	if v.May(authz.KeepTraining) {
		p.Head.Actions = []govuk.Button{{Text: "Add a manual", Href: manualsURL + "/add"}}
	}
	err := h.read(r, func(tx *db.Tx) error {
		all, err := h.Courses.Manuals(tx, v.Who, v.When)
		if err != nil {
			return err
		}
		cs, err := h.Courses.Courses(tx, v.Who, v.When)
		titles := map[id.Course]string{"": "All courses"}
		for _, c := range cs {
			titles[id.Course(c.ID)] = c.State.Title
		}
		for _, x := range all {
			n := len(x.State.Editions)
			p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: x.State.Title, Href: v.Bar.Link(manualsURL + "/" + x.ID)}, {Text: titles[x.State.Course]}, {Text: "Version " + web.Number(n)}, part.DayCell(x.State.Editions[n-1].Day)}})
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "list.html", p)
}

func (h *Handlers) manual(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &onePage{Bar: v.Bar}
	err := h.read(r, func(tx *db.Tx) error {
		x, err := h.Courses.Manual(tx, v.Who, id.Manual(r.PathValue("manual")), v.When)
		if err != nil {
			return err
		}
		m, at := &x.State, manualsURL+"/"+x.ID
		p.Page = common(m.Title, web.Crumb{Text: "Manuals", Href: manualsURL}, web.Crumb{Text: m.Title})
		p.Past = v.Bar.Past()
		p.Head = part.Head{Caption: "Manual", Title: m.Title}
		if v.May(authz.KeepTraining) {
			p.Head.Actions = []govuk.Button{{Text: "Publish the next version", Href: at + "/publish"}}
		}
		p.add("Of the course", "All courses")
		if m.Course != "" {
			c, err := h.Courses.Course(tx, v.Who, m.Course, v.When)
			if err != nil {
				return err
			}
			p.List.Rows = nil
			p.link("Of the course", c.State.Title, v.Bar.Link("/training/courses/"+c.ID))
		}
		t := part.Table{Caption: "Versions", RowHeaders: true, Columns: []part.Column{{Text: "Version"}, {Text: "Published"}, {Text: "What is new"}, {Text: "By"}}}
		var held map[int]int
		if v.Who.Can(authz.KeepTraining) {
			if held, err = h.Courses.Holders(tx, v.Who, id.Manual(x.ID), v.When); err != nil {
				return err
			}
			t.Columns = append(t.Columns, part.Column{Text: "Learners who have it as their last", Numeric: true})
		}
		for i := len(m.Editions); i > 0; i-- {
			e := m.Editions[i-1]
			row := part.Row{Current: i == len(m.Editions), Cells: []part.Cell{{Text: "Version " + web.Number(i), Href: v.Bar.Link(at + "/files/" + web.Number(i)), Sub: e.FileName}, part.DayCell(e.Day), {Text: e.Note}, {Text: e.By}}}
			if held != nil {
				row.Cells = append(row.Cells, part.Cell{Text: web.Number(held[i])})
			}
			t.Rows = append(t.Rows, row)
		}
		p.Tables = []section{{Heading: part.Heading{Text: "Versions", Count: web.Number(len(t.Rows))}, Table: t}}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "one.html", p)
}

type publishForm struct {
	Title  string    `form:"title" label:"Title" max:"120"`
	Course id.Course `form:"course" max:"64"`
	Note   string    `form:"note" label:"What is new" max:"2000" text:"lines"`
	File   web.File  `form:"file" label:"File"`
}

type publishPage struct {
	formPage
	Courses []govuk.Option
	Form    publishForm
	of      id.Manual
}

func (h *Handlers) publishPage(r *http.Request) (*publishPage, error) {
	p := &publishPage{of: id.Manual(r.PathValue("manual")), formPage: formPage{Button: "Keep it", Back: manualsURL}}
	title := "Add a manual"
	err := h.read(r, func(tx *db.Tx) error {
		if p.of != "" {
			x, err := h.Courses.Manual(tx, who(r), p.of, h.now())
			if err != nil {
				return err
			}
			title, p.Button, p.Back = "Publish the next version", "Publish it", manualsURL+"/"+x.ID
			p.Head.Caption = x.State.Title
			p.Form = publishForm{Title: x.State.Title, Course: x.State.Course}
		}
		cs, err := h.Courses.Courses(tx, who(r), h.now())
		p.Courses = []govuk.Option{{Value: "", Text: "All courses"}}
		for _, c := range cs {
			if c.State.Ended == clock.NoDay || c.ID == string(p.Form.Course) {
				p.Courses = append(p.Courses, govuk.Option{Value: c.ID, Text: c.State.Title})
			}
		}
		return err
	})
	p.Page, p.Head.Title = common(title, web.Crumb{Text: "Manuals", Href: manualsURL}, web.Crumb{Text: title}), title
	return p, err
}

func (h *Handlers) publish(w http.ResponseWriter, r *http.Request) error {
	p, err := h.publishPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "publish.html", p)
}

func (h *Handlers) publishNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.publishPage(r)
	if err != nil {
		return err
	}
	of := p.of
	if p.Form, err = web.Form[publishForm](r); err == nil {
		var file blob.File
		if file, err = document(p.Form.File, "file"); err == nil {
			of, err = h.Courses.Publish(r.Context(), who(r), p.of, p.Form.Title, p.Form.Course, p.Form.Note, file, p.Form.File.Name)
		}
	}
	if err != nil {
		return h.page.Again(w, r, "publish.html", p, err)
	}
	return web.SeeOther(w, r, manualsURL+"/"+string(of), "manual.published")
}

func (h *Handlers) manualFile(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	return h.file(w, r, func(tx *db.Tx, n int) (blob.File, string, error) {
		return h.Courses.ManualFile(tx, v.Who, id.Manual(r.PathValue("manual")), n, v.When)
	})
}

var errNoPerson = fault.New(fault.NotFound, "This account does not belong to a person in the register.")

// due is the people who are due a refresher.
func (h *Handlers) due(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[sessionsForm](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	v.Bar, v.Wrong, v.When = part.AsAt{Now: h.Clock.Now()}, nil, h.now()
	p := newList(v, "Refreshers due", "/training/due")
	var all []course.Due
	months, orgs := 0, map[id.Org]string{}
	err = h.read(r, func(tx *db.Tx) error {
		f, err := h.Areas.Force(tx, v.Who.Force)
		if err != nil {
			return err
		}
		months = f.Settings.RefresherMonths
		if all, err = h.Courses.Due(tx, v.Who, v.Day().AddMonths(horizons[form.Show].months)); err != nil {
			return err
		}
		os, err := h.Orgs.All(tx, v.Who.Force, v.When)
		for _, o := range os {
			orgs[id.Org(o.ID)] = o.State.Name
		}
		return err
	})
	if err != nil {
		return err
	}
	p.Lede = "A refresher is due " + count(months, "month", "months") + " after the power that was passed longest ago was last passed."
	for _, k := range []string{"", "overdue", "year"} {
		link := part.Link{Text: horizons[k].text, Href: web.With("/training/due", "show", k)}
		if k == form.Show {
			p.Shown = horizons[k].text
		}
		p.Views = append(p.Views, link)
	}
	if v.May(authz.BookTraining) {
		p.Head.Actions = []govuk.Button{{Text: "Sessions with places free", Href: home + "?show=free"}}
	}
	p.dueTable(v, form, all, orgs)
	return v.Show(h.page, w, "list.html", p)
}

// horizons is how far the list of refreshers looks ahead.
var horizons = map[string]struct {
	text   string
	months int
}{"": {"Next 3 months", 3}, "overdue": {"Overdue", 0}, "year": {"Next 12 months", 12}}

func (p *listPage) dueTable(v visit.Visit, form sessionsForm, all []course.Due, orgs map[id.Org]string) {
	p.Table = part.Table{Caption: "Refreshers due", RowHeaders: true, Empty: "Nobody is due a refresher in that time.", Columns: []part.Column{{Text: "Person"}, {Text: "Employer"}, {Text: "Passed longest ago"}, {Text: "Due by", Under: "Overdue"}, {Text: "Booked", Under: "Note"}}}
	p.Paging = part.Paging{Path: "/training/due", Query: map[string][]string{"show": {form.Show}}, Total: len(all), Page: max(1, form.Page), Size: v.Size(size), Noun: "people"}
	for _, d := range all[min(p.Paging.Offset(), len(all)):min(p.Paging.Offset()+p.Paging.Size, len(all))] {
		due := part.Cell{Text: d.Day.Short(), Nowrap: true}
		if d.Day < v.Day() {
			due = part.Cell{Nowrap: true, Status: part.Status{Kind: part.NotInForce, Text: d.Day.Short(), Plain: true}, Sub: "Overdue"}
		} else if d.Day <= v.Day().AddDays(30) {
			due = part.Cell{Nowrap: true, Status: part.Status{Kind: part.Due, Text: d.Day.Short(), Plain: true}}
		}
		booked := part.Cell{Text: "No", Quiet: true}
		if d.Booked != clock.NoDay {
			booked = part.DayCell(d.Booked)
			if d.Waits {
				booked.Sub = "On the waiting list"
			}
		}
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: d.Person.Name(), Href: "/people/" + string(d.ID)}, {Text: orgs[d.Person.Org]}, part.DayCell(d.Last), due, booked}})
	}
}
