package monitor

import (
	"watchword/internal/db"
	"watchword/internal/id"
)

// write puts a sealed tally in place of the one before.
func write(tx *db.Tx, force id.Force, quarter string, sealed []byte) error {
	_, err := tx.Exec(`
		INSERT INTO equality_tally (force_id, quarter, sealed) VALUES (?, ?, ?)
		ON CONFLICT (force_id, quarter) DO UPDATE SET sealed = excluded.sealed`, string(force), quarter, sealed)
	return err
}

// read is the sealed tally of a quarter; nil if nobody has answered in it.
func read(tx *db.Tx, force id.Force, quarter string) (sealed []byte, err error) {
	err = tx.QueryRow(`SELECT sealed FROM equality_tally WHERE force_id = ? AND quarter = ?`, string(force), quarter).Scan(&sealed)
	if db.NoRows(err) {
		return nil, nil
	}
	return sealed, err
}

type row struct {
	quarter string
	sealed  []byte
}

// every is the sealed tally of every quarter, the earliest first.
func every(tx *db.Tx, force id.Force) ([]row, error) {
	return db.All(tx, func(s db.Scanner) (r row, err error) { return r, s.Scan(&r.quarter, &r.sealed) },
		`SELECT quarter, sealed FROM equality_tally WHERE force_id = ? ORDER BY quarter`, string(force))
}
