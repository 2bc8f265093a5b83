// Package discloseapi offers what the force publishes of its scheme to other programs: the
// statistics, the list of grants and withdrawals with proofs, and the answers to what people
// ask.
package discloseapi

import (
	"context"
	"encoding/base64"
	"encoding/hex"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk/disclose"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// Register adds the operations.
func Register(a *api.API, s *disclose.Service) {
	api.Get(a, "/statistics", "statistics", "Figures of the scheme, of which small ones are left out", api.Anyone, func(ctx context.Context, in *struct{ OnDay }) (*api.Body[Statistics], error) {
		day, err := in.day()
		if err != nil {
			return nil, err
		}
		got, err := s.Statistics(ctx, account.From(ctx).Force.ID, day)
		return api.Of(wireStatistics(got)), err
	})
	api.Get(a, "/decisions", "decision-list", "Every grant and withdrawal, with a blinded identifier and its place in the ledger", api.Anyone, func(ctx context.Context, _ *struct{}) (*api.Body[Decisions], error) {
		got, err := s.Record(ctx, account.From(ctx).Force.ID)
		return api.Of(WireRecord(got)), err
	})
	api.Get(a, "/decisions/{place}/proof", "decision-proof", "The proof that a line’s entry stands in the ledger, as a tlog-proof file", api.Anyone, func(ctx context.Context, in *struct {
		Place int64 `path:"place" minimum:"0"`
	}) (*raw, error) {
		file, err := s.Proof(ctx, account.From(ctx).Force.ID, in.Place)
		return &raw{"text/plain; charset=utf-8", file}, err
	})
	api.Get(a, "/people/{id}/decisions", "person-decisions", "The lines of a person’s accreditations in the list, and what opens their identifiers", authz.ReadLetters, func(ctx context.Context, in *struct {
		ID string `path:"id" maxLength:"64" doc:"Its identity"`
	}) (*api.Body[api.Page[DecisionOpening]], error) {
		got, err := s.Open(ctx, account.Actor(ctx), id.Person(in.ID))
		out := api.Page[DecisionOpening]{Items: []DecisionOpening{}}
		for _, x := range got {
			o := DecisionOpening{Accreditation: string(x.Accreditation), Number: x.Number, Opening: x.Opening, Lines: []Decision{}}
			for i := range x.Lines {
				o.Lines = append(o.Lines, wireDecision(&x.Lines[i]))
			}
			out.Items = append(out.Items, o)
		}
		return api.Of(out), err
	})
	api.Get(a, "/answers/{question}", "answer", "The answer to what people ask under the Freedom of Information Act", authz.ReadFigures, func(ctx context.Context, in *struct {
		OnDay
		Question string `path:"question" maxLength:"20" doc:"organisations, roles, powers or ended"`
		Exact    bool   `query:"exact" doc:"Also numbers of persons under 5, which are then yours to weigh"`
	}) (*api.Body[Answer], error) {
		day, err := in.day()
		if err != nil {
			return nil, err
		}
		got, err := s.Answer(ctx, account.Actor(ctx), in.Question, day, in.Exact)
		out := Answer{Question: got.Asks, Day: got.Day.String(), Columns: got.Columns, Rows: got.Rows}
		if out.Rows == nil {
			out.Rows = [][]string{}
		}
		return api.Of(out), err
	})
}

// OnDay is the day a read speaks for.
type OnDay struct {
	AsAt string `query:"as_at" maxLength:"10" doc:"A day, 2026-11-17: as it stood at the end of it, as known today. Absent: now"`
}

func (o OnDay) day() (clock.Day, error) {
	if o.AsAt == "" {
		return clock.NoDay, nil
	}
	d, err := clock.ParseDay(o.AsAt)
	if err != nil {
		return d, fault.In("as_at", "%q is not a day. Write it as 2026-11-17", o.AsAt)
	}
	return d, nil
}

// raw is an answer that is no JSON.
type raw struct {
	Type string `header:"Content-Type"`
	Body []byte
}

// Statistics is the figures for a day.
type Statistics struct {
	Day    string            `json:"as_at" format:"date"`
	Force  string            `json:"force"`
	Tables []StatisticsTable `json:"tables"`
}

// StatisticsTable is one table of them.
type StatisticsTable struct {
	Code  string           `json:"code" enum:"kind,power,area,quarter"`
	Title string           `json:"title"`
	Says  string           `json:"about"`
	Lines []StatisticsLine `json:"lines"`
	Total *StatisticsLine  `json:"total,omitempty" doc:"Absent where one would count somebody twice"`
}

// StatisticsLine is a line of a table.
type StatisticsLine struct {
	Code    string          `json:"code"`
	Title   string          `json:"title"`
	Figures map[string]*int `json:"figures" doc:"By column; null where a figure is left out"`
}

func wireStatistics(s disclose.Statistics) Statistics {
	out := Statistics{Day: s.Day.String(), Force: s.Force, Tables: []StatisticsTable{}}
	for _, t := range s.Tables {
		line := func(l disclose.Line) StatisticsLine {
			x := StatisticsLine{l.Code, l.Title, map[string]*int{}}
			for i, f := range l.Figures {
				x.Figures[t.Columns[i].Code] = nil
				if !f.Hidden {
					x.Figures[t.Columns[i].Code] = &f.N
				}
			}
			return x
		}
		x := StatisticsTable{Code: t.Code, Title: t.Title, Says: t.Says, Lines: []StatisticsLine{}}
		for _, l := range t.Lines {
			x.Lines = append(x.Lines, line(l))
		}
		if t.Total != nil {
			all := line(*t.Total)
			x.Total = &all
		}
		out.Tables = append(out.Tables, x)
	}
	return out
}

// Decisions is the list of grants and withdrawals, the newest first.
type Decisions struct {
	Force  string     `json:"force"`
	Origin string     `json:"log" doc:"Origin of the log that the checkpoints are of"`
	Keys   []string   `json:"keys" doc:"Of its checkpoints, as signed notes have them, the newest first"`
	Lines  []Decision `json:"lines"`
}

// Decision is a grant or withdrawal, which names nobody.
type Decision struct {
	Kind    string `json:"decision" enum:"granted,withdrawn"`
	Day     string `json:"recorded" format:"date"`
	Blinded string `json:"identifier" doc:"The same for one accreditation in every line: SHA-256 of a secret opening and the AP number, cut to 16 bytes"`
	Place   *int64 `json:"place,omitempty" doc:"Of its entry in the log, from 0; absent while it waits for one"`
	Leaf    string `json:"leaf" doc:"The bytes of the log’s leaf, in base64"`
	Hash    string `json:"leaf_hash" doc:"RFC 6962, in hexadecimal"`
}

// DecisionOpening is the lines of one accreditation, with what opens their identifier.
type DecisionOpening struct {
	Accreditation string     `json:"accreditation"`
	Number        string     `json:"number" doc:"AP number"`
	Opening       string     `json:"opening" doc:"Whoever has it with the number can show whose the lines are"`
	Lines         []Decision `json:"lines"`
}

// Answer is a table that answers a question.
type Answer struct {
	Question string     `json:"question"`
	Day      string     `json:"as_at" format:"date"`
	Columns  []string   `json:"columns"`
	Rows     [][]string `json:"rows"`
}

// WireRecord is the list in JSON.
func WireRecord(r disclose.Record) Decisions {
	out := Decisions{Force: r.Force, Origin: r.Origin, Keys: append([]string{}, r.Keys...), Lines: []Decision{}}
	for i := range r.Lines {
		out.Lines = append(out.Lines, wireDecision(&r.Lines[i]))
	}
	return out
}

func wireDecision(d *disclose.Decision) Decision {
	h := d.Hash()
	out := Decision{Kind: string(d.Kind), Day: d.Day.String(), Blinded: d.Blinded, Leaf: base64.StdEncoding.EncodeToString(d.Leaf), Hash: hex.EncodeToString(h[:])}
	if d.Place >= 0 {
		out.Place = &d.Place
	}
	return out
}
