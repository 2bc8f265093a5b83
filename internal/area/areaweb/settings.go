package areaweb

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type settingsPage struct {
	web.Page
	Head   part.Head
	Sub    moj.SubNavigation
	Groups []settingGroup
}

type settingGroup struct {
	Heading part.Heading
	List    govuk.SummaryList
}

// settings is every setting with its value, group by group.
func (h *Handlers) settings(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	set, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (area.Settings, error) { return h.Areas.Settings(tx, who) })
	if err != nil {
		return err
	}
	p := &settingsPage{Page: web.Page{Title: "Settings", Active: "/settings"}, Sub: sub(r, "/settings"),
		Head: part.Head{Title: "Settings", Text: "What the force decides for itself. Each change is kept with its reason, and can be put back."}}
	for i := range area.SettingList {
		s := &area.SettingList[i]
		if n := len(p.Groups); n == 0 || p.Groups[n-1].Heading.Text != s.Group {
			p.Groups = append(p.Groups, settingGroup{Heading: part.Heading{Text: s.Group}})
		}
		g := &p.Groups[len(p.Groups)-1]
		row := govuk.Row{Key: govuk.Words{Text: s.Label}, Value: govuk.Words{HTML: shown(s, s.Text(set)) + `<span class="ww-sub">` + escaped(s.Hint) + `</span>`}}
		if who.Can(authz.ChangeSettings) {
			row.Actions.Items = []govuk.Action{{Text: "Change", Href: settingURL(s), VisuallyHiddenText: lower(s.Label)}}
		}
		g.List.Rows = append(g.List.Rows, row)
	}
	return h.page.Render(w, r, "settings.html", p)
}

func settingURL(s *area.Setting) string { return "/settings/" + s.Name }

// shown is a value as it stands on a page: lines under one another.
func shown(s *area.Setting, text string) template.HTML {
	if s.Kind == area.Lines && text != "" {
		return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(text), "\n", "<br>"))
	}
	return escaped(s.Shown(text))
}

func escaped(text string) template.HTML { return template.HTML(template.HTMLEscapeString(text)) }

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// valueForm is a new value with its reason, as it is typed; Seen is the stamp of the
// settings that were shown.
type valueForm struct {
	Value string `form:"value" label:"Value" text:"lines" max:"2000"`
	Why   string `form:"why" label:"Reason" text:"lines" max:"1000"`
	Seen  string `form:"seen" max:"64"`
}

type settingPage struct {
	web.Page
	Head    part.Head
	Setting *area.Setting
	Now     template.HTML
	Does    string
	Control string // text, lines, number, choice
	Width   int
	Options []govuk.Choice
	Form    valueForm
	set     area.Settings
}

// settingPage is the form of the setting that the address names.
func (h *Handlers) settingPage(r *http.Request) (*settingPage, error) {
	s, ok := area.FindSetting(r.PathValue("setting"))
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no such setting.")
	}
	who := account.Actor(r.Context())
	p := &settingPage{Setting: s, Head: part.Head{Title: s.Label, Text: s.Hint}, Control: string(s.Kind), Width: 30,
		Page: web.Page{Title: s.Label, Active: "/settings", Crumbs: []web.Crumb{{Text: "Settings", Href: "/settings"}, {Text: s.Label}}}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if err := who.May(authz.ChangeSettings, authz.Object{}); err != nil {
			return err
		}
		p.set, err = h.Areas.Settings(tx, who)
		return err
	})
	if err != nil {
		return nil, err
	}
	p.Now, p.Does, p.Form.Value = shown(s, s.Text(p.set)), lower(s.Does), s.Text(p.set)
	switch s.Kind {
	case area.YesNo:
		p.Control, p.Options = "choice", []govuk.Choice{{Value: "yes", Text: "Yes"}, {Value: "no", Text: "No"}}
	case area.Choice:
		for _, o := range s.Options {
			p.Options = append(p.Options, govuk.Choice{Value: o.Value, Text: o.Text})
		}
	case area.Number:
		p.Width = 4
	case area.Text:
		if s.Most <= 10 {
			p.Width = 10
		}
	}
	return p, nil
}

// setting is the form for one setting. A value and a reason in the address stand in it
// already: so an earlier value is put back.
func (h *Handlers) setting(w http.ResponseWriter, r *http.Request) error {
	p, err := h.settingPage(r)
	if err != nil {
		return err
	}
	if q := r.URL.Query(); q.Has("value") {
		if p.Form, err = web.Query[valueForm](r); err != nil {
			return h.page.Again(w, r, "setting.html", p, err)
		}
	}
	return h.page.Render(w, r, "setting.html", p)
}

type confirmPage struct {
	web.Page
	Head     part.Head
	List     govuk.SummaryList
	Foreseen *foreseen // what it touches; nil: nothing that is in the registers now
	To       string    // where the form is sent
	Back     string
	Form     valueForm
}

// confirm shows what would change, from what to what, and what that touches, before anything
// does.
func (h *Handlers) confirm(w http.ResponseWriter, r *http.Request) error {
	p, err := h.settingPage(r)
	if err != nil {
		return err
	}
	var would area.Foreseen
	if p.Form, err = web.Query[valueForm](r); err == nil {
		would, err = h.Areas.Foresee(r.Context(), account.Actor(r.Context()), map[string]string{p.Setting.Name: p.Form.Value})
	}
	if err == nil && p.Form.Why == "" {
		err = fault.In("why", "Enter the reason. It is kept with the change")
	}
	if err != nil {
		return h.page.Again(w, r, "setting.html", p, underValue(err, p.Setting))
	}
	s, c := p.Setting, would.Changed[0]
	back := settingURL(s) + "?" + url.Values{"value": {c.New}, "why": {p.Form.Why}}.Encode()
	out := &confirmPage{To: settingURL(s), Back: back, Foreseen: newForeseen(s, c.New, &would), Form: valueForm{Value: c.New, Why: p.Form.Why, Seen: p.set.Stamp()}, Head: part.Head{Title: "Check the change: " + lower(s.Label)},
		Page: web.Page{Title: "Check the change", Active: "/settings", Crumbs: []web.Crumb{{Text: "Settings", Href: "/settings"}, {Text: s.Label, Href: back}, {Text: "Check the change"}}}}
	row := func(key string, value template.HTML) {
		out.List.Rows = append(out.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: value}})
	}
	row("Now", shown(s, c.Old))
	row("From now on", "<strong>"+shown(s, c.New)+"</strong>")
	row("What changes", escaped(s.Does))
	row("Reason", escaped(p.Form.Why))
	return h.page.Render(w, r, "confirm.html", out)
}

// change makes the change.
func (h *Handlers) change(w http.ResponseWriter, r *http.Request) error {
	p, err := h.settingPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[valueForm](r); err == nil {
		_, err = h.Areas.ChangeSettings(r.Context(), account.Actor(r.Context()), area.Changes{Values: map[string]string{p.Setting.Name: p.Form.Value}, Why: p.Form.Why, Seen: p.Form.Seen})
	}
	if err != nil {
		return h.page.Again(w, r, "setting.html", p, underValue(err, p.Setting))
	}
	return web.SeeOther(w, r, "/settings", "settings.changed")
}

// underValue tells what is wrong with a setting at the field of the form.
func underValue(err error, s *area.Setting) error {
	f := fault.Of(err)
	if f == nil || len(f.Fields) == 0 {
		return err
	}
	out := *f
	out.Fields = nil
	for _, x := range f.Fields {
		if x.Name == s.Name {
			x.Name = "value"
		}
		out.Fields = append(out.Fields, x)
	}
	return &out
}
