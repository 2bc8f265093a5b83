package geo

import "math"

// bands cuts a shape into strips of equal height and lists the sides that reach
// into each, so that a point is compared with a few sides only.
type bands struct {
	height float64
	start  []int32
	sides  [][2]pt
}

// Contains reports whether the point lies in the shape. A point on the border
// between two neighbours belongs to exactly one of them.
func (s Shape) Contains(p Point) bool {
	return s.b != nil && onGlobe(p) && s.b.holds(snap(p))
}

func (b *body) holds(p pt) bool {
	if !b.box.holds(p) {
		return false
	}
	b.once.Do(b.cut)
	band := int((float64(p.y) - float64(b.box.min.y)) / b.bands.height)
	in := false
	for _, s := range b.bands.sides[b.bands.start[band]:b.bands.start[band+1]] {
		if (s[0].y > p.y) == (s[1].y > p.y) {
			continue
		}
		// Count the sides to the east; one that the point lies on is not.
		if o := orient(s[0], s[1], p); o != 0 && (o > 0) == (s[1].y > s[0].y) {
			in = !in
		}
	}
	return in
}

// cut makes the bands: about one for every four sides, fewer where long sides
// would be listed too often.
func (b *body) cut() {
	var sides [][2]pt
	for _, rings := range b.polys {
		for _, r := range rings {
			for i, a := range r {
				if c := r[(i+1)%len(r)]; a.y != c.y {
					sides = append(sides, [2]pt{a, c})
				}
			}
		}
	}
	span := float64(b.box.max.y) - float64(b.box.min.y) + 1
	for n := max(1, min(len(sides)/4, 4096)); ; n = (n + 1) / 2 {
		height := span / float64(n)
		rows := func(s [2]pt) (int, int) {
			at := func(y int32) int { return int((float64(y) - float64(b.box.min.y)) / height) }
			return at(min(s[0].y, s[1].y)), at(max(s[0].y, s[1].y))
		}
		start := make([]int32, n+1)
		total := 0
		for _, s := range sides {
			lo, hi := rows(s)
			total += hi - lo + 1
			for row := lo; row <= hi; row++ {
				start[row+1]++
			}
		}
		if total > 16*len(sides)+64 && n > 1 {
			continue
		}
		for i := 1; i <= n; i++ {
			start[i] += start[i-1]
		}
		b.bands = bands{height: height, start: start, sides: make([][2]pt, total)}
		next := append([]int32(nil), start...)
		for _, s := range sides {
			lo, hi := rows(s)
			for row := lo; row <= hi; row++ {
				b.bands.sides[next[row]] = s
				next[row]++
			}
		}
		return
	}
}

// Index answers which of many shapes hold a point. It cannot be changed.
type Index struct {
	shapes     []Shape
	box        box
	cols, rows int
	w, h       float64
	cells      [][]int32
}

// NewIndex sorts the shapes into squares. Empty shapes hold nothing.
func NewIndex(shapes []Shape) *Index {
	x := &Index{shapes: shapes}
	first := true
	for _, s := range shapes {
		switch {
		case s.b == nil:
		case first:
			x.box, first = s.b.box, false
		default:
			x.box = x.box.with(s.b.box.min).with(s.b.box.max)
		}
	}
	if first {
		return x
	}
	size := min(max(int(2*math.Sqrt(float64(len(shapes)))), 1), 256)
	x.cols, x.rows = size, size
	x.w = (float64(x.box.max.x) - float64(x.box.min.x) + 1) / float64(size)
	x.h = (float64(x.box.max.y) - float64(x.box.min.y) + 1) / float64(size)
	x.cells = make([][]int32, size*size)
	for i, s := range shapes {
		if s.b == nil {
			continue
		}
		c1, r1 := x.cell(s.b.box.min)
		c2, r2 := x.cell(s.b.box.max)
		for r := r1; r <= r2; r++ {
			for c := c1; c <= c2; c++ {
				x.cells[r*x.cols+c] = append(x.cells[r*x.cols+c], int32(i))
			}
		}
	}
	return x
}

func (x *Index) cell(p pt) (col, row int) {
	return int((float64(p.x) - float64(x.box.min.x)) / x.w), int((float64(p.y) - float64(x.box.min.y)) / x.h)
}

// At are the numbers, in order, of all shapes that hold the point.
func (x *Index) At(p Point) []int {
	var out []int
	x.each(p, func(i int) bool { out = append(out, i); return true })
	return out
}

// First is the number of the first shape that holds the point, and whether there
// is one.
func (x *Index) First(p Point) (int, bool) {
	found := -1
	x.each(p, func(i int) bool { found = i; return false })
	return found, found >= 0
}

func (x *Index) each(p Point, f func(int) bool) {
	if len(x.cells) == 0 || !onGlobe(p) {
		return
	}
	q := snap(p)
	if !x.box.holds(q) {
		return
	}
	c, r := x.cell(q)
	for _, i := range x.cells[r*x.cols+c] {
		if x.shapes[i].b.holds(q) && !f(int(i)) {
			return
		}
	}
}

// Nearest is the number of the nearest shape of those that may be chosen, no farther from
// the point than the metres, and whether there is one. Published points lie a few metres
// off where borders were drawn more simply; it is for those, and takes microseconds to a
// millisecond.
func (x *Index) Nearest(p Point, metres float64, may func(int) bool) (int, bool) {
	if !onGlobe(p) {
		return -1, false
	}
	q := snap(p)
	best, most := -1, metres
	for i, s := range x.shapes {
		if s.b == nil || !may(i) || !s.b.near(q, most) {
			continue
		}
		if d := s.distance(q); d <= most && (best < 0 || d < most) {
			best, most = i, d
		}
	}
	return best, best >= 0
}

// near reports whether the point may lie within so many metres of the shape, as far as
// its box tells.
func (b *body) near(q pt, metres float64) bool {
	f := planeAt(b.box)
	dx, dy := int64(metres/f.kx)+1, int64(metres/f.ky)+1
	return int64(q.x) >= int64(b.box.min.x)-dx && int64(q.x) <= int64(b.box.max.x)+dx &&
		int64(q.y) >= int64(b.box.min.y)-dy && int64(q.y) <= int64(b.box.max.y)+dy
}

// Distance is how far the point lies from the shape in metres, 0 inside. It is infinite
// for the empty shape.
func (s Shape) Distance(p Point) float64 {
	if s.b == nil {
		return math.Inf(1)
	}
	return s.distance(snap(p))
}

func (s Shape) distance(q pt) float64 {
	if s.b.holds(q) {
		return 0
	}
	f := planeAt(s.b.box)
	d := math.Inf(1)
	for _, r := range s.rings() {
		for i, a := range r {
			d = min(d, f.toSide(q, a, r[(i+1)%len(r)]))
		}
	}
	return d
}
