package geo

import (
	"container/heap"
	"math"
)

// The ellipsoid of WGS84: half the long axis in metres, and the square of the
// eccentricity.
const (
	semiMajor = 6378137.0
	ecc2      = 0.00669437999014
)

// authalic is the q of an equal-area latitude: equal steps of it hold equal areas.
func authalic(lat float64) float64 {
	e := math.Sqrt(ecc2)
	s := math.Sin(lat * math.Pi / 180)
	return (1 - ecc2) * (s/(1-ecc2*s*s) + math.Atanh(e*s)/e)
}

// Hectares is the area on the ellipsoid, holes taken off. Sides are straight in
// longitude and latitude.
func (s Shape) Hectares() float64 {
	var sum float64
	for _, r := range s.rings() {
		prev := authalic(float64(r[len(r)-1].y) / perDegree)
		px := float64(r[len(r)-1].x)
		base := prev // sums of small differences lose less
		for _, p := range r {
			q := authalic(float64(p.y) / perDegree)
			sum -= (float64(p.x) - px) / perDegree * math.Pi / 180 * ((q - base) + (prev - base)) / 2
			prev, px = q, float64(p.x)
		}
	}
	return sum * semiMajor * semiMajor / 2 / 10000
}

// plane is the ground as a flat sheet in metres, good over a county.
type plane struct {
	o      pt
	kx, ky float64 // metres to a unit
}

func planeAt(b box) plane {
	lat := (float64(b.min.y) + float64(b.max.y)) / 2 / perDegree * math.Pi / 180
	s2 := math.Sin(lat) * math.Sin(lat)
	w := 1 - ecc2*s2
	unit := math.Pi / 180 / perDegree
	return plane{b.min, semiMajor / math.Sqrt(w) * math.Cos(lat) * unit, semiMajor * (1 - ecc2) / (w * math.Sqrt(w)) * unit}
}

func (f plane) xy(p pt) (x, y float64) {
	return (float64(p.x) - float64(f.o.x)) * f.kx, (float64(p.y) - float64(f.o.y)) * f.ky
}

// toSide is the distance in metres from p to the side a, b.
func (f plane) toSide(p, a, b pt) float64 {
	px, py := f.xy(p)
	ax, ay := f.xy(a)
	bx, by := f.xy(b)
	dx, dy := bx-ax, by-ay
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = min(max(((px-ax)*dx+(py-ay)*dy)/l, 0), 1)
	}
	return math.Hypot(px-ax-t*dx, py-ay-t*dy)
}

// Metres is the distance between two points of one county.
func Metres(a, b Point) float64 {
	p, q := snap(a), snap(b)
	f := planeAt(box{p, p}.with(q))
	px, py := f.xy(p)
	qx, qy := f.xy(q)
	return math.Hypot(px-qx, py-qy)
}

// Label is a point well inside the largest piece, where its name may be written:
// the centre of about the largest circle that fits.
func (s Shape) Label() Point {
	if s.b == nil {
		return Point{}
	}
	best, most := 0, -1.0
	for i, rings := range s.b.polys {
		if a := (Shape{&body{polys: [][]ring{rings}}}).Hectares(); a > most {
			best, most = i, a
		}
	}
	piece := newShape([][]ring{s.b.polys[best]})
	p := piece.b.pole()
	if !piece.b.holds(p) {
		p = piece.b.widest()
	}
	return p.point()
}

// spot is a square that may hold the best point: its centre, half its width, the
// distance from the centre to the border (negative outside) and the best that any
// point of it can reach.
type spot struct {
	at               pt
	half, dist, most float64
}

type spots []spot

func (h spots) Len() int           { return len(h) }
func (h spots) Less(i, j int) bool { return h[i].most > h[j].most }
func (h spots) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *spots) Push(v any)        { *h = append(*h, v.(spot)) }
func (h *spots) Pop() any {
	old := *h
	v := old[len(old)-1]
	*h = old[:len(old)-1]
	return v
}

// pole looks for the point farthest from the border by cutting the most promising
// square in four, until nothing much better can be found.
func (b *body) pole() pt {
	f := planeAt(b.box)
	w, h := f.xy(b.box.max)
	first := f.spotAt(b, w/2, h/2, max(w, h)/2)
	queue := &spots{first}
	best := first
	for range 400 {
		if queue.Len() == 0 {
			break
		}
		s := heap.Pop(queue).(spot)
		if s.dist > best.dist {
			best = s
		}
		if s.most-best.dist < 0.03*max(w, h)/2 && best.dist > 0 {
			break
		}
		x, y := f.xy(s.at)
		q := s.half / 2
		for _, d := range [4][2]float64{{-q, -q}, {q, -q}, {-q, q}, {q, q}} {
			heap.Push(queue, f.spotAt(b, x+d[0], y+d[1], q))
		}
	}
	return best.at
}

func (f plane) spotAt(b *body, x, y, half float64) spot {
	at := pt{f.o.x + int32(x/f.kx), f.o.y + int32(y/f.ky)}
	d := math.Inf(1)
	for _, rings := range b.polys {
		for _, r := range rings {
			for i, a := range r {
				d = min(d, f.toSide(at, a, r[(i+1)%len(r)]))
			}
		}
	}
	if !b.holds(at) {
		d = -d
	}
	return spot{at, half, d, d + half*math.Sqrt2}
}

// widest is the middle of the longest run inside along one of a few level lines:
// for shapes so thin that no square falls into them.
func (b *body) widest() pt {
	best, most := b.polys[0][0][0], int32(0)
	for i := int64(1); i < 64; i++ {
		y := int32(int64(b.box.min.y) + (int64(b.box.max.y)-int64(b.box.min.y))*i/64)
		last, inside := b.box.min.x, false
		step := max(1, int32((int64(b.box.max.x)-int64(b.box.min.x))/4096))
		for x := b.box.min.x; x <= b.box.max.x-step; x += step {
			in := b.holds(pt{x, y})
			if in && !inside {
				last = x
			}
			if in && x-last >= most {
				best, most = pt{last + (x-last)/2, y}, x-last
			}
			inside = in
		}
	}
	return best
}
