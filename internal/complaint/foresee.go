package complaint

import (
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
)

// Kinds of what the settings touch here, beside what the diary says.
const (
	MayReview diary.Kind = "right-to-a-review"
	LinkWorks diary.Kind = "complaint-link"
)

// Foresee is until when outcomes may be reviewed, and until when the links of closed
// complaints work; see area.Foresee.
func (s *Service) Foresee(tx *db.Tx, force id.Force, w diary.Window) ([]area.Stands, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	made, err := openLinks(tx, force)
	if err != nil {
		return nil, err
	}
	var where db.Where
	where.And("r.standing IN ('decided', 'reviewed', 'withdrawn', 'passed')")
	all, err := table.Current(tx, force, where, "r.id", 100000)
	today := clock.DayOf(w.At)
	var out []area.Stands
	for _, v := range all {
		c := &v.State
		add := func(kind diary.Kind, title string, until clock.Day) {
			if until >= today {
				out = append(out, area.Stands{Item: diary.Item{Key: string(kind) + "/" + v.ID, Kind: kind, Title: title + c.Reference, Link: "/complaints/" + v.ID, Org: c.Org, Due: until}, Says: "To " + until.Long(), Needs: authz.WorkComplaints})
			}
		}
		if c.State == Decided {
			add(MayReview, "A review of ", c.reviewUntil(f.Settings))
		}
		if at, ok := made[id.Complaint(v.ID)]; ok {
			add(LinkWorks, "The link to ", c.linkEnds(clock.DayOf(at), f.Settings))
		}
	}
	return out, err
}
