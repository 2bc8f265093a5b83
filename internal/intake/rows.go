package intake

import (
	"regexp"
	"strings"
	"unicode"

	"watchword/internal/sheet"
)

// record is a row that means a person or an organisation.
type record struct {
	row     sheet.Row
	org     string   // the organisation under whose heading it stands, or that stands above it in its column
	section Status   // the status under whose heading it stands
	powers  []string // of the rows that were read as one with it, as written; nil for one row
}

// sorter parts the rows below the headings into records and others.
type sorter struct {
	t       sheet.Table
	m       Mapping
	kind    Kind
	dir     *directory // organisations, to know a heading by
	header  sheet.Row
	keys    []string // the headings, folded
	filling bool     // an empty organisation means the one above
	single  powerRows
	records []record
	skipped []Skipped
}

// sortRows parts the rows of a table whose headings stand at the given place.
func sortRows(t sheet.Table, m Mapping, at int, k Kind, dir *directory) *sorter {
	s := &sorter{t: t, m: m, kind: k, dir: dir, header: t.Rows[at]}
	for _, c := range s.header.Cells {
		s.keys = append(s.keys, fold(c.Text))
	}
	for _, r := range t.Rows[:at] {
		s.skip(r, "title")
	}
	rows := t.Rows[at+1:]
	s.filling = k == People && s.fillsDown(rows)
	s.single = s.powerColumns()
	org, section, below := "", Status(""), false
	for i, r := range rows {
		what := s.what(r)
		if (what == "single" || what == "remark") && below && s.single.alone(r) {
			s.single.join(&s.records[len(s.records)-1], r)
			continue
		}
		if (what == "single" || what == "remark") && below && s.roleAlone(r) {
			s.records = append(s.records, record{row: r, org: org})
			continue
		}
		below = what == "" || what == "blank" && below
		switch what {
		case "":
			name := m.text(r, FieldOrganisation)
			rec := record{row: r, section: section}
			switch _, has := m.at[FieldOrganisation]; {
			case name != "" && !missing(name):
				org = name
				if s.filling {
					rec.org = org
				}
			case !has || s.filling || s.roleAlone(r):
				rec.org = org
			}
			if !s.sameAgain(rec) {
				s.records = append(s.records, rec)
			}
		case "single":
			if now := s.section(r); now != "" {
				section = now
				s.skip(r, "status")
			} else if name, isOrg := s.heading(r, rows[i+1:]); isOrg {
				org, section = name, ""
				s.skip(r, "organisation")
			} else {
				s.skip(r, "remark")
			}
		case "blank":
		default:
			s.skip(r, what)
		}
	}
	return s
}

func (s *sorter) skip(r sheet.Row, what string) {
	s.skipped = append(s.skipped, Skipped{r.Line, what})
}

// own is the row's own values: not empty, and not shown from a merged cell above. A
// formula whose result is not known is one.
func own(r sheet.Row) (values []string, columns []int) {
	for i, c := range r.Cells {
		v := ""
		switch {
		case c.Merged:
		case c.Unsaved:
			v = "="
		case c.Kind != sheet.Empty:
			v = clean(c.Text)
		}
		if v != "" {
			values, columns = append(values, v), append(columns, i)
		}
	}
	return values, columns
}

// what a row is: "" for a record, "single" for one value alone, else why it is left
// out.
func (s *sorter) what(r sheet.Row) string {
	if len(r.Flaws) > 0 {
		return ""
	}
	values, columns := own(r)
	switch {
	case len(values) == 0:
		return "blank"
	case s.isHeader(r):
		return "heading"
	case s.isTotal(r, values):
		return "total"
	case isKey(r):
		return "key"
	case len(values) == 1 && !s.identifies(columns[0]) && !s.numbers(columns[0], values[0]):
		return "single"
	case s.identified(r):
		return ""
	}
	mapped := 0
	for _, c := range columns {
		if c < len(s.m.Columns) && s.m.Columns[c].Field != "" && s.m.Columns[c].Field != FieldNotes {
			mapped++
		}
	}
	if mapped >= 3 {
		return ""
	}
	return "remark"
}

// identifies reports whether a column's value alone makes a record.
func (s *sorter) identifies(column int) bool {
	if column >= len(s.m.Columns) {
		return false
	}
	switch s.m.Columns[column].Field {
	case FieldSurname, FieldFullName, FieldBorn:
		return s.kind == People
	case FieldOrganisation:
		return s.kind == Organisations && len(s.header.Cells) < 3
	}
	return false
}

// numbers reports whether a value alone is the number of somebody.
func (s *sorter) numbers(column int, value string) bool {
	return s.kind == People && column < len(s.m.Columns) && s.m.Columns[column].Field == FieldNumber && likeNumber.MatchString(value)
}

// identified reports whether a row says whom it is about.
func (s *sorter) identified(r sheet.Row) bool {
	fields := []Field{FieldSurname, FieldForenames, FieldFullName, FieldBorn, FieldNumber}
	if s.kind == Organisations {
		fields = []Field{FieldOrganisation, FieldReference}
	}
	for _, f := range fields {
		if i, ok := s.m.at[f]; ok {
			if c := r.Cell(i); !c.Merged && (c.Unsaved || c.Kind != sheet.Empty && !missing(clean(c.Text))) {
				return true
			}
		}
	}
	return false
}

// isHeader reports whether a row repeats the headings.
func (s *sorter) isHeader(r sheet.Row) bool {
	same, filled := 0, 0
	for i, key := range s.keys {
		if key == "" {
			continue
		}
		filled++
		if text := r.Cell(i).Text; text != "" && len(text) <= 80 && fold(text) == key {
			same++
		}
	}
	return same >= 2 && same*10 >= filled*6
}

var totals = regexp.MustCompile(`^(?:(?:sub|grand|overall|running|page) ?)?totals?(?: (?:for|of|number|no|aps|staff|people|persons|accredited|to date|all)\b.*| ?\d*)$|^sub ?totals?\b|^(?:count|sum|number of aps|no of aps|carried forward|brought forward|balance)(?: \d+)?$|^end of (?:list|register|file|sheet)$`)

// isTotal reports whether a row counts others: one of its first words says so and
// no person is named.
func (s *sorter) isTotal(r sheet.Row, values []string) bool {
	for i, v := range values {
		if i > 2 {
			break
		}
		if !totals.MatchString(fold(v)) {
			continue
		}
		if s.kind == Organisations {
			return len(values) <= 4
		}
		return !s.named(r, v)
	}
	return false
}

// isKey reports whether a row does nothing but explain colours: every text of it is
// a status in a colour, or beside an empty cell that has one.
func isKey(r sheet.Row) bool {
	n := 0
	for i, c := range r.Cells {
		if c.Kind == sheet.Empty || c.Merged {
			continue
		}
		if _, ok := explained(r, i); ok {
			n++
			continue
		}
		switch fold(c.Text) {
		case "", "key", "legend", "colour key", "colours", "colour code", "colour codes", "key to colours":
		default:
			return false
		}
	}
	return n > 0
}

// named reports whether a row has a date of birth, or a name other than the word
// that makes it a total, which is no number either.
func (s *sorter) named(r sheet.Row, word string) bool {
	for _, f := range []Field{FieldSurname, FieldForenames, FieldFullName, FieldBorn} {
		v := s.m.text(r, f)
		if v == "" || v == word || missing(v) {
			continue
		}
		if f == FieldBorn && len(v) > 4 || f != FieldBorn && strings.ContainsFunc(v, unicode.IsLetter) {
			return true
		}
	}
	return false
}

// fillsDown reports whether an empty organisation means the one above: the heading
// says so, or it is empty on many lines below a first one that has it.
func (s *sorter) fillsDown(rows []sheet.Row) bool {
	i, ok := s.m.at[FieldOrganisation]
	if !ok {
		return false
	}
	if h := fold(s.m.heading(i)); strings.Contains(h, "as above") || strings.Contains(h, "blank") {
		return true
	}
	full, empty, headed := 0, 0, false
	for _, r := range rows {
		switch s.what(r) {
		case "single":
			headed = headed || clean(r.Cell(i).Text) != ""
		case "":
			switch c := r.Cell(i); {
			case clean(c.Text) != "":
				full++
			case full > 0 || headed:
				empty++
			default:
				return false
			}
		}
	}
	return empty > 0 && empty*4 >= full+empty
}

// heading reports whether a value that stands alone names the organisation of the
// people below it.
func (s *sorter) heading(r sheet.Row, below []sheet.Row) (string, bool) {
	if s.kind != People {
		return "", false
	}
	values, columns := own(r)
	name := oneLine(values[0])
	if s.dir != nil && s.dir.find(name).at >= 0 {
		return name, true
	}
	if i, has := s.m.at[FieldOrganisation]; has && i != columns[0] {
		return "", false
	}
	if !strings.ContainsFunc(name, func(r rune) bool { return r >= 'A' }) || len(name) > 120 {
		return "", false
	}
	for _, next := range below {
		switch s.what(next) {
		case "blank", "heading":
			continue
		case "":
			return name, true
		}
		return "", false
	}
	return "", false
}
