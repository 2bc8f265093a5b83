package publicweb

import (
	"slices"
	"strings"

	"watchword/internal/desk"
	"watchword/internal/geo"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// drawing is a force's map with its paths worked out. It is kept until a boundary
// changes, and not altered.
type drawing struct {
	stamp         string
	width, height int
	areas         []part.MapArea
}

// mapWidth is how wide the map is drawn, and textSize how large its names are, in its
// own measures; narrowSize the same on a phone.
const (
	mapWidth = 640
	textSize = 18.0
)

var narrowSize = part.NarrowText(mapWidth)

// draw is the drawing of the divisions; without boundaries it has no areas.
func draw(ds []desk.Division) *drawing {
	out := &drawing{}
	var shapes []geo.Shape
	for _, d := range ds {
		if d.Shape.Empty() {
			return out
		}
		shapes = append(shapes, d.Shape)
	}
	if len(shapes) == 0 {
		return out
	}
	bound := shapes[0].Bound()
	for _, s := range shapes {
		bound = bound.Union(s.Bound())
	}
	f := geo.Fit(bound, mapWidth, 8)
	out.width, out.height = mapWidth, int(f.Height)
	for i, s := range geo.Simplify(shapes, f.Metres()) {
		x, y := f.XY(ds[i].Shape.Label())
		out.areas = append(out.areas, part.MapArea{Name: ds[i].Short(), Path: f.Path(s), X: x, Y: y})
	}
	inside := func(i int, x, y float64) bool { return ds[i].Shape.Contains(f.Point(x, y)) }
	wide := labels{areas: out.areas, size: textSize, width: mapWidth, height: f.Height, inside: inside}.placed()
	narrow := labels{areas: out.areas, size: narrowSize, width: mapWidth, height: f.Height, inside: inside}.placed()
	for i := range out.areas {
		a := &out.areas[i]
		a.X, a.Y, a.NX, a.NY = wide[i].x, wide[i].y, narrow[i].x, narrow[i].y
	}
	return out
}

// drawn is the force's drawing, made anew when a boundary has changed.
func (h *Handlers) drawn(c *desk.Census) *drawing {
	var stamp strings.Builder
	for _, d := range c.Divisions {
		stamp.WriteString(string(d.ID) + d.Stamp)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	d := h.maps[c.Force.ID]
	if d == nil || d.stamp != stamp.String() {
		d = draw(c.Divisions)
		d.stamp = stamp.String()
		h.maps[c.Force.ID] = d
	}
	return d
}

// land is the map and the table that says the same: for each place, how many of the
// organisations asked for may act there.
func (h *Handlers) land(c *desk.Census, q query) (*part.Map, part.Table) {
	everywhere := q.PublicQuery
	everywhere.Division = ""
	orgs, persons := make([]int, len(c.Divisions)), make([]int, len(c.Divisions))
	for _, o := range c.Find(everywhere) {
		for _, d := range o.Divisions {
			orgs[d]++
			persons[d] += o.Persons
		}
	}
	table := part.Table{Caption: "Organisations by place", RowHeaders: true, Columns: []part.Column{{Text: "Place"}, {Text: "Organisations", Numeric: true}, {Text: "Accredited persons", Numeric: true}}}
	d := h.drawn(c)
	m := &part.Map{Title: "Organisations that may act in each place", Width: d.width, Height: d.height, Areas: slices.Clone(d.areas), Credit: credit(c), TextSize: textSize, NarrowSize: narrowSize}
	for i, x := range c.Divisions {
		name, says := x.Short(), count(orgs[i], "organisation")
		chosen := strings.EqualFold(name, q.Division)
		number := web.Number(persons[i])
		if c.Hidden(persons[i]) {
			number = "fewer than 5"
		}
		table.Rows = append(table.Rows, part.Row{Current: chosen, Cells: []part.Cell{{Text: name, Href: q.at(name)}, {Text: web.Number(orgs[i])}, {Text: number}}})
		if i < len(m.Areas) {
			a := &m.Areas[i]
			a.Href, a.Figure, a.Says, a.Chosen = q.at(name), web.Number(orgs[i]), says, chosen
			if orgs[i] > 0 {
				a.Step = 2
			}
		}
	}
	if len(d.areas) == 0 {
		return nil, table
	}
	return m, table
}

// credit says whose the boundaries are.
func credit(c *desk.Census) string {
	if c.Force.Settings.Demo {
		return "Boundaries made up for this demonstration."
	}
	return "Boundaries as the force keeps them. Those of local authorities and wards: Office for National Statistics, licensed under the Open Government Licence v3.0; contains OS data © Crown copyright and database right."
}
