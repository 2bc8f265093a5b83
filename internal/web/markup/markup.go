// Package markup writes HTML quickly and safely: text and attribute values are
// escaped, and an address that could run script is not written. The components
// of govuk, moj and part are made with it; pages themselves are html/template.
package markup

import (
	"html/template"
	"sort"
	"strconv"
	"strings"
)

// Attributes are further attributes of an element, by name. They are written in
// the order of their names, each value escaped. Names come from the program,
// never from input.
type Attributes map[string]string

// Writer gathers HTML. Its zero value is ready.
type Writer struct{ b strings.Builder }

// HTML is what was written.
func (w *Writer) HTML() template.HTML { return template.HTML(w.b.String()) }

// Grow makes room for n more bytes.
func (w *Writer) Grow(n int) { w.b.Grow(n) }

// Raw writes markup as it is. It is for constant texts of the program.
func (w *Writer) Raw(parts ...string) {
	for _, s := range parts {
		w.b.WriteString(s)
	}
}

// Trusted writes HTML made elsewhere.
func (w *Writer) Trusted(h template.HTML) { w.b.WriteString(string(h)) }

// Text writes s escaped.
func (w *Writer) Text(s string) {
	last := 0
	for i := 0; i < len(s); i++ {
		esc := ""
		switch s[i] {
		case '&':
			esc = "&amp;"
		case '<':
			esc = "&lt;"
		case '>':
			esc = "&gt;"
		case '"':
			esc = "&#34;"
		case '\'':
			esc = "&#39;"
		case 0:
			esc = "\uFFFD"
		default:
			continue
		}
		w.b.WriteString(s[last:i])
		w.b.WriteString(esc)
		last = i + 1
	}
	w.b.WriteString(s[last:])
}

// Content writes the HTML if there is any, and else the text escaped.
func (w *Writer) Content(text string, html template.HTML) {
	if html != "" {
		w.Trusted(html)
		return
	}
	w.Text(text)
}

// Int writes a whole number.
func (w *Writer) Int(n int) { w.b.WriteString(strconv.Itoa(n)) }

// Attr writes one attribute, also when its value is empty.
func (w *Writer) Attr(name, value string) {
	w.Raw(" ", name, `="`)
	w.Text(value)
	w.Raw(`"`)
}

// Opt writes one attribute unless its value is empty.
func (w *Writer) Opt(name, value string) {
	if value != "" {
		w.Attr(name, value)
	}
}

// Flag writes an attribute without value when on.
func (w *Writer) Flag(name string, on bool) {
	if on {
		w.Raw(" ", name)
	}
}

// Class writes the class attribute: its parts that are not empty, with a space
// between them.
func (w *Writer) Class(parts ...string) {
	w.Raw(` class="`)
	first := true
	for _, p := range parts {
		if p == "" {
			continue
		}
		if !first {
			w.Raw(" ")
		}
		first = false
		w.Text(p)
	}
	w.Raw(`"`)
}

// Href writes an href attribute. See Address.
func (w *Writer) Href(url string) { w.Attr("href", Address(url)) }

// Attributes writes further attributes.
func (w *Writer) Attributes(as Attributes) {
	if len(as) < 2 {
		for name, value := range as {
			w.Attr(name, value)
		}
		return
	}
	names := make([]string, 0, len(as))
	for name := range as {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		w.Attr(name, as[name])
	}
}

// Address is the address itself when it is relative, or of a scheme that only
// leads somewhere (http, https, mailto, tel); anything else becomes
// "#blocked", so that no address can run script.
func Address(url string) string {
	for i := 0; i < len(url); i++ {
		switch url[i] {
		case '/', '?', '#':
			return url
		case ':':
			switch strings.ToLower(url[:i]) {
			case "http", "https", "mailto", "tel":
				return url
			}
			return "#blocked"
		}
	}
	return url
}

// Join is the parts that are not empty, with a space between them.
func Join(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p)
	}
	return b.String()
}
