package county

import (
	"fmt"

	"watchword/internal/clock"
)

// takePictured keeps the names of the people in the page pictures from being given
// to anybody else.
func (m *maker) takePictured() {
	for _, n := range []string{"Tamsin Okafor", "Joel Hartnoll", "Dev Malik", "Gareth Lyle", "Helen Prowse", "Joanne Birtwell", "Idris Pugh", "Nadia Fenn"} {
		m.names.take(n)
	}
}

// pictured marks the careers that stand for people of the page pictures.
func (m *maker) pictured() {
	tag := func(org string, post int, tag string, n int) {
		for _, c := range m.careers {
			if n > 0 && c.o.employer.name == org && c.post == post && c.tag == "" && c.idle == clock.NoDay {
				c.tag = tag
				n--
			}
		}
	}
	tag("Aldermere City Council", 0, "tamsin", 1)
	tag("Calderwick Borough Council", 1, "vetting due", 3)
}

// newPerson makes a person of an employer's post.
func (m *maker) newPerson(o *org, post int, given, surname string, employed clock.Day) Person {
	m.nextKey++
	if given == "" {
		given, surname = m.names.next()
	}
	var supers []string
	for _, c := range o.Contacts {
		if c.Kind == Supervisor {
			supers = append(supers, c.Name)
		}
	}
	return Person{
		Key: fmt.Sprintf("p%04d", m.nextKey), Given: given, Surname: surname, Org: o.Key, Role: o.Organisation.Roles[post].Key, Employed: employed,
		Supervisor: supers[m.r.IntN(len(supers))], Email: mailName(given+" "+surname) + "@" + o.domain,
		Phone: fmt.Sprintf("07700 900%03d", m.r.IntN(1000)), Portrait: look(m.seed, given, surname, o.Uniform.Colour),
	}
}

// tamsin is the person of pictures 02, 07a, 07b, 12 and 17, day by day.
func (m *maker) tamsin(c *career) {
	o := c.o
	p := m.newPerson(o, 0, "Tamsin", "Okafor", m.shift("2023-09-04"))
	p.Supervisor = "Gareth Lyle"
	c.person = p
	main := []string{nameOffence, nameASB, nameTraffic, alcohol, tobacco, graffiti, litter}
	c.powers = nil
	for _, g := range m.allowed(c, c.start) {
		if g.Power != vehicle {
			c.powers = append(c.powers, g)
		}
	}
	m.at(m.shift("2023-10-31"), 16, 0, trainer, Trained{Person: p.Key, Course: "Traffic direction", Trainer: "Carys Marsh", Passed: []string{traffic}, Until: m.shift("2026-10-31")})
	m.at(m.shift("2023-12-11"), 16, 0, trainer, Trained{Person: p.Key, Course: "Cycling", Trainer: "Carys Marsh", Passed: []string{stopCycle, cycling}, Until: m.shift("2026-12-11")})
	m.at(m.shift("2025-02-24"), 10, 5, "", Nominated{Person: p.Key, Org: o.Key, Role: p.Role, By: "Helen Prowse"})
	m.at(m.shift("2025-02-26"), 12, 30, "", Agreed{p.Key})
	m.at(m.shift("2025-02-28"), 14, 10, "vetting-desk", VettingSent{Person: p.Key, Level: "NPPV 2"})
	m.at(m.shift("2026-01-12"), 11, 20, vetter, VettingDecided{Person: p.Key, Level: "NPPV 2", Passed: true, Until: m.shift("2029-01-11")})
	m.at(m.shift("2026-01-12"), 11, 25, vetter, Tested{p.Key, "b", true, "Vetting passed at the level asked for."})
	var passed []string
	for _, id := range main {
		if lawful(id, c.start) {
			passed = append(passed, id)
		}
	}
	m.at(m.shift("2026-01-14"), 16, 30, trainer, Trained{Person: p.Key, Course: "Accredited persons' course, 4 days", Trainer: "Carys Marsh", Passed: passed, Until: m.shift("2029-01-14")})
	m.at(m.shift("2026-01-14"), 16, 35, trainer, Tested{p.Key, "d", true, "Course result and refreshers, power by power."})
	m.at(m.shift("2026-01-26"), 15, 40, manager, Tested{p.Key, "c", true, "Supervisor's report by Gareth Lyle and interview agree."})
	m.at(m.shift("2026-01-30"), 10, 0, manager, SentUp{p.Key})
	from, to := c.start, m.shift("2029-02-02")
	c.periods = []period{{c.start, from, to}}
	m.plan.Events = append(m.plan.Events, Event{At: c.granted, By: delegate, Act: Granted{Person: p.Key, Number: c.number, Powers: c.powers, Areas: []string{authorityKey("Aldermere")}, From: from, To: to}})
	m.at(m.shift("2026-02-09"), 14, 0, assistant, CardIssued{Person: p.Key, Card: cardOf(c.number, 1), Ends: to, Note: "Signed for at Aldermere"})
	m.plan.People = append(m.plan.People, p)
}

// hartnoll is the nominee of picture 08, who waits for the delegate.
func (m *maker) hartnoll() {
	o := m.org("Aldermere City Council")
	p := m.newPerson(o, 1, "Joel", "Hartnoll", m.shift("2024-05-20"))
	p.Supervisor = "Gareth Lyle"
	var passed []string
	for _, id := range []string{nameOffence, nameASB, alcohol, tobacco, stopCycle, cycling, graffiti, litter} {
		if lawful(id, m.today) {
			passed = append(passed, id)
		}
	}
	m.at(m.shift("2026-08-03"), 9, 50, "", Nominated{Person: p.Key, Org: o.Key, Role: p.Role, By: "Helen Prowse"})
	m.at(m.shift("2026-08-05"), 13, 15, "", Agreed{p.Key})
	m.at(m.shift("2026-08-10"), 14, 0, "vetting-desk", VettingSent{Person: p.Key, Level: "NPPV 2"})
	m.at(m.shift("2026-11-02"), 10, 30, vetter, VettingDecided{Person: p.Key, Level: "NPPV 2", Passed: true, Until: m.shift("2029-11-01")})
	m.at(m.shift("2026-11-02"), 10, 35, vetter, Tested{p.Key, "b", true, "Vetting passed at the level asked for. No restrictions."})
	m.at(m.shift("2026-11-12"), 15, 30, manager, Tested{p.Key, "c", true, "Report by G. Lyle of " + m.shift("2026-11-09").Long() + " and interview agree."})
	m.at(m.shift("2026-11-14"), 16, 0, trainer, Trained{Person: p.Key, Course: "Course 2026-11", Trainer: "Carys Marsh", Passed: passed, Failed: []string{nameTraffic, traffic}, Until: m.shift("2029-11-14")})
	m.at(m.shift("2026-11-14"), 16, 10, trainer, Tested{p.Key, "d", true, "Eight of ten powers. The traffic module was not passed; a refresher is offered."})
	m.at(m.shift("2026-11-16"), 9, 30, manager, SentUp{p.Key})
	m.plan.People = append(m.plan.People, p)
}
