package geo

import (
	"math"

	"watchword/internal/fault"
)

// grid sorts sides into square cells, so that only sides which share a cell need
// to be compared. A side is entered in the cells it passes through and their
// neighbours to either side, never fewer.
type grid struct {
	sides      []side
	box        box
	cols, rows int
	w, h       float64 // size of a cell
	start      []int32 // where the list of each cell begins in entry
	entry      []int32 // numbers of sides, cell by cell
	tests      int     // how many comparisons are left
}

// testsPerSide and mostTests bound the work that one boundary may ask for.
const (
	testsPerSide = 400
	leastTests   = 4_000_000
)

func newGrid(polys []raw) (*grid, error) {
	g := &grid{}
	for i, p := range polys {
		for j, r := range p.rings {
			for k, a := range r.pts {
				g.sides = append(g.sides, side{a, r.pts[(k+1)%len(r.pts)], int32(i), int32(j), int32(k)})
			}
		}
	}
	if !g.fill() {
		return nil, fault.In("coordinates", "The boundary is too tangled to check: too many of its lines cross the whole area. Simplify it and send it again.")
	}
	g.tests = max(leastTests, testsPerSide*len(g.sides))
	return g, nil
}

// fill chooses the cells and enters the sides; it reports false if that would take
// too much room, which only a boundary made to be awkward asks for.
func (g *grid) fill() bool {
	n := len(g.sides)
	g.box = box{g.sides[0].a, g.sides[0].a}
	for _, s := range g.sides {
		g.box = g.box.with(s.a)
	}
	for size := min(int(math.Sqrt(float64(n)))+1, 1024); ; size = (size + 1) / 2 {
		g.cols, g.rows = size, size
		g.w = math.Max(1, (float64(g.box.max.x)-float64(g.box.min.x)+1)/float64(size))
		g.h = math.Max(1, (float64(g.box.max.y)-float64(g.box.min.y)+1)/float64(size))
		count := make([]int32, size*size+1)
		total := 0
		for _, s := range g.sides {
			g.each(s.a, s.b, func(c int) { count[c+1]++; total++ })
		}
		if total > 40*n+1000 && size > 1 {
			continue
		}
		for i := 1; i < len(count); i++ {
			count[i] += count[i-1]
		}
		g.start = count
		g.enter(total)
		return total < 50_000_000
	}
}

func (g *grid) enter(total int) {
	g.entry = make([]int32, total)
	next := make([]int32, len(g.start))
	copy(next, g.start)
	for i, s := range g.sides {
		g.each(s.a, s.b, func(c int) {
			g.entry[next[c]] = int32(i)
			next[c]++
		})
	}
}

// each calls f with every cell that the line from a to b passes through.
func (g *grid) each(a, b pt, f func(cell int)) {
	if a.y > b.y {
		a, b = b, a
	}
	ax, ay := float64(a.x)-float64(g.box.min.x), float64(a.y)-float64(g.box.min.y)
	bx, by := float64(b.x)-float64(g.box.min.x), float64(b.y)-float64(g.box.min.y)
	lo, hi := clamp(int(ay/g.h), g.rows), clamp(int(by/g.h), g.rows)
	for row := lo; row <= hi; row++ {
		x1, x2 := ax, bx
		if by > ay && lo < hi {
			at := func(y float64) float64 { return ax + (bx-ax)*min(max((y-ay)/(by-ay), 0), 1) }
			x1, x2 = at(float64(row)*g.h-1), at(float64(row+1)*g.h+1)
		}
		if x1 > x2 {
			x1, x2 = x2, x1
		}
		for col := clamp(int((x1-1)/g.w), g.cols); col <= clamp(int((x2+1)/g.w), g.cols); col++ {
			f(row*g.cols + col)
		}
	}
}

func clamp(v, n int) int { return min(max(v, 0), n-1) }

func (g *grid) cells() int { return g.cols * g.rows }

// in are the numbers of the sides entered in a cell.
func (g *grid) in(cell int) []int32 { return g.entry[g.start[cell]:g.start[cell+1]] }
