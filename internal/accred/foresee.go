package accred

import (
	"fmt"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Kinds of what the settings touch here.
const (
	PowersHeld diary.Kind = "powers"
	MayAppeal  diary.Kind = "right-to-appeal"
)

// Foresee is how many powers each accredited person may use by the law of the force's
// country, and until when decisions may be appealed against; see area.Foresee.
func (s *Service) Foresee(tx *db.Tx, force id.Force, w diary.Window) ([]area.Stands, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	now := register.Now(w.At)
	all, err := s.orgs.All(tx, force, now)
	if err != nil {
		return nil, err
	}
	orgs := make(map[id.Org]*org.Organisation, len(all))
	for i := range all {
		orgs[id.Org(all[i].ID)] = &all[i].State
	}
	live, err := s.Live(tx, force, "", now)
	if err != nil {
		return nil, err
	}
	var out []area.Stands
	add := func(v Version, kind diary.Kind, title, says string, due clock.Day) {
		name := ""
		if o := orgs[v.State.Org]; o != nil {
			name = o.Name
		}
		out = append(out, area.Stands{Item: diary.Item{Key: string(kind) + "/" + v.ID, Kind: kind, Title: title + v.State.Number, Link: "/people/" + string(v.State.Person), Org: v.State.Org, OrgName: name, Person: v.State.Person, Due: due}, Says: says, Needs: authz.ReadPerson})
	}
	for _, v := range live {
		if o := orgs[v.State.Org]; o != nil {
			held := v.State.Stand(o, w.At, f.Settings.Law()).Held()
			add(v, PowersHeld, "Powers of ", fmt.Sprintf("%d may be used", len(held)), clock.NoDay)
		}
	}
	var where db.Where
	where.And("r.standing IN ('refused', 'withdrawn')")
	over, err := table.Current(tx, force, where, "r.id", 1000000)
	for _, v := range over {
		if by := v.State.AppealBy(f.Settings.AppealDays); by >= clock.DayOf(w.At) {
			add(v, MayAppeal, "Appeal against the decision about ", "To "+by.Long(), by)
		}
	}
	return out, err
}
