package desk

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"watchword/internal/authz"
)

// counts remembers how many lines pass a filter, so that turning pages and sorting do not
// count again. What is remembered goes with the next change on this node, and after a
// second in any case, since what lapses changes counts without a write.
type counts struct {
	once  sync.Once
	gen   atomic.Int64
	mu    sync.Mutex
	known map[string]counted
}

type counted struct {
	n   int64
	gen int64
	at  time.Time
}

const (
	countsKept = 1024
	countsAge  = time.Second
)

func (c *counts) of(d *Desk, key string, count func() (int64, error)) (int64, error) {
	c.once.Do(func() { d.DB.OnCommit(func() { c.gen.Add(1) }) })
	gen, now := c.gen.Load(), d.Clock.Now()
	c.mu.Lock()
	k, ok := c.known[key]
	c.mu.Unlock()
	if age := now.Sub(k.at); ok && k.gen == gen && age >= 0 && age < countsAge {
		return k.n, nil
	}
	n, err := count()
	if err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= countsKept {
		c.known = map[string]counted{}
	}
	c.known[key] = counted{n, gen, now}
	return n, nil
}

// countKey is what the count depends on: who may see, and the filter without order and page.
func (f *Filter) countKey(who authz.Actor) string {
	return fmt.Sprint(who.Force, "|", who.Role, "|", who.Org, "|", who.Person, "|", who.Areas, "|", f.Text, "|", f.Org, "|", f.State, "|", f.Power, "|", f.Area, "|", f.Role, "|", f.Team, "|", f.DueBy.Unix())
}
