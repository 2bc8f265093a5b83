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
	"watchword/internal/person"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// personForm is a person's particulars as they are typed.
type personForm struct {
	Org        id.Org    `form:"org" max:"64"`
	Role       id.Role   `form:"role" max:"64"`
	Forenames  string    `form:"forenames" label:"Forenames" max:"120"`
	Surname    string    `form:"surname" label:"Surname" max:"120"`
	Born       clock.Day `form:"born" label:"Date of birth"`
	Supervisor string    `form:"supervisor" label:"Supervisor" max:"120"`
	Team       id.Team   `form:"team" label:"Team" max:"64"`
	Email      string    `form:"email" label:"E-mail address" max:"254"`
	Phone      string    `form:"phone" label:"Telephone" max:"40"`
	Joined     clock.Day `form:"joined" label:"First day of employment"`
	Agreed     clock.Day `form:"agreed" label:"Day the person agreed"`
}

// put writes what was typed into a person; employer and consent only of a new one.
func (f *personForm) put(p *person.Person) {
	p.Role, p.Forenames, p.Surname, p.Born = f.Role, f.Forenames, f.Surname, f.Born
	p.Supervisor, p.Team, p.Email, p.Phone, p.Joined = f.Supervisor, f.Team, f.Email, f.Phone, f.Joined
}

func formOf(p *person.Person) personForm {
	return personForm{Org: p.Org, Role: p.Role, Forenames: p.Forenames, Surname: p.Surname, Born: p.Born, Supervisor: p.Supervisor, Team: p.Team,
		Email: p.Email, Phone: p.Phone, Joined: p.Joined, Agreed: p.Agreed}
}

type personFormPage struct {
	web.Page
	Head  part.Head
	Back  string
	New   bool
	Save  string
	Org   string // name of the employer
	Pick  bool   // the employer is still to be chosen
	Orgs  []govuk.Option
	Roles []govuk.Choice
	Teams []govuk.Option
	Form  personForm
}

// roleChoices is the roles of an employer.
func roleChoices(o *org.Organisation) []govuk.Choice {
	var out []govuk.Choice
	for _, r := range o.Roles {
		c := govuk.Choice{Value: string(r.ID), Text: r.Title}
		allowed := 0
		for _, p := range r.Powers {
			if _, ok := r.Allows(p.Power); ok {
				allowed++
			}
		}
		c.Hint = govuk.Hint{Text: "May be given " + part.Count(allowed, "power", "powers")}
		out = append(out, c)
	}
	return out
}

// addPage is the form for a new person: first the employer, then the person.
func (h *Handlers) addPage(r *http.Request) (*personFormPage, error) {
	v := visit.At(r, h.Clock)
	employer := id.Org(clean(r.FormValue("org")))
	if employer == "" {
		employer = v.Who.Org
	}
	p := &personFormPage{New: true, Save: "Put forward", Back: "/people"}
	p.Page = web.Page{Title: "Put somebody forward", Active: "/people", Crumbs: []web.Crumb{{Text: "People", Href: "/people"}, {Text: "Put somebody forward"}}}
	p.Head = part.Head{Title: "Put somebody forward"}
	if employer == "" {
		return p, h.pickEmployer(&v, p)
	}
	err := h.read(r, func(tx *db.Tx) error {
		f, err := h.file(tx, v.Who, employer, v.Now)
		if err != nil {
			return err
		}
		p.Org, p.Roles, p.Teams, p.Back, p.Form.Org = f.org.Name, roleChoices(&f.org), teamOptions(&f.org), orgURL(f.id), f.id
		p.Head.Caption = f.org.Name
		return v.Who.May(authz.NominatePerson, authz.Object{Org: f.id})
	})
	if err != nil {
		return nil, h.refused(r, v, err)
	}
	return p, nil
}

// pickEmployer makes the page ask for the employer first.
func (h *Handlers) pickEmployer(v *visit.Visit, p *personFormPage) error {
	p.Pick = true
	return h.read(v.R, func(tx *db.Tx) error {
		orgs, err := h.Orgs.AsAt(tx, v.Who, v.Now)
		for _, o := range orgs {
			if len(o.State.Roles) > 0 && o.State.State != org.Withdrawn && o.State.State != org.Left && o.State.State != org.Declined {
				p.Orgs = append(p.Orgs, govuk.Option{Value: o.ID, Text: o.State.Name})
			}
		}
		return err
	})
}

func (h *Handlers) personAdd(w http.ResponseWriter, r *http.Request) error {
	p, err := h.addPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "personform.html", p)
}

// personAddNow puts a person forward.
func (h *Handlers) personAddNow(w http.ResponseWriter, r *http.Request) error {
	form, ferr := web.Form[personForm](r)
	p, err := h.addPage(r)
	if err != nil {
		return err
	}
	if p.Pick {
		return h.page.Again(w, r, "personform.html", p, fault.In("org", "Choose the employer"))
	}
	p.Form = form
	var of id.Person
	if err = ferr; err == nil {
		v := visit.At(r, h.Clock)
		x := person.Person{Org: form.Org, Agreed: form.Agreed}
		form.put(&x)
		of, err = h.Persons.Nominate(r.Context(), v.Who, x)
	}
	if err != nil {
		return h.page.Again(w, r, "personform.html", p, err)
	}
	return web.SeeOther(w, r, personURL(of), "person.added")
}

func (h *Handlers) changePage(r *http.Request) (*personFormPage, *dossier, error) {
	p := &personFormPage{Save: "Save the particulars"}
	d, err := h.about(r, authz.ChangePerson, "Change particulars", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	p.Org, p.Roles, p.Teams, p.Form = d.org.Name, roleChoices(&d.org), teamOptions(&d.org), formOf(&d.person)
	return p, d, nil
}

func (h *Handlers) personChange(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.changePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "personform.html", p)
}

// personChangeNow changes a person's particulars.
func (h *Handlers) personChangeNow(w http.ResponseWriter, r *http.Request) error {
	p, d, err := h.changePage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[personForm](r)
	if err == nil {
		p.Form = form
		err = h.Persons.Alter(r.Context(), account.Actor(r.Context()), d.id, func(x *person.Person) error { form.put(x); return nil })
	}
	if err != nil {
		return h.page.Again(w, r, "personform.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "person.changed")
}

type leavingPage struct {
	web.Page
	Head    part.Head
	Back    string
	Follows []string
	Form    struct {
		Last clock.Day
		Why  string
	}
}

type leavingForm struct {
	Last clock.Day `form:"last" label:"Last day of employment"`
	Why  string    `form:"why" label:"Note" max:"2000" text:"lines"`
}

func (h *Handlers) leavingPage(r *http.Request) (*leavingPage, *dossier, error) {
	p := &leavingPage{}
	d, err := h.about(r, authz.ReportLeaving, "Report that the person left", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	p.Form.Last = clock.DayOf(h.Clock.Now())
	p.Follows = []string{"The accreditation ends with the employment, by itself (Police Reform Act 2002, section 41(8)(a)). It cannot be taken back here."}
	if d.has && d.chief.State.State.Live() {
		n := len(d.standing.Held())
		p.Follows = append(p.Follows, part.Count(n, "power stops", "powers stop")+" at once. The card stops answering.", "The person and "+d.org.Name+" are written to. The card and the badge are to be returned.")
	} else if d.has && d.chief.State.State == accred.Proposed {
		p.Follows = append(p.Follows, "The question before the delegate falls away.")
	}
	return p, d, nil
}

func (h *Handlers) leaving(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.leavingPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "leaving.html", p)
}

// leavingNow records that a person left.
func (h *Handlers) leavingNow(w http.ResponseWriter, r *http.Request) error {
	p, d, err := h.leavingPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[leavingForm](r)
	if err == nil {
		err = h.Persons.Leave(r.Context(), account.Actor(r.Context()), d.id, form.Last, form.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "leaving.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "person.left")
}
