package course

import (
	"slices"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
)

// Due is a person who is due a refresher.
type Due struct {
	ID     id.Person
	Person person.Person
	Last   clock.Day // on which the power that was passed longest ago was last passed
	Day    clock.Day // the last day in time
	Booked clock.Day // first day of the session in which they have a place; clock.NoDay: none
	Waits  bool      // they are on the waiting list of it
	Runs   bool      // that pass itself has run out by then, which is told of as a lapse
}

// About is whom it is about.
func (d Due) About() (id.Org, id.Person) { return d.Person.Org, d.ID }

// refresher is the last day in time of a person's refresher, counted from the power that was
// passed longest ago among those that are law; clock.NoDay for whom nothing was passed.
// runs says that this pass has itself run out by then.
func refresher(t training.Training, set area.Settings, today clock.Day) (last, due clock.Day, runs bool) {
	ends := clock.NoDay
	for _, p := range t.Passes {
		if _, ok := law.Grantable(p.Power, "", today, set.Law()); !ok && p.Power != "csas-pnd" {
			continue
		}
		if last == clock.NoDay || p.Passed < last {
			last, ends = p.Passed, p.Expires
		}
	}
	if last == clock.NoDay {
		return last, last, false
	}
	due = last.AddMonths(set.RefresherMonths)
	return last, due, ends != clock.NoDay && ends <= due
}

// Due is the persons whom the actor may see and who are due a refresher by the day, the
// longest overdue first. Who has left, or takes part no longer, is due none.
func (s *Service) Due(tx *db.Tx, who authz.Actor, by clock.Day) ([]Due, error) {
	if err := see(who); err != nil {
		return nil, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	today := clock.DayOf(s.ledger.Now())
	trained, err := s.trainings.PassedBy(tx, who.Force, by.AddMonths(-f.Settings.RefresherMonths).AddDays(3)) // months differ in length: each is looked at below
	if err != nil || len(trained) == 0 {
		return nil, err
	}
	known, err := s.reached(tx, who)
	if err != nil {
		return nil, err
	}
	booked, err := s.ahead(tx, who)
	if err != nil {
		return nil, err
	}
	var out []Due
	for _, v := range trained {
		of := id.Person(v.ID)
		p, ok := known[of]
		last, due, runs := refresher(v.State, f.Settings, today)
		if !ok || p.Gone() || p.OptedOut != clock.NoDay || due == clock.NoDay || due > by {
			continue
		}
		b := booked[of]
		out = append(out, Due{ID: of, Person: p, Last: last, Day: due, Booked: b.day, Waits: b.waits, Runs: runs})
	}
	slices.SortStableFunc(out, func(a, b Due) int { return int(a.Day) - int(b.Day) })
	return out, nil
}

// reached is the persons of whom the actor may read the training.
func (s *Service) reached(tx *db.Tx, who authz.Actor) (map[id.Person]person.Person, error) {
	now := register.Now(s.ledger.Now())
	out := map[id.Person]person.Person{}
	r, _ := who.Reach(authz.ReadTraining)
	var all []person.Version
	var err error
	switch r {
	case authz.OwnPerson:
		v, err := s.persons.Any(tx, who.Force, who.Person, now)
		if err == nil {
			out[who.Person] = v.State
		}
		return out, err
	case authz.OwnOrg:
		all, err = s.persons.OfOrg(tx, who.Force, who.Org, now)
	default:
		all, err = s.persons.AsAt(tx, who.Force, now)
	}
	for _, v := range all {
		out[id.Person(v.ID)] = v.State
	}
	return out, err
}

type comes struct {
	day   clock.Day
	waits bool
}

// ahead is who has a place, or waits for one, in a session of which there are no results.
func (s *Service) ahead(tx *db.Tx, who authz.Actor) (map[id.Person]comes, error) {
	sessions, err := s.planned(tx, who.Force)
	if err != nil {
		return nil, err
	}
	var further db.Where
	further.And("r.kind = ?", string(CPD))
	cpd, err := courses.Current(tx, who.Force, further, "r.id", 1<<30)
	if err != nil {
		return nil, err
	}
	days := map[id.CourseSession]clock.Day{}
	for _, v := range sessions {
		if !slices.ContainsFunc(cpd, func(c Version) bool { return c.ID == string(v.State.Course) }) {
			days[id.CourseSession(v.ID)] = v.State.First
		}
	}
	where := scope(who)
	where.And("r.standing IN ('booked', 'waiting')")
	all, err := placeTable.Current(tx, who.Force, where, "r.id", 1<<30)
	out := map[id.Person]comes{}
	for _, p := range all {
		day, ok := days[p.State.Session]
		if b, has := out[p.State.Person]; ok && (!has || b.waits || day < b.day) {
			out[p.State.Person] = comes{day, p.State.State == Waiting}
		}
	}
	return out, err
}

// Further is a person's further training (CPD) in the year up to a day.
type Further struct {
	Hours int // attended
	Asked int // by the force; 0: none are
}

// Enough reports whether what the force asks was done.
func (f Further) Enough() bool { return f.Hours >= f.Asked }

// Further is the hours of further training that a person attended in the year up to the
// instant asked about, for use cases that have asked for permission themselves.
func (s *Service) Further(tx *db.Tx, force id.Force, of id.Person, w register.When) (Further, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return Further{}, err
	}
	all, err := s.ofPerson(tx, force, of, w)
	return Further{Hours: hours(all, clock.DayOf(w.At)), Asked: f.Settings.CPDHours}, err
}

func hours(all []PlaceVersion, today clock.Day) int {
	n := 0
	for _, p := range all {
		if p.State.State == Attended && p.State.Day > today.AddYears(-1) && p.State.Day <= today {
			n += p.State.Hours
		}
	}
	return n
}

// Renewal is what of a person's training speaks against renewing their accreditation on the
// day of the instant: reasons that stop it, and warnings that do not, as the force has set.
func (s *Service) Renewal(tx *db.Tx, force id.Force, of id.Person, w register.When) (stop, warn []fault.Reason, err error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, nil, err
	}
	today := clock.DayOf(w.At)
	t, err := s.trainings.Of(tx, force, of, w)
	if err != nil {
		return nil, nil, err
	}
	add := func(how string, r fault.Reason) {
		if how == area.Block {
			stop = append(stop, r)
		} else {
			warn = append(warn, r)
		}
	}
	if _, due, _ := refresher(t, f.Settings, today); due != clock.NoDay && due < today {
		add(f.Settings.RefresherOverdue, fault.Reason{Code: "training.refresher", Message: "The refresher was due by " + due.Long() + ".", Source: "Settings of the force: a refresher every " + itoa(f.Settings.RefresherMonths) + " months", Mend: "Book a refresher."})
	}
	further, err := s.Further(tx, force, of, w)
	if err == nil && !further.Enough() {
		add(f.Settings.CPDShort, fault.Reason{Code: "training.cpd", Message: "Further training in the last year: " + itoa(further.Hours) + " of " + itoa(further.Asked) + " hours.", Source: "Settings of the force: the yearly training day", Mend: "Book the next training day."})
	}
	return stop, warn, err
}
