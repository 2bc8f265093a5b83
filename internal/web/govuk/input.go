package govuk

import "html/template"

// Affix is a text before or after a field, such as £.
type Affix struct {
	Text       string
	HTML       template.HTML
	Classes    string
	Attributes Attributes
}

func (a Affix) empty() bool { return a.Text == "" && a.HTML == "" }

func (a Affix) write(w *writer, kind string) {
	w.Raw(`<div`)
	w.Class("govuk-input__"+kind, a.Classes)
	w.Raw(` aria-hidden="true"`)
	w.Attributes(a.Attributes)
	w.Raw(`>`)
	w.Content(a.Text, a.HTML)
	w.Raw(`</div>`)
}

// InputWrapper is what stands around a field with affixes.
type InputWrapper struct {
	Classes    string
	Attributes Attributes
}

// Input is a field of one line. Classes such as govuk-input--width-10 give its
// width.
type Input struct {
	ID             string // empty: as Name
	Name           string
	Type           string // empty: "text"
	Value          string
	Inputmode      string
	Autocomplete   string
	Autocapitalize string
	Pattern        string
	Spellcheck     string // "true" or "false"; empty leaves it to the browser
	Disabled       bool
	DescribedBy    string
	Label          Label
	Hint           Hint
	ErrorMessage   ErrorMessage
	Prefix, Suffix Affix
	FormGroup      FormGroup
	InputWrapper   InputWrapper
	Classes        string
	Attributes     Attributes
}

// Render is the field with its label, hint and message as HTML.
func (x Input) Render() template.HTML { return render(x) }

// Write writes the field with its label, hint and message.
func (x Input) Write(w *writer) {
	id := or(x.ID, x.Name)
	x.FormGroup.open(w, !x.ErrorMessage.empty())
	by := above(w, id, x.Label, x.Hint, x.ErrorMessage, x.DescribedBy)
	if x.Prefix.empty() && x.Suffix.empty() && x.FormGroup.BeforeInput.empty() && x.FormGroup.AfterInput.empty() {
		x.control(w, id, by)
		w.Raw(`</div>`)
		return
	}
	w.Raw(`<div`)
	w.Class("govuk-input__wrapper", x.InputWrapper.Classes)
	w.Attributes(x.InputWrapper.Attributes)
	w.Raw(`>`)
	w.Content(x.FormGroup.BeforeInput.Text, x.FormGroup.BeforeInput.HTML)
	if !x.Prefix.empty() {
		x.Prefix.write(w, "prefix")
	}
	x.control(w, id, by)
	if !x.Suffix.empty() {
		x.Suffix.write(w, "suffix")
	}
	w.Content(x.FormGroup.AfterInput.Text, x.FormGroup.AfterInput.HTML)
	w.Raw(`</div></div>`)
}

func (x Input) control(w *writer, id, by string) {
	w.Raw(`<input`)
	w.Class("govuk-input", x.Classes, when(!x.ErrorMessage.empty(), "govuk-input--error"))
	w.Attr("id", id)
	w.Attr("name", x.Name)
	w.Attr("type", or(x.Type, "text"))
	w.Opt("spellcheck", x.Spellcheck)
	w.Opt("value", x.Value)
	w.Flag("disabled", x.Disabled)
	w.Opt("aria-describedby", by)
	w.Opt("autocomplete", x.Autocomplete)
	w.Opt("autocapitalize", x.Autocapitalize)
	w.Opt("pattern", x.Pattern)
	w.Opt("inputmode", x.Inputmode)
	w.Attributes(x.Attributes)
	w.Raw(`>`)
}

// PasswordInput is a field whose value is not shown. Its "Show" button works only
// with script and is hidden without it.
type PasswordInput struct {
	ID                            string
	Name                          string
	Value                         string
	Autocomplete                  string // empty: "current-password"
	Disabled                      bool
	DescribedBy                   string
	Label                         Label
	Hint                          Hint
	ErrorMessage                  ErrorMessage
	FormGroup                     FormGroup
	Classes                       string
	Attributes                    Attributes
	Button                        struct{ Classes string }
	ShowPasswordText              string
	HidePasswordText              string
	ShowPasswordAriaLabelText     string
	HidePasswordAriaLabelText     string
	PasswordShownAnnouncementText string

	PasswordHiddenAnnouncementText string
}

// Render is the field as HTML.
func (x PasswordInput) Render() template.HTML { return render(x) }

// Write writes the field.
func (x PasswordInput) Write(w *writer) {
	id := or(x.ID, x.Name)
	group := Attributes{"data-module": "govuk-password-input"}
	for name, text := range map[string]string{
		"show-password": x.ShowPasswordText, "hide-password": x.HidePasswordText,
		"show-password-aria-label": x.ShowPasswordAriaLabelText, "hide-password-aria-label": x.HidePasswordAriaLabelText,
		"password-shown-announcement":  x.PasswordShownAnnouncementText,
		"password-hidden-announcement": x.PasswordHiddenAnnouncementText,
	} {
		if text != "" {
			group["data-i18n."+name] = text
		}
	}
	for name, value := range x.FormGroup.Attributes {
		group[name] = value
	}
	var after writer
	after.Raw(`<button type="button"`)
	after.Class("govuk-button", "govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle", x.Button.Classes)
	after.Raw(` data-module="govuk-button"`)
	after.Attr("aria-controls", id)
	after.Attr("aria-label", or(x.ShowPasswordAriaLabelText, "Show password"))
	after.Raw(` hidden>`)
	after.Text(or(x.ShowPasswordText, "Show"))
	after.Raw(`</button>`)
	after.Content(x.FormGroup.AfterInput.Text, x.FormGroup.AfterInput.HTML)
	classes := "govuk-password-input"
	if x.FormGroup.Classes != "" {
		classes += " " + x.FormGroup.Classes
	}
	Input{
		ID: id, Name: x.Name, Type: "password", Value: x.Value, Spellcheck: "false", Autocapitalize: "none",
		Autocomplete: or(x.Autocomplete, "current-password"), Disabled: x.Disabled, DescribedBy: x.DescribedBy,
		Label: x.Label, Hint: x.Hint, ErrorMessage: x.ErrorMessage, Attributes: x.Attributes,
		Classes:      "govuk-password-input__input govuk-js-password-input-input" + when(x.Classes != "", " "+x.Classes),
		InputWrapper: InputWrapper{Classes: "govuk-password-input__wrapper"},
		FormGroup:    FormGroup{Classes: classes, Attributes: group, BeforeInput: x.FormGroup.BeforeInput, AfterInput: Content{HTML: after.HTML()}},
	}.Write(w)
}

// Textarea is a field of several lines.
type Textarea struct {
	ID           string
	Name         string
	Value        string
	Rows         string // empty: 5
	Spellcheck   string
	Autocomplete string
	Disabled     bool
	DescribedBy  string
	Label        Label
	Hint         Hint
	ErrorMessage ErrorMessage
	FormGroup    FormGroup
	Classes      string
	Attributes   Attributes
}

// Render is the field as HTML.
func (x Textarea) Render() template.HTML { return render(x) }

// Write writes the field.
func (x Textarea) Write(w *writer) {
	id := or(x.ID, x.Name)
	wrong := !x.ErrorMessage.empty()
	x.FormGroup.open(w, wrong)
	by := above(w, id, x.Label, x.Hint, x.ErrorMessage, x.DescribedBy)
	w.Content(x.FormGroup.BeforeInput.Text, x.FormGroup.BeforeInput.HTML)
	w.Raw(`<textarea`)
	w.Class("govuk-textarea", when(wrong, "govuk-textarea--error"), x.Classes)
	w.Attr("id", id)
	w.Attr("name", x.Name)
	w.Attr("rows", or(x.Rows, "5"))
	w.Opt("spellcheck", x.Spellcheck)
	w.Flag("disabled", x.Disabled)
	w.Opt("aria-describedby", by)
	w.Opt("autocomplete", x.Autocomplete)
	w.Attributes(x.Attributes)
	w.Raw(`>`)
	if len(x.Value) > 0 && x.Value[0] == '\n' {
		w.Raw("\n") // a browser drops the first line break
	}
	w.Text(x.Value)
	w.Raw(`</textarea>`)
	w.Content(x.FormGroup.AfterInput.Text, x.FormGroup.AfterInput.HTML)
	w.Raw(`</div>`)
}

// FileUpload is a field that takes a file.
type FileUpload struct {
	ID           string
	Name         string
	Multiple     bool
	Disabled     bool
	DescribedBy  string
	Label        Label
	Hint         Hint
	ErrorMessage ErrorMessage
	FormGroup    FormGroup
	Classes      string
	Attributes   Attributes
}

// Render is the field as HTML.
func (x FileUpload) Render() template.HTML { return render(x) }

// Write writes the field.
func (x FileUpload) Write(w *writer) {
	id := or(x.ID, x.Name)
	wrong := !x.ErrorMessage.empty()
	x.FormGroup.open(w, wrong)
	by := above(w, id, x.Label, x.Hint, x.ErrorMessage, x.DescribedBy)
	w.Content(x.FormGroup.BeforeInput.Text, x.FormGroup.BeforeInput.HTML)
	w.Raw(`<input`)
	w.Class("govuk-file-upload", x.Classes, when(wrong, "govuk-file-upload--error"))
	w.Attr("id", id)
	w.Attr("name", x.Name)
	w.Raw(` type="file"`)
	w.Flag("disabled", x.Disabled)
	w.Flag("multiple", x.Multiple)
	w.Opt("aria-describedby", by)
	w.Attributes(x.Attributes)
	w.Raw(`>`)
	w.Content(x.FormGroup.AfterInput.Text, x.FormGroup.AfterInput.HTML)
	w.Raw(`</div>`)
}
