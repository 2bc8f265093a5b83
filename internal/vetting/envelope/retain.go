package envelope

import (
	"context"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
)

// EraseDue destroys what lies in the envelopes whose time is over by the force's setting,
// at most so many, and is how many it destroyed. It is called now and then.
func (s *Service) EraseDue(ctx context.Context, force id.Force, most int) (int, error) {
	due, err := db.Find(ctx, s.db, func(tx *db.Tx) ([]Version, error) {
		set, err := s.Settings(tx, force)
		if err != nil {
			return nil, err
		}
		before := clock.DayOf(s.ledger.Now()).AddMonths(-set.VettingKeepMonths)
		var w db.Where
		w.And("r.ended_day <> '' AND r.ended_day <= ?", before.String())
		return table.Current(tx, force, w, "r.ended_day, r.id", most)
	})
	if err != nil {
		return 0, err
	}
	for i, v := range due {
		if err := s.Erase(ctx, itself(force), id.Vetting(v.ID)); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// Erase destroys what lies in an envelope, with its key: nothing can open it again, here
// or in a copy of the database that has the key of the unit. State, level and days stay,
// and so do the commitments in the ledger, which still verifies. It is done when the
// force's time to keep it is over.
//
// Errors: fault.Forbidden; fault.Refused before that day; fault.Conflict if it is done.
func (s *Service) Erase(ctx context.Context, who authz.Actor, c id.Vetting) error {
	return s.change(ctx, who, "vetting.erase", c, func(d *doing, v *Case) error {
		if v.Ended == clock.NoDay {
			return fault.New(fault.Conflict, "This envelope is in use: its content is kept.")
		}
		if over := v.Ended.AddMonths(d.set.VettingKeepMonths); over > d.today {
			return fault.Because("It is too early to destroy this.", fault.Reason{Code: "vetting.keep", Message: "The force keeps it to " + over.Long() + "."})
		}
		parts, err := partsOf(d.tx, d.e.Force, c)
		if err != nil {
			return err
		}
		for _, p := range parts {
			d.e.Row(partRef(p.ID), d.e.At, ledger.Removed)
		}
		if v.State == Invited {
			v.State = Stopped
		}
		v.Erased, v.Declaration, v.Aftercare, v.Review = d.today, clock.NoDay, clock.NoDay, clock.NoDay
		d.say(v, "What lay in an envelope of vetting was destroyed under the retention rule", false)
		return destroy(d.tx, d.e.Force, c)
	})
}

// RotateKey gives the vetting unit a new key: the keys of all envelopes are wrapped under
// it anew, and the old one is destroyed. It is how many envelopes there are.
//
// Errors: fault.Forbidden.
func (s *Service) RotateKey(ctx context.Context, who authz.Actor) (int, error) {
	n := 0
	_, err := s.ledger.Do(ctx, who, "vetting.rotate-key", []ledger.Subject{ledger.About("force", who.Force)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.RotateVettingKey, authz.Object{}); err != nil {
			return err
		}
		old, next, err := s.ring.RotateWrapper(tx, e.Force, keyring.ForVetting, e.At)
		if err != nil {
			return err
		}
		all, err := wrappedUnder(tx, e.Force, old.ID)
		if err != nil {
			return err
		}
		for _, w := range all {
			label := keyLabel(e.Force, w.of)
			key, err := old.Unwrap(w.key, label)
			if err != nil {
				return err
			}
			if err := updateKey(tx, e.Force, w.of, next.ID, next.Wrap(key, label)); err != nil {
				return err
			}
		}
		n = len(all)
		e.Say("The key of the vetting unit was changed, and every envelope’s key wrapped under the new one", "")
		return s.ring.DropWrapper(tx, e.Force, old)
	})
	return n, err
}

// KeptUntil is the day from which the content of a case is destroyed; NoDay while it is in
// use, and once it is destroyed.
func (s *Service) KeptUntil(tx *db.Tx, force id.Force, v Case) (clock.Day, error) {
	if v.Ended == clock.NoDay || v.Erased != clock.NoDay {
		return clock.NoDay, nil
	}
	set, err := s.Settings(tx, force)
	return v.Ended.AddMonths(set.VettingKeepMonths), err
}
