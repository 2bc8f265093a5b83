package print

import "fmt"

// PDF is the document as a file on A4. The same document gives the same bytes.
//
// Errors: ErrPicture for a figure that cannot be printed; a QR text that is too long.
func (d Document) PDF() ([]byte, error) {
	c := newPDF(a4, d.Title, d.language(), d.Made)
	f := &flow{doc: d, th: themes[d.Style], at: c.structure()}
	f.newPage()
	switch d.Style {
	case Letter:
		f.letterHead()
	default:
		f.head()
	}
	for _, b := range d.Blocks {
		if f.block(b); f.err != nil {
			return nil, f.err
		}
	}
	for i, ops := range f.pages {
		c.page(a4)
		for _, o := range ops {
			c.tag(o.mark, func() { o.draw(c) })
		}
		c.tag(nil, func() { f.drawFoot(c, i+1) })
	}
	return c.bytes()
}

func (d Document) language() string {
	if d.Language == "" {
		return "en-GB"
	}
	return d.Language
}

// fitted is the largest size from want down to least at which a text fits into a width, and
// the text, cut if it must be. All in millimetres.
func fitted(f face, want, least, width float64, text string) (float64, string) {
	text = printable(text)
	if w := widthOf(f, want, text); w > width {
		want = max(least, want*width/w)
	}
	if widthOf(f, want, text) > width {
		text = clip(f, want, width, []string{text, ""}, 1)[0]
	}
	return want, text
}

// banner draws mark, force and scheme at the top left, and the reference lines at the right.
func (f *flow) banner() {
	left, top, end := f.th.left, f.th.top, a4.w-f.th.right
	width := end - left - 19 - f.refsWidth() - 4
	f.decorate(func(c canvas) { drawMark(c, point{left, top - 2}, 16, brand, lampInk) })
	f.said(func(c canvas) {
		size, force := fitted(bold, 16*mmPerPoint, 9*mmPerPoint, width, f.doc.Force)
		c.text(point{left + 19, top + 5.2}, bold, size, ink, force)
	})
	f.said(func(c canvas) {
		size, scheme := fitted(regular, 11.6*mmPerPoint, 9*mmPerPoint, width, f.doc.Scheme)
		c.text(point{left + 19, top + 10.8}, regular, size, ink, scheme)
	})
	f.refs(end, top)
}

// said draws a line of text that is a paragraph of its own.
func (f *flow) said(draw func(canvas)) { f.in("P", func() { f.put(draw) }) }

const refSize = 10.6 * mmPerPoint

// reference is a reference line as it is printed: heading and value.
func reference(r Row) (key, value string) {
	_, key = fitted(regular, refSize, refSize, 60, r.Key)
	_, value = fitted(bold, refSize, refSize, 60, r.Value)
	return key, value
}

// refsWidth is how wide the reference lines are.
func (f *flow) refsWidth() float64 {
	widest := 0.0
	for _, r := range f.doc.Refs {
		key, value := reference(r)
		widest = max(widest, widthOf(regular, refSize, key), widthOf(bold, refSize, value))
	}
	return widest
}

// refs draws the reference lines, heading above value, so that they end at the right.
func (f *flow) refs(end, top float64) {
	y := top + 4
	for _, r := range f.doc.Refs {
		key, value := reference(r)
		at := y
		f.said(func(c canvas) {
			c.text(point{end - widthOf(regular, refSize, key), at}, regular, refSize, ink2, key+" ")
			right(c, point{end, at + 5.4}, bold, refSize, ink, value)
		})
		y += 11.5
	}
	f.y = max(f.y, y)
}

// head is the top of a report or certificate: banner, then title.
func (f *flow) head() {
	f.banner()
	f.y = max(f.y, f.th.top+16)
	if f.doc.Style == Certificate {
		f.y += 5
	}
	f.in("H1", func() { f.paragraph(Bold(f.doc.Title), f.th.h1, 0, 0.05, ink) })
}

// letterHead is the top of a letter: banner; address where the window of a DL envelope
// shows it (20 mm from the left, 50 to 85 mm from the top); date; subject.
func (f *flow) letterHead() {
	f.banner()
	size := f.th.body * mmPerPoint
	f.decorate(func(c canvas) { c.fill(box{f.th.left, f.th.top + 16, f.width(), 0.5}, brand) })
	for i, line := range f.doc.To[:min(len(f.doc.To), 7)] {
		_, line = fitted(regular, size, size, 85, line)
		f.said(func(c canvas) { c.text(point{f.th.left, 54 + float64(i)*5.2}, regular, size, ink, line) })
	}
	f.said(func(c canvas) { c.text(point{f.th.left, 99}, regular, size, ink, f.doc.Date) })
	f.y = 104
	f.in("H1", func() { f.paragraph(Bold(f.doc.Title), f.th.h1, 0, 0.3, ink) })
}

// drawFoot draws the foot of a page, with its number if there are several.
func (f *flow) drawFoot(c canvas, page int) {
	const size = 9 * mmPerPoint
	y := a4.h - f.th.bottom + 8
	if f.doc.Style == Certificate {
		y = a4.h - 12.5
	}
	number := ""
	if f.th.numbered || len(f.pages) > 1 {
		number = fmt.Sprintf("Page %d of %d", page, len(f.pages))
	}
	_, foot := fitted(regular, size, size, f.width()-30, f.doc.Foot)
	c.text(point{f.th.left, y}, regular, size, ink2, foot)
	right(c, point{a4.w - f.th.right, y}, regular, size, ink2, number)
}

// drawFrame draws the double frame of a certificate on pale hill lines.
func drawFrame(c canvas) {
	drawContours(c, box{0, 0, a4.w, a4.h}, 13, 0.2)
	frame := func(inset, width float64) {
		w, h := a4.w-2*inset, a4.h-2*inset
		c.fill(box{inset, inset, w, width}, brand)
		c.fill(box{inset, inset + h - width, w, width}, brand)
		c.fill(box{inset, inset, width, h}, brand)
		c.fill(box{inset + w - width, inset, width, h}, brand)
	}
	frame(7.0, 0.7)
	frame(9.1, 0.25)
}
