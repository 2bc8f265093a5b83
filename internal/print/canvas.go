package print

import "fmt"

// colour is a colour of the house (red, green, blue).
type colour [3]uint8

func (c colour) hex() string { return fmt.Sprintf("#%02X%02X%02X", c[0], c[1], c[2]) }

// The colours of printed things.
var (
	brand   = colour{0x0E, 0x3B, 0x4C}
	ink     = colour{0x15, 0x20, 0x2B}
	ink2    = colour{0x44, 0x51, 0x5B}
	lamp    = colour{0xFF, 0xC5, 0x3D}
	lampInk = colour{0x9A, 0x6A, 0x00} // the second tick on a light ground
	rule    = colour{0xC6, 0xCF, 0xD5}
	rule2   = colour{0xE2, 0xE8, 0xEB}
	contour = colour{0xE7, 0xEC, 0xEF}
	pale    = colour{0xCF, 0xE1, 0xE2} // text on brand
	sand    = colour{0xF3, 0xE2, 0xB3} // the band that says what the card does not give
	grey    = colour{0xDD, 0xE4, 0xE8}
	white   = colour{0xFF, 0xFF, 0xFF}
	black   = colour{0, 0, 0}
)

// point is a place in millimetres, from the top left.
type point struct{ x, y float64 }

// box is an upright rectangle in millimetres.
type box struct{ x, y, w, h float64 }

// canvas is what a page is drawn on: PDF or SVG. Lengths are millimetres, text sizes too;
// text stands on its baseline. Everything must be drawn in reading order.
type canvas interface {
	fill(b box, c colour)
	text(at point, f face, size float64, c colour, s string)
	// stroke draws a line through points with round ends and joins.
	stroke(points []point, width float64, c colour)
	// curve draws a cubic Bezier curve: start, then three points a piece.
	curve(points []point, width float64, c colour)
	// polygon fills a closed shape.
	polygon(points []point, c colour)
	// photo draws a picture that fills the box, cut at the sides that stick out.
	photo(b box, p picture)
	// clip keeps what draw draws within the box.
	clip(b box, draw func())
	symbol(at point, module float64, s Symbol)
	// structure is the whole of what is drawn as a tree of elements; nil in a picture.
	structure() *element
	// tag draws a stretch that belongs to an element. Of a nil mark it is decoration.
	// Everything that is drawn must be one or the other.
	tag(m *mark, draw func())
	// link makes a box of the page lead to an address, as part of e.
	link(e *element, b box, address string)
}

const mmPerPoint = 25.4 / 72

// right draws text that ends at x.
func right(c canvas, at point, f face, size float64, col colour, s string) {
	c.text(point{at.x - widthOf(f, size, printable(s)), at.y}, f, size, col, s)
}

// centre draws text whose middle is at x.
func centre(c canvas, at point, f face, size float64, col colour, s string) {
	c.text(point{at.x - widthOf(f, size, printable(s))/2, at.y}, f, size, col, s)
}

// drawMark draws the mark, a W made of two ticks, into a square of the given side: the
// first tick is the word, the second the answer.
func drawMark(c canvas, at point, side float64, first, second colour) {
	k := side / 40
	place := func(xy ...float64) []point {
		var ps []point
		for i := 0; i < len(xy); i += 2 {
			ps = append(ps, point{at.x + xy[i]*k, at.y + xy[i+1]*k})
		}
		return ps
	}
	c.stroke(place(6, 17, 13, 29, 21, 13), 5.2*k, first)
	c.stroke(place(19.5, 19.5, 25, 29, 34.5, 9), 5.2*k, second)
}

// drawContours draws the pale hill lines behind a card or certificate.
func drawContours(c canvas, b box, step, width float64) {
	c.clip(b, func() {
		for x := b.x - b.h*0.6; x < b.x+b.w+b.h; x += step {
			t := (x - b.x) / (b.w + b.h)
			c.curve([]point{
				{x + b.h*0.50, b.y},
				{x + b.h*0.26, b.y + b.h*0.14}, {x + t*b.h*0.1, b.y + b.h*0.30}, {x + t*b.h*0.08, b.y + b.h*0.54},
				{x + b.h*0.02 + t*b.h*0.06, b.y + b.h*0.74}, {x + b.h*0.06, b.y + b.h*0.86}, {x + b.h*0.02, b.y + b.h*1.02},
			}, width, contour)
		}
	})
}
