package draft

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/ledger"
)

// Past is an import that was written, as the ledger tells it.
type Past struct {
	Kind   intake.Kind
	Source string // the file, with the beginning of its SHA-256
	By     string
	Began  time.Time
	Ended  time.Time
	Lines  int
	actor  id.Account
}

const (
	pastPage = 500              // entries read at once
	pastMost = 200              // imports remembered
	pastGap  = 10 * time.Minute // a longer pause parts two imports of the same file
)

var pastActs = map[string]intake.Kind{"organisation.import": intake.Organisations, "person.import": intake.People}

// pasts remembers what was read of the ledger, so that it is read once and then followed.
type pasts struct {
	mu sync.Mutex
	of map[id.Force]*runs
}

type runs struct {
	next map[string]int64 // by act: the place to read on from
	all  []Past
}

// Past is the imports that were written, the newest first.
func (s *Service) Past(ctx context.Context, who authz.Actor) ([]Past, error) {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return nil, err
	}
	s.past.mu.Lock()
	defer s.past.mu.Unlock()
	r := s.past.of[who.Force]
	if r == nil {
		r = &runs{next: map[string]int64{}}
		s.past.of[who.Force] = r
	}
	for act := range pastActs {
		for more := true; more; {
			entries, err := db.Find(ctx, s.bring.DB, func(tx *db.Tx) ([]ledger.Entry, error) {
				return s.bring.Ledger.List(tx, who.Force, ledger.Query{Act: act, Outcome: ledger.Done, Forward: true, After: r.next[act], Limit: pastPage})
			})
			if err != nil {
				return nil, err
			}
			for i := range entries {
				r.add(&entries[i])
				r.next[act] = entries[i].Place + 1
			}
			more = len(entries) == pastPage
		}
	}
	slices.SortStableFunc(r.all, func(a, b Past) int { return b.Began.Compare(a.Began) })
	r.all = r.all[:min(len(r.all), pastMost)]
	return slices.Clone(r.all), nil
}

// add counts an entry to the import it belongs to.
func (r *runs) add(e *ledger.Entry) {
	source, _, ok := cutLast(e.Basis, ", line ")
	if !ok {
		return // its words were erased
	}
	kind := pastActs[e.Act]
	for i := range r.all {
		p := &r.all[i]
		if p.Kind == kind && p.Source == source && p.actor == e.Actor && e.At.Sub(p.Ended) < pastGap && !e.At.Before(p.Began) {
			p.Lines++
			p.Ended = e.At
			return
		}
	}
	r.all = append(r.all, Past{Kind: kind, Source: source, By: e.Name, Began: e.At, Ended: e.At, Lines: 1, actor: e.Actor})
}

// cutLast cuts around the last occurrence of sep.
func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
