package vettingweb

import (
	"fmt"
	"net/http"
	"strconv"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

const pageSize = 30

// sub is the way between the pages of the unit.
func sub(r *http.Request, here string) moj.SubNavigation {
	n := moj.SubNavigation{Label: "Vetting unit"}
	for _, x := range []struct {
		text, href string
		needs      authz.Permission
	}{{"Queue", "/envelopes", authz.OpenVetting}, {"Decided", "/envelopes/decided", authz.OpenVetting}, {"Forecast", "/envelopes/forecast", authz.OpenVetting},
		{"Key of the unit", "/envelopes/key", authz.RotateVettingKey}} {
		if who(r).Can(x.needs) {
			n.Items = append(n.Items, moj.NavItem{Text: x.text, Href: x.href, Active: x.href == here})
		}
	}
	return n
}

// named is a person as rows show them.
type named struct{ name, employer, role string }

// names reads persons for rows, those that the page shows alone.
type names struct {
	h    *Handlers
	tx   *db.Tx
	who  authz.Actor
	orgs map[id.Org]string
}

func (n *names) of(p id.Person) (named, error) {
	now := register.Now(n.h.Clock.Now())
	v, err := n.h.Persons.Find(n.tx, n.who, p, now)
	if err != nil {
		return named{}, err
	}
	if _, ok := n.orgs[v.State.Org]; !ok {
		o, err := n.h.Orgs.Any(n.tx, n.who.Force, v.State.Org, now)
		if err != nil {
			return named{}, err
		}
		n.orgs[v.State.Org] = o.State.Name
	}
	return named{v.State.Name(), n.orgs[v.State.Org], v.State.RoleTitle}, nil
}

type queuePage struct {
	web.Page
	Head    part.Head
	Sub     moj.SubNavigation
	Figures part.Figures
	First   []block // what stands above the list: appeals, what was told, aftercare
	Heading part.Heading
	Table   part.Table
	Paging  part.Paging
}

// Listing is the list as it is saved.
func (p *queuePage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Paging: &p.Paging}
}

type block struct {
	Heading part.Heading
	Table   part.Table
}

// queue is everything that waits for the unit, and whom it waits for.
func (h *Handlers) queue(w http.ResponseWriter, r *http.Request) error {
	show := r.URL.Query().Get("show")
	p := &queuePage{Page: web.Page{Title: "Vetting queue", Active: "/envelopes"}, Sub: sub(r, "/envelopes"),
		Head: part.Head{Title: "Vetting queue", Text: "What is in the unit’s hands comes first, by the day on which vetting was asked for."}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		actor := who(r)
		all, f, err := h.Envelopes.Queue(tx, actor)
		if err != nil {
			return err
		}
		see, err := h.Envelopes.ToSee(tx, actor, f.Today.AddDays(30))
		if err != nil {
			return err
		}
		n := &names{h: h, tx: tx, who: actor, orgs: map[id.Org]string{}}
		unit, person, none := split(all)
		p.Figures.Items = []part.Figure{
			{Number: part.Number(len(unit)), Text: "with the unit", Href: "/envelopes"},
			{Number: part.Number(len(person)), Text: "with the person", Href: "/envelopes?show=person"},
			figure(len(none), "has no link yet", "have no link yet", "/envelopes?show=none"),
			figure(len(see.Appeals), "appeal to decide", "appeals to decide", "/envelopes#appeals"),
			figure(len(see.Reviews), "change to look at", "changes to look at", "/envelopes#reviews")}
		switch show {
		case "person":
			p.Heading = part.Heading{Text: "With the person", Count: part.Number(len(person)), Beside: "the form, or a question"}
			return p.list(r, n, person, f, "Nobody has a form or a question of the unit’s.", personColumns, personCells)
		case "none":
			p.Heading = part.Heading{Text: "No link yet", Count: part.Number(len(none)), Beside: "vetting was asked for; the person has nothing to fill in yet"}
			return p.list(r, n, none, f, "Everybody who waits has a link.", noneColumns, noneCells)
		}
		if err := p.first(n, see, f.Today); err != nil {
			return err
		}
		p.Heading = part.Heading{Text: "Forms with the unit", Count: part.Number(len(unit))}
		nothing := "No form waits for the unit."
		if len(none) > 0 {
			nothing += " " + part.Count(len(none), "person has", "persons have") + " no link yet: press that figure to send them one."
		}
		return p.list(r, n, unit, f, nothing, unitColumns, unitCells)
	})
	if err != nil {
		return err
	}
	return visit.Show(h.page, w, r, "queue.html", p)
}

func figure(n int, one, many, href string) part.Figure {
	if n == 1 {
		many = one
	}
	return part.Figure{Number: part.Number(n), Text: many, Href: href}
}

func split(all []envelope.Waiting) (unit, person, none []envelope.Waiting) {
	for _, x := range all {
		switch x.State {
		case envelope.Sent:
			unit = append(unit, x)
		case "":
			none = append(none, x)
		default:
			person = append(person, x)
		}
	}
	return unit, person, none
}

var (
	unitColumns   = []part.Column{{Text: "Person"}, {Text: "Employer"}, {Text: "Form came"}, {Text: "Waited since asked for"}, {Text: "Expected"}}
	personColumns = []part.Column{{Text: "Person"}, {Text: "Employer"}, {Text: "Waits for"}, {Text: "Reminded"}, {Text: "Waited since asked for"}}
	noneColumns   = []part.Column{{Text: "Person"}, {Text: "Employer"}, {Text: "Asked for"}, {Text: "Waited since asked for"}, {Text: "Next"}}
)

func who1(x envelope.Waiting, n named) part.Cell {
	c := part.Cell{Text: n.name, Sub: n.role, Strong: true, Href: "/envelopes/" + string(x.Case)}
	if x.Case == "" {
		c.Href = "/people/" + string(x.Person)
	}
	if x.Renewal {
		c.Sub += ". Renewal, holds to " + x.Expires.Short()
	}
	return c
}

func unitCells(x envelope.Waiting, n named, f envelope.Forecast) []part.Cell {
	return []part.Cell{who1(x, n), {Text: n.employer}, part.DayCell(x.Sent), {Status: waitedStatus(x.Since, f.Today, f.AimWeeks)}, part.DayCell(x.Expected)}
}

func personCells(x envelope.Waiting, n named, f envelope.Forecast) []part.Cell {
	what := part.Cell{Text: "The form"}
	if x.State == envelope.Asked {
		what = part.Cell{Text: "An answer", Sub: "by " + x.AnswerBy.Short()}
		if x.AnswerBy < f.Today {
			what = part.Cell{Status: part.Status{Kind: part.NotInForce, Text: "Answer overdue"}, Sub: "it was due on " + x.AnswerBy.Short()}
		}
	}
	return []part.Cell{who1(x, n), {Text: n.employer}, what, part.DayCell(x.Chased), {Status: waitedStatus(x.Since, f.Today, f.AimWeeks)}}
}

func noneCells(x envelope.Waiting, n named, f envelope.Forecast) []part.Cell {
	return []part.Cell{who1(x, n), {Text: n.employer}, part.DayCell(x.Since), {Status: waitedStatus(x.Since, f.Today, f.AimWeeks)},
		{Text: "Make the link", Href: "/people/" + string(x.Person) + "/vetting/link"}}
}

// list is one page of those who wait.
func (p *queuePage) list(r *http.Request, n *names, all []envelope.Waiting, f envelope.Forecast, empty string, columns []part.Column, cells func(envelope.Waiting, named, envelope.Forecast) []part.Cell) error {
	p.Table = part.Table{Caption: p.Heading.Text, Columns: columns, Empty: empty}
	p.Paging = part.Paging{Path: "/envelopes", Query: r.URL.Query(), Total: len(all), Size: visit.Size(r, pageSize), Noun: "persons"}
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	p.Paging.Page = min(max(1, page), p.Paging.Pages())
	from := min(p.Paging.Offset(), len(all))
	for _, x := range all[from:min(from+p.Paging.Size, len(all))] {
		who, err := n.of(x.Person)
		if err != nil {
			return err
		}
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: cells(x, who, f)})
	}
	return nil
}

// first is what stands above the list.
func (p *queuePage) first(n *names, see envelope.ToSee, today clock.Day) error {
	for _, x := range []struct {
		heading part.Heading
		cases   []envelope.Version
		column  string
		day     func(envelope.Case) clock.Day
	}{
		{part.Heading{Text: "Appeals", ID: "appeals", Beside: "decided by another than who decided first"}, see.Appeals, "Appealed", func(c envelope.Case) clock.Day { return c.Appealed }},
		{part.Heading{Text: "Changes told", ID: "reviews"}, see.Reviews, "Told", func(c envelope.Case) clock.Day { return c.Review }},
		{part.Heading{Text: "Aftercare", ID: "aftercare", Beside: "within 30 days"}, see.Aftercare, "Due", func(c envelope.Case) clock.Day { return c.Aftercare }},
		{part.Heading{Text: "Yearly declarations", ID: "declarations", Beside: "awaited within 30 days"}, see.Declarations, "Due", func(c envelope.Case) clock.Day { return c.Declaration }},
	} {
		if len(x.cases) == 0 {
			continue
		}
		x.heading.Count = part.Number(len(x.cases))
		b := block{Heading: x.heading, Table: part.Table{Caption: x.heading.Text, Columns: []part.Column{{Text: "Person"}, {Text: "Employer"}, {Text: "State"}, {Text: x.column}}}}
		for i, v := range x.cases {
			if i == pageSize {
				break
			}
			who, err := n.of(v.State.Person)
			if err != nil {
				return err
			}
			b.Table.Rows = append(b.Table.Rows, part.Row{Cells: []part.Cell{{Text: who.name, Sub: who.role, Strong: true, Href: "/envelopes/" + v.ID}, {Text: who.employer},
				{Status: statusOfCase(v.State, today)}, dueCell(x.day(v.State), today)}})
		}
		p.First = append(p.First, b)
	}
	return nil
}

func dueCell(d, today clock.Day) part.Cell {
	c := part.DayCell(d)
	if d < today-30 {
		c.Sub = part.Count(int(today-d), "day", "days") + " ago"
	}
	return c
}

type decidedPage struct {
	web.Page
	Head  part.Head
	Sub   moj.SubNavigation
	Table part.Table
}

// Listing is the list as it is saved.
func (p *decidedPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table}
}

// decided is what was decided last.
func (h *Handlers) decided(w http.ResponseWriter, r *http.Request) error {
	p := &decidedPage{Page: web.Page{Title: "Decided", Active: "/envelopes/decided"}, Sub: sub(r, "/envelopes/decided"),
		Head: part.Head{Title: "Decided", Text: "The last 100 envelopes in which something was decided or changed, the newest first."}}
	p.Table = part.Table{Caption: "Decided envelopes", Empty: "Nothing has been decided through an envelope yet.",
		Columns: []part.Column{{Text: "Person"}, {Text: "Employer"}, {Text: "State"}, {Text: "Level"}, {Text: "Decided", Under: "By"}, {Text: "Content kept to"}}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		vs, err := h.Envelopes.Decided(tx, who(r), 100)
		if err != nil {
			return err
		}
		n := &names{h: h, tx: tx, who: who(r), orgs: map[id.Org]string{}}
		for _, v := range vs {
			c := v.State
			of, err := n.of(c.Person)
			if err != nil {
				return err
			}
			until, err := h.Envelopes.KeptUntil(tx, who(r).Force, c)
			if err != nil {
				return err
			}
			kept := part.DayCell(until)
			if c.Erased != clock.NoDay {
				kept = part.Cell{Text: "Destroyed", Sub: c.Erased.Short()}
			}
			p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: of.name, Sub: of.role, Strong: true, Href: "/envelopes/" + v.ID}, {Text: of.employer},
				{Status: statusOfCase(c, h.today())}, {Text: c.Level}, {Text: c.Decided.Short(), Sub: c.Decider}, kept}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return visit.Show(h.page, w, r, "decided.html", p)
}

type forecastPage struct {
	web.Page
	Head     part.Head
	Sub      moj.SubNavigation
	Method   []string
	Figures  part.Figures
	Renewals part.Table
	Next     part.Table
}

// forecast is when decisions can be expected and which clearances end, with the method.
func (h *Handlers) forecast(w http.ResponseWriter, r *http.Request) error {
	p := &forecastPage{Page: web.Page{Title: "Forecast", Active: "/envelopes/forecast"}, Sub: sub(r, "/envelopes/forecast"),
		Head: part.Head{Title: "Forecast", Text: "When each person can expect a decision, and which clearances have to be renewed."}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		all, f, err := h.Envelopes.Queue(tx, who(r))
		if err != nil {
			return err
		}
		months, err := h.Envelopes.Renewals(tx, who(r))
		if err != nil {
			return err
		}
		p.method(f, len(all))
		p.months(months)
		p.Next = part.Table{Caption: "Who can expect a decision when", Empty: "Nobody waits.", Columns: []part.Column{{Text: "Person"}, {Text: "Employer"}, {Text: "Place"}, {Text: "Asked for"}, {Text: "Expected"}}}
		n := &names{h: h, tx: tx, who: who(r), orgs: map[id.Org]string{}}
		for i, x := range all[:min(len(all), pageSize)] {
			who, err := n.of(x.Person)
			if err != nil {
				return err
			}
			place := part.Cell{Text: strconv.Itoa(i + 1)}
			if x.State != envelope.Sent {
				place = part.Cell{Text: "Not yet", Sub: "the form is not with the unit"}
			}
			p.Next.Rows = append(p.Next.Rows, part.Row{Cells: []part.Cell{who1(x, who), {Text: who.employer}, place, part.DayCell(x.Since), part.DayCell(x.Expected)}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "forecast.html", p)
}

func (p *forecastPage) method(f envelope.Forecast, waiting int) {
	p.Method = []string{fmt.Sprintf("In the last %d weeks the unit made %s, which is %.1f a week.", f.PaceWeeks(), part.Count(int(f.Decisions), "decision", "decisions"), f.PerWeek()),
		"Whoever stands at the tenth place of the forms with the unit is reached after ten times the time of one decision. Whose form is not with the unit yet stands behind those, by the day on which vetting was asked for.",
		"It is a reckoning, not a promise: an appeal, an answer that does not come, or an absence changes it the same day."}
	if f.ByAim() {
		p.Method = []string{fmt.Sprintf("In the last %d weeks the unit made %s: too few to tell a pace. So its own aim is taken, %s from the day vetting was asked for, and never less than a week from today.",
			f.PaceWeeks(), part.Count(int(f.Decisions), "decision", "decisions"), part.Count(f.AimWeeks, "week", "weeks"))}
	}
	p.Figures.Items = []part.Figure{{Number: part.Number(waiting), Text: "wait for a decision", Href: "/envelopes"}, {Number: part.Number(f.WithUnit), Text: "of them with the unit", Href: "/envelopes"},
		{Number: fmt.Sprintf("%.1f", f.PerWeek()), Text: "decisions a week"}}
}

func (p *forecastPage) months(months []envelope.Month) {
	p.Renewals = part.Table{Caption: "Clearances that end, by month", Columns: []part.Column{{Text: "Month"}, {Text: "End", Numeric: true}, {Text: "Renewal asked for", Numeric: true}, {Text: "Still to ask for", Numeric: true}}}
	for _, m := range months {
		y, month, _ := m.First.Date()
		p.Renewals.Rows = append(p.Renewals.Rows, part.Row{Cells: []part.Cell{{Text: month.String()[:3] + " " + strconv.Itoa(y), Nowrap: true}, {Text: part.Number(m.Ends)}, {Text: part.Number(m.Asked)}, {Text: part.Number(m.Ends - m.Asked)}}})
	}
}
