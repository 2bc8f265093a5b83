package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// groupLimit is how many use cases may share one durable transaction.
const groupLimit = 256

// writerSettings are of the one connection that writes: it may keep 64 MiB of pages, for
// each one not kept is read again (readers keep 16 MiB each), and the log may grow to
// 32 MB before it is copied into the file, so that a page written often is copied once.
const writerSettings = "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000"

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
	d.writer = startWriter(d, w)
	return d, nil
}

func durability(c Config) string {
	if c.Fleeting {
		return "&_pragma=synchronous(OFF)"
	}
	return "&_pragma=synchronous(FULL)"
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

// writer owns the one connection that writes.
type writer struct {
	db   *DB
	conn *conn
	jobs chan *job
	done chan struct{}
	once sync.Once
}

// job is one use case waiting to be written.
type job struct {
	ctx      context.Context
	fn       func(tx *Tx) error
	err      error
	panicked any
	stack    []byte
	finished chan struct{}
}

func startWriter(d *DB, c *conn) *writer {
	w := &writer{db: d, conn: c, jobs: make(chan *job, groupLimit), done: make(chan struct{})}
	go w.loop()
	return w
}

func (w *writer) close() {
	w.once.Do(func() { close(w.jobs) })
	<-w.done
	w.conn.close()
}

// do hands fn to the writer and waits until it is durable or refused. A context
// cancelled meanwhile does not stop it: whether it was written is then known.
func (w *writer) do(ctx context.Context, fn func(tx *Tx) error) error {
	j := &job{ctx: ctx, fn: fn, finished: make(chan struct{})}
	select {
	case w.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	}
	<-j.finished
	if j.panicked != nil {
		panic(fmt.Sprintf("%v\n\nin the transaction:\n%s", j.panicked, j.stack))
	}
	return j.err
}

func (w *writer) loop() {
	defer close(w.done)
	for j := range w.jobs {
		w.group(j)
	}
}

// group runs j and whatever else is waiting in one transaction, and then tells all
// of them how it went.
func (w *writer) group(first *job) {
	var ran []*job
	defer func() {
		for _, j := range ran {
			close(j.finished)
		}
	}()
	if err := w.conn.exec("BEGIN IMMEDIATE"); err != nil {
		first.err = err
		ran = append(ran, first)
		return
	}
	var staged []any
	for j := first; j != nil; j = w.next(len(ran)) {
		ran = append(ran, j)
		staged = append(staged, w.run(j)...)
	}
	if err := w.commit(staged); err != nil {
		w.conn.exec("ROLLBACK")
		for _, j := range ran {
			if j.err == nil {
				j.err = err
			}
		}
	}
}

// next is a use case that is already waiting, or nil.
func (w *writer) next(have int) *job {
	if have >= groupLimit {
		return nil
	}
	select {
	case j := <-w.jobs:
		return j // nil when closed
	default:
		return nil
	}
}

// run runs one use case in a savepoint and returns what it staged. Its statements
// are not bound to the request's context: SQLite would answer an interruption by
// undoing the whole group.
func (w *writer) run(j *job) (staged []any) {
	if j.err = j.ctx.Err(); j.err != nil {
		return nil
	}
	if j.err = w.conn.exec("SAVEPOINT use_case"); j.err != nil {
		return nil
	}
	tx := &Tx{ctx: context.WithValue(context.WithoutCancel(j.ctx), insideKey{}, true), dialect: SQLite, conn: w.conn, stages: w.db.sequencer != nil}
	j.err = j.call(tx)
	if j.err != nil || j.panicked != nil {
		if err := w.conn.exec("ROLLBACK TO use_case"); err != nil && j.err == nil {
			j.err = err
		}
		tx.staged = nil
	}
	if err := w.conn.exec("RELEASE use_case"); err != nil && j.err == nil {
		j.err = err
	}
	return tx.staged
}

func (j *job) call(tx *Tx) error {
	defer func() {
		if p := recover(); p != nil {
			j.panicked, j.stack = p, debug.Stack()
		}
	}()
	return j.fn(tx)
}

func (w *writer) commit(staged []any) error {
	if len(staged) > 0 {
		tx := &Tx{ctx: context.WithValue(context.Background(), insideKey{}, true), dialect: SQLite, conn: w.conn}
		if err := w.db.sequencer(tx, staged); err != nil {
			return err
		}
	}
	return w.conn.exec("COMMIT")
}
