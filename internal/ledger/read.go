package ledger

import (
	"encoding/json"
	"slices"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// Query chooses entries. Empty fields choose all.
type Query struct {
	Act     string // whole, or a beginning that ends in a dot: "card."
	Actor   id.Account
	Role    authz.Role
	Subject Subject
	Outcome Outcome
	From    time.Time // from this instant
	Until   time.Time // and before this one
	Before  int64     // entries with a place below this one; 0 means from the newest
	After   int64     // with Forward: entries from this place on
	Forward bool      // oldest first
	Limit   int       // at most this many; 0 means 30
}

// List is the entries that match, newest first unless Forward. Only entries that have
// a place are listed.
func (l *Ledger) List(tx *db.Tx, force id.Force, q Query) ([]Entry, error) {
	var w db.Where
	from, place := "ledger_entry e", "e.place"
	w.And("e.force_id = ?", string(force))
	if q.Subject != "" {
		from = "ledger_subject s JOIN ledger_entry e ON e.force_id = s.force_id AND e.id = s.entry_id"
		w.And("s.force_id = ? AND s.subject = ?", string(force), string(q.Subject))
		place = "+e.place" // found by subject, not by reading every place
	}
	if n := len(q.Act); n > 0 && q.Act[n-1] == '.' {
		w.And("e.act >= ? AND e.act < ?", q.Act, q.Act[:n-1]+"/")
	} else if n > 0 {
		w.And("e.act = ?", q.Act)
	}
	if q.Actor != "" {
		w.And("e.actor_id = ?", string(q.Actor))
	}
	if q.Role != "" {
		w.And("e.actor_role = ?", string(q.Role))
	}
	if q.Outcome != "" {
		w.And("e.outcome = ?", string(q.Outcome))
	}
	if !q.From.IsZero() {
		w.And("e.at >= ?", q.From)
	}
	if !q.Until.IsZero() {
		w.And("e.at < ?", q.Until)
	}
	order := "DESC"
	if q.Forward {
		order = "ASC"
		w.And("e.place >= ?", q.After)
	} else {
		w.And("e.place IS NOT NULL")
		if q.Before > 0 {
			w.And("e.place < ?", q.Before)
		}
	}
	limit := q.Limit
	if limit == 0 {
		limit = 30
	}
	return db.All(tx, scanEntry, `SELECT `+readColumns+` FROM `+from+w.SQL()+` ORDER BY `+place+` `+order+``+db.Limit, w.Args(int64(limit))...)
}

// Count is how many entries are about the subject.
func (l *Ledger) Count(tx *db.Tx, force id.Force, about Subject) (int64, error) {
	return db.Count(tx, `SELECT COUNT(*) FROM ledger_subject WHERE force_id = ? AND subject = ?`, string(force), string(about))
}

// Find is one entry. It returns fault.NotFound if there is none.
func (l *Ledger) Find(tx *db.Tx, force id.Force, entry id.Entry) (Entry, error) {
	return found(scanEntry(tx.QueryRow(`SELECT `+readColumns+` FROM ledger_entry e WHERE e.force_id = ? AND e.id = ?`, string(force), string(entry))))
}

// At is the entry at a place. It returns fault.NotFound if there is none.
func (l *Ledger) At(tx *db.Tx, force id.Force, place int64) (Entry, error) {
	return found(scanEntry(tx.QueryRow(`SELECT `+readColumns+` FROM ledger_entry e WHERE e.force_id = ? AND e.place = ?`, string(force), place)))
}

func found(e Entry, err error) (Entry, error) {
	if db.NoRows(err) {
		return e, fault.New(fault.NotFound, "There is no such entry in the ledger.")
	}
	return e, err
}

const readColumns = "e.id, COALESCE(e.place, -1), e.at, e.actor_id, e.actor_role, e.org_id, e.act, e.outcome, e.commitment, e.content, COALESCE(e.erased_at, 0), COALESCE(e.erased_why, '')"

func scanEntry(s db.Scanner) (Entry, error) {
	var e Entry
	var commitment []byte
	var content *string
	var erased int64
	if err := s.Scan(&e.ID, &e.Place, db.Instant{To: &e.At}, &e.Actor, &e.Role, &e.Org, &e.Act, &e.Outcome, &commitment, &content, &erased, &e.ErasedWhy); err != nil {
		return e, err
	}
	copy(e.Commitment[:], commitment)
	if content == nil {
		e.ErasedAt = clock.FromMillis(erased)
		return e, nil
	}
	h, rows, err := Content(*content)
	e.Header, e.Rows = h, rows
	return e, err
}

// Erase removes the words of an entry under a retention rule. Its commitment stays,
// so that the tree still verifies; the erasing is an entry of its own, and tells what the
// columns and subjects that are left of the erased one say.
func (l *Ledger) Erase(tx *db.Tx, e *Draft, entry id.Entry, why string) error {
	n, err := tx.Exec(`UPDATE ledger_entry SET content = NULL, salt = NULL, erased_at = ?, erased_why = ? WHERE force_id = ? AND id = ? AND content IS NOT NULL`,
		e.At, why, string(e.Force), string(entry))
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "The words of this entry are erased already, or there is no such entry.")
	}
	if err != nil {
		return err
	}
	left, err := remains(tx, e.Force, entry)
	e.Row(erasedRef(entry), clock.Forever, left)
	e.Subject(About("entry", entry))
	return err
}

func erasedRef(entry id.Entry) string { return "erased_entry/" + string(entry) }

// remains is what is left of an entry whose words are erased, in one line.
func remains(tx *db.Tx, force id.Force, entry id.Entry) (string, error) {
	var at, erased int64
	var columns, why string
	err := tx.QueryRow(`SELECT at, `+headingColumns+`, COALESCE(erased_at, 0), COALESCE(erased_why, '') FROM ledger_entry WHERE force_id = ? AND id = ?`,
		string(force), string(entry)).Scan(&at, &columns, &erased, &why)
	if err != nil {
		return "", err
	}
	subjects, err := db.Strings(tx, `SELECT subject FROM ledger_subject WHERE force_id = ? AND entry_id = ?`, string(force), string(entry))
	if err != nil {
		return "", err
	}
	slices.Sort(subjects) // in the same order on both databases
	line, err := json.Marshal([]any{at, columns, erased, why, subjects})
	return string(line), err
}

// Seal is where an entry stands in the tree, and the commitment of its leaf. Place is -1
// while it waits for one.
type Seal struct {
	Place      int64
	Commitment [32]byte
}

// Seals is the seals of entries, by identity, without their words.
func (l *Ledger) Seals(tx *db.Tx, force id.Force, entries []id.Entry) (map[id.Entry]Seal, error) {
	out := make(map[id.Entry]Seal, len(entries))
	for part := range slices.Chunk(entries, 400) {
		var w db.Where
		w.And("force_id = ?", string(force))
		db.In(&w, "id", part)
		_, err := db.All(tx, func(s db.Scanner) (struct{}, error) {
			var entry id.Entry
			var x Seal
			var c []byte
			err := s.Scan(&entry, &x.Place, &c)
			copy(x.Commitment[:], c)
			out[entry] = x
			return struct{}{}, err
		}, `SELECT id, COALESCE(place, -1), commitment FROM ledger_entry`+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
