package complaint

import (
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Standing is what an employer has to do about complaints that were given over to it.
type Standing struct {
	Open int // that it looks into
	Late int // of which it has not said in time what it found
}

// Standings is the standing of one employer, or with an empty identity of each that looks
// into a complaint, for rooms that have asked for permission themselves. What is kept from
// the employer is not counted.
func (s *Service) Standings(tx *db.Tx, force id.Force, with id.Org, w register.When) (map[id.Org]Standing, error) {
	var where db.Where
	where.And("r.standing = ?", string(Enquiring))
	if with != "" {
		where.And("r.org_id = ?", string(with))
	}
	vs, err := table.List(tx, force, w, where, "r.id", 1<<30)
	out := map[id.Org]Standing{}
	for _, v := range vs {
		c := &v.State
		if c.Held || c.Assigned == nil || c.Assigned.To != Employer {
			continue
		}
		x := out[c.Org]
		x.Open++
		if c.Assigned.By < clock.DayOf(w.At) {
			x.Late++
		}
		out[c.Org] = x
	}
	return out, err
}
