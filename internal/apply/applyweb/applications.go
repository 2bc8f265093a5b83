package applyweb

import (
	"html/template"
	"net/http"
	"strconv"

	"watchword/internal/account/visit"
	"watchword/internal/apply"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/print"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type applicationsPage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Sub   moj.SubNavigation
	Views moj.SubNavigation
	Table part.Table
}

// Listing is the list as it is saved.
func (p *applicationsPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table}
}

// appViews is the ways to look at the list of applications.
var appViews = []struct {
	show, text, empty string
	has               func(s apply.State) bool
}{
	{"", "Under way", "No application is under way. One begins when an employer that asked is invited to apply.", apply.State.Live},
	{"office", "Being assessed", "No application waits to be assessed.", func(s apply.State) bool { return s == apply.Sent }},
	{"applicant", "With the applicant", "No application is with an applicant.", apply.State.Open},
	{"delegate", "With the delegate", "No application waits for the delegate.", func(s apply.State) bool { return s == apply.Recommended }},
	{"decided", "Decided or withdrawn", "No application has been decided.", func(s apply.State) bool { return !s.Live() }},
}

// applications is the list of applications, by state.
func (h *Handlers) applications(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	show := r.URL.Query().Get("show")
	p := &applicationsPage{Page: web.Page{Title: "Applications", Active: "/prospects", Past: v.Bar.Past()}, Bar: v.Bar, Head: part.Head{Title: "Applications"}, Sub: sub("/applications")}
	var all []apply.Version
	var set area.Settings
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if all, err = h.Applies.Applications(tx, v.Who, "", v.When); err != nil {
			return err
		}
		f, err := h.Areas.Force(tx, v.Who.Force)
		set = f.Settings
		return err
	})
	if err != nil {
		return err
	}
	p.Views.Label = "Applications by state"
	p.Table = part.Table{Caption: "Applications", RowHeaders: true, Columns: []part.Column{{Text: "Organisation"}, {Text: "State"}, {Text: "Since"}, {Text: "People", Numeric: true}, {Text: "Criteria"}}}
	for _, x := range appViews {
		p.Views.Items = append(p.Views.Items, moj.NavItem{Text: x.text, Href: v.Bar.Link(web.With("/applications", "show", x.show)), Active: x.show == show})
		if x.show != show {
			continue
		}
		p.Table.Empty = x.empty
		for _, a := range all {
			if x.has(a.State.State) {
				p.Table.Rows = append(p.Table.Rows, applicationRow(v, a, set))
			}
		}
	}
	return v.Show(h.page, w, "applications.html", p)
}

func applicationRow(v visit.Visit, x apply.Version, set area.Settings) part.Row {
	a := &x.State
	state := stateStatus(a.State)
	state.Plain = true
	people, criteria := part.Cell{}, part.Cell{}
	if a.Form != nil {
		people.Text = part.Number(a.Form.Staff())
		needs := a.Needs(set)
		met := 0
		for _, c := range needs {
			if j, ok := a.Judged(c); ok && j.Outcome != apply.Fails {
				met++
			}
		}
		criteria.Text = strconv.Itoa(met) + " of " + strconv.Itoa(len(needs)) + " met"
	}
	kind := a.Kind.Title()
	if a.Private {
		kind += ", private"
	}
	return part.Row{Ended: !a.State.Live(), Cells: []part.Cell{{Text: a.Name, Href: v.Bar.Link("/applications/" + x.ID), Sub: kind + ", " + a.Reference, Strong: true}, {Status: state},
		part.DayCell(clock.DayOf(a.Since)), people, criteria}}
}

// criterionView is one criterion with what was found of it.
type criterionView struct {
	Text, Evidence, By string
	Status             part.Status
	Judge              string // address where it is judged; empty: it is not to be
}

type consultedView struct {
	With, Sub string
	Status    part.Status
	Answer    string
}

type applicationPage struct {
	web.Page
	Bar        part.AsAt
	Head       part.Head
	Lacks      []string
	Matrix     *part.Matrix
	Conflicts  []conflictView
	Criteria   []criterionView
	Visits     []notedView
	Company    *notedView
	Private    bool
	Consulted  []consultedView
	Recommends *notedView
	For        part.Status
	Decided    *notedView
	Asked      []notedView
	Register   string // what the register of organisations has under the name
	Answers    []answersOf
	Acts       []govuk.Button
	Way        []step
	Letter     string
	Org        string
}

func applicationOf(r *http.Request) id.Application { return id.Application(r.PathValue("application")) }

// dossier is what the pages about one application read.
type dossier struct {
	v     apply.Version
	set   area.Settings
	names map[id.Area]string
	known string
}

func (h *Handlers) dossier(tx *db.Tx, v visit.Visit) (d dossier, err error) {
	if d.v, err = h.Applies.Find(tx, v.Who, applicationOf(v.R), v.When); err != nil {
		return d, err
	}
	f, err := h.Areas.Force(tx, v.Who.Force)
	if err != nil {
		return d, err
	}
	d.set = f.Settings
	if d.names, err = h.Areas.Names(tx, v.Who.Force); err != nil {
		return d, err
	}
	d.known, err = h.Applies.Known(tx, v.Who, &d.v.State)
	return d, err
}

// application is one application: what conflicts, what was found, what it lacks, and what
// the applicant wrote.
func (h *Handlers) application(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	d, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (dossier, error) { return h.dossier(tx, v) })
	if err != nil {
		return err
	}
	a := &d.v.State
	p := &applicationPage{Page: web.Page{Title: "Application: " + a.Name, Active: "/prospects", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Applications", Href: v.Bar.Link("/applications")}, {Text: a.Name}}}, Bar: v.Bar, Private: a.Private}
	kind := a.Kind.Title()
	if a.Private {
		kind += ", through the company approval"
	}
	p.Head = part.Head{Caption: "Application " + a.Reference, Title: a.Name, Statuses: []part.Status{stateStatus(a.State)}, Facts: []part.Fact{{Key: "Kind", Value: kind}, {Key: "Contact", Value: a.Contact.Name + ", " + a.Contact.Email}},
		Links: []part.Link{{Text: "Enquiry", Href: v.Bar.Link("/prospects/" + string(a.Prospect))}}}
	if a.Erased != clock.NoDay {
		p.Head.Facts = []part.Fact{{Key: "Kind", Value: kind}, {Key: "Personal data erased", Value: a.Erased.Long()}}
	}
	if a.Before != "" {
		p.Head.Links = append(p.Head.Links, part.Link{Text: "The application before", Href: v.Bar.Link(applicationURL(a.Before))})
	}
	today := clock.DayOf(v.When.At)
	p.found(v, d, today)
	if a.Form != nil && a.Erased == clock.NoDay {
		conflicts := a.Form.Conflicts(a.Kind, apply.CatalogueOf(d.set), today, d.set.Law())
		at := applicationURL(applicationOf(r))
		p.Matrix = askedMatrix(a.Form, conflicts, func(id.Role) string { return "#roles" })
		p.Conflicts = conflictViews(a.Form, conflicts)
		p.Answers = summary(a.Form, a.Private, d.names, func(hash string) string { return at + "/files/" + hash }, false)
	}
	p.Way = behindIt(a)
	if a.Erased != clock.NoDay {
		p.Letter = ""
	} else if !p.Past {
		p.acts(v.Who, d)
	}
	return v.Show(h.page, w, "application.html", p)
}

// behindIt is the stages that are done.
func behindIt(a *apply.Application) []step {
	var out []step
	for _, s := range a.Steps() {
		if s.Done {
			out = append(out, step{Text: s.Text, Day: s.Day.Long(), Done: true})
		}
	}
	return out
}

// found fills what was found and decided.
func (p *applicationPage) found(v visit.Visit, d dossier, today clock.Day) {
	a := &d.v.State
	at := applicationURL(id.Application(d.v.ID))
	works := v.Who.Can(authz.WorkApplications) && a.State == apply.Sent && !p.Past
	if a.State == apply.Sent {
		for _, x := range a.Lacks(d.set, today) {
			if x.Code != "criterion.open" {
				p.Lacks = append(p.Lacks, x.Message)
			}
		}
	}
	for i, c := range a.Needs(d.set) {
		x := criterionView{Text: c, Status: part.Status{Kind: part.Waiting, Text: "Not judged yet"}}
		if j, ok := a.Judged(c); ok {
			x.Evidence, x.By = j.Evidence, j.By+", "+j.On.Long()
			x.Status = map[apply.Outcome]part.Status{apply.Meets: {Kind: part.InForce, Text: "Met"}, apply.Fails: {Kind: part.NotInForce, Text: "Not met"}, apply.Excused: {Kind: part.Ended, Text: "Does not apply"}}[j.Outcome]
			if j.Until != clock.NoDay {
				x.By += ", good to " + j.Until.Long()
				if j.Until < today {
					x.Status = part.Status{Kind: part.NotInForce, Text: "Evidence ran out"}
				}
			}
		}
		if works {
			x.Judge = at + "/judge?n=" + strconv.Itoa(i)
		}
		p.Criteria = append(p.Criteria, x)
	}
	for _, x := range a.Visits {
		p.Visits = append(p.Visits, notedView{x.Found, x.On.Long() + ", " + x.Where + ". Present: " + x.Present + ". Recorded by " + x.By})
	}
	if c := a.Company; c != nil {
		says := "Awaited"
		if c.Came != clock.NoDay {
			says = map[bool]string{true: "Approved", false: "Not approved"}[c.Approved] + " on " + c.Came.Long()
			if c.Until != clock.NoDay {
				says += ", good to " + c.Until.Long()
			}
		}
		p.Company = &notedView{says + ". " + c.Note, c.Reference}
	}
	for i, c := range a.Consulted {
		x := consultedView{With: c.With, Sub: "Asked " + c.Asked.Long() + ", to answer by " + c.AnswerBy.Long(), Status: part.Status{Kind: part.Waiting, Text: "Not answered"}}
		if c.Answered != clock.NoDay {
			x.Sub = c.Answered.Long() + ". " + c.Text
			x.Status = map[apply.View]part.Status{apply.Supports: {Kind: part.InForce, Text: "Supports it"}, apply.Content: {Kind: part.InForce, Text: "Does not object"}, apply.Objects: {Kind: part.NotInForce, Text: "Objects"}}[c.View]
		} else if c.AnswerBy < today {
			x.Status = part.Status{Kind: part.Ended, Text: "No answer in time"}
		}
		if v.Who.Can(authz.WorkApplications) && (a.State == apply.Sent || a.State == apply.Recommended) && !p.Past && c.Answered == clock.NoDay {
			x.Answer = at + "/answer?n=" + strconv.Itoa(i)
		}
		p.Consulted = append(p.Consulted, x)
	}
	for _, q := range a.Asked {
		p.Asked = append(p.Asked, notedView{q.Text, q.By + ", " + clock.Moment(q.At)})
	}
	if x := a.Recommended; x != nil && a.State != apply.Sent && a.State != apply.Returned {
		p.Recommends = &notedView{x.Text, x.By + ", " + clock.Moment(x.At)}
		p.For = map[bool]part.Status{true: {Kind: part.InForce, Text: "For approval"}, false: {Kind: part.NotInForce, Text: "For refusal"}}[x.For]
	}
	if x := a.Decided; x != nil {
		p.Decided = &notedView{x.Why, x.By + ", " + clock.Moment(x.At)}
		p.Letter = at + "/letter"
	}
	if a.Org != "" {
		p.Org = v.Bar.Link("/organisations/" + string(a.Org))
	}
	if a.State.Live() {
		p.Register = d.known
	}
}

// acts fills the buttons: what the reader may do now.
func (p *applicationPage) acts(who authz.Actor, d dossier) {
	a := &d.v.State
	at := applicationURL(id.Application(d.v.ID))
	main := func(text, act string) {
		p.Head.Actions = append(p.Head.Actions, govuk.Button{Text: text, Href: at + "/" + act})
	}
	add := func(text, act string) {
		p.Acts = append(p.Acts, govuk.Button{Text: text, Href: at + "/" + act, Classes: "govuk-button--secondary"})
	}
	if who.Can(authz.DecideOrg) && a.State == apply.Recommended {
		main("Decide", "decide")
		add("Refuse", "refuse")
		add("Send back to the office", "send-back")
	}
	if !who.Can(authz.WorkApplications) {
		return
	}
	if a.State == apply.Sent {
		main("Put before the delegate", "recommend")
		add("Record a visit", "visit")
		add("Consult", "consult")
		if a.Private {
			add("Company approval", "company")
		}
		add("Ask the applicant for more", "ask")
	}
	add("Make a new link", "link")
	if a.State.Open() {
		add("Give it up", "discard")
	}
}

// file is a file of an application, inert.
func (h *Handlers) file(w http.ResponseWriter, r *http.Request) error {
	hash := blob.Hash(r.PathValue("hash"))
	v := visit.At(r, h.Clock)
	var got blob.File
	name := "file"
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if got, err = h.Applies.File(tx, v.Who, applicationOf(r), hash); err != nil {
			return err
		}
		x, err := h.Applies.Find(tx, v.Who, applicationOf(r), v.When)
		if err == nil && x.State.Form != nil {
			name = fileName(x.State.Form, hash)
		}
		return err
	})
	if err != nil {
		return err
	}
	return got.Send(w, name)
}

type letterPage struct {
	web.Page
	Document template.HTML
	PDF      string
	Back     string
}

// letter is what the employer is told of the decision, for the office.
func (h *Handlers) letter(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	d, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (print.Document, error) { return h.Applies.Letter(tx, v.Who, applicationOf(r), v.When) })
	if err != nil {
		return err
	}
	at := applicationURL(applicationOf(r))
	p, err := letterOf(d, at+"/letter.pdf", at)
	if err != nil {
		return err
	}
	p.Active = "/prospects"
	return h.page.Render(w, r, "letter.html", p)
}

func letterOf(d print.Document, pdf, back string) (*letterPage, error) {
	html, err := d.HTML()
	return &letterPage{Page: web.Page{Title: d.Title, Active: "/for-employers"}, Document: html, PDF: pdf, Back: back}, err
}

func (h *Handlers) letterPDF(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	d, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (print.Document, error) { return h.Applies.Letter(tx, v.Who, applicationOf(r), v.When) })
	if err != nil {
		return err
	}
	return sendPDF(w, d)
}

func sendPDF(w http.ResponseWriter, d print.Document) error {
	pdf, err := d.PDF()
	if err != nil {
		return err
	}
	return web.Send(w, "application/pdf", "decision.pdf", pdf)
}

func (h *Handlers) ownLetter(w http.ResponseWriter, r *http.Request) error {
	holder, err := h.holder(w, r)
	if err != nil {
		return err
	}
	d, err := h.Applies.OwnLetter(r.Context(), holder)
	if err != nil {
		return err
	}
	p, err := letterOf(d, "/application/letter.pdf", "/application")
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "letter.html", p)
}

func (h *Handlers) ownLetterPDF(w http.ResponseWriter, r *http.Request) error {
	holder, err := h.holder(w, r)
	if err != nil {
		return err
	}
	d, err := h.Applies.OwnLetter(r.Context(), holder)
	if err != nil {
		return err
	}
	return sendPDF(w, d)
}
