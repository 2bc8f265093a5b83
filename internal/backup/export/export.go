// Package export writes everything a database holds as files that any program can read,
// and puts such files into an empty database of either kind.
//
// An export is a folder: each table as CSV in tables, with all its past; each register once
// more in registers, as it is known today, with a column for each thing it tells; uploads
// as they were given in files; and a manifest with the columns and the hash of each file.
// Rows stand in the order of their keys and nothing tells when they were written: the same
// database gives the same files, whichever of the two it is.
//
// Left out are the installation's secret, without which the keys and the vetting envelopes
// in the export cannot be opened; what people sign in with; and what is fleeting.
//
// Read Write, then Open and Folder.Load.
package export

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"watchword/internal/backup"
	"watchword/internal/backup/hashed"
	"watchword/internal/db"
)

// Form is the version of the form of an export.
const Form = 1

// Manifest says what an export holds.
type Manifest struct {
	Form      int               `json:"form"`
	Schema    int64             `json:"schema"`
	Tables    []Table           `json:"tables"`
	Registers []Register        `json:"registers"`
	LeftOut   map[string]string `json:"left_out"` // table, and why
	Files     []hashed.File     `json:"files"`
}

// Table is the rows of one table.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	Rows    int64    `json:"rows"`
}

// Column is a column of a table. Its Kind is text, number (whole; instants are
// milliseconds since 1970) or bytes (in base64).
type Column struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	key  bool
}

// Register is a register as it is known today.
type Register struct {
	Name string `json:"name"`
	Rows int64  `json:"rows"`
}

const (
	manifestName = "manifest.json"
	readmeName   = "README.txt"
	uploads      = "blob" // the table whose contents are files of their own
)

// leftOut is the tables that no export has, and why.
func leftOut() map[string]string {
	out := map[string]string{"account_credential": "what people sign in with: each sets it anew, by a link"}
	for name := range backup.LeftOut {
		out[name] = "fleeting: put back, it would revive what has ended"
	}
	return out
}

const readme = `This folder holds everything that a Watchword database held when it was written.

manifest.json   what is here: columns, numbers of rows, and the SHA-256 of every file
registers/      each register as it is known today, one line for each period of a row
tables/         every table with all its past, from which the database can be made anew
files/          uploads, each named by its SHA-256

All text is UTF-8. CSV files have a heading, commas, and quotation marks around what needs
them. In tables/ nothing at all is written \N, a backslash \\ and a carriage return \r;
instants are milliseconds since 1970 in UTC; bytes are base64. In registers/ instants are
written as 2026-11-22T09:00:00Z and lists as JSON; a cell that would begin a formula has an
apostrophe before it.

Not here: the file secret.key, without which private keys and the vetting envelopes cannot
be opened; what people sign in with; and what the manifest says was left out.

To make a database of it: watchword import export --data NEWFOLDER --secret-file SECRET.KEY FOLDER
`

// Write writes the database into a folder, which must not be there or be empty, as it
// stands at one moment. Others go on reading and writing meanwhile.
func Write(ctx context.Context, d *db.DB, dir string) (Manifest, error) {
	if left, err := os.ReadDir(dir); err == nil && len(left) > 0 {
		return Manifest{}, fmt.Errorf("%s is not empty: name another folder", dir)
	}
	_, schema, err := d.SchemaVersion(ctx)
	if err != nil {
		return Manifest{}, err
	}
	w := &writer{dir: dir, manifest: Manifest{Form: Form, Schema: schema, LeftOut: leftOut(), Registers: []Register{}}}
	if err := w.file(readmeName, func(to io.Writer) error { _, err := io.WriteString(to, readme); return err }); err != nil {
		return w.manifest, err
	}
	err = d.Read(ctx, func(tx *db.Tx) error {
		tables, err := describe(tx)
		if err != nil {
			return err
		}
		for _, t := range tables {
			if err := w.table(tx, t); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		return w.manifest, err
	}
	return w.manifest, w.end()
}

// writer is an export under way.
type writer struct {
	dir      string
	manifest Manifest
}

// file writes one file and notes its hash.
func (w *writer) file(name string, write func(io.Writer) error) error {
	path := filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	sum, err := hashed.Write(name, f, write)
	if err != nil {
		return err
	}
	w.manifest.Files = append(w.manifest.Files, sum)
	return f.Close()
}

func (w *writer) table(tx *db.Tx, t Table) error {
	err := w.file("tables/"+t.Name+".csv", func(to io.Writer) (err error) {
		t.Rows, err = rows(tx, t, to)
		return err
	})
	if err != nil {
		return err
	}
	w.manifest.Tables = append(w.manifest.Tables, t)
	if t.Name == uploads {
		return w.uploads(tx)
	}
	if t.isRegister() {
		return w.register(tx, t)
	}
	return nil
}

// uploads writes each upload as a file of its own. Several forces may have the same.
func (w *writer) uploads(tx *db.Tx) error {
	hashes, err := db.Strings(tx, `SELECT hash FROM blob GROUP BY hash ORDER BY hash`+collation(tx))
	if err != nil {
		return err
	}
	for _, hash := range hashes { // one at a time: together they may be larger than memory
		var content []byte
		if err := tx.QueryRow(`SELECT content FROM blob WHERE hash = ?`+db.Limit, hash, int64(1)).Scan(&content); err != nil {
			return err
		}
		if err := w.file("files/"+hash, func(to io.Writer) error { _, err := to.Write(content); return err }); err != nil {
			return err
		}
	}
	return nil
}

// end writes the manifest: with it, the export is whole.
func (w *writer) end() error {
	slices.SortFunc(w.manifest.Files, func(a, b hashed.File) int { return strings.Compare(a.Name, b.Name) })
	text, err := json.MarshalIndent(w.manifest, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.dir, manifestName), append(text, '\n'), 0o600)
}

// namesOf is the columns' names.
func (t Table) namesOf() []string {
	var out []string
	for _, c := range t.Columns {
		out = append(out, c.Name)
	}
	return out
}

// isRegister reports whether the table holds rows with a past.
func (t Table) isRegister() bool {
	has := map[string]bool{}
	for _, c := range t.Columns {
		has[c.Name] = true
	}
	wanted := map[string]bool{"id": true, "from_at": true, "until_at": true, "superseded_at": true, "state": true}
	maps.DeleteFunc(wanted, func(name string, _ bool) bool { return has[name] })
	return len(wanted) == 0
}
