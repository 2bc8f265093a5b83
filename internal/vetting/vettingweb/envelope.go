package vettingweb

import (
	"net/http"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// envelopePage is one envelope: closed, with who opened it; or open, with what lies in it.
type envelopePage struct {
	web.Page
	Head     part.Head
	ID       string
	Case     envelope.Case
	Facts    govuk.SummaryList
	Reasons  []govuk.Choice
	Reason   string
	CanOpen  bool
	Closed   string // why it cannot be opened, where it cannot
	Parts    part.Table
	Openings part.Table
	CanLink  bool
	CanChase bool
	CanCheck bool
	Waits    string // why the actor cannot decide yet, where that is so
	Erase    string // it may be destroyed by hand: why

	Open      bool
	Until     string // it closes again
	Talk      moj.Messages
	Sections  []checkGroup
	Signed    string
	Checks    part.Table
	Check     checkForm
	Sources   []govuk.Option
	Classes   []govuk.Choice
	Told      []toldView
	Decisions []decisionView
	Unchecked string
}

type checkForm struct {
	Check string         `form:"check" max:"80"`
	Class envelope.Class `form:"class" max:"20"`
	Day   clock.Day      `form:"day" label:"Day of the check"`
}

// toldView is what the person told, appealed or what the unit concluded, in the order it
// came.
type toldView struct {
	Title, When, By string
	List            govuk.SummaryList
	Text            []string
}

type decisionView struct {
	Status       part.Status
	Title, When  string
	List         govuk.SummaryList
	Restrictions []string
}

func caseOf(r *http.Request) id.Vetting { return id.Vetting(r.PathValue("vetting")) }

func envelopeURL(c string) string { return "/envelopes/" + c }

// envelopePage reads a case, and what lies in it if the actor has it open.
func (h *Handlers) envelopePage(r *http.Request) (*envelopePage, error) {
	p := &envelopePage{ID: string(caseOf(r))}
	actor := who(r)
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if err := actor.May(authz.OpenVetting, authz.Object{}); err != nil {
			return err
		}
		v, err := h.Envelopes.Find(tx, actor, caseOf(r), register.Now(h.Clock.Now()))
		if err != nil {
			return err
		}
		s, err := h.subject(tx, actor, v.State.Person)
		if err != nil {
			return err
		}
		p.Case = v.State
		p.Page = web.Page{Title: "Envelope of " + s.person.Name(), Active: "/envelopes", Crumbs: []web.Crumb{{Text: "Queue", Href: "/envelopes"}, {Text: s.person.Name()}}}
		p.head(s, actor, h.today())
		if err := p.closed(tx, h, actor, s); err != nil {
			return err
		}
		until, err := h.Envelopes.KeptUntil(tx, actor.Force, v.State)
		if until != clock.NoDay && until <= h.today() {
			p.Erase = "The force keeps the content to " + until.Long() + ". It is destroyed by itself, or now by hand."
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	all, by, err := h.Envelopes.Read(r.Context(), actor, caseOf(r))
	switch {
	case err == nil:
		p.Open, p.Until = true, clock.Local(by.Until()).Format("15:04")
		p.opened(all)
	case !fault.Is(err, fault.Conflict):
		return nil, err
	}
	return p, nil
}

func (p *envelopePage) head(s subject, actor authz.Actor, today clock.Day) {
	c := p.Case
	p.Head = part.Head{Caption: c.Kind.Title(), Title: s.person.Name(), Text: s.person.RoleTitle + ", " + s.employer, Statuses: []part.Status{statusOfCase(c, today)}}
	if c.State == envelope.Sent || c.State == envelope.Asked {
		st := waitedStatus(c.Requested, today, s.settings.VettingAimWeeks)
		st.Text = "Waiting " + st.Text
		p.Head.Statuses = append(p.Head.Statuses, st)
	}
	if c.Review != clock.NoDay {
		p.Head.Statuses = append(p.Head.Statuses, part.Status{Kind: part.Due, Text: "A change was told"})
	}
	button := func(text, path string, main bool) {
		b := govuk.Button{Text: text, Href: envelopeURL(p.ID) + path}
		if !main {
			b.Classes = "govuk-button--secondary"
		}
		p.Head.Actions = append(p.Head.Actions, b)
	}
	can := func(verb string) bool { return c.Refuses(actor, verb, today) == nil }
	if can("vetting.refuse") {
		button("Decide", "/decision", true)
	}
	if can("vetting.ask") {
		button("Ask the person", "/ask", false)
	}
	if can("vetting.uphold") {
		button("Decide the appeal", "/decision", true)
	}
	if can("vetting.review") {
		button("Record that you looked", "/review", c.Review != clock.NoDay || c.Aftercare != clock.NoDay && c.Aftercare <= today)
	}
	if can("vetting.withdraw") {
		button("Withdraw the clearance", "/withdrawal", false)
	}
	switch {
	case c.State == envelope.Asked && !can("vetting.refuse"):
		p.Waits = "The person was asked something, and has until " + c.AnswerBy.Long() + " to answer. It is decided after the answer, or after that day."
	case c.State == envelope.Appealed && !can("vetting.uphold"):
		p.Waits = "You made the decision that is appealed against. Somebody else of the unit, or the panel, decides the appeal."
	}
	p.CanCheck, p.CanLink = can("vetting.check"), can("vetting.link")
	declare := c.State != envelope.Cleared || c.Declaration != clock.NoDay && c.Declaration <= today
	p.CanChase = can("vetting.chase") && declare && c.Chased != today
	p.Head.Links = []part.Link{{Text: "The person’s page", Href: "/people/" + string(c.Person)}}
	p.Facts = factsOf(c, true)
	p.Facts.Rows = append([]govuk.Row{{Key: govuk.Words{Text: "Date of birth"}, Value: govuk.Words{Text: s.person.Born.Long()}}}, p.Facts.Rows...)
}

// factsOf is the days of a case, and what the employer saw. Names of deciders are for the
// unit.
func factsOf(c envelope.Case, unit bool) govuk.SummaryList {
	var l govuk.SummaryList
	add := func(key, value string) {
		if value != "" {
			l.Rows = append(l.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	level := c.Level
	if unit && c.Full {
		level += ", with household and money"
	}
	add("Level", level)
	add("Asked for", c.Requested.Long())
	add("Link given to the person", c.Invited.Long())
	if unit {
		add("Opened by the person", c.Begun.Long())
		add("Reminded", c.Chased.Long())
	}
	add("Form came to the unit", c.Sent.Long())
	if c.State == envelope.Asked {
		add("Answer asked for by", c.AnswerBy.Long())
	}
	decided := c.Decided.Long()
	if unit && c.Decider != "" && decided != "" {
		decided += ", by " + c.Decider
	}
	add("Decided", decided)
	add("Appeal", c.Appealed.Long())
	add("Appeal decided", c.Heard.Long())
	if c.State == envelope.Cleared {
		add("Clearance to the end of", c.Expires.Long())
		add("Next yearly declaration by", c.Declaration.Long())
		if unit {
			add("Aftercare on", c.Aftercare.Long())
		}
	}
	if c.State == envelope.Refused || c.State == envelope.Withdrawn {
		add("Appeal possible to the end of", c.AppealBy.Long())
	}
	seen := "Not yet recorded by the employer"
	if c.Identity.Seen != clock.NoDay {
		seen = strings.Join(c.Identity.Documents, ", ") + ". Seen on " + c.Identity.Seen.Long() + " by " + c.Identity.By
		if !c.Identity.Likeness {
			seen += ". The photograph was not confirmed"
		}
	}
	if c.Kind != envelope.Kept {
		add("Proof of identity", seen)
	}
	if c.Erased != clock.NoDay {
		add("Content destroyed", c.Erased.Long())
	}
	return l
}

var partTitles = map[envelope.PartKind]string{envelope.FormPart: "The form", envelope.QuestionPart: "A question", envelope.AnswerPart: "An answer", envelope.CheckPart: "A check",
	envelope.DecisionPart: "A decision", envelope.ToldPart: "Something told", envelope.ReviewPart: "A conclusion", envelope.AppealPart: "An appeal"}

// closed fills what is seen of a closed envelope.
func (p *envelopePage) closed(tx *db.Tx, h *Handlers, actor authz.Actor, s subject) error {
	c := p.Case
	parts, err := h.Envelopes.Parts(tx, actor, id.Vetting(p.ID))
	if err != nil {
		return err
	}
	p.CanOpen = len(parts) > 0
	switch {
	case c.Erased != clock.NoDay:
		p.Closed = "What lay in this envelope was destroyed on " + c.Erased.Long() + ". State, level and days are kept."
	case c.State == envelope.Invited:
		p.Closed = "The form is with the person. There is nothing to open until it is sent: what the person saves meanwhile is theirs."
	case len(parts) == 0:
		p.Closed = "Nothing lies in this envelope yet."
	}
	for _, x := range envelope.Reasons {
		p.Reasons = append(p.Reasons, govuk.Choice{Value: x.Value, Text: x.Text})
	}
	p.Parts = part.Table{Caption: "What lies in the envelope", Columns: []part.Column{{Text: "What"}, {Text: "Came"}, {Text: "Fingerprint"}}}
	for _, x := range parts {
		p.Parts.Rows = append(p.Parts.Rows, part.Row{Cells: []part.Cell{{Text: partTitles[x.Kind]}, {Text: clock.Moment(x.Made)}, {Text: x.Commitment[:16] + "…", Mono: true}}})
	}
	openings, err := h.Envelopes.Openings(tx, actor, id.Vetting(p.ID))
	if err != nil {
		return err
	}
	p.Openings = part.Table{Caption: "Who opened it", Empty: "Nobody has opened it yet.", Columns: []part.Column{{Text: "When"}, {Text: "Why"}, {Text: "By"}}}
	for _, o := range openings {
		p.Openings.Rows = append(p.Openings.Rows, part.Row{Cells: []part.Cell{{Text: clock.Moment(o.At)}, {Text: o.Reason.Title()}, {Text: o.Name}}})
	}
	return nil
}

// envelope is one envelope.
func (h *Handlers) envelope(w http.ResponseWriter, r *http.Request) error {
	p, err := h.envelopePage(r)
	if err != nil {
		return err
	}
	p.Check.Day = h.today()
	return h.page.Render(w, r, "envelope.html", p)
}

// envelopeOf leads to the newest envelope of a person, or to where one is made.
func (h *Handlers) envelopeOf(w http.ResponseWriter, r *http.Request) error {
	if err := who(r).May(authz.OpenVetting, authz.Object{}); err != nil {
		return err
	}
	of := id.Person(r.PathValue("person"))
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]envelope.Version, error) { return h.Envelopes.Of(tx, who(r), of) })
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return web.SeeOther(w, r, "/people/"+string(of)+"/vetting/link", "")
	}
	return web.SeeOther(w, r, envelopeURL(all[0].ID), "")
}

type openForm struct {
	Reason envelope.Reason `form:"reason" max:"20"`
}

// openNow opens the envelope, with a reason.
func (h *Handlers) openNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.envelopePage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[openForm](r)
	if err == nil {
		_, err = h.Envelopes.Open(r.Context(), who(r), caseOf(r), form.Reason)
	}
	if err != nil {
		return h.page.Again(w, r, "envelope.html", p, err)
	}
	return web.SeeOther(w, r, envelopeURL(p.ID), "envelope.opened")
}

// checkNow records the result class of a check, and the day.
func (h *Handlers) checkNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.envelopePage(r)
	if err != nil {
		return err
	}
	if p.Check, err = web.Form[checkForm](r); err == nil {
		err = h.Envelopes.RecordCheck(r.Context(), who(r), caseOf(r), envelope.Check{Name: p.Check.Check, Class: p.Check.Class, Day: p.Check.Day})
	}
	if err != nil {
		return h.page.Again(w, r, "envelope.html", p, err)
	}
	return web.SeeOther(w, r, envelopeURL(p.ID)+"#checks", "envelope.checked")
}

func (h *Handlers) chaseNow(w http.ResponseWriter, r *http.Request) error {
	if err := h.Envelopes.Chase(r.Context(), who(r), caseOf(r)); err != nil {
		return err
	}
	return web.SeeOther(w, r, envelopeURL(string(caseOf(r))), "envelope.chased")
}

func (h *Handlers) eraseNow(w http.ResponseWriter, r *http.Request) error {
	if err := h.Envelopes.Erase(r.Context(), who(r), caseOf(r)); err != nil {
		return err
	}
	return web.SeeOther(w, r, envelopeURL(string(caseOf(r))), "envelope.erased")
}
