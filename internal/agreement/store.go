package agreement

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// Hash is the SHA-256 of a text, in hexadecimal: its fingerprint.
type Hash string

// HashOf is the fingerprint of a text.
func HashOf(text string) Hash {
	sum := sha256.Sum256([]byte(text))
	return Hash(hex.EncodeToString(sum[:]))
}

// keepText stores a text under its fingerprint, unless the force has it already.
func keepText(tx *db.Tx, force id.Force, text string, at time.Time) (Hash, error) {
	hash := HashOf(text)
	_, err := tx.Exec(`INSERT INTO agreement_text (force_id, hash, content, added_at) VALUES (?, ?, ?, ?) ON CONFLICT (force_id, hash) DO NOTHING`,
		string(force), string(hash), text, at)
	return hash, err
}

// readText is the text of that fingerprint. It returns an error if what is stored is no
// longer that text.
func readText(tx *db.Tx, force id.Force, hash Hash) (string, error) {
	var text string
	err := tx.QueryRow(`SELECT content FROM agreement_text WHERE force_id = ? AND hash = ?`, string(force), string(hash)).Scan(&text)
	if db.NoRows(err) {
		return "", fault.New(fault.NotFound, "There is no such text.")
	}
	if err == nil && HashOf(text) != hash {
		return "", fmt.Errorf("the text of an agreement was altered: it no longer has the fingerprint %s", hash)
	}
	return text, err
}

// TextsFit holds the texts kept to their fingerprints, and looks for every text that the
// register names, as issued and as signed. It returns what does not fit, for ledger.Verify.
func TextsFit(tx *db.Tx, force id.Force) (wrong string, err error) {
	kept, wrong, err := fitting(tx, force)
	if err != nil || wrong != "" {
		return wrong, err
	}
	all, err := db.All(tx, func(s db.Scanner) (a Agreement, err error) {
		var state []byte
		if err := s.Scan(&state); err != nil {
			return a, err
		}
		return a, json.Unmarshal(state, &a)
	}, `SELECT state FROM agreement WHERE force_id = ? ORDER BY id, version`, string(force))
	for _, a := range all {
		if lost := a.lost(kept); lost != "" {
			return fmt.Sprintf("the text %s of agreement %s is missing", lost, a.Number), nil
		}
	}
	return "", err
}

// lost is the first text that the agreement names and that is not kept.
func (a *Agreement) lost(kept map[Hash]bool) Hash {
	named := []Hash{a.Text}
	for _, s := range a.Signatures {
		named = append(named, s.Text, s.Schedule)
	}
	for _, h := range named {
		if h != "" && !kept[h] {
			return h
		}
	}
	return ""
}

// fitting is the fingerprints of the texts kept, and the first that its text does not have.
func fitting(tx *db.Tx, force id.Force) (kept map[Hash]bool, wrong string, err error) {
	rows, err := tx.Query(`SELECT hash, content FROM agreement_text WHERE force_id = ? ORDER BY hash`, string(force))
	if err != nil {
		return nil, "", err
	}
	defer rows.Close()
	kept = map[Hash]bool{}
	for rows.Next() {
		var hash Hash
		var text string
		if err := rows.Scan(&hash, &text); err != nil {
			return nil, "", err
		}
		if HashOf(text) != hash {
			return nil, fmt.Sprintf("the text %s of an agreement was altered: it no longer has that fingerprint", hash), nil
		}
		kept[hash] = true
	}
	return kept, "", rows.Err()
}
