package geo

import "math"

// Within reports whether s lies in t, where no part of s may stick out of t by
// more than the tolerance in metres. It is used for "is this drawn area inside the
// force's", where two drawings of one border differ by some metres.
func (s Shape) Within(t Shape, tolerance float64) bool {
	if s.b == nil || t.b == nil {
		return s.b == nil
	}
	tolerance = max(tolerance, 0.02)
	n := newNear(t, tolerance)
	for _, r := range s.rings() {
		for i, a := range r {
			if !n.follows(a, r[(i+1)%len(r)], 0) {
				return false
			}
		}
	}
	// A hole of t may lie wholly within s, where no border of s meets it.
	for _, rings := range t.b.polys {
		for _, h := range rings[1:] {
			hole := newShape([][]ring{{append(ring(nil), h...)}})
			p := hole.Label()
			if s.Contains(p) && !t.Contains(p) && !n.close(snap(p), tolerance) {
				return false
			}
		}
	}
	return true
}

// near answers how far a point is from the border of a shape.
type near struct {
	shape     Shape
	plane     plane
	grid      grid
	tolerance float64
}

func newNear(t Shape, tolerance float64) *near {
	n := &near{shape: t, plane: planeAt(t.b.box), tolerance: tolerance}
	for _, r := range t.rings() {
		for i, a := range r {
			n.grid.sides = append(n.grid.sides, side{a: a, b: r[(i+1)%len(r)]})
		}
	}
	n.grid.fill()
	return n
}

// follows reports whether the whole way from a to b is in the shape, or no more than
// the tolerance outside.
func (n *near) follows(a, b pt, depth int) bool {
	m := pt{int32((int64(a.x) + int64(b.x)) / 2), int32((int64(a.y) + int64(b.y)) / 2)}
	ax, ay := n.plane.xy(a)
	bx, by := n.plane.xy(b)
	half := math.Hypot(ax-bx, ay-by) / 2
	d, nearest := n.distance(m, max(half, n.tolerance))
	in := n.shape.b.holds(m)
	switch {
	case !in && d > n.tolerance:
		return false
	case in && d >= half, d+half <= n.tolerance:
		return true
	case nearest >= 0 && n.beside(nearest, a, b):
		return true
	case depth > 24 || half <= n.tolerance/4:
		return true
	}
	return n.follows(a, m, depth+1) && n.follows(m, b, depth+1)
}

// beside reports whether the whole way from a to b keeps to one side of the border:
// the distance from a straight line is greatest at an end.
func (n *near) beside(i int32, a, b pt) bool {
	s := n.grid.sides[i]
	return n.plane.toSide(a, s.a, s.b) <= n.tolerance && n.plane.toSide(b, s.a, s.b) <= n.tolerance
}

func (n *near) close(p pt, metres float64) bool {
	d, _ := n.distance(p, metres)
	return d <= metres
}

// distance is how far p is from the border in metres and which side is nearest, or
// more than most and -1 if it is farther than that.
func (n *near) distance(p pt, most float64) (float64, int32) {
	g := &n.grid
	rx, ry := most/n.plane.kx, most/n.plane.ky
	x, y := float64(p.x)-float64(g.box.min.x), float64(p.y)-float64(g.box.min.y)
	best, nearest := most*1.0001, int32(-1)
	for row := clamp(int((y-ry)/g.h), g.rows); row <= clamp(int((y+ry)/g.h), g.rows); row++ {
		for col := clamp(int((x-rx)/g.w), g.cols); col <= clamp(int((x+rx)/g.w), g.cols); col++ {
			for _, i := range g.in(row*g.cols + col) {
				if d := n.plane.toSide(p, g.sides[i].a, g.sides[i].b); d < best {
					best, nearest = d, i
				}
			}
		}
	}
	return best, nearest
}
