package print

import "fmt"

// PDF is the document as a file on A4. The same document gives the same bytes.
//
// Errors: ErrPicture for a figure that cannot be printed; a QR text that is too long.
func (d Document) PDF() ([]byte, error) {
	f := &flow{doc: d, th: themes[d.Style]}
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
	c := newPDF(a4, d.Title, d.language(), d.Made)
	for i, ops := range f.pages {
		c.page(a4)
		for _, draw := range ops {
			draw(c)
		}
		f.drawFoot(c, i+1)
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
	refs := f.refs(end, top)
	width := end - left - 19 - refs - 4
	f.put(func(c canvas) {
		drawMark(c, point{left, top - 2}, 16, brand, lampInk)
		size, force := fitted(bold, 16*mmPerPoint, 9*mmPerPoint, width, f.doc.Force)
		c.text(point{left + 19, top + 5.2}, bold, size, ink, force)
		size, scheme := fitted(regular, 11.6*mmPerPoint, 9*mmPerPoint, width, f.doc.Scheme)
		c.text(point{left + 19, top + 10.8}, regular, size, ink, scheme)
	})
}

// refs draws the reference lines, heading above value, and returns how wide they are.
func (f *flow) refs(end, top float64) float64 {
	const size = 10.6 * mmPerPoint
	widest, y := 0.0, top+4.0
	for _, r := range f.doc.Refs {
		_, value := fitted(bold, size, size, 60, r.Value)
		_, key := fitted(regular, size, size, 60, r.Key)
		widest = max(widest, widthOf(regular, size, key), widthOf(bold, size, value))
		at := y
		f.put(func(c canvas) {
			right(c, point{end, at}, regular, size, ink2, key)
			right(c, point{end, at + 5.4}, bold, size, ink, value)
		})
		y += 11.5
	}
	f.y = max(f.y, y)
	return widest
}

// head is the top of a report or certificate: banner, then title.
func (f *flow) head() {
	f.banner()
	f.y = max(f.y, f.th.top+16)
	if f.doc.Style == Certificate {
		f.y += 5
	}
	f.paragraph(Bold(f.doc.Title), f.th.h1, 0, 0.05, ink)
}

// letterHead is the top of a letter: banner; address where the window of a DL envelope
// shows it (20 mm from the left, 50 to 85 mm from the top); date; subject.
func (f *flow) letterHead() {
	f.banner()
	size := f.th.body * mmPerPoint
	f.put(func(c canvas) {
		c.fill(box{f.th.left, f.th.top + 16, f.width(), 0.5}, brand)
		for i, line := range f.doc.To {
			if i > 6 {
				break
			}
			_, line = fitted(regular, size, size, 85, line)
			c.text(point{f.th.left, 54 + float64(i)*5.2}, regular, size, ink, line)
		}
		c.text(point{f.th.left, 99}, regular, size, ink, f.doc.Date)
	})
	f.y = 104
	f.paragraph(Bold(f.doc.Title), f.th.h1, 0, 0.3, ink)
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
