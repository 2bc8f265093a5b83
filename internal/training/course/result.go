package course

import (
	"context"
	"slices"
	"strings"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
)

// Result is what came of one place.
type Result struct {
	Place   id.Place
	Outcome PlaceState // Attended of a training day, Passed or Failed of another course, or Absent
	Missed  []int      // modules that were not passed, by their number from 0
	Score   int        // in percent; 0: none was given
}

// Assess records what came of places in a session, once its last day has come. Each pass is
// written into the register of training, power by power, in the same transaction: a power
// is passed if every module that names it was. A result other than a pass may be recorded
// anew, after a second attempt; a pass stays. When every place has its result the session
// was held.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict
// before the last day, or for a session that was called off; fault.Refused if provider or
// trainer may not deliver it.
//
// Law: Police Reform Act 2002, s41(4)(d).
func (s *Service) Assess(ctx context.Context, who authz.Actor, of id.CourseSession, results []Result) error {
	_, err := s.ledger.Do(ctx, who, "course-session.assess", []ledger.Subject{sessionTable.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.RecordTraining, authz.Object{}); err != nil {
			return err
		}
		a, err := s.assessing(tx, e, of)
		if err != nil {
			return err
		}
		if len(results) == 0 {
			return fault.In("results", "Choose what came of at least one place")
		}
		e.Say("Results of "+a.course.Title+", "+a.session.Days()+", were recorded for "+people(len(results)), "Police Reform Act 2002, s41(4)(d)")
		for _, r := range results {
			if err := s.assess(tx, e, who, a, r); err != nil {
				return err
			}
		}
		return s.close(tx, e, who, of, a)
	})
	return err
}

// assessing is what an assessment looks at.
type assessing struct {
	session  Session
	course   Course
	trainer  string
	provider string
	set      area.Settings
	places   []PlaceVersion
	issued   []Issued
}

func (s *Service) assessing(tx *db.Tx, e *ledger.Draft, of id.CourseSession) (*assessing, error) {
	v, err := sessionTable.Find(tx, e.Force, string(of), register.Now(e.At))
	if err != nil {
		return nil, err
	}
	a := &assessing{session: v.State}
	switch {
	case a.session.State == CalledOff:
		return nil, fault.New(fault.Conflict, "The session was called off, so there are no results.")
	case a.session.Last > clock.DayOf(e.At):
		return nil, fault.New(fault.Conflict, "The session ends on %s. Record the results when it is over.", a.session.Last.Long())
	}
	c, err := courses.Find(tx, e.Force, string(a.session.Course), register.Now(e.At))
	if err != nil {
		return nil, err
	}
	a.course = c.State
	var wrong fault.Fields
	if err := s.mustProvide(tx, e, a.session.Provider, a.session.Last, &wrong); err != nil {
		return nil, err
	}
	if err := s.mustTeach(tx, e, &a.session, &wrong); err != nil {
		return nil, err
	}
	if len(wrong) > 0 {
		var reasons []fault.Reason
		for _, f := range wrong {
			reasons = append(reasons, fault.Reason{Code: "session." + f.Name, Message: f.Message + ".", Source: "Scheme rule: only approved providers and qualified trainers assess", Mend: "Change the session, or record the trainer’s qualification, first."})
		}
		return nil, fault.Because("No results can be recorded yet.", reasons...)
	}
	t, err := trainers.Find(tx, e.Force, string(a.session.Trainer), register.Now(e.At))
	if err != nil {
		return nil, err
	}
	p, err := providers.Find(tx, e.Force, string(a.session.Provider), register.Now(e.At))
	if err != nil {
		return nil, err
	}
	f, err := s.areas.Force(tx, e.Force)
	if err != nil {
		return nil, err
	}
	a.trainer, a.provider, a.set = t.State.Name, p.State.Name, f.Settings
	if a.places, err = s.places(tx, e.Force, of, register.Now(e.At)); err != nil {
		return nil, err
	}
	a.issued, err = s.toIssue(tx, e, a.session.Course)
	return a, err
}

func (s *Service) assess(tx *db.Tx, e *ledger.Draft, who authz.Actor, a *assessing, r Result) error {
	i := slices.IndexFunc(a.places, func(p PlaceVersion) bool { return p.ID == string(r.Place) })
	if i < 0 {
		return fault.New(fault.NotFound, "There is no such place in this session.")
	}
	p := &a.places[i].State
	name, err := s.nameOf(tx, e, p.Person)
	if err != nil {
		return err
	}
	field := "results-" + string(r.Place)
	switch {
	case p.State == Waiting || p.State == GivenUp:
		return fault.In(field, "%s has no place in this session", name)
	case p.State == Passed || p.State == Attended:
		return fault.New(fault.Conflict, "The result of %s is recorded already: %s.", name, lower(p.State.Title()))
	case r.Outcome != Absent && (r.Outcome != Attended) == (a.course.Kind == CPD) || !r.Outcome.Settled():
		return fault.In(field, "Choose what came of the place of %s", name)
	case r.Score < 0 || r.Score > 100:
		return fault.In(field, "The score of %s is a percentage from 0 to 100", name)
	case r.Outcome == Passed && a.course.PassMark > 0 && r.Score < a.course.PassMark:
		return fault.In(field, "%s passes with %d percent or more. Enter the score", name, a.course.PassMark)
	}
	p.State, p.Title, p.Day, p.Trainer, p.Provider, p.Score, p.Changed = r.Outcome, a.course.Title, a.session.Last, a.trainer, a.provider, r.Score, doneBy(who, e)
	p.Hours, p.Powers, p.Until, p.Missed, p.Certified = 0, nil, clock.NoDay, nil, ""
	if r.Outcome != Absent {
		p.Hours, p.Manuals = a.course.Hours, a.issued
	}
	if r.Outcome == Passed {
		if err := s.pass(tx, e, who, a, p, name, field, r.Missed); err != nil {
			return err
		}
	}
	return s.putPlace(tx, e, a.places[i].ID, *p)
}

// pass writes a pass into the register of training.
func (s *Service) pass(tx *db.Tx, e *ledger.Draft, who authz.Actor, a *assessing, p *Place, name, field string, missed []int) error {
	for _, m := range missed {
		if m < 0 || m >= len(a.course.Modules) {
			return fault.New(fault.Invalid, "There is no such module in this course.")
		}
		p.Missed = append(p.Missed, a.course.Modules[m].Title)
	}
	p.Powers, p.Certified = a.course.Enables(missed), name
	if len(p.Powers) == 0 {
		return fault.In(field, "%s passed no power with these modules. Record that the course was not passed", name)
	}
	months := a.course.Months
	if months == 0 {
		months = a.set.TrainingMonths
	}
	p.Until = p.Day.AddMonths(months).AddDays(-1)
	passes := make([]training.Pass, len(p.Powers))
	for i, power := range p.Powers {
		passes[i] = training.Pass{Power: power, Passed: p.Day, Expires: p.Until, Course: a.course.Title + ", " + a.session.Days(), By: a.trainer}
	}
	_, err := s.trainings.RecordIn(tx, e, who, p.Person, passes)
	return err
}

func (s *Service) nameOf(tx *db.Tx, e *ledger.Draft, of id.Person) (string, error) {
	v, err := s.persons.Any(tx, e.Force, of, register.Now(e.At))
	return v.State.Name(), err
}

// close says that a session was held, once every place in it has its result. Who still
// waits is let go.
func (s *Service) close(tx *db.Tx, e *ledger.Draft, who authz.Actor, of id.CourseSession, a *assessing) error {
	if count(a.places, Booked) > 0 || a.session.State == Held {
		return nil
	}
	for _, p := range a.places {
		if p.State.State == Waiting {
			p.State.State, p.State.Why, p.State.Changed = GivenUp, "No place became free", doneBy(who, e)
			if err := s.putPlace(tx, e, p.ID, p.State); err != nil {
				return err
			}
		}
	}
	a.session.State, a.session.Changed = Held, doneBy(who, e)
	return sessionTable.Put(tx, e, string(of), a.session, e.At, clock.Forever)
}

// Review keeps what a learner says of a session they came to; saying it again takes the
// place of it. Errors: fault.Forbidden; fault.NotFound; fault.Invalid; fault.Conflict for
// one whom the session did not see.
func (s *Service) Review(ctx context.Context, who authz.Actor, of id.Place, f Feedback) error {
	_, err := s.ledger.Do(ctx, who, "course-session.review", []ledger.Subject{placeTable.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := placeTable.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		if err := who.May(authz.OwnTraining, authz.Object{Org: v.State.Org, Person: v.State.Person}); err != nil {
			return err
		}
		if st := v.State.State; st != Attended && st != Passed && st != Failed {
			return fault.New(fault.Conflict, "What you think of a session can be told when it was held and you were there.")
		}
		var wrong fault.Fields
		if f.Text = wrong.Text("text", f.Text, 2000, ""); f.Rating < 1 || f.Rating > 5 {
			wrong.Add("rating", "Choose how good it was")
		}
		f.At, v.State.Feedback = e.At, &f
		e.Say("A learner said how good a session was", "")
		e.Subject(person.Subject(string(v.State.Person)))
		if err := wrong.Err(); err != nil {
			return err
		}
		return placeTable.Put(tx, e, v.ID, v.State, e.At, clock.Forever)
	})
	return err
}

// Reviews is what learners said of a session: the mean of their ratings, how many there
// are, and their words without their names.
func Reviews(all []PlaceVersion) (mean float64, n int, texts []string) {
	for _, p := range all {
		if f := p.State.Feedback; f != nil {
			mean += float64(f.Rating)
			n++
			if strings.TrimSpace(f.Text) != "" {
				texts = append(texts, f.Text)
			}
		}
	}
	if n > 0 {
		mean /= float64(n)
	}
	slices.Sort(texts)
	return mean, n, texts
}
