package part

import (
	"html/template"

	"watchword/internal/web/govuk"
)

// Fact is a short heading with its value, as in "AP number EM 4417".
type Fact struct {
	Key   string
	Value string
	HTML  template.HTML
}

// Head is the top of a page about one thing: its name as the page's h1, what it
// is, its state, and what may be done with it. In the past give no Actions.
type Head struct {
	Caption  string // a quiet line above the name
	Title    string
	Photo    string // address of a portrait; empty: none
	PhotoAlt string
	Text     string
	HTML     template.HTML
	Statuses []Status
	Facts    []Fact
	Actions  []govuk.Button // the first is the main one
	Links    []Link
	Aside    string // a quiet line at the right, such as the day
}

// Render is the head as HTML.
func (h Head) Render() template.HTML { return render(h) }

// Write writes the head.
func (h Head) Write(w *writer) {
	w.Raw(`<div class="ww-head">`)
	if h.Photo != "" {
		w.Raw(`<img class="ww-head__photo" width="108" height="136"`)
		w.Attr("src", h.Photo)
		w.Attr("alt", h.PhotoAlt)
		w.Raw(`>`)
	}
	w.Raw(`<div class="ww-head__words">`)
	if h.Caption != "" {
		w.Raw(`<p class="ww-head__caption">`)
		w.Text(h.Caption)
		w.Raw(`</p>`)
	}
	w.Raw(`<h1>`)
	w.Text(h.Title)
	w.Raw(`</h1>`)
	if h.Text != "" || h.HTML != "" {
		w.Raw(`<p class="ww-head__text">`)
		w.Content(h.Text, h.HTML)
		w.Raw(`</p>`)
	}
	if len(h.Statuses) > 0 {
		w.Trusted(Statuses(h.Statuses...))
	}
	if len(h.Facts) > 0 {
		w.Raw(`<ul class="ww-facts">`)
		for _, f := range h.Facts {
			w.Raw(`<li>`)
			w.Text(f.Key)
			w.Raw(` <strong>`)
			w.Content(f.Value, f.HTML)
			w.Raw(`</strong></li>`)
		}
		w.Raw(`</ul>`)
	}
	w.Raw(`</div>`)
	if len(h.Actions) > 0 || len(h.Links) > 0 || h.Aside != "" {
		w.Raw(`<div class="ww-head__side">`)
		if h.Aside != "" {
			w.Raw(`<p class="ww-head__aside">`)
			w.Text(h.Aside)
			w.Raw(`</p>`)
		}
		if len(h.Actions) > 0 {
			w.Raw(`<div class="ww-actions">`)
			for i := range h.Actions {
				h.Actions[i].Write(w)
			}
			w.Raw(`</div>`)
		}
		links(w, h.Links)
		w.Raw(`</div>`)
	}
	w.Raw(`</div>`)
}

// Figure is one number of Figures.
type Figure struct {
	Number string // "538"
	Beside string // smaller, beside it: "in 40"
	Text   string // what is counted
	Href   string // the list behind the figure
	Sub    string
}

// Figures is the strip of large numbers above a page; each opens its list.
type Figures struct{ Items []Figure }

// Render is the strip as HTML.
func (f Figures) Render() template.HTML { return render(f) }

// Write writes the strip.
func (f Figures) Write(w *writer) {
	w.Raw(`<ul class="ww-figures">`)
	for _, x := range f.Items {
		w.Raw(`<li><span class="ww-figure">`)
		w.Text(x.Number)
		if x.Beside != "" {
			w.Raw(` <span class="ww-figure__beside">`)
			w.Text(x.Beside)
			w.Raw(`</span>`)
		}
		w.Raw(`</span> <span class="ww-figures__text">`)
		Link{Text: x.Text, Href: x.Href}.Write(w)
		w.Raw(`</span>`)
		if x.Sub != "" {
			w.Raw(` <span class="ww-sub">`)
			w.Text(x.Sub)
			w.Raw(`</span>`)
		}
		w.Raw(`</li>`)
	}
	w.Raw(`</ul>`)
}

// Heading is a heading of the second level with a count and a quiet text beside.
type Heading struct {
	Text   string
	ID     string
	Count  string
	Beside string
	Small  bool // of the third level
}

// Render is the heading as HTML.
func (h Heading) Render() template.HTML { return render(h) }

// Write writes the heading.
func (h Heading) Write(w *writer) {
	tag := "h2"
	if h.Small {
		tag = "h3"
	}
	w.Raw(`<`, tag)
	w.Opt("id", h.ID)
	w.Raw(` class="ww-heading">`)
	w.Text(h.Text)
	if h.Count != "" {
		w.Raw(` <span class="moj-badge">`)
		w.Text(h.Count)
		w.Raw(`</span>`)
	}
	if h.Beside != "" {
		w.Raw(` <small>`)
		w.Text(h.Beside)
		w.Raw(`</small>`)
	}
	w.Raw(`</`, tag, `>`)
}
