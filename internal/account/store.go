package account

import (
	"encoding/json"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// forever is clock.Forever as it stands in the database.
const forever = "253402214400000"

func allForces(tx *db.Tx) ([]Force, error) {
	return db.All(tx, func(sc db.Scanner) (f Force, err error) { return f, sc.Scan(&f.ID, &f.Name, &f.Short, &f.Host) },
		`SELECT id, name, short_name, host FROM force ORDER BY name, id`)
}

// credentials is an account and what it signs in with.
type credentials struct {
	account string // empty: there is no such account
	state   Account
	secret  string // the kept passphrase; empty: none is set
}

const findCredentialsBy = `
	SELECT a.id, a.state, COALESCE(c.secret, '')
	FROM account a
	LEFT JOIN account_credential c ON c.force_id = a.force_id AND c.account_id = a.id AND c.kind = 'passphrase'
	WHERE a.until_at = ` + forever + ` AND a.superseded_at = ` + forever + ` AND a.standing = 'active' AND a.force_id = ? AND `

func scanCredentials(row db.Row) (credentials, error) {
	var c credentials
	var state string
	err := row.Scan(&c.account, &state, &c.secret)
	if db.NoRows(err) {
		return credentials{}, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(state), &c.state)
	}
	return c, err
}

func findCredentials(tx *db.Tx, force id.Force, email string) (credentials, error) {
	return scanCredentials(tx.QueryRow(findCredentialsBy+`a.email = ?`, string(force), email))
}

func credentialsOf(tx *db.Tx, force id.Force, account id.Account) (credentials, error) {
	return scanCredentials(tx.QueryRow(findCredentialsBy+`a.id = ?`, string(force), string(account)))
}

func findByEmail(tx *db.Tx, force id.Force, email string) (id.Account, bool, error) {
	c, err := findCredentials(tx, force, email)
	return id.Account(c.account), c.account != "", err
}

func savePassphrase(tx *db.Tx, force id.Force, account id.Account, secret string, at time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO account_credential (force_id, account_id, kind, id, secret, made_at)
		VALUES (?, ?, 'passphrase', '', ?, ?)
		ON CONFLICT (force_id, account_id, kind, id) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at`,
		string(force), string(account), secret, at)
	return err
}

// deleteAccess takes away all that an account could sign in with.
func deleteAccess(tx *db.Tx, force id.Force, account id.Account) error {
	for _, t := range []string{"account_credential", "account_session", "account_link", "account_token"} {
		if _, err := tx.Exec(`DELETE FROM `+t+` WHERE force_id = ? AND account_id = ?`, string(force), string(account)); err != nil {
			return err
		}
	}
	return nil
}

// holder is who holds a session or a token.
type holder struct {
	id        string
	accountID string
	post      string
	seen      time.Time
	until     time.Time
	account   Account
	force     Force
}

func scanHolder(row db.Row) (holder, error) {
	var h holder
	var state string
	err := row.Scan(&h.id, &h.accountID, &h.post, db.Instant{To: &h.seen}, db.Instant{To: &h.until}, &state, &h.force.ID, &h.force.Name, &h.force.Short, &h.force.Host)
	if err == nil {
		err = json.Unmarshal([]byte(state), &h.account)
	}
	return h, err
}

func findSession(tx *db.Tx, force id.Force, hash string) (holder, error) {
	return scanHolder(tx.QueryRow(`
		SELECT s.id, s.account_id, s.post, s.seen_at, s.until_at, a.state, f.id, f.name, f.short_name, f.host
		FROM account_session s
		JOIN account a ON a.force_id = s.force_id AND a.id = s.account_id AND a.until_at = `+forever+` AND a.superseded_at = `+forever+`
		JOIN force f ON f.id = s.force_id
		WHERE s.force_id = ? AND s.hash = ?`, string(force), hash))
}

func findToken(tx *db.Tx, force id.Force, hash string) (holder, error) {
	return scanHolder(tx.QueryRow(`
		SELECT t.id, t.account_id, t.post, t.seen_at, t.until_at, a.state, f.id, f.name, f.short_name, f.host
		FROM account_token t
		JOIN account a ON a.force_id = t.force_id AND a.id = t.account_id AND a.until_at = `+forever+` AND a.superseded_at = `+forever+`
		JOIN force f ON f.id = t.force_id
		WHERE t.force_id = ? AND t.hash = ? AND t.ended_at = 0`, string(force), hash))
}

func insertSession(tx *db.Tx, s Session, force id.Force, hash string) error {
	_, err := tx.Exec(`
		INSERT INTO account_session (force_id, id, hash, account_id, post, agent, made_at, seen_at, until_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(force), string(s.ID), hash, string(s.Account), s.Post, s.Agent, s.Made, s.Seen, s.Until)
	return err
}

func touchSession(tx *db.Tx, force id.Force, session string, at time.Time) error {
	_, err := tx.Exec(`UPDATE account_session SET seen_at = ? WHERE force_id = ? AND id = ?`, at, string(force), session)
	return err
}

func touchToken(tx *db.Tx, force id.Force, token string, at time.Time) error {
	_, err := tx.Exec(`UPDATE account_token SET seen_at = ? WHERE force_id = ? AND id = ?`, at, string(force), token)
	return err
}

func sessionsOf(tx *db.Tx, force id.Force, account id.Account, now, seenAfter time.Time) ([]Session, error) {
	return db.All(tx, func(sc db.Scanner) (s Session, err error) {
		return s, sc.Scan(&s.ID, &s.Account, &s.Post, &s.Agent, db.Instant{To: &s.Made}, db.Instant{To: &s.Seen}, db.Instant{To: &s.Until})
	}, `
		SELECT id, account_id, post, agent, made_at, seen_at, until_at
		FROM account_session
		WHERE force_id = ? AND account_id = ? AND until_at > ? AND seen_at > ?
		ORDER BY seen_at DESC, id
		LIMIT 200`, string(force), string(account), now, seenAfter)
}

func deleteSession(tx *db.Tx, force id.Force, account id.Account, session id.Session) (int64, error) {
	return tx.Exec(`DELETE FROM account_session WHERE force_id = ? AND account_id = ? AND id = ?`, string(force), string(account), string(session))
}

func deleteOtherSessions(tx *db.Tx, force id.Force, account id.Account, but string) error {
	_, err := tx.Exec(`DELETE FROM account_session WHERE force_id = ? AND account_id = ? AND id <> ?`, string(force), string(account), but)
	return err
}

func choosePost(tx *db.Tx, force id.Force, account id.Account, session, post string) error {
	_, err := tx.Exec(`UPDATE account_session SET post = ? WHERE force_id = ? AND account_id = ? AND id = ?`, post, string(force), string(account), session)
	return err
}

func insertLink(tx *db.Tx, who authz.Actor, account id.Account, hash string, l Link, at time.Time) error {
	_, err := tx.Exec(`
		INSERT INTO account_link (force_id, id, hash, account_id, purpose, made_by, made_at, until_at, used_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		string(who.Force), hash[:32], hash, string(account), string(l.Purpose), string(who.Account), at, l.Until)
	return err
}

func voidLinks(tx *db.Tx, force id.Force, account id.Account, at time.Time) error {
	_, err := tx.Exec(`UPDATE account_link SET used_at = ? WHERE force_id = ? AND account_id = ? AND used_at = 0`, at, string(force), string(account))
	return err
}

func findLink(tx *db.Tx, force id.Force, hash string, now time.Time) (Invited, error) {
	var in Invited
	return in, tx.QueryRow(`
		SELECT account_id, purpose, until_at
		FROM account_link
		WHERE force_id = ? AND hash = ? AND used_at = 0 AND until_at > ?`,
		string(force), hash, now).Scan(&in.account, &in.Purpose, db.Instant{To: &in.Until})
}

func useLink(tx *db.Tx, force id.Force, hash string, at time.Time) (int64, error) {
	return tx.Exec(`UPDATE account_link SET used_at = ? WHERE force_id = ? AND hash = ? AND used_at = 0 AND until_at > ?`, at, string(force), hash, at)
}

func insertToken(tx *db.Tx, force id.Force, t Token, hash string) error {
	_, err := tx.Exec(`
		INSERT INTO account_token (force_id, id, hash, account_id, name, post, made_by, made_at, seen_at, until_at, ended_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0)`,
		string(force), string(t.ID), hash, string(t.Account), t.Name, t.Post, string(t.MadeBy), t.Made, t.Until)
	return err
}

const tokenColumns = "id, account_id, name, post, made_by, made_at, seen_at, until_at, ended_at"

func scanToken(sc db.Scanner) (Token, error) {
	var t Token
	var ended int64
	err := sc.Scan(&t.ID, &t.Account, &t.Name, &t.Post, &t.MadeBy, db.Instant{To: &t.Made}, db.Instant{To: &t.Seen}, db.Instant{To: &t.Until}, &ended)
	if clock.Millis(t.Seen) == 0 {
		t.Seen = time.Time{}
	}
	t.Ended = ended != 0
	return t, err
}

func tokenByID(tx *db.Tx, force id.Force, token id.Token) (Token, error) {
	return scanToken(tx.QueryRow(`SELECT `+tokenColumns+` FROM account_token WHERE force_id = ? AND id = ?`, string(force), string(token)))
}

func tokensOf(tx *db.Tx, force id.Force, account id.Account) ([]Token, error) {
	return db.All(tx, scanToken, `SELECT `+tokenColumns+` FROM account_token WHERE force_id = ? AND account_id = ? ORDER BY made_at DESC, id LIMIT 200`,
		string(force), string(account))
}

func endToken(tx *db.Tx, force id.Force, token id.Token, at time.Time) error {
	_, err := tx.Exec(`UPDATE account_token SET ended_at = ? WHERE force_id = ? AND id = ?`, at, string(force), string(token))
	return err
}

func findAttempt(tx *db.Tx, force id.Force, subject string) (attempt, error) {
	var a attempt
	err := tx.QueryRow(`SELECT tries, last_at, blocked_until FROM account_attempt WHERE force_id = ? AND subject = ?`, string(force), subject).
		Scan(&a.tries, db.Instant{To: &a.last}, db.Instant{To: &a.blocked})
	if db.NoRows(err) {
		return attempt{}, nil
	}
	return a, err
}

func saveAttempt(tx *db.Tx, force id.Force, subject string, a attempt) error {
	var blocked int64
	if !a.blocked.IsZero() {
		blocked = clock.Millis(a.blocked)
	}
	_, err := tx.Exec(`
		INSERT INTO account_attempt (force_id, subject, tries, last_at, blocked_until)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (force_id, subject) DO UPDATE SET tries = excluded.tries, last_at = excluded.last_at, blocked_until = excluded.blocked_until`,
		string(force), subject, a.tries, a.last, blocked)
	return err
}

func deleteAttempt(tx *db.Tx, force id.Force, subject string) error {
	_, err := tx.Exec(`DELETE FROM account_attempt WHERE force_id = ? AND subject = ?`, string(force), subject)
	return err
}

// purge deletes, in every force, what is long over.
func purge(tx *db.Tx, now time.Time, idle time.Duration) error {
	if _, err := tx.Exec(`DELETE FROM account_session WHERE until_at <= ? OR seen_at <= ?`, now, now.Add(-idle)); err != nil {
		return err
	}
	month := now.Add(-30 * 24 * time.Hour)
	if _, err := tx.Exec(`DELETE FROM account_link WHERE until_at <= ? OR (used_at > 0 AND used_at <= ?)`, month, month); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM account_attempt WHERE last_at <= ? AND blocked_until <= ?`, now.Add(-forgetAccount), now)
	return err
}
