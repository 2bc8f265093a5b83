package desk

import (
	"cmp"
	"context"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/id"
	"watchword/internal/incident"
	"watchword/internal/register"
)

// Present is the accredited organisations that work in each area, those with most persons
// there first; see incident.Service.Present. Errors: fault.Forbidden.
func (b *Board) Present(ctx context.Context, who authz.Actor, when *register.When) (map[id.Area][]incident.Here, error) {
	p, err := b.placed(ctx, who, when)
	if err != nil {
		return nil, err
	}
	out := make(map[id.Area][]incident.Here, len(p.orgs))
	for a, orgs := range p.orgs {
		here := make([]incident.Here, len(orgs))
		for i, o := range orgs {
			here[i] = incident.Here{Org: o.ID, Name: o.Entry.Name, Persons: int(p.persons[a][o.ID])}
		}
		slices.SortFunc(here, func(a, b incident.Here) int { return cmp.Or(b.Persons-a.Persons, cmp.Compare(a.Name, b.Name)) })
		out[a] = here
	}
	return out, nil
}
