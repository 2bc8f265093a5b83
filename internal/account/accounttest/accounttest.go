// Package accounttest makes accounts for the tests of higher rooms.
package accounttest

import (
	"testing"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// Passphrase is that of every account made here.
const Passphrase = "four unrelated words"

// World is accounts on a database, with one force in it.
type World struct {
	DB       *db.DB
	Clock    *clock.Hand
	Ledger   *ledger.Ledger
	Accounts *account.Service
	Force    id.Force
}

// New is a world on that database, on the morning of 22 November 2026.
func New(t testing.TB, d *db.DB) *World {
	t.Helper()
	w := &World{DB: d, Clock: clock.At(clock.OnClock(clock.MustDay("2026-11-22"), 9, 0)), Force: "for_eastmarch"}
	w.Ledger = ledger.New(d, w.Clock)
	w.Accounts = account.New(d, w.Ledger, account.Config{})
	w.AddForce(t, w.Force, "Eastmarch Constabulary", "eastmarch", "")
	return w
}

// AddForce sets up a force without keys.
func (w *World) AddForce(t testing.TB, force id.Force, name, short, host string) {
	t.Helper()
	if err := w.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO force (id, name, short_name, host, settings, created_at) VALUES (?, ?, ?, ?, '{}', ?)`,
			string(force), name, short, host, w.Clock.Now())
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// Operator is the actor at the machine.
func (w *World) Operator() authz.Actor {
	return authz.Actor{Force: w.Force, Name: "Operator", Role: authz.Operator}
}

// Add adds an account that has taken up its invitation, and returns its identity.
func (w *World) Add(t testing.TB, email, name string, posts ...account.Post) id.Account {
	t.Helper()
	return Add(t, w.Accounts, w.Operator(), email, name, posts...)
}

// Add adds an account by that actor and takes up its invitation.
func Add(t testing.TB, accounts *account.Service, who authz.Actor, email, name string, posts ...account.Post) id.Account {
	t.Helper()
	a, err := accounts.Add(t.Context(), who, account.Account{Email: email, Name: name, Posts: posts})
	if err != nil {
		t.Fatal(err)
	}
	link, err := accounts.MakeLink(t.Context(), who, a)
	if err != nil {
		t.Fatal(err)
	}
	if err := accounts.UseLink(t.Context(), link.Secret, Passphrase, Passphrase); err != nil {
		t.Fatal(err)
	}
	return a
}

// SignIn signs in with Passphrase and returns the cookie and who it is.
func (w *World) SignIn(t testing.TB, email string) (string, account.Identity) {
	t.Helper()
	o, err := w.Accounts.SignIn(t.Context(), account.SignIn{Force: w.Force, Email: email, Passphrase: Passphrase, Address: "192.0.2.1", Agent: "A browser"})
	if err != nil {
		t.Fatal(err)
	}
	who, err := w.Accounts.OfSession(t.Context(), o.Cookie)
	if err != nil {
		t.Fatal(err)
	}
	return o.Cookie, who
}
