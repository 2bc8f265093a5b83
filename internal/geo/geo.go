// Package geo holds areas on the ground: their reading from GeoJSON and TopoJSON, the checks
// that refuse a bad boundary with a sentence that says what is wrong and where,
// and the questions asked of a good one (does it hold this point, does it lie
// within that one, how is it drawn).
//
// Longitudes and latitudes are WGS84 degrees, in that order, snapped to 0.0000001
// degree (about a centimetre). All tests of sides and crossings are made on whole
// numbers and are exact, so that neighbours which share a border share it without
// gap or overlap: a point on it belongs to exactly one of them.
//
// What an area is called and what it is for is the business of the room area.
// Read Shape first, then Read.
package geo

import (
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"
)

// Point is a longitude and a latitude in degrees, in that order.
type Point = orb.Point

// Bound is a box of longitudes and latitudes in degrees.
type Bound = orb.Bound

// Shape is an area: one or more polygons, each an outer ring with or without
// holes. It cannot be changed, may be copied and used by many at once, and was
// checked when it was made. The zero Shape is empty and holds no point.
type Shape struct{ b *body }

// body is what a Shape points to. Rings are not closed (the first point is not
// repeated); outer rings run counter-clockwise and holes clockwise.
type body struct {
	polys [][]ring
	box   box
	once  sync.Once
	bands bands // made when first needed
}

// perDegree is how many units of pt make a degree.
const perDegree = 1e7

// pt is a point in ten-millionths of a degree.
type pt struct{ x, y int32 }

type ring []pt

// box is a bounding box, both corners included.
type box struct{ min, max pt }

func snap(p Point) pt {
	return pt{int32(math.Round(p[0] * perDegree)), int32(math.Round(p[1] * perDegree))}
}

func (p pt) point() Point { return Point{float64(p.x) / perDegree, float64(p.y) / perDegree} }

func onGlobe(p Point) bool {
	return p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90
}

// orient is positive where c lies to the left of the way from a to b, negative to
// the right, and 0 on the line. It is exact: each product fits in 64 bits.
func orient(a, b, c pt) int {
	l := (int64(b.x) - int64(a.x)) * (int64(c.y) - int64(a.y))
	r := (int64(b.y) - int64(a.y)) * (int64(c.x) - int64(a.x))
	switch {
	case l > r:
		return 1
	case l < r:
		return -1
	}
	return 0
}

// ccw reports whether the ring runs counter-clockwise; flat reports that it has no
// area at all.
func (r ring) ccw() (ccw, flat bool) {
	var sum float64
	low, o := 0, r[0]
	for i, p := range r {
		q := r[(i+1)%len(r)]
		sum += float64(int64(p.x)-int64(o.x))*float64(int64(q.y)-int64(o.y)) -
			float64(int64(q.x)-int64(o.x))*float64(int64(p.y)-int64(o.y))
		if p.y < r[low].y || p.y == r[low].y && p.x > r[low].x {
			low = i
		}
	}
	if math.Abs(sum) > 1e6 {
		return sum > 0, false
	}
	// Too thin for sums of floats: ask the lowest corner, which is exact.
	n := len(r)
	turn := 0
	for d := 1; d < n && turn == 0; d++ {
		turn = orient(r[(low+n-1)%n], r[low], r[(low+d)%n])
	}
	return turn > 0, turn == 0
}

func (r ring) box() box {
	b := box{r[0], r[0]}
	for _, p := range r {
		b = b.with(p)
	}
	return b
}

func (b box) with(p pt) box {
	return box{pt{min(b.min.x, p.x), min(b.min.y, p.y)}, pt{max(b.max.x, p.x), max(b.max.y, p.y)}}
}

func (b box) meets(c box) bool {
	return b.min.x <= c.max.x && c.min.x <= b.max.x && b.min.y <= c.max.y && c.min.y <= b.max.y
}

func (b box) holds(p pt) bool {
	return p.x >= b.min.x && p.x <= b.max.x && p.y >= b.min.y && p.y <= b.max.y
}

// newShape takes polygons already checked and orients their rings.
func newShape(polys [][]ring) Shape {
	if len(polys) == 0 {
		return Shape{}
	}
	b := &body{polys: polys, box: polys[0][0].box()}
	for _, rings := range polys {
		for i, r := range rings {
			if ccw, _ := r.ccw(); ccw != (i == 0) {
				slices.Reverse(r)
			}
		}
		ob := rings[0].box()
		b.box = b.box.with(ob.min).with(ob.max)
	}
	return Shape{b}
}

// Empty reports whether there is no area at all.
func (s Shape) Empty() bool { return s.b == nil }

// Bound is the smallest box around the shape.
func (s Shape) Bound() Bound {
	if s.b == nil {
		return Bound{}
	}
	return Bound{Min: s.b.box.min.point(), Max: s.b.box.max.point()}
}

// Polygons is how many separate pieces the shape has.
func (s Shape) Polygons() int {
	if s.b == nil {
		return 0
	}
	return len(s.b.polys)
}

// Points is how many corners the shape has, holes included.
func (s Shape) Points() int {
	n := 0
	for _, r := range s.rings() {
		n += len(r)
	}
	return n
}

// Orb is the shape as orb's type, rings closed. The caller may change it.
func (s Shape) Orb() orb.MultiPolygon {
	if s.b == nil {
		return nil
	}
	out := make(orb.MultiPolygon, 0, len(s.b.polys))
	for _, rings := range s.b.polys {
		p := make(orb.Polygon, 0, len(rings))
		for _, r := range rings {
			o := make(orb.Ring, 0, len(r)+1)
			for _, q := range r {
				o = append(o, q.point())
			}
			p = append(p, append(o, o[0]))
		}
		out = append(out, p)
	}
	return out
}

// Equal reports whether both shapes have the same corners in the same order.
func (s Shape) Equal(t Shape) bool {
	if s.b == nil || t.b == nil {
		return s.b == t.b
	}
	return slices.EqualFunc(s.b.polys, t.b.polys, func(a, b []ring) bool {
		return slices.EqualFunc(a, b, func(r, q ring) bool { return slices.Equal(r, q) })
	})
}

// rings are all rings of all polygons.
func (s Shape) rings() []ring {
	if s.b == nil {
		return nil
	}
	if len(s.b.polys) == 1 {
		return s.b.polys[0]
	}
	var all []ring
	for _, rings := range s.b.polys {
		all = append(all, rings...)
	}
	return all
}
