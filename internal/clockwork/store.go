package clockwork

import (
	"strconv"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// forever is clock.Forever as it stands in the database.
var forever = strconv.FormatInt(clock.Millis(clock.Forever), 10)

// Two that are told of, beside accounts: a person and employer by letter; and nobody,
// where an employer has nobody to write to. An employer without an account is told as
// "org/" and its identity.
const (
	byLetter = "letter"
	nobody   = "nobody"
)

// allTold is what everybody was told, by whom and item.
func allTold(tx *db.Tx, force id.Force) (map[string]map[string]told, error) {
	rows, err := tx.Query(`SELECT whom, item, due_day, step FROM clockwork_told WHERE force_id = ?`, string(force))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]map[string]told{}
	for rows.Next() {
		var whom, item string
		var t told
		if err := rows.Scan(&whom, &item, db.Day{To: &t.due}, &t.step); err != nil {
			return nil, err
		}
		if out[whom] == nil {
			out[whom] = map[string]told{}
		}
		out[whom][item] = t
	}
	return out, rows.Err()
}

func saveTold(tx *db.Tx, force id.Force, whom, item string, t told, at time.Time, message id.Message) error {
	_, err := tx.Exec(`
		INSERT INTO clockwork_told (force_id, whom, item, due_day, step, told_at, message_id)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (force_id, whom, item) DO UPDATE SET due_day = excluded.due_day, step = excluded.step, told_at = excluded.told_at, message_id = excluded.message_id`,
		string(force), whom, item, t.due, int64(t.step), at, string(message))
	return err
}

// forgetTold forgets what fell due before a day and was told before it too: a thing that
// stays overdue for months is not told of anew each day.
func forgetTold(tx *db.Tx, force id.Force, before clock.Day) error {
	_, err := tx.Exec(`DELETE FROM clockwork_told WHERE force_id = ? AND due_day <> '' AND due_day < ? AND told_at < ?`, string(force), before, before.Start())
	return err
}

// ran reports whether the digests of a day are done.
func ran(tx *db.Tx, force id.Force, day clock.Day) (bool, error) {
	n, err := db.Count(tx, `SELECT COUNT(*) FROM clockwork_run WHERE force_id = ? AND day = ?`, string(force), day)
	return n > 0, err
}

// saveRun says that the digests of a day are done. It reports whether this is the first to
// say so.
func saveRun(tx *db.Tx, force id.Force, day clock.Day, at time.Time) (bool, error) {
	n, err := tx.Exec(`INSERT INTO clockwork_run (force_id, day, done_at) VALUES (?, ?, ?) ON CONFLICT (force_id, day) DO NOTHING`, string(force), day, at)
	return n == 1, err
}
