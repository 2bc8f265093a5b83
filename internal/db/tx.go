package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"watchword/internal/clock"
)

// Tx is a transaction under way. It holds the context it was begun under and must
// not be used after its function has returned, nor by two goroutines at once.
type Tx struct {
	ctx     context.Context
	dialect Dialect
	conn    *conn   // SQLite
	sql     *sql.Tx // PostgreSQL
	staged  []any
	stages  bool
}

// Context is the context the transaction was begun under.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Under is the same transaction under another context, made from the one it has: for
// reading, within the function that it was given to.
func (tx *Tx) Under(ctx context.Context) *Tx {
	under := *tx
	under.ctx = ctx
	return &under
}

// Dialect is the database this transaction runs on.
func (tx *Tx) Dialect() Dialect { return tx.dialect }

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	var res sql.Result
	var err error
	if tx.conn != nil {
		var st *sql.Stmt
		if st, err = tx.conn.prepare(query); err != nil {
			return 0, err
		}
		res, err = st.ExecContext(tx.ctx, bind(args)...)
	} else {
		res, err = tx.sql.ExecContext(tx.ctx, rebound(query), bind(args)...)
	}
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Query runs a query. The caller closes the rows, or uses All.
func (tx *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	if tx.conn != nil {
		st, err := tx.conn.prepare(query)
		if err != nil {
			return nil, err
		}
		return st.QueryContext(tx.ctx, bind(args)...)
	}
	return tx.sql.QueryContext(tx.ctx, rebound(query), bind(args)...)
}

// Row is one row, or the error that came instead; its Scan returns sql.ErrNoRows
// when there was none.
type Row struct {
	row *sql.Row
	err error
}

// Scan copies the columns of the row into dest.
func (r Row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	return r.row.Scan(dest...)
}

// QueryRow runs a query of which the first row is wanted.
func (tx *Tx) QueryRow(query string, args ...any) Row {
	if tx.conn != nil {
		st, err := tx.conn.prepare(query)
		if err != nil {
			return Row{err: err}
		}
		return Row{row: st.QueryRowContext(tx.ctx, bind(args)...)}
	}
	return Row{row: tx.sql.QueryRowContext(tx.ctx, rebound(query), bind(args)...)}
}

// Stage gives item to the sequencer of the group this transaction belongs to, and
// reports whether there is one. On PostgreSQL there is none: the caller then stores
// the item itself.
func (tx *Tx) Stage(item any) bool {
	if !tx.stages {
		return false
	}
	tx.staged = append(tx.staged, item)
	return true
}

// Scanner is what sql.Rows, sql.Row and Row have in common.
type Scanner interface{ Scan(dest ...any) error }

// All reads every row of a query through scan.
func All[T any](tx *Tx, scan func(Scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// Strings reads a query of one text column.
func Strings(tx *Tx, query string, args ...any) ([]string, error) {
	return All(tx, func(s Scanner) (v string, err error) { return v, s.Scan(&v) }, query, args...)
}

// Count reads a query of one whole number.
func Count(tx *Tx, query string, args ...any) (int64, error) {
	var n int64
	return n, tx.QueryRow(query, args...).Scan(&n)
}

// NoRows reports whether err says that there was no such row.
func NoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// bind turns the values of this program into those that both drivers take:
// instants to milliseconds, days to text, booleans to 0 or 1. It changes args.
func bind(args []any) []any {
	for i, a := range args {
		switch v := a.(type) {
		case time.Time:
			args[i] = clock.Millis(v)
		case clock.Day:
			args[i] = v.String()
		case bool:
			args[i] = Bool(v)
		}
	}
	return args
}

// Bool is 1 for true and 0 for false.
func Bool(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// Instant reads a column of milliseconds.
type Instant struct{ To *time.Time }

// Scan implements sql.Scanner.
func (i Instant) Scan(src any) error {
	switch v := src.(type) {
	case int64:
		*i.To = clock.FromMillis(v)
	case nil:
		*i.To = time.Time{}
	default:
		return errors.New("a column of instants holds something else")
	}
	return nil
}

// Day reads a column of legal days; an empty text is clock.NoDay.
type Day struct{ To *clock.Day }

// Scan implements sql.Scanner.
func (d Day) Scan(src any) error {
	switch v := src.(type) {
	case string:
		return d.To.UnmarshalText([]byte(v))
	case []byte:
		return d.To.UnmarshalText(v)
	case nil:
		*d.To = clock.NoDay
		return nil
	}
	return errors.New("a column of days holds something else")
}
