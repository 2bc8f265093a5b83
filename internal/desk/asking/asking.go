// Package asking puts the law's question about a person in the registers: it gathers what
// they say of that person at an instant, and law.May answers. The pages, the command line
// and the API ask the same way, so that they cannot answer differently.
//
// Read Inquiry, then Registers.Question.
package asking

import (
	"time"

	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

// Registers is what a question is gathered from.
type Registers struct {
	Areas     *area.Service
	Orgs      *org.Service
	Persons   *person.Service
	Vettings  *vetting.Service
	Trainings *training.Service
	Accreds   *accred.Service
}

// Inquiry is what is asked about a person: one power at one place and instant, with what
// is known of the circumstances.
type Inquiry struct {
	When  register.When // when the power would be used, as far as was known when
	Power law.PowerID
	// Point is where, in longitude and latitude; Area, if there is no point, is an area
	// of the force's register. With neither, the place is not known.
	Point *geo.Point
	Area  id.Area
	// Circumstances is everything else of the question, as far as it is known: offence,
	// basis, facts, the person dealt with. What the registers say overrides it.
	Circumstances law.Question
}

// Question is the law's question about that person, filled from the registers. The actor
// needs the permission to ask (authz.AskMay).
//
// Errors: fault.Forbidden; fault.NotFound if the person was not in the register;
// fault.Invalid for a power or an area that there is not.
func (g Registers) Question(tx *db.Tx, who authz.Actor, of id.Person, in Inquiry) (law.Question, error) {
	q := in.Circumstances
	if _, ok := law.Find(in.Power); !ok {
		return q, fault.In("power", "Choose a power of the catalogue")
	}
	if err := g.Persons.May(tx, who, authz.AskMay, of, in.When.Known); err != nil {
		return q, err
	}
	p, err := g.Persons.Any(tx, who.Force, of, in.When)
	if err != nil {
		return q, err
	}
	f, err := g.Areas.Force(tx, who.Force)
	if err != nil {
		return q, err
	}
	o, err := g.Orgs.Any(tx, who.Force, p.State.Org, in.When)
	if err != nil {
		return q, err
	}
	q.Power, q.At, q.Territory = in.Power, in.When.At, f.Settings.Law()
	q.Employer = o.State.Standing(in.When.At)
	q.Facts[law.Employed] = law.Is(p.State.Left == clock.NoDay || in.When.At.Before(p.State.Left.End()))
	if err := g.place(tx, who.Force, in, &o, &q); err != nil {
		return q, err
	}
	if err := g.facts(tx, who.Force, of, in.When, &q); err != nil {
		return q, err
	}
	return q, g.accreditation(tx, who.Force, of, in.When, &o, &q)
}

// facts adds clearance and training as they stood.
func (g Registers) facts(tx *db.Tx, force id.Force, of id.Person, w register.When, q *law.Question) error {
	v, err := g.Vettings.Of(tx, force, of, w)
	if err != nil {
		return err
	}
	switch q.VettingUntil = v.Until(); {
	case v.Outcome == vetting.Refused || v.Outcome == vetting.Withdrawn:
		q.VettingUntil = v.Decided.Start()
	case v.Outcome == "":
		q.VettingUntil = time.Time{} // never asked for: not known
	}
	t, err := g.Trainings.Of(tx, force, of, w)
	if err != nil {
		return err
	}
	q.Training = make([]law.Training, 0, len(t.Passes))
	for _, p := range t.Passes {
		q.Training = append(q.Training, law.Training{Power: p.Power, From: p.Passed.Start(), Until: p.Until()})
	}
	return nil
}

// accreditation adds what the person holds, from whichever accreditation mattered then.
func (g Registers) accreditation(tx *db.Tx, force id.Force, of id.Person, w register.When, o *org.Version, q *law.Question) error {
	q.Accreditation = law.Standing{State: law.StateUnknown, From: clock.FromMillis(0), Until: clock.Forever}
	v, err := g.Accreds.Latest(tx, force, of, w)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	a := &v.State
	switch a.State {
	case accred.Proposed, accred.Refused:
		return nil
	case accred.InForce:
		q.Accreditation.State = law.Active
	case accred.Suspended:
		q.Accreditation.State = law.Suspended
	case accred.Withdrawn:
		q.Accreditation.State = law.Withdrawn
	default:
		q.Accreditation.State = law.Ended
	}
	q.Accreditation.From, q.Accreditation.Until = a.From.Start(), a.To.End()
	within := codes(a.Areas)
	if len(within) == 0 {
		within = employerCodes(o)
	}
	for _, x := range a.Grants {
		n := law.Grant{Power: x.Power, Offences: x.Offences, Bases: x.Bases, Areas: within, State: law.Active}
		if x.Suspended {
			n.State = law.Suspended
		}
		for _, c := range append(a.Conditions[:len(a.Conditions):len(a.Conditions)], x.Condition) {
			if c != "" {
				n.Conditions = append(n.Conditions, law.Condition{Text: c})
			}
		}
		q.Grants = append(q.Grants, n)
	}
	return nil
}

func codes(areas []id.Area) []law.AreaCode {
	out := make([]law.AreaCode, len(areas))
	for i, a := range areas {
		out[i] = law.AreaCode(a)
	}
	return out
}

// employerCodes is the employer's area, which bounds an accreditation that names none of
// its own: the areas of the register, and a boundary drawn for it.
func employerCodes(o *org.Version) []law.AreaCode {
	out := codes(o.State.Areas)
	if o.State.Drawn != nil {
		out = append(out, drawnCode(o))
	}
	return out
}

func drawnCode(o *org.Version) law.AreaCode { return law.AreaCode("drawn/" + o.ID) }
