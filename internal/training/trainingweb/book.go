package trainingweb

import (
	"cmp"
	"net/http"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/training/course"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type bookForm struct {
	People []id.Person `form:"people" max:"64"`
}

type orgQuery struct {
	Org id.Org `form:"org" max:"64"`
}

// bookPage chooses people of one employer for a session.
type bookPage struct {
	formPage
	Orgs   []govuk.Option // for who may book for several employers
	Org    id.Org
	People []govuk.Choice
	Room   string // how many places are free
	None   string // nobody can be chosen
	Form   bookForm
}

func (h *Handlers) bookPage(r *http.Request) (*bookPage, error) {
	q, err := web.Query[orgQuery](r)
	if err != nil {
		return nil, err
	}
	p, at := &bookPage{Org: q.Org}, r.PathValue("session")
	if who(r).Org != "" {
		p.Org = who(r).Org
	}
	p.Button, p.Back = "Book", sessionURL(at)
	err = h.read(r, func(tx *db.Tx) error {
		x, err := h.Courses.Session(tx, who(r), id.CourseSession(at), h.now())
		if err != nil {
			return err
		}
		c, err := h.Courses.Course(tx, who(r), x.State.Course, h.now())
		if err != nil {
			return err
		}
		full, err := h.Courses.Filled(tx, who(r), id.CourseSession(at), h.now())
		if err != nil {
			return err
		}
		p.Room = "No place is free. Whoever is chosen waits, and moves up by itself."
		if free := x.State.Places - full.Taken; free > 0 {
			p.Room = count(free, "place is", "places are") + " free. Who is chosen beyond that waits, in the order below, and moves up by itself."
		}
		p.Page = common("Book places", web.Crumb{Text: x.State.Days(), Href: p.Back}, web.Crumb{Text: "Book places"})
		p.Head = part.Head{Caption: c.State.Title + ", " + x.State.Days(), Title: "Book places"}
		if who(r).Org == "" {
			if p.Orgs, err = h.employers(tx, r); err != nil || p.Org == "" {
				return err
			}
		}
		return h.choices(tx, r, p, id.CourseSession(at))
	})
	return p, err
}

// employers is the organisations whose people may be booked.
func (h *Handlers) employers(tx *db.Tx, r *http.Request) ([]govuk.Option, error) {
	orgs, err := h.Orgs.AsAt(tx, who(r), h.now())
	slices.SortStableFunc(orgs, func(a, b org.Version) int { return cmp.Compare(org.Fold(a.State.Name), org.Fold(b.State.Name)) })
	out := []govuk.Option{{Value: "", Text: "Choose an organisation"}}
	for _, o := range orgs {
		if o.State.State == org.InForce || o.State.State == org.Applying {
			out = append(out, govuk.Option{Value: o.ID, Text: o.State.Name})
		}
	}
	return out, err
}

// choices is the people of the employer who have no place in the session: those who are
// due a refresher first.
func (h *Handlers) choices(tx *db.Tx, r *http.Request, p *bookPage, of id.CourseSession) error {
	if err := who(r).May(authz.BookTraining, authz.Object{Org: p.Org}); err != nil {
		return err
	}
	people, err := h.Persons.OfOrg(tx, who(r).Force, p.Org, h.now())
	if err != nil {
		return err
	}
	places, err := h.Courses.Places(tx, who(r), of, h.now())
	if err != nil {
		return err
	}
	due, err := h.Courses.Due(tx, who(r), clock.DayOf(h.Clock.Now()).AddMonths(6))
	if err != nil {
		return err
	}
	days := map[id.Person]clock.Day{}
	for _, d := range due {
		days[d.ID] = d.Day
	}
	for _, x := range people {
		one := id.Person(x.ID)
		if x.State.Gone() || x.State.OptedOut != clock.NoDay || slices.ContainsFunc(places, func(y course.PlaceVersion) bool { return y.State.Person == one && y.State.State != course.GivenUp }) {
			continue
		}
		c := govuk.Choice{Value: x.ID, Text: x.State.Name(), Hint: govuk.Hint{Text: x.State.RoleTitle}}
		if d := days[one]; d != clock.NoDay {
			c.Hint.Text = x.State.RoleTitle + ". Refresher due by " + d.Short()
		}
		p.People = append(p.People, c)
	}
	slices.SortStableFunc(p.People, func(a, b govuk.Choice) int {
		return rank(days[id.Person(a.Value)]) - rank(days[id.Person(b.Value)])
	})
	p.None = "Everybody of this organisation has a place in the session already, or has left."
	return nil
}

// rank puts the earliest due first, and who is due none behind.
func rank(d clock.Day) int {
	if d == clock.NoDay {
		return 1 << 30
	}
	return int(d)
}

func (h *Handlers) book(w http.ResponseWriter, r *http.Request) error {
	p, err := h.bookPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "book.html", p)
}

func (h *Handlers) bookNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.bookPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[bookForm](r); err == nil {
		err = h.Courses.Book(r.Context(), who(r), id.CourseSession(r.PathValue("session")), p.Form.People)
	}
	if err != nil {
		return h.page.Again(w, r, "book.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "session.booked")
}
