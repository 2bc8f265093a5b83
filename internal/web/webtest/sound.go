package webtest

import (
	"strings"

	"golang.org/x/net/html"
)

// Sound fails the test for what must hold on every page: one h1, a title, a
// language; ids that occur once, and references that lead to one; a name for
// every control, link and button; alternative texts; headings that skip no
// level; and nothing that the policy of our pages blocks: styles in elements,
// script in the page, addresses elsewhere.
func (p *Page) Sound() *Page {
	p.t.Helper()
	if n := p.Count("h1"); n != 1 {
		p.t.Errorf("the page has %d h1: %q", n, p.All("h1"))
	}
	if p.Text("head title") == "" || p.Attr("html", "lang") == "" {
		p.t.Error("the page has no title or no language")
	}
	if p.Count("main") != 1 {
		p.t.Errorf("the page has %d main", p.Count("main"))
	}
	p.ids()
	p.names()
	p.levels()
	walk(p.root, p.policy)
	return p
}

// ids checks that ids are unique and that what points at one finds it.
func (p *Page) ids() {
	p.t.Helper()
	seen := map[string]bool{}
	walk(p.root, func(n *html.Node) {
		if id := attr(n, "id"); id != "" {
			if seen[id] {
				p.t.Errorf("the id %s occurs twice", id)
			}
			seen[id] = true
		} else if has(n, "id") {
			p.t.Errorf("a %s has an empty id", n.Data)
		}
	})
	walk(p.root, func(n *html.Node) {
		for _, name := range []string{"for", "aria-describedby", "aria-labelledby"} {
			for _, id := range strings.Fields(attr(n, name)) {
				if !seen[id] {
					p.t.Errorf("%s=%q of a %s leads nowhere", name, id, n.Data)
				}
			}
		}
		if to, ok := strings.CutPrefix(attr(n, "href"), "#"); ok && n.Data == "a" && to != "" && !seen[to] {
			p.t.Errorf("the link %q to #%s leads nowhere", Text(n), to)
		}
	})
}

// names checks that whatever can be used has a name that is read out.
func (p *Page) names() {
	p.t.Helper()
	labelled := map[string]bool{}
	for _, l := range p.find("label[for]") {
		if Text(l) == "" {
			p.t.Errorf("the label of %s is empty", attr(l, "for"))
		}
		labelled[attr(l, "for")] = true
	}
	walk(p.root, func(n *html.Node) {
		named := attr(n, "aria-label") != "" || attr(n, "aria-labelledby") != ""
		switch n.Data {
		case "input", "select", "textarea":
			if kind := attr(n, "type"); kind == "hidden" || kind == "submit" {
				return
			}
			if !labelled[attr(n, "id")] && !named {
				p.t.Errorf("the control %s has no label", attr(n, "name"))
			}
		case "a", "button":
			if Text(n) == "" && !named {
				p.t.Errorf("a %s to %s has no name", n.Data, attr(n, "href"))
			}
		case "img":
			if !has(n, "alt") {
				p.t.Errorf("the picture %s has no alternative text", attr(n, "src"))
			}
		case "svg":
			if attr(n, "aria-hidden") != "true" && !named && Text(n) == "" {
				p.t.Error("a drawing has no name and is not hidden")
			}
		}
	})
}

func (p *Page) levels() {
	p.t.Helper()
	before := byte('0')
	for _, h := range p.Headings() {
		if h[1] > before+1 && before != '0' {
			p.t.Errorf("the heading %q skips a level", h)
		}
		before = h[1]
	}
}

// policy checks one element against what our pages may hold.
func (p *Page) policy(n *html.Node) {
	p.t.Helper()
	if n.Data == "style" || n.Data == "script" && !has(n, "src") {
		p.t.Errorf("there is a %s in the page", n.Data)
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			p.t.Errorf("a %s has %s=%q", n.Data, a.Key, a.Val)
		case (a.Key == "src" || a.Key == "action" || n.Data == "link" && a.Key == "href") && strings.Contains(a.Val, "//"):
			p.t.Errorf("a %s takes %s=%q from elsewhere", n.Data, a.Key, a.Val)
		case a.Key == "href" && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:"):
			p.t.Errorf("a link runs script: %q", a.Val)
		}
	}
}

// control is the control with that label, or with a legend around it and the
// label, "Legend: label".
func (p *Page) control(label string) *html.Node {
	legend, rest, grouped := strings.Cut(label, ": ")
	for _, l := range p.find("label[for]") {
		if Text(l) == label || grouped && Text(l) == rest && inFieldset(l, legend) {
			for _, c := range p.find("#" + attr(l, "for")) {
				return c
			}
		}
	}
	return nil
}

func inFieldset(n *html.Node, legend string) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		if up.Data == "fieldset" {
			for _, l := range find(up, "legend") {
				return Text(l) == legend
			}
		}
	}
	return false
}
