// Package reviewapi offers reviews of powers to other programs.
package reviewapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
	"watchword/internal/review"
)

// PowerReview is a review of an organisation's powers in JSON.
type PowerReview struct {
	ID        string                     `json:"id"`
	Number    string                     `json:"number" example:"PR-001"`
	Org       string                     `json:"organisation"`
	State     string                     `json:"state" enum:"asked,answered,decided,called-off"`
	From      string                     `json:"period_from" format:"date" doc:"Uses are told of this period, both days counting"`
	To        string                     `json:"period_to" format:"date"`
	Due       string                     `json:"answer_by" format:"date"`
	Lines     []PowerReviewLine          `json:"lines" doc:"Every power of every role, held when the review was opened"`
	Asked     PowerReviewAct             `json:"opened"`
	Answered  *PowerReviewAct            `json:"answered,omitempty"`
	Decided   *PowerReviewAct            `json:"decided,omitempty"`
	CalledOff *PowerReviewAct            `json:"called_off,omitempty"`
	Why       string                     `json:"why_called_off,omitempty"`
	Period    *registerapi.VersionPeriod `json:"period"`
}

// PowerReviewAct is who did something, and when.
type PowerReviewAct struct {
	By string `json:"by"`
	At string `json:"at" format:"date-time"`
}

// PowerReviewLine is one power of one role.
type PowerReviewLine struct {
	Role      string               `json:"role"`
	RoleTitle string               `json:"role_title"`
	Power     string               `json:"power"`
	Condition string               `json:"condition,omitempty" doc:"Under which it was held when the review was opened"`
	Since     string               `json:"held_since" format:"date"`
	InForce   int                  `json:"in_force" doc:"Accreditations in which it may be used"`
	Trained   int                  `json:"trained" doc:"Persons of the role whose training for it counts"`
	Gone      bool                 `json:"no_longer_held,omitempty"`
	Word      *PowerReviewWord     `json:"organisation_says,omitempty"`
	Decision  *PowerReviewDecision `json:"decision,omitempty"`
}

// PowerReviewWord is what the organisation says of a power.
type PowerReviewWord struct {
	Uses   *int   `json:"uses" nullable:"true" doc:"In the period; null if it did not count"`
	Source string `json:"uses_told_by" enum:"employer"`
	Needed bool   `json:"still_needed"`
	Why    string `json:"why"`
}

// PowerReviewDecision is what was decided of a power.
type PowerReviewDecision struct {
	Verdict   string `json:"verdict" enum:"keep,condition,remove"`
	Condition string `json:"condition,omitempty" maxLength:"1000"`
	Reason    string `json:"reason,omitempty" maxLength:"1000"`
}

// PowerReviewAnswer is what the organisation says, line by line.
type PowerReviewAnswer struct {
	Lines []PowerReviewAnswerLine `json:"lines" maxItems:"2000"`
}

// PowerReviewAnswerLine is what it says of one line.
type PowerReviewAnswerLine struct {
	Line   int    `json:"line" minimum:"0" doc:"Its place among the lines of the review, from 0"`
	Uses   *int   `json:"uses,omitempty" minimum:"0" doc:"In the period; left out if it did not count"`
	Needed bool   `json:"still_needed"`
	Why    string `json:"why" maxLength:"1000"`
}

// PowerReviewRulings is what is decided, line by line.
type PowerReviewRulings struct {
	Lines []PowerReviewRuling `json:"lines" maxItems:"2000"`
}

// PowerReviewRuling is what is decided of one line.
type PowerReviewRuling struct {
	Line int `json:"line" minimum:"0" doc:"Its place among the lines of the review, from 0"`
	PowerReviewDecision
}

// PowerReviewCycle is where an organisation stands in the cycle of reviews.
type PowerReviewCycle struct {
	Org    string `json:"organisation"`
	Name   string `json:"name"`
	Last   string `json:"last_looked_at,omitempty" format:"date" doc:"By a review, an approval or a renewal"`
	By     string `json:"by,omitempty"`
	Open   string `json:"open_review,omitempty" doc:"Identity of the review that is under way"`
	Due    string `json:"due,omitempty" format:"date" doc:"Of the next; absent if none falls due or one is under way"`
	Number int    `json:"reviews"`
}

func act(a *review.Act) *PowerReviewAct {
	if a == nil {
		return nil
	}
	return &PowerReviewAct{a.By, a.At.UTC().Format("2006-01-02T15:04:05.000Z07:00")}
}

func wire(v review.Version) PowerReview {
	r, p := &v.State, registerapi.PeriodOf(v)
	out := PowerReview{ID: v.ID, Number: r.Number, Org: string(r.Org), State: string(r.State), From: r.From.String(), To: r.To.String(), Due: r.Due.String(), Lines: []PowerReviewLine{},
		Asked: *act(&r.Asked), Answered: act(r.Answered), Decided: act(r.Decided), CalledOff: act(r.CalledOff), Why: r.Why, Period: &p}
	for i := range r.Lines {
		l := &r.Lines[i]
		x := PowerReviewLine{Role: string(l.Role), RoleTitle: l.RoleTitle, Power: string(l.Power), Condition: l.Condition, Since: l.Since.String(), InForce: l.InForce, Trained: l.Trained, Gone: l.Gone}
		if w := l.Word; w != nil {
			x.Word = &PowerReviewWord{Source: string(w.Source), Needed: w.Needed, Why: w.Why}
			if w.Counted {
				x.Word.Uses = &w.Uses
			}
		}
		if d := l.Decision; d != nil {
			x.Decision = &PowerReviewDecision{string(d.Verdict), d.Condition, d.Reason}
		}
		out.Lines = append(out.Lines, x)
	}
	return out
}

type handlers struct {
	registerapi.Read[id.PowerReview, review.Review, PowerReview]
	s *review.Service
}

// Register adds the operations of reviews of powers.
func Register(a *api.API, d *db.DB, c clock.Clock, s *review.Service) {
	h := &handlers{s: s, Read: registerapi.Read[id.PowerReview, review.Review, PowerReview]{DB: d, Clock: c, Who: account.Actor, Find: s.Find, History: s.History,
		Past: func(_ authz.Actor, v review.Version) PowerReview { return wire(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v review.Version, _ register.When) (PowerReview, error) {
			return wire(v), nil
		},
		Tag: func(x PowerReview) string { return api.Tag(x.ID, x.Period.Entry) }}}
	h.Register(a, "/power-reviews", "power-review", authz.ReadReviews, "A review of powers, as it stood at any instant", "Every version of a review of powers, oldest first")
	api.Get(a, "/power-reviews", "power-review-cycle", "Where each organisation stands in the cycle of reviews, by name", authz.ReadReviews, h.cycle)
	api.Get(a, "/organisations/{id}/power-reviews", "power-review-list", "The reviews of an organisation's powers, the latest first", authz.ReadReviews, h.list)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/organisations/{id}/power-reviews", ID: "power-review-open", Summary: "Open a review of the powers of an organisation", Needs: authz.KeepReviews, Status: http.StatusCreated}, h.open)
	registerapi.Act(a, &h.Read, "answer", "Say of each power how often it was used and whether it is still needed", authz.AnswerReviews, func(ctx context.Context, who authz.Actor, of id.PowerReview, b PowerReviewAnswer) error {
		var says []review.Told
		for _, l := range b.Lines {
			says = append(says, review.Told{Line: l.Line, Uses: l.Uses, Needed: &l.Needed, Why: l.Why})
		}
		return s.Answer(ctx, who, of, says)
	})
	registerapi.Act(a, &h.Read, "decide", "Decide each power; what is removed ends for its people", authz.DecideOrg, func(ctx context.Context, who authz.Actor, of id.PowerReview, b PowerReviewRulings) error {
		var ds []review.Ruling
		for _, l := range b.Lines {
			ds = append(ds, review.Ruling{Line: l.Line, Verdict: review.Verdict(l.Verdict), Condition: l.Condition, Reason: l.Reason})
		}
		return s.Decide(ctx, who, of, ds)
	})
	registerapi.Act(a, &h.Read, "call-off", "Call a review of powers off", authz.KeepReviews, func(ctx context.Context, who authz.Actor, of id.PowerReview, b struct {
		Why string `json:"why" maxLength:"1000"`
	}) error {
		return s.CallOff(ctx, who, of, b.Why)
	})
}

func (h *handlers) cycle(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
}) (*api.Body[api.Page[PowerReviewCycle]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]review.Cycle, error) { return h.s.All(tx, account.Actor(ctx), w) })
	if err != nil {
		return nil, err
	}
	return api.PageBehind(all, in.Paging, func(c review.Cycle) PowerReviewCycle {
		out := PowerReviewCycle{Org: c.Org.ID, Name: c.Org.State.Name, Last: c.Last.String(), By: c.ByWhat, Due: c.Due.String(), Number: len(c.Reviews)}
		if v, open := c.Open(); open {
			out.Open = v.ID
		}
		return out
	}, func(c review.Cycle) string { return c.Org.ID })
}

func (h *handlers) list(ctx context.Context, in *struct {
	registerapi.Entry
	registerapi.AsAt
}) (*api.Body[[]PowerReview], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	c, err := db.Find(ctx, h.DB, func(tx *db.Tx) (review.Cycle, error) {
		return h.s.Of(tx, account.Actor(ctx), id.Org(in.ID), w)
	})
	out := []PowerReview{}
	for _, v := range c.Reviews {
		out = append(out, wire(v))
	}
	return api.Of(out), err
}

func (h *handlers) open(ctx context.Context, in *struct {
	registerapi.Entry
}) (*api.Body[PowerReview], error) {
	of, err := h.s.Open(ctx, account.Actor(ctx), id.Org(in.ID))
	if err != nil {
		return nil, err
	}
	return h.Now(ctx, of)
}
