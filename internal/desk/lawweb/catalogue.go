package lawweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// row is one row of the catalogue, of whatever kind.
type row struct {
	kind      string
	para      string
	name      string
	href      string
	says      string // a quiet line
	search    string
	groups    law.Group
	in        law.Territory
	status    law.Status
	certainty string
	from, to  string
}

// kinds is the kinds of rows, in the order of the page.
var kinds = []struct{ Code, Title, Says string }{
	{"power", "Powers", ""},
	{"notice", "Notices", ""},
	{"basis", "Bases for a name and address", "One of them must hold for paragraph 2."},
	{"offence", "Offences of a penalty notice for disorder", "Each is named in an accreditation, or is not given."},
	{"council", "Authority from a council", "Not accreditation: a council gives it, and it is shown apart everywhere."},
	{"never", "Never an accredited person’s", ""},
}

// statuses is the groups of states that one can filter by.
var statuses = []struct {
	code, title string
	has         []law.Status
}{
	{"in-force", "In force", []law.Status{law.InForce}},
	{"unsure", "Day unconfirmed", []law.Status{law.Unsure}},
	{"ended", "Ended", []law.Status{law.Spent, law.Repealed}},
	{"not-yet", "Not begun", []law.Status{law.NotYet, law.NotCommenced}},
	{"never", "Never", []law.Status{law.Never}},
	{"elsewhere", "Not in this country", []law.Status{law.Elsewhere}},
}

var certainties = []string{"Confirmed", "Day unconfirmed", "Amount unconfirmed", "Not confirmed"}

// filter is what of the catalogue is asked for.
type filter struct {
	Text      string
	Kinds     []string
	Status    string
	Group     string
	Territory string
	Certainty string
	on        clock.Day // the day asked about; clock.NoDay: today
	in        law.Territory
}

type cataloguePage struct {
	web.Page
	Heading string
	Says    string
	Filter  moj.Filter
	Chips   moj.Chips
	Found   string
	Groups  []section
	Links   []web.Link
}

type section struct {
	Head  part.Heading
	Says  string
	Table part.Table
}

func (h *Handlers) catalogue(w http.ResponseWriter, r *http.Request) error {
	f, wrong, err := h.filter(r)
	if err != nil {
		return err
	}
	today := h.today()
	on := orToday(f.on, today)
	p := &cataloguePage{Page: web.Page{Title: "Powers", Active: active, Past: on != today}, Heading: "Powers",
		Says:  "Everything the law lets, once let, or never lets an accredited person do, and how sure we are of each. The law of " + f.in.String() + " on " + on.Long() + ".",
		Links: []web.Link{{Text: "What nobody may ever do", Href: "/powers/never"}, {Text: "Changes that wait", Href: "/powers/pending"}}}
	total := 0
	for _, k := range kinds {
		if s := (section{Head: part.Heading{Text: k.Title}, Says: k.Says}); len(f.Kinds) == 0 || slices.Contains(f.Kinds, k.Code) {
			if n := s.fill(f, k.Code, on); n > 0 {
				s.Head.Count = web.Number(n)
				p.Groups = append(p.Groups, s)
				total += n
			}
		}
	}
	p.Found = map[bool]string{true: "1 row", false: web.Number(total) + " rows"}[total == 1]
	p.Chips = f.chips()
	p.Filter = moj.Filter{Action: "/powers", Options: f.options(wrong, r.URL.Query().Get("on"), today), Set: len(p.Chips.Items)}
	if wrong != "" {
		r.Form = r.URL.Query()
		return h.pages(r).Again(w, r, "catalogue.html", p, fault.In("on", "%s", wrong))
	}
	return h.pages(r).Render(w, r, "catalogue.html", p)
}

func orToday(d, today clock.Day) clock.Day {
	if d == clock.NoDay {
		return today
	}
	return d
}

// filter reads the address. What is not one of the choices counts as not chosen; wrong
// is what is wrong with the day.
func (h *Handlers) filter(r *http.Request) (f filter, wrong string, err error) {
	q := r.URL.Query()
	f = filter{Text: strings.TrimSpace(q.Get("q")), Kinds: q["kind"], Status: q.Get("status"), Group: q.Get("group"), Territory: q.Get("territory"), Certainty: q.Get("certainty")}
	f.Kinds = slices.DeleteFunc(slices.Clone(f.Kinds), func(s string) bool {
		return !slices.ContainsFunc(kinds, func(k struct{ Code, Title, Says string }) bool { return k.Code == s })
	})
	if f.in, err = h.territory(r); err != nil {
		return f, "", err
	}
	switch f.Territory {
	case "england":
		f.in = law.England
	case "wales":
		f.in = law.Wales
	default:
		f.Territory = ""
	}
	day, wrong := web.ParseDay("On this day", q.Get("on"))
	if wrong == "" && day != h.today() {
		f.on = day
	}
	return f, wrong, nil
}

// values is the filter as it stands in an address.
func (f *filter) values() url.Values {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("q", f.Text)
	set("status", f.Status)
	set("group", f.Group)
	set("territory", f.Territory)
	set("certainty", f.Certainty)
	set("on", f.on.String())
	if len(f.Kinds) > 0 {
		q["kind"] = f.Kinds
	}
	return q
}

// chips is what is set, each with the address without it.
func (f *filter) chips() moj.Chips {
	var c moj.Chips
	without := func(text, name, value string) {
		q := f.values()
		rest := slices.DeleteFunc(slices.Clone(q[name]), func(s string) bool { return s == value })
		q.Del(name)
		if len(rest) > 0 {
			q[name] = rest
		}
		c.Items = append(c.Items, moj.Tag{Text: text, Href: address("/powers", q)})
	}
	if f.Text != "" {
		without("“"+f.Text+"”", "q", f.Text)
	}
	for _, k := range kinds {
		if slices.Contains(f.Kinds, k.Code) {
			without(k.Title, "kind", k.Code)
		}
	}
	for _, s := range statuses {
		if s.code == f.Status {
			without(s.title, "status", s.code)
		}
	}
	for _, g := range law.Groups {
		if g.Code == f.Group {
			without(g.Name, "group", g.Code)
		}
	}
	if f.Territory != "" {
		without(f.in.String(), "territory", f.Territory)
	}
	if slices.Contains(certainties, f.Certainty) {
		without(f.Certainty, "certainty", f.Certainty)
	}
	if f.on != clock.NoDay {
		without("On "+f.on.Short(), "on", f.on.String())
	}
	if len(c.Items) > 1 {
		c.Clear = "/powers"
	}
	return c
}

// passes reports whether the row is asked for.
func (f *filter) passes(x *row) bool {
	if f.Certainty != "" && slices.Contains(certainties, f.Certainty) && x.certainty != f.Certainty {
		return false
	}
	for _, g := range law.Groups {
		if g.Code == f.Group && x.groups&g.Group == 0 {
			return false
		}
	}
	for _, s := range statuses {
		if s.code == f.Status && !slices.Contains(s.has, x.status) {
			return false
		}
	}
	for _, word := range strings.Fields(strings.ToLower(f.Text)) {
		if !strings.Contains(x.search, word) {
			return false
		}
	}
	return true
}

// fill makes the table of one kind and returns how many rows it has.
func (s *section) fill(f filter, kind string, on clock.Day) int {
	s.Table = part.Table{Caption: s.Head.Text, RowHeaders: true, Columns: []part.Column{{Text: "Power"}, {Text: "Para"}, {Text: "In force"}, {Text: "Status"}, {Text: "Certainty"}}}
	switch kind {
	case "offence":
		s.Table.Columns[0].Text, s.Table.Columns[1].Text = "Offence", "Amount"
	case "basis":
		s.Table.Columns[0].Text = "Basis"
	case "council", "never":
		s.Table.Columns[1].Text = "Law"
	}
	for _, x := range rows(kind, on, f.in, f.on) {
		if !f.passes(&x) {
			continue
		}
		period := x.from
		if x.to != "" {
			period += " to " + x.to
		}
		s.Table.Rows = append(s.Table.Rows, part.Row{Ended: x.status == law.Spent || x.status == law.Repealed, Cells: []part.Cell{
			{Text: x.name, Href: x.href, Sub: x.says}, {Text: x.para, Mono: kind == "power" || kind == "notice" || kind == "basis"}, {Text: period},
			{Status: status(&x)}, {Status: plain(certainty(x.certainty))}}})
	}
	if kind == "never" { // no period
		s.Table.Columns = slices.Delete(s.Table.Columns, 2, 3)
		for i := range s.Table.Rows {
			s.Table.Rows[i].Cells = slices.Delete(s.Table.Rows[i].Cells, 2, 3)
		}
	}
	return len(s.Table.Rows)
}

func plain(s part.Status) part.Status { s.Plain = true; return s }

// status is the state of a row: council authority has a shape of its own while in force.
func status(x *row) part.Status {
	s := standing(x.status)
	if x.kind == "council" && x.status == law.InForce {
		s.Kind = part.Council
	}
	return s
}

// options is the fields of the filter.
func (f *filter) options(wrong, typed string, today clock.Day) (out govukHTML) {
	value := f.on
	if value == clock.NoDay {
		value = today
	}
	if wrong == "" {
		typed = value.Figures()
	}
	var kindItems []govuk.Choice
	for _, k := range kinds {
		kindItems = append(kindItems, govuk.Choice{Value: k.Code, Text: k.Title})
	}
	status := []govuk.Option{{Blank: true, Text: "Any"}}
	for _, s := range statuses {
		status = append(status, govuk.Option{Value: s.code, Text: s.title})
	}
	group := []govuk.Option{{Blank: true, Text: "Any"}}
	for _, g := range law.Groups {
		group = append(group, govuk.Option{Value: g.Code, Text: g.Name})
	}
	sure := []govuk.Option{{Blank: true, Text: "Any"}}
	for _, c := range certainties {
		sure = append(sure, govuk.Option{Value: c, Text: c})
	}
	return govuk.Input{Name: "q", Value: f.Text, Label: govuk.Label{Text: "Words, paragraph or Act"}}.Render() +
		govuk.Checkboxes{Name: "kind", Classes: "govuk-checkboxes--small", Fieldset: govuk.Fieldset{Legend: govuk.Legend{Text: "Kind"}}, Values: f.Kinds, Items: kindItems}.Render() +
		govuk.Select{Name: "status", Label: govuk.Label{Text: "Status"}, Items: status, Value: f.Status}.Render() +
		govuk.Select{Name: "group", Label: govuk.Label{Text: "Group"}, Items: group, Value: f.Group}.Render() +
		govuk.Select{Name: "territory", Label: govuk.Label{Text: "Country"}, Value: f.Territory, Items: []govuk.Option{{Blank: true, Text: "The force’s own"}, {Value: "england", Text: "England"}, {Value: "wales", Text: "Wales"}}}.Render() +
		govuk.Select{Name: "certainty", Label: govuk.Label{Text: "Certainty"}, Items: sure, Value: f.Certainty}.Render() +
		govuk.Input{Name: "on", Value: typed, Inputmode: "numeric", Label: govuk.Label{Text: "On this day"}, ErrorMessage: govuk.ErrorMessage{Text: wrong}}.Render()
}
