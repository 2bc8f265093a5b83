package vetting

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// Decisions is how many decisions have been in effect since the instant: clearances given
// and refused, first ones and renewals.
func (s *Service) Decisions(tx *db.Tx, force id.Force, since time.Time) (int64, error) {
	return db.Count(tx, `SELECT COUNT(*) FROM vetting
		WHERE force_id = ? AND superseded_at = ? AND from_at >= ? AND outcome IN ('passed', 'refused') AND renewal_day = ''`, string(force), clock.Forever, since)
}

// Expiring is the clearances whose last day lies between two days, both included, the
// earliest first.
func (s *Service) Expiring(tx *db.Tx, force id.Force, from, to clock.Day, limit int) ([]Version, error) {
	var w db.Where
	w.And("r.outcome = 'passed' AND r.expires_day >= ? AND r.expires_day <= ?", from.String(), to.String())
	return table.Current(tx, force, w, "r.expires_day, r.id", limit)
}

// Renewals is those whose renewal was asked for and not decided, longest first.
func (s *Service) Renewals(tx *db.Tx, force id.Force, limit int) ([]Version, error) {
	var w db.Where
	w.And("r.outcome = 'passed' AND r.renewal_day <> ''")
	return table.Current(tx, force, w, "r.renewal_day, r.id", limit)
}
