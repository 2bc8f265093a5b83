package geo

import (
	"math"
	"strconv"
)

// Frame lays a box of ground on a picture: north up, longitudes narrowed by the
// cosine of the middle latitude so that shapes look as they do on the ground.
type Frame struct {
	// Width and Height of the picture in pixels.
	Width, Height float64
	west, north   float64 // degrees at the picture's left and top
	kx, ky        float64 // pixels to a degree
}

// Fit is the frame that shows the box in a picture of that width, with a margin on
// every side, both in pixels. A box without area is given a little ground around it.
func Fit(b Bound, width, margin float64) Frame {
	const least = 0.001
	if b.Max[0]-b.Min[0] < least {
		b.Min[0], b.Max[0] = b.Min[0]-least, b.Max[0]+least
	}
	if b.Max[1]-b.Min[1] < least {
		b.Min[1], b.Max[1] = b.Min[1]-least, b.Max[1]+least
	}
	k := math.Cos((b.Min[1] + b.Max[1]) / 2 * math.Pi / 180)
	kx := max(width-2*margin, 1) / (b.Max[0] - b.Min[0])
	ky := kx / max(k, 0.01)
	return Frame{
		Width: width, Height: math.Ceil((b.Max[1]-b.Min[1])*ky + 2*margin),
		west: b.Min[0] - margin/kx, north: b.Max[1] + margin/ky, kx: kx, ky: ky,
	}
}

// XY is where a point falls in the picture, in pixels from its left and top.
func (f Frame) XY(p Point) (x, y float64) {
	return (p[0] - f.west) * f.kx, (f.north - p[1]) * f.ky
}

// Point is the ground at a place of the picture.
func (f Frame) Point(x, y float64) Point { return Point{f.west + x/f.kx, f.north - y/f.ky} }

// Metres is how long one pixel is on the ground.
func (f Frame) Metres() float64 { return math.Pi / 180 / f.ky * semiMajor }

// Path is the shape as the d of an SVG path, to a tenth of a pixel. Corners that fall
// together are dropped; holes need fill-rule evenodd or the default nonzero, for
// they run the other way round.
func (f Frame) Path(s Shape) string {
	var out []byte
	for _, r := range s.rings() {
		out = f.appendRing(out, r)
	}
	return string(out)
}

func (f Frame) appendRing(out []byte, r ring) []byte {
	tenths := func(p pt) (int, int) {
		x, y := f.XY(p.point())
		return int(math.Round(x * 10)), int(math.Round(y * 10))
	}
	x0, y0 := tenths(r[0])
	out = appendTenths(append(out, 'M'), x0)
	out = appendTenths(append(out, ' '), y0)
	out = append(out, 'l')
	begin := len(out)
	for _, p := range r[1:] {
		x, y := tenths(p)
		if x == x0 && y == y0 {
			continue
		}
		if len(out) > begin {
			out = append(out, ' ')
		}
		out = appendTenths(out, x-x0)
		if y >= y0 {
			out = append(out, ' ')
		}
		out = appendTenths(out, y-y0)
		x0, y0 = x, y
	}
	if len(out) == begin { // too small to see: a dot keeps its place
		out = append(out, "0 0"...)
	}
	return append(out, 'z')
}

func appendTenths(out []byte, v int) []byte {
	if v < 0 {
		out, v = append(out, '-'), -v
	}
	if v >= 10 || v == 0 {
		out = strconv.AppendInt(out, int64(v/10), 10)
	}
	if v%10 != 0 {
		out = append(out, '.', byte('0'+v%10))
	}
	return out
}
