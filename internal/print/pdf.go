package print

import (
	"bytes"
	"fmt"
	"html"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// pdfCanvas draws on the pages of a PDF file.
type pdfCanvas struct {
	pdf  *fpdf.Fpdf
	used [len(fontFile)]bool
	// Where the present drawing stands on the page, for cards on a sheet.
	dx, dy float64
	high   float64 // of the present page

	tree  *element
	marks [][]*mark // of each page, in their order
	notes []*note
}

// paper is a page size in millimetres.
type paper struct{ w, h float64 }

var a4 = paper{210, 297}

// newPDF begins a file. The same content and date give the same bytes.
func newPDF(p paper, title, language string, made time.Time) *pdfCanvas {
	pdf := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: p.w, Ht: p.h}})
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(made.UTC())
	pdf.SetModificationDate(made.UTC())
	pdf.SetProducer("Watchword", true)
	pdf.SetTitle(title, true)
	pdf.SetLang(language)
	pdf.SetDisplayMode("fullpage", "single")
	pdf.SetXmpMetadata(xmp(title, language, made))
	return &pdfCanvas{pdf: pdf, tree: &element{role: "Document"}}
}

// xmp is the metadata in the form archives read.
func xmp(title, language string, made time.Time) []byte {
	return fmt.Appendf(nil, `<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%[4]s</xmp:ModifyDate><pdf:Producer>Watchword</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`, "\ufeff", html.EscapeString(title), html.EscapeString(language), made.UTC().Format(time.RFC3339))
}

func (c *pdfCanvas) page(p paper) {
	c.dx, c.dy, c.high = 0, 0, p.h
	c.marks = append(c.marks, nil)
	c.pdf.AddPageFormat("P", fpdf.SizeType{Wd: p.w, Ht: p.h})
}

func (c *pdfCanvas) bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := c.pdf.Output(&b); err != nil {
		return nil, err
	}
	return c.tagged(b.Bytes())
}

func (c *pdfCanvas) structure() *element { return c.tree }

func (c *pdfCanvas) tag(m *mark, draw func()) {
	if m == nil {
		c.pdf.RawWriteStr("/Artifact BMC")
	} else {
		m.drawn, m.page = true, len(c.marks)-1
		m.n = len(c.marks[m.page])
		c.marks[m.page] = append(c.marks[m.page], m)
		c.pdf.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", m.of.role, m.n))
	}
	draw()
	c.pdf.RawWriteStr("EMC")
}

func (c *pdfCanvas) draw(col colour) {
	c.pdf.SetDrawColor(int(col[0]), int(col[1]), int(col[2]))
}

func (c *pdfCanvas) paint(col colour) {
	c.pdf.SetFillColor(int(col[0]), int(col[1]), int(col[2]))
}

func (c *pdfCanvas) fill(b box, col colour) {
	c.paint(col)
	c.pdf.Rect(b.x+c.dx, b.y+c.dy, b.w, b.h, "F")
}

func (c *pdfCanvas) text(at point, f face, size float64, col colour, s string) {
	family := fmt.Sprint("face", int(f))
	if !c.used[f] {
		c.used[f] = true
		c.pdf.AddUTF8FontFromBytes(family, "", fontSet().bytes[f])
	}
	c.pdf.SetFont(family, "", size/mmPerPoint)
	c.pdf.SetTextColor(int(col[0]), int(col[1]), int(col[2]))
	c.pdf.Text(at.x+c.dx, at.y+c.dy, drawn(s))
}

func (c *pdfCanvas) stroke(points []point, width float64, col colour) {
	c.draw(col)
	c.pdf.SetLineWidth(width)
	c.pdf.SetLineCapStyle("round")
	c.pdf.SetLineJoinStyle("round")
	c.pdf.MoveTo(points[0].x+c.dx, points[0].y+c.dy)
	for _, p := range points[1:] {
		c.pdf.LineTo(p.x+c.dx, p.y+c.dy)
	}
	c.pdf.DrawPath("D")
}

func (c *pdfCanvas) curve(points []point, width float64, col colour) {
	c.draw(col)
	c.pdf.SetLineWidth(width)
	c.pdf.MoveTo(points[0].x+c.dx, points[0].y+c.dy)
	for i := 1; i+2 < len(points); i += 3 {
		a, b, e := points[i], points[i+1], points[i+2]
		c.pdf.CurveBezierCubicTo(a.x+c.dx, a.y+c.dy, b.x+c.dx, b.y+c.dy, e.x+c.dx, e.y+c.dy)
	}
	c.pdf.DrawPath("D")
}

func (c *pdfCanvas) polygon(points []point, col colour) {
	c.paint(col)
	c.pdf.MoveTo(points[0].x+c.dx, points[0].y+c.dy)
	for _, p := range points[1:] {
		c.pdf.LineTo(p.x+c.dx, p.y+c.dy)
	}
	c.pdf.ClosePath()
	c.pdf.DrawPath("F")
}

func (c *pdfCanvas) photo(b box, p picture) {
	opt := fpdf.ImageOptions{ImageType: "PNG"}
	if p.jpeg {
		opt.ImageType = "JPEG"
	}
	if c.pdf.GetImageInfo(p.name()) == nil {
		c.pdf.RegisterImageOptionsReader(p.name(), opt, bytes.NewReader(p.data))
	}
	c.clip(b, func() {
		d := cover(b, p.w, p.h)
		c.pdf.ImageOptions(p.name(), d.x+c.dx, d.y+c.dy, d.w, d.h, false, opt, 0, "")
	})
}

func (c *pdfCanvas) clip(b box, draw func()) {
	c.pdf.ClipRect(b.x+c.dx, b.y+c.dy, b.w, b.h, false)
	draw()
	c.pdf.ClipEnd()
}

func (c *pdfCanvas) symbol(at point, module float64, s Symbol) {
	c.paint(black)
	s.bars(func(x, y, n int) {
		c.pdf.Rect(at.x+c.dx+float64(x)*module, at.y+c.dy+float64(y)*module, float64(n)*module, module, "F")
	})
}

func (c *pdfCanvas) link(e *element, b box, address string) {
	x, y := (b.x+c.dx)/mmPerPoint, (c.high-b.y-c.dy)/mmPerPoint
	n := &note{of: e, page: len(c.marks) - 1, rect: [4]float64{x, y - b.h/mmPerPoint, x + b.w/mmPerPoint, y}, address: address}
	c.notes = append(c.notes, n)
	e.kids = append(e.kids, kid{note: n})
}
