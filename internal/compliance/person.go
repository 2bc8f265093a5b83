package compliance

import (
	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/org"
)

// JudgePerson judges a person whose accreditation is live.
//
// Law: Police Reform Act 2002, s41(4); joint operating protocol, clause 2.2.
func JudgePerson(f PersonFacts) []Finding {
	return []Finding{f.competence(), f.training(), f.vetting(), f.management(), f.supervision(), f.accountability()}
}

func (f *PersonFacts) page(part string) string { return "/people/" + string(f.ID) + part }

// soon reports whether a last day lies within the first warning of the force.
func (f *PersonFacts) soon(last clock.Day) bool {
	return last != clock.NoDay && last <= f.Today.AddDays(f.Set.WarnFirst)
}

func (f *PersonFacts) competence() Finding {
	out := Finding{Part: Competence, Colour: Green}
	switch d := f.Accred.Tests.Capable; {
	case d.By == "":
		out.because(Unknown, "Nobody’s decision that the person is capable is recorded.", f.page(""))
	case !d.Satisfied:
		out.because(Red, "Found not capable by "+d.By+".", f.page(""))
	default:
		out.because(Green, "Found capable by "+d.By+", "+clock.DayOf(d.At).Long()+".", f.page(""))
	}
	return out
}

func (f *PersonFacts) training() Finding {
	out := Finding{Part: Training, Colour: Green}
	if len(f.Accred.Grants) == 0 {
		out.because(Unknown, "No power is given, so no training for one is recorded.", f.page(""))
	}
	for _, p := range f.Standing.Powers {
		name := string(p.Grant.Power)
		if x, ok := law.Find(p.Grant.Power); ok {
			name = x.Name
		}
		switch last := p.Grant.Trained; {
		case p.Status == accred.PowerEnded:
		case last == clock.NoDay:
			out.because(Unknown, name+": no last day of the training is recorded.", f.page("#powers"))
		case last < f.Today:
			out.because(Red, name+": training ended on "+last.Long()+".", f.page("#powers"))
		case f.soon(last):
			out.because(Amber, name+": training ends on "+last.Long()+".", f.page("#powers"))
		}
	}
	if out.Colour == Green && len(out.Reasons) == 0 {
		out.because(Green, "Trained for every power given.", f.page("#powers"))
	}
	return out
}

func (f *PersonFacts) vetting() Finding {
	out := Finding{Part: Vetting, Colour: Green}
	switch last := f.Accred.VettingUntil; {
	case f.Accred.VettingUntold:
		out.because(Unknown, "The register that was brought in told nothing of the clearance.", f.page(""))
	case last == clock.NoDay:
		out.because(Red, "There is no clearance.", f.page(""))
	case last < f.Today:
		out.because(Red, "The clearance ended on "+last.Long()+".", f.page(""))
	case f.soon(last):
		out.because(Amber, "The clearance ends on "+last.Long()+".", f.page(""))
	default:
		out.because(Green, "Cleared to "+last.Long()+".", f.page(""))
	}
	return out
}

func (f *PersonFacts) management() Finding {
	out := Finding{Part: Management, Colour: Green}
	at := "/organisations/" + string(f.Org)
	switch st := f.Employer.Standing(f.Today.Start()).State; {
	case st == law.Suspended:
		out.because(Red, "The arrangements of the employer are suspended.", at)
	case st != law.Active:
		out.because(Red, "The arrangements of the employer are not in force.", at)
	case f.soon(f.Employer.To):
		out.because(Amber, "The arrangements of the employer end on "+f.Employer.To.Long()+".", at)
	default:
		out.because(Green, "The employer was found fit and proper to supervise.", at)
	}
	return out
}

func (f *PersonFacts) supervision() Finding {
	out := Finding{Part: Supervision, Colour: Green}
	at := "/organisations/" + string(f.Org) + "/supervision"
	name := f.Person.Supervisor
	is := false
	for _, c := range f.Employer.Of(org.Supervisor) {
		is = is || org.Fold(c.Name) == org.Fold(name)
	}
	switch {
	case name == "":
		out.because(Red, "No immediate supervisor is named.", f.page(""))
	case !is:
		out.because(Red, name+" is not among the supervisors of the employer.", at)
	default:
		out.because(Green, "Supervised by "+name+".", at)
		if f.Over {
			out.because(Amber, name+" has more persons than one supervisor may have.", at)
		}
		if f.Cover == "" {
			out.because(Amber, "Nobody stands in for "+name+".", at)
		}
	}
	return out
}

func (f *PersonFacts) accountability() Finding {
	out := Finding{Part: Accountability, Colour: Green}
	switch {
	case f.Accred.State == accred.Suspended:
		out.because(Red, "The accreditation is suspended: "+f.Accred.Why, f.page(""))
	default:
		out.because(Green, "Answers as "+f.Accred.Number+".", f.page(""))
	}
	if f.Person.Photo == "" {
		out.because(Amber, "There is no photograph by which the person is recognised.", f.page(""))
	}
	return out
}
