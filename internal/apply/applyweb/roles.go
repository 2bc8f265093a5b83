package applyweb

import (
	"net/http"
	"net/url"
	"slices"

	"watchword/internal/apply"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

func roleURL(of id.Role) string { return "/application/roles/" + string(of) }

// roles shows the roles, the matrix of what is asked, and what conflicts in it.
func (p *stepPage) roles(f apply.Filled, on clock.Day) {
	p.Add, p.AddText = roleURL("new"), "Add a role"
	for _, r := range f.Form.Roles {
		p.Items = append(p.Items, itemView{Title: r.Title, Text: part.Count(r.Staff, "person", "people") + ", " + powersSay(len(r.Powers)), Change: roleURL(r.ID), Remove: roleURL(r.ID) + "/remove"})
	}
	conflicts := f.Form.Conflicts(f.Application.Kind, f.Catalogue, on, f.Settings.Law())
	p.Matrix = askedMatrix(&f.Form, conflicts, func(r id.Role) string { return roleURL(r) + "/powers" })
	p.Conflicts = conflictViews(&f.Form, conflicts)
}

func powersSay(n int) string {
	if n == 0 {
		return "no power asked for, which is legitimate"
	}
	return part.Count(n, "power", "powers") + " asked for"
}

// askedMatrix is role by power, what is asked; nil where nothing is.
func askedMatrix(f *apply.Form, conflicts []apply.Conflict, href func(id.Role) string) *part.Matrix {
	m := &part.Matrix{Caption: "Powers asked for, role by role"}
	for _, r := range f.Roles {
		m.Roles = append(m.Roles, part.Column{Text: r.Title, Sub: part.Count(r.Staff, "person", "people")})
	}
	for i := range law.Powers() {
		p := &law.Powers()[i]
		row := part.MatrixRow{Name: p.Name, Href: "/powers/" + string(p.ID), Para: p.Para}
		asked := false
		for j := range f.Roles {
			r := &f.Roles[j]
			c := part.MatrixCell{Text: "Not asked"}
			if w := r.Want(p.ID); w != nil {
				asked = true
				c = part.MatrixCell{Kind: part.Waiting, Text: "Asked", Href: href(r.ID)}
				for _, x := range conflicts {
					if x.Role == r.ID && x.Power == p.ID {
						c.Kind, c.Note = part.Due, "To weigh"
						if x.Bars {
							c.Kind, c.Note = part.NotInForce, "Conflicts"
							break
						}
					}
				}
			}
			row.Cells = append(row.Cells, c)
		}
		if asked {
			m.Rows = append(m.Rows, row)
		}
	}
	if len(m.Rows) == 0 {
		return nil
	}
	return m
}

func conflictViews(f *apply.Form, all []apply.Conflict) []conflictView {
	var out []conflictView
	for _, c := range all {
		r := f.Role(c.Role)
		p, ok := law.Find(c.Power)
		if r == nil || !ok {
			continue
		}
		v := conflictView{Status: part.Status{Kind: part.Due, Text: "To weigh"}, Text: c.Message, Mend: c.Mend, Law: c.Source, For: r.Title + ": " + p.Name}
		if c.Bars {
			v.Status = part.Status{Kind: part.NotInForce, Text: "Conflicts"}
		}
		out = append(out, v)
	}
	return out
}

// roleForm is a role and the powers ticked for it.
type roleForm struct {
	Title    string          `form:"title" label:"Title of the role" max:"200"`
	Staff    int             `form:"staff" label:"People"`
	Powers   []law.PowerID   `form:"powers" max:"64"`
	Offences []law.OffenceID `form:"offences" max:"64"`
}

type tick struct {
	ID, Name, Para, Meaning string
	Checked                 bool
	Offences                []tick
}

type rolePage struct {
	web.Page
	Heading string
	Form    roleForm
	Powers  []tick
	Never   []tick // what nobody can be given, and what there is instead
	Usual   []part.Link
	role    id.Role
	in      law.Territory
}

func (h *Handlers) rolePage(w http.ResponseWriter, r *http.Request) (apply.Holder, *rolePage, error) {
	holder, f, err := h.opened(w, r)
	if err != nil {
		return holder, nil, err
	}
	p := &rolePage{Page: web.Page{Title: "Add a role", Active: "/for-employers"}, role: id.Role(r.PathValue("role"))}
	if p.role != "new" {
		role := f.Form.Role(p.role)
		if role == nil {
			return holder, nil, fault.New(fault.NotFound, "There is no such role in your application.")
		}
		p.Title = "Change a role"
		p.Form = roleForm{Title: role.Title, Staff: role.Staff}
		for _, x := range role.Powers {
			p.Form.Powers, p.Form.Offences = append(p.Form.Powers, x.Power), append(p.Form.Offences, x.Offences...)
		}
	} else {
		for _, u := range f.Catalogue {
			p.Usual = append(p.Usual, part.Link{Text: u.Title, Href: "/application/roles/new?like=" + url.QueryEscape(u.Title)})
		}
		if u, ok := f.Catalogue.Find(r.URL.Query().Get("like")); ok {
			p.Form = roleForm{Title: u.Title, Powers: u.Powers}
		}
	}
	p.Heading, p.in = p.Title, f.Settings.Law()
	p.offer(h.today())
	return holder, p, nil
}

// offer lists the powers that can be asked for by the law of the day.
func (p *rolePage) offer(on clock.Day) {
	in := p.in
	p.Powers, p.Never = nil, nil
	for i := range law.Powers() {
		x := &law.Powers()[i]
		t := tick{ID: string(x.ID), Name: x.Name, Para: x.Para, Meaning: x.Meaning, Checked: slices.Contains(p.Form.Powers, x.ID)}
		bad, ok := law.Grantable(x.ID, "", on, in)
		if !ok && !t.Checked {
			if x.Authority != law.Nobody {
				t.Meaning = bad.Text
				p.Never = append(p.Never, t)
			}
			continue
		}
		if x.Notice == law.PND {
			for _, o := range law.OffencesOn(on, in) {
				t.Offences = append(t.Offences, tick{ID: string(o.ID), Name: o.Name, Checked: slices.Contains(p.Form.Offences, o.ID)})
			}
		}
		p.Powers = append(p.Powers, t)
	}
}

func (h *Handlers) role(w http.ResponseWriter, r *http.Request) error {
	_, p, err := h.rolePage(w, r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "role.html", p)
}

// roleNow keeps a role with its powers; what was said of powers that stay is kept. Next,
// the reasons are asked.
func (h *Handlers) roleNow(w http.ResponseWriter, r *http.Request) error {
	holder, p, err := h.rolePage(w, r)
	if err != nil {
		return err
	}
	of := p.role
	if of == "new" {
		of = id.New[id.Role]()
	}
	if p.Form, err = web.Form[roleForm](r); err == nil {
		err = h.Applies.Save(r.Context(), holder, func(f *apply.Form) error {
			now := apply.Role{ID: of, Title: p.Form.Title, Staff: p.Form.Staff}
			was := f.Role(of)
			for _, power := range p.Form.Powers {
				want := apply.Want{Power: power}
				if was != nil {
					if x := was.Want(power); x != nil {
						want = *x
					}
				}
				if x, ok := law.Find(power); ok && x.Notice == law.PND {
					want.Offences = p.Form.Offences
				}
				now.Powers = append(now.Powers, want)
			}
			if was != nil {
				*was = now
			} else {
				f.Roles = append(f.Roles, now)
			}
			return nil
		})
	}
	if err != nil {
		p.offer(h.today())
		return h.public.Again(w, r, "role.html", p, err)
	}
	if len(p.Form.Powers) == 0 {
		return web.SeeOther(w, r, pageURL("roles"), "form.saved")
	}
	return web.SeeOther(w, r, roleURL(of)+"/powers", "")
}

func (h *Handlers) roleRemove(w http.ResponseWriter, r *http.Request) error {
	holder, _, err := h.opened(w, r)
	if err != nil {
		return err
	}
	err = h.Applies.Save(r.Context(), holder, func(f *apply.Form) error {
		f.Roles = slices.DeleteFunc(f.Roles, func(x apply.Role) bool { return x.ID == id.Role(r.PathValue("role")) })
		return nil
	})
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, pageURL("roles"), "form.removed")
}

// wanted is one power of a role, with what is asked about it.
type wanted struct {
	ID                            string
	Name, Para                    string
	Reason, Uses, Instead, Checks string
	Conflicts                     []conflictView
}

type wantsPage struct {
	web.Page
	Role  string
	Wants []wanted
}

func (h *Handlers) wantsPage(w http.ResponseWriter, r *http.Request) (apply.Holder, *wantsPage, error) {
	holder, f, err := h.opened(w, r)
	if err != nil {
		return holder, nil, err
	}
	role := f.Form.Role(id.Role(r.PathValue("role")))
	if role == nil {
		return holder, nil, fault.New(fault.NotFound, "There is no such role in your application.")
	}
	p := &wantsPage{Page: web.Page{Title: "Why the work needs each power: " + role.Title, Active: "/for-employers"}, Role: role.Title}
	conflicts := f.Form.Conflicts(f.Application.Kind, f.Catalogue, h.today(), f.Settings.Law())
	for _, x := range role.Powers {
		power, ok := law.Find(x.Power)
		if !ok {
			continue
		}
		v := wanted{ID: string(x.Power), Name: power.Name, Para: power.Para, Reason: x.Reason, Uses: x.Uses, Instead: x.Instead, Checks: x.Checks}
		v.Conflicts = conflictViews(&f.Form, slices.DeleteFunc(slices.Clone(conflicts), func(c apply.Conflict) bool { return c.Role != role.ID || c.Power != x.Power }))
		p.Wants = append(p.Wants, v)
	}
	return holder, p, nil
}

func (h *Handlers) wants(w http.ResponseWriter, r *http.Request) error {
	_, p, err := h.wantsPage(w, r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "wants.html", p)
}

// wantsNow keeps why the role needs each power. Whoever goes on is told what is missing.
func (h *Handlers) wantsNow(w http.ResponseWriter, r *http.Request) error {
	holder, p, err := h.wantsPage(w, r)
	if err != nil {
		return err
	}
	if _, err := web.Form[struct{}](r); err != nil {
		return err
	}
	field := func(name, power string) string { return clean(r.PostForm.Get(name + "-" + power)) }
	var lacks fault.Fields
	for _, x := range p.Wants {
		for _, q := range []struct{ name, message string }{{"reason", "Say why the work needs it: "}, {"uses", "Say how often it would be used: "}, {"instead", "Say what else was considered: "}} {
			if field(q.name, x.ID) == "" {
				lacks.Add(q.name+"-"+x.ID, "%s%s", q.message, x.Name)
			}
		}
	}
	err = h.Applies.Save(r.Context(), holder, func(f *apply.Form) error {
		role := f.Role(id.Role(r.PathValue("role")))
		if role == nil {
			return fault.New(fault.Conflict, "The role was taken out of the application meanwhile.")
		}
		for i := range role.Powers {
			x := &role.Powers[i]
			power := string(x.Power)
			x.Reason, x.Uses, x.Instead, x.Checks = field("reason", power), field("uses", power), field("instead", power), field("checks", power)
		}
		return nil
	})
	if err == nil && r.PostForm.Get("act") == "later" {
		return web.SeeOther(w, r, "/application", "form.saved")
	}
	if err == nil {
		err = lacks.Err()
	}
	if err != nil {
		return h.public.Again(w, r, "wants.html", p, err)
	}
	return web.SeeOther(w, r, pageURL("roles"), "form.saved")
}
