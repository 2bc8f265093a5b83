package agreementweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type raiseForm struct {
	Kind    liaison.MatterKind `form:"kind" max:"20"`
	Under   id.Agreement       `form:"under" max:"64"`
	Subject string             `form:"subject" label:"What it is about" max:"120"`
	Text    string             `form:"text" label:"What the other side is to know" max:"2000" text:"lines"`
}

// raisePage raises an issue, or asks the scheme office.
type raisePage struct {
	web.Page
	Head   part.Head
	Lede   string
	Unders []govuk.Choice // agreements in force; empty: none to choose from
	Label  string
	Button string
	Back   string
	Form   raiseForm
}

func (h *Handlers) raisePage(r *http.Request) (*raisePage, error) {
	form, err := web.Query[raiseForm](r)
	if err != nil {
		return nil, err
	}
	p := &raisePage{Form: raiseForm{Kind: form.Kind}, Back: "/organisations/" + string(with(r)) + "/issues"}
	who := account.Actor(r.Context())
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if err := h.Liaison.MayRaise(tx, who, with(r), form.Kind); err != nil {
			return err
		}
		o, err := h.Orgs.Any(tx, who.Force, with(r), h.now())
		if err != nil {
			return err
		}
		title := "Raise an issue"
		p.Label, p.Button = "What does the other side need to know?", "Raise it"
		p.Lede = o.State.Name + " is written to, and is asked to answer. Both sides read everything that is said here."
		if agreement.SideOf(who) == agreement.OfOrg {
			p.Lede = "The force is written to, and is asked to answer. Both sides read everything that is said here."
		}
		if form.Kind == liaison.Question {
			title, p.Label, p.Button = "Ask the scheme office", "What do you ask?", "Ask"
			p.Lede = "The scheme office is written to and answers you here. Everybody who keeps the liaison for " + o.State.Name + " reads it."
		}
		p.Page = common(&o, title, "Issues and questions", "/issues", title)
		p.Head = part.Head{Caption: o.State.Name, Title: title}
		as, err := h.Agreements.List(tx, who, agreement.Query{Org: with(r), State: agreement.InForce}, h.now())
		for _, a := range as {
			p.Unders = append(p.Unders, govuk.Choice{Value: a.ID, Text: a.State.Title + " " + a.State.Number})
			if a.State.Kind == agreement.Protocol {
				p.Form.Under = id.Agreement(a.ID)
			}
		}
		return err
	})
	return p, err
}

func (h *Handlers) raise(w http.ResponseWriter, r *http.Request) error {
	p, err := h.raisePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "raise.html", p)
}

func (h *Handlers) raiseNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.raisePage(r)
	if err != nil {
		return err
	}
	kind := p.Form.Kind
	var made id.Matter
	if p.Form, err = web.Form[raiseForm](r); err == nil {
		made, err = h.Liaison.Raise(r.Context(), account.Actor(r.Context()), liaison.Raised{Org: with(r), Kind: kind, Under: p.Form.Under, Subject: p.Form.Subject, Text: p.Form.Text})
	}
	if err != nil {
		return h.page.Again(w, r, "raise.html", p, err)
	}
	return web.SeeOther(w, r, "/issues/"+string(made), "issue.raised")
}

type sayForm struct {
	Text string `form:"text" label:"Text" max:"2000" text:"lines"`
}

// sayPage is an act on one issue or question.
type sayPage struct {
	web.Page
	Head    part.Head
	Outcome []string // that is agreed to, or what is answered
	Label   string
	Hint    string
	Button  string
	Warning bool
	Back    string
	Form    sayForm
}

func (h *Handlers) sayPage(r *http.Request, what string) (*sayPage, error) {
	act, who, of := issueActs[what], account.Actor(r.Context()), id.Matter(r.PathValue("matter"))
	p := &sayPage{Back: "/issues/" + string(of), Warning: act.warning}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		x, err := h.Liaison.Matter(tx, who, of, register.Now(h.Clock.Now()))
		if err != nil {
			return err
		}
		if err := h.Liaison.OpenMatter(tx, who, &x.State, act.verb); err != nil {
			return err
		}
		o, err := h.Orgs.Any(tx, who.Force, x.State.Org, h.now())
		if err != nil {
			return err
		}
		k := kindAt(&x.State)
		p.Label, p.Hint, p.Button = act.label[k], act.hints[k], act.button[k]
		if what == "agree" {
			p.Outcome = paragraphs(x.State.Outcome)
		} else if n := len(x.State.Said); n > 0 && what != "withdraw" {
			p.Outcome = paragraphs(x.State.Said[n-1].Text)
		}
		p.Page = common(&o, p.Button+": "+x.State.Subject, "Issues and questions", "/issues", x.State.Subject)
		p.Page.Crumbs[3].Href = p.Back
		p.Page.Crumbs = append(p.Page.Crumbs, web.Crumb{Text: p.Button})
		p.Head = part.Head{Caption: x.State.Subject, Title: p.Button}
		return nil
	})
	return p, visit.Unsent(r, err)
}

func (h *Handlers) say(w http.ResponseWriter, r *http.Request, what string) error {
	p, err := h.sayPage(r, what)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "say.html", p)
}

func (h *Handlers) sayNow(w http.ResponseWriter, r *http.Request, what string) error {
	p, err := h.sayPage(r, what)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[sayForm](r); err == nil {
		err = issueActs[what].do(h.Liaison, r.Context(), account.Actor(r.Context()), id.Matter(r.PathValue("matter")), p.Form.Text)
	}
	if err != nil {
		return h.page.Again(w, r, "say.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, issueActs[what].done)
}
