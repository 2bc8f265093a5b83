package export_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/backup"
	"watchword/internal/backup/export"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

var upload = []byte{0x89, 'P', 'N', 'G', 0, 1, 2}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// filled is a database with a row of every kind of value, the hardest to write among them.
func filled(t *testing.T, d *db.DB) {
	t.Helper()
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		for _, x := range []struct {
			text string
			args []any
		}{
			{`INSERT INTO force (id, name, short_name, host, settings, created_at) VALUES ('for_a', ?, 'a', '', '{}', 7)`, []any{"Ünïcode <&> \" 'quoted', \\N \\r \\\\\r\nlines\n"}},
			{`INSERT INTO force (id, name, short_name, host, settings, created_at) VALUES ('for_B', ?, 'b', 'b', '{}', 7)`, []any{`\N`}},
			{`INSERT INTO account_session (force_id, id, hash, account_id, post, agent, made_at, seen_at, until_at) VALUES ('for_a', 's', 'h', 'acc', '', '', 1, 1, 1)`, nil},
			{`INSERT INTO account_credential (force_id, account_id, kind, id, secret, made_at) VALUES ('for_a', 'acc', 'passphrase', 'x', 'a hash to guess at', 1)`, nil},
			{`INSERT INTO signing_key (force_id, id, purpose, from_at, until_at, public, private) VALUES ('for_a', 'k', 'card', -1, ?, ?, ?)`, []any{clock.Forever, []byte{0, 1, 255}, nil}},
			{`INSERT INTO signing_key (force_id, id, purpose, from_at, until_at, public, private) VALUES ('for_a', 'K', 'card', 1, 2, ?, ?)`, []any{[]byte{}, []byte{9}}},
			{`INSERT INTO blob (force_id, hash, type, size, content, added_at) VALUES ('for_a', ?, 'image/png', 7, ?, 1)`, []any{hashOf(upload), upload}},
			{`INSERT INTO blob (force_id, hash, type, size, content, added_at) VALUES ('for_B', ?, 'image/png', 7, ?, 1)`, []any{hashOf(upload), upload}},
			{`INSERT INTO training (force_id, id, version, from_at, until_at, known_at, superseded_at, entry_id, state) VALUES ('for_a', 'per_1', 1, 0, ?, 0, 1000, 'e', '{"note": "forgotten"}')`, []any{clock.Forever}},
			{`INSERT INTO training (force_id, id, version, from_at, until_at, known_at, superseded_at, entry_id, state) VALUES ('for_a', 'per_1', 2, 0, 60000, 1000, ?, 'e', '{"passes": [1, 2], "note": "=1+1"}')`, []any{clock.Forever}},
			{`INSERT INTO training (force_id, id, version, from_at, until_at, known_at, superseded_at, entry_id, state) VALUES ('for_a', 'per_1', 3, 60000, ?, 1000, ?, 'e', '{"passes": null, "count": 3}')`, []any{clock.Forever, clock.Forever}},
		} {
			if _, err := tx.Exec(x.text, x.args...); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func written(t *testing.T, d *db.DB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "export")
	if _, err := export.Write(t.Context(), d, dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// files is what a folder holds, by name.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	if err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(name)] = string(text)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestExportImportExportGivesTheSameFiles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, from *db.DB) {
		filled(t, from)
		first := written(t, from)
		dbtest.Each(t, func(t *testing.T, to *db.DB) {
			f, err := export.Open(first)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Load(t.Context(), to); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(files(t, first), files(t, written(t, to))); diff != "" {
				t.Errorf("the second export is not the first (-first +second):\n%s", diff)
			}
			if err := f.Load(t.Context(), to); !errors.Is(err, backup.ErrNotEmpty) {
				t.Errorf("imported into a database that is not empty: %v", err)
			}
		})
	})
}

func TestAnExportHasNothingToSignInWithAndUploadsAsFiles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		filled(t, d)
		have := files(t, written(t, d))
		for name, text := range have {
			if strings.Contains(text, "a hash to guess at") {
				t.Errorf("%s has what a person signs in with", name)
			}
		}
		for _, table := range []string{"account_session", "account_credential"} {
			if _, ok := have["tables/"+table+".csv"]; ok {
				t.Errorf("%s is exported", table)
			}
			if !strings.Contains(have["manifest.json"], `"`+table+`": "`) {
				t.Errorf("the manifest does not say that %s was left out, and why", table)
			}
		}
		if !bytes.Equal([]byte(have["files/"+hashOf(upload)]), upload) {
			t.Error("the upload is not a file of its own")
		}
	})
}

func TestARegisterIsExportedAsItIsKnownToday(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		filled(t, d)
		got, err := csv.NewReader(strings.NewReader(files(t, written(t, d))["registers/training.csv"])).ReadAll()
		want := [][]string{
			{"force", "id", "period_from", "period_until", "count", "note", "passes"},
			{"for_a", "per_1", "1970-01-01T00:00:00Z", "1970-01-01T00:01:00Z", "", "'=1+1", "[1, 2]"}, // no formula
			{"for_a", "per_1", "1970-01-01T00:01:00Z", "", "3", "", ""},
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	})
}

func TestAnExportThatWasTouchedIsRefused(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	filled(t, d)
	for name, touch := range map[string]func(dir string) error{
		"a byte changed": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "tables/force.csv"), []byte("id\n"), 0o600)
		},
		"a file missing":     func(dir string) error { return os.Remove(filepath.Join(dir, "tables/force.csv")) },
		"a file more":        func(dir string) error { return os.WriteFile(filepath.Join(dir, "tables/more.csv"), nil, 0o600) },
		"no manifest":        func(dir string) error { return os.Remove(filepath.Join(dir, "manifest.json")) },
		"a manifest in half": func(dir string) error { return os.Truncate(filepath.Join(dir, "manifest.json"), 99) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := written(t, d)
			if err := touch(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := export.Open(dir); err == nil {
				t.Error("it was taken")
			}
			if name != "no manifest" {
				if _, err := export.Write(t.Context(), d, dir); err == nil {
					t.Error("written over an export that is there")
				}
			}
		})
	}
}
