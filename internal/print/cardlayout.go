package print

import (
	"fmt"
	"strings"
)

// The card is drawn on the grid of its picture: 1011 by 638 dots of 1/300 inch.
const (
	dot      = 25.4 / 300
	smallest = 6.5 * mmPerPoint / dot // no text is smaller, in dots
	margin   = 42.0                   // dots at the sides
	frontX   = 378.0                  // dots: where the words beside the photo begin
)

// dots makes a canvas box from dots.
func dots(x, y, w, h float64) box { return box{x * dot, y * dot, w * dot, h * dot} }

// pen draws text whose place and size are told in dots.
type pen struct{ c canvas }

func (p pen) text(x, y float64, f face, size float64, col colour, s string) {
	p.c.text(point{x * dot, y * dot}, f, size*dot, col, s)
}

// shrunk is the largest size, from want down to the smallest allowed, at which the text fits
// in one line, and the text cut to fit if even that is too large.
func shrunk(f face, want, width float64, text string) (float64, string) {
	text = printable(text)
	size := want
	if w := widthOf(f, want, text); w > width {
		size = max(smallest, want*width/w)
	}
	if widthOf(f, size, text) > width {
		text = clip(f, size, width, []string{text, ""}, 1)[0]
	}
	return size, text
}

func (p pen) fitted(x, y float64, f face, want, width float64, col colour, s string) {
	size, s := shrunk(f, want, width, s)
	p.text(x, y, f, size, col, s)
}

// drawFront draws the front of a card: what the person holds out.
func (card IDCard) drawFront(c canvas, photo *picture) {
	p := pen{c}
	c.fill(box{0, 0, CardWidth, CardHeight}, white)
	drawContours(c, dots(0, 118, 1011, 438), 5.2, 0.16)
	c.fill(dots(0, 0, 1011, 118), brand)
	drawMark(c, point{42 * dot, 21 * dot}, 75*dot, white, lamp)
	p.fitted(136, 56, bold, 35.6, 1011-136-margin, white, card.Scheme)
	p.fitted(136, 89, regular, 29, 1011-136-margin, pale, card.Force)
	c.fill(dots(margin, 149, 300, 375), grey)
	if photo != nil {
		c.photo(dots(margin, 149, 300, 375), *photo)
	}
	card.drawWords(p)
	c.fill(dots(0, 556, 1011, 638-556+1), sand)
	p.fitted(margin, 607, bold, 30, 1011-2*margin, ink, card.limit())
}

func (card IDCard) limit() string {
	if card.Limit == "" {
		return DefaultLimit
	}
	return card.Limit
}

// run is a line of words on the front: how large it would like to be, and how it is set.
type run struct {
	label  string // in regular, before the text
	text   string
	f      face
	want   float64 // dots
	before float64 // dots from the line above to this one, beyond the line's own height
	col    colour
	lines  int // at most
}

// drawWords sets the words beside the photo as large as they all fit together.
func (card IDCard) drawWords(p pen) {
	const top, bottom, width = 149.0, 541.0, 1011 - frontX - margin
	runs := []run{
		{text: card.Role, f: bold, want: 46.5, before: 18, col: ink, lines: 2},
		{text: card.Employer, f: regular, want: 39, before: 7, col: ink, lines: 2},
		{label: "May act in:\u00a0", text: card.Area, f: bold, want: 30, before: 28, col: ink, lines: 2},
		{label: "Issued " + card.Issued + "\u00a0\u00a0 Ends\u00a0", text: card.Ends, f: bold, want: 30, before: 6, col: ink, lines: 1},
	}
	if card.NameAt == NameFront {
		runs = append([]run{{text: card.Name, f: bold, want: 38, before: 18, col: ink, lines: 2}}, runs...)
		runs[1].before = 14
	}
	numberSize, number := shrunk(heavy, 74, width, card.Number)
	for scale := 1.0; ; scale -= 0.02 {
		size := max(smallest, numberSize*max(scale, 0.6))
		blocks, height, cut := layRuns(runs, scale, width)
		height += size * 0.86
		if (height > bottom-top || cut) && scale > 0.5 {
			continue
		}
		y := top + size*0.86
		p.text(frontX, y, heavy, size, ink, number)
		drawRuns(p, blocks, y, scale)
		return
	}
}

// laid is a run in lines at a size.
type laid struct {
	run
	size  float64
	lines []string
	first float64 // dots by which the first line is indented: the width of the label
}

// layRuns breaks the runs into lines at a scale, and reports their height and whether any
// was cut.
func layRuns(runs []run, scale, width float64) (blocks []laid, height float64, cut bool) {
	for _, r := range runs {
		b := laid{run: r, size: max(smallest, r.want*scale)}
		b.first = widthOf(regular, b.size, printable(r.label))
		b.lines = wrapAfter(r.f, b.size, width, b.first, r.text)
		if len(b.lines) > r.lines {
			cut = true
			b.lines = clip(r.f, b.size, width, b.lines, r.lines)
		}
		blocks = append(blocks, b)
		height += r.before*scale + float64(max(1, len(b.lines)))*b.size*1.19
	}
	return blocks, height, cut
}

func drawRuns(p pen, blocks []laid, y, scale float64) {
	for _, b := range blocks {
		y += b.before * scale
		for i, line := range b.lines {
			y += b.size * 1.19
			x := frontX
			if i == 0 && b.label != "" {
				p.text(x, y, regular, b.size, ink, b.label)
				x += b.first
			}
			p.text(x, y, b.f, b.size, b.col, line)
		}
	}
}

// symbolDots is how many dots of 1/300 inch a module of the card's QR code takes. Up to 73
// modules a side it is 6 dots, half a millimetre: a symbol of 55 is then within 28 mm, one
// of 73 takes 37 mm. Larger ones keep within 35 mm, down to 4 dots, which is the least a
// printer of 300 dpi needs. Six dots come out sharp at 150 dpi as well.
func symbolDots(size int) float64 {
	switch {
	case size <= 41:
		return 8
	case size <= 73:
		return 6
	case size <= 83:
		return 5
	}
	return 4
}

// drawBack draws the back: the code, the powers, where to send a found card.
func (card IDCard) drawBack(c canvas, s Symbol) {
	p := pen{c}
	c.fill(box{0, 0, CardWidth, CardHeight}, white)
	foot := card.drawFoot(p)
	module := symbolDots(s.Size)
	side := module * float64(s.Size)
	top := 34.0
	if side > 350 {
		top = 26
	}
	c.symbol(point{margin * dot, top * dot}, module*dot, s)
	column := max(side, 345)
	middle := (margin + column/2) * dot
	caption, address := "Scan to check me", "or "+card.CheckAt
	if side > 420 { // room for one line
		caption, address = "Scan "+address, ""
	}
	size, text := shrunk(bold, 27.5, column, caption)
	centre(c, point{middle, (top + side + 31) * dot}, bold, size*dot, ink, text)
	size, text = shrunk(regular, smallest, column, address)
	centre(c, point{middle, (top + side + 59) * dot}, regular, size*dot, ink, text)
	x := margin + column + 34
	card.drawPowers(p, x, 1011-margin-x, foot-12)
}

const mayHeading = "May, on producing this card if asked:"

// drawPowers lists the powers in one column, each in as many lines as it needs: closer
// together if they are many. What does not fit above bottom is counted, and the scan tells
// it.
func (card IDCard) drawPowers(p pen, x, width, bottom float64) {
	const top, indent = 78.0, 28.0
	y := top
	size := max(smallest, min(31, 31*width/widthOf(bold, 31, mayHeading)))
	for i, line := range wrap(bold, size, width, mayHeading) {
		p.text(x, 62+float64(i)*30, bold, size, ink, line)
		y = top + float64(i)*30
	}
	note := wrap(regular, smallest, width, card.lawNote())
	rows, lead, gap := wrapPowers(card.Powers, width-indent, bottom-y-float64(len(note))*28)
	for _, lines := range rows {
		p.c.polygon(diamond((x+6)*dot, (y+lead-11)*dot, 8.5*dot), brand)
		for _, line := range lines {
			y += lead
			p.text(x+indent, y-2, regular, smallest, ink, line)
		}
		y += gap
	}
	if more := len(card.Powers) - len(rows); more > 0 {
		y += lead
		p.text(x+indent, y-2, bold, smallest, ink, fmt.Sprintf("and %d more: scan to see them", more))
	}
	for _, line := range note {
		y += 28
		p.text(x, y, regular, smallest, ink2, line)
	}
}

// wrapPowers breaks powers into lines and finds the spacing, in dots, at which they fit into
// the room; if they do not, it leaves out the last ones and keeps a line free.
func wrapPowers(powers []string, width, room float64) (rows [][]string, lead, gap float64) {
	lines := 0
	for _, power := range powers {
		power = strings.ReplaceAll(power, " (", string(noBreak)+"(") // a paragraph stays with its power
		rows = append(rows, wrap(regular, smallest, width, power))
		lines += len(rows[len(rows)-1])
	}
	for _, spacing := range [][2]float64{{33, 8}, {31, 6}, {30, 3}, {29, 1}} {
		lead, gap = spacing[0], spacing[1]
		if float64(lines)*lead+float64(len(rows))*gap <= room {
			return rows, lead, gap
		}
	}
	for len(rows) > 0 && float64(lines+1)*lead+float64(len(rows))*gap > room {
		lines -= len(rows[len(rows)-1])
		rows = rows[:len(rows)-1]
	}
	return rows, lead, gap
}

func (card IDCard) lawNote() string {
	if card.LawNote == "" {
		return DefaultLawNote
	}
	return card.LawNote
}

// diamond is the mark before a power.
func diamond(x, y, r float64) []point {
	return []point{{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}}
}

// drawFoot draws where a found card goes, and which card it is, in two lines or three. It
// returns where its rule stands, in dots.
func (card IDCard) drawFoot(p pen) float64 {
	numbers := []string{"Card " + card.CardNumber, card.Uniform}
	if card.NameAt == NameBack {
		numbers = []string{"Card " + card.CardNumber, card.Name, card.Uniform}
	}
	side := 0.0
	for _, s := range numbers {
		side = max(side, widthOf(bold, smallest, printable(s)))
	}
	side = min(side, 330)
	width := 1011 - 2*margin - side - 30
	words := clip(regular, smallest, width, wrap(regular, smallest, width, card.Return), 3)
	top, step := 536.0, 30.0
	if len(words) > 2 || len(numbers) > 2 {
		top, step = 515, 29
	}
	p.c.fill(dots(margin, top, 1011-2*margin, 3), brand)
	for i, line := range words {
		p.text(margin, top+37+float64(i)*step, regular, smallest, ink, line)
	}
	for i, s := range numbers {
		f := regular
		if i == 0 {
			f = bold
		}
		size, s := shrunk(f, smallest, side, s)
		right(p.c, point{(1011 - margin) * dot, (top + 37 + float64(i)*step) * dot}, f, size*dot, ink, s)
	}
	return top
}
