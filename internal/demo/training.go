package demo

import (
	"cmp"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/print"
	"watchword/internal/register"
	"watchword/internal/training/course"
)

// school is what training in the county is held with.
type school struct {
	house, before        id.Provider
	marsh                id.Trainer
	full, refresher, day id.Course
}

// teaching is training as the county holds it: an external provider that retired, the
// force's own team that took over, last month's training day, and the sessions to come.
func teaching() []step {
	var s school
	return []step{
		{900, func(l *loading) (err error) {
			today := clock.DayOf(l.Clock.Now())
			s.before, err = l.Courses.Approve(l.ctx, l.manager(), "", course.Provider{Name: "Saltmarsh Skills", Contact: "Course office", From: today, Evidence: "Level 2 framework and trainers’ certificates seen"})
			if err != nil {
				return err
			}
			s.full, err = l.Courses.SetCourse(l.ctx, l.manager(), "", fullCourse(s.before))
			return err
		}},
		{420, func(l *loading) error { return s.takeOver(l) }},
		{34, func(l *loading) error { return s.held(l) }},
		{9, func(l *loading) error { return s.ahead(l) }},
	}
}

// fullCourse is the course of four days.
func fullCourse(by id.Provider) course.Course {
	module := func(title string, powers ...law.PowerID) course.Module {
		return course.Module{Title: title, Hours: 4, Powers: powers}
	}
	return course.Course{Title: "Accredited persons’ course", Kind: course.Initial, Provider: by, Days: 4, Hours: 28, Places: 12, PassMark: 70, Assessment: "A written paper, and two exercises with an assessor in the street",
		Modules: []course.Module{module("The extended police family, the law and your powers"), module("Conflict, risk and personal safety"), module("Evidence and records"),
			module("Antisocial behaviour", "csas-name-address-asb"), module("Notices", "csas-fpn-litter", "csas-fpn-dog-fouling", "csas-pnd"), module("Alcohol and tobacco", "csas-tobacco-u16"), module("Traffic", "csas-name-address-traffic", "csas-traffic-control")}}
}

// takeOver closes the provider that retires, and sets up the force's own team.
func (s *school) takeOver(l *loading) (err error) {
	today := clock.DayOf(l.Clock.Now())
	if s.house, err = l.Courses.Approve(l.ctx, l.manager(), "", course.Provider{Name: "Citizens in Policing", InHouse: true, From: today, Evidence: "A nationally accredited trainer has joined the team"}); err != nil {
		return err
	}
	if err = l.Courses.CloseProvider(l.ctx, l.manager(), s.before, course.Closing{Day: today, Why: "The provider retires", HandedTo: s.house}); err != nil {
		return err
	}
	if s.marsh, err = l.Courses.SetTrainer(l.ctx, l.manager(), "", "Carys Marsh", s.house); err != nil {
		return err
	}
	award := course.Evidence{What: "Level 3 Award in Education and Training", Awarded: "Highfield Qualifications", From: today.AddDays(-40), Until: today.AddDays(500)}
	if err = l.Courses.Qualify(l.ctx, l.manager(), s.marsh, award, nil); err != nil {
		return err
	}
	again := fullCourse(s.house)
	again.Title, again.Kind, again.Days, again.Hours, again.PassMark, again.Assessment = "Refresher", course.Refresher, 1, 7, 0, "One exercise with an assessor"
	again.Modules = again.Modules[3:]
	for i := range again.Modules {
		again.Modules[i].Hours = 1
	}
	if s.refresher, err = l.Courses.SetCourse(l.ctx, l.manager(), "", again); err != nil {
		return err
	}
	s.day, err = l.Courses.SetCourse(l.ctx, l.manager(), "", course.Course{Title: "Yearly training day", Kind: course.CPD, Provider: s.house, Days: 1, Hours: 6, Places: 40,
		Modules: []course.Module{{Title: "What changed in law", Hours: 2}, {Title: "Intelligence and its feedback", Hours: 2}, {Title: "Looking after yourself", Hours: 2}}})
	if err != nil {
		return err
	}
	return s.publish(l)
}

// publish keeps the handbook, as a document made here.
func (s *school) publish(l *loading) error {
	text := func(t string) print.Block { return print.Paragraph{Text: print.Plain(t)} }
	pdf, err := print.Document{Title: "Handbook for accredited persons", Force: l.force.Name, Scheme: "Community Safety Accreditation Scheme", Made: l.Clock.Now(),
		Blocks: []print.Block{print.Heading{Level: 2, Text: "When to call 999"}, text(course.Rule999), print.Heading{Level: 2, Text: "Your powers"}, text("You hold the powers on your certificate and no others, at work, in uniform, with the badge, and in the area named. Show your card to whoever asks.")}}.PDF()
	if err != nil {
		return err
	}
	_, err = l.Courses.Publish(l.ctx, l.manager(), "", "Handbook for accredited persons", "", "First version", blob.New("application/pdf", pdf), "handbook.pdf")
	return err
}

// present is persons who are at work today, by their names in the plan: so many of them from
// one on.
func (l *loading) present(from, n int) (out []id.Person, err error) {
	var all []*worker
	for _, w := range l.people {
		if w.acc != "" && w.to > clock.DayOf(l.Clock.Now()) {
			all = append(all, w)
		}
	}
	slices.SortFunc(all, func(a, b *worker) int { return cmp.Compare(a.plan.Key, b.plan.Key) })
	err = l.DB.Read(l.ctx, func(tx *db.Tx) error {
		for _, w := range all[min(from, len(all)):] {
			p, err := l.Persons.Any(tx, l.force.ID, w.id, register.Now(l.Clock.Now()))
			if err != nil || len(out) == n {
				return err
			}
			if !p.State.Gone() && p.State.OptedOut == clock.NoDay {
				out = append(out, w.id)
			}
		}
		return nil
	})
	return out, err
}

// booked books persons who are at work, so many of them from one on.
func (l *loading) booked(x id.CourseSession, from, n int) error {
	people, err := l.present(from, n)
	if err != nil {
		return err
	}
	return l.Courses.Book(l.ctx, l.manager(), x, people)
}

func (s *school) plan(l *loading, of id.Course, in, days, places int, venue string) (id.CourseSession, error) {
	first := clock.DayOf(l.Clock.Now()).AddDays(in)
	return l.Courses.Plan(l.ctx, l.manager(), "", course.Session{Course: of, Trainer: s.marsh, First: first, Last: first.AddDays(days - 1), Starts: "09:00", Venue: venue, Places: places})
}

// held is the yearly training day of last month: who came, who did not, and what two said.
func (s *school) held(l *loading) error {
	x, err := s.plan(l, s.day, 0, 1, 40, "Police headquarters, lecture hall")
	if err != nil {
		return err
	}
	teaches := l.role(authz.Trainer)
	if err := l.booked(x, 0, 14); err != nil {
		return err
	}
	places, err := l.placesOf(x)
	if err != nil {
		return err
	}
	var results []course.Result
	for i, p := range places {
		r := course.Result{Place: id.Place(p.ID), Outcome: course.Attended}
		if i == 5 || i == 11 {
			r.Outcome = course.Absent
		}
		results = append(results, r)
	}
	if err := l.Courses.Assess(l.ctx, teaches, x, results); err != nil {
		return err
	}
	for i, said := range map[int]course.Feedback{0: {Rating: 5, Text: "The exercise with the control room was worth the journey."}, 3: {Rating: 4, Text: "More time for the part on notices."}} {
		own := authz.Actor{Force: l.force.ID, Account: id.Account("acc_learner"), Name: "A learner", Role: authz.AccreditedPerson, Org: places[i].State.Org, Person: places[i].State.Person}
		if err := l.Courses.Review(l.ctx, own, id.Place(places[i].ID), said); err != nil {
			return err
		}
	}
	return nil
}

// ahead is the sessions to come: one with places free, one that is full.
func (s *school) ahead(l *loading) error {
	x, err := s.plan(l, s.full, 16, 4, 12, "Aldermere police station, training room")
	if err != nil {
		return err
	}
	if err := l.booked(x, 20, 5); err != nil {
		return err
	}
	if x, err = s.plan(l, s.refresher, 30, 1, 8, "Quaymouth police station"); err != nil {
		return err
	}
	if err := l.booked(x, 40, 11); err != nil {
		return err
	}
	_, err = s.plan(l, s.day, 66, 1, 40, "Police headquarters, lecture hall")
	return err
}

func (l *loading) placesOf(x id.CourseSession) (out []course.PlaceVersion, err error) {
	err = l.DB.Read(l.ctx, func(tx *db.Tx) error {
		out, err = l.Courses.Places(tx, l.manager(), x, register.Now(l.Clock.Now()))
		return err
	})
	return out, err
}
