// Package feetest is the force of accredtest with a fee schedule of made-up amounts, and an
// employer of each sector.
package feetest

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// World is a force with a schedule since a month before its first day.
type World struct {
	*accredtest.World
	Council, Firm id.Org
}

// Amounts is the schedule in pounds, of public and private bodies.
var Amounts = map[fee.Event][2]string{fee.Application: {"0", "450"}, fee.TrainingPlace: {"120", "150.50"}, fee.Replacement: {"25", "25"}, fee.Manual: {"8", "8"}}

// New is such a force on that database.
func New(t testing.TB, d *db.DB) *World {
	t.Helper()
	w := &World{World: accredtest.New(t, d)}
	w.Council = w.Approved(t, "Aldermere City Council")
	firm := accredtest.CouncilState("Harbourside Security Ltd", w.City)
	firm.Kind = "security"
	var err error
	w.Firm, err = w.Orgs.Add(t.Context(), w.Manager, firm)
	accredtest.Must(t, err)
	for _, x := range fee.Events {
		for i, sector := range fee.Sectors {
			if a, ok := Amounts[x.Event]; ok {
				accredtest.Must(t, w.Fees.Set(t.Context(), w.Manager, fee.NewTariff{Event: x.Event, Sector: sector, Amount: a[i], From: accredtest.Today.AddMonths(-1), Basis: "Made up for a test"}))
			}
		}
	}
	return w
}

// Signatory is who signs for an organisation.
func (w *World) Signatory(o id.Org) authz.Actor {
	return authz.Actor{Force: w.Force, Account: "acc_lead", Name: "Priya Nair", Role: authz.Signatory, Org: o}
}

// Invoice is an invoice for so many training places.
func (w *World) Invoice(t testing.TB, o id.Org, places int) id.Paper {
	t.Helper()
	of, err := w.Fees.Issue(t.Context(), w.Manager, fee.Order{Org: o, Items: []fee.Item{{Event: fee.TrainingPlace, Quantity: places}}})
	accredtest.Must(t, err)
	return of
}

// Charged is a charge for the replacement of a card that nobody has, made by itself.
func (w *World) Charged(t testing.TB, o id.Org, number string) id.Charge {
	t.Helper()
	c := fee.Cause{Event: fee.Replacement, About: "crd_" + number, Number: number, By: "crd_new", What: "Card " + number + " (lost), by card 009999-02", Org: o}
	_, err := w.Ledger.Do(t.Context(), w.Manager, "charge.raise", nil, func(tx *db.Tx, e *ledger.Draft) error { return w.Fees.Raise(tx, e, w.Manager, c) })
	accredtest.Must(t, err)
	return id.Charge(string(c.Event) + "." + c.About)
}

// CalledOff takes back what a charge of Charged was for.
func (w *World) CalledOff(t testing.TB, number string) {
	t.Helper()
	_, err := w.Ledger.Do(t.Context(), w.Manager, "charge.drop", nil, func(tx *db.Tx, e *ledger.Draft) error {
		return w.Fees.CallOff(tx, e, w.Manager, fee.Replacement, "crd_"+number, "crd_new", "The new card was destroyed")
	})
	accredtest.Must(t, err)
}

// Paid is an amount booked for an invoice today, and its receipt.
func (w *World) Paid(t testing.TB, invoice id.Paper, amount string) id.Paper {
	t.Helper()
	of, err := w.Fees.Pay(t.Context(), w.Manager, invoice, fee.Payment{Amount: amount, Day: clock.DayOf(w.Clock.Now()), Through: "Bank transfer"})
	accredtest.Must(t, err)
	return of
}

// Find is a paper as it stands.
func (w *World) Find(t testing.TB, of id.Paper) fee.Paper {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (fee.PaperVersion, error) { return w.Fees.Find(tx, w.Manager, of, w.Now()) })
	accredtest.Must(t, err)
	return v.State
}

// Statement is the account of all days that the world knows.
func (w *World) Statement(t testing.TB) fee.Statement {
	t.Helper()
	st, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (fee.Statement, error) {
		return w.Fees.Statement(tx, w.Manager, accredtest.Today.AddYears(-1), accredtest.Today.AddYears(5), w.Now())
	})
	accredtest.Must(t, err)
	return st
}
