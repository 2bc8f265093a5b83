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
}

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
	w.Raw(`<g aria-hidden="true" font-size="`, px(size), `">`)
	for i := range m.Areas {
		m.Areas[i].label(w, size)
	}
	w.Raw(`</g></svg>`)
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

func (a *MapArea) label(w *writer, size float64) {
	y := a.Y
	if a.Figure != "" {
		w.Raw(`<circle`, when(a.Figure == "0", ` class="ww-none"`), ` cx="`, px(a.X), `" cy="`, px(y), `" r="`, px(size*.95), `"/><text class="ww-map__figure" x="`, px(a.X), `" y="`, px(y+size*.34), `">`)
		w.Text(a.Figure)
		w.Raw(`</text>`)
		y += size * 2.05
	}
	if a.Quiet && !a.Chosen {
		return
	}
	w.Raw(`<text x="`, px(a.X), `" y="`, px(y), `">`)
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
