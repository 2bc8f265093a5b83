// Package applytest is the force of accredtest with employers that want to join, and
// builders that take one through the scheme’s door as it and the office would.
package applytest

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/apply"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
)

// World is a force with employers that want to join.
type World struct {
	*accredtest.World
}

// New is such a force on that database.
func New(t testing.TB, d *db.DB) *World { return &World{accredtest.New(t, d)} }

// Public is somebody who is not signed in.
func (w *World) Public() authz.Actor { return authz.Actor{Force: w.Force} }

// Enquiry is what a council asks.
func Enquiry() apply.Enquiry {
	return apply.Enquiry{Name: "Hallowdene District Council", Kind: "district-council", Contact: apply.Contact{Name: "Mina Sefton", Post: "Community safety manager", Email: "mina.sefton@hallowdene.example", Phone: "01700 900 300"},
		Purpose: "Four wardens patrol the town centre and the estates.", Powers: []law.PowerID{"csas-name-address-asb", "csas-fpn-litter"}, Staff: 4}
}

// Asked is an enquiry made on the public page.
func (w *World) Asked(t testing.TB, q apply.Enquiry) apply.Received {
	t.Helper()
	got, err := w.Applies.Enquire(t.Context(), w.Public(), q)
	accredtest.Must(t, err)
	return got
}

// Prospect is a prospect as it stands.
func (w *World) Prospect(t testing.TB, of id.Prospect) apply.Prospect {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (apply.ProspectVersion, error) {
		return w.Applies.FindProspect(tx, w.Manager, of, w.Now())
	})
	accredtest.Must(t, err)
	return v.State
}
