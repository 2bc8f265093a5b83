package govuk

import (
	"html/template"
	"strconv"
)

// Cell is a cell of a table or of its head.
type Cell struct {
	Text       string
	HTML       template.HTML
	Format     string // "numeric" sets figures to the right
	Colspan    int
	Rowspan    int
	Classes    string
	Attributes Attributes
}

// Table is a table. For tables that become lists on a phone, that sort, or that
// have many rows, use part.Table.
type Table struct {
	Caption           string
	CaptionClasses    string
	Head              []Cell
	Rows              [][]Cell
	FirstCellIsHeader bool
	Classes           string
	Attributes        Attributes
}

// Render is the table as HTML.
func (x Table) Render() template.HTML { return render(x) }

// Write writes the table.
func (x Table) Write(w *writer) {
	w.Raw(`<table`)
	w.Class("govuk-table", x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(`>`)
	if x.Caption != "" {
		w.Raw(`<caption`)
		w.Class("govuk-table__caption", x.CaptionClasses)
		w.Raw(`>`)
		w.Text(x.Caption)
		w.Raw(`</caption>`)
	}
	if len(x.Head) > 0 {
		w.Raw(`<thead class="govuk-table__head"><tr class="govuk-table__row">`)
		for i := range x.Head {
			c := &x.Head[i]
			w.Raw(`<th scope="col"`)
			c.write(w, "govuk-table__header", when(c.Format != "", "govuk-table__header--"+c.Format))
			w.Raw(`</th>`)
		}
		w.Raw(`</tr></thead>`)
	}
	w.Raw(`<tbody class="govuk-table__body">`)
	for _, row := range x.Rows {
		w.Raw(`<tr class="govuk-table__row">`)
		for i := range row {
			c := &row[i]
			if i == 0 && x.FirstCellIsHeader {
				w.Raw(`<th scope="row"`)
				c.write(w, "govuk-table__header", "")
				w.Raw(`</th>`)
				continue
			}
			w.Raw(`<td`)
			c.write(w, "govuk-table__cell", when(c.Format != "", "govuk-table__cell--"+c.Format))
			w.Raw(`</td>`)
		}
		w.Raw(`</tr>`)
	}
	w.Raw(`</tbody></table>`)
}

func (c *Cell) write(w *writer, class, format string) {
	w.Class(class, format, c.Classes)
	if c.Colspan > 0 {
		w.Attr("colspan", strconv.Itoa(c.Colspan))
	}
	if c.Rowspan > 0 {
		w.Attr("rowspan", strconv.Itoa(c.Rowspan))
	}
	w.Attributes(c.Attributes)
	w.Raw(`>`)
	w.Content(c.Text, c.HTML)
}

// TabPanel is what one tab shows.
type TabPanel struct {
	Text       string
	HTML       template.HTML
	Attributes Attributes
}

// Tab is one of Tabs.
type Tab struct {
	ID         string
	Label      string
	Panel      TabPanel
	Attributes Attributes
}

// Tabs are sections with a list of links above them. Without script all sections
// stand one below the other.
type Tabs struct {
	Title      string // empty: "Contents"
	Items      []Tab
	ID         string
	IDPrefix   string
	Classes    string
	Attributes Attributes
}

// Render is the tabs as HTML.
func (x Tabs) Render() template.HTML { return render(x) }

// Write writes the tabs.
func (x Tabs) Write(w *writer) {
	w.Raw(`<div`)
	w.Opt("id", x.ID)
	w.Class("govuk-tabs", x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(` data-module="govuk-tabs"><h2 class="govuk-tabs__title">`)
	w.Text(or(x.Title, "Contents"))
	w.Raw(`</h2>`)
	if len(x.Items) > 0 {
		w.Raw(`<ul class="govuk-tabs__list">`)
		for i := range x.Items {
			w.Raw(`<li`)
			w.Class("govuk-tabs__list-item", when(i == 0, "govuk-tabs__list-item--selected"))
			w.Raw(`><a class="govuk-tabs__tab"`)
			w.Attr("href", "#"+x.id(i))
			w.Attributes(x.Items[i].Attributes)
			w.Raw(`>`)
			w.Text(x.Items[i].Label)
			w.Raw(`</a></li>`)
		}
		w.Raw(`</ul>`)
	}
	for i := range x.Items {
		p := x.Items[i].Panel
		w.Raw(`<div`)
		w.Class("govuk-tabs__panel", when(i > 0, "govuk-tabs__panel--hidden"))
		w.Attr("id", x.id(i))
		w.Attributes(p.Attributes)
		w.Raw(`>`)
		if p.HTML != "" {
			w.Trusted(p.HTML)
		} else if p.Text != "" {
			w.Raw(`<p class="govuk-body">`)
			w.Text(p.Text)
			w.Raw(`</p>`)
		}
		w.Raw(`</div>`)
	}
	w.Raw(`</div>`)
}

func (x Tabs) id(i int) string {
	return or(x.Items[i].ID, x.IDPrefix+"-"+strconv.Itoa(i+1))
}
