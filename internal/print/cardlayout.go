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

// pen draws text whose place and size are told in dots, as part of an element.
type pen struct {
	c  canvas
	at *element
}

// as is a pen for a new element within that of p.
func (p pen) as(role string) pen { return pen{p.c, p.at.add(role)} }

// decorate draws what says nothing.
func (p pen) decorate(draw func()) { p.c.tag(nil, draw) }

func (p pen) text(x, y float64, f face, size float64, col colour, s string) {
	p.c.tag(p.at.mark(), func() { p.c.text(point{x * dot, y * dot}, f, size*dot, col, s) })
}

// lines draws lines of one text, step apart.
func (p pen) lines(x, y, step float64, f face, size float64, col colour, lines []string) {
	for i, line := range lines {
		if i < len(lines)-1 {
			line += " " // not seen: keeps words apart where the text is read out or copied
		}
		p.text(x, y+float64(i)*step, f, size, col, line)
	}
}

// right draws text that ends at x, and centre text whose middle is there.
func (p pen) right(x, y float64, f face, size float64, col colour, s string) {
	p.c.tag(p.at.mark(), func() { right(p.c, point{x * dot, y * dot}, f, size*dot, col, s) })
}

func (p pen) centre(x, y float64, f face, size float64, col colour, s string) {
	p.c.tag(p.at.mark(), func() { centre(p.c, point{x * dot, y * dot}, f, size*dot, col, s) })
}

// picture draws what has a name for those who cannot see it.
func (p pen) picture(name string, draw func()) { p.c.tag(p.at.figure(name).mark(), draw) }

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
	p := pen{c, c.structure()}.as("Sect")
	p.decorate(func() {
		c.fill(box{0, 0, CardWidth, CardHeight}, white)
		drawContours(c, dots(0, 118, 1011, 438), 5.2, 0.16)
		c.fill(dots(0, 0, 1011, 118), brand)
		drawMark(c, point{42 * dot, 21 * dot}, 75*dot, white, lamp)
		c.fill(dots(margin, 149, 300, 375), grey)
		c.fill(dots(0, 556, 1011, 638-556+1), sand)
	})
	p.as("P").fitted(136, 56, bold, 35.6, 1011-136-margin, white, card.Scheme)
	p.as("P").fitted(136, 89, regular, 29, 1011-136-margin, pale, card.Force)
	if photo != nil {
		p.picture("Photograph of the holder", func() { c.photo(dots(margin, 149, 300, 375), *photo) })
	}
	card.drawWords(p)
	p.as("P").fitted(margin, 607, bold, 30, 1011-2*margin, ink, card.limit())
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
		p.as("H1").text(frontX, y, heavy, size, ink, number)
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
		p := p.as("P")
		y += b.before*scale + b.size*1.19
		x := frontX
		if b.label != "" {
			p.text(x, y, regular, b.size, ink, b.label)
			x += b.first
		}
		if len(b.lines) > 0 {
			p.text(x, y, b.f, b.size, b.col, b.lines[0]+" ")
			p.lines(frontX, y+b.size*1.19, b.size*1.19, b.f, b.size, b.col, b.lines[1:])
			y += float64(len(b.lines)-1) * b.size * 1.19
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
	p := pen{c, c.structure()}.as("Sect")
	p.decorate(func() { c.fill(box{0, 0, CardWidth, CardHeight}, white) })
	foot := card.foot()
	module := symbolDots(s.Size)
	side := module * float64(s.Size)
	top := 34.0
	if side > 350 {
		top = 24
	}
	p.picture("QR code: scan to check this card", func() { c.symbol(point{margin * dot, top * dot}, module*dot, s) })
	column := max(side, 345)
	card.drawCaption(p, margin+column/2, top+side, column, foot.top)
	x := margin + column + 34
	card.drawPowers(p, x, 1011-margin-x, foot.top-12)
	foot.draw(p)
}

// drawCaption says below the code what to do with it: in two lines where there is room
// above the foot, else in one. An address that cannot be read whole is left out.
func (card IDCard) drawCaption(p pen, middle, y, width, foot float64) {
	p = p.as("P")
	const scan = "Scan to check me"
	fits := func(text string) bool { return card.CheckAt != "" && widthOf(bold, smallest, printable(text)) <= width }
	draw := func(y float64, f face, want float64, text string) {
		size, text := shrunk(f, want, width, text)
		p.centre(middle, y, f, size, ink, text)
	}
	one := scan
	for _, text := range []string{card.CheckAt, "Scan or " + card.CheckAt} {
		if fits(text) {
			one = text
		}
	}
	if y+59+9 >= foot || !fits(card.CheckAt) {
		draw(y+31, bold, 27.5, one)
		return
	}
	draw(y+31, bold, 27.5, scan+" ")
	draw(y+59, regular, smallest, "or "+card.CheckAt)
}

const mayHeading = "May, on producing this card if asked:"

// drawPowers lists the powers in one column, each in as many lines as it needs: closer
// together if they are many. What does not fit above bottom is counted, and the scan tells
// it.
func (card IDCard) drawPowers(p pen, x, width, bottom float64) {
	const top, indent = 78.0, 28.0
	size := max(smallest, min(31, 31*width/widthOf(bold, 31, mayHeading)))
	heading := wrap(bold, size, width, mayHeading)
	p.as("P").lines(x, 62, 30, bold, size, ink, heading)
	y := top + float64(len(heading)-1)*30
	note := wrap(regular, smallest, width, card.lawNote())
	rows, lead, gap := wrapPowers(card.Powers, width-indent, bottom-y-float64(len(note))*28)
	list := p.as("L")
	for _, lines := range rows {
		p.decorate(func() { p.c.polygon(diamond((x+6)*dot, (y+lead-11)*dot, 8.5*dot), brand) })
		list.as("LI").as("LBody").lines(x+indent, y+lead-2, lead, regular, smallest, ink, lines)
		y += float64(len(lines))*lead + gap
	}
	if more := len(card.Powers) - len(rows); more > 0 {
		y += lead
		list.as("LI").as("LBody").text(x+indent, y-2, bold, smallest, ink, fmt.Sprintf("and %d more: scan to see them", more))
	}
	p.as("P").lines(x, y+28, 28, regular, smallest, ink2, note)
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
