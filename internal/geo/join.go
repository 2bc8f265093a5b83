package geo

import (
	"math"
	"slices"
)

// Join is the ground that the shapes cover together. Borders that two of them
// share, corner by corner, disappear, as between the wards of a district; shapes
// that only touch stay separate pieces. It returns fault.Invalid if two of them
// overlap.
func Join(shapes ...Shape) (Shape, error) {
	polys := numbered(outline(shapes))
	if len(polys) == 0 {
		return Shape{}, nil
	}
	return checked(polys)
}

// numbered is polygons that stood in no file, their corners counted from 1.
func numbered(polys [][]ring) []raw {
	out := make([]raw, len(polys))
	for i, rings := range polys {
		for _, r := range rings {
			from := make([]int32, len(r))
			for k := range from {
				from[k] = int32(k + 1)
			}
			out[i].rings = append(out[i].rings, rawRing{r, from})
		}
	}
	return out
}

// outline finds the sides that no neighbour shares and links them to rings, holes
// with the outer ring that they lie in.
func outline(shapes []Shape) [][]ring {
	next := map[pt][]pt{}
	var order []pt
	drop := func(a, b pt) bool {
		i := slices.Index(next[a], b)
		if i < 0 {
			return false
		}
		next[a] = slices.Delete(next[a], i, i+1)
		return true
	}
	for _, s := range shapes {
		for _, r := range s.rings() {
			for i, a := range r {
				b := r[(i+1)%len(r)]
				if !drop(b, a) {
					next[a] = append(next[a], b)
					order = append(order, a)
				}
			}
		}
	}
	return nest(trace(next, order))
}

// trace walks all rings. It begins where only one side goes on, so that no ring is
// closed early in a corner where several meet.
func trace(next map[pt][]pt, order []pt) (outer, holes []ring) {
	for _, most := range [2]int{1, math.MaxInt} {
		for _, a := range order {
			for len(next[a]) > 0 && len(next[a]) <= most {
				r := walk(next, a)
				if ccw, flat := r.ccw(); flat {
					continue
				} else if ccw {
					outer = append(outer, r)
				} else {
					holes = append(holes, r)
				}
			}
		}
	}
	return outer, holes
}

// walk takes one ring out of the sides, the inside on its left; where several go on,
// it takes the one nearest to the inside, so that pieces which touch in a point
// come apart.
func walk(next map[pt][]pt, start pt) ring {
	r := ring{start}
	from, at := start, next[start][0]
	next[start] = next[start][1:]
	for at != start {
		r = append(r, at)
		ways := next[at]
		if len(ways) == 0 {
			return ring{start, start, start} // open: the shapes were no areas
		}
		best := 0
		for i := 1; i < len(ways); i++ {
			if bearing(at, from, ways[i]) < bearing(at, from, ways[best]) {
				best = i
			}
		}
		to := ways[best]
		next[at] = slices.Delete(ways, best, best+1)
		from, at = at, to
	}
	return r
}

// bearing is the angle, clockwise, from the way back to the way on.
func bearing(at, back, on pt) float64 {
	angle := func(p pt) float64 {
		return math.Atan2(float64(p.y)-float64(at.y), float64(p.x)-float64(at.x))
	}
	a := angle(back) - angle(on)
	if a <= 0 {
		a += 2 * math.Pi
	}
	return a
}

func nest(outer, holes []ring) [][]ring {
	polys := make([][]ring, len(outer))
	boxes := make([]box, len(outer))
	for i, r := range outer {
		polys[i], boxes[i] = []ring{r}, r.box()
	}
	for _, h := range holes {
		home := -1
		for i, r := range outer {
			if boxes[i].holds(h[0]) && h.lies(r) != outside && (home < 0 || outer[home].lies(r) == outside || outer[i].lies(outer[home]) == inside) {
				home = i
			}
		}
		if home >= 0 {
			polys[home] = append(polys[home], h)
		}
	}
	return polys
}
