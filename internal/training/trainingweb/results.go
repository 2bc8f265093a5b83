package trainingweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/training/course"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// resultLine is one person of the list of results.
type resultLine struct {
	Place, Name, Org, Now string
	Field, Score          string // names of the controls
	One                   string // address of the page of this result alone
}

// resultsPage records what came of the places of a session.
type resultsPage struct {
	formPage
	Lede     string
	Lines    []resultLine
	Outcomes []govuk.Option
	Scored   bool
	None     string
	names    map[id.Person]named
}

// outcomes is what may come of a place, by the kind of course.
func outcomes(k course.Kind) []course.PlaceState {
	if k == course.CPD {
		return []course.PlaceState{course.Attended, course.Absent}
	}
	return []course.PlaceState{course.Passed, course.Failed, course.Absent}
}

func (h *Handlers) resultsPage(r *http.Request) (*resultsPage, error) {
	at := sessionURL(r.PathValue("session"))
	p := &resultsPage{formPage: formPage{Button: "Record the results", Back: at}, None: "Every place has its result, and nobody else came."}
	err := h.read(r, func(tx *db.Tx) error {
		v := visit.At(r, h.Clock)
		x, err := h.Courses.Session(tx, v.Who, id.CourseSession(r.PathValue("session")), h.now())
		if err != nil {
			return err
		}
		if x.State.Last > v.Day() || x.State.State == course.CalledOff {
			return fault.New(fault.Conflict, "The session ends on %s. Its results are recorded when it is over.", x.State.Last.Long())
		}
		c, err := h.Courses.Course(tx, v.Who, x.State.Course, h.now())
		if err != nil {
			return err
		}
		p.Page = common("Record results", web.Crumb{Text: x.State.Days(), Href: at}, web.Crumb{Text: "Results"})
		p.Head = part.Head{Caption: c.State.Title + ", " + x.State.Days(), Title: "Record results"}
		p.Lede, p.Scored = "Leave open whoever is not decided yet. A pass is written into the register at once, power by power, and stays.", c.State.Kind != course.CPD
		if c.State.PassMark > 0 {
			p.Lede += " The pass mark is " + web.Number(c.State.PassMark) + "%."
		}
		p.Outcomes = []govuk.Option{{Value: "", Text: "Not decided yet"}}
		for _, o := range outcomes(c.State.Kind) {
			p.Outcomes = append(p.Outcomes, govuk.Option{Value: string(o), Text: o.Title()})
		}
		places, err := h.Courses.Places(tx, v.Who, id.CourseSession(x.ID), h.now())
		if err != nil {
			return err
		}
		if p.names, err = h.names(tx, v, places); err != nil {
			return err
		}
		for _, y := range places {
			if st := y.State.State; st == course.Booked || st == course.Failed || st == course.Absent {
				l := resultLine{Place: y.ID, Name: p.names[y.State.Person].person, Org: p.names[y.State.Person].org, Field: "results-" + y.ID, Score: "score-" + y.ID, One: placeURL(y.ID) + "/result"}
				if st != course.Booked {
					l.Now = "Recorded before: " + strings.ToLower(st.Title())
				}
				p.Lines = append(p.Lines, l)
			}
		}
		return nil
	})
	return p, visit.Unsent(r, err)
}

func (h *Handlers) results(w http.ResponseWriter, r *http.Request) error {
	p, err := h.resultsPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "results.html", p)
}

func (h *Handlers) resultsNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.resultsPage(r)
	if err != nil {
		return err
	}
	rs, err := p.sent(r)
	if err == nil {
		err = h.Courses.Assess(r.Context(), who(r), id.CourseSession(r.PathValue("session")), rs)
	}
	if err != nil {
		return h.page.Again(w, r, "results.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "session.assessed")
}

// sent is the results that were sent, of the lines that the page has.
func (p *resultsPage) sent(r *http.Request) ([]course.Result, error) {
	if _, err := web.Form[struct{}](r); err != nil {
		return nil, err
	}
	var out []course.Result
	var wrong fault.Fields
	for _, l := range p.Lines {
		outcome := course.PlaceState(r.PostForm.Get(l.Field))
		if outcome == "" {
			continue
		}
		score, ok := percent(r.PostForm.Get(l.Score))
		if !ok {
			wrong.Add(l.Score, "Enter the score of %s as a percentage, from 0 to 100", l.Name)
		}
		out = append(out, course.Result{Place: id.Place(l.Place), Outcome: outcome, Score: score})
	}
	if len(out) == 0 && len(p.Lines) > 0 {
		wrong.Add(p.Lines[0].Field, "Choose what came of at least one place")
	}
	return out, wrong.Err()
}

func percent(text string) (int, bool) {
	text = strings.TrimSuffix(strings.TrimSpace(text), "%")
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0 && n <= 100
}

type resultForm struct {
	Outcome course.PlaceState `form:"outcome" max:"20"`
	Score   string            `form:"score" label:"Score" max:"5"`
	Missed  []string          `form:"missed" max:"5"`
}

// resultPage is the result of one place, module by module.
type resultPage struct {
	formPage
	Outcomes, Modules []govuk.Choice
	Scored            bool
	Form              resultForm
	session           id.CourseSession
}

func (h *Handlers) resultPage(r *http.Request) (*resultPage, error) {
	p := &resultPage{}
	err := h.read(r, func(tx *db.Tx) error {
		v := visit.At(r, h.Clock)
		y, err := h.Courses.Place(tx, v.Who, id.Place(r.PathValue("place")), h.now())
		if err != nil {
			return err
		}
		p.session = y.State.Session
		if st := y.State.State; st == course.Passed || st == course.Attended || st == course.Waiting || st == course.GivenUp {
			return fault.New(fault.Conflict, "No result can be recorded: %s.", strings.ToLower(st.Title()))
		}
		x, err := h.Courses.Session(tx, v.Who, p.session, h.now())
		if err != nil {
			return err
		}
		c, err := h.Courses.Course(tx, v.Who, x.State.Course, h.now())
		if err != nil {
			return err
		}
		names, err := h.names(tx, v, []course.PlaceVersion{y})
		if err != nil {
			return err
		}
		p.Back, p.Button, p.Scored = sessionURL(p.session), "Record the result", c.State.Kind != course.CPD
		p.Page = common("Record the result", web.Crumb{Text: x.State.Days(), Href: p.Back}, web.Crumb{Text: "Result of " + names[y.State.Person].person})
		p.Head = part.Head{Caption: c.State.Title + ", " + x.State.Days(), Title: "Result of " + names[y.State.Person].person}
		for _, o := range outcomes(c.State.Kind) {
			p.Outcomes = append(p.Outcomes, govuk.Choice{Value: string(o), Text: o.Title()})
		}
		for i, m := range c.State.Modules {
			p.Modules = append(p.Modules, govuk.Choice{Value: strconv.Itoa(i), Text: m.Title, Hint: govuk.Hint{Text: strings.Join(powerNames(m.Powers), "; ")}})
		}
		return nil
	})
	return p, visit.Unsent(r, err)
}

func (h *Handlers) result(w http.ResponseWriter, r *http.Request) error {
	p, err := h.resultPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "result.html", p)
}

func (h *Handlers) resultNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.resultPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[resultForm](r); err == nil {
		one := course.Result{Place: id.Place(r.PathValue("place")), Outcome: p.Form.Outcome}
		var ok bool
		if one.Score, ok = percent(p.Form.Score); !ok {
			err = fault.In("score", "Enter the score as a percentage, from 0 to 100")
		}
		for _, m := range p.Form.Missed {
			if i, bad := strconv.Atoi(m); bad == nil {
				one.Missed = append(one.Missed, i)
			}
		}
		if err == nil {
			err = atOutcome(h.Courses.Assess(r.Context(), who(r), p.session, []course.Result{one}))
		}
	}
	if err != nil {
		return h.page.Again(w, r, "result.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "session.assessed")
}

// atOutcome tells what is wrong with the one result of a page at its one choice.
func atOutcome(err error) error {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid {
		return err
	}
	told := *f
	told.Fields = slices.Clone(f.Fields)
	for i := range told.Fields {
		told.Fields[i].Name = "outcome"
	}
	return &told
}
