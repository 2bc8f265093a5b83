package part

import (
	"html/template"

	"watchword/internal/clock"
)

// Column is the head of one column of a Table.
type Column struct {
	Text    string
	Sub     string // a second, quieter line
	Under   string // heads the second lines of its cells where the table is saved as a spreadsheet; empty: they stand beside the first
	Sort    string // address that sorts by this column; empty: it does not sort
	Sorted  string // "ascending", "descending" or empty
	Numeric bool   // figures stand to the right
	Acts    bool   // its cells are there to be pressed, and are no part of the list
	Hidden  bool   // the heading is for screen readers and phones only
}

// Cell is one cell of a Table. What is empty is left out.
type Cell struct {
	Text   string
	HTML   template.HTML
	Href   string // makes a link of Text or HTML
	Sub    string // a second, quieter line
	Value  string // what a spreadsheet gets in place of Text: 2026-11-22 for a day
	Status Status // a state, after the text
	Mono   bool   // hashes, entry numbers
	Strong bool
	Quiet  bool
	Nowrap bool // stays on one line
}

// Row is one row of a Table.
type Row struct {
	Cells   []Cell
	Current bool // set off by the lamp tint
	Ended   bool // in grey
}

// Table is a table with a head. On a phone it becomes a list of "heading: value",
// each cell carrying its heading, unless Scrolls says that it keeps its shape and
// scrolls inside itself. The headings of columns with Sort are links, so that it
// sorts without script.
type Table struct {
	Caption     string // what the table shows, for screen readers
	ShowCaption bool
	Columns     []Column
	Rows        []Row
	RowHeaders  bool   // the first cell of each row is its heading
	Empty       string // stands in place of the rows when there are none
	Scrolls     bool
	Classes     string
}

// Render is the table as HTML.
func (t Table) Render() template.HTML { return render(t) }

// Write writes the table, or the sentence that says why there is none.
func (t Table) Write(w *writer) {
	if len(t.Rows) == 0 && t.Empty != "" {
		w.Raw(`<p class="ww-empty">`)
		w.Text(t.Empty)
		w.Raw(`</p>`)
		return
	}
	w.Grow(512 + len(t.Rows)*len(t.Columns)*160)
	if t.Scrolls {
		w.Raw(`<div class="ww-scrolls" role="region" tabindex="0"`)
		w.Attr("aria-label", t.Caption)
		w.Raw(`>`)
	}
	w.Raw(`<table role="table"`)
	w.Class("govuk-table ww-table", when(!t.Scrolls, "ww-table--stacks"), t.Classes)
	w.Raw(`>`)
	if t.Caption != "" {
		w.Raw(`<caption class="govuk-table__caption`, when(!t.ShowCaption, ` govuk-visually-hidden`), `">`)
		w.Text(t.Caption)
		w.Raw(`</caption>`)
	}
	w.Raw(`<thead class="govuk-table__head" role="rowgroup"><tr class="govuk-table__row" role="row">`)
	for i := range t.Columns {
		t.Columns[i].write(w)
	}
	w.Raw(`</tr></thead><tbody class="govuk-table__body" role="rowgroup">`)
	for i := range t.Rows {
		t.row(w, &t.Rows[i])
	}
	w.Raw(`</tbody></table>`, when(t.Scrolls, `</div>`))
}

func (c *Column) write(w *writer) {
	w.Raw(`<th scope="col" role="columnheader" class="govuk-table__header`, when(c.Numeric, ` govuk-table__header--numeric`), `"`)
	if c.Sort != "" {
		w.Attr("aria-sort", or(c.Sorted, "none"))
	}
	w.Raw(`>`)
	switch {
	case c.Sort != "":
		w.Raw(`<a class="ww-sort" rel="nofollow"`)
		w.Href(c.Sort)
		w.Raw(`>`)
		w.Text(c.Text)
		w.Raw(`<span class="ww-sort__mark" aria-hidden="true">`, map[string]string{"ascending": "▲", "descending": "▼"}[c.Sorted], `</span></a>`)
	case c.Hidden:
		w.Raw(`<span class="govuk-visually-hidden">`)
		w.Text(c.Text)
		w.Raw(`</span>`)
	default:
		w.Text(c.Text)
	}
	if c.Sub != "" {
		w.Raw(`<span class="ww-sub">`)
		w.Text(c.Sub)
		w.Raw(`</span>`)
	}
	w.Raw(`</th>`)
}

func (t *Table) row(w *writer, r *Row) {
	w.Raw(`<tr role="row" class="govuk-table__row`, when(r.Current, ` ww-row--current`), when(r.Ended, ` ww-row--ended`), `"`,
		when(r.Current, ` aria-current="true"`), `>`)
	for i := range r.Cells {
		var c Column
		if i < len(t.Columns) {
			c = t.Columns[i]
		}
		header := i == 0 && t.RowHeaders
		if header {
			w.Raw(`<th scope="row" role="rowheader" class="govuk-table__header">`)
		} else {
			w.Raw(`<td role="cell" class="govuk-table__cell`, when(c.Numeric, ` govuk-table__cell--numeric`), `"`)
			w.Opt("data-label", c.Text)
			w.Raw(`>`)
		}
		several := r.Cells[i].several()
		w.Raw(when(several, `<div>`))
		r.Cells[i].write(w)
		w.Raw(when(several, `</div>`))
		w.Raw(when(header, `</th>`), when(!header, `</td>`))
	}
	w.Raw(`</tr>`)
}

// several reports whether the cell holds more than one text; on a phone they
// stay together beside their heading.
func (c *Cell) several() bool {
	return c.HTML != "" || c.Text != "" && (c.Sub != "" || c.Status.Text != "")
}

func (c *Cell) write(w *writer) {
	class := when(c.Mono, "ww-mono ") + when(c.Strong, "ww-strong ") + when(c.Quiet, "ww-quiet ") + when(c.Nowrap, "ww-nowrap ")
	words := c.Text != "" || c.HTML != ""
	if class != "" && words {
		w.Raw(`<span class="`, class[:len(class)-1], `">`)
	}
	Link{Text: c.Text, HTML: c.HTML, Href: c.Href}.Write(w)
	w.Raw(when(class != "" && words, `</span>`))
	if c.Status.Text != "" {
		w.Raw(when(words, ` `), when(c.Nowrap && !words, `<span class="ww-nowrap">`))
		c.Status.Write(w)
		w.Raw(when(c.Nowrap && !words, `</span>`))
	}
	if c.Sub != "" {
		w.Raw(`<span class="ww-sub">`)
		w.Text(c.Sub)
		w.Raw(`</span>`)
	}
}

// DayCell is a cell with a day as it stands in tables, empty for clock.NoDay.
func DayCell(d clock.Day) Cell {
	if d == clock.NoDay {
		return Cell{}
	}
	return Cell{Text: d.Short(), Value: d.String(), Nowrap: true}
}
