package apply

import (
	"encoding/json"
	"time"

	"watchword/internal/db"
	"watchword/internal/id"
)

// link is a row of the table of links.
type link struct {
	hash  string
	of    id.Application
	until time.Time
	seen  time.Time
}

const linkColumns = "hash, application_id, until_at, seen_at"

func scanLink(s db.Scanner) (l link, err error) {
	return l, s.Scan(&l.hash, &l.of, db.Instant{To: &l.until}, db.Instant{To: &l.seen})
}

func insertLink(tx *db.Tx, force id.Force, of id.Application, hash string, at, until time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO application_link (force_id, hash, application_id, made_at, until_at, used_at, ended_at, session_hash, seen_at)
		VALUES (?, ?, ?, ?, ?, 0, 0, '', 0)`, string(force), hash, string(of), at, until)
	return err
}

func unusedLink(tx *db.Tx, force id.Force, hash string, now time.Time) (link, error) {
	return scanLink(tx.QueryRow(`SELECT `+linkColumns+` FROM application_link WHERE force_id = ? AND hash = ? AND used_at = 0 AND ended_at = 0 AND until_at > ?`, string(force), hash, now))
}

func useLink(tx *db.Tx, force id.Force, hash, session string, now time.Time) (int64, error) {
	return tx.Exec(`UPDATE application_link SET used_at = ?, session_hash = ?, seen_at = ? WHERE force_id = ? AND hash = ? AND used_at = 0 AND ended_at = 0 AND until_at > ?`,
		now, session, now, string(force), hash, now)
}

func findSession(tx *db.Tx, force id.Force, session string, now time.Time) (link, error) {
	return scanLink(tx.QueryRow(`SELECT `+linkColumns+` FROM application_link WHERE force_id = ? AND session_hash = ? AND ended_at = 0 AND until_at > ?`, string(force), session, now))
}

func touchLink(tx *db.Tx, force id.Force, hash string, now time.Time) error {
	_, err := tx.Exec(`UPDATE application_link SET seen_at = ? WHERE force_id = ? AND hash = ?`, now, string(force), hash)
	return err
}

func leaveLink(tx *db.Tx, force id.Force, hash string, now time.Time) error {
	_, err := tx.Exec(`UPDATE application_link SET ended_at = ?, session_hash = '' WHERE force_id = ? AND hash = ?`, now, string(force), hash)
	return err
}

func endLinks(tx *db.Tx, force id.Force, of id.Application, now time.Time) error {
	_, err := tx.Exec(`UPDATE application_link SET ended_at = ?, session_hash = '' WHERE force_id = ? AND application_id = ? AND ended_at = 0`, now, string(force), string(of))
	return err
}

// moveLink lets whoever holds a link go on with another application of the same employer.
func moveLink(tx *db.Tx, force id.Force, hash string, to id.Application) error {
	_, err := tx.Exec(`UPDATE application_link SET application_id = ? WHERE force_id = ? AND hash = ?`, string(to), string(force), hash)
	return err
}

func saveDraft(tx *db.Tx, force id.Force, of id.Application, f Form, at time.Time) error {
	text, err := json.Marshal(f)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO application_draft (force_id, application_id, saved_at, form) VALUES (?, ?, ?, ?)
		ON CONFLICT (force_id, application_id) DO UPDATE SET saved_at = excluded.saved_at, form = excluded.form`, string(force), string(of), at, string(text))
	return err
}

// findDraft is what is filled in and not sent; empty if there is nothing.
func findDraft(tx *db.Tx, force id.Force, of id.Application) (f Form, saved time.Time, err error) {
	var text string
	err = tx.QueryRow(`SELECT form, saved_at FROM application_draft WHERE force_id = ? AND application_id = ?`, string(force), string(of)).Scan(&text, db.Instant{To: &saved})
	if db.NoRows(err) {
		return Form{}, saved, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &f)
	}
	return f, saved, err
}

func deleteDraft(tx *db.Tx, force id.Force, of id.Application) error {
	_, err := tx.Exec(`DELETE FROM application_draft WHERE force_id = ? AND application_id = ?`, string(force), string(of))
	return err
}
