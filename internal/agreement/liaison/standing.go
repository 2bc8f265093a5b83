package liaison

import (
	"watchword/internal/agreement"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Standing is what is due between the parties, at an instant. Days are clock.NoDay without
// a protocol in force.
type Standing struct {
	MeetingDue    clock.Day
	EvaluationDue clock.Day
	LateIssues    int // that wait for the organisation longer than they may
	LateActions   int // of the organisation, after an evaluation
}

// Standings is the standing of one organisation, or with an empty identity of each that
// has a protocol in force, a meeting, an issue or an evaluation, read at once, for rooms
// that have asked for permission themselves.
func (s *Service) Standings(tx *db.Tx, force id.Force, with id.Org, w register.When) (map[id.Org]Standing, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	began, err := s.agreements.Begun(tx, force, with, w)
	if err != nil {
		return nil, err
	}
	var where db.Where
	if with != "" {
		where.And("r.org_id = ?", string(with))
	}
	met, held := map[id.Org]clock.Day{}, map[id.Org]clock.Day{}
	out := map[id.Org]Standing{}
	ms, err := meetings.List(tx, force, w, where, "r.id", 1<<30)
	if err != nil {
		return nil, err
	}
	for _, v := range ms {
		if v.State.State == Held {
			met[v.State.Org] = max(met[v.State.Org], v.State.Day)
		}
	}
	es, err := evaluations.List(tx, force, w, where, "r.id", 1<<30)
	if err != nil {
		return nil, err
	}
	today := clock.DayOf(w.At)
	for _, v := range es {
		x := out[v.State.Org]
		held[v.State.Org] = max(held[v.State.Org], v.State.Day)
		for _, a := range v.State.Actions {
			if a.Side == agreement.OfOrg && a.Done == clock.NoDay && a.Due < today {
				x.LateActions++
			}
		}
		out[v.State.Org] = x
	}
	vs, err := matters.List(tx, force, w, MatterQuery{Org: with, Live: true}.where(), "r.id", 1<<30)
	for _, v := range vs {
		if due := v.State.Due(f.Settings); v.State.Turn == agreement.OfOrg && due != clock.NoDay && due < today {
			x := out[v.State.Org]
			x.LateIssues++
			out[v.State.Org] = x
		}
	}
	for of, day := range began {
		x := out[of]
		x.MeetingDue, x.EvaluationDue = next(day, met[of], f.Settings.MeetingMonths), next(day, held[of], f.Settings.EvaluationMonths)
		out[of] = x
	}
	return out, err
}
