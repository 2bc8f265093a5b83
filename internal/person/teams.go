package person

import (
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/ledger"
	"watchword/internal/org"
)

// OrgChanged refuses to let a team end to which people belong (org.Service.OnChange).
func (s *Service) OrgChanged(tx *db.Tx, e *ledger.Draft, c org.Change) error {
	for _, t := range c.Before.Teams {
		if _, there := c.After.Team(t.ID); there {
			continue
		}
		people, err := s.Under(tx, e.Force, c.Org)
		if err != nil {
			return err
		}
		n := 0
		for _, p := range people {
			if p.State.Team == t.ID && !p.State.Gone() {
				n++
			}
		}
		switch {
		case n == 1:
			return fault.New(fault.Conflict, "1 person belongs to the team %s. Give them another team, or none, first.", t.Name)
		case n > 1:
			return fault.New(fault.Conflict, "%d people belong to the team %s. Give them another team, or none, first.", n, t.Name)
		}
	}
	return nil
}
