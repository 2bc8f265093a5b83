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

// MapMark is a circle on a Map, such as a cluster of incidents.
type MapMark struct {
	Name   string
	X, Y   float64
	Radius float64
	Href   string
	Says   string
	Chosen bool
}

// MapName is a name that stands on a Map for orientation, such as a district's over its
// wards.
type MapName struct {
	Text string
	X, Y float64
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
	Set      []string // path data of ground set off by a broken line, such as where somebody works
	Marks    []MapMark
	Names    []MapName
	Legend   []MapStep
	// LegendText says what the steps tell: "Incidents per 1,000 people".
	LegendText string
	Credit     string  // whose boundaries; always shown
	TextSize   float64 // in the measures of the drawing; 0 is a 45th of the width
	// NarrowSize is the same in a narrow window, in which the drawing is small; 0: names
	// and figures shrink with it.
	NarrowSize float64
	// NarrowNames is Names as there is room for them in a narrow window.
	NarrowNames []MapName
	// Shades says that the steps tell a figure, so that the chosen area keeps its own.
	Shades bool
	// Change says that the steps tell less and more than before: 3 is about the same.
	Change bool
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
	w.Raw(`<figure class="ww-map`, when(m.Shades, ` ww-map--shades`), when(m.Change, ` ww-map--change`), `"><svg viewBox="0 0 `, strconv.Itoa(m.Width), ` `, strconv.Itoa(m.Height), `" role="group"`)
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
	for _, p := range m.Set {
		w.Raw(`<path class="ww-outline ww-outline--set"`)
		w.Attr("d", p)
		w.Raw(`/>`)
	}
	if chosen != nil {
		chosen.shape(w)
	}
	for i := range m.Marks {
		m.Marks[i].write(w)
	}
	w.Raw(`<g aria-hidden="true" class="ww-map__labels`, when(m.NarrowSize > 0, ` ww-map__labels--wide`), `" font-size="`, px(size), `">`)
	for i := range m.Areas {
		m.Areas[i].label(w, m.Areas[i].X, m.Areas[i].Y, size)
	}
	m.names(w, m.Names)
	w.Raw(`</g>`)
	if m.NarrowSize > 0 {
		w.Raw(`<g aria-hidden="true" class="ww-map__labels ww-map__labels--narrow" font-size="`, px(m.NarrowSize), `">`)
		for i := range m.Areas {
			m.Areas[i].label(w, m.Areas[i].NX, m.Areas[i].NY, m.NarrowSize)
		}
		m.names(w, m.NarrowNames)
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
	w.Raw(`<text class="ww-map__name`, when(a.Chosen, ` ww-map__name--chosen`), `" x="`, px(x), `" y="`, px(y), `">`)
	w.Text(a.Name)
	w.Raw(`</text>`)
}

// names writes the names that stand for orientation, and those of the chosen mark.
func (m Map) names(w *writer, names []MapName) {
	for _, n := range names {
		w.Raw(`<text class="ww-map__name" x="`, px(n.X), `" y="`, px(n.Y), `">`)
		w.Text(n.Text)
		w.Raw(`</text>`)
	}
	for _, k := range m.Marks {
		if k.Chosen {
			w.Raw(`<text class="ww-map__name ww-map__name--chosen" x="`, px(k.X), `" y="`, px(k.Y-k.Radius-5), `">`)
			w.Text(k.Name)
			w.Raw(`</text>`)
		}
	}
}

func (k *MapMark) write(w *writer) {
	says := k.Name + when(k.Says != "", ": "+k.Says)
	if k.Href != "" {
		w.Raw(`<a`)
		w.Href(k.Href)
		w.Attr("aria-label", says)
		if k.Chosen {
			w.Raw(` aria-current="true"`)
		}
		w.Raw(`>`)
	}
	w.Raw(`<circle class="ww-mark`, when(k.Chosen, ` ww-map__chosen`), `" cx="`, px(k.X), `" cy="`, px(k.Y), `" r="`, px(k.Radius), `"><title>`)
	w.Text(says)
	w.Raw(`</title></circle>`, when(k.Href != "", `</a>`))
}

func (m Map) legend(w *writer) {
	if len(m.Legend) == 0 {
		return
	}
	if m.LegendText != "" {
		w.Raw(`<p class="ww-legend__text">`)
		w.Text(m.LegendText)
		w.Raw(`</p>`)
	}
	w.Raw(`<ul class="ww-legend">`)
	for _, s := range m.Legend {
		w.Raw(`<li><svg viewBox="0 0 20 13" aria-hidden="true" focusable="false"><rect width="20" height="13" class="ww-step-`, strconv.Itoa(min(max(s.Step, 0), 6)), `"/></svg>`)
		w.Text(s.Text)
		w.Raw(`</li>`)
	}
	w.Raw(`</ul>`)
}
