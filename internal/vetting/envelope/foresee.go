package envelope

import (
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
)

// KindKept is the kind of what lies in envelopes until its time is over.
const KindKept diary.Kind = "content-of-an-envelope"

// Foresee is until when what lies in each envelope is kept; see area.Foresee.
func (s *Service) Foresee(tx *db.Tx, force id.Force, _ diary.Window) ([]area.Stands, error) {
	set, err := s.Settings(tx, force)
	if err != nil {
		return nil, err
	}
	var where db.Where
	where.And("r.ended_day <> ''")
	all, err := table.Current(tx, force, where, "r.ended_day, r.id", mostWaiting)
	var out []area.Stands
	for _, v := range all {
		until := v.State.Ended.AddMonths(set.VettingKeepMonths)
		out = append(out, area.Stands{Item: diary.Item{Key: string(Kept) + "/" + v.ID, Kind: KindKept, Title: "What lies in an envelope", Link: "/envelopes/" + v.ID, Org: v.State.Org, Person: v.State.Person, Due: until}, Needs: authz.OpenVetting})
	}
	return out, err
}
