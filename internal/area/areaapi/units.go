package areaapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// Unit is a part of the force that accounts belong to.
type Unit struct {
	ID string `json:"id"`
	UnitChange
	Owns     bool                      `json:"owns_documents" doc:"Documents and reports stand in its name"`
	Closed   bool                      `json:"closed,omitempty"`
	Accounts []string                  `json:"accounts" doc:"Identities of the accounts that belong to it now"`
	Period   registerapi.VersionPeriod `json:"period"`
}

// UnitChange is what may be sent of a unit.
type UnitChange struct {
	Name   string `json:"name" maxLength:"120"`
	Short  string `json:"short,omitempty" maxLength:"20" example:"LPSU"`
	Parent string `json:"parent,omitempty" maxLength:"64" doc:"Identity of the unit it is part of"`
}

func (h *handlers) registerUnits(a *api.API) {
	api.Get(a, "/units", "unit-list", "Units of the force, by name", authz.ReadSettings, h.units)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/units", ID: "unit-add", Summary: "Add a unit of the force", Needs: authz.ChangeSettings, Status: http.StatusCreated}, func(ctx context.Context, in *struct{ Body UnitChange }) (*api.Body[Unit], error) {
		of, err := h.Areas.SetUnit(ctx, account.Actor(ctx), "", in.Body.unit())
		if err != nil {
			return nil, err
		}
		return h.unit(ctx, of)
	})
	api.Get(a, "/units/{id}", "unit-find", "A unit of the force", authz.ReadSettings, func(ctx context.Context, in *struct {
		registerapi.Entry
		registerapi.AsAt
		api.Unless
	}) (*api.Body[Unit], error) {
		w, err := in.When(h.Clock.Now())
		if err != nil {
			return nil, err
		}
		out, err := h.unitAt(ctx, id.Unit(in.ID), w)
		if err != nil {
			return nil, err
		}
		return out, in.Same(out.ETag)
	})
	api.Register(a, api.Operation{Method: http.MethodPut, Path: "/units/{id}", ID: "unit-change", Summary: "Change a unit", Needs: authz.ChangeSettings}, h.changeUnit)
	api.Post(a, "/units/{id}/own", "unit-own", "Make a unit the owner of documents and reports", authz.ChangeSettings, func(ctx context.Context, in *registerapi.Entry) (*api.Body[Unit], error) {
		if err := h.Areas.OwnDocuments(ctx, account.Actor(ctx), id.Unit(in.ID)); err != nil {
			return nil, err
		}
		return h.unit(ctx, id.Unit(in.ID))
	})
	api.Post(a, "/units/{id}/close", "unit-close", "Close a unit for good", authz.ChangeSettings, func(ctx context.Context, in *registerapi.Entry) (*api.Body[Unit], error) {
		if err := h.Areas.CloseUnit(ctx, account.Actor(ctx), id.Unit(in.ID)); err != nil {
			return nil, err
		}
		return h.unit(ctx, id.Unit(in.ID))
	})
	api.Register(a, api.Operation{Method: http.MethodPut, Path: "/accounts/{id}/unit", ID: "account-unit", Summary: "Put an account into a unit of the force, or into none", Needs: authz.ManageAccounts, Status: http.StatusNoContent},
		func(ctx context.Context, in *struct {
			registerapi.Entry
			Body struct {
				Unit string `json:"unit" maxLength:"64" doc:"Identity of the unit; empty: none"`
			}
		}) (*api.Done, error) {
			return nil, h.Accounts.SetUnit(ctx, account.Actor(ctx), id.Account(in.ID), id.Unit(in.Body.Unit))
		})
}

func (h *handlers) changeUnit(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body UnitChange
}) (*api.Body[Unit], error) {
	of := id.Unit(in.ID)
	if in.IfMatch != "" {
		now, err := h.unit(ctx, of)
		if err == nil {
			err = in.Holds(now.ETag)
		}
		if err != nil {
			return nil, err
		}
	}
	if _, err := h.Areas.SetUnit(ctx, account.Actor(ctx), of, in.Body.unit()); err != nil {
		return nil, err
	}
	return h.unit(ctx, of)
}

func (c UnitChange) unit() area.Unit {
	return area.Unit{Name: c.Name, Short: c.Short, Parent: id.Unit(c.Parent)}
}

func (h *handlers) unit(ctx context.Context, of id.Unit) (*api.Body[Unit], error) {
	return h.unitAt(ctx, of, register.Now(h.Clock.Now()))
}

func (h *handlers) unitAt(ctx context.Context, of id.Unit, w register.When) (*api.Body[Unit], error) {
	who := account.Actor(ctx)
	out, err := db.Find(ctx, h.DB, func(tx *db.Tx) (Unit, error) {
		v, err := h.Areas.FindUnit(tx, who, of, w)
		if err != nil {
			return Unit{}, err
		}
		return h.wireUnit(tx, who, v)
	})
	return &api.Body[Unit]{ETag: api.Tag(append([]string{out.ID, out.Period.Entry}, out.Accounts...)...), Body: out}, err
}

func (h *handlers) wireUnit(tx *db.Tx, who authz.Actor, v area.UnitVersion) (Unit, error) {
	out := Unit{ID: v.ID, UnitChange: UnitChange{v.State.Name, v.State.Short, string(v.State.Parent)}, Owns: v.State.Owns, Closed: v.State.Closed, Accounts: []string{}, Period: registerapi.PeriodOf(v)}
	in, err := h.Accounts.OfUnit(tx, who, id.Unit(v.ID))
	for _, a := range in {
		out.Accounts = append(out.Accounts, a.ID)
	}
	return out, err
}

func (h *handlers) units(ctx context.Context, in *registerapi.AsAt) (*api.Body[api.Page[Unit]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	out := api.Of(api.Page[Unit]{Items: []Unit{}})
	err = h.DB.Read(ctx, func(tx *db.Tx) error {
		vs, err := h.Areas.Units(tx, account.Actor(ctx), w)
		for _, v := range vs {
			u, uerr := h.wireUnit(tx, account.Actor(ctx), v)
			if uerr != nil {
				return uerr
			}
			out.Body.Items = append(out.Body.Items, u)
		}
		return err
	})
	return out, err
}
