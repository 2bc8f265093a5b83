package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/sign"
	"watchword/internal/wire"
)

// Rooms is every service of the program on one database, as its settings say. The server
// serves them; commands use them without serving.
type Rooms struct {
	*wire.Rooms
	Config  Config
	Closing func() // called by Close before it closes; may be nil
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
	r, err := onto(ctx, c, d)
	if err != nil {
		d.Close()
		return nil, err
	}
	return r, nil
}

func onto(ctx context.Context, c Config, d *db.DB) (*Rooms, error) {
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
	way, err := c.Messages.Way(c.Clock.Now)
	if err != nil {
		return nil, ErrSetting{err}
	}
	r := &Rooms{Rooms: wire.New(d, c.Clock, keyring.New(secret), c.Accounts), Config: c}
	r.Areas.Origin = cmp.Or(c.Origin, "http://"+c.Listen)
	r.Outbox.Way, r.Outbox.Log = way, c.Log
	return r, r.opens(ctx)
}

// opens returns keyring.ErrSecret if the secret is another installation's: what is signed
// and sealed would fail one by one, long after the start.
func (r *Rooms) opens(ctx context.Context) error {
	return r.DB.Read(ctx, func(tx *db.Tx) error {
		forces, err := r.Areas.Forces(tx)
		if err != nil {
			return err
		}
		for _, f := range forces {
			for _, purpose := range []sign.Purpose{sign.ForCheckpoints, sign.ForCards} {
				if _, err := r.Ring.Signer(tx, f.ID, purpose, r.Clock.Now()); errors.Is(err, keyring.ErrSecret) {
					return fmt.Errorf("%s: %w", f.Name, err)
				}
			}
		}
		return nil
	})
}

// secret is the installation's secret. One is made only while nothing has been sealed.
func (c Config) secret(ctx context.Context, d *db.DB) (keyring.Secret, error) {
	if c.Secret != "" {
		s, err := keyring.ParseSecret(c.Secret)
		if err != nil {
			return s, fmt.Errorf("WATCHWORD_SECRET: %w", err)
		}
		return s, nil
	}
	if c.Data == "" {
		return keyring.Secret{}, fmt.Errorf("no secret named: set WATCHWORD_SECRET, or name a folder with --data that holds secret.key")
	}
	sealed, err := db.Find(ctx, d, func(tx *db.Tx) (int64, error) { return db.Count(tx, `SELECT COUNT(*) FROM signing_key`) })
	if err != nil {
		return keyring.Secret{}, err
	}
	s, err := keyring.SecretFile(c.Data, sealed == 0)
	if at := new(fs.PathError); err == nil || errors.Is(err, keyring.ErrSecret) || errors.As(err, &at) {
		return s, err
	}
	return s, fmt.Errorf("%s: %w: put back the file that was made with this database", filepath.Join(c.Data, "secret.key"), err)
}

// Close writes down what is still counted in memory, and closes the database.
func (r *Rooms) Close() error {
	err := r.Cards.Close()
	if r.Closing != nil {
		r.Closing()
	}
	return errors.Join(err, r.DB.Close())
}

// Forces is every force set up here.
func (r *Rooms) Forces(ctx context.Context) ([]area.Force, error) {
	return db.Find(ctx, r.DB, r.Areas.Forces)
}

// Operator is the actor of commands at the machine, for a force.
func Operator(force id.Force) authz.Actor {
	return authz.Actor{Force: force, Name: "Operator", Role: authz.Operator}
}
