package blob

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"

	"watchword/internal/db"
	"watchword/internal/id"
)

// Fit holds every stored file to the hash by which it is named, one at a time. It returns
// the first that does not fit, for ledger.Verify. A file that was removed under a retention
// rule is no fault here; whose register still names one says so.
func Fit(tx *db.Tx, force id.Force) (wrong string, err error) {
	rows, err := tx.Query(`SELECT hash, size, content FROM blob WHERE force_id = ? ORDER BY hash`, string(force))
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var hash string
	var size int64
	var content sql.RawBytes // not copied
	for rows.Next() {
		if err := rows.Scan(&hash, &size, &content); err != nil {
			return "", err
		}
		sum := sha256.Sum256(content)
		switch {
		case hex.EncodeToString(sum[:]) != hash:
			return fmt.Sprintf("the file %s was altered: its content no longer has that hash", hash), nil
		case size != int64(len(content)):
			return fmt.Sprintf("the file %s has %d bytes, but its size says %d", hash, len(content), size), nil
		}
	}
	return "", rows.Err()
}

// Kept is the hashes of every file of the force.
func Kept(tx *db.Tx, force id.Force) (map[Hash]bool, error) {
	all, err := db.Strings(tx, `SELECT hash FROM blob WHERE force_id = ?`, string(force))
	kept := make(map[Hash]bool, len(all))
	for _, h := range all {
		kept[Hash(h)] = true
	}
	return kept, err
}
