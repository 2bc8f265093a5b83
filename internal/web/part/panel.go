package part

import (
	"html/template"
	"strconv"
	"strings"

	"watchword/internal/clock"
)

// DueItem is one thing with a date: what falls due, and what then happens by
// itself.
type DueItem struct {
	Day  clock.Day
	Text string
	HTML template.HTML // in place of Text, with links
	Sub  string
	Soon bool // within the time that the force calls soon: on the lamp tint
	Late bool // the day is over: in red; Sub says so too
}

// DueList is a list of things with a date. Where the first is due soon, the year goes
// without saying until it changes; else each day has its year.
type DueList struct {
	Items []DueItem
	Empty string
}

// Render is the list as HTML.
func (l DueList) Render() template.HTML { return render(l) }

// Write writes the list.
func (l DueList) Write(w *writer) {
	if len(l.Items) == 0 {
		w.Raw(`<p class="ww-empty">`)
		w.Text(or(l.Empty, "Nothing falls due."))
		w.Raw(`</p>`)
		return
	}
	w.Raw(`<ol class="ww-due">`)
	known, _, _ := l.Items[0].Day.Date()
	if !l.Items[0].Soon {
		known = 0
	}
	for _, x := range l.Items {
		year, month, day := x.Day.Date()
		w.Raw(`<li><time class="ww-due__day`, when(x.Late, ` ww-due__day--late`), when(x.Soon && !x.Late, ` ww-due__day--soon`), `" datetime="`, x.Day.String(), `"><b>`, strconv.Itoa(day), `</b> `,
			month.String()[:3], when(year == known, `<span class="govuk-visually-hidden">`), ` `, strconv.Itoa(year), when(year == known, `</span>`), `</time> <div>`)
		w.Content(x.Text, x.HTML)
		if x.Sub != "" {
			w.Raw(`<span class="ww-sub">`)
			w.Text(x.Sub)
			w.Raw(`</span>`)
		}
		w.Raw(`</div></li>`)
	}
	w.Raw(`</ol>`)
}

// Test is one of the four tests of section 41(4).
type Test struct {
	Letter string // "a"
	Title  string
	Status Status
	First  string   // the line in ink
	Lines  []string // the quiet lines: who, when, until
	Link   Link
}

// Tests is the strip of the four tests.
type Tests struct{ Items []Test }

// Render is the strip as HTML.
func (t Tests) Render() template.HTML { return render(t) }

// Write writes the strip.
func (t Tests) Write(w *writer) {
	w.Raw(`<ol class="ww-tests">`)
	for _, x := range t.Items {
		w.Raw(`<li><p class="ww-tests__letter">Test (`)
		w.Text(x.Letter)
		w.Raw(`)</p><h3>`)
		w.Text(x.Title)
		w.Raw(`</h3>`)
		x.Status.Write(w)
		if x.First != "" {
			w.Raw(`<p>`)
			w.Text(x.First)
			w.Raw(`</p>`)
		}
		for _, line := range x.Lines {
			w.Raw(`<p class="ww-quiet">`)
			w.Text(line)
			w.Raw(`</p>`)
		}
		if x.Link.Text != "" {
			w.Raw(`<p>`)
			x.Link.Write(w)
			w.Raw(`</p>`)
		}
		w.Raw(`</li>`)
	}
	w.Raw(`</ol>`)
}

// Box is a panel with a heading. Decision makes it the panel in which something
// is decided: dark head, and it stays in sight while the window is tall enough.
type Box struct {
	Title    string
	Status   Status
	HTML     template.HTML
	Decision bool
	Level    int // of the heading; 0 is 2
}

// Render is the panel as HTML.
func (b Box) Render() template.HTML { return render(b) }

// Write writes the panel.
func (b Box) Write(w *writer) {
	h := "h2"
	if b.Level == 3 {
		h = "h3"
	}
	w.Raw(`<section class="ww-box`, when(b.Decision, ` ww-box--decision`), `"`)
	w.Attr("aria-label", b.Title)
	w.Raw(`><div class="ww-box__head"><`, h, `>`)
	w.Text(b.Title)
	w.Raw(`</`, h, `>`)
	if b.Status.Text != "" {
		w.Raw(` `)
		b.Status.Write(w)
	}
	w.Raw(`</div><div class="ww-box__body">`)
	w.Trusted(b.HTML)
	w.Raw(`</div></section>`)
}

// CouncilBox sets authority that comes from a council, and not from the
// accreditation, apart in a dashed box.
type CouncilBox struct {
	Title string // empty: "From the council, not from this accreditation"
	Level int    // of the heading, one below what stands above it: 2, 3 or 4; must be given
	Text  string
	HTML  template.HTML
}

// Render is the box as HTML.
func (b CouncilBox) Render() template.HTML { return render(b) }

// Write writes the box.
func (b CouncilBox) Write(w *writer) {
	h := "h" + strconv.Itoa(min(max(b.Level, 2), 4))
	w.Raw(`<section class="ww-council"><`, h, `>`)
	w.Trusted(Shape(Council))
	w.Raw(` `)
	w.Text(or(b.Title, "From the council, not from this accreditation"))
	w.Raw(`</`, h, `><p>`)
	w.Content(b.Text, b.HTML)
	w.Raw(` `)
	Status{Kind: Council, Text: "Council authority"}.Write(w)
	w.Raw(`</p></section>`)
}

// Verdict is the band that answers a check: valid (InForce), not valid
// (NotInForce) or could not check (NotKnown). Its word is the h1 of the page.
type Verdict struct {
	Kind     Kind
	Word     string
	Sentence string
}

// Render is the band as HTML.
func (v Verdict) Render() template.HTML { return render(v) }

// Write writes the band.
func (v Verdict) Write(w *writer) {
	w.Raw(`<div class="ww-verdict ww-verdict--`, string(known(v.Kind)), `">`)
	w.Trusted(Shape(v.Kind))
	w.Raw(`<div><h1>`)
	w.Text(v.Word)
	w.Raw(`</h1><p>`)
	w.Text(v.Sentence)
	w.Raw(`</p></div></div>`)
}

// Code is the two-way code in large letters, with what to do with it.
type Code struct {
	Word   string
	Number string
	HTML   template.HTML
}

// Render is the code as HTML.
func (c Code) Render() template.HTML { return render(c) }

// Write writes the code.
func (c Code) Write(w *writer) {
	w.Raw(`<div class="ww-code"><p class="ww-code__big">`)
	w.Text(strings.ToUpper(c.Word))
	if c.Number != "" {
		w.Raw(` <span aria-hidden="true">·</span> `)
		w.Text(c.Number)
	}
	w.Raw(`</p><div class="ww-code__says">`)
	w.Trusted(c.HTML)
	w.Raw(`</div></div>`)
}

// Point is one line of Points, with a shape before it.
type Point struct {
	Kind   Kind   // empty: an arrow
	Says   string // hidden text before it: "May", "May never"
	Strong string // begins the line, in bold
	Text   string
	HTML   template.HTML
}

// Points is a list in which each line has a shape: what a person may and may not
// do, what is known and what not, what to do.
type Points struct{ Items []Point }

// Render is the list as HTML.
func (p Points) Render() template.HTML { return render(p) }

// Write writes the list.
func (p Points) Write(w *writer) {
	w.Raw(`<ul class="ww-points">`)
	for _, x := range p.Items {
		w.Raw(`<li>`)
		if x.Kind == "" {
			w.Raw(`<svg class="ww-shape ww-shape--go" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false"><path d="M6 2.5 11.5 8 6 13.5" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`)
		} else {
			w.Trusted(Shape(x.Kind))
		}
		w.Raw(`<span>`)
		if x.Says != "" {
			w.Raw(`<span class="govuk-visually-hidden">`)
			w.Text(x.Says)
			w.Raw(`: </span>`)
		}
		if x.Strong != "" {
			w.Raw(`<strong>`)
			w.Text(x.Strong)
			w.Raw(`</strong>`)
		}
		w.Content(x.Text, x.HTML)
		w.Raw(`</span></li>`)
	}
	w.Raw(`</ul>`)
}
