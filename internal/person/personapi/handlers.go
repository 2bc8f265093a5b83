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
	registerapi.Read[id.Person, person.Person, PersonEntry]
	persons *person.Service
}

// Register adds the operations of persons.
func Register(a *api.API, d *db.DB, c clock.Clock, persons *person.Service) {
	h := &handlers{persons: persons, Read: registerapi.Read[id.Person, person.Person, PersonEntry]{DB: d, Clock: c, Who: account.Actor, Find: persons.Find, History: persons.History,
		Wire: func(_ *db.Tx, _ authz.Actor, v person.Version, _ register.When) (PersonEntry, error) {
			return wire(v), nil
		},
		Past: func(_ authz.Actor, v person.Version) PersonEntry { return wire(v) },
		Tag:  func(p PersonEntry) string { return api.Tag(p.ID, p.Period.Entry) }}}
	h.Register(a, "/people", "person", authz.ReadPerson, "A person, as they stood at any instant", "Every version of a person, oldest first")
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/people", ID: "person-nominate", Summary: "Put a person forward", Needs: authz.NominatePerson, Status: http.StatusCreated}, h.nominate)
	api.Register(a, api.Operation{Method: http.MethodPut, Path: "/people/{id}", ID: "person-change", Summary: "Change a person’s particulars", Needs: authz.ChangePerson,
		About: "Employer, photograph and leaving are not changed here."}, h.change)
	api.Register(a, api.Operation{Method: http.MethodPut, Path: "/people/{id}/photo", ID: "person-photo", Summary: "Give a person a photograph: JPEG or PNG", Needs: authz.ChangePerson, MaxBody: blob.PhotoBytes + 1024}, h.photo)
	api.Post(a, "/people/{id}/leave", "person-leave", "Report that a person has left the employer: what they held ceases", authz.ReportLeaving, h.leave)
	api.Post(a, "/people/{id}/opt-in", "person-opt-in", "Say oneself that one takes part", authz.OwnConsent, h.optIn)
	api.Post(a, "/people/{id}/opt-out", "person-opt-out", "No longer take part: what one holds ends at once, by nobody’s fault", authz.OwnConsent, h.optOut)
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
	return h.Now(ctx, added)
}

func (h *handlers) change(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body PersonParticulars
}) (*api.Body[PersonEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Person) error {
		return h.persons.Alter(ctx, who, of, in.Body.into)
	})
}

func (h *handlers) photo(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	RawBody []byte `contentType:"application/octet-stream"`
}) (*api.Body[PersonEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Person) error {
		f, err := blob.Photo("photo", in.RawBody)
		if err != nil {
			return err
		}
		return h.persons.SetPhoto(ctx, who, of, f)
	})
}

func (h *handlers) leave(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body struct {
		Last string `json:"last" format:"date" doc:"Last day of employment"`
		Why  string `json:"why,omitempty" maxLength:"2000"`
	}
}) (*api.Body[PersonEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Person) error {
		var wrong fault.Fields
		last := registerapi.Day(in.Body.Last, "last", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return h.persons.Leave(ctx, who, of, last, in.Body.Why)
	})
}

func (h *handlers) optIn(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
}) (*api.Body[PersonEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Person) error { return h.persons.OptIn(ctx, who, of) })
}

func (h *handlers) optOut(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body struct {
		Why string `json:"why,omitempty" maxLength:"1000" doc:"Nobody need say why"`
	}
}) (*api.Body[PersonEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Person) error { return h.persons.OptOut(ctx, who, of, in.Body.Why) })
}
