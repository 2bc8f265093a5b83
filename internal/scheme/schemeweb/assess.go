package schemeweb

import (
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/clock"
	"watchword/internal/register"
	"watchword/internal/scheme/policy"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// assessForm is an equality impact assessment as it is typed.
type assessForm struct {
	Eliminate string    `form:"eliminate" max:"2000" text:"lines"`
	Advance   string    `form:"advance" max:"2000" text:"lines"`
	Foster    string    `form:"foster" max:"2000" text:"lines"`
	Actions   string    `form:"actions" max:"2000" text:"lines"`
	Assessor  string    `form:"assessor" label:"Assessed by" max:"100"`
	Approver  string    `form:"approver" label:"Approved by" max:"100"`
	On        clock.Day `form:"on" label:"Approved on"`

	Age         string `form:"age" max:"2000" text:"lines"`
	Disability  string `form:"disability" max:"2000" text:"lines"`
	Gender      string `form:"gender-reassignment" max:"2000" text:"lines"`
	Marriage    string `form:"marriage" max:"2000" text:"lines"`
	Pregnancy   string `form:"pregnancy" max:"2000" text:"lines"`
	Race        string `form:"race" max:"2000" text:"lines"`
	Religion    string `form:"religion" max:"2000" text:"lines"`
	Sex         string `form:"sex" max:"2000" text:"lines"`
	Orientation string `form:"orientation" max:"2000" text:"lines"`

	AgeFound         policy.Effect `form:"age-effect" max:"20"`
	DisabilityFound  policy.Effect `form:"disability-effect" max:"20"`
	GenderFound      policy.Effect `form:"gender-reassignment-effect" max:"20"`
	MarriageFound    policy.Effect `form:"marriage-effect" max:"20"`
	PregnancyFound   policy.Effect `form:"pregnancy-effect" max:"20"`
	RaceFound        policy.Effect `form:"race-effect" max:"20"`
	ReligionFound    policy.Effect `form:"religion-effect" max:"20"`
	SexFound         policy.Effect `form:"sex-effect" max:"20"`
	OrientationFound policy.Effect `form:"orientation-effect" max:"20"`
}

// nine is the fields of the characteristics, in the order of policy.Characteristics.
func (f *assessForm) nine() ([]*string, []*policy.Effect) {
	return []*string{&f.Age, &f.Disability, &f.Gender, &f.Marriage, &f.Pregnancy, &f.Race, &f.Religion, &f.Sex, &f.Orientation},
		[]*policy.Effect{&f.AgeFound, &f.DisabilityFound, &f.GenderFound, &f.MarriageFound, &f.PregnancyFound, &f.RaceFound, &f.ReligionFound, &f.SexFound, &f.OrientationFound}
}

func (f *assessForm) assessment() policy.Assessment {
	a := policy.Assessment{Eliminate: f.Eliminate, Advance: f.Advance, Foster: f.Foster, Actions: f.Actions, Assessor: f.Assessor, Approver: f.Approver, On: f.On}
	looked, effects := f.nine()
	for i, c := range policy.Characteristics {
		a.Findings = append(a.Findings, policy.Finding{Characteristic: c.Characteristic, Looked: *looked[i], Effect: *effects[i]})
	}
	return a
}

// asked is one characteristic on the form.
type asked struct {
	Title, Name, Looked, EffectName string
	Effect                          policy.Effect
}

type assessPage struct {
	web.Page
	Head    part.Head
	Back    string
	Nine    []asked
	Effects []govuk.Option
	Form    assessForm
}

// fill lays what is in the form out, characteristic by characteristic.
func (p *assessPage) fill() {
	looked, effects := p.Form.nine()
	p.Nine = nil
	for i, c := range policy.Characteristics {
		p.Nine = append(p.Nine, asked{c.Title, string(c.Characteristic), *looked[i], string(c.Characteristic) + "-effect", *effects[i]})
	}
}

func (h *Handlers) assessPage(r *http.Request) (*assessPage, error) {
	x, l, err := h.found(r, account.Actor(r.Context()), register.Now(h.Clock.Now()))
	if err != nil {
		return nil, err
	}
	if err := over(r, l, x.State.Can("policy.assess"), "This version is no draft any more, so its assessment stays as it is. Draft another version."); err != nil {
		return nil, err
	}
	p := &assessPage{Head: part.Head{Caption: l.State.Name + ", version " + strconv.Itoa(x.State.N), Title: "Equality impact assessment"}, Back: "/policy-versions/" + x.ID, Effects: []govuk.Option{{Blank: true, Text: "Choose"}}}
	for _, e := range policy.Effects {
		p.Effects = append(p.Effects, govuk.Option{Value: string(e.Effect), Text: e.Title})
	}
	if a := x.State.Assessment; a != nil {
		p.Form = assessForm{Eliminate: a.Eliminate, Advance: a.Advance, Foster: a.Foster, Actions: a.Actions, Assessor: a.Assessor, Approver: a.Approver, On: a.On}
		looked, effects := p.Form.nine()
		for i, f := range a.Findings {
			*looked[i], *effects[i] = f.Looked, f.Effect
		}
	}
	p.fill()
	p.Page = web.Page{Title: p.Head.Title, Active: "/administration", Crumbs: []web.Crumb{{Text: "Policies", Href: "/policies"}, {Text: l.State.Name, Href: "/policies/" + l.ID}, {Text: p.Head.Title}}}
	return p, nil
}

func (h *Handlers) assess(w http.ResponseWriter, r *http.Request) error {
	p, err := h.assessPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "assess.html", p)
}

func (h *Handlers) assessNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.assessPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[assessForm](r); err == nil {
		err = h.Policies.Assess(r.Context(), account.Actor(r.Context()), versionOf(r), p.Form.assessment())
	}
	if err != nil {
		p.fill()
		return h.page.Again(w, r, "assess.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "policy.assessed")
}
