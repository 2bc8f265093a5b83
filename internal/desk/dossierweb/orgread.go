package dossierweb

import (
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// file is what the registers say of one organisation at an instant, as known at another.
type file struct {
	id    id.Org
	when  register.When
	here  bool // it was in the register then; if not, org is as today
	org   org.Organisation
	force area.Force
	areas map[id.Area]string
	// people is its people as the lists have them; total how many entries of the ledger
	// are about it.
	people  desk.People
	entries int64
}

// file reads what the registers say of an organisation.
// Errors: fault.NotFound, fault.Forbidden.
func (h *Handlers) file(tx *db.Tx, who authz.Actor, of id.Org, w register.When) (*file, error) {
	f := &file{id: of, when: w, here: true}
	v, err := h.Orgs.Find(tx, who, of, w)
	if fault.Is(err, fault.NotFound) {
		f.here = false
		v, err = h.Orgs.Find(tx, who, of, register.Now(h.Clock.Now()))
	}
	if err != nil {
		return nil, err
	}
	f.org = v.State
	if f.force, err = h.Areas.Force(tx, who.Force); err != nil {
		return nil, err
	}
	if f.areas, err = h.Areas.Names(tx, who.Force); err != nil {
		return nil, err
	}
	f.entries, err = h.Ledger.Count(tx, who.Force, ledger.About("organisation", of))
	return f, err
}

// peopleLimit is how many of an organisation's people its page counts by state.
const peopleLimit = 200

// withPeople adds the people of the organisation whom the actor may see.
func (h *Handlers) withPeople(v *visit.Visit, f *file, q desk.Filter) (err error) {
	q.Org = f.id
	if !v.Who.Can(authz.ReadPerson) || !f.here {
		return nil
	}
	if v.Bar.Past() {
		f.people, err = h.Desk.PeopleAsAt(v.R.Context(), v.Who, q, v.When)
	} else {
		f.people, err = h.Desk.People(v.R.Context(), v.Who, q)
	}
	return err
}

// may reports whether the actor has the permission on this organisation.
func (f *file) may(who authz.Actor, p authz.Permission) bool {
	return who.May(p, authz.Object{Org: f.id}) == nil
}

// standing is where the arrangements stand at the instant of the page.
func (f *file) standing() law.Standing { return f.org.Standing(f.when.At) }

// page is what the pages about an organisation have in common.
func (f *file) page(v *visit.Visit, title, here string) web.Page {
	p := web.Page{Title: title, Active: "/organisations", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Organisations", Href: v.Link("/organisations")}}}
	if v.Who.Role.OfEmployer() { // whose navigation leads to their own alone
		p.Active, p.Crumbs = orgURL(f.id), nil
	}
	if here == "" {
		p.Crumbs = append(p.Crumbs, web.Crumb{Text: f.org.Name})
	} else {
		p.Crumbs = append(p.Crumbs, web.Crumb{Text: f.org.Name, Href: v.Link(orgURL(f.id))}, web.Crumb{Text: here})
	}
	return p
}

// sub is the parts of the entry, each where the actor may open it.
func (f *file) sub(v *visit.Visit, active string) moj.SubNavigation {
	n := moj.SubNavigation{Label: "Parts of this entry"}
	add := func(so bool, text, path string) {
		if so {
			n.Items = append(n.Items, moj.NavItem{Text: text, Href: v.Link(orgURL(f.id) + path), Active: path == active})
		}
	}
	add(true, "Overview", "")
	add(v.Who.Can(authz.ReadPerson) && v.Who.Role != authz.AccreditedPerson, "People", "/people")
	add(len(f.org.Teams) > 0 || f.may(v.Who, authz.ChangeTeams), "Teams", "/teams")
	add(true, "Powers", "/powers")
	add(inside(v.Who), "Contacts", "/contacts")
	if v.Who.May(authz.ReadAgreement, authz.Object{Org: f.id, Areas: f.org.Areas}) == nil {
		n.Items = append(n.Items, moj.NavItem{Text: "Agreements", Href: v.Link("/agreements?org=" + string(f.id))}, moj.NavItem{Text: "Issues", Href: v.Link(orgURL(f.id) + "/issues")})
	}
	add(f.may(v.Who, authz.ReadLetters) && v.Who.Role != authz.AccreditedPerson, "Letters", "/letters")
	history := "History"
	if ofForce(v.Who) {
		history += " (" + web.Number(int(f.entries)) + ")"
	}
	add(inside(v.Who), history, "/history")
	return n
}

// status is where the arrangements stand, in the words of the pages.
func (f *file) status() part.Status {
	o, at := &f.org, f.when.At
	if !f.here {
		return part.Status{Kind: part.Ended, Text: "Not in the register yet"}
	}
	st := f.standing()
	switch {
	case o.State == org.Applying:
		return part.Status{Kind: part.Waiting, Text: "Applying"}
	case o.State == org.Declined:
		return part.Status{Kind: part.NotInForce, Text: "Declined"}
	case o.State == org.Withdrawn:
		return part.Status{Kind: part.NotInForce, Text: "Withdrawn"}
	case o.State == org.Left:
		return part.Status{Kind: part.Ended, Text: "Left the scheme"}
	case st.State == law.Ended:
		return part.Status{Kind: part.Ended, Text: "Arrangements lapsed on " + o.To.AddDays(1).Long()}
	case o.State == org.Suspended:
		return part.Status{Kind: part.Suspended, Text: "Suspended"}
	case at.Before(st.From):
		return part.Status{Kind: part.Waiting, Text: "Arrangements from " + o.From.Long()}
	}
	return part.Status{Kind: part.InForce, Text: "Arrangements in force to " + o.To.Long()}
}

// head is the top of the pages about an organisation.
func (f *file) head(v *visit.Visit) part.Head {
	o := &f.org
	text := o.Kind.Title()
	if o.AreaText != "" {
		text += ", " + o.AreaText
	}
	text += ". Reference " + o.Number + "."
	if o.Since != clock.NoDay && f.here {
		text += " Accredited since " + o.Since.Long() + "."
	}
	h := part.Head{Title: o.Name, Text: text, Statuses: []part.Status{f.status()}}
	if st := f.standing(); st.State == law.Active && soon(st.Until, f.when.At) {
		h.Statuses = append(h.Statuses, part.Status{Kind: part.Due, Text: "Arrangements " + endPlural(st.Until, f.when.At)})
	}
	if n := f.unanswered(); n > 0 && o.State != org.Applying {
		h.Statuses = append(h.Statuses, part.Status{Kind: part.Waiting, Text: part.Count(n, "power asked for and not decided", "powers asked for and not decided")})
	}
	return h
}

func endPlural(end, at time.Time) string { return "end" + ends(end, at)[len("ends"):] }

// unanswered is how many powers are asked for and not decided.
func (f *file) unanswered() int {
	n := 0
	for _, r := range f.org.Roles {
		for _, p := range r.Powers {
			if p.Answer == org.Asked {
				n++
			}
		}
	}
	return n
}

// live is the people's lines that are in force at the instant of the page.
func (f *file) live() []desk.Line {
	var out []desk.Line
	for _, l := range f.people.Lines {
		if l.Status(f.when.At) == accred.StatusInForce {
			out = append(out, l)
		}
	}
	return out
}
