package sheet

import (
	"bytes"
	"strings"

	"watchword/internal/fault"
)

// What one quoted cell may span. A quote still open beyond it was never closed.
const (
	maxQuotedBytes = 64 << 10
	maxQuotedLines = 400
	maxUnclosed    = 200 // lines with an open quote before the file is given up
)

func readCSV(data []byte) (Book, error) {
	raw, enc, err := decoding(data)
	if err != nil {
		return Book{}, err
	}
	book := Book{Format: CSV, Encoding: enc.name, BOM: enc.bom}
	s := scanner{data: raw, line: 1}
	s.delim = s.instruction()
	if s.delim == 0 {
		s.delim = detectDelimiter(raw[s.pos:])
	}
	book.Delimiter = rune(s.delim)
	table, err := s.table(enc)
	if err != nil {
		return Book{}, err
	}
	book.Tables = []Table{table}
	return book, nil
}

// table reads all records.
func (s *scanner) table(enc encoding) (Table, error) {
	t := Table{Format: CSV, Encoding: enc.name}
	cells := 0
	for s.more() {
		rec := s.record()
		cells += len(rec.fields)
		switch {
		case len(rec.fields) > MaxColumns:
			return t, fault.New(fault.Invalid, "Line %d has more than %d cells. Check which character stands between the cells.", rec.line, MaxColumns)
		case cells > MaxCells:
			return t, fault.New(fault.Invalid, "The file has more than %d cells. Split it and send the parts.", MaxCells)
		case s.unclosed > maxUnclosed:
			return t, fault.New(fault.Invalid, "More than %d quotes are opened and never closed, the last on line %d. The file is damaged: save it as CSV once more.", maxUnclosed, rec.line)
		}
		row := enc.row(rec)
		if !blank(row) {
			t.Rows = append(t.Rows, row)
			t.Width = max(t.Width, len(row.Cells))
		}
	}
	return t, nil
}

// blank reports whether a row shows nothing.
func blank(r Row) bool {
	for _, c := range r.Cells {
		if c.Unsaved || c.Kind != Empty && strings.TrimSpace(c.Text) != "" {
			return false
		}
	}
	return len(r.Flaws) == 0
}

// record is one record as bytes, its quotes resolved.
type record struct {
	line     int
	fields   [][]byte
	unclosed int // the field whose quote was never closed, or -1
}

// scanner cuts bytes into records. All that matters to it is ASCII, so that it can
// run before the bytes are read as text.
type scanner struct {
	data     []byte
	pos      int
	line     int // physical line of pos
	delim    byte
	unclosed int
}

func (s *scanner) more() bool { return s.pos < len(s.data) }

// instruction reads "sep=;" on the first line, an instruction to spreadsheets and
// no data, and returns the delimiter it names; 0 if there is none.
func (s *scanner) instruction() byte {
	end := bytes.IndexAny(s.data[:min(len(s.data), 64)], "\r\n")
	if end < 0 {
		return 0
	}
	text := strings.ToLower(strings.Trim(string(s.data[:end]), `" `))
	d, ok := strings.CutPrefix(text, "sep=")
	if !ok || len(d) != 1 {
		return 0
	}
	s.pos = end
	s.endLine()
	return d[0]
}

// endLine steps over the line break at pos.
func (s *scanner) endLine() {
	if s.more() && s.data[s.pos] == '\r' {
		s.pos++
		if s.more() && s.data[s.pos] == '\n' {
			s.pos++
		}
	} else if s.more() && s.data[s.pos] == '\n' {
		s.pos++
	}
	s.line++
}

// record reads the record at pos.
func (s *scanner) record() record {
	rec := record{line: s.line, unclosed: -1}
	for {
		field, closed := s.field()
		rec.fields = append(rec.fields, field)
		if !closed {
			rec.unclosed = len(rec.fields) - 1
			s.unclosed++
		}
		if !s.more() {
			return rec
		}
		if s.data[s.pos] != s.delim {
			s.endLine()
			return rec
		}
		s.pos++
		if !s.more() { // a delimiter ends the file: one empty cell more
			rec.fields = append(rec.fields, nil)
			return rec
		}
	}
}

// field reads one field and stops at what ends it. It reports false for a quote
// that is never closed; the field is then the rest of that physical line.
func (s *scanner) field() ([]byte, bool) {
	q := s.pos
	for q < len(s.data) && s.data[q] == ' ' {
		q++
	}
	if q < len(s.data) && s.data[q] == '"' {
		if f, ok := s.quoted(q); ok {
			return f, true
		}
		return s.plain(true), false
	}
	return s.plain(false), true
}

// plain is what stands before the next delimiter or line break; whole goes to the
// line break whatever stands before it.
func (s *scanner) plain(whole bool) []byte {
	start := s.pos
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		if c == '\n' || c == '\r' || c == s.delim && !whole {
			break
		}
		s.pos++
	}
	return s.data[start:s.pos]
}

// quoted reads the quoted field whose quote stands at q. It leaves the scanner
// untouched and reports false if the quote is never closed: the file ends first,
// the field grows beyond all measure, or a closing quote lines below is followed by
// more text, which is how an open quote runs into the next quoted cell.
func (s *scanner) quoted(q int) ([]byte, bool) {
	var out []byte
	lines := 0
	i, from := q+1, q+1
	for {
		if i >= len(s.data) || i-q > maxQuotedBytes || lines > maxQuotedLines {
			return nil, false
		}
		switch s.data[i] {
		case '\r':
			if i+1 < len(s.data) && s.data[i+1] == '\n' {
				i++
			}
			lines++
		case '\n':
			lines++
		case '"':
			out = append(out, s.data[from:i]...)
			if i+1 < len(s.data) && s.data[i+1] == '"' {
				i++
				from = i
				break
			}
			return s.closed(out, i+1, lines)
		}
		i++
	}
}

// closed ends a quoted field whose closing quote stands before i.
func (s *scanner) closed(out []byte, i, lines int) ([]byte, bool) {
	end := i
	for end < len(s.data) && s.data[end] == ' ' && s.delim != ' ' {
		end++
	}
	if end >= len(s.data) || s.data[end] == s.delim || s.data[end] == '\n' || s.data[end] == '\r' {
		s.pos = end
		s.line += lines
		return out, true
	}
	if lines > 0 {
		return nil, false
	}
	s.pos = i
	return append(out, s.plain(false)...), true
}

// detectDelimiter looks at the first records and takes the character that cuts most
// of them into the same number of cells.
func detectDelimiter(data []byte) byte {
	best, bestScore := byte(','), 0.0
	for _, d := range []byte{',', ';', '\t', '|'} {
		if score := cutsEvenly(data, d); score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

// cutsEvenly scores a delimiter by how many of the first records have the most
// frequent number of cells, and by that number.
func cutsEvenly(data []byte, delim byte) float64 {
	s := scanner{data: data[:min(len(data), 256<<10)], delim: delim}
	counts := map[int]int{}
	n := 0
	for s.more() && n < 100 && s.unclosed < maxUnclosed {
		rec := s.record()
		if len(rec.fields) == 1 && len(bytes.TrimSpace(rec.fields[0])) == 0 {
			continue
		}
		n++
		counts[len(rec.fields)]++
	}
	mode := 1
	for cells, times := range counts {
		if cells > 1 && (mode == 1 || times > counts[mode] || times == counts[mode] && cells > mode) {
			mode = cells
		}
	}
	if mode == 1 || n == 0 {
		return 0
	}
	share := float64(counts[mode]) / float64(n)
	return share * share * float64(min(mode, 12))
}
