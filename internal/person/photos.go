package person

import (
	"encoding/json"
	"fmt"

	"watchword/internal/blob"
	"watchword/internal/db"
	"watchword/internal/id"
)

// PhotosFit looks for the photograph that the register names of each person today. It
// returns the first that is missing, for ledger.Verify.
func PhotosFit(tx *db.Tx, force id.Force) (wrong string, err error) {
	kept, err := blob.Kept(tx, force)
	if err != nil {
		return "", err
	}
	rows, err := tx.Query(`SELECT id, state FROM person WHERE force_id = ? AND superseded_at = 253402214400000 ORDER BY id`, string(force))
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for rows.Next() {
		var of string
		var state []byte
		var p struct {
			Photo blob.Hash `json:"photo"`
		}
		if err := rows.Scan(&of, &state); err != nil {
			return "", err
		}
		if err := json.Unmarshal(state, &p); err != nil {
			return "", err
		}
		if p.Photo != "" && !kept[p.Photo] {
			return fmt.Sprintf("the photograph %s of %s is missing", p.Photo, of), nil
		}
	}
	return "", rows.Err()
}
