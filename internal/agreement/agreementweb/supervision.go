package agreementweb

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/agreement/supervision"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// everySupervision is how each organisation supervises, the worst first.
func (h *Handlers) everySupervision(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &tablePage{Page: web.Page{Title: "Supervision", Active: "/agreements", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Agreements", Href: "/agreements"}, {Text: "Supervision"}}}, Bar: v.Bar,
		Head: part.Head{Title: "Supervision"}, Lede: "How each organisation supervises its accredited persons on site, and checks what they write (joint operating protocol, clause 2.2 iv)."}
	p.Table = part.Table{Caption: "Organisations and their supervision", RowHeaders: true, Empty: "No organisation has arrangements in force.",
		Columns: []part.Column{{Text: "Organisation"}, {Text: "State"}, {Text: "Persons"}, {Text: "Supervisors"}, {Text: "Next visit by"}, {Text: "Next sample by"}}}
	today := clock.DayOf(v.When.At)
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		all, err := h.Supervised.All(tx, v.Who, v.When)
		slices.SortStableFunc(all, func(a, b supervision.Look) int { return cmp.Compare(howBad(b.Shorts()), howBad(a.Shorts())) })
		for _, l := range all {
			st, sub := shortCell(l.Shorts())
			p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: l.Org.State.Name, Href: v.Bar.Link("/organisations/" + l.Org.ID + "/supervision")}, {Status: st, Sub: sub},
				{Text: web.Number(l.Persons)}, {Text: web.Number(len(l.Loads))}, dueCell(l.VisitDue, today), dueCell(l.SampleDue, today)}})
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "table.html", p)
}

// howBad orders what falls short: 2 bad, 1 to be looked at, 0 nothing.
func howBad(all []supervision.Short) int {
	switch {
	case len(all) == 0:
		return 0
	case all[0].Bad:
		return 2
	}
	return 1
}

// shortCell is what falls short in a word, and the worst of it.
func shortCell(all []supervision.Short) (part.Status, string) {
	switch howBad(all) {
	case 2:
		return part.Status{Kind: part.NotInForce, Text: "Falls short", Plain: true}, all[0].Text
	case 1:
		return part.Status{Kind: part.Due, Text: "To be looked at", Plain: true}, all[0].Text
	}
	return part.Status{Kind: part.InForce, Text: "In order", Plain: true}, ""
}

// supervisionPage is how one organisation supervises.
type supervisionPage struct {
	web.Page
	Bar         part.AsAt
	Head        part.Head
	Shorts      []part.Status
	Supervisors part.Table
	Without     []string
	More        string
	OnSite      []string
	Documents   []string
	Written     string
	Visits      part.Table
}

// supervisionOf is the supervision of one organisation.
func (h *Handlers) supervisionOf(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &supervisionPage{Bar: v.Bar}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		l, err := h.Supervised.Of(tx, v.Who, with(r), v.When)
		if err != nil {
			return err
		}
		p.fill(v, &l)
		if p.Past {
			return nil
		}
		at := "/organisations/" + l.Org.ID + "/supervision"
		if h.Agreements.May(tx, v.Who, authz.KeepSupervision, with(r)) == nil {
			p.Head.Actions = []govuk.Button{{Text: "Record a visit", Href: at + "/record?kind=visit"}, {Text: "Record a sample", Href: at + "/record?kind=sample", Classes: "govuk-button--secondary"}}
			p.Head.Links = append(p.Head.Links, part.Link{Text: "Plan a visit", Href: at + "/schedule?kind=visit"}, part.Link{Text: "Plan a sample", Href: at + "/schedule?kind=sample"})
		}
		if h.Agreements.May(tx, v.Who, authz.KeepLiaison, with(r)) == nil {
			p.Head.Links = append(p.Head.Links, part.Link{Text: "Write the plan", Href: at + "/plan"})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "supervision.html", p)
}

func (p *supervisionPage) fill(v visit.Visit, l *supervision.Look) {
	o, today := &l.Org, clock.DayOf(v.When.At)
	p.Page = common(o, "Supervision at "+o.State.Name, "Supervision", "/supervision", "")
	p.Page.Past = v.Bar.Past()
	p.Head = part.Head{Caption: o.State.Name, Title: "Supervision", Statuses: []part.Status{dueStatus("Visit", l.VisitDue, today), dueStatus("Sample", l.SampleDue, today)}}
	if l.VisitDue == clock.NoDay {
		p.Head.Statuses = nil
	}
	for _, s := range l.Shorts() {
		kind := part.Due
		if s.Bad {
			kind = part.NotInForce
		}
		p.Shorts = append(p.Shorts, part.Status{Kind: kind, Text: s.Text, Plain: true})
	}
	p.Supervisors = part.Table{Caption: "Supervisors", RowHeaders: true, Empty: "No supervisor is named among the contacts of the organisation.", Columns: []part.Column{{Text: "Supervisor"}, {Text: "Persons"}, {Text: "When away"}}}
	for _, s := range l.Loads {
		n := part.Cell{Text: web.Number(s.Persons), Sub: "of at most " + web.Number(l.Ratio)}
		if s.Over {
			n = part.Cell{Status: part.Status{Kind: part.NotInForce, Text: web.Number(s.Persons), Plain: true}, Sub: n.Sub}
		}
		cover := part.Cell{Text: s.Cover}
		if s.Cover == "" {
			cover = part.Cell{Text: "Nobody is named", Quiet: true}
		}
		p.Supervisors.Rows = append(p.Supervisors.Rows, part.Row{Cells: []part.Cell{{Text: s.Name}, n, cover}})
	}
	for i, s := range l.Without {
		if i == 20 {
			p.More = "and " + web.Number(len(l.Without)-i) + " more"
			break
		}
		p.Without = append(p.Without, s.Name+", "+s.Number)
	}
	if l.Plan.Written() {
		p.OnSite, p.Documents = paragraphs(l.Plan.OnSite), paragraphs(l.Plan.Documents)
		p.Written = "Written by " + l.Plan.By + ", " + clock.DayOf(l.Plan.At).Long() + "."
	}
	p.Visits = part.Table{Caption: "Visits and samples", RowHeaders: true, Empty: "None has been planned or recorded.", Columns: []part.Column{{Text: "Day"}, {Text: "What"}, {Text: "State"}, {Text: "What was found"}}}
	for _, x := range l.Visits {
		s := &x.State
		p.Visits.Rows = append(p.Visits.Rows, part.Row{Ended: s.State == supervision.CalledOff, Cells: []part.Cell{{Text: s.Day.Short(), Href: v.Bar.Link("/supervision-visits/" + x.ID), Nowrap: true},
			{Text: s.Kind.Title(), Sub: s.By}, {Status: visitStatus(s, today, true)}, {Text: firstLine(s.Found)}}})
	}
}

func visitStatus(v *supervision.Visit, today clock.Day, plain bool) part.Status {
	st := part.Status{Kind: part.Waiting, Text: "Planned", Plain: plain}
	switch {
	case v.State == supervision.CalledOff:
		st.Kind, st.Text = part.Ended, "Called off"
	case v.Open() && v.MendBy < today:
		st.Kind, st.Text = part.NotInForce, "To be put right since "+v.MendBy.Short()
	case v.Open():
		st.Kind, st.Text = part.Due, "To be put right by "+v.MendBy.Short()
	case v.State == supervision.Done:
		st.Kind, st.Text = part.InForce, "Done"
	case v.Day < today:
		st.Kind, st.Text = part.NotKnown, "Planned, not recorded"
	}
	return st
}

// visitPage is one visit or sample.
type visitPage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	List  govuk.SummaryList
	Found []string
}

func (h *Handlers) supervisionVisit(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &visitPage{Bar: v.Bar}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		x, err := h.Supervised.Visit(tx, v.Who, id.Visit(r.PathValue("visit")), v.When)
		if err != nil {
			return err
		}
		s := &x.State
		o, err := h.Orgs.Any(tx, v.Who.Force, s.Org, v.When)
		if err != nil {
			return err
		}
		p.Page = common(&o, s.Kind.Title()+" at "+o.State.Name+", "+s.Day.Short(), "Supervision", "/supervision", s.Day.Short())
		p.Page.Past = v.Bar.Past()
		p.Head = part.Head{Caption: o.State.Name, Title: s.Kind.Title() + ", " + s.Day.Long(), Statuses: []part.Status{visitStatus(s, clock.DayOf(v.When.At), false)}}
		add := func(key, value string) { p.List.Rows = append(p.List.Rows, told(key, value)...) }
		add("By", s.By)
		add("Place", s.Place)
		if s.State == supervision.Done && s.Kind == supervision.Sample {
			add("Looked at", plural(s.Notebooks, "notebook", "notebooks")+"\n"+plural(s.Notices, "notice", "notices")+"\n"+plural(s.Reports, "report", "reports"))
			add("Not in order", strconv.Itoa(s.Wrong))
		}
		add("To be put right by", s.MendBy.Long())
		if s.Mended != clock.NoDay {
			add("Put right", s.Mended.Long()+"\n"+s.How)
		}
		add("Called off because", s.Why)
		add("Last changed by", s.Last+", "+clock.Moment(s.At))
		p.Found = paragraphs(s.Found)
		if p.Past {
			return nil
		}
		for _, b := range []struct{ what, text string }{{"mend", "Record that it is put right"}, {"record", "Record it as done"}, {"schedule", "Move it"}, {"call-off", "Call it off"}} {
			if h.Supervised.OpenTo(tx, v.Who, s, "supervision."+b.what) != nil {
				continue
			}
			button := govuk.Button{Text: b.text, Href: "/supervision-visits/" + x.ID + "/" + b.what}
			if len(p.Head.Actions) > 0 {
				button.Classes = "govuk-button--secondary"
			}
			p.Head.Actions = append(p.Head.Actions, button)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "supervisionvisit.html", p)
}

type visitForm struct {
	Kind      supervision.Kind `form:"kind" max:"20"`
	Day       clock.Day        `form:"day" label:"Day"`
	Place     string           `form:"place" label:"Place" max:"200"`
	By        string           `form:"by" label:"Who does it" max:"200"`
	Notebooks int              `form:"notebooks" label:"Notebooks"`
	Notices   int              `form:"notices" label:"Notices"`
	Reports   int              `form:"reports" label:"Reports"`
	Wrong     int              `form:"wrong" label:"Not in order"`
	Found     string           `form:"found" label:"What was found" max:"2000" text:"lines"`
	MendBy    clock.Day        `form:"mend_by" label:"Put right by"`
	Why       string           `form:"why" label:"Reason" max:"2000" text:"lines"`
	How       string           `form:"how" label:"How it was put right" max:"2000" text:"lines"`
}

// superviseDoes is what a form about a visit does.
type superviseDoes struct {
	title, button, done string
	do                  func(s *supervision.Service, r *http.Request, of id.Visit, with id.Org, f visitForm) (id.Visit, error)
}

var superviseActs = map[string]superviseDoes{
	"schedule": {"Plan", "Plan it", "supervision.scheduled", func(s *supervision.Service, r *http.Request, of id.Visit, with id.Org, f visitForm) (id.Visit, error) {
		return s.Schedule(r.Context(), account.Actor(r.Context()), of, f.visit(with))
	}},
	"record": {"Record", "Record it", "supervision.recorded", func(s *supervision.Service, r *http.Request, of id.Visit, with id.Org, f visitForm) (id.Visit, error) {
		return s.Record(r.Context(), account.Actor(r.Context()), of, f.visit(with))
	}},
	"call-off": {"Call off", "Call it off", "supervision.called-off", func(s *supervision.Service, r *http.Request, of id.Visit, _ id.Org, f visitForm) (id.Visit, error) {
		return of, s.CallOff(r.Context(), account.Actor(r.Context()), of, f.Why)
	}},
	"mend": {"Put right", "Record that it is put right", "supervision.mended", func(s *supervision.Service, r *http.Request, of id.Visit, _ id.Org, f visitForm) (id.Visit, error) {
		return of, s.Mend(r.Context(), account.Actor(r.Context()), of, f.How)
	}},
}

func (f visitForm) visit(with id.Org) supervision.Visit {
	return supervision.Visit{Org: with, Kind: f.Kind, Day: f.Day, Place: f.Place, By: f.By, Notebooks: f.Notebooks, Notices: f.Notices, Reports: f.Reports, Wrong: f.Wrong, Found: f.Found, MendBy: f.MendBy}
}

// superviseForm is the page of a form about a visit.
type superviseForm struct {
	web.Page
	Head           part.Head
	Does           string
	Plans, Records bool
	Counts         bool // it is a sample that is recorded
	Stops, Mends   bool
	FoundOn        string
	Found          []string // that is put right
	Button, Back   string
	Form           visitForm
	org            id.Org
	of             id.Visit
}

func (h *Handlers) superviseForm(r *http.Request, what string) (*superviseForm, error) {
	act, who := superviseActs[what], account.Actor(r.Context())
	p := &superviseForm{org: with(r), of: id.Visit(r.PathValue("visit")), Does: what, Button: act.button, Plans: what == "schedule", Records: what == "record", Stops: what == "call-off", Mends: what == "mend"}
	asked, err := web.Query[visitForm](r)
	if err != nil {
		return nil, err
	}
	var o org.Version
	var planned clock.Day
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		x := supervision.Visit{Org: p.org, Kind: asked.Kind, By: who.Name}
		if p.of != "" {
			v, err := h.Supervised.Visit(tx, who, p.of, h.now())
			if err != nil {
				return err
			}
			x = v.State
		}
		if x.Kind != supervision.Sample {
			x.Kind = supervision.OnSite
		}
		p.org = x.Org
		if err := h.Supervised.OpenTo(tx, who, &x, "supervision."+what); err != nil {
			return err
		}
		planned = x.Day
		p.Form = visitForm{Kind: x.Kind, Day: x.Day, Place: x.Place, By: x.By}
		if p.Mends {
			p.FoundOn, p.Found = "Found on "+x.Day.Long()+" by "+x.By, paragraphs(x.Found)
		}
		p.Counts = p.Records && x.Kind == supervision.Sample
		var err error
		o, err = h.Orgs.Any(tx, who.Force, x.Org, h.now())
		return err
	})
	if err != nil {
		return nil, visit.Unsent(r, err)
	}
	title := map[string]string{"schedule": "Plan a ", "record": "Record a ", "call-off": "Call off the ", "mend": "Put right after the "}[what] + map[supervision.Kind]string{supervision.OnSite: "supervision visit", supervision.Sample: "sample of documents"}[p.Form.Kind]
	p.Back = "/organisations/" + o.ID + "/supervision"
	if p.of != "" {
		p.Back = "/supervision-visits/" + string(p.of)
	}
	p.Page = common(&o, title, "Supervision", "/supervision", title)
	p.Head = part.Head{Caption: o.State.Name, Title: title}
	if p.of != "" {
		here := len(p.Page.Crumbs) - 1
		p.Page.Crumbs = slices.Insert(p.Page.Crumbs, here, web.Crumb{Text: planned.Short(), Href: p.Back})
		p.Head.Caption += ", " + planned.Long()
	}
	return p, nil
}

func (h *Handlers) supervising(w http.ResponseWriter, r *http.Request, what string) error {
	p, err := h.superviseForm(r, what)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "supervise.html", p)
}

func (h *Handlers) superviseNow(w http.ResponseWriter, r *http.Request, what string) error {
	p, err := h.superviseForm(r, what)
	if err != nil {
		return err
	}
	kind, of := p.Form.Kind, p.of
	if p.Form, err = web.Form[visitForm](r); err == nil {
		p.Form.Kind = kind
		of, err = superviseActs[what].do(h.Supervised, r, p.of, p.org, p.Form)
	}
	if err != nil {
		return h.page.Again(w, r, "supervise.html", p, err)
	}
	return web.SeeOther(w, r, "/supervision-visits/"+string(of), superviseActs[what].done)
}

type planForm struct {
	OnSite    string `form:"on_site" label:"How persons are supervised" max:"2000" text:"lines"`
	Documents string `form:"documents" label:"How documents are checked" max:"2000" text:"lines"`
}

// planPage writes the supervision plan.
type planPage struct {
	web.Page
	Head   part.Head
	Covers []coverRow
	Back   string
	Form   planForm
}

// coverRow is one supervisor, and who stands in.
type coverRow struct{ ID, Name, By string }

func (h *Handlers) planPage(r *http.Request) (*planPage, error) {
	p := &planPage{Back: "/organisations/" + string(with(r)) + "/supervision"}
	who := account.Actor(r.Context())
	return p, h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if err := h.Agreements.May(tx, who, authz.KeepLiaison, with(r)); err != nil {
			return err
		}
		l, err := h.Supervised.Of(tx, who, with(r), h.now())
		if err != nil {
			return err
		}
		p.Page = common(&l.Org, "Write the supervision plan", "Supervision", "/supervision", "Plan")
		p.Head = part.Head{Caption: l.Org.State.Name, Title: "Write the supervision plan"}
		p.Form = planForm{OnSite: l.Plan.OnSite, Documents: l.Plan.Documents}
		for i, s := range l.Loads {
			p.Covers = append(p.Covers, coverRow{ID: fmt.Sprint("cover[", i, "].by"), Name: s.Name, By: s.Cover})
		}
		return nil
	})
}

func (h *Handlers) plan(w http.ResponseWriter, r *http.Request) error {
	p, err := h.planPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "plan.html", p)
}

func (h *Handlers) planNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.planPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[planForm](r); err == nil {
		in := supervision.Plan{OnSite: p.Form.OnSite, Documents: p.Form.Documents}
		for i := range p.Covers {
			p.Covers[i].By = r.PostForm.Get(p.Covers[i].ID)
			in.Cover = append(in.Cover, supervision.Cover{Supervisor: p.Covers[i].Name, By: p.Covers[i].By})
		}
		err = h.Supervised.Change(r.Context(), account.Actor(r.Context()), with(r), in)
	}
	if err != nil {
		return h.page.Again(w, r, "plan.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "supervision.planned")
}
