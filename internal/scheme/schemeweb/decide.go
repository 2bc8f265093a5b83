package schemeweb

import (
	"html/template"
	"net/http"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/db"
	"watchword/internal/scheme"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type decisionsPage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	CSV   string
	Table part.Table
}

func (h *Handlers) decided(v visit.Visit) ([]scheme.Decision, error) {
	return db.Find(v.R.Context(), h.DB, func(tx *db.Tx) ([]scheme.Decision, error) { return h.Scheme.Decisions(tx, v.Who, v.When) })
}

// decisions is which decisions there are, and who could make them on the day.
func (h *Handlers) decisions(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	all, err := h.decided(v)
	if err != nil {
		return err
	}
	p := &decisionsPage{Page: web.Page{Title: "Who may decide", Active: "/administration", Past: v.Bar.Past()}, Bar: v.Bar, CSV: v.Link("/who-decides.csv"),
		Head: part.Head{Title: "Who may decide", Text: "Decisions that are made for the chief officer, and whose account held a role in which they could be made on this day. Who made each decision stands in the ledger."}}
	p.Table = part.Table{Caption: "Decisions and who may make them", RowHeaders: true, Columns: []part.Column{{Text: "Decision"}, {Text: "Who could make it"}, {Text: "Not"}}}
	for _, d := range all {
		var by strings.Builder
		for _, x := range d.By {
			by.WriteString("<div>" + template.HTMLEscapeString(x.Name) + " <span class=\"ww-quiet\">" + template.HTMLEscapeString(x.Role.Title()) + "</span></div>")
		}
		who := part.Cell{HTML: template.HTML(by.String())}
		if len(d.By) == 0 {
			who = part.Cell{Status: part.Status{Kind: part.NotKnown, Text: "Nobody", Plain: true}, Sub: "No account held " + roles(d)}
		}
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: d.What, Sub: d.Law}, who, {Text: d.Not}}})
	}
	return v.Show(h.page, w, "decisions.html", p)
}

// roles is the roles of a decision in words.
func roles(d scheme.Decision) string {
	var out []string
	for _, r := range d.Roles {
		out = append(out, r.Title())
	}
	return strings.Join(out, ", ")
}

// decisionsCSV is the same as a file, a line for each account.
func (h *Handlers) decisionsCSV(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	all, err := h.decided(v)
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, "who-decides-"+v.Day().String()+".csv")
	out := sheet.ForPeople(w)
	out.Line("Decision", "Law", "Role", "Name", "Not")
	for _, d := range all {
		if len(d.By) == 0 {
			out.Line(d.What, d.Law, roles(d), "", d.Not)
		}
		for _, x := range d.By {
			out.Line(d.What, d.Law, x.Role.Title(), x.Name, d.Not)
		}
	}
	return out.End()
}
