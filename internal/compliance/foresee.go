package compliance

import (
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Kinds of what the settings touch here.
const (
	OfOrganisation diary.Kind = "standard-of-an-organisation"
	OfPersons      diary.Kind = "standard-of-a-person"
)

// Foresee is how each part of each organisation, and of each accredited person, stands by
// the settings; see area.Foresee.
func (s *Service) Foresee(tx *db.Tx, force id.Force, w diary.Window) ([]area.Stands, error) {
	all, err := s.judge(tx, force, "", register.Now(w.At))
	var out []area.Stands
	for _, o := range all {
		if x := &o.Org.State; x.State != org.InForce && x.State != org.Suspended {
			continue
		}
		of, name := id.Org(o.Org.ID), o.Org.State.Name
		add := func(kind diary.Kind, key, what, page string, person id.Person, fs []Finding) {
			for _, f := range fs {
				out = append(out, area.Stands{Item: diary.Item{Key: "standard/" + key + "/" + string(f.Part), Kind: kind, Title: f.Part.Title() + " of " + what, Link: page + "/standards", Org: of, OrgName: name, Person: person},
					Says: f.Colour.Title(), Needs: authz.ReadAgreement})
			}
		}
		add(OfOrganisation, o.Org.ID, name, "/organisations/"+o.Org.ID, "", o.Findings)
		for _, p := range o.People {
			add(OfPersons, string(p.ID), p.Name, "/people/"+string(p.ID), p.ID, p.Findings)
		}
	}
	return out, err
}
