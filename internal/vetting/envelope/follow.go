package envelope

import (
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/vetting"
)

// Recorded follows what is recorded of a person's vetting without the envelope
// (vetting.Service.OnChange). What the envelope itself decided has been saved before.
//
// It refuses a record that would go round an appeal: what was refused is changed by
// another decider, on the envelope's page.
func (s *Service) Recorded(tx *db.Tx, e *ledger.Draft, of id.Person, _ time.Time) error {
	v, has, err := s.latest(tx, e.Force, of)
	if err != nil || !has {
		return err
	}
	now, err := s.vettings.Of(tx, e.Force, of, register.Now(e.At))
	if err != nil {
		return err
	}
	c, today := v.State, clock.DayOf(e.At)
	switch c.State {
	case Appealed, Refused, Withdrawn:
		waits := c.State == Appealed || today <= c.AppealBy
		if waits && now.Outcome == vetting.Passed {
			return fault.Because("This was decided against the person, who may appeal. An appeal is decided on the envelope’s page, by another than who decided first.",
				fault.Reason{Code: "vetting.appeal", Message: "The decision of " + c.Decided.Long() + " is changed by an appeal alone until " + c.AppealBy.Long() + "."})
		}
	case Invited, Sent, Asked:
		if now.Outcome == vetting.Waiting || now.Renewal != clock.NoDay || now.Outcome == "" {
			return nil
		}
		return s.stop(tx, e, v, "vetting.record", today)
	case Cleared:
		switch {
		case now.Outcome != vetting.Passed:
			return s.stop(tx, e, v, "vetting.record", today)
		case now.Expires != c.Expires || now.Level != c.Level:
			c.Expires, c.Level, c.Ended = now.Expires, now.Level, now.Expires
			return table.Put(tx, e, v.ID, c, e.At, clock.Forever)
		}
	}
	return nil
}

// PersonChanged stops what is under way of a person who has left, or opted out, and of an
// entry merged into another (person.Service.OnChange). Of a clearance of who left, the content is kept from that day
// for as long as the force keeps it; the clearance of who opted out and stays in the
// employer's service holds, should they come back.
func (s *Service) PersonChanged(tx *db.Tx, e *ledger.Draft, ch person.Change) error {
	left := ch.After.Left != clock.NoDay && ch.Before.Left != ch.After.Left
	verb := "person.leave"
	if merged := ch.After.Merged != "" && ch.Before.Merged == ""; !left && !merged { // the other entry is vetted, or is being
		if verb = "person.opt-out"; ch.After.OptedOut == clock.NoDay || ch.Before.OptedOut != clock.NoDay {
			return nil
		}
	}
	vs, err := s.of(tx, e.Force, ch.Person)
	if err != nil {
		return err
	}
	for _, v := range vs {
		switch c := v.State; {
		case c.State.Open():
			if err := s.stop(tx, e, v, verb, clock.DayOf(e.At)); err != nil {
				return err
			}
		case left && c.State == Cleared && c.Ended > ch.After.Left:
			c.Ended, c.Declaration, c.Aftercare = ch.After.Left, clock.NoDay, clock.NoDay
			if err := table.Put(tx, e, v.ID, c, e.At, clock.Forever); err != nil {
				return err
			}
		}
	}
	return nil
}

// stop makes a move that follows by itself, and ends the link.
func (s *Service) stop(tx *db.Tx, e *ledger.Draft, v Version, verb string, today clock.Day) error {
	c := v.State
	m, err := c.State.move(verb)
	if err != nil {
		return err
	}
	c.State, c.Ended, c.Questions, c.AnswerBy = m.To, today, 0, clock.NoDay
	c.Declaration, c.Aftercare, c.Review = clock.NoDay, clock.NoDay, clock.NoDay
	if err := endLinks(tx, e.Force, id.Vetting(v.ID), e.At); err != nil {
		return err
	}
	return table.Put(tx, e, v.ID, c, e.At, clock.Forever)
}

// itself is who acts when something happens by itself.
func itself(force id.Force) authz.Actor {
	return authz.ByItself(force)
}
