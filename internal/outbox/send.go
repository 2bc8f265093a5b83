package outbox

import (
	"context"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
)

// Way is how a message is sent. Those of a batch are told of one by one, as they go. A
// message that was tried before and may have gone then is not sent twice as far as the
// way can know.
type Way interface {
	// Name is the way in plain words: "SMTP", "GOV.UK Notify".
	Name() string
	// Deliver sends a batch. tell is called once for each message, from one goroutine.
	Deliver(ctx context.Context, batch []Message, tell func(Message, Result))
	// Settle asks what became of a message that was handed over. Way says nothing: a
	// Result without a State.
	Settle(ctx context.Context, m Message) Result
}

// Result is what became of a message that was tried.
type Result struct {
	State State // Sent, Delivered or Failed; empty: it is to be tried again
	Ref   string
	Why   string // in words, without an address
	// NotBefore is the earliest instant for the next try; zero: as waits says.
	NotBefore time.Time
}

const (
	batchSize = 20
	// sendMost is how many messages one round sends at most: with three rounds a minute it
	// stays well under the 3,000 calls a minute that GOV.UK Notify allows.
	sendMost = 400
	// leaseFor is how long a node may take over a batch before another takes it to be dead.
	leaseFor = 10 * time.Minute
	// settleFor is for how long it is asked what became of a message.
	settleFor = 72 * time.Hour
)

// waits is how long after which try a message is tried again. After the last it is given
// up: that is three days after the first.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour}

// Round sends what is due, asks what became of what was sent, and forgets what is over.
// The program calls it several times a minute. It returns how many messages were handed
// over.
func (o *Outbox) Round(ctx context.Context) (int, error) {
	if o.Way == nil {
		return 0, o.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := keep(tx, clock.Cut(o.Clock.Now()))
			return err
		})
	}
	sent, err := o.send(ctx)
	if err == nil {
		err = o.settle(ctx)
	}
	return sent, err
}

func (o *Outbox) send(ctx context.Context) (int, error) {
	sent := 0
	for tried := 0; tried < sendMost; {
		batch, err := o.claim(ctx, Queued)
		if err != nil || len(batch) == 0 {
			return sent, err
		}
		o.Way.Deliver(ctx, batch, func(m Message, r Result) {
			m = o.after(m, r)
			if m.State == Sent || m.State == Delivered {
				sent++
			}
			// What was handed over is written down even while the program stops.
			if e := o.DB.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error { return put(tx, m) }); e != nil && err == nil {
				err = e
			}
		})
		if tried += len(batch); err != nil || ctx.Err() != nil {
			return sent, err
		}
	}
	return sent, nil
}

func (o *Outbox) claim(ctx context.Context, state State) ([]Message, error) {
	now := clock.Cut(o.Clock.Now())
	var batch []Message
	err := o.DB.Write(ctx, func(tx *db.Tx) (err error) {
		batch, err = claim(tx, state, now, now.Add(leaseFor), batchSize)
		return err
	})
	return batch, err
}

// after is the message after a try.
func (o *Outbox) after(m Message, r Result) Message {
	now := clock.Cut(o.Clock.Now())
	m.Why, m.Way = r.Why, o.Way.Name()
	if r.Ref != "" {
		m.Ref = r.Ref
	}
	switch {
	case r.State == Sent:
		m.State, m.Done, m.Next = Sent, now, now.Add(waits[1])
	case r.State != "":
		m.State, m.Done = r.State, now
	case m.Attempts > len(waits):
		m.State, m.Done, m.Why = Failed, now, r.Why+" It was tried for three days."
	default:
		m.Next = now.Add(waits[m.Attempts-1])
		if r.NotBefore.After(m.Next) {
			m.Next = clock.Cut(r.NotBefore)
		}
	}
	if m.State == Failed || m.State == Queued {
		o.Log.Warn("a message was not sent", "message", m.ID, "kind", m.Kind, "attempts", m.Attempts, "state", m.State, "why", m.Why)
	}
	return m
}

// settle asks what became of messages that were handed over.
func (o *Outbox) settle(ctx context.Context) error {
	batch, err := o.claim(ctx, Sent)
	if err != nil {
		return err
	}
	for _, m := range batch {
		now := clock.Cut(o.Clock.Now())
		r := Result{}
		if m.Way == o.Way.Name() && now.Before(m.Done.Add(settleFor)) {
			r = o.Way.Settle(ctx, m)
		}
		switch since := now.Sub(m.Done); {
		case r.State == Delivered || r.State == Failed:
			m.State, m.Why = r.State, r.Why
		case m.Way != o.Way.Name() || since >= settleFor || r.State == Sent: // nothing more will be heard of it
			m.Next = clock.Forever
		default:
			m.Next = now.Add(max(waits[1], since/2))
		}
		if err := o.DB.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error { return put(tx, m) }); err != nil {
			return err
		}
	}
	return nil
}

const (
	wordsKept = 30 * 24 * time.Hour
	wholeKept = 400 * 24 * time.Hour
)

// Purge forgets addresses and words a month after a message was done, and the message
// after thirteen months. The program calls it now and then.
func (o *Outbox) Purge(ctx context.Context) error {
	now := o.Clock.Now()
	return o.DB.Write(ctx, func(tx *db.Tx) error { return forget(tx, now.Add(-wordsKept), now.Add(-wholeKept)) })
}
