// Package db is the one way to the database: SQLite in a file, or PostgreSQL. It
// holds transactions, the writing of one SQL text for both, and the migrations.
// It knows no register; tables belong to the rooms that read and write them.
//
// One text serves both databases. Arguments are written ? and rewritten for
// PostgreSQL. Booleans are BIGINT 0 or 1; instants are BIGINT milliseconds since
// 1970 (clock.Millis); legal days are TEXT as 2006-01-02; JSON is TEXT and is never
// searched inside SQL. Every table has its force first in its primary key, in every
// unique index and every foreign key, so that a later database can be spread by force.
//
// On SQLite there is one writer with group commit: use cases that come in while
// others are being made durable run in savepoints of one transaction, and each is
// told that it is done only after that transaction is on disk (WAL, as with synchronous
// FULL); nobody is shown what is not. On PostgreSQL each use case is a serializable transaction of its own, tried
// again when the server reports a conflict.
//
// Read Write and Read first.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Dialect tells the two databases apart, for the few texts that must differ.
type Dialect int

const (
	SQLite Dialect = iota
	Postgres
)

// String is the database's name.
func (d Dialect) String() string {
	if d == Postgres {
		return "PostgreSQL"
	}
	return "SQLite"
}

// Config says which database to open. Its zero value is no database: one of the
// two is needed.
type Config struct {
	// File is the path of the SQLite file; its folder must exist.
	File string
	// URL is a postgres:// address; when set, File is not used.
	URL string
	// Readers is how many reads may run at once; 0 means 4 on SQLite, 16 on PostgreSQL.
	Readers int
	// Fleeting makes SQLite leave durability to the operating system: for data that can be
	// made again, while it is made. A crash of the machine may spoil the file.
	Fleeting bool
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	dialect Dialect
	name    string
	pool    *sql.DB // PostgreSQL: all connections. SQLite: the readers.
	writer  *writer // SQLite only
	readers chan *conn
	closed  chan struct{}
	turn    sync.RWMutex // PostgreSQL: held alone by a use case that others kept getting in the way of

	ending    sync.Once
	mu        sync.Mutex
	sequencer func(tx *Tx, staged []any) error
	committed []func()
}

// Open opens the database and checks that it answers. It neither creates tables
// nor changes them: see Migrate and CheckSchema.
func Open(ctx context.Context, c Config) (*DB, error) {
	if c.URL != "" {
		return openPostgres(ctx, c)
	}
	if c.File == "" {
		return nil, errors.New("no database named: give a folder for data or a postgres:// address")
	}
	if _, err := os.Stat(filepath.Dir(c.File)); err != nil {
		return nil, fmt.Errorf("the folder of the database file is not there: %w", err)
	}
	return openSQLite(ctx, c)
}

// Dialect is which of the two databases this is.
func (d *DB) Dialect() Dialect { return d.dialect }

// Name tells people which database this is, without any password.
func (d *DB) Name() string { return d.name }

// Close waits for writes under way and closes all connections. Closing again does
// nothing.
func (d *DB) Close() error {
	var err error
	d.ending.Do(func() { err = d.end() })
	return err
}

func (d *DB) end() error {
	if d.writer != nil {
		d.writer.close()
	}
	if d.readers != nil {
		close(d.closed)
		for range cap(d.readers) {
			c := <-d.readers
			c.close()
		}
	}
	return d.pool.Close()
}

// SetSequencer names the function that, on SQLite, is run once for every group of
// use cases just before it is made durable, with what they staged (Tx.Stage), in
// order. An error fails the whole group. It is set once, before the first write.
func (d *DB) SetSequencer(f func(tx *Tx, staged []any) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sequencer = f
}

// OnCommit adds a function that is called after each durable write, outside any
// transaction. It must return at once.
func (d *DB) OnCommit(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.committed = append(d.committed, f)
}

func (d *DB) tellCommitted() {
	d.mu.Lock()
	fs := d.committed
	d.mu.Unlock()
	for _, f := range fs {
		f()
	}
}

// errClosed says that the program is stopping.
var errClosed = errors.New("the database is closed")

// insideKey marks the context of a running transaction, so that a write begun inside
// another is found out at once instead of waiting for itself for ever.
type insideKey struct{}

// Write runs fn in a transaction that may change things, and returns once what it
// did is durable. If fn returns an error nothing of it remains, and the error is
// returned as it came. On PostgreSQL fn may be run more than once: it must change
// nothing but the database. fn holds up other writers: it does no slow work, such as
// hashing a passphrase or reading an upload.
func (d *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	if ctx.Value(insideKey{}) != nil {
		panic("db: Write inside a transaction")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	fn = joined(ctx, fn)
	var err error
	if d.writer != nil {
		err = d.writer.do(ctx, fn)
	} else {
		err = d.writePostgres(ctx, fn, &sql.TxOptions{Isolation: sql.LevelSerializable})
	}
	if err == nil {
		d.tellCommitted()
	}
	return err
}

type joinKey struct{}

// Join returns a context under which every Write does also, in the same transaction and
// after its own work: nothing remains of either unless both succeed.
func Join(ctx context.Context, also func(tx *Tx) error) context.Context {
	return context.WithValue(ctx, joinKey{}, also)
}

// Apart returns a context under which a Write stands by itself again; see Join.
func Apart(ctx context.Context) context.Context {
	return context.WithValue(ctx, joinKey{}, nil)
}

func joined(ctx context.Context, fn func(tx *Tx) error) func(tx *Tx) error {
	also, ok := ctx.Value(joinKey{}).(func(tx *Tx) error)
	if !ok {
		return fn
	}
	return func(tx *Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return also(tx)
	}
}

// Read runs fn in a transaction that sees one state of the database and changes
// nothing. It returns once all that fn saw is durable.
func (d *DB) Read(ctx context.Context, fn func(tx *Tx) error) error {
	if err := d.look(ctx, fn); err != nil || d.writer == nil {
		return err
	}
	return d.writer.settled()
}

// look is Read that does not wait until what it saw is durable.
func (d *DB) look(ctx context.Context, fn func(tx *Tx) error) error {
	if d.dialect == Postgres {
		return d.readPostgres(ctx, fn)
	}
	return d.readSQLite(ctx, fn)
}

// Find runs a read that returns one value; see Read.
func Find[T any](ctx context.Context, d *DB, fn func(tx *Tx) (T, error)) (T, error) {
	return found(ctx, d.Read, fn)
}

// Glance is Find for what nobody is shown, such as who a caller is: it may see what is not
// durable yet.
func Glance[T any](ctx context.Context, d *DB, fn func(tx *Tx) (T, error)) (T, error) {
	return found(ctx, d.look, fn)
}

func found[T any](ctx context.Context, read func(context.Context, func(tx *Tx) error) error, fn func(tx *Tx) (T, error)) (T, error) {
	var out T
	err := read(ctx, func(tx *Tx) (err error) {
		out, err = fn(tx)
		return err
	})
	return out, err
}

// rebind rewrites ? marks to $1, $2 … for PostgreSQL, leaving those in quoted text.
func rebind(query string) string {
	if !strings.Contains(query, "?") {
		return query
	}
	var b strings.Builder
	b.Grow(len(query) + 16)
	n, quoted := 0, false
	for i := range len(query) {
		switch c := query[i]; {
		case c == '\'':
			quoted = !quoted
			b.WriteByte(c)
		case c == '?' && !quoted:
			n++
			fmt.Fprintf(&b, "$%d", n)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
