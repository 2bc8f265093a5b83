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
	"watchword/internal/scheme/policy"
)

// SchemePolicy is a policy of the scheme in JSON, as it stood.
type SchemePolicy struct {
	ID    string `json:"id"`
	State string `json:"state" enum:"kept,ended"`
	SchemePolicyKind
	Why      string                 `json:"why_ended,omitempty"`
	InForce  string                 `json:"version_in_force,omitempty" doc:"Identity of the version in force on the day asked for"`
	Versions []SchemePolicyStanding `json:"versions"`
}

// SchemePolicyStanding is a version among those of its policy.
type SchemePolicyStanding struct {
	ID string `json:"id"`
	N  int    `json:"version"`
	On string `json:"standing" doc:"Draft, In force, Past, Dropped, or from which day"`
}

// SchemePolicyKind is what is entered of a policy.
type SchemePolicyKind struct {
	Name    string `json:"name" maxLength:"120"`
	Purpose string `json:"purpose" maxLength:"600"`
	Owner   string `json:"owner" maxLength:"100"`
}

// SchemePolicyVersion is a version of a policy in JSON.
type SchemePolicyVersion struct {
	ID         string                     `json:"id"`
	Policy     string                     `json:"policy"`
	N          int                        `json:"version"`
	State      string                     `json:"state" enum:"draft,adopted,dropped"`
	Text       string                     `json:"text,omitempty"`
	File       string                     `json:"document_sha256,omitempty" doc:"The document itself is on the page of the version"`
	FileName   string                     `json:"document_name,omitempty"`
	Changes    string                     `json:"changes,omitempty"`
	Assessment *SchemeAssessment          `json:"equality_impact_assessment,omitempty"`
	From       string                     `json:"from,omitempty" format:"date"`
	ApprovedBy string                     `json:"approved_by,omitempty"`
	ApprovedOn string                     `json:"approved_on,omitempty" format:"date"`
	Review     string                     `json:"review_by,omitempty" format:"date"`
	Found      string                     `json:"last_review_found,omitempty"`
	Reviewed   string                     `json:"reviewed,omitempty" format:"date"`
	Why        string                     `json:"why_dropped,omitempty"`
	Period     *registerapi.VersionPeriod `json:"period"`
}

// SchemeAssessment is the equality impact assessment of a version.
type SchemeAssessment struct {
	Findings  []SchemeFinding `json:"findings" doc:"One of each of the nine protected characteristics (Equality Act 2010, s4)"`
	Eliminate string          `json:"eliminate_discrimination" maxLength:"2000" doc:"How regard was had to s149(1)(a)"`
	Advance   string          `json:"advance_equality" maxLength:"2000" doc:"s149(1)(b)"`
	Foster    string          `json:"foster_good_relations" maxLength:"2000" doc:"s149(1)(c)"`
	Actions   string          `json:"actions" maxLength:"2000" doc:"Needed where something is worse for somebody, or not known"`
	Assessor  string          `json:"assessed_by" maxLength:"100"`
	Approver  string          `json:"approved_by" maxLength:"100" doc:"Somebody else"`
	On        string          `json:"approved_on" format:"date"`
}

// SchemeFinding is what was looked at for one characteristic.
type SchemeFinding struct {
	Characteristic string `json:"characteristic" enum:"age,disability,gender-reassignment,marriage,pregnancy,race,religion,sex,orientation"`
	Looked         string `json:"looked_at" maxLength:"2000"`
	Effect         string `json:"effect" enum:"none,positive,negative,mixed,unknown"`
}

// SchemePolicyDraft is what is entered of a draft.
type SchemePolicyDraft struct {
	Text    string `json:"text" maxLength:"60000"`
	Changes string `json:"changes,omitempty" maxLength:"2000" doc:"What is other than in the version before; needed from the second on"`
}

// SchemePolicyAdoption is that a version comes into force.
type SchemePolicyAdoption struct {
	From       string `json:"from" format:"date"`
	ApprovedBy string `json:"approved_by" maxLength:"100"`
	ApprovedOn string `json:"approved_on" format:"date"`
	Review     string `json:"review_by" format:"date"`
}

// SchemePolicyReview is that a version in force was looked at again and stays.
type SchemePolicyReview struct {
	Found string `json:"found" maxLength:"2000"`
	Next  string `json:"review_by" format:"date"`
}

// SchemeDecision is a decision of the scheme, and who could make it on the day.
type SchemeDecision struct {
	Decision string          `json:"decision"`
	Law      string          `json:"law"`
	Not      string          `json:"not,omitempty" doc:"Who may not, though the role would let them"`
	Roles    []string        `json:"roles"`
	Holders  []SchemeDecider `json:"holders"`
}

// SchemeDecider is an account that held such a role.
type SchemeDecider struct {
	Account string `json:"account"`
	Name    string `json:"name"`
	Role    string `json:"role"`
}

func policyOf(l policy.Line, day clock.Day) SchemePolicy {
	p := &l.State
	out := SchemePolicy{Versions: []SchemePolicyStanding{}, ID: l.ID, State: string(p.State), Why: p.Why, SchemePolicyKind: SchemePolicyKind{p.Name, p.Purpose, p.Owner}}
	if v, ok := l.InForce(day); ok {
		out.InForce = v.ID
	}
	for i := range l.Versions {
		v := &l.Versions[i]
		out.Versions = append(out.Versions, SchemePolicyStanding{v.ID, v.State.N, l.On(v, day)})
	}
	return out
}

func versionOf(v policy.VersionEntry) SchemePolicyVersion {
	s, p := &v.State, registerapi.PeriodOf(v)
	out := SchemePolicyVersion{ID: v.ID, Policy: string(s.Policy), N: s.N, State: string(s.State), Text: s.Text, File: string(s.File), FileName: s.FileName, Changes: s.Changes, From: s.From.String(), ApprovedBy: s.ApprovedBy,
		ApprovedOn: s.ApprovedOn.String(), Review: s.Review.String(), Found: s.Found, Reviewed: s.Reviewed.String(), Why: s.Why, Period: &p}
	if a := s.Assessment; a != nil {
		out.Assessment = &SchemeAssessment{Eliminate: a.Eliminate, Advance: a.Advance, Foster: a.Foster, Actions: a.Actions, Assessor: a.Assessor, Approver: a.Approver, On: a.On.String()}
		for _, f := range a.Findings {
			out.Assessment.Findings = append(out.Assessment.Findings, SchemeFinding{string(f.Characteristic), f.Looked, string(f.Effect)})
		}
	}
	return out
}

func (b SchemeAssessment) assessment() (policy.Assessment, error) {
	var wrong fault.Fields
	a := policy.Assessment{Eliminate: b.Eliminate, Advance: b.Advance, Foster: b.Foster, Actions: b.Actions, Assessor: b.Assessor, Approver: b.Approver, On: registerapi.Day(b.On, "approved_on", &wrong)}
	for _, f := range b.Findings {
		a.Findings = append(a.Findings, policy.Finding{Characteristic: policy.Characteristic(f.Characteristic), Looked: f.Looked, Effect: policy.Effect(f.Effect)})
	}
	return a, wrong.Err()
}

type policyHandlers struct {
	registerapi.Read[id.PolicyVersion, policy.Version, SchemePolicyVersion]
	s *policy.Service
}

// RegisterPolicies adds the operations on policies and their versions.
func RegisterPolicies(a *api.API, d *db.DB, c clock.Clock, s *policy.Service) {
	h := &policyHandlers{s: s, Read: registerapi.Read[id.PolicyVersion, policy.Version, SchemePolicyVersion]{DB: d, Clock: c, Who: account.Actor, Find: s.Version, History: s.History,
		Past: func(_ authz.Actor, v policy.VersionEntry) SchemePolicyVersion { return versionOf(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v policy.VersionEntry, _ register.When) (SchemePolicyVersion, error) {
			return versionOf(v), nil
		},
		Tag: func(x SchemePolicyVersion) string { return api.Tag(x.ID, x.Period.Entry) }}}
	h.Register(a, "/policy-versions", "policy-version", authz.ReadScheme, "A version of a policy with its equality impact assessment, as it stood at any instant", "What was written of a version of a policy, oldest first")
	api.Get(a, "/policies", "policy-list", "The policies of the scheme, with the version in force on the day asked for", authz.ReadScheme, h.list)
	api.Get(a, "/policies/{id}", "policy-find", "A policy with its versions, as it stood", authz.ReadScheme, func(ctx context.Context, in *struct {
		registerapi.Entry
		registerapi.AsAt
	}) (*api.Body[SchemePolicy], error) {
		w, err := in.When(h.Clock.Now())
		if err != nil {
			return nil, err
		}
		return h.policy(ctx, id.Policy(in.ID), w)
	})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/policies", ID: "policy-enter", Summary: "Enter a policy", Needs: authz.KeepScheme, Status: http.StatusCreated}, func(ctx context.Context, in *struct{ Body SchemePolicyKind }) (*api.Body[SchemePolicy], error) {
		of, err := s.Enter(ctx, account.Actor(ctx), policy.Kind(in.Body))
		if err != nil {
			return nil, err
		}
		return h.policy(ctx, of, register.Now(c.Now()))
	})
	onPolicy(a, h, "change", "Change the name, purpose or owner of a policy", func(ctx context.Context, who authz.Actor, of id.Policy, b SchemePolicyKind) error {
		return s.Alter(ctx, who, of, policy.Kind(b))
	})
	onPolicy(a, h, "end", "End a policy", func(ctx context.Context, who authz.Actor, of id.Policy, b SchemeRiskWhy) error {
		return s.End(ctx, who, of, b.Note)
	})
	h.drafts(a)
}

// onPolicy registers an act on one policy, which answers with it as it then stands.
func onPolicy[B any](a *api.API, h *policyHandlers, path, summary string, do func(ctx context.Context, who authz.Actor, of id.Policy, body B) error) {
	api.Post(a, "/policies/{id}/"+path, "policy-"+path, summary, authz.KeepScheme, func(ctx context.Context, in *struct {
		registerapi.Entry
		Body B
	}) (*api.Body[SchemePolicy], error) {
		if err := do(ctx, account.Actor(ctx), id.Policy(in.ID), in.Body); err != nil {
			return nil, err
		}
		return h.policy(ctx, id.Policy(in.ID), register.Now(h.Clock.Now()))
	})
}

func (h *policyHandlers) drafts(a *api.API) {
	s := h.s
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/policies/{id}/draft", ID: "policy-draft", Summary: "Draft a version of a policy", Needs: authz.KeepScheme, Status: http.StatusCreated}, func(ctx context.Context, in *struct {
		registerapi.Entry
		Body SchemePolicyDraft
	}) (*api.Body[SchemePolicyVersion], error) {
		of, err := s.Draft(ctx, account.Actor(ctx), id.Policy(in.ID), policy.Words{Text: in.Body.Text, Changes: in.Body.Changes})
		if err != nil {
			return nil, err
		}
		return h.Now(ctx, of)
	})
	registerapi.Act(a, &h.Read, "draft", "Change a draft; its assessment no longer holds", authz.KeepScheme, func(ctx context.Context, who authz.Actor, of id.PolicyVersion, b SchemePolicyDraft) error {
		return s.Redraft(ctx, who, of, policy.Words{Text: b.Text, Changes: b.Changes})
	})
	registerapi.Act(a, &h.Read, "assess", "Enter the equality impact assessment of a draft", authz.KeepScheme, func(ctx context.Context, who authz.Actor, of id.PolicyVersion, b SchemeAssessment) error {
		x, err := b.assessment()
		if err != nil {
			return err
		}
		return s.Assess(ctx, who, of, x)
	})
	registerapi.Act(a, &h.Read, "adopt", "Let a version come into force", authz.KeepScheme, func(ctx context.Context, who authz.Actor, of id.PolicyVersion, b SchemePolicyAdoption) error {
		var wrong fault.Fields
		x := policy.Adoption{From: registerapi.Day(b.From, "from", &wrong), ApprovedBy: b.ApprovedBy, ApprovedOn: registerapi.Day(b.ApprovedOn, "approved_on", &wrong), Review: registerapi.Day(b.Review, "review_by", &wrong)}
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.Adopt(ctx, who, of, x)
	})
	registerapi.Act(a, &h.Read, "review", "Record a review of the version in force, which stays as it is", authz.KeepScheme, func(ctx context.Context, who authz.Actor, of id.PolicyVersion, b SchemePolicyReview) error {
		var wrong fault.Fields
		next := registerapi.Day(b.Next, "review_by", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.Review(ctx, who, of, b.Found, next)
	})
	registerapi.Act(a, &h.Read, "drop", "Give up a draft", authz.KeepScheme, func(ctx context.Context, who authz.Actor, of id.PolicyVersion, b SchemeRiskWhy) error {
		return s.Drop(ctx, who, of, b.Note)
	})
}

func (h *policyHandlers) policy(ctx context.Context, of id.Policy, w register.When) (*api.Body[SchemePolicy], error) {
	l, err := db.Find(ctx, h.DB, func(tx *db.Tx) (policy.Line, error) { return h.s.Policy(tx, account.Actor(ctx), of, w) })
	if err != nil {
		return nil, err
	}
	return api.Of(policyOf(l, clock.DayOf(w.At))), nil
}

func (h *policyHandlers) list(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
}) (*api.Body[api.Page[SchemePolicy]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]policy.Line, error) { return h.s.Policies(tx, account.Actor(ctx), w) })
	if err != nil {
		return nil, err
	}
	return api.PageBehind(all, in.Paging, func(l policy.Line) SchemePolicy { return policyOf(l, clock.DayOf(w.At)) }, func(l policy.Line) string { return l.ID })
}

// decisions is who may decide what, as it stood.
func (h *handlers) decisions(ctx context.Context, in *registerapi.AsAt) (*api.Body[api.Page[SchemeDecision]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]scheme.Decision, error) { return h.s.Decisions(tx, account.Actor(ctx), w) })
	return api.PageOf(all, len(all), func(d scheme.Decision) SchemeDecision {
		out := SchemeDecision{Decision: d.What, Law: d.Law, Not: d.Not, Roles: []string{}, Holders: []SchemeDecider{}}
		for _, r := range d.Roles {
			out.Roles = append(out.Roles, string(r))
		}
		for _, x := range d.By {
			out.Holders = append(out.Holders, SchemeDecider{string(x.Account), x.Name, string(x.Role)})
		}
		return out
	}, nil), err
}
