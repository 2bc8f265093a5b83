package api

import (
	"container/list"
	"sync"
	"time"

	"watchword/internal/clock"
	"watchword/internal/fault"
)

// limits is how many requests each sender may still send: a bucket that fills again
// steadily. Those not heard of longest are forgotten first, as full buckets.
type limits struct {
	clock clock.Clock
	mu    sync.Mutex
	known map[string]*list.Element
	order list.List // of *bucket, the latest heard of in front
}

type bucket struct {
	sender string
	left   float64
	at     time.Time
}

const remembered = 1 << 14

func newLimits(c clock.Clock) *limits {
	return &limits{clock: c, known: map[string]*list.Element{}}
}

// take takes one request of the sender, who may send perMinute of them, a sixth of those
// at once. It returns fault.TooMany when none is left.
func (l *limits) take(sender string, perMinute int) error {
	now := l.clock.Now()
	most := max(1, float64(perMinute)/6)
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.known[sender]
	if !ok {
		if l.order.Len() >= remembered {
			last := l.order.Back()
			delete(l.known, l.order.Remove(last).(*bucket).sender)
		}
		e = l.order.PushFront(&bucket{sender: sender, left: most, at: now})
		l.known[sender] = e
	}
	l.order.MoveToFront(e)
	b := e.Value.(*bucket)
	b.left = min(most, b.left+now.Sub(b.at).Minutes()*float64(perMinute))
	b.at = now
	if b.left < 1 {
		return fault.New(fault.TooMany, "Too many requests were sent. Wait a minute, then go on more slowly.")
	}
	b.left--
	return nil
}
