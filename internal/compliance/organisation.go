package compliance

import (
	"fmt"

	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/org"
)

// JudgeOrg judges an organisation with arrangements. Of what its persons are held to it is
// judged by how many of them meet it: it is not met once more of them do not than the force
// tolerates.
//
// Law: Police Reform Act 2002, s40(8), (9), s41(4)(a); joint operating protocol, clauses 1
// to 4.
func JudgeOrg(f OrgFacts) []Finding {
	return []Finding{f.persons(Competence), f.persons(Training), f.persons(Vetting), f.management(), f.supervision(), f.accountability()}
}

func (f *OrgFacts) page(part string) string { return "/organisations/" + string(f.ID) + part }

// persons is a part by what its persons are.
func (f *OrgFacts) persons(part Part) Finding {
	out := Finding{Part: part, Colour: Green}
	n, at := map[Colour]int{}, f.page("/standards/"+string(part))
	for _, fs := range f.Persons {
		for _, x := range fs {
			if x.Part == part {
				n[x.Colour]++
			}
		}
	}
	all := len(f.Persons)
	switch {
	case all == 0:
		out.because(Unknown, "Nobody is accredited here.", f.page("/people"))
		return out
	case n[Red]*100 > all*f.Set.StandardsTolerance:
		out.because(Red, fmt.Sprintf("Not met by %d of %s; the force tolerates %d in a hundred.", n[Red], persons(all), f.Set.StandardsTolerance), at)
	case n[Red] > 0:
		out.because(Amber, fmt.Sprintf("Not met by %d of %s.", n[Red], persons(all)), at)
	}
	if n[Amber] > 0 {
		out.because(Amber, fmt.Sprintf("To be looked at of %d of %s.", n[Amber], persons(all)), at)
	}
	switch {
	case n[Unknown] == all:
		out.because(Unknown, "It is not known of anybody.", at)
	case n[Unknown] > 0:
		out.because(Green, fmt.Sprintf("Not known of %d of %s.", n[Unknown], persons(all)), at)
	case n[Green] == all:
		out.because(Green, "Met by all of "+persons(all)+".", at)
	}
	return out
}

func persons(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprint(n, " persons")
}

func (f *OrgFacts) management() Finding {
	o := &f.Org
	out := Finding{Part: Management, Colour: Green}
	switch st := o.Standing(f.Today.Start()).State; {
	case st == law.Suspended:
		out.because(Red, "The arrangements are suspended: "+o.Why, f.page(""))
	case st != law.Active:
		out.because(Red, "The arrangements are not in force.", f.page(""))
	case o.To != clock.NoDay && o.To <= f.Today.AddDays(f.Set.WarnFirst):
		out.because(Amber, "The arrangements end on "+o.To.Long()+".", f.page(""))
	}
	switch {
	case o.FitTest.By == "":
		out.because(Unknown, "Nobody’s decision is recorded that the organisation is fit and proper to supervise.", f.page(""))
	case !o.FitTest.Satisfied:
		out.because(Red, "Found not fit and proper to supervise by "+o.FitTest.By+".", f.page(""))
	default:
		out.because(Green, "Found fit and proper to supervise by "+o.FitTest.By+", "+clock.DayOf(o.FitTest.At).Long()+".", f.page(""))
	}
	if len(o.Of(org.Signatory)) == 0 {
		out.because(Red, "No authorised signatory is named.", f.page("/contacts"))
	}
	if len(o.Of(org.Liaison)) < 2 {
		out.because(Red, "Fewer than two liaison officers are named.", f.page("/contacts"))
	}
	switch p := f.Protocol; {
	case p == nil && f.Set.ProtocolNeeded:
		out.because(Red, "No joint operating protocol is in force.", "/agreements?org="+string(f.ID))
	case p == nil:
		out.because(Amber, "No joint operating protocol is in force.", "/agreements?org="+string(f.ID))
	default:
		if due := p.ReviewDue(o, f.Set); due != clock.NoDay && due < f.Today {
			out.because(Red, "The review of "+p.Number+" is overdue since "+due.Long()+".", "/agreements?org="+string(f.ID))
		}
	}
	return out
}

func (f *OrgFacts) supervision() Finding {
	out, at := Finding{Part: Supervision, Colour: Green}, f.page("/supervision")
	shorts := f.Look.Shorts()
	for _, s := range shorts {
		c := Amber
		if s.Bad {
			c = Red
		}
		out.because(c, s.Text, at)
	}
	switch {
	case f.Look.Persons == 0 && len(shorts) == 0:
		out.because(Unknown, "Nobody is accredited here, so nobody is supervised.", at)
	case len(shorts) == 0:
		out.because(Green, "Visits and samples are in time, and every person has a supervisor.", at)
	}
	return out
}

func (f *OrgFacts) accountability() Finding {
	out := Finding{Part: Accountability, Colour: Green}
	if len(f.Org.Of(org.Complaints)) == 0 {
		out.because(Amber, "Nobody is named who handles complaints (section 40(9)).", f.page("/contacts"))
	}
	late := func(due clock.Day, what, page string) {
		if due != clock.NoDay && due < f.Today {
			out.because(Amber, what+" is overdue since "+due.Long()+".", f.page(page))
		}
	}
	late(f.Liaison.MeetingDue, "The meeting with the neighbourhood team", "/meetings")
	late(f.Liaison.EvaluationDue, "The evaluation of the work together", "/evaluations")
	if n := f.Liaison.LateIssues; n > 0 {
		out.because(Amber, count(n, "issue waits", "issues wait")+" for its answer longer than they may.", f.page("/issues"))
	}
	if n := f.Liaison.LateActions; n > 0 {
		out.because(Amber, count(n, "action", "actions")+" after an evaluation not done in time.", f.page("/evaluations"))
	}
	if n := f.Complaints.Late; n > 0 {
		out.because(Amber, count(n, "complaint waits", "complaints wait")+" longer than allowed for the employer’s answer.", "") // not everybody who reads the standards may read complaints
	}
	if n := f.suspended(); n > 0 {
		out.because(Amber, count(n, "person is", "persons are")+" suspended.", f.page("/people"))
	}
	if len(out.Reasons) == 0 {
		out.because(Green, "Complaints have an address, and nothing between the parties is overdue.", f.page("/contacts"))
		if n := f.Complaints.Open; n > 0 {
			out.because(Green, count(n, "complaint is", "complaints are")+" looked into, in time.", "")
		}
	}
	return out
}

// suspended is how many persons do not meet accountability themselves.
func (f *OrgFacts) suspended() int {
	n := 0
	for _, fs := range f.Persons {
		for _, x := range fs {
			if x.Part == Accountability && x.Colour == Red {
				n++
			}
		}
	}
	return n
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}

// judged is the standings of an accreditation that is judged: live ones.
var judged = map[accred.Status]bool{accred.StatusInForce: true, accred.StatusNotYet: true, accred.StatusSuspended: true, accred.StatusOrgStopped: true, accred.StatusVettingOver: true}
