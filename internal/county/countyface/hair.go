package countyface

import "math"

// backHair is what falls behind the head and neck.
func (s *sitter) backHair() {
	dark := s.hair.darker(0.18)
	x := 300 - s.w
	switch s.Style {
	case Long:
		s.fill(at(x-22, s.cy-30).curve(x-30, s.cy-s.h-40, 630-x, s.cy-s.h-40, 622-x, s.cy-30).curve(640-x, s.cy+120, 632-x, 560, 624-x, 610).line(x-24, 610).curve(x-32, 560, x-40, s.cy+120, x-22, s.cy-30), dark)
	case Bob:
		s.fill(at(x-20, s.cy-20).curve(x-28, s.top-36, 628-x, s.top-36, 620-x, s.cy-20).curve(640-x, s.cy+90, 628-x, s.chin-16, 606-x, s.chin-6).line(x-6, s.chin-6).curve(x-28, s.chin-16, x-40, s.cy+90, x-20, s.cy-20), dark)
	case Wavy:
		s.wave(dark)
	case Ponytail:
		s.fill(at(380, s.cy-60).curve(500, s.cy-70, 500, s.cy+120, 452, s.cy+250).curve(430, s.cy+200, 440, s.cy+60, 370, s.cy+30), dark)
	case Braids:
		for _, side := range []float64{-1, 1} {
			for i := range 7 {
				s.fill(ellipse(300+side*(s.w+14+2*float64(i%2)), s.cy+40+float64(i)*36, 21-float64(i), 25), dark)
			}
		}
	case Afro:
		s.fill(ellipse(300, s.cy-52, s.w+54, s.h+18), s.hair)
	case TopBun:
		s.fill(ellipse(300, s.top-42, 44, 42), s.hair)
	case Headscarf:
		c := scarves[s.Scarf].darker(0.2)
		s.fill(at(x-30, s.cy).curve(x-36, s.top-60, 636-x, s.top-60, 630-x, s.cy).curve(640-x, s.cy+150, 660-x, 560, 690-x, 640).line(x-90, 640).curve(x-60, 560, x-40, s.cy+150, x-30, s.cy), c)
	}
}

func (s *sitter) wave(col rgb) {
	for _, side := range []float64{-1, 1} {
		for i := range 6 {
			y := s.cy - 40 + float64(i)*50
			s.fill(ellipse(300+side*(s.w+8+6*math.Sin(float64(i)*1.3)), y, 40, 42), col)
		}
	}
	s.fill(ellipse(300, s.cy-60, s.w+22, s.h), col)
}

// cap is hair that lies on the skull: volume above and beside it, a hairline across
// the forehead that dips by part to one side, and sideburns down to the given height.
func (s *sitter) cap(volume, beside, line, part, burns float64, col rgb) {
	l, r := 300-s.w-beside, 300+s.w+beside
	top := s.top - volume
	p := at(l, s.cy+burns).curve(l-4, s.cy-0.66*s.h, 300-0.66*s.w, top, 300, top).curve(300+0.66*s.w, top, r+4, s.cy-0.66*s.h, r, s.cy+burns)
	p.line(r-beside-9, s.cy+burns-8).curve(r-beside-9, s.cy-0.3*s.h, 300+0.72*s.w, s.top+line+22, 300+0.5*s.w+part*0.2, s.top+line+6)
	p.curve(300+0.25*s.w+part, s.top+line-8, 300-0.25*s.w+part, s.top+line-8, 300-0.5*s.w+part*0.2, s.top+line+6)
	p.curve(300-0.72*s.w, s.top+line+22, l+beside+9, s.cy-0.3*s.h, l+beside+9, s.cy+burns-8)
	s.fill(p, col)
}

// frontHair is what lies over the forehead, or covers the head.
func (s *sitter) frontHair() {
	vary := float64(s.Seed>>45&15) - 7
	switch s.Style {
	case Crop:
		s.cap(16+vary/2, 5, 44+vary, 0, -6, s.hair)
	case SidePart:
		s.cap(24, 6, 40, 0, 0, s.hair)
		s.fill(at(300-0.62*s.w, s.top+16).curve(300-0.1*s.w, s.top+2, 300+0.7*s.w, s.top+14, 300+s.w-4, s.cy-0.34*s.h).curve(300+0.5*s.w, s.top+50, 300, s.top+62, 300-0.62*s.w, s.top+16), s.hair.lighter(0.07))
	case CurlyTop:
		s.cap(6, 4, 42, 0, -8, s.hair)
		s.curls(6, 34, s.top+16, 0.86)
	case Buzz:
		s.cap(3, 1, 40+vary, 0, -20, s.skin.towards(s.hair, 0.72))
	case Bald:
		s.fill(at(300-0.3*s.w, s.top+24).curve(300-0.1*s.w, s.top+14, 300+0.1*s.w, s.top+14, 300+0.2*s.w, s.top+20).curve(300+0.1*s.w, s.top+24, 300-0.1*s.w, s.top+26, 300-0.3*s.w, s.top+24), s.skin.lighter(0.2))
	case Receding:
		s.cap(8, 5, 20, 26, 0, s.hair)
	case Quiff:
		s.cap(14, 5, 42, 0, -4, s.hair)
		s.fill(at(300-0.8*s.w, s.top+46).curve(300-0.9*s.w, s.top-30, 300-0.2*s.w, s.top-46, 300+0.7*s.w, s.top-20).curve(300+0.5*s.w, s.top+30, 300, s.top+36, 300-0.8*s.w, s.top+46), s.hair)
	case Turban:
		s.turban()
	case Headscarf:
		s.scarf()
	case Afro:
		s.cap(20, 16, 46, 0, -2, s.hair)
	case TopBun, Ponytail, Braids:
		s.cap(18, 6, 40+vary, float64(s.Seed>>50&1)*40-20, 10, s.hair)
	case Pixie:
		s.cap(22, 8, 44, 0, 12, s.hair)
		s.fill(at(300+0.7*s.w, s.top+14).curve(300, s.top+10, 300-0.7*s.w, s.top+40, 300-s.w+2, s.cy-0.28*s.h).curve(300-0.4*s.w, s.top+66, 300+0.3*s.w, s.top+62, 300+0.7*s.w, s.top+14), s.hair.darker(0.1))
	case Bob:
		s.cap(26, 14, 46, 0, 60, s.hair)
		s.fill(at(300-s.w, s.cy-0.5*s.h).curve(300-0.6*s.w, s.top+8, 300+0.6*s.w, s.top+8, 300+s.w, s.cy-0.5*s.h).curve(300+0.6*s.w, s.cy-0.36*s.h, 300-0.6*s.w, s.cy-0.36*s.h, 300-s.w, s.cy-0.5*s.h), s.hair)
	case Long:
		s.cap(24, 12, 36, vary*3, 76, s.hair)
	case Wavy:
		s.cap(26, 14, 38, 28, 40, s.hair)
	}
}

// curls are round locks along the top of the head.
func (s *sitter) curls(n int, size, y, reach float64) {
	for i := range n {
		t := float64(i)/float64(n-1)*2 - 1
		s.fill(ellipse(300+t*s.w*reach, y+26*t*t-8, size, size*0.92), s.hair)
	}
	for i := range n - 1 {
		t := (float64(i)+0.5)/float64(n-1)*2 - 1
		s.stroke(at(300+t*s.w*reach-12, y-6+22*t*t).curve(300+t*s.w*reach-6, y-16+22*t*t, 300+t*s.w*reach+6, y-16+22*t*t, 300+t*s.w*reach+12, y-6+22*t*t), 3, s.hair.lighter(0.14))
	}
}

func (s *sitter) turban() {
	c := scarves[s.Scarf]
	l, r := 300-s.w-14, 300+s.w+14
	s.fill(at(l, s.cy-0.12*s.h).curve(l-22, s.top-20, 250, s.top-66, 300, s.top-66).curve(350, s.top-66, r+22, s.top-20, r, s.cy-0.12*s.h).curve(r-20, s.cy-0.4*s.h, 340, s.top+40, 300, s.top+34).curve(260, s.top+40, l+20, s.cy-0.4*s.h, l, s.cy-0.12*s.h), c)
	for _, d := range []float64{0, 26, 52} {
		s.stroke(at(l+4, s.cy-0.24*s.h-d).curve(l+50, s.top+6-d*0.8, 300, s.top+14-d*0.7, r-46, s.top+14-d*0.3), 4, c.darker(0.3))
	}
	s.fill(at(270, s.top+36).line(300, s.top+4).line(330, s.top+36).curve(318, s.top+38, 282, s.top+38, 270, s.top+36), c.lighter(0.2))
}

func (s *sitter) scarf() {
	c := scarves[s.Scarf]
	l, r := 300-s.w-24, 300+s.w+24
	p := at(300, s.top-28).curve(300+0.8*s.w, s.top-28, r, s.cy-0.5*s.h, r, s.cy).curve(r+4, s.cy+0.6*s.h, r-10, s.chin+10, 372, s.chin+60).line(228, s.chin+60).curve(l+10, s.chin+10, l-4, s.cy+0.6*s.h, l, s.cy).curve(l, s.cy-0.5*s.h, 300-0.8*s.w, s.top-28, 300, s.top-28)
	// The opening for the face runs the other way round, so it stays free.
	w := s.w - 8
	p.move(300, s.top+34).curve(300-0.6*w, s.top+34, 300-w, s.cy-0.4*s.h, 300-w, s.cy).curve(300-w, s.cy+0.5*s.h, 300-0.5*w, s.chin-4, 300, s.chin-4).curve(300+0.5*w, s.chin-4, 300+w, s.cy+0.5*s.h, 300+w, s.cy).curve(300+w, s.cy-0.4*s.h, 300+0.6*w, s.top+34, 300, s.top+34)
	s.fill(p, c)
	s.fill(at(228, s.chin+30).curve(270, s.chin+66, 330, s.chin+66, 372, s.chin+30).curve(420, s.chin+70, 410, s.chin+120, 380, s.chin+150).line(220, s.chin+150).curve(190, s.chin+120, 180, s.chin+70, 228, s.chin+30), c)
	s.stroke(at(236, s.chin+44).curve(280, s.chin+84, 340, s.chin+84, 384, s.chin+60), 4, c.darker(0.3))
	s.stroke(at(l+20, s.cy-0.3*s.h).curve(l+36, s.top+14, 270, s.top-8, 320, s.top-10), 4, c.darker(0.3))
}
