package accred

import (
	"fmt"

	"watchword/internal/db"
	"watchword/internal/id"
)

// NumbersFit holds the AP numbers that are never used again to the history of the register:
// each number that an accreditation ever bore, with its person, and no other. It returns
// the first that does not fit, for ledger.Verify.
func NumbersFit(tx *db.Tx, force id.Force) (wrong string, err error) {
	lost, err := db.Strings(tx, `
		SELECT a.number || ' of ' || a.person_id
		FROM (SELECT DISTINCT number, person_id FROM accreditation WHERE force_id = ? AND number <> '') a
		LEFT JOIN ap_number n ON n.force_id = ? AND n.number = a.number AND n.person_id = a.person_id
		WHERE n.number IS NULL
		ORDER BY a.number LIMIT 1`, string(force), string(force))
	if err != nil {
		return "", err
	}
	if len(lost) > 0 {
		return fmt.Sprintf("AP number %s is missing from the numbers that are never used again (ap_number)", lost[0]), nil
	}
	strange, err := db.Strings(tx, `
		SELECT n.number || ' of ' || n.person_id
		FROM ap_number n
		WHERE n.force_id = ? AND NOT EXISTS (SELECT 1 FROM accreditation a WHERE a.force_id = n.force_id AND a.person_id = n.person_id AND a.number = n.number)
		ORDER BY n.number LIMIT 1`, string(force))
	if err != nil || len(strange) == 0 {
		return "", err
	}
	return fmt.Sprintf("AP number %s stands among the numbers that are never used again (ap_number), but no accreditation ever bore it", strange[0]), nil
}
