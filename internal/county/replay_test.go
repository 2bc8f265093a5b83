package county

import (
	"slices"
	"time"

	"watchword/internal/clock"
)

// replay is what the registers would hold: the plan's events put one after another,
// by rules written here anew.
type replay struct {
	plan    *Plan
	orgs    map[string]*orgState
	people  map[string]*personState
	roles   map[string]Role
	persons map[string]Person
}

type orgState struct {
	periods   []period
	suspended bool
	ended     bool
}

type personState struct {
	org, role                string
	nominated, agreed        bool
	inVetting                clock.Day // NoDay when not
	vetted                   clock.Day // last day; NoDay if never
	refused                  bool
	tests                    map[string]bool
	trained                  map[string]clock.Day
	sentUp, declined         bool
	number                   string
	periods                  []period
	powers                   []Grant
	suspended, ended         bool
	cards                    map[string]string
	firstNomination, granted time.Time
}

// replayTo runs the plan up to, not including, the instant.
func replayTo(p *Plan, until time.Time, problem func(format string, args ...any)) *replay {
	r := &replay{p, map[string]*orgState{}, map[string]*personState{}, map[string]Role{}, map[string]Person{}}
	for _, o := range p.Organisations {
		r.orgs[o.Key] = &orgState{}
		for _, role := range o.Roles {
			r.roles[role.Key] = role
		}
	}
	for _, q := range p.People {
		r.persons[q.Key] = q
	}
	for _, e := range p.Events {
		if !e.At.Before(until) {
			break
		}
		r.do(e, problem)
	}
	return r
}

func (r *replay) person(key string) *personState {
	s := r.people[key]
	if s == nil {
		s = &personState{inVetting: clock.NoDay, vetted: clock.NoDay, tests: map[string]bool{}, trained: map[string]clock.Day{}, cards: map[string]string{}}
		r.people[key] = s
	}
	return s
}

func (r *replay) do(e Event, problem func(format string, args ...any)) {
	day := clock.DayOf(e.At)
	want := func(ok bool, rule string) {
		if !ok {
			problem("%v: %s: %#v", e.At, rule, e.Act)
		}
	}
	switch a := e.Act.(type) {
	case OrgApproved:
		o := r.orgs[a.Org]
		want(len(o.periods) == 0 && a.From >= day, "approved once, before it begins")
		o.periods = append(o.periods, period{day, a.From, a.To})
	case OrgRenewed:
		o := r.orgs[a.Org]
		want(!o.ended && len(o.periods) > 0 && o.periods[len(o.periods)-1].to+1 == a.From && day <= a.From, "renewed to follow on, in time")
		o.periods = append(o.periods, period{day, a.From, a.To})
	case OrgSuspended:
		want(!r.orgs[a.Org].suspended && r.orgHolds(a.Org, day) && a.Reason != "", "suspended while in force, with a reason")
		r.orgs[a.Org].suspended = true
	case OrgReinstated:
		want(r.orgs[a.Org].suspended, "reinstated after a suspension")
		r.orgs[a.Org].suspended = false
	case OrgWithdrawn:
		want(!r.orgs[a.Org].ended, "withdrawn once")
		r.orgs[a.Org].ended = true
	case OrgApplied, OrgStage, OrgNoted:
	default:
		r.doPerson(e, day, want)
	}
}

func (r *replay) doPerson(e Event, day clock.Day, want func(bool, string)) {
	switch a := e.Act.(type) {
	case Nominated:
		s := r.person(a.Person)
		want(!s.nominated && r.orgHolds(a.Org, day) && a.Reference != "" && a.By != "", "nominated once, by an employer whose arrangements are in force")
		s.nominated, s.org, s.role, s.firstNomination = true, a.Org, a.Role, e.At
		want(r.persons[a.Person].Employed <= day, "employed before the nomination")
	case Agreed:
		want(r.person(a.Person).nominated, "agreed after the nomination")
		r.person(a.Person).agreed = true
	case VettingSent:
		s := r.person(a.Person)
		want(s.agreed && s.inVetting == clock.NoDay && a.Again == (s.number != ""), "vetting is sent once at a time, after the agreement")
		s.inVetting = day
	case VettingDecided:
		s := r.person(a.Person)
		want(s.inVetting != clock.NoDay && (!a.Passed || a.Until > day), "vetting is decided after it was sent")
		s.inVetting = clock.NoDay
		if s.refused = !a.Passed; a.Passed {
			s.vetted = a.Until
		}
	case Trained:
		for _, id := range a.Passed {
			r.person(a.Person).trained[id] = a.Until
		}
		want(r.persons[a.Person].Employed <= day, "trained while employed")
	case Tested:
		want(a.Note != "", "a test has a note")
		r.person(a.Person).tests[a.Test] = a.Satisfied
	case SentUp:
		s := r.person(a.Person)
		want(s.tests["b"] && s.tests["c"] && s.tests["d"], "sent up with the tests complete")
		s.sentUp = true
	case Declined:
		s := r.person(a.Person)
		want(s.sentUp && s.number == "" && len(a.Reason) > 40, "declined with reasons that can be read")
		s.declined = true
	default:
		r.doAccreditation(e, day, want)
	}
}

func (r *replay) doAccreditation(e Event, day clock.Day, want func(bool, string)) {
	switch a := e.Act.(type) {
	case Granted:
		s := r.person(a.Person)
		want(s.sentUp && s.number == "" && r.orgInForce(s.org, day) && s.vetted >= day && a.From == day && a.To > a.From, "granted once, to somebody whose tests are complete")
		s.number, s.powers, s.granted = a.Number, a.Powers, e.At
		s.periods = []period{{day, a.From, a.To}}
		want(r.lawfulGrants(s, a.Powers, day) == "", "powers: "+r.lawfulGrants(s, a.Powers, day))
	case Renewed:
		s := r.person(a.Person)
		want(!s.ended && s.periods[len(s.periods)-1].to+1 == a.From && day <= a.From && r.lawfulGrants(s, a.Powers, day) == "", "renewed to follow on, in time, with lawful powers "+r.lawfulGrants(s, a.Powers, day))
		s.periods, s.powers = append(s.periods, period{day, a.From, a.To}), a.Powers
	case Modified:
		s := r.person(a.Person)
		s.role = a.Role
		want(s.number != "" && !s.ended && a.Reason != "" && r.lawfulGrants(s, a.Powers, day) == "", "modified lawfully "+r.lawfulGrants(s, a.Powers, day))
		s.powers = a.Powers
	case Suspended:
		s := r.person(a.Person)
		want(!s.suspended && r.inForce(a.Person, e.At) && a.Reason != "", "suspended while in force, with a reason")
		s.suspended = true
	case Reinstated:
		want(r.person(a.Person).suspended && a.Reason != "", "reinstated after a suspension")
		r.person(a.Person).suspended = false
	case Withdrawn:
		want(!r.person(a.Person).ended && a.Reason != "", "withdrawn once, with a reason")
		r.person(a.Person).ended = true
	case Left:
		want(!r.person(a.Person).ended && r.person(a.Person).number != "", "left once")
		r.person(a.Person).ended = true
	case CardIssued:
		s := r.person(a.Person)
		_, twice := s.cards[a.Card]
		want(!twice && s.number != "" && !s.ended && (a.Replaces == "" || s.cards[a.Replaces] != ""), "a new card for an accredited person")
		if a.Replaces != "" && s.cards[a.Replaces] == "issued" {
			s.cards[a.Replaces] = "replaced"
		}
		s.cards[a.Card] = "issued"
	case CardLost:
		r.cardMoves(a.Person, a.Card, "issued", "lost", want)
	case CardStolen:
		r.cardMoves(a.Person, a.Card, "issued", "stolen", want)
	case CardReturned:
		r.cardMoves(a.Person, a.Card, "issued", "returned", want)
	case CardDestroyed:
		r.cardMoves(a.Person, a.Card, "returned", "destroyed", want)
	default:
		want(false, "an act this test does not know")
	}
}

func (r *replay) cardMoves(person, card, from, to string, want func(bool, string)) {
	s := r.person(person)
	want(s.cards[card] == from, "card is "+s.cards[card]+", not "+from)
	s.cards[card] = to
}

// lawfulGrants says what is wrong with powers given on that day.
func (r *replay) lawfulGrants(s *personState, grants []Grant, day clock.Day) string {
	ids := powersOf(grants)
	has := func(id string) bool { return slices.Contains(ids, id) }
	role := r.roles[s.role]
	for _, g := range grants {
		i := slices.IndexFunc(role.Powers, func(p RolePower) bool { return p.Power == g.Power && p.Answer != Refusal })
		switch {
		case i < 0:
			return g.Power + " is not allowed to " + role.Key
		case role.Powers[i].Answer == Condition && g.Condition == "":
			return g.Power + " lacks its condition"
		case !subset(g.Offences, role.Powers[i].Offences) || !subset(g.Bases, role.Powers[i].Bases):
			return g.Power + " goes beyond the role"
		case s.trained[g.Power] < day:
			return g.Power + " without training"
		case g.Power == "csas-tobacco-u16" && day >= clock.MustDay("2027-01-01"):
			return "tobacco after it ended"
		case slices.Contains(g.Bases, "basis-begging") && day >= clock.MustDay("2026-06-29"):
			return "begging after it ended"
		case g.Power == "csas-name-address" && len(g.Bases) == 0, g.Power == "csas-pnd" && len(g.Offences) == 0:
			return g.Power + " names nothing"
		}
	}
	if has("csas-traffic-control") && !has("csas-name-address-traffic") {
		return "8B without 3A"
	}
	return ""
}

func subset(part, whole []string) bool {
	return !slices.ContainsFunc(part, func(s string) bool { return !slices.Contains(whole, s) })
}

func covers(list []period, day clock.Day) bool {
	return slices.ContainsFunc(list, func(p period) bool { return p.from <= day && day <= p.to })
}

// orgHolds reports whether arrangements exist, suspended or not, or are about to begin.
func (r *replay) orgHolds(key string, day clock.Day) bool {
	o := r.orgs[key]
	return o != nil && !o.ended && covers(o.periods, day)
}

func (r *replay) orgInForce(key string, day clock.Day) bool {
	return r.orgHolds(key, day) && !r.orgs[key].suspended
}

func (r *replay) inForce(person string, at time.Time) bool {
	s, day := r.people[person], clock.DayOf(at)
	return s != nil && s.number != "" && !s.ended && !s.suspended && covers(s.periods, day) && s.vetted >= day && r.orgInForce(s.org, day)
}

// accredited are the keys of all whose accreditation is in force at the instant.
func (r *replay) accredited(at time.Time) []string {
	var out []string
	for k := range r.people {
		if r.inForce(k, at) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}
