package ledger

import (
	"context"
	"sync"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/db"
	"watchword/internal/id"
)

// lockPlaces is the lock under which one node at a time gives out places.
const lockPlaces = 0x57_57_01

// sequencer gives committed entries their places, without gaps, and stores each
// full tile of hashes. On SQLite that happens inside the transaction of the entries
// themselves. On PostgreSQL entries are committed without a place, and Sequence,
// called after each write, gives places to what has come in, under a lock.
type sequencer struct {
	l    *Ledger
	mu   sync.Mutex
	tail map[id.Force]*tail
	wake chan struct{}
}

// tail is the end of a force's tree: its size, and the leaf hashes since the last
// full tile.
type tail struct {
	size   int64
	hashes []tlog.Hash
}

const tileWidth = 256 // hashes in a full tile (height 8)

func newSequencer(l *Ledger) *sequencer {
	s := &sequencer{l: l, tail: map[id.Force]*tail{}, wake: make(chan struct{}, 1)}
	if l.db.Dialect() == db.SQLite {
		l.db.SetSequencer(func(tx *db.Tx, staged []any) error {
			entries := make([]*sealed, len(staged))
			for i, x := range staged {
				entries[i] = x.(*sealed)
			}
			return s.store(tx, entries)
		})
	} else {
		l.db.OnCommit(func() {
			select {
			case s.wake <- struct{}{}:
			default:
			}
		})
	}
	return s
}

// store writes entries of one group with their places.
func (s *sequencer) store(tx *db.Tx, entries []*sealed) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	byForce := map[id.Force][]*sealed{}
	for _, e := range entries {
		byForce[e.Force] = append(byForce[e.Force], e)
	}
	for force, es := range byForce {
		t, err := s.load(tx, force)
		if err != nil {
			return err
		}
		start := t.size
		for _, e := range es {
			if err := s.grow(tx, force, t, leafHash(e.ID, e.commitment)); err != nil {
				return err
			}
		}
		if err := insertPlaced(tx, es, start); err != nil {
			delete(s.tail, force)
			return err
		}
	}
	return nil
}

// load is the end of the force's tree as the database has it, from memory when that
// agrees.
func (s *sequencer) load(tx *db.Tx, force id.Force) (*tail, error) {
	size, err := treeSize(tx, force)
	if err != nil {
		return nil, err
	}
	if t := s.tail[force]; t != nil && t.size == size {
		return t, nil
	}
	hashes, err := leavesFrom(tx, force, size/tileWidth*tileWidth, size)
	if err != nil {
		return nil, err
	}
	t := &tail{size: size, hashes: hashes}
	s.tail[force] = t
	return t, nil
}

// grow adds a leaf, and stores the tiles it completes.
func (s *sequencer) grow(tx *db.Tx, force id.Force, t *tail, leaf tlog.Hash) error {
	t.hashes = append(t.hashes, leaf)
	t.size++
	if len(t.hashes) < tileWidth {
		return nil
	}
	hashes, n := t.hashes, t.size/tileWidth-1
	t.hashes = nil
	for level := 0; ; level++ {
		if err := insertTile(tx, force, level, n, hashes); err != nil {
			return err
		}
		if (n+1)%tileWidth != 0 {
			return nil
		}
		next, err := tileRoots(tx, force, level, n+1-tileWidth, n+1)
		if err != nil {
			return err
		}
		hashes, n = next, n/tileWidth
	}
}

// Sequence gives places to entries that were committed without one, as they are on
// PostgreSQL; on SQLite there are none but after a restore from there. It returns how many
// it placed.
func (l *Ledger) Sequence(ctx context.Context) (int, error) {
	if waiting, err := db.Find(ctx, l.db, anyPending); err != nil || !waiting {
		return 0, err
	}
	total := 0
	for {
		n := 0
		err := l.db.WriteAlone(ctx, lockPlaces, func(tx *db.Tx) error {
			n = 0
			entries, err := pending(tx, 1000)
			if err != nil || len(entries) == 0 {
				return err
			}
			n = len(entries)
			return l.seq.place(tx, entries)
		})
		total += n
		if err != nil || n == 0 {
			return total, err
		}
	}
}

// place gives places to entries already stored. What is in memory is dropped first:
// another node may have placed some, or an earlier attempt of ours been undone.
func (s *sequencer) place(tx *db.Tx, entries []placed) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tail)
	for _, e := range entries {
		t := s.tail[e.force]
		if t == nil {
			var err error
			if t, err = s.load(tx, e.force); err != nil {
				return err
			}
		}
		if err := setPlace(tx, e.force, e.id, t.size); err != nil {
			return err
		}
		if err := s.grow(tx, e.force, t, leafHash(e.id, e.commitment)); err != nil {
			return err
		}
	}
	clear(s.tail)
	return nil
}

// Run gives places to entries as they come in, until ctx ends.
func (l *Ledger) Run(ctx context.Context, report func(error)) {
	for {
		if _, err := l.Sequence(ctx); err != nil && ctx.Err() == nil {
			report(err)
		}
		select {
		case <-l.seq.wake:
		case <-ctx.Done():
			return
		}
	}
}
