package applyapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/apply"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/print"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

type applications struct {
	registerapi.Read[id.Application, apply.Application, Application]
	applies *apply.Service
}

func registerApplications(a *api.API, d *db.DB, c clock.Clock, s *apply.Service) {
	h := &applications{applies: s, Read: registerapi.Read[id.Application, apply.Application, Application]{DB: d, Clock: c, Who: account.Actor, Find: s.Find, History: s.History,
		Past: func(_ authz.Actor, v apply.Version) Application { return wireApplication(v) }, Tag: func(x Application) string { return api.Tag(x.ID, x.Period.Entry) }}}
	h.Wire = func(_ *db.Tx, _ authz.Actor, v apply.Version, _ register.When) (Application, error) {
		return wireApplication(v), nil
	}
	h.Read.Register(a, "/applications", "application", authz.ReadApplications, "An application of an employer, as it stood at any instant", "Every version of the application, oldest first")
	api.Get(a, "/applications", "application-list", "Applications of employers, in order of their names", authz.ReadApplications, h.list)
	api.Get(a, "/applications/{id}/letter", "application-letter", "What the employer is told of the decision, as a PDF", authz.ReadApplications, h.letter)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/prospects/{id}/invite", ID: "prospect-invite", Summary: "Begin an application and make the link to it, which opens once", Needs: authz.WorkApplications, Status: http.StatusCreated, Fleeting: true}, h.invite)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/applications/{id}/link", ID: "application-link", Summary: "Make a new link to an application; those before it stop working", Needs: authz.WorkApplications, Status: http.StatusCreated, Fleeting: true}, h.link)
	h.acts(a)
}

func (h *applications) list(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
	State string `query:"state" enum:"draft,sent,returned,recommended,approved,refused,withdrawn" doc:"Only these"`
}) (*api.Body[api.Page[Application]], error) {
	after, err := api.ParseCursor(in.Cursor, 2)
	if err != nil {
		return nil, err
	}
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	vs, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]apply.Version, error) {
		return h.applies.Applications(tx, account.Actor(ctx), apply.State(in.State), w)
	})
	if err != nil {
		return nil, err
	}
	key := func(v apply.Version) []string { return []string{org.Fold(v.State.Name), v.ID} }
	return api.PageOf(behind(vs, after, key), in.Limit, wireApplication, key), nil
}

// raw is an answer that is no JSON.
type raw struct {
	Type string `header:"Content-Type"`
	Body []byte
}

func (h *applications) letter(ctx context.Context, in *struct {
	registerapi.Entry
	registerapi.AsAt
}) (*raw, error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	d, err := db.Find(ctx, h.DB, func(tx *db.Tx) (print.Document, error) {
		return h.applies.Letter(tx, account.Actor(ctx), id.Application(in.ID), w)
	})
	if err != nil {
		return nil, err
	}
	out := &raw{Type: "application/pdf"}
	out.Body, err = d.PDF()
	return out, err
}

// ApplicationLink is a link to an application, shown this once.
type ApplicationLink struct {
	Application string `json:"application"`
	Path        string `json:"path" doc:"Of the public pages. It opens the application once"`
	Until       string `json:"last_day" format:"date"`
}

func wireLink(l apply.Link) ApplicationLink {
	return ApplicationLink{string(l.Application), "/apply/" + l.Secret, (clock.DayOf(l.Until) - 1).String()}
}

func (h *applications) invite(ctx context.Context, in *registerapi.Entry) (*api.Body[ApplicationLink], error) {
	l, err := h.applies.Invite(ctx, account.Actor(ctx), id.Prospect(in.ID))
	return api.Of(wireLink(l)), err
}

func (h *applications) link(ctx context.Context, in *registerapi.Entry) (*api.Body[ApplicationLink], error) {
	l, err := h.applies.MakeLink(ctx, account.Actor(ctx), id.Application(in.ID))
	return api.Of(wireLink(l)), err
}

// ApplicationText is a reason, or what is asked.
type ApplicationText struct {
	Text string `json:"text" maxLength:"8000"`
}

// ApplicationConsulting is who is asked.
type ApplicationConsulting struct {
	With []string `json:"with" maxItems:"60" doc:"The police and crime commissioner, or local authorities by name"`
}

// ApplicationRecommending is the office's recommendation.
type ApplicationRecommending struct {
	For  bool   `json:"for" doc:"That the employer is accredited"`
	Text string `json:"text" maxLength:"8000"`
}

// ApplicationApproval is the delegate's decision, power by power.
type ApplicationApproval struct {
	From     string                     `json:"from" format:"date"`
	To       string                     `json:"to" format:"date"`
	Evidence string                     `json:"evidence" maxLength:"4000" doc:"What shows that it is fit and proper to supervise (s41(4)(a))"`
	Powers   []ApplicationPowerDecision `json:"powers" maxItems:"2000"`
}

// ApplicationPowerDecision is the answer on one power for one role.
type ApplicationPowerDecision struct {
	Role      string   `json:"role" maxLength:"64"`
	Power     string   `json:"power" maxLength:"64"`
	Offences  []string `json:"offences,omitempty" maxItems:"64"`
	Answer    string   `json:"answer" enum:"allowed,conditional,refused"`
	Reason    string   `json:"reason,omitempty" maxLength:"4000"`
	Condition string   `json:"condition,omitempty" maxLength:"4000"`
}

func (h *applications) acts(a *api.API) {
	s := h.applies
	type ctx = context.Context
	type who = authz.Actor
	type of = id.Application
	registerapi.Act(a, &h.Read, "judge", "Say what was found of a criterion", authz.WorkApplications, func(c ctx, by who, x of, b ApplicationCriterion) error {
		var wrong fault.Fields
		until := registerapi.Day(b.Until, "until", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.Judge(c, by, x, apply.Judgement{Criterion: b.Criterion, Outcome: apply.Outcome(b.Outcome), Evidence: b.Evidence, Until: until})
	})
	registerapi.Act(a, &h.Read, "visit", "Record a visit", authz.WorkApplications, func(c ctx, by who, x of, b ApplicationVisit) error {
		var wrong fault.Fields
		on := registerapi.Day(b.On, "on", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.RecordVisit(c, by, x, apply.Visit{On: on, Where: b.Where, Present: b.Present, Found: b.Found})
	})
	registerapi.Act(a, &h.Read, "company", "Record where the company approval stands", authz.WorkApplications, func(c ctx, by who, x of, b ApplicationCompany) error {
		var wrong fault.Fields
		y := apply.Company{Reference: b.Reference, Asked: registerapi.Day(b.Asked, "asked", &wrong), Came: registerapi.Day(b.Came, "came", &wrong), Until: registerapi.Day(b.Until, "until", &wrong), Approved: b.Approved, Note: b.Note}
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.RecordCompany(c, by, x, y)
	})
	registerapi.Act(a, &h.Read, "consult", "Record that somebody is asked", authz.WorkApplications, func(c ctx, by who, x of, b ApplicationConsulting) error {
		return s.Consult(c, by, x, b.With)
	})
	registerapi.Act(a, &h.Read, "answer", "Record what somebody answered", authz.WorkApplications, func(c ctx, by who, x of, b ApplicationConsulted) error {
		var wrong fault.Fields
		on := registerapi.Day(b.Answered, "answered", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.Answer(c, by, x, b.With, apply.View(b.View), b.Text, on)
	})
	registerapi.Act(a, &h.Read, "ask", "Give the application back to the applicant, who is asked for more", authz.WorkApplications, func(c ctx, by who, x of, b ApplicationText) error {
		return s.Ask(c, by, x, b.Text)
	})
	registerapi.Act(a, &h.Read, "discard", "Give up an application that does not come", authz.WorkApplications, func(c ctx, by who, x of, b ApplicationText) error {
		return s.Discard(c, by, x, b.Text)
	})
	registerapi.Act(a, &h.Read, "recommend", "Put the application before the delegate", authz.WorkApplications, func(c ctx, by who, x of, b ApplicationRecommending) error {
		return s.Recommend(c, by, x, b.For, b.Text)
	})
	registerapi.Act(a, &h.Read, "send-back", "Send the application back to the office", authz.DecideOrg, func(c ctx, by who, x of, b ApplicationText) error {
		return s.SendBack(c, by, x, b.Text)
	})
	registerapi.Act(a, &h.Read, "refuse", "Refuse the application; the reason stands in the letter", authz.DecideOrg, func(c ctx, by who, x of, b ApplicationText) error {
		return s.Refuse(c, by, x, b.Text)
	})
	registerapi.Act(a, &h.Read, "approve", "Accredit the employer, each power decided; it stands in the register at once", authz.DecideOrg, func(c ctx, by who, x of, b ApplicationApproval) error {
		approval, err := b.approval()
		if err != nil {
			return err
		}
		return s.Approve(c, by, x, approval)
	})
}

func (b ApplicationApproval) approval() (org.Approval, error) {
	var wrong fault.Fields
	out := org.Approval{From: registerapi.Day(b.From, "from", &wrong), To: registerapi.Day(b.To, "to", &wrong), Evidence: b.Evidence}
	for _, p := range b.Powers {
		d := org.PowerDecision{Role: id.Role(p.Role), Power: law.PowerID(p.Power), Answer: org.Answer(p.Answer), Reason: p.Reason, Condition: p.Condition}
		for _, o := range p.Offences {
			d.Offences = append(d.Offences, law.OffenceID(o))
		}
		out.Powers = append(out.Powers, d)
	}
	return out, wrong.Err()
}
