package intake

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"watchword/internal/sheet"
)

// sectionNouns are words beside the status in a heading: "Leavers 2025", "Current APs".
var sectionNouns = map[string]bool{"aps": true, "ap": true, "people": true, "persons": true, "person": true, "staff": true, "wardens": true, "officers": true, "accreditations": true,
	"list": true, "only": true, "all": true, "the": true, "applicants": true, "leavers": true}

// section is the status that a heading between the lines gives to those below it, where
// no column tells it; empty for any other text.
func (s *sorter) section(r sheet.Row) Status {
	if _, has := s.m.at[FieldStatus]; has || s.kind != People {
		return ""
	}
	values, _ := own(r)
	key := fold(values[0])
	if st, ok := statusWords[key]; ok {
		return st
	}
	var words []string
	for w := range strings.FieldsSeq(key) {
		if !sectionNouns[w] && strings.ContainsFunc(w, unicode.IsLetter) {
			words = append(words, w)
		}
	}
	if st, ok := statusWords[strings.Join(words, " ")]; ok {
		return st
	}
	if strings.HasPrefix(key, "leavers") {
		return Left
	}
	return ""
}

// mostLines is how many lines of a kind are named.
const mostLines = 8

// encodingOf tells of a file that was read as Windows-1252, since it is nothing else.
func encodingOf(t sheet.Table) []string {
	if t.Encoding != "windows-1252" {
		return nil
	}
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			if !ascii(c.Text) {
				return []string{fmt.Sprintf("The file is not in UTF-8 and is read as Windows-1252. See on line %d whether this is right: %q.", r.Line, shown(oneLine(clean(c.Text))))}
			}
		}
	}
	return nil
}

// leftOut tells which lines were left out as no person or organisation, so that none is
// lost unseen.
func (s *sorter) leftOut(noun string) []string {
	var out []string
	for _, what := range []string{"title", "heading", "key", "total", "remark"} {
		var lines []string
		for _, x := range s.skipped {
			if x.What == what {
				lines = append(lines, strconv.Itoa(x.Line))
			}
		}
		if len(lines) == 0 {
			continue
		}
		more := ""
		if n := len(lines) - mostLines; n > 0 {
			more, lines = fmt.Sprintf(" and %d more", n), lines[:mostLines]
		}
		word := "line "
		if len(lines) > 1 {
			word = "lines "
		}
		out = append(out, what+" on "+word+strings.Join(lines, ", ")+more)
	}
	if len(out) == 0 {
		return nil
	}
	return []string{"Not read as " + noun + ": " + strings.Join(out, "; ") + "."}
}
