package envelope

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

func insertKey(tx *db.Tx, force id.Force, c id.Vetting, wrapper string, wrapped []byte) error {
	_, err := tx.Exec(`INSERT INTO vetting_key (force_id, case_id, wrapper_id, wrapped) VALUES (?, ?, ?, ?)`, string(force), string(c), wrapper, wrapped)
	return err
}

func findKey(tx *db.Tx, force id.Force, c id.Vetting) (wrapper string, wrapped []byte, err error) {
	return wrapper, wrapped, tx.QueryRow(`SELECT wrapper_id, wrapped FROM vetting_key WHERE force_id = ? AND case_id = ?`, string(force), string(c)).Scan(&wrapper, &wrapped)
}

// wrapped is the key of a case as it is kept.
type wrapped struct {
	of  id.Vetting
	key []byte
}

// wrappedUnder is the keys that are wrapped under a wrapping key.
func wrappedUnder(tx *db.Tx, force id.Force, wrapper string) ([]wrapped, error) {
	return db.All(tx, func(s db.Scanner) (w wrapped, err error) { return w, s.Scan(&w.of, &w.key) },
		`SELECT case_id, wrapped FROM vetting_key WHERE force_id = ? AND wrapper_id = ? ORDER BY case_id`, string(force), wrapper)
}

func updateKey(tx *db.Tx, force id.Force, c id.Vetting, wrapper string, key []byte) error {
	_, err := tx.Exec(`UPDATE vetting_key SET wrapper_id = ?, wrapped = ? WHERE force_id = ? AND case_id = ?`, wrapper, key, string(force), string(c))
	return err
}

const partColumns = "id, case_id, kind, made_at, entry_id, commitment, sealed"

func scanPart(s db.Scanner) (p Part, err error) {
	return p, s.Scan(&p.ID, &p.Case, &p.Kind, db.Instant{To: &p.Made}, &p.Entry, &p.Commitment, &p.sealed)
}

func insertPart(tx *db.Tx, force id.Force, p Part) error {
	_, err := tx.Exec(`INSERT INTO vetting_part (force_id, `+partColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		string(force), string(p.ID), string(p.Case), string(p.Kind), p.Made, string(p.Entry), p.Commitment, p.sealed)
	return err
}

func partsOf(tx *db.Tx, force id.Force, c id.Vetting) ([]Part, error) {
	return db.All(tx, scanPart, `SELECT `+partColumns+` FROM vetting_part WHERE force_id = ? AND case_id = ? ORDER BY made_at, id`, string(force), string(c))
}

// destroy deletes all that was sealed for a case, and its key.
func destroy(tx *db.Tx, force id.Force, c id.Vetting) error {
	for _, table := range []string{"vetting_part", "vetting_draft", "vetting_key", "vetting_link"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE force_id = ? AND case_id = ?`, string(force), string(c)); err != nil {
			return err
		}
	}
	return nil
}

// findDraft is the sealed draft of a case; nil if there is none.
func findDraft(tx *db.Tx, force id.Force, c id.Vetting) (sealed []byte, saved time.Time, err error) {
	err = tx.QueryRow(`SELECT sealed, saved_at FROM vetting_draft WHERE force_id = ? AND case_id = ?`, string(force), string(c)).Scan(&sealed, db.Instant{To: &saved})
	if db.NoRows(err) {
		err = nil
	}
	return sealed, saved, err
}

func saveDraft(tx *db.Tx, force id.Force, c id.Vetting, sealed []byte, at time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO vetting_draft (force_id, case_id, saved_at, sealed)
		VALUES (?, ?, ?, ?)
		ON CONFLICT (force_id, case_id) DO UPDATE SET saved_at = excluded.saved_at, sealed = excluded.sealed`, string(force), string(c), at, sealed)
	return err
}

// link is the way of a person to the envelope.
type link struct {
	id      string
	of      id.Vetting
	made    time.Time
	until   time.Time
	tries   int64
	blocked time.Time
	session string // hash of the session's secret; empty while nobody is in
	seen    time.Time
}

const linkColumns = "id, case_id, made_at, until_at, tries, blocked_until, session_hash, seen_at"

func scanLink(s db.Scanner) (l link, err error) {
	return l, s.Scan(&l.id, &l.of, db.Instant{To: &l.made}, db.Instant{To: &l.until}, &l.tries, db.Instant{To: &l.blocked}, &l.session, db.Instant{To: &l.seen})
}

func insertLink(tx *db.Tx, force id.Force, l link, hash string) error {
	_, err := tx.Exec(`
		INSERT INTO vetting_link (force_id, id, hash, case_id, made_at, until_at, ended_at, tries, blocked_until, session_hash, seen_at)
		VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, '', 0)`, string(force), l.id, hash, string(l.of), l.made, l.until)
	return err
}

func findLink(tx *db.Tx, force id.Force, hash string, now time.Time) (link, error) {
	return scanLink(tx.QueryRow(`SELECT `+linkColumns+` FROM vetting_link WHERE force_id = ? AND hash = ? AND ended_at = 0 AND until_at > ?`, string(force), hash, now))
}

func findSession(tx *db.Tx, force id.Force, hash string, now time.Time) (link, error) {
	return scanLink(tx.QueryRow(`SELECT `+linkColumns+` FROM vetting_link WHERE force_id = ? AND session_hash = ? AND ended_at = 0 AND until_at > ?`, string(force), hash, now))
}

// liveLink is the link of a case that works still.
func liveLink(tx *db.Tx, force id.Force, c id.Vetting, now time.Time) (link, error) {
	return scanLink(tx.QueryRow(`SELECT `+linkColumns+` FROM vetting_link WHERE force_id = ? AND case_id = ? AND ended_at = 0 AND until_at > ? ORDER BY made_at DESC LIMIT 1`,
		string(force), string(c), now))
}

func endLinks(tx *db.Tx, force id.Force, c id.Vetting, at time.Time) error {
	_, err := tx.Exec(`UPDATE vetting_link SET ended_at = ?, session_hash = '' WHERE force_id = ? AND case_id = ? AND ended_at = 0`, at, string(force), string(c))
	return err
}

func updateLink(tx *db.Tx, force id.Force, l link) error {
	blocked := int64(0)
	if !l.blocked.IsZero() {
		blocked = clock.Millis(l.blocked)
	}
	_, err := tx.Exec(`UPDATE vetting_link SET tries = ?, blocked_until = ?, session_hash = ?, seen_at = ? WHERE force_id = ? AND id = ?`,
		l.tries, blocked, l.session, l.seen, string(force), l.id)
	return err
}

func insertOpening(tx *db.Tx, force id.Force, o Opening) error {
	_, err := tx.Exec(`INSERT INTO vetting_opening (force_id, entry_id, case_id, account_id, name, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		string(force), string(o.Entry), string(o.Case), string(o.Account), o.Name, string(o.Reason), o.At)
	return err
}

func scanOpening(s db.Scanner) (o Opening, err error) {
	return o, s.Scan(&o.Entry, &o.Case, &o.Account, &o.Name, &o.Reason, db.Instant{To: &o.At})
}

const openingColumns = "entry_id, case_id, account_id, name, reason, at"

func openingsOf(tx *db.Tx, force id.Force, c id.Vetting) ([]Opening, error) {
	return db.All(tx, scanOpening, `SELECT `+openingColumns+` FROM vetting_opening WHERE force_id = ? AND case_id = ? ORDER BY at DESC, entry_id LIMIT 200`, string(force), string(c))
}

// lastOpening is the account's last opening of a case.
func lastOpening(tx *db.Tx, force id.Force, c id.Vetting, account id.Account) (Opening, error) {
	return scanOpening(tx.QueryRow(`SELECT `+openingColumns+` FROM vetting_opening WHERE force_id = ? AND case_id = ? AND account_id = ? ORDER BY at DESC, entry_id LIMIT 1`,
		string(force), string(c), string(account)))
}
