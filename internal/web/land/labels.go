package land

import (
	"math"

	"watchword/internal/web/part"
)

// labels places the figure and the name of each area on the map so that none stands on
// another: each as near to the middle of its area as it can be, its figure within it.
type labels struct {
	areas         []part.MapArea // X and Y are the middles
	size          float64        // of the text
	width, height float64        // of the map
	inside        func(i int, x, y float64) bool
}

// spot is where a figure stands; the name is below it.
type spot struct{ x, y float64 }

// span is what is covered: left, top, right, bottom.
type span struct{ l, t, r, b float64 }

// over is how large the common part of two spans is, with a little air between them.
func (a span) over(b span) float64 {
	const air = 2
	w := min(a.r, b.r) - max(a.l, b.l) + air
	h := min(a.b, b.b) - max(a.t, b.t) + air
	return max(w, 0) * max(h, 0)
}

// figure and name are what the two parts of a label cover.
func (l labels) figure(s spot) span {
	r := l.size * part.CircleRadius
	return span{s.x - r, s.y - r, s.x + r, s.y + r}
}

func (l labels) name(i int, s spot) span {
	half := float64(len([]rune(l.areas[i].Name))) * l.size * .29 // of the width, generously
	base := s.y + l.size*part.NameBelow
	return span{s.x - half, base - l.size*.78, s.x + half, base + l.size*.24}
}

// clash is how much the label of i at a spot covers of the others, and of what lies
// beyond the map.
func (l labels) clash(i int, s spot, at []spot) float64 {
	figure, name := l.figure(s), l.name(i, s)
	sum := 0.0
	for j, o := range at {
		if j == i {
			continue
		}
		of, on := l.figure(o), l.name(j, o)
		sum += figure.over(of) + figure.over(on) + name.over(of) + name.over(on)
	}
	beyond := max(0, -name.l) + max(0, name.r-l.width) + max(0, -figure.t) + max(0, name.b-l.height)
	return sum + beyond*l.size
}

// placed is where every label stands. Each in turn takes the best spot about its middle,
// until none would rather stand elsewhere; that depends on who begins, so that others begin
// where some still clash.
func (l labels) placed() []spot {
	var best []spot
	least := math.Inf(1)
	for first := range l.areas {
		at := l.settled(first)
		clash := 0.0
		for i, s := range at {
			clash += l.clash(i, s, at)
		}
		if clash < least {
			best, least = at, clash
		}
		if least == 0 {
			break
		}
	}
	return best
}

// settled is where the labels come to stand when the one of that number begins.
func (l labels) settled(first int) []spot {
	at := make([]spot, len(l.areas))
	for i, a := range l.areas {
		at[i] = spot{a.X, a.Y}
	}
	for range 12 {
		moved := false
		for n := range at {
			i := (first + n) % len(at)
			if best := l.best(i, at); best != at[i] {
				at[i], moved = best, true
			}
		}
		if !moved {
			break
		}
	}
	return at
}

// best is the spot for the label of i, as the others stand.
func (l labels) best(i int, at []spot) spot {
	const step, reach = 5.0, 13
	middle := spot{l.areas[i].X, l.areas[i].Y}
	cost := func(s spot) float64 {
		return l.clash(i, s, at) + math.Hypot(s.x-middle.x, s.y-middle.y)*.3
	}
	best, least := at[i], cost(at[i])
	for dx := -reach; dx <= reach; dx++ {
		for dy := -reach; dy <= reach; dy++ {
			s := spot{middle.x + float64(dx)*step, middle.y + float64(dy)*step}
			if c := cost(s); c < least-1e-9 && l.holds(i, s) {
				best, least = s, c
			}
		}
	}
	return best
}

// holds reports whether most of the figure at a spot lies within its area.
func (l labels) holds(i int, s spot) bool {
	r := l.size * part.CircleRadius * .6
	return l.inside(i, s.x, s.y) && l.inside(i, s.x-r, s.y) && l.inside(i, s.x+r, s.y) && l.inside(i, s.x, s.y-r) && l.inside(i, s.x, s.y+r)
}
