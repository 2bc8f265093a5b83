package dossierweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// orgForm is an organisation's particulars as they are typed.
type orgForm struct {
	Name         string    `form:"name" label:"Name" max:"200"`
	Aliases      string    `form:"aliases" label:"Other names" max:"1000" text:"lines"`
	Kind         org.Kind  `form:"kind" max:"40"`
	Registration string    `form:"registration" label:"Company or charity number" max:"40"`
	Address      string    `form:"address" label:"Address" max:"1000" text:"lines"`
	Postcode     string    `form:"postcode" label:"Postcode" max:"12"`
	Phone        string    `form:"phone" label:"Telephone" max:"40"`
	Email        string    `form:"email" label:"E-mail address" max:"254"`
	Purpose      string    `form:"purpose" label:"What its people do" max:"4000" text:"lines"`
	Uniform      string    `form:"uniform" label:"Uniform" max:"1000" text:"lines"`
	Approved     clock.Day `form:"uniform_approved" label:"Day the uniform was approved"`
}

func (f *orgForm) put(o *org.Organisation) {
	o.Name, o.Kind, o.Registration, o.Address, o.Postcode = f.Name, f.Kind, f.Registration, f.Address, f.Postcode
	o.Phone, o.Email, o.Purpose, o.Uniform, o.UniformApproved, o.Aliases = f.Phone, f.Email, f.Purpose, f.Uniform, f.Approved, lines(f.Aliases)
}

func orgFormOf(o *org.Organisation) orgForm {
	f := orgForm{Name: o.Name, Kind: o.Kind, Registration: o.Registration, Address: o.Address, Postcode: o.Postcode, Phone: o.Phone, Email: o.Email,
		Purpose: o.Purpose, Uniform: o.Uniform, Approved: o.UniformApproved}
	for i, a := range o.Aliases {
		if i > 0 {
			f.Aliases += "\n"
		}
		f.Aliases += a
	}
	return f
}

type orgFormPage struct {
	web.Page
	Head  part.Head
	Back  string
	Save  string
	Kinds []govuk.Option
	Form  orgForm
}

func kinds() []govuk.Option {
	out := []govuk.Option{{Blank: true, Text: "Choose"}}
	for _, k := range org.Kinds {
		out = append(out, govuk.Option{Value: string(k.Kind), Text: k.Title})
	}
	return out
}

func (h *Handlers) orgAddPage(r *http.Request) (*orgFormPage, error) {
	v := visit.At(r, h.Clock)
	if err := v.Who.May(authz.AddOrg, authz.Object{}); err != nil {
		return nil, h.refused(r, v, err)
	}
	return &orgFormPage{Head: part.Head{Title: "Add an organisation", Text: "It asks to be accredited. Contacts, area, roles and powers come next."}, Back: "/organisations", Save: "Add the organisation", Kinds: kinds(),
		Page: web.Page{Title: "Add an organisation", Active: "/organisations", Crumbs: []web.Crumb{{Text: "Organisations", Href: "/organisations"}, {Text: "Add an organisation"}}}}, nil
}

func (h *Handlers) orgAdd(w http.ResponseWriter, r *http.Request) error {
	p, err := h.orgAddPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "orgform.html", p)
}

// orgAddNow enters an organisation that asks to be accredited.
func (h *Handlers) orgAddNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.orgAddPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[orgForm](r)
	var of id.Org
	if err == nil {
		var o org.Organisation
		form.put(&o)
		of, err = h.Orgs.Add(r.Context(), account.Actor(r.Context()), o)
	}
	if err != nil {
		p.Form = form
		return h.page.Again(w, r, "orgform.html", p, err)
	}
	return web.SeeOther(w, r, orgURL(of), "org.added")
}

func (h *Handlers) orgChangePage(r *http.Request) (*orgFormPage, *file, error) {
	p := &orgFormPage{Save: "Save the particulars", Kinds: kinds()}
	f, err := h.aboutOrg(r, authz.ChangeOrg, "Change particulars", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	p.Form = orgFormOf(&f.org)
	return p, f, nil
}

func (h *Handlers) orgChange(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.orgChangePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "orgform.html", p)
}

// orgChangeNow changes an organisation's particulars.
func (h *Handlers) orgChangeNow(w http.ResponseWriter, r *http.Request) error {
	p, f, err := h.orgChangePage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[orgForm](r)
	if err == nil {
		err = h.Orgs.Alter(r.Context(), account.Actor(r.Context()), f.id, func(o *org.Organisation) error { form.put(o); return nil })
	}
	if err != nil {
		return h.page.Again(w, r, "orgform.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "org.changed")
}
