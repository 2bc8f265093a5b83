package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// writerSettings are of the one connection that writes: the log may grow to 32 MB before it
// is copied into the file, so that a page written often is copied once. Its cache is no
// larger than a reader's: at the end of a group that moved pages about, SQLite goes through
// all of it.
const writerSettings = "PRAGMA wal_autocheckpoint = 8000"

// sqliteAtLeast is the first SQLite that repairs the WAL-reset fault (3.51.3).
const sqliteAtLeast = "3.51.3"

func openSQLite(ctx context.Context, c Config) (*DB, error) {
	dsn := "file:" + (&url.URL{Path: c.File}).EscapedPath() + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)" + durability(c) +
		"&_pragma=foreign_keys(1)&_pragma=cache_size(-16384)&_pragma=temp_store(MEMORY)"
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	readers := c.Readers
	if readers == 0 {
		readers = 4
	}
	d := &DB{dialect: SQLite, name: "SQLite file " + c.File, pool: pool, readers: make(chan *conn, readers), closed: make(chan struct{})}
	fail := func(err error) (*DB, error) {
		pool.Close()
		return nil, fmt.Errorf("%s: %w", d.name, err)
	}
	w, err := newConn(ctx, pool)
	if err != nil {
		return fail(err)
	}
	if _, err := w.sql.ExecContext(ctx, writerSettings); err != nil {
		return fail(err)
	}
	var version string
	if err := w.sql.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return fail(err)
	}
	if older(version, sqliteAtLeast) {
		return fail(fmt.Errorf("SQLite %s may corrupt its log; %s or later is needed", version, sqliteAtLeast))
	}
	for range readers {
		r, err := newConn(ctx, pool)
		if err != nil {
			return fail(err)
		}
		if _, err := r.sql.ExecContext(ctx, "PRAGMA query_only = 1"); err != nil {
			return fail(err)
		}
		d.readers <- r
	}
	var log *syncLog
	if !c.Fleeting {
		log = &syncLog{file: c.File + "-wal"}
	}
	d.writer = startWriter(d, w, log)
	return d, nil
}

// durability is NORMAL where the writer itself sees to it that the log is on disk before
// anybody hears of what was written: see writer. SQLite then waits for the disk only
// around a copy of the log into the file.
func durability(c Config) string {
	if c.Fleeting {
		return "&_pragma=synchronous(OFF)"
	}
	return "&_pragma=synchronous(NORMAL)"
}

// older compares two versions written as 3.51.3.
func older(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		x, _ := strconv.Atoi(as[i])
		y, _ := strconv.Atoi(bs[i])
		if x != y {
			return x < y
		}
	}
	return len(as) < len(bs)
}

// conn is a connection kept for good, with the statements prepared on it.
type conn struct {
	sql   *sql.Conn
	stmts map[string]*sql.Stmt
}

func newConn(ctx context.Context, pool *sql.DB) (*conn, error) {
	c, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{sql: c, stmts: map[string]*sql.Stmt{}}, nil
}

// stmtLimit bounds the statements kept on a connection: filtered lists make many texts.
const stmtLimit = 512

func (c *conn) prepare(query string) (*sql.Stmt, error) {
	if st, ok := c.stmts[query]; ok {
		return st, nil
	}
	if len(c.stmts) >= stmtLimit {
		for text, st := range c.stmts {
			st.Close()
			delete(c.stmts, text)
		}
	}
	st, err := c.sql.PrepareContext(context.Background(), query)
	if err == nil {
		c.stmts[query] = st
	}
	return st, err
}

func (c *conn) exec(query string) error {
	st, err := c.prepare(query)
	if err != nil {
		return err
	}
	_, err = st.Exec()
	return err
}

func (c *conn) close() {
	for _, st := range c.stmts {
		st.Close()
	}
	c.sql.Close()
}

func (c *conn) read(ctx context.Context, fn func(tx *Tx) error) error {
	if err := c.exec("BEGIN"); err != nil {
		return err
	}
	defer c.exec("ROLLBACK")
	return fn(&Tx{ctx: context.WithValue(ctx, insideKey{}, true), dialect: SQLite, conn: c})
}

func (d *DB) readSQLite(ctx context.Context, fn func(tx *Tx) error) error {
	select {
	case c := <-d.readers:
		defer func() { d.readers <- c }()
		return c.read(ctx, fn)
	case <-d.closed:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}
