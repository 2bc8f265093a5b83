package desk

import (
	"context"

	"watchword/internal/db"
	"watchword/internal/id"
)

// rollMost is how many lines are written anew in one transaction.
const rollMost = 200

// Roll writes anew the lines of persons of whom something has lapsed by itself while their
// accreditation goes on, so that the nearest thing that ends is one still to come. The
// program calls it several times a minute; on most days it finds a few, once.
func (d *Desk) Roll(ctx context.Context) error {
	forces, err := db.Find(ctx, d.DB, d.Areas.Forces)
	if err != nil {
		return err
	}
	for _, f := range forces {
		for more := true; more; {
			if more, err = d.roll(ctx, f.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// roll writes a part of a force's lines, and reports whether there may be more.
func (d *Desk) roll(ctx context.Context, force id.Force) (more bool, err error) {
	now := d.Ledger.Now()
	persons, err := db.Find(ctx, d.DB, func(tx *db.Tx) ([]string, error) {
		return db.Strings(tx, `SELECT person_id FROM desk_line WHERE force_id = ? AND due_at <= ? AND until_at > ? AND written_at < due_at ORDER BY due_at, person_id`+db.Limit,
			string(force), now, now, int64(rollMost))
	})
	if err != nil || len(persons) == 0 {
		return false, err
	}
	return len(persons) == rollMost, d.DB.Write(ctx, func(tx *db.Tx) error {
		for _, p := range persons {
			if err := d.Refresh(tx, force, id.Person(p), now); err != nil {
				return err
			}
		}
		return nil
	})
}
