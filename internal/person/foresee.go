package person

import (
	"fmt"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/register"
)

// TooYoung is the kind of who is under the force's minimum age.
const TooYoung diary.Kind = "under-the-minimum-age"

// Foresee is who is under the minimum age: nothing of theirs can be put forward or changed
// until they are of it; see area.Foresee.
func (s *Service) Foresee(tx *db.Tx, force id.Force, w diary.Window) ([]area.Stands, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	all, err := s.AsAt(tx, force, register.Now(w.At))
	var out []area.Stands
	for _, v := range all {
		p := &v.State
		if p.Gone() || p.Born == clock.NoDay || p.Born.AgeOn(clock.DayOf(w.At)) >= f.Settings.MinimumAge {
			continue
		}
		out = append(out, area.Stands{Item: diary.Item{Key: string(TooYoung) + "/" + v.ID, Kind: TooYoung, Title: p.Name(), Link: "/people/" + v.ID, Org: p.Org, Person: id.Person(v.ID)},
			Says: fmt.Sprintf("Under %d years of age", f.Settings.MinimumAge), Needs: authz.SeeIdentity})
	}
	return out, err
}
