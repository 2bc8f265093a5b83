package areaweb

import (
	"net/http"
	"net/url"
	"slices"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// foreseen is what a change touches, as the page shows it before the change is made.
type foreseen struct {
	Figures part.Figures
	Kinds   part.Table
	List    part.Table
	More    string // how many of them are not on the page
	Hidden  string // of how many the reader may not be told whom they are about
	CSV     string // all of them
}

// shownTouches is how many of what is touched stand on the page.
const shownTouches = 50

func newForeseen(s *area.Setting, value string, f *area.Foreseen) *foreseen {
	if len(f.Touches) == 0 {
		return nil
	}
	out := &foreseen{CSV: settingURL(s) + "/touched.csv?" + url.Values{"value": {value}}.Encode()}
	out.Kinds = part.Table{Caption: "What would change, by its kind", RowHeaders: true, Columns: []part.Column{{Text: "What"}}}
	var hows []area.How
	for _, how := range area.Hows {
		if n := f.Count("", how); n > 0 {
			hows = append(hows, how)
			out.Figures.Items = append(out.Figures.Items, part.Figure{Number: web.Number(n), Text: lower(how.Title())})
			out.Kinds.Columns = append(out.Kinds.Columns, part.Column{Text: how.Title(), Numeric: true})
		}
	}
	for _, kind := range f.Kinds() {
		row := part.Row{Cells: []part.Cell{{Text: kind.Title()}}}
		for _, how := range hows {
			n := f.Count(kind, how)
			row.Cells = append(row.Cells, part.Cell{Text: web.Number(n), Quiet: n == 0})
		}
		out.Kinds.Rows = append(out.Kinds.Rows, row)
	}
	out.List = part.Table{Caption: "What would change, one by one", RowHeaders: true, Columns: []part.Column{{Text: "What"}, {Text: "Now"}, {Text: "Then"}, {Text: "So it would be"}}}
	told := slices.DeleteFunc(slices.Clone(f.Touches), func(t area.Touch) bool { return t.Title == "" })
	for _, t := range told[:min(shownTouches, len(told))] {
		out.List.Rows = append(out.List.Rows, part.Row{Cells: []part.Cell{{Text: t.Title, Href: t.Link, Sub: t.Kind.Title()}, {Text: stands(t.Before), Quiet: t.Before == ""}, {Text: stands(t.After), Quiet: t.After == ""}, {Status: part.Status{Kind: looks[t.How], Text: t.How.Title()}}}})
	}
	if n := len(told) - shownTouches; n > 0 {
		out.More = part.Count(n, "more is", "more are") + " in the file."
	}
	if n := len(f.Touches) - len(told); n > 0 {
		out.Hidden = "Whom " + part.Count(n, "of them is", "of them are") + " about is for others to read, such as the vetting unit. The file has their days."
	}
	return out
}

// looks is how each way of being touched is marked.
var looks = map[area.How]part.Kind{area.Overdue: part.NotInForce, area.Begins: part.Due, area.Otherwise: part.Due, area.Sooner: part.Due, area.Later: part.Waiting, area.InTime: part.InForce, area.Goes: part.Ended}

func stands(text string) string {
	if text == "" {
		return "Not there"
	}
	return text
}

// touchedCSV is everything that a change would touch, as a file.
func (h *Handlers) touchedCSV(w http.ResponseWriter, r *http.Request) error {
	p, err := h.settingPage(r)
	if err != nil {
		return err
	}
	f, err := h.Areas.Foresee(r.Context(), account.Actor(r.Context()), map[string]string{p.Setting.Name: r.URL.Query().Get("value")})
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, "touched-by-"+p.Setting.Name+"-"+clock.DayOf(h.Clock.Now()).String()+".csv")
	out := sheet.ForPeople(w)
	out.Line("So it would be", "Kind", "What", "Organisation", "Now", "Then")
	for _, t := range f.Touches {
		out.Line(t.How.Title(), t.Kind.Title(), t.Title, t.OrgName, t.Before, t.After)
	}
	return out.End()
}
