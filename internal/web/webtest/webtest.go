// Package webtest reads pages in tests as people do: by heading, label, link and
// role, and with a small part of CSS selectors where that is plainest. It knows
// what makes every page sound.
//
//	page := webtest.Get(t, handler, "/cards/crd_1")
//	page.Status(200)
//	page.Has("h1", "Revoke card")
//	page.Lacks("form")
//	page.Sound()
package webtest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Page is a page that was read. Its methods fail the test when the page is not
// as they say, and let it go on.
type Page struct {
	t      testing.TB
	root   *html.Node
	source string
	status int
	header http.Header
}

// Parse reads a page from its markup.
func Parse(t testing.TB, source string) *Page {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	return &Page{t: t, root: root, source: source, status: http.StatusOK, header: http.Header{}}
}

// Read reads the answer to a request, and closes it.
func Read(t testing.TB, r *http.Response) *Page {
	t.Helper()
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	p := Parse(t, string(b))
	p.status, p.header = r.StatusCode, r.Header
	return p
}

// Get asks a handler for an address.
func Get(t testing.TB, h http.Handler, address string) *Page {
	t.Helper()
	return Do(t, h, httptest.NewRequest(http.MethodGet, address, nil))
}

// Post sends a form to a handler.
func Post(t testing.TB, h http.Handler, address string, form url.Values) *Page {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return Do(t, h, r)
}

// Do lets a handler answer a request.
func Do(t testing.TB, h http.Handler, r *http.Request) *Page {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return Read(t, w.Result())
}

// Status fails the test unless the page came with that status.
func (p *Page) Status(want int) *Page {
	p.t.Helper()
	if p.status != want {
		p.t.Errorf("status %d, want %d\n%s", p.status, want, p.brief())
	}
	return p
}

// Leads fails the test unless the answer sends the browser to that address.
func (p *Page) Leads(want string) *Page {
	p.t.Helper()
	if got := p.header.Get("Location"); got != want {
		p.t.Errorf("leads to %q, want %q (status %d)\n%s", got, want, p.status, p.brief())
	}
	return p
}

// Header is one header of the answer.
func (p *Page) Header(name string) string { return p.header.Get(name) }

// Size is the length of the page in bytes.
func (p *Page) Size() int { return len(p.source) }

// Source is the page's markup.
func (p *Page) Source() string { return p.source }

// Has fails the test unless an element fits the selector and its text, with
// single spaces, contains the words. Empty words fit every text.
func (p *Page) Has(selector, words string) *Page {
	p.t.Helper()
	found := p.find(selector)
	for _, n := range found {
		if strings.Contains(Text(n), words) {
			return p
		}
	}
	var texts []string
	for _, n := range found {
		texts = append(texts, Text(n))
	}
	p.t.Errorf("no %s with %q; there are %d: %q\n%s", selector, words, len(found), texts, p.brief())
	return p
}

// Lacks fails the test if an element fits the selector and, where words are
// given, contains any of them.
func (p *Page) Lacks(selector string, words ...string) *Page {
	p.t.Helper()
	for _, n := range p.find(selector) {
		s := Text(n)
		if len(words) == 0 {
			p.t.Errorf("there is a %s: %q", selector, s)
		}
		for _, w := range words {
			if strings.Contains(s, w) {
				p.t.Errorf("there is a %s with %q: %q", selector, w, s)
			}
		}
	}
	return p
}

// Says fails the test unless the text of the page contains the words.
func (p *Page) Says(words ...string) *Page {
	p.t.Helper()
	s := p.Text("body")
	for _, w := range words {
		if !strings.Contains(s, w) {
			p.t.Errorf("the page does not say %q\n%s", w, p.brief())
		}
	}
	return p
}

// Text is the text of the first element that fits, with single spaces.
func (p *Page) Text(selector string) string {
	for _, n := range p.find(selector) {
		return Text(n)
	}
	return ""
}

// All are the texts of all elements that fit.
func (p *Page) All(selector string) []string {
	var out []string
	for _, n := range p.find(selector) {
		out = append(out, Text(n))
	}
	return out
}

// Count is how many elements fit.
func (p *Page) Count(selector string) int { return len(p.find(selector)) }

// Attr is an attribute of the first element that fits.
func (p *Page) Attr(selector, name string) string {
	for _, n := range p.find(selector) {
		return attr(n, name)
	}
	return ""
}

// Link is the address of the first link whose text contains the words.
func (p *Page) Link(words string) string {
	p.t.Helper()
	for _, n := range p.find("a[href]") {
		if strings.Contains(Text(n), words) {
			return attr(n, "href")
		}
	}
	p.t.Errorf("there is no link %q\n%s", words, p.brief())
	return ""
}

// Hrefs is where the links that fit a selector lead.
func (p *Page) Hrefs(selector string) []string {
	var out []string
	for _, n := range p.find(selector) {
		out = append(out, attr(n, "href"))
	}
	return out
}

// Unclear is the words of links that lead to different places though they read the same:
// who hears the links alone cannot tell them apart.
func (p *Page) Unclear() []string {
	to := map[string]string{}
	var out []string
	for _, n := range p.find("main a[href]") {
		words, href := Text(n), attr(n, "href")
		if have, ok := to[words]; ok && have != href && !slices.Contains(out, words) {
			out = append(out, words)
		}
		to[words] = href
	}
	return out
}

// Headings are the headings of the page in order, each with its level: "h2 Powers".
func (p *Page) Headings() []string {
	var out []string
	walk(p.root, func(n *html.Node) {
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			out = append(out, n.Data+" "+Text(n))
		}
	})
	return out
}

// Value is what stands in the control with that label: the text of a field, the
// chosen option, "on" for a box that is ticked.
func (p *Page) Value(label string) string {
	p.t.Helper()
	n := p.control(label)
	if n == nil {
		p.t.Errorf("there is no control labelled %q\n%s", label, p.brief())
		return ""
	}
	switch n.Data {
	case "textarea":
		return Text(n)
	case "select":
		for _, o := range find(n, "option") {
			if has(o, "selected") {
				return Text(o)
			}
		}
		return ""
	}
	if kind := attr(n, "type"); kind == "checkbox" || kind == "radio" {
		if has(n, "checked") {
			return "on"
		}
		return ""
	}
	return attr(n, "value")
}

// Describes is what is read out after the name of the control with that label:
// its hint and its message.
func (p *Page) Describes(label string) string {
	n := p.control(label)
	if n == nil {
		return ""
	}
	var out []string
	for _, id := range strings.Fields(attr(n, "aria-describedby")) {
		out = append(out, p.Text("#"+id))
	}
	return strings.Join(out, " ")
}

// Form is what a browser would send from the form that fits, button and files
// left out, so that a test can change one value and post it.
func (p *Page) Form(selector string) url.Values {
	out := url.Values{}
	for _, f := range p.find(selector) {
		walk(f, func(n *html.Node) {
			name := attr(n, "name")
			if name == "" || has(n, "disabled") {
				return
			}
			switch n.Data {
			case "textarea":
				out.Add(name, raw(n))
			case "select":
				for i, o := range find(n, "option") {
					if has(o, "selected") || i == 0 && out[name] == nil {
						out.Set(name, optionValue(o))
					}
				}
			case "input":
				kind := attr(n, "type")
				if kind == "file" || kind == "submit" || (kind == "checkbox" || kind == "radio") && !has(n, "checked") {
					return
				}
				out.Add(name, attr(n, "value"))
			}
		})
		break
	}
	return out
}

func optionValue(o *html.Node) string {
	if has(o, "value") {
		return attr(o, "value")
	}
	return Text(o)
}

// brief is the text of the page, for messages.
func (p *Page) brief() string {
	s := p.Text("main")
	if s == "" {
		s = p.Text("body")
	}
	if len(s) > 1500 {
		s = s[:1500] + " …"
	}
	return s
}

func (p *Page) find(selector string) []*html.Node { return find(p.root, selector) }
