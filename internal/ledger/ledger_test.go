package ledger_test

import (
	"errors"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

const force = id.Force("for_a")

func office(d *db.DB) (*ledger.Ledger, *clock.Hand, authz.Actor) {
	c := clock.At(clock.MustDay("2026-11-17").Start())
	return ledger.New(d, c), c, authz.Actor{Force: force, Account: "acc_1", Name: "Office", Role: authz.SchemeManager}
}

func write(t *testing.T, l *ledger.Ledger, who authz.Actor, act string, about ...ledger.Subject) {
	t.Helper()
	if _, err := l.Do(t.Context(), who, act, about, func(_ *db.Tx, e *ledger.Draft) error { e.Say("Did "+act, ""); return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestListChoosesAndTurnsPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l, c, who := office(d)
		other := who
		other.Account, other.Role = "acc_2", authz.Delegate
		for i := range 7 {
			c.Advance(time.Minute)
			write(t, l, who, "card.issue", "person/per_1")
			if i%2 == 0 {
				write(t, l, other, "cardinal.sin", "person/per_2", "organisation/org_1")
			}
		}
		write(t, l, authz.Actor{Force: "for_b", Account: "acc_1"}, "card.issue", "person/per_1")
		if _, err := l.Sequence(t.Context()); err != nil {
			t.Fatal(err)
		}
		list := func(q ledger.Query) []ledger.Entry {
			es, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]ledger.Entry, error) { return l.List(tx, force, q) })
			if err != nil {
				t.Fatal(err)
			}
			return es
		}
		for _, tt := range []struct {
			name string
			q    ledger.Query
			want int
		}{
			{"all of the force", ledger.Query{}, 11},
			{"acts of one kind", ledger.Query{Act: "card."}, 7},
			{"one act", ledger.Query{Act: "cardinal.sin"}, 4},
			{"about a subject", ledger.Query{Subject: "organisation/org_1"}, 4},
			{"by an account", ledger.Query{Actor: "acc_2"}, 4},
			{"in a role", ledger.Query{Role: authz.Delegate}, 4},
			{"since an instant", ledger.Query{From: c.Now()}, 2},
			{"before an instant", ledger.Query{Until: c.Now()}, 9},
			{"refusals", ledger.Query{Outcome: ledger.Refused}, 0},
			{"nobody", ledger.Query{Actor: "acc_9"}, 0},
		} {
			if got := list(tt.q); len(got) != tt.want {
				t.Errorf("%s: %d, want %d", tt.name, len(got), tt.want)
			}
		}
		seen, before := 0, int64(0)
		for {
			page := list(ledger.Query{Limit: 3, Before: before})
			if seen += len(page); len(page) < 3 {
				break
			}
			before = page[len(page)-1].Place
		}
		if seen != 11 {
			t.Errorf("pages gave %d entries", seen)
		}
	})
}

func TestARefusalIsAnEntryAndAMistakeIsNone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l, _, who := office(d)
		for _, err := range []error{fault.New(fault.Forbidden, "You may not."), fault.Because("The law says no.", fault.Reason{Code: "x", Message: "No.", Source: "s41"}),
			fault.New(fault.Invalid, "Wrong."), fault.New(fault.NotFound, "Gone."), errors.New("disk")} {
			_, got := l.Do(t.Context(), who, "card.issue", nil, func(*db.Tx, *ledger.Draft) error { return err })
			if got != err {
				t.Errorf("%v came back as %v", err, got)
			}
		}
		if _, err := l.Sequence(t.Context()); err != nil {
			t.Fatal(err)
		}
		es, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]ledger.Entry, error) { return l.List(tx, force, ledger.Query{}) })
		if err != nil || len(es) != 2 || es[0].Why[0].Source != "s41" || es[0].Outcome != ledger.Refused {
			t.Errorf("%+v, %v", es, err)
		}
	})
}

func TestWorkPutOffIsDoneOnceAndUndoneWithTheRest(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l, _, who := office(d)
		n := 0
		_, err := l.Do(t.Context(), who, "a.b", nil, func(_ *db.Tx, e *ledger.Draft) error {
			for range 3 {
				e.Finally("x", func(_ *db.Tx, e *ledger.Draft) error {
					n++
					e.Finally("y", func(*db.Tx, *ledger.Draft) error { n += 10; return nil })
					return nil
				})
			}
			return nil
		})
		if err != nil || n != 11 {
			t.Errorf("done %d, %v", n, err)
		}
		boom := errors.New("boom")
		if _, err := l.Do(t.Context(), who, "a.b", nil, func(_ *db.Tx, e *ledger.Draft) error {
			e.Finally("x", func(*db.Tx, *ledger.Draft) error { return boom })
			return nil
		}); err != boom {
			t.Errorf("%v", err)
		}
	})
}

// TestTilesAreWhatWitnessesReckon builds the tree from published tiles alone, as a
// witness would, and compares it with the root.
func TestTilesAreWhatWitnessesReckon(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		l, _, who := office(d)
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			for range 700 {
				if err := l.Record(tx, l.Begin(who, "a.b")); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Sequence(t.Context()); err != nil { // on PostgreSQL places are given afterwards
			t.Fatal(err)
		}
		err = d.Read(t.Context(), func(tx *db.Tx) error {
			var leaves []tlog.Hash
			for n, width := range []int{256, 256, 188} {
				b, err := l.Tile(tx, force, 0, int64(n), width)
				if err != nil || len(b) != width*32 {
					t.Fatalf("tile %d: %d bytes, %v", n, len(b), err)
				}
				for i := range width {
					leaves = append(leaves, tlog.Hash(b[32*i:32*i+32]))
				}
				entries, err := l.Leaves(tx, force, int64(n), width)
				if err != nil || tlog.RecordHash(entries[2:2+int(entries[0])<<8+int(entries[1])]) != leaves[n*256] {
					t.Errorf("the first entry of tile %d is not its first hash", n)
				}
			}
			for _, tt := range []struct {
				level int
				n     int64
				width int
			}{{0, 2, 189}, {0, 3, 1}, {1, 0, 3}, {1, 1, 1}, {9, 0, 1}, {0, 0, 257}} {
				if b, err := l.Tile(tx, force, tt.level, tt.n, tt.width); b != nil || err != nil {
					t.Errorf("tile %+v is not there, and %d bytes came, %v", tt, len(b), err)
				}
			}
			root, err := l.Root(tx, force, 700)
			if err != nil || root != rootOver(leaves) {
				t.Errorf("the tiles make another root: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// rootOver is RFC 6962 as it is written there.
func rootOver(leaves []tlog.Hash) tlog.Hash {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	return tlog.NodeHash(rootOver(leaves[:k]), rootOver(leaves[k:]))
}
