package govuk

import (
	"html/template"
	"strings"

	"watchword/internal/web/markup"
)

// DatePart is one of the fields of a DateInput.
type DatePart struct {
	ID           string
	Name         string // "day", "month" and "year" have their labels and widths by themselves
	Label        string
	Value        string
	Inputmode    string // empty: "numeric"
	Autocomplete string
	Pattern      string
	Error        bool // this part is wrong; when no part says so, all are
	NoError      bool // this part is not wrong, although the date is
	Classes      string
	Attributes   Attributes
}

// DateInput takes a date as day, month and year in three fields.
type DateInput struct {
	ID           string
	NamePrefix   string // the fields are named NamePrefix-day and so on
	Day          DatePart
	Month        DatePart
	Year         DatePart
	NoDay        bool // leaves the field out
	NoMonth      bool
	NoYear       bool
	Items        []DatePart        // other fields in place of day, month and year
	Values       map[string]string // by the name of the field
	Fieldset     Fieldset
	Hint         Hint
	ErrorMessage ErrorMessage
	FormGroup    FormGroup
	Classes      string
	Attributes   Attributes
}

// Render is the date as HTML.
func (x DateInput) Render() template.HTML { return render(x) }

// Write writes the date.
func (x DateInput) Write(w *writer) {
	x.FormGroup.open(w, !x.ErrorMessage.empty())
	fieldset := !x.Fieldset.empty()
	var inner writer
	by := explained(&inner, x.ID, x.Hint, x.ErrorMessage, x.Fieldset.DescribedBy)
	inner.Raw(`<div`)
	inner.Class("govuk-date-input", x.Classes)
	inner.Attributes(x.Attributes)
	inner.Opt("id", x.ID)
	inner.Raw(`>`)
	inner.Content(x.FormGroup.BeforeInputs.Text, x.FormGroup.BeforeInputs.HTML)
	parts := x.parts()
	someWrong := false
	for _, p := range parts {
		someWrong = someWrong || p.Error || strings.Contains(p.Classes, "govuk-input--error")
	}
	for _, p := range parts {
		x.part(&inner, p, !p.NoError && !x.ErrorMessage.empty() && !someWrong)
	}
	inner.Content(x.FormGroup.AfterInputs.Text, x.FormGroup.AfterInputs.HTML)
	inner.Raw(`</div>`)
	if fieldset {
		f := x.Fieldset
		f.DescribedBy, f.Role, f.HTML = by, "group", inner.HTML()
		f.Write(w)
	} else {
		w.Trusted(inner.HTML())
	}
	w.Raw(`</div>`)
}

func (x DateInput) parts() []DatePart {
	if len(x.Items) > 0 {
		return x.Items
	}
	var parts []DatePart
	for i, p := range []DatePart{x.Day, x.Month, x.Year} {
		if [...]bool{x.NoDay, x.NoMonth, x.NoYear}[i] {
			continue
		}
		p.Name = or(p.Name, [...]string{"day", "month", "year"}[i])
		parts = append(parts, p)
	}
	return parts
}

func (x DateInput) part(w *writer, p DatePart, allWrong bool) {
	width, value := "govuk-input--width-2", p.Value
	switch p.Name {
	case or(x.Day.Name, "day"):
		value = or(value, x.Day.Value)
	case or(x.Month.Name, "month"):
		value = or(value, x.Month.Value)
	case or(x.Year.Name, "year"):
		value, width = or(value, x.Year.Value), "govuk-input--width-4"
	}
	classes := "govuk-date-input__input"
	if !strings.Contains(p.Classes, "govuk-input--error") && (p.Error || allWrong) {
		classes += " govuk-input--error"
	}
	if !strings.Contains(p.Classes, "govuk-input--width-") {
		classes += " " + width
	}
	name := p.Name
	if x.NamePrefix != "" {
		name = x.NamePrefix + "-" + name
	}
	label := p.Label
	if label == "" && p.Name != "" {
		label = strings.ToUpper(p.Name[:1]) + strings.ToLower(p.Name[1:])
	}
	w.Raw(`<div class="govuk-date-input__item">`)
	Input{
		Label: Label{Text: label, Classes: "govuk-date-input__label"}, ID: or(p.ID, x.ID+"-"+p.Name), Name: name,
		Classes: markup.Join(classes, p.Classes), Value: or(value, x.Values[name]), Inputmode: or(p.Inputmode, "numeric"),
		Autocomplete: p.Autocomplete, Pattern: p.Pattern, Attributes: p.Attributes,
	}.Write(w)
	w.Raw(`</div>`)
}
