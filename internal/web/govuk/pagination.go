package govuk

import "html/template"

// PageLink leads to the page before or after.
type PageLink struct {
	Href       string
	Text       string // empty: "Previous page", "Next page"
	HTML       template.HTML
	LabelText  string
	Attributes Attributes
}

// PageItem is one number of Pagination, or an ellipsis.
type PageItem struct {
	Number             string
	Href               string
	Current            bool
	Ellipsis           bool
	VisuallyHiddenText string // empty: "Page" and the number
	Attributes         Attributes
}

// Pagination leads through a list that has many pages.
type Pagination struct {
	Items         []PageItem
	Previous      PageLink
	Next          PageLink
	LandmarkLabel string // empty: "Pagination"
	Classes       string
	Attributes    Attributes
}

// Render is the pagination as HTML.
func (x Pagination) Render() template.HTML { return render(x) }

// Write writes the pagination.
func (x Pagination) Write(w *writer) {
	block := len(x.Items) == 0 && (x.Next.Href != "" || x.Previous.Href != "")
	w.Raw(`<nav`)
	w.Class("govuk-pagination", when(block, "govuk-pagination--block"), x.Classes)
	w.Attr("aria-label", or(x.LandmarkLabel, "Pagination"))
	w.Attributes(x.Attributes)
	w.Raw(`>`)
	if x.Previous.Href != "" {
		x.Previous.write(w, "prev", "Previous", block)
	}
	if len(x.Items) > 0 {
		w.Raw(`<ul class="govuk-pagination__list">`)
		for i := range x.Items {
			x.Items[i].write(w)
		}
		w.Raw(`</ul>`)
	}
	if x.Next.Href != "" {
		x.Next.write(w, "next", "Next", block)
	}
	w.Raw(`</nav>`)
}

const (
	arrowPrev = `<svg class="govuk-pagination__icon govuk-pagination__icon--prev" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13"><path d="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"></path></svg>`
	arrowNext = `<svg class="govuk-pagination__icon govuk-pagination__icon--next" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13"><path d="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"></path></svg>`
)

func (l PageLink) write(w *writer, kind, word string, block bool) {
	w.Raw(`<div class="govuk-pagination__`, kind, `"><a class="govuk-link govuk-pagination__link"`)
	w.Href(l.Href)
	w.Attr("rel", kind)
	w.Attributes(l.Attributes)
	w.Raw(`>`)
	if kind == "prev" {
		w.Raw(arrowPrev)
	} else if block {
		w.Raw(arrowNext)
	}
	w.Raw(` <span`)
	w.Class("govuk-pagination__link-title", when(block && l.LabelText == "", "govuk-pagination__link-title--decorated"))
	w.Raw(`>`)
	if l.Text != "" || l.HTML != "" {
		w.Content(l.Text, l.HTML)
	} else {
		w.Raw(word, `<span class="govuk-visually-hidden"> page</span>`)
	}
	w.Raw(`</span>`)
	if l.LabelText != "" && block {
		w.Raw(` <span class="govuk-visually-hidden">:</span> <span class="govuk-pagination__link-label">`)
		w.Text(l.LabelText)
		w.Raw(`</span>`)
	}
	if kind == "next" && !block {
		w.Raw(` `, arrowNext)
	}
	w.Raw(`</a></div>`)
}

func (i *PageItem) write(w *writer) {
	if i.Number == "" && !i.Ellipsis {
		return
	}
	w.Raw(`<li`)
	w.Class("govuk-pagination__item", when(i.Current, "govuk-pagination__item--current"), when(i.Ellipsis, "govuk-pagination__item--ellipsis"))
	w.Raw(`>`)
	if i.Ellipsis {
		w.Raw(`⋯</li>`)
		return
	}
	w.Raw(`<a class="govuk-link govuk-pagination__link"`)
	w.Href(i.Href)
	w.Attr("aria-label", or(i.VisuallyHiddenText, "Page "+i.Number))
	if i.Current {
		w.Raw(` aria-current="page"`)
	}
	w.Attributes(i.Attributes)
	w.Raw(`>`)
	w.Text(i.Number)
	w.Raw(`</a></li>`)
}
