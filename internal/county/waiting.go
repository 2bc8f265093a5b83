package county

import (
	"fmt"

	"watchword/internal/clock"
)

// waitingWeeks are how many await vetting, by how many days they have waited, from
// and to; the longest has waited nineteen weeks.
var waitingWeeks = []struct{ n, from, to int }{{31, 2, 28}, {28, 29, 56}, {22, 57, 84}, {13, 85, 131}}

// waiting tells of nominees who hold nothing yet: those in vetting, in training, with
// the delegate, and those who were refused.
func (m *maker) waiting() {
	aldermere := 0
	first := true
	for _, w := range waitingWeeks {
		for i := range w.n {
			o := m.nominator()
			if o == m.orgs[0] && aldermere == 3 {
				o = m.org("Eskhaven Borough Council")
			}
			if i < 1 && aldermere < 3 {
				o = m.orgs[0]
			}
			if o == m.orgs[0] {
				aldermere++
			}
			days := w.from + m.r.IntN(w.to-w.from+1)
			if w.from == 85 && first {
				days, first = 133, false
			}
			m.nominate(o, m.r.IntN(len(o.roles)), m.today-clock.Day(days), 14)
		}
	}
	kettlesea := m.org("Kettlesea BID")
	p := m.nominate(kettlesea, 0, m.today-61, 14)
	m.kettlesea = p.Key
	m.refuseVetting(p, m.today-3)
	for k := range 9 {
		on := workday(m.today - clock.Day(60+k*89))
		o := m.nominator()
		if o.ready() < on-200 {
			m.refuseVetting(m.nominate(o, 0, on-70, 14), on)
		}
	}
	for k, why := range declined {
		on := workday(m.today - clock.Day(50+k*170))
		o := m.org([]string{"Eskhaven Borough Council", "Marshlight Security Ltd", "Larkhurst Homes", "Fenbury District Council"}[k])
		p := m.ready(o, k%len(o.roles), on-4)
		m.add(on, 15, []string{delegate, deputy}[k%2], Declined{p.Key, why})
	}
	m.ready(m.org("Gullhaven Borough Council"), 0, workday(m.today-1))
	m.ready(m.org("Vale Hospitals NHS Trust"), 0, workday(m.today-2))
	m.ready(m.org("Otterhythe District Council"), 1, workday(m.today-5))
	for k := range 12 {
		o := m.nominator()
		p := m.nominate(o, 0, m.today-clock.Day(70+3*k), 14)
		decided := workday(m.today - clock.Day(3+2*k))
		m.at(decided, 10, 20, vetter, VettingDecided{Person: p.Key, Level: "NPPV 2", Passed: true, Until: decided.AddYears(3) - 1})
		m.at(decided, 10, 25, vetter, Tested{p.Key, "b", true, "Vetting passed at the level asked for."})
	}
}

// declined are the delegate's reasons for refusing an accreditation, as the person
// reads them.
var declined = []string{
	"At interview you could not say when a person may refuse you, and the supervisor's report has the same concern. You may be nominated again after further accompanied patrols.",
	"The post you were nominated for meets the public on two days a month. The need for powers has not been shown.",
	"Your supervisor would be a person whose own accreditation is suspended. Your employer may nominate you again when there is another.",
	"The module on notices was not passed and the post has no other powers. You may be nominated again when it is.",
}

// nominator is an employer in force that nominates, larger ones more often.
func (m *maker) nominator() *org {
	for {
		c := one(m.r, m.careers)
		if c.end == clock.NoDay && c.o.now == inForce && c.o.ready() < m.today-150 {
			return c.o
		}
	}
}

// nominate tells of a nominee up to the day on which the forms were with the vetting
// unit.
func (m *maker) nominate(o *org, post int, sent clock.Day, hour int) Person {
	nominated := workday(sent - m.days(4, 9))
	p := m.newPerson(o, post, "", "", workday(nominated-m.days(40, 900)))
	m.add(nominated, 9, "", Nominated{Person: p.Key, Org: o.Key, Role: p.Role, By: o.Contacts[0].Name})
	m.add(min(nominated+1, sent), 11, "", Agreed{p.Key})
	m.add(sent, hour, "vetting-desk", VettingSent{Person: p.Key, Level: "NPPV 2"})
	m.plan.People = append(m.plan.People, p)
	return p
}

func (m *maker) refuseVetting(p Person, on clock.Day) {
	m.at(on, 10, 20, vetter, VettingDecided{Person: p.Key, Level: "NPPV 2", Passed: false, Until: clock.NoDay})
	m.at(on, 10, 25, vetter, Tested{p.Key, "b", false, "Vetting was refused. The detail is sealed; the employer is told the outcome only."})
}

// ready tells of a nominee whose four tests were complete on that day.
func (m *maker) ready(o *org, post int, up clock.Day) Person {
	p := m.nominate(o, post, up-80, 14)
	decided := workday(up - 26)
	m.at(decided, 10, 20, vetter, VettingDecided{Person: p.Key, Level: "NPPV 2", Passed: true, Until: decided.AddYears(3) - 1})
	m.at(decided, 10, 25, vetter, Tested{p.Key, "b", true, "Vetting passed at the level asked for."})
	course := workday(up - 12)
	m.add(course, 15, trainer, Trained{Person: p.Key, Course: "Accredited persons' course, 4 days", Trainer: "Carys Marsh", Passed: powersOf(m.allowedIn(o, post, up)), Until: course.AddYears(3)})
	m.at(course, 16, 30, trainer, Tested{p.Key, "d", true, "All powers asked for were passed."})
	m.at(workday(up-4), 16, 40, manager, Tested{p.Key, "c", true, fmt.Sprintf("Report by %s and interview agree.", p.Supervisor)})
	m.at(up, 17, 30, assistant, SentUp{p.Key})
	return p
}
