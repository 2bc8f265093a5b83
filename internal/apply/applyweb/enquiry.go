package applyweb

import (
	"net/http"
	"net/url"
	"slices"

	"watchword/internal/apply"
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
)

// settings is the force's, or those a new force begins with where the address is of no one
// force.
func (h *Handlers) settings(r *http.Request) (area.Settings, error) {
	force := who(r).Force
	if force == "" {
		return area.Defaults(), nil
	}
	f, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (area.Force, error) { return h.Areas.Force(tx, force) })
	return f.Settings, err
}

type employersPage struct {
	web.Page
	Chief  string
	Powers []string
}

// employers says what the scheme asks of an employer, and how one joins.
func (h *Handlers) employers(w http.ResponseWriter, r *http.Request) error {
	set, err := h.settings(r)
	if err != nil {
		return err
	}
	p := &employersPage{Page: web.Page{Title: "For employers", Active: "/for-employers"}, Chief: set.ChiefOfficer}
	for _, x := range apply.Grantable(h.today(), set.Law()) {
		p.Powers = append(p.Powers, x.Name)
	}
	return h.public.Render(w, r, "employers.html", p)
}

// enquiryForm is an enquiry as it is sent.
type enquiryForm struct {
	Name    string        `form:"name" label:"Organisation" max:"200"`
	Kind    org.Kind      `form:"kind" label:"Kind" max:"40"`
	Contact string        `form:"contact" label:"Name" max:"200"`
	Post    string        `form:"post" label:"Post" max:"200"`
	Email   string        `form:"email" label:"E-mail address" max:"254"`
	Phone   string        `form:"phone" label:"Telephone" max:"40"`
	Purpose string        `form:"purpose" label:"Work" max:"4000" text:"lines"`
	Staff   int           `form:"staff" label:"People"`
	Powers  []law.PowerID `form:"powers" max:"64"`
}

func (f enquiryForm) enquiry() apply.Enquiry {
	return apply.Enquiry{Name: f.Name, Kind: f.Kind, Contact: apply.Contact{Name: f.Contact, Post: f.Post, Email: f.Email, Phone: f.Phone}, Purpose: f.Purpose, Powers: f.Powers, Staff: f.Staff}
}

type enquiryPage struct {
	web.Page
	Office bool
	Form   enquiryForm
	Kinds  []govuk.Option
	Powers []govuk.Choice
}

// Ticked is the powers ticked, for the template.
func (p *enquiryPage) Ticked() []string {
	var out []string
	for _, x := range p.Form.Powers {
		out = append(out, string(x))
	}
	return out
}

func (h *Handlers) enquiryPage(r *http.Request) (*enquiryPage, error) {
	set, err := h.settings(r)
	p := &enquiryPage{Page: web.Page{Title: "Ask about joining", Active: "/for-employers"}, Kinds: kindOptions()}
	for _, x := range apply.Grantable(h.today(), set.Law()) {
		p.Powers = append(p.Powers, govuk.Choice{Value: string(x.ID), Text: x.Name, Hint: govuk.Hint{Text: x.Meaning}})
	}
	return p, err
}

func kindOptions() []govuk.Option {
	out := []govuk.Option{{Value: "", Text: "Choose"}}
	for _, k := range org.Kinds {
		out = append(out, govuk.Option{Value: string(k.Kind), Text: k.Title})
	}
	return out
}

func (h *Handlers) enquiry(w http.ResponseWriter, r *http.Request) error {
	p, err := h.enquiryPage(r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "enquiry.html", p)
}

// enquiryNow takes an enquiry from the public page, so many from one address.
func (h *Handlers) enquiryNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.enquiryPage(r)
	if err != nil {
		return err
	}
	var got apply.Received
	if p.Form, err = web.Form[enquiryForm](r); err == nil {
		q := p.Form.enquiry()
		if err = q.Check(); err == nil {
			if err := h.asks.Take(r); err != nil {
				return err
			}
			got, err = h.Applies.Enquire(r.Context(), who(r), q)
		}
	}
	if err != nil {
		return h.public.Again(w, r, "enquiry.html", p, err)
	}
	return web.SeeOther(w, r, "/for-employers/progress?reference="+url.QueryEscape(got.Reference), "enquiry.sent")
}

type progressForm struct {
	Reference string `form:"reference" label:"Reference" max:"20"`
}

type progressPage struct {
	web.Page
	Form  progressForm
	Found *apply.Public

	Steps []step
}

// step is one stage of the way, with its day.
type step struct {
	Text, Day string
	Done, Now bool
}

func stepsOf(all []apply.Step) []step {
	var out []step
	for _, s := range all {
		x := step{Text: s.Text, Done: s.Done, Now: s.Now}
		if s.Day != clock.NoDay {
			x.Day = s.Day.Long()
		}
		out = append(out, x)
	}
	return out
}

// progress is where the enquiry or application of a reference stands, with its days.
func (h *Handlers) progress(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	form, err := web.Query[progressForm](r)
	p := &progressPage{Page: web.Page{Title: "Where your application stands", Active: "/for-employers"}, Form: form}
	if err == nil && form.Reference != "" {
		if err := h.looks.Take(r); err != nil {
			return err
		}
		var found apply.Public
		if found, err = h.Applies.ByReference(r.Context(), who(r).Force, form.Reference); err == nil {
			p.Found, p.Steps = &found, stepsOf(found.Steps)
		}
	}
	if err != nil {
		return h.public.Again(w, r, "progress.html", p, err)
	}
	return h.public.Render(w, r, "progress.html", p)
}

// groups is how the public register groups kinds, in order.
func groups() []string {
	var out []string
	for _, k := range org.Kinds {
		if !slices.Contains(out, k.Group) {
			out = append(out, k.Group)
		}
	}
	return out
}
