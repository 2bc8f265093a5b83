package part

import (
	"html/template"
	"math"
	"strconv"
)

// Datum is one value of a chart.
type Datum struct {
	Label string
	Value float64
	Shown string // as it is written; empty: the value as a whole number
	Kind  Kind   // Due or NotInForce colour the bar; the words beside the chart say why
	Href  string // the list behind the value
}

func (d Datum) shown() string {
	if d.Shown != "" {
		return d.Shown
	}
	return Number(int(math.Round(d.Value)))
}

func barClass(k Kind) string {
	switch k {
	case Due:
		return "ww-bar ww-bar--due"
	case NotInForce:
		return "ww-bar ww-bar--bad"
	}
	return "ww-bar"
}

func largest(data []Datum) float64 {
	most := 0.0
	for _, d := range data {
		most = max(most, d.Value)
	}
	return max(most, 1)
}

func px(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }

// chartHead writes the heading of a chart and the line under it.
func chartHead(w *writer, title, sub string) {
	w.Raw(`<figure class="ww-chart">`)
	if title != "" {
		w.Raw(`<h3>`)
		w.Text(title)
		w.Raw(`</h3>`)
	}
	if sub != "" {
		w.Raw(`<p class="ww-chart__sub">`)
		w.Text(sub)
		w.Raw(`</p>`)
	}
}

// chartTable writes the values again as a table, folded.
func chartTable(w *writer, title, heads string, value string, data []Datum) {
	w.Raw(`<details><summary>Show as a table<span class="govuk-visually-hidden">: `)
	w.Text(title)
	w.Raw(`</span></summary>`)
	t := Table{Caption: title, RowHeaders: true, Columns: []Column{{Text: or(heads, "Of")}, {Text: or(value, "Number"), Numeric: true}}, Classes: "ww-table--small"}
	for _, d := range data {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: d.Label, Href: d.Href}, {Text: d.shown()}}})
	}
	t.Write(w)
	w.Raw(`</details></figure>`)
}

// Bars is a chart of lying bars. It is a table, in which each value has its bar
// beside it, so that nothing need be shown twice.
type Bars struct {
	Title  string
	Sub    string
	Labels string // heading of the labels, for screen readers; empty: "Of"
	Values string // heading of the values, for screen readers; empty: "Number"
	Data   []Datum
	Note   template.HTML // under the chart
}

// Render is the chart as HTML.
func (b Bars) Render() template.HTML { return render(b) }

// Write writes the chart.
func (b Bars) Write(w *writer) {
	chartHead(w, b.Title, b.Sub)
	w.Raw(`<table class="ww-bars"><caption class="govuk-visually-hidden">`)
	w.Text(or(b.Title, "Chart"))
	w.Raw(`</caption><thead class="govuk-visually-hidden"><tr><th scope="col">`)
	w.Text(or(b.Labels, "Of"))
	w.Raw(`</th><th scope="col">`)
	w.Text(or(b.Values, "Number"))
	w.Raw(`</th></tr></thead><tbody>`)
	most := largest(b.Data)
	for _, d := range b.Data {
		w.Raw(`<tr><th scope="row">`)
		Link{Text: d.Label, Href: d.Href}.Write(w)
		share := px(80 * d.Value / most)
		w.Raw(`</th><td><svg height="18" width="100%" focusable="false"><rect class="`, barClass(d.Kind), `" y="1" width="`, share, `%" height="16" rx="1.5"/><text x="`, share, `%" dx="7" y="14.5" font-size="15.5" font-weight="700">`)
		w.Text(d.shown())
		w.Raw(`</text></svg></td></tr>`)
	}
	w.Raw(`</tbody></table>`)
	if b.Note != "" {
		w.Raw(`<p class="ww-chart__sub">`)
		w.Trusted(b.Note)
		w.Raw(`</p>`)
	}
	w.Raw(`</figure>`)
}

// Columns is a chart of standing bars.
type Columns struct {
	Title  string
	Sub    string
	Labels string
	Values string
	Data   []Datum
}

// Render is the chart as HTML.
func (c Columns) Render() template.HTML { return render(c) }

// Write writes the chart.
func (c Columns) Write(w *writer) {
	const height, base, width = 190.0, 160.0, 360.0
	chartHead(w, c.Title, c.Sub)
	w.Raw(`<svg viewBox="0 0 360 190" role="img"`)
	w.Attr("aria-label", sentence(c.Title, c.Data))
	w.Raw(`>`)
	most := largest(c.Data)
	step := width / float64(max(1, len(c.Data)))
	for i, d := range c.Data {
		h := (base - 26) * d.Value / most
		middle := step * (float64(i) + .5)
		w.Raw(`<rect class="`, barClass(d.Kind), `" x="`, px(middle-step*.32), `" y="`, px(base-h), `" width="`, px(step*.64), `" height="`, px(h), `" rx="1.5"/>`)
		w.Raw(`<text x="`, px(middle), `" y="`, px(base-h-8), `" text-anchor="middle" font-size="15" font-weight="700">`)
		w.Text(d.shown())
		w.Raw(`</text><text class="ww-axis" x="`, px(middle), `" y="`, px(height-8), `" text-anchor="middle" font-size="14.5">`)
		w.Text(d.Label)
		w.Raw(`</text>`)
	}
	w.Raw(`<path class="ww-base" d="M0 160.5H360" stroke-width="1.5"/></svg>`)
	chartTable(w, c.Title, c.Labels, c.Values, c.Data)
}

// Line is a chart of one value over time. The labels of the first and the last
// value stand under it, the last value stands at its end.
type Line struct {
	Title  string
	Sub    string
	Labels string
	Values string
	Data   []Datum
	Goal   float64 // drawn across the chart, if there is one; 0 is none
}

// Render is the chart as HTML.
func (l Line) Render() template.HTML { return render(l) }

// Write writes the chart.
func (l Line) Write(w *writer) {
	chartHead(w, l.Title, l.Sub)
	w.Raw(`<svg viewBox="0 0 360 190" role="img"`)
	w.Attr("aria-label", sentence(l.Title, l.Data))
	w.Raw(`>`)
	if len(l.Data) > 0 {
		l.draw(w)
	}
	w.Raw(`</svg>`)
	chartTable(w, l.Title, l.Labels, l.Values, l.Data)
}

func (l Line) draw(w *writer) {
	const left, right, top, base = 40.0, 352.0, 30.0, 150.0
	low, high := l.Data[0].Value, l.Data[0].Value
	for _, d := range l.Data {
		low, high = min(low, d.Value), max(high, d.Value)
	}
	if l.Goal > 0 {
		low, high = min(low, l.Goal), max(high, l.Goal)
	}
	low = min(low, high-high/5) // or one more or less would look like a landslide
	step := niceStep((high - low) / 3)
	from := math.Floor(low/step) * step
	to := max(math.Ceil(high/step)*step, from+step)
	y := func(v float64) float64 { return base - (base-top)*(v-from)/(to-from) }
	x := func(i int) float64 {
		return left + (right-left)*float64(i)/float64(max(1, len(l.Data)-1))
	}
	for v := from; v <= to-step/2; v += step {
		w.Raw(`<path class="ww-rule" d="M`, px(left), ` `, px(y(v)), `H`, px(right), `"/><text class="ww-axis" x="`, px(left-8), `" y="`, px(y(v)+5), `" text-anchor="end" font-size="14.5">`, Number(int(v)), `</text>`)
	}
	w.Raw(`<path class="ww-line" d="`)
	for i, d := range l.Data {
		w.Raw(when(i == 0, "M"), when(i > 0, "L"), px(x(i)), ` `, px(y(d.Value)))
	}
	if l.Goal > 0 {
		w.Raw(`"/><path class="ww-goal" d="M`, px(left), ` `, px(y(l.Goal)), `H`, px(right))
	}
	last := len(l.Data) - 1
	end := l.Data[last]
	w.Raw(`"/><circle class="ww-dot" cx="`, px(x(last)), `" cy="`, px(y(end.Value)), `" r="4.5"/>`)
	if l.Goal > 0 {
		w.Raw(`<text class="ww-axis" x="`, px(left+4), `" y="`, px(y(l.Goal)-6), `" font-size="14.5">Target `, Number(int(l.Goal)), `</text>`)
	}
	above := -11.0
	if last > 0 && l.Data[last-1].Value > end.Value {
		above = 22 // the line comes from above
	}
	w.Raw(`<text x="`, px(right), `" y="`, px(y(end.Value)+above), `" text-anchor="end" font-size="15" font-weight="700">`)
	w.Text(end.shown())
	w.Raw(`</text><text class="ww-axis" x="`, px(left), `" y="182" font-size="14.5">`)
	w.Text(l.Data[0].Label)
	w.Raw(`</text><text class="ww-axis" x="`, px(right), `" y="182" text-anchor="end" font-size="14.5">`)
	w.Text(end.Label)
	w.Raw(`</text>`)
}

// niceStep is the step of an axis at or above the wish: 1, 2 or 5 with zeros.
func niceStep(wish float64) float64 {
	step := 1.0
	for {
		for _, m := range []float64{1, 2, 5} {
			if step*m >= wish {
				return step * m
			}
		}
		step *= 10
	}
}

// sentence is the chart in words, for those who cannot see it.
func sentence(title string, data []Datum) string {
	if len(data) == 0 {
		return title + ": no figures."
	}
	s := title + ": "
	if len(data) > 8 {
		last := data[len(data)-1]
		return s + "from " + data[0].shown() + " (" + data[0].Label + ") to " + last.shown() + " (" + last.Label + ")."
	}
	for i, d := range data {
		s += when(i > 0, ", ") + d.Label + " " + d.shown()
	}
	return s + "."
}
