package intake

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"watchword/internal/law"
	"watchword/internal/sheet"
)

// Mapping is which column is read as what, to be shown before anything is taken.
type Mapping struct {
	Line    int // of the headings; 0 where none were found
	Columns []Column
	at      map[Field]int
	roles   []roleColumns
	group   []string // headings above the headings, by column
}

// Column is one column of the table.
type Column struct {
	Index   int    // counted from 0
	Heading string // as in the file, on one line
	Field   Field  // empty where the column is not read
	Power   law.PowerID
	Hidden  bool   // hidden in the spreadsheet; it is read all the same
	Why     string // why it is read so, in a sentence
}

// roleColumns are the columns of one of several roles: "Role 2", "Role 2 powers".
type roleColumns struct{ name, powers, offences int }

// Of is the column that holds a field, counted from 0, and whether there is one.
func (m Mapping) Of(f Field) (int, bool) {
	i, ok := m.at[f]
	return i, ok
}

// Find is the column of that heading or letter (for "C"), and whether there is one.
func (m Mapping) Find(heading string) (int, bool) {
	for _, c := range m.Columns {
		if fold(c.Heading) == fold(heading) {
			return c.Index, true
		}
	}
	for _, c := range m.Columns {
		if strings.EqualFold(sheet.ColumnName(c.Index), strings.TrimSpace(heading)) {
			return c.Index, true
		}
	}
	return 0, false
}

// heading is a column as headed in the file.
func (m Mapping) heading(column int) string {
	if column < 0 || column >= len(m.Columns) {
		return ""
	}
	return m.Columns[column].Heading
}

// cell is what a row holds in the column of a field.
func (m Mapping) cell(r sheet.Row, f Field) sheet.Cell {
	if i, ok := m.at[f]; ok {
		return r.Cell(i)
	}
	return sheet.Cell{}
}

// text is the same as cleaned text on one line.
func (m Mapping) text(r sheet.Row, f Field) string { return oneLine(clean(m.cell(r, f).Text)) }

// mapColumns decides which column is read as what.
func mapColumns(t sheet.Table, k Kind, opt Options) (Mapping, int) {
	override := opt.Columns
	at, _ := findHeader(t, k)
	if opt.HeaderLine > 0 {
		at = slices.IndexFunc(t.Rows, func(r sheet.Row) bool { return r.Line == opt.HeaderLine })
	}
	if at < 0 {
		return Mapping{}, -1
	}
	header := t.Rows[at]
	m := Mapping{Line: header.Line, at: map[Field]int{}, group: groupsAbove(t, at)}
	width := max(t.Width, len(header.Cells))
	for i := range width {
		c := Column{Index: i, Heading: oneLine(clean(header.Cell(i).Text)), Hidden: t.HiddenColumns[i]}
		if header.Cell(i).Merged {
			c.Heading = ""
		}
		m.Columns = append(m.Columns, c)
	}
	m.override(override)
	if k == Organisations {
		m.mapRoles()
	}
	m.assign(t, at, k, override)
	m.settleNames()
	if k == People {
		m.mapMatrix()
	}
	for i := range m.Columns {
		if c := &m.Columns[i]; c.Field == "" && c.Why == "" {
			c.Why = "No field of the register is called this. The column is not read."
			if first, twice := m.sameHeading(i); twice {
				c.Why = fmt.Sprintf("Column %s has the same heading and is read. This one is not.", sheet.ColumnName(first))
			}
		}
	}
	return m, at
}

// sameHeading is the column that is read and has the same heading as another, which is
// not.
func (m Mapping) sameHeading(column int) (int, bool) {
	for _, c := range m.Columns {
		if c.Index != column && c.Field != "" && c.Heading != "" && fold(c.Heading) == fold(m.Columns[column].Heading) {
			return c.Index, true
		}
	}
	return 0, false
}

// twice tells of headings that stand over two columns.
func (m Mapping) twice() []string {
	var out []string
	for _, c := range m.Columns {
		if first, twice := m.sameHeading(c.Index); c.Field == "" && twice {
			out = append(out, fmt.Sprintf("Two columns are headed %q. Column %s is read, column %s is not.", c.Heading, sheet.ColumnName(first), sheet.ColumnName(c.Index)))
		}
	}
	return out
}

// groupsAbove is the headings of groups of columns that stand in the row above the
// headings, each shown over all its columns.
func groupsAbove(t sheet.Table, at int) []string {
	if at == 0 || t.Rows[at-1].Line != t.Rows[at].Line-1 {
		return nil
	}
	above := t.Rows[at-1]
	distinct := map[string]bool{}
	for _, c := range above.Cells {
		if s := fold(c.Text); s != "" {
			distinct[s] = true
		}
	}
	if len(distinct) < 2 {
		return nil
	}
	out := make([]string, max(t.Width, len(above.Cells)))
	last := ""
	for i := range out {
		if s := oneLine(clean(above.Cell(i).Text)); s != "" {
			last = s
		}
		out[i] = last
	}
	return out
}

// override sets the columns that the caller has named.
func (m *Mapping) override(columns map[Field]int) {
	for f, i := range columns {
		if i >= 0 && i < len(m.Columns) {
			m.set(f, i, "Chosen by hand.")
		}
	}
}

func (m *Mapping) set(f Field, i int, why string) {
	m.at[f] = i
	m.Columns[i].Field, m.Columns[i].Why = f, why
}

// claim is a field that a column's heading names.
type claim struct {
	column int
	field  Field
	sure   int
	group  string
}

// assign gives each field the column whose heading names it most surely; of two
// alike, the one further left.
func (m *Mapping) assign(t sheet.Table, at int, k Kind, override map[Field]int) {
	var claims []claim
	l := lexiconOf(k)
	for i, c := range m.Columns[:min(len(m.Columns), mapped)] {
		if c.Heading == "" || c.Field != "" {
			continue
		}
		for n, s := range l.find(c.Heading) {
			claims = append(claims, claim{i, s.field, int(s.strength)*10 - min(n, 5), ""})
		}
		if m.group != nil && m.group[i] != "" {
			for _, s := range l[fold(m.group[i]+" "+c.Heading)] {
				claims = append(claims, claim{i, s.field, 40, m.group[i]})
			}
		}
	}
	slices.SortStableFunc(claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(b.sure, a.sure), cmp.Compare(a.column, b.column))
	})
	for _, c := range claims {
		_, taken := m.at[c.field]
		_, chosen := override[c.field]
		col := &m.Columns[c.column]
		if col.Field != "" || taken || chosen {
			continue
		}
		if c.field == FieldNumber && c.sure < 15 && counts(t, at, c.column) {
			col.Why = "It counts the lines: 1, 2, 3. That is no AP number."
			continue
		}
		m.set(c.field, c.column, why(col.Heading, c))
	}
}

func why(heading string, c claim) string {
	switch {
	case c.field == FieldInsurance:
		return "National Insurance numbers are never kept. The column is not read."
	case c.group != "":
		return fmt.Sprintf("%q under %q is a usual heading for this.", heading, c.group)
	case c.sure >= 15:
		return fmt.Sprintf("%q is a usual heading for this.", heading)
	}
	return fmt.Sprintf("%q may mean this, and no other column says it better.", heading)
}

// counts reports whether a column only counts the lines.
func counts(t sheet.Table, at, column int) bool {
	n := 0
	for _, r := range t.Rows[at+1:] {
		s := clean(r.Cell(column).Text)
		if s == "" {
			continue
		}
		if n++; s != fmt.Sprint(n) {
			return false
		}
		if n >= 20 {
			break
		}
	}
	return n >= 3
}

// settleNames makes one reading of the columns that hold names. "Name" beside
// "Forename" is the surname; "Surname" alone holds the full name.
func (m *Mapping) settleNames() {
	surname, hasSurname := m.at[FieldSurname]
	_, hasForenames := m.at[FieldForenames]
	full, hasFull := m.at[FieldFullName]
	switch {
	case hasFull && hasSurname && hasForenames:
		m.Columns[full].Field, m.Columns[full].Why = "", "Surname and forenames have columns of their own."
		delete(m.at, FieldFullName)
	case hasFull && hasForenames:
		delete(m.at, FieldFullName)
		m.set(FieldSurname, full, "It stands beside the forenames.")
	case hasSurname && !hasForenames && !hasFull:
		delete(m.at, FieldSurname)
		m.set(FieldFullName, surname, "No other column has the forenames.")
	}
}

// surnameFirst reports whether the heading of the full name puts the surname first.
func (m Mapping) surnameFirst() bool {
	i, ok := m.at[FieldFullName]
	h := fold(m.heading(i))
	return ok && (strings.HasPrefix(h, "surname") || strings.HasPrefix(h, "last name") || strings.HasPrefix(h, "family name") || strings.HasSuffix(h, "surname first"))
}

// mapMatrix finds the columns that are headed with one power each.
func (m *Mapping) mapMatrix() {
	type one struct {
		column int
		power  law.PowerID
	}
	var found []one
	for i, c := range m.Columns {
		if p, ok := powerCode(c.Heading); ok && (c.Field == "" || fold(c.Heading) == "") {
			found = append(found, one{i, p})
		}
	}
	if len(found) < 2 {
		return
	}
	for _, f := range found {
		c := &m.Columns[f.column]
		c.Field, c.Power, c.Why = FieldPower, f.power, fmt.Sprintf("%q is a paragraph of Schedule 5. A mark gives the power.", c.Heading)
	}
}

// matrix is the columns of a matrix of powers.
func (m Mapping) matrix() []Column {
	var out []Column
	for _, c := range m.Columns {
		if c.Field == FieldPower {
			out = append(out, c)
		}
	}
	return out
}

var roleHeading = regexp.MustCompile(`^(?:role|job|post) ?(\d)(?: (?:title|name))?(?: (powers|power codes|powers codes|pnd offences|offences|pnds))?$`)

// mapRoles finds "Role 1", "Role 1 powers", "Role 1 PND offences", "Role 2" …
func (m *Mapping) mapRoles() {
	found := map[int]*roleColumns{}
	var order []int
	for i := range m.Columns {
		c := &m.Columns[i]
		match := roleHeading.FindStringSubmatch(fold(c.Heading))
		if match == nil || c.Field != "" {
			continue
		}
		n := atoi(match[1])
		if found[n] == nil {
			found[n] = &roleColumns{-1, -1, -1}
			order = append(order, n)
		}
		what := FieldRole
		switch {
		case match[2] == "":
			found[n].name = i
		case strings.HasPrefix(match[2], "power"):
			found[n].powers, what = i, FieldPowers
		default:
			found[n].offences, what = i, FieldOffences
		}
		c.Field, c.Why = what, fmt.Sprintf("It belongs to role %d.", n)
	}
	slices.Sort(order)
	for _, n := range order {
		if found[n].name >= 0 {
			m.roles = append(m.roles, *found[n])
		}
	}
}
