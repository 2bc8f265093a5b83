package roll

import (
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Foresee is by when each employer confirms its people, and when those that are silent are
// to be reminded next; see area.Foresee.
func (s *Service) Foresee(tx *db.Tx, force id.Force, w diary.Window) ([]area.Stands, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	orgs, err := s.orgs.All(tx, force, register.Now(w.At))
	if err != nil {
		return nil, err
	}
	rolls, err := table.List(tx, force, register.Now(w.At), db.Where{}, "r.id", 1<<30)
	by := map[string]Roll{}
	for _, v := range rolls {
		by[v.ID] = v.State
	}
	var out []area.Stands
	for i := range orgs {
		o := &orgs[i]
		r := by[o.ID]
		due := r.Due(&o.State, f.Settings.RollMonths)
		if due == clock.NoDay {
			continue
		}
		item := diary.Item{Key: "roll/" + o.ID, Kind: Confirms, Title: o.State.Name + " confirms who works for it", Link: "/rolls", Org: id.Org(o.ID), OrgName: o.State.Name, Due: due}
		out = append(out, area.Stands{Item: item, Needs: authz.ReadOrg})
		if due < clock.DayOf(w.At) && r.RemindedOn != clock.NoDay {
			item.Key, item.Title, item.Due = "roll/remind/"+o.ID, "Remind "+o.State.Name+" to confirm who works for it", r.RemindedOn.AddDays(f.Settings.ChaseDays)
			out = append(out, area.Stands{Item: item, Needs: authz.ReadOrg})
		}
	}
	return out, err
}
