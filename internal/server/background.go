package server

import (
	"context"
	"errors"
	"sync"
	"time"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/web"
)

// tickEvery is how often what happens by itself is looked after. A checkpoint is signed
// at least every minute in which something was written.
const tickEvery = 20 * time.Second

// purgeEvery is how many ticks lie between two looks at what is over.
const purgeEvery = 30

// keep looks after what happens by itself until ctx ends.
func (s *Server) keep(ctx context.Context) {
	s.Tick(ctx)
	t := time.NewTicker(tickEvery)
	defer t.Stop()
	for n := 1; ; n++ {
		select {
		case <-t.C:
			s.Tick(ctx)
			if n%purgeEvery == 0 {
				s.purge(ctx)
			}
			s.numbers.rest.look()
		case <-ctx.Done():
			return
		}
	}
}

// tend tells of what falls due, and sends what was written, until ctx ends. It is apart
// from keep, so that no mail server that is slow holds up a checkpoint.
func (s *Server) tend(ctx context.Context) {
	t := time.NewTicker(tickEvery)
	defer t.Stop()
	for {
		if err := s.Tend(ctx); err != nil && ctx.Err() == nil {
			s.report("what falls due is told, and messages are sent")(err)
		}
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}

// Tend brings the lists up to what has lapsed, tells of what falls due, if the hour has
// come, sends the messages that wait, and keeps what entries of persons are looked up by.
func (s *Server) Tend(ctx context.Context) error {
	rolled := s.Desk.Roll(ctx)
	told := s.Clockwork.Tick(ctx)
	_, sent := s.Outbox.Round(ctx)
	return errors.Join(rolled, told, sent, s.Doubles.MendAll(ctx))
}

// purge forgets sessions, links and tries that are over, and renews keys that end soon.
func (s *Server) purge(ctx context.Context) {
	if err := s.renewKeys(ctx); err != nil && ctx.Err() == nil {
		s.report("keys that end soon are renewed")(err)
	}
	if err := s.Cards.PurgeCodes(ctx); err != nil && ctx.Err() == nil {
		s.report("codes of the check page that are over are forgotten")(err)
	}
	if err := s.pages.drafts.Purge(ctx); err != nil && ctx.Err() == nil {
		s.report("files of imports that are over are removed")(err)
	}
	if err := s.Outbox.Purge(ctx); err != nil && ctx.Err() == nil {
		s.report("messages that are over are forgotten")(err)
	}
	if err := s.eraseVettings(ctx); err != nil && ctx.Err() == nil {
		s.report("what lies in envelopes whose time is over is destroyed")(err)
	}
	if err := s.eraseKept(ctx); err != nil && ctx.Err() == nil {
		s.report("personal data whose time is over is erased")(err)
	}
	if err := s.Accounts.Purge(ctx); err != nil && ctx.Err() == nil {
		s.report("what is over is forgotten")(err)
	}
}

// eraseVettings destroys, in every force, what lies in envelopes whose time is over.
func (s *Server) eraseVettings(ctx context.Context) error {
	forces, err := s.Forces(ctx)
	if err != nil {
		return err
	}
	for _, f := range forces {
		if _, err := s.Envelopes.EraseDue(ctx, f.ID, 200); err != nil {
			return err
		}
	}
	return nil
}

// eraseKept erases, in every force that has said so, personal data whose time is over.
func (s *Server) eraseKept(ctx context.Context) error {
	forces, err := s.Forces(ctx)
	if err != nil {
		return err
	}
	for _, f := range forces {
		if _, err := s.Retention.EraseDue(ctx, f.ID, 50); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) renewKeys(ctx context.Context) error {
	forces, err := s.Forces(ctx)
	if err != nil {
		return err
	}
	for _, f := range forces {
		if err := s.Areas.RenewKeys(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// Tick signs the checkpoints of all forces.
func (s *Server) Tick(ctx context.Context) {
	forces, err := s.Forces(ctx)
	if err != nil {
		if ctx.Err() == nil {
			s.report("the forces are read")(err)
		}
		return
	}
	for _, f := range forces {
		c, err := s.Ledger.Checkpoint(ctx, s.Ring, f.ID, f.Origin())
		s.numbers.checkpoint(f, c, err)
		if err != nil {
			if ctx.Err() == nil {
				s.report("the checkpoint of " + f.Short)(err)
			}
			continue
		}
		s.lines.set(f.ID, "Ledger checkpoint "+clock.Local(c.At).Format("15:04")+", signed, "+web.Number(int(c.Size))+" entries")
	}
}

// checkpointLines are the lines at the foot of pages, by force.
type checkpointLines struct{ m sync.Map }

func (l *checkpointLines) set(force id.Force, line string) { l.m.Store(force, line) }

func (l *checkpointLines) of(force id.Force) string {
	line, _ := l.m.Load(force)
	text, _ := line.(string)
	return text
}

// latest is the newest checkpoint of the force of that short name.
func (s *Server) latest(ctx context.Context, short string) (area.Force, ledger.Checkpoint, error) {
	var f area.Force
	c, err := db.Find(ctx, s.DB, func(tx *db.Tx) (ledger.Checkpoint, error) {
		var err error
		if f, err = s.forceByShort(tx, short); err != nil {
			return ledger.Checkpoint{}, err
		}
		return s.Ledger.Latest(tx, f.ID)
	})
	return f, c, err
}
