package agreementweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/agreement"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type proposeForm struct {
	What string `form:"what" label:"What is to be changed" max:"2000" text:"lines"`
	Why  string `form:"why" label:"Why" max:"2000" text:"lines"`
}

type proposePage struct {
	web.Page
	Head part.Head
	Back string
	Form proposeForm
}

// may is the agreement of the address, if the reader may do that with it as it stands.
func (h *Handlers) may(r *http.Request, verb string) (agreement.Version, string, web.Page, part.Head, error) {
	v, o, err := h.find(r)
	if err == nil {
		err = h.possible(r, v, verb)
	}
	return v, o.Name, page(v, &o, "", "-"), part.Head{Caption: caption(v, &o)}, err
}

// possible is why a page is not shown: what it would ask for could only be refused. Who
// comes to it is told why and what to do; who sent it, that it has changed meanwhile.
func (h *Handlers) possible(r *http.Request, v agreement.Version, verb string) error {
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error { return h.Agreements.Open(tx, account.Actor(r.Context()), v, verb) })
	return visit.Unsent(r, err)
}

func (h *Handlers) proposePage(r *http.Request) (*proposePage, error) {
	p := &proposePage{Back: url(of(r))}
	var err error
	if _, _, p.Page, p.Head, err = h.may(r, "agreement.propose"); err != nil {
		return nil, err
	}
	titled(&p.Page, &p.Head, "Propose a change")
	return p, nil
}

func titled(p *web.Page, h *part.Head, title string) {
	p.Title, h.Title, p.Crumbs[len(p.Crumbs)-1].Text = title, title, title
}

func (h *Handlers) propose(w http.ResponseWriter, r *http.Request) error {
	p, err := h.proposePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "propose.html", p)
}

func (h *Handlers) proposeNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.proposePage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[proposeForm](r); err == nil {
		err = h.Agreements.Propose(r.Context(), account.Actor(r.Context()), of(r), p.Form.What, p.Form.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "propose.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "agreement.proposed")
}

type answerForm struct {
	Answer  agreement.Answer `form:"answer" label:"Your answer" max:"20"`
	Because string           `form:"because" label:"Reason" max:"2000" text:"lines"`
}

type answerPage struct {
	web.Page
	Head     part.Head
	Proposal agreement.Proposal
	When     string
	Choices  []govuk.Choice
	Own      bool
	Back     string
	Form     answerForm
}

func (h *Handlers) answerPage(r *http.Request) (*answerPage, error) {
	p := &answerPage{Back: url(of(r))}
	v, _, base, head, err := h.may(r, "agreement.answer")
	if err != nil {
		return nil, err
	}
	open, _ := v.State.Open()
	p.Page, p.Head, p.Proposal, p.When = base, head, *open, clock.Moment(open.At)
	titled(&p.Page, &p.Head, "Answer the proposal")
	if p.Own = open.Side == agreement.SideOf(account.Actor(r.Context())); p.Own {
		titled(&p.Page, &p.Head, "Take the proposal back")
		return p, nil
	}
	p.Choices = []govuk.Choice{{Value: string(agreement.Agreed), Text: "Agree", Hint: govuk.Hint{Text: "The scheme office drafts the next version, which both sides sign"}},
		{Value: string(agreement.Declined), Text: "Decline", Hint: govuk.Hint{Text: "The agreement stays as it is"}}}
	return p, nil
}

func (h *Handlers) answer(w http.ResponseWriter, r *http.Request) error {
	p, err := h.answerPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "answer.html", p)
}

func (h *Handlers) answerNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.answerPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[answerForm](r); err == nil {
		if p.Own {
			p.Form.Answer = agreement.TakenBack
		}
		err = h.Agreements.AnswerProposal(r.Context(), account.Actor(r.Context()), of(r), p.Form.Answer, p.Form.Because)
	}
	if err != nil {
		return h.page.Again(w, r, "answer.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "agreement.answered")
}

type reviewForm struct {
	Held    clock.Day         `form:"held" label:"Day of the review"`
	Present string            `form:"present" label:"Who took part" max:"2000" text:"lines"`
	Outcome agreement.Outcome `form:"outcome" label:"Outcome" max:"20"`
	Change  string            `form:"change" label:"What is to be changed" max:"2000" text:"lines"`
	Note    string            `form:"note" label:"Note" max:"2000" text:"lines"`
}

type reviewPage struct {
	web.Page
	Head     part.Head
	Outcomes []govuk.Choice
	Annex    bool
	Back     string
	Form     reviewForm
}

func (h *Handlers) reviewPage(r *http.Request) (*reviewPage, error) {
	p := &reviewPage{Back: url(of(r)), Form: reviewForm{Held: clock.DayOf(h.Clock.Now())}}
	v, _, base, head, err := h.may(r, "agreement.review")
	if err != nil {
		return nil, err
	}
	p.Page, p.Head, p.Annex = base, head, v.State.AnnexOf != ""
	titled(&p.Page, &p.Head, "Record a review")
	for _, o := range []agreement.Outcome{agreement.Stands, agreement.Changes, agreement.Ending} {
		if p.Annex && o == agreement.Changes {
			continue
		}
		p.Outcomes = append(p.Outcomes, govuk.Choice{Value: string(o), Text: o.Title()})
	}
	return p, nil
}

func (h *Handlers) review(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reviewPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "review.html", p)
}

func (h *Handlers) reviewNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reviewPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[reviewForm](r); err == nil {
		f := p.Form
		err = h.Agreements.Review(r.Context(), account.Actor(r.Context()), of(r), agreement.Reviewed{Held: f.Held, Present: f.Present, Outcome: f.Outcome, Note: f.Note, Change: f.Change})
	}
	if err != nil {
		return h.page.Again(w, r, "review.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "agreement.reviewed")
}
