package webtest

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// step is one part of a selector, such as a.govuk-link[href="/x"].
type step struct {
	tag, id string
	classes []string
	attrs   [][2]string // name and value; the value "\x00" asks only for the name
	child   bool        // the element must lie straight in the one before
}

var pieces = regexp.MustCompile(`^(?:([a-zA-Z][\w-]*|\*)|#([^\s.#\[>]+)|\.([\w-]+)|\[([\w-]+)(?:=["']?([^"'\]]*)["']?)?\])`)

// parse reads a selector of names, #id, .class, [attribute] and [attribute=value],
// spaces and >. It panics on anything else: that is a mistake in the test.
func parse(selector string) []step {
	var steps []step
	child := false
	for _, word := range words(selector) {
		if word == ">" {
			child = true
			continue
		}
		s := step{child: child}
		child = false
		for rest := word; rest != ""; {
			m := pieces.FindStringSubmatch(rest)
			if m == nil {
				panic("webtest: cannot read the selector " + selector)
			}
			switch {
			case m[1] != "":
				s.tag = strings.ToLower(m[1])
			case m[2] != "":
				s.id = m[2]
			case m[3] != "":
				s.classes = append(s.classes, m[3])
			case strings.Contains(m[0], "="):
				s.attrs = append(s.attrs, [2]string{m[4], m[5]})
			default:
				s.attrs = append(s.attrs, [2]string{m[4], "\x00"})
			}
			rest = rest[len(m[0]):]
		}
		steps = append(steps, s)
	}
	return steps
}

// words cuts a selector at spaces that are not in brackets.
func words(s string) []string {
	var out []string
	depth, from := 0, 0
	for i := 0; i <= len(s); i++ {
		switch {
		case i < len(s) && s[i] == '[':
			depth++
		case i < len(s) && s[i] == ']':
			depth--
		case i == len(s) || s[i] == ' ' && depth == 0:
			if i > from {
				out = append(out, s[from:i])
			}
			from = i + 1
		}
	}
	return out
}

func (s step) fits(n *html.Node) bool {
	if n.Type != html.ElementNode || s.tag != "" && s.tag != "*" && s.tag != n.Data || s.id != "" && attr(n, "id") != s.id {
		return false
	}
	classes := strings.Fields(attr(n, "class"))
	for _, c := range s.classes {
		if !slices.Contains(classes, c) {
			return false
		}
	}
	for _, a := range s.attrs {
		if !has(n, a[0]) || a[1] != "\x00" && attr(n, a[0]) != a[1] {
			return false
		}
	}
	return true
}

// find are the elements under root that fit any of the selectors, which commas
// divide, in the order of the page.
func find(root *html.Node, selectors string) []*html.Node {
	var lists [][]step
	for _, s := range strings.Split(selectors, ",") {
		lists = append(lists, parse(strings.TrimSpace(s)))
	}
	var out []*html.Node
	walk(root, func(n *html.Node) {
		for _, steps := range lists {
			if len(steps) > 0 && n != root && steps[len(steps)-1].fits(n) && under(n, steps) {
				out = append(out, n)
				return
			}
		}
	})
	return out
}

// under reports whether the elements above n fit the steps before the last.
func under(n *html.Node, steps []step) bool {
	last := steps[len(steps)-1]
	steps = steps[:len(steps)-1]
	if len(steps) == 0 {
		return true
	}
	for up := n.Parent; up != nil; up = up.Parent {
		if steps[len(steps)-1].fits(up) && under(up, steps) {
			return true
		}
		if last.child {
			return false
		}
	}
	return false
}

func walk(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode || n.Type == html.DocumentNode {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, f)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// Text is the text in an element, with single spaces.
func Text(n *html.Node) string { return strings.Join(strings.Fields(raw(n)), " ") }

func raw(n *html.Node) string {
	var b strings.Builder
	var gather func(*html.Node)
	gather = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case n.Data == "script" || n.Data == "style" || n.Data == "title" && n.Parent != nil && n.Parent.Data == "path":
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			gather(c)
		}
		if block[n.Data] {
			b.WriteByte(' ')
		}
	}
	gather(n)
	return b.String()
}

// block are the elements whose end parts words.
var block = map[string]bool{"p": true, "div": true, "li": true, "td": true, "th": true, "tr": true, "h1": true, "h2": true, "h3": true, "h4": true,
	"dt": true, "dd": true, "label": true, "legend": true, "summary": true, "option": true, "br": true, "span": false, "caption": true, "text": true}
