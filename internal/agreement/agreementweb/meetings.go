package agreementweb

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/agreement/liaison"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// tablePage is a page with a head, what stands out, and one table.
type tablePage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Lede  string
	Table part.Table
}

// Listing is the list as it is saved.
func (p *tablePage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table}
}

func with(r *http.Request) id.Org { return id.Org(r.PathValue("org")) }

// common is what the pages of one organisation's liaison have in common; here is the name
// of the page, empty for the first of its kind.
func common(o *org.Version, title, kind, path, here string) web.Page {
	p := web.Page{Title: title, Active: "/agreements", Crumbs: []web.Crumb{{Text: "Agreements", Href: "/agreements"}, {Text: o.State.Name, Href: "/agreements?org=" + o.ID},
		{Text: kind, Href: "/organisations/" + o.ID + path}}}
	if here == "" {
		p.Crumbs[2].Href = ""
	} else {
		p.Crumbs = append(p.Crumbs, web.Crumb{Text: here})
	}
	return p
}

// dueStatus is how near the last day in time is; its text is empty without one.
func dueStatus(what string, due, today clock.Day) part.Status {
	switch {
	case due == clock.NoDay:
		return part.Status{}
	case due < today:
		return part.Status{Kind: part.NotInForce, Text: what + " overdue since " + due.Short()}
	case due <= today.AddDays(30):
		return part.Status{Kind: part.Due, Text: what + " due by " + due.Short()}
	}
	return part.Status{Kind: part.InForce, Text: what + " due by " + due.Short()}
}

// everyMeeting is every organisation with a protocol or a meeting: when it met its
// neighbourhood team last, and when it is to meet it next.
func (h *Handlers) everyMeeting(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &tablePage{Page: web.Page{Title: "Meetings", Active: "/agreements", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Agreements", Href: "/agreements"}, {Text: "Meetings"}}}, Bar: v.Bar,
		Head: part.Head{Title: "Meetings"}, Lede: "Each organisation meets its neighbourhood team, counted from the day its protocol came into force or from the last meeting held."}
	p.Table = part.Table{Caption: "Organisations and their meetings", RowHeaders: true, Empty: "No organisation has a protocol in force. Meetings fall due from the day one is.",
		Columns: []part.Column{{Text: "Organisation"}, {Text: "Last held"}, {Text: "Next due by"}, {Text: "Planned"}}}
	today := clock.DayOf(v.When.At)
	type line struct {
		due clock.Day
		row part.Row
	}
	var lines []line
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		orgs, err := h.Orgs.AsAt(tx, v.Who, v.When)
		if err != nil {
			return err
		}
		for _, o := range orgs {
			if h.Agreements.May(tx, v.Who, authz.ReadAgreement, id.Org(o.ID)) != nil {
				continue
			}
			m, err := h.Liaison.Meetings(tx, v.Who, id.Org(o.ID), v.When)
			if err != nil {
				return err
			}
			if m.Due == clock.NoDay && len(m.All) == 0 {
				continue
			}
			lines = append(lines, line{cmp.Or(m.Due, 1<<30), part.Row{Cells: []part.Cell{{Text: o.State.Name, Href: v.Bar.Link("/organisations/" + o.ID + "/meetings")}, lastCell(m), dueCell(m.Due, today), plannedCell(m)}}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(a.due, b.due) })
	for _, l := range lines {
		p.Table.Rows = append(p.Table.Rows, l.row)
	}
	return v.Show(h.page, w, "table.html", p)
}

func lastCell(m liaison.Meetings) part.Cell {
	if m.Last == clock.NoDay {
		return part.Cell{Text: "Never", Quiet: true}
	}
	return part.DayCell(m.Last)
}

// dueCell is the last day in time of something, marked when it is near or past.
func dueCell(due, today clock.Day) part.Cell {
	switch {
	case due == clock.NoDay:
		return part.Cell{Text: "Not due", Sub: "No protocol is in force", Quiet: true}
	case due < today:
		return part.Cell{Nowrap: true, Status: part.Status{Kind: part.NotInForce, Text: due.Short(), Plain: true}, Sub: "Overdue"}
	case due <= today.AddDays(30):
		return part.Cell{Nowrap: true, Status: part.Status{Kind: part.Due, Text: due.Short(), Plain: true}}
	}
	return part.DayCell(due)
}

func plannedCell(m liaison.Meetings) part.Cell {
	p, ok := m.Planned()
	if !ok {
		return part.Cell{Text: "None", Quiet: true}
	}
	c := part.DayCell(p.State.Day)
	c.Sub = p.State.Place
	return c
}

// meetings is the meetings of one organisation.
func (h *Handlers) meetings(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &tablePage{Bar: v.Bar}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		m, err := h.Liaison.Meetings(tx, v.Who, with(r), v.When)
		if err != nil {
			return err
		}
		o, err := h.Orgs.Any(tx, v.Who.Force, with(r), v.When)
		if err != nil {
			return err
		}
		p.Page = common(&o, "Meetings with "+o.State.Name, "Meetings", "/meetings", "")
		p.Page.Past = v.Bar.Past()
		p.Head = part.Head{Caption: o.State.Name, Title: "Meetings with the neighbourhood team"}
		p.Lede = "No protocol is in force, so none falls due."
		if m.Due != clock.NoDay {
			p.Lede = "They meet at least every " + months(m.Months) + " (joint operating protocol, clause 3.2)."
			p.Head.Statuses = []part.Status{dueStatus("Next meeting", m.Due, clock.DayOf(v.When.At))}
		}
		if !p.Past && h.Agreements.May(tx, v.Who, authz.KeepLiaison, with(r)) == nil {
			p.Head.Actions = []govuk.Button{{Text: "Plan a meeting", Href: "/organisations/" + o.ID + "/meetings/plan"}, {Text: "Record a meeting", Href: "/organisations/" + o.ID + "/meetings/record", Classes: "govuk-button--secondary"}}
		}
		p.Table = meetingTable(v, m)
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "table.html", p)
}

func months(n int) string {
	if n == 1 {
		return "month"
	}
	return web.Number(n) + " months"
}

func meetingTable(v visit.Visit, m liaison.Meetings) part.Table {
	t := part.Table{Caption: "Meetings", RowHeaders: true, Empty: "No meeting has been planned or recorded. Plan the first, or record one that was held.",
		Columns: []part.Column{{Text: "Day"}, {Text: "State"}, {Text: "Place"}, {Text: "Minutes"}}}
	for _, x := range m.All {
		s := &x.State
		minutes := part.Cell{}
		if s.State == liaison.Held {
			minutes = part.Cell{Status: part.Status{Kind: part.Waiting, Text: "Not written yet", Plain: true}}
			if s.Minuted() {
				minutes = part.Cell{Text: "Kept until " + s.Keep.Short()}
			}
		}
		t.Rows = append(t.Rows, part.Row{Ended: s.State == liaison.CalledOff, Cells: []part.Cell{{Text: s.Day.Short(), Href: v.Bar.Link("/meetings/" + x.ID), Nowrap: true},
			{Status: meetingStatus(s, clock.DayOf(v.When.At), true)}, {Text: s.Place}, minutes}})
	}
	return t
}

func meetingStatus(m *liaison.Meeting, today clock.Day, plain bool) part.Status {
	st := part.Status{Kind: part.Waiting, Text: "Planned", Plain: plain}
	switch {
	case m.State == liaison.Held:
		st.Kind, st.Text = part.InForce, "Held"
	case m.State == liaison.CalledOff:
		st.Kind, st.Text = part.Ended, "Called off"
	case m.Day < today:
		st.Kind, st.Text = part.NotKnown, "Planned, not recorded"
	}
	return st
}

// meetingPage is one meeting.
type meetingPage struct {
	web.Page
	Bar     part.AsAt
	Head    part.Head
	List    govuk.SummaryList
	Minutes []string // a paragraph each
	File    part.Link
}

func (h *Handlers) meeting(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &meetingPage{Bar: v.Bar}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		x, err := h.Liaison.Meeting(tx, v.Who, id.Meeting(r.PathValue("meeting")), v.When)
		if err != nil {
			return err
		}
		m := &x.State
		o, err := h.Orgs.Any(tx, v.Who.Force, m.Org, v.When)
		if err != nil {
			return err
		}
		p.Page = common(&o, "Meeting with "+o.State.Name+", "+m.Day.Short(), "Meetings", "/meetings", m.Day.Short())
		p.Page.Past = v.Bar.Past()
		p.Head = part.Head{Caption: o.State.Name + " with its neighbourhood team", Title: "Meeting of " + m.Day.Long(), Statuses: []part.Status{meetingStatus(m, clock.DayOf(v.When.At), false)}}
		add := func(key, value string) { p.List.Rows = append(p.List.Rows, told(key, value)...) }
		add("Place", m.Place)
		add("For the police", m.OfForce)
		add("For "+o.State.Name, m.OfOrg)
		add("Called off because", m.Why)
		if m.State == liaison.Held {
			add("Minutes kept until", m.Keep.Long())
		}
		add("Last changed by", m.Last.By+", "+clock.Moment(m.Last.At))
		p.Minutes = paragraphs(m.Minutes)
		if m.File != "" {
			p.File = part.Link{Text: m.FileName, Href: v.Bar.Link("/meetings/" + x.ID + "/file")}
		}
		if !p.Past {
			h.offerMeeting(tx, v, p, x)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "meeting.html", p)
}

// told is a row of a summary, a line of the value each on its own; none for no value.
func told(key, value string) []govuk.Row {
	if value == "" {
		return nil
	}
	html := strings.ReplaceAll(template.HTMLEscapeString(value), "\n", "<br>")
	return []govuk.Row{{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: template.HTML(html)}}}
}

// paragraphs is the lines of a text that hold something.
func paragraphs(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
}

func (h *Handlers) offerMeeting(tx *db.Tx, v visit.Visit, p *meetingPage, x liaison.MeetingVersion) {
	for _, b := range []struct{ verb, text, path string }{{"meeting.hold", "Record it as held", "/record"}, {"meeting.plan", "Move it", "/plan"}, {"meeting.minute", "Write the minutes", "/minutes"}, {"meeting.call-off", "Call it off", "/call-off"}} {
		if h.Liaison.Open(tx, v.Who, &x.State, b.verb) != nil {
			continue
		}
		button := govuk.Button{Text: b.text, Href: "/meetings/" + x.ID + b.path}
		if b.verb == "meeting.minute" && x.State.Minuted() {
			button.Text = "Correct the minutes"
		}
		if len(p.Head.Actions) > 0 || x.State.Minuted() {
			button.Classes = "govuk-button--secondary"
		}
		p.Head.Actions = append(p.Head.Actions, button)
	}
}

// minutesFile is the minutes as the document that was sent.
func (h *Handlers) minutesFile(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	var f blob.File
	var name string
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		f, name, err = h.Liaison.File(tx, v.Who, id.Meeting(r.PathValue("meeting")), v.When)
		return err
	})
	if err != nil {
		return err
	}
	return f.Send(w, name)
}
