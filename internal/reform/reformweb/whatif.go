package reformweb

import (
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/law"
	"watchword/internal/reform"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type changeForm struct {
	Kind    reform.Kind `form:"kind" label:"What happens" max:"20"`
	Power   law.PowerID `form:"power" label:"Power" max:"64"`
	Day     clock.Day   `form:"day" label:"First day"`
	Retrain bool        `form:"retrain"`
	Trained clock.Day   `form:"trained" label:"First day of training"`
}

func (f changeForm) change() reform.Change {
	return reform.Change{Kind: f.Kind, Power: f.Power, Day: f.Day, Retrain: f.Retrain, Trained: f.Trained}
}

// address is an address with what would change.
func address(path string, c reform.Change) string {
	out := path
	for _, x := range [][2]string{{"kind", string(c.Kind)}, {"power", string(c.Power)}, {"day", c.Day.String()}, {"trained", c.Trained.String()}} {
		if x[1] != "" {
			out = web.With(out, x[0], x[1])
		}
	}
	if c.Retrain {
		out = web.With(out, "retrain", "yes")
	}
	return out
}

func whatIf(c reform.Change) string { return address("/changes/what-if", c) }

// asked is the controls in which a change is described.
type asked struct {
	Powers  []govuk.Option
	Kinds   []govuk.Choice
	Retrain []govuk.Choice
	Chosen  []string
}

func newAsked(f changeForm) asked {
	a := asked{Powers: []govuk.Option{{Text: "Choose"}}, Retrain: []govuk.Choice{{Value: "yes", Text: "Whoever has it must train for it anew"}}}
	for _, p := range law.Powers() {
		if p.Authority == law.Accreditation {
			a.Powers = append(a.Powers, govuk.Option{Value: string(p.ID), Text: p.Para + " " + p.Name})
		}
	}
	for _, k := range reform.Kinds {
		a.Kinds = append(a.Kinds, govuk.Choice{Value: string(k.Kind), Text: k.Title, Hint: govuk.Hint{Text: k.Does}})
	}
	if f.Retrain {
		a.Chosen = []string{"yes"}
	}
	return a
}

// impact is what a change does, as pages show it.
type impact struct {
	Sentences []string
	Figures   part.Figures
	Powers    part.Table
	Orgs      part.Table
	CSV, PDF  string
}

// whatIfPage is a preview: nothing is changed by it.
type whatIfPage struct {
	web.Page
	Head   part.Head
	Asked  asked
	Form   changeForm
	Shown  bool
	Impact impact
	Steps  part.DueList
	Keep   string // where it is kept with a number
	Law    string // what the catalogue has of it
}

// preview is the preview that the address asks for; asks is false while it asks for none.
func (h *Handlers) preview(v visit.Visit) (f changeForm, i reform.Impact, asks bool, err error) {
	if f, err = web.Query[changeForm](v.R); err != nil {
		return f, i, true, err
	}
	if f.Kind == "" && f.Day == clock.NoDay || f.Power == "" && v.R.URL.Query().Get("kind") == "" {
		return f, i, false, nil
	}
	i, err = db.Find(v.R.Context(), h.DB, func(tx *db.Tx) (reform.Impact, error) { return h.Reforms.Preview(tx, v.Who, f.change()) })
	return f, i, true, err
}

func (h *Handlers) whatIf(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	f, i, asks, err := h.preview(v)
	if f.Kind == "" {
		f.Kind = reform.Ends
	}
	p := &whatIfPage{Page: web.Page{Title: "What if the law changed?", Active: "/changes", Crumbs: []web.Crumb{{Text: "Changes of the law", Href: "/changes"}, {Text: "What if"}}}, Head: part.Head{Title: "What if the law changed?"}, Asked: newAsked(f), Form: f}
	if x, ok := law.Find(f.Power); ok {
		p.Head.Title = "What if “" + x.Name + "” " + map[reform.Kind]string{reform.Ends: "ended?", reform.Amended: "were amended?", reform.Begins: "began?"}[f.Kind]
		p.Page.Title = p.Head.Title
		p.Law = waits(x.ID)
	}
	if err != nil {
		return h.page.Again(w, r, "whatif.html", p, err)
	}
	if asks {
		p.Shown, p.Impact = true, view(f.change(), i)
		p.Impact.CSV, p.Impact.PDF = address("/changes/what-if.csv", f.change()), address("/changes/what-if.pdf", f.change())
		p.Steps = steps(f.change(), i)
		if v.Who.Can(authz.KeepReforms) {
			p.Keep = address("/changes/watch", f.change())
		}
	}
	return h.page.Render(w, r, "whatif.html", p)
}

// waits is what the catalogue has of a power that is enacted and has no day.
func waits(p law.PowerID) string {
	for _, x := range law.PendingChanges() {
		for _, id := range x.Powers {
			if id == p {
				return x.What + " by a law that is enacted but not in force (" + x.By + "). The day is your assumption."
			}
		}
	}
	return ""
}

// view is an impact as pages show it.
func view(c reform.Change, i reform.Impact) impact {
	out := impact{Sentences: i.Sentences(c)}
	figure := func(n int, text, sub string) {
		out.Figures.Items = append(out.Figures.Items, part.Figure{Number: web.Number(n), Text: text, Sub: sub})
	}
	switch c.Kind {
	case reform.Ends:
		figure(len(i.Persons), "persons lose a power", "in "+part.Count(len(i.Orgs), "organisation", "organisations"))
		figure(i.None, "left with no power", "accreditations stand, empty")
	case reform.Amended:
		figure(len(i.Persons), "persons have it", "in "+part.Count(len(i.Orgs), "organisation", "organisations"))
		figure(i.Untrained, "must be trained anew", "")
	default:
		figure(len(i.Persons), "persons could be given it", "in "+part.Count(len(i.Orgs), "organisation", "organisations"))
		figure(i.Untrained, "are not trained for it", "")
	}
	if c.Kind != reform.Begins {
		figure(i.Cards, "cards to make again", part.Count(i.Certificates, "certificate", "certificates")+" too")
		figure(i.Agreements, "agreements name it", "")
	}
	out.Powers = part.Table{Caption: "What would change, and why", RowHeaders: true, Columns: []part.Column{{Text: "Power"}, {Text: "On " + (c.Day - 1).Short()}, {Text: "On " + c.Day.Short()}, {Text: "Persons", Numeric: true}}}
	for k, p := range i.Powers {
		name, para := string(p.Power), ""
		if x, ok := law.Find(p.Power); ok {
			name, para = x.Name, "Paragraph "+x.Para
		}
		before, after := part.Status{Kind: part.InForce, Text: "In force"}, part.Status{Kind: part.Ended, Text: "Ended in law"}
		switch {
		case k > 0:
			after = part.Status{Kind: part.Ended, Text: "Nothing to rest on"}
		case c.Kind == reform.Amended && c.Retrain:
			after = part.Status{Kind: part.Due, Text: "Only if trained anew"}
		case c.Kind == reform.Amended:
			after = part.Status{Kind: part.Due, Text: "In force, amended"}
		case c.Kind == reform.Begins:
			before, after = part.Status{Kind: part.Waiting, Text: "Not in force"}, part.Status{Kind: part.InForce, Text: "May be given"}
		}
		out.Powers.Rows = append(out.Powers.Rows, part.Row{Cells: []part.Cell{{Text: name, Href: "/powers/" + string(p.Power), Sub: para + ". " + p.Why}, {Status: before}, {Status: after}, {Text: web.Number(p.Persons)}}})
	}
	out.Orgs = byOrg(i)
	return out
}

// byOrg is what a change does by organisation; a column of which nobody has anything is left
// out.
func byOrg(i reform.Impact) part.Table {
	t := part.Table{Caption: "By organisation", RowHeaders: true, Empty: "No organisation is touched.", Columns: []part.Column{{Text: "Organisation"}}}
	columns := []struct {
		text string
		all  int
		of   func(reform.OfOrg) int
	}{
		{"Persons", len(i.Persons), func(o reform.OfOrg) int { return o.Persons }}, {"Lose more", i.Two, func(o reform.OfOrg) int { return o.Two }}, {"Left with none", i.None, func(o reform.OfOrg) int { return o.None }},
		{"Cards", i.Cards, func(o reform.OfOrg) int { return o.Cards }}, {"To train", i.Untrained, func(o reform.OfOrg) int { return o.Untrained }},
	}
	for _, c := range columns {
		if c.all > 0 {
			t.Columns = append(t.Columns, part.Column{Text: c.text, Numeric: true})
		}
	}
	if i.Agreements > 0 {
		t.Columns = append(t.Columns, part.Column{Text: "Agreements"})
	}
	for _, o := range i.Orgs {
		row := part.Row{Cells: []part.Cell{{Text: o.Name, Href: "/organisations/" + string(o.Org)}}}
		for _, c := range columns {
			if c.all > 0 {
				row.Cells = append(row.Cells, part.Cell{Text: web.Number(c.of(o)), Quiet: c.of(o) == 0})
			}
		}
		if i.Agreements > 0 {
			row.Cells = append(row.Cells, part.Cell{Text: strings.Join(o.Agreements, ", ")})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// steps is what would happen when, if the change came about.
func steps(c reform.Change, i reform.Impact) part.DueList {
	today := clock.DayOf(i.At)
	l := part.DueList{Items: []part.DueItem{{Day: today, Text: "Keep the preview", Sub: "When the instrument is made, its number is entered and somebody else decides."}}}
	if tell := c.Day.AddDays(-90); tell > today {
		l.Items = append(l.Items, part.DueItem{Day: tell, Text: "90 days before", Sub: "A good day to have carried it out: everybody is written to then, and cards can be ordered."})
	}
	says := map[reform.Kind]string{reform.Ends: "The power stops everywhere", reform.Amended: "The power says something else", reform.Begins: "The power may be given"}[c.Kind]
	return part.DueList{Items: append(l.Items, part.DueItem{Day: c.Day, Text: says, Sub: "At midnight; nobody presses anything. An act of the day before is judged by the law of that day."})}
}

func (h *Handlers) whatIfCSV(w http.ResponseWriter, r *http.Request) error {
	f, i, _, err := h.preview(visit.At(r, h.Clock))
	if err != nil {
		return err
	}
	return h.persons(w, r, "what-if-"+string(f.Power)+"-"+f.Day.String(), i)
}

func (h *Handlers) whatIfPDF(w http.ResponseWriter, r *http.Request) error {
	f, i, _, err := h.preview(visit.At(r, h.Clock))
	if err != nil {
		return err
	}
	return h.printed(w, r, "what-if-"+string(f.Power)+"-"+f.Day.String(), "", f.change(), i)
}

// persons sends whom a change touches as a file, by number: it names nobody.
func (h *Handlers) persons(w http.ResponseWriter, r *http.Request, name string, i reform.Impact) error {
	orgs := map[string]string{}
	for _, o := range i.Orgs {
		orgs[string(o.Org)] = o.Name
	}
	web.Attach(w, sheet.Media, name+".csv")
	out := sheet.ForPeople(w)
	out.Line("AP number", "Organisation", "Loses", "Powers left", "To train", "Card to make again")
	for _, t := range i.Persons {
		var loses []string
		for _, p := range t.Loses {
			if x, ok := law.Find(p); ok {
				loses = append(loses, x.Para)
			}
		}
		out.Line(t.Number, orgs[string(t.Org)], strings.Join(loses, " "), strconv.Itoa(t.Left), map[bool]string{true: "yes", false: "no"}[t.Untrained], t.CardNumber)
	}
	return out.End()
}

func (h *Handlers) printed(w http.ResponseWriter, r *http.Request, name, number string, c reform.Change, i reform.Impact) error {
	v := visit.At(r, h.Clock)
	force, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (string, error) {
		f, err := h.Areas.Force(tx, v.Who.Force)
		return f.Name, err
	})
	if err != nil {
		return err
	}
	pdf, err := i.Document(force, number, c).PDF()
	if err != nil {
		return err
	}
	return web.Send(w, "application/pdf", name+".pdf", pdf)
}
