package dossierweb

import (
	"html/template"
	"net/url"
	"strings"
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/vetting"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// standingKinds is the shape of each status of an accreditation.
var standingKinds = map[accred.Status]part.Kind{
	accred.StatusProposed: part.Waiting, accred.StatusNotYet: part.Waiting, accred.StatusInForce: part.InForce,
	accred.StatusSuspended: part.Suspended, accred.StatusOrgStopped: part.Suspended, accred.StatusExpired: part.Ended,
	accred.StatusVettingOver: part.Ended, accred.StatusWithdrawn: part.NotInForce, accred.StatusRefused: part.NotInForce,
	accred.StatusLeft: part.Ended, accred.StatusMerged: part.Ended, accred.StatusGivenUp: part.Ended, accred.StatusCeased: part.Ended,
}

// state is where the person stands, in one status.
func (d *dossier) state() part.Status {
	switch {
	case !d.here:
		return part.Status{Kind: part.Ended, Text: "Not in the register yet"}
	case d.person.Merged != "":
		return part.Status{Kind: part.Ended, Text: accred.StatusMerged.Title()}
	case d.has:
		s := d.standing.Status
		return part.Status{Kind: standingKinds[s], Text: s.Title()}
	case d.person.Left != clock.NoDay:
		return part.Status{Kind: part.Ended, Text: "Left"}
	}
	switch d.vetting.Outcome {
	case vetting.Waiting:
		return part.Status{Kind: part.Waiting, Text: "Put forward, vetting asked for"}
	case vetting.Passed:
		return part.Status{Kind: part.Waiting, Text: "Vetting passed, not yet before the delegate"}
	case vetting.Refused, vetting.Withdrawn:
		return part.Status{Kind: part.NotInForce, Text: "Vetting not passed"}
	}
	return part.Status{Kind: part.Waiting, Text: "Put forward, vetting not yet asked for"}
}

// photoURL is the address of the person's photograph as it stood.
func (d *dossier) photoURL() string {
	if d.person.Photo == "" {
		return ""
	}
	return personURL(d.id) + "/photograph/" + string(d.person.Photo)
}

// head is the top of the person's page, without what may be done.
func (d *dossier) head(v *visit.Visit) part.Head {
	if !d.here { // what is known now was not known then
		return part.Head{Title: d.person.Name(), Statuses: []part.Status{d.state()}}
	}
	h := part.Head{Title: d.person.Name(), Photo: d.photoURL(), PhotoAlt: "Photograph of " + d.person.Name()}
	role := d.person.RoleTitle + ", "
	if d.person.RoleTitle == "" {
		role = ""
	}
	since := ""
	if d.person.Joined != clock.NoDay {
		since = " <small>since " + template.HTMLEscapeString(d.person.Joined.Long()) + "</small>"
	}
	employer := template.HTML(template.HTMLEscapeString(d.org.Name))
	if v.Who.May(authz.ReadOrg, authz.Object{Org: d.person.Org}) == nil {
		employer = part.Link{Text: d.org.Name, Href: v.Link(orgURL(d.person.Org))}.Render()
	}
	h.HTML = template.HTML(template.HTMLEscapeString(role)) + employer + template.HTML(since)
	h.Statuses = []part.Status{d.state()}
	if end, what := d.nextDue(); !end.IsZero() {
		h.Statuses = append(h.Statuses, part.Status{Kind: part.Due, Text: what})
	}
	h.Facts = d.headFacts()
	return h
}

func (d *dossier) headFacts() []part.Fact {
	var out []part.Fact
	add := func(key, value string) {
		if value != "" {
			out = append(out, part.Fact{Key: key, Value: value})
		}
	}
	if a := &d.chief.State; d.granted() {
		add("AP number", a.Number)
		add(map[bool]string{true: "In force", false: "Granted for"}[d.standing.InForce()], a.From.Long()+" to "+a.To.Long())
		add("Area:", a.AreaText)
	} else {
		if number := d.formerNumber(); number != "" {
			add("AP number", number+", kept from before")
		} else {
			add("", "No AP number yet")
		}
		if d.person.Nominated != clock.NoDay {
			add("Put forward", d.person.Nominated.Long())
		}
		if d.person.Agreed != clock.NoDay {
			add("Agreed to take part", d.person.Agreed.Long())
		}
	}
	add("Team:", d.org.TeamName(d.person.Team))
	add("Supervisor:", d.person.Supervisor)
	return out
}

// formerNumber is the AP number of an earlier accreditation: whoever is accredited again
// keeps it.
func (d *dossier) formerNumber() string {
	for i := range d.all {
		if n := d.all[i].State.Number; n != "" {
			return n
		}
	}
	return ""
}

// tests is the strip of the four tests, as they stood.
func (d *dossier) tests(who authz.Actor) part.Tests {
	return part.Tests{Items: []part.Test{d.testEmployer(), d.testSuitable(), d.testCapable(ofForce(who)), d.testTrained()}}
}

func (d *dossier) testEmployer() part.Test {
	o := &d.org
	t := part.Test{Letter: "a", Title: "Employer fit and proper", First: o.Name}
	t.Status = employerStatus(o, d.when.At)
	if o.FitTest.By != "" {
		t.Lines = append(t.Lines, o.FitTest.By+", "+clock.DayOf(o.FitTest.At).Short())
	}
	if o.To != clock.NoDay {
		verb := "Arrangements run to "
		if !d.when.At.Before(o.To.End()) {
			verb = "Arrangements ran to "
		}
		t.Lines = append(t.Lines, verb+o.To.Short())
	}
	return t
}

// employerStatus is the first test in a status.
func employerStatus(o *org.Organisation, at time.Time) part.Status {
	st := o.Standing(at)
	switch {
	case o.State == org.Applying:
		return part.Status{Kind: part.Waiting, Text: "Not yet"}
	case o.State == org.Declined:
		return part.Status{Kind: part.NotInForce, Text: "Declined"}
	case st.State == law.Active && at.Before(st.From):
		return part.Status{Kind: part.Waiting, Text: "From " + o.From.Short()}
	case st.State == law.Active && o.FitTest.Satisfied && soon(st.Until, at):
		return part.Status{Kind: part.Due, Text: capital(ends(st.Until, at))}
	case st.State == law.Active && o.FitTest.Satisfied:
		return part.Status{Kind: part.InForce, Text: "Satisfied"}
	case st.State == law.Suspended:
		return part.Status{Kind: part.Suspended, Text: "Suspended"}
	case st.State == law.Withdrawn && o.State == org.Withdrawn:
		return part.Status{Kind: part.NotInForce, Text: "Withdrawn"}
	}
	return part.Status{Kind: part.Ended, Text: "Ended"}
}

// vettingUnit stands for whoever decided in the unit: outside it nobody needs the name.
const vettingUnit = "Force vetting unit"

func (d *dossier) testSuitable() part.Test {
	t := part.Test{Letter: "b", Title: "Person suitable"}
	v, at := d.vetting, d.when.At
	switch v.Outcome {
	case vetting.Waiting:
		t.Status = part.Status{Kind: part.Waiting, Text: waited(v.Requested, clock.DayOf(at))}
		t.First = "Asked for " + v.Requested.Short()
		return t
	case vetting.Passed:
		t.First = "Vetting passed, level " + v.Level
	case vetting.Refused:
		t.Status, t.First = part.Status{Kind: part.NotInForce, Text: "Not passed"}, "The unit decided against"
	case vetting.Withdrawn:
		t.Status, t.First = part.Status{Kind: part.NotInForce, Text: "Withdrawn"}, "The clearance was taken back"
	default:
		t.Status, t.First = part.Status{Kind: part.Waiting, Text: "Not yet"}, "Vetting not yet asked for"
		return t
	}
	t.Lines = []string{vettingUnit + ", " + v.Decided.Short()}
	if v.Outcome != vetting.Passed {
		return t
	}
	until := v.Until()
	switch {
	case !at.Before(until):
		t.Status = part.Status{Kind: part.Ended, Text: "Stopped: vetting ended"}
		t.Lines = append(t.Lines, "Ended "+v.Expires.Short())
		return t
	case soon(until, at):
		t.Status = part.Status{Kind: part.Due, Text: capital(ends(until, at))}
	default:
		t.Status = part.Status{Kind: part.InForce, Text: "Satisfied"}
	}
	t.Lines = append(t.Lines, "Ends "+v.Expires.Short())
	return t
}

// testCapable is the third test; what it rests on is for the force.
func (d *dossier) testCapable(evidence bool) part.Test {
	t := part.Test{Letter: "c", Title: "Person capable"}
	c := d.chief.State.Tests.Capable
	if !d.has || c.By == "" {
		t.Status, t.First = part.Status{Kind: part.Waiting, Text: "Not yet"}, "Nobody has decided"
		return t
	}
	t.Status = part.Status{Kind: part.InForce, Text: "Satisfied"}
	t.First = "Decided by the scheme office"
	if evidence {
		t.First = c.Evidence
	}
	t.Lines = []string{c.By + ", " + clock.DayOf(c.At).Short(), "No date"}
	return t
}

func (d *dossier) testTrained() part.Test {
	t := part.Test{Letter: "d", Title: "Adequately trained, power by power"}
	var of []law.PowerID
	if d.granted() {
		for _, g := range d.chief.State.Grants {
			if p, ok := law.Find(g.Power); !ok || p.StatusOn(clock.DayOf(d.when.At), d.territory()) == law.InForce {
				of = append(of, g.Power)
			}
		}
	} else {
		for _, p := range d.allowed(clock.DayOf(d.when.At)) {
			of = append(of, p.ID)
		}
	}
	in, due := 0, false
	var latest clock.Day
	var by, courses []string
	for _, p := range of {
		pass, ok := d.training.For(p)
		if !ok {
			continue
		}
		if pass.Passed > latest {
			latest = pass.Passed
		}
		by, courses = once(by, pass.By), once(courses, pass.Course)
		if d.when.At.Before(pass.Until()) {
			in++
			due = due || soon(pass.Until(), d.when.At)
		}
	}
	switch {
	case len(courses) == 0:
		t.Status, t.First = part.Status{Kind: part.Waiting, Text: "Not yet"}, "No course passed yet"
		return t
	case in == len(of) && !due:
		t.Status = part.Status{Kind: part.InForce, Text: "All " + part.Count(in, "power", "powers") + " in date"}
	case in == 0:
		t.Status = part.Status{Kind: part.Ended, Text: "Stopped: training ended"}
	default:
		t.Status = part.Status{Kind: part.Due, Text: countOf(in, len(of)) + " in date"}
	}
	t.First = strings.Join(courses, ", ")
	t.Lines = []string{listed(by) + ", " + latest.Short()}
	if d.granted() {
		t.Link = part.Link{Text: "See each power", Href: "#powers"}
	}
	return t
}

func once(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}

// button is a link that looks like a button.
func button(text, href string, main bool) govuk.Button {
	b := govuk.Button{Text: text, Href: href}
	if !main {
		b.Classes = "govuk-button--secondary"
	}
	return b
}

// queryOf is an address with one value in its query.
func queryOf(path, name, value string) string {
	return path + "?" + url.Values{name: {value}}.Encode()
}
