package applyweb

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/apply"
	"watchword/internal/area"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// control is one question with its answer, as the template needs it.
type control struct {
	Name, Label, Hint, Value, Kind, Auto string
	Day                                  clock.Day
	Width                                int
	Choices                              []govuk.Choice
}

// itemView is one line of a list, with what can be done with it.
type itemView struct{ Title, Text, Change, Remove string }

type areaChoice struct {
	ID, Name string
	Checked  bool
}

type areaGroup struct {
	Name  string
	Open  bool
	Areas []areaChoice
}

// stepPage is one page of the form.
type stepPage struct {
	web.Page
	Section, Heading, Why string
	Controls              []control
	List                  string // which list the page shows
	Items                 []itemView
	Add, AddText          string
	Matrix                *part.Matrix
	Conflicts             []conflictView
	Groups                []areaGroup
	Drawn                 string
	Photo                 string
	Files                 []govuk.Option // what a file may show
	Upload                bool
}

type conflictView struct {
	Status               part.Status
	Text, Mend, Law, For string
}

// stepForm is what the pages with lists of their own take.
type stepForm struct {
	Areas   []id.Area `form:"areas" max:"64"`
	Drawn   web.File  `form:"drawn" label:"Boundary"`
	Clear   bool      `form:"clear"`
	Uniform string    `form:"uniform" label:"Uniform" max:"4000" text:"lines"`
	Photo   web.File  `form:"photo" label:"Photograph"`
	What    string    `form:"what" label:"What it shows" max:"60"`
	File    web.File  `form:"file" label:"File"`
}

func (h *Handlers) stepPage(w http.ResponseWriter, r *http.Request) (apply.Holder, apply.Filled, apply.Page, *stepPage, error) {
	holder, f, err := h.opened(w, r)
	if err != nil {
		return holder, f, apply.Page{}, nil, err
	}
	s, page, ok := apply.FindPage(f.Application.Private, r.PathValue("page"))
	if !ok {
		return holder, f, page, nil, fault.New(fault.NotFound, "There is no such page of the application.")
	}
	p, err := h.view(r, f, s, page)
	return holder, f, page, p, err
}

// view is a page of the form with what is filled in.
func (h *Handlers) view(r *http.Request, f apply.Filled, s apply.Section, page apply.Page) (*stepPage, error) {
	p := &stepPage{Page: web.Page{Title: page.Title, Active: "/for-employers"}, Section: s.Title, Heading: page.Title, Why: page.Why, List: page.List}
	if p.Section == p.Heading {
		p.Section = apply.Groups[s.Group]
	}
	for _, q := range page.Fields {
		p.Controls = append(p.Controls, controlOf(q, f.Form.Values[q.Name]))
	}
	switch page.List {
	case "supervisors":
		p.people(f.Form.Supervisors, page.Name, "Add a supervisor")
	case "directors":
		p.people(f.Form.Directors, page.Name, "Add a director")
	case "roles":
		p.roles(f, h.today())
	case "area":
		p.Upload = true
		p.Controls = []control{{Name: "area_text", Label: "The area in words", Hint: "For example, City of Aldermere. Cards and letters say it.", Value: f.Form.Values["area_text"]}}
		if d := f.Form.Drawn; d != nil {
			p.Drawn = web.Number(int(d.Hectares())) + " hectares, " + part.Count(d.Points(), "corner", "corners")
		}
		return p, h.areas(r, p, f.Force, f.Form.Areas)
	case "uniform":
		p.Upload = true
		p.Controls = []control{{Name: "uniform", Label: "Describe the uniform", Hint: "Colours, wording and headgear. It must not be taken for that of the police.", Kind: "long", Value: f.Form.Values["uniform"]}}
		if f.Form.Photo != "" {
			p.Photo = "/application/files/" + f.Form.Photo
		}
	case "uploads":
		p.Upload = true
		p.Files = []govuk.Option{{Value: "", Text: "Choose"}}
		for _, o := range apply.Evidence {
			p.Files = append(p.Files, govuk.Option{Value: o.Value, Text: o.Text})
		}
		for _, u := range f.Form.Uploads {
			p.Items = append(p.Items, itemView{Title: u.Name, Text: shownAs(u.What) + ", " + sizeOf(u.Size), Change: "/application/files/" + u.Hash, Remove: "/application/evidence/" + string(u.ID) + "/remove"})
		}
	}
	return p, nil
}

func shownAs(what string) string {
	for _, o := range apply.Evidence {
		if o.Value == what {
			return o.Text
		}
	}
	return what
}

func sizeOf(n int) string {
	if n < 1<<20 {
		return web.Number(max(1, n>>10)) + " kB"
	}
	return web.Number(n>>20) + " MB"
}

func controlOf(q apply.Field, value string) control {
	c := control{Name: q.Name, Label: q.Label, Hint: q.Hint, Value: value, Width: q.Width}
	switch q.Kind {
	case apply.Long:
		c.Kind = "long"
	case apply.Choose:
		c.Kind = "choose"
		for _, o := range q.Options {
			c.Choices = append(c.Choices, govuk.Choice{Value: o.Value, Text: o.Text})
		}
	case apply.Date:
		c.Kind = "date"
		c.Day, _ = clock.ParseDay(value) // what is no day is shown as none
	case apply.Email:
		c.Kind = "email"
	case apply.Phone:
		c.Kind = "tel"
	}
	return c
}

func (p *stepPage) people(cs []apply.Contact, page, add string) {
	p.Add, p.AddText = pageURL(page)+"/items/new", add
	for i, c := range cs {
		at := pageURL(page) + "/items/" + web.Number(i)
		p.Items = append(p.Items, itemView{Title: c.Name, Text: strings.Join(filled(c.Post, c.Email, c.Phone), ", "), Change: at, Remove: at + "/remove"})
	}
}

// areas offers districts, authorities and wards.
func (h *Handlers) areas(r *http.Request, p *stepPage, force id.Force, chosen []id.Area) error {
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]area.Version, error) { return h.Areas.Of(tx, force, "") })
	if err != nil {
		return err
	}
	group := func(name string, open bool, of func(a *area.Version) bool) {
		g := areaGroup{Name: name, Open: open}
		for i := range all {
			if of(&all[i]) {
				on := slices.Contains(chosen, id.Area(all[i].ID))
				g.Areas, g.Open = append(g.Areas, areaChoice{all[i].ID, all[i].State.Name, on}), g.Open || on
			}
		}
		if len(g.Areas) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	kind := func(k area.Kind) func(*area.Version) bool {
		return func(a *area.Version) bool { return a.State.Kind == k }
	}
	group("The whole police area", false, kind(area.WholeForce))
	group("Local authorities", true, kind(area.Authority))
	group("Policing districts", true, kind(area.District))
	for _, d := range all {
		if d.State.Kind == area.District || d.State.Kind == area.Authority {
			group("Wards of "+d.State.Name, false, func(a *area.Version) bool {
				return a.State.Kind == area.Ward && (a.State.Parent == id.Area(d.ID) || a.State.Parent == "" && a.State.Authority == id.Area(d.ID))
			})
		}
	}
	return nil
}

func (h *Handlers) formPage(w http.ResponseWriter, r *http.Request) error {
	_, _, _, p, err := h.stepPage(w, r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "step.html", p)
}

// formPageNow saves a page of the form. Whoever goes on is told what is missing on it;
// whoever comes back later is not.
func (h *Handlers) formPageNow(w http.ResponseWriter, r *http.Request) error {
	holder, f, page, p, err := h.stepPage(w, r)
	if err != nil {
		return err
	}
	form, err := web.Form[stepForm](r)
	var change func(*apply.Form) error
	var files []blob.File
	if err == nil {
		change, files, err = h.taken(r, f.Force, page, form)
	}
	var after apply.Form
	if err == nil {
		err = h.Applies.Save(r.Context(), holder, func(x *apply.Form) error {
			if err := change(x); err != nil {
				return err
			}
			after = *x
			return nil
		}, files...)
	}
	if err != nil {
		return h.public.Again(w, r, "step.html", p, err)
	}
	if r.PostForm.Get("act") == "later" {
		return web.SeeOther(w, r, "/application", "form.saved")
	}
	if form.File.Given() { // one more may be sent
		return web.SeeOther(w, r, pageURL(page.Name), "form.file")
	}
	if lacks := after.OnPage(page); len(lacks) > 0 {
		f.Form = after
		s, _, _ := apply.FindPage(f.Application.Private, page.Name)
		if p, err = h.view(r, f, s, page); err != nil {
			return err
		}
		return h.public.Again(w, r, "step.html", p, lacks.Err())
	}
	if next := apply.Next(f.Application.Private, page.Name); next != "" {
		return web.SeeOther(w, r, pageURL(next), "")
	}
	return web.SeeOther(w, r, "/application", "form.saved")
}

// taken is the change that a page asks for, and the files it brings.
func (h *Handlers) taken(r *http.Request, force id.Force, page apply.Page, form stepForm) (func(*apply.Form) error, []blob.File, error) {
	values, err := answers(page.Fields, r)
	if err != nil {
		return nil, nil, err
	}
	var files []blob.File
	set := func(f *apply.Form) {
		if f.Values == nil {
			f.Values = map[string]string{}
		}
		for k, v := range values {
			f.Values[k] = v
		}
	}
	switch page.List {
	case "area":
		values["area_text"] = clean(r.PostForm.Get("area_text"))
		var drawn *geo.Shape
		if form.Drawn.Given() {
			shape, err := h.boundary(r, force, form.Drawn)
			if err != nil {
				return nil, nil, err
			}
			drawn = &shape
		}
		return func(f *apply.Form) error {
			set(f)
			f.Areas = form.Areas
			if form.Clear || drawn != nil {
				f.Drawn = drawn
			}
			return nil
		}, nil, nil
	case "uniform":
		values["uniform"] = form.Uniform
		photo := ""
		if form.Photo.Given() {
			x, err := read(form.Photo, "photo", blob.Picture)
			if err != nil {
				return nil, nil, err
			}
			files, photo = append(files, x), string(x.Hash)
		}
		return func(f *apply.Form) error {
			set(f)
			if photo != "" {
				f.Photo = photo
			}
			return nil
		}, files, nil
	case "uploads":
		if !form.File.Given() {
			return func(*apply.Form) error { return nil }, nil, nil
		}
		if !slices.ContainsFunc(apply.Evidence, func(o apply.Option) bool { return o.Value == form.What }) {
			return nil, nil, fault.In("what", "Choose what the file shows")
		}
		x, err := read(form.File, "file", blob.Document)
		if err != nil {
			return nil, nil, named(err, form.File.Name)
		}
		up := apply.Upload{ID: id.New[id.Upload](), What: form.What, Name: short(form.File.Name), Hash: string(x.Hash), Type: x.Type, Size: len(x.Content)}
		return func(f *apply.Form) error { f.Uploads = append(f.Uploads, up); return nil }, []blob.File{x}, nil
	}
	return func(f *apply.Form) error { set(f); return nil }, nil, nil
}

// answers is what was sent for the questions. The error names the days that cannot be read.
func answers(fields []apply.Field, r *http.Request) (map[string]string, error) {
	out := map[string]string{}
	var wrong fault.Fields
	for _, q := range fields {
		if q.Kind != apply.Date {
			out[q.Name] = clean(r.PostForm.Get(q.Name))
			continue
		}
		parts := []string{}
		for _, p := range []string{"-day", "-month", "-year"} {
			if v := strings.TrimSpace(r.PostForm.Get(q.Name + p)); v != "" {
				parts = append(parts, v)
			}
		}
		if len(parts) == 0 {
			out[q.Name] = ""
			continue
		}
		day, bad := web.ParseDay(q.Label, strings.Join(parts, "/"))
		if bad != "" {
			wrong.Add(q.Name, "%s", bad)
		}
		out[q.Name] = day.String()
	}
	return out, wrong.Err()
}

// clean is a text as it is kept: trimmed, its lines parted by one sign.
func clean(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// read is an upload as a file to keep, typed by its content.
func read(f web.File, field string, as func(string, []byte) (blob.File, error)) (blob.File, error) {
	in, err := f.Open()
	if err != nil {
		return blob.File{}, err
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, blob.DocumentBytes+1))
	if err != nil {
		return blob.File{}, err
	}
	return as(field, content)
}

// named puts the name of the file before what is wrong with it.
func named(err error, name string) error {
	f := fault.Of(err)
	if f == nil || len(f.Fields) != 1 || name == "" {
		return err
	}
	return fault.In(f.Fields[0].Name, "%s: %s", short(name), f.Fields[0].Message)
}

func short(name string) string {
	if rs := []rune(name); len(rs) > 120 {
		return string(rs[:120])
	}
	return name
}

// boundary reads a GeoJSON file; what is wrong is said at its field.
func (h *Handlers) boundary(r *http.Request, force id.Force, f web.File) (geo.Shape, error) {
	in, err := f.Open()
	if err != nil {
		return geo.Shape{}, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, int64(geo.Usual.Bytes)+1))
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
	if err != nil {
		return shape, err
	}
	whole, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]area.Version, error) { return h.Areas.Of(tx, force, area.WholeForce) })
	if err == nil && len(whole) > 0 && !whole[0].State.Shape.Empty() && !shape.Within(whole[0].State.Shape, 100) {
		err = fault.In("drawn", "The boundary reaches outside the force’s area, where no power can be used")
	}
	return shape, err
}
