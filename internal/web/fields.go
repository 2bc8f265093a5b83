package web

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/web/assets"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// functions are what templates may call beside the methods of their page. Each
// control takes the page first (inside range and with, that is $), so that a form
// that came back shows what was typed and what was wrong.
var functions = template.FuncMap{
	"input": inputField, "textarea": textField, "select": selectField, "radios": radioField, "checkboxes": checkField,
	"dateinput": dateField, "datefield": dayField, "upload": uploadField, "password": passwordField,
	"hidden": hiddenField, "button": button,

	"hint": func(s string) option { return func(f *field) { f.hint.Text = s } },
	"hinthtml": func(h template.HTML) option {
		return func(f *field) { f.hint.HTML = h }
	},
	"width":        func(n int) option { return class("govuk-input--width-" + strconv.Itoa(n)) },
	"rows":         func(n int) option { return func(f *field) { f.rows = strconv.Itoa(n) } },
	"kind":         func(s string) option { return func(f *field) { f.kind = s } },
	"inputmode":    func(s string) option { return func(f *field) { f.inputmode = s } },
	"autocomplete": func(s string) option { return func(f *field) { f.autocomplete = s } },
	"accept":       func(s string) option { return attribute("accept", s) },
	"prefix":       func(s string) option { return func(f *field) { f.prefix = s } },
	"suffix":       func(s string) option { return func(f *field) { f.suffix = s } },
	"heading":      func() option { return func(f *field) { f.heading = true } },
	"inline":       func() option { return func(f *field) { f.classes = " govuk-radios--inline" } },
	"small":        func() option { return func(f *field) { f.small = true } },
	"multiple":     func() option { return func(f *field) { f.multiple = true } },
	"secondary":    func() option { return class("govuk-button--secondary") },
	"warning":      func() option { return class("govuk-button--warning") },
	"named":        func(name, value string) option { return func(f *field) { f.name, f.value = name, value } },

	"status":    func(kind, word string) template.HTML { return part.Status{Kind: part.Kind(kind), Text: word}.Render() },
	"shape":     func(kind string) template.HTML { return part.Shape(part.Kind(kind)) },
	"mark":      part.Mark,
	"marklight": part.MarkOnLight,
	"asset":     assets.URL,
	"number":    Number,
	"moment":    clock.Moment,
	"list":      func(s ...string) []string { return s },
}

// option changes how a control is shown.
type option func(*field)

// field is what options set.
type field struct {
	hint                                                         govuk.Hint
	classes, rows, kind, inputmode, autocomplete, prefix, suffix string
	heading, small, multiple                                     bool
	name, value                                                  string
	attributes                                                   govuk.Attributes
}

func class(c string) option { return func(f *field) { f.classes += " " + c } }

func attribute(name, value string) option {
	return func(f *field) {
		if f.attributes == nil {
			f.attributes = govuk.Attributes{}
		}
		f.attributes[name] = value
	}
}

func gather(options []option) field {
	var f field
	for _, o := range options {
		o(&f)
	}
	f.classes = strings.TrimSpace(f.classes)
	return f
}

func (f field) label(text string) govuk.Label {
	if f.heading {
		return govuk.Label{Text: text, Classes: "govuk-label--l", IsPageHeading: true}
	}
	return govuk.Label{Text: text}
}

func (f field) fieldset(text string) govuk.Fieldset {
	l := govuk.Legend{Text: text, Classes: "govuk-fieldset__legend--s"}
	if f.heading {
		l.Classes, l.IsPageHeading = "govuk-fieldset__legend--l", true
	}
	return govuk.Fieldset{Legend: l}
}

// text is a value as it stands in a field. Values are strings, types made of
// strings, numbers and days.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case clock.Day:
		if v == clock.NoDay {
			return ""
		}
		y, m, d := v.Date()
		return fmt.Sprintf("%d/%d/%d", d, int(m), y)
	case int:
		if v == 0 {
			return ""
		}
		return strconv.Itoa(v)
	}
	return fmt.Sprint(v)
}

func inputField(page Paged, name, label string, value any, options ...option) template.HTML {
	f, p := gather(options), page.Common()
	return govuk.Input{Name: name, Label: f.label(label), Hint: f.hint, Type: f.kind, Value: p.Typed(name, text(value)), Classes: f.classes,
		Inputmode: f.inputmode, Autocomplete: f.autocomplete, Prefix: govuk.Affix{Text: f.prefix}, Suffix: govuk.Affix{Text: f.suffix},
		ErrorMessage: govuk.ErrorMessage{Text: p.Message(name)}, Attributes: f.attributes}.Render()
}

func textField(page Paged, name, label string, value any, options ...option) template.HTML {
	f, p := gather(options), page.Common()
	return govuk.Textarea{Name: name, Label: f.label(label), Hint: f.hint, Value: p.Typed(name, text(value)), Classes: f.classes, Rows: f.rows,
		Autocomplete: f.autocomplete, ErrorMessage: govuk.ErrorMessage{Text: p.Message(name)}, Attributes: f.attributes}.Render()
}

func passwordField(page Paged, name, label string, options ...option) template.HTML {
	f, p := gather(options), page.Common()
	return govuk.PasswordInput{Name: name, Label: f.label(label), Hint: f.hint, Classes: f.classes, Autocomplete: f.autocomplete,
		ErrorMessage: govuk.ErrorMessage{Text: p.Message(name)}, Attributes: f.attributes}.Render()
}

func selectField(page Paged, name, label string, value any, items []govuk.Option, options ...option) template.HTML {
	f, p := gather(options), page.Common()
	return govuk.Select{Name: name, Label: f.label(label), Hint: f.hint, Items: items, Value: p.Typed(name, text(value)), Classes: f.classes,
		ErrorMessage: govuk.ErrorMessage{Text: p.Message(name)}, Attributes: f.attributes}.Render()
}

func radioField(page Paged, name, legend string, value any, items []govuk.Choice, options ...option) template.HTML {
	f, p := gather(options), page.Common()
	if f.small {
		f.classes += " govuk-radios--small"
	}
	return govuk.Radios{Name: name, Fieldset: f.fieldset(legend), Hint: f.hint, Items: items, Value: p.Typed(name, text(value)),
		Classes: strings.TrimSpace(f.classes), ErrorMessage: govuk.ErrorMessage{Text: p.Message(name)}, Attributes: f.attributes}.Render()
}

func checkField(page Paged, name, legend string, values []string, items []govuk.Choice, options ...option) template.HTML {
	f, p := gather(options), page.Common()
	if f.small {
		f.classes += " govuk-checkboxes--small"
	}
	return govuk.Checkboxes{Name: name, Fieldset: f.fieldset(legend), Hint: f.hint, Items: items, Values: p.Chosen(name, values),
		Classes: strings.TrimSpace(f.classes), ErrorMessage: govuk.ErrorMessage{Text: p.Message(name)}, Attributes: f.attributes}.Render()
}

func dateField(page Paged, name, legend string, value clock.Day, options ...option) template.HTML {
	f, p := gather(options), page.Common()
	var d, m, y string
	if value != clock.NoDay {
		year, month, day := value.Date()
		d, m, y = strconv.Itoa(day), strconv.Itoa(int(month)), strconv.Itoa(year)
	}
	return govuk.DateInput{ID: name + "-date", NamePrefix: name, Fieldset: f.fieldset(legend), Hint: f.hint,
		Day:          govuk.DatePart{ID: name, Value: p.Typed(name+"-day", d)},
		Month:        govuk.DatePart{Value: p.Typed(name+"-month", m)},
		Year:         govuk.DatePart{Value: p.Typed(name+"-year", y)},
		ErrorMessage: govuk.ErrorMessage{Text: p.Message(name)}}.Render()
}

func dayField(page Paged, name, label string, value clock.Day, options ...option) template.HTML {
	return inputField(page, name, label, value, append([]option{class("govuk-input--width-10")}, options...)...)
}

func uploadField(page Paged, name, label string, options ...option) template.HTML {
	f, p := gather(options), page.Common()
	return govuk.FileUpload{Name: name, Label: f.label(label), Hint: f.hint, Multiple: f.multiple,
		ErrorMessage: govuk.ErrorMessage{Text: p.Message(name)}, Attributes: f.attributes}.Render()
}

func hiddenField(name string, value any) template.HTML {
	return template.HTML(`<input type="hidden" name="` + template.HTMLEscapeString(name) + `" value="` + template.HTMLEscapeString(fmt.Sprint(value)) + `">`)
}

func button(words string, options ...option) template.HTML {
	f := gather(options)
	return govuk.Button{Text: words, Classes: f.classes, Name: f.name, Value: f.value, Attributes: f.attributes}.Render()
}

// Number is a whole number with commas: 48,231.
func Number(n int) string { return part.Number(n) }
