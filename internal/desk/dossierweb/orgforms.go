package dossierweb

import (
	"net/http"
	"strconv"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
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
	v := h.visit(r)
	if err := v.who.May(authz.AddOrg, authz.Object{}); err != nil {
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
		of, err = h.Orgs.Add(r.Context(), h.visit(r).who, o)
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
		err = h.Orgs.Alter(r.Context(), h.visit(r).who, f.id, func(o *org.Organisation) error { form.put(o); return nil })
	}
	if err != nil {
		return h.page.Again(w, r, "orgform.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "org.changed")
}

// contactRow is one contact in the form; rows without a name fall away.
type contactRow struct {
	N       int // from 1, for people
	At      int // as in the names of its fields
	Kind    string
	Contact org.Contact
}

// Field is the name of one of the row's fields.
func (c contactRow) Field(name string) string { return contactField(c.At, name) }

type contactsPage struct {
	web.Page
	Head  part.Head
	Back  string
	Kinds []govuk.Option
	Rows  []contactRow
}

const maxContacts = 40

func contactKindOptions() []govuk.Option {
	out := []govuk.Option{{Blank: true, Text: "Choose"}}
	for _, k := range contactKinds {
		out = append(out, govuk.Option{Value: string(k.kind), Text: kindTitle(k.kind)})
	}
	return out
}

func (h *Handlers) contactsPage(r *http.Request) (*contactsPage, *file, error) {
	p := &contactsPage{Kinds: contactKindOptions()}
	f, err := h.aboutOrg(r, authz.ChangeOrg, "Change contacts", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	p.Back += "/contacts"
	p.set(f.org.Contacts, 3)
	return p, f, nil
}

// set makes a row of each contact, and some empty ones.
func (p *contactsPage) set(cs []org.Contact, empty int) {
	p.Rows = nil
	for i := range min(len(cs)+empty, maxContacts) {
		row := contactRow{N: i + 1, At: i}
		if i < len(cs) {
			row.Contact, row.Kind = cs[i], string(cs[i].Kind)
		}
		p.Rows = append(p.Rows, row)
	}
}

func (h *Handlers) orgContactsChange(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.contactsPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "contacts.html", p)
}

// orgContactsNow changes the contacts.
func (h *Handlers) orgContactsNow(w http.ResponseWriter, r *http.Request) error {
	p, f, err := h.contactsPage(r)
	if err != nil {
		return err
	}
	if _, err = web.Form[struct{}](r); err != nil {
		return h.page.Again(w, r, "contacts.html", p, err)
	}
	cs, at := typedContacts(r)
	p.set(make([]org.Contact, rowsSent(r)), 0)
	if r.PostForm.Get("more") != "" {
		p.set(cs, 4)
		r.PostForm = nil
		return h.page.Render(w, r, "contacts.html", p)
	}
	err = checkContacts(cs, at)
	if err == nil {
		err = h.Orgs.Alter(r.Context(), h.visit(r).who, f.id, func(o *org.Organisation) error { o.Contacts = cs; return nil })
		err = renumbered(err, at)
	}
	if err != nil {
		return h.page.Again(w, r, "contacts.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "org.changed")
}

// rowsSent is how many rows the form had.
func rowsSent(r *http.Request) int {
	n := 0
	for i := range maxContacts {
		if _, ok := r.PostForm[contactField(i, "name")]; ok {
			n = i + 1
		}
	}
	return n
}

func contactField(i int, field string) string { return "contacts[" + strconv.Itoa(i) + "]." + field }

// typedContacts is the contacts as sent, with the row of the form that each stands in.
func typedContacts(r *http.Request) (cs []org.Contact, at []int) {
	for i := range rowsSent(r) {
		get := func(field string) string { return clean(r.PostForm.Get(contactField(i, field))) }
		c := org.Contact{Kind: org.ContactKind(get("kind")), Name: get("name"), Post: get("post"), Email: get("email"), Phone: get("phone")}
		if c.Name+c.Post+c.Email+c.Phone != "" {
			cs, at = append(cs, c), append(at, i)
		}
	}
	return cs, at
}

func checkContacts(cs []org.Contact, at []int) error {
	var wrong fault.Fields
	for i, c := range cs {
		if kindTitle(c.Kind) == "" {
			wrong.Add(contactField(at[i], "kind"), "Choose what %s is to the scheme", orSomebody(c.Name))
		}
		if len(c.Post) > 200 || len(c.Phone) > 40 {
			wrong.Add(contactField(at[i], "post"), "The post must be 200 letters or fewer, the telephone number 40")
		}
	}
	return wrong.Err()
}

func orSomebody(name string) string {
	if name == "" || len(name) > 60 {
		return "this contact"
	}
	return name
}

// renumbered names the rows of the form in place of those of the list.
func renumbered(err error, at []int) error {
	f := fault.Of(err)
	if f == nil || len(f.Fields) == 0 {
		return err
	}
	out := *f
	out.Fields = nil
	for _, x := range f.Fields {
		for i := len(at) - 1; i >= 0; i-- {
			prefix := contactField(i, "")
			if len(x.Name) > len(prefix) && x.Name[:len(prefix)] == prefix {
				x.Name = contactField(at[i], x.Name[len(prefix):])
				break
			}
		}
		out.Fields = append(out.Fields, x)
	}
	return &out
}
