package dossierweb

import (
	"html/template"
	"net/http"
	"slices"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// orgTeams is the teams of an organisation, with who supervises each and who is in it.
func (h *Handlers) orgTeams(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	var f *file
	err := h.read(r, func(tx *db.Tx) (err error) {
		f, err = h.file(tx, v.Who, orgOf(r), v.When)
		return err
	})
	if err != nil {
		return err
	}
	persons := v.Who.Can(authz.ReadPerson) && v.Who.Role != authz.AccreditedPerson
	p := &orgPartPage{Page: f.page(&v, "Teams: "+f.org.Name, "Teams"), Bar: v.Bar, Head: f.head(&v), Sub: f.sub(&v, "/teams")}
	p.Table = part.Table{Caption: "Teams of " + f.org.Name, RowHeaders: true, Columns: []part.Column{{Text: "Team"}, {Text: "Area"}}}
	p.Table.Empty = "This organisation has no teams. Its people are not grouped."
	changes := !p.Past && f.may(v.Who, authz.ChangeTeams)
	if changes {
		p.Links = []part.Link{{Text: "Add a team", Href: orgURL(f.id) + "/teams/add"}}
		p.Table.Empty = "This organisation has no teams yet. Add one to group its people and to give them a part of its area."
	}
	if inside(v.Who) {
		p.Table.Columns = append(p.Table.Columns, part.Column{Text: "Supervisor"})
	}
	if persons {
		p.Table.Columns = append(p.Table.Columns, part.Column{Text: "People"}, part.Column{Text: "Accredited", Numeric: true})
	}
	for _, t := range f.org.Teams {
		row := part.Row{Cells: []part.Cell{{Text: t.Name, Strong: true}, {Text: f.teamArea(&t)}}}
		if changes {
			row.Cells[0].Href = orgURL(f.id) + "/teams/" + string(t.ID)
		}
		if inside(v.Who) {
			row.Cells = append(row.Cells, part.Cell{Text: orNone(t.Supervisor)})
		}
		if persons {
			all, live, err := h.inTeam(&v, f, t.ID)
			if err != nil {
				return err
			}
			row.Cells = append(row.Cells, part.Cell{Text: part.Count(all, "person", "people"), Href: v.Link(queryOf(orgURL(f.id)+"/people", "team", string(t.ID)))}, part.Cell{Text: web.Number(live)})
		}
		p.Table.Rows = append(p.Table.Rows, row)
	}
	return v.Show(h.page, w, "orgpart.html", p)
}

// teamArea is where a team works, in words.
func (f *file) teamArea(t *org.Team) string {
	var out []string
	for _, a := range t.Areas {
		if n := f.areas[a]; n != "" {
			out = append(out, n)
		}
	}
	if len(out) == 0 {
		return "All of the organisation’s area"
	}
	return listed(out)
}

// inTeam counts the people of a team whom the reader may see, and those accredited.
func (h *Handlers) inTeam(v *visit.Visit, f *file, team id.Team) (all, live int, err error) {
	for _, s := range []struct {
		state desk.State
		to    *int
	}{{"", &all}, {desk.StateInForce, &live}} {
		part := file{id: f.id, here: f.here}
		if err := h.withPeople(v, &part, desk.Filter{Team: team, State: s.state, Limit: 1}); err != nil {
			return 0, 0, err
		}
		*s.to = int(part.people.Total)
	}
	return all, live, nil
}

// teamForm is a team as it is sent.
type teamForm struct {
	Name       string    `form:"name" label:"Name of the team" max:"200"`
	Supervisor string    `form:"supervisor" label:"Supervisor" max:"200"`
	Areas      []id.Area `form:"areas" max:"64"`
}

type teamPage struct {
	web.Page
	Head   part.Head
	Back   string
	Save   string
	End    string // address that ends the team; empty: it is new
	Whole  string // the organisation's area
	Areas  []choice
	Form   teamForm
	People int // who belong to it

	team org.Team
}

func (h *Handlers) teamPage(r *http.Request) (*teamPage, error) {
	p := &teamPage{team: org.Team{ID: id.Team(r.PathValue("team"))}, Save: "Save the team"}
	title := "Change a team"
	if p.team.ID == "" {
		title, p.Save = "Add a team", "Add the team"
	}
	f, err := h.aboutOrg(r, authz.ChangeTeams, title, &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, err
	}
	p.Back += "/teams"
	p.Whole = f.org.AreaText
	if p.team.ID != "" {
		was, ok := f.org.Team(p.team.ID)
		if !ok {
			return nil, fault.New(fault.NotFound, "There is no such team in this organisation.")
		}
		p.team, p.Head.Title, p.End = *was, was.Name, orgURL(f.id)+"/teams/"+string(was.ID)+"/end"
		if err := h.read(r, func(tx *db.Tx) error { return p.count(tx, h, f) }); err != nil {
			return nil, err
		}
	}
	p.Form = teamForm{Name: p.team.Name, Supervisor: p.team.Supervisor, Areas: p.team.Areas}
	return p, h.teamAreas(r, p, f)
}

// count counts who belongs to the team and has not left.
func (p *teamPage) count(tx *db.Tx, h *Handlers, f *file) error {
	people, err := h.Persons.Under(tx, f.force.ID, f.id)
	for _, x := range people {
		if x.State.Team == p.team.ID && !x.State.Gone() {
			p.People++
		}
	}
	return err
}

// teamAreas offers the organisation's areas and what lies within them.
func (h *Handlers) teamAreas(r *http.Request, p *teamPage, f *file) error {
	var all []areaLine
	err := h.read(r, func(tx *db.Tx) (err error) {
		all, err = h.areaLines(tx, account.Actor(r.Context()).Force)
		return err
	})
	for _, a := range all {
		if slices.Contains(f.org.Areas, a.ID) || slices.ContainsFunc(a.Up, func(up id.Area) bool { return slices.Contains(f.org.Areas, up) }) {
			p.Areas = append(p.Areas, choice{string(a.ID), a.Name, slices.Contains(p.Form.Areas, a.ID)})
		}
	}
	return err
}

func (h *Handlers) orgTeam(w http.ResponseWriter, r *http.Request) error {
	p, err := h.teamPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "team.html", p)
}

// orgTeamNow adds or changes a team.
func (h *Handlers) orgTeamNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.teamPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[teamForm](r)
	if err == nil {
		p.Form = form
		for i := range p.Areas {
			p.Areas[i].Checked = slices.Contains(form.Areas, id.Area(p.Areas[i].ID))
		}
		_, err = h.Orgs.SetTeam(r.Context(), account.Actor(r.Context()), orgOf(r), org.Team{ID: p.team.ID, Name: form.Name, Supervisor: form.Supervisor, Areas: form.Areas})
	}
	if err != nil {
		return h.page.Again(w, r, "team.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "org.team")
}

// orgTeamEnd takes a team away.
func (h *Handlers) orgTeamEnd(w http.ResponseWriter, r *http.Request) error {
	p, err := h.teamPage(r)
	if err != nil {
		return err
	}
	if err := h.Orgs.EndTeam(r.Context(), account.Actor(r.Context()), orgOf(r), p.team.ID); err != nil {
		return h.page.Again(w, r, "team.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "org.team-ended")
}

// teamOptions is the teams of an organisation to choose from, or none of them; nothing
// where there are none.
func teamOptions(o *org.Organisation) []govuk.Option {
	if len(o.Teams) == 0 {
		return nil
	}
	out := []govuk.Option{{Blank: true, Text: "No team"}}
	for _, t := range o.Teams {
		out = append(out, govuk.Option{Value: string(t.ID), Text: t.Name})
	}
	return out
}

// teamFilter narrows the list of an organisation's people to one team; empty where there
// are no teams.
func (f *file) teamFilter(r *http.Request, chosen id.Team) template.HTML {
	options := teamOptions(&f.org)
	if options == nil {
		return ""
	}
	options[0].Text = "All teams"
	out := template.HTML(`<form method="get" class="ww-line ww-reading" role="search" aria-label="People by team">`)
	for _, name := range []string{"sort", "as_at", "as_known"} {
		if x := r.URL.Query().Get(name); x != "" {
			out += template.HTML(`<input type="hidden" name="` + name + `" value="` + template.HTMLEscapeString(x) + `">`)
		}
	}
	out += govuk.Select{Name: "team", Label: govuk.Label{Text: "Team"}, Value: string(chosen), Items: options}.Render()
	return out + `<button class="govuk-button govuk-button--secondary">Show</button></form>`
}
