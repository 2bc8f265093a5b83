package register

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// Rows reads the table for ledger.Verify: each version's line, and whether its columns
// say what its state says.
func (t *Table[T]) Rows(tx *db.Tx, force id.Force, yield func(ref string, until int64, body string, broken error) error) error {
	names := "id, version, from_at, until_at, known_at, superseded_at, state"
	if len(t.Columns) > 0 {
		names += ", " + strings.Join(t.Columns, ", ")
	}
	rows, err := tx.Query(`SELECT `+names+` FROM `+t.Name+` WHERE force_id = ? ORDER BY id, version`, string(force))
	if err != nil {
		return err
	}
	defer rows.Close()
	var rowID, state string
	var n, from, until, known, superseded int64
	cols := make([]any, len(t.Columns))
	dest := []any{&rowID, &n, &from, &until, &known, &superseded, &state}
	for i := range cols {
		dest = append(dest, &cols[i])
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		line := body(clock.FromMillis(from), clock.FromMillis(until), clock.FromMillis(known), []byte(state))
		if err := yield(t.Name+"/"+rowID+"/"+strconv.FormatInt(n, 10), superseded, line, t.disagree(state, cols)); err != nil {
			return err
		}
	}
	return rows.Err()
}

// disagree names the first column that does not say what the state says.
func (t *Table[T]) disagree(state string, cols []any) error {
	if len(cols) == 0 {
		return nil
	}
	var v T
	if err := json.Unmarshal([]byte(state), &v); err != nil {
		return fmt.Errorf("its state cannot be read: %w", err)
	}
	for i, want := range t.Values(v) {
		if text(cols[i]) != text(want) {
			return fmt.Errorf("its column %s says %q, its state says %q", t.Columns[i], text(cols[i]), text(want))
		}
	}
	return nil
}

func text(v any) string {
	switch x := v.(type) {
	case []byte:
		return string(x)
	case clock.Day:
		return x.String()
	case bool:
		return strconv.FormatInt(db.Bool(x), 10)
	default:
		return fmt.Sprint(x)
	}
}
