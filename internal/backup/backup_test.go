package backup_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"watchword/internal/backup"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

var at = clock.OnClock(clock.MustDay("2026-11-22"), 9, 0)

// filled is a database with a row of every kind of value.
func filled(t *testing.T, d *db.DB) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO force (id, name, short_name, host, settings, created_at) VALUES ('for_a', ?, 'a', '', '{}', ?)`, "Ünïcode <&> \" 'quoted'\nlines", at); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO account_session (force_id, id, hash, account_id, post, agent, made_at, seen_at, until_at) VALUES ('for_a', 's', 'h', 'acc', '', '', 1, 1, 1)`); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO signing_key (force_id, id, purpose, from_at, until_at, public, private) VALUES ('for_a', 'k', 'card', 1, ?, ?, ?)`,
			clock.Forever, []byte{0, 1, 255}, nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func written(t *testing.T, d *db.DB) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := backup.Write(t.Context(), d, at, backup.Extra{Secret: []byte("abc\n"), Checkpoints: map[string]string{"a": "a note\n"}}, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(b []byte) (*backup.Archive, error) { return backup.Open(bytes.NewReader(b), int64(len(b))) }

func TestWhatIsRestoredIsWhatWas(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, from *db.DB) {
		filled(t, from)
		first := written(t, from)
		dbtest.Each(t, func(t *testing.T, to *db.DB) {
			a, err := open(first)
			if err != nil || string(a.Extra.Secret) != "abc\n" || a.Extra.Checkpoints["a"] != "a note\n" {
				t.Fatalf("%+v %v", a, err)
			}
			if err := a.Restore(t.Context(), to); err != nil {
				t.Fatal(err)
			}
			b, err := open(written(t, to))
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range a.Manifest.Files {
				if b.Manifest.Files[i] != f {
					t.Errorf("%s is %+v, was %+v", f.Name, b.Manifest.Files[i], f)
				}
			}
			if err := a.Restore(t.Context(), to); !errors.Is(err, backup.ErrNotEmpty) {
				t.Errorf("restored into a database that is not empty: %v", err)
			}
		})
	})
}

func TestSessionsAreLeftOut(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	filled(t, d)
	a, err := open(written(t, d))
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range a.Manifest.Tables {
		if table.Name == "account_session" {
			t.Error("sessions are in the backup")
		}
	}
}

func TestABackupThatWasChangedIsRefused(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	filled(t, d)
	whole := written(t, d)
	if _, err := open(whole[:len(whole)/2]); err == nil {
		t.Error("cut short, and not found")
	}
	for _, tt := range []struct {
		name   string
		change func(name string, content []byte) []byte // nil: left out
		says   string
	}{
		{"a row is changed", func(name string, c []byte) []byte {
			if name == "tables/force.jsonl" {
				return bytes.Replace(c, []byte("quoted"), []byte("quotes"), 1)
			}
			return c
		}, "its hash does not fit"},
		{"a table is missing", func(name string, c []byte) []byte {
			if name == "tables/signing_key.jsonl" {
				return nil
			}
			return c
		}, "the manifest names"},
		{"no manifest", func(name string, c []byte) []byte {
			if name == "manifest.json" {
				return nil
			}
			return c
		}, "no manifest"},
		{"another form", func(name string, c []byte) []byte {
			return bytes.Replace(c, []byte(`"form": 1`), []byte(`"form": 2`), 1)
		}, "has form 2"},
	} {
		if _, err := open(rewritten(t, whole, tt.change)); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestARestoreThatIsBrokenOffLeavesTheDatabaseEmpty(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, from *db.DB) {
		filled(t, from)
		whole := written(t, from)
		a, err := open(whole)
		if err != nil {
			t.Fatal(err)
		}
		// A later table cannot be read to its end, though its hash fits.
		const name = "tables/signing_key.jsonl"
		bad := []byte("[\"for_a\"]\n")
		m := a.Manifest
		for i := range m.Files {
			if m.Files[i].Name == name {
				sum := sha256.Sum256(bad)
				m.Files[i].Size, m.Files[i].SHA256 = int64(len(bad)), hex.EncodeToString(sum[:])
			}
		}
		manifest, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		broken, err := open(rewritten(t, whole, func(n string, content []byte) []byte {
			return map[string][]byte{name: bad, "manifest.json": manifest}[n]
		}, name, "manifest.json"))
		if err != nil {
			t.Fatal(err)
		}
		dbtest.Each(t, func(t *testing.T, to *db.DB) {
			if err := broken.Restore(t.Context(), to); err == nil || !strings.Contains(err.Error(), "table signing_key: row 1") {
				t.Fatalf("%v", err)
			}
			if err := a.Restore(t.Context(), to); err != nil {
				t.Errorf("and then the whole one: %v", err)
			}
		})
	})
}

// rewritten is a backup with some of its files changed; with names, those alone.
func rewritten(t *testing.T, whole []byte, change func(string, []byte) []byte, names ...string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if len(names) == 0 || slices.Contains(names, f.Name) {
			content = change(f.Name, content)
		}
		if content == nil {
			continue
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
