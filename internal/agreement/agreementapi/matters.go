package agreementapi

import (
	"context"
	"net/http"
	"slices"
	"time"

	"watchword/internal/account"
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

// Issue is an issue between the parties, or a question to the scheme office, in JSON.
type Issue struct {
	ID        string                     `json:"id"`
	Org       string                     `json:"organisation"`
	Kind      string                     `json:"kind" enum:"issue,question"`
	State     string                     `json:"state" enum:"open,proposed,closed,withdrawn" doc:"A question that is proposed is answered"`
	Subject   string                     `json:"subject"`
	Agreement string                     `json:"agreement,omitempty" doc:"Which it is about"`
	Raised    string                     `json:"raised_by" enum:"force,organisation"`
	Turn      string                     `json:"waits_for,omitempty" enum:"force,organisation" doc:"Absent once it is over"`
	Due       string                     `json:"due,omitempty" format:"date" doc:"The last day in time to answer"`
	Outcome   string                     `json:"outcome,omitempty" doc:"As proposed or agreed; of a question, the answer"`
	Said      []IssueWord                `json:"said" doc:"The oldest first"`
	Period    *registerapi.VersionPeriod `json:"period"`
}

// IssueWord is what one side said.
type IssueWord struct {
	Side string     `json:"side" enum:"force,organisation"`
	By   string     `json:"by"`
	At   *time.Time `json:"at"`
	Text string     `json:"text,omitempty"`
	Does string     `json:"does,omitempty" enum:"propose,agree,withdraw" doc:"Absent: it was said alone"`
}

type matters struct {
	registerapi.Read[id.Matter, liaison.Matter, Issue]
	s *liaison.Service
}

func wireMatter(v liaison.MatterVersion) Issue {
	m, p := &v.State, registerapi.PeriodOf(v)
	out := Issue{ID: v.ID, Org: string(m.Org), Kind: string(m.Kind), State: string(m.State), Subject: m.Subject, Agreement: string(m.Under), Raised: string(m.Raised), Turn: string(m.Turn), Outcome: m.Outcome, Said: []IssueWord{}, Period: &p}
	for _, w := range m.Said {
		out.Said = append(out.Said, IssueWord{string(w.Side), w.By, instant(w.At), w.Text, w.Does})
	}
	return out
}

// whole is a matter with the last day in time, which the settings of the force decide.
func (h *matters) whole(tx *db.Tx, who authz.Actor, v liaison.MatterVersion, _ register.When) (Issue, error) {
	out := wireMatter(v)
	due, err := h.s.Dues(tx, who.Force)
	out.Due = due(&v.State).String()
	return out, err
}

// registerMatters adds the operations of issues and questions.
func registerMatters(a *api.API, d *db.DB, c clock.Clock, s *liaison.Service) {
	h := &matters{s: s, Read: registerapi.Read[id.Matter, liaison.Matter, Issue]{DB: d, Clock: c, Who: account.Actor, Find: s.Matter, History: s.MatterHistory,
		Past: func(_ authz.Actor, v liaison.MatterVersion) Issue { return wireMatter(v) },
		Tag:  func(m Issue) string { return api.Tag(m.ID, m.Period.Entry) }}}
	h.Wire = h.whole
	h.Register(a, "/issues", "issue", authz.ReadAgreement, "An issue or question, as it stood at any instant", "Every version of an issue’s entry, oldest first")
	api.Get(a, "/issues", "issue-list", "Issues between the parties and questions to the scheme office: first those that are open, the one that has waited longest first", authz.ReadAgreement, h.list)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/issues", ID: "issue-raise", Summary: "Raise an issue, or ask the scheme office", Needs: authz.KeepLiaison, Status: http.StatusCreated}, h.raise)
	for _, x := range []struct {
		path, summary string
		do            func(context.Context, authz.Actor, id.Matter, string) error
	}{
		{"say", "Say something about an issue", s.Say}, {"propose", "Propose the outcome of an issue, or answer a question", s.Propose},
		{"agree", "Agree to the outcome proposed, or close an answered question", s.Agree}, {"withdraw", "Withdraw an issue or a question", s.Withdraw},
	} {
		registerapi.Act(a, &h.Read, x.path, x.summary, authz.KeepLiaison, func(ctx context.Context, who authz.Actor, of id.Matter, b struct {
			Text string `json:"text,omitempty" maxLength:"2000" doc:"The other side reads it"`
		}) error {
			return x.do(ctx, who, of, b.Text)
		})
	}
}

func (h *matters) list(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
	Org  string `query:"organisation" maxLength:"64" doc:"Only those with this organisation"`
	Kind string `query:"kind" enum:"issue,question" doc:"Only these"`
	Open bool   `query:"open" doc:"Only those that are not over"`
}) (*api.Body[api.Page[Issue]], error) {
	after, err := api.ParseCursor(in.Cursor, 1)
	if err != nil {
		return nil, err
	}
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	who := account.Actor(ctx)
	var out []Issue
	err = h.DB.Read(ctx, func(tx *db.Tx) error {
		vs, err := h.s.Matters(tx, who, liaison.MatterQuery{Org: id.Org(in.Org), Kind: liaison.MatterKind(in.Kind), Live: in.Open}, w)
		if err != nil {
			return err
		}
		if after != nil {
			i := slices.IndexFunc(vs, func(v liaison.MatterVersion) bool { return v.ID == after[0] })
			if i < 0 {
				return fault.In("cursor", "The list has changed since this cursor was given. Read it from the beginning")
			}
			vs = vs[i+1:]
		}
		due, err := h.s.Dues(tx, who.Force)
		for _, v := range vs[:min(len(vs), in.Limit+1)] {
			x := wireMatter(v)
			x.Due = due(&v.State).String()
			out = append(out, x)
		}
		return err
	})
	return api.PageOf(out, in.Limit, func(x Issue) Issue { return x }, func(x Issue) []string { return []string{x.ID} }), err
}

func (h *matters) raise(ctx context.Context, in *struct {
	Body struct {
		Org     string `json:"organisation" maxLength:"64"`
		Kind    string `json:"kind" enum:"issue,question"`
		Under   string `json:"agreement,omitempty" maxLength:"64" doc:"Which it is about; absent: the protocol in force"`
		Subject string `json:"subject" maxLength:"120"`
		Text    string `json:"text" maxLength:"2000"`
	}
}) (*api.Body[Issue], error) {
	b := in.Body
	of, err := h.s.Raise(ctx, account.Actor(ctx), liaison.Raised{Org: id.Org(b.Org), Kind: liaison.MatterKind(b.Kind), Under: id.Agreement(b.Under), Subject: b.Subject, Text: b.Text})
	if err != nil {
		return nil, err
	}
	return h.Now(ctx, of)
}
