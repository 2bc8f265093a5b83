package demo

import (
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/scheme/policy"
)

const complaints = "Complaints policy"

// looked is what the demo's assessments looked at, by characteristic, where it is more than the
// returns of complaints.
var looked = map[policy.Characteristic]policy.Finding{
	"age":        {Looked: "Under 18s are met often in parks and town centres. Notices are not given to them; officers are told so in training.", Effect: "positive"},
	"disability": {Looked: "Complaints by letter and on the page alone left out people who cannot write. A telephone number was added.", Effect: "positive"},
	"race":       {Looked: "Nobody knows the ethnicity of people dealt with: it is not recorded yet.", Effect: "unknown"},
}

// assessment is the demo's equality impact assessment of a version.
func assessment(name, by, on string, day clock.Day) policy.Assessment {
	a := policy.Assessment{Eliminate: "Discrimination told of in a complaint is weighed on the day it is received, and professional standards look at each.", Advance: "The policy may be had in large print and read out, and complaints may be made by telephone.",
		Foster: "What is learned goes to employers and neighbourhood teams, so that it is shared with the places it came from.", Actions: "Ask employers from next spring for the ethnicity that people give of themselves, in figures alone.", Assessor: by, Approver: on, On: day}
	for _, c := range policy.Characteristics {
		f, ok := looked[c.Characteristic]
		if !ok || name != complaints && f.Effect != "unknown" {
			f = policy.Finding{Looked: "Two years of applications and complaints were looked through. None was about it, and nothing in the policy turns on it.", Effect: "none"}
		}
		f.Characteristic = c.Characteristic
		a.Findings = append(a.Findings, f)
	}
	return a
}

// ruling is the steps of the policies of the county's scheme.
func ruling() []step {
	const approver = "ACC Miriam Holt"
	kept := map[string]id.Policy{}
	enter := func(ago int, name, purpose string) step {
		return step{ago, func(l *loading) (err error) {
			kept[name], err = l.Policies.Enter(l.ctx, l.manager(), policy.Kind{Name: name, Purpose: purpose, Owner: l.manager().Name + ", scheme manager"})
			return err
		}}
	}
	version := func(ago int, name, text, changes string, review int) step {
		return step{ago, func(l *loading) error {
			v, err := l.Policies.Draft(l.ctx, l.manager(), kept[name], policy.Words{Text: text, Changes: changes})
			if err != nil || review == 0 {
				return err
			}
			today := clock.DayOf(l.Clock.Now())
			if err := l.Policies.Assess(l.ctx, l.manager(), v, assessment(name, l.manager().Name, approver, today)); err != nil {
				return err
			}
			return l.Policies.Adopt(l.ctx, l.manager(), v, policy.Adoption{From: today.AddDays(7), ApprovedOn: today, ApprovedBy: approver, Review: today.AddDays(review)})
		}}
	}
	const scheme, fees = "Scheme policy", "Fees policy"
	return []step{
		enter(640, scheme, "Who may be accredited, for which work, and who decides."),
		version(639, scheme, "Employers whose people do community safety work in the county may be accredited.\nPowers are given only where the work needs them, one by one.\nThe delegate of the chief constable decides; whoever recommends does not.", "", 600),
		enter(500, complaints, "How complaints about accredited persons are received, looked into and learned from."),
		version(499, complaints, "Every complaint is acknowledged within five days.\nThe employer looks into it; what is serious goes to professional standards on the day.", "", 700),
		version(120, complaints, "Every complaint is acknowledged within three days, by telephone where somebody asks for it.\nThe employer looks into it; what is serious goes to professional standards on the day.", "Acknowledged within three days instead of five; by telephone too.", 365),
		enter(210, fees, "What is charged to public and private bodies, and what the income is spent on."),
		version(209, fees, "Fees cover the cost of courses, cards and manuals. Income is spent on the scheme alone.", "", 365),
		version(9, fees, "Fees cover the cost of courses, cards and manuals. Income is spent on the scheme alone.\nCharities pay half.", "Charities pay half.", 0),
	}
}
