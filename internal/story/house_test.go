package story_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/server"
)

// passphrase is that of every account of these stories.
const passphrase = "four unrelated words"

// house is the program, serving Eastmarch Constabulary.
type house struct {
	*server.Server
	clock clock.Clock
	force id.Force
	dir   string
	where string // the PostgreSQL database; empty: a SQLite file in dir
	areas map[string]id.Area
	stop  func() error
}

// open sets up a force, and serves it. The force has what an office enters on its first
// day: its settings, and two districts.
func open(ctx context.Context, dir, database string, by clock.Clock) (*house, error) {
	h := &house{clock: by, dir: dir, where: database, force: id.New[id.Force](), areas: map[string]id.Area{}}
	if err := h.run(ctx); err != nil {
		return nil, err
	}
	return h, h.settle(ctx)
}

// run serves until stop is called.
func (h *house) run(ctx context.Context) error {
	s, err := server.New(ctx, server.Config{Data: h.dir, Database: h.where, Listen: "127.0.0.1:0", Clock: h.clock})
	if err != nil {
		return err
	}
	h.Server = s
	serving, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ran := make(chan error, 1)
	go func() { ran <- s.Run(serving) }()
	h.stop = sync.OnceValue(func() error {
		cancel()
		return errors.Join(<-ran, s.Close())
	})
	return nil
}

func (h *house) settle(ctx context.Context) error {
	set := area.Defaults()
	set.APPrefix, set.PublicURL, set.ChiefOfficer = "EM", "https://eastmarch.example", "Chief Constable of Eastmarch"
	set.ReturnAddress = []string{"Citizens in Policing", "Eastmarch Constabulary", "EM1 1AA"}
	if err := h.Areas.AddForce(ctx, area.Force{ID: h.force, Name: "Eastmarch Constabulary", Short: "eastmarch", Settings: set}); err != nil {
		return err
	}
	_, err := h.Ledger.Do(ctx, server.Operator(h.force), "area.add", nil, func(tx *db.Tx, e *ledger.Draft) error {
		for _, name := range []string{"Aldermere", "Quaymouth"} {
			a, err := h.Areas.Put(tx, e, "", area.Area{Kind: area.District, Name: name}, e.At)
			if err != nil {
				return err
			}
			h.areas[name] = a
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, r := range authz.Roles {
		if !r.OfEmployer() && !r.OfAreas() && r != authz.AccreditedPerson {
			if err := h.account(ctx, string(r), account.Post{Role: r}); err != nil {
				return err
			}
		}
	}
	return nil
}

// account adds an account, name@example.org, that has taken up its invitation.
func (h *house) account(ctx context.Context, name string, p account.Post) error {
	who := server.Operator(h.force)
	a, err := h.Accounts.Add(ctx, who, account.Account{Email: name + "@example.org", Name: title(name), Posts: []account.Post{p}})
	if err != nil {
		return err
	}
	l, err := h.Accounts.MakeLink(ctx, who, a)
	if err != nil {
		return err
	}
	return h.Accounts.UseLink(ctx, l.Secret, passphrase, passphrase)
}

func title(name string) string {
	if name == string(authz.Delegate) {
		return "Chief Inspector Thorne" // who signs by the name of the account
	}
	if r := authz.Role(name); r.Known() {
		return r.Title()
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// data is the arguments that tell a command where the house's data is.
func (h *house) data() []string {
	args := []string{"--data", h.dir}
	if h.where != "" {
		args = append(args, "--database", h.where)
	}
	return args
}

// newHouse is a house for a test in Go, by the machine's clock.
func newHouse(t testing.TB) *house {
	t.Helper()
	h, err := open(t.Context(), t.TempDir(), "", clock.Wall{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		if err := h.stop(); err != nil {
			t.Error(err)
		}
	})
	return h
}
