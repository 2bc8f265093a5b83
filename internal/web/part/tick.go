package part

import "html/template"

// Tick is a checkbox in a table: the box stands in one cell, its label in
// another.
type Tick struct {
	ID       string
	Name     string
	Value    string
	Checked  bool
	Disabled bool
	By       string // id of what says why it is disabled
}

// Box is the box as HTML.
func (t Tick) Box() template.HTML {
	var w writer
	w.Raw(`<span class="ww-tick"><input type="checkbox" class="govuk-checkboxes__input"`)
	w.Attr("id", t.ID)
	w.Attr("name", t.Name)
	w.Attr("value", t.Value)
	w.Flag("checked", t.Checked)
	w.Flag("disabled", t.Disabled)
	w.Opt("aria-describedby", t.By)
	w.Raw(`><span class="govuk-checkboxes__label"></span></span>`)
	return w.HTML()
}

// Label is the label as HTML.
func (t Tick) Label(text string) template.HTML {
	var w writer
	w.Raw(`<label class="`, when(t.Disabled, `ww-quiet`), when(!t.Disabled, `ww-strong`), `"`)
	w.Attr("for", t.ID)
	w.Raw(`>`)
	w.Text(text)
	w.Raw(`</label>`)
	return w.HTML()
}
