package dossierweb

import (
	"html/template"
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// orgPage is the overview of one organisation.
type orgPage struct {
	web.Page
	Bar      part.AsAt
	Head     part.Head
	Sub      moj.SubNavigation
	Here     bool
	Decided  string
	Matrix   part.Matrix
	HasRoles bool
	Notes    []string // conditions
	Refusals int
	Reasons  string // address of the reasons
	Never    govuk.Details
	Checked  [][]criterion // in two columns
	Evidence string        // what the delegate found
	Found    []string      // the things it names
	Facts    govuk.SummaryList
	Box      part.Box
	People   []part.Status
	Standard *standards
	Links    []part.Link
	Timeline moj.Timeline
	All      string
}

// criterion is one thing that fitness to supervise rests on.
type criterion struct {
	Text   string
	Href   string
	Status part.Status
}

func (h *Handlers) organisation(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &orgPage{Bar: v.Bar}
	var f *file
	err := h.read(r, func(tx *db.Tx) (err error) {
		if f, err = h.file(tx, v.Who, orgOf(r), v.When); err != nil {
			return err
		}
		if !inside(v.Who) {
			return nil
		}
		list, more, err := h.entries(tx, &v, ledger.About("organisation", f.id), 0, latest)
		p.Timeline = moj.Timeline{Items: merged(latest, events(v.Who, list, f.org.Name), f.lapses()), Empty: "Nothing was recorded by this day."}
		if more || len(list) > 0 {
			p.All = v.Link(orgURL(f.id) + "/history")
		}
		return err
	})
	if err == nil {
		err = h.withPeople(&v, f, desk.Filter{Limit: peopleLimit})
	}
	if err != nil {
		return err
	}
	if p.Standard, err = h.orgStandards(r, &v, f.id); err != nil {
		return err
	}
	p.fill(&v, f)
	return v.Show(h.page, w, "organisation.html", p)
}

func (p *orgPage) fill(v *visit.Visit, f *file) {
	p.Page, p.Head, p.Sub, p.Here = f.page(v, f.org.Name, ""), f.head(v), f.sub(v, ""), f.here
	if !f.here {
		return
	}
	if !p.Past {
		p.Head.Actions = f.buttons(v)
	}
	p.Decided = f.decided()
	p.Matrix, p.HasRoles = f.matrix(v), len(f.org.Roles) > 0
	p.Notes, p.Refusals = f.conditions()
	p.Reasons = v.Link(orgURL(f.id) + "/powers#refused")
	p.Never = never(clock.DayOf(f.when.At), f.force.Settings.Law())
	p.Evidence, p.Found = f.evidence(v)
	all := f.checked(v)
	p.Checked = [][]criterion{all[:(len(all)+1)/2], all[(len(all)+1)/2:]}
	p.Box = part.Box{Title: "Arrangements", Status: boxStatus(f), HTML: f.arrangements(v).Render()}
	if v.Who.Can(authz.ReadPerson) && v.Who.Role != authz.AccreditedPerson {
		p.People, p.Links = f.counts(), f.peopleLinks(v)
	}
}

func boxStatus(f *file) part.Status {
	if s := f.status(); s.Kind == part.InForce {
		return part.Status{Kind: part.InForce, Text: "In force"}
	} else {
		return s
	}
}

// lapses is what came about by itself: that the arrangements lapsed.
func (f *file) lapses() []moj.Event {
	st := f.standing()
	if f.org.To == clock.NoDay || st.State != law.Ended || f.org.State != org.InForce {
		return nil
	}
	return []moj.Event{{Title: "Arrangements lapsed by themselves", Text: "Their last day was over", When: shortMoment(st.Until), At: st.Until, Hollow: true}}
}

// decided says when the powers were last decided, and by whom.
func (f *file) decided() string {
	var last clock.Day
	by := ""
	for _, r := range f.org.Roles {
		for _, p := range r.Powers {
			if p.On > last {
				last, by = p.On, p.By
			}
		}
	}
	if last == clock.NoDay {
		return "Not decided yet. No person may hold more than their role is given here."
	}
	return "Decided one by one, last on " + last.Long() + " by " + by + ". No person may hold more than their role shows here."
}

// arrangements is the agreement in ten lines.
func (f *file) arrangements(v *visit.Visit) govuk.SummaryList {
	o := &f.org
	list := govuk.SummaryList{Classes: "govuk-summary-list--no-border"}
	add := func(key, value, sub string) {
		if value == "" {
			return
		}
		html := template.HTMLEscapeString(value)
		if sub != "" {
			html += `<span class="ww-sub">` + template.HTMLEscapeString(sub) + `</span>`
		}
		list.Rows = append(list.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: template.HTML(html)}})
	}
	if o.From != clock.NoDay {
		decided := ""
		if o.FitTest.By != "" {
			decided = "Decided by " + o.FitTest.By + ", " + clock.DayOf(o.FitTest.At).Long()
		}
		add("In force", o.From.Long()+" to "+o.To.Long(), decided)
	}
	if o.Why != "" {
		add("Reason", o.Why, "")
	}
	add("Area", o.AreaText, f.areaNames())
	var teams []string
	for _, t := range o.Teams {
		teams = append(teams, t.Name)
	}
	add("Teams", listed(teams), "")
	for _, x := range contactKinds {
		if !inside(v.Who) {
			break // whom to reach is for the force and the organisation
		}
		add(x.title, names(o.Of(x.kind), 3), "")
	}
	add("Uniform", o.Uniform, approvedOn(o.UniformApproved))
	add("Work", o.Purpose, "")
	return list
}

func approvedOn(d clock.Day) string {
	if d == clock.NoDay {
		return ""
	}
	return "Approved " + d.Long()
}

// areaNames is the areas of the register in which its people work.
func (f *file) areaNames() string {
	var out []string
	for _, a := range f.org.Areas {
		if n := f.areas[a]; n != "" && n != f.org.AreaText {
			out = append(out, n)
		}
	}
	if f.org.Drawn != nil {
		out = append(out, "a boundary of its own")
	}
	if len(out) > 8 {
		return listed(append(out[:7:7], part.Count(len(out)-7, "other", "others")))
	}
	return listed(out)
}

// contactKinds is what contacts are to the scheme, as pages name them.
var contactKinds = []struct {
	kind  org.ContactKind
	title string
}{{org.Signatory, "Authorised signatory"}, {org.Liaison, "Liaison officers"}, {org.PoliceLiaison, "Police liaison"}, {org.Supervisor, "Supervisors"}, {org.Complaints, "Complaints"}}

// names is the first few of some contacts.
func names(cs []org.Contact, most int) string {
	var out []string
	for i, c := range cs {
		if i == most-1 && len(cs) > most {
			out = append(out, part.Count(len(cs)-i, "other", "more"))
			break
		}
		out = append(out, c.Name)
	}
	return listed(out)
}

// counts is the people in four lines.
func (f *file) counts() []part.Status {
	live, vetting, due, left, stopped := 0, 0, 0, 0, 0
	at := f.when.At
	for _, l := range f.people.Lines {
		switch s := l.Status(at); {
		case s == accred.StatusInForce:
			live++
			if soon(l.Due, at) {
				due++
			}
		case l.Stage == desk.InVetting:
			vetting++
		case s == accred.StatusSuspended || s == accred.StatusOrgStopped:
			stopped++
		case s == accred.StatusLeft:
			left++
		}
	}
	out := []part.Status{{Kind: part.InForce, Text: part.Count(live, "person accredited", "persons accredited"), Plain: true},
		{Kind: part.Waiting, Text: part.Count(vetting, "person", "persons") + " awaiting vetting", Plain: true},
		{Kind: part.Due, Text: part.Count(due, "person", "persons") + " with something ending in 90 days", Plain: true}}
	if stopped > 0 {
		out = append(out, part.Status{Kind: part.Suspended, Text: part.Count(stopped, "person suspended", "persons suspended"), Plain: true})
	}
	return append(out, part.Status{Kind: part.Ended, Text: part.Count(left, "person", "persons") + " left", Plain: true})
}

func (f *file) peopleLinks(v *visit.Visit) []part.Link {
	var out []part.Link
	if n := len(f.people.Lines); n > 0 {
		out = append(out, part.Link{Text: "See the " + part.Count(int(f.people.Total), "person", "people"), Href: v.Link(orgURL(f.id) + "/people")})
	}
	if !v.Bar.Past() && f.may(v.Who, authz.NominatePerson) && f.takesOn() {
		out = append(out, part.Link{Text: putForward, Href: queryOf("/people/add", "org", string(f.id))})
	}
	return out
}
