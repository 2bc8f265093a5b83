package sheet

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"watchword/internal/fault"
)

// encoding is how the bytes of a CSV file are read as text.
type encoding struct {
	name string
	bom  bool
}

// decoding finds the encoding and returns the bytes without a byte order mark, in a
// form whose delimiters and quotes are ASCII: UTF-16 becomes UTF-8 here, the others
// stay as they are until their cells are cut. It returns fault.Invalid for bytes
// that are no text at all.
func decoding(data []byte) ([]byte, encoding, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		return data[3:], encoding{"utf-8", true}, nil
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return fromUTF16(data[2:], binary.LittleEndian), encoding{"utf-16le", true}, nil
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return fromUTF16(data[2:], binary.BigEndian), encoding{"utf-16be", true}, nil
	}
	if enc, order := unmarkedUTF16(data); order != nil {
		return fromUTF16(data, order), encoding{enc, false}, nil
	}
	if !looksLikeText(data) {
		return nil, encoding{}, fault.New(fault.Invalid, "This is not a spreadsheet: most of it is no text. Send a CSV or XLSX file.")
	}
	if looksLikeUTF8(data) {
		return data, encoding{"utf-8", false}, nil
	}
	return data, encoding{"windows-1252", false}, nil
}

// looksLikeText reports whether control characters are rare among the first bytes.
func looksLikeText(data []byte) bool {
	head := data[:min(len(data), 64<<10)]
	odd := 0
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			odd++
		}
	}
	return odd*10 < len(head)+10
}

// looksLikeUTF8 reports whether the bytes outside ASCII are UTF-8. A few stray bytes
// in a file that is otherwise plainly UTF-8 are a fault of their lines.
func looksLikeUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		if data[0] < utf8.RuneSelf {
			data = data[1:]
			continue
		}
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		data = data[n:]
	}
	return good >= bad
}

// unmarkedUTF16 recognises UTF-16 without a byte order mark by its zero bytes.
func unmarkedUTF16(data []byte) (string, binary.ByteOrder) {
	head := data[:min(len(data), 4096)]
	if len(head) < 8 || len(data)%2 != 0 {
		return "", nil
	}
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1]*10 > half*8 && zeros[0]*10 < half:
		return "utf-16le", binary.LittleEndian
	case zeros[0]*10 > half*8 && zeros[1]*10 < half:
		return "utf-16be", binary.BigEndian
	}
	return "", nil
}

// fromUTF16 is the text as UTF-8. What is no character becomes the byte 0xFF, which
// is no UTF-8, so that its line is told as any other that cannot be read.
func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); i += 2 {
		if i+1 == len(data) {
			return append(out, 0xFF)
		}
		u := rune(order.Uint16(data[i:]))
		if !utf16.IsSurrogate(u) {
			out = utf8.AppendRune(out, u)
			continue
		}
		r := rune(utf8.RuneError)
		if i+3 < len(data) {
			r = utf16.DecodeRune(u, rune(order.Uint16(data[i+2:])))
		}
		if r == utf8.RuneError {
			out = append(out, 0xFF)
			continue
		}
		out = utf8.AppendRune(out, r)
		i += 2
	}
	return out
}

// row reads a record's bytes as text.
func (e encoding) row(rec record) Row {
	row := Row{Line: rec.line, Cells: make([]Cell, len(rec.fields))}
	for i, f := range rec.fields {
		text, ok := e.text(f)
		if text != "" {
			row.Cells[i] = Cell{Kind: Text, Text: text}
		}
		switch {
		case i == rec.unclosed:
			row.Flaws = append(row.Flaws, Flaw{UnterminatedQuote, i, Visible(text)})
		case !ok:
			row.Flaws = append(row.Flaws, Flaw{InvalidEncoding, i, Visible(string(f))})
		case bytes.IndexByte(f, 0) >= 0:
			row.Flaws = append(row.Flaws, Flaw{NULByte, i, Visible(text)})
		}
	}
	return row
}

// text reads one cell, and reports whether all of it is text in this encoding.
func (e encoding) text(f []byte) (string, bool) {
	if e.name != "windows-1252" {
		if utf8.Valid(f) {
			return string(f), true
		}
		return strings.ToValidUTF8(string(f), "\uFFFD"), false
	}
	plain := true
	for _, c := range f {
		if c >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return string(f), true
	}
	var b strings.Builder
	ok := true
	for _, c := range f {
		r := charmap.Windows1252.DecodeByte(c)
		if r >= 0x80 && r < 0xA0 || r == utf8.RuneError { // the five places the code page leaves empty
			ok = false
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String(), ok
}
