package retainweb

import (
	"net/http"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/retain"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// soon is how many days ahead what falls due is listed.
const soon = 90

// perPage is how many records stand on a page.
const perPage = 50

type listQuery struct {
	Show string `form:"show" max:"10"`
}

type listPage struct {
	web.Page
	Head  part.Head
	Rules part.Table
	Sub   moj.SubNavigation
	CSV   string
	Table part.Table
	More  string
}

// list is the rules, and what falls due under them.
func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[listQuery](r)
	if err != nil {
		return err
	}
	all, set, err := h.all(r)
	if err != nil {
		return err
	}
	today := clock.DayOf(h.Clock.Now())
	p := &listPage{Page: web.Page{Title: "Retention", Active: "/retention"}, CSV: web.With("/retention.csv", "show", q.Show),
		Head: part.Head{Title: "Retention", Text: "For how long the personal data of people outside the scheme is kept, and what falls due to be erased. The force decides how long: no source of the scheme gives a period, and the usual values are our own."}}
	p.Rules = part.Table{Caption: "Rules", RowHeaders: true, Columns: []part.Column{{Text: "What"}, {Text: "Kept for"}, {Text: "Over now", Numeric: true}, {Text: "In all", Numeric: true}}}
	for _, x := range h.Retention.Sources {
		over, kept := 0, 0
		for _, k := range all {
			if k.Kind == x.Kind {
				if kept++; k.Until < today && k.Hold == nil {
					over++
				}
			}
		}
		months := part.Cell{Nowrap: true, Text: part.Count(x.Months(set), "month", "months")}
		if who(r).Can(authz.ChangeSettings) {
			months.Href = "/settings/" + x.Setting
		}
		p.Rules.Rows = append(p.Rules.Rows, part.Row{Cells: []part.Cell{{Text: x.Title, Sub: x.What}, months, {Text: web.Number(over)}, {Text: web.Number(kept)}}})
	}
	p.Sub = moj.SubNavigation{Label: "Records", Items: []moj.NavItem{{Text: "Due within 90 days", Href: "/retention", Active: q.Show == ""}, {Text: "Held", Href: "/retention?show=held", Active: q.Show == "held"}, {Text: "All", Href: "/retention?show=all", Active: q.Show == "all"}}}
	p.Table = part.Table{Caption: "Records", RowHeaders: true, Columns: []part.Column{{Text: "Record"}, {Text: "Kept to"}, {Text: "State"}},
		Empty: map[string]string{"": "Nothing falls due to be erased within 90 days.", "held": "Nothing is held."}[q.Show]}
	if p.Table.Empty == "" {
		p.Table.Empty = "No complaint, application or enquiry has come to its end."
	}
	shown := chosen(all, q.Show, today)
	for _, k := range shown[:min(perPage, len(shown))] {
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: k.Name, Href: url(k.ID)}, part.DayCell(k.Until), stateCell(k, set, today)}})
	}
	if n := len(shown) - perPage; n > 0 {
		p.More = part.Count(n, "more is", "more are") + " in the file."
	}
	return h.page.Render(w, r, "list.html", p)
}

func (h *Handlers) all(r *http.Request) (all []retain.Kept, set area.Settings, err error) {
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		f, err := h.Areas.Force(tx, who(r).Force)
		if err != nil {
			return err
		}
		set = f.Settings
		all, err = h.Retention.List(tx, who(r), clock.DayOf(h.Clock.Now()).AddYears(200))
		return err
	})
	return all, set, err
}

// chosen is the records that a list shows.
func chosen(all []retain.Kept, show string, today clock.Day) []retain.Kept {
	var out []retain.Kept
	for _, k := range all {
		if show == "all" || show == "held" && k.Hold != nil || show == "" && k.Hold == nil && k.Until <= today.AddDays(soon) {
			out = append(out, k)
		}
	}
	return out
}

func stateOf(k retain.Kept, set area.Settings, today clock.Day) part.Status {
	switch {
	case k.Hold != nil:
		return part.Status{Kind: part.Suspended, Text: "Held"}
	case k.Until < today && set.RetentionItself:
		return part.Status{Kind: part.Due, Text: "Over: it is erased by itself"}
	case k.Until < today:
		return part.Status{Kind: part.NotInForce, Text: "Over: to be erased"}
	case k.Until <= today.AddDays(soon):
		return part.Status{Kind: part.Due, Text: "Soon over"}
	}
	return part.Status{Kind: part.Waiting, Text: "Kept"}
}

func stateCell(k retain.Kept, set area.Settings, today clock.Day) part.Cell {
	c := part.Cell{Status: stateOf(k, set, today)}
	if k.Hold != nil {
		c.Sub = k.Hold.Why
	}
	return c
}

func (h *Handlers) listCSV(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[listQuery](r)
	if err != nil {
		return err
	}
	all, set, err := h.all(r)
	if err != nil {
		return err
	}
	today := clock.DayOf(h.Clock.Now())
	web.Attach(w, sheet.Media, "retention-"+today.String()+".csv")
	out := sheet.ForPeople(w)
	out.Line("Kind", "Record", "Ended", "Kept to", "State", "Held because")
	for _, k := range chosen(all, q.Show, today) {
		why := ""
		if k.Hold != nil {
			why = k.Hold.Why
		}
		out.Line(string(k.Kind), k.Name, k.Ended.String(), k.Until.String(), stateOf(k, set, today).Text, why)
	}
	return out.End()
}
