package agreementweb

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/agreement"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type listPage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Sub   moj.SubNavigation
	Table part.Table
	Notes []part.Link
}

// Listing is the list as it is saved.
func (p *listPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table}
}

type listForm struct {
	Show string `form:"show" max:"20"`
	Org  id.Org `form:"org" max:"64"`
}

// views are the ways to look at the list.
var views = []struct {
	show, text, empty string
	has               func(l line, today clock.Day) bool
}{
	{"", "Current", "No agreement has been begun. The scheme office drafts one from a template, and both sides sign it.", func(l line, _ clock.Day) bool { return l.v.State.State.Live() }},
	{"waiting", "To sign or finish", "Nothing waits to be signed or finished.", func(l line, _ clock.Day) bool {
		s := l.v.State.State
		return s == agreement.Draft || s == agreement.Issued || s == agreement.Signed
	}},
	{"review", "Review due", "No review falls due in the next 90 days.", func(l line, today clock.Day) bool { return l.due != clock.NoDay && l.due <= today.AddDays(90) }},
	{"lacks", "Not active", "Every agreement in force has what it needs.", func(l line, _ clock.Day) bool { return l.v.State.State == agreement.InForce && !l.active }},
	{"ended", "Past", "No agreement has ended.", func(l line, _ clock.Day) bool { return !l.v.State.State.Live() }},
	{"none", "Without a protocol", "Every organisation with arrangements in force has a protocol in force.", nil},
}

// order is the kinds as they stand under an organisation.
var order = []agreement.Kind{agreement.Protocol, agreement.Sharing, agreement.Supplement}

// line is one agreement of the list.
type line struct {
	v      agreement.Version
	org    string
	due    clock.Day
	active bool
}

// list is the agreements that the reader may see.
func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[listForm](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	p := &listPage{Page: web.Page{Title: "Agreements", Active: "/agreements", Past: v.Bar.Past()}, Bar: v.Bar, Head: part.Head{Title: "Agreements"}}
	var lines []line
	var orgs []org.Version
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if lines, orgs, err = h.lines(tx, v, form.Org); err != nil {
			return err
		}
		if form.Org != "" {
			if err := h.Agreements.May(tx, v.Who, authz.ReadAgreement, form.Org); err != nil {
				return err
			}
			o, err := h.Orgs.Find(tx, v.Who, form.Org, v.When)
			if err != nil {
				return err
			}
			p.Head.Title, p.Head.Links = "Agreements with "+o.State.Name, []part.Link{{Text: o.State.Name, Href: v.Bar.Link("/organisations/" + o.ID)}}
			p.Page.Title = p.Head.Title
		}
		return nil
	})
	if err != nil {
		return err
	}
	under := ""
	if form.Org != "" {
		under = "/organisations/" + string(form.Org)
	}
	for _, x := range []part.Link{{Text: "Meetings", Href: "/meetings"}, {Text: "Issues and questions", Href: "/issues"}, {Text: "Evaluations", Href: "/evaluations"}, {Text: "Supervision", Href: "/supervision"}} {
		p.Head.Links = append(p.Head.Links, part.Link{Text: x.Text, Href: v.Bar.Link(under + x.Href)})
	}
	p.fill(v, form, lines, orgs)
	return v.Show(h.page, w, "list.html", p)
}

// lines is the agreements as they stood, with the organisations that the reader may see.
func (h *Handlers) lines(tx *db.Tx, v visit.Visit, with id.Org) ([]line, []org.Version, error) {
	orgs, err := h.Orgs.AsAt(tx, v.Who, v.When)
	if err != nil {
		return nil, nil, err
	}
	vs, err := h.Agreements.List(tx, v.Who, agreement.Query{Org: with}, v.When)
	if err != nil {
		return nil, nil, err
	}
	f, err := h.Areas.Force(tx, v.Who.Force)
	if err != nil {
		return nil, nil, err
	}
	byID := make(map[string]*org.Organisation, len(orgs))
	for i := range orgs {
		byID[orgs[i].ID] = &orgs[i].State
	}
	var out []line
	for _, x := range vs {
		if o := byID[string(x.State.Org)]; o != nil {
			out = append(out, line{v: x, org: o.Name, due: x.State.ReviewDue(o, f.Settings), active: x.State.Active(agreement.Look{Lacks: agreement.Lacks(&x.State, o)})})
		}
	}
	slices.SortStableFunc(out, func(a, b line) int {
		return cmp.Or(cmp.Compare(org.Fold(a.org), org.Fold(b.org)), slices.Index(order, a.v.State.Kind)-slices.Index(order, b.v.State.Kind), -cmp.Compare(a.v.State.Version, b.v.State.Version))
	})
	return out, orgs, nil
}

func (p *listPage) fill(v visit.Visit, form listForm, lines []line, orgs []org.Version) {
	office := v.Who.Can(authz.WriteAgreement)
	if office && !p.Past {
		p.Head.Actions = []govuk.Button{{Text: "Begin an agreement", Href: web.With("/agreements/begin", "org", string(form.Org))}}
		p.Head.Links = append(p.Head.Links, part.Link{Text: "Templates", Href: "/agreement-templates"})
	}
	today := clock.DayOf(v.When.At)
	p.Sub.Label = "Agreements by state"
	p.Table = part.Table{Caption: p.Head.Title, RowHeaders: true, Columns: []part.Column{{Text: "Organisation"}, {Text: "Agreement", Under: "Number"}, {Text: "State"}, {Text: "Signed"}, {Text: "Review due", Under: "Overdue"}}}
	for _, x := range views {
		if x.has == nil && (!office || form.Org != "") {
			continue
		}
		p.Sub.Items = append(p.Sub.Items, moj.NavItem{Text: x.text, Href: v.Bar.Link(web.With(web.With("/agreements", "org", string(form.Org)), "show", x.show)), Active: x.show == form.Show})
		if x.show != form.Show {
			continue
		}
		p.Table.Empty = x.empty
		if x.has == nil {
			p.without(v, lines, orgs)
			return
		}
		for _, l := range lines {
			if x.has(l, today) {
				p.Table.Rows = append(p.Table.Rows, row(v, l, today))
			}
		}
	}
}

func row(v visit.Visit, l line, today clock.Day) part.Row {
	a := &l.v.State
	state := status(a, l.active)
	state.Plain = true
	due := part.Cell{}
	if l.due != clock.NoDay {
		due = part.Cell{Text: l.due.Short(), Nowrap: true}
		if s := reviewStatus(l.due, today); s.Text != "" {
			due = part.Cell{Nowrap: true, Status: part.Status{Kind: s.Kind, Text: l.due.Short(), Plain: true}}
			if s.Kind == part.NotInForce {
				due.Sub = "Overdue"
			}
		}
	}
	text := a.Title
	if a.AnnexOf != "" {
		text = "Annex: " + strings.ToLower(a.Title[:1]) + a.Title[1:]
	}
	return part.Row{Ended: !a.State.Live(), Cells: []part.Cell{{Text: l.org, Href: v.Bar.Link("/organisations/" + string(a.Org))},
		{Text: text, Href: v.Bar.Link("/agreements/" + l.v.ID), Sub: a.Number}, {Status: state}, part.DayCell(a.Signed), due}}
}

// without lists the organisations with arrangements in force and no protocol in force.
func (p *listPage) without(v visit.Visit, lines []line, orgs []org.Version) {
	has := map[id.Org]bool{}
	for _, l := range lines {
		has[l.v.State.Org] = has[l.v.State.Org] || l.v.State.Kind == agreement.Protocol && l.v.State.State == agreement.InForce
	}
	p.Table.Columns = []part.Column{{Text: "Organisation"}, {Text: "Kind"}, {Text: "Arrangements to"}, {Text: "What to do"}}
	for _, o := range orgs {
		if st := o.State.Standing(v.When.At).State; has[id.Org(o.ID)] || st != law.Active && st != law.Suspended {
			continue
		}
		do := part.Cell{Text: "Begin a protocol", Href: web.With("/agreements/begin", "org", o.ID)}
		if p.Past {
			do = part.Cell{}
		}
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: o.State.Name, Href: v.Bar.Link("/organisations/" + o.ID)}, {Text: o.State.Kind.Title()}, part.DayCell(o.State.To), do}})
	}
}
