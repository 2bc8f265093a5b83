package outbox

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

const columns = "force_id, id, kind, account_id, sender, address, subject, body, link, once_key, state, attempts, made_at, next_at, done_at, way, way_ref, why"

func scan(s db.Scanner) (Message, error) {
	var m Message
	err := s.Scan(&m.Force, &m.ID, &m.Kind, &m.Account, &m.Sender, &m.Address, &m.Subject, &m.Body, &m.Link, &m.Once, &m.State, &m.Attempts,
		db.Instant{To: &m.Made}, db.Instant{To: &m.Next}, db.Instant{To: &m.Done}, &m.Way, &m.Ref, &m.Why)
	if clock.Millis(m.Done) == 0 {
		m.Done = time.Time{}
	}
	return m, err
}

func insert(tx *db.Tx, m Message) (id.Message, error) {
	n, err := tx.Exec(`
		INSERT INTO message (`+columns+`, lease_until)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 0, '', '', '', 0)
		ON CONFLICT (force_id, once_key) WHERE once_key <> '' DO NOTHING`,
		string(m.Force), string(m.ID), m.Kind, string(m.Account), m.Sender, m.Address, m.Subject, m.Body, m.Link, m.Once, string(m.State), m.Made, m.Next)
	if err != nil || n == 1 {
		return m.ID, err
	}
	var first id.Message
	return first, tx.QueryRow(`SELECT id FROM message WHERE force_id = ? AND once_key = ?`, string(m.Force), m.Once).Scan(&first)
}

// claim takes the messages of a state that are due, the longest due first, for as long as
// the lease lasts: nobody else is given them meanwhile.
func claim(tx *db.Tx, state State, now, lease time.Time, limit int) ([]Message, error) {
	out, err := db.All(tx, scan, `
		SELECT `+columns+` FROM message
		WHERE state = '`+string(state)+`' AND next_at <= ? AND lease_until <= ?
		ORDER BY next_at, id`+db.Limit, now, now, int64(limit))
	if err != nil {
		return nil, err
	}
	for i := range out {
		m := &out[i]
		m.Attempts++
		if _, err := tx.Exec(`UPDATE message SET lease_until = ?, attempts = ? WHERE force_id = ? AND id = ?`, lease, int64(m.Attempts), string(m.Force), string(m.ID)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// keep marks everything that waits as kept.
func keep(tx *db.Tx, now time.Time) (int64, error) {
	return tx.Exec(`UPDATE message SET state = 'kept', done_at = ? WHERE state = 'queued' AND next_at <= ?`, now, now)
}

// put writes what became of a message, and gives it free. Of a message that somebody else
// has brought to an end meanwhile nothing is changed.
func put(tx *db.Tx, m Message) error {
	done := int64(0)
	if !m.Done.IsZero() {
		done = clock.Millis(m.Done)
	}
	_, err := tx.Exec(`
		UPDATE message SET state = ?, next_at = ?, done_at = ?, way = ?, way_ref = ?, why = ?, lease_until = 0
		WHERE force_id = ? AND id = ? AND state IN ('queued', 'sent')`,
		string(m.State), m.Next, done, m.Way, m.Ref, m.Why, string(m.Force), string(m.ID))
	return err
}

// again puts a message back among those that wait.
func again(tx *db.Tx, force id.Force, message id.Message, now time.Time) error {
	_, err := tx.Exec(`UPDATE message SET state = 'queued', attempts = 0, next_at = ?, done_at = 0, way = '', way_ref = '', why = '', lease_until = 0 WHERE force_id = ? AND id = ?`,
		now, string(force), string(message))
	return err
}

// forget removes addresses and words of what was done before one instant, and whole
// messages of before another.
func forget(tx *db.Tx, words, whole time.Time) error {
	if _, err := tx.Exec(`UPDATE message SET address = '', body = '', link = '' WHERE state <> 'queued' AND done_at > 0 AND done_at <= ? AND address <> ''`, words); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM message WHERE state <> 'queued' AND done_at > 0 AND done_at <= ?`, whole)
	return err
}
