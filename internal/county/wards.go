package county

import (
	"container/heap"
	"math"
	"slices"
)

// reachItem is a cell on its way to be taken by a seed, nearest first.
type reachItem struct {
	cost float64
	cell int
	seed int
}

type reachQueue []reachItem

func (q reachQueue) Len() int { return len(q) }
func (q reachQueue) Less(i, j int) bool {
	if q[i].cost != q[j].cost {
		return q[i].cost < q[j].cost
	}
	return q[i].cell < q[j].cell
}
func (q reachQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *reachQueue) Push(v any)   { *q = append(*q, v.(reachItem)) }
func (q *reachQueue) Pop() any {
	old := *q
	v := old[len(old)-1]
	*q = old[:len(old)-1]
	return v
}

// spread takes cells from the seeds outwards, over land only, and gives the number
// of the seed that reached each cell first (-1 for none) and at what cost. Only
// cells that may admits are taken, each step at the cost that step says.
func (m *mesh) spread(seeds []int, may func(cell int) bool, step func(from, to, seed int) float64) (owner []int, cost []float64) {
	owner, cost = make([]int, len(m.cells)), make([]float64, len(m.cells))
	for i := range owner {
		owner[i], cost[i] = -1, math.Inf(1)
	}
	queue := &reachQueue{}
	for s, c := range seeds {
		cost[c] = 0
		heap.Push(queue, reachItem{0, c, s})
	}
	for queue.Len() > 0 {
		it := heap.Pop(queue).(reachItem)
		if owner[it.cell] >= 0 {
			continue
		}
		owner[it.cell] = it.seed
		for _, n := range m.cells[it.cell].next {
			if owner[n] >= 0 || !may(n) {
				continue
			}
			if c := it.cost + step(it.cell, n, it.seed); c < cost[n] {
				cost[n] = c
				heap.Push(queue, reachItem{c, n, it.seed})
			}
		}
	}
	return owner, cost
}

// nearest is the cell whose middle is nearest to p among those that may be chosen.
func (m *mesh) nearest(p xy, may func(cell int) bool) int {
	best, most := -1, math.Inf(1)
	for i, c := range m.cells {
		if d := c.middle.to(p); d < most && may(i) {
			best, most = i, d
		}
	}
	return best
}

func everyCell(int) bool { return true }

// divide gives every cell its authority and its ward. Wards are numbered through
// the county, authority by authority.
func (m *mesh) divide() (wards [][]int) {
	var seeds []int
	for _, a := range authorities {
		seeds = append(seeds, m.nearest(a.town, everyCell))
	}
	owner, _ := m.spread(seeds, everyCell, func(from, to, seed int) float64 {
		p, q := m.cells[from].middle, m.cells[to].middle
		rough := 1 + 0.7*m.noise(xy{(p.x + q.x) / 2, (p.y + q.y) / 2}, 14, 21)
		return p.to(q) * rough / authorities[seed].reach
	})
	for i := range m.cells {
		m.cells[i].auth = owner[i]
	}
	first := 0
	for a := range authorities {
		first += m.divideAuthority(a, first)
	}
	m.settleIslands()
	wards = make([][]int, first)
	for i, c := range m.cells {
		wards[c.ward] = append(wards[c.ward], i)
	}
	return wards
}

// crowded is how closely people live at a place of an authority: high in its town.
func crowded(a authority, p xy) float64 {
	d := p.to(a.town) / a.spread
	return 1 + 5.5*math.Exp(-d*d)
}

// divideAuthority grows its wards from seeds that lie as far apart as they can,
// where a step through the town counts for more than one through fields.
func (m *mesh) divideAuthority(a, first int) int {
	au := authorities[a]
	mine := func(c int) bool { return m.cells[c].auth == a }
	step := func(from, to, _ int) float64 {
		p, q := m.cells[from].middle, m.cells[to].middle
		mid := xy{(p.x + q.x) / 2, (p.y + q.y) / 2}
		return p.to(q) * crowded(au, mid) * (1 + 0.6*m.noise(mid, 9, 22))
	}
	seeds := []int{m.nearest(au.town, mine)}
	for len(seeds) < au.wards {
		_, cost := m.spread(seeds, mine, step)
		far := -1
		for c := range m.cells {
			if mine(c) && !math.IsInf(cost[c], 1) && (far < 0 || cost[c] > cost[far]) {
				far = c
			}
		}
		seeds = append(seeds, far)
	}
	seeds = m.centred(seeds, mine, step)
	owner, _ := m.spread(seeds, mine, step)
	for c := range m.cells {
		if mine(c) && owner[c] >= 0 {
			m.cells[c].ward = first + owner[c]
		}
	}
	return au.wards
}

// centred moves each seed to the cell of its group nearest to the group's middle, so
// that groups come out of like size.
func (m *mesh) centred(seeds []int, may func(int) bool, step func(from, to, seed int) float64) []int {
	for range 4 {
		owner, _ := m.spread(seeds, may, step)
		sum, count := make([]xy, len(seeds)), make([]float64, len(seeds))
		for c, s := range owner {
			if s >= 0 {
				p := m.cells[c].middle
				sum[s] = xy{sum[s].x + p.x, sum[s].y + p.y}
				count[s]++
			}
		}
		next := make([]int, len(seeds))
		for s := range seeds {
			next[s] = m.nearest(xy{sum[s].x / count[s], sum[s].y / count[s]}, func(c int) bool { return owner[c] == s })
		}
		if slices.Equal(next, seeds) {
			break
		}
		seeds = next
	}
	return seeds
}

// settleIslands gives land that no way leads to the ward nearest across the water.
func (m *mesh) settleIslands() {
	for i := range m.cells {
		if m.cells[i].ward < 0 {
			n := m.nearest(m.cells[i].middle, func(c int) bool { return m.cells[c].ward >= 0 && !m.cells[c].island })
			m.cells[i].ward, m.cells[i].auth, m.cells[i].island = m.cells[n].ward, m.cells[n].auth, true
		}
	}
}
