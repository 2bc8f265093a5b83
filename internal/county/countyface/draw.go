package countyface

import (
	"bytes"
	"image"
	"image/png"
	"math/rand/v2"
	"strconv"
	"sync"
)

// sitter is a face with its measures on the canvas. The middle of the picture is
// x 300; cy is the height of the eyes' line, about.
type sitter struct {
	Face
	*canvas
	skin, hair, shade, cloth rgb
	w, h, cy, jaw            float64 // half-width and half-height of the head, its middle, the jaw's part of the width
	top, chin                float64
	eye, brow, gap           float64
	mouth, nose              float64
	r                        *rand.Rand
}

// Draw is the portrait of a face.
func Draw(f Face) *image.Paletted {
	s := newSitter(f)
	s.backHair()
	s.body()
	s.neck()
	s.head()
	s.beard()
	s.features()
	s.frontHair()
	s.glasses()
	s.badge()
	return s.paletted()
}

var encoder = png.Encoder{CompressionLevel: png.DefaultCompression, BufferPool: &pool{}}

type pool struct{ sync.Pool }

func (p *pool) Get() *png.EncoderBuffer {
	b, _ := p.Pool.Get().(*png.EncoderBuffer)
	return b
}

func (p *pool) Put(b *png.EncoderBuffer) { p.Pool.Put(b) }

// PNG is the portrait as a file of 600 by 720 pixels, some ten kilobytes.
func PNG(f Face) []byte {
	var b bytes.Buffer
	if err := encoder.Encode(&b, Draw(f)); err != nil {
		panic("countyface: " + err.Error()) // a buffer takes everything
	}
	return b.Bytes()
}

func newSitter(f Face) *sitter {
	r := rand.New(rand.NewPCG(f.Seed, 0x5177e5))
	vary := func(lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }
	s := &sitter{Face: f, r: r, canvas: newCanvas(grounds[r.IntN(len(grounds))])}
	s.skin = skins[f.Tone].towards(rgb{0xd8, 0x80, 0x60}, vary(0, 0.06))
	s.hair = hairs[f.HairTone].towards(rgb{0x60, 0x50, 0x40}, vary(0, 0.08))
	s.shade = s.skin.darker(0.16)
	s.cloth = hex(f.Uniform)
	s.w, s.h, s.jaw = vary(101, 117), vary(136, 152), vary(0.6, 0.88)
	s.cy = vary(296, 308)
	s.top, s.chin = s.cy-s.h, s.cy+s.h
	s.eye, s.brow, s.gap = vary(9.5, 12.5), vary(26, 34), vary(38, 45)
	s.mouth, s.nose = vary(30, 40), vary(30, 44)
	return s
}

func hex(s string) rgb {
	v, err := strconv.ParseUint(s[min(1, len(s)):], 16, 32)
	if err != nil || len(s) != 7 {
		v = 0x1f4d38
	}
	return rgb{uint8(v >> 16), uint8(v >> 8), uint8(v)}
}

func (s *sitter) outline(dw, dtop float64) *path {
	w, top, chin, cy := s.w+dw, s.top-dtop, s.chin, s.cy
	j, c := s.jaw*s.w, 0.3*s.w
	p := at(300, top).curve(300+0.58*w, top, 300+w, cy-0.56*s.h, 300+w, cy-6).
		curve(300+w, cy+0.42*s.h, 300+j, chin-0.17*s.h, 300+c, chin-7).curve(300+0.6*c, chin, 300+0.2*c, chin, 300, chin).
		curve(300-0.2*c, chin, 300-0.6*c, chin, 300-c, chin-7).curve(300-j, chin-0.17*s.h, 300-w, cy+0.42*s.h, 300-w, cy-6)
	return p.curve(300-w, cy-0.56*s.h, 300-0.58*w, top, 300, top)
}

func (s *sitter) body() {
	wide := 196 + s.jaw*30
	s.fill(at(300-wide, 721).curve(300-wide, 640, 300-wide+34, 574, 218, 548).curve(262, 532, 338, 532, 382, 548).curve(300+wide-34, 574, 300+wide, 640, 300+wide, 721), s.cloth)
	dark := s.cloth.darker(0.28)
	s.stroke(at(300-wide+58, 721).curve(300-wide+60, 690, 300-wide+66, 664, 300-wide+76, 642), 5, dark)
	s.stroke(at(300+wide-58, 721).curve(300+wide-60, 690, 300+wide-66, 664, 300+wide-76, 642), 5, dark)
	if s.Seed>>7&3 == 0 { // reflective bands on the shoulders
		light := rgb{0xd9, 0xdd, 0xd6}
		s.stroke(at(196, 560).line(176, 722), 15, light)
		s.stroke(at(404, 560).line(424, 722), 15, light)
	}
}

func (s *sitter) neck() {
	n := 50 + s.jaw*14
	dark := s.cloth.darker(0.28)
	s.fill(at(300-n, s.chin-70).line(300+n, s.chin-70).line(300+n+4, 552).curve(300+n-6, 590, 322, 608, 300, 612).curve(278, 608, 300-n+6, 590, 300-n-4, 552), s.skin)
	s.fill(at(300-n, s.chin-30).line(300+n, s.chin-30).line(300+n, s.chin+14).curve(300+0.5*n, s.chin+40, 300-0.5*n, s.chin+40, 300-n, s.chin+14), s.shade)
	switch s.Collar {
	case 0: // V neck
		s.stroke(at(300-n-6, 548).line(300, 618), 12, s.cloth.lighter(0.55))
		s.stroke(at(300+n+6, 548).line(300, 618), 12, s.cloth.lighter(0.55))
	case 1: // polo
		left := at(300-n-16, 534).line(300-n+6, 528).line(298, 606).line(262, 632).line(300-n-34, 566)
		s.fill(left, s.cloth.lighter(0.14))
		s.fill(left.mirrored(), s.cloth.lighter(0.14))
		s.stroke(at(300, 608).line(300, 680), 3, dark)
		s.fill(ellipse(300, 640, 4, 4), dark)
	case 2: // shirt and tie
		left := at(300-n-10, 530).line(300-n+8, 526).line(300, 596).line(266, 636).line(300-n-18, 570)
		white := rgb{0xf2, 0xf4, 0xf4}
		s.fill(at(262, 600).line(300, 590).line(338, 600).line(322, 722).line(278, 722), white)
		s.fill(at(286, 596).line(314, 596).line(308, 622).line(322, 722).line(278, 722).line(292, 622), s.cloth.darker(0.45))
		s.fill(left, white)
		s.fill(left.mirrored(), white)
	default: // zipped to the throat
		s.fill(at(300-n-12, 528).curve(270, 560, 330, 560, 300+n+12, 528).line(300+n+22, 576).curve(340, 606, 260, 606, 300-n-22, 576), s.cloth.lighter(0.12))
		s.stroke(at(300, 556).line(300, 722), 5, dark)
	}
}

func (s *sitter) head() {
	ear := func(x float64) {
		s.fill(ellipse(x, s.cy+14, 17, 28), s.skin)
		s.fill(ellipse(x, s.cy+15, 8, 16), s.shade)
	}
	if s.Style != Headscarf {
		ear(300 - s.w + 2)
		ear(300 + s.w - 2)
		if (s.Style >= TopBun) && s.Seed>>11&1 == 0 {
			for _, x := range []float64{300 - s.w - 4, 300 + s.w + 4} {
				s.fill(ellipse(x, s.cy+44, 5, 5), rgb{0xd8, 0xb8, 0x5a})
			}
		}
	}
	s.fill(s.outline(0, 0), s.skin)
}

// badge is the badge of accredited persons: red above, white, a black line.
func (s *sitter) badge() {
	s.fill(box(386, 636, 76, 68), rgb{0xff, 0xff, 0xff})
	s.fill(box(386, 636, 76, 22), rgb{0xb3, 0x12, 0x1d})
	s.fill(box(400, 676, 48, 9), rgb{0x1a, 0x1a, 0x1a})
}
