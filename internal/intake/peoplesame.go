package intake

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/sheet"
)

// nobody notes a line that gives an AP number to nobody, and reports whether it does.
func (p *peopleReader) nobody(f *faults) bool {
	number := p.m.text(f.row, FieldNumber)
	if missing(number) {
		return false
	}
	for _, field := range []Field{FieldSurname, FieldForenames, FieldFullName, FieldBorn} {
		if !missing(p.m.text(f.row, field)) {
			return false
		}
	}
	f.bad(FieldNumber, PersonMissing, "%q stands here, and nobody whose number it is. Give name and date of birth, or take the line out.", shown(number))
	return true
}

// likeNumber is what may be an AP number or the number of a card, and no count of lines.
var likeNumber = regexp.MustCompile(`^[A-Za-z]{0,3}[ /-]?\d{3,8}$`)

// datedNumber is what a spreadsheet makes of a number that it takes for a date.
var datedNumber = regexp.MustCompile(`(?i)^(?:\d{1,2}[-/]` + months + `(?:[-/]\d{2,4})?|` + months + `-\d{2}|\d{4}-\d{2}-\d{2}(?:[ T].*)?|\d{1,2}/\d{1,2}/\d{4})$`)

// there judges a line against those of the same name and birth whom the register has.
func (p *peopleReader) there(f *faults, l *PersonLine) {
	if l.Born == clock.NoDay {
		return
	}
	for _, k := range p.known.Named(l.Surname, l.Forenames, l.Born) {
		other := l.Number != "" && k.Number != "" && k.ID != l.Known
		switch {
		case k.ID != l.Known && k.Organisation != l.OrganisationID:
			f.warn(p.nameField(), SamePersonTwoEmployers, "The register has the same name and date of birth at %s. The line comes in as a second entry: if it is one person, merge the two on the person’s page.", k.Employer)
		case other:
			f.bad(FieldNumber, PersonTwice, "The register has this person at %s with AP number %s, %s. Correct the number, or take the line out: somebody who comes back is accredited anew on their page.",
				k.Employer, k.Number, inWords(k.Status)).Suggestion = k.Number
		case l.StatusAsAt != "" && k.Status != "" && l.StatusAsAt != k.Status:
			f.warn(FieldStatus, RegisterDiffers, "The register has this person already, %s there and %s here. The line changes nothing: change it on the person’s page.", inWords(k.Status), inWords(l.StatusAsAt))
		}
	}
}

func inWords(s Status) string {
	return cmp.Or(strings.ReplaceAll(string(s), "-", " "), "without a status")
}

// held reports whether a line is about somebody who is accredited now, or waits to be.
func held(l *PersonLine) bool {
	return l.Status != Left && l.Status != Withdrawn && l.Status != Expired
}

// samePerson judges good lines that name one person twice: with two employers, which is
// lawful, or twice with one.
func (p *peopleReader) samePerson() {
	first := map[string]int{}
	out := map[int]bool{}
	for i := range p.good {
		l := &p.good[i]
		key := personKey(l.Surname, l.Forenames, l.Born)
		j, ok := first[key]
		if !ok {
			first[key] = i
			continue
		}
		f, other := p.t.line(sheet.Row{Line: l.Line}), &p.good[j]
		var told *Problem
		switch {
		case other.Organisation != l.Organisation:
			told = f.warn(p.nameField(), SamePersonTwoEmployers, "The same name and date of birth stand on line %d with another employer. That is lawful: one person, two accreditations.", other.Line)
		case held(l) && held(other):
			told = f.bad(p.nameField(), PersonTwice, "The same name and date of birth stand on line %d with the same employer. Keep the line that is true now, and take the other out.", other.Line)
			out[l.Line] = true
		default:
			told = f.warn(p.nameField(), PersonTwice, "The same name and date of birth stand on line %d with the same employer, once as past. Both come in: merge the two on the person’s page.", other.Line)
		}
		told.OtherLine, told.Value = other.Line, shown(l.Surname+", "+l.Forenames)
	}
	p.good = slices.DeleteFunc(p.good, func(l PersonLine) bool { return out[l.Line] })
}

// Longest texts, in letters, that the registers take.
const (
	longestPersonName = 120
	longestName       = 200
	longestPhone      = 40
)

// name notes a name that has no letter, or too many.
func (f *faults) name(field Field, name string, most int) {
	switch n := len([]rune(name)); {
	case n == 0:
	case n > most:
		f.bad(field, TooLong, "The %s has %d characters, and %d is the most. Shorten it.", field.Label(), n, most)
	case !lettered(name):
		f.bad(field, NameUnreadable, "%q is no name: it has no letter. Correct it.", shown(name))
	}
}

// email notes an address that is none.
func (f *faults) email(field Field, address string) {
	if address != "" && !isEmail(address) {
		f.bad(field, EmailUnreadable, "%q is no e-mail address. Write one, for example name@council.example, or leave the cell empty.", shown(address))
	}
}

// empty is the question of a table that has headings and no line.
func empty(line int, k Kind) Question {
	return Question{Code: NoLines, Text: fmt.Sprintf("Below the headings on line %d there is no line about %s. Choose the file or the sheet that has them.", line, k)}
}
