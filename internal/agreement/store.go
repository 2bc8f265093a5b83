package agreement

import (
	"crypto/sha256"
	"encoding/hex"
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
