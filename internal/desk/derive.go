package desk

import (
	"time"

	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/person/alike"
	"watchword/internal/register"
	"watchword/internal/vetting"
)

// facts is what the registers say of a person: all that a line follows from.
type facts struct {
	person id.Person
	state  *person.Person
	org    *org.Organisation // the employer
	accs   []accred.Version
	vet    vetting.Vetting
	law    law.Territory
}

// line is what the facts amount to at an instant, with the accreditation that matters and
// how it stands then, where there is one.
func (f *facts) line(at time.Time) (Line, accred.Accreditation, accred.Standing) {
	p, o := f.state, f.org
	l := Line{Person: f.person, Org: p.Org, OrgName: o.Name, Name: p.Surname + ", " + p.Forenames, Role: p.RoleTitle,
		Team: p.Team, TeamName: o.TeamName(p.Team), Begins: clock.Forever, Until: clock.Forever, Due: clock.Forever, Area: o.AreaText, Photo: string(p.Photo)}
	l.vetting(f.vet, *p)
	a, ok := accred.Chief(f.accs)
	if !ok {
		return l, accred.Accreditation{}, accred.Standing{}
	}
	return l, a.State, l.accreditation(a, o, at, f.law)
}

// where is the areas in which the person might act.
func (f *facts) where() []id.Area { return accred.Where(f.accs, f.org) }

// derived is all that the desk keeps of a person, as it followed from the registers at an
// instant.
type derived struct {
	line              Line
	sortName, sortOrg string
	at                time.Time
	powers            map[law.PowerID]time.Time // in force, each until when
	areas             []id.Area
	words             []string // of the name
	lapses            []lapse
}

// derive works out all that the desk keeps. Powers that have stopped are not kept; what
// lapses later is told by the line's end.
func (f *facts) derive(at time.Time) derived {
	l, a, s := f.line(at)
	x := derived{line: l, sortName: f.state.SortName(), sortOrg: org.Fold(f.org.Name), at: at, powers: map[law.PowerID]time.Time{},
		areas: f.where(), words: alike.Words(l.Name), lapses: l.lapsesOf(a, f.vet, at, f.law)}
	for _, p := range s.Powers {
		switch {
		case p.Status == accred.PowerInForce:
			x.powers[p.Grant.Power] = p.Until
		case p.Status == accred.PowerStopped && s.Status == accred.StatusNotYet:
			x.powers[p.Grant.Power] = clock.Forever
		}
	}
	return x
}

// everybody is the facts of every person of the force, as they stood.
func (d *Desk) everybody(tx *db.Tx, force id.Force, w register.When) ([]facts, error) {
	f, err := d.Areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	orgs, err := d.Orgs.All(tx, force, w)
	if err != nil {
		return nil, err
	}
	byOrg := make(map[id.Org]*org.Organisation, len(orgs))
	for i := range orgs {
		byOrg[id.Org(orgs[i].ID)] = &orgs[i].State
	}
	people, err := d.Persons.AsAt(tx, force, w)
	if err != nil {
		return nil, err
	}
	accs, err := d.Accreds.All(tx, force, w)
	if err != nil {
		return nil, err
	}
	vets, err := d.Vettings.All(tx, force, w)
	if err != nil {
		return nil, err
	}
	var out []facts
	for i := range people {
		of, p := id.Person(people[i].ID), &people[i].State
		if o := byOrg[p.Org]; o != nil {
			out = append(out, facts{person: of, state: p, org: o, accs: accs[of], vet: vets[of], law: f.Settings.Law()})
		}
	}
	return out, nil
}
