package demo

import (
	"slices"

	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/agreement/supervision"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/county"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
)

// protocol is a joint operating protocol of the county: with whom, and how many days ago
// it was drafted, signed by the organisation, and signed by the force; 0: not yet.
type protocol struct {
	with                 string
	drafted, lead, chief int
}

// protocols is those of the county, as they came about. One falls due for review within a
// month, one waits for the Chief Inspector, one is a draft.
var protocols = []protocol{
	{"Calderwick Borough Council", 348, 344, 341}, {"Aldermere City Council", 236, 229, 228}, {"Eskhaven Borough Council", 190, 184, 177},
	{"Eastmarch County Council", 141, 130, 129}, {"Harbourside Security Ltd", 96, 90, 84}, {"Vale Hospitals NHS Trust", 20, 6, 0}, {"Strand BID", 3, 0, 0},
}

// toSign is the steps of all protocols.
func toSign() []step {
	var out []step
	for _, p := range protocols {
		var of id.Agreement
		out = append(out, step{p.drafted, func(l *loading) (err error) { of, err = l.draft(p); return err }})
		if p.lead > 0 {
			out = append(out, step{p.lead, func(l *loading) error { return l.sign(of, l.leadOf(p.with)) }})
		}
		if p.chief > 0 {
			out = append(out, step{p.chief, func(l *loading) error { return l.sign(of, l.role(authz.Delegate)) }})
		}
	}
	return append(out, toMeet()...)
}

// meetings is when organisations met their neighbourhood teams, in days ago: the last of
// one is longer ago than three months, of another the minutes are not written, and a third
// has never met.
var meetings = []struct {
	with string
	ago  []int
}{{"Calderwick Borough Council", []int{262, 181, 103}}, {"Aldermere City Council", []int{150, 66}}, {"Eskhaven Borough Council", []int{91}}, {"Eastmarch County Council", []int{44}}}

// toMeet is the steps of the meetings and of what was verified at them.
func toMeet() []step {
	var out []step
	for _, m := range meetings {
		for _, ago := range m.ago {
			out = append(out, step{ago, func(l *loading) error { return l.met(m.with, m.with != "Eastmarch County Council") }})
		}
	}
	out = append(append(out, toSettle()...), toSupervise()...)
	return append(out, step{12, func(l *loading) error {
		o := l.named("Aldermere City Council")
		_, err := l.Liaison.Plan(l.ctx, l.manager(), o.id, "", clock.DayOf(l.Clock.Now()).AddDays(26), "Aldermere police station")
		return err
	}})
}

// toSettle is the steps of issues, questions and evaluations: an issue that waits for the
// force, one that was settled, a question that was answered and one that is overdue, and
// the evaluation of a first year's work, of which an action is overdue.
func toSettle() []step {
	raise := func(l *loading, name string, who authz.Actor, kind liaison.MatterKind, subject, text string) (id.Matter, error) {
		return l.Liaison.Raise(l.ctx, who, liaison.Raised{Org: l.named(name).id, Kind: kind, Subject: subject, Text: text})
	}
	var radios, cards id.Matter
	const city, borough, firm = "Aldermere City Council", "Calderwick Borough Council", "Harbourside Security Ltd"
	return []step{
		{74, func(l *loading) (err error) {
			radios, err = raise(l, borough, l.leadOf(borough), liaison.Issue, "Radio cover at the market", "Wardens cannot reach the control room from the lower market. Twice this month a call was made by mobile telephone.")
			return err
		}},
		{66, func(l *loading) error {
			return l.Liaison.Propose(l.ctx, l.manager(), radios, "The neighbourhood team lends two hand-held radios on market days. Both sides look at it again at their next meeting.")
		}},
		{63, func(l *loading) error { return l.Liaison.Agree(l.ctx, l.leadOf(borough), radios, "") }},
		{33, func(l *loading) (err error) {
			cards, err = raise(l, city, l.leadOf(city), liaison.Question, "A card left in a washing machine", "It can no longer be read. Is a replacement free, and who carries the person until it comes?")
			return err
		}},
		{30, func(l *loading) error {
			return l.Liaison.Propose(l.ctx, l.manager(), cards, "Report it as returned damaged; a replacement is made within the week. Until it is handed over the person may not act under their powers.")
		}},
		{15, func(l *loading) error {
			_, err := raise(l, firm, l.leadOf(firm), liaison.Question, "Patrols beyond the quay", "A client asks us to patrol the car park behind the station. Does our area take it in?")
			return err
		}},
		{4, func(l *loading) error {
			_, err := raise(l, city, l.leadOf(city), liaison.Issue, "Reports from the night shift", "Intelligence handed in after midnight is not acknowledged. Our supervisors ask to know that it arrived.")
			return err
		}},
		{38, func(l *loading) error {
			o := l.named(borough)
			of, err := l.Liaison.Evaluate(l.ctx, l.manager(), "", liaison.Evaluation{Org: o.id, Day: clock.DayOf(l.Clock.Now()), OfForce: "Neighbourhood inspector", OfOrg: l.leadOf(borough).Name,
				Found: "Joint patrols on market days are kept up, and the public sees them.\nReports reach the neighbourhood team late: the middle one took four days.\nThe schedule of persons was right on the day."})
			if err != nil {
				return err
			}
			day := clock.DayOf(l.Clock.Now())
			if err := l.Liaison.AddAction(l.ctx, l.manager(), of, liaison.Action{What: "Send reports by the end of the shift", Side: agreement.OfOrg, Owner: "Supervisors", Due: day.AddDays(28)}); err != nil {
				return err
			}
			return l.Liaison.AddAction(l.ctx, l.manager(), of, liaison.Action{What: "Name one address for reports", Side: agreement.OfForce, Owner: "Neighbourhood sergeant", Due: day.AddDays(60)})
		}},
	}
}

// toSupervise is the steps of supervision: four plans, visits and samples up to this month,
// of which one organisation's are overdue and of another something is to be put right.
func toSupervise() []step {
	out := []step{}
	for _, name := range []string{"Calderwick Borough Council", "Aldermere City Council", "Eskhaven Borough Council", "Harbourside Security Ltd"} {
		out = append(out, step{80, func(l *loading) error {
			p := supervision.Plan{OnSite: "Each supervisor sees every person at work once a month, at least once in the evening.\nThey are reached by radio on every shift.", Documents: "Five notebooks, and every notice of the month, are looked through and initialled."}
			for _, c := range l.named(name).plan.Contacts {
				if c.Kind == county.Supervisor {
					p.Cover = append(p.Cover, supervision.Cover{Supervisor: c.Name, By: l.leadOf(name).Name})
				}
			}
			return l.Supervised.Change(l.ctx, l.leadOf(name), l.named(name).id, p)
		}})
	}
	record := func(name string, ago int, in supervision.Visit) {
		out = append(out, step{ago, func(l *loading) error {
			in.Org, in.By, in.Day = l.named(name).id, "Supervisor of the day", clock.DayOf(l.Clock.Now())
			if in.Wrong > 0 {
				in.MendBy = in.Day.AddDays(14)
			}
			_, err := l.Supervised.Record(l.ctx, l.leadOf(name), "", in)
			return err
		}})
	}
	visit := supervision.Visit{Kind: supervision.OnSite, Place: "Market and station", Found: "In uniform and badge. Cards in date. Notebooks carried."}
	sample := supervision.Visit{Kind: supervision.Sample, Notebooks: 5, Notices: 4, Reports: 6, Found: "Legible and signed."}
	for _, x := range []struct {
		name string
		ago  []int
	}{{"Aldermere City Council", []int{70, 29}}, {"Eskhaven Borough Council", []int{61}}, {"Harbourside Security Ltd", []int{41}}} {
		for _, ago := range x.ago {
			record(x.name, ago, visit)
			record(x.name, ago-2, sample)
		}
	}
	record("Calderwick Borough Council", 140, visit)
	sample.Wrong, sample.Found = 2, "Two notices do not say which power was used."
	record("Calderwick Borough Council", 24, sample)
	return out
}

// met records a meeting of today, and verifies the organisation's own contacts.
func (l *loading) met(name string, minuted bool) error {
	o := l.named(name)
	a := liaison.Attended{Day: clock.DayOf(l.Clock.Now()), Place: "Council offices", OfForce: "Neighbourhood team sergeant", OfOrg: l.leadOf(name).Name}
	if minuted {
		a.Minutes = "Patrols of the last weeks were gone through by ward.\nBoth sides had the contact details they need.\nNothing was left open."
	}
	if _, err := l.Liaison.Hold(l.ctx, l.manager(), o.id, "", a); err != nil {
		return err
	}
	all, err := db.Find(l.ctx, l.DB, func(tx *db.Tx) ([]liaison.Entry, error) {
		return l.Liaison.Directory(tx, l.manager(), o.id, register.Now(l.Clock.Now()))
	})
	for _, c := range all {
		if err == nil && c.Side == agreement.OfOrg {
			err = l.Liaison.Verify(l.ctx, l.manager(), o.id, c.Key)
		}
	}
	return err
}

// draft drafts a protocol, and issues it if it is signed later.
func (l *loading) draft(p protocol) (id.Agreement, error) {
	o := l.named(p.with)
	of, err := l.Agreements.Draft(l.ctx, l.manager(), agreement.Order{Org: o.id, Kind: agreement.Protocol})
	if err != nil || p.lead == 0 {
		return of, err
	}
	lead, chief := l.leadOf(p.with).Name, l.role(authz.Delegate).Name
	if err := l.Agreements.Fill(l.ctx, l.manager(), of, map[string]string{"chief_inspector": chief, "organisation_lead": lead, "neighbourhood_team": "the neighbourhood team"}); err != nil {
		return of, err
	}
	a, err := l.agreement(of)
	if err != nil {
		return of, err
	}
	liaison := o.plan.Contacts[slices.IndexFunc(o.plan.Contacts, func(c county.Contact) bool { return c.Kind == county.LiaisonOfficer })]
	if err := l.Agreements.Fill(l.ctx, l.manager(), a.Annex, map[string]string{"dpia": "DPIA of the scheme", "breach_force": "the data-protection officer", "breach_organisation": lead,
		"representatives_force": chief, "representatives_organisation": liaison.Name}); err != nil {
		return of, err
	}
	return of, l.Agreements.Issue(l.ctx, l.manager(), of)
}

func (l *loading) sign(of id.Agreement, who authz.Actor) error {
	a, err := l.agreement(of)
	if err != nil {
		return err
	}
	return l.Agreements.Sign(l.ctx, who, of, agreement.Signing{Typed: who.Name, Text: a.Text})
}

func (l *loading) agreement(of id.Agreement) (agreement.Agreement, error) {
	v, err := db.Find(l.ctx, l.DB, func(tx *db.Tx) (agreement.Version, error) {
		return l.Agreements.Find(tx, l.manager(), of, register.Now(l.Clock.Now()))
	})
	return v.State, err
}

// named is the employer of that name, which the plan has.
func (l *loading) named(name string) *employer {
	for _, o := range l.orgs {
		if o.plan.Name == name {
			return o
		}
	}
	panic("the county has no " + name)
}

// leadOf is who leads for an organisation: its authorised signatory.
func (l *loading) leadOf(name string) authz.Actor {
	o := l.named(name)
	i := slices.IndexFunc(o.plan.Contacts, func(c county.Contact) bool { return c.Kind == county.Signatory })
	who := authz.Actor{Force: l.force.ID, Account: id.New[id.Account](), Name: o.plan.Contacts[i].Name, Role: authz.Signatory, Org: o.id}
	for _, a := range l.plan.Accounts {
		if a.Name == who.Name {
			who.Account = l.actors[a.Key].Account
		}
	}
	return who
}
