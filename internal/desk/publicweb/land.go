package publicweb

import (
	"slices"
	"strings"

	"watchword/internal/desk"
	"watchword/internal/web"
	"watchword/internal/web/land"
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
	var places []land.Place
	for _, d := range ds {
		if d.Shape.Empty() {
			return &drawing{}
		}
		places = append(places, land.Place{Name: d.Short(), Shape: d.Shape})
	}
	d := land.Draw(places, nil, mapWidth)
	if d == nil {
		return &drawing{}
	}
	d.Label(textSize, narrowSize)
	return &drawing{width: d.Width, height: d.Height, areas: d.Areas}
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
	m := &part.Map{Title: "Organisations that may act in each place", Width: d.width, Height: d.height, Areas: slices.Clone(d.areas), Credit: land.Credit(c.Force.Settings.Demo), TextSize: textSize, NarrowSize: narrowSize}
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
