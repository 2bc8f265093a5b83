package intake

import (
	"slices"
	"strings"

	"watchword/internal/sheet"
)

// powerRows reads as one record what some registers keep as several: a row for each power
// that a person holds. Rows are one where they say the same of everything else, or where
// nothing but a power stands below a person.
type powerRows struct {
	columns []int          // that hold powers or offences
	by      map[string]int // what a row says beside them, to the place of its record
	joined  int            // rows that were read as one with a row above
}

// powerColumns finds the columns of a table of people that hold lists of powers.
func (s *sorter) powerColumns() powerRows {
	x := powerRows{by: map[string]int{}}
	for _, f := range []Field{FieldPowers, FieldOffences} {
		if i, ok := s.m.at[f]; ok && s.kind == People {
			x.columns = append(x.columns, i)
		}
	}
	return x
}

// alone reports whether a row holds powers and nothing else.
func (x *powerRows) alone(r sheet.Row) bool {
	values, columns := own(r)
	for _, c := range columns {
		if !slices.Contains(x.columns, c) {
			return false
		}
	}
	return len(values) > 0 && x.readable(r)
}

// readable reports whether everything in the columns of powers can be read.
func (x *powerRows) readable(r sheet.Row) bool {
	for _, i := range x.columns {
		_, wrong := readPowers(r.Cell(i))
		if _, wrongOffence := readOffences(r.Cell(i)); len(wrong) > 0 && len(wrongOffence) > 0 {
			return false
		}
	}
	return true
}

// power is the one power or offence of a row, as written; empty if there are none or
// several.
func (x *powerRows) power(r sheet.Row) string {
	out := ""
	for _, i := range x.columns {
		text := clean(r.Cell(i).Text)
		if missing(text) {
			continue
		}
		powers, wrong := readPowers(r.Cell(i))
		offences, wrongOffence := readOffences(r.Cell(i))
		if one := len(powers) == 1 && len(wrong) == 0 || len(offences) == 1 && len(wrongOffence) == 0; !one || out != "" {
			return ""
		}
		out = text
	}
	return out
}

// join adds the powers of a row to a record.
func (x *powerRows) join(rec *record, r sheet.Row) {
	if rec.powers == nil {
		rec.powers = []string{x.power(rec.row)}
	}
	rec.powers = append(rec.powers, x.power(r))
	rec.row.Cells = slices.Clone(rec.row.Cells)
	for _, i := range x.columns {
		have, more := clean(rec.row.Cell(i).Text), clean(r.Cell(i).Text)
		if missing(more) || r.Cell(i).Merged {
			continue
		}
		if !missing(have) {
			more = have + "; " + more
		}
		for len(rec.row.Cells) <= i {
			rec.row.Cells = append(rec.row.Cells, sheet.Cell{})
		}
		rec.row.Cells[i] = sheet.Cell{Kind: sheet.Text, Text: more, Look: rec.row.Cells[i].Look}
	}
	x.joined++
}

// sameAgain joins a record to an earlier one that says the same of everything but its
// power, and reports whether there is one.
func (s *sorter) sameAgain(rec record) bool {
	x := &s.single
	if len(x.columns) == 0 || len(rec.row.Flaws) > 0 || !s.identified(rec.row) {
		return false
	}
	var b strings.Builder
	b.WriteString(rec.org)
	for i, c := range rec.row.Cells {
		if i < len(s.m.Columns) && s.m.Columns[i].Field != "" && !slices.Contains(x.columns, i) {
			b.WriteString(clean(c.Text))
		}
		b.WriteByte(0)
	}
	key := strings.TrimRight(b.String(), "\x00")
	at, ok := x.by[key]
	if !ok {
		x.by[key] = len(s.records)
		return false
	}
	first := &s.records[at]
	have, more := first.powers, x.power(rec.row)
	if have == nil {
		have = []string{x.power(first.row)}
	}
	if more == "" || have[0] == "" || slices.Contains(have, more) {
		return false
	}
	x.join(first, rec.row)
	return true
}

// roleAlone reports whether a row names a further role of the organisation above it, and
// its powers, and nothing else.
func (s *sorter) roleAlone(r sheet.Row) bool {
	at, ok := s.m.at[FieldRole]
	if !ok || s.kind != Organisations {
		return false
	}
	named := false
	_, columns := own(r)
	for _, c := range columns {
		named = named || c == at
		if c >= len(s.m.Columns) || !slices.Contains([]Field{FieldRole, FieldPowers, FieldOffences, FieldHeadCount}, s.m.Columns[c].Field) {
			return false
		}
	}
	return named
}
