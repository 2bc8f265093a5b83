// Package backup writes everything a database holds into one file, while the program
// runs, and puts such a file into an empty database of either kind.
//
// The file is a zip: the rows of each table as JSON lines, all as one moment had them;
// the installation's secret; the newest checkpoint of each ledger; and a manifest with
// the hash of each. Sessions, one-time links, tries and answers kept for a day are left
// out: put back, they would revive what has ended. Whoever has the file has everything:
// it is to be kept like the database itself.
//
// Read Write, then Open and Archive.Restore.
package backup

import (
	"archive/zip"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"watchword/internal/backup/hashed"
	"watchword/internal/db"
)

// Form is the version of the file's form.
const Form = 1

// Manifest says what the file holds.
type Manifest struct {
	Form     int           `json:"form"`
	At       time.Time     `json:"at"`
	Database string        `json:"database"` // the kind it came from
	Schema   int64         `json:"schema"`
	Tables   []Table       `json:"tables"`
	Files    []hashed.File `json:"files"`
}

// Table is the rows of one table.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Rows    int64    `json:"rows"`
}

// LeftOut are the tables of what is fleeting.
var LeftOut = map[string]bool{"goose_db_version": true, "account_session": true, "account_link": true, "vetting_link": true, "account_attempt": true, "api_answer": true, "import_draft": true}

// Extra is what is kept beside the tables: the secret, and the checkpoints by the name
// of their force.
type Extra struct {
	Secret      []byte
	Checkpoints map[string]string
}

const (
	manifestName = "manifest.json"
	secretName   = "secret.key"
)

func tableFile(name string) string { return "tables/" + name + ".jsonl" }

// Write writes the database into w as it stands at one moment. Others go on reading
// and writing meanwhile.
func Write(ctx context.Context, d *db.DB, at time.Time, extra Extra, w io.Writer) (Manifest, error) {
	_, schema, err := d.SchemaVersion(ctx)
	if err != nil {
		return Manifest{}, err
	}
	a := &writer{zip: zip.NewWriter(w), at: at, manifest: Manifest{Form: Form, At: at, Database: d.Dialect().String(), Schema: schema}}
	err = d.Read(ctx, func(tx *db.Tx) error {
		names, err := Tables(tx)
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := a.table(tx, name); err != nil {
				return fmt.Errorf("table %s: %w", name, err)
			}
		}
		return nil
	})
	if err != nil {
		return a.manifest, err
	}
	if len(extra.Secret) > 0 {
		if err := a.file(secretName, func(w io.Writer) error { _, err := w.Write(extra.Secret); return err }); err != nil {
			return a.manifest, err
		}
	}
	for name, note := range extra.Checkpoints {
		if err := a.file("checkpoints/"+name, func(w io.Writer) error { _, err := io.WriteString(w, note); return err }); err != nil {
			return a.manifest, err
		}
	}
	return a.manifest, a.close()
}

type writer struct {
	zip      *zip.Writer
	at       time.Time
	manifest Manifest
}

// file writes one entry and notes its hash.
func (a *writer) file(name string, write func(io.Writer) error) error {
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.at})
	if err != nil {
		return err
	}
	f, err := hashed.Write(name, w, write)
	if err == nil {
		a.manifest.Files = append(a.manifest.Files, f)
	}
	return err
}

func (a *writer) table(tx *db.Tx, name string) error {
	columns, err := columnsOf(tx, name)
	if err != nil {
		return err
	}
	t := Table{Name: name, Columns: columns}
	err = a.file(tableFile(name), func(w io.Writer) error {
		t.Rows, err = rows(tx, name, columns, w)
		return err
	})
	a.manifest.Tables = append(a.manifest.Tables, t)
	return err
}

func (a *writer) close() error {
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: manifestName, Method: zip.Deflate, Modified: a.at})
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(a.manifest); err != nil {
		return err
	}
	return a.zip.Close()
}

// binary is bytes in a row, apart from text.
type binary struct {
	Bytes string `json:"bytes"`
}

// rows writes the rows of a table, each a JSON array in a line.
func rows(tx *db.Tx, name string, columns []string, w io.Writer) (int64, error) {
	rs, err := tx.Query(selectAll(name, columns))
	if err != nil {
		return 0, err
	}
	defer rs.Close()
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	row := make([]any, len(columns))
	dest := make([]any, len(columns))
	for i := range row {
		dest[i] = &row[i]
	}
	var n int64
	for rs.Next() {
		if err := rs.Scan(dest...); err != nil {
			return n, err
		}
		for i, v := range row {
			switch v := v.(type) {
			case nil, int64, string:
			case []byte:
				row[i] = binary{base64.StdEncoding.EncodeToString(v)}
			default:
				return n, fmt.Errorf("column %s holds a %T, which no backup can take", columns[i], v)
			}
		}
		if err := enc.Encode(row); err != nil {
			return n, err
		}
		n++
	}
	return n, rs.Err()
}
