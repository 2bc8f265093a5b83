// Package complainttest is the force of accredtest with complaints, and builders that take one
// from the public page to its outcome.
package complainttest

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/complaint"
	"watchword/internal/db"
	"watchword/internal/id"
)

// World is a force with an accredited warden whom people may complain about.
type World struct {
	*accredtest.World
	Org           id.Org
	Person        id.Person
	Accreditation id.Accreditation
	Number        string
	// Standards is professional standards; Employer the employer’s liaison officer; Warden the
	// person complained of; Elsewhere the liaison officer of another employer.
	Standards, Employer, Warden, Elsewhere authz.Actor
}

// New is such a force on that database.
func New(t testing.TB, d *db.DB) *World {
	t.Helper()
	w := &World{World: accredtest.New(t, d)}
	w.Org = w.Approved(t, "Aldermere City Council")
	w.Person, w.Accreditation = w.Accredited(t, w.Org, "Tamsin", "csas-fpn-litter")
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		a, err := w.Accreds.Find(tx, w.Manager, w.Accreditation, w.Now())
		w.Number = a.State.Number
		return err
	})
	accredtest.Must(t, err)
	w.Actors(w.Approved(t, "Harbourside Security Ltd"))
	return w
}

// Actors makes the actors of the world, one of them of another employer.
func (w *World) Actors(elsewhere id.Org) {
	w.Standards = w.Acting(authz.Standards)
	w.Employer, w.Warden, w.Elsewhere = w.Acting(authz.Liaison), w.Acting(authz.AccreditedPerson), w.Acting(authz.Liaison)
	w.Employer.Org, w.Employer.Name = w.Org, "Joanne Birtwell"
	w.Warden.Org, w.Warden.Person, w.Warden.Name = w.Org, w.Person, "Tamsin Hartnoll"
	w.Elsewhere.Org, w.Elsewhere.Account = elsewhere, "acc_elsewhere"
}

// Public is somebody who is not signed in.
func (w *World) Public() authz.Actor { return authz.Actor{Force: w.Force} }

// Rude is a complaint about how the warden spoke.
func (w *World) Rude() complaint.Telling {
	return complaint.Telling{Told: complaint.Told{Number: w.Number, Where: "Market Street, Aldermere", On: accredtest.Today, Time: "about 10:00", Matters: []complaint.Matter{complaint.Manner},
		From: complaint.Party{Name: "Casey Rowe", Email: "casey.rowe@post.example", Phone: "01700 900 321"}}, Text: "The warden shouted at me about litter that was not mine."}
}

// Grave is a complaint about force.
func (w *World) Grave() complaint.Telling {
	x := w.Rude()
	x.Matters, x.Text = []complaint.Matter{complaint.Manner, complaint.Force}, "The warden took hold of my arm."
	return x
}

// Told is a complaint told on the public page.
func (w *World) Told(t testing.TB, x complaint.Telling) complaint.Receipt {
	t.Helper()
	r, err := w.Complaints.Tell(t.Context(), w.Public(), x)
	accredtest.Must(t, err)
	return r
}

// Holder is the complainant with the link.
func (w *World) Holder(t testing.TB, r complaint.Receipt) complaint.Holder {
	t.Helper()
	h, err := w.Complaints.Holder(t.Context(), r.Secret)
	accredtest.Must(t, err)
	return h
}

// Assigned is a complaint acknowledged and given to the employer.
func (w *World) Assigned(t testing.TB, x complaint.Telling) complaint.Receipt {
	t.Helper()
	r := w.Told(t, x)
	accredtest.Must(t, w.Complaints.Acknowledge(t.Context(), w.Manager, r.Complaint))
	accredtest.Must(t, w.Complaints.Assign(t.Context(), w.Manager, r.Complaint, complaint.Assignment{To: complaint.Employer, By: accredtest.Today.AddDays(20)}))
	return r
}

// Decided is a complaint that the employer looked into and the office upheld.
func (w *World) Decided(t testing.TB, x complaint.Telling) complaint.Receipt {
	t.Helper()
	r := w.Assigned(t, x)
	accredtest.Must(t, w.Complaints.Report(t.Context(), w.Employer, r.Complaint, Found("The body-worn video bears it out.")))
	accredtest.Must(t, w.Complaints.Decide(t.Context(), w.Manager, r.Complaint, Found("You were right to complain, and we are sorry.")))
	return r
}

// Found is a finding that upholds a complaint.
func Found(text string) complaint.Outcome {
	return complaint.Outcome{Note: complaint.Note{Text: text}, Finding: "upheld", Learning: "Wardens are trained again in how to begin a conversation."}
}

// As is a complaint as the actor reads it.
func (w *World) As(t testing.TB, who authz.Actor, r complaint.Receipt) (complaint.Complaint, error) {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (complaint.Version, error) {
		return w.Complaints.Find(tx, who, r.Complaint, w.Now())
	})
	return v.State, err
}

// Stands is a complaint as it stands, for the office.
func (w *World) Stands(t testing.TB, r complaint.Receipt) complaint.Complaint {
	t.Helper()
	c, err := w.As(t, w.Manager, r)
	accredtest.Must(t, err)
	return c
}
