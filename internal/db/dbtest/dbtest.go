// Package dbtest gives tests a database of their own: a fresh SQLite file, and a
// fresh database on a real PostgreSQL.
//
// PostgreSQL is found by WATCHWORD_TEST_POSTGRES (an address with the right to create
// databases, of which those named watchword_schema_… stay for the next run) or is started
// here, as an unprivileged user in a temporary folder on loopback, from Debian's package.
// Where there is none, the test says so and is skipped by name.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"watchword/internal/db"
)

// Each runs body once on SQLite and once on PostgreSQL, each on a fresh, migrated
// database.
func Each(t *testing.T, body func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		body(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		body(t, Postgres(t))
	})
}

// SQLite is a fresh, migrated SQLite database that goes with the test.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	return open(t, db.Config{File: copied(t)})
}

// Postgres is a fresh, migrated database on PostgreSQL that goes with the test.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	base := postgres(t)
	from, err := template()
	if err != nil {
		t.Fatal(err)
	}
	name := fresh()
	admin(t, base, "CREATE DATABASE "+name+" TEMPLATE "+from)
	t.Cleanup(func() { admin(t, base, "DROP DATABASE "+name+" WITH (FORCE)") })
	return open(t, db.Config{URL: inDatabase(name), Readers: 8})
}

func open(t testing.TB, c db.Config) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.CheckSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

var made atomic.Int64

// fresh is a name that nothing on the server has.
func fresh() string { return fmt.Sprintf("t_%d_%d", os.Getpid(), made.Add(1)) }

// PostgresURL is the address of an empty schema that is dropped after the test.
func PostgresURL(t testing.TB) string {
	t.Helper()
	base := postgres(t)
	name := fresh()
	admin(t, base, "CREATE SCHEMA "+name)
	t.Cleanup(func() { admin(t, base, "DROP SCHEMA "+name+" CASCADE") })
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func admin(t testing.TB, base, text string) {
	t.Helper()
	pool, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.ExecContext(context.Background(), text); err != nil {
		t.Fatalf("%s: %v", strings.Fields(text)[0], err)
	}
}
