package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// groupLimit is how many use cases may share one durable transaction.
const groupLimit = 256

// writer owns the one connection that writes. It runs use cases in groups, and does two
// things at once: while the disk takes in the log of one group, the use cases of the next
// are run. So SQLite itself does not wait for the disk at a commit; the writer does
// (land), and only then are the use cases told that they are done. Until then whoever
// read what the group wrote waits too (settled): nothing is shown that a loss of power
// could take back.
type writer struct {
	db   *DB
	conn *conn
	log  *syncLog // nil where nothing need last
	jobs chan *job
	done chan struct{}
	once sync.Once

	flight chan struct{}                 // closed when the group before is on disk; nil when it is
	unsure atomic.Pointer[chan struct{}] // the same, for those who read
	broken atomic.Pointer[error]         // the disk refused once: what it holds is not known any more
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

func startWriter(d *DB, c *conn, log *syncLog) *writer {
	w := &writer{db: d, conn: c, log: log, jobs: make(chan *job, groupLimit), done: make(chan struct{})}
	go w.loop()
	return w
}

func (w *writer) close() {
	w.once.Do(func() { close(w.jobs) })
	<-w.done
	w.log.close()
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
	w.arrive()
}

// group runs j and whatever else comes in until it may be committed, and has all of them
// told how it went once that is on disk.
func (w *writer) group(first *job) {
	ran := []*job{first}
	if first.err = w.begin(); first.err != nil {
		tell(ran)
		return
	}
	staged := w.run(first)
	for j := w.next(len(ran)); j != nil; j = w.next(len(ran)) {
		ran = append(ran, j)
		staged = append(staged, w.run(j)...)
	}
	w.arrive()
	gate := make(chan struct{})
	if err := w.commit(staged, &gate); err != nil {
		w.conn.exec("ROLLBACK")
		fail(ran, err)
		tell(ran)
		return
	}
	if w.log == nil {
		tell(ran)
		return
	}
	w.flight = gate
	go w.land(ran, &gate)
}

func (w *writer) begin() error {
	if err := w.fault(); err != nil {
		return err
	}
	return w.conn.exec("BEGIN IMMEDIATE")
}

// next is the next use case of a group that has so many, or nil when the group is to be
// committed. While the group before is not on disk this one could not be either, so it
// takes in whoever comes.
func (w *writer) next(have int) *job {
	if have >= groupLimit {
		return nil
	}
	select {
	case j := <-w.jobs:
		return j // nil when closed
	default:
	}
	if w.flight == nil {
		return nil
	}
	select {
	case j := <-w.jobs:
		return j
	case <-w.flight:
		w.flight = nil
		return nil
	}
}

// arrive waits until the group before is on disk.
func (w *writer) arrive() {
	if w.flight != nil {
		<-w.flight
		w.flight = nil
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

// commit makes the group visible. From just before that, who reads waits for gate.
func (w *writer) commit(staged []any, gate *chan struct{}) error {
	if err := w.fault(); err != nil {
		return err
	}
	if len(staged) > 0 {
		tx := &Tx{ctx: context.WithValue(context.Background(), insideKey{}, true), dialect: SQLite, conn: w.conn}
		if err := w.db.sequencer(tx, staged); err != nil {
			return err
		}
	}
	if w.log != nil {
		w.unsure.Store(gate)
	}
	err := w.conn.exec("COMMIT")
	if err != nil && w.log != nil {
		w.unsure.Store(nil)
		close(*gate)
	}
	return err
}

// land waits until the log is on disk, and tells those whose work that was. Once the disk
// has refused, it may have dropped what it was given: nothing is written or shown any
// more until the program is started anew and has read what is really there.
func (w *writer) land(ran []*job, gate *chan struct{}) {
	if err := w.log.sync(); err != nil {
		err = fmt.Errorf("the disk did not take what was written, so nothing more is written or read until the program is started anew: %w", err)
		w.broken.Store(&err)
		fail(ran, err)
	}
	w.unsure.Store(nil)
	tell(ran)
	close(*gate)
}

// settled returns once everything that can be read by now is on disk.
func (w *writer) settled() error {
	if gate := w.unsure.Load(); gate != nil {
		<-*gate
	}
	return w.fault()
}

func (w *writer) fault() error {
	if err := w.broken.Load(); err != nil {
		return *err
	}
	return nil
}

func fail(ran []*job, err error) {
	for _, j := range ran {
		if j.err == nil {
			j.err = err
		}
	}
}

func tell(ran []*job) {
	for _, j := range ran {
		close(j.finished)
	}
}

// syncLog is the write-ahead log of an SQLite file, as something to be brought to disk.
type syncLog struct {
	file string
	open *os.File
	// instead, when set, is asked in place of the disk, by tests.
	instead func() error
}

// sync returns once all that was written to the log is on disk. The first time it also
// does so for the names of the files in their folder.
func (l *syncLog) sync() error {
	if l.instead != nil {
		return l.instead()
	}
	if l.open == nil {
		f, err := os.OpenFile(l.file, os.O_RDWR, 0)
		if err != nil {
			return err
		}
		l.open = f
		if err := syncFolder(filepath.Dir(l.file)); err != nil {
			return err
		}
	}
	return syncData(l.open)
}

func (l *syncLog) close() {
	if l != nil && l.open != nil {
		l.open.Close()
	}
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
