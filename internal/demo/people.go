package demo

import (
	"slices"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/county"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/person"
	"watchword/internal/training"
)

// do puts one event into the registers.
func (l *loading) do(e county.Event) error {
	if done, err := l.orgEvent(e); done {
		return err
	}
	if done, err := l.cardEvent(e); done {
		return err
	}
	day := clock.DayOf(e.At)
	switch a := e.Act.(type) {
	case county.Nominated:
		return l.nominate(e, a, day)
	case county.Agreed:
		return nil // the day stands in the nomination
	case county.VettingSent:
		w := l.worker(a.Person)
		w.sent = day
		return l.Vettings.Request(l.ctx, l.manager(), w.id, day)
	case county.VettingDecided:
		w := l.worker(a.Person)
		if err := l.decide(e, a, w); err != nil {
			return err
		}
		return l.results(w, day)
	case county.Trained:
		return l.train(e, a, day)
	case county.Tested:
		if w := l.worker(a.Person); a.Test == "c" && a.Satisfied {
			w.capable = a.Note
		}
		return nil
	case county.SentUp:
		w := l.worker(a.Person)
		return l.sendUp(e, w)
	default:
		return l.decision(e)
	}
}

func (l *loading) worker(key string) *worker {
	if w := l.people[key]; w != nil {
		return w
	}
	i := slices.IndexFunc(l.plan.People, func(p county.Person) bool { return p.Key == key })
	w := &worker{plan: l.plan.People[i], cards: map[string]id.Card{}}
	l.people[key] = w
	return w
}

func (l *loading) nominate(e county.Event, a county.Nominated, day clock.Day) error {
	w := l.worker(a.Person)
	o, err := l.employer(a.Org)
	if err != nil {
		return err
	}
	signatory := authz.Actor{Force: l.force.ID, Name: a.By, Role: authz.Signatory, Org: o.id}
	p := person.Person{Forenames: w.plan.Given, Surname: w.plan.Surname, Born: l.born(w.plan), Org: o.id, Role: o.roles[a.Role], Supervisor: w.plan.Supervisor, Team: o.teams[w.plan.Supervisor],
		Email: w.plan.Email, Phone: w.plan.Phone, Joined: w.plan.Employed, Agreed: day, Nominated: day}
	w.id, err = l.Persons.Nominate(l.ctx, signatory, p)
	if err != nil {
		return err
	}
	if len(w.earlier) > 0 {
		if err := l.Trainings.Record(l.ctx, l.role(authz.Trainer), w.id, w.earlier); err != nil {
			return err
		}
	}
	if f, ok := l.photos[a.Person]; ok {
		return l.Persons.SetPhoto(l.ctx, signatory, w.id, f.photo)
	}
	return nil
}

// born is a date of birth that fits the face and the day of employment: the plan tells
// none, since no page shows one.
func (l *loading) born(p county.Person) clock.Day {
	h := 0
	for _, c := range p.Key {
		h = h*31 + int(c)
	}
	if h < 0 {
		h = -h
	}
	return p.Employed.AddYears(-19 - h%34).AddDays(-(h / 34 % 365))
}

func (l *loading) train(e county.Event, a county.Trained, day clock.Day) error {
	var passes []training.Pass
	for _, p := range a.Passed {
		passes = append(passes, training.Pass{Power: law.PowerID(p), Passed: day, Expires: a.Until, Course: a.Course, By: a.Trainer})
	}
	w := l.worker(a.Person)
	if w.id == "" { // taken before the person was put forward
		w.earlier = append(w.earlier, passes...)
		return nil
	}
	if len(passes) == 0 {
		return nil
	}
	if err := l.Trainings.Record(l.ctx, l.by(e.By, authz.Trainer), w.id, passes); err != nil {
		return err
	}
	return l.results(w, day)
}

func (l *loading) sendUp(e county.Event, w *worker) error {
	evidence := w.capable
	if evidence == "" {
		evidence = "Supervisor’s report and interview agree."
	}
	a, err := l.Accreds.Recommend(l.ctx, l.by(e.By, authz.SchemeManager), w.id, evidence)
	w.acc = a
	return err
}

func grants(gs []county.Grant) []accred.Grant {
	var out []accred.Grant
	for _, g := range gs {
		x := accred.Grant{Power: law.PowerID(g.Power), Offences: offences(g.Offences), Condition: g.Condition}
		for _, b := range g.Bases {
			x.Bases = append(x.Bases, law.BasisID(b))
		}
		out = append(out, x)
	}
	return out
}

// decision is an act of the delegate, or the end that follows from leaving.
func (l *loading) decision(e county.Event) error {
	delegate := l.delegate(e.By)
	switch a := e.Act.(type) {
	case county.Granted:
		w := l.worker(a.Person)
		if w.acc == "" {
			if err := l.sendUp(county.Event{At: e.At}, w); err != nil {
				return err
			}
		}
		d := accred.Signing{Grants: grants(a.Powers), Areas: l.areaIDs(a.Areas), AreaText: l.areaText(a.Areas), From: a.From, To: a.To, Satisfied: true,
			TypedName: delegate.Name, Number: a.Number}
		if a.Conditions != "" {
			d.Conditions = []string{a.Conditions}
		}
		w.to = a.To
		return l.Accreds.Sign(l.ctx, delegate, w.acc, d)
	case county.Renewed:
		return l.renew(delegate, l.worker(a.Person), a)
	case county.Modified:
		w := l.worker(a.Person)
		if err := l.changeRole(w, a.Role); err != nil {
			return err
		}
		return l.modify(delegate, w, accred.Modification{Grants: grants(a.Powers), To: w.to, Why: a.Reason})
	case county.Suspended:
		return l.Accreds.Suspend(l.ctx, l.suspender(e.By), l.worker(a.Person).acc, a.Reason)
	case county.Reinstated:
		return l.Accreds.Reinstate(l.ctx, delegate, l.worker(a.Person).acc, a.Reason)
	case county.Withdrawn:
		return l.Accreds.Withdraw(l.ctx, delegate, l.worker(a.Person).acc, a.Reason)
	case county.Declined:
		return l.Accreds.Refuse(l.ctx, delegate, l.worker(a.Person).acc, delegate.Name, a.Reason)
	case county.Left:
		return l.Persons.Leave(l.ctx, l.manager(), l.worker(a.Person).id, clock.DayOf(e.At), a.Reason)
	}
	return nil
}

// renew renews an accreditation. Where clearance or training has a gap on that day the
// delegate must wait, as a real one must: it is tried again with the next result.
func (l *loading) renew(delegate authz.Actor, w *worker, a county.Renewed) error {
	m := accred.Modification{Grants: grants(a.Powers), To: a.To, Renews: true, Why: "Renewed: clearance and training are in date."}
	err := l.modify(delegate, w, m)
	switch {
	case err == nil:
		w.to, w.renewal = a.To, nil
	case fault.Is(err, fault.Refused):
		w.renewal = &a
		return nil
	}
	return err
}

// results has what waited for a result done: a renewal in time, or an accreditation anew
// where the old one has expired meanwhile.
func (l *loading) results(w *worker, day clock.Day) error {
	if err := l.late(w, day); err != nil || w.order == nil {
		return err
	}
	return l.issue(*w.order)
}

func (l *loading) late(w *worker, day clock.Day) error {
	if w.renewal == nil {
		return nil
	}
	a, delegate := *w.renewal, l.role(authz.Delegate)
	if day <= w.to {
		return l.renew(delegate, w, a)
	}
	if err := l.sendUp(county.Event{}, w); err != nil {
		return err
	}
	err := l.Accreds.Sign(l.ctx, delegate, w.acc, accred.Signing{Grants: grants(a.Powers), From: day, To: a.To, Satisfied: true, TypedName: delegate.Name})
	if fault.Is(err, fault.Refused) {
		return nil
	}
	w.to, w.renewal = a.To, nil
	return err
}

func (l *loading) suspender(by string) authz.Actor {
	if a, ok := l.actors[by]; ok && a.Can(authz.SuspendNow) && a.Role != authz.Delegate {
		return a
	}
	return l.manager()
}

func (l *loading) modify(delegate authz.Actor, w *worker, m accred.Modification) error {
	m.TypedName = delegate.Name
	return l.Accreds.Modify(l.ctx, delegate, w.acc, m)
}

func (l *loading) changeRole(w *worker, role string) error {
	if role == "" {
		return nil
	}
	for _, o := range l.orgs {
		if r, ok := o.roles[role]; ok {
			return l.Persons.Alter(l.ctx, l.manager(), w.id, func(p *person.Person) error { p.Role = r; return nil })
		}
	}
	return nil
}
