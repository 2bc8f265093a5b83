package register_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/register"
	"watchword/internal/sign"
)

type post struct {
	Holder string `json:"holder"`
	Grade  int    `json:"grade"`
}

var posts = &register.Table[post]{Name: "post", What: "post", Columns: []string{"holder"}, Values: func(p post) []any { return []any{p.Holder} }}

const force = id.Force("for_a")

var office = authz.Actor{Force: force, Account: "acc_1", Name: "Office", Role: authz.SchemeManager}

// world is a ledger and a register of posts on one database.
type world struct {
	db    *db.DB
	clock *clock.Hand
	ledg  *ledger.Ledger
	ring  *keyring.Ring
}

const origin = "eastmarch.example/ledger"

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{db: d, clock: clock.At(clock.MustDay("2026-01-05").Start()), ring: keyring.New(keyring.Secret{1})}
	w.ledg = ledger.New(d, w.clock)
	if err := d.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := w.ring.Make(tx, &ledger.Draft{}, force, sign.ForCheckpoints, origin, w.clock.Now(), clock.MustDay("2030-01-01").Start()); err != nil {
			return err
		}
		_, err := tx.Exec(`CREATE TABLE post (force_id TEXT, id TEXT, version BIGINT, from_at BIGINT, until_at BIGINT, known_at BIGINT,
			superseded_at BIGINT, entry_id TEXT, state TEXT, holder TEXT, PRIMARY KEY (force_id, id, version))`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) put(ctx context.Context, row string, p post, from, until time.Time) error {
	_, err := w.ledg.Do(ctx, office, "post.change", nil, func(tx *db.Tx, e *ledger.Draft) error {
		return posts.Put(tx, e, row, p, from, until)
	})
	return err
}

func (w *world) verify(t testing.TB, against string) ledger.Report {
	t.Helper()
	if _, err := w.ledg.Sequence(t.Context()); err != nil {
		t.Fatal(err)
	}
	keys, err := db.Find(t.Context(), w.db, func(tx *db.Tx) (sign.Keys, error) { return w.ring.Public(tx, force) })
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.ledg.Verify(t.Context(), force, ledger.Check{Keys: keys, Origin: origin, Against: against, Tables: map[string]ledger.Rows{"post": posts.Rows}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *world) holder(t *testing.T, row string, when register.When) string {
	t.Helper()
	v, err := db.Find(t.Context(), w.db, func(tx *db.Tx) (register.Version[post], error) { return posts.Find(tx, force, row, when) })
	if fault.Is(err, fault.NotFound) {
		return "nobody"
	}
	if err != nil {
		t.Fatal(err)
	}
	return v.State.Holder
}

func day(s string) time.Time { return clock.MustDay(s).Start() }

func TestARowThatEnds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		end := func(on, at string) {
			w.clock.Set(day(on))
			if _, err := w.ledg.Do(t.Context(), office, "post.end", nil, func(tx *db.Tx, e *ledger.Draft) error {
				return posts.End(tx, e, "a", day(at))
			}); err != nil {
				t.Fatal(err)
			}
		}
		w.clock.Set(day("2026-01-10"))
		for _, p := range []struct{ holder, from string }{{"Ada", "2026-01-10"}, {"Ben", "2026-06-01"}} {
			if err := w.put(t.Context(), "a", post{Holder: p.holder}, day(p.from), clock.Forever); err != nil {
				t.Fatal(err)
			}
		}
		end("2026-03-01", "2026-02-01")
		end("2026-03-02", "2026-06-01") // it begins on that day: nothing changes
		end("2026-03-03", "2026-02-10") // nothing holds then
		end("2026-07-01", "2026-07-01")
		for _, tt := range []struct{ name, at, known, want string }{
			{"before its end", "2026-01-31", "2026-12-01", "Ada"},
			{"after its end", "2026-02-01", "2026-12-01", "nobody"},
			{"as known before it was ended", "2026-02-01", "2026-02-20", "Ada"},
			{"what begins later stays", "2026-06-01", "2026-03-05", "Ben"},
			{"until it is ended too", "2026-07-01", "2026-07-01", "nobody"},
		} {
			if got := w.holder(t, "a", register.When{At: day(tt.at), Known: day(tt.known)}); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
			}
		}
		if r := w.verify(t, ""); r.Fault != "" {
			t.Error(r.Fault)
		}
	})
}

func TestWhatWasTrueAndWhatWasKnown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		step := func(on, holder, from, until string) {
			w.clock.Set(day(on))
			end := clock.Forever
			if until != "" {
				end = day(until)
			}
			if err := w.put(t.Context(), "a", post{Holder: holder}, day(from), end); err != nil {
				t.Fatal(err)
			}
		}
		step("2026-01-10", "Ada", "2026-01-10", "")
		step("2026-03-01", "Ben", "2026-03-01", "")
		step("2026-04-01", "Cy", "2026-02-01", "2026-02-15") // found out later
		for _, tt := range []struct{ name, at, known, want string }{
			{"before the first day", "2026-01-09", "2026-12-01", "nobody"},
			{"on the first day", "2026-01-10", "2026-01-10", "Ada"},
			{"a future day as known then", "2026-06-01", "2026-02-01", "Ada"},
			{"the same day as known later", "2026-06-01", "2026-03-01", "Ben"},
			{"in February, as we thought in March", "2026-02-10", "2026-03-15", "Ada"},
			{"in February, as we know since April", "2026-02-10", "2026-04-01", "Cy"},
			{"the half-open end of what was found out", "2026-02-15", "2026-04-01", "Ada"},
			{"the instant before a change", "2026-02-28", "2026-04-01", "Ada"},
			{"the instant of a change", "2026-03-01", "2026-04-01", "Ben"},
			{"nothing was known before it was entered", "2026-02-10", "2026-01-09", "nobody"},
		} {
			if got := w.holder(t, "a", register.When{At: day(tt.at), Known: day(tt.known)}); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
			}
		}
		if r := w.verify(t, ""); r.Fault != "" || r.Rows != 6 {
			t.Errorf("verify: %+v", r)
		}
	})
}

// TestPutAgreesWithPaint holds the register against the plainest model: a calendar of
// days, kept once for every day of knowledge.
func TestPutAgreesWithPaint(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	start := clock.MustDay("2026-02-01")
	row := 0
	rapid.Check(t, func(rt *rapid.T) {
		row++
		name := fmt.Sprint("r", row)
		const days = 20
		var painted [][days]string // after each step
		var calendar [days]string
		for i := range days {
			calendar[i] = "nobody"
		}
		base := w.clock.Now()
		steps := rapid.IntRange(1, 8).Draw(rt, "steps")
		for s := range steps {
			from := rapid.IntRange(0, days-1).Draw(rt, "from")
			until := rapid.IntRange(from+1, days).Draw(rt, "until")
			holder := rapid.SampledFrom([]string{"Ada", "Ben", "Cy"}).Draw(rt, "holder")
			w.clock.Set(base.Add(time.Duration(s+1) * time.Second))
			end := (start + clock.Day(until)).Start()
			if until == days {
				end = clock.Forever
			}
			if err := w.put(context.Background(), name, post{Holder: holder, Grade: s}, (start + clock.Day(from)).Start(), end); err != nil {
				rt.Fatal(err)
			}
			for i := from; i < until; i++ {
				calendar[i] = holder
			}
			painted = append(painted, calendar)
		}
		for s, want := range painted {
			for i := range days {
				got := w.holder(t, name, register.When{At: (start + clock.Day(i)).Start(), Known: base.Add(time.Duration(s+1) * time.Second)})
				if got != want[i] {
					rt.Fatalf("after step %d, day %d: %s, want %s", s, i, got, want[i])
				}
			}
		}
	})
	if r := w.verify(t, ""); r.Fault != "" {
		t.Error(r.Fault)
	}
}

func TestVerifyFindsEachHandThatTouchedTheDatabase(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"a state altered", `UPDATE post SET state = '{"holder":"Eve","grade":0}' WHERE id = 'r3' AND version = 1`, "row post/r3/1"},
		{"a column altered", `UPDATE post SET holder = 'Eve' WHERE id = 'r3'`, "column holder"},
		{"a period stretched", `UPDATE post SET until_at = until_at - 1 WHERE id = 'r3' AND version = 1`, "row post/r3/1"},
		{"a closed version opened again", `UPDATE post SET superseded_at = superseded_at + 5 WHERE id = 'r0' AND version = 1`, "row post/r0/1"},
		{"a row deleted", `DELETE FROM post WHERE id = 'r3'`, "row post/r3/1"},
		{"a row slipped in", `INSERT INTO post (force_id, id, version, from_at, until_at, known_at, superseded_at, entry_id, state, holder)
			VALUES ('for_a', 'zz', 1, 0, 9, 0, 9, 'e', '{"holder":"Eve","grade":0}', 'Eve')`, "row post/zz/1"},
		{"words altered", `UPDATE ledger_entry SET content = REPLACE(content, 'Holder 5', 'Holder 6') WHERE place = 5`, "entry 5"},
		{"words taken away", `UPDATE ledger_entry SET content = NULL WHERE place = 5`, "entry 5"},
		{"an entry taken out", `DELETE FROM ledger_entry WHERE place = 7`, "entry 7 is missing"},
		{"two entries swapped", `UPDATE ledger_entry SET place = CASE place WHEN 8 THEN -8 ELSE -9 END WHERE place IN (8, 9);
			UPDATE ledger_entry SET place = CASE place WHEN -8 THEN 9 ELSE 8 END WHERE place IN (-8, -9)`, "first 151 entries"},
		{"a tile altered", `UPDATE ledger_tile SET hashes = (SELECT commitment FROM ledger_entry WHERE place = 1)`, "tile 0"},
		{"the end cut off", `DELETE FROM post WHERE id = 'r9' AND version > 1; DELETE FROM ledger_entry WHERE place >= 290`, "entries are missing at its end"},
		{"the end cut off with its checkpoint", `DELETE FROM ledger_checkpoint WHERE size = 300; DELETE FROM ledger_entry WHERE place >= 290`, "cut short"},
		{"a checkpoint altered", `UPDATE ledger_checkpoint SET note = REPLACE(note, '300', '301') WHERE size = 300`, "checkpoint 300"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d)
				kept := w.fill(t, 300)
				if r := w.verify(t, kept); r.Fault != "" || r.Entries != 300 || r.Checkpoints != 2 {
					t.Fatalf("before anything is touched: %+v", r)
				}
				for _, text := range strings.Split(tt.text, ";") {
					if err := d.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(text); return err }); err != nil {
						t.Fatal(err)
					}
				}
				if r := w.verify(t, kept); !strings.Contains(r.Fault, tt.want) {
					t.Errorf("found %q, want something about %q", r.Fault, tt.want)
				}
			})
		})
	}
}

// fill writes n entries over ten rows, with a checkpoint in the middle and one at the
// end, which it returns.
func (w *world) fill(t *testing.T, n int) string {
	t.Helper()
	note := ""
	for i := range n {
		w.clock.Advance(time.Second)
		if err := w.put(t.Context(), fmt.Sprint("r", i%10), post{Holder: fmt.Sprint("Holder ", i), Grade: i}, w.clock.Now(), clock.Forever); err != nil {
			t.Fatal(err)
		}
		if i == n/2 || i == n-1 {
			c, err := w.ledg.Checkpoint(t.Context(), w.ring, force, origin)
			if err != nil {
				t.Fatal(err)
			}
			note = c.Note
		}
	}
	return note
}

func TestProofOfEveryEntryHolds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.fill(t, 270)
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			keys, err := w.ring.Public(tx, force)
			if err != nil {
				return err
			}
			for place := range int64(270) {
				file, err := w.ledg.ProofFile(tx, force, place)
				if err != nil {
					return err
				}
				p, err := sign.ParseProof(file)
				if err != nil {
					return err
				}
				e, err := w.ledg.At(tx, force, place)
				if err != nil {
					return err
				}
				if _, err := p.Check(ledger.LeafHash(e), keys, origin); err != nil {
					t.Fatalf("entry %d: %v", place, err)
				}
				e.Commitment[0] ^= 1
				if _, err := p.Check(ledger.LeafHash(e), keys, origin); err == nil {
					t.Fatalf("entry %d: a proof of something else holds", place)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestErasedWordsLeaveTheTreeWhole(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		refused := fault.New(fault.Forbidden, "You may not.")
		_, err := w.ledg.Do(t.Context(), office, "post.peek", nil, func(*db.Tx, *ledger.Draft) error { return refused })
		if err != refused {
			t.Fatalf("%v", err)
		}
		w.fill(t, 20)
		var first ledger.Entry
		if err := d.Read(t.Context(), func(tx *db.Tx) (err error) { first, err = w.ledg.At(tx, force, 0); return err }); err != nil {
			t.Fatal(err)
		}
		if first.Outcome != ledger.Refused || first.Summary != "You may not." || first.Name != "Office" {
			t.Fatalf("the refusal is not the first entry: %+v", first)
		}
		if _, err := w.ledg.Do(t.Context(), office, "ledger.erase", nil, func(tx *db.Tx, e *ledger.Draft) error {
			return w.ledg.Erase(tx, e, first.ID, "kept six years")
		}); err != nil {
			t.Fatal(err)
		}
		if r := w.verify(t, ""); r.Fault != "" || r.Erased != 1 {
			t.Errorf("%+v", r)
		}
		d.Read(t.Context(), func(tx *db.Tx) error {
			e, err := w.ledg.At(tx, force, 0)
			if err != nil || e.Summary != "" || e.ErasedAt.IsZero() || e.ErasedWhy != "kept six years" {
				t.Errorf("%+v, %v", e, err)
			}
			return nil
		})
	})
}

func TestNothingIsSignedOverAnAlteredPast(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.fill(t, 20)
		if err := d.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(`DELETE FROM ledger_entry WHERE place >= 15`); return err }); err != nil {
			t.Fatal(err)
		}
		if _, err := w.ledg.Checkpoint(t.Context(), w.ring, force, origin); err != ledger.ErrForked {
			t.Errorf("%v", err)
		}
	})
}

func TestConcurrentEntriesGetPlacesWithoutGaps(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		errs := make(chan error, 8)
		for c := range 8 {
			go func() {
				var err error
				for i := 0; i < 25 && err == nil; i++ {
					err = w.put(context.Background(), fmt.Sprint("c", c), post{Holder: fmt.Sprint(i)}, w.clock.Now(), clock.Forever)
				}
				errs <- err
			}()
		}
		for range 8 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if r := w.verify(t, ""); r.Fault != "" || r.Entries != 200 {
			t.Errorf("%+v", r)
		}
	})
}
