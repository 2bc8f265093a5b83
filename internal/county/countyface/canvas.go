package countyface

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"
)

// Width and Height of every portrait, in pixels.
const (
	Width  = 600
	Height = 720
)

type rgb struct{ r, g, b uint8 }

func (c rgb) packed() uint32 { return uint32(c.r)<<16 | uint32(c.g)<<8 | uint32(c.b) }

// towards mixes a part of another colour in.
func (c rgb) towards(d rgb, part float64) rgb {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*part)) }
	return rgb{mix(c.r, d.r), mix(c.g, d.g), mix(c.b, d.b)}
}

func (c rgb) darker(part float64) rgb  { return c.towards(rgb{0x18, 0x10, 0x0e}, part) }
func (c rgb) lighter(part float64) rgb { return c.towards(rgb{0xff, 0xff, 0xff}, part) }

// canvas is a picture in the making.
type canvas struct {
	pix  []uint32
	ras  *vector.Rasterizer
	mask *image.Alpha
}

func newCanvas(ground rgb) *canvas {
	c := &canvas{pix: make([]uint32, Width*Height), ras: vector.NewRasterizer(Width, Height), mask: image.NewAlpha(image.Rect(0, 0, Width, Height))}
	for i := range c.pix {
		c.pix[i] = ground.packed()
	}
	return c
}

type point struct{ x, y float64 }

// path is one or more closed outlines.
type path struct {
	ops  []op
	last point
}

type op struct {
	kind byte // 'M', 'L', 'C'
	p    [3]point
}

func at(x, y float64) *path { return &path{ops: []op{{'M', [3]point{{x, y}}}}, last: point{x, y}} }

func (p *path) move(x, y float64) *path {
	p.ops, p.last = append(p.ops, op{'M', [3]point{{x, y}}}), point{x, y}
	return p
}

func (p *path) line(x, y float64) *path {
	p.ops, p.last = append(p.ops, op{'L', [3]point{{x, y}}}), point{x, y}
	return p
}

func (p *path) curve(x1, y1, x2, y2, x, y float64) *path {
	p.ops, p.last = append(p.ops, op{'C', [3]point{{x1, y1}, {x2, y2}, {x, y}}}), point{x, y}
	return p
}

func ellipse(x, y, rx, ry float64) *path {
	const k = 0.5523
	return at(x+rx, y).curve(x+rx, y+k*ry, x+k*rx, y+ry, x, y+ry).curve(x-k*rx, y+ry, x-rx, y+k*ry, x-rx, y).
		curve(x-rx, y-k*ry, x-k*rx, y-ry, x, y-ry).curve(x+k*rx, y-ry, x+rx, y-k*ry, x+rx, y)
}

func box(x, y, w, h float64) *path {
	return at(x, y).line(x+w, y).line(x+w, y+h).line(x, y+h)
}

// mirrored is the path with left and right exchanged.
func (p *path) mirrored() *path {
	q := &path{}
	for _, o := range p.ops {
		for i := range o.p {
			o.p[i].x = Width - o.p[i].x
		}
		q.ops = append(q.ops, o)
	}
	return q
}

// bounds is a box of whole pixels around the path.
func (p *path) bounds() image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, o := range p.ops {
		n := 1
		if o.kind == 'C' {
			n = 3
		}
		for _, q := range o.p[:n] {
			x0, y0, x1, y1 = min(x0, q.x), min(y0, q.y), max(x1, q.x), max(y1, q.y)
		}
	}
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1))+1, int(math.Ceil(y1))+1).Intersect(image.Rect(0, 0, Width, Height))
}

// fill paints the inside of the path. Edges have eight steps, so that the picture
// keeps to few colours.
func (c *canvas) fill(p *path, col rgb) {
	b := p.bounds()
	if b.Empty() {
		return
	}
	c.ras.Reset(b.Dx(), b.Dy())
	dx, dy := float64(b.Min.X), float64(b.Min.Y)
	f := func(q point) (float32, float32) { return float32(q.x - dx), float32(q.y - dy) }
	for i, o := range p.ops {
		x, y := f(o.p[0])
		switch o.kind {
		case 'M':
			if i > 0 {
				c.ras.ClosePath()
			}
			c.ras.MoveTo(x, y)
		case 'L':
			c.ras.LineTo(x, y)
		case 'C':
			x2, y2 := f(o.p[1])
			x3, y3 := f(o.p[2])
			c.ras.CubeTo(x, y, x2, y2, x3, y3)
		}
	}
	c.ras.ClosePath()
	m := &image.Alpha{Pix: c.mask.Pix[:b.Dx()*b.Dy()], Stride: b.Dx(), Rect: image.Rect(0, 0, b.Dx(), b.Dy())}
	clear(m.Pix)
	c.ras.Draw(m, m.Rect, image.Opaque, image.Point{})
	c.blend(m, b, col)
}

func (c *canvas) blend(m *image.Alpha, b image.Rectangle, col rgb) {
	whole := col.packed()
	for y := range b.Dy() {
		row := c.pix[(b.Min.Y+y)*Width+b.Min.X:]
		for x, a := range m.Pix[y*m.Stride : y*m.Stride+b.Dx()] {
			switch step := (uint32(a) + 16) >> 5; step {
			case 0:
			case 8:
				row[x] = whole
			default:
				old := row[x]
				mix := func(shift uint, v uint8) uint32 {
					return ((old>>shift&0xff*(8-step) + uint32(v)*step) / 8) << shift
				}
				row[x] = mix(16, col.r) | mix(8, col.g) | mix(0, col.b)
			}
		}
	}
}

// stroke paints a line along the path with round ends.
func (c *canvas) stroke(p *path, width float64, col rgb) {
	out := &path{}
	var last point
	for _, o := range p.ops {
		switch o.kind {
		case 'M':
			last = o.p[0]
		case 'L':
			out.pill(last, o.p[0], width/2)
			last = o.p[0]
		case 'C':
			from := last
			for i := 1; i <= 10; i++ {
				t := float64(i) / 10
				u := 1 - t
				q := point{u*u*u*from.x + 3*u*u*t*o.p[0].x + 3*u*t*t*o.p[1].x + t*t*t*o.p[2].x, u*u*u*from.y + 3*u*u*t*o.p[0].y + 3*u*t*t*o.p[1].y + t*t*t*o.p[2].y}
				out.pill(last, q, width/2)
				last = q
			}
		}
	}
	c.fill(out, col)
}

// pill adds a straight piece with round ends.
func (p *path) pill(a, b point, r float64) {
	d := math.Hypot(b.x-a.x, b.y-a.y)
	if d < 0.01 {
		return
	}
	nx, ny := (b.y-a.y)/d*r, -(b.x-a.x)/d*r
	const k = 0.5523
	tx, ty := -ny*k, nx*k // along the line
	p.move(a.x+nx, a.y+ny).line(b.x+nx, b.y+ny).
		curve(b.x+nx+tx, b.y+ny+ty, b.x+nx*k-ny, b.y+ny*k+nx, b.x-ny, b.y+nx).
		curve(b.x-nx*k-ny, b.y-ny*k+nx, b.x-nx+tx, b.y-ny+ty, b.x-nx, b.y-ny).
		line(a.x-nx, a.y-ny).
		curve(a.x-nx-tx, a.y-ny-ty, a.x-nx*k+ny, a.y-ny*k-nx, a.x+ny, a.y-nx).
		curve(a.x+nx*k+ny, a.y+ny*k-nx, a.x+nx-tx, a.y+ny-ty, a.x+nx, a.y+ny)
}

// paletted is the picture with at most 256 colours: all it has, or those met first
// and the nearest for the others, which differ by a shade at an edge.
func (c *canvas) paletted() *image.Paletted {
	img := image.NewPaletted(image.Rect(0, 0, Width, Height), nil)
	index := make(map[uint32]uint8, 512)
	var pal []uint32
	last, lastIndex := ^uint32(0), uint8(0)
	for i, v := range c.pix {
		if v != last {
			k, ok := index[v]
			if !ok {
				if len(pal) < 256 {
					k = uint8(len(pal))
					pal = append(pal, v)
				} else {
					k = nearest(pal, v)
				}
				index[v] = k
			}
			last, lastIndex = v, k
		}
		img.Pix[i] = lastIndex
	}
	for _, v := range pal {
		img.Palette = append(img.Palette, color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255})
	}
	return img
}

func nearest(pal []uint32, v uint32) uint8 {
	best, most := 0, 1<<30
	for i, p := range pal {
		d := 0
		for _, s := range [3]uint{0, 8, 16} {
			e := int(p>>s&0xff) - int(v>>s&0xff)
			d += e * e
		}
		if d < most {
			best, most = i, d
		}
	}
	return uint8(best)
}
