package vettingweb

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
)

// controls is the questions of a page as controls, with the values they have. What was
// typed into a form that came back stands in them again.
type controls struct {
	page    *web.Page
	fields  []envelope.Field
	values  map[string]string
	heading string // of the page: where one question alone is asked, its label is the h1
	why     string
}

// alone reports whether one question makes up the page, so that its label is the heading.
func (c controls) alone() bool {
	n := 0
	for _, f := range c.fields {
		if !c.within(f) {
			n++
		}
	}
	return n == 1 && c.heading != "" && c.fields[0].Kind != envelope.Tick
}

// within reports whether a question belongs to an answer of another on the same page.
func (c controls) within(f envelope.Field) bool {
	name, want, ok := strings.Cut(f.If, "=")
	if !ok || want == "" {
		return false
	}
	for _, g := range c.fields {
		if g.Name == name {
			return g.Kind == envelope.Choose
		}
	}
	return false
}

// Render is the controls as HTML.
func (c controls) Render() template.HTML {
	var out template.HTML
	for i, f := range c.fields {
		if c.within(f) {
			continue
		}
		out += c.control(f, c.alone() && i == 0)
	}
	return out
}

func (c controls) control(f envelope.Field, heading bool) template.HTML {
	value := c.page.Typed(f.Name, c.values[f.Name])
	message := govuk.ErrorMessage{Text: c.page.Message(f.Name)}
	label, hint := govuk.Label{Text: f.Label}, govuk.Hint{Text: f.Hint}
	legend := govuk.Fieldset{Legend: govuk.Legend{Text: f.Label, Classes: "govuk-fieldset__legend--s"}}
	if heading {
		label.Classes, label.IsPageHeading = "govuk-label--l", true
		legend.Legend.Classes, legend.Legend.IsPageHeading = "govuk-fieldset__legend--l", true
		hint.Text = c.why
		if f.Hint != "" {
			hint.Text = strings.TrimSpace(f.Hint + ". " + c.why)
		}
	}
	switch f.Kind {
	case envelope.Long:
		return govuk.Textarea{Name: f.Name, Label: label, Hint: hint, Value: value, Rows: "6", ErrorMessage: message}.Render()
	case envelope.Tick:
		return govuk.Checkboxes{Name: f.Name, ErrorMessage: message, Values: []string{value}, Items: []govuk.Choice{{Value: "yes", Text: f.Label}}}.Render()
	case envelope.Choose:
		r := govuk.Radios{Name: f.Name, Fieldset: legend, Hint: hint, Value: value, ErrorMessage: message}
		for _, o := range f.Options {
			x := govuk.Choice{Value: o.Value, Text: o.Text}
			for _, g := range c.fields {
				if c.within(g) && g.If == f.Name+"="+o.Value {
					g.Label = "If " + lower(o.Text) + ": " + lower(g.Label)
					x.Conditional.HTML += c.control(g, false)
				}
			}
			r.Items = append(r.Items, x)
		}
		return r.Render()
	case envelope.Date:
		return c.date(f, legend, hint, message)
	}
	in := govuk.Input{Name: f.Name, Label: label, Hint: hint, Value: value, Inputmode: f.Keys, Autocomplete: f.Fills, ErrorMessage: message}
	if f.Width > 0 {
		in.Classes = "govuk-input--width-" + strconv.Itoa(f.Width)
	}
	if f.Keys == "email" {
		in.Type = "email"
	}
	return in.Render()
}

func (c controls) date(f envelope.Field, legend govuk.Fieldset, hint govuk.Hint, message govuk.ErrorMessage) template.HTML {
	var d, m, y string
	if day, err := clock.ParseDay(c.values[f.Name]); err == nil && day != clock.NoDay {
		yy, mm, dd := day.Date()
		d, m, y = strconv.Itoa(dd), strconv.Itoa(int(mm)), strconv.Itoa(yy)
	}
	part := func(id, name, value string) govuk.DatePart {
		p := govuk.DatePart{ID: id, Value: c.page.Typed(f.Name+"-"+name, value)}
		if f.Fills == "bday" {
			p.Autocomplete = "bday-" + name
		}
		return p
	}
	return govuk.DateInput{ID: f.Name + "-date", NamePrefix: f.Name, Fieldset: legend, Hint: hint, ErrorMessage: message,
		Day: part(f.Name, "day", d), Month: part("", "month", m), Year: part("", "year", y)}.Render()
}

// sent is what was sent for the fields: days as they are kept. The error names the days
// that cannot be read.
func sent(fields []envelope.Field, form url.Values) (map[string]string, error) {
	out := map[string]string{}
	var wrong fault.Fields
	for _, f := range fields {
		if f.Kind != envelope.Date {
			out[f.Name] = form.Get(f.Name)
			continue
		}
		day, _, problem := web.DayFrom(f.Label, f.Name, form)
		if problem != "" {
			wrong.Add(f.Name, "%s", problem)
		}
		out[f.Name] = day.String()
	}
	return out, wrong.Err()
}
