package intake

import (
	"fmt"

	"watchword/internal/sheet"
)

const (
	headerSearch = 60  // rows that are looked at for headings
	mapped       = 400 // columns that can be mapped
)

// findHeader is the place of the row of headings for that kind of table, and how
// well it fits; -1 if no row will do.
func findHeader(t sheet.Table, k Kind) (at, score int) {
	l := lexiconOf(k)
	at = -1
	for i, r := range t.Rows[:min(len(t.Rows), headerSearch)] {
		if s := headerScore(r, l, k); s > score {
			at, score = i, s
		}
	}
	return at, score
}

// headerScore counts the fields that a row's cells name. A row of headings names an
// organisation or a person and something else.
func headerScore(r sheet.Row, l lexicon, k Kind) int {
	fields := map[Field]strength{}
	filled, codes := 0, 0
	for _, c := range r.Cells[:min(len(r.Cells), mapped)] {
		if c.Kind == sheet.Empty || c.Merged || c.Kind == sheet.Date || len(c.Text) > 80 {
			continue
		}
		filled++
		for _, s := range l.find(c.Text) {
			fields[s.field] = max(fields[s.field], s.strength)
		}
		if c.Kind == sheet.Number || len(c.Text) <= 12 {
			if _, ok := powerCode(c.Text); ok {
				codes++
			}
		}
		if roleHeading.MatchString(fold(c.Text)) {
			fields[FieldRole] = strong
		}
	}
	if len(fields) < 2 || !fits(fields, k) {
		return 0
	}
	score := 0
	for _, s := range fields {
		score += int(s)
	}
	if score += min(codes, 4); score < 4 || len(fields)*4+codes < filled {
		return 0
	}
	return score
}

// fits reports whether headings are of that kind of table.
func fits(f map[Field]strength, k Kind) bool {
	if k == Organisations {
		return f[FieldOrganisation] > 0
	}
	return f[FieldSurname] > 0 || f[FieldFullName] > 0 || f[FieldForenames] > 0
}

// KindOf tells what a table is about, by its headings.
func KindOf(t sheet.Table) Kind {
	if at, score := findHeader(t, People); at >= 0 {
		f := map[Field]bool{}
		for _, c := range t.Rows[at].Cells[:min(len(t.Rows[at].Cells), mapped)] {
			for _, s := range personLexicon.find(c.Text) {
				f[s.field] = true
			}
		}
		_, other := findHeader(t, Organisations)
		if f[FieldBorn] || f[FieldSurname] && f[FieldForenames] || f[FieldNumber] && f[FieldPowers] && score >= other {
			return People
		}
	}
	if at, _ := findHeader(t, Organisations); at >= 0 {
		return Organisations
	}
	return Neither
}

// prepare finds the headings and maps the columns. It returns the question that
// keeps the table from being read at all, if there is one.
func prepare(t sheet.Table, k Kind, opt Options, example string) (m Mapping, at int, q *Question) {
	if len(t.Rows) > MaxLines {
		return m, -1, &Question{Code: TooManyLines, Text: fmt.Sprintf("The table has more than %d lines. Split it and send the parts.", MaxLines)}
	}
	if m, at = mapColumns(t, k, opt); at < 0 {
		text := "No line of headings was found. Put one line of headings above the others, for example " + example + "."
		switch {
		case len(t.Rows) == 0:
			text = "There is nothing on the sheet. Choose the file or the sheet that has the lines."
		case t.Width <= 2:
			text = "The lines are not cut into cells, so no headings were found. Save the file with commas, semicolons or tabs between the cells, and one line of headings above the others, for example " + example + "."
		}
		return m, at, &Question{Code: NoHeader, Text: text}
	}
	return m, at, nil
}
