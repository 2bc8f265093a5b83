package county

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"watchword/internal/geo"
)

// The ground is a mesh of some two thousand six-sided cells, drawn closer together
// in towns. Wards are groups of cells, so that borders match exactly whatever is
// grouped. The mesh is laid out on a sheet 600 wide and 440 high, y downwards, and
// the sheet is laid in the North Sea, off any real county.
const (
	cellSide = 4.9                  // a side of a cell, in sheet units; a unit is about 135 m
	sheetLon = 2.05                 // longitude of the sheet's left
	sheetLat = 53.66                // latitude of its top
	unitLat  = 135.0 / 111_300      // degrees of latitude to a unit
	unitLon  = unitLat / 0.59776085 // degrees of longitude, at 53.29 north
)

// xy is a place on the sheet.
type xy struct{ x, y float64 }

func (p xy) to(q xy) float64 { return math.Hypot(p.x-q.x, p.y-q.y) }

func (p xy) lonLat() geo.Point {
	return geo.Point{sheetLon + p.x*unitLon, sheetLat - p.y*unitLat}
}

// corner numbers a corner of the mesh: i counts half-widths of a cell, j half-sides.
type corner struct{ i, j int }

// hexagon are the six corners around a cell's centre, in order.
var hexagon = [6]corner{{0, -2}, {1, -1}, {1, 1}, {0, 2}, {-1, 1}, {-1, -1}}

// neighbour cells lie across the side that begins at the corner of that number.
var across = [6]corner{{1, -3}, {2, 0}, {1, 3}, {-1, 3}, {-2, 0}, {-1, -3}}

// cell is one piece of land.
type cell struct {
	at     corner // its centre
	middle xy
	next   []int // the cells beside it
	coast  bool  // the sea or an estuary lies beside it
	auth   int   // which authority, by number in authorities
	ward   int   // which ward, counted through the county
	island bool  // settled from across the water
}

// mesh is the land of the county.
type mesh struct {
	seed  uint64
	cells []cell
	index map[corner]int
}

func newMesh(seed uint64) *mesh {
	m := &mesh{seed: hash(seed, "ground"), index: map[corner]int{}}
	for r := -2; r < 70; r++ {
		for q := -40; q < 80; q++ {
			at := corner{2*q + r, 3 * r}
			if p := m.place(at); m.land(p) {
				m.index[at] = len(m.cells)
				m.cells = append(m.cells, cell{at: at, middle: p, auth: -1, ward: -1})
			}
		}
	}
	m.dropIslets()
	for i := range m.cells {
		c := &m.cells[i]
		for _, d := range across {
			if n, ok := m.index[corner{c.at.i + d.i, c.at.j + d.j}]; ok {
				c.next = append(c.next, n)
			} else if m.sea(m.place(corner{c.at.i + d.i, c.at.j + d.j})) {
				c.coast = true
			}
		}
	}
	return m
}

// dropIslets takes away land of fewer than four cells that no other land touches.
func (m *mesh) dropIslets() {
	seen := make([]bool, len(m.cells))
	var keep []cell
	for i := range m.cells {
		if seen[i] {
			continue
		}
		group := []int{i}
		seen[i] = true
		for k := 0; k < len(group); k++ {
			at := m.cells[group[k]].at
			for _, d := range across {
				if n, ok := m.index[corner{at.i + d.i, at.j + d.j}]; ok && !seen[n] {
					seen[n] = true
					group = append(group, n)
				}
			}
		}
		if len(group) >= 4 {
			for _, k := range group {
				keep = append(keep, m.cells[k])
			}
		}
	}
	slices.SortFunc(keep, func(a, b cell) int { return 1000*(a.at.j-b.at.j) + a.at.i - b.at.i })
	m.cells, m.index = keep, map[corner]int{}
	for i, c := range keep {
		m.index[c.at] = i
	}
}

// place is where a corner or a centre lies on the sheet: on the regular mesh, moved
// a little by chance, then drawn towards the towns.
func (m *mesh) place(c corner) xy {
	p := xy{float64(c.i) * cellSide * math.Sqrt(3) / 2, float64(c.j) * cellSide / 2}
	turn := 2 * math.Pi * unit(m.seed, c.i, c.j, 1)
	far := 0.27 * cellSide * math.Sqrt(unit(m.seed, c.i, c.j, 2))
	p = xy{p.x + far*math.Cos(turn), p.y + far*math.Sin(turn)}
	p = xy{p.x + 5*m.noise(p, 38, 3), p.y + 5*m.noise(p, 38, 4)}
	for _, a := range authorities {
		d := p.to(a.town)
		pull := 0.5 * math.Exp(-(d/a.spread)*(d/a.spread))
		p = xy{p.x + (a.town.x-p.x)*pull, p.y + (a.town.y-p.y)*pull}
	}
	return p
}

// noise is a smooth value from -1 to 1 that changes over the given distance.
func (m *mesh) noise(p xy, scale float64, layer int) float64 {
	x, y := p.x/scale, p.y/scale
	i, j := int(math.Floor(x)), int(math.Floor(y))
	ease := func(t float64) float64 { return t * t * (3 - 2*t) }
	u, v := ease(x-float64(i)), ease(y-float64(j))
	at := func(di, dj int) float64 { return 2*unit(m.seed, i+di, j+dj, layer) - 1 }
	return (at(0, 0)*(1-u)+at(1, 0)*u)*(1-v) + (at(0, 1)*(1-u)+at(1, 1)*u)*v
}

// shape is the ground of one cell, its sides broken as borders and coasts are.
func (m *mesh) shape(c cell) (geo.Shape, error) {
	var r orb.Ring
	for k, d := range hexagon {
		a := corner{c.at.i + d.i, c.at.j + d.j}
		e := hexagon[(k+1)%6]
		b := corner{c.at.i + e.i, c.at.j + e.j}
		for _, p := range m.line(a, b) {
			r = append(r, p.lonLat())
		}
	}
	s, err := geo.FromOrb(orb.MultiPolygon{{r}})
	if err != nil {
		return s, fmt.Errorf("cell %v: %w", c.at, err)
	}
	return s, nil
}

// line is the way from corner a up to, not including, corner b: the same broken line
// from either end.
func (m *mesh) line(a, b corner) []xy {
	back := b.i < a.i || b.i == a.i && b.j < a.j
	if back {
		a, b = b, a
	}
	line := []xy{m.place(a), m.place(b)}
	id := a.i*4096 + a.j
	for level := range 3 {
		finer := []xy{line[0]}
		for k := 1; k < len(line); k++ {
			p, q := line[k-1], line[k]
			off := 0.26 * (unit(m.seed, id, b.i-a.i, b.j-a.j, 8*level+k+100) - 0.5)
			finer = append(finer, xy{(p.x+q.x)/2 - off*(q.y-p.y), (p.y+q.y)/2 + off*(q.x-p.x)}, q)
		}
		line = finer
	}
	if back {
		slices.Reverse(line)
	}
	return line[:len(line)-1]
}
