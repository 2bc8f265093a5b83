package countyface

// features are brows, eyes, nose and mouth.
func (s *sitter) features() {
	ink := rgb{0x1c, 0x14, 0x12}
	brow := s.hair.darker(0.25)
	if s.Tone >= 6 || s.Style == Headscarf {
		brow = ink
	}
	tilt := float64(int(s.Seed>>3&7)) - 3
	eyes := s.cy + 4
	for _, side := range []float64{-1, 1} {
		x := 300 + side*s.gap
		s.stroke(at(x-side*21, eyes-s.brow+tilt).curve(x-side*8, eyes-s.brow-9, x+side*12, eyes-s.brow-9, x+side*23, eyes-s.brow+3), 7.5, brow)
		shape := s.Seed >> 17 & 3
		if s.Tone >= 7 && shape < 2 {
			shape = 2 // dark eyes need their whites to be seen
		}
		switch shape {
		case 0, 1:
			s.fill(ellipse(x, eyes, s.eye, s.eye*1.12), ink)
			s.fill(ellipse(x+3.5, eyes-4, 3, 3), rgb{0xf4, 0xf4, 0xf2})
		case 2: // almond
			s.fill(at(x-19, eyes+2).curve(x-9, eyes-13, x+9, eyes-13, x+19, eyes+2).curve(x+9, eyes+11, x-9, eyes+11, x-19, eyes+2), rgb{0xf6, 0xf3, 0xee})
			s.fill(ellipse(x, eyes-1, 8.5, 9), s.iris())
			s.fill(ellipse(x, eyes-1, 4, 4.5), ink)
			s.stroke(at(x-19, eyes+2).curve(x-9, eyes-13, x+9, eyes-13, x+19, eyes+2), 4, ink)
		default: // smiling
			s.stroke(at(x-16, eyes+3).curve(x-8, eyes-10, x+8, eyes-10, x+16, eyes+3), 7, ink)
		}
		if s.Older {
			s.stroke(at(x-14, eyes+24).curve(x-4, eyes+30, x+8, eyes+30, x+15, eyes+24), 3, s.shade)
			s.stroke(at(300+side*(s.w-26), eyes-4).line(300+side*(s.w-14), eyes-10), 3, s.shade)
		}
	}
	s.noseAndMouth(eyes)
	if s.Tone <= 1 && s.Seed>>23&3 == 0 { // freckles
		for i := range 10 {
			side := float64(i%2*2 - 1)
			s.fill(ellipse(300+side*(26+8*float64(i/2)), eyes+36+float64(i*7%17), 2.6, 2.6), s.skin.towards(rgb{0xa0, 0x5a, 0x30}, 0.45))
		}
	}
}

func (s *sitter) iris() rgb {
	list := []rgb{{0x4a, 0x30, 0x20}, {0x3c, 0x26, 0x1a}, {0x4f, 0x6d, 0x84}, {0x55, 0x70, 0x55}, {0x6b, 0x4f, 0x2e}}
	if s.Tone >= 3 {
		return list[s.Seed>>29&1]
	}
	return list[s.Seed>>29%5]
}

func (s *sitter) noseAndMouth(eyes float64) {
	line := s.skin.darker(0.3)
	if s.Tone >= 7 {
		line = s.skin.darker(0.5)
	}
	y := eyes + 12 + s.nose
	switch s.Seed >> 31 & 3 {
	case 0:
		s.stroke(at(301, eyes+10).line(301, y).line(288, y+8), 6, line)
	case 1:
		s.stroke(at(286, y).curve(292, y+10, 308, y+10, 314, y), 6, line)
	case 2:
		s.fill(at(300, eyes+14).curve(308, y-10, 322, y+2, 312, y+9).line(288, y+9).curve(278, y+2, 292, y-10, 300, eyes+14), s.shade)
	default:
		s.stroke(at(297, eyes+8).curve(296, y-12, 306, y-4, 304, y+6), 6, line)
	}
	m := y + 0.42*(s.chin-y)
	lip := s.skin.towards(rgb{0x7a, 0x22, 0x22}, 0.45).darker(0.12)
	if s.Tone >= 7 {
		lip = s.skin.towards(rgb{0xb0, 0x50, 0x50}, 0.5)
	}
	w := s.mouth
	switch s.Seed >> 37 & 3 {
	case 0, 1:
		s.stroke(at(300-w, m-3).curve(300-w*0.5, m+13, 300+w*0.5, m+13, 300+w, m-3), 7.5, lip)
	case 2: // an open smile
		s.fill(at(300-w, m-6).curve(300-w*0.5, m, 300+w*0.5, m, 300+w, m-6).curve(300+w*0.6, m+22, 300-w*0.6, m+22, 300-w, m-6), lip)
		s.fill(at(300-w*0.82, m-3).curve(300-w*0.4, m+1, 300+w*0.4, m+1, 300+w*0.82, m-3).curve(300+w*0.4, m+8, 300-w*0.4, m+8, 300-w*0.82, m-3), rgb{0xf7, 0xf5, 0xf0})
	default: // full lips at rest
		s.fill(at(300-w*0.9, m).curve(300-w*0.4, m-11, 300-6, m-9, 300, m-5).curve(306, m-9, 300+w*0.4, m-11, 300+w*0.9, m).curve(300+w*0.4, m+15, 300-w*0.4, m+15, 300-w*0.9, m), s.skin.towards(rgb{0x98, 0x3a, 0x3a}, 0.42))
		s.stroke(at(300-w*0.9, m).curve(300-w*0.3, m+4, 300+w*0.3, m+4, 300+w*0.9, m), 3.5, lip)
	}
}

func (s *sitter) beard() {
	if s.Beard == Shaven {
		return
	}
	col := s.hair
	if s.Beard == Stubble {
		col = s.skin.towards(s.hair, 0.28)
	}
	low := s.chin + map[Beard]float64{Stubble: 0, Short: 5, Full: 26}[s.Beard]
	y := s.cy + 16 + s.nose
	if s.Beard != Moustache {
		side := 300 - s.w
		s.fill(at(side-1, s.cy+22).curve(side+2, s.cy+0.55*s.h, 300-s.jaw*s.w-2, low-0.16*s.h, 300-0.3*s.w, low-4).curve(300-0.12*s.w, low+3, 300+0.12*s.w, low+3, 300+0.3*s.w, low-4).
			curve(300+s.jaw*s.w+2, low-0.16*s.h, 600-side-2, s.cy+0.55*s.h, 600-side+1, s.cy+22).line(600-side-13, s.cy+26).
			curve(600-side-20, y+10, 350, y+16, 340, y+14).curve(320, y+6, 280, y+6, 260, y+14).curve(250, y+16, side+20, y+10, side+13, s.cy+26), col)
		return
	}
	s.fill(at(254, y+24).curve(266, y+8, 290, y+6, 300, y+12).curve(310, y+6, 334, y+8, 346, y+24).curve(330, y+28, 312, y+22, 300, y+22).curve(288, y+22, 270, y+28, 254, y+24), col)
}

func (s *sitter) glasses() {
	if s.Glasses == 0 {
		return
	}
	frame := []rgb{{0x22, 0x22, 0x26}, {0x5b, 0x3a, 0x24}, {0x7a, 0x7f, 0x88}}[s.Seed>>41%3]
	y := s.cy + 5
	for _, side := range []float64{-1, 1} {
		x := 300 + side*(s.gap+1)
		switch s.Glasses {
		case 1:
			s.ring(x, y, 31, 31, frame)
		case 2:
			s.ring(x, y, 34, 25, frame)
		default:
			s.stroke(at(x-32, y-20).line(x+32, y-20).line(x+28, y+22).line(x-28, y+22).line(x-32, y-20), 5.5, frame)
		}
		s.stroke(at(x+side*32, y-6).line(300+side*(s.w+2), y-2), 5, frame)
	}
	s.stroke(at(300-s.gap+31, y-5).curve(294, y-12, 306, y-12, 300+s.gap-31, y-5), 5, frame)
}

func (s *sitter) ring(x, y, rx, ry float64, col rgb) {
	s.stroke(ellipse(x, y, rx, ry), 5.5, col)
}
