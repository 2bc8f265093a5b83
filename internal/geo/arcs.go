package geo

import (
	"cmp"
	"slices"
)

// Simplify drops corners that lie less than the given metres from the line without
// them. Borders that shapes share, corner by corner, stay shared. It is for drawing:
// the result is not checked again, and at coarse steps lines may touch or cross.
// A shape never vanishes; small islands and holes do.
func Simplify(shapes []Shape, metres float64) []Shape {
	out := make([]Shape, len(shapes))
	nodes := junctions(shapes)
	for i, s := range shapes {
		if s.b == nil {
			continue
		}
		f := planeAt(s.b.box)
		var polys [][]ring
		for _, rings := range s.b.polys {
			if kept := thinned(rings, nodes, f, metres); kept != nil {
				polys = append(polys, kept)
			}
		}
		if polys == nil {
			polys = [][]ring{{slices.Clone(largest(s.b.polys))}}
		}
		out[i] = newShape(polys)
	}
	return out
}

func thinned(rings []ring, nodes map[pt]bool, f plane, metres float64) []ring {
	var kept []ring
	for i, r := range rings {
		t := thin(r, nodes, f, metres)
		if len(t) >= 3 {
			if _, flat := t.ccw(); !flat {
				kept = append(kept, t)
				continue
			}
		}
		if i == 0 {
			return nil
		}
	}
	return kept
}

func largest(polys [][]ring) ring {
	best := polys[0][0]
	for _, rings := range polys {
		if b, c := rings[0].box(), best.box(); int64(b.max.x)-int64(b.min.x) > int64(c.max.x)-int64(c.min.x) {
			best = rings[0]
		}
	}
	return best
}

// junctions are the corners at which arcs begin and end: where more than two sides
// come together, counting a side shared by two rings once.
func junctions(shapes []Shape) map[pt]bool {
	type ends struct{ a, b pt }
	seen := map[pt]ends{}
	nodes := map[pt]bool{}
	for _, s := range shapes {
		for _, r := range s.rings() {
			for i, p := range r {
				a, b := r[(i+len(r)-1)%len(r)], r[(i+1)%len(r)]
				if comparePt(b, a) < 0 {
					a, b = b, a
				}
				if e, ok := seen[p]; !ok {
					seen[p] = ends{a, b}
				} else if e != (ends{a, b}) {
					nodes[p] = true
				}
			}
		}
	}
	return nodes
}

func comparePt(a, b pt) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) }

// thin simplifies a ring arc by arc, each always from the same end.
func thin(r ring, nodes map[pt]bool, f plane, metres float64) ring {
	start := slices.IndexFunc(r, func(p pt) bool { return nodes[p] })
	if start < 0 { // an arc of its own: begin at the corner that any neighbour would choose
		start = slices.Index(r, slices.MinFunc(r, comparePt))
	}
	turned := append(append(make(ring, 0, len(r)+1), r[start:]...), r[:start]...)
	turned = append(turned, turned[0])
	var out ring
	for from := 0; from < len(turned)-1; {
		to := from + 1
		for to < len(turned)-1 && !nodes[turned[to]] {
			to++
		}
		out = append(out, thinArc(turned[from:to+1], f, metres)...)
		from = to
	}
	return out
}

// thinArc is the arc without its last corner, simplified after Douglas and Peucker.
func thinArc(arc ring, f plane, metres float64) ring {
	work := slices.Clone(arc)
	back := comparePt(work[len(work)-1], work[0]) < 0 || work[0] == work[len(work)-1] && comparePt(work[len(work)-2], work[1]) < 0
	if back {
		slices.Reverse(work)
	}
	keep := make([]bool, len(work))
	keep[0], keep[len(work)-1] = true, true
	type span struct{ from, to int }
	for stack := []span{{0, len(work) - 1}}; len(stack) > 0; {
		s := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		far, most := 0, metres
		for i := s.from + 1; i < s.to; i++ {
			if d := f.toSide(work[i], work[s.from], work[s.to]); d > most {
				far, most = i, d
			}
		}
		if far > 0 {
			keep[far] = true
			stack = append(stack, span{s.from, far}, span{far, s.to})
		}
	}
	var out ring
	for i, p := range work {
		if keep[i] {
			out = append(out, p)
		}
	}
	if back {
		slices.Reverse(out)
	}
	return out[:len(out)-1]
}
