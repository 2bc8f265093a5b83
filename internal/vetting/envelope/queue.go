package envelope

import (
	"cmp"
	"math"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Waiting is one person who waits for the unit's decision, first or renewal.
type Waiting struct {
	Person    id.Person
	Case      id.Vetting // empty: no link was made yet
	State     State      // empty likewise
	Since     clock.Day  // vetting was asked for
	Sent      clock.Day  // the form came to the unit; NoDay while the person has it
	AnswerBy  clock.Day
	Chased    clock.Day
	Renewal   bool
	Expires   clock.Day // of what holds meanwhile, for a renewal
	Identity  bool      // the employer has seen proof of identity
	Expected  clock.Day // see Forecast
	Questions int
}

// mostWaiting bounds how many are read at once. A force that has more has other troubles.
const mostWaiting = 20000

// Queue is everybody who waits for a decision, in the order in which the unit takes them:
// what is in its hands first, by the day on which vetting was asked for. It is for the
// unit.
func (s *Service) Queue(tx *db.Tx, who authz.Actor) ([]Waiting, Forecast, error) {
	if err := who.May(authz.OpenVetting, authz.Object{}); err != nil {
		return nil, Forecast{}, err
	}
	f, err := s.forecast(tx, who.Force)
	return f.queue, f, err
}

// waiting is everybody who waits, without days to expect.
func (s *Service) waiting(tx *db.Tx, force id.Force) ([]Waiting, error) {
	first, err := s.vettings.Queue(tx, force, mostWaiting)
	if err != nil {
		return nil, err
	}
	again, err := s.vettings.Renewals(tx, force, mostWaiting)
	if err != nil {
		return nil, err
	}
	var w db.Where
	w.And("r.standing IN ('invited', 'sent', 'asked')")
	open, err := table.Current(tx, force, w, "r.id", mostWaiting)
	if err != nil {
		return nil, err
	}
	cases := make(map[id.Person]Version, len(open))
	for _, v := range open {
		cases[v.State.Person] = v
	}
	var out []Waiting
	for i, v := range slices.Concat(first, again) {
		x := Waiting{Person: id.Person(v.ID), Since: v.State.Requested}
		if i >= len(first) {
			x.Renewal, x.Since, x.Expires = true, v.State.Renewal, v.State.Expires
		}
		if c, ok := cases[x.Person]; ok {
			x.Case, x.State, x.Sent, x.AnswerBy, x.Chased = id.Vetting(c.ID), c.State.State, c.State.Sent, c.State.AnswerBy, c.State.Chased
			x.Identity, x.Questions = c.State.Identity.Seen != clock.NoDay, c.State.Questions
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b Waiting) int {
		return cmp.Or(-cmp.Compare(b2i(a.State == Sent), b2i(b.State == Sent)), cmp.Compare(a.Since, b.Since), cmp.Compare(a.Person, b.Person))
	})
	return out, nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// paceWeeks is over how many weeks the unit's pace is counted, and leastDecisions how many
// decisions there must have been in them for it to tell anything.
const (
	paceWeeks      = 12
	leastDecisions = 6
)

// Forecast is when decisions can be expected. The method is plain, so that it can be
// stated on the page: the unit's decisions of the last twelve weeks make its pace; who
// stands at a place in the queue is reached after as many weeks as the pace needs for that
// place. Who has not sent the form yet stands behind what is with the unit, by the day on
// which vetting was asked for. Where there were too few decisions, the unit's aim is taken instead.
type Forecast struct {
	Today     clock.Day
	Decisions int64 // in the last PaceWeeks
	AimWeeks  int
	WithUnit  int // forms in the hands of the unit
	queue     []Waiting
}

// PaceWeeks is over how many weeks the pace is counted.
func (f Forecast) PaceWeeks() int { return paceWeeks }

// ByAim reports that there were too few decisions to tell a pace.
func (f Forecast) ByAim() bool { return f.Decisions < leastDecisions }

// PerWeek is the unit's pace.
func (f Forecast) PerWeek() float64 { return float64(f.Decisions) / paceWeeks }

// day is when the person at the place, from 1, who has waited since the day is reached.
func (f Forecast) day(place int, since clock.Day) clock.Day {
	if f.ByAim() {
		return max(since.AddDays(7*f.AimWeeks), f.Today+7)
	}
	return f.Today.AddDays(int(math.Ceil(float64(place) * 7 / f.PerWeek())))
}

// Expected is when the person of a case can expect the decision; NoDay once it is made.
func (f Forecast) Expected(v Version) clock.Day {
	for _, w := range f.queue {
		if w.Person == v.State.Person {
			return w.Expected
		}
	}
	return clock.NoDay
}

// forecast reckons for everybody who waits.
func (s *Service) forecast(tx *db.Tx, force id.Force) (Forecast, error) {
	now := s.ledger.Now()
	set, err := s.Settings(tx, force)
	if err != nil {
		return Forecast{}, err
	}
	f := Forecast{Today: clock.DayOf(now), AimWeeks: set.VettingAimWeeks}
	if f.Decisions, err = s.vettings.Decisions(tx, force, f.Today.AddDays(-7*paceWeeks).Start()); err != nil {
		return f, err
	}
	if f.queue, err = s.waiting(tx, force); err != nil {
		return f, err
	}
	for _, w := range f.queue {
		if w.State == Sent {
			f.WithUnit++
		}
	}
	for i := range f.queue {
		w := &f.queue[i]
		w.Expected = f.day(i+1, w.Since)
	}
	return f, nil
}

// Expected is when a person who waits can expect the decision, for those who may see the
// person; NoDay if nobody waits.
func (s *Service) Expected(tx *db.Tx, who authz.Actor, of id.Person) (clock.Day, error) {
	if err := s.persons.May(tx, who, authz.ReadPerson, of, s.ledger.Now()); err != nil {
		return clock.NoDay, err
	}
	f, err := s.forecast(tx, who.Force)
	return f.Expected(Version{State: Case{Person: of}}), err
}

// ToSee is the cases that wait for the unit beside the queue: appeals, what was told,
// aftercare that is due, and yearly declarations that did not come, each the oldest first.
type ToSee struct {
	Appeals, Reviews, Aftercare, Declarations []Version
}

// ToSee is what waits for the unit beside the queue on the day.
func (s *Service) ToSee(tx *db.Tx, who authz.Actor, by clock.Day) (ToSee, error) {
	var out ToSee
	if err := who.May(authz.OpenVetting, authz.Object{}); err != nil {
		return out, err
	}
	for _, x := range []struct {
		to    *[]Version
		cond  string
		order string
		args  []any
	}{
		{&out.Appeals, "r.standing = 'appealed'", "r.id", nil},
		{&out.Reviews, "r.review_day <> ''", "r.review_day, r.id", nil},
		{&out.Aftercare, "r.aftercare_day <> '' AND r.aftercare_day <= ?", "r.aftercare_day, r.id", []any{by.String()}},
		{&out.Declarations, "r.declaration_day <> '' AND r.declaration_day <= ?", "r.declaration_day, r.id", []any{by.String()}},
	} {
		var w db.Where
		w.And(x.cond, x.args...)
		vs, err := table.Current(tx, who.Force, w, x.order, 500)
		if err != nil {
			return out, err
		}
		*x.to = vs
	}
	return out, nil
}

// Decided is the cases decided last, the newest decision first: for the unit.
func (s *Service) Decided(tx *db.Tx, who authz.Actor, limit int) ([]Version, error) {
	if err := who.May(authz.OpenVetting, authz.Object{}); err != nil {
		return nil, err
	}
	var w db.Where
	w.And("r.standing IN ('cleared', 'refused', 'withdrawn', 'upheld')")
	return table.Current(tx, who.Force, w, "r.from_at DESC, r.id", limit)
}

// Month is how many clearances end in a month, and for how many of them renewal was asked.
type Month struct {
	First clock.Day
	Ends  int
	Asked int
}

// Renewals is the clearances that end in each of the next twelve months, this one
// included, of persons who have neither left nor opted out: for the unit.
func (s *Service) Renewals(tx *db.Tx, who authz.Actor) ([]Month, error) {
	if err := who.May(authz.OpenVetting, authz.Object{}); err != nil {
		return nil, err
	}
	now := s.ledger.Now()
	today := clock.DayOf(now)
	y, m, _ := today.Date()
	first := clock.Date(y, m, 1)
	out := make([]Month, 12)
	for i := range out {
		out[i].First = first.AddMonths(i)
	}
	all, err := s.vettings.Expiring(tx, who.Force, today, first.AddMonths(12)-1, 100000)
	if err != nil {
		return nil, err
	}
	persons, err := s.persons.AsAt(tx, who.Force, register.Now(now))
	if err != nil {
		return nil, err
	}
	stays := make(map[string]bool, len(persons))
	for _, p := range persons {
		stays[p.ID] = !p.State.Gone() && p.State.OptedOut == clock.NoDay
	}
	for _, v := range all {
		if !stays[v.ID] {
			continue
		}
		ey, em, _ := v.State.Expires.Date()
		x := &out[(ey-y)*12+int(em-m)]
		x.Ends++
		if v.State.Renewal != clock.NoDay {
			x.Asked++
		}
	}
	return out, nil
}

// List is the cases that the actor may see, by identity, after one and at most so many;
// of one state, or of all where it is empty.
func (s *Service) List(tx *db.Tx, who authz.Actor, state State, after id.Vetting, limit int) ([]Version, error) {
	w := who.Scope(authz.ReadPerson, authz.Columns{Force: "r.force_id", Org: "r.org_id", Person: "r.person_id"})
	if state != "" {
		w.And("r.standing = ?", string(state))
	}
	if after != "" {
		w.And("r.id > ?", string(after))
	}
	return table.Current(tx, who.Force, w, "r.id", limit)
}
