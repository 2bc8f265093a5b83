package print

import "strings"

// piece is a stretch of one face within a line; x is from the line's beginning.
type piece struct {
	x    float64
	f    face
	text string
	link string
	ends bool // a word ends with it
}

func (s Span) face() face {
	switch {
	case s.Mono:
		return mono
	case s.Bold:
		return bold
	}
	return regular
}

// wordsOf cuts text at its spaces. A word may run through several spans: "section 41(4)," with
// the number in bold is two words, the second of two pieces.
func wordsOf(t Text) [][]piece {
	var words [][]piece
	var word []piece
	end := func() {
		if word != nil {
			word[len(word)-1].ends = true
			words, word = append(words, word), nil
		}
	}
	for _, span := range t {
		for i, part := range strings.Split(printable(span.Text), " ") {
			if i > 0 {
				end()
			}
			if part != "" {
				word = append(word, piece{f: span.face(), text: part, link: span.Link})
			}
		}
	}
	end()
	return words
}

// lines sets text in lines of a width; size and width are in millimetres.
func (t Text) lines(size, width float64) [][]piece {
	var lines [][]piece
	var line []piece
	x := 0.0
	space := widthOf(regular, size, " ")
	for _, word := range wordsOf(t) {
		for _, word := range broken(word, size, width) {
			w := wordWidth(word, size)
			if line != nil && x+space+w > width {
				lines, line, x = append(lines, line), nil, 0
			}
			if line != nil {
				x += space
			}
			for _, p := range word {
				p.x = x
				line = append(line, p)
				x += widthOf(p.f, size, p.text)
			}
		}
	}
	if line != nil {
		lines = append(lines, line)
	}
	return lines
}

func wordWidth(word []piece, size float64) float64 {
	w := 0.0
	for _, p := range word {
		w += widthOf(p.f, size, p.text)
	}
	return w
}

// broken cuts a word that is wider than a whole line into pieces that are not.
func broken(word []piece, size, width float64) [][]piece {
	if wordWidth(word, size) <= width {
		return [][]piece{word}
	}
	var out [][]piece
	for _, p := range word {
		for p.text != "" {
			head := longest(p.f, size, width, p.text)
			p.text = p.text[len(head):]
			out = append(out, []piece{{f: p.f, text: head, link: p.link, ends: p.ends && p.text == ""}})
		}
	}
	return out
}
