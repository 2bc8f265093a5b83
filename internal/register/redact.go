package register

import (
	"encoding/json"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/ledger"
)

// Redact makes of every version of a row, present and past, known and superseded, what redact
// makes of it, and leaves its periods: for what is erased under a retention rule. The draft
// is told each version as it then stands; the entries that told of them still have their
// words (ledger.Forget).
//
// Errors: fault.NotFound if there is no such row; fault.Conflict if a version is not what the
// ledger says of it: else erasing would hide that it was altered.
func (t *Table[T]) Redact(tx *db.Tx, e *ledger.Draft, rowID string, redact func(T) T) error {
	said, err := ledger.Last(tx, e.Force, t.Subject(rowID))
	if err != nil {
		return err
	}
	type version struct {
		Version[T]
		state []byte
	}
	all, err := db.All(tx, func(s db.Scanner) (version, error) {
		v, state, err := t.read(s)
		if err == nil {
			err = t.decode(&v, state)
		}
		return version{v, state}, err
	}, `SELECT `+always+` FROM `+t.Name+` WHERE force_id = ? AND id = ? ORDER BY version`, string(e.Force), rowID)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return fault.New(fault.NotFound, "There is no such %s.", t.What)
	}
	e.Subject(t.Subject(rowID))
	set := "state = ?"
	if len(t.Columns) > 0 {
		set += ", " + strings.Join(t.Columns, " = ?, ") + " = ?"
	}
	for _, v := range all {
		if was := said[t.ref(v.Version)]; was.Body != body(v.From, v.Until, v.Known, v.state) || was.Until != clock.Millis(v.Superseded) {
			return fault.New(fault.Conflict, "The register does not say what the ledger says of this %s, so nothing of it is erased. Check the ledger first: watchword verify.", t.What)
		}
		left := redact(v.State)
		state, err := json.Marshal(left)
		if err != nil {
			return err
		}
		args := append([]any{string(state)}, t.Values(left)...)
		if _, err := tx.Exec(`UPDATE `+t.Name+` SET `+set+` WHERE force_id = ? AND id = ? AND version = ?`, append(args, string(e.Force), v.ID, v.N)...); err != nil {
			return err
		}
		e.Row(t.ref(v.Version), v.Superseded, body(v.From, v.Until, v.Known, state))
	}
	return nil
}
