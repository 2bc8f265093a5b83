package agreementapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/agreement/supervision"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// Supervision is how an organisation supervises its accredited persons.
type Supervision struct {
	Org         string             `json:"organisation"`
	Persons     int                `json:"persons"`
	Ratio       int                `json:"persons_for_each_supervisor_at_most"`
	Supervisors []Supervisor       `json:"supervisors"`
	Without     int                `json:"persons_without_supervisor"`
	VisitDue    string             `json:"visit_due,omitempty" format:"date" doc:"The last day in time; absent without a protocol in force"`
	SampleDue   string             `json:"sample_due,omitempty" format:"date"`
	Plan        *SupervisionPlan   `json:"plan,omitempty" doc:"Absent: none is written"`
	Shorts      []SupervisionShort `json:"falls_short" doc:"The worst first"`
	Visits      []SupervisionVisit `json:"visits,omitempty" doc:"Of one organisation; the latest day first"`
}

// Supervisor is one supervisor with how many persons are theirs.
type Supervisor struct {
	Name    string `json:"name"`
	Persons int    `json:"persons"`
	Cover   string `json:"stands_in,omitempty"`
	Over    bool   `json:"too_many,omitempty"`
}

// SupervisionPlan is the plan.
type SupervisionPlan struct {
	OnSite    string             `json:"on_site" maxLength:"2000"`
	Documents string             `json:"documents" maxLength:"2000" doc:"How notebooks, notices and reports are checked"`
	Cover     []SupervisionCover `json:"cover,omitempty" maxItems:"100"`
}

// SupervisionCover is who stands in for a supervisor.
type SupervisionCover struct {
	Supervisor string `json:"supervisor" maxLength:"200"`
	By         string `json:"by" maxLength:"200"`
}

// SupervisionShort is one thing in which supervision falls short.
type SupervisionShort struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Bad  bool   `json:"must_be_put_right"`
}

// SupervisionVisit is a visit or a sample of documents.
type SupervisionVisit struct {
	ID    string `json:"id"`
	Org   string `json:"organisation"`
	Kind  string `json:"kind" enum:"visit,sample"`
	State string `json:"state" enum:"planned,done,called-off"`
	SupervisionDone
	Mended string                     `json:"put_right,omitempty" format:"date"`
	How    string                     `json:"how,omitempty"`
	Why    string                     `json:"why,omitempty" doc:"Why it was called off"`
	Period *registerapi.VersionPeriod `json:"period,omitempty"`
}

// SupervisionPlanned is when a visit is to be made, and by whom.
type SupervisionPlanned struct {
	Day   string `json:"day" format:"date"`
	Place string `json:"place,omitempty" maxLength:"200"`
	By    string `json:"by" maxLength:"200"`
}

// SupervisionDone is what is recorded of a visit or sample.
type SupervisionDone struct {
	SupervisionPlanned
	Notebooks int    `json:"notebooks,omitempty" minimum:"0" maximum:"10000"`
	Notices   int    `json:"notices,omitempty" minimum:"0" maximum:"10000"`
	Reports   int    `json:"reports,omitempty" minimum:"0" maximum:"10000"`
	Wrong     int    `json:"not_in_order,omitempty" minimum:"0" maximum:"30000"`
	Found     string `json:"found,omitempty" maxLength:"2000"`
	MendBy    string `json:"put_right_by,omitempty" format:"date"`
}

func wireVisit(v supervision.VisitVersion) SupervisionVisit {
	x, p := &v.State, registerapi.PeriodOf(v)
	return SupervisionVisit{ID: v.ID, Org: string(x.Org), Kind: string(x.Kind), State: string(x.State), Mended: x.Mended.String(), How: x.How, Why: x.Why, Period: &p,
		SupervisionDone: SupervisionDone{SupervisionPlanned: SupervisionPlanned{x.Day.String(), x.Place, x.By}, Notebooks: x.Notebooks, Notices: x.Notices, Reports: x.Reports, Wrong: x.Wrong, Found: x.Found, MendBy: x.MendBy.String()}}
}

func (d SupervisionDone) visit(with, kind string) (supervision.Visit, error) {
	var wrong fault.Fields
	return supervision.Visit{Org: id.Org(with), Kind: supervision.Kind(kind), Day: registerapi.Day(d.Day, "day", &wrong), Place: d.Place, By: d.By, Notebooks: d.Notebooks, Notices: d.Notices, Reports: d.Reports,
		Wrong: d.Wrong, Found: d.Found, MendBy: registerapi.Day(d.MendBy, "put_right_by", &wrong)}, wrong.Err()
}

func wireSupervision(l supervision.Look) Supervision {
	out := Supervision{Org: l.Org.ID, Persons: l.Persons, Ratio: l.Ratio, Supervisors: []Supervisor{}, Without: len(l.Without), VisitDue: l.VisitDue.String(), SampleDue: l.SampleDue.String(), Shorts: []SupervisionShort{}}
	for _, s := range l.Loads {
		out.Supervisors = append(out.Supervisors, Supervisor(s))
	}
	for _, s := range l.Shorts() {
		out.Shorts = append(out.Shorts, SupervisionShort(s))
	}
	if l.Plan.Written() {
		out.Plan = &SupervisionPlan{OnSite: l.Plan.OnSite, Documents: l.Plan.Documents}
		for _, c := range l.Plan.Cover {
			out.Plan.Cover = append(out.Plan.Cover, SupervisionCover(c))
		}
	}
	return out
}

type supervised struct {
	registerapi.Read[id.Visit, supervision.Visit, SupervisionVisit]
	s *supervision.Service
}

// RegisterSupervision adds the operations of supervision.
func RegisterSupervision(a *api.API, d *db.DB, c clock.Clock, s *supervision.Service) {
	h := &supervised{s: s, Read: registerapi.Read[id.Visit, supervision.Visit, SupervisionVisit]{DB: d, Clock: c, Who: account.Actor, Find: s.Visit, History: s.VisitHistory,
		Past: func(_ authz.Actor, v supervision.VisitVersion) SupervisionVisit { return wireVisit(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v supervision.VisitVersion, _ register.When) (SupervisionVisit, error) {
			return wireVisit(v), nil
		},
		Tag: func(x SupervisionVisit) string { return api.Tag(x.ID, x.Period.Entry) }}}
	h.Register(a, "/supervision-visits", "supervision-visit", authz.ReadAgreement, "A supervision visit or sample, as it stood at any instant", "Every version of a visit’s entry, oldest first")
	api.Get(a, "/supervision", "supervision-list", "How each organisation supervises, by name", authz.ReadAgreement, h.all)
	api.Get(a, "/organisations/{id}/supervision", "supervision", "How an organisation supervises its accredited persons, with its visits and samples", authz.ReadAgreement, h.one)
	api.Post(a, "/organisations/{id}/supervision/plan", "supervision-plan", "Write the supervision plan", authz.KeepLiaison, h.plan)
	for _, x := range []struct {
		path, summary string
		do            func(context.Context, authz.Actor, id.Visit, supervision.Visit) (id.Visit, error)
	}{{"planned", "Plan a supervision visit or sample", s.Schedule}, {"done", "Record a supervision visit or sample that was not planned", s.Record}} {
		api.Register(a, api.Operation{Method: http.MethodPost, Path: "/organisations/{id}/supervision/" + x.path, ID: "supervision-" + x.path, Summary: x.summary, Needs: authz.KeepSupervision, Status: http.StatusCreated},
			func(ctx context.Context, in *struct {
				registerapi.Entry
				Body struct {
					Kind string `json:"kind" enum:"visit,sample"`
					SupervisionDone
				}
			}) (*api.Body[SupervisionVisit], error) {
				v, err := in.Body.visit(in.ID, in.Body.Kind)
				if err != nil {
					return nil, err
				}
				of, err := x.do(ctx, account.Actor(ctx), "", v)
				if err != nil {
					return nil, err
				}
				return h.Now(ctx, of)
			})
	}
	registerapi.Act(a, &h.Read, "move", "Move a planned visit or sample", authz.KeepSupervision, func(ctx context.Context, who authz.Actor, of id.Visit, b SupervisionPlanned) error {
		v, err := SupervisionDone{SupervisionPlanned: b}.visit("", "")
		if err == nil {
			_, err = s.Schedule(ctx, who, of, v)
		}
		return err
	})
	registerapi.Act(a, &h.Read, "record", "Record that a planned visit or sample was made", authz.KeepSupervision, func(ctx context.Context, who authz.Actor, of id.Visit, b SupervisionDone) error {
		v, err := b.visit("", "")
		if err == nil {
			_, err = s.Record(ctx, who, of, v)
		}
		return err
	})
	registerapi.Act(a, &h.Read, "call-off", "Call a planned visit or sample off", authz.KeepSupervision, func(ctx context.Context, who authz.Actor, of id.Visit, b AgreementWhy) error {
		return s.CallOff(ctx, who, of, b.Why)
	})
	registerapi.Act(a, &h.Read, "mend", "Record that what was found is put right", authz.KeepSupervision, func(ctx context.Context, who authz.Actor, of id.Visit, b struct {
		How string `json:"how" maxLength:"2000"`
	}) error {
		return s.Mend(ctx, who, of, b.How)
	})
}

func (h *supervised) all(ctx context.Context, in *registerapi.AsAt) (*api.Body[api.Page[Supervision]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]supervision.Look, error) { return h.s.All(tx, account.Actor(ctx), w) })
	return api.PageOf(all, len(all), wireSupervision, nil), err
}

func (h *supervised) look(ctx context.Context, with string, w register.When) (*api.Body[Supervision], error) {
	l, err := db.Find(ctx, h.DB, func(tx *db.Tx) (supervision.Look, error) { return h.s.Of(tx, account.Actor(ctx), id.Org(with), w) })
	if err != nil {
		return nil, err
	}
	out := wireSupervision(l)
	for _, v := range l.Visits {
		out.Visits = append(out.Visits, wireVisit(v))
	}
	return &api.Body[Supervision]{Body: out}, nil
}

func (h *supervised) one(ctx context.Context, in *struct {
	registerapi.Entry
	registerapi.AsAt
}) (*api.Body[Supervision], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	return h.look(ctx, in.ID, w)
}

func (h *supervised) plan(ctx context.Context, in *struct {
	registerapi.Entry
	Body SupervisionPlan
}) (*api.Body[Supervision], error) {
	p := supervision.Plan{OnSite: in.Body.OnSite, Documents: in.Body.Documents}
	for _, c := range in.Body.Cover {
		p.Cover = append(p.Cover, supervision.Cover(c))
	}
	if err := h.s.Change(ctx, account.Actor(ctx), id.Org(in.ID), p); err != nil {
		return nil, err
	}
	return h.look(ctx, in.ID, register.Now(h.Clock.Now()))
}
