package trainingweb

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/training/course"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

func (h *Handlers) courses(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := newList(v, "Courses", "/training/courses")
	p.Table = part.Table{Caption: "Courses", RowHeaders: true, Empty: "No course is written down. Approve a provider first, then add a course with its modules and the powers each enables.",
		Columns: []part.Column{{Text: "Course"}, {Text: "For", Under: "Note"}, {Text: "Length", Under: "Hours"}, {Text: "Delivered by"}, {Text: "Powers", Numeric: true}}}
	if v.May(authz.KeepTraining) {
		p.Head.Actions = []govuk.Button{{Text: "Add a course", Href: "/training/courses/add"}}
	}
	err := h.read(r, func(tx *db.Tx) error {
		all, err := h.Courses.Courses(tx, v.Who, v.When)
		if err != nil {
			return err
		}
		by, err := h.providerNames(tx, v.Who)
		for _, x := range all {
			c := &x.State
			row := part.Row{Ended: c.Ended != clock.NoDay, Cells: []part.Cell{{Text: c.Title, Href: v.Bar.Link("/training/courses/" + x.ID)}, {Text: c.Kind.Title()},
				{Text: count(c.Days, "day", "days"), Sub: count(c.Hours, "hour", "hours")}, {Text: by[c.Provider]}, {Text: web.Number(len(c.Powers()))}}}
			if row.Ended {
				row.Cells[1].Sub = "Offered no longer"
			}
			p.Table.Rows = append(p.Table.Rows, row)
		}
		return err
	})
	if err != nil {
		return err
	}
	p.arrange(v)
	return v.Show(h.page, w, "list.html", p)
}

func (h *Handlers) course(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &onePage{Bar: v.Bar}
	err := h.read(r, func(tx *db.Tx) error {
		x, err := h.Courses.Course(tx, v.Who, id.Course(r.PathValue("course")), v.When)
		if err != nil {
			return err
		}
		f, err := h.Areas.Force(tx, v.Who.Force)
		if err != nil {
			return err
		}
		c := &x.State
		p.Page = common(c.Title, web.Crumb{Text: "Courses", Href: "/training/courses"}, web.Crumb{Text: c.Title})
		p.Past = v.Bar.Past()
		p.Head = part.Head{Caption: c.Kind.Title(), Title: c.Title, Text: count(c.Days, "day", "days") + ", " + count(c.Hours, "hour", "hours"), Links: []part.Link{{Text: "Its sessions", Href: v.Bar.Link(web.With(home, "course", x.ID))}}}
		if c.Ended != clock.NoDay {
			p.Head.Statuses = []part.Status{{Kind: part.Ended, Text: "Offered no longer since " + c.Ended.Short()}}
		} else if v.May(authz.KeepTraining) {
			p.Head.Actions = []govuk.Button{{Text: "Plan a session", Href: web.With("/training/sessions/plan", "course", x.ID)}, secondary("Change", "/training/courses/"+x.ID+"/change")}
			p.Stop = &stop{Action: "/training/courses/" + x.ID + "/end", Button: "Offer it no longer", Says: "After that no session of it can be planned. What was passed stays and counts to its own last day."}
		}
		by, err := h.Courses.Provider(tx, v.Who, c.Provider, v.When)
		if err != nil {
			return err
		}
		p.link("Delivered by", by.State.Name, v.Bar.Link("/training/providers/"+by.ID))
		p.add("Assessment", c.Assessment)
		if c.PassMark > 0 {
			p.add("Pass mark", web.Number(c.PassMark)+"%")
		}
		if c.Kind != course.CPD {
			months := c.Months
			if months == 0 {
				months = f.Settings.TrainingMonths
			}
			p.add("A pass counts for", count(months, "month", "months"))
		}
		p.add("Places", "Usually "+web.Number(c.Places))
		p.add("Last changed by", c.Last.By+", "+clock.Moment(c.Last.At))
		t := part.Table{Caption: "Modules", RowHeaders: true, Empty: "It has no modules.", Columns: []part.Column{{Text: "Module"}, {Text: "Hours", Numeric: true}, {Text: "Powers for which it must be passed"}}}
		for _, m := range c.Modules {
			t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: m.Title}, {Text: web.Number(m.Hours)}, {Text: strings.Join(powerNames(m.Powers), "; ")}}})
		}
		lede := ""
		if len(c.Powers()) > 0 {
			lede = "A power is passed when every module that names it is (Police Reform Act 2002, section 41(4)(d))."
		}
		p.Tables = []section{{Heading: part.Heading{Text: "Modules", Count: web.Number(len(c.Modules))}, Lede: lede, Table: t}}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "one.html", p)
}

type courseForm struct {
	Title      string      `form:"title" label:"Title" max:"120"`
	Kind       course.Kind `form:"kind" max:"20"`
	Provider   id.Provider `form:"provider" max:"64"`
	Days       int         `form:"days" label:"Days"`
	Hours      int         `form:"hours" label:"Hours"`
	Places     int         `form:"places" label:"Places"`
	Modules    string      `form:"modules" label:"Modules" max:"8000" text:"lines"`
	Assessment string      `form:"assessment" label:"Assessment" max:"2000" text:"lines"`
	PassMark   int         `form:"pass_mark" label:"Pass mark"`
	Months     int         `form:"months" label:"Months"`
}

type coursePage struct {
	formPage
	Kinds     []govuk.Choice
	Providers []govuk.Option
	Form      courseForm
	of        id.Course
	ended     clock.Day
}

func (h *Handlers) coursePage(r *http.Request) (*coursePage, error) {
	p := &coursePage{of: id.Course(r.PathValue("course")), formPage: formPage{Button: "Add it", Back: "/training/courses"}}
	title := "Add a course"
	err := h.read(r, func(tx *db.Tx) (err error) {
		if p.of != "" {
			x, err := h.Courses.Course(tx, who(r), p.of, h.now())
			if err != nil {
				return err
			}
			c := x.State
			title, p.Button, p.Back, p.ended = "Change the course", "Change it", "/training/courses/"+x.ID, c.Ended
			p.Head.Caption = c.Title
			p.Form = courseForm{Title: c.Title, Kind: c.Kind, Provider: c.Provider, Days: c.Days, Hours: c.Hours, Places: c.Places, Modules: moduleLines(c.Modules), Assessment: c.Assessment, PassMark: c.PassMark, Months: c.Months}
		}
		p.Providers, err = h.approved(tx, r)
		return err
	})
	for _, k := range course.Kinds {
		p.Kinds = append(p.Kinds, govuk.Choice{Value: string(k), Text: k.Title()})
	}
	p.Page, p.Head.Title = common(title, web.Crumb{Text: "Courses", Href: "/training/courses"}, web.Crumb{Text: title}), title
	return p, err
}

// approved is the providers that are open, to choose from.
func (h *Handlers) approved(tx *db.Tx, r *http.Request) ([]govuk.Option, error) {
	ps, err := h.Courses.Providers(tx, who(r), h.now())
	out := []govuk.Option{{Value: "", Text: "Choose a provider"}}
	for _, x := range ps {
		if x.State.ApprovedOn(clock.DayOf(h.Clock.Now())) {
			out = append(out, govuk.Option{Value: x.ID, Text: x.State.Name})
		}
	}
	return out, err
}

// moduleLines is modules as they are typed: hours, title, and paragraphs after a colon.
func moduleLines(ms []course.Module) string {
	var out []string
	for _, m := range ms {
		var paras []string
		for _, i := range m.Powers {
			if p, ok := law.Find(i); ok {
				paras = append(paras, p.Para)
			}
		}
		line := fmt.Sprintf("%d %s", m.Hours, m.Title)
		if len(paras) > 0 {
			line += ": " + strings.Join(paras, ", ")
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// modules reads such lines. Errors: fault.Invalid, naming the line.
func modules(text string) ([]course.Module, error) {
	var out []course.Module
	var wrong fault.Fields
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		hours, rest, _ := strings.Cut(line, " ")
		n, err := strconv.Atoi(hours)
		if err != nil {
			wrong.Add("modules", "Begin each line with the hours, for example 7 Traffic: 3A. This one begins with %s", hours)
			continue
		}
		title, paras, named := strings.Cut(rest, ":")
		m := course.Module{Title: strings.TrimSpace(title), Hours: n}
		for _, para := range strings.Split(paras, ",") {
			if !named || strings.TrimSpace(para) == "" {
				continue
			}
			p, err := law.ParseCode(para)
			if err != nil {
				wrong.Add("modules", "%s: %s is no paragraph of Schedule 5. Write for example 1(2)(aa), 3 or 8B", m.Title, strings.TrimSpace(para))
				continue
			}
			m.Powers = append(m.Powers, p)
		}
		out = append(out, m)
	}
	return out, wrong.Err()
}

func (h *Handlers) setCourse(w http.ResponseWriter, r *http.Request) error {
	p, err := h.coursePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "course.html", p)
}

func (h *Handlers) setCourseNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.coursePage(r)
	if err != nil {
		return err
	}
	of := p.of
	if p.Form, err = web.Form[courseForm](r); err == nil {
		f := p.Form
		c := course.Course{Title: f.Title, Kind: f.Kind, Provider: f.Provider, Days: f.Days, Hours: f.Hours, Places: f.Places, Assessment: f.Assessment, PassMark: f.PassMark, Months: f.Months, Ended: p.ended}
		if c.Modules, err = modules(f.Modules); err == nil {
			of, err = h.Courses.SetCourse(r.Context(), who(r), p.of, c)
		}
	}
	if err != nil {
		return h.page.Again(w, r, "course.html", p, err)
	}
	return web.SeeOther(w, r, "/training/courses/"+string(of), "course.set")
}

func (h *Handlers) endCourseNow(w http.ResponseWriter, r *http.Request) error {
	of := id.Course(r.PathValue("course"))
	if err := h.Courses.EndCourse(r.Context(), who(r), of); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/training/courses/"+string(of), "course.ended")
}
