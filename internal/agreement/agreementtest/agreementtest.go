// Package agreementtest is the force of accredtest with the people who sign agreements,
// and builders that take a protocol from draft to force as the office would.
package agreementtest

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
)

// World is a force with agreements.
type World struct {
	*accredtest.World
}

// New is such a force on that database.
func New(t testing.TB, d *db.DB) *World { return &World{accredtest.New(t, d)} }

// Lead is the organisation's authorised signatory, Priya Nair, who leads for it.
func (w *World) Lead(o id.Org) authz.Actor {
	return authz.Actor{Force: w.Force, Account: "acc_lead", Name: "Priya Nair", Role: authz.Signatory, Org: o}
}

// Liaison is the police liaison officer, of the district Aldermere.
func (w *World) Liaison() authz.Actor {
	return authz.Actor{Force: w.Force, Account: "acc_askew", Name: "Sgt Martin Askew", Role: authz.Neighbourhood, Areas: []id.Area{w.City}}
}

// Typed is what the office fills into a protocol and its annex.
var Typed = map[agreement.Kind]map[string]string{
	agreement.Protocol: {"chief_inspector": "C/Insp Daniel Thorne", "organisation_lead": "Priya Nair", "neighbourhood_team": "the Aldermere neighbourhood team"},
	agreement.Sharing: {"dpia": "DPIA 2026/14", "breach_force": "the data-protection officer, 01700 900 100", "breach_organisation": "Priya Nair, 01700 900 200",
		"representatives_force": "Sgt Martin Askew", "representatives_organisation": "Joanne Birtwell"},
}

// Find is an agreement as it stands.
func (w *World) Find(t testing.TB, of id.Agreement) agreement.Agreement {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (agreement.Version, error) { return w.Agreements.Find(tx, w.Manager, of, w.Now()) })
	accredtest.Must(t, err)
	return v.State
}

// Filled is a draft of a protocol with its annex, every field filled.
func (w *World) Filled(t testing.TB, o id.Org) id.Agreement {
	t.Helper()
	of, err := w.Agreements.Draft(t.Context(), w.Manager, agreement.Order{Org: o, Kind: agreement.Protocol})
	accredtest.Must(t, err)
	w.Fill(t, of)
	return of
}

// Fill fills a draft and its annex.
func (w *World) Fill(t testing.TB, of id.Agreement) {
	t.Helper()
	a := w.Find(t, of)
	accredtest.Must(t, w.Agreements.Fill(t.Context(), w.Manager, of, Typed[a.Kind]))
	if a.Annex != "" {
		w.Fill(t, a.Annex)
	}
}

// Issued is a protocol with that organisation, out to be signed.
func (w *World) Issued(t testing.TB, o id.Org) id.Agreement {
	t.Helper()
	of := w.Filled(t, o)
	accredtest.Must(t, w.Agreements.Issue(t.Context(), w.Manager, of))
	return of
}

// Sign signs what is issued for one side.
func (w *World) Sign(t testing.TB, of id.Agreement, who authz.Actor) error {
	t.Helper()
	return w.Agreements.Sign(t.Context(), who, of, agreement.Signing{Typed: who.Name, Text: w.Find(t, of).Text})
}

// InForce is a protocol with that organisation, signed by both sides today.
func (w *World) InForce(t testing.TB, o id.Org) id.Agreement {
	t.Helper()
	of := w.Issued(t, o)
	accredtest.Must(t, w.Sign(t, of, w.Delegate))
	accredtest.Must(t, w.Sign(t, of, w.Lead(o)))
	return of
}

// Next takes the next version of an agreement from the proposal to force.
func (w *World) Next(t testing.TB, of id.Agreement, change string) id.Agreement {
	t.Helper()
	a := w.Find(t, of)
	accredtest.Must(t, w.Agreements.Propose(t.Context(), w.Manager, of, change, "The work needs it"))
	accredtest.Must(t, w.Agreements.AnswerProposal(t.Context(), w.Lead(a.Org), of, agreement.Agreed, ""))
	next, err := w.Agreements.Draft(t.Context(), w.Manager, agreement.Order{Org: a.Org, Kind: a.Kind, After: of})
	accredtest.Must(t, err)
	accredtest.Must(t, w.Agreements.Issue(t.Context(), w.Manager, next))
	accredtest.Must(t, w.Sign(t, next, w.Lead(a.Org)))
	accredtest.Must(t, w.Sign(t, next, w.Delegate))
	return next
}

// Contacts names the organisation's contacts anew, as the office.
func (w *World) Contacts(t testing.TB, o id.Org, cs ...org.Contact) {
	t.Helper()
	accredtest.Must(t, w.Orgs.Alter(t.Context(), w.Manager, o, func(x *org.Organisation) error { x.Contacts = cs; return nil }))
}
