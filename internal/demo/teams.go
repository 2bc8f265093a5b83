package demo

import (
	"cmp"
	"slices"

	"watchword/internal/county"
	"watchword/internal/id"
	"watchword/internal/org"
)

// teams gives a council with several supervisors a team for each: the wards of its town to
// the first, the others to the rest, from north to south.
func (l *loading) teams(o *employer) error {
	var supervisors []string
	for _, c := range o.plan.Contacts {
		if c.Kind == county.Supervisor {
			supervisors = append(supervisors, c.Name)
		}
	}
	towns, others := l.wardsOf(o.plan.Areas)
	if len(supervisors) < 2 || len(towns) == 0 || len(others) < len(supervisors) {
		return nil
	}
	names := []string{"Town centre", "Villages"}
	if len(supervisors) > 2 {
		names = []string{"Town centre", "North villages", "South villages"}
	}
	o.teams = map[string]id.Team{}
	for i, supervisor := range supervisors[:len(names)] {
		t := org.Team{Name: names[i], Supervisor: supervisor, Areas: towns}
		if i > 0 {
			share := len(others) / (len(names) - 1)
			t.Areas = others[(i-1)*share : i*share]
			if i == len(names)-1 {
				t.Areas = others[(i-1)*share:]
			}
		}
		made, err := l.Orgs.SetTeam(l.ctx, l.manager(), o.id, t)
		if err != nil {
			return err
		}
		o.teams[supervisor] = made
	}
	return nil
}

// wardsOf is the wards of an authority that is the whole of an employer's area: those of
// its town, and the others from north to south.
func (l *loading) wardsOf(areas []string) (towns, others []id.Area) {
	if len(areas) != 1 {
		return nil, nil
	}
	var wards []county.Area
	for _, a := range l.plan.Areas {
		if a.Kind == county.Ward && a.Parent == areas[0] {
			wards = append(wards, a)
		}
	}
	slices.SortStableFunc(wards, func(a, b county.Area) int { return cmp.Compare(b.Shape.Label()[1], a.Shape.Label()[1]) })
	for _, a := range wards {
		if a.Towns {
			towns = append(towns, l.areas[a.Key])
		} else {
			others = append(others, l.areas[a.Key])
		}
	}
	return towns, others
}
