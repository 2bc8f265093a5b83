package intake

import "watchword/internal/law"

func newSummary() Summary {
	return Summary{ByStatus: map[Status]int{}, ByStatusAsAt: map[Status]int{}, ByOrganisation: map[string]int{},
		ByPower: map[law.PowerID]int{}, ByOffence: map[law.OffenceID]int{}, ByKind: map[string]int{}}
}

func summarisePeople(people []PersonLine) Summary {
	s := newSummary()
	for _, p := range people {
		s.ByStatus[p.Status]++
		s.ByStatusAsAt[p.StatusAsAt]++
		s.ByOrganisation[p.Organisation]++
		for _, id := range p.Powers {
			s.ByPower[id]++
		}
		for _, id := range p.Offences {
			s.ByOffence[id]++
		}
		if len(p.Powers) == 0 {
			s.WithoutPowers++
		}
	}
	return s
}

func summariseOrganisations(list []OrganisationLine) Summary {
	s := newSummary()
	for _, o := range list {
		s.ByStatus[o.Status]++
		s.ByOrganisation[o.Name]++
		s.ByKind[o.Kind]++
		if o.HeadCount > 0 {
			s.HeadCount += o.HeadCount
		}
		powers := map[law.PowerID]bool{}
		offences := map[law.OffenceID]bool{}
		for _, r := range o.Roles {
			for _, id := range r.Powers {
				powers[id] = true
			}
			for _, id := range r.Offences {
				offences[id] = true
			}
		}
		for id := range powers {
			s.ByPower[id]++
		}
		for id := range offences {
			s.ByOffence[id]++
		}
		if len(powers) == 0 {
			s.WithoutPowers++
		}
	}
	return s
}
