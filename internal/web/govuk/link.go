package govuk

import "html/template"

// SkipLink leads keyboard users past the header.
type SkipLink struct {
	Text       string
	HTML       template.HTML
	Href       string // empty: "#content"
	Classes    string
	Attributes Attributes
}

// Render is the link as HTML.
func (x SkipLink) Render() template.HTML { return render(x) }

// Write writes the link.
func (x SkipLink) Write(w *writer) {
	w.Raw(`<a`)
	w.Href(or(x.Href, "#content"))
	w.Class("govuk-skip-link", x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(` data-module="govuk-skip-link">`)
	w.Content(x.Text, x.HTML)
	w.Raw(`</a>`)
}

// BackLink leads to the page before.
type BackLink struct {
	Text       string // empty: "Back"
	HTML       template.HTML
	Href       string
	Classes    string
	Attributes Attributes
}

// Render is the link as HTML.
func (x BackLink) Render() template.HTML { return render(x) }

// Write writes the link.
func (x BackLink) Write(w *writer) {
	w.Raw(`<a`)
	w.Href(or(x.Href, "#"))
	w.Class("govuk-back-link", x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(`>`)
	w.Content(or(x.Text, "Back"), x.HTML)
	w.Raw(`</a>`)
}

// Crumb is one step of Breadcrumbs; without Href it is the present page.
type Crumb struct {
	Text       string
	HTML       template.HTML
	Href       string
	Attributes Attributes
}

// Breadcrumbs show where the page stands.
type Breadcrumbs struct {
	Items            []Crumb
	CollapseOnMobile bool
	LabelText        string // empty: "Breadcrumb"
	Classes          string
	Attributes       Attributes
}

// Render is the crumbs as HTML.
func (x Breadcrumbs) Render() template.HTML { return render(x) }

// Write writes the crumbs.
func (x Breadcrumbs) Write(w *writer) {
	w.Raw(`<nav`)
	w.Class("govuk-breadcrumbs", x.Classes, when(x.CollapseOnMobile, "govuk-breadcrumbs--collapse-on-mobile"))
	w.Attributes(x.Attributes)
	w.Attr("aria-label", or(x.LabelText, "Breadcrumb"))
	w.Raw(`><ol class="govuk-breadcrumbs__list">`)
	for _, c := range x.Items {
		if c.Href == "" {
			w.Raw(`<li class="govuk-breadcrumbs__list-item" aria-current="page">`)
			w.Content(c.Text, c.HTML)
			w.Raw(`</li>`)
			continue
		}
		w.Raw(`<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link"`)
		w.Href(c.Href)
		w.Attributes(c.Attributes)
		w.Raw(`>`)
		w.Content(c.Text, c.HTML)
		w.Raw(`</a></li>`)
	}
	w.Raw(`</ol></nav>`)
}

// GenericHeader is the header of a service that is not part of GOV.UK.
type GenericHeader struct {
	LogoText         string
	LogoHTML         template.HTML
	URL              string // empty: "/"
	ContainerClasses string
	Classes          string
	Attributes       Attributes
}

// Render is the header as HTML.
func (x GenericHeader) Render() template.HTML { return render(x) }

// Write writes the header.
func (x GenericHeader) Write(w *writer) {
	w.Raw(`<div`)
	w.Class("govuk-generic-header", x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(`><div`)
	w.Class("govuk-generic-header__container", or(x.ContainerClasses, "govuk-width-container"))
	w.Raw(`><div class="govuk-generic-header__logo"><a`)
	w.Href(or(x.URL, "/"))
	w.Raw(` class="govuk-generic-header__homepage-link">`)
	w.Content(x.LogoText, x.LogoHTML)
	w.Raw(`</a></div></div></div>`)
}

// Button sends a form, or with Href is a link that looks like one.
type Button struct {
	Text               string
	HTML               template.HTML
	Href               string
	Type               string // empty: "submit"
	Name               string
	Value              string
	ID                 string
	Disabled           bool
	IsStartButton      bool
	PreventDoubleClick string // "true" or "false"
	Classes            string
	Attributes         Attributes
}

// Render is the button as HTML.
func (x Button) Render() template.HTML { return render(x) }

// Write writes the button.
func (x Button) Write(w *writer) {
	link := x.Href != ""
	if link {
		w.Raw(`<a`)
		w.Href(x.Href)
		w.Raw(` role="button" draggable="false"`)
	} else {
		w.Raw(`<button`)
		w.Attr("type", or(x.Type, "submit"))
		w.Opt("value", x.Value)
		w.Opt("name", x.Name)
		if x.Disabled {
			w.Raw(` disabled aria-disabled="true"`)
		}
		w.Opt("data-prevent-double-click", x.PreventDoubleClick)
	}
	w.Class("govuk-button", x.Classes, when(x.IsStartButton, "govuk-button--start"))
	w.Raw(` data-module="govuk-button"`)
	w.Attributes(x.Attributes)
	w.Opt("id", x.ID)
	w.Raw(`>`)
	if x.IsStartButton && x.HTML != "" {
		w.Raw(`<span>`, string(x.HTML), `</span>`)
	} else {
		w.Content(x.Text, x.HTML)
	}
	if x.IsStartButton {
		w.Raw(`<svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5" height="19" viewBox="0 0 33 40" aria-hidden="true" focusable="false"><path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z"/></svg>`)
	}
	w.Raw(when(link, `</a>`), when(!link, `</button>`))
}
