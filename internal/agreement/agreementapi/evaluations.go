package agreementapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// Evaluation is an evaluation of the parties' work together, in JSON.
type Evaluation struct {
	ID        string                     `json:"id"`
	Org       string                     `json:"organisation"`
	Agreement string                     `json:"agreement,omitempty" doc:"The protocol that was in force"`
	Actions   []EvaluationAction         `json:"actions"`
	Period    *registerapi.VersionPeriod `json:"period"`
	EvaluationHeld
}

// EvaluationHeld is what is recorded of an evaluation.
type EvaluationHeld struct {
	Day     string `json:"day" format:"date"`
	OfForce string `json:"took_part_for_force" maxLength:"2000" doc:"A name on each line"`
	OfOrg   string `json:"took_part_for_organisation" maxLength:"2000"`
	Found   string `json:"found" maxLength:"40000"`
}

// EvaluationAction is what is to be done after an evaluation.
type EvaluationAction struct {
	EvaluationToDo
	Done string `json:"done,omitempty" format:"date"`
	By   string `json:"done_recorded_by,omitempty"`
	Note string `json:"note,omitempty"`
}

// EvaluationToDo is an action as it is agreed.
type EvaluationToDo struct {
	What  string `json:"what" maxLength:"400"`
	Side  string `json:"side" enum:"force,organisation" doc:"Whose it is"`
	Owner string `json:"owner" maxLength:"200"`
	Due   string `json:"due" format:"date"`
}

// Evaluations is those with an organisation, and when the next is due.
type Evaluations struct {
	Due   string       `json:"due,omitempty" format:"date" doc:"The last day in time of the next; absent without a protocol in force"`
	Last  string       `json:"last_held,omitempty" format:"date"`
	Every int          `json:"every_months"`
	Items []Evaluation `json:"items" doc:"The latest day first"`
}

func wireEvaluation(v liaison.EvaluationVersion) Evaluation {
	x, p := &v.State, registerapi.PeriodOf(v)
	out := Evaluation{ID: v.ID, Org: string(x.Org), Agreement: string(x.Under), Actions: []EvaluationAction{}, Period: &p,
		EvaluationHeld: EvaluationHeld{Day: x.Day.String(), OfForce: x.OfForce, OfOrg: x.OfOrg, Found: x.Found}}
	for _, a := range x.Actions {
		out.Actions = append(out.Actions, EvaluationAction{EvaluationToDo{a.What, string(a.Side), a.Owner, a.Due.String()}, a.Done.String(), a.By, a.Note})
	}
	return out
}

type evaluations struct {
	registerapi.Read[id.Evaluation, liaison.Evaluation, Evaluation]
	s *liaison.Service
}

// registerEvaluations adds the operations of evaluations.
func registerEvaluations(a *api.API, d *db.DB, c clock.Clock, s *liaison.Service) {
	h := &evaluations{s: s, Read: registerapi.Read[id.Evaluation, liaison.Evaluation, Evaluation]{DB: d, Clock: c, Who: account.Actor, Find: s.Evaluation, History: s.EvaluationHistory,
		Past: func(_ authz.Actor, v liaison.EvaluationVersion) Evaluation { return wireEvaluation(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v liaison.EvaluationVersion, _ register.When) (Evaluation, error) {
			return wireEvaluation(v), nil
		},
		Tag: func(x Evaluation) string { return api.Tag(x.ID, x.Period.Entry) }}}
	h.Register(a, "/evaluations", "evaluation", authz.ReadAgreement, "An evaluation, as it stood at any instant", "Every version of an evaluation’s entry, oldest first")
	api.Get(a, "/organisations/{id}/evaluations", "evaluation-list", "The evaluations of the work with an organisation, and when the next is due", authz.ReadAgreement, h.list)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/organisations/{id}/evaluations", ID: "evaluation-record", Summary: "Record an evaluation that was held", Needs: authz.KeepLiaison, Status: http.StatusCreated}, h.record)
	registerapi.Act(a, &h.Read, "correct", "Correct what is recorded of an evaluation; its actions stay", authz.KeepLiaison, func(ctx context.Context, who authz.Actor, of id.Evaluation, b EvaluationHeld) error {
		x, err := heldOn("", b)
		if err == nil {
			_, err = s.Evaluate(ctx, who, of, x)
		}
		return err
	})
	api.Post(a, "/evaluations/{id}/actions", "evaluation-action", "Agree an action after an evaluation", authz.KeepLiaison, func(ctx context.Context, in *struct {
		registerapi.Entry
		api.If
		Body EvaluationToDo
	}) (*api.Body[Evaluation], error) {
		return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Evaluation) error {
			var wrong fault.Fields
			x := liaison.Action{What: in.Body.What, Side: agreement.Side(in.Body.Side), Owner: in.Body.Owner, Due: registerapi.Day(in.Body.Due, "due", &wrong)}
			if err := wrong.Err(); err != nil {
				return err
			}
			return s.AddAction(ctx, who, of, x)
		})
	})
	registerapi.Act(a, &h.Read, "done", "Record that an action is done", authz.KeepLiaison, func(ctx context.Context, who authz.Actor, of id.Evaluation, b struct {
		Action int    `json:"action" minimum:"0" doc:"Its place among the actions, from 0"`
		Note   string `json:"note,omitempty" maxLength:"2000"`
	}) error {
		return s.Done(ctx, who, of, b.Action, b.Note)
	})
}

func heldOn(with id.Org, b EvaluationHeld) (liaison.Evaluation, error) {
	d, err := day(b.Day)
	return liaison.Evaluation{Org: with, Day: d, OfForce: b.OfForce, OfOrg: b.OfOrg, Found: b.Found}, err
}

func (h *evaluations) list(ctx context.Context, in *struct {
	registerapi.Entry
	registerapi.AsAt
}) (*api.Body[Evaluations], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	x, err := db.Find(ctx, h.DB, func(tx *db.Tx) (liaison.Evaluations, error) {
		return h.s.Evaluations(tx, account.Actor(ctx), id.Org(in.ID), w)
	})
	out := Evaluations{Due: x.Due.String(), Last: x.Last.String(), Every: x.Months, Items: []Evaluation{}}
	for _, v := range x.All {
		out.Items = append(out.Items, wireEvaluation(v))
	}
	return &api.Body[Evaluations]{Body: out}, err
}

func (h *evaluations) record(ctx context.Context, in *struct {
	registerapi.Entry
	Body EvaluationHeld
}) (*api.Body[Evaluation], error) {
	x, err := heldOn(id.Org(in.ID), in.Body)
	if err != nil {
		return nil, err
	}
	of, err := h.s.Evaluate(ctx, account.Actor(ctx), "", x)
	if err != nil {
		return nil, err
	}
	return h.Now(ctx, of)
}
