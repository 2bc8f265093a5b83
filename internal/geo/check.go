package geo

import (
	"fmt"

	"watchword/internal/fault"
)

// checked makes a Shape of polygons as read, or says what is wrong with them.
func checked(polys []raw) (Shape, error) {
	c, err := crossings(polys)
	if err != nil {
		return Shape{}, err
	}
	if c != nil {
		return Shape{}, c.told(polys)
	}
	if err := nesting(polys); err != nil {
		return Shape{}, err
	}
	out := make([][]ring, len(polys))
	for i, p := range polys {
		for _, r := range p.rings {
			out[i] = append(out[i], r.pts)
		}
	}
	return newShape(out), nil
}

// side is one straight piece of a ring.
type side struct {
	a, b       pt
	poly, ring int32
	i          int32 // which side of its ring
}

// meeting is how two sides meet.
type meeting int

const (
	apart meeting = iota
	touch         // in one point, without a proper crossing
	cross
	along // they share a length
)

// meet tells how two sides meet, and at what point.
func meet(s, t side) (meeting, pt) {
	o1, o2 := orient(s.a, s.b, t.a), orient(s.a, s.b, t.b)
	if o1 == 0 && o2 == 0 {
		return inLine(s, t)
	}
	if o1*o2 > 0 {
		return apart, pt{}
	}
	o3, o4 := orient(t.a, t.b, s.a), orient(t.a, t.b, s.b)
	switch {
	case o3*o4 > 0:
		return apart, pt{}
	case o1 == 0:
		return touch, t.a
	case o2 == 0:
		return touch, t.b
	case o3 == 0:
		return touch, s.a
	case o4 == 0:
		return touch, s.b
	}
	return cross, crossing(s, t)
}

// inLine is meet for sides on one line.
func inLine(s, t side) (meeting, pt) {
	before := func(p, q pt) bool { return p.x < q.x || p.x == q.x && p.y < q.y }
	order := func(p, q pt) (pt, pt) {
		if before(q, p) {
			return q, p
		}
		return p, q
	}
	s1, s2 := order(s.a, s.b)
	t1, t2 := order(t.a, t.b)
	lo, hi := s1, s2
	if before(lo, t1) {
		lo = t1
	}
	if before(t2, hi) {
		hi = t2
	}
	switch {
	case lo == hi:
		return touch, lo
	case before(lo, hi):
		return along, lo
	}
	return apart, pt{}
}

// crossing is where two properly crossing sides cross, to the nearest unit.
func crossing(s, t side) pt {
	ax, ay := float64(s.a.x), float64(s.a.y)
	dx, dy := float64(s.b.x)-ax, float64(s.b.y)-ay
	ex, ey := float64(t.b.x)-float64(t.a.x), float64(t.b.y)-float64(t.a.y)
	u := ((float64(t.a.x)-ax)*ey - (float64(t.a.y)-ay)*ex) / (dx*ey - dy*ex)
	return pt{int32(ax + u*dx), int32(ay + u*dy)}
}

// collision is a place where the boundary crosses or doubles itself.
type collision struct {
	s, t side
	at   pt
	how  string
}

// crossings finds a collision, or nil if there is none.
func crossings(polys []raw) (*collision, error) {
	g, err := newGrid(polys)
	if err != nil {
		return nil, err
	}
	for c := range g.cells() {
		list := g.in(c)
		for i, k := range list {
			for _, l := range list[i+1:] {
				if g.tests--; g.tests < 0 {
					return nil, fault.In("coordinates", "The boundary is too tangled to check: too many of its lines run side by side. Simplify it and send it again.")
				}
				if c := clash(polys, g.sides[k], g.sides[l]); c != nil {
					return c, nil
				}
			}
		}
	}
	return nil, nil
}

// clash is what is wrong with how two sides meet, if anything.
func clash(polys []raw, s, t side) *collision {
	if max(s.a.x, s.b.x) < min(t.a.x, t.b.x) || max(t.a.x, t.b.x) < min(s.a.x, s.b.x) ||
		max(s.a.y, s.b.y) < min(t.a.y, t.b.y) || max(t.a.y, t.b.y) < min(s.a.y, s.b.y) {
		return nil
	}
	how, at := meet(s, t)
	switch how {
	case cross:
		return &collision{s, t, at, "cross"}
	case along:
		if s.poly != t.poly && opposite(polys, s, t) {
			return nil // neighbours with a common border
		}
		return &collision{s, t, at, "run along each other"}
	case touch:
		if !adjacent(polys, s, t) && passes(polys, s, t, at) {
			return &collision{s, t, at, "cross"}
		}
	}
	return nil
}

// adjacent reports whether one side follows the other in their ring.
func adjacent(polys []raw, s, t side) bool {
	if s.poly != t.poly || s.ring != t.ring {
		return false
	}
	n := int32(len(polys[s.poly].rings[s.ring].pts))
	return (s.i+1)%n == t.i || (t.i+1)%n == s.i
}

// opposite reports whether the insides of two polygons lie on different sides of
// the line that both run along.
func opposite(polys []raw, s, t side) bool {
	forward := func(s side) bool {
		ccw, _ := polys[s.poly].rings[s.ring].pts.ccw()
		return ccw == (s.ring == 0)
	}
	same := (s.b.x > s.a.x) == (t.b.x > t.a.x)
	if s.a.x == s.b.x {
		same = (s.b.y > s.a.y) == (t.b.y > t.a.y)
	}
	return same != (forward(s) == forward(t))
}

// passes reports whether two paths that meet in p change sides there.
func passes(polys []raw, s, t side, p pt) bool {
	a, b := through(polys, s, p)
	c, d := through(polys, t, p)
	l, m := sector(a, p, b, c), sector(a, p, b, d)
	return l*m < 0
}

// through is the corner before and the corner after p on the ring of s.
func through(polys []raw, s side, p pt) (before, after pt) {
	r := polys[s.poly].rings[s.ring].pts
	n := len(r)
	switch p {
	case s.a:
		return r[(int(s.i)+n-1)%n], s.b
	case s.b:
		return s.a, r[(int(s.i)+2)%n]
	}
	return s.a, s.b
}

// sector is 1 where q lies to the left of the way a, p, b, -1 to the right, and 0
// on it.
func sector(a, p, b, q pt) int {
	if onRay(p, a, q) || onRay(p, b, q) {
		return 0
	}
	l, m := orient(a, p, q) > 0, orient(p, b, q) > 0
	left := l && m
	if orient(a, p, b) <= 0 {
		left = l || m
	}
	if left {
		return 1
	}
	return -1
}

// onRay reports whether q lies in the direction of a, seen from p.
func onRay(p, a, q pt) bool {
	if orient(p, a, q) != 0 || q == p {
		return q == p
	}
	if a.x != p.x {
		return (a.x > p.x) == (q.x > p.x)
	}
	return (a.y > p.y) == (q.y > p.y)
}

// told says what is wrong, and where in the file and on the ground.
func (c *collision) told(polys []raw) error {
	s, t, how, where := c.s, c.t, c.how, c.at.point()
	place := fmt.Sprintf("longitude %.5f, latitude %.5f", where[0], where[1])
	name := func(s side) string { return ringName(int(s.poly), int(s.ring), len(polys)) }
	between := func(s side) string {
		r := polys[s.poly].rings[s.ring]
		return fmt.Sprintf("points %d and %d", r.from[s.i], r.from[(int(s.i)+1)%len(r.from)])
	}
	field := fmt.Sprintf("coordinates[%d][%d]", s.ring, polys[s.poly].rings[s.ring].from[s.i]-1)
	if len(polys) > 1 {
		field = fmt.Sprintf("coordinates[%d][%d][%d]", s.poly, s.ring, polys[s.poly].rings[s.ring].from[s.i]-1)
	}
	if s.poly == t.poly && s.ring == t.ring {
		if how == "cross" {
			return fault.In(field, "The boundary crosses itself at %s: in %s the line between %s crosses the line between %s.", place, name(s), between(s), between(t))
		}
		return fault.In(field, "The boundary doubles back on itself at %s: in %s the line between %s runs along the line between %s.", place, name(s), between(s), between(t))
	}
	return fault.In(field, "%s and %s %s at %s (between %s, and between %s).", capital(name(s)), name(t), how, place, between(s), between(t))
}
