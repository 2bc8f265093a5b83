// Package part holds Watchword's own components: status, as-at bar, figures,
// due list, tables that become lists on a phone, the powers matrix, the four
// tests, panels, the verdict, charts and maps. Like the components of govuk and
// moj each is a struct with Render for templates and Write for other components,
// knows no register, and is whole without script.
package part

import (
	"html/template"
	"strconv"

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

// Count is a number with its noun: "1 person", "48,231 persons".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// Number is a whole number with commas: 48,231.
func Number(n int) string {
	s := strconv.Itoa(n)
	from := 0
	if n < 0 {
		from = 1
	}
	if len(s)-from <= 3 {
		return s
	}
	b := make([]byte, 0, len(s)+len(s)/3)
	for i := range len(s) {
		if i > from && (len(s)-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, s[i])
	}
	return string(b)
}

// Link is a text that leads somewhere; without Href it is the text alone.
type Link struct {
	Text string
	HTML template.HTML
	Href string
}

// Render is the link as HTML.
func (l Link) Render() template.HTML { return render(l) }

// Write writes the link.
func (l Link) Write(w *writer) {
	if l.Href == "" {
		w.Content(l.Text, l.HTML)
		return
	}
	w.Raw(`<a class="govuk-link"`)
	w.Href(l.Href)
	w.Raw(`>`)
	w.Content(l.Text, l.HTML)
	w.Raw(`</a>`)
}

// Links writes several links beside each other.
func Links(ls ...Link) template.HTML {
	var w writer
	links(&w, ls)
	return w.HTML()
}

func links(w *writer, ls []Link) {
	if len(ls) == 0 {
		return
	}
	w.Raw(`<p class="ww-links">`)
	for i, l := range ls {
		if i > 0 {
			w.Raw(` `)
		}
		l.Write(w)
	}
	w.Raw(`</p>`)
}

// Mark is the W made of two ticks, in white and lamp on the brand colour.
func Mark() template.HTML { return mark("#fff", "#FFC53D", "ww-mark") }

// MarkOnLight is the mark for light ground.
func MarkOnLight() template.HTML { return mark("#0E3B4C", "#9A6A00", "ww-mark") }

func mark(first, second, class string) template.HTML {
	return template.HTML(`<svg class="` + class + `" viewBox="0 0 40 40" width="40" height="40" fill="none" stroke-width="5.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">` +
		`<path stroke="` + first + `" d="M6 17 L13 29 L21 13"/><path stroke="` + second + `" d="M19.5 19.5 L25 29 L34.5 9"/></svg>`)
}

func when(on bool, s string) string {
	if on {
		return s
	}
	return ""
}

func or(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}
