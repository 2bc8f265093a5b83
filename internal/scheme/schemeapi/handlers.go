// Package schemeapi offers the scheme as a whole to other programs: its risks, how far it
// reaches and how it grows, its policies, and who may decide.
package schemeapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
	"watchword/internal/scheme"
)

// SchemeRisk is a risk in JSON.
type SchemeRisk struct {
	ID     string `json:"id"`
	Number string `json:"number" example:"R-001"`
	State  string `json:"state" enum:"open,closed"`
	Score  int    `json:"score" doc:"Likelihood times impact, 1 to 25"`
	SchemeRiskJudged
	Reviewed string                     `json:"reviewed" format:"date"`
	Period   *registerapi.VersionPeriod `json:"period"`
}

// SchemeRiskJudged is what is entered of a risk.
type SchemeRiskJudged struct {
	Title      string `json:"title" maxLength:"200"`
	Effect     string `json:"effect" maxLength:"1000"`
	Owner      string `json:"owner" maxLength:"100"`
	Likelihood int    `json:"likelihood" minimum:"1" maximum:"5"`
	Impact     int    `json:"impact" minimum:"1" maximum:"5"`
	Action     string `json:"action" maxLength:"1000"`
	Review     string `json:"review_by" format:"date"`
	Note       string `json:"note,omitempty" maxLength:"1000"`
}

func wire(v scheme.RiskVersion) SchemeRisk {
	r, p := &v.State, registerapi.PeriodOf(v)
	return SchemeRisk{ID: v.ID, Number: r.Number, State: string(r.State), Score: r.Score(), Reviewed: r.Reviewed.String(), Period: &p,
		SchemeRiskJudged: SchemeRiskJudged{r.Title, r.Effect, r.Owner, r.Likelihood, r.Impact, r.Action, r.Review.String(), r.Note}}
}

func (b SchemeRiskJudged) judged() (scheme.Judged, error) {
	var wrong fault.Fields
	j := scheme.Judged{Title: b.Title, Effect: b.Effect, Owner: b.Owner, Action: b.Action, Note: b.Note, Likelihood: b.Likelihood, Impact: b.Impact, Review: registerapi.Day(b.Review, "review_by", &wrong)}
	return j, wrong.Err()
}

// SchemeRiskWhy is why a risk is closed, or opened again.
type SchemeRiskWhy struct {
	Note string `json:"note" maxLength:"1000"`
}

type handlers struct {
	registerapi.Read[id.Risk, scheme.Risk, SchemeRisk]
	s *scheme.Service
}

// Register adds the operations of the risk register.
func Register(a *api.API, d *db.DB, c clock.Clock, s *scheme.Service) {
	h := &handlers{s: s, Read: registerapi.Read[id.Risk, scheme.Risk, SchemeRisk]{DB: d, Clock: c, Who: account.Actor, Find: s.Risk, History: s.RiskHistory,
		Past: func(_ authz.Actor, v scheme.RiskVersion) SchemeRisk { return wire(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v scheme.RiskVersion, _ register.When) (SchemeRisk, error) {
			return wire(v), nil
		},
		Tag: func(x SchemeRisk) string { return api.Tag(x.ID, x.Period.Entry) }}}
	h.Register(a, "/risks", "risk", authz.ReadRisks, "A risk of the scheme, as it stood at any instant", "Every version of a risk, oldest first")
	api.Get(a, "/risks", "risk-list", "The risks of the scheme, the highest score first", authz.ReadRisks, h.list)
	api.Get(a, "/deciders", "decider-list", "Which decisions are made for the chief officer, and who could make them on the day asked for", authz.ReadScheme, h.decisions)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/risks", ID: "risk-enter", Summary: "Enter a risk", Needs: authz.KeepRisks, Status: http.StatusCreated}, h.enter)
	registerapi.Act(a, &h.Read, "review", "Record a review of a risk", authz.KeepRisks, func(ctx context.Context, who authz.Actor, of id.Risk, b SchemeRiskJudged) error {
		j, err := b.judged()
		if err != nil {
			return err
		}
		return s.Review(ctx, who, of, j)
	})
	registerapi.Act(a, &h.Read, "close", "Close a risk", authz.KeepRisks, func(ctx context.Context, who authz.Actor, of id.Risk, b SchemeRiskWhy) error {
		return s.Close(ctx, who, of, b.Note)
	})
	registerapi.Act(a, &h.Read, "reopen", "Open a closed risk again", authz.KeepRisks, func(ctx context.Context, who authz.Actor, of id.Risk, b SchemeRiskWhy) error {
		return s.Reopen(ctx, who, of, b.Note)
	})
}

func (h *handlers) list(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
	State string `query:"state" enum:"open,closed" doc:"Only these"`
}) (*api.Body[api.Page[SchemeRisk]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]scheme.RiskVersion, error) {
		return h.s.Risks(tx, account.Actor(ctx), scheme.RiskState(in.State), "", w)
	})
	if err != nil {
		return nil, err
	}
	return api.PageBehind(all, in.Paging, wire, func(v scheme.RiskVersion) string { return v.ID })
}

func (h *handlers) enter(ctx context.Context, in *struct{ Body SchemeRiskJudged }) (*api.Body[SchemeRisk], error) {
	j, err := in.Body.judged()
	if err != nil {
		return nil, err
	}
	of, err := h.s.Enter(ctx, account.Actor(ctx), j)
	if err != nil {
		return nil, err
	}
	return h.Now(ctx, of)
}
