package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"watchword/internal/db"
)

// To make all tables anew takes longer than most tests. So each database is a copy of one
// that was migrated before: on SQLite of a file of this process, on PostgreSQL of a database
// that all test binaries on that server share, under a name that tells its schema.

// file is a migrated SQLite file as it stands on disk, with a name for its schema.
var file = sync.OnceValues(func() (made struct {
	content []byte
	schema  string
}, err error) {
	dir, err := os.MkdirTemp("", "watchword-schema-")
	if err != nil {
		return made, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "schema.sqlite")
	if err := migrate(db.Config{File: path, Fleeting: true}, func(tx *db.Tx) error {
		texts, err := db.Strings(tx, `SELECT COALESCE(sql, '') FROM sqlite_master ORDER BY type, name`)
		made.schema = fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, texts)))[:12]
		return err
	}); err != nil {
		return made, err
	}
	made.content, err = os.ReadFile(path)
	return made, err
})

// migrate makes the tables of an empty database, and reads something there.
func migrate(c db.Config, read func(tx *db.Tx) error) error {
	ctx := context.Background()
	d, err := db.Open(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	return d.Read(ctx, read)
}

// copied is a migrated SQLite file for the test.
func copied(t testing.TB) string {
	t.Helper()
	made, err := file()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "test.sqlite")
	if err := os.WriteFile(path, made.content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// template is the name of the migrated database on a server.
var template = sync.OnceValues(func() (string, error) {
	made, err := file()
	if err != nil {
		return "", err
	}
	name := "watchword_schema_" + made.schema
	return name, provide(name)
})

// lockTemplate is held by the test binary that makes the template; the others wait for it.
const lockTemplate = 0x57_57_54

// provide makes the template unless the server has it. It gets its name once it is whole.
func provide(name string) error {
	ctx := context.Background()
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer pool.Close()
	c, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := c.ExecContext(ctx, "SELECT pg_advisory_lock($1)", lockTemplate); err != nil {
		return err
	}
	defer c.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", lockTemplate)
	var there int
	if err := c.QueryRowContext(ctx, "SELECT COUNT(*) FROM pg_database WHERE datname = $1", name).Scan(&there); err != nil || there > 0 {
		return err
	}
	making := name + "_making"
	for _, text := range []string{"DROP DATABASE IF EXISTS " + making, "CREATE DATABASE " + making} {
		if _, err := c.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	if err := migrate(db.Config{URL: inDatabase(making)}, func(*db.Tx) error { return nil }); err != nil {
		return err
	}
	_, err = c.ExecContext(ctx, "ALTER DATABASE "+making+" RENAME TO "+name)
	return err
}

// inDatabase is the address of another database of the server.
func inDatabase(name string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Path = "/" + name
	return u.String()
}
