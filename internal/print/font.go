package print

import (
	"embed"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The fonts are static instances of Atkinson Hyperlegible Next and Mono, cut to Latin
// (Basic, Latin-1, Extended-A, Welsh, punctuation) without hinting or layout features.
//
//go:embed fonts
var fontFiles embed.FS

// face is one of the fonts.
type face int

const (
	regular face = iota
	bold
	heavy
	italic
	mono
)

// fontFile is the file of each face, and its weight and family on a screen.
var fontFile = [...]struct{ file, weight, family string }{
	regular: {"fonts/regular.ttf", "400", "sans"},
	bold:    {"fonts/bold.ttf", "700", "sans"},
	heavy:   {"fonts/heavy.ttf", "800", "sans"},
	italic:  {"fonts/italic.ttf", "400", "sans"},
	mono:    {"fonts/mono.ttf", "400", "mono"},
}

// metrics is how wide each character of a face is, in parts of the font size.
type metrics struct {
	width   map[rune]float64
	missing float64
}

// fontSet is the fonts and their measures. It is read when first needed, so that a program
// that prints nothing starts at once. The files are part of the binary: a fault in them is
// a broken build.
var fontSet = sync.OnceValue(func() *fonts {
	var set fonts
	for f := range fontFile {
		b, err := fontFiles.ReadFile(fontFile[f].file)
		if err != nil {
			panic(err)
		}
		set.bytes[f], set.metrics[f] = b, measure(b)
	}
	return &set
})

type fonts struct {
	bytes   [len(fontFile)][]byte
	metrics [len(fontFile)]metrics
}

func measure(ttf []byte) metrics {
	const unit = 1000
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		panic(err)
	}
	m := metrics{width: map[rune]float64{}}
	var buf sfnt.Buffer
	for r := rune(' '); r < 0x2300; r++ {
		g, err := parsed.GlyphIndex(&buf, r)
		if err != nil || g == 0 && r != ' ' {
			continue
		}
		advance, err := parsed.GlyphAdvance(&buf, g, fixed.I(unit), font.HintingNone)
		if err == nil {
			m.width[r] = float64(advance) / 64 / unit
		}
	}
	m.missing = m.width['0']
	return m
}

// widthOf is the width of a text set at a size, in the unit of the size.
func widthOf(f face, size float64, text string) float64 {
	m := &fontSet().metrics[f]
	w := 0.0
	for _, r := range text {
		if a, ok := m.width[r]; ok {
			w += a
		} else {
			w += m.missing
		}
	}
	return w * size
}

// printable makes a text fit to be drawn: one line, and characters the fonts lack written
// with their nearest kin or a question mark. The HTML form keeps the text as it is.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if r == '\u202f' {
			return noBreak
		}
		if r < ' ' || r == '\u200b' || r == '\u00ad' || r == '\ufeff' {
			return -1
		}
		if _, ok := fontSet().metrics[regular].width[r]; !ok {
			return '?'
		}
		return r
	}, text)
}

const (
	ellipsis = "…"
	noBreak  = '\u00a0' // a space at which no line ends
)

// drawn is a text as it goes into the file: a space that held a line together is a space.
func drawn(text string) string {
	return strings.ReplaceAll(printable(text), string(noBreak), " ")
}

// wrap breaks a text into lines no wider than width. A word that is wider by itself is
// broken where it must be.
func wrap(f face, size, width float64, text string) []string {
	return wrapIn(f, size, func(int) float64 { return width }, text)
}

// wrapAfter wraps a text whose first line begins behind something that is indent wide. The
// first line is empty when nothing fits there.
func wrapAfter(f face, size, width, indent float64, text string) []string {
	return wrapIn(f, size, func(line int) float64 {
		if line == 0 {
			return width - indent
		}
		return width
	}, text)
}

// wrapIn wraps a text into lines of which each has room of its own, counted from 0. A line
// is empty when nothing fits there and the next is wider.
func wrapIn(f face, size float64, room func(line int) float64, text string) []string {
	var lines []string
	line := ""
	for _, word := range strings.FieldsFunc(printable(text), func(r rune) bool { return r == ' ' }) {
		for {
			try := word
			if line != "" {
				try = line + " " + word
			}
			width := room(len(lines))
			if widthOf(f, size, try) <= width {
				line = try
				break
			}
			if line == "" && room(len(lines)+1) <= width { // a word wider than any line
				line = longest(f, size, width, word)
				word = word[len(line):]
			}
			lines, line = append(lines, line), ""
			if word == "" {
				break
			}
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// longest is the longest beginning of a word that fits, one character at least.
func longest(f face, size, width float64, word string) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && widthOf(f, size, word[:next]) > width {
			break
		}
		end = next
	}
	return word[:end]
}

// clip cuts lines to at most n; what is lost is marked by an ellipsis.
func clip(f face, size, width float64, lines []string, n int) []string {
	if len(lines) <= n {
		return lines
	}
	lines = append([]string(nil), lines[:n]...)
	last := []rune(lines[n-1])
	for len(last) > 0 && widthOf(f, size, string(last)+ellipsis) > width {
		last = last[:len(last)-1]
	}
	lines[n-1] = strings.TrimRight(string(last), " ,") + ellipsis
	return lines
}
