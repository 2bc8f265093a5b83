package incidentweb

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/incident"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// pageSize is how many lines one page of the table has; up to onePage stand on one.
const (
	pageSize = 10
	onePage  = 20
)

// order sorts the lines as the address asks: by what the map shows, highest first, if it
// does not.
func (m *mapPage) order() {
	usual := map[string]string{asCount: "-n", asRate: "-rate", asChange: "-change"}[m.q.as]
	if m.basis == incident.NoRate && usual == "-rate" {
		usual = "-n"
	}
	key, down := strings.CutPrefix(cmp.Or(m.q.sort, usual), "-")
	by := map[string]func(a, b line) int{
		"name":     func(a, b line) int { return cmp.Compare(a.Name, b.Name) },
		"district": func(a, b line) int { return cmp.Compare(a.within, b.within) },
		"n":        func(a, b line) int { return cmp.Compare(a.N, b.N) },
		"rate":     func(a, b line) int { return cmp.Compare(a.rate, b.rate) },
		"change":   func(a, b line) int { return cmp.Compare(a.change.Percent, b.change.Percent) },
		"persons":  func(a, b line) int { return cmp.Compare(a.persons, b.persons) },
	}
	compare, ok := by[key]
	if !ok {
		m.q.sort = ""
		key, down = strings.CutPrefix(usual, "-")
		compare = by[key]
	}
	m.sorted = key
	if down {
		m.sorted = "-" + key
	}
	slices.SortStableFunc(m.lines, func(a, b line) int {
		if key == "change" && a.change.Known != b.change.Known { // what cannot be said comes last
			if a.change.Known {
				return -1
			}
			return 1
		}
		c := compare(a, b)
		if down {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name))
	})
}

// columns is the columns of the table that apply.
type column struct {
	key, text string
	numeric   bool
	cell      func(l *line) part.Cell
}

func (m *mapPage) columns(v *reading) []column {
	first := map[incident.By]string{incident.ByDivision: "District", incident.ByWard: "Ward", incident.ByCluster: "Cluster"}[m.q.By]
	cols := []column{{"name", first, false, func(l *line) part.Cell { return part.Cell{Text: l.Name, Href: v.at(m.q, l.key())} }}}
	switch m.q.By {
	case incident.ByWard:
		cols = append(cols, column{"district", "District", false, func(l *line) part.Cell { return part.Cell{Text: l.within, Nowrap: true} }})
	case incident.ByCluster:
		cols = append(cols, column{"district", "Where", false, func(l *line) part.Cell { return part.Cell{Text: l.within} }})
	}
	cols = append(cols, column{"n", "Incidents", true, func(l *line) part.Cell { return part.Cell{Text: web.Number(l.N)} }})
	if m.basis != incident.NoRate {
		cols = append(cols, column{"rate", strings.ToUpper(perWhat(m.basis)[:1]) + perWhat(m.basis)[1:], true, func(l *line) part.Cell { return part.Cell{Text: figure(l.rate, false), Strong: true} }})
	}
	if m.c.Against.From != 0 {
		cols = append(cols, column{"change", "Against " + short(m.c.Against.From, m.c.Against.To), false, func(l *line) part.Cell {
			return part.Cell{HTML: arrow(m, l.change).HTML + " ", Sub: "was " + web.Number(l.Before)}
		}})
	}
	if v.Who.Can(authz.ReadOrg) {
		cols = append(cols, column{"", "Accredited here", false, func(l *line) part.Cell { return part.Cell{Text: l.names(3), Quiet: len(l.orgs) == 0} }})
	}
	if m.counting {
		cols = append(cols, column{"persons", "Persons", true, func(l *line) part.Cell {
			if l.persons == 0 {
				return part.Cell{Text: "None"}
			}
			return part.Cell{Text: web.Number(l.persons)}
		}})
	}
	return cols
}

// names is the organisations here, at most so many by name.
func (l *line) names(most int) string {
	if len(l.orgs) == 0 {
		return "None"
	}
	var out []string
	for i, o := range l.orgs {
		if i == most {
			return strings.Join(out, ", ") + " and " + web.Number(len(l.orgs)-most) + " more"
		}
		out = append(out, o.Name)
	}
	return strings.Join(out, ", ")
}

// list is the page of the table that is asked for.
func (m *mapPage) list(v *reading) {
	m.order()
	noun := string(m.q.By) + "s"
	values := m.q.values()
	values.Set("sort", m.sorted)
	for name, value := range v.Bar.Keep {
		if name == "chosen" {
			values[name] = value
		}
	}
	if v.Bar.Past() {
		for _, name := range []string{"as_at", "as_known"} {
			if x := v.R.URL.Query().Get(name); x != "" {
				values.Set(name, x)
			}
		}
	}
	m.Paging = part.Paging{Path: "/map", Query: values, Total: len(m.lines), Page: m.q.page, Size: pageSize, Noun: noun}
	if len(m.lines) <= onePage {
		m.Paging.Size = onePage
	}
	m.Paging.Page = min(m.Paging.Page, m.Paging.Pages())
	m.CSV = "/map.csv?" + values.Encode()
	m.Heading = part.Heading{Text: "The same figures as a table"}
	cols := m.columns(v)
	m.Table = part.Table{Caption: m.name + ", " + period(m.q.From, m.q.To), RowHeaders: true, Empty: "There is no " + string(m.q.By) + " to count by."}
	for _, c := range cols {
		head := part.Column{Text: c.text, Numeric: c.numeric}
		if c.key != "" {
			sorted := m.Paging.Sort(c.text, c.key)
			head.Sort, head.Sorted = sorted.Sort+"#figures", sorted.Sorted
		}
		m.Table.Columns = append(m.Table.Columns, head)
	}
	from := min(m.Paging.Offset(), len(m.lines))
	for i := range m.lines[from:min(from+m.Paging.Size, len(m.lines))] {
		l := &m.lines[from+i]
		row := part.Row{Current: l.key() == m.q.chosen}
		for _, c := range cols {
			row.Cells = append(row.Cells, c.cell(l))
		}
		m.Table.Rows = append(m.Table.Rows, row)
	}
}

// csv is every line of the table, for a spreadsheet.
func (h *Handlers) csv(w http.ResponseWriter, r *http.Request) error {
	v, err := h.reading(r)
	if err != nil {
		return err
	}
	m, wrong, err := h.count(&v)
	if err == nil {
		err = cmp.Or(wrong, v.Wrong)
	}
	if err != nil {
		return err
	}
	m.order()
	web.Attach(w, sheet.Media, fmt.Sprintf("%s-%s-%s-by-%s.csv", m.q.what, m.q.From, m.q.To, m.q.By))
	lines := make([]incident.Line, len(m.lines))
	for i := range m.lines {
		lines[i] = m.lines[i].Line
	}
	return m.c.CSV(w, lines, m.beside)
}
