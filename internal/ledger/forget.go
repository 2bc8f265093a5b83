package ledger

import (
	"strconv"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// Row is what the ledger says last of a register row.
type Row struct {
	Until int64  // when it ceased to be what is known, in milliseconds
	Body  string // Removed, if it was deleted
}

// told is the words of an entry.
type told struct {
	entry   id.Entry
	content string
}

// about is the entries about either of two subjects that have their words, oldest first, in
// the order in which Verify reads them.
func about(tx *db.Tx, force id.Force, one, other Subject) ([]told, error) {
	return db.All(tx, func(s db.Scanner) (t told, err error) { return t, s.Scan(&t.entry, &t.content) }, `
		SELECT e.id, e.content
		FROM ledger_entry e
		WHERE e.force_id = ? AND e.content IS NOT NULL
			AND e.id IN (SELECT entry_id FROM ledger_subject WHERE force_id = ? AND subject IN (?, ?))
		ORDER BY COALESCE(e.place, 9223372036854775807), e.at, e.id`, string(force), string(force), string(one), string(other))
}

// rowsOf is the state lines of an entry: ref, until, body.
func rowsOf(content string, each func(ref string, until int64, body string)) {
	_, rest, _ := strings.Cut(content, "\n")
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		ref, more, _ := strings.Cut(line, " ")
		until, body, _ := strings.Cut(more, " ")
		if ms, err := strconv.ParseInt(until, 10, 64); err == nil {
			each(ref, ms, body)
		}
	}
}

// Last is what the ledger says last of each row of a subject, by ref.
func Last(tx *db.Tx, force id.Force, of Subject) (map[string]Row, error) {
	return last(tx, force, of, of)
}

func last(tx *db.Tx, force id.Force, of, beside Subject) (map[string]Row, error) {
	all, err := about(tx, force, of, beside)
	out := map[string]Row{}
	for _, t := range all {
		rowsOf(t.content, func(ref string, until int64, body string) {
			if subjectOf(ref) != of {
				return
			}
			if body == Unchanged {
				body = out[ref].Body
			}
			out[ref] = Row{until, body}
		})
	}
	return out, err
}

// subjectOf is the subject to which a row belongs: its ref without the version.
func subjectOf(ref string) Subject {
	kind, rest, _ := strings.Cut(ref, "/")
	of, _, _ := strings.Cut(rest, "/")
	return Subject(kind + "/" + of)
}

// Forget erases the words of every earlier entry about a subject, under a retention rule, and
// is how many they are. Rows of which the draft has told already are what is left of what is
// forgotten (register.Table.Redact). Of every other row that those entries told of, the
// draft tells again what the ledger says last, so that Verify still knows it: of what the
// register says nothing is taken.
//
// Errors: fault.Conflict if the ledger does not say how such a row stands.
func (l *Ledger) Forget(tx *db.Tx, e *Draft, of Subject, why string) (int, error) {
	all, err := about(tx, e.Force, of, of)
	if err != nil {
		return 0, err
	}
	done := map[string]bool{}
	rowsOf(e.rows.String(), func(ref string, _ int64, _ string) { done[ref] = true })
	known := map[Subject]map[string]Row{}
	for _, t := range all {
		var refs []string
		rowsOf(t.content, func(ref string, _ int64, _ string) {
			if !done[ref] {
				done[ref] = true
				refs = append(refs, ref)
			}
		})
		for _, ref := range refs {
			s := subjectOf(ref)
			if known[s] == nil {
				if known[s], err = last(tx, e.Force, s, of); err != nil {
					return 0, err
				}
			}
			row, ok := known[s][ref]
			if !ok || row.Body == "" {
				return 0, fault.New(fault.Conflict, "The ledger does not say how %s stands, so the words of entry %s cannot be erased.", ref, t.entry)
			}
			e.Subject(s)
			e.Row(ref, clock.FromMillis(row.Until), row.Body)
		}
	}
	for _, t := range all {
		if err := l.Erase(tx, e, t.entry, why); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}
