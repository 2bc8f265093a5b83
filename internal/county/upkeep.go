package county

import (
	"slices"

	"watchword/internal/clock"
)

// droppable are groups of powers that some do not pass at the first course.
var droppable = [][]string{{traffic}, {stopCycle, cycling}, {graffiti}, {vehicle}, {alcohol}}

// training tells the course before the grant and the refreshers after it, and settles
// which powers the grant holds.
func (m *maker) training(c *career, i int, course clock.Day, separate *int) {
	all := m.allowed(c, c.start)
	var missing, apart []string
	if i%13 == 5 && len(all) >= 4 && c.tag == "" {
		missing = one(m.r, droppable)
	} else if ends := m.today + m.days(-70, 80); *separate < 16 && i%5 == 2 && c.end == clock.NoDay && c.tag == "" && c.o.Group == Councils && ends > c.start+30 && ends.AddYears(-3) < course {
		// A module taken earlier, which now ends before the rest.
		for _, id := range []string{traffic, stopCycle, cycling} {
			if slices.Contains(powersOf(all), id) {
				apart = append(apart, id)
			}
		}
		if len(apart) > 0 {
			*separate++
			c.apart, c.apartTo = apart, ends
			passed := workday(ends.AddYears(-3))
			c.person.Employed = min(c.person.Employed, passed-40)
			m.add(passed, 16, trainer, Trained{Person: c.person.Key, Course: "Module taken with the employer's earlier training", Trainer: "Carys Marsh", Passed: apart, Until: ends})
		}
	}
	var passed, failed []string
	c.powers = nil
	for _, g := range all {
		switch {
		case slices.Contains(missing, g.Power):
			failed = append(failed, g.Power)
			continue
		case !slices.Contains(apart, g.Power):
			passed = append(passed, g.Power)
		}
		c.powers = append(c.powers, g)
	}
	until := course.AddYears(3)
	p := c.person.Key
	m.add(course, 15, trainer, Trained{Person: p, Course: "Accredited persons' course, 4 days", Trainer: "Carys Marsh", Passed: passed, Failed: failed, Until: until})
	note := "All powers asked for were passed."
	if len(failed) > 0 {
		note = "One module was not passed and can be taken again."
	}
	m.at(course, 16, 30, trainer, Tested{p, "d", true, note})
	for until < m.lastDay(c) {
		on := workday(until - m.days(10, 60))
		late := until + 12
		if i%37 == 11 && late < m.today-70 && c.end == clock.NoDay && !slices.ContainsFunc(c.periods, func(q period) bool { return q.decided > until && q.decided <= late }) {
			on = late // the powers had stopped by themselves
			c.gap = period{from: until + 1, to: late}
		}
		until = on.AddYears(3)
		m.add(on, 15, trainer, Trained{Person: p, Course: "Refresher, 1 day", Trainer: "Carys Marsh", Passed: passed, Until: until, Refresher: true})
	}
}

// afterwards tells what came after the grant.
func (m *maker) afterwards(c *career, i int, until clock.Day) {
	m.vettingAgain(c, i, until)
	changed := m.change(c, i)
	for _, q := range c.periods[1:] {
		powers := c.powers
		if changed.on != clock.NoDay && q.decided >= changed.on {
			powers = changed.powers
		}
		if c.apart != nil && q.decided > c.apartTo {
			powers = slices.DeleteFunc(slices.Clone(powers), func(g Grant) bool { return slices.Contains(c.apart, g.Power) })
		}
		p := c.person.Key
		m.at(q.decided, 10, 5, manager, Tested{p, "c", true, "Supervisor's report for renewal: " + one(m.r, []string{"no complaint since the grant.", "use of powers recorded in full.", "two compliments, no complaint.", "one complaint, not upheld."})})
		m.add(q.decided, 14, delegate, Renewed{Person: p, Powers: stillLawful(powers, q.decided), From: q.from, To: q.to})
	}
	if changed.on != clock.NoDay {
		c.powers = changed.powers
	}
	m.pauses(c, i)
	m.cards(c, i)
	m.ending(c)
}

// stillLawful is what of the powers may be given on that day.
func stillLawful(powers []Grant, on clock.Day) []Grant {
	var out []Grant
	for _, g := range powers {
		if !lawful(g.Power, on) {
			continue
		}
		g.Bases = slices.DeleteFunc(slices.Clone(g.Bases), func(b string) bool { return !lawful(b, on) })
		out = append(out, g)
	}
	return out
}

func (m *maker) vettingAgain(c *career, i int, until clock.Day) {
	p := c.person.Key
	for until < m.lastDay(c) {
		decided := workday(until - m.days(4, 35))
		if i%41 == 13 && until+9 < m.today-70 && c.end == clock.NoDay {
			decided = until + 9 // too late: the accreditation was not in force for nine days
		}
		m.add(workday(until-m.days(60, 110)), 14, "vetting-desk", VettingSent{Person: p, Level: "NPPV 2", Again: true})
		until = decided.AddYears(3) - 1
		m.at(decided, 10, 20, vetter, VettingDecided{Person: p, Level: "NPPV 2", Passed: true, Until: until, Again: true})
	}
}

// alteration is a change of powers and the day of it.
type alteration struct {
	on     clock.Day
	powers []Grant
}

// change is a new post, or a power added after the missing module was passed.
func (m *maker) change(c *career, i int) alteration {
	none := alteration{on: clock.NoDay}
	p := c.person.Key
	if c.end != clock.NoDay || c.start > m.today-160 {
		return none
	}
	on := m.between(max(c.start+90, m.today-800), m.today-45)
	if c.gap.to >= on && c.gap.from <= on {
		on = c.gap.to + 3
	}
	all := m.allowedIn(c.o, c.post, on)
	switch {
	case c.first != c.post:
		m.add(on-6, 15, trainer, Trained{Person: p, Course: "Modules for the new post", Trainer: "Carys Marsh", Passed: powersOf(all), Until: on.AddYears(3)})
		m.add(on, 11, delegate, Modified{Person: p, Role: c.o.Organisation.Roles[c.post].Key, Powers: all,
			Reason: "Moved from " + c.o.roles[c.first].name + " to " + c.o.roles[c.post].name + "; the powers follow the new post."})
	case len(all) > len(stillLawful(c.powers, on)) && i%2 == 0:
		var more []string
		for _, g := range all {
			if !slices.Contains(powersOf(c.powers), g.Power) {
				more = append(more, g.Power)
			}
		}
		m.add(on-6, 15, trainer, Trained{Person: p, Course: "Module taken again", Trainer: "Carys Marsh", Passed: more, Until: on.AddYears(3)})
		m.add(on, 11, delegate, Modified{Person: p, Role: c.o.Organisation.Roles[c.post].Key, Powers: all, Reason: "The module that was missing at the grant has been passed."})
	default:
		return none
	}
	return alteration{on, all}
}

// interrupted are employers that were themselves suspended for a time.
var interrupted = map[string]bool{"northgate-stewards-ltd": true, "larkhurst-homes": true, "tollgate-security-ltd": true}

// pauses are suspensions: some that ended within the month, and those of today.
func (m *maker) pauses(c *career, i int) {
	p := c.person.Key
	if c.idle != clock.NoDay {
		m.add(workday(c.idle), 15, delegate, Suspended{p, map[string]string{
			"Pellmouth Council": "A complaint about the use of force is being looked into by the employer; suspended while it is.", "Vale University": "The holder's notebook could not be produced for three shifts; suspended until the employer has reported.",
			"Fenbury District Council": "Court proceedings were declared to the employer; suspended until the vetting unit has reviewed the clearance.",
		}[c.o.employer.name]})
		return
	}
	if i%67 != 17 || c.tag != "" || interrupted[c.o.Key] {
		return
	}
	k := 2 + i%9
	on := workday(m.today.AddMonths(-k-1) + 6)
	if c.start > on-40 || c.end != clock.NoDay && c.end < on+30 {
		return
	}
	m.add(on, 15, delegate, Suspended{p, one(m.r, []string{
		"Seen on patrol without the badge; suspended until the supervisor has reported.", "A notice was given outside the area of the accreditation; suspended while the employer looks into it.",
		"A member of the public alleged rudeness and refusal to show the card; suspended while it is looked at.", "Uniform was lent to a colleague who is not accredited; suspended while it is looked at.",
	})})
	m.add(workday(on+14), 10, delegate, Reinstated{p, one(m.r, []string{
		"The supervisor's report explains the matter; advice was given.", "Not upheld. The holder's record and body-worn video agree.", "Retrained on area and badge; the employer will check for three months.",
	})})
}

// cards tells the cards of a career: one for each period, and those lost or stolen.
func (m *maker) cards(c *career, i int) {
	p, n := c.person.Key, 0
	last := m.lastDay(c)
	issue := func(on clock.Day, ends clock.Day, note string) {
		if on >= last {
			return
		}
		old := ""
		if n > 0 {
			old = cardOf(c.number, n)
		}
		n++
		m.add(on, 12, assistant, CardIssued{Person: p, Card: cardOf(c.number, n), Ends: ends, Replaces: old, Note: note})
	}
	for k, q := range c.periods {
		on, note := workday(q.decided+m.days(4, 10)), one(m.r, []string{"Handed over at the employer's office, signed for", "Handed over after the course, signed for", "Handed over by the supervisor, receipt returned"})
		if k > 0 {
			note = "Renewal; the old card was handed in"
		}
		issue(on, q.to, note)
		if k == len(c.periods)-1 && n > 0 {
			m.lose(c, i, on, q.to, last, n, issue)
		}
	}
	if c.tag == "4519" && n > 0 {
		m.at(m.today-1, 8, 40, "", CardLost{p, cardOf(c.number, n), "Lost between the bus station and the depot; a replacement is asked for"})
	}
	if c.end == clock.NoDay || n == 0 {
		return
	}
	back := workday(c.end + m.days(2, 12))
	if i%9 != 0 && m.past(back) {
		m.add(back, 13, assistant, CardReturned{p, cardOf(c.number, n), "Sent back by the employer with the badge"})
		if m.past(back + 7) {
			m.add(workday(back+7), 16, assistant, CardDestroyed{p, cardOf(c.number, n)})
		}
	}
}

// lose tells of a card lost or stolen, and its replacement.
func (m *maker) lose(c *career, i int, issued, ends, last clock.Day, n int, issue func(on, ends clock.Day, note string)) {
	on := issued + m.days(20, 500)
	if on > last-20 || c.tag != "" {
		return
	}
	p, card := c.person.Key, cardOf(c.number, n)
	switch {
	case i%29 == 21:
		m.add(on, 10, "", CardLost{p, card, one(m.r, []string{"Lost on patrol by the river", "Not found after a change of lockers", "Left on a train; the operator was asked", "Went through the wash with the jacket and fell apart"})})
	case i%71 == 31:
		m.add(on, 10, "", CardStolen{p, card, one(m.r, []string{"Taken from a vehicle with the jacket; reported to the police", "Snatched by a person given a notice; reported to the police", "Taken in a burglary at home; reported to the police"})})
	default:
		return
	}
	issue(workday(on+7), ends, "Replacement; the card before it is stopped")
}

// ending tells how a career ended, unless it lapsed by itself.
func (m *maker) ending(c *career) {
	p := c.person.Key
	switch c.how {
	case left:
		m.at(c.end, 17, 0, "", Left{p, one(m.r, []string{
			"Left for another employer.", "Retired.", "Moved to an office post without powers.", "Resigned for family reasons.", "Redundant after a reorganisation.", "Left to join a police force.", "Left at the end of probation.", "Moved away from the county.", "Opted out of the scheme and stays with the employer.",
		})})
	case fixedTerm:
		m.at(c.end, 17, 0, "", Left{p, "The fixed-term contract came to its end."})
	case struck:
		m.add(c.end, 11, delegate, Withdrawn{p, one(m.r, []string{
			"Used the accreditation off duty to settle a private dispute.", "Vetting clearance was withdrawn by the vetting unit; the detail is sealed.",
			"Two notices were given without reason to believe and the record was changed afterwards.", "The employer found dishonesty in time sheets and told the force.",
		})})
	}
}
