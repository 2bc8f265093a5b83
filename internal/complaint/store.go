package complaint

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

func insertLink(tx *db.Tx, force id.Force, hash string, of id.Complaint, at time.Time) error {
	_, err := tx.Exec(`INSERT INTO complaint_link (force_id, hash, complaint_id, made_at, ended_at) VALUES (?, ?, ?, ?, 0)`, string(force), hash, string(of), at)
	return err
}

func findLink(tx *db.Tx, force id.Force, hash string) (of id.Complaint, made clock.Day, err error) {
	var at time.Time
	err = tx.QueryRow(`SELECT complaint_id, made_at FROM complaint_link WHERE force_id = ? AND hash = ? AND ended_at = 0`, string(force), hash).Scan(&of, db.Instant{To: &at})
	return of, clock.DayOf(at), err
}

func endLinks(tx *db.Tx, force id.Force, of id.Complaint, at time.Time) error {
	_, err := tx.Exec(`UPDATE complaint_link SET ended_at = ? WHERE force_id = ? AND complaint_id = ? AND ended_at = 0`, at, string(force), string(of))
	return err
}

// openLinks is when the link of each complaint that works was made.
func openLinks(tx *db.Tx, force id.Force) (map[id.Complaint]time.Time, error) {
	out := map[id.Complaint]time.Time{}
	_, err := db.All(tx, func(sc db.Scanner) (struct{}, error) {
		var of id.Complaint
		var at time.Time
		err := sc.Scan(&of, db.Instant{To: &at})
		out[of] = at
		return struct{}{}, err
	}, `SELECT complaint_id, MAX(made_at) FROM complaint_link WHERE force_id = ? AND ended_at = 0 GROUP BY complaint_id`, string(force))
	return out, err
}
