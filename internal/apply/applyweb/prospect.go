package applyweb

import (
	"html/template"
	"net/http"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/apply"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

func prospectOf(r *http.Request) id.Prospect { return id.Prospect(r.PathValue("prospect")) }

func prospectURL(of id.Prospect) string { return "/prospects/" + string(of) }

type notedView struct{ Text, By string }

type metView struct{ When, Found string }

type prospectPage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Asked govuk.SummaryList
	Met   *metView
	Notes []notedView
	Next  part.Box
	Way   []step
	Acts  []govuk.Button
}

// prospect is one employer that asked, and what the office does with it.
func (h *Handlers) prospect(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	var x apply.ProspectVersion
	var history []apply.ProspectVersion
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if x, err = h.Applies.FindProspect(tx, v.Who, prospectOf(r), v.When); err != nil {
			return err
		}
		history, err = h.Applies.ProspectHistory(tx, v.Who, prospectOf(r), false)
		return err
	})
	if err != nil {
		return err
	}
	s := &x.State
	p := &prospectPage{Page: web.Page{Title: s.Name, Active: "/prospects", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Enquiries", Href: v.Bar.Link("/prospects")}, {Text: s.Name}}}, Bar: v.Bar}
	p.Head = part.Head{Caption: "Enquiry " + s.Reference, Title: s.Name, Statuses: []part.Status{stageStatus(s.Stage)}, Facts: []part.Fact{{Key: "Asked", Value: clock.Moment(s.Made)}, {Key: "Kind", Value: s.Kind.Title()}}}
	if s.Application != "" {
		p.Head.Links = append(p.Head.Links, part.Link{Text: "The application", Href: v.Bar.Link(applicationURL(s.Application))})
	}
	if s.Org != "" {
		p.Head.Links = append(p.Head.Links, part.Link{Text: "The organisation", Href: v.Bar.Link("/organisations/" + string(s.Org))})
	}
	p.Asked = asked(s)
	if s.Met != nil {
		p.Met = &metView{When: s.Met.On.Long() + ", " + s.Met.By, Found: s.Met.Found}
	}
	for _, n := range s.Notes {
		p.Notes = append(p.Notes, notedView{n.Text, n.By + ", " + clock.Moment(n.At)})
	}
	p.Next = nextBox(s, clock.DayOf(v.When.At))
	p.Way = wayOf(history, v)
	if s.Erased != clock.NoDay {
		p.Head.Facts = append(p.Head.Facts, part.Fact{Key: "Personal data erased", Value: s.Erased.Long()})
	} else if v.Who.Can(authz.WorkApplications) && !p.Past {
		p.acts(x)
	}
	return v.Show(h.page, w, "prospect.html", p)
}

func asked(s *apply.Prospect) govuk.SummaryList {
	var l govuk.SummaryList
	add := func(key, value string) {
		if value != "" {
			l.Rows = append(l.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	add("Contact", strings.Join(filled(s.Contact.Name, s.Contact.Post), ", "))
	add("E-mail address", s.Contact.Email)
	add("Telephone", s.Contact.Phone)
	add("Work", s.Purpose)
	if s.Staff > 0 {
		add("People", part.Number(s.Staff))
	}
	var powers []string
	for _, x := range s.Powers {
		if p, ok := law.Find(x); ok {
			powers = append(powers, p.Name)
		}
	}
	add("Powers in mind", strings.Join(powers, "; "))
	add("How it came", map[bool]string{true: "By the public page", false: "Entered by the office"}[s.Public])
	return l
}

// filled is the texts that are not empty.
func filled(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

func nextBox(s *apply.Prospect, today clock.Day) part.Box {
	b := part.Box{Title: "What comes next"}
	switch {
	case s.Stage == apply.Closed:
		b.HTML = paragraph("Closed on " + clock.DayOf(s.Since).Long() + ". " + s.Why)
	case s.Stage == apply.Joined:
		b.HTML = paragraph("It is accredited since " + clock.DayOf(s.Since).Long() + ".")
	case s.Next == "":
		b.HTML = paragraph("Nothing is planned. Set the next action, and it stands in the diary.")
	default:
		b.HTML = paragraph(s.Next) + paragraph("By "+s.NextDay.Long()+", "+s.Owner+".")
		if s.NextDay < today {
			b.Status = part.Status{Kind: part.NotInForce, Text: "Overdue"}
		} else if s.NextDay <= today+7 {
			b.Status = part.Status{Kind: part.Due, Text: "By " + s.NextDay.Short()}
		}
	}
	return b
}

// wayOf is the changes of stage up to the instants of the page, the oldest first.
func wayOf(history []apply.ProspectVersion, v visit.Visit) []step {
	var out []step
	var last apply.Stage
	for _, x := range history {
		if x.From.After(v.When.At) || x.Known.After(v.When.Known) || x.State.Stage == last {
			continue
		}
		last = x.State.Stage
		out = append(out, step{Text: last.Title(), Day: clock.Moment(x.From)})
	}
	return out
}

func (p *prospectPage) acts(x apply.ProspectVersion) {
	at := prospectURL(id.Prospect(x.ID))
	add := func(text, act string, quiet bool) {
		b := govuk.Button{Text: text, Href: at + "/" + act}
		if quiet {
			b.Classes = "govuk-button--secondary"
			p.Acts = append(p.Acts, b)
			return
		}
		p.Head.Actions = append(p.Head.Actions, b)
	}
	s := x.State.Stage
	if s.Open() {
		add("Set the next action", "plan", false)
	}
	if s == apply.Enquired || s == apply.Talking {
		add("Record a meeting", "meet", true)
	}
	if s == apply.Enquired || s == apply.Talking {
		add("Invite to apply", "invite", true)
	}
	add("Write a note", "note", true)
	if s == apply.Closed {
		add("Take it up again", "reopen", true)
	} else if s == apply.Enquired || s == apply.Talking {
		add("Close it", "close", true)
	}
}

// actForm is what the acts on a prospect ask.
type actForm struct {
	Next  string    `form:"next" label:"Next action" max:"200"`
	Day   clock.Day `form:"day" label:"Day"`
	Owner string    `form:"owner" label:"Who" max:"200"`
	On    clock.Day `form:"on" label:"Day of the meeting"`
	Found string    `form:"found" label:"Findings" max:"4000" text:"lines"`
	Text  string    `form:"text" label:"Note" max:"4000" text:"lines"`
	Why   string    `form:"why" label:"Reason" max:"4000" text:"lines"`
}

type actPage struct {
	web.Page
	Head                  part.Head
	Lede, Button, Back    string
	Plan, Meet, Note, Why bool
	Form                  actForm
}

// prospectActs is the acts on a prospect, by the last part of their address.
var prospectActs = map[string]struct{ title, lede, button string }{
	"plan":   {"Set the next action", "It stands in the diary of the office until it is done or set anew.", "Set it"},
	"meet":   {"Record a meeting", "The first meeting shows whether the scheme suits the employer. The employer sees its day, never the findings.", "Record the meeting"},
	"note":   {"Write a note", "Notes are for the office. The employer does not see them on its pages.", "Keep the note"},
	"invite": {"Invite to apply", "It begins an application for the employer. You are shown a link, once, to hand over: by it they fill the application in.", "Begin the application and make the link"},
	"close":  {"Close the enquiry", "It leaves the list of what is under way. It can be taken up again.", "Close it"},
	"reopen": {"Take the enquiry up again", "It stands in the list of what is under way again.", "Take it up again"},
}

func (h *Handlers) actPage(r *http.Request) (*actPage, error) {
	act := r.PathValue("act")
	words, ok := prospectActs[act]
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no such page.")
	}
	x, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (apply.ProspectVersion, error) {
		return h.Applies.FindProspect(tx, who(r), prospectOf(r), h.now())
	})
	if err != nil {
		return nil, err
	}
	back := prospectURL(prospectOf(r))
	p := &actPage{Page: web.Page{Title: words.title, Active: "/prospects", Crumbs: []web.Crumb{{Text: "Enquiries", Href: "/prospects"}, {Text: x.State.Name, Href: back}, {Text: words.title}}},
		Head: part.Head{Caption: x.State.Name, Title: words.title}, Lede: words.lede, Button: words.button, Back: back,
		Plan: act == "plan", Meet: act == "meet", Note: act == "note", Why: act == "close" || act == "reopen"}
	p.Form = actForm{Next: x.State.Next, Day: x.State.NextDay, Owner: x.State.Owner, On: h.today()}
	if p.Form.Owner == "" {
		p.Form.Owner = who(r).Name
	}
	return p, nil
}

func (h *Handlers) prospectAct(w http.ResponseWriter, r *http.Request) error {
	p, err := h.actPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "act.html", p)
}

func (h *Handlers) prospectActNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.actPage(r)
	if err != nil {
		return err
	}
	f, err := web.Form[actForm](r)
	if err == nil {
		ctx, of := r.Context(), prospectOf(r)
		switch r.PathValue("act") {
		case "invite":
			var l apply.Link
			if l, err = h.Applies.Invite(ctx, who(r), of); err == nil {
				return h.made(w, r, l, p.Head.Caption)
			}
		case "plan":
			err = h.Applies.Plan(ctx, who(r), of, apply.Plan{Next: f.Next, Day: f.Day, Owner: f.Owner})
		case "meet":
			err = h.Applies.Meet(ctx, who(r), of, f.On, f.Found)
		case "note":
			err = h.Applies.Note(ctx, who(r), of, f.Text)
		case "close":
			err = h.Applies.Close(ctx, who(r), of, f.Why)
		case "reopen":
			err = h.Applies.Reopen(ctx, who(r), of, f.Why)
		}
	}
	if err != nil {
		p.Form = f
		return h.page.Again(w, r, "act.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "prospect."+r.PathValue("act"))
}

func paragraph(text string) template.HTML {
	return template.HTML("<p>" + template.HTMLEscapeString(text) + "</p>")
}

type madePage struct {
	web.Page
	Name, Made, Until, Back string
}

// made shows a link that was just made, this once.
func (h *Handlers) made(w http.ResponseWriter, r *http.Request, l apply.Link, name string) error {
	w.Header().Set("Cache-Control", "no-store")
	p := &madePage{Page: web.Page{Title: "The link to the application", Active: "/prospects", Crumbs: []web.Crumb{{Text: "Applications", Href: "/applications"}, {Text: name, Href: applicationURL(l.Application)}, {Text: "Link"}}},
		Name: name, Made: h.address(r, "/apply/"+l.Secret), Until: (clock.DayOf(l.Until) - 1).Long(), Back: applicationURL(l.Application)}
	return h.page.Render(w, r, "made.html", p)
}

func applicationURL(of id.Application) string { return "/applications/" + string(of) }
