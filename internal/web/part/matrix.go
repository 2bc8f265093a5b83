package part

import "html/template"

// MatrixCell is one answer of a Matrix. Its words carry it; Kind gives shape and
// colour, and an empty Kind is for what was not asked.
type MatrixCell struct {
	Kind Kind
	Text string // "Yes", "Refused", "With a condition", "Not asked"
	Href string // leads to the reason
	Note string // stands under it: "Needs 3A"
}

// MatrixRow is one power with its answers, role by role.
type MatrixRow struct {
	Name  string
	Href  string
	Para  string // paragraph of Schedule 5
	Cells []MatrixCell
}

// Matrix is the table of roles and powers. On a phone it becomes a list, power
// by power; between, it scrolls inside itself with the first column fixed.
type Matrix struct {
	Caption string
	Roles   []Column
	Rows    []MatrixRow
}

// Render is the table as HTML.
func (m Matrix) Render() template.HTML { return render(m) }

// Write writes the table.
func (m Matrix) Write(w *writer) {
	t := Table{Caption: m.Caption, RowHeaders: true, Classes: "ww-matrix",
		Columns: append([]Column{{Text: "Power"}, {Text: "Sch 5 para"}}, m.Roles...)}
	for _, r := range m.Rows {
		row := Row{Cells: []Cell{{Text: r.Name, Href: r.Href}, {Text: r.Para}}}
		for _, c := range r.Cells {
			cell := Cell{Sub: c.Note}
			if c.Kind == "" {
				cell.Text, cell.Quiet = c.Text, true
			} else {
				cell.Status = Status{Kind: c.Kind, Text: c.Text, Href: c.Href, Plain: true}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	w.Raw(`<div class="ww-scrolls" role="region" tabindex="0"`)
	w.Attr("aria-label", or(m.Caption, "Powers, role by role"))
	w.Raw(`>`)
	t.Write(w)
	w.Raw(`</div>`)
}
