package dossierweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/training"
	"watchword/internal/vetting"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// confirmPage says what follows, and asks for a reason where one is kept.
type confirmPage struct {
	web.Page
	Head    part.Head
	Back    string
	Follows []string
	Field   string // name of the field for words; empty: none is asked
	Label   string
	Hint    string
	Words   string
	Button  string
	Warning bool // the act ends something
}

func (h *Handlers) askVettingPage(r *http.Request) (*confirmPage, *dossier, error) {
	p := &confirmPage{Button: "Ask for vetting"}
	d, err := h.about(r, authz.NominatePerson, "Ask for vetting", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	p.Follows = []string{d.person.Name() + " joins the vetting unit’s queue today.", "You will see only the outcome, the level and the dates. The detail stays with the unit."}
	return p, d, nil
}

func (h *Handlers) askVetting(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.askVettingPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "confirm.html", p)
}

// askVettingNow puts the person into the unit's queue.
func (h *Handlers) askVettingNow(w http.ResponseWriter, r *http.Request) error {
	p, d, err := h.askVettingPage(r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	if err := h.Vettings.Request(r.Context(), v.Who, d.id, v.Today()); err != nil {
		return h.page.Again(w, r, "confirm.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "vetting.asked")
}

type vettingForm struct {
	Outcome vetting.Outcome `form:"outcome" max:"20"`
	Level   string          `form:"level" max:"80"`
	Decided clock.Day       `form:"decided" label:"Day of the decision"`
	Expires clock.Day       `form:"expires" label:"Last day of the clearance"`
}

type vettingPage struct {
	web.Page
	Head     part.Head
	Back     string
	Who      govuk.SummaryList
	Outcomes []govuk.Choice
	Levels   []govuk.Choice
	Form     vettingForm
}

func (h *Handlers) vettingPage(r *http.Request) (*vettingPage, *dossier, error) {
	p := &vettingPage{}
	d, err := h.about(r, authz.RecordVetting, "Record vetting", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	p.Form.Decided = clock.DayOf(h.Clock.Now())
	p.Who = summary("Date of birth", d.person.Born.Long(), "Employer and role", d.org.Name+", "+d.person.RoleTitle, "Asked for", dayOrNone(d.vetting.Requested, "Not asked for"))
	for _, o := range []vetting.Outcome{vetting.Passed, vetting.Refused, vetting.Withdrawn} {
		p.Outcomes = append(p.Outcomes, govuk.Choice{Value: string(o), Text: o.Title()})
	}
	p.Outcomes[2].Hint.Text = "A clearance given before is taken back"
	for _, l := range d.force.Settings.VettingLevels {
		p.Levels = append(p.Levels, govuk.Choice{Value: l, Text: l})
	}
	return p, d, nil
}

// summary is a list of pairs.
func summary(pairs ...string) govuk.SummaryList {
	var list govuk.SummaryList
	for i := 0; i+1 < len(pairs); i += 2 {
		list.Rows = append(list.Rows, govuk.Row{Key: govuk.Words{Text: pairs[i]}, Value: govuk.Words{Text: pairs[i+1]}})
	}
	return list
}

func (h *Handlers) vetting(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.vettingPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "vetting.html", p)
}

// vettingNow records what the unit decided.
func (h *Handlers) vettingNow(w http.ResponseWriter, r *http.Request) error {
	p, d, err := h.vettingPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[vettingForm](r)
	if err == nil {
		err = h.Vettings.Record(r.Context(), account.Actor(r.Context()), d.id, vetting.Vetting{Outcome: form.Outcome, Level: form.Level, Decided: form.Decided, Expires: form.Expires})
	}
	if err != nil {
		return h.page.Again(w, r, "vetting.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "vetting.recorded")
}

type trainingForm struct {
	Powers  []law.PowerID `form:"passes" max:"64"`
	Course  string        `form:"course" label:"Course" max:"200"`
	Passed  clock.Day     `form:"passed" label:"Day it was passed"`
	Expires clock.Day     `form:"expires" label:"Last day it counts"`
}

type trainingPage struct {
	web.Page
	Head   part.Head
	Back   string
	Powers []govuk.Choice
	Now    part.Table
	Form   trainingForm
}

func (h *Handlers) trainingPage(r *http.Request) (*trainingPage, *dossier, error) {
	p := &trainingPage{}
	d, err := h.about(r, authz.RecordTraining, "Record training", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	today := clock.DayOf(h.Clock.Now())
	p.Form.Passed = today
	for _, power := range d.allowed(today) {
		c := govuk.Choice{Value: string(power.ID), Text: power.Name}
		if pass, ok := d.training.For(power.ID); ok {
			c.Hint.Text = "Passed " + pass.Passed.Short() + ", counts to " + pass.Expires.Short()
			if pass.Expires == clock.NoDay {
				c.Hint.Text = "Passed " + pass.Passed.Short() + ", no date"
			}
		}
		p.Powers = append(p.Powers, c)
	}
	p.Now = d.trainedTable()
	return p, d, nil
}

func (h *Handlers) training(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.trainingPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "training.html", p)
}

// trainingNow records a course passed for each power chosen.
func (h *Handlers) trainingNow(w http.ResponseWriter, r *http.Request) error {
	p, d, err := h.trainingPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[trainingForm](r)
	if err == nil {
		var passes []training.Pass
		for _, power := range form.Powers {
			passes = append(passes, training.Pass{Power: power, Passed: form.Passed, Expires: form.Expires, Course: form.Course})
		}
		err = h.Trainings.Record(r.Context(), account.Actor(r.Context()), d.id, passes)
	}
	if err != nil {
		return h.page.Again(w, r, "training.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "training.recorded")
}

func (h *Handlers) recommendPage(r *http.Request) (*confirmPage, *dossier, error) {
	p := &confirmPage{Button: "Put before the delegate", Field: "evidence", Label: "What shows that the person is capable of the functions?",
		Hint: "For example the supervisor’s report and the interview. The delegate reads it, and it is kept."}
	d, err := h.about(r, authz.Recommend, "Put before the delegate", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	p.Follows = []string{"You decide the third test: that " + d.person.Name() + " is capable of carrying out the functions (Police Reform Act 2002, section 41(4)(c)).",
		"The delegate sees the four tests with their evidence and decides. You may not sign yourself.",
		countOf(d.trainedCount(clock.DayOf(h.Clock.Now())), len(d.allowed(clock.DayOf(h.Clock.Now())))) + " powers that the role allows have training in date. Only those can be given."}
	return p, d, nil
}

// trainedCount is how many powers of the role have training that counts on the day.
func (d *dossier) trainedCount(on clock.Day) int {
	n := 0
	for _, p := range d.allowed(on) {
		if pass, ok := d.training.For(p.ID); ok && on.Start().Before(pass.Until()) {
			n++
		}
	}
	return n
}

func (h *Handlers) recommend(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.recommendPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "confirm.html", p)
}

type evidenceForm struct {
	Evidence string `form:"evidence" label:"Evidence" max:"2000" text:"lines"`
}

// recommendNow decides that the person is capable and puts them before the delegate.
func (h *Handlers) recommendNow(w http.ResponseWriter, r *http.Request) error {
	p, d, err := h.recommendPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[evidenceForm](r)
	if err == nil {
		_, err = h.Accreds.Recommend(r.Context(), account.Actor(r.Context()), d.id, form.Evidence)
	}
	if err != nil {
		return h.page.Again(w, r, "confirm.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "accred.recommended")
}
