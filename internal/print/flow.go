package print

import "fmt"

// flow sets the blocks of a document one below the other, and begins a new page where one
// is full. Pages are drawn at the end, when their number is known.
type flow struct {
	doc   Document
	th    theme
	pages [][]func(canvas)
	y     float64 // mm from the top: where the next thing goes
	err   error
}

func (f *flow) width() float64 { return a4.w - f.th.left - f.th.right }
func (f *flow) end() float64   { return a4.h - f.th.bottom }

// put draws on the present page.
func (f *flow) put(draw func(canvas)) {
	last := len(f.pages) - 1
	f.pages[last] = append(f.pages[last], draw)
}

func (f *flow) newPage() {
	f.pages = append(f.pages, nil)
	f.y = f.th.top
	if f.doc.Style == Certificate {
		f.put(drawFrame)
	}
}

// need begins a new page if less than h is left on this one.
func (f *flow) need(h float64) {
	if f.y+h > f.end() {
		f.newPage()
	}
}

// line draws one line of pieces with its baseline at y.
func (f *flow) line(pieces []piece, x, y, size float64, col colour) {
	f.put(func(c canvas) {
		for _, p := range pieces {
			c.text(point{x + p.x, y}, p.f, size, col, p.text)
			if p.link != "" {
				c.link(box{x + p.x, y - size, widthOf(p.f, size, p.text), size * 1.2}, p.link)
			}
		}
	})
}

// paragraph sets text at a size in points, indented by indent, with a gap after it in parts
// of a line.
func (f *flow) paragraph(t Text, points, indent, gap float64, col colour) {
	size, step := points*mmPerPoint, height(points)
	for _, pieces := range t.lines(size, f.width()-indent) {
		f.need(step)
		f.y += step
		f.line(pieces, f.th.left+indent, f.y-step*0.28, size, col)
	}
	f.y += step * gap
}

// block sets one block.
func (f *flow) block(b Block) {
	switch b := b.(type) {
	case Heading:
		f.heading(b)
	case Paragraph:
		f.sized(b)
	case List:
		f.list(b)
	case Summary:
		f.summary(b)
	case Table:
		f.table(b)
	case Figure:
		f.figure(b)
	case QRCode:
		f.code(b)
	case Signature:
		f.signature(b)
	case PageBreak:
		f.newPage()
	default:
		f.err = fmt.Errorf("a document cannot hold a %T", b)
	}
}

func (f *flow) heading(h Heading) {
	points := f.th.h2
	if h.Level > 2 {
		points = f.th.h3
	}
	f.need(height(points) + 3*height(f.th.body)) // never alone at the foot
	f.y += height(points) * 0.3
	f.paragraph(Bold(h.Text), points, 0, 0.12, ink)
}

func (f *flow) sized(p Paragraph) {
	switch p.Size {
	case Small:
		f.paragraph(p.Text, f.th.small, 0, 0.5, ink2)
	case Lead:
		f.paragraph(p.Text, f.th.lead, 0, 0.35, ink)
	case Name:
		f.paragraph(p.Text, f.th.name, 0, 0, ink)
	default:
		f.paragraph(p.Text, f.th.body, 0, 0.5, ink)
	}
}

func (f *flow) list(l List) {
	points := f.th.body
	for i, item := range l.Items {
		f.need(height(points))
		y := f.y + height(points)*0.72
		if l.Numbered {
			number := fmt.Sprintf("%d.", i+1)
			f.put(func(c canvas) { right(c, point{f.th.left + 7, y}, regular, points*mmPerPoint, ink, number) })
		} else {
			f.put(func(c canvas) { c.polygon(diamond(f.th.left+5, y-points*mmPerPoint*0.33, 0.85), brand) })
		}
		f.paragraph(item, points, 9, 0.2, ink)
	}
	f.y += height(points) * 0.4
}

func (f *flow) figure(b Figure) {
	p, err := look(b.Image)
	if err != nil {
		f.err = err
		return
	}
	w := b.Width
	if w <= 0 || w > f.width() {
		w = f.width()
	}
	h := w * float64(p.h) / float64(p.w)
	if room := f.end() - f.th.top - 20; h > room {
		w, h = w*room/h, room
	}
	f.need(h + 2)
	at := box{f.th.left, f.y, w, h}
	f.put(func(c canvas) { c.photo(at, p) })
	f.y += h + 2
	if b.Caption != "" {
		f.paragraph(Plain(b.Caption), f.th.small, 0, 0.5, ink2)
	}
}

func (f *flow) code(b QRCode) {
	s, err := MakeQR(b.Text)
	if err != nil {
		f.err = err
		return
	}
	w := b.Width
	if w <= 0 {
		w = float64(s.Size) * 0.5
	}
	w = min(w, f.width())
	module := w / float64(s.Size)
	f.need(w + 2*QuietZone*module)
	at := point{f.th.left, f.y + QuietZone*module}
	f.put(func(c canvas) { c.symbol(at, module, s) })
	indent := w + 2*QuietZone*module
	bottom := f.y + w + 2*QuietZone*module
	if b.Caption != "" {
		f.y = at.y
		f.paragraph(Plain(b.Caption), f.th.body, indent, 0, ink)
	}
	f.y = max(f.y, bottom) + 2
}

// signature sets the name as signed above a line, with what proves it beside.
func (f *flow) signature(s Signature) {
	const qrSide, nameRoom = 23.2, 65.0
	f.need(34)
	top, left, end := f.y+2, f.th.left, a4.w-f.th.right
	if s.QR != "" {
		symbol, err := MakeQR(s.QR)
		if err != nil {
			f.err = err
			return
		}
		module := qrSide / float64(symbol.Size)
		if symbol.Size > 53 {
			module = 0.45
		}
		side := module * float64(symbol.Size)
		at := point{end - side, top}
		f.put(func(c canvas) { c.symbol(at, module, symbol) })
		end -= side + QuietZone*module + 3
		defer func() { f.y = max(f.y, top+side+3) }()
	}
	f.asides(s.Aside, end, end-left-nameRoom-4, top+11)
	f.put(func(c canvas) {
		size, name := fitted(italic, 15.5*mmPerPoint, 6.5*mmPerPoint, nameRoom, s.Name)
		c.text(point{left, top + 9.5}, italic, size, ink, name)
		c.fill(box{left, top + 12.8, nameRoom, 0.35}, ink)
	})
	f.y = top + 14
	for _, text := range []string{s.Post, s.Signed} {
		for _, line := range wrap(regular, f.th.body*mmPerPoint, nameRoom+8, text) {
			f.y += height(f.th.body)
			f.line([]piece{{text: line}}, left, f.y-1.4, f.th.body*mmPerPoint, ink)
		}
	}
	f.y += 2
}

// asides sets short texts that end at x.
func (f *flow) asides(texts []Text, x, width, y float64) {
	size := f.th.small * mmPerPoint
	for _, t := range texts {
		for _, pieces := range t.lines(size, width) {
			last := pieces[len(pieces)-1]
			y += height(f.th.small)
			f.line(pieces, x-last.x-widthOf(last.f, size, last.text), y-1, size, ink2)
		}
	}
	f.y = max(f.y, y)
}
