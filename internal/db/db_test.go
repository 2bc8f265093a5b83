package db_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

func addForce(tx *db.Tx, id string) error {
	_, err := tx.Exec(`INSERT INTO force (id, name, short_name, host, settings, created_at) VALUES (?, 'what? it''s a test', 'T', '', '{}', ?)`, id, clock.MustDay("2026-11-22").Start())
	return err
}

func forces(t *testing.T, d *db.DB) int64 {
	t.Helper()
	n, err := db.Find(t.Context(), d, func(tx *db.Tx) (int64, error) { return db.Count(tx, `SELECT COUNT(*) FROM force`) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWriteIsAllOrNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		boom := errors.New("boom")
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			if err := addForce(tx, "for_a"); err != nil {
				return err
			}
			return boom
		}); !errors.Is(err, boom) {
			t.Fatalf("got %v", err)
		}
		if n := forces(t, d); n != 0 {
			t.Fatalf("%d rows of a refused use case remain", n)
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return addForce(tx, "for_a") }); err != nil {
			t.Fatal(err)
		}
		if n := forces(t, d); n != 1 {
			t.Fatalf("%d rows, want 1", n)
		}
	})
}

func TestOneUseCaseInAGroupDoesNotSpoilTheOthers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for i := range 60 {
			wg.Go(func() {
				err := d.Write(t.Context(), func(tx *db.Tx) error {
					if err := addForce(tx, "for_"+strings.Repeat("x", i)); err != nil {
						return err
					}
					if i%3 == 0 {
						return errors.New("no")
					}
					return nil
				})
				if (err != nil) != (i%3 == 0) {
					t.Errorf("use case %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		if n := forces(t, d); n != 40 {
			t.Errorf("%d rows, want 40", n)
		}
	})
}

func TestAllWhoChangeTheSameRowComeThrough(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return addForce(tx, "for_a") }); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		const clients, each = 32, 4
		for range clients {
			all.Go(func() {
				for range each {
					if err := d.Write(t.Context(), func(tx *db.Tx) error {
						n, err := db.Count(tx, `SELECT LENGTH(host) FROM force WHERE id = ?`, "for_a")
						if err == nil && d.Dialect() == db.Postgres { // long enough for all to have read the same
							_, err = tx.Exec(`SELECT pg_sleep(0.02)`)
						}
						if err == nil {
							_, err = tx.Exec(`UPDATE force SET host = ? WHERE id = ?`, strings.Repeat("x", int(n)+1), "for_a")
						}
						return err
					}); err != nil {
						t.Errorf("refused: %v", err)
					}
				}
			})
		}
		all.Wait()
		n, err := db.Find(t.Context(), d, func(tx *db.Tx) (int64, error) {
			return db.Count(tx, `SELECT LENGTH(host) FROM force WHERE id = ?`, "for_a")
		})
		if err != nil || n != clients*each {
			t.Errorf("%d of %d changes remain, %v", n, clients*each, err)
		}
	})
}

func TestReadersSeeNoUnfinishedWrite(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		inside, seen := make(chan struct{}), make(chan struct{})
		done := make(chan error, 1)
		go func() {
			done <- d.Write(context.Background(), func(tx *db.Tx) error {
				err := addForce(tx, "for_a")
				close(inside)
				<-seen
				return err
			})
		}()
		<-inside
		if n := forces(t, d); n != 0 {
			t.Errorf("a reader saw %d unfinished rows", n)
		}
		close(seen)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	})
}

func TestAPanicUndoesTheUseCaseAndTheWriterGoesOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			d.Write(t.Context(), func(tx *db.Tx) error { addForce(tx, "for_a"); panic("broken") })
		}()
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return addForce(tx, "for_b") }); err != nil {
			t.Fatal(err)
		}
		if n := forces(t, d); n != 1 {
			t.Errorf("%d rows, want 1", n)
		}
	})
}

func TestACancelledRequestNeverUndoesAnother(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := d.Write(ctx, func(tx *db.Tx) error {
		if err := addForce(tx, "for_a"); err != nil {
			return err
		}
		cancel()
		time.Sleep(5 * time.Millisecond)
		return addForce(tx, "for_b")
	})
	if err != nil || forces(t, d) != 2 {
		t.Errorf("err %v, %d rows: a use case under way is finished", err, forces(t, d))
	}
}

func TestDuplicateIsTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		add := func(tx *db.Tx) error { return addForce(tx, "for_a") }
		if err := d.Write(t.Context(), add); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(t.Context(), add); !db.Duplicate(err) {
			t.Errorf("%v is not told as a duplicate", err)
		}
	})
}

func TestStagedItemsComeOnlyFromWhatWasKept(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	var got []any
	d.SetSequencer(func(_ *db.Tx, staged []any) error { got = append(got, staged...); return nil })
	for i := range 4 {
		d.Write(t.Context(), func(tx *db.Tx) error {
			if !tx.Stage(i) {
				t.Error("no sequencer")
			}
			if i == 2 {
				return errors.New("no")
			}
			return nil
		})
	}
	if len(got) != 3 || got[2] != 3 {
		t.Errorf("staged %v, want 0 1 3", got)
	}
}

func TestAFailingSequencerFailsTheUseCase(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	d.SetSequencer(func(*db.Tx, []any) error { return errors.New("disk") })
	err := d.Write(t.Context(), func(tx *db.Tx) error { tx.Stage(1); return addForce(tx, "for_a") })
	if err == nil || forces(t, d) != 0 {
		t.Errorf("err %v, %d rows", err, forces(t, d))
	}
}

func TestSchemaIsRefusedWhenNewerOrOlder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		set := func(text string) {
			if err := d.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(text); return err }); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.CheckSchema(t.Context()); err != nil {
			t.Fatal(err)
		}
		set(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, ` + map[db.Dialect]string{db.SQLite: "1", db.Postgres: "true"}[d.Dialect()] + `)`)
		if err := d.CheckSchema(t.Context()); !errors.Is(err, db.ErrNewer) {
			t.Errorf("newer: %v", err)
		}
		set(`DELETE FROM goose_db_version WHERE version_id = 9999`)
		set(`DELETE FROM goose_db_version WHERE version_id = (SELECT MAX(version_id) FROM goose_db_version)`)
		if err := d.CheckSchema(t.Context()); !errors.Is(err, db.ErrOlder) {
			t.Errorf("older: %v", err)
		}
	})
}

func TestForceStandsFirstInEveryKey(t *testing.T) {
	t.Parallel()
	d := dbtest.Postgres(t)
	keys, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]string, error) {
		return db.Strings(tx, `
			SELECT c.relname || ' ' || COALESCE(i.relname, '') || ' ' || a.attname
			FROM pg_index x
			JOIN pg_class c ON c.oid = x.indrelid
			JOIN pg_class i ON i.oid = x.indexrelid
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
			WHERE c.relnamespace = current_schema()::regnamespace
			  AND c.relname NOT IN ('goose_db_version', 'force') AND a.attname <> 'force_id'
			UNION ALL
			SELECT c.relname || ' has no primary key '
			FROM pg_class c
			WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
			  AND NOT EXISTS (SELECT 1 FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary)`)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		t.Errorf("force_id is not first: %s", k)
	}
}

func TestOpenSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	if _, err := db.Open(t.Context(), db.Config{}); err == nil {
		t.Error("no database named, and none missed")
	}
	if _, err := db.Open(t.Context(), db.Config{File: filepath.Join(t.TempDir(), "no", "such.sqlite")}); err == nil {
		t.Error("the folder is missing, and nothing is said")
	}
}

func TestAReadAfterTheEndIsRefused(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.Read(t.Context(), func(*db.Tx) error { return nil }); err == nil {
		t.Error("a closed database was read")
	}
}

func TestWhereBindsInOrder(t *testing.T) {
	t.Parallel()
	var w db.Where
	if w.SQL() != "" {
		t.Error("no condition, no WHERE")
	}
	w.And("a = ?", 1)
	db.In(&w, "b", []string{"x", "y"})
	db.In(&w, "c", []string{})
	if got, want := w.SQL(), " WHERE (a = ?) AND (b IN (?, ?)) AND (1 = 0)"; got != want || len(w.Args("z")) != 4 {
		t.Errorf("%s %v", got, w.Args("z"))
	}
}
