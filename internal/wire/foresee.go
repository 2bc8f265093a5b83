package wire

import "watchword/internal/area"

// foresees is the rooms that are asked, beside their diaries, what a change of the settings
// touches: of what stands by the settings and is in nobody's diary, or there as one of many.
func (r *Rooms) foresees() []area.Foresee {
	return []area.Foresee{r.Accreds.Foresee, r.Persons.Foresee, r.Rolls.Foresee, r.Envelopes.Foresee, r.Courses.Foresee, r.Supervised.Foresee, r.Complaints.Foresee, r.Compliance.Foresee, r.Retention.Foresee}
}
