package deskweb

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// peopleQuery is the filter of the list of people as its address has it.
type peopleQuery struct {
	Text     string `form:"q" label:"Name or AP number" max:"120"`
	State    string `form:"state" max:"40"`
	Employer string `form:"employer" max:"64"`
	Role     string `form:"role" max:"200"`
	Team     string `form:"team" max:"64"`
	Power    string `form:"power" max:"80"`
	Area     string `form:"area" max:"64"`
	Due      string `form:"due" max:"4"`
	Sort     string `form:"sort" max:"20"`
}

// filter is the query as the desk takes it.
func (q peopleQuery) filter(today clock.Day) desk.Filter {
	f := desk.Filter{Text: q.Text, State: desk.State(q.State), Org: id.Org(q.Employer), Role: q.Role, Team: id.Team(q.Team), Power: law.PowerID(q.Power), Area: id.Area(q.Area), Sort: q.Sort}
	if n := atoi(q.Due); n > 0 && n <= 3660 {
		f.DueBy = today.AddDays(n).End().Add(1)
	}
	return f
}

// check names what in the address is not among what can be chosen.
func (q peopleQuery) check() error {
	if q.State != "" && !slices.ContainsFunc(desk.States, func(s struct {
		State desk.State
		Title string
	}) bool {
		return string(s.State) == q.State
	}) {
		return fault.In("state", "There is no such state. Choose one of the list")
	}
	if q.Employer != "" && !id.Valid(id.Org(q.Employer)) {
		return fault.In("employer", "There is no such employer. Choose one of the list")
	}
	if _, ok := law.Find(law.PowerID(q.Power)); q.Power != "" && !ok {
		return fault.In("power", "There is no such power. Choose one of the list")
	}
	return nil
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// chips is the filters that are set.
type chips struct{ moj.Chips }

// add adds a filter, with the address of the list without it.
func (c *chips) add(r *http.Request, name, text string) {
	q := r.URL.Query()
	q.Del(name)
	q.Del("page")
	q.Del("done")
	c.Items = append(c.Items, moj.Tag{Text: text, Href: address(r.URL.Path, q)})
	keep := url.Values{}
	for _, n := range []string{"as_at", "as_known", "sort"} {
		if v := r.URL.Query().Get(n); v != "" {
			keep.Set(n, v)
		}
	}
	c.Clear = ""
	if len(c.Items) > 1 {
		c.Clear = address(r.URL.Path, keep)
	}
}

func address(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// searchBox is a single search field above a list.
type searchBox struct {
	Action string
	Label  string
	Value  string
	Keep   [][2]string
}

type listPage struct {
	web.Page
	Head   part.Head
	Bar    part.AsAt
	Filter moj.Filter
	Says   string
	Chips  chips
	Links  template.HTML
	Table  part.Table
	Paging part.Paging
	Limits string        // by which permission the list is limited
	Saved  template.HTML // the filters that the reader keeps
}

// people is the list of people.
func (h *Handlers) people(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.board.Clock)
	who := v.Who
	if !who.Can(authz.ReadPerson) {
		return who.May(authz.ReadPerson, authz.Object{})
	}
	q, err := web.Query[peopleQuery](r)
	if err == nil {
		err = q.check()
	}
	if err != nil {
		return err
	}
	p := &listPage{Page: web.Page{Title: peopleTitle(who), Active: "/people", Past: v.Bar.Past()}, Head: part.Head{Title: peopleTitle(who)}, Bar: v.Bar, Limits: limits(who, authz.ReadPerson)}
	facets, err := h.board.Facets(r.Context(), who)
	if err != nil {
		return err
	}
	p.peopleFilter(r, q, facets, v.Bar)
	f := q.filter(v.Today())
	p.Paging = part.Paging{Path: "/people", Query: r.URL.Query(), Size: pageSize, Page: max(1, min(atoi(r.URL.Query().Get("page")), 100000)), Noun: "persons"}
	f.Limit, f.Offset = pageSize, p.Paging.Offset()
	found, err := h.readPeople(v, f)
	if err != nil {
		return err
	}
	p.Paging.Total = int(found.Total)
	if p.Paging.Page > p.Paging.Pages() { // the list has become shorter
		return web.SeeOther(w, r, p.Paging.Link(p.Paging.Pages()), "")
	}
	p.Table = lineTable(who, found.Lines, v.When.At, p.Paging.Sort, v.Link)
	p.says(found.Total, found.More, "person", "persons")
	p.emptyPeople(who)
	if who.Can(authz.MergePersons) && h.has("/duplicates") && !p.Past {
		p.Head.Links = []part.Link{{Text: "Entered twice?", Href: "/duplicates"}}
	}
	if err := p.saved(h, r, who, "people", part.Link{Text: "CSV", Href: address("/people.csv", without(r.URL.Query(), "page", "done"))}); err != nil {
		return err
	}
	return h.page.Render(w, r, "list.html", p) // the bar says what is wrong with its days
}

func peopleTitle(who authz.Actor) string {
	if who.Role.OfEmployer() {
		return "Our people"
	}
	return "People"
}

// readPeople is the page of the list, as it stands or as it stood.
func (h *Handlers) readPeople(v visit.Visit, f desk.Filter) (desk.People, error) {
	if !v.Bar.Past() {
		return h.board.People(v.R.Context(), v.Who, f)
	}
	return h.board.PeopleAsAt(v.R.Context(), v.Who, f, v.When)
}

func without(q url.Values, names ...string) url.Values {
	for _, n := range names {
		q.Del(n)
	}
	return q
}

func (p *listPage) says(n int64, more bool, one, many string) {
	p.Says = part.Count(int(n), one, many)
	if more {
		p.Says = "More than " + part.Number(int(n)) + " " + many
	}
}

func (p *listPage) emptyPeople(who authz.Actor) {
	switch {
	case len(p.Chips.Items) > 0:
		p.Table.Empty = "Nobody you may see fits these filters. Remove a filter."
	case p.Past:
		p.Table.Empty = "Nobody you may see was in the register on this day."
	case who.Can(authz.NominatePerson):
		p.Table.Empty = "Nobody is in the register yet. A person stands here once the employer has put them forward."
	default:
		p.Table.Empty = "Nobody you may see is in the register."
	}
}

// peopleFilter makes the panel and the chips of what is chosen.
func (p *listPage) peopleFilter(r *http.Request, q peopleQuery, f desk.Facets, bar part.AsAt) {
	var fields []template.HTML
	fields = append(fields, govuk.Input{Name: "q", Label: govuk.Label{Text: "Name or AP number"}, Value: q.Text, Autocomplete: "off"}.Render())
	if q.Text != "" {
		p.Chips.add(r, "q", "“"+q.Text+"”")
	}
	pick := func(name, label, all, value string, items []desk.Choice) {
		if len(items) < 2 && value == "" {
			return
		}
		fields = append(fields, choose(name, label, all, value, items))
		if value != "" {
			p.Chips.add(r, name, chosen(label, value, items))
		}
	}
	var states, powers, roles []desk.Choice
	for _, s := range desk.States {
		states = append(states, desk.Choice{ID: string(s.State), Name: s.Title})
	}
	for _, x := range f.Powers {
		powers = append(powers, desk.Choice{ID: string(x), Name: powerName(x)})
	}
	for _, x := range f.Roles {
		roles = append(roles, desk.Choice{ID: x, Name: x})
	}
	pick("state", "State", "All states", q.State, states)
	pick("employer", "Employer", "All employers", q.Employer, f.Orgs)
	pick("team", "Team", "All teams", q.Team, teamsOf(f, q))
	pick("role", "Role", "All roles", q.Role, roles)
	pick("power", "Holds the power", "Any or none", q.Power, powers)
	if !bar.Past() { // as PeopleAsAt says, not offered for the past
		pick("area", "Area", "All areas", q.Area, f.Areas)
		pick("due", "Something ends", "Any time or never", q.Due, []desk.Choice{{ID: "7", Name: "In the next 7 days"}, {ID: "30", Name: "In the next 30 days"}, {ID: "90", Name: "In the next 90 days"}})
	}
	p.Filter = moj.Filter{Action: "/people", Set: len(p.Chips.Items), Options: kept(fields, r)}
}

// teamsOf is the teams to choose from: those of the employer chosen, or of the only one.
func teamsOf(f desk.Facets, q peopleQuery) []desk.Choice {
	employer := id.Org(q.Employer)
	if employer == "" && len(f.Orgs) == 1 {
		employer = id.Org(f.Orgs[0].ID)
	}
	if employer != "" {
		return f.Teams[employer]
	}
	for _, teams := range f.Teams { // of the team chosen before
		if slices.ContainsFunc(teams, func(c desk.Choice) bool { return c.ID == q.Team }) {
			return teams
		}
	}
	return nil
}

// kept is the fields of a filter with what the address holds beside them.
func kept(fields []template.HTML, r *http.Request) template.HTML {
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(string(f))
	}
	for _, name := range []string{"sort", "as_at", "as_known"} {
		if v := r.URL.Query().Get(name); v != "" {
			b.WriteString(`<input type="hidden" name="` + name + `" value="` + template.HTMLEscapeString(v) + `">`)
		}
	}
	return template.HTML(b.String())
}

// choose is a list to choose one of, or all.
func choose(name, label, all, value string, items []desk.Choice) template.HTML {
	s := govuk.Select{Name: name, ID: "filter-" + name, Label: govuk.Label{Text: label}, Value: value, Items: []govuk.Option{{Blank: true, Text: all}}}
	for _, c := range items {
		s.Items = append(s.Items, govuk.Option{Value: c.ID, Text: c.Name})
	}
	return s.Render()
}

// chosen is how a filter that is set is named.
func chosen(label, value string, items []desk.Choice) string {
	for _, c := range items {
		if c.ID == value {
			if label == "Something ends" {
				return "Ends " + lower(c.Name)
			}
			return c.Name
		}
	}
	return label + ": not in this list"
}

// limits says how far the actor's sight reaches; empty when it is the whole force.
func limits(who authz.Actor, p authz.Permission) string {
	switch r, _ := who.Reach(p); r {
	case authz.OwnOrg:
		return "You see the people of your own organisation."
	case authz.OwnArea:
		return "You see the people who work in your areas."
	case authz.OwnPerson:
		return "You see yourself."
	}
	return ""
}
