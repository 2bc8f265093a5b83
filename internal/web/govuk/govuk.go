// Package govuk holds the components of GOV.UK Frontend 6.6.0 that Watchword
// uses, ported from its templates. Each is a struct whose fields bear the names
// of the macro's options, with Render for templates and Write for other
// components. The markup is compared with the fixtures of the upstream package
// (testdata/fixtures); the looks are in ../assets. There is no crown and no
// GDS Transport, which are for gov.uk alone, and no script: where upstream hides
// a part by script, it is shown.
//
// Where an option exists as text and as HTML, the HTML wins; it must come from
// a template or another component, never from input.
package govuk

import (
	"html/template"

	"watchword/internal/web/markup"
)

// Attributes are further attributes of an element, by name.
type Attributes = markup.Attributes

type writer = markup.Writer

// renderer is what every component can do.
type renderer interface{ Write(*markup.Writer) }

func render(c renderer) template.HTML {
	var w markup.Writer
	w.Grow(512)
	c.Write(&w)
	return w.HTML()
}

// Label is the label of a control.
type Label struct {
	Text          string
	HTML          template.HTML
	For           string // id of the control
	IsPageHeading bool   // wraps the label in the page's h1
	Classes       string
	Attributes    Attributes
}

// Render is the label as HTML.
func (l Label) Render() template.HTML { return render(l) }

// Write writes the label; nothing if it is empty.
func (l Label) Write(w *writer) {
	if l.Text == "" && l.HTML == "" {
		return
	}
	if l.IsPageHeading {
		w.Raw(`<h1 class="govuk-label-wrapper">`)
	}
	w.Raw(`<label`)
	w.Class("govuk-label", l.Classes)
	w.Attributes(l.Attributes)
	w.Opt("for", l.For)
	w.Raw(`>`)
	w.Content(l.Text, l.HTML)
	w.Raw(`</label>`)
	if l.IsPageHeading {
		w.Raw(`</h1>`)
	}
}

// Hint is the help under a label.
type Hint struct {
	Text       string
	HTML       template.HTML
	ID         string
	Classes    string
	Attributes Attributes
}

// Render is the hint as HTML.
func (h Hint) Render() template.HTML { return render(h) }

func (h Hint) empty() bool { return h.Text == "" && h.HTML == "" }

// Write writes the hint.
func (h Hint) Write(w *writer) {
	w.Raw(`<div`)
	w.Opt("id", h.ID)
	w.Class("govuk-hint", h.Classes)
	w.Attributes(h.Attributes)
	w.Raw(`>`)
	w.Content(h.Text, h.HTML)
	w.Raw(`</div>`)
}

// ErrorMessage says at a field what is wrong and how to mend it.
type ErrorMessage struct {
	Text               string
	HTML               template.HTML
	ID                 string
	VisuallyHiddenText string // read before the message; empty is "Error"
	NoPrefix           bool   // nothing is read before the message
	Classes            string
	Attributes         Attributes
}

// Render is the message as HTML.
func (e ErrorMessage) Render() template.HTML { return render(e) }

func (e ErrorMessage) empty() bool { return e.Text == "" && e.HTML == "" }

// Write writes the message.
func (e ErrorMessage) Write(w *writer) {
	w.Raw(`<p`)
	w.Opt("id", e.ID)
	w.Class("govuk-error-message", e.Classes)
	w.Attributes(e.Attributes)
	w.Raw(`>`)
	if !e.NoPrefix {
		w.Raw(`<span class="govuk-visually-hidden">`)
		w.Text(or(e.VisuallyHiddenText, "Error"))
		w.Raw(`:</span> `)
	}
	w.Content(e.Text, e.HTML)
	w.Raw(`</p>`)
}

// Legend is the caption of a fieldset.
type Legend struct {
	Text          string
	HTML          template.HTML
	Classes       string
	IsPageHeading bool
}

// Fieldset groups controls under one legend.
type Fieldset struct {
	Legend      Legend
	HTML        template.HTML
	DescribedBy string
	Role        string
	Classes     string
	Attributes  Attributes
}

// Render is the fieldset as HTML.
func (f Fieldset) Render() template.HTML { return render(f) }

// Write writes the fieldset.
func (f Fieldset) Write(w *writer) {
	f.open(w)
	w.Trusted(f.HTML)
	w.Raw(`</fieldset>`)
}

func (f Fieldset) empty() bool {
	return f.Legend.Text == "" && f.Legend.HTML == "" && f.DescribedBy == "" && f.Classes == "" && f.Attributes == nil
}

func (f Fieldset) open(w *writer) {
	w.Raw(`<fieldset`)
	w.Class("govuk-fieldset", f.Classes)
	w.Opt("role", f.Role)
	w.Opt("aria-describedby", f.DescribedBy)
	w.Attributes(f.Attributes)
	w.Raw(`>`)
	l := f.Legend
	if l.Text == "" && l.HTML == "" {
		return
	}
	w.Raw(`<legend`)
	w.Class("govuk-fieldset__legend", l.Classes)
	w.Raw(`>`)
	if l.IsPageHeading {
		w.Raw(`<h1 class="govuk-fieldset__heading">`)
	}
	w.Content(l.Text, l.HTML)
	if l.IsPageHeading {
		w.Raw(`</h1>`)
	}
	w.Raw(`</legend>`)
}

// Content is a text or ready HTML.
type Content struct {
	Text string
	HTML template.HTML
}

func (c Content) empty() bool { return c.Text == "" && c.HTML == "" }

// FormGroup is what stands around a control with its label, hint and message.
type FormGroup struct {
	Classes      string
	Attributes   Attributes
	BeforeInput  Content // straight before the control
	AfterInput   Content // straight after it
	BeforeInputs Content // before the first control of radios, checkboxes and dates
	AfterInputs  Content
}

func (g FormGroup) open(w *writer, wrong bool) {
	w.Raw(`<div`)
	w.Class("govuk-form-group", when(wrong, "govuk-form-group--error"), g.Classes)
	w.Attributes(g.Attributes)
	w.Raw(`>`)
}

// above writes label, hint and message of a control and returns the ids by which
// the control is described.
func above(w *writer, id string, l Label, h Hint, e ErrorMessage, describedBy string) string {
	l.For = id
	l.Write(w)
	return explained(w, id, h, e, describedBy)
}

// explained writes hint and message, and returns the ids by which the control is
// described.
func explained(w *writer, id string, h Hint, e ErrorMessage, describedBy string) string {
	if !h.empty() {
		h.ID = id + "-hint"
		describedBy = markup.Join(describedBy, h.ID)
		h.Write(w)
	}
	if !e.empty() {
		e.ID = id + "-error"
		describedBy = markup.Join(describedBy, e.ID)
		e.Write(w)
	}
	return describedBy
}

func or(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}

func when(on bool, s string) string {
	if on {
		return s
	}
	return ""
}
