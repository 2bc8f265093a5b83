package dossierweb

import (
	"net/http"
	"slices"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// roleForm is a role with the powers asked for it; the reasons stand in fields of their
// own, "reason-" and the power.
type roleForm struct {
	Title    string          `form:"title" label:"Title of the role" max:"200"`
	Staff    int             `form:"staff" label:"Posts of this kind"`
	Powers   []law.PowerID   `form:"powers" max:"64"`
	Offences []law.OffenceID `form:"offences" max:"64"`
}

// wanted is a power that may be asked for.
type wanted struct {
	ID       law.PowerID
	Name     string
	Para     string
	Meaning  string
	Checked  bool
	Reason   string
	Status   part.Status // what was decided of it, if anything
	Offences []choice

	decided bool
}

// Field is the name of the field for the reason.
func (x wanted) Field() string { return "reason-" + string(x.ID) }

type rolePage struct {
	web.Page
	Head   part.Head
	Back   string
	Form   roleForm
	Powers []wanted

	f    *file
	role org.Role
}

func (h *Handlers) rolePage(r *http.Request) (*rolePage, error) {
	p := &rolePage{role: org.Role{ID: id.Role(r.PathValue("role"))}}
	title := "Change a role"
	if p.role.ID == "" {
		title = "Add a role"
	}
	f, err := h.aboutOrg(r, authz.ChangeOrg, title, &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, err
	}
	p.f = f
	p.Back += "/powers"
	if p.role.ID != "" {
		role, ok := f.org.Role(p.role.ID)
		if !ok {
			return nil, fault.New(fault.NotFound, "There is no such role in this organisation.")
		}
		p.role = *role
		p.Head.Title = role.Title
	}
	p.Form = roleForm{Title: p.role.Title, Staff: p.role.Staff}
	p.want(clock.DayOf(h.Clock.Now()))
	return p, nil
}

// want lists the powers that may be asked for: those that can be granted in law, and those
// asked for already.
func (p *rolePage) want(on clock.Day) {
	in := p.f.force.Settings.Law()
	p.Powers = nil
	for i := range law.Powers() {
		x := &law.Powers()[i]
		was, _ := p.role.Allows(x.ID)
		if _, ok := law.Grantable(x.ID, "", on, in); !ok && was.Power == "" {
			continue
		}
		w := wanted{ID: x.ID, Name: x.Name, Para: x.Para, Meaning: x.Meaning, Checked: was.Power != "", Reason: was.Reason, decided: was.Answer != "" && was.Answer != org.Asked}
		if was.Answer != "" && was.Answer != org.Asked {
			w.Status = map[org.Answer]part.Status{org.Allowed: {Kind: part.InForce, Text: "Yes"}, org.Conditional: {Kind: part.Due, Text: "With a condition"}, org.Refused: {Kind: part.NotInForce, Text: "Refused"}}[was.Answer]
		}
		if x.Notice == law.PND {
			for j := range law.Offences() {
				o := &law.Offences()[j]
				if _, ok := law.Grantable(x.ID, o.ID, on, in); ok {
					w.Offences = append(w.Offences, choice{string(o.ID), o.Name, slices.Contains(was.Offences, o.ID)})
				}
			}
		}
		p.Powers = append(p.Powers, w)
	}
}

func (h *Handlers) orgRole(w http.ResponseWriter, r *http.Request) error {
	p, err := h.rolePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "role.html", p)
}

// orgRoleNow adds or changes a role and what is asked for it. What was decided stays; what
// is new is asked for.
func (h *Handlers) orgRoleNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.rolePage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[roleForm](r)
	if err == nil {
		err = h.setRole(r, p, form)
	}
	if err != nil {
		p.Form = form
		for i := range p.Powers {
			x := &p.Powers[i]
			x.Checked, x.Reason = slices.Contains(form.Powers, x.ID), clean(r.PostForm.Get(x.Field()))
			for j := range x.Offences {
				x.Offences[j].Checked = slices.Contains(form.Offences, law.OffenceID(x.Offences[j].ID))
			}
		}
		return h.page.Again(w, r, "role.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "org.changed")
}

func (h *Handlers) setRole(r *http.Request, p *rolePage, form roleForm) error {
	var wrong fault.Fields
	role := p.role
	role.Title, role.Staff, role.Powers = form.Title, form.Staff, nil
	if role.Title == "" {
		wrong.Add("title", "Enter the title of the role, for example Community warden")
	}
	if role.Staff < 0 || role.Staff > 100000 {
		wrong.Add("staff", "Enter how many posts of this kind there are")
	}
	for _, x := range p.Powers {
		if !slices.Contains(form.Powers, x.ID) {
			continue
		}
		asked := org.Power{Power: x.ID, Answer: org.Asked, Reason: clean(r.PostForm.Get(x.Field()))}
		if asked.Reason == "" && !x.decided || len(asked.Reason) > 1000 {
			wrong.Add(x.Field(), "Enter why the work needs this, in 1,000 letters or fewer: %s", small(x.Name))
		}
		for _, c := range x.Offences {
			if slices.Contains(form.Offences, law.OffenceID(c.ID)) {
				asked.Offences = append(asked.Offences, law.OffenceID(c.ID))
			}
		}
		if len(x.Offences) > 0 && len(asked.Offences) == 0 {
			wrong.Add("offences", "Choose each offence for which a penalty notice is asked")
		}
		role.Powers = append(role.Powers, asked)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	if role.ID == "" {
		role.ID = id.New[id.Role]()
	}
	err := h.Orgs.Alter(r.Context(), account.Actor(r.Context()), p.f.id, func(o *org.Organisation) error {
		if have, ok := o.Role(role.ID); ok {
			*have = role
		} else {
			o.Roles = append(o.Roles, role)
		}
		return nil
	})
	if x := fault.Of(err); x != nil && len(x.Fields) > 0 {
		return fault.In("title", "%s", x.Fields[0].Message)
	}
	return err
}
