// Package areaapi offers the force's settings, units and areas to other programs. Who works
// in an area is told by /organisations and /people, which filter by it.
package areaapi

import (
	"context"
	"encoding/json"
	"math"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// Deps is what the operations need. All are required.
type Deps struct {
	DB    *db.DB
	Clock clock.Clock
	Areas *area.Service
	// Accounts tells who belongs to a unit.
	Accounts *account.Service
}

type handlers struct{ Deps }

// Register adds the operations of settings and areas.
func Register(a *api.API, d Deps) {
	h := &handlers{d}
	h.registerSettings(a)
	h.registerUnits(a)
	api.Get(a, "/areas", "area-list", "Areas, the largest kind first, then by name", authz.ReadArea, h.list)
	api.Get(a, "/areas/{id}", "area-find", "An area with its boundary, as it stood at any instant", authz.ReadArea, h.find)
}

// Area is an area of the force.
type Area struct {
	ID        string                    `json:"id"`
	Kind      string                    `json:"kind" enum:"force,local-policing-area,district,authority,ward,drawn"`
	Name      string                    `json:"name"`
	Code      string                    `json:"code,omitempty" doc:"The published code, or the force’s own"`
	Parent    string                    `json:"parent,omitempty" doc:"Identity of the area it is part of: of a ward its district, of a district its local policing area"`
	Authority string                    `json:"authority,omitempty" doc:"Of a ward: identity of the local authority it lies in"`
	Period    registerapi.VersionPeriod `json:"period"`
}

// AreaWhole is an area with its boundary and what is part of it.
type AreaWhole struct {
	Area
	Geometry any      `json:"geometry,omitempty" doc:"Its boundary: GeoJSON, longitude before latitude (WGS 84). Absent if none was entered"`
	Hectares float64  `json:"hectares,omitempty"`
	Parts    []string `json:"parts" doc:"Identities of the areas at once below it"`
}

func wire(v area.Version) Area {
	a := v.State
	return Area{ID: v.ID, Kind: string(a.Kind), Name: a.Name, Code: a.Code, Parent: string(a.Parent), Authority: string(a.Authority), Period: registerapi.PeriodOf(v)}
}

type listInput struct {
	api.Paging
	registerapi.AsAt
	Kind   string `query:"kind" enum:"force,local-policing-area,district,authority,ward,drawn" doc:"Only areas of this kind"`
	Parent string `query:"parent" maxLength:"64" doc:"Only those at once below this area: wards of a district or of a local authority, districts of a local policing area"`
}

func (h *handlers) list(ctx context.Context, in *listInput) (*api.Body[api.Page[Area]], error) {
	after, err := api.ParseCursor(in.Cursor, 3)
	if err != nil {
		return nil, err
	}
	when, err := in.asked(h.Clock)
	if err != nil {
		return nil, err
	}
	vs, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]area.Version, error) {
		return h.Areas.List(tx, account.Actor(ctx), area.Filter{Kind: area.Kind(in.Kind), Parent: id.Area(in.Parent)}, when)
	})
	if err != nil {
		return nil, err
	}
	if after != nil {
		vs = vs[area.Behind(vs, area.Kind(after[0]), after[1], after[2]):]
	}
	return api.PageOf(vs, in.Limit, wire, func(v area.Version) []string { return []string{string(v.State.Kind), v.State.Name, v.ID} }), nil
}

// asked is the instants asked for; nil for the present.
func (in *listInput) asked(c clock.Clock) (*register.When, error) {
	w, err := in.When(c.Now())
	if err != nil || !in.Past() {
		return nil, err
	}
	return &w, nil
}

func (h *handlers) find(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the area"`
	registerapi.AsAt
	api.Unless
}) (*api.Body[AreaWhole], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	var out AreaWhole
	err = h.DB.Read(ctx, func(tx *db.Tx) error {
		v, err := h.Areas.Show(tx, account.Actor(ctx), id.Area(in.ID), w)
		if err != nil {
			return err
		}
		out = AreaWhole{Area: wire(v), Parts: []string{}}
		if s := v.State.Shape; !s.Empty() {
			out.Geometry, out.Hectares = json.RawMessage(s.GeoJSON()), math.Round(s.Hectares()*10)/10
		}
		var when *register.When
		if in.Past() {
			when = &w
		}
		parts, err := h.Areas.List(tx, account.Actor(ctx), area.Filter{Parent: id.Area(in.ID)}, when)
		for _, p := range parts {
			out.Parts = append(out.Parts, p.ID)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	tag := api.Tag(append([]string{out.ID, out.Period.Entry}, out.Parts...)...)
	return &api.Body[AreaWhole]{ETag: tag, Body: out}, in.Same(tag)
}
