package register

import (
	"fmt"

	"watchword/internal/db"
	"watchword/internal/id"
)

// Numbers is a table that keeps numbers from being used again, beside the register whose
// rows bear them. All are names of tables and columns.
type Numbers struct {
	What        string // "AP number"
	Kept, Owner string // the table, and its column of whose the number is
	Table, Of   string // the register, and its column of the same
}

// Fit holds the numbers kept to the history of the register: each that a row ever bore,
// with whose it was, and no other. It returns the first that does not fit, for
// ledger.Verify.
func (n Numbers) Fit(tx *db.Tx, force id.Force) (wrong string, err error) {
	lost, err := db.Strings(tx, `
		SELECT r.number || ' of ' || r.owner
		FROM (SELECT DISTINCT number, `+n.Of+` AS owner FROM `+n.Table+` WHERE force_id = ? AND number <> '') r
		LEFT JOIN `+n.Kept+` k ON k.force_id = ? AND k.number = r.number AND k.`+n.Owner+` = r.owner
		WHERE k.number IS NULL
		ORDER BY r.number LIMIT 1`, string(force), string(force))
	if err != nil {
		return "", err
	}
	if len(lost) > 0 {
		return fmt.Sprintf("%s %s is missing from the numbers that are never used again (%s)", n.What, lost[0], n.Kept), nil
	}
	strange, err := db.Strings(tx, `
		SELECT k.number || ' of ' || k.`+n.Owner+`
		FROM `+n.Kept+` k
		WHERE k.force_id = ? AND NOT EXISTS (SELECT 1 FROM `+n.Table+` r WHERE r.force_id = k.force_id AND r.`+n.Of+` = k.`+n.Owner+` AND r.number = k.number)
		ORDER BY k.number LIMIT 1`, string(force))
	if err != nil || len(strange) == 0 {
		return "", err
	}
	return fmt.Sprintf("%s %s stands among the numbers that are never used again (%s), but no %s ever bore it", n.What, strange[0], n.Kept, n.Table), nil
}
