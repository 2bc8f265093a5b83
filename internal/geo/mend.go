package geo

import (
	"slices"
)

// mostMends bounds how many places of one boundary are mended.
const mostMends = 1000

// mended is checked for boundaries as published, in which rounding has made lines cross. A
// ring that crosses itself is parted there into two, as neighbours that touch in a point;
// of those, and of holes and islands that run into others, what is no larger than so many
// metres across is dropped; larger ones become one, if the ground that both cover is no
// thicker than that. It tells where. What cannot be mended so is told as Read tells it.
func mended(polys []raw, metres float64) (Shape, []Point, error) {
	var where []Point
	if metres > 0 {
		oriented(polys)
	}
	for range mostMends {
		c, err := crossings(polys)
		if err != nil {
			return Shape{}, nil, err
		}
		if c == nil || metres <= 0 {
			break
		}
		var ok bool
		if polys, ok = c.mend(polys, metres); !ok {
			return Shape{}, nil, c.told(polys)
		}
		where = append(where, c.at.point())
	}
	if metres > 0 && (len(where) > 0 || nesting(polys) != nil) {
		var at []Point
		polys, at = renested(polys)
		where = append(where, at...)
	}
	s, err := checked(polys)
	return s, where, err
}

// oriented turns outer rings counter-clockwise and holes clockwise.
func oriented(polys []raw) {
	for _, p := range polys {
		for i, r := range p.rings {
			if ccw, _ := r.pts.ccw(); ccw != (i == 0) {
				slices.Reverse(r.pts)
				slices.Reverse(r.from)
			}
		}
	}
}

// renested is the polygons with each hole in the outer ring that it now lies in. A hole
// that lies in none is dropped, and so is a polygon whose ground another covers; it tells
// where.
func renested(polys []raw) ([]raw, []Point) {
	var outer, holes []ring
	for _, p := range polys {
		outer = append(outer, p.rings[0].pts)
		for _, h := range p.rings[1:] {
			holes = append(holes, h.pts)
		}
	}
	var where []Point
	out := numbered(nest(outer, holes))
	for i := 0; i < len(out); i++ {
		if slices.ContainsFunc(out, func(q raw) bool { return &q.rings[0] != &out[i].rings[0] && out[i].within(q) }) {
			where = append(where, out[i].rings[0].pts[0].point())
			out = slices.Delete(out, i, i+1)
			i--
		}
	}
	for _, h := range holes {
		if !slices.ContainsFunc(out, func(p raw) bool {
			return slices.ContainsFunc(p.rings[1:], func(r rawRing) bool { return &r.pts[0] == &h[0] })
		}) {
			where = append(where, h[0].point())
		}
	}
	return out, where
}

// mend is the polygons without the collision, if it can be mended.
func (c *collision) mend(polys []raw, metres float64) ([]raw, bool) {
	if c.s.poly == c.t.poly && c.s.ring == c.t.ring {
		return c.part(polys, metres)
	}
	if out, ok := dropped(polys, c.s, metres); ok {
		return out, true
	}
	if out, ok := dropped(polys, c.t, metres); ok {
		return out, true
	}
	return c.spliced(polys)
}

// part makes two rings of one that crosses itself. A piece that runs the wrong way round,
// or lies in the other, so that its ground is covered already, is dropped if it is thin.
func (c *collision) part(polys []raw, metres float64) ([]raw, bool) {
	p := polys[c.s.poly]
	r := p.rings[c.s.ring]
	i, j := min(c.s.i, c.t.i)+1, max(c.s.i, c.t.i)+1
	pieces := []rawRing{
		{append(append(slices.Clone(r.pts[:i]), c.at), r.pts[j:]...), append(append(slices.Clone(r.from[:i]), r.from[i-1]), r.from[j:]...)},
		{append(slices.Clone(r.pts[i:j]), c.at), append(slices.Clone(r.from[i:j]), r.from[j-1])},
	}
	var kept []rawRing
	for _, x := range pieces {
		x = x.unspiked()
		if len(x.pts) < 3 || across(x.pts) <= metres {
			continue
		}
		if len(x.pts) >= len(r.pts) {
			return polys, false
		}
		if ccw, _ := x.pts.ccw(); ccw == (c.s.ring == 0) {
			kept = append(kept, x)
		} else if x.pts.thickness() > metres {
			return polys, false
		}
	}
	if len(kept) == 2 {
		for k := range kept {
			if fold := kept[1-k].pts; fold.lies(kept[k].pts) == inside {
				if fold.thickness() > metres {
					return polys, false
				}
				kept = kept[k : k+1]
				break
			}
		}
	}
	rest := slices.Delete(slices.Clone(p.rings), int(c.s.ring), int(c.s.ring)+1)
	switch {
	case c.s.ring > 0:
		polys[c.s.poly].rings = append(rest, kept...)
	case len(kept) == 0 && len(polys) == 1:
		return polys, false
	case len(kept) == 0:
		polys = slices.Delete(polys, int(c.s.poly), int(c.s.poly)+1)
	case len(kept) == 1:
		polys[c.s.poly].rings = append(kept, rest...)
	default:
		polys[c.s.poly].rings = append(kept[:1:1], rest...)
		polys = append(polys, raw{kept[1:]})
	}
	return polys, true
}

// spliced is the polygons with the two rings that cross made one: the way along the first
// goes round the second where they cross. Outer rings then enclose what either did, and
// what they both did twice, which is parted from it next. Of a hole and the outer ring of
// another polygon, which lies in it, the hole is left, so much smaller.
func (c *collision) spliced(polys []raw) ([]raw, bool) {
	s, t := c.s, c.t
	if s.ring > 0 && t.ring == 0 {
		s, t = t, s
	}
	a, b := polys[s.poly].rings[s.ring], polys[t.poly].rings[t.ring]
	i, j := int(s.i)+1, int(t.i)+1
	one := rawRing{
		slices.Concat(a.pts[:i], ring{c.at}, b.pts[j:], b.pts[:j], ring{c.at}, a.pts[i:]),
		slices.Concat(a.from[:i], a.from[i-1:i], b.from[j:], b.from[:j], a.from[i-1:i], a.from[i:]),
	}.unspiked()
	if len(one.pts) < 3 || s.poly != t.poly && s.ring > 0 {
		return polys, false
	}
	out := slices.Clone(polys)
	without := func(rings []rawRing, i int32) []rawRing { return slices.Delete(slices.Clone(rings), int(i), int(i)+1) }
	switch {
	case s.poly == t.poly:
		rings := slices.Clone(out[s.poly].rings)
		rings[s.ring] = one
		out[s.poly].rings = without(rings, t.ring)
		return out, true
	case t.ring > 0:
		rings := slices.Clone(out[t.poly].rings)
		rings[t.ring] = one
		out[t.poly].rings = rings
	default:
		out[t.poly].rings = append(append([]rawRing{one}, polys[s.poly].rings[1:]...), polys[t.poly].rings[1:]...)
	}
	return slices.Delete(out, int(s.poly), int(s.poly)+1), true
}

// dropped is the polygons without the ring of a side, if it is small: without the polygon,
// for an outer ring, unless it is the only one.
func dropped(polys []raw, s side, metres float64) ([]raw, bool) {
	p := polys[s.poly]
	if across(p.rings[s.ring].pts) > metres || s.ring == 0 && len(polys) == 1 {
		return polys, false
	}
	if s.ring == 0 {
		return slices.Delete(polys, int(s.poly), int(s.poly)+1), true
	}
	p.rings = slices.Delete(p.rings, int(s.ring), int(s.ring)+1)
	polys[s.poly] = p
	return polys, true
}

// across is how far the points lie apart at most, in metres, as their box tells.
func across(pts ring) float64 {
	if len(pts) == 0 {
		return 0
	}
	b := pts.box()
	return Metres(b.min.point(), b.max.point())
}

// thickness is the ground that a ring encloses, in square metres, over how far it reaches.
func (r ring) thickness() float64 {
	return newShape([][]ring{{slices.Clone(r)}}).Hectares() * 10000 / max(across(r), 1)
}
