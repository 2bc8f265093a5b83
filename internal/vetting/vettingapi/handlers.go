package vettingapi

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
	"watchword/internal/register/registerapi"
	"watchword/internal/vetting/envelope"
)

// ByID names a case in the address.
type ByID struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the case"`
}

// Of names a person in the address.
type Of struct {
	Person string `path:"id" maxLength:"64" doc:"Identity of the person"`
}

type handlers struct {
	db        *db.DB
	clock     clock.Clock
	envelopes *envelope.Service
}

// Register adds the operations of vetting.
func Register(a *api.API, d *db.DB, c clock.Clock, envelopes *envelope.Service) {
	h := &handlers{d, c, envelopes}
	h.reads(a)
	h.links(a)
	h.unit(a)
	h.own(a)
}

type caseAt struct {
	ByID
	registerapi.AsAt
	api.Unless
}

func (h *handlers) reads(a *api.API) {
	api.Get(a, "/vetting-cases", "vetting-case-list", "Vettings by identity: state, level and days", authz.ReadPerson, h.list)
	api.Get(a, "/vetting-cases/{id}", "vetting-case-find", "Where a vetting stood: state, level and days", authz.ReadPerson, func(ctx context.Context, in *caseAt) (*api.Body[Case], error) {
		out, err := h.at(ctx, in)
		if err != nil {
			return nil, err
		}
		return out, in.Same(out.ETag)
	})
	api.Get(a, "/people/{id}/vetting-cases", "person-vetting-cases", "A person’s vettings, the newest first, with the day on which a decision can be expected", authz.ReadPerson, h.ofPerson)
	api.Get(a, "/vetting-forecast", "vetting-forecast", "When decisions can be expected, and which clearances end", authz.OpenVetting, h.forecast)
	api.Register(a, api.Operation{Method: http.MethodGet, Path: "/vetting-cases/{id}/content", ID: "vetting-case-content", Summary: "Open an envelope", Needs: authz.OpenVetting,
		About: "Each opening is an entry of the ledger with its reason. For the vetting unit alone."}, h.content)
}

func (h *handlers) list(ctx context.Context, in *struct {
	api.Paging
	State string `query:"state" enum:"invited,sent,asked,cleared,refused,withdrawn,appealed,upheld,stopped" doc:"Only these"`
}) (*api.Body[api.Page[Case]], error) {
	after, err := api.ParseCursor(in.Cursor, 1)
	if err != nil {
		return nil, err
	}
	var from id.Vetting
	if after != nil {
		from = id.Vetting(after[0])
	}
	vs, err := db.Find(ctx, h.db, func(tx *db.Tx) ([]envelope.Version, error) {
		return h.envelopes.List(tx, account.Actor(ctx), envelope.State(in.State), from, in.Limit+1)
	})
	return api.PageOf(vs, in.Limit, wire, func(v envelope.Version) []string { return []string{v.ID} }), err
}

func (h *handlers) at(ctx context.Context, in *caseAt) (*api.Body[Case], error) {
	w, err := in.When(h.clock.Now())
	if err != nil {
		return nil, err
	}
	v, err := db.Find(ctx, h.db, func(tx *db.Tx) (envelope.Version, error) {
		return h.envelopes.Find(tx, account.Actor(ctx), id.Vetting(in.ID), w)
	})
	return &api.Body[Case]{ETag: tag(v), Body: wire(v)}, err
}

// now is the case after an act.
func (h *handlers) now(ctx context.Context, c string, err error) (*api.Body[Case], error) {
	if err != nil {
		return nil, err
	}
	return h.at(ctx, &caseAt{ByID: ByID{ID: c}})
}

func (h *handlers) ofPerson(ctx context.Context, in *Of) (*api.Body[api.Page[Case]], error) {
	var expected clock.Day
	vs, err := db.Find(ctx, h.db, func(tx *db.Tx) (vs []envelope.Version, err error) {
		who := account.Actor(ctx)
		if vs, err = h.envelopes.Of(tx, who, id.Person(in.Person)); err != nil {
			return nil, err
		}
		expected, err = h.envelopes.Expected(tx, who, id.Person(in.Person))
		return vs, err
	})
	return api.PageOf(vs, len(vs), func(v envelope.Version) Case {
		c := wire(v)
		if v.State.State.Open() {
			c.Expected = expected.String()
		}
		return c
	}, nil), err
}

func (h *handlers) forecast(ctx context.Context, _ *struct{}) (*api.Body[Forecast], error) {
	out, err := db.Find(ctx, h.db, func(tx *db.Tx) (Forecast, error) {
		all, f, err := h.envelopes.Queue(tx, account.Actor(ctx))
		if err != nil {
			return Forecast{}, err
		}
		months, err := h.envelopes.Renewals(tx, account.Actor(ctx))
		return wireForecast(all, f, months), err
	})
	return api.Of(out), err
}

func (h *handlers) content(ctx context.Context, in *struct {
	ByID
	Reason string `query:"reason" required:"true" enum:"look,check,decide,appeal,review,subject,quality" doc:"Why it is opened; it stands in the ledger"`
}) (*api.Body[api.Page[Content]], error) {
	all, err := h.envelopes.Open(ctx, account.Actor(ctx), id.Vetting(in.ID), envelope.Reason(in.Reason))
	return api.PageOf(all, len(all), wireContent, nil), err
}

func (h *handlers) links(a *api.API) {
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/people/{id}/vetting-cases", ID: "vetting-invite", Summary: "Make an envelope for a person, and the link to the form", Needs: authz.RecordVetting,
		About: "The link is for the person alone and is told once.", Status: http.StatusCreated, Fleeting: true}, func(ctx context.Context, in *struct {
		Of
		Body struct {
			Level string `json:"level,omitempty" maxLength:"80" doc:"Of the force’s levels; none for a person who is cleared on paper"`
		}
	}) (*api.Body[Link], error) {
		l, err := h.envelopes.Invite(ctx, account.Actor(ctx), id.Person(in.Person), in.Body.Level)
		return api.Of(wireLink(l)), err
	})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/vetting-cases/{id}/link", ID: "vetting-link", Summary: "Make another link to a form; the one before stops working", Needs: authz.RecordVetting, Fleeting: true},
		func(ctx context.Context, in *struct {
			ByID
			Body struct {
				Forget bool `json:"forget_word,omitempty" doc:"The person has forgotten the word, and you have made sure who it is"`
			}
		}) (*api.Body[Link], error) {
			l, err := h.envelopes.RenewLink(ctx, account.Actor(ctx), id.Vetting(in.ID), in.Body.Forget)
			return api.Of(wireLink(l)), err
		})
}

func wireLink(l envelope.Link) Link {
	return Link{Case: string(l.Case), Path: "/v/" + l.Secret, Until: l.Until}
}

// act registers an act of the unit on a case, which answers with the case as it then
// stands.
func act[B any](a *api.API, h *handlers, path, name, summary string, needs authz.Permission, do func(ctx context.Context, who authz.Actor, c id.Vetting, b B) error) {
	api.Post(a, "/vetting-cases/{id}/"+path, name, summary, needs, func(ctx context.Context, in *struct {
		ByID
		Body B
	}) (*api.Body[Case], error) {
		return h.now(ctx, in.ID, do(ctx, account.Actor(ctx), id.Vetting(in.ID), in.Body))
	})
}

type question struct {
	Text string `json:"text" maxLength:"6000" doc:"Sealed; the person reads it behind the link"`
}

type checked struct {
	Check string `json:"check" maxLength:"80" doc:"What was checked, for example “Police National Computer”"`
	Class string `json:"class" enum:"nothing,something,not-needed" doc:"Class of the result; what was found is never kept"`
	Day   string `json:"day" format:"date"`
}

type reviewed struct {
	Note  string `json:"note" maxLength:"6000" doc:"Sealed, for the file of the unit"`
	Again string `json:"again,omitempty" format:"date" doc:"The day to look again"`
}

type identity struct {
	Documents []string `json:"documents" maxItems:"10" doc:"Passport, Birth certificate, Driving licence, Utility bill, Another document"`
	Likeness  bool     `json:"likeness" doc:"The photograph is a true likeness"`
	Seen      string   `json:"seen" format:"date"`
}

func (h *handlers) unit(a *api.API) {
	act(a, h, "questions", "vetting-ask", "Ask the person something", authz.OpenVetting, func(ctx context.Context, who authz.Actor, c id.Vetting, b question) error {
		return h.envelopes.Ask(ctx, who, c, b.Text)
	})
	act(a, h, "checks", "vetting-check", "Record a check: class of the result, and day", authz.OpenVetting, func(ctx context.Context, who authz.Actor, c id.Vetting, b checked) error {
		var wrong fault.Fields
		day := registerapi.Day(b.Day, "day", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return h.envelopes.RecordCheck(ctx, who, c, envelope.Check{Name: b.Check, Class: envelope.Class(b.Class), Day: day})
	})
	act(a, h, "decision", "vetting-decide", "Decide, withdraw a clearance, or decide an appeal", authz.RecordVetting, h.decide)
	act(a, h, "reviews", "vetting-review", "Record that the unit has looked again", authz.OpenVetting, func(ctx context.Context, who authz.Actor, c id.Vetting, b reviewed) error {
		var wrong fault.Fields
		again := registerapi.Day(b.Again, "again", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return h.envelopes.Review(ctx, who, c, b.Note, again)
	})
	act(a, h, "chases", "vetting-chase", "Record that the person was reminded today", authz.RecordVetting, func(ctx context.Context, who authz.Actor, c id.Vetting, _ struct{}) error {
		return h.envelopes.Chase(ctx, who, c)
	})
	act(a, h, "identity", "vetting-identity", "Say which proof of identity was seen", authz.SeeIdentity, func(ctx context.Context, who authz.Actor, c id.Vetting, b identity) error {
		var wrong fault.Fields
		seen := registerapi.Day(b.Seen, "seen", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return h.envelopes.SeeIdentity(ctx, who, c, b.Documents, b.Likeness, seen)
	})
	act(a, h, "erasure", "vetting-erase", "Destroy what lies in an envelope whose time is over", authz.EraseVetting, func(ctx context.Context, who authz.Actor, c id.Vetting, _ struct{}) error {
		return h.envelopes.Erase(ctx, who, c)
	})
	api.Post(a, "/vetting-key", "vetting-rotate-key", "Give the unit a new key, and destroy the old one", authz.RotateVettingKey, func(ctx context.Context, _ *struct{}) (*api.Body[struct {
		Envelopes int `json:"envelopes" doc:"Wrapped under the new key"`
	}], error) {
		n, err := h.envelopes.RotateKey(ctx, account.Actor(ctx))
		return api.Of(struct {
			Envelopes int `json:"envelopes" doc:"Wrapped under the new key"`
		}{n}), err
	})
}

// decide makes the decision that fits where the case stands.
func (h *handlers) decide(ctx context.Context, who authz.Actor, c id.Vetting, b Decision) error {
	var wrong fault.Fields
	x := b.decision(registerapi.Day(b.Expires, "expires", &wrong), registerapi.Day(b.Aftercare, "aftercare", &wrong))
	if err := wrong.Err(); err != nil {
		return err
	}
	at, err := h.at(ctx, &caseAt{ByID: ByID{ID: string(c)}})
	if err != nil {
		return err
	}
	switch {
	case b.Outcome == "passed" && at.Body.State == string(envelope.Appealed):
		return h.envelopes.Allow(ctx, who, c, x)
	case b.Outcome == "passed":
		return h.envelopes.Pass(ctx, who, c, x)
	case b.Outcome == "refused":
		return h.envelopes.Refuse(ctx, who, c, x)
	case b.Outcome == "withdrawn":
		return h.envelopes.Withdraw(ctx, who, c, x)
	case b.Outcome == "upheld":
		return h.envelopes.Uphold(ctx, who, c, x)
	}
	return fault.In("outcome", "Choose passed, refused, withdrawn or upheld")
}

func (h *handlers) own(a *api.API) {
	for _, x := range []struct {
		path, name, summary string
		declaration         bool
	}{{"/me/vetting/declarations", "own-vetting-declaration", "Make your yearly vetting declaration", true}, {"/me/vetting/changes", "own-vetting-change", "Tell the vetting unit of a change", false}} {
		api.Register(a, api.Operation{Method: http.MethodPost, Path: x.path, ID: x.name, Summary: x.summary, Needs: authz.OwnVetting, Status: http.StatusNoContent}, func(ctx context.Context, in *struct{ Body Told }) (*api.Done, error) {
			return &api.Done{}, h.envelopes.TellOwn(ctx, account.Actor(ctx), in.Body.told(x.declaration))
		})
	}
}
