package dossierweb

import (
	"io"
	"net/http"
	"slices"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// areaForm is where an organisation's people work, as it is sent.
type areaForm struct {
	Areas []id.Area `form:"areas" max:"64"`
	Text  string    `form:"area_text" label:"The area in words" max:"400"`
	Drawn web.File  `form:"drawn" label:"Boundary"`
	Clear bool      `form:"clear"`
}

// areaGroup is areas to choose from under one heading.
type areaGroup struct {
	Name  string
	Open  bool // not folded
	Areas []choice
}

type areaPage struct {
	web.Page
	Head   part.Head
	Back   string
	Groups []areaGroup
	Text   string
	Drawn  string // what is known of a boundary of its own; empty: there is none

	f     *file
	whole geo.Shape
}

// geoLimit is how large a boundary may be, in bytes.
const geoLimit = 8 << 20

func (h *Handlers) areaPage(r *http.Request) (*areaPage, error) {
	p := &areaPage{}
	f, err := h.aboutOrg(r, authz.ChangeOrg, "Change the area", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, err
	}
	p.f, p.Text = f, f.org.AreaText
	var all []areaLine
	err = h.read(r, func(tx *db.Tx) (err error) {
		if all, err = h.areaLines(tx, account.Actor(r.Context()).Force); err != nil {
			return err
		}
		vs, err := h.Areas.Of(tx, account.Actor(r.Context()).Force, area.WholeForce)
		if len(vs) > 0 {
			p.whole = vs[0].State.Shape
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	p.choose(all, f.org.Areas)
	if f.org.Drawn != nil {
		p.Drawn = web.Number(int(f.org.Drawn.Hectares())) + " hectares, " + part.Count(f.org.Drawn.Points(), "corner", "corners")
	}
	return p, nil
}

// choose makes the groups: police areas, districts and authorities, then the wards of
// each district folded.
func (p *areaPage) choose(all []areaLine, chosen []id.Area) {
	p.Groups = nil
	group := func(name string, open bool, of func(areaLine) bool) {
		g := areaGroup{Name: name, Open: open}
		for _, a := range all {
			if of(a) {
				on := slices.Contains(chosen, a.ID)
				g.Areas, g.Open = append(g.Areas, choice{string(a.ID), a.Name, on}), g.Open || on
			}
		}
		if len(g.Areas) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	group("Whole force and local policing areas", true, func(a areaLine) bool { return a.Kind == area.WholeForce || a.Kind == area.LocalPolicingArea })
	group("Policing districts", true, func(a areaLine) bool { return a.Kind == area.District })
	group("Local authorities", true, func(a areaLine) bool { return a.Kind == area.Authority })
	for _, d := range all {
		if d.Kind == area.District || d.Kind == area.Authority {
			group("Wards of "+d.Name, false, func(a areaLine) bool { return a.Kind == area.Ward && len(a.Up) > 0 && a.Up[0] == d.ID })
		}
	}
	group("Other wards", false, func(a areaLine) bool { return a.Kind == area.Ward && len(a.Up) == 0 })
}

func (h *Handlers) orgArea(w http.ResponseWriter, r *http.Request) error {
	p, err := h.areaPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "area.html", p)
}

// orgAreaNow changes the area.
func (h *Handlers) orgAreaNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.areaPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[areaForm](r)
	if err == nil {
		err = h.setArea(r, p, form)
	}
	if err != nil {
		for i := range p.Groups {
			for j, a := range p.Groups[i].Areas {
				p.Groups[i].Areas[j].Checked = slices.Contains(form.Areas, id.Area(a.ID))
				p.Groups[i].Open = p.Groups[i].Open || p.Groups[i].Areas[j].Checked
			}
		}
		return h.page.Again(w, r, "area.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "org.changed")
}

func (h *Handlers) setArea(r *http.Request, p *areaPage, form areaForm) error {
	if form.Text == "" {
		return fault.In("area_text", "Describe the area in words, for example City of Aldermere. Cards and letters say it")
	}
	known := map[id.Area]bool{}
	for _, g := range p.Groups {
		for _, a := range g.Areas {
			known[id.Area(a.ID)] = true
		}
	}
	for _, a := range form.Areas {
		if !known[a] {
			return fault.In("areas", "One of the areas is not in the register. Choose again")
		}
	}
	drawn := p.f.org.Drawn
	if form.Clear {
		drawn = nil
	}
	if form.Drawn.Given() {
		shape, err := boundary(form.Drawn, p.whole)
		if err != nil {
			return err
		}
		drawn = &shape
	}
	return h.Orgs.Alter(r.Context(), account.Actor(r.Context()), p.f.id, func(o *org.Organisation) error {
		o.Areas, o.AreaText, o.Drawn = form.Areas, form.Text, drawn
		return nil
	})
}

// boundary reads a GeoJSON file; what is wrong is said at its field, with the place in the
// file and on the ground.
func boundary(f web.File, whole geo.Shape) (geo.Shape, error) {
	in, err := f.Open()
	if err != nil {
		return geo.Shape{}, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, geoLimit+1))
	if err != nil {
		return geo.Shape{}, err
	}
	shape, err := geo.Read(data, geo.Usual)
	if x := fault.Of(err); x != nil {
		message := x.Message
		if len(x.Fields) > 0 {
			message = x.Fields[0].Message
		}
		return shape, fault.In("drawn", "The boundary cannot be used. %s", message)
	}
	if err == nil && !whole.Empty() && !shape.Within(whole, 100) {
		return shape, fault.In("drawn", "The boundary reaches outside the force’s area, where no power can be used")
	}
	return shape, err
}
