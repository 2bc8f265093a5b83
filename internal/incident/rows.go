package incident

import (
	"errors"
	"fmt"
	"slices"

	"watchword/internal/db"
	"watchword/internal/id"
)

// Rows reads the register of months for ledger.Verify. Each month's records are read again
// and must have the digest that the ledger was told, and the tally that maps are made of.
func Rows(tx *db.Tx, force id.Force, yield func(ref string, until int64, body string, broken error) error) error {
	files, err := numbers(tx, force)
	if err != nil {
		return err
	}
	wrong := map[string]error{}
	places, err := placesFrom(tx, force, 1)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := examine(tx, force, f, places); errors.Is(err, errContent) {
			wrong[f.row] = err
		} else if err != nil {
			return err
		}
	}
	return table.Rows(tx, force, func(ref string, until int64, body string, broken error) error {
		if w := wrong[ref]; w != nil && broken == nil {
			broken = w
		}
		return yield(ref, until, body, broken)
	})
}

// errContent says that the records of a month are not those that were taken.
var errContent = errors.New("its records are not those that were taken")

// numberedFile is a file with the ref of a row of the register that tells of it.
type numberedFile struct {
	row    string
	number int64
	digest string
}

func numbers(tx *db.Tx, force id.Force) ([]numberedFile, error) {
	return db.All(tx, func(s db.Scanner) (f numberedFile, err error) {
		var file string
		var version int64
		err = s.Scan(&file, &version, &f.number, &f.digest)
		f.row = fmt.Sprintf("%s/%s/%d", table.Name, file, version)
		return f, err
	}, `SELECT id, version, number, digest FROM incident_file WHERE force_id = ? AND version = 1 ORDER BY id`, string(force))
}

func examine(tx *db.Tx, force id.Force, f numberedFile, places []Place) error {
	d, missing := newDigester(), false
	var all []Record
	err := records(tx, force, f.number, func(r Record) {
		var at Place
		if r.Place < 0 || r.Place > int64(len(places)) || r.Kind == 0 || int(r.Kind) >= len(kinds) {
			missing = true
			return
		}
		if r.Place > 0 {
			at = places[r.Place-1]
		}
		d.add(r, at)
		all = append(all, Record{Kind: r.Kind, Place: r.Place})
	})
	if err != nil {
		return err
	}
	if missing || d.String() != f.digest {
		return fmt.Errorf("%w: they were altered, added to or taken away", errContent)
	}
	kept, err := tallyOf(tx, force, f.number)
	if err != nil && !db.NoRows(err) && !errors.Is(err, errPacked) {
		return err
	}
	if err != nil || !slices.Equal(kept, tally(all)) {
		return fmt.Errorf("%w: their counts say otherwise", errContent)
	}
	return nil
}
