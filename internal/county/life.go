package county

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"watchword/internal/clock"
)

// lives makes the person and the events of every career.
func (m *maker) lives() {
	m.endPeriods()
	separate := 0
	for i, c := range m.careers {
		if c.tag == "tamsin" {
			m.tamsin(c)
			continue
		}
		m.oneLife(c, i, &separate)
	}
	m.hartnoll()
}

// years is how long an accreditation lasts: two with firms, three with public bodies.
func (c *career) years() int {
	switch c.o.Group {
	case Councils, Housing, Health:
		return 3
	}
	return 2
}

// lastDay is the day up to which a career's papers had to be kept up.
func (m *maker) lastDay(c *career) clock.Day {
	if c.end != clock.NoDay {
		return c.end
	}
	return m.today
}

func cardOf(number string, n int) string {
	return fmt.Sprintf("%s/%d", strings.TrimPrefix(number, "EM "), n)
}

// endPeriods lays the periods of all accreditations, and then sees to it that as many
// end in each of the next six months as the pictures show.
func (m *maker) endPeriods() {
	for _, c := range m.careers {
		if c.tag == "tamsin" {
			continue
		}
		from := c.start
		to := from.AddYears(c.years()) - 1
		c.periods = []period{{c.start, from, to}}
		for to < m.lastDay(c) {
			decided := min(workday(to-m.days(9, 40)), workday(m.today-3))
			from, to = to+1, (to+1).AddYears(c.years())-1
			c.periods = append(c.periods, period{decided, from, to})
		}
		if c.how == lapsed {
			c.periods[len(c.periods)-1].to = c.end
		}
	}
	m.levelEnds()
}

// endsByMonth is how many accreditations in force end in this month and the next five.
var endsByMonth = []int{9, 21, 34, 18, 47, 16}

func (m *maker) levelEnds() {
	y, mon, _ := m.today.Date()
	month := func(i int) (from, to clock.Day) {
		return max(clock.Date(y, mon+time.Month(i), 1), m.today), clock.Date(y, mon+time.Month(i+1), 1) - 1
	}
	_, horizon := month(len(endsByMonth) - 1)
	var later []*career
	buckets := make([][]*career, len(endsByMonth))
	for _, c := range m.careers {
		if c.end != clock.NoDay || c.idle != clock.NoDay || c.o.now != inForce || c.tag == "tamsin" {
			continue
		}
		to := c.periods[len(c.periods)-1].to
		if to > horizon {
			if p := c.periods[len(c.periods)-1]; p.from < m.today-200 {
				later = append(later, c)
			}
			continue
		}
		for i := range buckets {
			if from, end := month(i); to >= from && to <= end {
				buckets[i] = append(buckets[i], c)
			}
		}
	}
	for i, want := range endsByMonth {
		from, end := month(i)
		for _, c := range buckets[i][min(want, len(buckets[i])):] { // renewed early
			to := c.periods[len(c.periods)-1].to
			c.periods = append(c.periods, period{workday(m.today - m.days(3, 25)), to + 1, (to + 1).AddYears(c.years()) - 1})
		}
		for n := len(buckets[i]); n < want; n++ { // given for a shorter period at the time
			k := m.r.IntN(len(later))
			last := &later[k].periods[len(later[k].periods)-1]
			last.to = m.between(from, end)
			if m.r.IntN(3) == 0 {
				last.to = end
			}
			later = slices.Delete(later, k, k+1)
		}
	}
}

// oneLife tells one career from the nomination to the end.
func (m *maker) oneLife(c *career, i int, separate *int) {
	g := c.start
	if c.tag == "vetting due" {
		c.vetted = workday((m.today + 8).AddYears(-3))
	} else {
		c.vetted = workday(g - m.days(18, 45))
	}
	sent := max(workday(c.vetted-m.days(18, 120)), workday(c.o.since+7))
	if sent > c.vetted-10 {
		c.vetted = workday(g - 18)
		sent = min(sent, c.vetted-10)
	}
	nominated := max(workday(sent-m.days(3, 8)), workday(c.o.since+3))
	given, surname := "", ""
	if c.tag == "dev" {
		given, surname = "Dev", "Malik"
	}
	c.person = m.newPerson(c.o, c.post, given, surname, workday(nominated-m.days(60, 1500)))
	c.first = m.earlierPost(c, i)
	p := c.person.Key
	m.add(nominated, 9, "", Nominated{Person: p, Org: c.o.Key, Role: c.o.Organisation.Roles[c.first].Key, By: c.o.Contacts[0].Name})
	m.add(min(workday(nominated+1), sent), 11, "", Agreed{p})
	m.add(sent, 14, "vetting-desk", VettingSent{Person: p, Level: "NPPV 2"})
	until := c.vetted.AddYears(3) - 1
	if c.tag == "vetting due" {
		until = m.today + 7
	}
	m.at(c.vetted, 10, 20, vetter, VettingDecided{Person: p, Level: "NPPV 2", Passed: true, Until: until})
	m.at(c.vetted, 10, 25, vetter, Tested{p, "b", true, "Vetting passed at the level asked for."})
	course := m.between(c.vetted+1, g-10)
	m.training(c, i, course, separate)
	capable := m.between(course+1, g-5)
	m.at(max(capable, course+1), 16, 40, manager, Tested{p, "c", true, m.capable(c)})
	m.at(max(workday(g-3), capable), 17, 30, assistant, SentUp{p})
	by := delegate
	if i%9 == 4 {
		by = deputy
	}
	m.plan.Events = append(m.plan.Events, Event{At: c.granted, By: by, Act: Granted{Person: p, Number: c.number, Powers: c.powers,
		Areas: c.o.Organisation.Roles[c.first].Areas, Conditions: m.conditions(c, i), From: c.periods[0].from, To: c.periods[0].to}})
	m.afterwards(c, i, until)
	m.plan.People = append(m.plan.People, c.person)
}

// capable is what was noted on the third test.
func (m *maker) capable(c *career) string {
	return fmt.Sprintf(one(m.r, []string{
		"Report by %s after six accompanied patrols; interview agrees.", "Report by %s: keeps a careful notebook and stays calm. Interview agrees.",
		"Report by %s; the interview tested refusal of a name and was well answered.", "Report by %s names patience with groups as a strength. Interview agrees.",
		"Report by %s after a month alongside an accredited colleague; no reservations at interview.", "Report by %s; radio and log procedure were practised again after the interview.",
	}), c.person.Supervisor)
}

// conditions are the further restrictions of some accreditations, s41(6)(b).
func (m *maker) conditions(c *career, i int) string {
	if i%17 != 3 {
		return ""
	}
	return one(m.r, []string{
		"Not between 22:00 and 06:00 except in company with another accredited person.", "Only on patrols entered in the employer's rota before they begin.",
		"Traffic may be directed only at places named in a traffic plan.", "For the first six months only in company with a supervisor.",
		"Not on the premises of the holder's former employer.",
	})
}

// earlierPost is the post that some held first, where their employer has another one.
func (m *maker) earlierPost(c *career, i int) int {
	if i%23 != 7 || len(c.o.roles) < 2 || c.end != clock.NoDay || c.tag != "" || c.start > m.today-250 || c.o.Organisation.Roles[0].Areas == nil {
		return c.post
	}
	return (c.post + 1) % len(c.o.roles)
}

// allowed is what the role of the grant allows and the law knew on that day.
func (m *maker) allowed(c *career, on clock.Day) []Grant { return m.allowedIn(c.o, c.first, on) }

func (m *maker) allowedIn(o *org, post int, on clock.Day) []Grant {
	var out []Grant
	for _, rp := range o.Organisation.Roles[post].Powers {
		if rp.Answer == Refusal || !lawful(rp.Power, on) {
			continue
		}
		g := Grant{Power: rp.Power, Offences: rp.Offences, Condition: rp.Condition}
		for _, b := range rp.Bases {
			if lawful(b, on) {
				g.Bases = append(g.Bases, b)
			}
		}
		out = append(out, g)
	}
	return out
}

func powersOf(grants []Grant) []string {
	var out []string
	for _, g := range grants {
		out = append(out, g.Power)
	}
	return out
}
