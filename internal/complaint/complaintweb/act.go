package complaintweb

import (
	"net/http"
	"slices"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// shape is what an act on a complaint asks.
type shape int

const (
	plain shape = iota // nothing but the button
	words              // a text
	finds              // a finding with its text
	own                // fields of its own
)

// action is one act on a complaint: its page, and when it is offered beyond what the table of
// states says.
type action struct {
	act, text, title, lede, button string
	label, hint                    string
	shape                          shape
	main, warn                     bool
	when                           func(c *complaint.Complaint, actor authz.Actor) bool
}

func (a action) fits(c *complaint.Complaint, actor authz.Actor) bool {
	return a.when == nil || a.when(c, actor)
}

func grievance(c *complaint.Complaint, _ authz.Actor) bool { return !c.Praise }

// looksInto reports whether the actor is the one, or of the ones, who look into it.
func looksInto(c *complaint.Complaint, actor authz.Actor) bool {
	switch {
	case c.Assigned == nil:
		return false
	case actor.Role.OfEmployer():
		return c.Assigned.To == complaint.Employer
	case c.Assigned.To == complaint.Standards:
		return actor.Can(authz.TakeReferrals)
	}
	return true
}

// acts is every act that has a page, in the order in which the page of a complaint offers
// them.
var acts = []action{
	{act: "pass", text: "Pass it on", title: "Pass the praise on", lede: "The person and the employer read what was written, never who wrote it.", button: "Pass it on", main: true,
		when: func(c *complaint.Complaint, _ authz.Actor) bool { return c.Praise }},
	{act: "acknowledge", text: "Acknowledge", title: "Acknowledge it", lede: "The complainant is told that it was read and will be looked into.", button: "Acknowledge it", main: true, when: grievance},
	{act: "take", text: "Deal with it", title: "Deal with it yourselves", lede: "Professional standards look into it, and say what they found. The employer does not see it before the outcome.", button: "Deal with it", main: true},
	{act: "give-back", text: "Give it back", title: "Give it back to the scheme office", label: "Why?", hint: "The scheme office reads it", button: "Give it back", shape: words},
	{act: "assign", text: "Say who looks into it", title: "Who looks into it?", lede: "The employer deals with complaints about its people (section 40(9)). Given to the employer, it reads what the complainant wrote.", button: "Ask them to look into it", main: true, shape: own},
	{act: "report", text: "Say what was found", title: "What was found?", lede: "The scheme office reads it and gives the outcome.", label: "What did you find, and on what evidence?", hint: "Whom you spoke with, what video or records show", button: "Send it to the scheme office", main: true, shape: finds, when: looksInto},
	{act: "enquire", text: "Write down an enquiry", title: "Write down an enquiry", label: "What was asked and heard?", hint: "With whom, when, and what they said", button: "Keep it", shape: words, when: looksInto},
	{act: "decide", text: "Give the outcome", title: "Give the outcome", lede: "The complainant reads it in a letter, word for word. The employer and the person are told the finding.", label: "What is the complainant told?", hint: "What was looked at, what was found, and why", button: "Give the outcome", main: true, shape: finds},
	{act: "ask", text: "Ask for more", title: "Ask for more", label: "What is still wanted?", hint: "Whoever looked into it reads this", button: "Ask for it", shape: words},
	{act: "review", text: "Review it", title: "Review it", lede: "It is the force’s last word on it. The complainant reads it in a letter, word for word.", label: "What is the complainant told?", hint: "What was looked at again, what was found, and why", button: "Give the review", main: true, shape: finds,
		when: func(c *complaint.Complaint, actor authz.Actor) bool { return !c.Concerned(actor) }},
	{act: "refer", text: "Refer to professional standards", title: "Refer it to professional standards", label: "Why must they have it?", hint: "They read it, and take it or give it back", button: "Refer it", shape: words, when: grievance},
	{act: "weigh", text: "Record why not referred", title: "Professional standards need not have it", label: "Why not?", hint: "It is kept with the complaint", button: "Record it", shape: words,
		when: func(c *complaint.Complaint, _ authz.Actor) bool { return c.Unweighed() }},
	{act: "identify", text: "Whom it is about", title: "Whom and what it is about", button: "Record it", shape: own},
	{act: "inform", text: "Tell the person", title: "Tell the person complained of", lede: "They read this, and where it stands. They never read who complained.", label: "What is complained of?", hint: "In words that the person may read", button: "Tell them", shape: words,
		when: func(c *complaint.Complaint, _ authz.Actor) bool { return !c.Praise && c.Person != "" }},
	{act: "suspend", title: "Suspend the accreditation", lede: "It stops at once, while the complaint is looked into. The person and the employer get a letter with the reason.", label: "Reason (optional)", hint: "It stands in the letter. Empty: that a complaint is looked into, and that this is no finding", button: "Suspend it now", shape: words, warn: true,
		when: func(c *complaint.Complaint, _ authz.Actor) bool {
			return !c.Praise && c.Accreditation != "" && c.Suspended == nil
		}},
	{act: "go-on", text: "Go on with it", title: "Go on though it was withdrawn", label: "Why does the force go on?", button: "Go on with it", shape: words},
	{act: "withdraw-for", text: "Enter that it was withdrawn", title: "The complainant withdrew it", lede: "For a complainant who did not use the link. The force may go on with it.", label: "How did they withdraw it, and why if they said?", hint: "For example by telephone on Tuesday. It is kept", button: "Enter it", shape: words, when: grievance},
	{act: "ask-review-for", text: "Enter that a review is asked for", title: "The complainant asks for a review", lede: "For a complainant who did not use the link. Somebody who neither decided nor reported looks at it again.", label: "How did they ask, and what should be looked at again?", hint: "Whoever reviews it reads this", button: "Enter it", shape: words, when: grievance},
	{act: "link", text: "Make a new link", title: "Make a new link for the complainant", lede: "The one made before stops working.", button: "Make a new link"},
}

// needs is the permission that the table of states asks for an act.
func needs(act string) authz.Permission {
	i := slices.IndexFunc(complaint.Moves, func(m complaint.Move) bool { return m.Verb == "complaint."+act })
	return complaint.Moves[i].By
}

// actForm is what the acts ask.
type actForm struct {
	Number   string             `form:"number" label:"AP number" max:"40"`
	Employer id.Org             `form:"employer" max:"64"`
	Matters  []complaint.Matter `form:"matters" max:"40"`
	Power    law.PowerID        `form:"power" max:"64"`
	To       complaint.Handler  `form:"to" max:"20"`
	Name     string             `form:"name" label:"Name" max:"200"`
	By       clock.Day          `form:"by" label:"Day"`
	Finding  complaint.Finding  `form:"finding" max:"20"`
	Text     string             `form:"text" label:"This" max:"4000" text:"lines"`
	Learning string             `form:"learning" label:"What follows" max:"4000" text:"lines"`
}

func (f actForm) outcome() complaint.Outcome {
	return complaint.Outcome{Note: complaint.Note{Text: f.Text}, Finding: f.Finding, Learning: f.Learning}
}

type actPage struct {
	web.Page
	Head                part.Head
	Act, Lede, Button   string
	TextLabel, TextHint string
	Warn, Words, Finds  bool
	Back                string
	Form                actForm
	Employers, Powers   []govuk.Option
	Matters             []govuk.Choice
	Handlers, Findings  []govuk.Choice

	reference string
}

// Ticked is the matters ticked, for the template.
func (p *actPage) Ticked() []string {
	var out []string
	for _, x := range p.Form.Matters {
		out = append(out, string(x))
	}
	return out
}

func choices(all []complaint.Option) []govuk.Choice {
	var out []govuk.Choice
	for _, o := range all {
		out = append(out, govuk.Choice{Value: o.Value, Text: o.Text})
	}
	return out
}

func (h *Handlers) actPage(r *http.Request) (*actPage, error) {
	i := slices.IndexFunc(acts, func(a action) bool { return a.act == r.PathValue("act") })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "There is no such page.")
	}
	a := acts[i]
	v := visit.Present(r, h.Clock)
	p := &actPage{Act: a.act, Lede: a.lede, Button: a.button, TextLabel: a.label, TextHint: a.hint, Warn: a.warn, Words: a.shape == words, Finds: a.shape == finds, Back: complaintURL(complaintOf(r))}
	var d dossier
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if d, err = h.dossier(tx, v); err != nil {
			return err
		}
		if a.act == "identify" {
			p.Employers, err = h.employers(tx, v.Who.Force)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	c := &d.v.State
	if err := v.Who.May(needs(a.act), authz.Object{Org: c.Org, Person: c.Person}); err != nil {
		return nil, err
	}
	p.reference = c.Reference
	p.Page = web.Page{Title: a.title, Active: "/complaints", Crumbs: []web.Crumb{{Text: "Complaints", Href: "/complaints"}, {Text: c.Reference, Href: p.Back}, {Text: a.title}}}
	p.Head = part.Head{Caption: c.Reference, Title: a.title}
	p.Findings, p.Handlers = choices(complaint.Findings), choices(complaint.Handlers)
	p.fill(c, d, h.today())
	return p, nil
}

// fill puts into the form what is known already.
func (p *actPage) fill(c *complaint.Complaint, d dossier, today clock.Day) {
	switch p.Act {
	case "identify":
		if c.Person != "" {
			p.Form.Number = c.Number
		}
		p.Form.Employer, p.Form.Matters, p.Form.Power = c.Org, c.Matters, c.Power
		if !c.Praise {
			p.Matters = choices(complaint.Matters)
		}
		p.Powers = []govuk.Option{{Value: "", Text: "None, or not known"}}
		for i := range law.Powers() {
			if x := &law.Powers()[i]; x.Authority == law.Accreditation {
				p.Powers = append(p.Powers, govuk.Option{Value: string(x.ID), Text: x.Name})
			}
		}
	case "assign":
		p.Form.To, p.Form.By = complaint.Employer, today.AddDays(d.set.ComplaintAnswerDays)
		if c.Org == "" {
			p.Form.To = complaint.Office
		}
	case "inform":
		p.Form.Text = c.ForThePerson()
	case "decide":
		if c.Report != nil {
			p.Form.Finding, p.Form.Learning = c.Report.Finding, c.Report.Learning
		}
	}
}

func (h *Handlers) act(w http.ResponseWriter, r *http.Request) error {
	p, err := h.actPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "act.html", p)
}

func (h *Handlers) actNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.actPage(r)
	if err != nil {
		return err
	}
	f, err := web.Form[actForm](r)
	if err == nil && p.Act == "link" {
		secret, lerr := h.Complaints.MakeLink(r.Context(), who(r), complaintOf(r))
		if lerr == nil {
			return h.made(w, r, complaintOf(r), p.reference, secret)
		}
		err = lerr
	} else if err == nil {
		err = h.do(r, p.Act, f)
	}
	if err != nil {
		p.Form = f
		return h.page.Again(w, r, "act.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "complaint."+p.Act)
}

func (h *Handlers) do(r *http.Request, act string, f actForm) error {
	ctx, actor, of, s := r.Context(), who(r), complaintOf(r), h.Complaints
	switch act {
	case "identify":
		return s.Identify(ctx, actor, of, complaint.Identity{Number: f.Number, Employer: f.Employer, Matters: f.Matters, Power: f.Power})
	case "acknowledge":
		return s.Acknowledge(ctx, actor, of)
	case "weigh":
		return s.Weigh(ctx, actor, of, f.Text)
	case "refer":
		return s.Refer(ctx, actor, of, f.Text)
	case "take":
		return s.Take(ctx, actor, of)
	case "give-back":
		return s.GiveBack(ctx, actor, of, f.Text)
	case "assign":
		return s.Assign(ctx, actor, of, complaint.Assignment{To: f.To, Name: f.Name, By: f.By})
	case "suspend":
		return s.Suspend(ctx, actor, of, f.Text)
	case "inform":
		return s.Inform(ctx, actor, of, f.Text)
	case "enquire":
		return s.Enquire(ctx, actor, of, f.Text)
	case "report":
		return s.Report(ctx, actor, of, f.outcome())
	case "ask":
		return s.Ask(ctx, actor, of, f.Text)
	case "decide":
		return s.Decide(ctx, actor, of, f.outcome())
	case "review":
		return s.ReviewIt(ctx, actor, of, f.outcome())
	case "pass":
		return s.Pass(ctx, actor, of)
	case "withdraw-for":
		return s.WithdrawFor(ctx, actor, of, f.Text)
	case "ask-review-for":
		return s.AskReviewFor(ctx, actor, of, f.Text)
	default: // go-on
		return s.GoOn(ctx, actor, of, f.Text)
	}
}
