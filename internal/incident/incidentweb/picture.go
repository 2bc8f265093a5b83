package incidentweb

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/incident"
	"watchword/internal/web"
	"watchword/internal/web/land"
	"watchword/internal/web/part"
)

// mapWidth is how wide the map is drawn, and textSize how large its names are, in its own
// measures.
const (
	mapWidth = 760
	textSize = 16.0
)

// few is up to how many areas get their names, as far as there is room; of more, those of
// the districts are said over them.
const few = 40

// picture is a force's map, or that of one of its districts, with nothing counted yet. It
// is kept and not to be changed.
type picture struct {
	*land.Drawing
	areas []id.Area      // of Areas, in their order
	names []part.MapArea // what may be named, each in its middle
	sizes []float64      // of names, in hectares
}

type pictureKey struct {
	ground *incident.Ground
	wards  bool
	within id.Area
}

const picturesKept = 32

// draw is the picture of what is counted, nil where no area has a border.
func (h *Handlers) draw(c *incident.Counts) *picture {
	key := pictureKey{c.Ground, c.Query.By == incident.ByWard, c.Query.Within}
	h.mu.Lock()
	p, ok := h.pictures[key]
	h.mu.Unlock()
	if ok {
		return p
	}
	p = newPicture(c.Ground, key)
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.pictures) >= picturesKept {
		clear(h.pictures)
	}
	h.pictures[key] = p
	return p
}

func newPicture(g *incident.Ground, key pictureKey) *picture {
	lands, over := g.Divisions, []geo.Shape(nil)
	if key.wards {
		lands = g.Wards
	}
	p := &picture{}
	var places []land.Place
	for _, l := range lands {
		if key.within != "" && l.ID != key.within && (l.Division < 0 || g.Divisions[l.Division].ID != key.within) {
			continue
		}
		name := l.Area.Name
		if !key.wards {
			name = l.Short()
		}
		places, p.areas = append(places, land.Place{Name: name, Shape: l.Area.Shape}), append(p.areas, l.ID)
	}
	if key.wards && key.within == "" {
		for _, d := range g.Divisions {
			over = append(over, d.Area.Shape)
		}
	}
	if p.Drawing = land.Draw(places, over, mapWidth); p.Drawing == nil {
		return p
	}
	if len(places) <= few {
		p.Middles()
		p.names = p.Areas
		for _, x := range places {
			p.sizes = append(p.sizes, x.Shape.Hectares())
		}
		return p
	}
	for _, d := range g.Divisions {
		x, y := p.XY(d.Area.Shape.Label())
		p.names, p.sizes = append(p.names, part.MapArea{Name: d.Short(), X: x, Y: y}), append(p.sizes, d.Area.Shape.Hectares())
	}
	return p
}

// named is the names for which there is room in text of that size, beside that of the
// chosen area, which is moved to where it can be read.
func (p *picture) named(size float64, chosen *part.MapArea) (names []part.MapName, x float64) {
	all := slices.Clone(p.names)
	if chosen != nil {
		if i := slices.IndexFunc(all, func(a part.MapArea) bool { return a.Name == chosen.Name && a.Path == chosen.Path }); i >= 0 {
			all[i] = *chosen
		} else {
			all = append(all, *chosen)
		}
	}
	land.Quieten(all, mapWidth, size, func(i int) float64 {
		return p.sizes[min(i, len(p.sizes)-1)]
	})
	for _, a := range all {
		switch {
		case a.Chosen:
			x = a.X
		case !a.Quiet:
			names = append(names, part.MapName{Text: a.Name, X: a.X, Y: a.Y})
		}
	}
	return names, x
}

// shown is the map of what is counted.
func (m *mapPage) shown(v *reading, p *picture, lines map[id.Area]*line) *part.Map {
	if p == nil || p.Drawing == nil {
		return nil
	}
	q, narrow := m.q, part.NarrowText(mapWidth)
	out := &part.Map{Title: m.name + ", " + period(q.From, q.To), Width: p.Width, Height: p.Height, Areas: slices.Clone(p.Areas), Outlines: p.Outlines,
		Credit: land.Credit(v.force.Settings.Demo) + credit(v), TextSize: textSize, NarrowSize: narrow, Shades: true, Change: q.as == asChange}
	steps := newScale(m)
	var chosen *part.MapArea
	for i := range out.Areas {
		a := &out.Areas[i]
		a.Quiet = true
		l := lines[p.areas[i]]
		if l == nil { // clusters lie over districts that say nothing themselves
			continue
		}
		a.Step, a.Says, a.Href = steps.of(l), l.says(m), v.at(q, l.key())
		if l.key() == q.chosen {
			*a = p.chosen(*a, i, narrow)
			chosen = a
		}
	}
	wide, x := p.named(textSize, chosen)
	small, nx := p.named(narrow, narrowly(chosen))
	out.Names, out.NarrowNames = wide, small
	if chosen != nil {
		chosen.X, chosen.NX = x, nx
	}
	if q.By == incident.ByCluster {
		m.marks(v, p, out)
	} else {
		out.Legend, out.LegendText = steps.legend(), m.tells()
	}
	out.Set = m.worked(p)
	return out
}

// chosen is the area of that number as the chosen one, its name in its middle, or above it
// where it is too low for its name.
func (p *picture) chosen(a part.MapArea, i int, narrow float64) part.MapArea {
	a = p.Middle(a, i)
	a.Chosen = true
	top, height := p.Top(i)
	above := func(y *float64, size float64) {
		if height < 3*size {
			*y = max(top-size*.4, size)
		}
	}
	above(&a.Y, textSize)
	above(&a.NY, narrow)
	return a
}

// narrowly is the area with its name where it stands in a narrow window.
func narrowly(a *part.MapArea) *part.MapArea {
	if a == nil {
		return nil
	}
	out := *a
	out.X, out.Y = a.NX, a.NY
	return &out
}

// tells is what the shades tell.
func (m *mapPage) tells() string {
	switch {
	case m.q.as == asChange:
		return "Change against " + period(m.c.Against.From, m.c.Against.To)
	case m.q.as == asCount || m.basis == incident.NoRate:
		return "Incidents"
	}
	return "Incidents " + perWhat(m.basis)
}

// marks draws the clusters, the largest first so that small ones lie over it.
func (m *mapPage) marks(v *reading, p *picture, out *part.Map) {
	most := 1
	for _, l := range m.lines {
		most = max(most, l.N)
	}
	for i := range m.lines {
		l := &m.lines[i]
		x, y := p.XY(l.Cluster.At)
		out.Marks = append(out.Marks, part.MapMark{Name: l.Name, X: x, Y: y, Radius: 3 + 19*math.Sqrt(float64(l.N)/float64(most)), Href: v.at(m.q, l.key()), Says: l.says(m), Chosen: l.key() == m.q.chosen})
	}
	slices.SortStableFunc(out.Marks, func(a, b part.MapMark) int { return cmp.Compare(b.Radius, a.Radius) })
}

// worked is the ground on which the organisation asked for works, in the areas drawn.
func (m *mapPage) worked(p *picture) []string {
	if m.q.org == "" {
		return nil
	}
	var out []string
	for i, a := range p.areas {
		if slices.ContainsFunc(m.beside.Here[a], func(x incident.Here) bool { return x.Org == m.q.org }) {
			out = append(out, p.Areas[i].Path)
		}
	}
	return out
}

func credit(v *reading) string {
	if v.force.Settings.Demo {
		return " Numbers of people and incidents made up as well."
	}
	return " Incidents: police.uk, Open Government Licence v3.0; each lies at a point of the map near to where it happened."
}

// scale is the shades of the map: from which value on each begins.
type scale struct {
	m    *mapPage
	from []float64
}

// changes is from where on the shades of change begin, in parts of a hundred.
var changes = []float64{-20, -5, 5, 20, 50}

func newScale(m *mapPage) scale {
	if m.q.as == asChange {
		return scale{m, changes}
	}
	var values []float64
	for i := range m.lines {
		if v := m.lines[i].value(m); v > 0 {
			values = append(values, v)
		}
	}
	return scale{m, breaks(values, m.q.as == asCount)}
}

// breaks is where the shades begin above the first: at values below which about a quarter,
// a half and so on of the areas lie, made round. The highest shades are left to few.
func breaks(values []float64, whole bool) []float64 {
	if len(values) == 0 {
		return nil
	}
	slices.Sort(values)
	var out []float64
	for _, share := range []float64{.25, .5, .7, .85, .95} {
		v := round(values[int(share*float64(len(values)-1))], whole)
		if v > values[0] && (len(out) == 0 || v > out[len(out)-1]) && v <= values[len(values)-1] {
			out = append(out, v)
		}
	}
	return out
}

// round is a value with two figures, and no part of one if it is to be whole.
func round(v float64, whole bool) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(v))-1)
	if whole {
		unit = max(unit, 1)
	}
	return math.Round(v/unit) * unit
}

// of is the shade of a line: 0 where there is nothing to tell.
func (s scale) of(l *line) int {
	v, known := l.value(s.m), true
	if s.m.q.as == asChange {
		known = l.change.Known
	} else {
		known = l.N > 0
	}
	if !known {
		return 0
	}
	step := 1
	for _, from := range s.from {
		if v >= from {
			step++
		}
	}
	return step
}

func (s scale) legend() []part.MapStep {
	if s.m.q.as == asChange {
		return []part.MapStep{{Step: 0, Text: "Too few to say"}, {Step: 1, Text: "20% fewer, or fewer still"}, {Step: 2, Text: "5 to 20% fewer"}, {Step: 3, Text: "About the same"},
			{Step: 4, Text: "5 to 20% more"}, {Step: 5, Text: "20 to 50% more"}, {Step: 6, Text: "50% more, or over"}}
	}
	out := []part.MapStep{{Step: 0, Text: "None"}}
	whole := !slices.ContainsFunc(s.from, func(v float64) bool { return v != math.Trunc(v) })
	for i := range len(s.from) + 1 {
		var text string
		switch {
		case len(s.from) == 0:
			text = "Some"
		case i == 0:
			text = "Under " + figure(s.from[0], whole)
		case i == len(s.from):
			text = figure(s.from[i-1], whole) + " and over"
		default:
			text = figure(s.from[i-1], whole) + " to " + figure(s.from[i], whole)
		}
		out = append(out, part.MapStep{Step: i + 1, Text: text})
	}
	return out
}

// figure is a value as it is written: whole, or with one place.
func figure(v float64, whole bool) string {
	switch {
	case whole || v >= 100:
		return web.Number(int(math.Round(v)))
	case v < 1:
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}
