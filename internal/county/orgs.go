package county

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"watchword/internal/clock"
)

// makeOrgs makes the employers with their contacts, uniforms, insurance, roles and
// the periods of their arrangements.
func (m *maker) makeOrgs() {
	for _, e := range employers {
		o := &org{employer: e, since: clock.NoDay, ended: clock.NoDay}
		o.Organisation = &Organisation{
			Key: key(e.name), Name: e.name, Kind: e.kind, Group: e.group, Place: e.place, Purpose: e.why, Areas: areaKeys(e.areas),
		}
		o.domain = key(strings.NewReplacer(" City Council", "", " Ltd", "", " NHS Trust", " NHS", " Borough Council", " Council").Replace(e.name)) + ".example"
		decided := m.today
		if e.since != "" {
			o.since = m.shift(e.since)
			if k, ok := joinedMonth[e.name]; ok {
				o.since = m.today.AddMonths(-k-1) + 4 - readyAfter
			}
			decided = o.since
			m.arrange(o)
		}
		o.Liaison = liaison(o.Areas[0])
		if o.Key == "eskhaven-borough-council" {
			o.Liaison = "petra-kolar"
		}
		m.contacts(o)
		m.assurance(o)
		o.Organisation.Roles = e.makeRoles(o.Key, o.Areas, decided)
		m.orgs = append(m.orgs, o)
	}
	m.refer()
}

// arrange lays the periods of the arrangements one after another up to today.
func (m *maker) arrange(o *org) {
	from := o.since
	to := from.AddYears(3) - 1
	switch o.employer.name {
	case "Aldermere City Council":
		o.periods = []period{{m.shift("2019-03-12"), m.shift("2019-03-12"), m.shift("2021-03-31")},
			{m.shift("2021-03-24"), m.shift("2021-04-01"), m.shift("2024-03-31")}, {m.shift("2024-04-01"), m.shift("2024-04-01"), m.shift("2027-03-31")}}
		return
	case "Merrowby Homes":
		o.periods = []period{{from, from, m.shift("2023-12-14")}, {m.shift("2023-11-20"), m.shift("2023-12-15"), m.shift("2026-12-14")}}
		return
	}
	o.periods = []period{{workday(from - 3), from, to}}
	for to < m.today+9 { // renewed in time; the next renewals lie further ahead
		decided := min(workday(to-m.days(9, 40)), workday(m.today-2))
		from, to = to+1, (to+1).AddYears(3)-1
		o.periods = append(o.periods, period{decided, from, to})
	}
}

// refer gives references in the order of first accreditation, and application
// numbers to those who ask.
func (m *maker) refer() {
	in := slices.DeleteFunc(slices.Clone(m.orgs), func(o *org) bool { return o.since == clock.NoDay })
	slices.SortFunc(in, func(a, b *org) int { return cmp.Compare(a.since, b.since) })
	for i, o := range in {
		o.Reference = fmt.Sprintf("ORG-%03d", i+1)
	}
	year, _, _ := m.today.Date()
	for i, o := range slices.DeleteFunc(slices.Clone(m.orgs), func(o *org) bool { return o.since != clock.NoDay }) {
		o.Reference = fmt.Sprintf("%d-%03d", year, []int{41, 47, 44, 48, 39, 50}[i])
	}
}

// contacts names who answers for an employer.
func (m *maker) contacts(o *org) {
	add := func(kind ContactKind, name, post string) {
		n := hash(m.seed, o.Key+string(kind)+name) % 1000
		phone := fmt.Sprintf("01632 960%03d", n)
		if kind == Supervisor {
			phone = fmt.Sprintf("07700 900%03d", n)
		}
		o.Contacts = append(o.Contacts, Contact{Kind: kind, Name: name, Post: post, Email: mailName(name) + "@" + o.domain, Phone: phone})
	}
	name := func() string { g, s := m.names.next(); return g + " " + s }
	head, desk := "Head of community safety", "Community safety officer"
	switch o.Group {
	case Housing:
		head, desk = "Director of housing", "Tenancy enforcement manager"
	case Health:
		head, desk = "Director of estates", "Security manager"
	case Security, Transport:
		head, desk = "Operations director", "Contract manager"
	case Other:
		head, desk = "Chief executive", "Operations manager"
	}
	switch o.Key {
	case "aldermere-city-council":
		add(Signatory, "Helen Prowse", "Director of communities")
		add(LiaisonOfficer, "Joanne Birtwell", head)
		add(LiaisonOfficer, "Idris Pugh", "Parks manager")
		add(Supervisor, "Gareth Lyle", "Warden supervisor")
	case "quaymouth-borough-markets":
		add(Signatory, "Nadia Fenn", "Markets director")
	default:
		add(Signatory, name(), head)
	}
	for count(o.Contacts, LiaisonOfficer) < 2 {
		add(LiaisonOfficer, name(), desk)
	}
	staff := 0
	for _, p := range o.roles {
		staff += p.n
	}
	for count(o.Contacts, Supervisor) < 1+staff/8 && count(o.Contacts, Supervisor) < 3 {
		add(Supervisor, name(), "Supervisor, "+o.roles[count(o.Contacts, Supervisor)%len(o.roles)].name+"s")
	}
	add(Complaints, name(), "Complaints officer")
	add(DataProtection, name(), "Data protection lead")
	o.Address = fmt.Sprintf("%d %s, %s", 1+hash(m.seed, o.Key)%88, one(m.r, streetNames), townOf(o.Areas[0]))
}

func count(list []Contact, kind ContactKind) int {
	n := 0
	for _, c := range list {
		if c.Kind == kind {
			n++
		}
	}
	return n
}

var streetNames = []string{"Guildhall Yard", "Staithe Road", "Cornhill", "Malthouse Lane", "Wharf Street", "Friary Walk", "Tenter Close", "Beacon Road", "Ferry Lane", "Sessions Square", "Glasshouse Street", "Tollhouse Road"}

func townOf(area string) string {
	short := strings.Split(area, "/")[1]
	for _, a := range authorities {
		if key(a.short) == short {
			return a.short
		}
	}
	return "Aldermere"
}

var insurers = []string{"Harrow and Fens Mutual", "Northmere Public Risks", "Calder Assurance", "Saltmarsh Underwriters"}

var colours = map[Group][]string{
	Councils: {"#1f4d38", "#1d3f66", "#3a3f47", "#27515c"}, Housing: {"#5a2d4f", "#2f4858", "#6b3b2a"}, Health: {"#1b4f72", "#254441"},
	Security: {"#23272e", "#3b2f2f", "#1f3044"}, Transport: {"#c05a12", "#20405a"}, Other: {"#7a1f2b", "#3d2c6b", "#1f5c57", "#4a5a1f"},
}

// assurance is what was checked: uniform, insurance and the other criteria.
func (m *maker) assurance(o *org) {
	until := m.today + 200
	approved := m.today - 20
	if o.since != clock.NoDay {
		until = o.periods[len(o.periods)-1].to
		approved = workday(o.since - m.days(20, 50))
	}
	list := colours[o.Group]
	o.Uniform = Uniform{Colour: list[hash(m.seed, "uniform"+o.Key)%uint64(len(list))], Approved: approved,
		Description: one(m.r, []string{"Jacket and polo shirt in the employer’s colours, name of the employer on back and breast", "Dark trousers, shirt with the employer’s badge, high-visibility waistcoat over it", "Soft-shell jacket, cap and shirt with the employer’s name, body-worn video on the breast"})}
	o.Insurance = Insurance{Insurer: one(m.r, insurers), Policy: fmt.Sprintf("PL/%d/%04d", 20+m.r.IntN(60), m.r.IntN(10000)), Millions: []int{5, 10, 10, 20}[m.r.IntN(4)], Ends: m.today + m.days(95, 360)}
	health := until
	switch o.Key {
	case "aldermere-city-council":
		o.Uniform = Uniform{Description: "Council green jacket and polo shirt", Approved: m.shift("2024-02-02"), Colour: "#1f4d38"}
		o.Insurance.Millions, o.Insurance.Ends, health = 10, m.shift("2027-03-31"), m.shift("2027-01-05")
	case "brightline-stewarding-ltd":
		o.Insurance.Ends = m.today + 2
	case "tollgate-security-ltd":
		o.Insurance.Ends = m.tollgateSuspended() - 1
	case "kettlesea-bid":
		o.Insurance.Ends = m.today + 47
	case "fairway-traffic-management-ltd":
		o.Insurance.Ends = m.today + 68
	case "vale-university":
		o.Insurance.Ends = m.today + 83
	}
	supervision := "Supervision: a trained supervisor"
	if n := count(o.Contacts, Supervisor); n > 1 {
		supervision = fmt.Sprintf("Supervision: %d trained supervisors", n)
	}
	o.Criteria = []Criterion{
		{supervision, until}, {"Complaints procedure", until},
		{fmt.Sprintf("Public liability insurance, £%dm", o.Insurance.Millions), o.Insurance.Ends}, {"Records of use of powers", until},
		{"Equality and fair service", until}, {"Health and safety, conflict risk", health},
		{"Data protection, body-worn video", until}, {"Uniform approved " + o.Uniform.Approved.Short(), clock.NoDay},
	}
}
