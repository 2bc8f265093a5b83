// Package moj holds the components of MOJ Frontend 11.1.0 that Watchword uses,
// ported from its templates: filter, timeline, sub-navigation, primary
// navigation, identity bar, badge, multi-file upload, messages. The sortable
// table is part.Table, whose headings are links. The package has no fixtures, so
// the tests compare with the templates by hand. All are whole without script.
package moj

import (
	"html/template"
	"strconv"
	"time"

	"watchword/internal/clock"
	"watchword/internal/web/markup"
)

type writer = markup.Writer

type renderer interface{ Write(*markup.Writer) }

func render(c renderer) template.HTML {
	var w writer
	w.Grow(1024)
	c.Write(&w)
	return w.HTML()
}

// NavItem is one link of a navigation.
type NavItem struct {
	Text   string
	HTML   template.HTML
	Href   string
	Active bool // it is the present page
}

// SubNavigation leads through the parts of one thing.
type SubNavigation struct {
	Label string // empty: "Secondary navigation"
	Items []NavItem
}

// Render is the navigation as HTML.
func (n SubNavigation) Render() template.HTML { return render(n) }

// Write writes the navigation.
func (n SubNavigation) Write(w *writer) {
	w.Raw(`<nav class="moj-sub-navigation"`)
	w.Attr("aria-label", or(n.Label, "Secondary navigation"))
	w.Raw(`><ul class="moj-sub-navigation__list">`)
	items(w, "moj-sub-navigation", n.Items)
	w.Raw(`</ul></nav>`)
}

// PrimaryNavigation is the main navigation under the header.
type PrimaryNavigation struct {
	Label string // empty: "Main"
	Items []NavItem
}

// Render is the navigation as HTML.
func (n PrimaryNavigation) Render() template.HTML { return render(n) }

// Write writes the navigation.
func (n PrimaryNavigation) Write(w *writer) {
	w.Raw(`<div class="moj-primary-navigation"><div class="moj-primary-navigation__container"><div class="moj-primary-navigation__nav"><nav`)
	w.Attr("aria-label", or(n.Label, "Main"))
	w.Raw(`><ul class="moj-primary-navigation__list">`)
	items(w, "moj-primary-navigation", n.Items)
	w.Raw(`</ul></nav></div></div></div>`)
}

func items(w *writer, block string, all []NavItem) {
	for _, i := range all {
		w.Raw(`<li class="`, block, `__item"><a class="`, block, `__link"`)
		if i.Active {
			w.Raw(` aria-current="page"`)
		}
		w.Href(i.Href)
		w.Raw(`>`)
		w.Content(i.Text, i.HTML)
		w.Raw(`</a></li>`)
	}
}

// Badge is a short word or number set off by colour.
type Badge struct {
	Text    string
	Classes string
}

// Render is the badge as HTML.
func (b Badge) Render() template.HTML { return render(b) }

// Write writes the badge.
func (b Badge) Write(w *writer) {
	w.Raw(`<span`)
	w.Class("moj-badge", b.Classes)
	w.Raw(`>`)
	w.Text(b.Text)
	w.Raw(`</span>`)
}

// IdentityBar says whose record is open, above its pages.
type IdentityBar struct {
	Title   string
	HTML    template.HTML // in place of Title
	Actions template.HTML
}

// Render is the bar as HTML.
func (b IdentityBar) Render() template.HTML { return render(b) }

// Write writes the bar.
func (b IdentityBar) Write(w *writer) {
	w.Raw(`<div class="moj-identity-bar"><div class="moj-identity-bar__container"><div class="moj-identity-bar__details"><span class="moj-identity-bar__title">`)
	w.Content(b.Title, b.HTML)
	w.Raw(`</span></div>`)
	if b.Actions != "" {
		w.Raw(`<div class="moj-identity-bar__actions"><div class="moj-identity-bar__menu">`)
		w.Trusted(b.Actions)
		w.Raw(`</div></div>`)
	}
	w.Raw(`</div></div>`)
}

// Event is one entry of a Timeline.
type Event struct {
	Title  string
	HTML   template.HTML // in place of Title
	When   string        // "3 Feb 2026, 09:12"
	At     time.Time     // for machines; may be zero
	Byline string        // who did it
	Text   string
	Number string // of the ledger entry
	Href   string // of the ledger entry
	Hollow bool   // with an empty mark: not an act of anybody, or still to come
}

// Timeline shows what happened, the latest first.
type Timeline struct {
	Items        []Event
	HeadingLevel int // 0: 3
	Empty        string
}

// Render is the line as HTML.
func (t Timeline) Render() template.HTML { return render(t) }

// Write writes the line.
func (t Timeline) Write(w *writer) {
	if len(t.Items) == 0 {
		if t.Empty != "" {
			w.Raw(`<p class="ww-empty">`)
			w.Text(t.Empty)
			w.Raw(`</p>`)
		}
		return
	}
	h := "h3"
	if t.HeadingLevel > 0 && t.HeadingLevel <= 6 {
		h = "h" + strconv.Itoa(t.HeadingLevel)
	}
	w.Raw(`<div class="moj-timeline">`)
	for i := range t.Items {
		t.Items[i].write(w, h)
	}
	w.Raw(`</div>`)
}

func (e *Event) write(w *writer, h string) {
	w.Raw(`<div class="moj-timeline__item`)
	if e.Hollow {
		w.Raw(` ww-timeline__hollow`)
	}
	w.Raw(`"><div class="moj-timeline__header"><`, h, ` class="moj-timeline__title">`)
	w.Content(e.Title, e.HTML)
	w.Raw(`</`, h, `></div><p class="moj-timeline__date"><time`)
	if !e.At.IsZero() {
		w.Attr("datetime", e.At.UTC().Format(time.RFC3339))
	}
	w.Raw(`>`)
	when := e.When
	if when == "" && !e.At.IsZero() {
		when = clock.Moment(e.At)
	}
	w.Text(when)
	w.Raw(`</time></p>`)
	if e.Text != "" || e.Byline != "" || e.Number != "" {
		w.Raw(`<div class="moj-timeline__description">`)
		w.Text(e.Byline)
		if e.Byline != "" && e.Text != "" {
			w.Raw(`. `)
		}
		w.Text(e.Text)
		e.entry(w)
		w.Raw(`</div>`)
	}
	w.Raw(`</div>`)
}

func (e *Event) entry(w *writer) {
	if e.Number == "" {
		return
	}
	w.Raw(` `)
	if e.Href != "" {
		w.Raw(`<a class="govuk-link ww-mono"`)
		w.Href(e.Href)
		w.Raw(`><span class="govuk-visually-hidden">Ledger entry </span>no. `)
		w.Text(e.Number)
		w.Raw(`</a>`)
		return
	}
	w.Raw(`<span class="ww-mono">no. `)
	w.Text(e.Number)
	w.Raw(`</span>`)
}

func or(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}
