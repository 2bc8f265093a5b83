package vettingweb

import (
	"net/http"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/register"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type decisionForm struct {
	Outcome       string    `form:"outcome" max:"20"`
	Level         string    `form:"level" max:"80"`
	Expires       clock.Day `form:"expires" label:"Last day of the clearance"`
	Restrictions  string    `form:"restrictions" label:"Restrictions" max:"4000" text:"lines"`
	Aftercare     clock.Day `form:"aftercare" label:"Day of the aftercare"`
	AftercareWhat string    `form:"aftercare-what" label:"What to look at" max:"2000" text:"lines"`
	Reasons       string    `form:"reasons" label:"Reasons" max:"6000" text:"lines"`
	Letter        string    `form:"letter" label:"What the person is told" max:"6000" text:"lines"`
}

func (f decisionForm) decision() envelope.Decision {
	return envelope.Decision{Level: f.Level, Expires: f.Expires, Restrictions: strings.Split(f.Restrictions, "\n"), Aftercare: f.Aftercare, AftercareWhat: f.AftercareWhat,
		Reasons: f.Reasons, Letter: f.Letter}
}

type decisionPage struct {
	web.Page
	Head     part.Head
	ID       string
	Outcomes []govuk.Choice // none: a withdrawal
	Levels   []govuk.Choice
	Form     decisionForm
	Appeal   bool
	Days     string
	Back     string
	Button   string
	Follows  []string
}

// decisionPage is the form of a decision on the case as it stands, or of a withdrawal. It is
// not shown where neither can be.
func (h *Handlers) decisionPage(r *http.Request, withdrawal bool) (*decisionPage, envelope.Case, error) {
	p := &decisionPage{ID: string(caseOf(r)), Back: envelopeURL(string(caseOf(r))), Button: "Record the decision"}
	var c envelope.Case
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if err := who(r).May(authz.RecordVetting, authz.Object{}); err != nil {
			return err
		}
		v, err := h.Envelopes.Find(tx, who(r), caseOf(r), register.Now(h.Clock.Now()))
		if err != nil {
			return err
		}
		c = v.State
		s, err := h.subject(tx, who(r), c.Person)
		if err != nil {
			return err
		}
		p.Page = web.Page{Title: "Decide on the vetting of " + s.person.Name(), Active: "/envelopes", Crumbs: []web.Crumb{{Text: "Queue", Href: "/envelopes"}, {Text: s.person.Name(), Href: p.Back}, {Text: "Decide"}}}
		p.Head = part.Head{Caption: s.person.Name() + ", " + s.employer, Title: "Decide on the vetting"}
		for _, l := range s.settings.VettingLevels {
			p.Levels = append(p.Levels, govuk.Choice{Value: l, Text: l})
		}
		p.Form.Level, p.Form.Expires = c.Level, h.today().AddMonths(s.settings.VettingMonths)-1
		p.Days = part.Count(s.settings.VettingAppealDays, "day", "days")
		p.Outcomes = []govuk.Choice{{Value: "passed", Text: "Cleared"}, {Value: "refused", Text: "Refused"}}
		verb := "vetting.refuse"
		switch {
		case withdrawal:
			verb = "vetting.withdraw"
		case c.State == envelope.Appealed:
			verb, p.Appeal = "vetting.uphold", true
			p.Head.Title = "Decide the appeal"
			p.Outcomes = []govuk.Choice{{Value: "passed", Text: "The appeal is allowed: cleared"}, {Value: "upheld", Text: "The decision stands"}}
		}
		return possible(r, c.Refuses(who(r), verb, h.today()))
	})
	return p, c, err
}

func (h *Handlers) decision(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.decisionPage(r, false)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "decision.html", p)
}

func (h *Handlers) decisionNow(w http.ResponseWriter, r *http.Request) error {
	p, c, err := h.decisionPage(r, false)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[decisionForm](r); err == nil {
		x, done := p.Form.decision(), h.Envelopes
		switch {
		case p.Form.Outcome == "passed" && c.State == envelope.Appealed:
			err = done.Allow(r.Context(), who(r), caseOf(r), x)
		case p.Form.Outcome == "upheld":
			err = done.Uphold(r.Context(), who(r), caseOf(r), x)
		case p.Form.Outcome == "passed":
			err = done.Pass(r.Context(), who(r), caseOf(r), x)
		case p.Form.Outcome == "refused":
			err = done.Refuse(r.Context(), who(r), caseOf(r), x)
		default:
			err = fault.In("outcome", "Choose what you decide")
		}
	}
	if err != nil {
		return h.page.Again(w, r, "decision.html", p, err)
	}
	if p.Appeal {
		return web.SeeOther(w, r, p.Back, "envelope.heard")
	}
	return web.SeeOther(w, r, p.Back, "envelope.decided")
}

func (h *Handlers) withdrawalPage(r *http.Request) (*decisionPage, error) {
	p, _, err := h.decisionPage(r, true)
	if err != nil {
		return nil, err
	}
	p.Title, p.Head.Title, p.Outcomes, p.Button = "Withdraw the clearance", "Withdraw the clearance", nil, "Withdraw the clearance"
	p.Follows = []string{"What the person holds stops at once: an accreditation needs a clearance.", "The person may appeal for " + p.Days + ". Another than you decides it."}
	return p, nil
}

func (h *Handlers) withdrawal(w http.ResponseWriter, r *http.Request) error {
	p, err := h.withdrawalPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "decision.html", p)
}

func (h *Handlers) withdrawalNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.withdrawalPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[decisionForm](r); err == nil {
		err = h.Envelopes.Withdraw(r.Context(), who(r), caseOf(r), p.Form.decision())
	}
	if err != nil {
		return h.page.Again(w, r, "decision.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "envelope.decided")
}

type askPage struct {
	web.Page
	Head  part.Head
	Field string
	Label string
	Hint  string
	Value string
	Again clock.Day
	Day   bool // a day to look again is asked
	Back  string
	Words string // of the button
	Note  string
}

// textPage is a page of the unit that takes a text about a case.
func (h *Handlers) textPage(r *http.Request, title, verb string) (*askPage, error) {
	p := &askPage{Back: envelopeURL(string(caseOf(r)))}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if err := who(r).May(authz.OpenVetting, authz.Object{}); err != nil {
			return err
		}
		v, err := h.Envelopes.Find(tx, who(r), caseOf(r), register.Now(h.Clock.Now()))
		if err != nil {
			return err
		}
		s, err := h.subject(tx, who(r), v.State.Person)
		if err != nil {
			return err
		}
		p.Page = web.Page{Title: title, Active: "/envelopes", Crumbs: []web.Crumb{{Text: "Queue", Href: "/envelopes"}, {Text: s.person.Name(), Href: p.Back}, {Text: title}}}
		p.Head = part.Head{Caption: s.person.Name() + ", " + s.employer, Title: title}
		p.Note = "The person has " + part.Count(s.settings.VettingAnswerDays, "day", "days") + " to answer. Until then nothing is decided. No mail is sent: tell the person that a question waits behind the link."
		return possible(r, v.State.Refuses(who(r), verb, h.today()))
	})
	return p, err
}

func (h *Handlers) askPage(r *http.Request) (*askPage, error) {
	p, err := h.textPage(r, "Ask the person", "vetting.ask")
	if err == nil {
		p.Field, p.Label, p.Hint, p.Words = "question", "What do you ask?", "Plain words. It is sealed like the form, and the person reads it behind the link.", "Ask"
	}
	return p, err
}

func (h *Handlers) ask(w http.ResponseWriter, r *http.Request) error {
	p, err := h.askPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "ask.html", p)
}

type textForm struct {
	Question string    `form:"question" label:"What you ask" max:"6000" text:"lines"`
	Note     string    `form:"note" label:"What you concluded" max:"6000" text:"lines"`
	Again    clock.Day `form:"again" label:"Day to look again"`
}

func (h *Handlers) askNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.askPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[textForm](r)
	if err == nil {
		err = h.Envelopes.Ask(r.Context(), who(r), caseOf(r), form.Question)
	}
	if err != nil {
		return h.page.Again(w, r, "ask.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "envelope.asked")
}

func (h *Handlers) reviewPage(r *http.Request) (*askPage, error) {
	p, err := h.textPage(r, "Record that you looked", "vetting.review")
	if err == nil {
		p.Field, p.Label, p.Hint, p.Words, p.Day = "note", "What did you conclude?", "For the file of the unit, sealed like the form.", "Record it", true
		p.Note = "The clearance stands as it is. To take it back, withdraw it."
	}
	return p, err
}

func (h *Handlers) review(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reviewPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "ask.html", p)
}

func (h *Handlers) reviewNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reviewPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[textForm](r)
	p.Again = form.Again
	if err == nil {
		err = h.Envelopes.Review(r.Context(), who(r), caseOf(r), form.Note, form.Again)
	}
	if err != nil {
		return h.page.Again(w, r, "ask.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "envelope.reviewed")
}

// key is the page of the unit's key.
func (h *Handlers) key(w http.ResponseWriter, r *http.Request) error {
	if err := who(r).May(authz.RotateVettingKey, authz.Object{}); err != nil {
		return err
	}
	return h.page.Render(w, r, "key.html", &decidedPage{Page: web.Page{Title: "Key of the unit", Active: "/envelopes"}, Sub: sub(r, "/envelopes/key"),
		Head: part.Head{Title: "Key of the unit", Text: "Every envelope has a key of its own, and those are wrapped under the key of the unit, which nobody holds in the hand."}})
}

func (h *Handlers) keyNow(w http.ResponseWriter, r *http.Request) error {
	if _, err := h.Envelopes.RotateKey(r.Context(), who(r)); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/envelopes/key", "envelope.rotated")
}
