package agreementapi

import (
	"time"

	"watchword/internal/agreement"
	"watchword/internal/api"
	"watchword/internal/register/registerapi"
)

// Agreement is an agreement in JSON.
type Agreement struct {
	ID         string                     `json:"id"`
	Number     string                     `json:"number" example:"JOP 007/2"`
	Kind       string                     `json:"kind" enum:"protocol,sharing,supplement"`
	Title      string                     `json:"title"`
	Org        string                     `json:"organisation"`
	Family     string                     `json:"family" doc:"Identity of its first version"`
	Version    int                        `json:"version"`
	Before     string                     `json:"before,omitempty" doc:"The version that it follows"`
	Parent     string                     `json:"parent,omitempty" doc:"The family that it stands under"`
	Annex      string                     `json:"annex,omitempty" doc:"Of a protocol: its information sharing agreement"`
	AnnexOf    string                     `json:"annex_of,omitempty"`
	Template   int                        `json:"template" doc:"Version of the template it was made from"`
	Fields     map[string]string          `json:"fields" doc:"As filled in by the scheme office"`
	State      string                     `json:"state" enum:"draft,issued,signed,in-force,superseded,ended,discarded"`
	Active     bool                       `json:"active" doc:"In force, with all that it needs"`
	Lacks      []Reason                   `json:"lacks" doc:"What keeps it from being active, or from being issued"`
	Since      time.Time                  `json:"since"`
	Why        string                     `json:"why,omitempty"`
	Issued     *time.Time                 `json:"issued,omitempty"`
	Text       string                     `json:"text_sha256,omitempty" doc:"Fingerprint of the text that is signed"`
	Chief      string                     `json:"signs_for_force,omitempty"`
	Lead       string                     `json:"signs_for_organisation,omitempty"`
	Signatures []Signature                `json:"signatures"`
	From       *time.Time                 `json:"in_force_from,omitempty"`
	Ended      *time.Time                 `json:"ended,omitempty"`
	ReviewDue  string                     `json:"review_due,omitempty" format:"date"`
	Reviews    []Review                   `json:"reviews"`
	Proposals  []Proposal                 `json:"proposals"`
	Period     *registerapi.VersionPeriod `json:"period"`
}

// Reason is one thing that is missing, or in the way.
type Reason struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Source  string `json:"source,omitempty"`
	Mend    string `json:"mend,omitempty"`
}

// Signature is one side's.
type Signature struct {
	Side     string    `json:"side" enum:"force,organisation"`
	By       string    `json:"by" doc:"The account’s name"`
	Account  string    `json:"account"`
	Typed    string    `json:"typed" doc:"The name as typed"`
	Post     string    `json:"post"`
	At       time.Time `json:"at"`
	Text     string    `json:"text_sha256"`
	Schedule string    `json:"schedule_sha256,omitempty"`
}

// Review is one review that was held.
type Review struct {
	Held    string `json:"held" format:"date"`
	Present string `json:"present"`
	Outcome string `json:"outcome" enum:"stands,changes,ending"`
	Note    string `json:"note,omitempty"`
	By      string `json:"by"`
}

// Proposal is a change proposed by one side, and what the other said.
type Proposal struct {
	Side     string     `json:"side" enum:"force,organisation"`
	What     string     `json:"what"`
	Why      string     `json:"why"`
	By       string     `json:"by"`
	At       time.Time  `json:"at"`
	Answer   string     `json:"answer,omitempty" enum:"agreed,declined,taken-back"`
	Answered *time.Time `json:"answered,omitempty"`
	Because  string     `json:"because,omitempty"`
	Into     string     `json:"into,omitempty" doc:"The version that carries it out"`
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// wire is an agreement as it stands in itself; Active, Lacks and ReviewDue are added where
// what is around it was read.
func wire(v agreement.Version) Agreement {
	a := &v.State
	p := registerapi.PeriodOf(v)
	out := Agreement{ID: v.ID, Number: a.Number, Kind: string(a.Kind), Title: a.Title, Org: string(a.Org), Family: string(a.Family), Version: a.Version, Before: string(a.Before),
		Parent: string(a.Parent), Annex: string(a.Annex), AnnexOf: string(a.AnnexOf), Template: a.Template, Fields: a.Fields, State: string(a.State), Since: a.Since, Why: a.Why,
		Issued: instant(a.Issued), Text: string(a.Text), Chief: a.Chief, Lead: a.Lead, From: instant(a.From), Ended: instant(a.Ended), Period: &p,
		Lacks: []Reason{}, Signatures: []Signature{}, Reviews: []Review{}, Proposals: []Proposal{}}
	if out.Fields == nil {
		out.Fields = map[string]string{}
	}
	for _, s := range a.Signatures {
		out.Signatures = append(out.Signatures, Signature{string(s.Side), s.By, string(s.Account), s.Typed, s.Post, s.At, string(s.Text), string(s.Schedule)})
	}
	for _, r := range a.Reviews {
		out.Reviews = append(out.Reviews, Review{r.Held.String(), r.Present, string(r.Outcome), r.Note, r.By})
	}
	for _, x := range a.Proposals {
		out.Proposals = append(out.Proposals, Proposal{string(x.Side), x.What, x.Why, x.By, x.At, string(x.Answer), instant(x.Answered), x.Because, string(x.Into)})
	}
	return out
}

// tag changes with the version and with what it lacks.
func tag(a Agreement) string {
	parts := []string{a.ID, a.Period.Entry, a.ReviewDue}
	for _, r := range a.Lacks {
		parts = append(parts, r.Message)
	}
	return api.Tag(parts...)
}

// Scheduled is one accredited person of a schedule.
type Scheduled struct {
	Person     string `json:"person"`
	Number     string `json:"ap_number"`
	Name       string `json:"name"`
	Role       string `json:"role"`
	Supervisor string `json:"supervisor,omitempty"`
	Standing   string `json:"standing" doc:"In words"`
}

func scheduled(s agreement.Scheduled) Scheduled {
	return Scheduled{string(s.Person), s.Number, s.Name, s.Role, s.Supervisor, s.Standing}
}

// Template is one version of a template.
type Template struct {
	Kind    string     `json:"kind" enum:"protocol,sharing,supplement"`
	Version int        `json:"version"`
	Body    string     `json:"body"`
	Why     string     `json:"why,omitempty"`
	By      string     `json:"by,omitempty"`
	At      *time.Time `json:"at,omitempty"`
}
