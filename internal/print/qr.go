package print

import (
	"errors"
	"strings"

	"rsc.io/qr/coding"
)

// Symbol is a QR code: a square of modules, dark or light, without its quiet zone, which
// must be 4 modules wide on each side.
type Symbol struct {
	Size int // modules a side
	code *coding.Code
}

// QuietZone is the width in modules that must stay light around a symbol.
const QuietZone = 4

// MakeQR makes the smallest QR code at level M (15 % may be damaged) that holds the text. Text
// whose end is digits and whose beginning is of capitals is held in two segments, each in
// its densest mode.
func MakeQR(text string) (Symbol, error) {
	segments := segmentsOf(text)
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		bits := 0
		for _, s := range segments {
			bits += s.Bits(v)
		}
		if bits > v.DataBytes(coding.M)*8 {
			continue
		}
		return bestMask(v, segments)
	}
	return Symbol{}, errors.New("the text is too long for a QR code")
}

// Dark reports whether the module in column x and row y is dark.
func (s Symbol) Dark(x, y int) bool { return s.code.Black(x, y) }

// segmentsOf splits off a long tail of digits, and takes the densest mode for what is left.
func segmentsOf(text string) []coding.Encoding {
	head := strings.TrimRight(text, "0123456789")
	tail := text[len(head):]
	if head != "" && len(tail) < 16 { // a segment costs more than it saves
		head, tail = text, ""
	}
	var out []coding.Encoding
	switch {
	case head == "":
	case coding.Alpha(head).Check() == nil:
		out = append(out, coding.Alpha(head))
	default:
		out = append(out, coding.String(head))
	}
	if tail != "" || head == "" {
		out = append(out, coding.Num(tail))
	}
	return out
}

// bestMask draws the symbol with each of the eight masks and keeps the one with the lowest
// penalty (ISO/IEC 18004, section 7.8.3).
func bestMask(v coding.Version, segments []coding.Encoding) (Symbol, error) {
	best, lowest := Symbol{}, -1
	for m := range coding.Mask(8) {
		plan, err := coding.NewPlan(v, coding.M, m)
		if err != nil {
			return Symbol{}, err
		}
		code, err := plan.Encode(segments...)
		if err != nil {
			return Symbol{}, err
		}
		s := Symbol{Size: code.Size, code: code}
		if p := s.penalty(); lowest < 0 || p < lowest {
			best, lowest = s, p
		}
	}
	return best, nil
}

// penalty counts what makes a symbol hard to read: long runs, blocks, patterns that look
// like a corner, too much of one colour.
func (s Symbol) penalty() int {
	total, dark := 0, 0
	for a := range s.Size {
		total += runs(s.Size, func(b int) bool { return s.Dark(a, b) })
		total += runs(s.Size, func(b int) bool { return s.Dark(b, a) })
		for b := range s.Size {
			d := s.Dark(a, b)
			if d {
				dark++
			}
			if a > 0 && b > 0 && s.Dark(a-1, b) == d && s.Dark(a, b-1) == d && s.Dark(a-1, b-1) == d {
				total += 3
			}
		}
	}
	off := dark*100/(s.Size*s.Size) - 50
	return total + max(off, -off)/5*10
}

// runs is the penalty of one line of modules.
func runs(n int, dark func(int) bool) int {
	total, run := 0, 0
	var window uint // the last eleven modules
	for i := range n {
		d := dark(i)
		if i > 0 && d == dark(i-1) {
			run++
		} else {
			run = 1
		}
		switch {
		case run == 5:
			total += 3
		case run > 5:
			total++
		}
		window = window << 1 & 0x7ff
		if d {
			window |= 1
		}
		if i >= 10 && (window == 0b10111010000 || window == 0b00001011101) {
			total += 40
		}
	}
	return total
}

// bars is the dark modules as horizontal bars: column, row and length. Bars rather than
// single squares leave no hairlines between modules.
func (s Symbol) bars(draw func(x, y, length int)) {
	for y := range s.Size {
		for x := 0; x < s.Size; x++ {
			start := x
			for x < s.Size && s.Dark(x, y) {
				x++
			}
			if x > start {
				draw(start, y, x-start)
			}
		}
	}
}
