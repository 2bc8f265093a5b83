package export

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"watchword/internal/backup"
	"watchword/internal/backup/hashed"
	"watchword/internal/db"
)

// Folder is an export that has been opened and whose every hash fits.
type Folder struct {
	Manifest Manifest
	dir      string
}

// Open reads an export and checks the hash of every file. What the manifest does not name
// is refused too.
func Open(dir string) (*Folder, error) {
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is no export, or was broken off: it has no %s", dir, manifestName)
	}
	if err != nil {
		return nil, err
	}
	f := &Folder{dir: dir}
	if err := json.Unmarshal(text, &f.Manifest); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", manifestName, err)
	}
	if f.Manifest.Form != Form {
		return nil, fmt.Errorf("the export has form %d, this version reads form %d", f.Manifest.Form, Form)
	}
	named := map[string]hashed.File{}
	for _, x := range f.Manifest.Files {
		named[x.Name] = x
	}
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || name == manifestName {
			return err
		}
		x, ok := named[filepath.ToSlash(name)]
		if !ok {
			return fmt.Errorf("%s is not of this export: take it out of the folder", name)
		}
		delete(named, x.Name)
		return check(path, x)
	})
	if err != nil {
		return nil, err
	}
	for name := range named {
		return nil, fmt.Errorf("%s is missing from the export", name)
	}
	return f, nil
}

// check compares a file with its hash.
func check(path string, x hashed.File) error {
	r, err := os.Open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := x.Check(r); err != nil {
		return fmt.Errorf("%s is not what was exported: %w", x.Name, err)
	}
	return nil
}

// Load puts the rows into an empty database whose schema it makes, all of them in one
// transaction: one that is broken off leaves the database empty. The schema of the export
// must be that of this version.
func (f *Folder) Load(ctx context.Context, d *db.DB) error {
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	_, schema, err := d.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	if schema != f.Manifest.Schema {
		return fmt.Errorf("the export has schema %d, this version has %d: import it with the version that wrote it, then upgrade", f.Manifest.Schema, schema)
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		if err := f.fits(tx); err != nil {
			return err
		}
		for _, t := range f.Manifest.Tables {
			if err := f.load(tx, t); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
		}
		return nil
	})
}

// fits compares the tables and columns of the export with those of the database, which
// must have no rows.
func (f *Folder) fits(tx *db.Tx) error {
	have, err := describe(tx)
	if err != nil {
		return err
	}
	same := func(a, b Table) bool {
		return a.Name == b.Name && slices.EqualFunc(a.Columns, b.Columns, func(a, b Column) bool { return a.Name == b.Name && a.Kind == b.Kind })
	}
	if !slices.EqualFunc(have, f.Manifest.Tables, same) {
		return errors.New("the tables of the export are not those of this version")
	}
	for _, t := range have {
		n, err := db.Count(tx, `SELECT COUNT(*) FROM (SELECT 1 FROM "`+t.Name+`" LIMIT 1) first`)
		if err != nil {
			return err
		}
		if n > 0 {
			return backup.ErrNotEmpty
		}
	}
	return nil
}

// load puts in the rows of one table.
func (f *Folder) load(tx *db.Tx, t Table) error {
	r, err := os.Open(filepath.Join(f.dir, "tables", t.Name+".csv"))
	if err != nil {
		return err
	}
	defer r.Close()
	in := csv.NewReader(r)
	in.ReuseRecord = true
	columns := t.written()
	names := Table{Columns: columns}.namesOf()
	heading, err := in.Read()
	if err != nil || !slices.Equal(heading, names) {
		return fmt.Errorf("the heading is not that of the manifest: %v %w", heading, err)
	}
	if t.Name == uploads {
		names = append(names, "content")
	}
	insert := backup.InsertOne(t.Name, names)
	for n := int64(1); ; n++ {
		line, err := in.Read()
		if errors.Is(err, io.EOF) {
			if n--; n != t.Rows {
				return fmt.Errorf("%d rows were read, the manifest says %d", n, t.Rows)
			}
			return nil
		}
		if err == nil {
			err = f.put(tx, t, insert, columns, line)
		}
		if err != nil {
			return fmt.Errorf("row %d: %w", n, err)
		}
	}
}

func (f *Folder) put(tx *db.Tx, t Table, insert string, columns []Column, line []string) error {
	args := make([]any, 0, len(columns)+1)
	for i, c := range columns {
		v, err := value(c.Kind, line[i])
		if err != nil {
			return fmt.Errorf("column %s: %w", c.Name, err)
		}
		args = append(args, v)
	}
	if t.Name == uploads {
		content, err := f.upload(line[slices.IndexFunc(columns, func(c Column) bool { return c.Name == "hash" })])
		if err != nil {
			return err
		}
		args = append(args, content)
	}
	_, err := tx.Exec(insert, args...)
	return err
}

// upload is the content of an upload. A hash that is none names no file.
func (f *Folder) upload(hash string) ([]byte, error) {
	if raw, err := hex.DecodeString(hash); err != nil || len(raw) != sha256.Size {
		return nil, fmt.Errorf("%q is no hash", hash)
	}
	return os.ReadFile(filepath.Join(f.dir, "files", hash))
}
