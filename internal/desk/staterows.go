package desk

import (
	"slices"
	"strconv"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/ledger"
)

// StateRow is a register's row after an act, for people.
type StateRow struct {
	Subject ledger.Subject
	Says    string // where there is nothing to list
	Facts   []Fact
	Sealed  bool // something in it is not shown to the actor
}

// Fact is one field of a state in words: one line, or one for each of several things.
type Fact struct {
	Label string
	Lines []string
}

// StateRows is what the registers held after the act, row by row, as far as the actor may
// read them. Of vetting there are outcome, level and days alone, whatever else the ledger
// may come to hold.
func StateRows(who authz.Actor, e *ledger.Entry) []StateRow {
	var out []StateRow
	see := sight{who}
	for i, line := range e.Rows {
		ref, body := splitRow(line)
		if ended(body) && slices.ContainsFunc(e.Rows[i+1:], func(later string) bool {
			r, b := splitRow(later)
			return subjectOf(r) == subjectOf(ref) && !ended(b)
		}) {
			continue // what had held before, written again up to the act
		}
		s := StateRow{Subject: subjectOf(ref)}
		switch {
		case body == ledger.Unchanged:
			continue
		case !see.row(s.Subject):
			s.Sealed = true
		case body == ledger.Removed:
			s.Says = "Removed under a retention rule."
		default:
			s.Facts, s.Sealed = see.facts(s.Subject.Kind(), stateJSON(body))
		}
		out = append(out, s)
	}
	return out
}

// splitRow cuts a state line into what it is of and what it says.
func splitRow(line string) (ref, body string) {
	ref, rest, _ := strings.Cut(line, " ")
	_, body, _ = strings.Cut(rest, " ")
	return ref, body
}

// ended reports whether a version's period has an end: it tells of the time before the
// act, or of a time foreseen.
func ended(body string) bool {
	_, rest, _ := strings.Cut(body, " ")
	until, _, more := strings.Cut(rest, " ")
	n, err := strconv.ParseInt(until, 10, 64)
	return more && err == nil && n < clock.Millis(clock.Forever)
}

func subjectOf(ref string) ledger.Subject {
	parts := strings.Split(ref, "/")
	return ledger.Subject(strings.Join(parts[:min(2, len(parts))], "/"))
}

// stateJSON is the JSON of a row's body: what stands behind its periods.
func stateJSON(body string) string {
	if i := strings.IndexByte(body, '{'); i >= 0 {
		return body[i:]
	}
	return ""
}
