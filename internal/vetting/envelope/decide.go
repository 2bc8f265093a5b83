package envelope

import (
	"context"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/vetting"
)

// Pass gives the clearance: level, restrictions, last day, aftercare. It is told to the
// register of vettings in the same transaction.
//
// Errors: fault.Forbidden to all but the unit; fault.Invalid; fault.Refused naming the
// checks that are not recorded, or the question that is not answered.
func (s *Service) Pass(ctx context.Context, who authz.Actor, c id.Vetting, x Decision) error {
	x.Outcome = string(vetting.Passed)
	return s.change(ctx, who, "vetting.pass", c, func(d *doing, v *Case) error {
		if err := s.sourcesChecked(d); err != nil {
			return err
		}
		return s.clear(d, v, x)
	})
}

// Refuse decides against a clearance. The person reads the letter, and may appeal.
func (s *Service) Refuse(ctx context.Context, who authz.Actor, c id.Vetting, x Decision) error {
	x.Outcome = string(vetting.Refused)
	return s.change(ctx, who, "vetting.refuse", c, func(d *doing, v *Case) error { return s.against(d, v, x) })
}

// Withdraw takes a clearance back. The person reads the letter, and may appeal.
func (s *Service) Withdraw(ctx context.Context, who authz.Actor, c id.Vetting, x Decision) error {
	x.Outcome = string(vetting.Withdrawn)
	return s.change(ctx, who, "vetting.withdraw", c, func(d *doing, v *Case) error { return s.against(d, v, x) })
}

// Allow decides an appeal for the person: the clearance is given. Uphold leaves it as it
// was decided. Neither is ever done by who decided first.
func (s *Service) Allow(ctx context.Context, who authz.Actor, c id.Vetting, x Decision) error {
	x.Outcome, x.Appeal = string(vetting.Passed), true
	return s.change(ctx, who, "vetting.allow", c, func(d *doing, v *Case) error {
		v.Heard = d.today
		if err := s.clear(d, v, x); err != nil {
			return err
		}
		d.say(v, "The appeal against the vetting decision was allowed: cleared", true)
		return nil
	})
}

// Uphold decides an appeal against the person: see Allow.
func (s *Service) Uphold(ctx context.Context, who authz.Actor, c id.Vetting, x Decision) error {
	x.Outcome, x.Appeal = "upheld", true
	return s.change(ctx, who, "vetting.uphold", c, func(d *doing, v *Case) error {
		if err := x.check(false); err != nil {
			return err
		}
		x.By = who.Name
		v.Heard, v.Ended = d.today, d.today
		d.say(v, "The appeal against the vetting decision was decided: it stands", true)
		_, err := s.put(d.tx, d.e, c, DecisionPart, x)
		return err
	})
}

// sourcesChecked refuses to clear before the checks are recorded that are always made.
func (s *Service) sourcesChecked(d *doing) error {
	all, err := s.all(d.tx, d.e.Force, d.id)
	if err != nil {
		return err
	}
	var reasons []fault.Reason
	for _, name := range Unchecked(all) {
		reasons = append(reasons, fault.Reason{Code: "vetting.check", Message: "No result is recorded of: " + name + ".", Mend: "Record it first."})
	}
	if len(reasons) > 0 {
		return fault.Because("This cannot be decided yet.", reasons...)
	}
	return nil
}

// clear gives the clearance and tells the register.
func (s *Service) clear(d *doing, v *Case, x Decision) error {
	if err := x.check(true); err != nil {
		return err
	}
	x.By = d.who.Name
	v.Level, v.Decided, v.Expires = x.Level, d.today, x.Expires
	v.Decider, v.Account = d.who.Name, d.who.Account
	v.AppealBy, v.Ended, v.Questions, v.AnswerBy = clock.NoDay, x.Expires, 0, clock.NoDay
	v.Aftercare = x.Aftercare
	if x.Aftercare != clock.NoDay && (x.Aftercare <= d.today || x.Aftercare > x.Expires) {
		return fault.In("aftercare", "Enter a day for aftercare after today, and not after the clearance ends")
	}
	v.Declaration = s.nextDeclaration(d.today, d.today, x.Expires, d.set.VettingDeclarationMonths)
	if _, err := s.put(d.tx, d.e, d.id, DecisionPart, x); err != nil {
		return err
	}
	if err := s.supersede(d, v); err != nil {
		return err
	}
	return s.tell(d, v, vetting.Vetting{Outcome: vetting.Passed, Level: x.Level, Decided: d.today, Expires: x.Expires})
}

// supersede ends what was to follow from earlier clearances of the person: from now on it
// follows from the new one.
func (s *Service) supersede(d *doing, v *Case) error {
	all, err := s.of(d.tx, d.e.Force, v.Person)
	if err != nil {
		return err
	}
	for _, old := range all {
		c := old.State
		if old.ID == string(d.id) || c.State != Cleared {
			continue
		}
		c.Declaration, c.Aftercare, c.Review, c.Ended = clock.NoDay, clock.NoDay, clock.NoDay, min(c.Ended, d.today)
		if err := table.Put(d.tx, d.e, old.ID, c, d.e.At, clock.Forever); err != nil {
			return err
		}
	}
	return nil
}

// against decides against the person and tells the register.
func (s *Service) against(d *doing, v *Case, x Decision) error {
	if err := x.check(false); err != nil {
		return err
	}
	x.By, x.Level, x.Expires, x.Restrictions, x.Aftercare = d.who.Name, "", clock.NoDay, nil, clock.NoDay
	v.Decided, v.Decider, v.Account = d.today, d.who.Name, d.who.Account
	v.AppealBy = d.today.AddDays(d.set.VettingAppealDays)
	v.Ended, v.Questions, v.AnswerBy = v.AppealBy, 0, clock.NoDay
	v.Declaration, v.Aftercare, v.Review = clock.NoDay, clock.NoDay, clock.NoDay
	if _, err := s.put(d.tx, d.e, d.id, DecisionPart, x); err != nil {
		return err
	}
	return s.tell(d, v, vetting.Vetting{Outcome: vetting.Outcome(x.Outcome), Level: v.Level, Decided: d.today})
}

// tell records the decision in the register of vettings, on which accreditation rests. The
// case is saved first, so that Recorded finds it decided.
func (s *Service) tell(d *doing, v *Case, r vetting.Vetting) error {
	if err := table.Put(d.tx, d.e, string(d.id), *v, d.e.At, clock.Forever); err != nil {
		return err
	}
	return s.vettings.RecordIn(d.tx, d.e, d.who, v.Person, r)
}

// check cleans a decision and names what is wrong with it.
func (x *Decision) check(clears bool) error {
	var wrong fault.Fields
	x.Reasons, x.Letter = strings.TrimSpace(x.Reasons), strings.TrimSpace(x.Letter)
	needed(&wrong, "reasons", x.Reasons, longest, "Write the reasons, for the file of the unit")
	if !clears {
		needed(&wrong, "letter", x.Letter, longest, "Write what the person is told")
	} else if len([]rune(x.Letter)) > longest {
		wrong.Add("letter", "Write at most %d letters", longest)
	}
	x.Restrictions = slices.DeleteFunc(x.Restrictions, func(r string) bool { return strings.TrimSpace(r) == "" })
	for i := range x.Restrictions {
		x.Restrictions[i] = strings.TrimSpace(x.Restrictions[i])
	}
	if len(strings.Join(x.Restrictions, "\n")) > longest {
		wrong.Add("restrictions", "Write the restrictions more shortly")
	}
	if x.AftercareWhat = strings.TrimSpace(x.AftercareWhat); len([]rune(x.AftercareWhat)) > 2000 {
		wrong.Add("aftercare-what", "Write at most 2,000 letters")
	}
	if clears && x.Aftercare == clock.NoDay && x.AftercareWhat != "" {
		wrong.Add("aftercare", "Enter the day of the aftercare")
	}
	return wrong.Err()
}

// Review records that the unit has looked at what was told, or at what fell due, and when
// it looks again; NoDay: not before the clearance ends.
func (s *Service) Review(ctx context.Context, who authz.Actor, c id.Vetting, note string, again clock.Day) error {
	return s.change(ctx, who, "vetting.review", c, func(d *doing, v *Case) error {
		note = strings.TrimSpace(note)
		var wrong fault.Fields
		needed(&wrong, "note", note, longest, "Write what you concluded")
		if again != clock.NoDay && (again <= d.today || again > v.Expires) {
			wrong.Add("again", "Enter a day after today, and not after the clearance ends")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		v.Review, v.Aftercare = clock.NoDay, again
		d.say(v, "The vetting unit looked again; the clearance stands", false)
		_, err := s.put(d.tx, d.e, c, ReviewPart, Review{Note: note, By: who.Name})
		return err
	})
}
