package card

import (
	"context"
	"sync"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// seen is what checks are counted by. It says nothing of who checked.
type seen struct {
	force   id.Force
	card    id.Card // empty: no card in the register
	day     clock.Day
	how     How
	outcome Outcome
}

type count struct {
	n    int64
	last time.Time
}

// tally gathers counts in memory and writes them down a moment later, so that nobody who
// checks a card waits for a count. A crash loses at most the last moment's counts; Close
// loses none.
type tally struct {
	write func(map[seen]count) error

	mu      sync.Mutex
	counts  map[seen]count
	timer   *time.Timer
	flushes sync.Mutex // one writes at a time
}

// tallyEvery is for how long counts are gathered before they are written down.
const tallyEvery = time.Second

func newTally(write func(map[seen]count) error) *tally {
	return &tally{write: write, counts: map[seen]count{}}
}

func (t *tally) add(s seen, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.counts[s]
	c.n++
	c.last = at
	t.counts[s] = c
	if t.timer == nil {
		t.timer = time.AfterFunc(tallyEvery, func() { _ = t.flush() }) // what failed stays gathered, for the next time
	}
}

// flush writes down what was gathered; what cannot be written stays.
func (t *tally) flush() error {
	t.flushes.Lock()
	defer t.flushes.Unlock()
	t.mu.Lock()
	counts := t.counts
	t.counts = map[seen]count{}
	if t.timer != nil {
		t.timer.Stop()
		t.timer = nil
	}
	t.mu.Unlock()
	if len(counts) == 0 {
		return nil
	}
	err := t.write(counts)
	if err == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for s, c := range counts {
		now := t.counts[s]
		now.n += c.n
		if now.last.Before(c.last) {
			now.last = c.last
		}
		t.counts[s] = now
	}
	return err
}

func (t *tally) close() error { return t.flush() }

// pending is what is gathered of a card and not yet written down.
func (t *tally) pending(force id.Force, card id.Card) count {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out count
	for s, c := range t.counts {
		if s.force == force && s.card == card && s.how != ByProgram {
			out.n += c.n
			if out.last.Before(c.last) {
				out.last = c.last
			}
		}
	}
	return out
}

func (s *Service) writeCounts(counts map[seen]count) error {
	return s.db.Write(context.Background(), func(tx *db.Tx) error {
		for k, c := range counts {
			if _, err := tx.Exec(`
				INSERT INTO card_seen (force_id, card_id, day, how, outcome, n, last_at) VALUES (?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (force_id, card_id, day, how, outcome) DO UPDATE SET n = card_seen.n + excluded.n,
					last_at = CASE WHEN excluded.last_at > card_seen.last_at THEN excluded.last_at ELSE card_seen.last_at END`,
				string(k.force), string(k.card), k.day, string(k.how), string(k.outcome), c.n, c.last); err != nil {
				return err
			}
		}
		return nil
	})
}

// LastChecked is when a card was last checked by the public and how often it ever was; the
// zero instant if never.
func (s *Service) LastChecked(tx *db.Tx, force id.Force, card id.Card) (last time.Time, n int, err error) {
	var written, at int64
	err = tx.QueryRow(`SELECT COALESCE(SUM(n), 0), COALESCE(MAX(last_at), 0) FROM card_seen WHERE force_id = ? AND card_id = ? AND how <> 'program'`,
		string(force), string(card)).Scan(&written, &at)
	if err != nil {
		return last, 0, err
	}
	if at > 0 {
		last = clock.FromMillis(at)
	}
	more := s.tally.pending(force, card)
	if more.last.After(last) {
		last = more.last
	}
	return last, int(written + more.n), nil
}
