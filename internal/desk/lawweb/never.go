package lawweb

import (
	"net/http"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type neverPage struct {
	web.Page
	Points  part.Points
	Offence part.Table
	Powers  part.Table
}

// never is what no accredited person may ever do.
func (h *Handlers) never(w http.ResponseWriter, r *http.Request) error {
	p := &neverPage{Page: web.Page{Title: "What nobody may ever do", Active: active, Crumbs: []web.Crumb{{Text: "Powers", Href: "/powers"}, {Text: "Never"}}},
		Offence: part.Table{Caption: "Offences that are never given", RowHeaders: true, Columns: []part.Column{{Text: "Offence"}, {Text: "Barred since"}, {Text: "By"}, {Text: "State"}}},
		Powers:  part.Table{Caption: "Powers that are the police’s alone", RowHeaders: true, Columns: []part.Column{{Text: "What people take for a power"}, {Text: "Law"}, {Text: "State"}}}}
	for _, n := range law.Nevers {
		p.Points.Items = append(p.Points.Items, part.Point{Kind: part.NotInForce, Says: "May never", Strong: n.Lead, Text: n.Rest + " (" + n.Law + ")"})
	}
	for i := range law.Offences() {
		o := &law.Offences()[i]
		if o.Barred.From == 0 {
			continue
		}
		since := o.Barred.From.Long()
		if o.Barred.Perhaps != 0 {
			since = "between " + o.Barred.Perhaps.Long() + " and " + since
		}
		p.Offence.Rows = append(p.Offence.Rows, part.Row{Cells: []part.Cell{{HTML: anchor(string(o.ID), o.Name), Sub: o.CiteOn(h.today())}, {Text: since}, {Text: o.Barred.Source}, {Status: standing(law.Never)}}})
	}
	for i := range law.Powers() {
		if x := &law.Powers()[i]; x.Authority == law.Nobody {
			p.Powers.Rows = append(p.Powers.Rows, part.Row{Cells: []part.Cell{{Text: x.Name, Href: link(x, clock.NoDay), Sub: x.Meaning}, {Text: x.Law}, {Status: standing(law.Never)}}})
		}
	}
	return h.pages(r).Render(w, r, "never.html", p)
}

type pendingPage struct {
	web.Page
	Waiting part.Table
	Coming  part.Table
	Past    part.Table
}

// pending is what is enacted and has not begun, what has a day to come, and what changed.
func (h *Handlers) pending(w http.ResponseWriter, r *http.Request) error {
	columns := []part.Column{{Text: "Day"}, {Text: "What"}, {Text: "Effect here"}, {Text: "Powers"}, {Text: "Certainty"}}
	p := &pendingPage{Page: web.Page{Title: "Changes that wait", Active: active, Crumbs: []web.Crumb{{Text: "Powers", Href: "/powers"}, {Text: "Changes"}}},
		Waiting: part.Table{Caption: "Enacted, not commenced", Columns: []part.Column{{Text: "What"}, {Text: "By"}, {Text: "What stays"}, {Text: "State"}}},
		Coming:  part.Table{Caption: "With a day to come, or without one", Columns: columns, Empty: "Nothing is known to come."},
		Past:    part.Table{Caption: "What has changed", Columns: columns}}
	for _, c := range law.PendingChanges() {
		p.Waiting.Rows = append(p.Waiting.Rows, pendingRow(c))
	}
	today := h.today()
	ts := law.Transitions()
	for i := range ts {
		if t := &ts[len(ts)-1-i]; t.On != clock.NoDay && t.On <= today {
			p.Past.Rows = append(p.Past.Rows, changeRow(t))
		}
		if t := &ts[i]; t.On == clock.NoDay || t.On > today {
			p.Coming.Rows = append(p.Coming.Rows, changeRow(t))
		}
	}
	return h.pages(r).Render(w, r, "pending.html", p)
}

func changeRow(t *law.Transition) part.Row {
	day := "No day"
	if t.On != clock.NoDay {
		day = about(t.On, t.Sure)
	}
	sure := "Confirmed"
	switch t.Sure {
	case law.M, law.L:
		sure = "Day unconfirmed"
	case law.U:
		sure = "Not confirmed"
	}
	what := t.What
	if t.In != law.EnglandAndWales && t.In != 0 && !strings.Contains(what, t.In.String()) {
		what += " (" + t.In.String() + ")"
	}
	return part.Row{Cells: []part.Cell{{Text: day}, {Text: what}, {Text: t.Effect}, {HTML: powerLinks(t.Powers)}, {Status: certainty(sure)}}}
}
