package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// tries is how often a use case is run at most when the server reports that it ran into
// another; beside, how often beside others of this node. After that it has the node to
// itself, so that however many write at once, only another node can still get in its way.
const (
	tries  = 24
	beside = 4
)

func openPostgres(ctx context.Context, c Config) (*DB, error) {
	cfg, err := pgx.ParseConfig(c.URL)
	if err != nil {
		return nil, errors.New("the address of the PostgreSQL database cannot be read: it should look like postgres://user@host:5432/name")
	}
	pool := stdlib.OpenDB(*cfg)
	readers := c.Readers
	if readers == 0 {
		readers = 16
	}
	pool.SetMaxOpenConns(readers)
	pool.SetMaxIdleConns(readers)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	name := "PostgreSQL " + (&url.URL{Host: fmt.Sprintf("%s:%d", cfg.Host, cfg.Port), Path: cfg.Database}).String()
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("%s does not answer: %w", name, err)
	}
	return &DB{dialect: Postgres, name: name, pool: pool}, nil
}

func (d *DB) writePostgres(ctx context.Context, fn func(tx *Tx) error, opts *sql.TxOptions) error {
	for try := 1; ; try++ {
		err := d.turnPostgres(ctx, try > beside, fn, opts)
		if err == nil || !again(err) || try == tries {
			return err
		}
		pause := time.Duration(try) * time.Duration(1+rand.IntN(4)) * time.Millisecond
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// turnPostgres runs a use case once: beside others, or alone on this node.
func (d *DB) turnPostgres(ctx context.Context, alone bool, fn func(tx *Tx) error, opts *sql.TxOptions) error {
	if alone {
		d.turn.Lock()
		defer d.turn.Unlock()
	} else {
		d.turn.RLock()
		defer d.turn.RUnlock()
	}
	return d.onePostgres(ctx, fn, opts)
}

func (d *DB) onePostgres(ctx context.Context, fn func(tx *Tx) error, opts *sql.TxOptions) error {
	t, err := d.pool.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	defer t.Rollback()
	if _, err := t.ExecContext(ctx, "SELECT 1"); err != nil { // takes the snapshot before fn reads the clock
		return err
	}
	if err := fn(&Tx{ctx: context.WithValue(ctx, insideKey{}, true), dialect: Postgres, sql: t}); err != nil {
		return err
	}
	return t.Commit()
}

func (d *DB) readPostgres(ctx context.Context, fn func(tx *Tx) error) error {
	t, err := d.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer t.Rollback()
	return fn(&Tx{ctx: context.WithValue(ctx, insideKey{}, true), dialect: Postgres, sql: t})
}

// WriteAlone runs fn in a transaction that, on PostgreSQL, sees what others commit
// meanwhile and shares the named lock with no other node: it waits for its turn. On
// SQLite it is Write.
func (d *DB) WriteAlone(ctx context.Context, lock int64, fn func(tx *Tx) error) error {
	if d.dialect == SQLite {
		return d.Write(ctx, fn)
	}
	return d.writePostgres(ctx, func(tx *Tx) error {
		if _, err := tx.Exec("SELECT pg_advisory_xact_lock(?)", lock); err != nil {
			return err
		}
		return fn(tx)
	}, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
}

// again reports whether the server asks for the transaction to be tried once more:
// serialization failure or deadlock.
func again(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// Duplicate reports whether err says that a unique value was there already.
func Duplicate(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite interface{ Code() int }
	return errors.As(err, &lite) && (lite.Code() == 2067 || lite.Code() == 1555)
}

var reboundTexts sync.Map // query text -> text for PostgreSQL

func rebound(query string) string {
	if text, ok := reboundTexts.Load(query); ok {
		return text.(string)
	}
	text := rebind(query)
	reboundTexts.Store(query, text)
	return text
}
