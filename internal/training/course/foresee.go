package course

import (
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Kinds of what the settings touch here, beside what the diary says.
const (
	RefresherOver diary.Kind = "refresher-at-renewal"
	FurtherDone   diary.Kind = "further-training"
)

// Foresee is by when each person's refresher is due, and how their training would stand at a
// renewal today; see area.Foresee.
func (s *Service) Foresee(tx *db.Tx, force id.Force, w diary.Window) ([]area.Stands, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	today := clock.DayOf(w.At)
	trained, err := s.trainings.PassedBy(tx, force, today)
	if err != nil || len(trained) == 0 {
		return nil, err
	}
	known, err := s.reached(tx, authz.ByItself(force))
	if err != nil {
		return nil, err
	}
	done, err := s.furtherOfAll(tx, force, w)
	var out []area.Stands
	for _, v := range trained {
		of := id.Person(v.ID)
		p, ok := known[of]
		_, due, _ := refresher(v.State, f.Settings, today)
		if !ok || p.Gone() || p.OptedOut != clock.NoDay || due == clock.NoDay {
			continue
		}
		item := diary.Item{Key: string(ToRefresh) + "/" + v.ID, Kind: ToRefresh, Title: "Refresher of " + p.Name(), Link: "/people/" + v.ID, Org: p.Org, Person: of, Due: due}
		out = append(out, area.Stands{Item: item, Needs: authz.ReadTraining})
		if due < today {
			item.Key, item.Kind, item.Due = string(RefresherOver)+"/"+v.ID, RefresherOver, clock.NoDay
			out = append(out, area.Stands{Item: item, Says: "Overdue: " + atRenewal[f.Settings.RefresherOverdue], Needs: authz.ReadTraining})
		}
		further := Further{Hours: done[of], Asked: f.Settings.CPDHours}
		item.Key, item.Kind, item.Title, item.Due = string(FurtherDone)+"/"+v.ID, FurtherDone, "Further training of "+p.Name(), clock.NoDay
		x := area.Stands{Item: item, Says: "Enough", Needs: authz.ReadTraining}
		if !further.Enough() {
			x.Says = itoa(further.Hours) + " of " + itoa(further.Asked) + " hours: " + atRenewal[f.Settings.CPDShort]
		}
		out = append(out, x)
	}
	return out, err
}

// atRenewal is what comes of too little training at a renewal.
var atRenewal = map[string]string{area.Warn: "warned of at a renewal", area.Block: "stops a renewal"}

// furtherOfAll is how many hours of further training each person attended in the last year.
func (s *Service) furtherOfAll(tx *db.Tx, force id.Force, w diary.Window) (map[id.Person]int, error) {
	var where db.Where
	where.And("r.standing = 'attended'")
	all, err := placeTable.List(tx, force, register.Now(w.At), where, "r.id", 1<<30)
	by := map[id.Person][]PlaceVersion{}
	for _, v := range all {
		by[v.State.Person] = append(by[v.State.Person], v)
	}
	out := make(map[id.Person]int, len(by))
	for of, places := range by {
		out[of] = hours(places, clock.DayOf(w.At))
	}
	return out, err
}
