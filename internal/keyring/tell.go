package keyring

import (
	"encoding/json"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// Teller is told the public half of each key that is made or rotated. The draft of an entry
// of the ledger is one, so that no key comes, goes or signs longer without an entry.
type Teller interface {
	Row(ref string, until time.Time, body string)
}

// line is a key as the ledger keeps it.
func line(purpose string, from, until int64, public []byte) string {
	text, _ := json.Marshal(struct { // texts and instants
		Purpose string    `json:"purpose"`
		From    time.Time `json:"from"`
		Until   time.Time `json:"until"`
		Public  []byte    `json:"public"`
	}{purpose, clock.FromMillis(from), clock.FromMillis(until), public})
	return string(text)
}

func ref(key string) string { return "signing_key/" + key }

// Rows reads the public halves of the keys for ledger.Verify.
func Rows(tx *db.Tx, force id.Force, yield func(ref string, until int64, body string, broken error) error) error {
	return each(tx, `force_id = ?`, []any{string(force)}, func(key, body string) error {
		return yield(ref(key), clock.Millis(clock.Forever), body, nil)
	})
}

// each reads the keys that match, as the ledger keeps them.
func each(tx *db.Tx, where string, args []any, do func(key, body string) error) error {
	rows, err := tx.Query(`SELECT id, purpose, from_at, until_at, public FROM signing_key WHERE `+where+` ORDER BY id`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key, purpose string
		var from, until int64
		var public []byte
		if err := rows.Scan(&key, &purpose, &from, &until, &public); err != nil {
			return err
		}
		if err := do(key, line(purpose, from, until, public)); err != nil {
			return err
		}
	}
	return rows.Err()
}
