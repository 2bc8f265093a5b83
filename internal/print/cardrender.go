package print

import (
	"fmt"
	"html/template"
	"strings"
	"time"
)

// drawing is a card ready to be drawn.
type drawing struct {
	card   IDCard
	photo  *picture
	symbol Symbol
}

// ready makes the QR code and looks at the photo.
//
// Errors: ErrPicture, or that the QR text is too long.
func (card IDCard) ready() (drawing, error) {
	d := drawing{card: card}
	if len(card.Photo) > 0 {
		photo, err := look(card.Photo)
		if err != nil {
			return d, err
		}
		photo.url = card.PhotoURL
		d.photo = &photo
	} else if card.PhotoURL != "" {
		d.photo = &picture{url: card.PhotoURL}
	}
	var err error
	d.symbol, err = MakeQR(card.QR)
	return d, err
}

// PDF is the card as a file of two pages of its own size, front and back, for a card
// printer. Made is the date in its metadata.
func (card IDCard) PDF(made time.Time) ([]byte, error) {
	d, err := card.ready()
	if err != nil {
		return nil, err
	}
	size := paper{CardWidth, CardHeight}
	c := newPDF(size, "Card "+card.CardNumber, "en-GB", made)
	c.page(size)
	card.drawFront(c, d.printed())
	c.page(size)
	card.drawBack(c, d.symbol)
	return c.bytes()
}

// printed is the photo if it is there to print; one known by its address alone is not.
func (d drawing) printed() *picture {
	if d.photo == nil || d.photo.data == nil {
		return nil
	}
	return d.photo
}

// A sheet holds ten cards in two columns, with room around each for crop marks.
const (
	sheetColumns, sheetRows = 2, 5
	sheetGapX, sheetGapY    = 6.0, 3.0
	cropLength              = 2.0
)

// CardsPerSheet is how many cards a sheet of A4 holds.
const CardsPerSheet = sheetColumns * sheetRows

// Sheet is cards on A4 with crop marks, for a printer that prints both sides: a page of
// fronts, then a page of their backs, mirrored so that they meet when the paper is turned over its long
// edge; and so on for every ten cards.
func Sheet(cards []IDCard, made time.Time) ([]byte, error) {
	c := newPDF(a4, "Sheet of cards", "en-GB", made)
	for start := 0; start < len(cards); start += CardsPerSheet {
		var drawings []drawing
		for _, card := range cards[start:min(len(cards), start+CardsPerSheet)] {
			d, err := card.ready()
			if err != nil {
				return nil, fmt.Errorf("card %s: %w", card.CardNumber, err)
			}
			drawings = append(drawings, d)
		}
		c.page(a4)
		for i, d := range drawings {
			c.place(i, false)
			d.card.drawFront(c, d.printed())
			c.tag(nil, c.cropMarks)
		}
		c.page(a4)
		for i, d := range drawings {
			c.place(i, true)
			d.card.drawBack(c, d.symbol)
			c.tag(nil, c.cropMarks)
		}
	}
	if len(cards) == 0 {
		c.page(a4)
	}
	return c.bytes()
}

// place moves the drawing to the i-th card of a sheet; the backs stand mirrored.
func (c *pdfCanvas) place(i int, back bool) {
	column, row := i%sheetColumns, i/sheetColumns
	if back {
		column = sheetColumns - 1 - column
	}
	left := (a4.w - sheetColumns*CardWidth - (sheetColumns-1)*sheetGapX) / 2
	top := (a4.h - sheetRows*CardHeight - (sheetRows-1)*sheetGapY) / 2
	c.dx, c.dy = left+float64(column)*(CardWidth+sheetGapX), top+float64(row)*(CardHeight+sheetGapY)
}

// cropMarks draws two short lines outside each corner of the card.
func (c *pdfCanvas) cropMarks() {
	const away = 0.6
	reachY := min(cropLength, sheetGapY/2)
	for _, x := range []float64{0, CardWidth} {
		for _, y := range []float64{0, CardHeight} {
			sx, sy := 1.0, 1.0
			if x == 0 {
				sx = -1
			}
			if y == 0 {
				sy = -1
			}
			c.stroke([]point{{x + sx*away, y}, {x + sx*cropLength, y}}, 0.1, ink2)
			c.stroke([]point{{x, y + sy*away}, {x, y + sy*reachY}}, 0.1, ink2)
		}
	}
}

// cardHTML shows both sides, and every text whole for those who listen and for texts that the
// card had to cut.
var cardHTML = template.Must(template.New("card").Parse(`<div class="id-card">
<div class="id-card__side">{{.Front}}</div>
<div class="id-card__side">{{.Back}}</div>
<dl class="id-card__words">{{range .Words}}
<div><dt>{{.Key}}</dt><dd>{{.Value}}</dd></div>{{end}}
<div><dt>May, on producing this card if asked</dt><dd><ul>{{range .Powers}}<li>{{.}}</li>{{end}}</ul><p>{{.LawNote}}</p></dd></div>
</dl>
</div>
`))

// HTML is the card as a fragment: each side as an SVG picture, then every text in full as a
// list. The classes are id-card, id-card__side and id-card__words; it needs no script and
// no style attribute. A page may hold it more than once if the card numbers differ.
func (card IDCard) HTML() (template.HTML, error) {
	front, back, err := card.SVG()
	if err != nil {
		return "", err
	}
	words := []Row{{"Card", card.CardNumber}, {"Number", card.Number}, {"Name", card.Name}, {"Role", card.Role}, {"Employer", card.Employer},
		{"May act in", card.Area}, {"Issued", card.Issued}, {"Ends", card.Ends}, {"Uniform", card.Uniform}, {"Limits", card.limit()},
		{"If found", card.returns()[0]}, {"Check", card.CheckAt}}
	if card.NameAt == NameNowhere {
		words[2].Value = ""
	}
	page := struct {
		Front, Back template.HTML
		Words       []Row
		Powers      []string
		LawNote     string
	}{template.HTML(front), template.HTML(back), nil, card.Powers, card.lawNote()}
	for _, w := range words {
		if w.Value != "" {
			page.Words = append(page.Words, w)
		}
	}
	var b strings.Builder
	err = cardHTML.Execute(&b, page)
	return template.HTML(b.String()), err
}

// SVG is the two sides as SVG pictures, each with a name for those who cannot see it.
func (card IDCard) SVG() (front, back string, err error) {
	d, err := card.ready()
	if err != nil {
		return "", "", err
	}
	side := func(name string, draw func(c *svgCanvas)) string {
		c := &svgCanvas{id: "card-" + slug(card.CardNumber) + "-" + strings.ToLower(name)}
		draw(c)
		return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img" aria-label="%s of card %s">%s</svg>`,
			num(CardWidth), num(CardHeight), name, template.HTMLEscapeString(card.CardNumber), c.b.String())
	}
	front = side("Front", func(c *svgCanvas) { card.drawFront(c, d.photo) })
	back = side("Back", func(c *svgCanvas) { card.drawBack(c, d.symbol) })
	return front, back, nil
}

// slug keeps what may stand in an identity.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, s)
}
