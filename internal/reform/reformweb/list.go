package reformweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/law"
	"watchword/internal/reform"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// listPage is the watch list, and what the catalogue has to come.
type listPage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Ours  part.Table
	Known part.Table
}

// Listing is the list as it is saved.
func (p *listPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Ours}
}

func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &listPage{Page: web.Page{Title: "Changes of the law", Active: "/changes", Past: v.Bar.Past()}, Bar: v.Bar,
		Head: part.Head{Title: "Changes of the law", Text: "What may come, what it would do here, and what was carried out."}}
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]reform.Version, error) { return h.Reforms.List(tx, v.Who, v.When) })
	if err != nil {
		return err
	}
	keeps := v.Who.Can(authz.KeepReforms) && !p.Past
	if !p.Past {
		p.Head.Actions = []govuk.Button{{Text: "Preview a change", Href: "/changes/what-if"}}
	}
	if keeps {
		p.Head.Actions = append(p.Head.Actions, govuk.Button{Text: "Put one on the watch list", Href: "/changes/watch", Classes: "govuk-button--secondary"})
	}
	today := clock.DayOf(v.When.At)
	p.Ours = part.Table{Caption: "Watch list of the force", RowHeaders: true, Empty: "Nothing is watched. Preview a change of the catalogue below, or put one on the watch list that is not there.",
		Columns: []part.Column{{Text: "Number"}, {Text: "Change"}, {Text: "Day"}, {Text: "State"}, {Text: "Look again by"}}}
	for _, x := range all {
		p.Ours.Rows = append(p.Ours.Rows, row(v, x, today))
	}
	p.Known = part.Table{Caption: "To come, as the catalogue of powers has it", RowHeaders: true, Empty: "The catalogue has nothing to come.", Columns: []part.Column{{Text: "What"}, {Text: "Day"}, {Text: "Effect"}, {Text: "Preview"}}}
	for _, t := range law.Transitions() {
		if t.On != clock.NoDay && t.On <= today {
			continue
		}
		day := part.Cell{Text: "Not known", Quiet: true}
		if t.On != clock.NoDay {
			day = part.DayCell(t.On)
		}
		var links []part.Link
		for _, id := range t.Powers {
			if x, ok := law.Find(id); ok && x.Authority == law.Accreditation {
				links = append(links, part.Link{Text: "What if: " + x.Name, Href: whatIf(reform.Change{Kind: reform.Ends, Power: id, Day: t.On})})
			}
		}
		p.Known.Rows = append(p.Known.Rows, part.Row{Cells: []part.Cell{{Text: t.What, Sub: certainty(t.Sure)}, day, {Text: t.Effect}, {HTML: part.Links(links...)}}})
	}
	return v.Show(h.page, w, "list.html", p)
}

// certainty is said of what is not confirmed.
func certainty(s law.Sure) string {
	if s == law.U || s == law.L {
		return "Not confirmed"
	}
	return ""
}

func row(v visit.Visit, x reform.Version, today clock.Day) part.Row {
	r := &x.State
	day := part.Cell{Text: "Not known", Quiet: true}
	if r.Day != clock.NoDay {
		day = part.DayCell(r.Day)
	}
	look := part.DayCell(r.Look)
	if r.Look != clock.NoDay && r.Look < today && (r.State == reform.Watched || r.State == reform.Kept) {
		look = part.Cell{Nowrap: true, Status: part.Status{Kind: part.Due, Text: r.Look.Short(), Plain: true}, Sub: "Overdue"}
	}
	s := status(r)
	s.Plain = true
	return part.Row{Ended: r.State == reform.Dropped, Cells: []part.Cell{{Text: r.Number, Href: v.Bar.Link(url(x.ID)), Nowrap: true}, {Text: r.Title(), Sub: r.Source}, day, {Status: s}, look}}
}

func status(r *reform.Reform) part.Status {
	kind := map[reform.State]part.Kind{reform.Watched: part.Waiting, reform.Kept: part.NotKnown, reform.Proposed: part.Due, reform.CarriedOut: part.InForce, reform.Dropped: part.Ended}[r.State]
	return part.Status{Kind: kind, Text: r.State.Title()}
}
