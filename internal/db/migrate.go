package db

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer says that the database was written by a later version of the program.
var ErrNewer = errors.New("the database was written by a later version of watchword: run that version, or restore a backup made before it")

// ErrOlder says that the database is to be brought up to this version first.
var ErrOlder = errors.New("the database was written by an earlier version of watchword: take a backup with that version, stop every other node, and start once with --upgrade")

// Migrate brings the schema up to this version, or creates it in an empty database.
// It returns ErrNewer if it is newer already.
func (d *DB) Migrate(ctx context.Context) error {
	p, err := d.provider()
	if err != nil {
		return err
	}
	if have, want, err := versions(ctx, p); err != nil {
		return err
	} else if have > want {
		return ErrNewer
	}
	_, err = p.Up(ctx)
	return err
}

// CheckSchema returns nil if the schema is that of this version, ErrNewer or
// ErrOlder if not. An empty database is created.
func (d *DB) CheckSchema(ctx context.Context) error {
	p, err := d.provider()
	if err != nil {
		return err
	}
	have, want, err := versions(ctx, p)
	switch {
	case err != nil:
		return err
	case have == 0:
		_, err = p.Up(ctx)
		return err
	case have > want:
		return fmt.Errorf("%s has schema %d, this version knows %d: %w", d.name, have, want, ErrNewer)
	case have < want:
		return fmt.Errorf("%s has schema %d, this version needs %d: %w", d.name, have, want, ErrOlder)
	}
	return nil
}

// SchemaVersion is the version the database has, and the one this program knows.
func (d *DB) SchemaVersion(ctx context.Context) (have, want int64, err error) {
	p, err := d.provider()
	if err != nil {
		return 0, 0, err
	}
	return versions(ctx, p)
}

func versions(ctx context.Context, p *goose.Provider) (have, want int64, err error) {
	if have, err = p.GetDBVersion(ctx); err != nil {
		return 0, 0, err
	}
	sources := p.ListSources()
	return have, sources[len(sources)-1].Version, nil
}

func (d *DB) provider() (*goose.Provider, error) {
	var files fs.FS
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	dialect := goose.DialectPostgres
	if d.dialect == SQLite {
		dialect = goose.DialectSQLite3
		files = sqliteFS{files}
	}
	return goose.NewProvider(dialect, d.schemaPool(), files)
}

// schemaPool is where migrations run. On SQLite the pool's connections take turns
// with the writer through the file's own lock.
func (d *DB) schemaPool() *sql.DB { return d.pool }

// sqliteFS shows the migrations with SQLite's names of types.
type sqliteFS struct{ fs.FS }

// Open opens a migration, rewritten.
func (s sqliteFS) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	out := strings.NewReplacer("BYTEA", "BLOB", "BIGINT", "INTEGER", "\n);", "\n) STRICT;").Replace(string(text))
	return &memFile{bytes.NewReader([]byte(out)), info}, nil
}

// ReadDir lists the migrations.
func (s sqliteFS) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(s.FS, name) }

type memFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (m *memFile) Stat() (fs.FileInfo, error) { return m.info, nil }
func (m *memFile) Close() error               { return nil }
