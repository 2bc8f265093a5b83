// Package complianceapi tells other programs how far organisations and persons meet the six
// standards, as they stood at any instant.
package complianceapi

import (
	"context"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/compliance"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register/registerapi"
)

// Standard is one of the six standards, with why it is so.
type Standard struct {
	Part    string           `json:"part" enum:"competence,training,vetting,management,supervision,accountability"`
	Colour  string           `json:"colour" enum:"green,amber,red,not-known"`
	Reasons []StandardReason `json:"reasons" doc:"The worst first"`
}

// StandardReason is why a standard has its colour.
type StandardReason struct {
	Colour string `json:"colour" enum:"green,amber,red,not-known"`
	Text   string `json:"text"`
	Page   string `json:"page,omitempty" doc:"Where it is seen to"`
}

// OrganisationStandards is how far an organisation meets the six.
type OrganisationStandards struct {
	Org       string            `json:"organisation"`
	Name      string            `json:"name"`
	Colour    string            `json:"colour" enum:"green,amber,red,not-known" doc:"Of the worst; red stops a renewal"`
	Standards []Standard        `json:"standards"`
	Persons   []PersonStandards `json:"persons,omitempty" doc:"Of one organisation"`
}

// PersonStandards is how far an accredited person meets the six.
type PersonStandards struct {
	Person    string     `json:"person"`
	Number    string     `json:"number"`
	Colour    string     `json:"colour" enum:"green,amber,red,not-known"`
	Standards []Standard `json:"standards"`
}

func standards(fs []compliance.Finding) []Standard {
	out := make([]Standard, 0, len(fs))
	for _, f := range fs {
		s := Standard{Part: string(f.Part), Colour: string(f.Colour), Reasons: []StandardReason{}}
		for _, r := range f.Reasons {
			s.Reasons = append(s.Reasons, StandardReason{string(r.Colour), r.Text, r.Href})
		}
		out = append(out, s)
	}
	return out
}

func organisation(o compliance.Organisation) OrganisationStandards {
	return OrganisationStandards{Org: o.Org.ID, Name: o.Org.State.Name, Colour: string(compliance.Worst(o.Findings)), Standards: standards(o.Findings)}
}

func person(p compliance.Person) PersonStandards {
	return PersonStandards{Person: string(p.ID), Number: p.Number, Colour: string(compliance.Worst(p.Findings)), Standards: standards(p.Findings)}
}

type handlers struct {
	db    *db.DB
	clock clock.Clock
	s     *compliance.Service
}

// Register adds the operations of the six standards.
func Register(a *api.API, d *db.DB, c clock.Clock, s *compliance.Service) {
	h := &handlers{d, c, s}
	api.Get(a, "/standards", "standards-list", "The six standards of each organisation, by name", authz.ReadAgreement, h.all)
	api.Get(a, "/organisations/{id}/standards", "organisation-standards", "The six standards of an organisation and of each of its accredited persons", authz.ReadAgreement, h.one)
	api.Get(a, "/people/{id}/standards", "person-standards", "The six standards of an accredited person", authz.ReadAgreement, h.person)
}

func (h *handlers) all(ctx context.Context, in *registerapi.AsAt) (*api.Body[api.Page[OrganisationStandards]], error) {
	w, err := in.When(h.clock.Now())
	if err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, h.db, func(tx *db.Tx) ([]compliance.Organisation, error) { return h.s.All(tx, account.Actor(ctx), w) })
	return api.PageOf(all, len(all), organisation, nil), err
}

func (h *handlers) one(ctx context.Context, in *struct {
	registerapi.Entry
	registerapi.AsAt
}) (*api.Body[OrganisationStandards], error) {
	w, err := in.When(h.clock.Now())
	if err != nil {
		return nil, err
	}
	o, err := db.Find(ctx, h.db, func(tx *db.Tx) (compliance.Organisation, error) {
		return h.s.Of(tx, account.Actor(ctx), id.Org(in.ID), w)
	})
	if err != nil {
		return nil, err
	}
	out := organisation(o)
	for _, p := range o.People {
		out.Persons = append(out.Persons, person(p))
	}
	return &api.Body[OrganisationStandards]{Body: out}, nil
}

func (h *handlers) person(ctx context.Context, in *struct {
	registerapi.Entry
	registerapi.AsAt
}) (*api.Body[PersonStandards], error) {
	w, err := in.When(h.clock.Now())
	if err != nil {
		return nil, err
	}
	p, err := db.Find(ctx, h.db, func(tx *db.Tx) (compliance.Person, error) {
		return h.s.OfPerson(tx, account.Actor(ctx), id.Person(in.ID), w)
	})
	if err != nil {
		return nil, err
	}
	return &api.Body[PersonStandards]{Body: person(p)}, nil
}
