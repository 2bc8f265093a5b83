package incident

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"watchword/internal/geo"
)

// Cluster is points that lie close together, about the one with most incidents.
type Cluster struct {
	At     geo.Point // their middle, each point weighing what lies at it
	Points int
	Ward   int // of the point with most incidents, by its number in the ground; -1: none
	Top    int // the number of that point's place
}

// clusterReach is how many metres from the point with most incidents another may lie to
// be counted with it: over the whole force, and within one division.
const (
	clusterReach = 1000
	closeReach   = 350
)

// clusterMost is how many clusters are told; the rest is told in one number.
const clusterMost = 60

// clusters gathers the places asked for: the place with most incidents takes in all near
// it, then the one with most of what is left, and so on.
func (c *Counts) clusters(n, before *bins) []Line {
	g, reach := c.Ground, float64(clusterReach)
	if c.Query.Within != "" {
		reach = closeReach
	}
	order := points(c, n)
	grid, step := map[[2]int][]int{}, newSteps(g, reach)
	for _, p := range order {
		cell := step.cell(g.places[p-1].At)
		grid[cell] = append(grid[cell], p)
	}
	taken := make([]bool, len(n.at))
	var out []Line
	for _, p := range order {
		if taken[p] || len(out) == clusterMost {
			continue
		}
		var in []int
		seed := g.places[p-1].At.point()
		cell := step.cell(g.places[p-1].At)
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				for _, q := range grid[[2]int{cell[0] + dx, cell[1] + dy}] {
					if !taken[q] && geo.Metres(seed, g.places[q-1].At.point()) <= reach {
						taken[q], in = true, append(in, q)
					}
				}
			}
		}
		out = append(out, c.cluster(in, n, before))
	}
	slices.SortStableFunc(out, func(a, b Line) int { return b.N - a.N })
	return out
}

// points is the numbers of the places at which something is counted, most first.
func points(c *Counts, n *bins) []int {
	var out []int
	for p := 1; p < len(n.at); p++ {
		if n.at[p] > 0 && c.inside(p) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Or(n.at[b]-n.at[a], a-b) })
	return out
}

// steps lays squares of at least a reach over the land.
type steps struct{ lon, lat float64 }

func newSteps(g *Ground, reach float64) steps {
	lat := reach / 111_000 * 1.05
	most := 0.0
	for _, d := range g.Divisions {
		most = max(most, math.Abs(d.Area.Shape.Bound().Max[1]))
	}
	return steps{lon: lat / max(math.Cos(most*math.Pi/180), .05), lat: lat}
}

func (s steps) cell(p Point) [2]int {
	at := p.point()
	return [2]int{int(math.Floor(at[0] / s.lon)), int(math.Floor(at[1] / s.lat))}
}

// cluster is the line of points, the first of which has most incidents.
func (c *Counts) cluster(in []int, n, before *bins) Line {
	g, l := c.Ground, Line{}
	x, y := 0.0, 0.0
	for _, p := range in {
		at := g.places[p-1].At.point()
		l.N, l.Before = l.N+n.at[p], l.Before+before.at[p]
		x, y = x+at[0]*float64(n.at[p]), y+at[1]*float64(n.at[p])
	}
	top := slices.MaxFunc(in, func(a, b int) int { return cmp.Or(n.at[a]-n.at[b], b-a) })
	l.Division = int(g.division[top])
	l.Cluster = &Cluster{At: geo.Point{x / float64(l.N), y / float64(l.N)}, Points: len(in), Ward: int(g.ward[top]), Top: top}
	l.Name = around(g.places[top-1].Street)
	return l
}

// around is a street as police.uk names it, without its "On or near".
func around(street string) string {
	s := strings.TrimSpace(strings.TrimPrefix(street, "On or near"))
	if s == "" {
		return "Unnamed point"
	}
	return s
}
