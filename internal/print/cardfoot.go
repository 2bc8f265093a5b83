package print

import "strings"

// The foot of the back has so many lines at most, of the smallest size, each across the
// card: that is what a return address can take.
const (
	footLines = 4
	footWidth = 1011 - 2*margin // dots
	footGap   = 30.0            // dots between words at the left and at the right
)

// The sentence around a return address, and a shorter one for a long address. Without an
// address a found card goes to the police.
const (
	returnLong  = "Property of the Chief Constable. If found, send to %. Lost or stolen: call 101."
	returnShort = "If found, send to %. Lost or stolen: call 101."
	returnNone  = "Property of the Chief Constable. If found, hand it in at a police station. Lost or stolen: call 101."
)

// returns is what the card may say of where it goes when found, the fullest first.
func (card IDCard) returns() []string {
	address := strings.TrimRight(strings.Join(card.Return, ", "), " .,")
	if address == "" {
		return []string{returnNone}
	}
	return []string{strings.Replace(returnLong, "%", address, 1), strings.Replace(returnShort, "%", address, 1)}
}

// ReturnFits reports whether every word of a return address has room on the back of a card,
// whatever else stands there: about 150 letters. One that has not would be cut.
func ReturnFits(address []string) bool {
	card := IDCard{Return: address, CardNumber: "000000-00", Name: "x", NameAt: NameBack}
	said := card.returns()
	_, whole := card.layFoot(said[len(said)-1], 0)
	return whole
}

// foot is the foot of the back, laid out: in each line words at the left and at the right.
type foot struct {
	left, right []string
	name        bool    // the first line at the left is the name
	top         float64 // dots: where the rule stands
	first, step float64 // dots: from the rule to the first line, and from line to line
}

// foot lays out where a found card goes, and which card it is: card number and uniform at
// the right, the return address around them. For the address to be whole first the uniform
// yields, then the word of whose property the card is.
func (card IDCard) foot() foot {
	var last foot
	for _, said := range card.returns() {
		for uniform := 2; uniform >= 0; uniform-- {
			f, whole := card.layFoot(said, uniform)
			if whole {
				return f
			}
			last = f
		}
	}
	return last
}

// layFoot lays out the foot with at most so many lines of the uniform, and reports whether
// every word of the rest is whole.
func (card IDCard) layFoot(said string, uniform int) (f foot, whole bool) {
	number := "Card " + card.CardNumber
	f.right = append([]string{number}, uniformLines(card.Uniform, uniform, widthOf(bold, smallest, printable(number)))...)
	if card.NameAt == NameBack && card.Name != "" {
		f.name = true
		_, name := shrunk(bold, smallest, footWidth-footGap-widthOf(bold, smallest, f.right[0]), card.Name)
		f.left = []string{name}
	}
	from := len(f.left)
	room := func(line int) float64 {
		if line += from; line < len(f.right) {
			return footWidth - footGap - widthOf(f.sideFace(line), smallest, printable(f.right[line]))
		}
		return footWidth
	}
	lines := wrapIn(regular, smallest, room, said)
	whole = from+len(lines) <= footLines && len(f.right) <= footLines
	if most := footLines - from; len(lines) > most {
		lines = clip(regular, smallest, room(most-1), lines, most)
	}
	f.left = append(f.left, lines...)
	switch n := max(len(f.left), len(f.right)); {
	case n <= 2:
		f.top, f.first, f.step = 536, 37, 30
	case n == 3:
		f.top, f.first, f.step = 515, 37, 29
	default:
		f.top, f.first, f.step = 503, 31, 28
	}
	return f, whole
}

// sideFace is the face of a line at the right: the card number stands out.
func (f foot) sideFace(line int) face {
	if line == 0 {
		return bold
	}
	return regular
}

// uniformLines is the uniform in at most so many lines, as narrow as they go but not
// narrower than from, within a third of the card. One that is longer is left to the check
// page: half a uniform helps nobody.
func uniformLines(uniform string, most int, from float64) []string {
	const widest = 330
	if uniform == "" {
		return nil
	}
	for width := min(from, widest); width <= widest; width += 10 {
		if lines := wrap(regular, smallest, width, uniform); len(lines) <= most {
			return lines
		}
	}
	return nil
}

func (f foot) draw(p pen) {
	p.decorate(func() { p.c.fill(dots(margin, f.top, footWidth, 3), brand) })
	y := f.top + f.first
	words := f.left
	if f.name {
		p.as("P").text(margin, y, bold, smallest, ink, words[0])
		words = words[1:]
	}
	p.as("P").lines(margin, y+float64(len(f.left)-len(words))*f.step, f.step, regular, smallest, ink, words)
	for i, s := range f.right {
		p.as("P").right(1011-margin, y+float64(i)*f.step, f.sideFace(i), smallest, ink, s)
	}
}
