package desk

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"watchword/internal/authz"
	"watchword/internal/diary"
)

// Board reads what the start page and the lists need beside the lines themselves:
// figures, tasks, what falls due, charts, organisations, search. It only reads. What
// is dear to work out it remembers: until something is written here, and never longer
// than a second; the few things that are told to move slowly, a little longer.
type Board struct {
	*Desk
	// Sources is what each room says waits, or falls due.
	Sources   []diary.Source
	writes    atomic.Int64
	orgs      memory[[]OrgLine]
	overviews memory[Overview]
	tasks     memory[Tasks]
	ahead     memory[Ahead]
	series    memory[Series]
	charts    memory[Charts]
	facets    memory[Facets]
	words     memory[[]string] // of all names
	areaNames memory[[]Place]
	places    memory[*placement]
}

// NewBoard is a board over the desk. There is one in a program.
func NewBoard(d *Desk) *Board {
	b := &Board{Desk: d}
	d.DB.OnCommit(func() { b.writes.Add(1) })
	return b
}

const (
	// fresh is how long what follows every write is remembered: what lapses changes it
	// without a write, and another node's writes are not heard here.
	fresh = time.Second
	// slow is how long choices of filters and past months are remembered.
	slow = 30 * time.Second
)

// memory remembers values by key. Who asks for the same key meanwhile waits for the
// first to have worked it out.
type memory[T any] struct {
	mu    sync.Mutex
	known map[string]*remembered[T]
}

type remembered[T any] struct {
	mu     sync.Mutex
	value  T
	writes int64
	at     time.Time
	ready  bool
}

const remembers = 512

// of is the value of a key, worked out anew when it is older than age or, unless it
// moves slowly, when something was written since.
func (m *memory[T]) of(b *Board, key string, age time.Duration, find func() (T, error)) (T, error) {
	m.mu.Lock()
	if m.known == nil || len(m.known) > remembers {
		m.known = map[string]*remembered[T]{}
	}
	r := m.known[key]
	if r == nil {
		r = &remembered[T]{}
		m.known[key] = r
	}
	m.mu.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	writes, now := b.writes.Load(), b.Clock.Now()
	old := now.Sub(r.at)
	if r.ready && old >= 0 && old < age && (age > fresh || r.writes == writes) {
		return r.value, nil
	}
	v, err := find()
	if err != nil {
		return v, err
	}
	r.value, r.writes, r.at, r.ready = v, writes, now, true
	return v, nil
}

// scopeKey is all that what an actor may see depends on.
func scopeKey(who authz.Actor) string {
	return fmt.Sprint(who.Force, "|", who.Role, "|", who.Org, "|", who.Person, "|", who.Areas)
}

// counting is the permission by which an actor sees counts of people: reading them,
// or, for those who may see figures alone, reading figures.
func counting(who authz.Actor) authz.Permission {
	if who.Can(authz.ReadPerson) {
		return authz.ReadPerson
	}
	return authz.ReadFigures
}
