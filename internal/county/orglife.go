package county

import (
	"slices"

	"watchword/internal/clock"
)

// orgEvents tells the lives of the employers.
func (m *maker) orgEvents() {
	for i, o := range m.orgs {
		if o.now == applying {
			m.application(o, i)
			continue
		}
		m.add(workday(o.periods[0].decided-110), 10, "", OrgApplied{o.Key, "Application complete, with covering report and policies."})
		m.add(workday(o.periods[0].decided-70), 11, manager, OrgStage{o.Key, "assessment", "Supervision, complaints, records and insurance were looked at on site."})
		m.add(workday(o.periods[0].decided-30), 15, delegate, OrgStage{o.Key, "powers", "Powers were decided one by one, role by role."})
		m.add(o.periods[0].decided, 10, delegate, OrgApproved{Org: o.Key, From: o.periods[0].from, To: o.periods[0].to, Note: "Fit and proper to supervise, s41(4)(a). Protocol and sharing agreement signed."})
		for _, q := range o.periods[1:] {
			if o.ended == clock.NoDay || q.decided < o.ended {
				m.add(q.decided, 8, delegate, OrgRenewed{Org: o.Key, From: q.from, To: q.to, Note: "Renewed for three years after review of supervision, complaints and records."})
			}
		}
		m.interruptions(o)
		if o.now != gone {
			m.meetings(o, i)
		}
	}
}

// interruptions are the suspensions and withdrawals of employers.
func (m *maker) interruptions(o *org) {
	stop := func(from, to clock.Day, why, then string) {
		m.at(from, 9, 10, delegate, OrgSuspended{o.Key, why})
		m.at(to, 16, 0, delegate, OrgReinstated{o.Key, then})
	}
	switch o.Key {
	case "aldermere-city-council":
		stop(m.shift("2022-08-14"), m.shift("2022-08-21"), "Public liability insurance had lapsed.", "Cover of £10m was shown, without a gap in future.")
	case "northgate-stewards-ltd":
		on := m.quiet(o, m.today.AddMonths(-13)+4, 7)
		stop(on, workday(on+6), "The insurer gave notice that the public liability policy had not been paid.", "The premium was paid and the insurer confirmed cover in writing.")
	case "larkhurst-homes":
		on := m.quiet(o, m.today.AddMonths(-20)+3, 13)
		stop(on, workday(on+12), "Two of three supervisors had left, and nobody supervised the estates in the evening.", "Two supervisors were appointed and trained.")
	case "tollgate-security-ltd":
		m.at(m.tollgateSuspended(), 9, 5, delegate, OrgSuspended{o.Key, "Public liability insurance lapsed and no new certificate has been sent."})
	case "beacon-retail-guarding-ltd":
		m.at(o.ended, 12, 0, delegate, OrgWithdrawn{o.Key, "The guarding contract passed to another firm; no staff remain at the place."})
	case "merrow-park-and-ride-ltd":
		m.at(o.ended, 12, 0, delegate, OrgWithdrawn{o.Key, "The company ceased to trade."})
	case "fenbury-market-wardens-cic":
		m.at(o.ended, 12, 0, delegate, OrgWithdrawn{o.Key, "Complaints were not answered within the agreed time on four occasions, and no officer for complaints was named; s40(9) is not met."})
	}
}

// quiet is the first working day from a day on that begins so many days without a
// grant to anybody of the employer.
func (m *maker) quiet(o *org, from clock.Day, days int) clock.Day {
	busy := func(on clock.Day) bool {
		return slices.ContainsFunc(m.careers, func(c *career) bool { return c.o == o && c.start >= on && c.start <= on+clock.Day(days) })
	}
	for workday(from) != from || busy(from) {
		from++
	}
	return from
}

// meetings are the three-monthly meetings of the last year.
func (m *maker) meetings(o *org, i int) {
	last := m.today - clock.Day(5+(i*29)%80)
	switch o.Key {
	case "inglewater-parish-council":
		last = m.shift("2026-08-30")
	case "aldermere-city-council":
		last = m.shift("2026-10-22")
		m.add(m.shift("2025-12-09"), 14, delegate, OrgNoted{o.Key, "Protocol v3 signed", "Joint operating protocol, third version, with the information sharing agreement as annex A."})
	case "fenbury-district-council":
		m.add(m.today-2, 9, "", OrgNoted{o.Key, "Change to the operating protocol proposed", "Version 4: evening patrols on market days, and a second liaison officer for the villages."})
	}
	for k := range 4 {
		on := last - clock.Day(88*k)
		if o.Key != "inglewater-parish-council" || k > 0 {
			on = workday(on)
		}
		if on > o.since+30 {
			m.add(on, 11, o.Liaison, OrgNoted{o.Key, "Three-monthly meeting", minutes[(i*3+k*5)%len(minutes)]})
		}
	}
}

// minutes are what three-monthly meetings agreed.
var minutes = []string{
	"Seven actions, two open. Patrols move to the bus station on Fridays.",
	"Four actions, none open. Notices are checked within two days of being given.",
	"Five actions, one open: the radio key for new staff.",
	"Three actions. The neighbourhood team asks for sightings of off-road motorcycles.",
	"Two actions. Body-worn video retention cut to thirty days.",
	"Six actions, three open. A joint patrol is set for the first Saturday of each month.",
	"One action: the list of supervisors is to be sent again after a change.",
	"Four actions. Refusals of name and address fell from nine to three in the quarter.",
	"Three actions, one open. Complaints procedure to be shown on the employer's own site.",
	"Five actions. A hot spot moves from the park to the riverside; duties follow it.",
	"No action. Figures agree with the monthly return.",
	"Two actions. Badges on outer jackets will be checked before each shift.",
	"Four actions, one open: a quiet room for statements.",
	"Three actions. A school asked for patrols at half past three.",
	"Two actions. The control room asks callers to give the ward, not the street, first.",
	"Six actions, one open. Training places are needed for four starters.",
	"One action: the uniform photograph is out of date.",
}

// application tells how far an applicant has come.
func (m *maker) application(o *org, i int) {
	asked := map[string]clock.Day{"quaymouth-hospitals-nhs-trust": m.today - 74, "quaymouth-borough-markets": m.shift("2026-11-02")}
	begun, ok := asked[o.Key]
	if !ok {
		begun = workday(m.today - clock.Day(20+(i*17)%60))
	}
	m.add(begun, 10, "", OrgStage{o.Key, "enquiry", "Asked for the information pack."})
	m.add(workday(begun+7), 11, manager, OrgStage{o.Key, "first meeting", "The scheme, its limits and its costs were explained; the employer wishes to apply."})
	switch o.Key {
	case "quaymouth-hospitals-nhs-trust":
		m.add(m.today-40, 15, "", OrgApplied{o.Key, "Application complete. Nine powers asked for across two shifts."})
		m.add(m.today-12, 11, manager, OrgStage{o.Key, "assessment", "All eight criteria met on site."})
		m.add(m.today-4, 12, assistant, OrgStage{o.Key, "powers", "Six of nine powers decided; three are with the scheme manager."})
	case "quaymouth-borough-markets":
		m.add(m.shift("2026-11-11"), 10, "", OrgStage{o.Key, "application", "Begun. The date of the insurance is missing and three powers have no reason."})
	case "inglewater-college", "eskline-ferries-ltd":
		m.add(workday(begun+12), 10, "", OrgStage{o.Key, "application", "Begun by the liaison officer."})
	default:
		m.add(workday(begun+16), 15, "", OrgApplied{o.Key, "Application complete."})
	}
}
