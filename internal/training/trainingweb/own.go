package trainingweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/training/course"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// ownPage is a person's own training.
type ownPage struct {
	web.Page
	Head  part.Head
	Tasks govuk.TaskList
	List  govuk.SummaryList
	Past  part.Table
}

func (h *Handlers) own(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &ownPage{Page: web.Page{Title: "Your training", Active: "/my-training"}, Head: part.Head{Title: "Your training"}}
	if v.Who.Person == "" {
		return errNoPerson
	}
	err := h.read(r, func(tx *db.Tx) error {
		places, err := h.Courses.OfPerson(tx, v.Who, v.Who.Person, h.now())
		if err != nil {
			return err
		}
		word, ok, err := h.Courses.Acknowledged(tx, v.Who.Force, v.Who.Person, h.now())
		if err != nil {
			return err
		}
		rule := govuk.Task{Title: govuk.Words{Text: "The 999 rule"}, Hint: govuk.Words{Text: "When to call 999, whatever else you are doing."}, Href: "/my-training/999", Status: govuk.TaskStatus{HTML: part.Status{Kind: part.Waiting, Text: "To be read"}.Render()}}
		if ok {
			rule.Status = govuk.TaskStatus{Text: "Acknowledged " + clock.DayOf(word.At).Short()}
		}
		p.Tasks.Items = append(p.Tasks.Items, rule)
		further, err := h.Courses.Further(tx, v.Who.Force, v.Who.Person, h.now())
		if err != nil {
			return err
		}
		hours := count(further.Hours, "hour", "hours") + " in the last year"
		if further.Asked > 0 {
			hours = web.Number(further.Hours) + " of " + count(further.Asked, "hour", "hours") + " in the last year"
		}
		p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: "Further training"}, Value: govuk.Words{Text: hours}})
		return h.ownPlaces(tx, v, p, places)
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return h.page.Render(w, r, "own.html", p)
}

// ownPlaces is what a person has booked, and what came of what they had.
func (h *Handlers) ownPlaces(tx *db.Tx, v visit.Visit, p *ownPage, places []course.PlaceVersion) error {
	p.Past = part.Table{Caption: "Your sessions", RowHeaders: true, Empty: "You have had no place in a session yet. Your employer books you in.", Columns: []part.Column{{Text: "Session"}, {Text: "Where"}, {Text: "State"}, {Text: "What came of it"}, {Text: "Yours"}}}
	for _, y := range places {
		x, err := h.Courses.Session(tx, v.Who, y.State.Session, h.now())
		if err != nil {
			return err
		}
		c, err := h.Courses.Course(tx, v.Who, x.State.Course, h.now())
		if err != nil {
			return err
		}
		yours := part.Cell{}
		switch st := y.State.State; {
		case st == course.Passed:
			yours = part.Cell{Text: "Certificate", Href: placeURL(y.ID) + "/certificate"}
		case st == course.Attended || st == course.Failed:
			yours = part.Cell{Text: "Details", Href: placeURL(y.ID)}
		}
		if st := y.State.State; y.State.Feedback == nil && (st == course.Passed || st == course.Attended || st == course.Failed) {
			p.Tasks.Items = append(p.Tasks.Items, govuk.Task{Title: govuk.Words{Text: "Say how good it was: " + c.State.Title}, Hint: govuk.Words{Text: x.State.Days()}, Href: "/my-training/places/" + y.ID + "/review", Status: govuk.TaskStatus{Text: "If you like"}})
		}
		for _, m := range y.State.Manuals {
			p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: "Manual given " + m.Day.Short()}, Value: govuk.Words{HTML: part.Link{Text: m.Title + ", version " + web.Number(m.Version), Href: manualsURL + "/" + string(m.Manual) + "/files/" + web.Number(m.Version)}.Render()}})
		}
		p.Past.Rows = append(p.Past.Rows, part.Row{Ended: y.State.State == course.GivenUp, Cells: []part.Cell{{Text: c.State.Title, Sub: x.State.Days()}, {Text: x.State.Venue, Sub: x.State.Starts}, {Status: placeStatus(&y.State, true)}, {Text: cameOf(&y.State)}, yours}})
	}
	return nil
}

type ruleForm struct {
	Read string `form:"read" max:"5"`
}

type rulePage struct {
	formPage
	Rule  string
	Since string // when it was acknowledged
	Agree []govuk.Choice
	Form  ruleForm
}

func (h *Handlers) rulePage(r *http.Request) (*rulePage, error) {
	p := &rulePage{Rule: course.Rule999, Agree: []govuk.Choice{{Value: "yes", Text: "I have read the rule and will follow it"}}, formPage: formPage{Button: "Acknowledge it", Back: "/my-training", Head: part.Head{Title: "The 999 rule"}}}
	p.Page = web.Page{Title: "The 999 rule", Active: "/my-training", Crumbs: []web.Crumb{{Text: "Your training", Href: "/my-training"}, {Text: "The 999 rule"}}}
	if who(r).Person == "" {
		return p, errNoPerson
	}
	err := h.read(r, func(tx *db.Tx) error {
		word, ok, err := h.Courses.Acknowledged(tx, who(r).Force, who(r).Person, h.now())
		if ok {
			p.Since = clock.Moment(word.At)
		}
		return err
	})
	return p, err
}

func (h *Handlers) rule(w http.ResponseWriter, r *http.Request) error {
	p, err := h.rulePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "rule.html", p)
}

func (h *Handlers) ruleNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.rulePage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[ruleForm](r); err == nil {
		err = h.Courses.Acknowledge(r.Context(), who(r), p.Form.Read == "yes")
	}
	if err != nil {
		return h.page.Again(w, r, "rule.html", p, err)
	}
	return web.SeeOther(w, r, "/my-training", "own.acknowledged")
}

type reviewForm struct {
	Rating string `form:"rating" max:"2"`
	Text   string `form:"text" label:"What to keep, and what to change" max:"2000" text:"lines"`
}

type reviewPage struct {
	formPage
	Ratings []govuk.Choice
	Form    reviewForm
}

var ratings = []string{"Poor", "Not good", "Fair", "Good", "Very good"}

func (h *Handlers) reviewPage(r *http.Request) (*reviewPage, error) {
	p := &reviewPage{formPage: formPage{Button: "Send it", Back: "/my-training"}}
	err := h.read(r, func(tx *db.Tx) error {
		y, err := h.Courses.Place(tx, who(r), id.Place(r.PathValue("place")), h.now())
		if err != nil {
			return err
		}
		if err := who(r).May(authz.OwnTraining, authz.Object{Org: y.State.Org, Person: y.State.Person}); err != nil {
			return err
		}
		if !y.State.State.Settled() || y.State.State == course.Absent {
			return fault.New(fault.Conflict, "What you think of a session can be told when it was held and you were there.")
		}
		p.Head = part.Head{Caption: y.State.Title, Title: "How good was it?"}
		if f := y.State.Feedback; f != nil {
			p.Form = reviewForm{web.Number(f.Rating), f.Text}
		}
		return nil
	})
	p.Page = web.Page{Title: "How good was it?", Active: "/my-training", Crumbs: []web.Crumb{{Text: "Your training", Href: "/my-training"}, {Text: "How good was it?"}}}
	for i, text := range ratings {
		p.Ratings = append(p.Ratings, govuk.Choice{Value: web.Number(i + 1), Text: text})
	}
	return p, visit.Unsent(r, err)
}

func (h *Handlers) review(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reviewPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "review.html", p)
}

func (h *Handlers) reviewNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reviewPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[reviewForm](r); err == nil {
		n, _ := percent(p.Form.Rating) // what is none is 0, which is refused
		err = h.Courses.Review(r.Context(), who(r), id.Place(r.PathValue("place")), course.Feedback{Rating: n, Text: p.Form.Text})
	}
	if err != nil {
		return h.page.Again(w, r, "review.html", p, err)
	}
	return web.SeeOther(w, r, "/my-training", "own.reviewed")
}
