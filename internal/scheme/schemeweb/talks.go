package schemeweb

import (
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/scheme/growth"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

const pageSize = 50

type logQuery struct {
	Show string `form:"show" max:"10"`
	Text string `form:"q" label:"Team, name or words" max:"120"`
}

type logPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Sub    moj.SubNavigation
	Show   string
	Text   string
	CSV    string
	Table  part.Table
	Paging part.Paging
}

// talks is the contact log, the latest first.
func (h *Handlers) talks(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[logQuery](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]growth.TalkVersion, error) {
		return h.Growth.Talks(tx, v.Who, growth.Log{Text: q.Text, Open: q.Show == "open"}, v.When)
	})
	if err != nil {
		return err
	}
	query := r.URL.Query()
	at, _ := strconv.Atoi(query.Get("page"))
	p := &logPage{Page: web.Page{Title: "Contact log", Active: "/administration", Past: v.Bar.Past()}, Bar: v.Bar, Sub: grows(v, "/growth-log"), Show: q.Show, Text: q.Text, CSV: "/growth-log.csv?" + query.Encode(),
		Head:   part.Head{Title: "Contact log", Text: "What was said with the community policing teams about the growth of the scheme."},
		Paging: part.Paging{Path: "/growth-log", Query: query, Total: len(all), Size: pageSize, Page: max(1, min(at, 100000)), Noun: "contacts"}}
	if v.May(authz.KeepScheme) {
		p.Head.Actions = []govuk.Button{{Text: "Record a contact", Href: "/growth-log/record"}}
	}
	p.Table = part.Table{Caption: "Contacts with community policing teams", RowHeaders: true, Columns: []part.Column{{Text: "Day"}, {Text: "Team"}, {Text: "What was said"}, {Text: "Next"}}, Empty: "No contact has been recorded."}
	switch {
	case q.Text != "":
		p.Table.Empty = "Nothing in the log has these words."
	case q.Show == "open":
		p.Table.Empty = "Nothing is left to do."
	}
	from := min(p.Paging.Offset(), len(all))
	for _, x := range all[from:min(from+pageSize, len(all))] {
		t := &x.State
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: t.Day.Short(), Href: v.Link("/growth-log/" + x.ID), Nowrap: true}, {Text: t.Team, Sub: t.With}, {Text: t.Said}, stepCell(t, v.Day())}})
	}
	return v.Show(h.page, w, "talks.html", p)
}

// stepCell is what is to be done after a contact.
func stepCell(t *growth.Talk, today clock.Day) part.Cell {
	switch {
	case t.State == growth.Done:
		return part.Cell{Text: t.Came, Quiet: t.Came == ""}
	case t.NextDay < today:
		return part.Cell{Text: t.Next, Status: part.Status{Kind: part.NotInForce, Text: "Overdue since " + t.NextDay.Short(), Plain: true}, Sub: t.Owner}
	}
	return part.Cell{Text: t.Next, Status: part.Status{Kind: part.Due, Text: "By " + t.NextDay.Short(), Plain: true}, Sub: t.Owner}
}

// talksCSV is the log as a file.
func (h *Handlers) talksCSV(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[logQuery](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]growth.TalkVersion, error) {
		return h.Growth.Talks(tx, v.Who, growth.Log{Text: q.Text, Open: q.Show == "open"}, v.When)
	})
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, "contact-log-"+v.Day().String()+".csv")
	out := sheet.ForPeople(w)
	out.Line("Day", "Team", "With", "What was said", "Next", "By", "Owner", "What came of it", "Written by")
	for _, x := range all {
		t := &x.State
		out.Line(t.Day.String(), t.Team, t.With, t.Said, t.Next, t.NextDay.String(), t.Owner, t.Came, t.Who)
	}
	return out.End()
}

type stepForm struct {
	Came  string    `form:"came" label:"What came of it" max:"1000" text:"lines"`
	Next  string    `form:"next" label:"What is done next" max:"300"`
	By    clock.Day `form:"by" label:"By when"`
	Owner string    `form:"owner" label:"Who does it" max:"100"`
}

func (f stepForm) step() growth.Step {
	return growth.Step{Next: f.Next, By: f.By, Owner: f.Owner}
}

type talkPage struct {
	web.Page
	Bar     part.AsAt
	Head    part.Head
	Here    string
	List    govuk.SummaryList
	History part.Table
	Follows bool
	Form    stepForm
}

func talkOf(r *http.Request) id.Talk { return id.Talk(r.PathValue("talk")) }

func (h *Handlers) talkPage(v visit.Visit) (*talkPage, error) {
	p := &talkPage{Bar: v.Bar, Here: "/growth-log/" + string(talkOf(v.R))}
	err := h.DB.Read(v.R.Context(), func(tx *db.Tx) error {
		x, err := h.Growth.Talk(tx, v.Who, talkOf(v.R), v.When)
		if err != nil {
			return err
		}
		names, err := h.Areas.Names(tx, v.Who.Force)
		if err != nil {
			return err
		}
		all, err := h.Growth.TalkHistory(tx, v.Who, talkOf(v.R), false)
		p.fill(v, &x.State, names[x.State.District], all)
		return err
	})
	return p, err
}

func (p *talkPage) fill(v visit.Visit, t *growth.Talk, district string, all []growth.TalkVersion) {
	p.Page = web.Page{Title: t.Team + ", " + t.Day.Short(), Active: "/administration", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Contact log", Href: v.Link("/growth-log")}, {Text: t.Team + ", " + t.Day.Short()}}}
	p.Head = part.Head{Caption: "Contact of " + t.Day.Long(), Title: t.Team}
	add := func(key, value string) {
		if value != "" {
			p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	add("Policing district", district)
	add("Spoke for the team", t.With)
	add("What was said", t.Said)
	add("Written by", all[0].State.Who+", "+clock.Moment(all[0].State.At))
	p.History = part.Table{Caption: "What is done", RowHeaders: true, Empty: "Nothing was left to do.", Columns: []part.Column{{Text: "Next"}, {Text: "By"}, {Text: "Who"}, {Text: "What came of it"}}}
	for i, x := range all {
		o := &x.State
		if o.Next == "" || x.From.After(v.When.At) {
			continue
		}
		row := part.Row{Cells: []part.Cell{{Text: o.Next}, part.DayCell(o.NextDay), {Text: o.Owner}, {Status: part.Status{Kind: part.Waiting, Text: "To do", Plain: true}}}}
		if i+1 < len(all) && !all[i+1].From.After(v.When.At) {
			row.Cells[3] = part.Cell{Text: all[i+1].State.Came}
		}
		p.History.Rows = append(p.History.Rows, row)
	}
	p.Follows = v.May(authz.KeepScheme) && t.State == growth.ToDo
}

func (h *Handlers) oneTalk(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p, err := h.talkPage(v)
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "talk.html", p)
}

func (h *Handlers) followNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.talkPage(visit.Present(r, h.Clock))
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[stepForm](r); err == nil {
		err = h.Growth.Follow(r.Context(), account.Actor(r.Context()), talkOf(r), p.Form.Came, p.Form.step())
	}
	if err != nil {
		return h.page.Again(w, r, "talk.html", p, err)
	}
	return web.SeeOther(w, r, p.Here, "talk.follow")
}

type recordForm struct {
	Day      clock.Day `form:"day" label:"Day"`
	Team     string    `form:"team" label:"Team" max:"200"`
	District id.Area   `form:"district" max:"64"`
	With     string    `form:"with" label:"Who spoke for the team" max:"200"`
	Said     string    `form:"said" label:"What was said" max:"2000" text:"lines"`
	Next     string    `form:"next" label:"What is done next" max:"300"`
	By       clock.Day `form:"by" label:"By when"`
	Owner    string    `form:"owner" label:"Who does it" max:"100"`
}

type recordPage struct {
	web.Page
	Head      part.Head
	Districts []govuk.Option
	Form      recordForm
}

func (h *Handlers) recordPage(r *http.Request) (*recordPage, error) {
	p := &recordPage{Head: part.Head{Title: "Record a contact"}, Districts: []govuk.Option{{Blank: true, Text: "None"}},
		Page: web.Page{Title: "Record a contact", Active: "/administration", Crumbs: []web.Crumb{{Text: "Contact log", Href: "/growth-log"}, {Text: "Record a contact"}}}}
	who := account.Actor(r.Context())
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]area.Version, error) { return h.Areas.Of(tx, who.Force, area.District) })
	for _, a := range all {
		p.Districts = append(p.Districts, govuk.Option{Value: a.ID, Text: a.State.Name})
	}
	return p, err
}

func (h *Handlers) talk(w http.ResponseWriter, r *http.Request) error {
	p, err := h.recordPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "record.html", p)
}

func (h *Handlers) talkNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.recordPage(r)
	if err != nil {
		return err
	}
	var of id.Talk
	if p.Form, err = web.Form[recordForm](r); err == nil {
		f := p.Form
		of, err = h.Growth.Record(r.Context(), account.Actor(r.Context()), growth.Recorded{Day: f.Day, Team: f.Team, With: f.With, Said: f.Said, District: f.District, Step: growth.Step{Next: f.Next, By: f.By, Owner: f.Owner}})
	}
	if err != nil {
		return h.page.Again(w, r, "record.html", p, err)
	}
	return web.SeeOther(w, r, "/growth-log/"+string(of), "talk.record")
}
