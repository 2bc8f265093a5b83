package complaintweb

import (
	"cmp"
	"net/http"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
)

// tellForm is a complaint or word of praise as it is sent.
type tellForm struct {
	Kind     string             `form:"kind" max:"20"`
	Channel  string             `form:"channel" max:"20"`
	Number   string             `form:"number" label:"Number" max:"200"`
	Looks    string             `form:"looks" label:"Description" max:"4000" text:"lines"`
	Employer id.Org             `form:"employer" max:"64"`
	Where    string             `form:"where" label:"Place" max:"200"`
	On       clock.Day          `form:"on" label:"Day it happened"`
	Time     string             `form:"time" label:"Time" max:"200"`
	Matters  []complaint.Matter `form:"matters" max:"40"`
	Text     string             `form:"text" label:"What happened" max:"4000" text:"lines"`
	Files    []web.File         `form:"files"`
	Name     string             `form:"name" label:"Name" max:"200"`
	Email    string             `form:"email" label:"E-mail address" max:"254"`
	Phone    string             `form:"phone" label:"Telephone" max:"40"`
	Share    string             `form:"share" max:"10"`
}

func (f tellForm) telling() (complaint.Telling, error) {
	files, err := attached(f.Files)
	return complaint.Telling{Told: complaint.Told{Praise: f.Kind == "praise", Channel: f.Channel, Number: f.Number, Looks: f.Looks, Employer: f.Employer, Where: f.Where, On: f.On, Time: f.Time, Matters: f.Matters,
		From: complaint.Party{Name: f.Name, Email: f.Email, Phone: f.Phone, Share: f.Share == "yes"}}, Text: f.Text, Files: files}, err
}

type tellPage struct {
	web.Page
	Form      tellForm
	Praise    bool
	Other     string // address of the form for the other
	Example   string
	Employers []govuk.Option
	Matters   []govuk.Choice
	Share     []govuk.Choice
	Channels  []govuk.Choice
	Kinds     []govuk.Choice
}

// Ticked is the matters ticked, for the template.
func (p *tellPage) Ticked() []string {
	var out []string
	for _, x := range p.Form.Matters {
		out = append(out, string(x))
	}
	return out
}

// Shared is what is ticked of the consent, for the template.
func (p *tellPage) Shared() []string { return []string{p.Form.Share} }

func (h *Handlers) tellPage(r *http.Request) (*tellPage, error) {
	kind := r.FormValue("kind")
	p := &tellPage{Page: web.Page{Title: "Complain about an accredited person", Active: "/complain"}, Praise: kind == "praise", Other: "/complain?kind=praise", Example: "EM 4417"}
	if p.Praise {
		p.Title, p.Other = "Say that an accredited person did well", "/complain"
	}
	p.Form = tellForm{Kind: kind, Number: r.URL.Query().Get("card"), Employer: id.Org(r.URL.Query().Get("employer"))}
	for _, m := range complaint.Matters {
		p.Matters = append(p.Matters, govuk.Choice{Value: m.Value, Text: m.Text})
	}
	p.Share = []govuk.Choice{{Value: "yes", Text: "The employer may know who I am"}}
	p.Kinds = []govuk.Choice{{Value: "complaint", Text: "A complaint"}, {Value: "praise", Text: "Praise"}}
	for _, c := range complaint.Channels[1:] {
		p.Channels = append(p.Channels, govuk.Choice{Value: c.Value, Text: c.Text})
	}
	actor := who(r)
	if actor.Force == "" {
		return p, nil
	}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		f, err := h.Areas.Force(tx, actor.Force)
		if err != nil {
			return err
		}
		p.Example = f.Settings.APPrefix + " 4417"
		p.Employers, err = h.employers(tx, actor.Force)
		return err
	})
	return p, err
}

// employers is the organisations whose people may be told of: those of the public register.
func (h *Handlers) employers(tx *db.Tx, force id.Force) ([]govuk.Option, error) {
	now := h.Clock.Now()
	vs, err := h.Orgs.All(tx, force, register.Now(now))
	vs = slices.DeleteFunc(vs, func(v org.Version) bool {
		s := v.State.Standing(now).State
		return s != law.Active && s != law.Suspended
	})
	slices.SortFunc(vs, func(a, b org.Version) int { return cmp.Compare(org.Fold(a.State.Name), org.Fold(b.State.Name)) })
	out := []govuk.Option{{Value: "", Text: "I do not know"}}
	for _, v := range vs {
		out = append(out, govuk.Option{Value: v.ID, Text: v.State.Name})
	}
	return out, err
}

func (h *Handlers) tell(w http.ResponseWriter, r *http.Request) error {
	p, err := h.tellPage(r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "tell.html", p)
}

// tellNow takes what is told, so much from one address, and leads to the page behind the
// complainant’s link.
func (h *Handlers) tellNow(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[tellForm](r)
	p, perr := h.tellPage(r)
	if perr != nil {
		return perr
	}
	p.Form, form.Channel = form, "page"
	var got complaint.Receipt
	if err == nil {
		var x complaint.Telling
		if x, err = form.telling(); err == nil {
			if err = x.Check(h.today()); err == nil {
				if err := h.tells.Take(r); err != nil {
					return err
				}
				got, err = h.Complaints.Tell(r.Context(), authz.Actor{Force: who(r).Force}, x)
			}
		}
	}
	if err != nil {
		return h.public.Again(w, r, "tell.html", p, err)
	}
	return web.SeeOther(w, r, "/complaint/"+got.Secret, "complaint.told")
}

func (h *Handlers) enterPage(r *http.Request) (*tellPage, error) {
	p, err := h.tellPage(r)
	p.Page = web.Page{Title: "Enter a complaint or praise", Active: "/complaints", Crumbs: []web.Crumb{{Text: "Complaints", Href: "/complaints"}, {Text: "Enter"}}}
	return p, err
}

func (h *Handlers) enter(w http.ResponseWriter, r *http.Request) error {
	p, err := h.enterPage(r)
	if err != nil {
		return err
	}
	if who(r).Role.OfEmployer() {
		p.Form.Channel = "employer"
	}
	return h.page.Render(w, r, "enter.html", p)
}

// enterNow takes what reached the office or the employer otherwise, and shows the link for
// the complainant.
func (h *Handlers) enterNow(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[tellForm](r)
	p, perr := h.enterPage(r)
	if perr != nil {
		return perr
	}
	p.Form = form
	var got complaint.Receipt
	if err == nil {
		var x complaint.Telling
		if x, err = form.telling(); err == nil {
			got, err = h.Complaints.Tell(r.Context(), who(r), x)
		}
	}
	if err != nil {
		return h.page.Again(w, r, "enter.html", p, err)
	}
	return h.made(w, r, got.Complaint, got.Reference, got.Secret)
}

type madePage struct {
	web.Page
	Reference, Made, Back string
}

// made shows a link for the complainant, this once.
func (h *Handlers) made(w http.ResponseWriter, r *http.Request, of id.Complaint, reference, secret string) error {
	w.Header().Set("Cache-Control", "no-store")
	return h.page.Render(w, r, "made.html", &madePage{Page: web.Page{Title: "The complainant’s link", Active: "/complaints", Crumbs: []web.Crumb{{Text: "Complaints", Href: "/complaints"}, {Text: reference, Href: complaintURL(of)}, {Text: "Link"}}},
		Reference: reference, Made: h.address(r, "/complaint/"+secret), Back: complaintURL(of)})
}

func complaintURL(of id.Complaint) string { return "/complaints/" + string(of) }
