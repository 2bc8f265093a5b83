package part

import (
	"html/template"
	"math"
)

// Dot is one thing of a Scatter, with two values.
type Dot struct {
	Name   string
	X, Y   float64
	Chosen bool
}

// Scatter is a chart of things by two values at once. It is a picture beside a table that
// says the same, with its caution: that two values go together does not show that one
// causes the other.
type Scatter struct {
	Title string
	Sub   string
	XText string // what lies along: "accredited persons"
	YText string // what goes up: "Incidents per 1,000 people"
	Dots  []Dot
	Table string // the address of the table that says the same, on the page
}

// Render is the chart as HTML.
func (s Scatter) Render() template.HTML { return render(s) }

// Write writes the chart.
func (s Scatter) Write(w *writer) {
	chartHead(w, s.Title, s.Sub)
	w.Raw(`<svg viewBox="0 0 360 220" role="img" class="ww-scatter"`)
	w.Attr("aria-label", s.Title+". "+s.Sub)
	w.Raw(`>`)
	if len(s.Dots) > 0 {
		s.draw(w)
	}
	w.Raw(`</svg>`)
	if s.Table != "" {
		w.Raw(`<p class="ww-chart__sub"><a class="govuk-link"`)
		w.Href(s.Table)
		w.Raw(`>The same figures in the table</a></p>`)
	}
	w.Raw(`</figure>`)
}

func (s Scatter) draw(w *writer) {
	const left, right, top, base = 40.0, 350.0, 34.0, 180.0
	mostX, mostY := 1.0, 0.0
	for _, d := range s.Dots {
		mostX, mostY = max(mostX, d.X), max(mostY, d.Y)
	}
	step := niceStep(max(mostY, 1) / 3)
	high := max(math.Ceil(mostY/step)*step, step)
	x := func(v float64) float64 { return left + 8 + (right-left-16)*v/mostX }
	y := func(v float64) float64 { return base - (base-top)*v/high }
	w.Raw(`<text class="ww-axis" x="`, px(left), `" y="16" font-size="14.5">`)
	w.Text(s.YText)
	w.Raw(`</text>`)
	for v := 0.0; v <= high+step/2; v += step {
		w.Raw(`<path class="`, when(v == 0, "ww-base"), when(v > 0, "ww-rule"), `" d="M`, px(left), ` `, px(y(v)), `H`, px(right), `"/><text class="ww-axis" x="`, px(left-8), `" y="`, px(y(v)+5), `" text-anchor="end" font-size="14.5">`, Number(int(v)), `</text>`)
	}
	w.Raw(`<text class="ww-axis" x="`, px(left), `" y="206" font-size="14.5">0 `)
	w.Text(s.XText)
	w.Raw(`</text><text class="ww-axis" x="`, px(right), `" y="206" text-anchor="end" font-size="14.5">`, Number(int(mostX)), `</text>`)
	for pass := range 2 { // the chosen one on top
		for _, d := range s.Dots {
			if d.Chosen != (pass == 1) {
				continue
			}
			w.Raw(`<circle class="ww-scatter__dot`, when(d.Chosen, ` ww-scatter__dot--chosen`), `" cx="`, px(x(d.X)), `" cy="`, px(y(d.Y)), `" r="`, when(d.Chosen, "6"), when(!d.Chosen, "4.5"), `"/>`)
			if d.Chosen {
				w.Raw(`<text x="`, px(min(max(x(d.X), 110), 290)), `" y="`, px(y(d.Y)-11), `" text-anchor="middle" font-size="14.5" font-weight="700">`)
				w.Text(d.Name)
				w.Raw(`</text>`)
			}
		}
	}
}
