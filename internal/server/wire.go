package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

// Rooms is every service of the program on one database: who gets what. The server
// serves them; commands use them without serving.
type Rooms struct {
	Config    Config
	DB        *db.DB
	Clock     clock.Clock
	Ring      *keyring.Ring
	Ledger    *ledger.Ledger
	Areas     *area.Service
	Accounts  *account.Service
	Orgs      *org.Service
	Persons   *person.Service
	Vettings  *vetting.Service
	Trainings *training.Service
	Accreds   *accred.Service
	Cards     *card.Service
	Desk      *desk.Desk
	Public    *desk.Public
	Board     *desk.Board
}

// Open opens the database, checks its schema and secret, and wires the rooms. A new,
// empty database is set up, with its secret. It returns an error that says what to do
// if the schema is older or newer, or the secret is missing or another.
func Open(ctx context.Context, c Config) (*Rooms, error) {
	c, err := c.filled()
	if err != nil {
		return nil, err
	}
	where, err := c.database()
	if err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, where)
	if err != nil {
		return nil, err
	}
	r, err := wire(ctx, c, d)
	if err != nil {
		d.Close()
		return nil, err
	}
	return r, nil
}

func wire(ctx context.Context, c Config, d *db.DB) (*Rooms, error) {
	prepare := d.CheckSchema
	if c.Upgrade {
		prepare = d.Migrate
	}
	if err := prepare(ctx); err != nil {
		return nil, err
	}
	secret, err := c.secret(ctx, d)
	if err != nil {
		return nil, err
	}
	r := &Rooms{Config: c, DB: d, Clock: c.Clock, Ring: keyring.New(secret)}
	r.Ledger = ledger.New(d, c.Clock)
	r.Areas = area.New(d, r.Ledger, r.Ring)
	r.Areas.Origin = cmp.Or(c.Origin, "http://"+c.Listen)
	r.Accounts = account.New(d, r.Ledger, c.Accounts)
	r.Orgs = org.New(d, r.Ledger, r.Areas)
	r.Persons = person.New(d, r.Ledger, r.Areas, r.Orgs)
	r.Vettings = vetting.New(r.Ledger, r.Areas, r.Persons)
	r.Trainings = training.New(r.Ledger, r.Persons)
	r.Accreds = accred.New(d, r.Ledger, r.Areas, r.Orgs, r.Persons, r.Vettings, r.Trainings)
	r.Cards = card.New(d, r.Ledger, r.Ring, r.Areas, r.Orgs, r.Persons, r.Accreds)
	r.Desk = &desk.Desk{DB: d, Clock: c.Clock, Ledger: r.Ledger, Areas: r.Areas, Orgs: r.Orgs, Persons: r.Persons, Vettings: r.Vettings,
		Trainings: r.Trainings, Accreds: r.Accreds}
	r.Public, r.Board = desk.NewPublic(r.Desk), desk.NewBoard(r.Desk)
	r.hooks()
	return r, nil
}

// secret is the installation's secret. One is made only while nothing has been sealed.
func (c Config) secret(ctx context.Context, d *db.DB) (keyring.Secret, error) {
	if c.Secret != "" {
		return keyring.ParseSecret(c.Secret)
	}
	if c.Data == "" {
		return keyring.Secret{}, fmt.Errorf("no secret named: set WATCHWORD_SECRET, or name a folder with --data that holds secret.key")
	}
	sealed, err := db.Find(ctx, d, func(tx *db.Tx) (int64, error) { return db.Count(tx, `SELECT COUNT(*) FROM signing_key`) })
	if err != nil {
		return keyring.Secret{}, err
	}
	return keyring.SecretFile(c.Data, sealed == 0)
}

// Close writes down what is still counted in memory, and closes the database.
func (r *Rooms) Close() error { return errors.Join(r.Cards.Close(), r.DB.Close()) }

// Registers is every register that tells the ledger its states, for ledger.Verify.
func (r *Rooms) Registers() map[string]ledger.Rows {
	return map[string]ledger.Rows{
		"force": area.ForceRows, "area": area.Rows, "account": account.Rows,
		"organisation": org.Rows, "person": person.Rows, "vetting": vetting.Rows, "training": training.Rows,
		"accreditation": accred.Rows, "letter": accred.LetterRows, "card": card.Rows,
	}
}

// Forces is every force set up here.
func (r *Rooms) Forces(ctx context.Context) ([]area.Force, error) {
	return db.Find(ctx, r.DB, r.Areas.Forces)
}

// Operator is the actor of commands at the machine, for a force.
func Operator(force id.Force) authz.Actor {
	return authz.Actor{Force: force, Name: "Operator", Role: authz.Operator}
}
