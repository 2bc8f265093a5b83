package draft

import (
	"encoding/json"
	"time"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

const columns = "id, kind, name, size, choices, state, outcome, made_at, taken_at"

func scan(s db.Scanner) (Draft, error) {
	var d Draft
	var choices, outcome string
	err := s.Scan(&d.ID, &d.Kind, &d.Name, &d.Size, &choices, &d.State, &outcome, db.Instant{To: &d.Made}, db.Instant{To: &d.TakenAt})
	if err == nil {
		err = json.Unmarshal([]byte(choices), &d.Choices)
	}
	if err == nil {
		err = json.Unmarshal([]byte(outcome), &d.Outcome)
	}
	return d, err
}

// find is a draft of the actor's own account that is still kept.
func find(tx *db.Tx, who authz.Actor, of id.Upload, now time.Time) (Draft, error) {
	d, err := scan(tx.QueryRow(`SELECT `+columns+` FROM import_draft WHERE force_id = ? AND id = ? AND account_id = ? AND made_at > ?`,
		string(who.Force), string(of), string(who.Account), now.Add(-Hours*time.Hour)))
	if db.NoRows(err) {
		return d, fault.New(fault.NotFound, "This file is not kept here. A file waits for %d hours, for the account that sent it: choose it again.", Hours)
	}
	return d, err
}

func content(tx *db.Tx, who authz.Actor, of id.Upload) (b []byte, err error) {
	err = tx.QueryRow(`SELECT content FROM import_draft WHERE force_id = ? AND id = ?`, string(who.Force), string(of)).Scan(&b)
	return b, err
}

// list is the actor's drafts, the newest first.
func list(tx *db.Tx, who authz.Actor, now time.Time) ([]Draft, error) {
	return db.All(tx, scan, `SELECT `+columns+` FROM import_draft WHERE force_id = ? AND account_id = ? AND made_at > ? ORDER BY made_at DESC, id DESC`,
		string(who.Force), string(who.Account), now.Add(-Hours*time.Hour))
}

func insert(tx *db.Tx, who authz.Actor, d *Draft, content []byte) error {
	choices, err := json.Marshal(d.Choices)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO import_draft (force_id, id, account_id, kind, name, size, content, choices, state, outcome, made_at, taken_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', ?, 0)`,
		string(who.Force), string(d.ID), string(who.Account), string(d.Kind), d.Name, d.Size, content, string(choices), string(d.State), d.Made)
	return err
}

// makeRoom removes what is over, and the account's oldest drafts beyond the most.
func makeRoom(tx *db.Tx, who authz.Actor, now time.Time) error {
	if err := purge(tx, now); err != nil {
		return err
	}
	have, err := list(tx, who, now)
	if err != nil || len(have) < Most {
		return err
	}
	for _, d := range have[Most-1:] {
		if d.State == Taking {
			continue
		}
		if err := remove(tx, who, d.ID); err != nil {
			return err
		}
	}
	return nil
}

// purge removes what is over, of all forces.
func purge(tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(`DELETE FROM import_draft WHERE made_at <= ?`, now.Add(-Hours*time.Hour))
	return err
}

func remove(tx *db.Tx, who authz.Actor, of id.Upload) error {
	_, err := tx.Exec(`DELETE FROM import_draft WHERE force_id = ? AND id = ? AND account_id = ?`, string(who.Force), string(of), string(who.Account))
	return err
}

func saveChoices(tx *db.Tx, who authz.Actor, d *Draft) error {
	choices, err := json.Marshal(d.Choices)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE import_draft SET kind = ?, choices = ? WHERE force_id = ? AND id = ?`, string(d.Kind), string(choices), string(who.Force), string(d.ID))
	return err
}

func saveState(tx *db.Tx, who authz.Actor, of id.Upload, s State, at time.Time) error {
	_, err := tx.Exec(`UPDATE import_draft SET state = ?, taken_at = ? WHERE force_id = ? AND id = ?`, string(s), at, string(who.Force), string(of))
	return err
}

// saveOutcome notes what was done, and forgets the file.
func saveOutcome(tx *db.Tx, who authz.Actor, of id.Upload, o *Outcome, at time.Time) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE import_draft SET state = ?, taken_at = ?, outcome = ?, content = ? WHERE force_id = ? AND id = ?`,
		string(Taken), at, string(text), []byte{}, string(who.Force), string(of))
	return err
}
