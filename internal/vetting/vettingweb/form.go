package vettingweb

import (
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/fault"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
)

// stepPage is one page of the form, or one item of a list of it.
type stepPage struct {
	web.Page
	Section  string
	Heading  string
	Why      string
	Alone    bool // the question's label is the heading
	Controls controls
	Work     *govuk.SummaryList
	List     *listView
	Back     string
	Item     bool // a line of a list
}

// listView is a list as far as it is filled.
type listView struct {
	Name    string
	Title   string
	Noun    string
	Message string
	Add     string // address at which one is added
	Items   []itemView
}

type itemView struct {
	Title, Text, Change, Remove string
}

func pageURL(name string) string { return "/vetting-form/pages/" + name }

// opened is the form page that the address names, with what the holder has filled in.
func (h *Handlers) opened(w http.ResponseWriter, r *http.Request) (envelope.Holder, envelope.Filled, envelope.Section, envelope.Page, error) {
	holder, err := h.holder(w, r)
	if err != nil {
		return holder, envelope.Filled{}, envelope.Section{}, envelope.Page{}, err
	}
	f, err := h.Envelopes.Filled(r.Context(), holder)
	if err != nil {
		return holder, f, envelope.Section{}, envelope.Page{}, err
	}
	s, page, _, ok := envelope.FindPage(f.Ask, r.PathValue("page"))
	if err = possible(r, f.Case.Refuses(holder.Actor(), "vetting.send", h.today())); err == nil && !ok {
		err = fault.New(fault.NotFound, "There is no such page of the form.")
	}
	return holder, f, s, page, err
}

// view is a page of the form with these values.
func view(f envelope.Filled, s envelope.Section, page envelope.Page, values map[string]string) *stepPage {
	p := &stepPage{Page: web.Page{Title: page.Title}, Section: s.Title, Heading: page.Title, Why: page.Why, Back: "/vetting-form"}
	p.Controls = controls{page: &p.Page, fields: page.Fields, values: values, why: page.Why}
	if page.List == nil && !page.Work {
		p.Controls.heading = page.Title
	}
	p.Alone = p.Controls.alone()
	if page.Work {
		p.Work = workList(f.Work)
	}
	if l := page.List; l != nil {
		p.List = &listView{Name: l.Name, Title: l.Add, Noun: l.Noun, Add: pageURL(page.Name) + "/items/new"}
		for i, item := range f.Answers.Lists[l.Name] {
			at := pageURL(page.Name) + "/items/" + strconv.Itoa(i)
			p.List.Items = append(p.List.Items, itemView{Title: l.Title(item), Text: l.Says(item), Change: at, Remove: at + "/remove"})
		}
		if l.If != "" && !f.Answers.Asked(l.If) && len(p.List.Items) == 0 || f.Answers.Full(l) {
			p.List.Add = ""
		}
	}
	return p
}

func workList(x envelope.Work) *govuk.SummaryList {
	var l govuk.SummaryList
	add := func(key, value string) {
		if value != "" {
			l.Rows = append(l.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	add("Employer", x.Employer)
	add("Role", x.Role)
	add("Supervisor", x.Supervisor)
	if len(x.Powers) > 0 {
		l.Rows = append(l.Rows, govuk.Row{Key: govuk.Words{Text: "Powers asked for the role"}, Value: govuk.Words{HTML: inLines(strings.Join(x.Powers, "\n"))}})
	}
	return &l
}

// formPage is one page of the form.
func (h *Handlers) formPage(w http.ResponseWriter, r *http.Request) error {
	_, f, s, page, err := h.opened(w, r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "step.html", view(f, s, page, f.Answers.Values))
}

// formPageSave saves a page of the form. Whoever goes on is told what is missing on it;
// whoever comes back later is not.
func (h *Handlers) formPageSave(w http.ResponseWriter, r *http.Request) error {
	holder, f, s, page, err := h.opened(w, r)
	if err != nil {
		return err
	}
	p := view(f, s, page, f.Answers.Values)
	if _, err := web.Form[struct{}](r); err != nil {
		return err
	}
	values, wrong := taken(page.Fields, r, f)
	if wrong != nil {
		return h.public.Again(w, r, "step.html", p, wrong)
	}
	var after envelope.Answers
	err = h.Envelopes.Save(r.Context(), holder, func(a *envelope.Answers) error {
		a.Set(page.Fields, values)
		after = *a
		return nil
	})
	if err != nil {
		return err
	}
	if r.PostForm.Get("act") == "later" {
		return web.SeeOther(w, r, "/vetting-form", "vetting-form.saved")
	}
	var missing fault.Fields
	for _, m := range after.Missing(f.Ask) {
		if m.Page == page.Name {
			missing.Add(m.Field, "%s", m.Message)
		}
	}
	if len(missing) > 0 {
		f.Answers = after
		p = view(f, s, page, values)
		if p.List != nil && onlyList(missing, page.List.Name) && len(page.Fields) > 0 && len(after.Lists[page.List.Name]) == 0 {
			return web.SeeOther(w, r, p.List.Add, "") // they said that there are some: the first is asked for
		}
		return h.public.Again(w, r, "step.html", p, missing.Err())
	}
	return web.SeeOther(w, r, following(f, page.Name), "")
}

func onlyList(missing fault.Fields, name string) bool {
	return len(missing) == 1 && missing[0].Name == name
}

// following is where the form goes on after a page: the next of its section, or the list
// of tasks.
func following(f envelope.Filled, name string) string {
	s, _, next, _ := envelope.FindPage(f.Ask, name)
	for _, p := range s.Pages {
		if p.Name == next {
			return pageURL(next)
		}
	}
	return "/vetting-form"
}

// taken is the values sent for the fields, as they are kept.
func taken(fields []envelope.Field, r *http.Request, f envelope.Filled) (map[string]string, error) {
	values, wrong := sent(fields, r.PostForm)
	clean, bad := envelope.Clean(fields, values, f.Ask.Today)
	if wrong == nil {
		return clean, bad
	}
	a, b := fault.Of(wrong), fault.Of(bad)
	if b == nil {
		return nil, a
	}
	return nil, fault.Fields(append(a.Fields, b.Fields...)).Err()
}

// itemOf is the list and the place in it that the address names.
func itemOf(r *http.Request, f envelope.Filled, page envelope.Page) (int, map[string]string, error) {
	none := fault.New(fault.NotFound, "There is no such line in the list.")
	if page.List == nil {
		return 0, nil, none
	}
	items := f.Answers.Lists[page.List.Name]
	if r.PathValue("item") == "new" {
		if f.Answers.Full(page.List) {
			return 0, nil, possible(r, envelope.ErrFull)
		}
		return len(items), nil, nil
	}
	n, err := strconv.Atoi(r.PathValue("item"))
	if err != nil || n < 0 || n >= len(items) {
		return 0, nil, none
	}
	return n, items[n], nil
}

func itemPage(f envelope.Filled, s envelope.Section, page envelope.Page, values map[string]string) *stepPage {
	l := page.List
	p := view(f, s, envelope.Page{Name: page.Name, Title: l.Add, Fields: l.Fields}, values)
	p.Back, p.Item, p.Controls.heading, p.Alone = pageURL(page.Name), true, "", false
	return p
}

// item is one line of a list.
func (h *Handlers) item(w http.ResponseWriter, r *http.Request) error {
	_, f, s, page, err := h.opened(w, r)
	if err != nil {
		return err
	}
	_, values, err := itemOf(r, f, page)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "step.html", itemPage(f, s, page, values))
}

// itemSave saves one line of a list.
func (h *Handlers) itemSave(w http.ResponseWriter, r *http.Request) error {
	holder, f, s, page, err := h.opened(w, r)
	if err != nil {
		return err
	}
	n, _, err := itemOf(r, f, page)
	if err != nil {
		return err
	}
	if _, err := web.Form[struct{}](r); err != nil {
		return err
	}
	values, err := taken(page.List.Fields, r, f)
	if err == nil {
		err = neededIn(page.List.Fields, values)
	}
	if err != nil {
		return h.public.Again(w, r, "step.html", itemPage(f, s, page, values), err)
	}
	if err := h.Envelopes.Save(r.Context(), holder, func(a *envelope.Answers) error { return a.SetItem(page.List, n, values) }); err != nil {
		return err
	}
	return web.SeeOther(w, r, pageURL(page.Name), "")
}

// neededIn names the fields that are needed and were not given.
func neededIn(fields []envelope.Field, values map[string]string) error {
	var wrong fault.Fields
	for _, f := range fields {
		if f.Needed != "" && values[f.Name] == "" {
			wrong.Add(f.Name, "%s", f.Needed)
		}
	}
	return wrong.Err()
}

// itemRemove takes a line out of a list.
func (h *Handlers) itemRemove(w http.ResponseWriter, r *http.Request) error {
	holder, f, _, page, err := h.opened(w, r)
	if err != nil {
		return err
	}
	n, _, err := itemOf(r, f, page)
	if err != nil {
		return err
	}
	if err := h.Envelopes.Save(r.Context(), holder, func(a *envelope.Answers) error { return a.DropItem(page.List, n) }); err != nil {
		return err
	}
	return web.SeeOther(w, r, pageURL(page.Name), "vetting-form.removed")
}

// checkPage is the whole form before it is sent.
type checkPage struct {
	web.Page
	Missing []missingLink
	Stopped bool // it was sent, and something was missing
	Groups  []checkGroup
	Signed  string
}

type missingLink struct{ Text, Href string }

type checkGroup struct {
	Title string
	List  govuk.SummaryList
}

// Problems is what is missing as an error summary, each with a link to its question.
func (p *checkPage) Problems() govuk.ErrorSummary {
	s := govuk.ErrorSummary{TitleText: "Something is missing", DescriptionText: "Answer these before you send the form.", Attributes: govuk.Attributes{"tabindex": "-1"}}
	for _, m := range p.Missing {
		s.ErrorList = append(s.ErrorList, govuk.Problem{Text: m.Text, Href: m.Href})
	}
	return s
}

func checkOf(f envelope.Filled) *checkPage {
	p := &checkPage{Page: web.Page{Title: "Check your answers"}}
	for _, m := range f.Answers.Missing(f.Ask) {
		p.Missing = append(p.Missing, missingLink{m.Message, pageURL(m.Page) + "#" + m.Field})
	}
	for _, s := range envelope.Form(f.Ask) {
		g := checkGroup{Title: s.Title}
		for _, page := range s.Pages {
			g.List.Rows = append(g.List.Rows, checkRows(f, page)...)
		}
		p.Groups = append(p.Groups, g)
	}
	return p
}

// checkRows is what was answered on a page, with links to change it.
func checkRows(f envelope.Filled, page envelope.Page) []govuk.Row {
	var out []govuk.Row
	add := func(key, value string) {
		out = append(out, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: inLines(value)},
			Actions: govuk.Actions{Items: []govuk.Action{{Text: "Change", Href: pageURL(page.Name), VisuallyHiddenText: lower(key)}}}})
	}
	for _, x := range page.Fields {
		if v := f.Answers.Values[x.Name]; f.Answers.Asked(x.If) && (v != "" || x.Needed != "") {
			add(x.Label, x.Says(v))
		}
	}
	if page.List == nil || !f.Answers.Asked(page.List.If) {
		return out
	}
	items := f.Answers.Lists[page.List.Name]
	for _, item := range items {
		add(page.List.Title(item), page.List.Says(item))
	}
	if len(items) == 0 {
		add(page.Title, "Not answered")
	}
	return out
}

// check is the whole form before it is sent, with what is missing.
func (h *Handlers) check(w http.ResponseWriter, r *http.Request) error {
	holder, err := h.holder(w, r)
	if err != nil {
		return err
	}
	f, err := h.Envelopes.Filled(r.Context(), holder)
	if err != nil {
		return err
	}
	if f.Case.State != envelope.Invited {
		return web.SeeOther(w, r, "/vetting-form", "")
	}
	return h.public.Render(w, r, "check.html", checkOf(f))
}

type signForm struct {
	Signed string `form:"signed" label:"Your full name" max:"200"`
}

// send closes the form and hands it to the vetting unit.
func (h *Handlers) send(w http.ResponseWriter, r *http.Request) error {
	holder, err := h.holder(w, r)
	if err != nil {
		return err
	}
	f, err := h.Envelopes.Filled(r.Context(), holder)
	if err != nil {
		return err
	}
	p := checkOf(f)
	form, err := web.Form[signForm](r)
	if err == nil {
		p.Signed = form.Signed
		err = h.Envelopes.Send(r.Context(), holder, form.Signed)
	}
	if err == nil {
		return web.SeeOther(w, r, "/vetting-form", "vetting-form.sent")
	}
	if len(p.Missing) > 0 && fault.Is(err, fault.Invalid) {
		p.Stopped = true
		return h.public.Again(w, r, "check.html", p, errMissing)
	}
	return h.public.Again(w, r, "check.html", p, err)
}

// errMissing makes the page a form that came back; what is missing it says itself.
var errMissing = fault.New(fault.Invalid, "Something is missing. Each is named below, with a link to the question.")
