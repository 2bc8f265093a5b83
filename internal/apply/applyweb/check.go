package applyweb

import (
	"html/template"
	"net/http"
	"strings"

	"watchword/internal/apply"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// answersOf is a section's answers, for those who check them.
type answersOf struct {
	Title, Change string
	List          govuk.SummaryList
}

// summary is the whole form in words. link leads to a file of a hash, with who may change
// it to the page where one does.
func summary(f *apply.Form, private bool, areas map[id.Area]string, file func(hash string) string, change bool) []answersOf {
	var out []answersOf
	for _, s := range apply.Sections(private) {
		a := answersOf{Title: s.Title}
		if change {
			a.Change = pageURL(s.Pages[0].Name)
		}
		add := func(key string, value template.HTML) {
			if value != "" {
				a.List.Rows = append(a.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: value}})
			}
		}
		for _, p := range s.Pages {
			for _, q := range p.Fields {
				label := strings.TrimSuffix(q.Label, " (optional)")
				if s.Name == "insurance" || s.Name == "people" && p.Name == "signatory" {
					label = p.Title + ": " + strings.ToLower(label[:1]) + label[1:]
				}
				add(label, inLines(f.Shown(q)))
			}
			lists(f, p.List, areas, file, add)
		}
		out = append(out, a)
	}
	return out
}

func lists(f *apply.Form, list string, areas map[id.Area]string, file func(string) string, add func(string, template.HTML)) {
	switch list {
	case "supervisors", "directors":
		people, noun := listOf(f, list)
		for _, c := range *people {
			add(strings.ToUpper(noun[:1])+noun[1:], inLines(strings.Join(filled(c.Name, c.Post, c.Email, c.Phone), ", ")))
		}
	case "roles":
		for _, r := range f.Roles {
			add(r.Title, inLines(part.Count(r.Staff, "person", "people")+", "+powersSay(len(r.Powers))))
			for _, w := range r.Powers {
				add(r.Title+": "+powerName(w.Power), inLines(wantSays(w)))
			}
		}
	case "area":
		var names []string
		for _, a := range f.Areas {
			names = append(names, areas[a])
		}
		add("Area", inLines(f.Values["area_text"]))
		add("Districts and wards", inLines(strings.Join(names, ", ")))
		if f.Drawn != nil {
			add("Boundary of its own", inLines(web.Number(int(f.Drawn.Hectares()))+" hectares"))
		}
	case "uniform":
		add("Uniform", inLines(f.Values["uniform"]))
		if f.Photo != "" {
			add("Photograph", part.Links(part.Link{Text: "See the photograph of the uniform", Href: file(f.Photo)}))
		}
	case "uploads":
		for _, u := range f.Uploads {
			add(shownAs(u.What), part.Links(part.Link{Text: u.Name, Href: file(u.Hash)}))
		}
	}
}

func powerName(p law.PowerID) string {
	if x, ok := law.Find(p); ok {
		return x.Name
	}
	return string(p)
}

func wantSays(w apply.Want) string {
	lines := []string{w.Reason, "Expected use: " + w.Uses, "Considered instead: " + w.Instead}
	if w.Checks != "" {
		lines = append(lines, "Checked by: "+w.Checks)
	}
	for _, o := range w.Offences {
		if x, ok := law.FindOffence(o); ok {
			lines = append(lines, "Offence: "+x.Name)
		}
	}
	return strings.Join(lines, "\n")
}

// inLines is a text with its line breaks.
func inLines(s string) template.HTML {
	if s == "" {
		return ""
	}
	return template.HTML(`<span class="ap-lines">` + template.HTMLEscapeString(s) + `</span>`)
}

type checkForm struct {
	Signed  string `form:"signed" label:"Your full name" max:"200"`
	Area    bool   `form:"area"`
	Changes bool   `form:"changes"`
	Fees    bool   `form:"fees"`
	Checks  bool   `form:"checks"`
}

type declaration struct {
	Name, Text string
	Said       bool
}

type checkPage struct {
	web.Page
	Missing   []missingView
	Conflicts []conflictView
	Groups    []answersOf
	Form      checkForm
}

type missingView struct{ Text, Href string }

// Declared is the declarations, for the template.
func (p *checkPage) Declared() []declaration {
	return []declaration{{"area", "Our people will rely on no power outside the area, nor when they are not at work", p.Form.Area},
		{"changes", "We tell the police at once of what changes, and of anybody who leaves or becomes unsuitable", p.Form.Changes},
		{"fees", "We accept the fees of the scheme", p.Form.Fees}, {"checks", "The police may check what is written here, also with others", p.Form.Checks}}
}

func (h *Handlers) checkPage(w http.ResponseWriter, r *http.Request) (apply.Holder, *checkPage, error) {
	holder, f, err := h.opened(w, r)
	if err != nil {
		return holder, nil, err
	}
	p := &checkPage{Page: web.Page{Title: "Check your answers, then send", Active: "/for-employers"}}
	names, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (map[id.Area]string, error) { return h.Areas.Names(tx, f.Force) })
	if err != nil {
		return holder, nil, err
	}
	for _, m := range f.Form.Missing(f.Application.Private) {
		p.Missing = append(p.Missing, missingView{m.Message, pageURL(m.Page) + "#" + m.Field})
	}
	p.Conflicts = conflictViews(&f.Form, f.Form.Conflicts(f.Application.Kind, f.Catalogue, h.today(), f.Settings.Law()))
	p.Groups = summary(&f.Form, f.Application.Private, names, func(hash string) string { return "/application/files/" + hash }, true)
	return holder, p, nil
}

func (h *Handlers) check(w http.ResponseWriter, r *http.Request) error {
	_, p, err := h.checkPage(w, r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "check.html", p)
}

// checkNow sends the application.
func (h *Handlers) checkNow(w http.ResponseWriter, r *http.Request) error {
	holder, p, err := h.checkPage(w, r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[checkForm](r); err == nil {
		err = h.Applies.Send(r.Context(), holder, apply.Signing{Signed: p.Form.Signed, Area: p.Form.Area, Changes: p.Form.Changes, Fees: p.Form.Fees, Checks: p.Form.Checks})
	}
	if f := fault.Of(err); f != nil && f.Kind == fault.Invalid {
		var here fault.Fields // what is missing on other pages stands above, with the way there
		for _, x := range f.Fields {
			if !strings.Contains(x.Name, "/") {
				here = append(here, x)
			}
		}
		if len(here) == 0 {
			here.Add("signed", "Complete what is missing first. The list is above")
		}
		err = here.Err()
	}
	if err != nil {
		return h.public.Again(w, r, "check.html", p, err)
	}
	return web.SeeOther(w, r, "/application", "form.sent")
}

type withdrawForm struct {
	Why string `form:"why" label:"Reason" max:"4000" text:"lines"`
}

type withdrawPage struct {
	web.Page
	Form withdrawForm
}

func (h *Handlers) withdraw(w http.ResponseWriter, r *http.Request) error {
	if _, _, err := h.filled(w, r); err != nil {
		return err
	}
	return h.public.Render(w, r, "withdraw.html", &withdrawPage{Page: web.Page{Title: "Withdraw your application", Active: "/for-employers"}})
}

func (h *Handlers) withdrawNow(w http.ResponseWriter, r *http.Request) error {
	holder, _, err := h.filled(w, r)
	if err != nil {
		return err
	}
	p := &withdrawPage{Page: web.Page{Title: "Withdraw your application", Active: "/for-employers"}}
	if p.Form, err = web.Form[withdrawForm](r); err == nil {
		err = h.Applies.Withdraw(r.Context(), holder, p.Form.Why)
	}
	if err != nil {
		return h.public.Again(w, r, "withdraw.html", p, err)
	}
	return web.SeeOther(w, r, "/application", "form.withdrawn")
}

// again begins another application after a refusal.
func (h *Handlers) again(w http.ResponseWriter, r *http.Request) error {
	holder, err := h.holder(w, r)
	if err == nil {
		_, err = h.Applies.Again(r.Context(), holder)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/application", "form.again")
}
