package intake

import (
	"fmt"
	"slices"
)

// askStatus asks once where nothing in the table decides who is accredited.
func (p *peopleReader) askStatus() {
	if _, has := p.m.at[FieldStatus]; has || p.opt.AssumeStatus != "" {
		return
	}
	if !slices.ContainsFunc(p.rows.records, func(r record) bool { return r.section == "" }) {
		return // each stands under a heading that tells it, or there is nobody
	}
	switch {
	case p.colours.carry() && len(p.colours.key) == 0:
		p.questions = append(p.questions, p.colours.question())
	case !p.colours.carry():
		p.questions = append(p.questions, Question{Code: StatusNowhere, Field: FieldStatus,
			Text: "Nothing in the table tells who is accredited now, who is suspended and who has left. Say which column holds the status, or one status for everybody."})
	}
}

// missingColumns asks for the columns without which no line can come in. Who awaits
// vetting has no AP number and no first day, so where all do, nobody is asked for them.
func (p *peopleReader) missingColumns() []Question {
	var out []Question
	ask := func(f Field, or string) {
		if _, has := p.m.at[f]; !has {
			out = append(out, Question{Code: NoColumn, Field: f, Text: fmt.Sprintf("No column for the %s was found. Say which column it is%s.", f.Label(), or)})
		}
	}
	askOfAccredited := func(f Field) {
		switch {
		case p.beyond:
			ask(f, "; only who awaits vetting needs none")
		case !p.waiting:
			ask(f, ", or that everybody awaits vetting")
		}
	}
	_, full := p.m.at[FieldFullName]
	askOfAccredited(FieldNumber)
	if !full {
		ask(FieldSurname, "")
		ask(FieldForenames, "")
	}
	ask(FieldBorn, "")
	askOfAccredited(FieldFrom)
	if !p.headed() {
		ask(FieldOrganisation, "")
	}
	return out
}

// headed reports whether organisations stand as headings above their people.
func (p *peopleReader) headed() bool {
	return slices.ContainsFunc(p.rows.skipped, func(s Skipped) bool { return s.What == "organisation" })
}

func (p *peopleReader) remarks() []string {
	var out []string
	if p.zeros > 0 {
		out = append(out, fmt.Sprintf("%d telephone numbers are kept as numbers, without their first 0. It is put back.", p.zeros))
	}
	if _, has := p.m.at[FieldStatus]; !has && len(p.colours.key) > 0 {
		out = append(out, "The status is read from the colours of the lines, by the key beside them, and from lines through the text.")
	}
	if slices.ContainsFunc(p.rows.records, func(r record) bool { return r.section != "" }) {
		out = append(out, "The status is read from headings between the lines.")
	}
	switch n := p.rows.single.joined; n {
	case 0:
	case 1:
		out = append(out, "One line names one more power of the person of a line above. It is read as one with it.")
	default:
		out = append(out, fmt.Sprintf("%d lines name one more power of the person of a line above. They are read as one with it.", n))
	}
	if len(p.matrix) > 0 {
		out = append(out, fmt.Sprintf("Powers are read from marks in %d columns.", len(p.matrix)))
	}
	for f, d := range p.dates {
		if d.monthFirst {
			out = append(out, fmt.Sprintf("The column %q has the month before the day throughout.", p.m.heading(p.m.at[f])))
		}
	}
	if hidden := p.hiddenRows(); hidden > 0 {
		out = append(out, fmt.Sprintf("%d lines are hidden in the spreadsheet. They are read like the others.", hidden))
	}
	slices.Sort(out)
	out = append(out, p.rows.leftOut("people")...)
	return append(append(out, p.m.twice()...), encodingOf(p.rows.t)...)
}

func (p *peopleReader) hiddenRows() int {
	n := 0
	for _, r := range p.rows.records {
		if r.row.Hidden {
			n++
		}
	}
	return n
}
