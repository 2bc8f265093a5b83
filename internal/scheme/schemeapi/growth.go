package schemeapi

import (
	"context"
	"net/http"
	"slices"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
	"watchword/internal/scheme/growth"
)

// SchemeAuthority is a local authority of the force area in JSON.
type SchemeAuthority struct {
	ID      string `json:"id" doc:"That of its area, or its own where its area is not known"`
	Name    string `json:"name"`
	Counted bool   `json:"counted"`
	Left    string `json:"why_not_counted,omitempty"`
	Member  string `json:"member" enum:"yes,suspended,no" doc:"Whether it is an accredited organisation itself"`
	Org     string `json:"organisation,omitempty"`
	Found   bool   `json:"found_by_name,omitempty" doc:"The organisation was found by its name; nobody said so"`
	Since   string `json:"since,omitempty" format:"date"`
	Until   string `json:"until,omitempty" format:"date"`
	Asked   string `json:"prospect,omitempty" doc:"Its enquiry, where it is not in the scheme"`
}

// SchemeAuthoritySaid is what is said of a local authority.
type SchemeAuthoritySaid struct {
	Name string `json:"name,omitempty" maxLength:"200" doc:"Of one whose area is not known"`
	Org  string `json:"organisation,omitempty" maxLength:"64" doc:"Empty: it is found by its name"`
	Left string `json:"why_not_counted,omitempty" maxLength:"400" doc:"Empty: it is counted"`
	From string `json:"from,omitempty" format:"date" doc:"Since when; absent: from now on"`
}

// SchemeTarget is a target for growth in JSON.
type SchemeTarget struct {
	ID      string `json:"id"`
	State   string `json:"state" enum:"open,closed"`
	Set     string `json:"set" format:"date"`
	Reached int    `json:"reached" doc:"Counted in the registers, for the day asked for or the target’s own if that was sooner. Of a past version: 0"`
	SchemeTargetAim
	Period *registerapi.VersionPeriod `json:"period"`
}

// SchemeTargetAim is what is entered of a target.
type SchemeTargetAim struct {
	Measure string `json:"measure" enum:"persons,organisations,authorities"`
	Goal    int    `json:"goal" minimum:"1" maximum:"100000"`
	By      string `json:"by" format:"date"`
	How     string `json:"how" maxLength:"1000"`
	Owner   string `json:"owner" maxLength:"100"`
	Note    string `json:"note,omitempty" maxLength:"1000" doc:"Why it is changed, or what came of it"`
}

// SchemeTargetPoint is a target's figure of one day.
type SchemeTargetPoint struct {
	Day     string `json:"day" format:"date"`
	Reached int    `json:"reached"`
}

// SchemeContact is a contact with a community policing team in JSON.
type SchemeContact struct {
	ID    string `json:"id"`
	State string `json:"state" enum:"open,done"`
	SchemeContactRecorded
	Came   string                     `json:"came_of_it,omitempty"`
	Period *registerapi.VersionPeriod `json:"period"`
}

// SchemeContactRecorded is what is entered of a contact.
type SchemeContactRecorded struct {
	Day      string `json:"day" format:"date"`
	Team     string `json:"team" maxLength:"200"`
	District string `json:"district,omitempty" maxLength:"64" doc:"A policing district of the register of areas"`
	With     string `json:"with" maxLength:"200"`
	Said     string `json:"said" maxLength:"2000"`
	SchemeContactStep
}

// SchemeContactStep is what is done next.
type SchemeContactStep struct {
	Next  string `json:"next,omitempty" maxLength:"300"`
	By    string `json:"by,omitempty" format:"date"`
	Owner string `json:"owner,omitempty" maxLength:"100"`
}

// SchemeContactCame is what came of the next action, and what is done after it.
type SchemeContactCame struct {
	Came string `json:"came_of_it" maxLength:"1000"`
	SchemeContactStep
}

func authorityOf(l growth.Line) SchemeAuthority {
	out := SchemeAuthority{ID: string(l.ID), Name: l.Name, Counted: l.Left == "", Left: l.Left, Member: map[growth.Member]string{growth.In: "yes", growth.Stopped: "suspended", growth.Out: "no"}[l.Member], Org: string(l.Org), Found: l.Found, Until: l.Until.String()}
	if l.Member == growth.In {
		out.Since = l.Since.String()
	}
	if l.Prospect != nil {
		out.Asked = l.Prospect.ID
	}
	return out
}

func targetOf(v growth.TargetVersion, reached int) SchemeTarget {
	t, p := &v.State, registerapi.PeriodOf(v)
	return SchemeTarget{ID: v.ID, State: string(t.State), Set: t.Set.String(), Reached: reached, Period: &p,
		SchemeTargetAim: SchemeTargetAim{string(t.Measure), t.Goal, t.By.String(), t.How, t.Owner, t.Note}}
}

func contactOf(v growth.TalkVersion) SchemeContact {
	t, p := &v.State, registerapi.PeriodOf(v)
	return SchemeContact{ID: v.ID, State: string(t.State), Came: t.Came, Period: &p, SchemeContactRecorded: SchemeContactRecorded{t.Day.String(), t.Team, string(t.District), t.With, t.Said,
		SchemeContactStep{t.Next, t.NextDay.String(), t.Owner}}}
}

func (b SchemeTargetAim) aim() (growth.Aim, error) {
	var wrong fault.Fields
	a := growth.Aim{Measure: growth.Measure(b.Measure), Goal: b.Goal, By: registerapi.Day(b.By, "by", &wrong), How: b.How, Owner: b.Owner, Note: b.Note}
	return a, wrong.Err()
}

func (b SchemeContactStep) step(wrong *fault.Fields) growth.Step {
	return growth.Step{Next: b.Next, By: registerapi.Day(b.By, "by", wrong), Owner: b.Owner}
}

type growthHandlers struct {
	d *db.DB
	c clock.Clock
	s *growth.Service
	t registerapi.Read[id.Target, growth.Target, SchemeTarget]
	k registerapi.Read[id.Talk, growth.Talk, SchemeContact]
}

// RegisterGrowth adds the operations on how far the scheme reaches and how it grows.
func RegisterGrowth(a *api.API, d *db.DB, c clock.Clock, s *growth.Service) {
	h := &growthHandlers{d: d, c: c, s: s}
	h.t = registerapi.Read[id.Target, growth.Target, SchemeTarget]{DB: d, Clock: c, Who: account.Actor, Find: s.Target, History: s.TargetHistory,
		Past: func(_ authz.Actor, v growth.TargetVersion) SchemeTarget { return targetOf(v, 0) },
		Wire: func(tx *db.Tx, who authz.Actor, v growth.TargetVersion, w register.When) (SchemeTarget, error) {
			n, err := s.Count(tx, who, v.State.Measure, growth.On(w, v.State.Until(clock.DayOf(w.At))))
			return targetOf(v, n), err
		},
		Tag: func(x SchemeTarget) string { return api.Tag(x.ID, x.Period.Entry) }}
	h.k = registerapi.Read[id.Talk, growth.Talk, SchemeContact]{DB: d, Clock: c, Who: account.Actor, Find: s.Talk, History: s.TalkHistory,
		Past: func(_ authz.Actor, v growth.TalkVersion) SchemeContact { return contactOf(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v growth.TalkVersion, _ register.When) (SchemeContact, error) {
			return contactOf(v), nil
		},
		Tag: func(x SchemeContact) string { return api.Tag(x.ID, x.Period.Entry) }}
	api.Get(a, "/local-authorities", "authority-list", "The local authorities of the force area, as they stood, and whether each is in the scheme", authz.ReadScheme, h.authorities)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/local-authorities", ID: "authority-enter", Summary: "Enter a local authority whose area is not known", Needs: authz.KeepScheme, Status: http.StatusCreated}, func(ctx context.Context, in *struct{ Body SchemeAuthoritySaid }) (*api.Body[SchemeAuthority], error) {
		return h.settle(ctx, "", in.Body)
	})
	api.Post(a, "/local-authorities/{id}", "authority-settle", "Say which organisation a local authority is, and whether it is counted", authz.KeepScheme, func(ctx context.Context, in *struct {
		registerapi.Entry
		Body SchemeAuthoritySaid
	}) (*api.Body[SchemeAuthority], error) {
		return h.settle(ctx, id.Authority(in.ID), in.Body)
	})
	h.targets(a)
	h.contacts(a)
}

func (h *growthHandlers) authorities(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
}) (*api.Body[api.Page[SchemeAuthority]], error) {
	w, err := in.When(h.c.Now())
	if err != nil {
		return nil, err
	}
	c, err := db.Find(ctx, h.d, func(tx *db.Tx) (growth.Coverage, error) { return h.s.Coverage(tx, account.Actor(ctx), w) })
	if err != nil {
		return nil, err
	}
	return api.PageBehind(slices.Concat(c.Lines, c.Left), in.Paging, authorityOf, func(l growth.Line) string { return string(l.ID) })
}

func (h *growthHandlers) settle(ctx context.Context, of id.Authority, b SchemeAuthoritySaid) (*api.Body[SchemeAuthority], error) {
	var wrong fault.Fields
	x := growth.Said{Name: b.Name, Org: id.Org(b.Org), Left: b.Left, From: registerapi.Day(b.From, "from", &wrong)}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	of, err := h.s.Settle(ctx, account.Actor(ctx), of, x)
	if err != nil {
		return nil, err
	}
	l, err := db.Find(ctx, h.d, func(tx *db.Tx) (growth.Line, error) {
		return h.s.Authority(tx, account.Actor(ctx), of, register.Now(h.c.Now()))
	})
	return api.Of(authorityOf(l)), err
}

func (h *growthHandlers) targets(a *api.API) {
	h.t.Register(a, "/targets", "target", authz.ReadScheme, "A target for growth, as it stood at any instant, with how far the registers were", "Every version of a target, oldest first")
	api.Get(a, "/targets", "target-list", "The targets for growth, with how far the registers are", authz.ReadScheme, h.targetList)
	api.Get(a, "/targets/{id}/course", "target-course", "How far a target was, day by day since it was set", authz.ReadScheme, h.course)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/targets", ID: "target-set", Summary: "Set a target for growth", Needs: authz.KeepScheme, Status: http.StatusCreated}, func(ctx context.Context, in *struct{ Body SchemeTargetAim }) (*api.Body[SchemeTarget], error) {
		aim, err := in.Body.aim()
		if err != nil {
			return nil, err
		}
		of, err := h.s.Set(ctx, account.Actor(ctx), aim)
		if err != nil {
			return nil, err
		}
		return h.t.Now(ctx, of)
	})
	registerapi.Act(a, &h.t, "change", "Change a target; what is counted stays", authz.KeepScheme, func(ctx context.Context, who authz.Actor, of id.Target, b SchemeTargetAim) error {
		aim, err := b.aim()
		if err != nil {
			return err
		}
		return h.s.Change(ctx, who, of, aim)
	})
	registerapi.Act(a, &h.t, "close", "Close a target, with what came of it", authz.KeepScheme, func(ctx context.Context, who authz.Actor, of id.Target, b SchemeRiskWhy) error {
		return h.s.Close(ctx, who, of, b.Note)
	})
}

func (h *growthHandlers) targetList(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
}) (*api.Body[api.Page[SchemeTarget]], error) {
	w, err := in.When(h.c.Now())
	if err != nil {
		return nil, err
	}
	var out []SchemeTarget
	err = h.d.Read(ctx, func(tx *db.Tx) error {
		all, err := h.s.Targets(tx, account.Actor(ctx), w)
		if err != nil {
			return err
		}
		for _, v := range all {
			n, err := h.s.Count(tx, account.Actor(ctx), v.State.Measure, growth.On(w, v.State.Until(clock.DayOf(w.At))))
			if err != nil {
				return err
			}
			out = append(out, targetOf(v, n))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return api.PageBehind(out, in.Paging, func(t SchemeTarget) SchemeTarget { return t }, func(t SchemeTarget) string { return t.ID })
}

func (h *growthHandlers) course(ctx context.Context, in *struct {
	registerapi.Entry
	registerapi.AsAt
}) (*api.Body[api.Page[SchemeTargetPoint]], error) {
	w, err := in.When(h.c.Now())
	if err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, h.d, func(tx *db.Tx) ([]growth.Point, error) {
		v, err := h.s.Target(tx, account.Actor(ctx), id.Target(in.ID), w)
		if err != nil {
			return nil, err
		}
		return h.s.Course(tx, account.Actor(ctx), &v.State, w)
	})
	return api.PageOf(all, len(all), func(p growth.Point) SchemeTargetPoint { return SchemeTargetPoint{p.Day.String(), p.N} }, nil), err
}

func (h *growthHandlers) contacts(a *api.API) {
	h.k.Register(a, "/growth-contacts", "growth-contact", authz.KeepScheme, "A contact with a community policing team about growth, as it stood at any instant", "Every version of a contact, oldest first")
	api.Get(a, "/growth-contacts", "growth-contact-list", "The contact log, the latest first", authz.KeepScheme, func(ctx context.Context, in *struct {
		api.Paging
		registerapi.AsAt
		Text string `query:"q" maxLength:"120" doc:"In the team, who spoke, what was said or what is next"`
		Open bool   `query:"open" doc:"Only those after which something is still to be done"`
	}) (*api.Body[api.Page[SchemeContact]], error) {
		w, err := in.When(h.c.Now())
		if err != nil {
			return nil, err
		}
		all, err := db.Find(ctx, h.d, func(tx *db.Tx) ([]growth.TalkVersion, error) {
			return h.s.Talks(tx, account.Actor(ctx), growth.Log{Text: in.Text, Open: in.Open}, w)
		})
		if err != nil {
			return nil, err
		}
		return api.PageBehind(all, in.Paging, contactOf, func(v growth.TalkVersion) string { return v.ID })
	})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/growth-contacts", ID: "growth-contact-record", Summary: "Record a contact with a community policing team", Needs: authz.KeepScheme, Status: http.StatusCreated}, func(ctx context.Context, in *struct{ Body SchemeContactRecorded }) (*api.Body[SchemeContact], error) {
		var wrong fault.Fields
		b := in.Body
		x := growth.Recorded{Day: registerapi.Day(b.Day, "day", &wrong), Team: b.Team, With: b.With, Said: b.Said, District: id.Area(b.District), Step: b.step(&wrong)}
		if err := wrong.Err(); err != nil {
			return nil, err
		}
		of, err := h.s.Record(ctx, account.Actor(ctx), x)
		if err != nil {
			return nil, err
		}
		return h.k.Now(ctx, of)
	})
	registerapi.Act(a, &h.k, "follow", "Say what came of the next action, and what is done after it", authz.KeepScheme, func(ctx context.Context, who authz.Actor, of id.Talk, b SchemeContactCame) error {
		var wrong fault.Fields
		step := b.step(&wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return h.s.Follow(ctx, who, of, b.Came, step)
	})
}
