package moj

import "html/template"

// Tag is a filter that is set; its address is the list without it.
type Tag struct {
	Text string
	Href string
}

// Chips are the filters that are set, each a link that takes it away. They stand
// above the results.
type Chips struct {
	Items []Tag
	Clear string // address that takes all away; empty: no link
}

// Render is the chips as HTML.
func (c Chips) Render() template.HTML { return render(c) }

// Write writes the chips; nothing when no filter is set.
func (c Chips) Write(w *writer) {
	if len(c.Items) == 0 {
		return
	}
	w.Raw(`<ul class="moj-filter-tags">`)
	for _, t := range c.Items {
		w.Raw(`<li><a class="moj-filter__tag"`)
		w.Href(t.Href)
		w.Raw(`><span class="govuk-visually-hidden">Remove this filter</span> `)
		w.Text(t.Text)
		w.Raw(`</a></li>`)
	}
	if c.Clear != "" {
		w.Raw(`<li><a class="govuk-link"`)
		w.Href(c.Clear)
		w.Raw(`>Clear filters</a></li>`)
	}
	w.Raw(`</ul>`)
}

// Filter is the panel beside a list: a GET form whose fields are made by the
// caller. On a phone it is folded under "Filter (1)".
type Filter struct {
	Heading string        // empty: "Filter"
	Action  string        // address of the list
	Options template.HTML // the fields
	Submit  string        // empty: "Show"
	Set     int           // how many filters are set
}

// Render is the panel as HTML.
func (f Filter) Render() template.HTML { return render(f) }

// Write writes the panel.
func (f Filter) Write(w *writer) {
	w.Raw(`<form method="get" class="moj-filter" aria-label="Filter"`)
	w.Attr("action", f.Action)
	w.Raw(`><details class="ww-filter__fold"><summary class="moj-filter__header"><span class="moj-filter__header-title">`)
	w.Text(or(f.Heading, "Filter"))
	if f.Set > 0 {
		w.Raw(` (`)
		w.Int(f.Set)
		w.Raw(`)`)
	}
	w.Raw(`</span></summary><div class="moj-filter__content"><div class="moj-filter__options">`)
	w.Trusted(f.Options)
	w.Raw(`<button type="submit" class="govuk-button" data-module="govuk-button">`)
	w.Text(or(f.Submit, "Show"))
	w.Raw(`</button></div></div></details></form>`)
}

// Uploaded is a file that was sent already.
type Uploaded struct {
	Name   string // as the sender named it
	Key    string // by which it is taken away
	Status string // "PDF, 240 kB"
}

// MultiFileUpload takes several files, one round trip each, without script: the
// files so far with a button to take each away, a plain file field, and a button
// to add another.
type MultiFileUpload struct {
	Heading string // empty: "Files added"
	Files   []Uploaded
	Upload  template.HTML // the file field, such as govuk.FileUpload
	Add     string        // empty: "Add another"
}

// Render is the upload as HTML.
func (u MultiFileUpload) Render() template.HTML { return render(u) }

// Write writes the upload.
func (u MultiFileUpload) Write(w *writer) {
	w.Raw(`<div class="moj-multi-file-upload">`)
	if len(u.Files) > 0 {
		w.Raw(`<div class="moj-multi-file__uploaded-files"><h2 class="govuk-heading-m">`)
		w.Text(or(u.Heading, "Files added"))
		w.Raw(`</h2><ul class="govuk-summary-list moj-multi-file-upload__list">`)
		for _, f := range u.Files {
			w.Raw(`<li class="govuk-summary-list__row moj-multi-file-upload__row"><div class="govuk-summary-list__value moj-multi-file-upload__message">`)
			w.Text(f.Name)
			if f.Status != "" {
				w.Raw(` <span class="ww-sub">`)
				w.Text(f.Status)
				w.Raw(`</span>`)
			}
			w.Raw(`</div><div class="govuk-summary-list__actions moj-multi-file-upload__actions"><button type="submit" name="delete" class="moj-multi-file-upload__delete govuk-button govuk-button--secondary" formnovalidate`)
			w.Attr("value", f.Key)
			w.Raw(`>Remove <span class="govuk-visually-hidden">`)
			w.Text(f.Name)
			w.Raw(`</span></button></div></li>`)
		}
		w.Raw(`</ul></div>`)
	}
	w.Raw(`<div class="moj-multi-file-upload__upload">`)
	w.Trusted(u.Upload)
	w.Raw(`<button type="submit" name="add" value="file" class="govuk-button govuk-button--secondary" formnovalidate>`)
	w.Text(or(u.Add, "Add another"))
	w.Raw(`</button></div></div>`)
}

// Message is one message between two parties.
type Message struct {
	ID     string
	Sent   bool // by us; otherwise received
	Text   string
	Sender string
	Day    string // "3 February 2026": stands once above the messages of a day
	Time   string // "10:42"
}

// Messages is a conversation.
type Messages struct {
	ID    string // empty: "messages"
	Label string
	Items []Message
}

// Render is the conversation as HTML.
func (m Messages) Render() template.HTML { return render(m) }

// Write writes the conversation.
func (m Messages) Write(w *writer) {
	w.Raw(`<div class="moj-messages-container"`)
	w.Attr("id", or(m.ID, "messages"))
	if m.Label != "" {
		w.Raw(` role="region"`)
		w.Attr("aria-label", m.Label)
	}
	w.Raw(`><div class="moj-message-list">`)
	day := ""
	for _, x := range m.Items {
		if x.Day != day {
			w.Raw(`<p class="moj-message-list__date">`)
			w.Text(x.Day)
			w.Raw(`</p>`)
			day = x.Day
		}
		kind := "received"
		if x.Sent {
			kind = "sent"
		}
		w.Raw(`<div class="moj-message-item moj-message-item--`, kind, `"`)
		if x.ID != "" {
			w.Attr("id", "message_"+x.ID)
		}
		w.Raw(`><div class="moj-message-item__text moj-message-item__text--`, kind, `">`)
		w.Text(x.Text)
		w.Raw(`</div><div class="moj-message-item__meta"><span class="moj-message-item__meta--sender">`)
		w.Text(x.Sender)
		w.Raw(`</span> at <span class="moj-message-item__meta--timestamp">`)
		w.Text(x.Time)
		w.Raw(`</span></div></div>`)
	}
	w.Raw(`</div></div>`)
}
