package part

import (
	"html/template"
	"strconv"
)

// MapArea is one area of a Map, such as a district.
type MapArea struct {
	Name   string
	Path   string  // SVG path data, in the measures of the map's View
	X, Y   float64 // where figure and name stand
	NX, NY float64 // and in a narrow window, where they are larger
	Href   string  // leads to the area
	Figure string  // in the circle; empty: none
	Says   string  // what the figure is: "5 organisations"
	Step   int     // 0 is white, 1 to 6 are the steps of the ramp
	Chosen bool
	Quiet  bool // without its name on the map, when there are many
}

// MapStep is one line of a legend.
type MapStep struct {
	Step int
	Text string
}

// Map is a map of areas as one drawing, each area a link with its name and
// figure. The page says the same in a list or table beside it, so the map can be
// missed without loss.
type Map struct {
	Title    string // what the map shows, read out
	Width    int    // of the drawing, in its own measures
	Height   int
	Areas    []MapArea
	Outlines []string // path data drawn over the areas, such as district borders
	Legend   []MapStep
	Credit   string  // whose boundaries; always shown
	TextSize float64 // in the measures of the drawing; 0 is a 45th of the width
	// NarrowSize is the same in a narrow window, in which the drawing is small; 0: names
	// and figures shrink with it.
	NarrowSize float64
}

// NarrowText is the size, in the measures of a drawing of that width, that is read as 14
// pixels on a phone 390 wide.
func NarrowText(width int) float64 { return float64(width) * 14 / 356 }

// Render is the map as HTML.
func (m Map) Render() template.HTML { return render(m) }

// Write writes the map.
func (m Map) Write(w *writer) {
	size := m.TextSize
	if size == 0 {
		size = float64(m.Width) / 45
	}
	w.Grow(4096)
	w.Raw(`<figure class="ww-map"><svg viewBox="0 0 `, strconv.Itoa(m.Width), ` `, strconv.Itoa(m.Height), `" role="group"`)
	w.Attr("aria-label", m.Title)
	w.Raw(`>`)
	var chosen *MapArea
	for i := range m.Areas {
		if m.Areas[i].Chosen {
			chosen = &m.Areas[i]
			continue
		}
		m.Areas[i].shape(w)
	}
	for _, p := range m.Outlines {
		w.Raw(`<path class="ww-outline"`)
		w.Attr("d", p)
		w.Raw(`/>`)
	}
	if chosen != nil {
		chosen.shape(w)
	}
	w.Raw(`<g aria-hidden="true" class="ww-map__labels`, when(m.NarrowSize > 0, ` ww-map__labels--wide`), `" font-size="`, px(size), `">`)
	for i := range m.Areas {
		m.Areas[i].label(w, m.Areas[i].X, m.Areas[i].Y, size)
	}
	w.Raw(`</g>`)
	if m.NarrowSize > 0 {
		w.Raw(`<g aria-hidden="true" class="ww-map__labels ww-map__labels--narrow" font-size="`, px(m.NarrowSize), `">`)
		for i := range m.Areas {
			m.Areas[i].label(w, m.Areas[i].NX, m.Areas[i].NY, m.NarrowSize)
		}
		w.Raw(`</g>`)
	}
	w.Raw(`</svg>`)
	m.legend(w)
	if m.Credit != "" {
		w.Raw(`<figcaption class="ww-map__credit">`)
		w.Text(m.Credit)
		w.Raw(`</figcaption>`)
	}
	w.Raw(`</figure>`)
}

func (a *MapArea) shape(w *writer) {
	if a.Href != "" {
		w.Raw(`<a`)
		w.Href(a.Href)
		w.Attr("aria-label", a.Name+when(a.Says != "", ": "+a.Says))
		if a.Chosen {
			w.Raw(` aria-current="true"`)
		}
		w.Raw(`>`)
	}
	w.Raw(`<path class="ww-step-`, strconv.Itoa(min(max(a.Step, 0), 6)), when(a.Chosen, ` ww-map__chosen`), `"`)
	w.Attr("d", a.Path)
	w.Raw(`>`)
	w.Raw(`<title>`)
	w.Text(a.Name + when(a.Says != "", ": "+a.Says))
	w.Raw(`</title></path>`, when(a.Href != "", `</a>`))
}

// How large a figure's circle is and how far below it the name stands, in parts of the
// size of the text.
const (
	CircleRadius = .85
	NameBelow    = 1.85
)

func (a *MapArea) label(w *writer, x, y, size float64) {
	if a.Figure != "" {
		w.Raw(`<circle`, when(a.Figure == "0", ` class="ww-none"`), ` cx="`, px(x), `" cy="`, px(y), `" r="`, px(size*CircleRadius), `"/><text class="ww-map__figure" x="`, px(x), `" y="`, px(y+size*.34), `">`)
		w.Text(a.Figure)
		w.Raw(`</text>`)
		y += size * NameBelow
	}
	if a.Quiet && !a.Chosen {
		return
	}
	w.Raw(`<text class="ww-map__name" x="`, px(x), `" y="`, px(y), `">`)
	w.Text(a.Name)
	w.Raw(`</text>`)
}

func (m Map) legend(w *writer) {
	if len(m.Legend) == 0 {
		return
	}
	w.Raw(`<ul class="ww-legend">`)
	for _, s := range m.Legend {
		w.Raw(`<li><svg viewBox="0 0 20 13" aria-hidden="true" focusable="false"><rect width="20" height="13" class="ww-step-`, strconv.Itoa(min(max(s.Step, 0), 6)), `"/></svg>`)
		w.Text(s.Text)
		w.Raw(`</li>`)
	}
	w.Raw(`</ul>`)
}
