package org

import (
	"fmt"

	"watchword/internal/db"
	"watchword/internal/id"
)

// NumbersFit holds the numbers that are never used again to the history of the register:
// each number that an organisation ever bore, and no other. It returns the first that does
// not fit, for ledger.Verify.
func NumbersFit(tx *db.Tx, force id.Force) (wrong string, err error) {
	lost, err := db.Strings(tx, `
		SELECT o.number || ' of ' || o.id
		FROM (SELECT DISTINCT number, id FROM organisation WHERE force_id = ? AND number <> '') o
		LEFT JOIN organisation_number n ON n.force_id = ? AND n.number = o.number AND n.organisation_id = o.id
		WHERE n.number IS NULL
		ORDER BY o.number LIMIT 1`, string(force), string(force))
	if err != nil {
		return "", err
	}
	if len(lost) > 0 {
		return fmt.Sprintf("the number %s is missing from the numbers that are never used again (organisation_number)", lost[0]), nil
	}
	strange, err := db.Strings(tx, `
		SELECT n.number || ' of ' || n.organisation_id
		FROM organisation_number n
		WHERE n.force_id = ? AND NOT EXISTS (SELECT 1 FROM organisation o WHERE o.force_id = n.force_id AND o.id = n.organisation_id AND o.number = n.number)
		ORDER BY n.number LIMIT 1`, string(force))
	if err != nil || len(strange) == 0 {
		return "", err
	}
	return fmt.Sprintf("the number %s stands among the numbers that are never used again (organisation_number), but no organisation ever bore it", strange[0]), nil
}
