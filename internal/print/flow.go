package print

import "fmt"

// flow sets the blocks of a document one below the other, and begins a new page where one
// is full. Pages are drawn at the end, when their number is known.
type flow struct {
	doc   Document
	th    theme
	pages [][]op
	y     float64  // mm from the top: where the next thing goes
	at    *element // what is set now belongs to it; nil: decoration
	err   error
}

// op is one act of drawing, with what it belongs to.
type op struct {
	mark *mark
	draw func(canvas)
}

func (f *flow) width() float64 { return a4.w - f.th.left - f.th.right }
func (f *flow) end() float64   { return a4.h - f.th.bottom }

// put draws on the present page, as part of the present element.
func (f *flow) put(draw func(canvas)) { f.draw(op{f.at.mark(), draw}) }

// decorate draws what says nothing: rules, marks, frames.
func (f *flow) decorate(draw func(canvas)) { f.draw(op{draw: draw}) }

func (f *flow) draw(o op) {
	last := len(f.pages) - 1
	f.pages[last] = append(f.pages[last], o)
}

// in sets something as a new element of that role; within decoration it stays that.
func (f *flow) in(role string, set func()) { f.under(f.at.add(role), set) }

// under sets something as part of an element.
func (f *flow) under(e *element, set func()) {
	outer := f.at
	f.at = e
	set()
	f.at = outer
}

func (f *flow) newPage() {
	f.pages = append(f.pages, nil)
	f.y = f.th.top
	if f.doc.Style == Certificate {
		f.decorate(drawFrame)
	}
}

// need begins a new page if less than h is left on this one.
func (f *flow) need(h float64) {
	if f.y+h > f.end() {
		f.newPage()
	}
}

// line draws one line of pieces with its baseline at y. A space that is not to be seen ends
// each word, so that words stay apart where the text is read out or copied.
func (f *flow) line(pieces []piece, x, y, size float64, col colour) {
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && pieces[n].link == pieces[0].link {
			n++
		}
		set := func() { f.stretch(pieces[:n], x, y, size, col) }
		if pieces[0].link == "" {
			set()
		} else {
			f.in("Link", set)
		}
		pieces = pieces[n:]
	}
}

// stretch draws pieces that all lead to the same address, or all to none.
func (f *flow) stretch(pieces []piece, x, y, size float64, col colour) {
	at := f.at
	f.put(func(c canvas) {
		for _, p := range pieces {
			text := p.text
			if p.ends {
				text += " "
			}
			c.text(point{x + p.x, y}, p.f, size, col, text)
		}
	})
	if first, last := pieces[0], pieces[len(pieces)-1]; first.link != "" {
		b := box{x + first.x, y - size, last.x - first.x + widthOf(last.f, size, last.text), size * 1.2}
		f.draw(op{draw: func(c canvas) { c.link(at, b, first.link) }})
	}
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
	f.in(fmt.Sprintf("H%d", min(max(h.Level, 2), 3)), func() { f.paragraph(Bold(h.Text), points, 0, 0.12, ink) })
}

func (f *flow) sized(p Paragraph) {
	points, gap, col := f.th.body, 0.5, ink
	switch p.Size {
	case Small:
		points, col = f.th.small, ink2
	case Lead:
		points, gap = f.th.lead, 0.35
	case Name:
		points, gap = f.th.name, 0
	}
	f.in("P", func() { f.paragraph(p.Text, points, 0, gap, col) })
}

func (f *flow) list(l List) {
	list := f.at.add("L")
	if l.Numbered {
		list.with(byNumber)
	}
	f.under(list, func() {
		for i, item := range l.Items {
			f.in("LI", func() { f.item(i+1, item, l.Numbered) })
		}
	})
	f.y += height(f.th.body) * 0.4
}

// item sets one item of a list, with its number or a diamond before it.
func (f *flow) item(n int, text Text, numbered bool) {
	points := f.th.body
	f.need(height(points))
	y := f.y + height(points)*0.72
	if numbered {
		number := fmt.Sprintf("%d.", n)
		f.in("Lbl", func() {
			f.put(func(c canvas) { right(c, point{f.th.left + 7, y}, regular, points*mmPerPoint, ink, number) })
		})
	} else {
		f.decorate(func(c canvas) { c.polygon(diamond(f.th.left+5, y-points*mmPerPoint*0.33, 0.85), brand) })
	}
	f.in("LBody", func() { f.paragraph(text, points, 9, 0.2, ink) })
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
	f.under(f.at.figure(b.Alt), func() { f.put(func(c canvas) { c.photo(at, p) }) })
	f.y += h + 2
	if b.Caption != "" {
		f.in("P", func() { f.paragraph(Plain(b.Caption), f.th.small, 0, 0.5, ink2) })
	}
}

// qrName is what a QR code is, for those who cannot see it: where it leads.
func qrName(text string) string { return "QR code: " + text }

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
	f.under(f.at.figure(qrName(b.Text)), func() { f.put(func(c canvas) { c.symbol(at, module, s) }) })
	indent := w + 2*QuietZone*module
	bottom := f.y + w + 2*QuietZone*module
	if b.Caption != "" {
		f.y = at.y
		f.in("P", func() { f.paragraph(Plain(b.Caption), f.th.body, indent, 0, ink) })
	}
	f.y = max(f.y, bottom) + 2
}

// signature sets the name as signed above a line, with what proves it beside.
func (f *flow) signature(s Signature) {
	const qrSide, nameRoom = 23.2, 65.0
	f.need(34)
	top, left, end, bottom := f.y+2, f.th.left, a4.w-f.th.right, 0.0
	f.in("P", func() {
		f.put(func(c canvas) {
			size, name := fitted(italic, 15.5*mmPerPoint, 6.5*mmPerPoint, nameRoom, s.Name)
			c.text(point{left, top + 9.5}, italic, size, ink, name)
		})
	})
	f.decorate(func(c canvas) { c.fill(box{left, top + 12.8, nameRoom, 0.35}, ink) })
	f.y = top + 14
	for _, text := range []string{s.Post, s.Signed} {
		f.in("P", func() {
			for _, line := range wrap(regular, f.th.body*mmPerPoint, nameRoom+8, text) {
				f.y += height(f.th.body)
				f.line([]piece{{text: line, ends: true}}, left, f.y-1.4, f.th.body*mmPerPoint, ink)
			}
		})
	}
	symbol, at, module := Symbol{}, point{}, 0.0
	if s.QR != "" {
		if symbol, f.err = MakeQR(s.QR); f.err != nil {
			return
		}
		if module = qrSide / float64(symbol.Size); symbol.Size > 53 {
			module = 0.45
		}
		side := module * float64(symbol.Size)
		at, bottom = point{end - side, top}, top+side+3
		end -= side + QuietZone*module + 3
	}
	bottom = max(bottom, f.asides(s.Aside, end, end-left-nameRoom-4, top+11))
	if s.QR != "" {
		f.under(f.at.figure(qrName(s.QR)), func() { f.put(func(c canvas) { c.symbol(at, module, symbol) }) })
	}
	f.y = max(f.y+2, bottom)
}

// asides sets short texts that end at x, and returns where they end.
func (f *flow) asides(texts []Text, x, width, y float64) float64 {
	size := f.th.small * mmPerPoint
	for _, t := range texts {
		f.in("P", func() {
			for _, pieces := range t.lines(size, width) {
				last := pieces[len(pieces)-1]
				y += height(f.th.small)
				f.line(pieces, x-last.x-widthOf(last.f, size, last.text), y-1, size, ink2)
			}
		})
	}
	return y
}
