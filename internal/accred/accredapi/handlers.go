// Package accredapi offers accreditations to other programs, with what they stand on:
// vetting results, training, and the letters that tell of decisions. Each read answers
// for any past instant; each act of the table of states has an operation.
//
// Read Register: accreditations here, a person's facts in facts.go.
package accredapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

// Config is what the operations need. All is required.
type Config struct {
	DB        *db.DB
	Clock     clock.Clock
	Persons   *person.Service
	Vettings  *vetting.Service
	Trainings *training.Service
	Accreds   *accred.Service
}

type handlers struct{ Config }

// Which is the accreditation that the address names.
type Which struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the accreditation"`
}

// AccreditationReason is why an act is done.
type AccreditationReason struct {
	Why string `json:"why" maxLength:"4000" doc:"The reason. The person will read it"`
}

// Register adds the operations of accreditations, vetting results, training and letters.
func Register(a *api.API, c Config) {
	h := &handlers{c}
	h.facts(a)
	api.Get(a, "/accreditations", "accreditation-by-number", "The accreditation that bears an AP number", authz.ReadPerson, h.byNumber)
	api.Get(a, "/accreditations/{id}", "accreditation-find", "An accreditation, and what it amounts to at any instant", authz.ReadPerson, h.find)
	api.Get(a, "/accreditations/{id}/history", "accreditation-history", "Every version of an accreditation, oldest first", authz.ReadPerson, h.history)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/people/{id}/recommend", ID: "accreditation-recommend", Summary: "Put a person before the delegate", Needs: authz.Recommend, Status: http.StatusCreated}, h.recommend)
	api.Post(a, "/accreditations/{id}/sign", "accreditation-sign", "Accredit the person, for the chief officer", authz.Grant, h.sign)
	api.Post(a, "/accreditations/{id}/refuse", "accreditation-refuse", "Decide not to accredit", authz.Grant, h.refuse)
	api.Post(a, "/accreditations/{id}/modify", "accreditation-modify", "Change powers, area or conditions by notice", authz.Grant, h.modify)
	api.Post(a, "/accreditations/{id}/renew", "accreditation-renew", "Renew an accreditation to a later last day", authz.Grant, h.renew)
	for _, x := range []struct {
		act, summary string
		needs        authz.Permission
		do           func(context.Context, authz.Actor, id.Accreditation, string) error
	}{
		{"suspend", "Suspend an accreditation at once", authz.SuspendNow, c.Accreds.Suspend},
		{"reinstate", "End a suspension", authz.Grant, c.Accreds.Reinstate},
		{"withdraw", "Withdraw an accreditation at once, for good", authz.Grant, c.Accreds.Withdraw},
	} {
		api.Post(a, "/accreditations/{id}/"+x.act, "accreditation-"+x.act, x.summary, x.needs, func(ctx context.Context, in *struct {
			Which
			api.If
			Body AccreditationReason
		}) (*api.Body[Accreditation], error) {
			return h.act(ctx, in.Which, in.If, func(who authz.Actor) error { return x.do(ctx, who, id.Accreditation(in.ID), in.Body.Why) })
		})
	}
}

// tag changes with the version, and with what has lapsed since it was written.
func tag(a Accreditation) string {
	parts := []string{a.ID, a.Period.Entry, a.Standing.Status}
	for _, g := range a.Grants {
		parts = append(parts, g.Status)
	}
	return api.Tag(parts...)
}

func (h *handlers) find(ctx context.Context, in *struct {
	Which
	registerapi.AsAt
	api.Unless
}) (*api.Body[Accreditation], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	out, err := h.read(ctx, id.Accreditation(in.ID), w)
	if err != nil {
		return nil, err
	}
	return out, in.Same(out.ETag)
}

func (h *handlers) read(ctx context.Context, which id.Accreditation, w register.When) (*api.Body[Accreditation], error) {
	out, err := db.Find(ctx, h.DB, func(tx *db.Tx) (Accreditation, error) {
		v, err := h.Accreds.Find(tx, account.Actor(ctx), which, w)
		if err != nil {
			return Accreditation{}, err
		}
		return h.stand(tx, account.Actor(ctx), v, w)
	})
	if err != nil {
		return nil, err
	}
	return &api.Body[Accreditation]{ETag: tag(out), Body: out}, nil
}

func (h *handlers) stand(tx *db.Tx, who authz.Actor, v accred.Version, w register.When) (Accreditation, error) {
	s, err := h.Accreds.Stand(tx, who.Force, &v.State, w)
	if err != nil {
		return Accreditation{}, err
	}
	return wire(v, &s), nil
}

func (h *handlers) byNumber(ctx context.Context, in *struct {
	Number string `query:"number" required:"true" maxLength:"40" example:"EM 4417" doc:"The AP number"`
	registerapi.AsAt
}) (*api.Body[api.Page[Accreditation]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	who := account.Actor(ctx)
	out := api.Page[Accreditation]{Items: []Accreditation{}}
	err = h.DB.Read(ctx, func(tx *db.Tx) error {
		v, err := h.Accreds.ByNumber(tx, who.Force, in.Number, w)
		if err == nil {
			err = h.Persons.May(tx, who, authz.ReadPerson, v.State.Person, h.Clock.Now())
		}
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			return nil // whether somebody bears it is not for everybody to know
		}
		if err != nil {
			return err
		}
		a, err := h.stand(tx, who, v, w)
		out.Items = append(out.Items, a)
		return err
	})
	return api.Of(out), err
}

func (h *handlers) history(ctx context.Context, in *struct {
	Which
	All bool `query:"all" doc:"Also the versions that have ceased to be what is known"`
}) (*api.Body[api.Page[Accreditation]], error) {
	vs, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]accred.Version, error) {
		return h.Accreds.History(tx, account.Actor(ctx), id.Accreditation(in.ID), in.All)
	})
	return api.PageOf(vs, len(vs), func(v accred.Version) Accreditation { return wire(v, nil) }, nil), err
}

func (h *handlers) recommend(ctx context.Context, in *struct {
	Of
	Body struct {
		Evidence string `json:"evidence" maxLength:"4000" doc:"What shows that the person is capable (s41(4)(c))"`
	}
}) (*api.Body[Accreditation], error) {
	a, err := h.Accreds.Recommend(ctx, account.Actor(ctx), id.Person(in.Person), in.Body.Evidence)
	if err != nil {
		return nil, err
	}
	return h.read(ctx, a, register.Now(h.Clock.Now()))
}

func (h *handlers) sign(ctx context.Context, in *struct {
	Which
	api.If
	Body AccreditationSigning
}) (*api.Body[Accreditation], error) {
	return h.act(ctx, in.Which, in.If, func(who authz.Actor) error {
		d, err := in.Body.decide()
		if err != nil {
			return err
		}
		return h.Accreds.Sign(ctx, who, id.Accreditation(in.ID), d)
	})
}

func (h *handlers) refuse(ctx context.Context, in *struct {
	Which
	api.If
	Body struct {
		AccreditationReason
		TypedName string `json:"typed_name" maxLength:"200" doc:"The name, typed to sign"`
	}
}) (*api.Body[Accreditation], error) {
	return h.act(ctx, in.Which, in.If, func(who authz.Actor) error {
		return h.Accreds.Refuse(ctx, who, id.Accreditation(in.ID), in.Body.TypedName, in.Body.Why)
	})
}

type modifyInput struct {
	Which
	api.If
	Body AccreditationModification
}

func (h *handlers) modify(ctx context.Context, in *modifyInput) (*api.Body[Accreditation], error) {
	return h.changed(ctx, in, false)
}

func (h *handlers) renew(ctx context.Context, in *modifyInput) (*api.Body[Accreditation], error) {
	return h.changed(ctx, in, true)
}

func (h *handlers) changed(ctx context.Context, in *modifyInput, renews bool) (*api.Body[Accreditation], error) {
	return h.act(ctx, in.Which, in.If, func(who authz.Actor) error {
		m, err := in.Body.decide(renews)
		if err != nil {
			return err
		}
		return h.Accreds.Modify(ctx, who, id.Accreditation(in.ID), m)
	})
}

// act does something to an accreditation if it still is as the caller read it, and
// answers with what it then is.
func (h *handlers) act(ctx context.Context, in Which, still api.If, do func(authz.Actor) error) (*api.Body[Accreditation], error) {
	if still.IfMatch != "" {
		now, err := h.read(ctx, id.Accreditation(in.ID), register.Now(h.Clock.Now()))
		if err != nil {
			return nil, err
		}
		if err := still.Holds(now.ETag); err != nil {
			return nil, err
		}
	}
	if err := do(account.Actor(ctx)); err != nil {
		return nil, err
	}
	return h.read(ctx, id.Accreditation(in.ID), register.Now(h.Clock.Now()))
}
