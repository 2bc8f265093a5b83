package deskweb

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// orgsQuery is the filter of the list of organisations as its address has it.
type orgsQuery struct {
	Text  string `form:"q" label:"Name or place" max:"120"`
	State string `form:"state" max:"40"`
	Group string `form:"kind" max:"60"`
	Area  string `form:"area" max:"64"`
	Power string `form:"power" max:"80"`
	Sort  string `form:"sort" max:"20"`
}

func (q orgsQuery) filter() desk.OrgFilter {
	return desk.OrgFilter{Text: q.Text, State: desk.OrgState(q.State), Group: q.Group, Area: id.Area(q.Area), Power: law.PowerID(q.Power), Sort: q.Sort}
}

// organisations is the list of organisations.
func (h *Handlers) organisations(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.board.Clock)
	who := v.Who
	if !who.Can(authz.ReadOrg) {
		return who.May(authz.ReadOrg, authz.Object{})
	}
	q, err := web.Query[orgsQuery](r)
	if err != nil {
		return err
	}
	p := &listPage{Page: web.Page{Title: "Organisations", Active: "/organisations", Past: v.Bar.Past()}, Head: part.Head{Title: "Organisations"}, Bar: v.Bar}
	if r, _ := who.Reach(authz.ReadOrg); r == authz.OwnOrg {
		p.Limits = "You see your own organisation."
	}
	if who.Can(authz.AddOrg) && !p.Past && h.has("/organisations/add") {
		p.Head.Actions = []govuk.Button{{Text: "Add an organisation", Href: "/organisations/add"}}
	}
	f := q.filter()
	p.Paging = part.Paging{Path: "/organisations", Query: r.URL.Query(), Size: pageSize, Page: max(1, min(atoi(r.URL.Query().Get("page")), 100000)), Noun: "organisations"}
	f.Limit, f.Offset = pageSize, p.Paging.Offset()
	found, err := h.board.Organisations(r.Context(), who, f, v.Then())
	if err != nil {
		return err
	}
	if err := h.orgFilter(r, who, p, q, found.Groups); err != nil {
		return err
	}
	p.Paging.Total = int(found.Total)
	p.Table = orgTable(found.Lines, p.Paging.Sort, v.Link, v.Day(), who.Can(authz.ReadPerson) && !p.Past)
	p.says(found.Total, false, "organisation", "organisations")
	p.Table.Empty = "No organisation is in the register yet. One stands here once it has been added."
	if len(p.Chips.Items) > 0 {
		p.Table.Empty = "No organisation matches. Remove a filter."
	} else if p.Past {
		p.Table.Empty = "No organisation was in the register on this day."
	}
	if who.Can(authz.ReadAgreement) && h.has("/standards") {
		p.Head.Links = []part.Link{{Text: "The six standards", Href: v.Link("/standards")}}
	}
	if who.Can(authz.ReadReviews) && h.has("/power-reviews") {
		p.Head.Links = append(p.Head.Links, part.Link{Text: "Reviews of powers", Href: v.Link("/power-reviews")})
	}
	if err := p.saved(h, r, who, "organisations", part.Link{Text: "CSV", Href: address("/organisations.csv", without(r.URL.Query(), "page", "done"))}); err != nil {
		return err
	}
	return h.page.Render(w, r, "list.html", p) // the bar says what is wrong with its days
}

var orgKinds = map[desk.OrgState]part.Kind{desk.OrgInForce: part.InForce, desk.OrgSuspended: part.Suspended, desk.OrgApplying: part.Waiting, desk.OrgLapsed: part.Ended, desk.OrgEnded: part.NotInForce}

// orgStatus is an organisation's state in one status.
func orgStatus(l desk.OrgLine) part.Status {
	s := part.Status{Kind: orgKinds[l.State], Text: l.Entry.State.Title()}
	if l.State == desk.OrgLapsed {
		s.Text = "Lapsed"
	}
	if l.Entry.State == org.Left {
		s.Kind = part.Ended
	}
	return s
}

func orgTable(lines []desk.OrgLine, sort func(text, key string) part.Column, link func(string) string, today clock.Day, counts bool) part.Table {
	people := sort("Accredited", "people")
	people.Numeric = true
	t := part.Table{Caption: "Organisations", Columns: []part.Column{sort("Organisation", "name"), sort("Kind", "kind"), {Text: "State"}, people, sort("In force to", "ends")}}
	for _, l := range lines {
		n := part.Cell{Text: part.Number(int(l.Holders))}
		if counts && l.Holders > 0 {
			n.Href = "/people?employer=" + string(l.ID) + "&state=in-force"
		}
		if l.Suspended > 0 {
			n.Sub = part.Number(int(l.Suspended)) + " suspended"
		}
		if l.Vetting > 0 {
			n.Sub = strings.TrimPrefix(n.Sub+", "+part.Number(int(l.Vetting))+" in vetting", ", ")
		}
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: l.Entry.Name, Href: link(orgURL(l.ID)), Sub: strings.Trim(l.Entry.Number+", "+l.Entry.AreaText, ", "), Strong: true},
			{Text: l.Entry.Kind.Title()}, {Status: orgStatus(l)}, n, orgEnds(l, today)}})
	}
	return t
}

// orgEnds is the last day of the arrangements, set off when it is within 90 days: the
// time in which a renewal is made ready.
func orgEnds(l desk.OrgLine, today clock.Day) part.Cell {
	to := l.Entry.To
	if to == clock.NoDay || l.State == desk.OrgApplying || l.State == desk.OrgEnded {
		return part.Cell{}
	}
	if n := int(to - today); n >= 0 && n <= 90 && l.State != desk.OrgLapsed {
		return part.Cell{Status: part.Status{Kind: part.Due, Text: inDays(n)}, Sub: to.Short()}
	}
	return part.Cell{Text: to.Short(), Nowrap: true}
}

// orgFilter makes the panel and the chips of what is chosen.
func (h *Handlers) orgFilter(r *http.Request, who authz.Actor, p *listPage, q orgsQuery, groups map[string]int64) error {
	areas, err := db.Find(r.Context(), h.board.DB, func(tx *db.Tx) ([]area.Version, error) { return h.board.Areas.Of(tx, who.Force, "") })
	if err != nil {
		return err
	}
	fields := []template.HTML{govuk.Input{Name: "q", Label: govuk.Label{Text: "Name or place"}, Value: q.Text, Autocomplete: "off"}.Render()}
	if q.Text != "" {
		p.Chips.add(r, "q", "“"+q.Text+"”")
	}
	pick := func(name, label, all, value string, items []desk.Choice) {
		fields = append(fields, choose(name, label, all, value, items))
		if value != "" {
			p.Chips.add(r, name, chosen(label, value, items))
		}
	}
	var states, kinds, places, powers []desk.Choice
	for _, s := range desk.OrgStates {
		states = append(states, desk.Choice{ID: string(s.State), Name: s.Title})
	}
	for _, k := range org.Kinds {
		if !slices.ContainsFunc(kinds, func(c desk.Choice) bool { return c.ID == k.Group }) {
			kinds = append(kinds, desk.Choice{ID: k.Group, Name: k.Group + " (" + part.Number(int(groups[k.Group])) + ")"})
		}
	}
	for _, a := range areas {
		if k := a.State.Kind; k == area.LocalPolicingArea || k == area.District || k == area.Authority {
			places = append(places, desk.Choice{ID: a.ID, Name: a.State.Name})
		}
	}
	today := clock.DayOf(h.board.Clock.Now())
	for _, x := range law.Powers() {
		if x.Authority == law.Accreditation && x.StatusOn(today, law.England) == law.InForce {
			powers = append(powers, desk.Choice{ID: string(x.ID), Name: x.Name})
		}
	}
	pick("state", "State", "All states", q.State, states)
	pick("kind", "Kind", "All kinds", q.Group, kinds)
	pick("area", "Works in", "All areas", q.Area, places)
	pick("power", "Allowed the power", "Any or none", q.Power, powers)
	p.Filter = moj.Filter{Action: "/organisations", Set: len(p.Chips.Items), Options: kept(fields, r)}
	return nil
}
