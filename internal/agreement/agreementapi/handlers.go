// Package agreementapi offers agreements to other programs: as they stood, their text and
// schedule, every act on them, and the templates.
package agreementapi

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"watchword/internal/account"
	"watchword/internal/agreement"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

type handlers struct {
	registerapi.Read[id.Agreement, agreement.Agreement, Agreement]
	agreements *agreement.Service
}

// Register adds the operations of agreements.
func Register(a *api.API, d *db.DB, c clock.Clock, s *agreement.Service) {
	h := &handlers{agreements: s, Read: registerapi.Read[id.Agreement, agreement.Agreement, Agreement]{DB: d, Clock: c, Who: account.Actor, Find: s.Find, History: s.History,
		Past: func(_ authz.Actor, v agreement.Version) Agreement { return wire(v) }, Tag: tag}}
	h.Wire = h.whole
	h.Register(a, "/agreements", "agreement", authz.ReadAgreement, "An agreement, as it stood at any instant", "Every version of an agreement’s entry, oldest first")
	api.Get(a, "/agreements", "agreement-list", "Agreements, by number", authz.ReadAgreement, h.list)
	api.Get(a, "/agreements/{id}/schedule", "agreement-schedule", "The accredited persons and their supervisors", authz.ReadAgreement, h.schedule)
	api.Get(a, "/agreements/{id}/text", "agreement-text", "The words of an agreement: as issued, byte for byte, or of a draft as they would be", authz.ReadAgreement, h.text)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/agreements", ID: "agreement-draft", Summary: "Begin an agreement; a protocol with its annex", Needs: authz.WriteAgreement, Status: http.StatusCreated}, h.draft)
	api.Get(a, "/agreement-templates", "agreement-template-list", "Every version of the templates, of each kind the newest first", authz.WriteAgreement, h.templates)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/agreement-templates", ID: "agreement-template-add", Summary: "Write the next version of a template", Needs: authz.WriteAgreement, Status: http.StatusCreated,
		About: "Refused if a clause of the protocol is missing, or a placeholder or foreign name is left over."}, h.addTemplate)
	h.acts(a)
}

// whole is an agreement with what it amounts to.
func (h *handlers) whole(tx *db.Tx, who authz.Actor, v agreement.Version, w register.When) (Agreement, error) {
	out := wire(v)
	l, err := h.agreements.Look(tx, who, v, w)
	if err != nil {
		return out, err
	}
	reasons := l.Lacks
	if !v.State.State.Live() {
		reasons = nil
	}
	if v.State.State == agreement.Draft && w.At.Equal(w.Known) {
		if reasons, err = h.agreements.Hindrances(tx, who, id.Agreement(v.ID)); err != nil {
			return out, err
		}
	}
	for _, r := range reasons {
		out.Lacks = append(out.Lacks, Reason(r))
	}
	out.Active, out.ReviewDue = v.State.Active(l), l.Due.String()
	return out, nil
}

func (h *handlers) list(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
	Org   string `query:"organisation" maxLength:"64" doc:"Only those with this organisation"`
	Kind  string `query:"kind" enum:"protocol,sharing,supplement" doc:"Only these"`
	State string `query:"state" enum:"draft,issued,signed,in-force,superseded,ended,discarded" doc:"Only these"`
}) (*api.Body[api.Page[Agreement]], error) {
	after, err := api.ParseCursor(in.Cursor, 2)
	if err != nil {
		return nil, err
	}
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	who := account.Actor(ctx)
	return db.Find(ctx, h.DB, func(tx *db.Tx) (*api.Body[api.Page[Agreement]], error) {
		vs, err := h.agreements.List(tx, who, agreement.Query{Org: id.Org(in.Org), Kind: agreement.Kind(in.Kind), State: agreement.State(in.State)}, w)
		if err != nil {
			return nil, err
		}
		if after != nil {
			vs = slices.DeleteFunc(vs, func(v agreement.Version) bool {
				return cmp.Or(cmp.Compare(v.State.Number, after[0]), cmp.Compare(v.ID, after[1])) <= 0
			})
		}
		var out []Agreement
		for i, v := range vs {
			if i > in.Limit {
				break
			}
			x, err := h.whole(tx, who, v, w)
			if err != nil {
				return nil, err
			}
			out = append(out, x)
		}
		return api.PageOf(out, in.Limit, func(x Agreement) Agreement { return x }, func(x Agreement) []string { return []string{x.Number, x.ID} }), nil
	})
}

func (h *handlers) schedule(ctx context.Context, in *struct {
	registerapi.Entry
	registerapi.AsAt
	Kept string `query:"kept" enum:"force,organisation" doc:"As it was kept when this side signed. Absent: as the register has it"`
}) (*api.Body[api.Page[Scheduled]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]agreement.Scheduled, error) {
		who := account.Actor(ctx)
		v, err := h.agreements.Find(tx, who, id.Agreement(in.ID), w)
		if err != nil {
			return nil, err
		}
		if in.Kept != "" {
			all, _, err := h.agreements.Snapshot(tx, who, id.Agreement(in.ID), agreement.Side(in.Kept))
			return all, err
		}
		return h.agreements.Schedule(tx, who, v.State.Org, w)
	})
	return api.PageOf(all, len(all), scheduled, nil), err
}

// raw is an answer that is no JSON.
type raw struct {
	Type string `header:"Content-Type"`
	ETag string `header:"ETag"`
	Body []byte
}

func (h *handlers) text(ctx context.Context, in *struct {
	registerapi.Entry
	registerapi.AsAt
}) (*raw, error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	out := &raw{Type: "text/plain; charset=utf-8"}
	err = h.DB.Read(ctx, func(tx *db.Tx) error {
		who := account.Actor(ctx)
		v, err := h.agreements.Find(tx, who, id.Agreement(in.ID), w)
		if err != nil {
			return err
		}
		out.Body, err = h.agreements.Plain(tx, who, v)
		out.ETag = api.Tag(string(out.Body))
		return err
	})
	return out, err
}

func (h *handlers) draft(ctx context.Context, in *struct {
	Body struct {
		Org      string `json:"organisation" maxLength:"64"`
		Kind     string `json:"kind" enum:"protocol,sharing,supplement"`
		After    string `json:"after,omitempty" maxLength:"64" doc:"The agreement in force of which it is the next version: both sides have agreed to a change"`
		Template int    `json:"template,omitempty" minimum:"0" doc:"Version of the template; absent: the newest"`
	}
}) (*api.Body[Agreement], error) {
	b := in.Body
	made, err := h.agreements.Draft(ctx, account.Actor(ctx), agreement.Order{Org: id.Org(b.Org), Kind: agreement.Kind(b.Kind), After: id.Agreement(b.After), Template: b.Template})
	if err != nil {
		return nil, err
	}
	return h.Now(ctx, made)
}

// AgreementWhy is the reason for an act.
type AgreementWhy struct {
	Why string `json:"why" maxLength:"2000" doc:"The reason; the other side reads it"`
}

// AgreementSigning is one side’s signature.
type AgreementSigning struct {
	Typed string `json:"typed" maxLength:"200" doc:"Your name, as the agreement has it"`
	Text  string `json:"text_sha256" maxLength:"64" doc:"The fingerprint of the text that was read"`
}

// AgreementChange is a change that is proposed.
type AgreementChange struct {
	What string `json:"what" maxLength:"2000"`
	Why  string `json:"why" maxLength:"2000"`
}

// AgreementAnswer is what is said to a proposal.
type AgreementAnswer struct {
	Answer  string `json:"answer" enum:"agreed,declined,taken-back"`
	Because string `json:"because,omitempty" maxLength:"2000"`
}

// AgreementReviewed is a review that was held.
type AgreementReviewed struct {
	Held    string `json:"held" format:"date"`
	Present string `json:"present" maxLength:"2000"`
	Outcome string `json:"outcome" enum:"stands,changes,ending"`
	Change  string `json:"change,omitempty" maxLength:"2000" doc:"What is proposed, for the outcome changes"`
	Note    string `json:"note,omitempty" maxLength:"2000"`
}

// AgreementFields is what is filled in.
type AgreementFields struct {
	Fields map[string]string `json:"fields" doc:"By key; those not named stay"`
}

func (h *handlers) acts(a *api.API) {
	s := h.agreements
	registerapi.Act(a, &h.Read, "fill", "Fill in fields of a draft", authz.WriteAgreement, func(ctx context.Context, who authz.Actor, of id.Agreement, b AgreementFields) error {
		return s.Fill(ctx, who, of, b.Fields)
	})
	registerapi.Act(a, &h.Read, "issue", "Fix the text of a draft and put it before both sides", authz.WriteAgreement, func(ctx context.Context, who authz.Actor, of id.Agreement, _ struct{}) error {
		return s.Issue(ctx, who, of)
	})
	registerapi.Act(a, &h.Read, "sign", "Sign an agreement for one’s side", authz.SignAgreement, func(ctx context.Context, who authz.Actor, of id.Agreement, b AgreementSigning) error {
		return s.Sign(ctx, who, of, agreement.Signing{Typed: b.Typed, Text: agreement.Hash(b.Text)})
	})
	registerapi.Act(a, &h.Read, "end", "End an agreement", authz.SignAgreement, func(ctx context.Context, who authz.Actor, of id.Agreement, b AgreementWhy) error {
		return s.End(ctx, who, of, b.Why)
	})
	registerapi.Act(a, &h.Read, "discard", "Give up an agreement that is not in force", authz.WriteAgreement, func(ctx context.Context, who authz.Actor, of id.Agreement, b AgreementWhy) error {
		return s.Discard(ctx, who, of, b.Why)
	})
	registerapi.Act(a, &h.Read, "propose", "Propose a change", authz.ProposeChange, func(ctx context.Context, who authz.Actor, of id.Agreement, b AgreementChange) error {
		return s.Propose(ctx, who, of, b.What, b.Why)
	})
	registerapi.Act(a, &h.Read, "answer", "Answer the open proposal, or take it back", authz.ProposeChange, func(ctx context.Context, who authz.Actor, of id.Agreement, b AgreementAnswer) error {
		return s.AnswerProposal(ctx, who, of, agreement.Answer(b.Answer), b.Because)
	})
	registerapi.Act(a, &h.Read, "review", "Record a review", authz.WriteAgreement, func(ctx context.Context, who authz.Actor, of id.Agreement, b AgreementReviewed) error {
		var wrong fault.Fields
		held := registerapi.Day(b.Held, "held", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.Review(ctx, who, of, agreement.Reviewed{Held: held, Present: b.Present, Outcome: agreement.Outcome(b.Outcome), Note: b.Note, Change: b.Change})
	})
	// What is sent back is the force's own again, so that the organisation has no answer to read.
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/agreements/{id}/send-back", ID: "agreement-send-back", Summary: "Return an issued agreement unsigned", Needs: authz.SignAgreement, Status: http.StatusNoContent},
		func(ctx context.Context, in *struct {
			registerapi.Entry
			Body AgreementWhy
		}) (*api.Done, error) {
			return &api.Done{}, s.SendBack(ctx, account.Actor(ctx), id.Agreement(in.ID), in.Body.Why)
		})
}

func (h *handlers) templates(ctx context.Context, _ *struct{}) (*api.Body[api.Page[Template]], error) {
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]agreement.Template, error) { return h.agreements.Templates(tx, account.Actor(ctx)) })
	return api.PageOf(all, len(all), wireTemplate, nil), err
}

func wireTemplate(t agreement.Template) Template {
	return Template{string(t.Kind), t.Version, t.Body, t.Why, t.By, instant(t.At)}
}

func (h *handlers) addTemplate(ctx context.Context, in *struct {
	Body struct {
		Kind string `json:"kind" enum:"protocol,sharing,supplement"`
		Body string `json:"body" maxLength:"60000"`
		Why  string `json:"why" maxLength:"1000"`
	}
}) (*api.Body[api.Page[Template]], error) {
	if _, err := h.agreements.AddTemplate(ctx, account.Actor(ctx), agreement.Template{Kind: agreement.Kind(in.Body.Kind), Body: in.Body.Body, Why: in.Body.Why}); err != nil {
		return nil, err
	}
	return h.templates(ctx, nil)
}
