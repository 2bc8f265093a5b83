package part

import (
	"html/template"
	"math"
	"strconv"
)

// MonthBar is one month of a Months chart.
type MonthBar struct {
	Label string // "Oct 2026"
	N     int
	Known bool // false: there is no figure, and a gap
	On    bool // it is one of those that the page is about
}

// Months is a chart of a number month by month. The highest and the last have their figure
// written above them; the table below has all.
type Months struct {
	Title  string
	Sub    string
	Values string // what is counted, as the heading of the table
	Data   []MonthBar
}

// Render is the chart as HTML.
func (m Months) Render() template.HTML { return render(m) }

// Write writes the chart.
func (m Months) Write(w *writer) {
	chartHead(w, m.Title, m.Sub)
	data := make([]Datum, len(m.Data))
	for i, d := range m.Data {
		data[i] = Datum{Label: d.Label, Value: float64(d.N)}
		if !d.Known {
			data[i].Shown = "Not taken"
		}
	}
	w.Raw(`<svg viewBox="0 0 360 150" role="img"`)
	w.Attr("aria-label", sentence(m.Title, data))
	w.Raw(`>`)
	m.draw(w, largest(data))
	w.Raw(`</svg>`)
	chartTable(w, m.Title, "Month", m.Values, data)
}

func (m Months) draw(w *writer, most float64) {
	const width, top, base = 360.0, 26.0, 120.0
	step := width / float64(max(1, len(m.Data)))
	high, last := -1, -1
	for i, d := range m.Data {
		if d.Known {
			if last = i; high < 0 || d.N > m.Data[high].N {
				high = i
			}
		}
	}
	said := 0.0 // how far to the right a figure is written already
	for i, d := range m.Data {
		if !d.Known {
			continue
		}
		h, middle := (base-top)*float64(d.N)/most, step*(float64(i)+.5)
		w.Raw(`<rect class="ww-bar`, when(!d.On, ` ww-bar--other`), `" x="`, px(middle-step*.36), `" y="`, px(base-h), `" width="`, px(step*.72), `" height="`, px(h), `" rx="1"/>`)
		text := Number(d.N)
		half := float64(len(text)) * 4.6
		x := math.Min(math.Max(middle, half), width-half)
		if (i == high || i == last) && (x-half > said || said == 0) {
			said = x + half
			w.Raw(`<text x="`, px(x), `" y="`, px(base-h-7), `" text-anchor="middle" font-size="14.5" font-weight="700">`, text, `</text>`)
		}
	}
	w.Raw(`<path class="ww-base" d="M0 `, strconv.FormatFloat(base+.5, 'f', 1, 64), `H360" stroke-width="1.5"/>`)
	if len(m.Data) > 0 {
		w.Raw(`<text class="ww-axis" x="0" y="142" font-size="14.5">`)
		w.Text(m.Data[0].Label)
		w.Raw(`</text>`)
	}
	if n := len(m.Data); n > 1 {
		w.Raw(`<text class="ww-axis" x="360" y="142" text-anchor="end" font-size="14.5">`)
		w.Text(m.Data[n-1].Label)
		w.Raw(`</text>`)
	}
}
