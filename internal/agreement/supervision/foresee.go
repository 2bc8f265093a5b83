package supervision

import (
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
)

// OfRatio is the kind of how many persons one supervisor has.
const OfRatio diary.Kind = "supervision-ratio"

// Foresee is the next visit and the next sample of each organisation, and whether each
// supervisor has more persons than the ratio allows; see area.Foresee.
func (s *Service) Foresee(tx *db.Tx, force id.Force, w diary.Window) ([]area.Stands, error) {
	all, err := s.looks(tx, force, "", register.Now(w.At), true)
	var out []area.Stands
	for _, l := range all {
		if x := &l.Org.State; l.VisitDue == clock.NoDay || x.State != org.InForce && x.State != org.Suspended {
			continue
		}
		add := func(kind diary.Kind, of, title, says string, due clock.Day) {
			out = append(out, area.Stands{Item: diary.Item{Key: string(kind) + "/" + l.Org.ID + of, Kind: kind, Title: title + l.Org.State.Name, Link: "/organisations/" + l.Org.ID + "/supervision", Org: id.Org(l.Org.ID), OrgName: l.Org.State.Name, Due: due},
				Says: says, Needs: authz.ReadAgreement})
		}
		add(ToVisit, "", "Make a supervision visit at ", "", l.VisitDue)
		add(ToSample, "", "Look through a sample of documents at ", "", l.SampleDue)
		for _, x := range l.Loads {
			says := "Not too many: " + persons(x.Persons)
			if x.Over {
				says = "Too many: " + persons(x.Persons)
			}
			add(OfRatio, "/"+x.Name, "Whom "+x.Name+" supervises at ", says, clock.NoDay)
		}
	}
	return out, err
}
