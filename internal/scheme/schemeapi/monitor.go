package schemeapi

import (
	"context"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/register/registerapi"
	"watchword/internal/scheme/monitor"
)

// SchemeEquality is what may be told of what applicants answered, the latest period first.
type SchemeEquality struct {
	Periods []SchemeEqualityPeriod `json:"periods"`
	Since   string                 `json:"not_told_since" format:"date" doc:"Answers from this day on are not told yet"`
}

// SchemeEqualityPeriod is whole quarters that are over, in which at least 20 answered.
type SchemeEqualityPeriod struct {
	From   string                `json:"from" format:"date"`
	To     string                `json:"to" format:"date"`
	Forms  int                   `json:"answered"`
	Tables []SchemeEqualityTable `json:"questions"`
}

// SchemeEqualityTable is the answers to one question.
type SchemeEqualityTable struct {
	Code   string                 `json:"code"`
	Title  string                 `json:"title"`
	After  string                 `json:"categories" doc:"Whose categories they are"`
	Counts []SchemeEqualityAnswer `json:"counts"`
}

// SchemeEqualityAnswer is how often one answer was given.
type SchemeEqualityAnswer struct {
	Code   string `json:"code"`
	Title  string `json:"title"`
	People *int   `json:"people" doc:"null: left out, as a small number or so that none is told"`
}

// RegisterMonitor adds the read of what applicants answered of themselves. Answering is for
// people, by an address of their own page.
func RegisterMonitor(a *api.API, d *db.DB, c clock.Clock, s *monitor.Service) {
	api.Get(a, "/equality-monitoring", "equality-monitoring", "What applicants answered of themselves, as numbers that tell nobody", authz.ReadScheme, func(ctx context.Context, in *registerapi.AsAt) (*api.Body[SchemeEquality], error) {
		w, err := in.When(c.Now())
		if err != nil {
			return nil, err
		}
		all, err := db.Find(ctx, d, func(tx *db.Tx) (monitor.Report, error) { return s.Report(tx, account.Actor(ctx), w) })
		if err != nil {
			return nil, err
		}
		out := SchemeEquality{Since: all.Since.String(), Periods: []SchemeEqualityPeriod{}}
		for _, p := range all.Periods {
			x := SchemeEqualityPeriod{From: p.From.String(), To: p.To.String(), Forms: p.Forms}
			for _, t := range p.Tables {
				y := SchemeEqualityTable{Code: t.Question.Code, Title: t.Question.Title, After: t.Question.After}
				for _, l := range t.Lines {
					z := SchemeEqualityAnswer{Code: l.Code, Title: l.Title}
					if !l.Hidden {
						z.People = &l.N
					}
					y.Counts = append(y.Counts, z)
				}
				x.Tables = append(x.Tables, y)
			}
			out.Periods = append(out.Periods, x)
		}
		return api.Of(out), nil
	})
}
