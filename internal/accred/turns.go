package accred

import (
	"cmp"
	"slices"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// Turn is an accreditation coming from one state to another, as it was recorded.
type Turn struct {
	Accreditation id.Accreditation
	Org           id.Org
	Number        string
	From, To      State     // From is empty for a new one
	At            time.Time // from when the new state is true
	Known         time.Time // when it was recorded
	Entry         id.Entry  // of the ledger, that wrote it
}

// Turns is every change of state of an accreditation that was ever recorded, in the order in
// which they were. A state written again, as when only powers change, is none.
func (s *Service) Turns(tx *db.Tx, force id.Force) ([]Turn, error) {
	rows, err := db.All(tx, func(x db.Scanner) (t Turn, err error) {
		return t, x.Scan(&t.Accreditation, &t.Org, &t.Number, &t.To, db.Instant{To: &t.At}, db.Instant{To: &t.Known}, &t.Entry)
	}, `SELECT id, org_id, number, standing, from_at, known_at, entry_id FROM accreditation WHERE force_id = ? AND until_at = ? ORDER BY id, version`, string(force), clock.Forever)
	if err != nil {
		return nil, err
	}
	var out []Turn
	for i, t := range rows {
		if i > 0 && rows[i-1].Accreditation == t.Accreditation {
			t.From = rows[i-1].To
		}
		if t.From != t.To {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b Turn) int {
		return cmp.Or(a.Known.Compare(b.Known), cmp.Compare(a.Accreditation, b.Accreditation))
	})
	return out, nil
}
