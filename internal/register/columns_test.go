package register_test

import (
	"strings"
	"testing"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/ledger"
	"watchword/internal/sign"
)

// examine is verify as the command has it: entries wait five minutes for their checkpoint.
func (w *world) examine(t *testing.T, against string) string {
	t.Helper()
	keys, err := db.Find(t.Context(), w.db, func(tx *db.Tx) (sign.Keys, error) { return w.ring.Public(tx, force) })
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.ledg.Verify(t.Context(), force, ledger.Check{Keys: keys, Origin: origin, Against: against, Unsigned: 5 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return r.Fault
}

// days is a ledger with checkpoints over 31, 60 and 62 entries, and two entries behind the
// last. Entry 60 erased the words of entry 3. It returns the checkpoint over 60.
func days(t *testing.T, d *db.DB) (*world, string) {
	t.Helper()
	w := newWorld(t, d)
	kept := w.fill(t, 60)
	third, err := db.Find(t.Context(), d, func(tx *db.Tx) (ledger.Entry, error) { return w.ledg.At(tx, force, 3) })
	if err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Hour)
	if _, err := w.ledg.Do(t.Context(), office, "ledger.erase", nil, func(tx *db.Tx, e *ledger.Draft) error {
		return w.ledg.Erase(tx, e, third.ID, "kept six years")
	}); err != nil {
		t.Fatal(err)
	}
	put := func() {
		w.clock.Advance(4 * time.Minute)
		if err := w.put(t.Context(), "r1", post{Holder: "Bo \"B\" Öz\\"}, w.clock.Now(), clock.Forever); err != nil {
			t.Fatal(err)
		}
	}
	put()
	if _, err := w.ledg.Checkpoint(t.Context(), w.ring, force, origin); err != nil {
		t.Fatal(err)
	}
	put()
	put()
	if _, err := w.ledg.Sequence(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w, kept
}

func TestVerifyFindsWhatWouldHideAnEntryOrACheckpoint(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", `DELETE FROM ledger_subject WHERE force_id = 'nobody'`, ""},
		{"the act of an entry", `UPDATE ledger_entry SET act = 'page.open' WHERE place = 7`, `entry 7 (ent_`},
		{"its outcome", `UPDATE ledger_entry SET outcome = 'refused' WHERE place = 7`, `its column outcome says "refused", its words say "done"`},
		{"its instant", `UPDATE ledger_entry SET at = at - 3600000 WHERE place = 7`, "its column at says"},
		{"its actor", `UPDATE ledger_entry SET actor_id = 'acc_2' WHERE place = 7`, "its column actor_id says"},
		{"the actor’s role", `UPDATE ledger_entry SET actor_role = '' WHERE place = 7`, "its column actor_role says"},
		{"the actor’s organisation", `UPDATE ledger_entry SET org_id = 'org_1' WHERE place = 7`, "its column org_id says"},
		{"two columns made one", `UPDATE ledger_entry SET act = act || '` + "\n" + `done' WHERE place = 7`, "its columns say more than its words"},
		{"what an erased entry was", `UPDATE ledger_entry SET act = 'page.open' WHERE place = 3`, "entry 3 (ent_"},
		{"why an entry was erased", `UPDATE ledger_entry SET erased_why = 'kept one year' WHERE place = 3`, "entry 3 (ent_"},
		{"what an erased entry was about", `DELETE FROM ledger_subject WHERE entry_id = (SELECT id FROM ledger_entry WHERE place = 3)`, "entry 3 (ent_"},
		{"words erased by nobody", `UPDATE ledger_entry SET content = NULL, salt = NULL, erased_at = at, erased_why = 'kept six years' WHERE place = 9`,
			"no entry tells that they were erased"},
		{"what an entry is about struck out", `DELETE FROM ledger_subject WHERE entry_id = (SELECT id FROM ledger_entry WHERE place = 7)`, "is about post/r7, but the index"},
		{"what an entry is about changed", `UPDATE ledger_subject SET subject = 'post/r9' WHERE entry_id = (SELECT id FROM ledger_entry WHERE place = 7)`, "is about post/r7, but the index"},
		{"something else added", `INSERT INTO ledger_subject (force_id, subject, entry_id) SELECT force_id, 'post/r9', id FROM ledger_entry WHERE place = 7`, "is about post/r9, but no entry does"},
		{"a subject of no entry", `INSERT INTO ledger_subject (force_id, subject, entry_id) VALUES ('for_a', 'post/r9', 'ent_none')`, "entry ent_none is about post/r9"},
		{"the first checkpoint deleted", `DELETE FROM ledger_checkpoint WHERE size = 31`, "checkpoint 31, of which entry ent_"},
		{"the last checkpoint deleted", `DELETE FROM ledger_checkpoint WHERE size = 62`, "checkpoint 62, of which entry ent_"},
		{"all checkpoints deleted", `DELETE FROM ledger_checkpoint`, "checkpoint 31, of which entry ent_"},
		{"the instant of a checkpoint", `UPDATE ledger_checkpoint SET at = 0 WHERE size = 31`, "before what it covers was written"},
		{"the same, put off", `UPDATE ledger_checkpoint SET at = at + 90000000 WHERE size = 31`, "after entries were written that it does not cover"},
		{"the root of a checkpoint", `UPDATE ledger_checkpoint SET root = (SELECT root FROM ledger_checkpoint WHERE size = 60) WHERE size = 31`, "checkpoint 31"},
		{"the size of a checkpoint", `UPDATE ledger_checkpoint SET size = 61 WHERE size = 60`, "checkpoint 61"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				w, _ := days(t, d)
				if err := d.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(tt.text); return err }); err != nil {
					t.Fatal(err)
				}
				if got := w.examine(t, ""); !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
					t.Errorf("found %q, want something about %q", got, tt.want)
				}
			})
		})
	}
}

func TestACheckpointKeptElsewhereMustBeAmongThoseOfTheLedger(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, kept := days(t, d)
		if got := w.examine(t, kept); got != "" {
			t.Fatal(got)
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(`DELETE FROM ledger_checkpoint WHERE size = 60`); return err }); err != nil {
			t.Fatal(err)
		}
		if got := w.examine(t, kept); !strings.Contains(got, "is not among those of the ledger") {
			t.Errorf("found %q", got)
		}
	})
}

func TestEntriesWaitFiveMinutesForTheirCheckpoint(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, _ := days(t, d)
		if got := w.examine(t, ""); got != "" {
			t.Fatal(got)
		}
		w.clock.Advance(2 * time.Minute)
		if err := w.put(t.Context(), "r2", post{Holder: "Ada"}, w.clock.Now(), clock.Forever); err != nil {
			t.Fatal(err)
		}
		if got := w.examine(t, ""); !strings.Contains(got, "no checkpoint covers the entries from 62 on, though the first of them was written 6m0s before the last") {
			t.Errorf("found %q", got)
		}
		if _, err := w.ledg.Checkpoint(t.Context(), w.ring, force, origin); err != nil {
			t.Fatal(err)
		}
		if got := w.examine(t, ""); got != "" {
			t.Error(got)
		}
	})
}
