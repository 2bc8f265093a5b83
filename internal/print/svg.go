package print

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

// svgCanvas writes SVG elements, one unit a millimetre. It uses attributes alone, no style,
// so that a strict content security policy lets it stand.
type svgCanvas struct {
	b     strings.Builder
	clips int
	id    string // begins every identity made here
}

// num is a length, cut to a hundredth of a millimetre.
func num(f float64) string {
	s := strconv.FormatFloat(f, 'f', 3, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}

func (c *svgCanvas) fill(b box, col colour) {
	fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`, num(b.x), num(b.y), num(b.w), num(b.h), col.hex())
}

// family is the fonts a screen tries, ours first.
var family = map[string]string{
	"sans": "Atkinson Hyperlegible Next, Atkinson Hyperlegible, Arial, sans-serif",
	"mono": "Atkinson Hyperlegible Mono, monospace",
}

// text is told its width, so that it keeps its place even where the font is another.
func (c *svgCanvas) text(at point, f face, size float64, col colour, s string) {
	slant := ""
	if f == italic {
		slant = ` font-style="italic"`
	}
	s = printable(s)
	if s == "" {
		return
	}
	fmt.Fprintf(&c.b, `<text x="%s" y="%s" font-family="%s" font-size="%s" font-weight="%s"%s textLength="%s" lengthAdjust="spacingAndGlyphs" fill="%s">%s</text>`,
		num(at.x), num(at.y), family[fontFile[f].family], num(size), fontFile[f].weight, slant, num(widthOf(f, size, s)), col.hex(), html.EscapeString(s))
}

func path(points []point, command string) string {
	var d strings.Builder
	for i, p := range points {
		switch i {
		case 0:
			d.WriteString("M")
		case 1:
			d.WriteString(command)
		default:
			d.WriteString(" ")
		}
		d.WriteString(num(p.x) + " " + num(p.y))
	}
	return d.String()
}

func (c *svgCanvas) stroke(points []point, width float64, col colour) {
	fmt.Fprintf(&c.b, `<path d="%s" fill="none" stroke="%s" stroke-width="%s" stroke-linecap="round" stroke-linejoin="round"/>`, path(points, "L"), col.hex(), num(width))
}

func (c *svgCanvas) curve(points []point, width float64, col colour) {
	fmt.Fprintf(&c.b, `<path d="%s" fill="none" stroke="%s" stroke-width="%s"/>`, path(points, "C"), col.hex(), num(width))
}

func (c *svgCanvas) polygon(points []point, col colour) {
	fmt.Fprintf(&c.b, `<path d="%sZ" fill="%s"/>`, path(points, "L"), col.hex())
}

func (c *svgCanvas) photo(b box, p picture) {
	fmt.Fprintf(&c.b, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="xMidYMid slice" href="%s"/>`,
		num(b.x), num(b.y), num(b.w), num(b.h), html.EscapeString(p.address()))
}

// clip needs a name for the region it keeps to; names count up within the canvas.
func (c *svgCanvas) clip(b box, draw func()) {
	c.clips++
	name := fmt.Sprintf("%s-%d", c.id, c.clips)
	fmt.Fprintf(&c.b, `<clipPath id="%s"><rect x="%s" y="%s" width="%s" height="%s"/></clipPath><g clip-path="url(#%s)">`, name, num(b.x), num(b.y), num(b.w), num(b.h), name)
	draw()
	c.b.WriteString(`</g>`)
}

func (c *svgCanvas) symbol(at point, module float64, s Symbol) {
	fmt.Fprintf(&c.b, `<g transform="translate(%s %s) scale(%s)"><path shape-rendering="crispEdges" fill="#000" d="%s"/></g>`,
		num(at.x), num(at.y), strconv.FormatFloat(module, 'f', 5, 64), s.pathData())
}

// pathData draws the dark modules, one unit a module.
func (s Symbol) pathData() string {
	var d strings.Builder
	s.bars(func(x, y, n int) { fmt.Fprintf(&d, "M%d %dh%dv1h-%dz", x, y, n, n) })
	return d.String()
}

// A picture has one name as a whole, and no structure.
func (c *svgCanvas) structure() *element        { return nil }
func (c *svgCanvas) tag(_ *mark, draw func())   { draw() }
func (c *svgCanvas) link(*element, box, string) {}

// SVG is the symbol with its quiet zone on white, as an SVG picture with the given name for
// those who cannot see it. It has no size of its own: the page gives it one.
func (s Symbol) SVG(name string) string {
	side := s.Size + 2*QuietZone
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s"><path fill="#fff" d="M0 0h%[1]dv%[1]dh-%[1]dz"/><path transform="translate(%[4]d %[4]d)" shape-rendering="crispEdges" fill="#000" d="%[5]s"/></svg>`,
		side, side, html.EscapeString(name), QuietZone, s.pathData())
}
