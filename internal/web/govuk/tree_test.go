package govuk

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// line writes a node and what is in it, one line each.
func line(b *strings.Builder, n *html.Node, depth int) {
	indent := strings.Repeat("  ", depth)
	switch n.Type {
	case html.TextNode:
		if s := strings.Join(strings.Fields(n.Data), " "); s != "" {
			b.WriteString(indent + s + "\n")
		}
	case html.ElementNode:
		var attrs []string
		for _, a := range n.Attr {
			value := a.Val
			if a.Key == "class" {
				classes := strings.Fields(value)
				slices.Sort(classes)
				value = strings.Join(classes, " ")
			}
			attrs = append(attrs, a.Key+"="+value)
		}
		slices.Sort(attrs)
		b.WriteString(indent + "<" + n.Data + " " + strings.Join(attrs, " | ") + ">\n")
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		line(b, c, depth+1)
	}
}
