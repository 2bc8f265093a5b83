package register

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// Table is a register's table in the database. It has, besides the columns named here:
//
//	force_id, id TEXT; version, from_at, until_at, known_at, superseded_at BIGINT;
//	entry_id, state TEXT; PRIMARY KEY (force_id, id, version)
//
// Values of the named columns are string or int64, made from the state alone.
type Table[T any] struct {
	Name    string // also the kind of its ledger subjects
	What    string // in a sentence: "There is no such person."
	Columns []string
	Values  func(T) []any
}

// Subject is the ledger subject of a row.
func (t *Table[T]) Subject(rowID string) ledger.Subject {
	return ledger.Subject(t.Name + "/" + rowID)
}

const always = "id, version, from_at, until_at, known_at, superseded_at, entry_id, state"

func (t *Table[T]) scan(s db.Scanner) (Version[T], error) {
	v, state, err := t.read(s)
	if err != nil {
		return v, err
	}
	return v, t.decode(&v, state)
}

// read is a version of which the state is still text.
func (t *Table[T]) read(s db.Scanner) (v Version[T], state []byte, err error) {
	from, until, known, superseded := db.Instant{To: &v.From}, db.Instant{To: &v.Until}, db.Instant{To: &v.Known}, db.Instant{To: &v.Superseded}
	err = s.Scan(&v.ID, &v.N, from, until, known, superseded, &v.Entry, &state)
	return v, state, err
}

func (t *Table[T]) decode(v *Version[T], state []byte) error {
	if err := json.Unmarshal(state, &v.State); err != nil {
		return fmt.Errorf("%s %s version %d: %w", t.Name, v.ID, v.N, err)
	}
	return nil
}

// Periods are compared with a plus before the column, which changes nothing but keeps
// SQLite from searching by an index on periods where the row's identity finds it at once.

// Find is the version of a row that held at an instant, as known at another. It
// returns fault.NotFound if there is none. The newest are looked at first: there is at
// most one such version, and mostly it is the last.
func (t *Table[T]) Find(tx *db.Tx, force id.Force, rowID string, w When) (Version[T], error) {
	v, err := t.scan(tx.QueryRow(`SELECT `+always+` FROM `+t.Name+`
		WHERE force_id = ? AND id = ? AND +from_at <= ? AND +until_at > ? AND +known_at <= ? AND +superseded_at > ?
		ORDER BY version DESC LIMIT 1`,
		string(force), rowID, w.At, w.At, w.Known, w.Known))
	if db.NoRows(err) {
		return v, fault.New(fault.NotFound, "There is no such %s.", t.What)
	}
	return v, err
}

// List is the versions that held at an instant, as known at another, and pass the
// conditions. Columns of the table stand under the name r. order is text of the
// program's own, for example "r.surname, r.id".
func (t *Table[T]) List(tx *db.Tx, force id.Force, w When, where db.Where, order string, limit int) ([]Version[T], error) {
	all := t.heldAt(force, w, where)
	return db.All(tx, t.scan, t.columns()+all.SQL()+` ORDER BY `+order+db.Limit, all.Args(int64(limit))...)
}

// Page is some of List, those that stand behind the offset in its order, and how many there
// are in all. No more than the limit are read.
func (t *Table[T]) Page(tx *db.Tx, force id.Force, w When, where db.Where, order string, limit, offset int) ([]Version[T], int, error) {
	all := t.heldAt(force, w, where)
	n, err := db.Count(tx, `SELECT COUNT(*) FROM `+t.Name+` r`+all.SQL(), all.Args()...)
	if err != nil || n == 0 {
		return nil, 0, err
	}
	vs, err := db.All(tx, t.scan, t.columns()+all.SQL()+` ORDER BY `+order+db.Limit+` OFFSET ?`, all.Args(int64(limit), int64(offset))...)
	return vs, int(n), err
}

// heldAt is the conditions that a version held at an instant, as known at another.
func (t *Table[T]) heldAt(force id.Force, w When, where db.Where) db.Where {
	var all db.Where
	all.And("r.force_id = ?", string(force))
	all.And("+r.from_at <= ? AND +r.until_at > ?", w.At, w.At)
	all.And("+r.known_at <= ? AND +r.superseded_at > ?", w.Known, w.Known)
	all.Join(where)
	return all
}

func (t *Table[T]) columns() string {
	return `SELECT r.id, r.version, r.from_at, r.until_at, r.known_at, r.superseded_at, r.entry_id, r.state FROM ` + t.Name + ` r`
}

// Current is the rows as they stand for ever from now on, as known today, that pass the
// conditions: the quick way to what is the case. Columns stand under the name r.
func (t *Table[T]) Current(tx *db.Tx, force id.Force, where db.Where, order string, limit int) ([]Version[T], error) {
	var all db.Where
	all.And("r.force_id = ?", string(force))
	all.And("r.until_at = " + forever + " AND r.superseded_at = " + forever)
	all.Join(where)
	return db.All(tx, t.scan, t.columns()+all.SQL()+` ORDER BY `+order+db.Limit, all.Args(int64(limit))...)
}

// forever is clock.Forever as it stands in the database and in partial indexes.
var forever = strconv.FormatInt(clock.Millis(clock.Forever), 10)

// History is every version of a row as known today, oldest first; with all, also those
// that have ceased to be what is known, by the order in which they came to be known.
func (t *Table[T]) History(tx *db.Tx, force id.Force, rowID string, all bool) ([]Version[T], error) {
	if all {
		return db.All(tx, t.scan, `SELECT `+always+` FROM `+t.Name+` WHERE force_id = ? AND id = ? ORDER BY version`, string(force), rowID)
	}
	return db.All(tx, t.scan, `SELECT `+always+` FROM `+t.Name+` WHERE force_id = ? AND id = ? AND superseded_at = `+forever+` ORDER BY +from_at`,
		string(force), rowID)
}

// Put makes the state hold for the row from one instant up to another (clock.Forever for
// no end known), from now on to be known, and tells the draft. What was known to hold
// in that period is superseded; what it said of times before and after stays. A state
// that is known already is not written again.
func (t *Table[T]) Put(tx *db.Tx, e *ledger.Draft, rowID string, state T, from, until time.Time) error {
	_, err := t.Change(tx, e, rowID, from, until, func(T) (T, error) { return state, nil })
	return err
}

// Change is Put of what next makes of the state that is known to hold at from: the zero
// state where none is. It returns what next returned. An error of next changes nothing.
func (t *Table[T]) Change(tx *db.Tx, e *ledger.Draft, rowID string, from, until time.Time, next func(now T) (T, error)) (state T, err error) {
	if !from.Before(until) {
		return state, fault.New(fault.Invalid, "The period ends before it begins.")
	}
	old, n, err := t.overlapped(tx, e.Force, rowID, from, until)
	if err != nil {
		return state, err
	}
	for _, v := range old {
		if !v.From.After(from) {
			state = v.State
		}
	}
	if state, err = next(state); err != nil {
		return state, err
	}
	if len(old) == 1 && !old[0].From.After(from) && !old[0].Until.Before(until) && reflect.DeepEqual(old[0].State, state) {
		return state, nil
	}
	e.Subject(t.Subject(rowID))
	whole, err := t.clear(tx, e, old, n, from, until)
	if err != nil {
		return state, err
	}
	whole = append(whole, Version[T]{ID: rowID, N: n + int64(len(whole)) + 1, From: from, Until: until, State: state})
	return state, t.insert(tx, e, whole)
}

// End makes the state that holds for the row at an instant hold up to that instant only,
// from now on to be known: what begins later stays. Where nothing holds then, or it begins
// at that very instant, nothing changes.
func (t *Table[T]) End(tx *db.Tx, e *ledger.Draft, rowID string, at time.Time) error {
	old, n, err := t.overlapped(tx, e.Force, rowID, at, at.Add(time.Millisecond))
	if err != nil || len(old) == 0 || !old[0].From.Before(at) {
		return err
	}
	e.Subject(t.Subject(rowID))
	whole, err := t.clear(tx, e, old, n, at, old[0].Until)
	if err != nil {
		return err
	}
	return t.insert(tx, e, whole)
}

// clear supersedes versions, and returns what is to be written anew of the times before
// and after the period, numbered from n+1.
func (t *Table[T]) clear(tx *db.Tx, e *ledger.Draft, old []Version[T], n int64, from, until time.Time) (whole []Version[T], err error) {
	keep := func(v Version[T], from, until time.Time) {
		n++
		whole = append(whole, Version[T]{ID: v.ID, N: n, From: from, Until: until, State: v.State})
	}
	for _, v := range old {
		if v.Known.After(e.At) {
			return nil, fault.New(fault.Conflict, "This machine’s clock is behind the time of the last change. Set the clock, then try again.")
		}
		if err := t.supersede(tx, e, v); err != nil {
			return nil, err
		}
		if v.From.Before(from) {
			keep(v, v.From, from)
		}
		if v.Until.After(until) {
			keep(v, until, v.Until)
		}
	}
	return whole, nil
}

// overlapped is the versions known today that hold in some of the period, and the number
// of the row's last version, 0 if it has none. The last one written is always known still.
func (t *Table[T]) overlapped(tx *db.Tx, force id.Force, rowID string, from, until time.Time) (old []Version[T], last int64, err error) {
	rows, err := tx.Query(`SELECT `+always+` FROM `+t.Name+` WHERE force_id = ? AND id = ? AND superseded_at = `+forever+` ORDER BY +from_at`,
		string(force), rowID)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		v, state, err := t.read(rows)
		if err != nil {
			return nil, 0, err
		}
		last = max(last, v.N)
		if !v.From.Before(until) || !v.Until.After(from) {
			continue
		}
		if err := t.decode(&v, state); err != nil {
			return nil, 0, err
		}
		old = append(old, v)
	}
	return old, last, rows.Err()
}

// supersede ends what was known. A version written at the very instant of e was never
// known to anybody, and its row's period of knowledge is empty.
func (t *Table[T]) supersede(tx *db.Tx, e *ledger.Draft, v Version[T]) error {
	_, err := tx.Exec(`UPDATE `+t.Name+` SET superseded_at = ? WHERE force_id = ? AND id = ? AND version = ?`, e.At, string(e.Force), v.ID, v.N)
	e.Row(t.ref(v), e.At, ledger.Unchanged)
	return err
}

// insert writes versions of a row, known from now on.
func (t *Table[T]) insert(tx *db.Tx, e *ledger.Draft, vs []Version[T]) error {
	if len(vs) == 0 {
		return nil
	}
	names := always
	if len(t.Columns) > 0 {
		names += ", " + strings.Join(t.Columns, ", ")
	}
	var args []any
	for _, v := range vs {
		state, err := json.Marshal(v.State)
		if err != nil {
			return err
		}
		args = append(append(args, string(e.Force), v.ID, v.N, v.From, v.Until, e.At, clock.Forever, string(e.ID), string(state)), t.Values(v.State)...)
		e.Row(t.ref(v), clock.Forever, body(v.From, v.Until, e.At, state))
	}
	row := ", (" + db.Marks(len(args)/len(vs)) + ")"
	_, err := tx.Exec(`INSERT INTO `+t.Name+` (force_id, `+names+`) VALUES `+strings.Repeat(row, len(vs))[2:], args...)
	return err
}

func (t *Table[T]) ref(v Version[T]) string {
	return t.Name + "/" + v.ID + "/" + strconv.FormatInt(v.N, 10)
}

// body is a version in one line: its periods in milliseconds, and its state.
func body(from, until, known time.Time, state []byte) string {
	b := make([]byte, 0, 48+len(state))
	b = strconv.AppendInt(b, clock.Millis(from), 10)
	b = strconv.AppendInt(append(b, ' '), clock.Millis(until), 10)
	b = strconv.AppendInt(append(b, ' '), clock.Millis(known), 10)
	return string(append(append(b, ' '), state...))
}
