// Package reformapi offers changes of the law to other programs: the watch list, previews,
// and each change to its carrying out.
package reformapi

import (
	"context"
	"net/http"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/reform"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// LawChange is a change of the law in JSON.
type LawChange struct {
	ID         string                     `json:"id"`
	Number     string                     `json:"number" example:"LC-001"`
	State      string                     `json:"state" enum:"watched,kept,proposed,carried-out,dropped"`
	Kind       string                     `json:"kind" enum:"ends,amended,begins"`
	Power      string                     `json:"power"`
	Day        string                     `json:"day,omitempty" format:"date" doc:"The first day of what is new"`
	Retrain    bool                       `json:"retrain"`
	Trained    string                     `json:"trained_from,omitempty" format:"date"`
	What       string                     `json:"what"`
	Source     string                     `json:"source"`
	Look       string                     `json:"look_again_by,omitempty" format:"date"`
	Who        string                     `json:"watched_by,omitempty"`
	Instrument string                     `json:"instrument,omitempty"`
	Decided    string                     `json:"carried_out_by,omitempty"`
	Why        string                     `json:"why,omitempty"`
	Impact     *LawImpact                 `json:"impact,omitempty" doc:"As it was kept, or carried out"`
	Period     *registerapi.VersionPeriod `json:"period"`
}

// LawImpact is what a change does, as known at an instant.
type LawImpact struct {
	At           time.Time       `json:"as_known"`
	Itself       bool            `json:"by_itself" doc:"The catalogue has the day already"`
	Two          int             `json:"lose_more"`
	None         int             `json:"left_with_none"`
	Cards        int             `json:"cards"`
	Certificates int             `json:"certificates"`
	Agreements   int             `json:"agreements"`
	Untrained    int             `json:"to_train"`
	Persons      []LawTouched    `json:"persons"`
	Orgs         []LawTouchedOrg `json:"organisations"`
}

// LawTouched is one person whom a change touches.
type LawTouched struct {
	Person        string   `json:"person"`
	Accreditation string   `json:"accreditation"`
	Number        string   `json:"number"`
	Org           string   `json:"organisation"`
	Loses         []string `json:"loses"`
	Gains         bool     `json:"gains"`
	Left          int      `json:"powers_left"`
	Untrained     bool     `json:"to_train"`
	Card          string   `json:"card,omitempty" doc:"To be made again"`
}

// LawTouchedOrg is what a change does in one organisation.
type LawTouchedOrg struct {
	Org        string   `json:"organisation"`
	Name       string   `json:"name"`
	Persons    int      `json:"persons"`
	Two        int      `json:"lose_more"`
	None       int      `json:"left_with_none"`
	Cards      int      `json:"cards"`
	Untrained  int      `json:"to_train"`
	Agreements []string `json:"agreements" doc:"Numbers of those that name the power"`
}

func wireImpact(i reform.Impact) LawImpact {
	out := LawImpact{At: i.At, Itself: i.Itself, Two: i.Two, None: i.None, Cards: i.Cards, Certificates: i.Certificates, Agreements: i.Agreements, Untrained: i.Untrained, Persons: []LawTouched{}, Orgs: []LawTouchedOrg{}}
	for _, t := range i.Persons {
		x := LawTouched{Person: string(t.Person), Accreditation: string(t.Accreditation), Number: t.Number, Org: string(t.Org), Loses: []string{}, Gains: t.Gains, Left: t.Left, Untrained: t.Untrained, Card: string(t.Card)}
		for _, p := range t.Loses {
			x.Loses = append(x.Loses, string(p))
		}
		out.Persons = append(out.Persons, x)
	}
	for _, o := range i.Orgs {
		out.Orgs = append(out.Orgs, LawTouchedOrg{string(o.Org), o.Name, o.Persons, o.Two, o.None, o.Cards, o.Untrained, append([]string{}, o.Agreements...)})
	}
	return out
}

func wire(v reform.Version) LawChange {
	r, p := &v.State, registerapi.PeriodOf(v)
	out := LawChange{ID: v.ID, Number: r.Number, State: string(r.State), Kind: string(r.Kind), Power: string(r.Power), Day: r.Day.String(), Retrain: r.Retrain, Trained: r.Trained.String(), What: r.What, Source: r.Source,
		Look: r.Look.String(), Who: r.Who, Instrument: r.Instrument, Decided: r.Decided, Why: r.Why, Period: &p}
	if r.Impact != nil {
		i := wireImpact(*r.Impact)
		out.Impact = &i
	}
	return out
}

type handlers struct {
	registerapi.Read[id.Reform, reform.Reform, LawChange]
	s *reform.Service
}

// Register adds the operations of changes of the law.
func Register(a *api.API, d *db.DB, c clock.Clock, s *reform.Service) {
	h := &handlers{s: s, Read: registerapi.Read[id.Reform, reform.Reform, LawChange]{DB: d, Clock: c, Who: account.Actor, Find: s.Find, History: s.History,
		Past: func(_ authz.Actor, v reform.Version) LawChange { return wire(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v reform.Version, _ register.When) (LawChange, error) {
			return wire(v), nil
		},
		Tag: func(x LawChange) string { return api.Tag(x.ID, x.Period.Entry) }}}
	h.Register(a, "/law-changes", "law-change", authz.ReadReforms, "A change of the law, as it stood at any instant", "Every version of a change, oldest first")
	api.Get(a, "/law-changes", "law-change-list", "The watch list of the force, the newest first", authz.ReadReforms, h.list)
	api.Get(a, "/law-preview", "law-change-preview", "What a change of the law would do. Nothing is changed by it", authz.ReadReforms, h.preview)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/law-changes", ID: "law-change-watch", Summary: "Put a change on the watch list", Needs: authz.KeepReforms, Status: http.StatusCreated}, h.watch)
	registerapi.Act(a, &h.Read, "note", "Note what more is known of a change", authz.KeepReforms, func(ctx context.Context, who authz.Actor, of id.Reform, b LawNote) error {
		n, err := b.note()
		if err != nil {
			return err
		}
		return s.Note(ctx, who, of, n)
	})
	registerapi.Act(a, &h.Read, "keep", "Work out what it would do and keep it", authz.KeepReforms, func(ctx context.Context, who authz.Actor, of id.Reform, _ struct{}) error {
		return s.Keep(ctx, who, of)
	})
	registerapi.Act(a, &h.Read, "propose", "Put it before the delegate, by its instrument", authz.KeepReforms, func(ctx context.Context, who authz.Actor, of id.Reform, b LawInstrument) error {
		return s.Propose(ctx, who, of, b.Instrument)
	})
	registerapi.Act(a, &h.Read, "carry-out", "Carry it out, with letters", authz.CarryOutReforms, func(ctx context.Context, who authz.Actor, of id.Reform, b LawSigned) error {
		return s.CarryOut(ctx, who, of, b.TypedName)
	})
	registerapi.Act(a, &h.Read, "send-back", "Return it to the scheme office", authz.CarryOutReforms, func(ctx context.Context, who authz.Actor, of id.Reform, b LawWhy) error {
		return s.SendBack(ctx, who, of, b.Why)
	})
	registerapi.Act(a, &h.Read, "drop", "Take it off the watch list", authz.KeepReforms, func(ctx context.Context, who authz.Actor, of id.Reform, b LawWhy) error {
		return s.Drop(ctx, who, of, b.Why)
	})
}

// LawNote is what is known of a change.
type LawNote struct {
	Kind    string `json:"kind" enum:"ends,amended,begins"`
	Power   string `json:"power" maxLength:"64"`
	Day     string `json:"day,omitempty" format:"date"`
	Retrain bool   `json:"retrain,omitempty" doc:"Of an amended power: whoever has it must train for it anew"`
	Trained string `json:"trained_from,omitempty" format:"date" doc:"The first day of training that counts then"`
	What    string `json:"what" maxLength:"1000" doc:"Those whom it touches read it in their letter"`
	Source  string `json:"source" maxLength:"300"`
	Look    string `json:"look_again_by,omitempty" format:"date"`
	Who     string `json:"watched_by,omitempty" maxLength:"100"`
}

func (b LawNote) note() (reform.Note, error) {
	var wrong fault.Fields
	n := reform.Note{Change: reform.Change{Kind: reform.Kind(b.Kind), Power: law.PowerID(b.Power), Day: registerapi.Day(b.Day, "day", &wrong), Retrain: b.Retrain, Trained: registerapi.Day(b.Trained, "trained_from", &wrong)},
		What: b.What, Source: b.Source, Look: registerapi.Day(b.Look, "look_again_by", &wrong), Who: b.Who}
	return n, wrong.Err()
}

// LawInstrument is what makes a change law.
type LawInstrument struct {
	Instrument string `json:"instrument" maxLength:"300"`
}

// LawSigned is the signature of who carries a change out.
type LawSigned struct {
	TypedName string `json:"typed_name" maxLength:"100"`
}

// LawWhy is the reason for an act.
type LawWhy struct {
	Why string `json:"why" maxLength:"1000"`
}

func (h *handlers) list(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
}) (*api.Body[api.Page[LawChange]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]reform.Version, error) { return h.s.List(tx, account.Actor(ctx), w) })
	if err != nil {
		return nil, err
	}
	return api.PageBehind(all, in.Paging, wire, func(v reform.Version) string { return v.ID })
}

func (h *handlers) watch(ctx context.Context, in *struct{ Body LawNote }) (*api.Body[LawChange], error) {
	n, err := in.Body.note()
	if err != nil {
		return nil, err
	}
	of, err := h.s.Watch(ctx, account.Actor(ctx), n)
	if err != nil {
		return nil, err
	}
	return h.Now(ctx, of)
}

func (h *handlers) preview(ctx context.Context, in *struct {
	Kind    string `query:"kind" required:"true" enum:"ends,amended,begins"`
	Power   string `query:"power" required:"true" maxLength:"64"`
	Day     string `query:"day" required:"true" format:"date" doc:"The first day of what is new"`
	Retrain bool   `query:"retrain"`
	Trained string `query:"trained_from" format:"date"`
}) (*api.Body[LawImpact], error) {
	n, err := LawNote{Kind: in.Kind, Power: in.Power, Day: in.Day, Retrain: in.Retrain, Trained: in.Trained}.note()
	if err != nil {
		return nil, err
	}
	i, err := db.Find(ctx, h.DB, func(tx *db.Tx) (reform.Impact, error) { return h.s.Preview(tx, account.Actor(ctx), n.Change) })
	return api.Of(wireImpact(i)), err
}
