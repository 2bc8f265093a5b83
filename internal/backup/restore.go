package backup

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"watchword/internal/backup/hashed"
	"watchword/internal/db"
)

// Archive is a backup that has been opened and whose every hash fits.
type Archive struct {
	Manifest Manifest
	Extra    Extra
	zip      *zip.Reader
}

// Open reads a backup and checks the hash of everything in it.
func Open(r io.ReaderAt, size int64) (*Archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("this is not a backup, or it was cut short: %w", err)
	}
	a := &Archive{zip: z, Extra: Extra{Checkpoints: map[string]string{}}}
	text, err := a.read(manifestName, 64<<20)
	if err != nil {
		return nil, fmt.Errorf("the backup has no manifest: %w", err)
	}
	if err := json.Unmarshal(text, &a.Manifest); err != nil {
		return nil, fmt.Errorf("the manifest cannot be read: %w", err)
	}
	if a.Manifest.Form != Form {
		return nil, fmt.Errorf("the backup has form %d, this version reads form %d", a.Manifest.Form, Form)
	}
	if len(a.Manifest.Files)+1 != len(z.File) {
		return nil, fmt.Errorf("the backup has %d files, the manifest names %d", len(z.File)-1, len(a.Manifest.Files))
	}
	for _, f := range a.Manifest.Files {
		if err := a.check(f); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// check compares one file with its hash, and keeps what is not a table.
func (a *Archive) check(f hashed.File) error {
	r, err := a.zip.Open(f.Name)
	if err != nil {
		return fmt.Errorf("%s is missing from the backup: %w", f.Name, err)
	}
	defer r.Close()
	if err := f.Check(r); err != nil {
		return fmt.Errorf("%s in the backup is not what was written: %w", f.Name, err)
	}
	if f.Name == secretName {
		a.Extra.Secret, err = a.read(f.Name, 1<<10)
		return err
	}
	if dir, name := "checkpoints/", f.Name; len(name) > len(dir) && name[:len(dir)] == dir {
		note, err := a.read(name, 1<<20)
		a.Extra.Checkpoints[name[len(dir):]] = string(note)
		return err
	}
	return nil
}

func (a *Archive) read(name string, most int64) ([]byte, error) {
	r, err := a.zip.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, most))
}

// ErrNotEmpty says that a backup is put only into an empty database.
var ErrNotEmpty = errors.New("the database is not empty: restore into a new one, then point the program to it")

// Restore puts the rows into an empty database whose schema it makes, all of them in one
// transaction: one that is broken off leaves the database empty. The schema of the backup
// must be that of this version.
func (a *Archive) Restore(ctx context.Context, d *db.DB) error {
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	_, schema, err := d.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	if schema != a.Manifest.Schema {
		return fmt.Errorf("the backup has schema %d, this version has %d: restore it with the version that wrote it, then upgrade", a.Manifest.Schema, schema)
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		if err := a.fits(tx); err != nil {
			return err
		}
		for _, t := range a.Manifest.Tables {
			if err := a.load(tx, t); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
		}
		return nil
	})
}

// fits compares the backup's tables and columns with those of the database, which must
// have no rows.
func (a *Archive) fits(tx *db.Tx) error {
	names, err := Tables(tx)
	if err != nil {
		return err
	}
	if len(names) != len(a.Manifest.Tables) {
		return fmt.Errorf("the backup has %d tables, the database %d", len(a.Manifest.Tables), len(names))
	}
	for _, t := range a.Manifest.Tables {
		columns, err := columnsOf(tx, t.Name)
		if err != nil {
			return err
		}
		if !slices.Contains(names, t.Name) || !slices.Equal(columns, t.Columns) {
			return fmt.Errorf("the table %s of the backup does not fit the database", t.Name)
		}
		n, err := db.Count(tx, `SELECT COUNT(*) FROM "`+t.Name+`"`)
		if err != nil {
			return err
		}
		if n > 0 {
			return ErrNotEmpty
		}
	}
	return nil
}

// load puts in the rows of one table.
func (a *Archive) load(tx *db.Tx, t Table) error {
	r, err := a.zip.Open(tableFile(t.Name))
	if err != nil {
		return err
	}
	defer r.Close()
	dec := json.NewDecoder(bufio.NewReaderSize(r, 64<<10))
	dec.UseNumber()
	insert := InsertOne(t.Name, t.Columns)
	for n := int64(1); ; n++ {
		var row []any
		err := dec.Decode(&row)
		if errors.Is(err, io.EOF) {
			if n--; n != t.Rows {
				return fmt.Errorf("%d rows were read, the manifest says %d", n, t.Rows)
			}
			return nil
		}
		if err == nil {
			err = values(row, len(t.Columns))
		}
		if err == nil {
			_, err = tx.Exec(insert, row...)
		}
		if err != nil {
			return fmt.Errorf("row %d: %w", n, err)
		}
	}
}

// values turns a row of JSON back into what the database takes.
func values(row []any, columns int) error {
	if len(row) != columns {
		return fmt.Errorf("it has %d values for %d columns", len(row), columns)
	}
	for i, v := range row {
		switch v := v.(type) {
		case nil, string:
		case json.Number:
			n, err := v.Int64()
			if err != nil {
				return err
			}
			row[i] = n
		case map[string]any:
			text, ok := v["bytes"].(string)
			if !ok {
				return errors.New("a value cannot be read")
			}
			b, err := base64.StdEncoding.DecodeString(text)
			if err != nil {
				return err
			}
			row[i] = b
		default:
			return errors.New("a value cannot be read")
		}
	}
	return nil
}
