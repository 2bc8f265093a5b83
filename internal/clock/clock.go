// Package clock holds the two kinds of time the program knows, and the only
// reader of the wall clock.
//
// An instant is a time.Time in UTC, cut to milliseconds, so that both databases
// return what was stored. A legal day is a Day: a date in England and Wales with
// no zone of its own. Rules are asked "on that day" or "at that instant", never
// "now". Bank holidays and working days come with the rooms that count them.
//
// Read Day first.
package clock

import (
	"sync"
	"time"
)

// Clock tells the present instant. Use cases are given one; only Wall reads the
// machine's clock.
type Clock interface {
	// Now is the present instant in UTC, cut to milliseconds.
	Now() time.Time
}

// Wall is the machine's own clock.
type Wall struct{}

// Now is the machine's present instant in UTC, cut to milliseconds.
func (Wall) Now() time.Time { return Cut(time.Now()) }

// Hand is a clock moved by hand, for tests, stories and the making of the demo
// county. The zero Hand stands at the zero instant; it is safe for concurrent use.
type Hand struct {
	mu  sync.Mutex
	now time.Time
}

// At is a clock that stands at the given instant until it is moved.
func At(t time.Time) *Hand { return &Hand{now: Cut(t)} }

// Now is the instant the clock was last set to.
func (h *Hand) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// Set moves the clock to the given instant, forwards or back.
func (h *Hand) Set(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = Cut(t)
}

// Advance moves the clock by d.
func (h *Hand) Advance(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = Cut(h.now.Add(d))
}

// Cut is the instant in UTC without what is finer than a millisecond.
func Cut(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// Forever is the open end of a period: an instant later than any the program
// stores. Periods are half-open, so "until Forever" means "no end known".
var Forever = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// Millis is the instant as whole milliseconds since 1970, the form in which both
// databases keep it.
func Millis(t time.Time) int64 { return t.UnixMilli() }

// FromMillis is the instant that Millis made.
func FromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
