package apply

import (
	"context"
	"slices"
	"strings"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
)

// Assessment is what the office found about an application, and what became of it.
type Assessment struct {
	Criteria    []Judgement     `json:"criteria,omitempty"`
	Visits      []Visit         `json:"visits,omitempty"`
	Company     *Company        `json:"company,omitempty"`
	Consulted   []Consultation  `json:"consulted,omitempty"`
	Recommended *Recommendation `json:"recommended,omitempty"`
	Decided     *Decision       `json:"decided,omitempty"`
}

func (a Assessment) copy() Assessment {
	a.Criteria, a.Visits, a.Consulted = slices.Clone(a.Criteria), slices.Clone(a.Visits), slices.Clone(a.Consulted)
	return a
}

// Outcome is what was found of a criterion.
type Outcome string

const (
	Meets   Outcome = "met"
	Fails   Outcome = "not-met"
	Excused Outcome = "not-applicable"
)

// Outcomes is every outcome, with its words, in the order offered.
var Outcomes = []Option{{string(Meets), "Met"}, {string(Fails), "Not met"}, {string(Excused), "Does not apply"}}

// Judgement is what was found of one criterion, by whom, on what evidence, until when.
type Judgement struct {
	Criterion string    `json:"criterion"` // its words, as in the settings of the force
	Outcome   Outcome   `json:"outcome"`
	Evidence  string    `json:"evidence"`
	By        string    `json:"by"`
	On        clock.Day `json:"on"`
	Until     clock.Day `json:"until,omitempty"` // the last day the evidence is good
}

// Visit is one visit of the office to the applicant.
type Visit struct {
	On      clock.Day `json:"on"`
	Where   string    `json:"where"`
	Present string    `json:"present"`
	Found   string    `json:"found"`
	By      string    `json:"by"`
}

// Company is where the company approval through Police Crime Prevention Initiatives stands.
type Company struct {
	Reference string    `json:"reference,omitempty"`
	Asked     clock.Day `json:"asked,omitempty"`
	Came      clock.Day `json:"came,omitempty"` // day of the report; clock.NoDay while it is awaited
	Approved  bool      `json:"approved"`
	Until     clock.Day `json:"until,omitempty"`
	Note      string    `json:"note,omitempty"`
	By        string    `json:"by"`
}

// View is what somebody who was consulted thinks.
type View string

const (
	Supports View = "supports"
	Content  View = "no-objection"
	Objects  View = "objects"
)

// Views is every view, with its words.
var Views = []Option{{string(Supports), "Supports it"}, {string(Content), "Does not object"}, {string(Objects), "Objects"}}

// Consultation is one party that was asked about the application.
type Consultation struct {
	With     string    `json:"with"` // "The commissioner", or the name of a local authority
	Asked    clock.Day `json:"asked"`
	AnswerBy clock.Day `json:"answer_by"`
	Answered clock.Day `json:"answered,omitempty"`
	View     View      `json:"view,omitempty"`
	Text     string    `json:"text,omitempty"`
}

// Commissioner is how the local policing body stands in a consultation.
const Commissioner = "The police and crime commissioner"

// Recommendation is the office's, to the delegate.
type Recommendation struct {
	For     bool       `json:"for"`
	Text    string     `json:"text"`
	By      string     `json:"by"`
	Account id.Account `json:"account,omitempty"`
	At      time.Time  `json:"at"`
}

// Needs is the criteria that an application is assessed against by the settings of the
// force; those that were judged and stand there no more are last.
func (a *Application) Needs(set area.Settings) []string {
	out := slices.Clone(set.Criteria)
	if a.Private {
		out = append(out, set.CompanyCriteria...)
	}
	if !a.State.Live() || a.State == Recommended { // as it was judged
		out = nil
	}
	for _, j := range a.Criteria {
		if !slices.Contains(out, j.Criterion) && (out == nil || a.State != Sent) {
			out = append(out, j.Criterion)
		}
	}
	return out
}

// Judged is what was found of a criterion, if anything.
func (a *Application) Judged(criterion string) (Judgement, bool) {
	i := slices.IndexFunc(a.Criteria, func(j Judgement) bool { return j.Criterion == criterion })
	if i < 0 {
		return Judgement{}, false
	}
	return a.Criteria[i], true
}

// Judge says what was found of a criterion. Errors: fault.Forbidden; fault.Invalid names
// the fields; fault.Conflict while it is not being assessed.
func (s *Service) Judge(ctx context.Context, who authz.Actor, of id.Application, j Judgement) error {
	return s.act(ctx, who, of, "application.judge", func(st *turn) error {
		f, err := s.areas.Force(st.tx, who.Force)
		if err != nil {
			return err
		}
		var wrong fault.Fields
		if !slices.Contains(st.a.Needs(f.Settings), j.Criterion) {
			wrong.Add("criterion", "The force has no such criterion")
		}
		if !oneOf(Outcomes, string(j.Outcome)) {
			wrong.Add("outcome", "Choose whether it is met")
		}
		j.Evidence = text(&wrong, "evidence", j.Evidence, "Say on what evidence, in 4,000 letters or fewer")
		j.By, j.On = who.Name, clock.DayOf(st.e.At)
		if j.Until != clock.NoDay && (j.Until < j.On || j.Until > j.On.AddYears(20)) {
			wrong.Add("until", "The evidence must be good today. Enter its last day, today or later")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		st.a.Criteria = slices.DeleteFunc(st.a.Criteria, func(x Judgement) bool { return x.Criterion == j.Criterion })
		st.a.Criteria = append(st.a.Criteria, j)
		st.e.Say(st.a.Name+": "+strings.ToLower(word(Outcomes, string(j.Outcome)))+": "+j.Criterion, "Police Reform Act 2002, s41(4)(a)")
		return nil
	})
}

func oneOf(all []Option, v string) bool {
	return slices.ContainsFunc(all, func(o Option) bool { return o.Value == v })
}

func word(all []Option, v string) string {
	for _, o := range all {
		if o.Value == v {
			return o.Text
		}
	}
	return v
}

// text trims what must be written, and notes at its field when there is none or too much.
func text(wrong *fault.Fields, field, s, message string) string {
	if s = strings.TrimSpace(s); s == "" || len([]rune(s)) > textLimit {
		wrong.Add(field, "%s", message)
	}
	return s
}

// RecordVisit records a visit to the applicant. Errors: as Judge.
func (s *Service) RecordVisit(ctx context.Context, who authz.Actor, of id.Application, v Visit) error {
	return s.act(ctx, who, of, "application.visit", func(st *turn) error {
		var wrong fault.Fields
		if v.On == clock.NoDay || v.On > clock.DayOf(st.e.At) || v.On < st.a.Begun {
			wrong.Add("on", "Enter the day of the visit: today or earlier, after the application was begun")
		}
		v.Where = text(&wrong, "where", v.Where, "Say where it was")
		v.Present = text(&wrong, "present", v.Present, "Say who was there, of both sides")
		v.Found = text(&wrong, "found", v.Found, "Write what was found, in 4,000 letters or fewer")
		if err := wrong.Err(); err != nil {
			return err
		}
		v.By = who.Name
		st.a.Visits = append(st.a.Visits, v)
		st.e.Say(st.a.Name+" was visited on "+v.On.Long(), "")
		return nil
	})
}

// RecordCompany records where the company approval stands. Errors: as Judge;
// fault.Conflict for a public body, which needs none.
func (s *Service) RecordCompany(ctx context.Context, who authz.Actor, of id.Application, c Company) error {
	return s.act(ctx, who, of, "application.company", func(st *turn) error {
		if !st.a.Private {
			return fault.New(fault.Conflict, "A public body applies straight to the force. It needs no company approval.")
		}
		var wrong fault.Fields
		today := clock.DayOf(st.e.At)
		c.Reference, c.Note, c.By = strings.TrimSpace(c.Reference), strings.TrimSpace(c.Note), who.Name
		if len([]rune(c.Reference)) > lineLimit || len([]rune(c.Note)) > textLimit {
			wrong.Add("note", "This must be 4,000 letters or fewer")
		}
		if c.Asked > today || c.Came > today || c.Asked == clock.NoDay && c.Came == clock.NoDay {
			wrong.Add("asked", "Enter the day it was asked for, or the day the report came, not in the future")
		}
		if c.Approved && c.Came == clock.NoDay {
			wrong.Add("came", "Enter the day of the report")
		}
		if c.Approved && c.Until != clock.NoDay && c.Until < today {
			wrong.Add("until", "The approval has run out. Enter one that is good today")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		st.a.Company = &c
		says := "the company approval is awaited"
		if c.Came != clock.NoDay {
			says = map[bool]string{true: "approved by Police Crime Prevention Initiatives", false: "not approved by Police Crime Prevention Initiatives"}[c.Approved]
		}
		st.e.Say(st.a.Name+": "+says, "")
		return nil
	})
}

// Consult asks the commissioner and local authorities about the application. Who was asked
// already is asked anew. Errors: as Judge.
//
// Law: Police Reform Act 2002, s40(4), for the scheme itself; practice for each applicant.
func (s *Service) Consult(ctx context.Context, who authz.Actor, of id.Application, with []string) error {
	return s.act(ctx, who, of, "application.consult", func(st *turn) error {
		f, err := s.areas.Force(st.tx, who.Force)
		if err != nil {
			return err
		}
		known, err := s.Consultable(st.tx, who.Force)
		if err != nil {
			return err
		}
		if len(with) == 0 {
			return fault.In("with", "Choose whom to ask")
		}
		today := clock.DayOf(st.e.At)
		for _, name := range with {
			if !slices.Contains(known, name) {
				return fault.In("with", "Choose from the commissioner and the local authorities of the register of areas")
			}
			st.a.Consulted = slices.DeleteFunc(st.a.Consulted, func(c Consultation) bool { return c.With == name })
			st.a.Consulted = append(st.a.Consulted, Consultation{With: name, Asked: today, AnswerBy: today + clock.Day(f.Settings.ConsultDays)})
		}
		st.e.Say(st.a.Name+": asked "+strings.Join(with, ", "), "Police Reform Act 2002, s40(4)")
		return nil
	})
}

// Consultable is who may be asked: the commissioner, and every local authority of the
// register of areas.
func (s *Service) Consultable(tx *db.Tx, force id.Force) ([]string, error) {
	vs, err := s.areas.Of(tx, force, area.Authority)
	out := []string{Commissioner}
	for _, v := range vs {
		out = append(out, v.State.Name)
	}
	return out, err
}

// Answer records what somebody who was asked answered. Errors: as Judge.
func (s *Service) Answer(ctx context.Context, who authz.Actor, of id.Application, with string, view View, says string, on clock.Day) error {
	return s.act(ctx, who, of, "application.answer", func(st *turn) error {
		var wrong fault.Fields
		i := slices.IndexFunc(st.a.Consulted, func(c Consultation) bool { return c.With == with })
		if i < 0 {
			return fault.In("with", "They were not asked")
		}
		c := &st.a.Consulted[i]
		if !oneOf(Views, string(view)) {
			wrong.Add("view", "Choose what they think")
		}
		if on == clock.NoDay || on > clock.DayOf(st.e.At) || on < c.Asked {
			wrong.Add("on", "Enter the day of the answer: today or earlier, after they were asked")
		}
		if says = strings.TrimSpace(says); len([]rune(says)) > textLimit || says == "" && view == Objects {
			wrong.Add("text", "Write why they object, in 4,000 letters or fewer")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		c.View, c.Text, c.Answered = view, says, on
		st.e.Say(st.a.Name+": "+with+" "+strings.ToLower(word(Views, string(view))), "Police Reform Act 2002, s40(4)")
		return nil
	})
}

// Lacks is what keeps an application from being recommended for approval on that day.
func (a *Application) Lacks(set area.Settings, today clock.Day) []fault.Reason {
	var out []fault.Reason
	need := func(ok bool, code, message, mend string) {
		if !ok {
			out = append(out, fault.Reason{Code: code, Message: message, Source: "Police Reform Act 2002, s41(4)(a); the force’s settings", Mend: mend})
		}
	}
	for _, c := range a.Needs(set) {
		j, judged := a.Judged(c)
		switch {
		case !judged:
			need(false, "criterion.open", "Not judged: "+c, "Judge it on evidence.")
		case j.Outcome == Fails:
			need(false, "criterion.failed", "Not met: "+c, "Ask the applicant for more, or recommend to refuse.")
		case j.Until != clock.NoDay && j.Until < today:
			need(false, "criterion.past", "The evidence has run out: "+c, "Ask for newer evidence.")
		}
	}
	if a.Private {
		ok := a.Company != nil && a.Company.Approved && (a.Company.Until == clock.NoDay || a.Company.Until >= today)
		need(ok, "company.missing", "Police Crime Prevention Initiatives have not approved the company.", "Record their report.")
	}
	need(len(a.Visits) > 0, "visit.missing", "No visit to the applicant is recorded.", "Visit them, and record what was found.")
	asked := slices.ContainsFunc(a.Consulted, func(c Consultation) bool { return c.With == Commissioner })
	need(asked, "consultation.commissioner", "The commissioner was not asked.", "Ask the commissioner and the local authorities.")
	for _, c := range a.Consulted {
		need(c.Answered != clock.NoDay || c.AnswerBy < today, "consultation.open", c.With+" has until "+c.AnswerBy.Long()+" to answer.", "Wait for the answer, or for that day.")
	}
	return out
}

// Recommend puts the application before the delegate. For approval, every criterion must
// be met, the company approved where it must be, a visit made, and those consulted have
// answered or had their time; against it, a reason is enough.
//
// Errors: fault.Refused with what it lacks; as Judge.
func (s *Service) Recommend(ctx context.Context, who authz.Actor, of id.Application, approve bool, why string) error {
	return s.act(ctx, who, of, "application.recommend", func(st *turn) error {
		f, err := s.areas.Force(st.tx, who.Force)
		if err != nil {
			return err
		}
		var wrong fault.Fields
		why = text(&wrong, "text", why, "Write what you recommend and why, in 4,000 letters or fewer")
		if err := wrong.Err(); err != nil {
			return err
		}
		if lacks := st.a.Lacks(f.Settings, clock.DayOf(st.e.At)); approve && len(lacks) > 0 {
			return fault.Because("It cannot be recommended for approval as things stand.", lacks...)
		}
		st.a.Recommended = &Recommendation{For: approve, Text: why, By: who.Name, Account: who.Account, At: st.e.At}
		st.e.Say(st.a.Name+": put before the delegate, "+map[bool]string{true: "for approval", false: "for refusal"}[approve], "Police Reform Act 2002, s41(4)(a)")
		return nil
	})
}

// SendBack returns the application to the office, which is asked for more. Errors:
// fault.Forbidden unless the actor decides for the chief officer; fault.Invalid.
func (s *Service) SendBack(ctx context.Context, who authz.Actor, of id.Application, why string) error {
	return s.act(ctx, who, of, "application.send-back", func(st *turn) error {
		var wrong fault.Fields
		st.a.Why = text(&wrong, "why", why, "Say what is missing, in 4,000 letters or fewer")
		st.e.Say(st.a.Name+": sent back to the office. "+st.a.Why, "")
		return wrong.Err()
	})
}

// inRegister is the entry of that name in the register of organisations, if there is one.
func (s *Service) inRegister(tx *db.Tx, force id.Force, a *Application) (org.Version, bool, error) {
	v, err := s.orgs.ByName(tx, force, a.Name)
	if fault.Is(err, fault.NotFound) {
		return v, false, nil
	}
	return v, err == nil, err
}

// Known says what the register of organisations has under the name of the applicant, and
// what that means for a decision; empty if nothing. Errors: fault.Forbidden.
func (s *Service) Known(tx *db.Tx, who authz.Actor, a *Application) (string, error) {
	if err := may(who); err != nil {
		return "", err
	}
	v, known, err := s.inRegister(tx, who.Force, a)
	if err != nil || !known {
		return "", err
	}
	says := "The register has " + v.State.Name + " already (" + v.State.Number + ", " + strings.ToLower(v.State.State.Title()) + "). "
	if v.State.State == org.InForce || v.State.State == org.Suspended {
		return says + "While its arrangements stand it is not accredited again: more powers are asked for there.", nil
	}
	return says + "An approval takes that entry up again.", nil
}
