package incidentweb

import (
	"net/http"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/incident"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// upload is the form by which months are taken.
type upload struct {
	Files []web.File `form:"files" label:"Files"`
	How   []string   `form:"how" label:"How"`
}

// What the form may say of how files are taken.
const (
	howGood    = "good"
	howReplace = "replace"
)

type monthsPage struct {
	web.Page
	Bar     part.AsAt
	Head    part.Head
	Table   part.Table
	MayTake bool
	Credit  string
	Form    upload
	How     []govuk.Choice
	Taken   []outcome
}

// outcome is what became of one file.
type outcome struct {
	Name  string
	Fault string
	Says  []part.Status
	Bad   []incident.Problem
	More  int // bad lines beyond those told here
	Notes int
	Lines int
}

// mostBad is how many bad lines of a file the page tells; the command tells them all.
const mostBad = 200

func (h *Handlers) monthsPage(r *http.Request) (*monthsPage, reading, error) {
	v, err := h.reading(r)
	if err != nil {
		return nil, v, err
	}
	w := register.Now(h.Clock.Now())
	if v.Then() != nil {
		w = *v.Then()
	}
	files, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]incident.Version, error) { return h.Incidents.Files(tx, v.Who, w) })
	if err != nil {
		return nil, v, err
	}
	p := &monthsPage{Bar: v.Bar, Head: part.Head{Title: "Months taken", Text: "Antisocial behaviour and crime as police.uk publishes them, a file a month and force."}, MayTake: v.Who.Can(authz.Import) && !v.Bar.Past(),
		Page: web.Page{Title: "Months taken", Active: "/map", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Map", Href: v.Link("/map")}, {Text: "Months taken"}}},
		How:  []govuk.Choice{{Value: howGood, Text: "Leave bad lines out and take the others"}, {Value: howReplace, Text: "Put a month in the place of the one taken before"}}}
	p.Credit = "Contains public sector information licensed under the Open Government Licence v3.0."
	if v.force.Settings.Demo {
		p.Credit = "Months made up for this demonstration."
	}
	p.Table = part.Table{Caption: "Months taken", RowHeaders: true, Empty: "No month has been taken yet.", Columns: []part.Column{{Text: "Month"}, {Text: "Reported by"}, {Text: "Antisocial behaviour", Numeric: true},
		{Text: "Crime", Numeric: true}, {Text: "Without a place", Numeric: true}, {Text: "File"}, {Text: "Taken"}}}
	for _, x := range files {
		f := x.State
		left := ""
		if f.LeftOut > 0 {
			left = web.Number(f.LeftOut) + " bad lines left out"
		}
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: f.Month.Long(), Nowrap: true, Href: v.Link("/map?from=" + f.Month.String() + "&to=" + f.Month.String())}, {Text: f.Reporter}, {Text: web.Number(f.ASB)},
			{Text: web.Number(f.Records - f.ASB)}, {Text: web.Number(f.NoPlace)}, {Text: f.Name, Sub: left}, part.DayCell(clock.DayOf(x.From))}})
	}
	return p, v, nil
}

// months is which months were taken, and the form to take more.
func (h *Handlers) months(w http.ResponseWriter, r *http.Request) error {
	p, v, err := h.monthsPage(r)
	if err != nil {
		return err
	}
	if v.Wrong != nil {
		return h.page.Again(w, r, "months.html", p, v.Wrong)
	}
	return h.page.Render(w, r, "months.html", p)
}

// take takes the files of the form and tells what became of each.
func (h *Handlers) take(w http.ResponseWriter, r *http.Request) error {
	v, err := h.reading(r)
	if err != nil {
		return err
	}
	form, err := web.Form[upload](r)
	if err == nil && len(form.Files) == 0 {
		err = fault.In("files", "Choose a file of police.uk that ends in -street.csv")
	}
	var outcomes []outcome
	if err == nil {
		for _, f := range form.Files {
			var out outcome
			if out, err = h.takeOne(r, v.Who, f, form.How); err != nil {
				return err
			}
			outcomes = append(outcomes, out)
		}
	}
	p, _, again := h.monthsPage(r)
	if again != nil {
		return again
	}
	p.Form, p.Taken = form, outcomes
	if err != nil {
		return h.page.Again(w, r, "months.html", p, err)
	}
	return h.page.Render(w, r, "months.html", p)
}

// takeOne takes one file. What is wrong with the file is told in the outcome.
func (h *Handlers) takeOne(r *http.Request, who authz.Actor, f web.File, how []string) (outcome, error) {
	out := outcome{Name: f.Name}
	in, err := f.Open()
	if err != nil {
		return out, err
	}
	defer in.Close()
	parsed, err := incident.Parse(in, incident.MonthOf(clock.DayOf(h.Clock.Now())), nil)
	if err == nil {
		out.Lines, out.Notes = parsed.Lines, len(parsed.Notes)
		out.Bad = parsed.Bad[:min(len(parsed.Bad), mostBad)]
		out.More = len(parsed.Bad) - len(out.Bad)
		var taken []incident.Taken
		taken, err = h.Incidents.Take(r.Context(), who, parsed, incident.Taking{Name: f.Name, Good: slices.Contains(how, howGood), Replace: slices.Contains(how, howReplace)})
		for _, t := range taken {
			kind := part.InForce
			if !t.Written {
				kind = part.Due
			}
			out.Says = append(out.Says, part.Status{Kind: kind, Text: t.Sentence(), Plain: true})
		}
	}
	told := fault.Of(err)
	if err != nil && (told == nil || told.Kind == fault.Forbidden) {
		return out, err
	}
	if told != nil {
		out.Fault = told.Message
		for _, x := range told.Fields {
			out.Fault = x.Message + "."
		}
	}
	return out, nil
}
