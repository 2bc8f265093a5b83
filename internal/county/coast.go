package county

import "math"

// outline is the county on the sheet: clockwise from the north-west, where the land
// border comes down to the sea. The coast is its northern and eastern part.
var outline = []xy{
	{92, 118}, {112, 112}, {118, 92}, {102, 70}, {104, 42}, {128, 20}, {160, 8}, {196, 10}, {214, 28}, {212, 52},
	{222, 66}, {240, 56}, {252, 40}, {280, 30}, {318, 26}, {356, 30}, {392, 44}, {424, 66}, {438, 92}, {432, 120},
	{446, 150}, {450, 190}, {438, 216}, {462, 226}, {492, 214}, {526, 222}, {556, 250}, {578, 286}, {588, 322},
	{566, 348}, {520, 356}, {474, 372}, {430, 370}, {398, 392}, {366, 424}, {318, 418}, {276, 432}, {226, 420},
	{176, 426}, {120, 412}, {84, 378}, {94, 330}, {66, 296}, {34, 262}, {18, 216}, {26, 168}, {58, 140},
}

// coastFrom and coastTo say which sides of the outline lie on the sea.
const coastFrom, coastTo = 0, 28

// channel is an estuary: the middle of its water from the sea inland, and half its
// width at both ends.
type channel struct {
	way        []xy
	wide, tail float64
}

var channels = []channel{
	{[]xy{{476, 204}, {440, 222}, {404, 234}, {372, 226}, {344, 232}, {322, 222}}, 11, 3.4}, // the Quay
	{[]xy{{404, 234}, {396, 254}, {378, 268}}, 5, 3.2},                                      // its southern arm
	{[]xy{{462, 128}, {424, 126}, {392, 134}, {362, 128}, {342, 132}}, 9, 3.4},              // the Otter
	{[]xy{{600, 300}, {566, 292}, {546, 300}, {526, 292}}, 7, 3.6},                          // the Esk
	{[]xy{{566, 246}, {548, 262}, {530, 264}}, 5, 3.2},                                      // Holm creek
	{[]xy{{182, -4}, {176, 20}, {166, 40}}, 6, 3.4},                                         // the Pell
	{[]xy{{296, 16}, {290, 42}, {276, 58}, {274, 74}}, 6, 3.2},                              // Kettle water
	{[]xy{{448, 84}, {414, 86}, {390, 92}}, 6, 3.2},                                         // Gull creek
	{[]xy{{222, 46}, {226, 74}, {218, 92}}, 6, 3.2},                                         // Ingle mouth
	{[]xy{{400, 30}, {392, 52}, {378, 58}}, 5, 3},                                           // Strand haven
	{[]xy{{462, 170}, {436, 172}, {414, 178}}, 5, 3},                                        // Dun creek
	{[]xy{{506, 204}, {502, 226}, {488, 238}}, 5, 3},                                        // Merrow creek
}

// land reports whether a place is dry ground of the county. The outline is wavered
// by noise, more on the coast than inland.
func (m *mesh) land(p xy) bool {
	q := xy{p.x + 9*m.noise(p, 30, 11) + 4*m.noise(p, 11, 12), p.y + 9*m.noise(p, 30, 13) + 4*m.noise(p, 11, 14)}
	return inOutline(q) && !m.water(p)
}

// sea reports whether a place off the land is water, not the next county.
func (m *mesh) sea(p xy) bool {
	if m.water(p) {
		return true
	}
	best, most := 0, math.Inf(1)
	for k, a := range outline {
		if d := toLine(p, a, outline[(k+1)%len(outline)]); d < most {
			best, most = k, d
		}
	}
	return best >= coastFrom && best < coastTo
}

func (m *mesh) water(p xy) bool {
	q := xy{p.x + 5*m.noise(p, 24, 15), p.y + 5*m.noise(p, 24, 16)}
	for _, c := range channels {
		for k := 1; k < len(c.way); k++ {
			t := (float64(k) - 0.5) / float64(len(c.way)-1)
			if toLine(q, c.way[k-1], c.way[k]) < c.wide+(c.tail-c.wide)*t {
				return true
			}
		}
	}
	return false
}

func inOutline(p xy) bool {
	in := false
	for k, a := range outline {
		b := outline[(k+1)%len(outline)]
		if (a.y > p.y) != (b.y > p.y) && p.x < a.x+(p.y-a.y)/(b.y-a.y)*(b.x-a.x) {
			in = !in
		}
	}
	return in
}

// toLine is how far p is from the straight piece a, b.
func toLine(p, a, b xy) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	t := min(max(((p.x-a.x)*dx+(p.y-a.y)*dy)/(dx*dx+dy*dy), 0), 1)
	return p.to(xy{a.x + t*dx, a.y + t*dy})
}
