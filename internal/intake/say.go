package intake

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"watchword/internal/law"
	"watchword/internal/sheet"
)

// teller gathers the faults and warnings of a table.
type teller struct {
	m        Mapping
	bad      []Problem
	warnings []Problem
}

// faults is a line being judged: what is wrong with it, and what is to be told.
type faults struct {
	t    *teller
	row  sheet.Row
	line int
	n    int // faults so far
}

func (t *teller) line(r sheet.Row) *faults { return &faults{t: t, row: r, line: r.Line} }

// problem is a problem of that field on this line, its value from the cell.
func (f *faults) problem(field Field, reason Reason, message string) Problem {
	p := Problem{Line: f.line, Field: field, Reason: reason, Message: message}
	if i, ok := f.t.m.at[field]; ok {
		p.Column, p.Value = f.t.m.heading(i), shown(clean(f.row.Cell(i).Text))
	}
	return p
}

// bad notes a fault of a field.
func (f *faults) bad(field Field, reason Reason, format string, args ...any) *Problem {
	return f.add(f.problem(field, reason, fmt.Sprintf(format, args...)))
}

// add notes a fault.
func (f *faults) add(p Problem) *Problem {
	f.n++
	f.t.bad = append(f.t.bad, p)
	return &f.t.bad[len(f.t.bad)-1]
}

// warn notes a warning about a field.
func (f *faults) warn(field Field, reason Reason, format string, args ...any) *Problem {
	f.t.warnings = append(f.t.warnings, f.problem(field, reason, fmt.Sprintf(format, args...)))
	return &f.t.warnings[len(f.t.warnings)-1]
}

// flawed notes what kept a line from being read, and reports whether anything did.
func (f *faults) flawed() bool {
	for _, flaw := range f.row.Flaws {
		p := Problem{Line: f.line, Column: f.t.m.heading(flaw.Column), Reason: Reason(flaw.Kind), Value: shown(flaw.Value)}
		if flaw.Column < len(f.t.m.Columns) {
			p.Field = f.t.m.Columns[flaw.Column].Field
		}
		switch flaw.Kind {
		case sheet.UnterminatedQuote:
			p.Message = "A quote is opened here and never closed. Close it, or take it away."
		case sheet.NULByte:
			p.Message = "The cell holds a byte of value 0, which no text has. Type the cell anew."
		case sheet.InvalidEncoding:
			p.Message = "The cell holds a byte that is no letter in the encoding of this file. Type the cell anew and save the file as UTF-8."
		}
		f.add(p)
	}
	return len(f.row.Flaws) > 0
}

// cut notes a line of a CSV file that has more or fewer cells than there are
// headings, and reports whether it does.
func (f *faults) cut(cells lineCells, format sheet.Format) bool {
	if format != sheet.CSV {
		return false
	}
	have := len(f.row.Cells)
	for have > cells.most && clean(f.row.Cells[have-1].Text) == "" {
		have--
	}
	p := Problem{Line: f.line}
	switch {
	case have > cells.most:
		p.Reason = TooManyColumns
		p.Message = fmt.Sprintf("The line has %d cells, but there are %d headings. A text with the character that stands between the cells needs quotes around it.", have, cells.most)
	case len(f.row.Cells) < cells.least:
		p.Reason = TooFewColumns
		p.Message = fmt.Sprintf("The line has %d cells, but there are %d headings. Part of it is missing.", len(f.row.Cells), cells.least)
	default:
		return false
	}
	f.add(p)
	return true
}

// texts notes every cell whose text no cell may hold, and reports whether any does.
func (f *faults) texts() bool {
	before := f.n
	for i, c := range f.row.Cells {
		read := i < len(f.t.m.Columns) && f.t.m.Columns[i].Field != ""
		if c.Kind == sheet.Empty && !(c.Unsaved && read) || read && f.t.m.Columns[i].Field == FieldInsurance {
			continue
		}
		reason := badText(c)
		if reason == "" || c.Merged || reason == ErrorValue && (!read || f.t.m.Columns[i].Field.isDay()) {
			continue // of a date it is told as of any other that cannot be read
		}
		p := Problem{Line: f.line, Column: f.t.m.heading(i), Reason: reason, Value: shown(c.Text)}
		if i < len(f.t.m.Columns) {
			p.Field = f.t.m.Columns[i].Field
		}
		switch reason {
		case FormulaUnsaved:
			p.Message = "The cell is a formula whose result was not saved. Open the file in a spreadsheet program, save it, and send it again."
		case ControlCharacter:
			p.Message = "The cell holds a character that cannot be seen and that no text needs. Type the cell anew."
		case TooLong:
			p.Message = fmt.Sprintf("The cell holds more than %d characters. Shorten it.", maxText)
		case Formula:
			p.Message = "The cell begins like a formula, which could run in whoever opens it next. Write the text without the sign at its start."
		case ErrorValue:
			p.Message = fmt.Sprintf("The cell shows %s, which spreadsheets show where they have no value or no room for it. Write what belongs here.", strings.TrimSpace(c.Text))
		case LettersLost:
			p.Suggestion = misread(c.Text)
			p.Message = "The file was once saved with letters in the wrong encoding, and some of them are lost here. Write the text anew and save the file as UTF-8."
		}
		f.add(p)
	}
	return f.n > before
}

// codes notes what is wrong with a list of powers or offences.
func (f *faults) codes(field Field, list []codeFault) {
	for _, c := range list {
		p := f.bad(field, c.reason, "%s", saysCode(c))
		p.Suggestion = c.suggestion
	}
}

// saysCode is a code's fault in a sentence.
func saysCode(c codeFault) string {
	code := shown(c.code)
	switch c.reason {
	case PowerAmbiguous:
		return fmt.Sprintf("%q may mean paragraph 1(2)(a), cycling, or paragraph 1A, byelaws. Write which.", code)
	case PowerUnreadable:
		return fmt.Sprintf("%q is no list of powers any more: a spreadsheet has turned it into a date or a number, or it names a range. Write each paragraph, with commas between them.", code)
	case PowerNotSchedule5:
		return fmt.Sprintf("%q is not a power of Schedule 5. No accreditation can give it; take it out.", code)
	case OffenceUnknown:
		return fmt.Sprintf("%q is no offence for which a penalty notice for disorder can be given. Correct it or take it out.", code)
	}
	return fmt.Sprintf("%q is no paragraph of Schedule 5, and no name of a power. Write for example 1(2)(aa), 3 or 8B.", code)
}

// powerNamed is a power as sentences name it: "paragraph 4 (stop drinking …)".
func powerNamed(id law.PowerID) string {
	if p, ok := law.Find(id); ok {
		return fmt.Sprintf("Paragraph %s (%s)", p.Para, strings.ToLower(p.Title[:1])+p.Title[1:])
	}
	return string(id)
}

// ofGoodLines is the warnings, in order, about lines without a fault. A line that does
// not come in is told for its faults alone.
func (t *teller) ofGoodLines() []Problem {
	bad := map[int]bool{}
	for _, p := range t.bad {
		bad[p.Line] = true
	}
	return inOrder(slices.DeleteFunc(t.warnings, func(p Problem) bool { return bad[p.Line] }))
}

// inOrder sorts problems by line, keeping their order within it.
func inOrder(list []Problem) []Problem {
	sort.SliceStable(list, func(i, j int) bool { return list[i].Line < list[j].Line })
	return list
}
