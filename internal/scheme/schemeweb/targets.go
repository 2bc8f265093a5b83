package schemeweb

import (
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/scheme/growth"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type targetsPage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Sub   moj.SubNavigation
	Table part.Table
}

// targets is what the scheme is to reach, with how far it is.
func (h *Handlers) targets(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &targetsPage{Page: web.Page{Title: "Targets for growth", Active: "/administration", Past: v.Bar.Past()}, Bar: v.Bar, Sub: grows(v, "/targets"),
		Head: part.Head{Title: "Targets for growth", Text: "What the scheme is to reach by a day. How far it is comes from the registers."}}
	if v.May(authz.KeepScheme) {
		p.Head.Actions = []govuk.Button{{Text: "Set a target", Href: "/targets/set"}}
	}
	p.Table = part.Table{Caption: "Targets", RowHeaders: true, Empty: "No target has been set.", Columns: []part.Column{{Text: "What is counted"}, {Text: "Target", Numeric: true}, {Text: "By"}, {Text: "Reached", Numeric: true}, {Text: "State"}, {Text: "Owner"}}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		all, err := h.Growth.Targets(tx, v.Who, v.When)
		if err != nil {
			return err
		}
		count := h.counter(tx, v)
		for _, x := range all {
			t := &x.State
			n, err := count(t)
			if err != nil {
				return err
			}
			p.Table.Rows = append(p.Table.Rows, part.Row{Ended: t.State == growth.Closed, Cells: []part.Cell{{Text: t.Measure.Title(), Href: v.Link("/targets/" + x.ID)}, {Text: part.Number(t.Goal)}, part.DayCell(t.By),
				{Text: part.Number(n)}, {Status: targetStatus(t, n, v.Day(), true), Nowrap: true}, {Text: t.Owner}}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "targets.html", p)
}

// counter counts what targets ask for, each measure and day once.
func (h *Handlers) counter(tx *db.Tx, v visit.Visit) func(*growth.Target) (int, error) {
	type key struct {
		m growth.Measure
		d clock.Day
	}
	known := map[key]int{}
	return func(t *growth.Target) (int, error) {
		k := key{t.Measure, t.Until(v.Day())}
		if n, ok := known[k]; ok {
			return n, nil
		}
		n, err := h.Growth.Count(tx, v.Who, t.Measure, growth.On(v.When, k.d))
		known[k] = n
		return n, err
	}
}

// targetStatus is how far a target is, by its figure of the day.
func targetStatus(t *growth.Target, n int, day clock.Day, plain bool) part.Status {
	st := part.Status{Plain: plain}
	switch {
	case n >= t.Goal:
		st.Kind, st.Text = part.InForce, "Reached"
	case t.State == growth.Closed:
		st.Kind, st.Text = part.Ended, "Closed, "+part.Number(t.Goal-n)+" short"
	case day > t.By:
		st.Kind, st.Text = part.NotInForce, "Missed, "+part.Number(t.Goal-n)+" short"
	default:
		st.Kind, st.Text = part.Waiting, part.Number(t.Goal-n)+" to go"
	}
	return st
}

type targetPage struct {
	web.Page
	Bar     part.AsAt
	Head    part.Head
	Here    string
	List    govuk.SummaryList
	Line    part.Line
	History part.Table
	Closes  bool
	Form    turnForm
}

func targetOf(r *http.Request) id.Target { return id.Target(r.PathValue("target")) }

func (h *Handlers) targetPage(v visit.Visit) (*targetPage, error) {
	p := &targetPage{Bar: v.Bar, Here: "/targets/" + string(targetOf(v.R))}
	err := h.DB.Read(v.R.Context(), func(tx *db.Tx) error {
		x, err := h.Growth.Target(tx, v.Who, targetOf(v.R), v.When)
		if err != nil {
			return err
		}
		course, err := h.Growth.Course(tx, v.Who, &x.State, v.When)
		if err != nil {
			return err
		}
		all, err := h.Growth.TargetHistory(tx, v.Who, targetOf(v.R), false)
		p.fill(v, &x.State, course, all)
		return err
	})
	return p, err
}

func (p *targetPage) fill(v visit.Visit, t *growth.Target, course []growth.Point, all []growth.TargetVersion) {
	title := part.Number(t.Goal) + " " + map[growth.Measure]string{growth.Persons: "accredited persons", growth.Organisations: "accredited organisations", growth.Covered: "local authorities covered"}[t.Measure]
	n := course[len(course)-1].N
	p.Page = web.Page{Title: title, Active: "/administration", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Targets", Href: v.Link("/targets")}, {Text: title}}}
	p.Head = part.Head{Caption: "Target", Title: title, Text: "By " + t.By.Long() + ". Reached: " + part.Number(n) + ".", Statuses: []part.Status{targetStatus(t, n, v.Day(), false)}}
	if t.State == growth.Closed && n >= t.Goal {
		p.Head.Statuses = append(p.Head.Statuses, part.Status{Kind: part.Ended, Text: "Closed"})
	}
	add := func(key, value string) {
		if value != "" {
			p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	for _, m := range growth.Measures {
		if m.Measure == t.Measure {
			add("What is counted", m.Counted)
		}
	}
	add("What is done", t.How)
	add("Owner", t.Owner)
	add("Set", t.Set.Long())
	add("Note", t.Note)
	add("Last changed by", t.Who+", "+clock.Moment(t.At))
	p.Line = part.Line{Title: "How far it is", Sub: "Counted in the registers, from the day the target was set", Labels: "Day", Values: t.Measure.Title(), Goal: float64(t.Goal)}
	for _, c := range course {
		p.Line.Data = append(p.Line.Data, part.Datum{Label: c.Day.Short(), Value: float64(c.N)})
	}
	p.History = part.Table{Caption: "What it was", RowHeaders: true, Columns: []part.Column{{Text: "Since"}, {Text: "Target", Numeric: true}, {Text: "By"}, {Text: "Note"}, {Text: "Changed by"}}}
	for i := len(all) - 1; i >= 0; i-- {
		o := &all[i].State
		if !all[i].From.After(v.When.At) {
			p.History.Rows = append(p.History.Rows, part.Row{Cells: []part.Cell{part.DayCell(clock.DayOf(all[i].From)), {Text: part.Number(o.Goal)}, part.DayCell(o.By), {Text: o.Note}, {Text: o.Who}}})
		}
	}
	if p.Closes = v.May(authz.KeepScheme) && t.State == growth.Open; p.Closes {
		p.Head.Actions = []govuk.Button{{Text: "Change it", Href: p.Here + "/change", Classes: "govuk-button--secondary"}}
	}
}

func (h *Handlers) oneTarget(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p, err := h.targetPage(v)
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "target.html", p)
}

func (h *Handlers) closeNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.targetPage(visit.Present(r, h.Clock))
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[turnForm](r); err == nil {
		err = h.Growth.Close(r.Context(), account.Actor(r.Context()), targetOf(r), p.Form.Note)
	}
	if err != nil {
		return h.page.Again(w, r, "target.html", p, err)
	}
	return web.SeeOther(w, r, p.Here, "target.close")
}

type aimForm struct {
	Measure growth.Measure `form:"measure" max:"20"`
	Goal    string         `form:"goal" label:"Target" max:"10"`
	By      clock.Day      `form:"by" label:"Day"`
	How     string         `form:"how" label:"What is done" max:"1000" text:"lines"`
	Owner   string         `form:"owner" label:"Owner" max:"100"`
	Note    string         `form:"note" label:"Why" max:"1000" text:"lines"`
}

func (f aimForm) aim() growth.Aim {
	n, _ := strconv.Atoi(f.Goal) // what is no number is no target
	return growth.Aim{Measure: f.Measure, Goal: n, By: f.By, How: f.How, Owner: f.Owner, Note: f.Note}
}

// aimPage is a target set, or changed.
type aimPage struct {
	web.Page
	Head         part.Head
	Measures     []govuk.Choice // of one that is set
	Button, Back string
	Form         aimForm
}

func (h *Handlers) aimPage(r *http.Request) (*aimPage, error) {
	p := &aimPage{Head: part.Head{Title: "Set a target"}, Button: "Set it", Back: "/targets"}
	if of := targetOf(r); of == "" {
		for _, m := range growth.Measures {
			p.Measures = append(p.Measures, govuk.Choice{Value: string(m.Measure), Text: m.Title, Hint: govuk.Hint{Text: m.Counted}})
		}
	} else {
		x, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (growth.TargetVersion, error) {
			return h.Growth.Target(tx, account.Actor(r.Context()), of, register.Now(h.Clock.Now()))
		})
		if err != nil {
			return nil, err
		}
		t := &x.State
		if t.State != growth.Open {
			return nil, visit.Unsent(r, fault.New(fault.Conflict, "The target is closed. Set a new one."))
		}
		p.Head = part.Head{Caption: t.Title(), Title: "Change the target"}
		p.Button, p.Back = "Change it", "/targets/"+x.ID
		p.Form = aimForm{Measure: t.Measure, Goal: strconv.Itoa(t.Goal), By: t.By, How: t.How, Owner: t.Owner}
	}
	p.Page = web.Page{Title: p.Head.Title, Active: "/administration", Crumbs: []web.Crumb{{Text: "Targets", Href: "/targets"}, {Text: p.Head.Title}}}
	return p, nil
}

func (h *Handlers) target(w http.ResponseWriter, r *http.Request) error {
	p, err := h.aimPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "aim.html", p)
}

func (h *Handlers) targetNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.aimPage(r)
	if err != nil {
		return err
	}
	of, done := targetOf(r), "target.change"
	if p.Form, err = web.Form[aimForm](r); err == nil {
		who := account.Actor(r.Context())
		if of == "" {
			done = "target.set"
			of, err = h.Growth.Set(r.Context(), who, p.Form.aim())
		} else {
			err = h.Growth.Change(r.Context(), who, of, p.Form.aim())
		}
	}
	if err != nil {
		return h.page.Again(w, r, "aim.html", p, err)
	}
	return web.SeeOther(w, r, "/targets/"+string(of), done)
}
