package compliance

import (
	"cmp"
	"slices"

	"watchword/internal/accred"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/agreement/supervision"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Service reads the registers and judges.
type Service struct {
	Areas      *area.Service
	Orgs       *org.Service
	Persons    *person.Service
	Accreds    *accred.Service
	Agreements *agreement.Service
	Liaison    *liaison.Service
	Supervised *supervision.Service
	Complaints *complaint.Service
}

// Organisation is an organisation judged, with its accredited persons.
type Organisation struct {
	Org      org.Version
	Findings []Finding
	People   []Person
}

// Person is an accredited person judged.
type Person struct {
	ID       id.Person
	Name     string
	Number   string
	Findings []Finding
}

// Part is what was found of one part.
func (p *Person) Part(part Part) Finding { return find(p.Findings, part) }

// Part is what was found of one part.
func (o *Organisation) Part(part Part) Finding { return find(o.Findings, part) }

func find(fs []Finding, part Part) Finding {
	for _, f := range fs {
		if f.Part == part {
			return f
		}
	}
	return Finding{Part: part, Colour: Unknown}
}

// Of is an organisation judged as it stood. Errors: fault.Forbidden, fault.NotFound.
func (s *Service) Of(tx *db.Tx, who authz.Actor, with id.Org, w register.When) (Organisation, error) {
	if err := s.Agreements.May(tx, who, authz.ReadAgreement, with); err != nil {
		return Organisation{}, err
	}
	all, err := s.judge(tx, who.Force, with, w)
	if err == nil && len(all) == 0 {
		err = fault.New(fault.NotFound, "There is no such organisation.")
	}
	if err != nil {
		return Organisation{}, err
	}
	return all[0], nil
}

// All is every organisation that the actor may see and whose arrangements were in force,
// suspended or lapsed by themselves, judged as it stood, in the order of their names.
// Errors: fault.Forbidden.
func (s *Service) All(tx *db.Tx, who authz.Actor, w register.When) ([]Organisation, error) {
	if !who.Can(authz.ReadAgreement) {
		return nil, who.May(authz.ReadAgreement, authz.Object{})
	}
	own := id.Org("")
	if who.Role.OfEmployer() {
		own = who.Org
	}
	all, err := s.judge(tx, who.Force, own, w)
	return slices.DeleteFunc(all, func(o Organisation) bool {
		x := &o.Org.State
		return x.State != org.InForce && x.State != org.Suspended || who.May(authz.ReadAgreement, authz.Object{Org: id.Org(o.Org.ID), Areas: x.Areas}) != nil
	}), err
}

// OfPerson is a person judged as they stood; fault.NotFound if they held no accreditation
// that was live then. Errors: fault.Forbidden.
func (s *Service) OfPerson(tx *db.Tx, who authz.Actor, of id.Person, w register.When) (Person, error) {
	if err := s.Persons.May(tx, who, authz.ReadPerson, of, w.Known); err != nil {
		return Person{}, err
	}
	p, err := s.Persons.Any(tx, who.Force, of, w)
	if err != nil {
		return Person{}, err
	}
	if err := s.Agreements.May(tx, who, authz.ReadAgreement, p.State.Org); err != nil {
		return Person{}, err
	}
	x, err := s.one(tx, who.Force, p, w, nil)
	if err == nil && x == nil {
		err = fault.New(fault.NotFound, "The six standards are for accredited persons. This person holds no accreditation.")
	}
	if err != nil {
		return Person{}, err
	}
	return *x, nil
}

// one judges one person, without reading what others of the employer hold beyond what tells
// the load of supervisors; nil if the person held no accreditation that was live then. It may
// be judged as it is to be, in place of as it stands.
func (s *Service) one(tx *db.Tx, force id.Force, v person.Version, w register.When, instead *accred.Accreditation) (*Person, error) {
	f, err := s.Areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	held, err := s.Accreds.Of(tx, force, id.Person(v.ID), w)
	if err != nil {
		return nil, err
	}
	looks, err := s.Supervised.Looks(tx, force, v.State.Org, w)
	if err != nil || len(looks) == 0 {
		return nil, err
	}
	for i := range held {
		a := held[i].State
		if a.Org != v.State.Org || !a.State.Live() {
			continue
		}
		if instead != nil && instead.Number == a.Number {
			a = *instead
		}
		if x, ok := judgedAs(&looks[0], &v.State, a, f.Settings, w); ok {
			return &x, nil
		}
	}
	return nil, nil
}

// judge judges one organisation, or with an empty identity each, with its persons.
func (s *Service) judge(tx *db.Tx, force id.Force, with id.Org, w register.When) ([]Organisation, error) {
	f, err := s.Areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	looks, err := s.Supervised.Looks(tx, force, with, w)
	if err != nil {
		return nil, err
	}
	standings, err := s.Liaison.Standings(tx, force, with, w)
	if err != nil {
		return nil, err
	}
	complaints, err := s.Complaints.Standings(tx, force, with, w)
	if err != nil {
		return nil, err
	}
	protocols, err := s.Agreements.InForce(tx, force, with, w)
	if err != nil {
		return nil, err
	}
	people, err := s.people(tx, force, with, w, byOrg(looks), f.Settings)
	if err != nil {
		return nil, err
	}
	out := make([]Organisation, 0, len(looks))
	for _, l := range looks {
		of := id.Org(l.Org.ID)
		facts := OrgFacts{ID: of, Org: l.Org.State, Liaison: standings[of], Complaints: complaints[of], Look: l, Set: f.Settings, Today: clock.DayOf(w.At)}
		if p, ok := protocols[of]; ok {
			facts.Protocol = &p.State
		}
		for _, p := range people[of] {
			facts.Persons = append(facts.Persons, p.Findings)
		}
		out = append(out, Organisation{Org: l.Org, Findings: JudgeOrg(facts), People: people[of]})
	}
	return out, nil
}

// people judges the accredited persons of each organisation, in the order of their names.
func (s *Service) people(tx *db.Tx, force id.Force, with id.Org, w register.When, orgs map[id.Org]*supervision.Look, set area.Settings) (map[id.Org][]Person, error) {
	live, err := s.Accreds.Live(tx, force, with, w)
	if err != nil || len(live) == 0 {
		return nil, err
	}
	var vs []person.Version
	if with == "" {
		vs, err = s.Persons.AsAt(tx, force, w)
	} else {
		vs, err = s.Persons.OfOrg(tx, force, with, w)
	}
	if err != nil {
		return nil, err
	}
	known := make(map[id.Person]*person.Person, len(vs))
	for i := range vs {
		known[id.Person(vs[i].ID)] = &vs[i].State
	}
	out := map[id.Org][]Person{}
	for _, v := range live {
		l, p := orgs[v.State.Org], known[v.State.Person]
		if l == nil || p == nil {
			continue
		}
		if x, ok := judgedAs(l, p, v.State, set, w); ok {
			out[v.State.Org] = append(out[v.State.Org], x)
		}
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	}
	return out, nil
}

// judgedAs is a person judged by an accreditation, if it stands so that it is judged.
func judgedAs(l *supervision.Look, p *person.Person, a accred.Accreditation, set area.Settings, w register.When) (Person, bool) {
	st := a.Stand(&l.Org.State, w.At, set.Law())
	if p.Gone() || !judged[st.Status] {
		return Person{}, false
	}
	facts := PersonFacts{ID: a.Person, Person: *p, Accred: a, Standing: st, Org: a.Org, Employer: l.Org.State, Set: set, Today: clock.DayOf(w.At)}
	for _, s := range l.Loads {
		if org.Fold(s.Name) == org.Fold(p.Supervisor) {
			facts.Cover, facts.Over = s.Cover, s.Over
		}
	}
	return Person{ID: a.Person, Name: p.Surname + ", " + p.Forenames, Number: a.Number, Findings: JudgePerson(facts)}, true
}

// Hinders is why arrangements cannot be renewed: each part that is not met. It is asked
// before each approval; what begins anew is not a renewal. See wire/hooks.go.
func (s *Service) Hinders(tx *db.Tx, e *ledger.Draft, with id.Org, o org.Organisation, begins clock.Day) ([]fault.Reason, error) {
	if o.State != org.InForce || o.Standing(e.At).State != law.Active || o.To == clock.NoDay || begins > o.To+1 {
		return nil, nil
	}
	all, err := s.judge(tx, e.Force, with, register.Now(e.At))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return refusals(all[0].Findings, "organisation"), nil
}

// HindersPerson is why an accreditation cannot be renewed as it is to be: each part that is
// not met. It warns of nothing. See wire/hooks.go.
func (s *Service) HindersPerson(tx *db.Tx, force id.Force, a accred.Accreditation, w register.When) (stop, warn []fault.Reason, err error) {
	p, err := s.Persons.Any(tx, force, a.Person, w)
	if err != nil {
		return nil, nil, err
	}
	x, err := s.one(tx, force, p, w, &a)
	if err != nil || x == nil {
		return nil, nil, err
	}
	return refusals(x.Findings, "person"), nil, nil
}

func byOrg(looks []supervision.Look) map[id.Org]*supervision.Look {
	out := make(map[id.Org]*supervision.Look, len(looks))
	for i := range looks {
		out[id.Org(looks[i].Org.ID)] = &looks[i]
	}
	return out
}

// refusals is a reason for each part that is not met.
func refusals(fs []Finding, what string) []fault.Reason {
	var out []fault.Reason
	for _, f := range Reds(fs) {
		out = append(out, fault.Reason{Code: "standard." + string(f.Part), Message: f.Part.Title() + " is not met: " + f.Reasons[0].Text,
			Source: "The six standards of the scheme", Mend: "Put it right first. See the six standards of the " + what + "."})
	}
	return out
}
