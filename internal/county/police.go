package county

import (
	"strings"

	"watchword/internal/clock"
)

// Keys of the accounts that the plan speaks of most.
const (
	manager   = "ruth-adeyemi"
	delegate  = "daniel-thorne"
	deputy    = "miriam-castell"
	vetter    = "vetting-decisions"
	trainer   = "carys-marsh"
	assistant = "owen-tiller"
)

// police makes the accounts of the force and its partners.
func (m *maker) police() {
	coast, vale, downs := "lpa/coast", "lpa/vale", "lpa/downs"
	for _, a := range []Account{
		{Key: manager, Name: "Ruth Adeyemi", Post: "Scheme manager", Role: SchemeManager},
		{Key: assistant, Name: "Owen Tiller", Post: "Scheme officer", Role: SchemeManager},
		{Key: delegate, Name: "C/Insp Daniel Thorne", Post: "Chief officer's delegate", Role: Delegate},
		{Key: deputy, Name: "Supt Miriam Castell", Post: "Chief officer's delegate, appeals and absences", Role: Delegate},
		{Key: vetter, Name: "Lesley Farrant", Post: "Vetting decision-maker", Role: VettingUnit},
		{Key: "vetting-desk", Name: "Tomasz Sikora", Post: "Vetting administrator", Role: VettingUnit},
		{Key: trainer, Name: "Carys Marsh", Post: "Trainer", Role: Trainer},
		{Key: "martin-askew", Name: "Sgt Martin Askew", Post: "Police liaison, Vale local policing area", Role: Neighbourhood, Areas: []string{vale}},
		{Key: "petra-kolar", Name: "Sgt Petra Kolar", Post: "Police liaison, Coast local policing area", Role: Neighbourhood, Areas: []string{coast}},
		{Key: "colin-wragg", Name: "Sgt Colin Wragg", Post: "Police liaison, Downs local policing area", Role: Neighbourhood, Areas: []string{downs}},
		{Key: "operator-8123", Name: "Operator 8123", Post: "Control room, desk 14", Role: ControlRoom},
		{Key: "josie-blythe", Name: "Josie Blythe", Post: "Community safety manager, Aldermere City Council", Role: SafetyManager, Areas: []string{authorityKey("Aldermere")}, Org: "aldermere-city-council"},
		{Key: "kieran-lacey", Name: "Kieran Lacey", Post: "Housing officer, Quayside Homes", Role: HousingOfficer, Org: "quayside-homes"},
		{Key: "anthea-forde", Name: "Anthea Forde", Post: "Restorative justice hub manager", Role: RestorativeHub},
		{Key: "neil-rigby", Name: "Insp Neil Rigby", Post: "Professional standards", Role: Standards},
		{Key: "hina-aziz", Name: "Hina Aziz", Post: "Data-protection officer", Role: DataOfficer},
		{Key: "frances-selwood", Name: "Frances Selwood", Post: "Policy officer, commissioner's office", Role: Commissioner},
	} {
		a.Email = mailName(a.Name) + "@eastmarch.example"
		switch a.Role {
		case SafetyManager:
			a.Email = mailName(a.Name) + "@aldermere.example"
		case HousingOfficer:
			a.Email = mailName(a.Name) + "@quayside-homes.example"
		case Commissioner, RestorativeHub:
			a.Email = mailName(a.Name) + "@commissioner.eastmarch.example"
		}
		m.names.take(plainName(a.Name))
		m.plan.Accounts = append(m.plan.Accounts, a)
	}
}

// plainName is a name without the rank.
func plainName(name string) string {
	for _, rank := range []string{"C/Insp ", "Supt ", "Sgt ", "Insp "} {
		name = strings.TrimPrefix(name, rank)
	}
	return name
}

// mailName is the part of an e-mail address that stands for a name.
func mailName(name string) string { return strings.ReplaceAll(key(plainName(name)), "-", ".") }

// liaison is the police liaison officer for an area key.
func liaison(area string) string {
	short := strings.Split(area, "/")[1]
	for _, a := range authorities {
		if key(a.short) == short {
			return []string{"petra-kolar", "martin-askew", "colin-wragg"}[districts[a.district].area]
		}
	}
	return "martin-askew"
}

// portal makes the accounts of employers' people: all roles at the council of the
// pictures, and the signatory of everybody else.
func (m *maker) portal() {
	for _, o := range m.orgs {
		if o.now == gone {
			continue
		}
		for _, c := range o.Contacts {
			role := map[ContactKind]AccountRole{Signatory: EmployerSignatory, LiaisonOfficer: EmployerLiaison, Supervisor: EmployerSuper}[c.Kind]
			if role == "" {
				continue
			}
			m.plan.Accounts = append(m.plan.Accounts, Account{
				Key: o.Key + "/" + key(c.Name), Name: c.Name, Post: c.Post + ", " + o.employer.name, Email: c.Email, Role: role, Org: o.Key,
			})
		}
	}
	for _, c := range m.careers {
		if c.end == clock.NoDay && (c.tag == "tamsin" || c.tag == "dev" || c.tag == "4302") {
			m.plan.Accounts = append(m.plan.Accounts, Account{Key: c.person.Key, Name: c.person.Name(), Post: c.o.roles[c.post].name, Email: c.person.Email, Role: AccreditedPerson, Org: c.o.Key, Who: c.person.Key})
		}
	}
}
