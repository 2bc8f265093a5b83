package trainingweb

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/training/course"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type sessionsForm struct {
	Show   string    `form:"show" max:"20"`
	Course id.Course `form:"course" max:"64"`
	Page   int       `form:"page"`
}

// views are the ways to look at the calendar.
var views = []struct {
	show, text, empty string
	keeper            bool
	has               func(x *course.Listed, today clock.Day) bool
}{
	{"", "To come", "No session is planned. The office and trainers plan one from a course.", false, func(x *course.Listed, today clock.Day) bool {
		return x.State.State == course.Planned && x.State.Last >= today
	}},
	{"free", "With places free", "No session to come has a place free.", false, func(x *course.Listed, today clock.Day) bool {
		return x.State.State == course.Planned && x.State.Last >= today && x.Taken < x.State.Places
	}},
	{"results", "Results to record", "Every session that is over has its results.", true, func(x *course.Listed, today clock.Day) bool {
		return x.State.State == course.Planned && x.State.Last < today
	}},
	{"past", "Past", "No session has been held or called off yet.", false, func(x *course.Listed, _ clock.Day) bool { return x.State.State != course.Planned }},
}

// size is how many lines a page of a list has.
const size = 50

func sessionURL[T ~string](of T) string { return home + "/" + string(of) }

// sessions is the calendar.
func (h *Handlers) sessions(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[sessionsForm](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	p := newList(v, "Sessions", home)
	var all []course.Listed
	var cs []course.Version
	err = h.read(r, func(tx *db.Tx) (err error) {
		if all, err = h.Courses.Sessions(tx, v.Who, form.Course, v.When); err != nil {
			return err
		}
		cs, err = h.Courses.Courses(tx, v.Who, v.When)
		return err
	})
	if err != nil {
		return err
	}
	titles := map[string]*course.Course{}
	for i := range cs {
		titles[cs[i].ID] = &cs[i].State
	}
	if c := titles[string(form.Course)]; c != nil {
		p.Head.Title = "Sessions of " + c.Title
		p.Head.Links = []part.Link{{Text: "All sessions", Href: v.Bar.Link(home)}}
	}
	if v.May(authz.KeepTraining) {
		p.Head.Actions = []govuk.Button{{Text: "Plan a session", Href: web.With("/training/sessions/plan", "course", string(form.Course))}}
	}
	p.Table = part.Table{Caption: p.Head.Title, RowHeaders: true, Columns: []part.Column{{Text: "Days"}, {Text: "Course", Under: "Kind"}, {Text: "Where", Under: "From"}, {Text: "Places", Under: "Free or waiting"}, {Text: "State"}}}
	address := web.With(home, "course", string(form.Course))
	for _, x := range views {
		if x.keeper && !v.Who.Can(authz.KeepTraining) {
			continue
		}
		link := part.Link{Text: x.text, Href: v.Bar.Link(web.With(address, "show", x.show))}
		if x.show == form.Show {
			p.Shown = x.text
			shown := slices.DeleteFunc(slices.Clone(all), func(l course.Listed) bool { return !x.has(&l, v.Day()) })
			if x.show == "past" {
				slices.Reverse(shown)
			}
			p.Table.Empty = x.empty
			p.Paging = part.Paging{Path: home, Query: url.Values{"show": {x.show}, "course": {string(form.Course)}}, Total: len(shown), Page: max(1, form.Page), Size: v.Size(size), Noun: "sessions"}
			for _, l := range shown[min(p.Paging.Offset(), len(shown)):min(p.Paging.Offset()+p.Paging.Size, len(shown))] {
				p.Table.Rows = append(p.Table.Rows, sessionRow(v, l, titles))
			}
		}
		p.Views = append(p.Views, link)
	}
	return v.Show(h.page, w, "list.html", p)
}

func sessionRow(v visit.Visit, l course.Listed, titles map[string]*course.Course) part.Row {
	title, kind := "A course", ""
	if c := titles[string(l.State.Course)]; c != nil {
		title, kind = c.Title, kindOf(c)
	}
	return part.Row{Ended: l.State.State == course.CalledOff, Cells: []part.Cell{{Text: l.State.Days(), Href: v.Bar.Link(sessionURL(l.ID))}, {Text: title, Sub: kind}, {Text: l.State.Venue, Sub: l.State.Starts},
		fullness(&l), {Status: sessionStatus(&l.State, v.Day(), true)}}}
}

// kindOf is the kind of a course; empty where its title says it.
func kindOf(c *course.Course) string {
	if c.Title == c.Kind.Title() {
		return ""
	}
	return c.Kind.Title()
}

// fullness is how full a session is.
func fullness(l *course.Listed) part.Cell {
	c := part.Cell{Text: web.Number(l.Taken) + " of " + web.Number(l.State.Places), Nowrap: true}
	if l.Waiting > 0 {
		c.Sub = count(l.Waiting, "waits", "wait")
	} else if free := l.State.Places - l.Taken; free > 0 && l.State.State == course.Planned {
		c.Sub = web.Number(free) + " free"
	}
	return c
}

func sessionStatus(x *course.Session, today clock.Day, plain bool) part.Status {
	st := part.Status{Kind: part.Waiting, Text: "Planned", Plain: plain}
	switch {
	case x.State == course.CalledOff:
		st.Kind, st.Text = part.Ended, "Called off"
	case x.State == course.Held:
		st.Kind, st.Text = part.InForce, "Held"
	case x.Last < today:
		st.Kind, st.Text = part.Due, "Results to record"
	case x.First <= today:
		st.Kind, st.Text = part.InForce, "Now"
	case x.Trainer == "":
		st.Kind, st.Text = part.NotKnown, "No trainer yet"
	}
	return st
}

// session is one session: what it is, who has a place, who waits.
func (h *Handlers) session(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &onePage{Bar: v.Bar}
	err := h.read(r, func(tx *db.Tx) error {
		x, err := h.Courses.Session(tx, v.Who, id.CourseSession(r.PathValue("session")), v.When)
		if err != nil {
			return err
		}
		c, err := h.Courses.Course(tx, v.Who, x.State.Course, v.When)
		if err != nil {
			return err
		}
		places, err := h.Courses.Places(tx, v.Who, id.CourseSession(x.ID), v.When)
		if err != nil {
			return err
		}
		full, err := h.Courses.Filled(tx, v.Who, id.CourseSession(x.ID), v.When)
		if err != nil {
			return err
		}
		s := &x.State
		p.Page = common(c.State.Title+", "+s.Days(), web.Crumb{Text: s.Days()})
		p.Past = v.Bar.Past()
		p.Head = part.Head{Caption: kindOf(&c.State), Title: c.State.Title, Text: s.Days() + ", " + s.Venue, Statuses: []part.Status{sessionStatus(s, v.Day(), false)}}
		p.link("Course", c.State.Title+": "+count(c.State.Days, "day", "days")+", "+count(c.State.Hours, "hour", "hours"), v.Bar.Link("/training/courses/"+c.ID))
		p.add("Begins at", s.Starts)
		if err := h.staff(tx, v, p, s); err != nil {
			return err
		}
		p.add("Places", web.Number(full.Taken)+" of "+web.Number(s.Places)+" taken")
		if full.Waiting > 0 {
			p.add("Waiting list", count(full.Waiting, "person waits", "people wait"))
		}
		p.add("For learners", s.Note)
		p.add("Called off because", s.Why)
		p.add("Last changed by", s.Changed.By+", "+clock.Moment(s.Changed.At))
		h.offer(v, p, x)
		return h.listed(tx, v, p, s, places)
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "one.html", p)
}

// staff is who delivers and who teaches a session.
func (h *Handlers) staff(tx *db.Tx, v visit.Visit, p *onePage, s *course.Session) error {
	by, err := h.Courses.Provider(tx, v.Who, s.Provider, v.When)
	if err != nil {
		return err
	}
	p.link("Delivered by", by.State.Name, v.Bar.Link("/training/providers/"+by.ID))
	if s.Trainer == "" {
		p.add("Trainer", "Not named yet")
		return nil
	}
	t, err := h.Courses.Trainer(tx, v.Who, s.Trainer, v.When)
	p.link("Trainer", t.State.Name, v.Bar.Link("/training/trainers/"+t.ID))
	return err
}

// offer is what may be done with a session.
func (h *Handlers) offer(v visit.Visit, p *onePage, x course.SessionVersion) {
	s, at := &x.State, sessionURL(x.ID)
	open := s.State == course.Planned
	if v.May(authz.RecordTraining) && s.Last <= v.Day() && s.State != course.CalledOff {
		p.Head.Actions = append(p.Head.Actions, govuk.Button{Text: "Record results", Href: at + "/results"})
	}
	if v.May(authz.BookTraining) && open && (s.First > v.Day() || v.Who.Can(authz.RecordTraining)) {
		b := govuk.Button{Text: "Book places", Href: at + "/book"}
		if len(p.Head.Actions) > 0 {
			b.Classes = "govuk-button--secondary"
		}
		p.Head.Actions = append(p.Head.Actions, b)
	}
	if v.May(authz.KeepTraining) && open {
		p.Head.Actions = append(p.Head.Actions, secondary("Change", at+"/change"))
		p.Head.Links = append(p.Head.Links, part.Link{Text: "Call it off", Href: at + "/call-off"})
	}
}

// listed is the lists under a session: who has a place, who waits, who gave up, and what
// learners said.
func (h *Handlers) listed(tx *db.Tx, v visit.Visit, p *onePage, s *course.Session, places []course.PlaceVersion) error {
	names, err := h.names(tx, v, places)
	if err != nil {
		return err
	}
	whose := "People"
	if v.Who.Role.OfEmployer() {
		whose = "Your people"
	}
	var in, waiting, gone part.Table
	for i, t := range []*part.Table{&in, &waiting, &gone} {
		t.Caption, t.RowHeaders = []string{whose + " with a place", "Waiting list", "Given up"}[i], true
		t.Columns = []part.Column{{Text: "Person"}, {Text: "Employer"}, {Text: "State"}, {Text: "What came of it"}}
	}
	in.Empty = "Nobody has a place yet. Book the first."
	for _, x := range places {
		n := names[x.State.Person]
		row := part.Row{Ended: x.State.State == course.GivenUp, Cells: []part.Cell{{Text: n.person, Href: v.Bar.Link(placeURL(x.ID))}, {Text: n.org}, {Status: placeStatus(&x.State, true)}, {Text: cameOf(&x.State)}}}
		switch x.State.State {
		case course.Waiting:
			waiting.Rows = append(waiting.Rows, row)
		case course.GivenUp:
			gone.Rows = append(gone.Rows, row)
		default:
			in.Rows = append(in.Rows, row)
		}
	}
	for _, t := range []*part.Table{&in, &waiting, &gone} {
		trim(t)
	}
	p.Tables = append(p.Tables, section{Heading: part.Heading{Text: in.Caption, Count: web.Number(len(in.Rows))}, Table: in})
	if len(waiting.Rows) > 0 {
		p.Tables = append(p.Tables, section{Heading: part.Heading{Text: waiting.Caption, Count: web.Number(len(waiting.Rows))}, Lede: "Whoever stands first moves up by itself when a place becomes free.", Table: waiting})
	}
	if len(gone.Rows) > 0 {
		p.Tables = append(p.Tables, section{Heading: part.Heading{Text: gone.Caption, Count: web.Number(len(gone.Rows))}, Table: gone})
	}
	if mean, n, said := course.Reviews(places); n > 0 && v.Who.Can(authz.KeepTraining) {
		p.add("Learners say", fmt.Sprintf("%.1f", mean)+" of 5, from "+count(n, "learner", "learners"))
		p.Words = said
	}
	return nil
}

// trim leaves out the last column of a table in which no row says anything there.
func trim(t *part.Table) {
	last := len(t.Columns) - 1
	if slices.ContainsFunc(t.Rows, func(r part.Row) bool { return r.Cells[last].Text != "" }) {
		return
	}
	t.Columns = t.Columns[:last]
	for i := range t.Rows {
		t.Rows[i].Cells = t.Rows[i].Cells[:last]
	}
}

// named is a person and whom they work for.
type named struct{ person, org string }

// names is the people of places and their employers: one reading of each person, and of
// each employer once.
func (h *Handlers) names(tx *db.Tx, v visit.Visit, places []course.PlaceVersion) (map[id.Person]named, error) {
	out, orgs := map[id.Person]named{}, map[id.Org]string{}
	for _, x := range places {
		of := x.State.Person
		if _, ok := out[of]; ok {
			continue
		}
		p, err := h.Persons.Any(tx, v.Who.Force, of, v.When)
		if err != nil {
			return nil, err
		}
		name, ok := orgs[x.State.Org]
		if !ok {
			o, err := h.Orgs.Any(tx, v.Who.Force, x.State.Org, v.When)
			if err != nil {
				return nil, err
			}
			name = o.State.Name
			orgs[x.State.Org] = name
		}
		out[of] = named{p.State.Name(), name}
	}
	return out, nil
}

func placeStatus(p *course.Place, plain bool) part.Status {
	kinds := map[course.PlaceState]part.Kind{course.Booked: part.InForce, course.Waiting: part.Waiting, course.GivenUp: part.Ended, course.Attended: part.InForce, course.Absent: part.NotInForce,
		course.Passed: part.InForce, course.Failed: part.NotInForce}
	return part.Status{Kind: kinds[p.State], Text: p.State.Title(), Plain: plain}
}

// cameOf is what came of a place, in a few words.
func cameOf(p *course.Place) string {
	var out []string
	if p.Score > 0 {
		out = append(out, web.Number(p.Score)+"%")
	}
	if n := len(p.Powers); n > 0 {
		out = append(out, count(n, "power", "powers")+" to "+p.Until.Short())
	}
	if len(p.Missed) > 0 {
		out = append(out, "without "+strings.Join(p.Missed, ", "))
	}
	if p.State == course.Attended {
		out = append(out, count(p.Hours, "hour", "hours"))
	}
	if p.State == course.GivenUp {
		out = append(out, p.Why)
	}
	return strings.Join(out, ", ")
}
