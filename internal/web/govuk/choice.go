package govuk

import (
	"html/template"
	"slices"
	"strconv"

	"watchword/internal/web/markup"
)

// Option is one line of a Select. Its value is Value, or Text when Value is
// empty and Blank is false.
type Option struct {
	Value      string
	Blank      bool // the value is the empty text
	Text       string
	Selected   bool
	Disabled   bool
	Attributes Attributes
}

// Select is a list to choose one line from.
type Select struct {
	ID           string
	Name         string
	Items        []Option
	Value        string // the option that is chosen
	Disabled     bool
	DescribedBy  string
	Label        Label
	Hint         Hint
	ErrorMessage ErrorMessage
	FormGroup    FormGroup
	Classes      string
	Attributes   Attributes
}

// Render is the list as HTML.
func (x Select) Render() template.HTML { return render(x) }

// Write writes the list.
func (x Select) Write(w *writer) {
	id := or(x.ID, x.Name)
	wrong := !x.ErrorMessage.empty()
	x.FormGroup.open(w, wrong)
	by := above(w, id, x.Label, x.Hint, x.ErrorMessage, x.DescribedBy)
	w.Content(x.FormGroup.BeforeInput.Text, x.FormGroup.BeforeInput.HTML)
	w.Raw(`<select`)
	w.Class("govuk-select", x.Classes, when(wrong, "govuk-select--error"))
	w.Attr("id", id)
	w.Attr("name", x.Name)
	w.Flag("disabled", x.Disabled)
	w.Opt("aria-describedby", by)
	w.Attributes(x.Attributes)
	w.Raw(`>`)
	for _, o := range x.Items {
		w.Raw(`<option`)
		if o.Value != "" || o.Blank {
			w.Attr("value", o.Value)
		}
		effective := o.Value
		if effective == "" && !o.Blank {
			effective = o.Text
		}
		w.Flag("selected", o.Selected || x.Value != "" && effective == x.Value)
		w.Flag("disabled", o.Disabled)
		w.Attributes(o.Attributes)
		w.Raw(`>`)
		w.Text(o.Text)
		w.Raw(`</option>`)
	}
	w.Raw(`</select>`)
	w.Content(x.FormGroup.AfterInput.Text, x.FormGroup.AfterInput.HTML)
	w.Raw(`</div>`)
}

// Choice is one radio button or checkbox. A Choice with a Divider is only that
// word between two others.
type Choice struct {
	ID          string
	Name        string // checkboxes only; empty: the name of the group
	Value       string
	Text        string
	HTML        template.HTML
	Hint        Hint
	Label       Label // Classes and Attributes only
	Checked     bool
	Disabled    bool
	Divider     string
	Behaviour   string // checkboxes only: "exclusive"
	Conditional struct{ HTML template.HTML }
	Attributes  Attributes
}

// Radios let one of several be chosen.
type Radios struct {
	IDPrefix     string // empty: as Name
	Name         string
	Items        []Choice
	Value        string // the one that is chosen
	Fieldset     Fieldset
	Hint         Hint
	ErrorMessage ErrorMessage
	FormGroup    FormGroup
	Classes      string
	Attributes   Attributes
}

// Render is the group as HTML.
func (x Radios) Render() template.HTML { return render(x) }

// Write writes the group.
func (x Radios) Write(w *writer) {
	group{kind: "radio", block: "govuk-radios", prefix: or(x.IDPrefix, x.Name), name: x.Name, items: x.Items,
		fieldset: x.Fieldset, hint: x.Hint, message: x.ErrorMessage, form: x.FormGroup, classes: x.Classes, attributes: x.Attributes,
		checked: func(c *Choice) bool { return c.Checked || x.Value != "" && c.Value == x.Value }}.write(w)
}

// Checkboxes let any of several be chosen.
type Checkboxes struct {
	IDPrefix     string
	Name         string
	Items        []Choice
	Values       []string // those that are chosen
	DescribedBy  string
	Fieldset     Fieldset
	Hint         Hint
	ErrorMessage ErrorMessage
	FormGroup    FormGroup
	Classes      string
	Attributes   Attributes
}

// Render is the group as HTML.
func (x Checkboxes) Render() template.HTML { return render(x) }

// Write writes the group.
func (x Checkboxes) Write(w *writer) {
	group{kind: "checkbox", block: "govuk-checkboxes", prefix: or(x.IDPrefix, x.Name), name: x.Name, items: x.Items, describedBy: x.DescribedBy,
		fieldset: x.Fieldset, hint: x.Hint, message: x.ErrorMessage, form: x.FormGroup, classes: x.Classes, attributes: x.Attributes,
		checked: func(c *Choice) bool { return c.Checked || slices.Contains(x.Values, c.Value) }}.write(w)
}

// group is what radios and checkboxes share.
type group struct {
	kind, block, prefix, name, describedBy, classes string
	items                                           []Choice
	fieldset                                        Fieldset
	hint                                            Hint
	message                                         ErrorMessage
	form                                            FormGroup
	attributes                                      Attributes
	checked                                         func(*Choice) bool
}

func (g group) write(w *writer) {
	g.form.open(w, !g.message.empty())
	var inner writer
	by := g.describedBy
	if g.fieldset.DescribedBy != "" {
		by = g.fieldset.DescribedBy
	}
	by = explained(&inner, g.prefix, g.hint, g.message, by)
	fieldset := !g.fieldset.empty()
	inner.Raw(`<div`)
	inner.Class(g.block, g.classes)
	inner.Attributes(g.attributes)
	inner.Attr("data-module", g.block)
	inner.Raw(`>`)
	inner.Content(g.form.BeforeInputs.Text, g.form.BeforeInputs.HTML)
	for i := range g.items {
		itemBy := ""
		if !fieldset && g.kind == "checkbox" {
			itemBy = by
		}
		g.item(&inner, &g.items[i], i, itemBy)
	}
	inner.Content(g.form.AfterInputs.Text, g.form.AfterInputs.HTML)
	inner.Raw(`</div>`)
	if fieldset {
		f := g.fieldset
		f.DescribedBy, f.Role, f.HTML = by, "", inner.HTML()
		f.Write(w)
	} else {
		w.Trusted(inner.HTML())
	}
	w.Raw(`</div>`)
}

func (g group) item(w *writer, c *Choice, i int, by string) {
	if c.Divider != "" {
		w.Raw(`<div class="`, g.block, `__divider">`)
		w.Text(c.Divider)
		w.Raw(`</div>`)
		return
	}
	id := c.ID
	if id == "" {
		id = g.prefix
		if i > 0 {
			id += "-" + strconv.Itoa(i+1)
		}
	}
	hint := c.Hint
	if !hint.empty() {
		hint.ID = id + "-item-hint"
		hint.Classes = markup.Join(g.block+"__hint", hint.Classes)
		by = markup.Join(by, hint.ID)
	}
	checked := g.checked(c)
	w.Raw(`<div class="`, g.block, `__item"><input class="`, g.block, `__input"`)
	w.Attr("id", id)
	w.Attr("name", or(c.Name, g.name))
	w.Attr("type", g.kind)
	w.Attr("value", c.Value)
	w.Flag("checked", checked)
	w.Flag("disabled", c.Disabled)
	if c.Conditional.HTML != "" {
		w.Attr("data-aria-controls", "conditional-"+id)
	}
	w.Opt("data-behaviour", c.Behaviour)
	w.Opt("aria-describedby", by)
	w.Attributes(c.Attributes)
	w.Raw(`>`)
	Label{Text: c.Text, HTML: c.HTML, For: id, Classes: markup.Join(g.block+"__label", c.Label.Classes), Attributes: c.Label.Attributes}.Write(w)
	if !hint.empty() {
		hint.Write(w)
	}
	w.Raw(`</div>`)
	if c.Conditional.HTML != "" {
		w.Raw(`<div`)
		w.Class(g.block+"__conditional", when(!checked, g.block+"__conditional--hidden"))
		w.Attr("id", "conditional-"+id)
		w.Raw(`>`)
		w.Trusted(c.Conditional.HTML)
		w.Raw(`</div>`)
	}
}
