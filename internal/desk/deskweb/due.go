package deskweb

import (
	"fmt"
	"html/template"
	"net/http"
	"time"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/clockwork/ical"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// soon is how many days ahead a thing is set off on the lamp tint.
const soon = 14

// dueSubjects is what lapses, before "of" or a name.
var dueSubjects = map[string]string{"training": "Training of ", "law": "A power in law, of ", "vetting": "Vetting of ", "period": "Accreditation of "}

// dueItem is one group of what falls due, with what then happens by itself.
func dueItem(who authz.Actor, g desk.DueGroup, today clock.Day) part.DueItem {
	x := part.DueItem{Day: g.Day(), Soon: int(g.Day()-today) <= soon, Sub: itself(g)}
	group := fmt.Sprintf("/due?org=%s&what=%s&day=%s", g.Org, g.What, g.Day())
	employer := ", " + template.HTML(template.HTMLEscapeString(g.OrgName))
	if who.Role.OfEmployer() {
		employer = ""
	}
	switch {
	case g.What == "arrangements":
		x.HTML = "Arrangements end, " + part.Link{Text: g.OrgName, Href: orgURL(g.Org)}.Render()
	case g.Person != "":
		x.HTML = template.HTML(dueSubjects[g.What]) + part.Link{Text: spoken(g.Name), Href: personURL(g.Person)}.Render() + employer
	default:
		words := dueSubjects[g.What] + part.Count(int(g.Persons), "person", "persons")
		if employer != "" {
			words += ", " + g.OrgName
		}
		x.HTML = part.Link{HTML: template.HTML(template.HTMLEscapeString(words) + `<span class="govuk-visually-hidden">, ` + g.Day().Long() + `</span>`), Href: group}.Render()
	}
	return x
}

// itself is what happens if nobody acts.
func itself(g desk.DueGroup) string {
	one := g.Persons == 1
	switch g.What {
	case "training":
		return "The powers it was for stop by themselves at midnight"
	case "law":
		return "The power ends by itself at midnight, for everybody"
	case "vetting":
		if one {
			return "The accreditation stops by itself at midnight"
		}
		return "Their accreditations stop by themselves at midnight"
	case "period":
		if one {
			return "It expires by itself at midnight, unless it is renewed"
		}
		return "They expire by themselves at midnight, unless they are renewed"
	}
	if g.Persons == 0 {
		return "Nobody holds powers under them"
	}
	if one {
		return "One person stops by themselves at midnight"
	}
	return part.Count(int(g.Persons), "person stops by themselves", "persons stop by themselves") + " at midnight"
}

func dueList(who authz.Actor, groups []desk.DueGroup, today clock.Day) part.DueList {
	var out part.DueList
	for _, g := range groups {
		out.Items = append(out.Items, dueItem(who, g, today))
	}
	return out
}

// concern is what of all that falls due concerns a role: clearances the vetting unit,
// training the trainer; empty for all.
func concern(who authz.Actor) string {
	switch who.Role {
	case authz.VettingUnit:
		return "vetting"
	case authz.Trainer:
		return "training"
	}
	return ""
}

// ofKind is the groups of one kind; all for none.
func ofKind(groups []desk.DueGroup, what string) []desk.DueGroup {
	if what == "" {
		return groups
	}
	var out []desk.DueGroup
	for _, g := range groups {
		if g.What == what {
			out = append(out, g)
		}
	}
	return out
}

type duePage struct {
	web.Page
	Head   part.Head
	Months []dueMonth
	Empty  string
	Table  *part.Table // of one group
	Links  template.HTML
	Chips  chips
}

type dueMonth struct {
	Head part.Heading
	List part.DueList
}

type dueQuery struct {
	Org  string `form:"org" max:"64"`
	What string `form:"what" max:"20"`
	Day  string `form:"day" max:"10"`
}

// due is what falls due in the next 90 days, with what happens by itself; with an
// organisation, a kind and a day in the address, the persons of that group.
func (h *Handlers) due(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	if !who.Can(authz.ReadPerson) {
		return who.May(authz.ReadPerson, authz.Object{})
	}
	q, err := web.Query[dueQuery](r)
	if err != nil {
		return err
	}
	p := &duePage{Page: web.Page{Title: "Falls due", Active: "/due"}}
	if q.Org != "" {
		return h.dueGroup(w, r, who, p, q)
	}
	const days = 90
	d, err := h.board.FallsDue(r.Context(), who, days, 0)
	if err != nil {
		return err
	}
	today := clock.DayOf(h.board.Clock.Now())
	p.Head = part.Head{Title: "Falls due", Text: fmt.Sprintf("What ends by itself up to %s, the nearest first, and what then happens if nobody acts. A person stands here with the nearest thing that ends.", today.AddDays(days).Long())}
	p.Links = part.Links(part.Link{Text: "Calendar file", Href: "/due.ics"}, part.Link{Text: "As a list of people", Href: "/people?due=90&sort=due"})
	p.Empty = fallDue(0, days)
	if dueWords[q.What] != "" {
		p.Chips.add(r, "what", dueWords[q.What])
		p.Active = "/due?what=" + q.What
	}
	for _, g := range ofKind(d.Groups, q.What) {
		y, m, _ := g.Day().Date()
		title := fmt.Sprintf("%s %d", m, y)
		if n := len(p.Months); n == 0 || p.Months[n-1].Head.Text != title {
			p.Months = append(p.Months, dueMonth{Head: part.Heading{Text: title}})
		}
		last := &p.Months[len(p.Months)-1]
		last.List.Items = append(last.List.Items, dueItem(who, g, today))
	}
	for i := range p.Months {
		p.Months[i].Head.Count = part.Number(len(p.Months[i].List.Items))
	}
	return h.page.Render(w, r, "due.html", p)
}

func (h *Handlers) dueGroup(w http.ResponseWriter, r *http.Request, who authz.Actor, p *duePage, q dueQuery) error {
	day, err := clock.ParseDay(q.Day)
	if err != nil || dueWords[q.What] == "" {
		return fault.New(fault.NotFound, "There is no such list. Begin at what falls due.")
	}
	lines, err := h.board.DueLines(r.Context(), who, id.Org(q.Org), q.What, day)
	if err != nil {
		return err
	}
	p.Title = dueWords[q.What] + " on " + day.Long()
	p.Crumbs = []web.Crumb{{Text: "Falls due", Href: "/due"}, {Text: dueWords[q.What]}}
	p.Head = part.Head{Title: p.Title, Text: "Nobody you may see falls due here."}
	if len(lines) > 0 {
		g := desk.DueGroup{What: q.What, Persons: int64(len(lines))}
		p.Head.Text = lines[0].OrgName + ". " + itself(g) + "."
	}
	t := lineTable(lines, h.board.Clock.Now(), nil, func(s string) string { return s })
	t.Empty = "Nobody falls due here any more. The list of what falls due is up to date."
	p.Table = &t
	return h.page.Render(w, r, "due.html", p)
}

// calendar is what falls due in the next 90 days as a calendar file, for people's own
// calendars. It names organisations and numbers of persons; a single person by AP number.
func (h *Handlers) calendar(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	if !who.Can(authz.ReadPerson) {
		return who.May(authz.ReadPerson, authz.Object{})
	}
	d, err := h.board.FallsDue(r.Context(), who, 90, 0)
	if err != nil {
		return err
	}
	c := ical.Calendar{Name: "Falls due"}
	for _, g := range d.Groups {
		whom := g.Number
		if g.Persons != 1 || whom == "" {
			whom = part.Count(int(g.Persons), "person", "persons")
		}
		c.Events = append(c.Events, ical.Event{UID: fmt.Sprintf("%s-%s-%s@watchword", g.Org, g.What, g.Day()), Changed: h.board.Clock.Now(), Day: g.Day(),
			Summary: dueWords[g.What] + ": " + whom + ", " + g.OrgName, Detail: itself(g)})
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="falls-due.ics"`)
	w.Header().Set("Cache-Control", "no-store")
	_, err = w.Write(c.Bytes())
	return err
}

// lineTable is persons as rows. sort makes the columns that sort, or is nil; link keeps
// the days of the as-at bar.
func lineTable(lines []desk.Line, at time.Time, sort func(text, key string) part.Column, link func(string) string) part.Table {
	if sort == nil {
		sort = func(text, _ string) part.Column { return part.Column{Text: text} }
	}
	t := part.Table{Caption: "People", Columns: []part.Column{sort("Person", "name"), sort("AP number", "number"), sort("Employer", "org"), {Text: "State"}, sort("Falls due", "due")}}
	for _, l := range lines {
		status := lineStatus(l, at)
		row := part.Row{Cells: []part.Cell{{Text: l.Name, Href: link(personURL(l.Person)), Sub: l.RoleAndTeam(), Strong: true}, {Text: l.Number}, {Text: l.OrgName, Href: link(orgURL(l.Org))},
			{Status: status}, dueCell(l, at)}}
		t.Rows = append(t.Rows, row)
	}
	return t
}
