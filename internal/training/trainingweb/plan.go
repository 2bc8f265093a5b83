package trainingweb

import (
	"net/http"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/training/course"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type planForm struct {
	Course  id.Course  `form:"course" max:"64"`
	Trainer id.Trainer `form:"trainer" max:"64"`
	First   clock.Day  `form:"first" label:"First day"`
	Last    clock.Day  `form:"last" label:"Last day"`
	Starts  string     `form:"starts" label:"Begins at" max:"40"`
	Venue   string     `form:"venue" label:"Where" max:"200"`
	Places  int        `form:"places" label:"Places"`
	Note    string     `form:"note" label:"For learners" max:"2000" text:"lines"`
}

type planPage struct {
	formPage
	Courses, Trainers []govuk.Option
	Fresh             bool
	Form              planForm
	of                id.CourseSession
}

func (h *Handlers) planPage(r *http.Request) (*planPage, error) {
	p := &planPage{of: id.CourseSession(r.PathValue("session"))}
	p.Fresh, p.Button, p.Back = p.of == "", "Plan it", home
	title := "Plan a session"
	p.Form.Course = id.Course(r.URL.Query().Get("course"))
	err := h.read(r, func(tx *db.Tx) error {
		if !p.Fresh {
			x, err := h.Courses.Session(tx, who(r), p.of, h.now())
			if err != nil {
				return err
			}
			s := x.State
			p.Form = planForm{Course: s.Course, Trainer: s.Trainer, First: s.First, Last: s.Last, Starts: s.Starts, Venue: s.Venue, Places: s.Places, Note: s.Note}
			title, p.Button, p.Back = "Change the session", "Change it", sessionURL(p.of)
			p.Head.Caption = s.Days()
		}
		cs, err := h.Courses.Courses(tx, who(r), h.now())
		if err != nil {
			return err
		}
		p.Courses = []govuk.Option{{Value: "", Text: "Choose a course"}}
		for _, c := range cs {
			if c.State.Ended == clock.NoDay || c.ID == string(p.Form.Course) {
				p.Courses = append(p.Courses, govuk.Option{Value: c.ID, Text: c.State.Title + " (" + c.State.Kind.Title() + ")"})
			}
			if p.Fresh && c.ID == string(p.Form.Course) {
				p.Form.Places = c.State.Places
			}
		}
		p.Trainers, err = h.teachers(tx, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	p.Page, p.Head.Title = common(title, web.Crumb{Text: title}), title
	return p, nil
}

// teachers is the trainers who teach still, to choose from.
func (h *Handlers) teachers(tx *db.Tx, r *http.Request) ([]govuk.Option, error) {
	out := []govuk.Option{{Value: "", Text: "Not named yet"}}
	ts, err := h.Courses.Trainers(tx, who(r), h.now())
	if err != nil {
		return nil, err
	}
	by, err := h.providerNames(tx, who(r))
	for _, t := range ts {
		if t.State.Ended == clock.NoDay {
			out = append(out, govuk.Option{Value: t.ID, Text: t.State.Name + ", " + by[t.State.Provider]})
		}
	}
	return out, err
}

func (h *Handlers) providerNames(tx *db.Tx, by authz.Actor) (map[id.Provider]string, error) {
	ps, err := h.Courses.Providers(tx, by, h.now())
	out := map[id.Provider]string{}
	for _, p := range ps {
		out[id.Provider(p.ID)] = p.State.Name
	}
	return out, err
}

func (h *Handlers) plan(w http.ResponseWriter, r *http.Request) error {
	p, err := h.planPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "plan.html", p)
}

func (h *Handlers) planNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.planPage(r)
	if err != nil {
		return err
	}
	of := p.of
	if p.Form, err = web.Form[planForm](r); err == nil {
		f := p.Form
		of, err = h.Courses.Plan(r.Context(), who(r), p.of, course.Session{Course: f.Course, Trainer: f.Trainer, First: f.First, Last: f.Last, Starts: f.Starts, Venue: f.Venue, Places: f.Places, Note: f.Note})
	}
	if err != nil {
		return h.page.Again(w, r, "plan.html", p, err)
	}
	done := "session.planned"
	if !p.Fresh {
		done = "session.changed"
	}
	return web.SeeOther(w, r, sessionURL(of), done)
}

type whyForm struct {
	Why string `form:"why" label:"Reason" max:"2000" text:"lines"`
}

// whyPage asks for a reason before something ends.
type whyPage struct {
	formPage
	Label, Hint string
	Follows     []string
	Form        whyForm
}

func (h *Handlers) callOffPage(r *http.Request) (*whyPage, error) {
	p := &whyPage{Label: "Why is it called off?", Hint: "It is kept. Employers and learners read it.", Follows: []string{"Nobody keeps a place, and nobody waits any longer. Their entries stay in its list."}}
	err := h.read(r, func(tx *db.Tx) error {
		x, err := h.Courses.Session(tx, who(r), id.CourseSession(r.PathValue("session")), h.now())
		p.Head = part.Head{Caption: x.State.Days(), Title: "Call the session off"}
		return err
	})
	p.Page, p.Button, p.Back = common(p.Head.Title, web.Crumb{Text: p.Head.Caption, Href: sessionURL(r.PathValue("session"))}, web.Crumb{Text: "Call it off"}), "Call it off", sessionURL(r.PathValue("session"))
	return p, err
}

func (h *Handlers) callOff(w http.ResponseWriter, r *http.Request) error {
	p, err := h.callOffPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "why.html", p)
}

func (h *Handlers) callOffNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.callOffPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[whyForm](r); err == nil {
		err = h.Courses.CallOff(r.Context(), who(r), id.CourseSession(r.PathValue("session")), p.Form.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "why.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "session.called-off")
}
