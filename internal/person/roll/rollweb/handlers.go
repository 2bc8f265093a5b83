// Package rollweb is the page on which an employer says who has left and who has moved, and
// confirms the rest; and for the scheme office the employers that have been silent.
//
// Read Doors.
package rollweb

import (
	"embed"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/person/roll"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB      *db.DB
	Clock   clock.Clock
	Areas   *area.Service
	Orgs    *org.Service
	Persons *person.Service
	Rolls   *roll.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", web.Done{
		"roll.confirmed": "Recorded. Who left holds nothing any more, and everybody else is confirmed.",
		"roll.reminded":  "The employer is reminded by e-mail.",
	})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.List("GET /rolls", authz.SendMessages, (*Handlers).silent),
	visit.To("POST /rolls/{org}/remind", authz.SendMessages, (*Handlers).remindNow),
	visit.To("GET /organisations/{org}/roll", authz.ReportLeaving, (*Handlers).roll),
	visit.To("POST /organisations/{org}/roll", authz.ReportLeaving, (*Handlers).rollNow),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func (h *Handlers) now() register.When { return register.Now(h.Clock.Now()) }

// silentPage is the employers that have not confirmed their people in time.
type silentPage struct {
	web.Page
	Head  part.Head
	Every string // empty: the force does not ask
	Rows  []silentRow
}

// Listing is the list as it is saved.
func (p *silentPage) Listing() visit.Listing {
	t := &part.Table{Columns: []part.Column{{Text: "Employer"}, {Text: "Due by"}, {Text: "Last confirmed"}, {Text: "Reminded"}}}
	for _, x := range p.Rows {
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: x.Name}, {Text: x.Due}, {Text: x.Last}, {Text: x.Remind}}})
	}
	return visit.Listing{Head: &p.Head, Table: t}
}

// silentRow is one of them.
type silentRow struct {
	Org               id.Org
	Name              string
	Due, Last, Remind string
	Reminded          bool // today
}

func (h *Handlers) silent(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	p := &silentPage{Page: web.Page{Title: "Silent employers", Active: "/people", Crumbs: []web.Crumb{{Text: "People", Href: "/people"}, {Text: "Silent employers"}}}, Head: part.Head{Title: "Silent employers"}}
	today := clock.DayOf(h.Clock.Now())
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		f, err := h.Areas.Force(tx, who.Force)
		if err != nil {
			return err
		}
		if n := f.Settings.RollMonths; n > 0 {
			p.Every = part.Count(n, "month", "months")
		}
		all, err := h.Rolls.SilentOnes(tx, who, h.now())
		for _, x := range all {
			row := silentRow{Org: x.Org, Name: x.Name, Due: x.Due.Short(), Last: "Never", Remind: "Never", Reminded: x.Roll.RemindedOn == today}
			if x.Roll.Day != clock.NoDay {
				row.Last = x.Roll.Day.Short() + ", by " + x.Roll.By
			}
			if x.Roll.Reminded > 0 {
				row.Remind = part.Count(x.Roll.Reminded, "time", "times") + ", last " + x.Roll.RemindedOn.Short()
			}
			p.Rows = append(p.Rows, row)
		}
		return err
	})
	if err != nil {
		return err
	}
	return visit.Show(h.page, w, r, "silent.html", p)
}

func (h *Handlers) remindNow(w http.ResponseWriter, r *http.Request) error {
	if _, err := h.Rolls.Remind(r.Context(), account.Actor(r.Context()), id.Org(r.PathValue("org"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/rolls", "roll.reminded")
}

// rollPage is the people of an employer, each with where they are now.
type rollPage struct {
	web.Page
	Head  part.Head
	Says  string
	Moves bool // the reader may say that somebody moved
	Rows  []rollRow
	Roles []option
	Teams []option
	Back  string
	org   id.Org
}

// option is a role or a team.
type option struct{ Value, Text string }

// rollRow is one of the people, as recorded or as typed.
type rollRow struct {
	Person           id.Person
	Name, Title      string
	Role, Team, Left string
	was              person.Person
}

// rollForm is the rows as they come back: the lists have the same order and length.
type rollForm struct {
	Person []string `form:"person" max:"64"`
	Role   []string `form:"role" max:"64"`
	Team   []string `form:"team" max:"64"`
	Left   []string `form:"left" max:"20"`
}

func (h *Handlers) rollPage(r *http.Request) (*rollPage, error) {
	who, of := account.Actor(r.Context()), id.Org(r.PathValue("org"))
	p := &rollPage{org: of, Back: "/organisations/" + string(of), Moves: who.May(authz.ChangePerson, authz.Object{Org: of}) == nil}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		last, err := h.Rolls.Of(tx, who, of, h.now())
		if err != nil {
			return err
		}
		o, err := h.Orgs.Any(tx, who.Force, of, h.now())
		if err != nil {
			return err
		}
		f, err := h.Areas.Force(tx, who.Force)
		if err != nil {
			return err
		}
		p.Page = web.Page{Title: "Who works for " + o.State.Name, Active: "/people", Crumbs: []web.Crumb{{Text: o.State.Name, Href: p.Back}, {Text: "Who works here"}}}
		p.Head = part.Head{Caption: o.State.Name, Title: "Who has left, who has moved"}
		p.Says = "The people have not been confirmed yet."
		if last.Day != clock.NoDay {
			p.Says = "Last confirmed on " + last.Day.Long() + " by " + last.By + "."
		}
		if due := last.Due(&o.State, f.Settings.RollMonths); due != clock.NoDay {
			p.Says += " Due by " + due.Long() + "."
		}
		for _, x := range o.State.Roles {
			p.Roles = append(p.Roles, option{string(x.ID), x.Title})
		}
		for _, x := range o.State.Teams {
			p.Teams = append(p.Teams, option{string(x.ID), x.Name})
		}
		all, err := h.Persons.Under(tx, who.Force, of)
		for _, v := range all {
			if m := v.State; !m.Gone() {
				p.Rows = append(p.Rows, rollRow{Person: id.Person(v.ID), Name: m.Name(), Title: m.RoleTitle, Role: string(m.Role), Team: string(m.Team), was: m})
			}
		}
		return err
	})
	return p, err
}

func (h *Handlers) roll(w http.ResponseWriter, r *http.Request) error {
	p, err := h.rollPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "roll.html", p)
}

func (h *Handlers) rollNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.rollPage(r)
	if err != nil {
		return err
	}
	told, err := p.told(r)
	if err == nil {
		err = h.Rolls.Confirm(r.Context(), account.Actor(r.Context()), p.org, told)
	}
	if err != nil {
		return h.page.Again(w, r, "roll.html", p, err)
	}
	return web.SeeOther(w, r, "/organisations/"+string(p.org)+"/roll", "roll.confirmed")
}

// told is what the form says, row by row. The rows of the page become those that were typed.
func (p *rollPage) told(r *http.Request) (t roll.Told, err error) {
	if _, err = web.Form[rollForm](r); err != nil {
		return t, err
	}
	form := r.PostForm // lists that keep their empty places
	persons, roles, teams, lefts := form["person"], form["role"], form["team"], form["left"]
	if len(lefts) != len(persons) || p.Moves && len(roles) != len(persons) || p.Moves && len(p.Teams) > 0 && len(teams) != len(persons) {
		return t, fault.New(fault.Conflict, "The page did not come back whole. Fill it in again.")
	}
	at := map[id.Person]int{}
	for i := range p.Rows {
		at[p.Rows[i].Person] = i
	}
	var wrong fault.Fields
	for i, of := range persons {
		j, ok := at[id.Person(of)]
		if !ok {
			return t, fault.New(fault.Conflict, "Somebody on the page has left meanwhile. See the roll as it is now.")
		}
		row := &p.Rows[j]
		if row.Left = lefts[i]; p.Moves {
			row.Role = roles[i]
			if len(p.Teams) > 0 {
				row.Team = teams[i]
			}
		}
		row.tell(&t, &wrong)
	}
	return t, wrong.Err()
}

// tell adds what a row says: that somebody left, that they moved, or nothing.
func (r *rollRow) tell(t *roll.Told, wrong *fault.Fields) {
	switch {
	case r.Left != "":
		day, problem := web.ParseDay("The last day of "+r.Name, r.Left)
		if problem != "" {
			wrong.Add("left-"+string(r.Person), "%s", problem)
		}
		t.Leavers = append(t.Leavers, roll.Leaver{Person: r.Person, Last: day})
	case r.Role != string(r.was.Role) || r.Team != string(r.was.Team):
		t.Movers = append(t.Movers, roll.Mover{Person: r.Person, Role: id.Role(r.Role), Team: id.Team(r.Team)})
	}
}
