package incident

import (
	"strings"

	"watchword/internal/db"
	"watchword/internal/id"
)

// chunk is how many rows one statement inserts.
const chunk = 200

// insert writes rows of values, many to a statement.
func insert(tx *db.Tx, into string, columns, rows int, row func(i int, args []any) []any) error {
	one := "(" + db.Marks(columns) + ")"
	for from := 0; from < rows; from += chunk {
		n := min(chunk, rows-from)
		args := make([]any, 0, n*columns)
		for i := from; i < from+n; i++ {
			args = row(i, args)
		}
		if _, err := tx.Exec(into+" VALUES "+strings.Repeat(one+", ", n-1)+one, args...); err != nil {
			return err
		}
	}
	return nil
}

func insertRecords(tx *db.Tx, force id.Force, file int64, records []Record, places []int64) error {
	return insert(tx, "INSERT INTO incident_record (force_id, file, line, kind, place, crime, outcome)", 7, len(records), func(i int, args []any) []any {
		r := &records[i]
		var crime any
		if r.Crime != (ID32{}) {
			crime = r.Crime[:]
		}
		return append(args, string(force), file, int64(r.Line), int64(r.Kind), places[r.Place], crime, r.Outcome)
	})
}

func insertPlaces(tx *db.Tx, force id.Force, first int64, places []Place) error {
	return insert(tx, "INSERT INTO incident_place (force_id, number, lon, lat, street, lsoa, lsoa_name)", 7, len(places), func(i int, args []any) []any {
		p := &places[i]
		return append(args, string(force), first+int64(i), int64(p.At.Lon), int64(p.At.Lat), p.Street, p.LSOA, p.Name)
	})
}

func insertTally(tx *db.Tx, force id.Force, file int64, entries []Entry) error {
	_, err := tx.Exec(`INSERT INTO incident_tally (force_id, file, tally) VALUES (?, ?, ?)`, string(force), file, pack(entries))
	return err
}

// lastFile is the highest number that a file of the force ever had.
func lastFile(tx *db.Tx, force id.Force) (int64, error) {
	return db.Count(tx, `SELECT COALESCE(MAX(number), 0) FROM incident_file WHERE force_id = ?`, string(force))
}

// lastPlace is the highest number that a place of the force has.
func lastPlace(tx *db.Tx, force id.Force) (int64, error) {
	return db.Count(tx, `SELECT COALESCE(MAX(number), 0) FROM incident_place WHERE force_id = ?`, string(force))
}

// placesFrom is the places of the force from a number on, in the order of their numbers,
// which have no gaps.
func placesFrom(tx *db.Tx, force id.Force, first int64) ([]Place, error) {
	return db.All(tx, func(s db.Scanner) (p Place, err error) {
		return p, s.Scan(&p.At.Lon, &p.At.Lat, &p.Street, &p.LSOA, &p.Name)
	}, `SELECT lon, lat, street, lsoa, lsoa_name FROM incident_place WHERE force_id = ? AND number >= ? ORDER BY number`, string(force), first)
}

func tallyOf(tx *db.Tx, force id.Force, file int64) ([]Entry, error) {
	var data []byte
	if err := tx.QueryRow(`SELECT tally FROM incident_tally WHERE force_id = ? AND file = ?`, string(force), file).Scan(&data); err != nil {
		return nil, err
	}
	return unpack(data)
}

// records reads the records of a file in their order.
func records(tx *db.Tx, force id.Force, file int64, yield func(Record)) error {
	rows, err := tx.Query(`SELECT line, kind, place, crime, outcome FROM incident_record WHERE force_id = ? AND file = ? ORDER BY line`, string(force), file)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r Record
		var crime []byte
		if err := rows.Scan(&r.Line, &r.Kind, &r.Place, &crime, &r.Outcome); err != nil {
			return err
		}
		copy(r.Crime[:], crime)
		yield(r)
	}
	return rows.Err()
}
