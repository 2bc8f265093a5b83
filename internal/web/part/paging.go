package part

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"watchword/internal/web/govuk"
)

// Paging leads through a list of Total items, Size to a page. Query is the query
// of the list's address, kept in every link; the page is its value "page".
type Paging struct {
	Path  string
	Query url.Values
	Total int
	Page  int // 1 is the first
	Size  int
	Noun  string // of several, "organisations"; empty: nothing
}

// Pages is how many pages there are; at least one.
func (p Paging) Pages() int {
	if p.Size < 1 || p.Total < 1 {
		return 1
	}
	return (p.Total + p.Size - 1) / p.Size
}

// Offset is how many items stand before this page.
func (p Paging) Offset() int { return (max(1, p.Page) - 1) * p.Size }

// Link is the address of a page of the list.
func (p Paging) Link(page int) string {
	q := url.Values{}
	for name, values := range p.Query {
		q[name] = values
	}
	q.Set("page", strconv.Itoa(page))
	q.Del("done")
	return p.Path + "?" + q.Encode()
}

// Sort is a column that sorts the list by the key: pressed again it turns the
// order round. The list's address holds the key as its value "sort", with a
// minus before it for descending order.
func (p Paging) Sort(text, key string) Column {
	q := url.Values{}
	for name, values := range p.Query {
		q[name] = values
	}
	q.Del("page")
	q.Del("done")
	c := Column{Text: text}
	switch p.Query.Get("sort") {
	case key:
		c.Sorted = "ascending"
		q.Set("sort", "-"+key)
	case "-" + key:
		c.Sorted = "descending"
		q.Set("sort", key)
	default:
		q.Set("sort", key)
	}
	c.Sort = p.Path + "?" + q.Encode()
	return c
}

// says is what of the list this page shows: "31 to 60 of 257 people", or of a list of one
// page "5 people" and "1 person".
func (p Paging) says() string {
	if p.Pages() == 1 && p.Noun != "" {
		return Number(p.Total) + " " + p.noun()
	}
	s := Number(p.Offset()+1) + " to " + Number(min(p.Total, p.Offset()+p.Size)) + " of " + Number(p.Total)
	if p.Noun != "" {
		s += " " + p.noun()
	}
	return s
}

// noun is what is counted, as it follows the total.
func (p Paging) noun() string {
	switch {
	case p.Total != 1:
		return p.Noun
	case p.Noun == "people":
		return "person"
	}
	return strings.TrimSuffix(p.Noun, "s")
}

// Render is the paging as HTML: what this page shows, and the links.
func (p Paging) Render() template.HTML { return render(p) }

// Write writes the paging; nothing for an empty list.
func (p Paging) Write(w *writer) {
	if p.Total < 1 {
		return
	}
	w.Raw(`<div class="ww-paging"><p class="ww-paging__says">`)
	w.Text(p.says())
	w.Raw(`</p>`)
	if n := p.Pages(); n > 1 {
		g := govuk.Pagination{LandmarkLabel: "Pages"}
		if p.Page > 1 {
			g.Previous.Href = p.Link(p.Page - 1)
		}
		if p.Page < n {
			g.Next.Href = p.Link(p.Page + 1)
		}
		for _, i := range around(p.Page, n) {
			if i == 0 {
				g.Items = append(g.Items, govuk.PageItem{Ellipsis: true})
				continue
			}
			g.Items = append(g.Items, govuk.PageItem{Number: Number(i), Href: p.Link(i), Current: i == p.Page})
		}
		g.Write(w)
	}
	w.Raw(`</div>`)
}

// around are the pages to name: the first, the last, and those about this one; 0
// is a gap.
func around(page, last int) []int {
	var out []int
	before := 0
	for i := 1; i <= last; i++ {
		if i != 1 && i != last && (i < page-1 || i > page+1) {
			continue
		}
		if i > before+2 {
			out = append(out, 0)
		} else if i == before+2 {
			out = append(out, i-1)
		}
		out = append(out, i)
		before = i
	}
	return out
}
