package govuk

import (
	"html/template"
	"strconv"
	"strings"
)

// Problem is one line of an ErrorSummary, with a link to the field.
type Problem struct {
	Text       string
	HTML       template.HTML
	Href       string
	Attributes Attributes
}

// ErrorSummary stands above a form that came back.
type ErrorSummary struct {
	TitleText        string
	TitleHTML        template.HTML
	DescriptionText  string
	DescriptionHTML  template.HTML
	ErrorList        []Problem
	DisableAutoFocus string // "true" or "false"
	Classes          string
	Attributes       Attributes
}

// Render is the summary as HTML.
func (x ErrorSummary) Render() template.HTML { return render(x) }

// Write writes the summary.
func (x ErrorSummary) Write(w *writer) {
	w.Raw(`<div`)
	w.Class("govuk-error-summary", x.Classes)
	w.Opt("data-disable-auto-focus", x.DisableAutoFocus)
	w.Attributes(x.Attributes)
	w.Raw(` data-module="govuk-error-summary"><div role="alert"><h2 class="govuk-error-summary__title">`)
	w.Content(x.TitleText, x.TitleHTML)
	w.Raw(`</h2><div class="govuk-error-summary__body">`)
	if x.DescriptionText != "" || x.DescriptionHTML != "" {
		w.Raw(`<p>`)
		w.Content(x.DescriptionText, x.DescriptionHTML)
		w.Raw(`</p>`)
	}
	if len(x.ErrorList) > 0 {
		w.Raw(`<ul class="govuk-list govuk-error-summary__list">`)
		for _, p := range x.ErrorList {
			w.Raw(`<li>`)
			if p.Href != "" {
				w.Raw(`<a`)
				w.Href(p.Href)
				w.Attributes(p.Attributes)
				w.Raw(`>`)
			}
			w.Content(p.Text, p.HTML)
			w.Raw(when(p.Href != "", `</a>`), `</li>`)
		}
		w.Raw(`</ul>`)
	}
	w.Raw(`</div></div></div>`)
}

// Details folds a text away under its summary.
type Details struct {
	SummaryText string
	SummaryHTML template.HTML
	Text        string
	HTML        template.HTML
	ID          string
	Open        bool
	Classes     string
	Attributes  Attributes
}

// Render is the details as HTML.
func (x Details) Render() template.HTML { return render(x) }

// Write writes the details.
func (x Details) Write(w *writer) {
	w.Raw(`<details`)
	w.Opt("id", x.ID)
	w.Class("govuk-details", x.Classes)
	w.Attributes(x.Attributes)
	w.Flag("open", x.Open)
	w.Raw(`><summary class="govuk-details__summary"><span class="govuk-details__summary-text">`)
	w.Content(x.SummaryText, x.SummaryHTML)
	w.Raw(`</span></summary><div class="govuk-details__text">`)
	w.Content(x.Text, x.HTML)
	w.Raw(`</div></details>`)
}

// InsetText sets a text apart.
type InsetText struct {
	Text       string
	HTML       template.HTML
	ID         string
	Classes    string
	Attributes Attributes
}

// Render is the text as HTML.
func (x InsetText) Render() template.HTML { return render(x) }

// Write writes the text.
func (x InsetText) Write(w *writer) {
	w.Raw(`<div`)
	w.Opt("id", x.ID)
	w.Class("govuk-inset-text", x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(`>`)
	w.Content(x.Text, x.HTML)
	w.Raw(`</div>`)
}

// WarningText warns of something serious.
type WarningText struct {
	Text             string
	HTML             template.HTML
	IconFallbackText string // empty: "Warning"
	Classes          string
	Attributes       Attributes
}

// Render is the warning as HTML.
func (x WarningText) Render() template.HTML { return render(x) }

// Write writes the warning.
func (x WarningText) Write(w *writer) {
	w.Raw(`<div`)
	w.Class("govuk-warning-text", x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(`><span class="govuk-warning-text__icon" aria-hidden="true">!</span><strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">`)
	w.Text(or(x.IconFallbackText, "Warning"))
	w.Raw(`</span> `)
	w.Content(x.Text, x.HTML)
	w.Raw(`</strong></div>`)
}

// NotificationBanner tells of something that is not about this page alone, or
// with Type "success" that an act is done.
type NotificationBanner struct {
	Text              string
	HTML              template.HTML
	TitleText         string // empty: "Important", or "Success"
	TitleHTML         template.HTML
	TitleID           string
	TitleHeadingLevel int
	Type              string
	Role              string
	DisableAutoFocus  string
	Classes           string
	Attributes        Attributes
}

// Render is the banner as HTML.
func (x NotificationBanner) Render() template.HTML { return render(x) }

// Write writes the banner.
func (x NotificationBanner) Write(w *writer) {
	success := x.Type == "success"
	role, title := "region", "Important"
	if success {
		role, title = "alert", "Success"
	}
	id := or(x.TitleID, "govuk-notification-banner-title")
	h := "h" + level(x.TitleHeadingLevel, 2)
	w.Raw(`<div`)
	w.Class("govuk-notification-banner", when(success, "govuk-notification-banner--success"), x.Classes)
	w.Attr("role", or(x.Role, role))
	w.Attr("aria-labelledby", id)
	w.Raw(` data-module="govuk-notification-banner"`)
	w.Opt("data-disable-auto-focus", x.DisableAutoFocus)
	w.Attributes(x.Attributes)
	w.Raw(`><div class="govuk-notification-banner__header"><`, h, ` class="govuk-notification-banner__title"`)
	w.Attr("id", id)
	w.Raw(`>`)
	w.Content(or(x.TitleText, title), x.TitleHTML)
	w.Raw(`</`, h, `></div><div class="govuk-notification-banner__content">`)
	switch {
	case x.HTML != "":
		w.Trusted(x.HTML)
	case x.Text != "":
		w.Raw(`<p class="govuk-notification-banner__heading">`)
		w.Text(x.Text)
		w.Raw(`</p>`)
	}
	w.Raw(`</div></div>`)
}

// Tag is a word on a tint. For states use part.Status, which has a shape too.
type Tag struct {
	Text       string
	HTML       template.HTML
	Classes    string
	Attributes Attributes
}

// Render is the tag as HTML.
func (x Tag) Render() template.HTML { return render(x) }

// Write writes the tag.
func (x Tag) Write(w *writer) {
	w.Raw(`<strong`)
	w.Class("govuk-tag", x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(`>`)
	w.Content(x.Text, x.HTML)
	w.Raw(`</strong>`)
}

// PhaseBanner says above every page what kind of copy this is.
type PhaseBanner struct {
	Tag        Tag
	Text       string
	HTML       template.HTML
	Classes    string
	Attributes Attributes
}

// Render is the banner as HTML.
func (x PhaseBanner) Render() template.HTML { return render(x) }

// Write writes the banner.
func (x PhaseBanner) Write(w *writer) {
	w.Raw(`<div`)
	w.Class("govuk-phase-banner govuk-width-container", x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(`><p class="govuk-phase-banner__content">`)
	Tag{Text: x.Tag.Text, HTML: x.Tag.HTML, Classes: "govuk-phase-banner__content__tag" + when(x.Tag.Classes != "", " "+x.Tag.Classes)}.Write(w)
	w.Raw(` <span class="govuk-phase-banner__text">`)
	w.Content(x.Text, x.HTML)
	w.Raw(`</span></p></div>`)
}

// PanelActions are the buttons and links of an interruption panel.
type PanelActions struct {
	Items      []PanelAction
	Classes    string
	Attributes Attributes
}

// PanelAction is a button, or with Href a link.
type PanelAction struct {
	Text       string
	Href       string
	Type       string // "button" makes a link look like one
	Classes    string
	Attributes Attributes
}

// Panel says in large letters what was done.
type Panel struct {
	TitleText    string
	TitleHTML    template.HTML
	Text         string
	HTML         template.HTML
	HeadingLevel int
	Actions      PanelActions // only with the class govuk-panel--interruption
	Classes      string
	Attributes   Attributes
}

// Render is the panel as HTML.
func (x Panel) Render() template.HTML { return render(x) }

// Write writes the panel.
func (x Panel) Write(w *writer) {
	interruption := strings.Contains(x.Classes, "govuk-panel--interruption")
	h := "h" + level(x.HeadingLevel, 1)
	w.Raw(`<div`)
	w.Class("govuk-panel", when(!interruption, "govuk-panel--confirmation"), x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(`><`, h, ` class="govuk-panel__title">`)
	w.Content(x.TitleText, x.TitleHTML)
	w.Raw(`</`, h, `>`)
	if x.Text != "" || x.HTML != "" {
		w.Raw(`<div class="govuk-panel__body">`)
		w.Content(x.Text, x.HTML)
		w.Raw(`</div>`)
	}
	if interruption && (len(x.Actions.Items) > 0 || x.Actions.Classes != "" || x.Actions.Attributes != nil) {
		x.Actions.write(w)
	}
	w.Raw(`</div>`)
}

func (a PanelActions) write(w *writer) {
	w.Raw(`<div`)
	w.Class("govuk-panel__actions", a.Classes)
	w.Attributes(a.Attributes)
	w.Raw(`>`)
	if len(a.Items) > 0 {
		w.Raw(`<div class="govuk-button-group">`)
	}
	for _, x := range a.Items {
		if x.Href == "" || x.Type == "button" {
			Button{Text: x.Text, Type: or(x.Type, "button"), Href: x.Href, Attributes: x.Attributes,
				Classes: "govuk-button--inverse" + when(x.Classes != "", " "+x.Classes)}.Write(w)
			continue
		}
		w.Raw(`<a`)
		w.Class("govuk-link govuk-link--inverse", x.Classes)
		w.Href(x.Href)
		w.Attributes(x.Attributes)
		w.Raw(`>`)
		w.Text(x.Text)
		w.Raw(`</a>`)
	}
	if len(a.Items) > 0 {
		w.Raw(`</div>`)
	}
	w.Raw(`</div>`)
}

func level(n, otherwise int) string {
	if n < 1 || n > 6 {
		n = otherwise
	}
	return strconv.Itoa(n)
}
