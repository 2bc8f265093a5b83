package geo

import (
	"fmt"

	"watchword/internal/fault"
)

// place is where a point lies, seen from a ring.
type place int

const (
	outside place = iota
	onLine
	inside
)

// find tells where p lies. It looks at every side; Shape.Contains is the fast way.
func (r ring) find(p pt) place {
	in := false
	for i, a := range r {
		b := r[(i+1)%len(r)]
		if (a.y > p.y) != (b.y > p.y) {
			o := orient(a, b, p)
			if o == 0 {
				return onLine
			}
			if (o > 0) == (b.y > a.y) {
				in = !in
			}
		} else if p.y == a.y && p.y == b.y && p.x >= min(a.x, b.x) && p.x <= max(a.x, b.x) || p == a || p == b {
			return onLine
		}
	}
	if in {
		return inside
	}
	return outside
}

// lies tells where ring r lies, seen from ring q, given that they do not cross:
// the first corner that is not on q's line decides.
func (r ring) lies(q ring) place {
	for _, p := range r {
		if at := q.find(p); at != onLine {
			return at
		}
	}
	return onLine
}

// nesting checks that holes lie in their outer ring and not in each other, and that
// no polygon lies in another.
func nesting(polys []raw) error {
	for i, p := range polys {
		outer := p.rings[0].pts
		boxes := make([]box, len(p.rings))
		for j, r := range p.rings {
			boxes[j] = r.pts.box()
			if j == 0 {
				continue
			}
			if r.pts.lies(outer) == outside {
				return misnested(polys, i, j, "%s lies outside its outer ring, at longitude %.5f, latitude %.5f.", r.pts[0])
			}
			for k := 1; k < j; k++ {
				if boxes[k].meets(boxes[j]) && (r.pts.lies(p.rings[k].pts) == inside || p.rings[k].pts.lies(r.pts) == inside) {
					return misnested(polys, i, j, "%s and another hole lie one within the other, at longitude %.5f, latitude %.5f.", r.pts[0])
				}
			}
		}
	}
	return stacked(polys)
}

func misnested(polys []raw, i, j int, format string, at pt) error {
	field := fmt.Sprintf("coordinates[%d]", j)
	if len(polys) > 1 {
		field = fmt.Sprintf("coordinates[%d][%d]", i, j)
	}
	p := at.point()
	return fault.In(field, format, capital(ringName(i, j, len(polys))), p[0], p[1])
}

// stacked finds a polygon that lies upon another.
func stacked(polys []raw) error {
	boxes := make([]box, len(polys))
	for i, p := range polys {
		boxes[i] = p.rings[0].pts.box()
	}
	for i := range polys {
		for j := range i {
			if !boxes[i].meets(boxes[j]) {
				continue
			}
			for _, pair := range [2][2]int{{i, j}, {j, i}} {
				upper, under := polys[pair[0]], polys[pair[1]]
				if upper.within(under) {
					p := upper.rings[0].pts[0].point()
					return fault.In(fmt.Sprintf("coordinates[%d]", pair[0]), "Polygon %d lies upon polygon %d, at longitude %.5f, latitude %.5f. Each piece of ground may be covered once.",
						pair[0]+1, pair[1]+1, p[0], p[1])
				}
			}
		}
	}
	return nil
}

// within reports whether p's outer ring lies in q and in none of q's holes.
func (p raw) within(q raw) bool {
	if p.rings[0].pts.lies(q.rings[0].pts) != inside {
		return false
	}
	for _, h := range q.rings[1:] {
		if p.rings[0].pts.lies(h.pts) != outside {
			return false
		}
	}
	return true
}
