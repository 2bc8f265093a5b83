// Package personapi offers the register of persons to other programs: an entry as it
// stood, its history, and every act on it. The list is in deskapi; vetting, training and
// accreditations of a person are in accredapi.
package personapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

type handlers struct {
	db      *db.DB
	clock   clock.Clock
	persons *person.Service
}

// Which is the person that the address names.
type Which struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the person"`
}

type allOf struct {
	Which
	All bool `query:"all" doc:"Also the versions that have ceased to be what is known, in the order in which they came to be known"`
}

// Register adds the operations of persons.
func Register(a *api.API, d *db.DB, c clock.Clock, persons *person.Service) {
	h := &handlers{db: d, clock: c, persons: persons}
	api.Get(a, "/people/{id}", "person-find", "A person, as they stood at any instant", authz.ReadPerson, h.find)
	api.Get(a, "/people/{id}/history", "person-history", "Every version of a person, oldest first", authz.ReadPerson, h.history)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/people", ID: "person-nominate", Summary: "Put a person forward", Needs: authz.NominatePerson, Status: http.StatusCreated}, h.nominate)
	api.Register(a, api.Operation{Method: http.MethodPut, Path: "/people/{id}", ID: "person-change", Summary: "Change a person’s particulars", Needs: authz.ChangePerson,
		About: "Employer, photograph and leaving are not changed here."}, h.change)
	api.Register(a, api.Operation{Method: http.MethodPut, Path: "/people/{id}/photo", ID: "person-photo", Summary: "Give a person a photograph: JPEG or PNG", Needs: authz.ChangePerson, MaxBody: blob.PhotoBytes + 1024}, h.photo)
	api.Post(a, "/people/{id}/leave", "person-leave", "Report that a person has left the employer: what they held ceases", authz.ReportLeaving, h.leave)
}

func (h *handlers) find(ctx context.Context, in *struct {
	Which
	registerapi.AsAt
	api.Unless
}) (*api.Body[PersonEntry], error) {
	w, err := in.When(h.clock.Now())
	if err != nil {
		return nil, err
	}
	out, err := h.read(ctx, id.Person(in.ID), w)
	if err != nil {
		return nil, err
	}
	return out, in.Same(out.ETag)
}

func (h *handlers) read(ctx context.Context, which id.Person, w register.When) (*api.Body[PersonEntry], error) {
	v, err := db.Find(ctx, h.db, func(tx *db.Tx) (person.Version, error) { return h.persons.Find(tx, account.Actor(ctx), which, w) })
	if err != nil {
		return nil, err
	}
	return &api.Body[PersonEntry]{ETag: api.Tag(v.ID, v.Entry), Body: wire(v)}, nil
}

func (h *handlers) history(ctx context.Context, in *allOf) (*api.Body[api.Page[PersonEntry]], error) {
	vs, err := db.Find(ctx, h.db, func(tx *db.Tx) ([]person.Version, error) {
		return h.persons.History(tx, account.Actor(ctx), id.Person(in.ID), in.All)
	})
	return api.PageOf(vs, len(vs), wire, nil), err
}

func (h *handlers) nominate(ctx context.Context, in *struct{ Body PersonNomination }) (*api.Body[PersonEntry], error) {
	p := person.Person{Org: id.Org(in.Body.Organisation)}
	if err := in.Body.into(&p); err != nil {
		return nil, err
	}
	added, err := h.persons.Nominate(ctx, account.Actor(ctx), p)
	if err != nil {
		return nil, err
	}
	return h.read(ctx, added, register.Now(h.clock.Now()))
}

func (h *handlers) change(ctx context.Context, in *struct {
	Which
	api.If
	Body PersonParticulars
}) (*api.Body[PersonEntry], error) {
	return h.act(ctx, in.Which, in.If, func(who authz.Actor) error {
		return h.persons.Alter(ctx, who, id.Person(in.ID), in.Body.into)
	})
}

func (h *handlers) photo(ctx context.Context, in *struct {
	Which
	api.If
	RawBody []byte `contentType:"application/octet-stream"`
}) (*api.Body[PersonEntry], error) {
	return h.act(ctx, in.Which, in.If, func(who authz.Actor) error {
		f, err := blob.Photo("photo", in.RawBody)
		if err != nil {
			return err
		}
		return h.persons.SetPhoto(ctx, who, id.Person(in.ID), f)
	})
}

func (h *handlers) leave(ctx context.Context, in *struct {
	Which
	api.If
	Body struct {
		Last string `json:"last" format:"date" doc:"Last day of employment"`
		Why  string `json:"why,omitempty" maxLength:"2000"`
	}
}) (*api.Body[PersonEntry], error) {
	return h.act(ctx, in.Which, in.If, func(who authz.Actor) error {
		var wrong fault.Fields
		last := registerapi.Day(in.Body.Last, "last", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return h.persons.Leave(ctx, who, id.Person(in.ID), last, in.Body.Why)
	})
}

// act does something to a person if they still are as the caller read them, and answers
// with what they then are.
func (h *handlers) act(ctx context.Context, in Which, still api.If, do func(authz.Actor) error) (*api.Body[PersonEntry], error) {
	if still.IfMatch != "" {
		now, err := h.read(ctx, id.Person(in.ID), register.Now(h.clock.Now()))
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
	return h.read(ctx, id.Person(in.ID), register.Now(h.clock.Now()))
}
