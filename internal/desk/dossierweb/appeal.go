package dossierweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// appealPage takes an appeal against a refusal or a withdrawal.
func (h *Handlers) appealPage(r *http.Request) (*confirmPage, *dossier, error) {
	p := &confirmPage{Button: "Appeal", Field: "grounds", Label: "What is to be looked at again?", Hint: "Whoever decides the appeal reads it, and it is kept."}
	d, err := h.about(r, authz.Appeal, "Appeal", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	by := clock.NoDay
	if d.has {
		by = d.chief.State.AppealBy(d.force.Settings.AppealDays)
	}
	if today := clock.DayOf(h.Clock.Now()); by == clock.NoDay || today > by {
		return nil, nil, visit.Unsent(r, fault.New(fault.Conflict, "There is no decision about %s against which an appeal is possible now.", d.person.Name()))
	}
	if account.Actor(r.Context()).Role != authz.AccreditedPerson {
		p.Button, p.Hint = "Record the appeal", "In the person’s words, as they wrote. Whoever decides the appeal reads it, and it is kept."
	}
	p.Follows = []string{"It is possible until " + by.Long() + ".", "Somebody who took no part in the decision decides. Until then the decision stands.", "The person is written to that it came, and again when it is decided. The employer has copies."}
	return p, d, nil
}

func (h *Handlers) appeal(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.appealPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "confirm.html", p)
}

type groundsForm struct {
	Grounds string `form:"grounds" label:"What is to be looked at again" max:"4000" text:"lines"`
}

// appealNow records the appeal.
func (h *Handlers) appealNow(w http.ResponseWriter, r *http.Request) error {
	p, d, err := h.appealPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[groundsForm](r)
	if err == nil {
		p.Words = form.Grounds
		err = h.Accreds.Lodge(r.Context(), account.Actor(r.Context()), d.accreditation(), form.Grounds)
	}
	if err != nil {
		return h.page.Again(w, r, "confirm.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "accred.appealed")
}

type hearForm struct {
	Outcome   string `form:"outcome" max:"10"`
	Why       string `form:"why" label:"Reasons" max:"4000" text:"lines"`
	TypedName string `form:"typed_name" label:"Your name" max:"200"`
}

// hearPage is where somebody other than who decided first decides an appeal.
type hearPage struct {
	web.Page
	Head     part.Head
	Back     string
	List     govuk.SummaryList
	Outcomes []govuk.Choice
	Form     hearForm
}

func (h *Handlers) hearPage(r *http.Request) (*hearPage, *dossier, error) {
	p := &hearPage{}
	d, err := h.about(r, authz.Grant, "Decide the appeal", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	x, ok := d.chief.State.Appeal()
	if !ok {
		return nil, nil, visit.Unsent(r, fault.New(fault.Conflict, "No appeal of %s waits to be decided.", d.person.Name()))
	}
	if x.First.Account == account.Actor(r.Context()).Account {
		return nil, nil, fault.New(fault.Forbidden, "You decided first, so somebody else must decide the appeal.")
	}
	what, then := "Refusal", "Allow it: the refusal is set aside, and somebody other than "+x.First.By+" decides anew"
	if x.Against == "accreditation.withdraw" {
		what, then = "Withdrawal", "Allow it: the accreditation is in force again, as far as the four tests hold today"
	}
	p.List = summary("Decided first", what+" by "+x.First.By+", "+clock.Moment(x.First.At), "Reasons then", orNone(x.Reasons), "Appeal of", x.Day.Long()+", recorded by "+x.By, "Grounds", x.Grounds)
	p.Outcomes = []govuk.Choice{{Value: "allow", Text: then}, {Value: "dismiss", Text: "Dismiss it: the first decision stands"}}
	return p, d, nil
}

func (h *Handlers) hear(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.hearPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "hear.html", p)
}

// hearNow decides the appeal.
func (h *Handlers) hearNow(w http.ResponseWriter, r *http.Request) error {
	p, d, err := h.hearPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[hearForm](r); err == nil {
		switch p.Form.Outcome {
		case "allow":
			err = h.Accreds.Allow(r.Context(), account.Actor(r.Context()), d.accreditation(), p.Form.TypedName, p.Form.Why)
		case "dismiss":
			err = h.Accreds.Dismiss(r.Context(), account.Actor(r.Context()), d.accreditation(), p.Form.TypedName, p.Form.Why)
		default:
			err = fault.In("outcome", "Choose whether the appeal is allowed")
		}
	}
	if err != nil {
		return h.page.Again(w, r, "hear.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "accred.heard")
}

type movePage struct {
	web.Page
	Head    part.Head
	Back    string
	Orgs    []govuk.Option
	Org     string // name of the new employer, once chosen
	Roles   []govuk.Choice
	Follows []string
	Form    moveForm
}

type moveForm struct {
	Org        id.Org    `form:"org" max:"64"`
	Role       id.Role   `form:"role" max:"64"`
	Supervisor string    `form:"supervisor" label:"Supervisor" max:"120"`
	Last       clock.Day `form:"last" label:"Last day with the old employer"`
	Joined     clock.Day `form:"joined" label:"First day with the new employer"`
	Agreed     clock.Day `form:"agreed" label:"Day the person agreed"`
}

// movePage moves a person to another employer: first the employer is chosen, then the rest.
func (h *Handlers) movePage(r *http.Request) (*movePage, *dossier, error) {
	p := &movePage{}
	d, err := h.about(r, authz.ReportLeaving, "Move to another employer", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	v := visit.At(r, h.Clock)
	if d.person.Left != clock.NoDay {
		return nil, nil, visit.Unsent(r, fault.New(fault.Conflict, "It is recorded already that %s left on %s.", d.person.Name(), d.person.Left.Long()))
	}
	p.Form = moveForm{Org: id.Org(r.URL.Query().Get("org")), Last: v.Today()}
	p.Follows = []string{"What is held with " + d.org.Name + " ends by itself on the last day (Police Reform Act 2002, section 41(8)(a)). The card and the badge are to be returned.",
		"The person has a new entry with the other employer, with the same particulars and training. Vetting is asked for anew, and the delegate decides anew. The new AP number is another.", "The person and both employers are written to."}
	err = h.read(r, func(tx *db.Tx) error {
		orgs, err := h.Orgs.AsAt(tx, v.Who, v.Now)
		p.Orgs = []govuk.Option{{Value: "", Text: "Choose an organisation"}}
		for _, o := range orgs {
			if id.Org(o.ID) == d.person.Org || o.State.State != org.InForce {
				continue
			}
			p.Orgs = append(p.Orgs, govuk.Option{Value: o.ID, Text: o.State.Name})
			if id.Org(o.ID) == p.Form.Org {
				p.Org, p.Roles = o.State.Name, roleChoices(&o.State)
			}
		}
		return err
	})
	return p, d, err
}

func (h *Handlers) moveTo(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.movePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "move.html", p)
}

// moveToNow moves the person.
func (h *Handlers) moveToNow(w http.ResponseWriter, r *http.Request) error {
	p, d, err := h.movePage(r)
	if err != nil {
		return err
	}
	of, to := p.Form.Org, id.Person("")
	if p.Form, err = web.Form[moveForm](r); err == nil {
		f := p.Form
		to, err = h.Accreds.MoveEmployer(r.Context(), account.Actor(r.Context()), d.id, accred.Transfer{Org: of, Role: f.Role, Supervisor: f.Supervisor, Last: f.Last, Joined: f.Joined, Agreed: f.Agreed})
	}
	if err != nil {
		p.Form.Org = of
		return h.page.Again(w, r, "move.html", p, err)
	}
	return web.SeeOther(w, r, personURL(to), "person.moved")
}
