package accred

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

type (
	vettingState  = vetting.Vetting
	trainingState = training.Training
	passed        = training.Pass
)

// Refuse decides not to accredit, for the test the delegate is not satisfied of. The
// person reads the reasons; an appeal goes to another decision-maker.
//
// Law: Police Reform Act 2002, s41(4).
func (s *Service) Refuse(ctx context.Context, who authz.Actor, a id.Accreditation, typedName, why string) error {
	return s.change(ctx, who, a, "accreditation.refuse", func(_ *db.Tx, e *ledger.Draft, after *Accreditation, w world) error {
		if err := needed(&why, who, typedName); err != nil {
			return err
		}
		if err := after.notFirst(who); err != nil {
			return err
		}
		after.Why, after.Signed = why, Decision{By: who.Name, Account: who.Account, At: e.At}
		e.Summary = w.person.Name() + " was not accredited"
		return nil
	})
}

// needed is nil if there are reasons and the actor signed in their own name.
func needed(why *string, who authz.Actor, typedName string) error {
	fs := reasoned(why)
	if wrong := who.Signs(typedName); wrong != "" {
		fs.Add("typed_name", "%s", wrong)
	}
	return fs.Err()
}

func reasoned(why *string) fault.Fields {
	var fs fault.Fields
	if *why = strings.TrimSpace(*why); *why == "" {
		fs.Add("why", "Enter the reasons. The person will read them")
	} else if len(*why) > 4000 {
		fs.Add("why", "The reasons must be 4,000 letters or fewer")
	}
	return fs
}

// Suspend stops the accreditation at once, with a reason.
//
// Law: Police Reform Act 2002, s42(3), (6): notice to the person, copy to the employer.
func (s *Service) Suspend(ctx context.Context, who authz.Actor, a id.Accreditation, why string) error {
	return s.stop(ctx, who, a, "accreditation.suspend", why)
}

// SuspendIn is Suspend within a transaction and entry already begun, for a room above in
// which the suspension follows from something else.
func (s *Service) SuspendIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, a id.Accreditation, why string) error {
	return s.changeIn(tx, e, who, a, "accreditation.suspend", stopped(who, "accreditation.suspend", why))
}

// Withdraw ends the accreditation at once, for good.
//
// Law: Police Reform Act 2002, s42(3), (6).
func (s *Service) Withdraw(ctx context.Context, who authz.Actor, a id.Accreditation, why string) error {
	return s.stop(ctx, who, a, "accreditation.withdraw", why)
}

// Reinstate ends a suspension. What lapsed meanwhile has lapsed. It returns fault.Refused
// for who suspended it.
func (s *Service) Reinstate(ctx context.Context, who authz.Actor, a id.Accreditation, why string) error {
	return s.stop(ctx, who, a, "accreditation.reinstate", why)
}

func (s *Service) stop(ctx context.Context, who authz.Actor, a id.Accreditation, verb, why string) error {
	return s.change(ctx, who, a, verb, stopped(who, verb, why))
}

func stopped(who authz.Actor, verb, why string) func(*db.Tx, *ledger.Draft, *Accreditation, world) error {
	return func(_ *db.Tx, e *ledger.Draft, after *Accreditation, _ world) error {
		after.Why = why
		fs := reasoned(&after.Why)
		if err := fs.Err(); err != nil {
			return err
		}
		if verb != "accreditation.reinstate" {
			after.Stopped = &Decision{By: who.Name, Account: who.Account, At: e.At}
			return nil
		}
		if s := after.Stopped; s != nil {
			after.Stopped = nil
			return another(who, *s, "You suspended it, so somebody else must reinstate it.")
		}
		return nil
	}
}

// Modification is a change to an accreditation by notice, or its renewal.
type Modification struct {
	Grants     []Grant // all the powers from now on
	Areas      []id.Area
	AreaText   string
	Conditions []string
	To         clock.Day // a later last day renews; it needs clearance and training as a grant does
	Renews     bool      // the accreditation is renewed to a later last day
	Why        string
	TypedName  string
}

// Modify changes powers, area, conditions or the last day by notice. Powers that were not
// held before, and a later last day, need all that a grant needs. A new version of the
// certificate is made.
//
// Law: Police Reform Act 2002, s42(3), (6); renewal, s41(7).
func (s *Service) Modify(ctx context.Context, who authz.Actor, a id.Accreditation, m Modification) error {
	verb := "accreditation.modify"
	if m.Renews {
		verb = "accreditation.renew"
	}
	return s.change(ctx, who, a, verb, func(tx *db.Tx, e *ledger.Draft, after *Accreditation, w world) error {
		if err := needed(&m.Why, who, m.TypedName); err != nil {
			return err
		}
		if m.To == clock.NoDay {
			m.To = after.To
		}
		if m.To < after.From || m.To > w.today.AddYears(10) {
			return fault.In("to", "Enter a last day within ten years, not before the first")
		}
		vet, err := s.vettings.Of(tx, e.Force, after.Person, register.Now(e.At))
		if err != nil {
			return err
		}
		trained, err := s.trainings.Of(tx, e.Force, after.Person, register.Now(e.At))
		if err != nil {
			return err
		}
		c := candidate{world: w, vetting: vet, training: trained, who: who, from: w.today}
		grants, reasons := c.grants(m.Grants)
		stillSuspended(grants, after.Grants)
		if m.To > after.To && !m.Renews {
			return fault.In("to", "A later last day is a renewal. Renew the accreditation")
		}
		if m.Renews {
			if m.To <= after.To {
				return fault.In("to", "Enter a last day after %s, on which it ends now", after.To.Long())
			}
			if !e.At.Before(after.last()) {
				return fault.Because("The accreditation has expired, so it cannot be renewed.",
					reason("accreditation.expired", "It ended on "+after.To.Long()+".", "Police Reform Act 2002, s41(7)", "Put the person before the delegate to be accredited anew."))
			}
			reasons = append(c.tests(), reasons...)
		}
		areas, err := s.areas.Of(tx, e.Force, "")
		if err != nil {
			return err
		}
		reasons = append(reasons, withinEmployer(m.Areas, w.org.Areas, parents(areas))...)
		after.Grants, after.Areas, after.Conditions, after.To, after.Why = grants, m.Areas, m.Conditions, m.To, m.Why
		if m.AreaText != "" {
			after.AreaText = m.AreaText
		}
		if vet.Outcome == vetting.Passed {
			after.VettingUntil, after.VettingUntold = vet.Expires, false
		}
		if m.Renews && len(reasons) == 0 { // what hinders repeats some of the tests in other words
			if reasons, _, err = s.Hindered(tx, e.Force, *after, register.Now(e.At)); err != nil {
				return err
			}
		}
		if len(reasons) > 0 {
			return fault.Because("The accreditation cannot be changed like this.", reasons...)
		}
		after.Signed = Decision{Satisfied: true, By: who.Name, Account: who.Account, At: e.At}
		after.Certificate++
		after.Role, after.RoleTitle = w.person.Role, w.person.RoleTitle
		e.Summary = w.person.Name() + ": accreditation changed, " + powersCount(len(grants))
		if m.Renews {
			e.Summary = w.person.Name() + ": accreditation renewed to " + m.To.Long()
		}
		return nil
	})
}

// Hindered is what speaks against renewing an accreditation, as it is to be, beside the four
// tests: reasons that stop it, and warnings that do not (Hinders).
func (s *Service) Hindered(tx *db.Tx, force id.Force, a Accreditation, w register.When) (stop, warn []fault.Reason, err error) {
	for _, f := range s.Hinders {
		x, y, err := f(tx, force, a, w)
		if err != nil {
			return nil, nil, err
		}
		stop, warn = append(stop, x...), append(warn, y...)
	}
	return stop, warn, nil
}

// PersonChanged ends what a person held who has left, or opted out
// (person.Service.OnChange).
//
// Law: Police Reform Act 2002, s41(8)(a).
func (s *Service) PersonChanged(tx *db.Tx, e *ledger.Draft, c person.Change) error {
	if c.After.OptedOut != clock.NoDay && c.Before.OptedOut == clock.NoDay {
		return s.end(tx, e, c.Person, "", "person.opt-out", c.From)
	}
	if c.After.Left == clock.NoDay || c.Before.Left == c.After.Left {
		return nil
	}
	return s.end(tx, e, c.Person, "", "person.leave", c.From)
}

// OrgChanged ends what was held under arrangements that ended, and takes away powers that
// are refused to an employer who was allowed them (org.Service.OnChange).
//
// Law: Police Reform Act 2002, s41(8)(b), s42(3).
func (s *Service) OrgChanged(tx *db.Tx, e *ledger.Draft, c org.Change) error {
	if err := s.tellOrg(tx, e, c); err != nil {
		return err
	}
	switch {
	case c.Before.State == org.InForce && c.After.State == org.Suspended:
		return s.tellAll(tx, e, c.Org, "organisation.suspend", c.After.Why)
	case c.Before.State == org.Suspended && c.After.State == org.InForce:
		return s.tellAll(tx, e, c.Org, "organisation.reinstate", c.After.Why)
	case !c.Ends:
		return s.decidedAnew(tx, e, c)
	}
	return s.end(tx, e, "", c.Org, "organisation.withdraw", c.From)
}

// tellAll writes to everybody live under an employer of what stops or goes on with it.
func (s *Service) tellAll(tx *db.Tx, e *ledger.Draft, employer id.Org, verb, why string) error {
	var where db.Where
	where.And("r.standing IN ('in-force', 'suspended') AND r.org_id = ?", string(employer))
	vs, err := table.Current(tx, e.Force, where, "r.id", 100000)
	if err != nil {
		return err
	}
	for _, v := range vs {
		w, err := s.world(tx, e, v.State.Person)
		if err != nil {
			return err
		}
		told := v.State.copy()
		told.Why = why
		if err := s.writeLetters(tx, e, verb, told, w); err != nil {
			return err
		}
	}
	return nil
}

// end makes a move that follows by itself, for everything live of a person or under an
// employer.
func (s *Service) end(tx *db.Tx, e *ledger.Draft, of id.Person, employer id.Org, verb string, from time.Time) error {
	var where db.Where
	where.And("r.standing IN ('in-force', 'suspended', 'proposed')")
	if of != "" {
		where.And("r.person_id = ?", string(of))
	} else {
		where.And("r.org_id = ?", string(employer))
	}
	vs, err := table.Current(tx, e.Force, where, "r.id", 100000)
	if err != nil {
		return err
	}
	for _, v := range vs {
		m, err := v.State.State.move(verb)
		if err != nil {
			return err
		}
		after := v.State.copy()
		after.State, after.Why = m.To, m.To.Title()
		if after.GivenUp = verb == "person.opt-out"; after.GivenUp {
			after.Why = "Given up at the person’s own wish"
		}
		at := from
		if at.Before(v.From) {
			at = v.From
		}
		if err := s.put(tx, e, Change{Accreditation: id.Accreditation(v.ID), Before: v.State, After: after, From: at}); err != nil {
			return err
		}
		w, err := s.world(tx, e, v.State.Person)
		if err != nil {
			return err
		}
		if err := s.writeLetters(tx, e, verb, after, w); err != nil {
			return err
		}
	}
	return nil
}

// FactsChanged takes a person's new clearance and training into what they hold
// (vetting.Service.OnChange, training.Service.OnChange).
func (s *Service) FactsChanged(tx *db.Tx, e *ledger.Draft, of id.Person, from time.Time) error {
	vs, err := s.Of(tx, e.Force, of, register.Now(e.At))
	if err != nil || !slices.ContainsFunc(vs, func(v Version) bool { return v.State.State.Live() }) {
		return err // nothing they hold can follow from it
	}
	vet, err := s.vettings.Of(tx, e.Force, of, register.Now(e.At))
	if err != nil {
		return err
	}
	trained, err := s.trainings.Of(tx, e.Force, of, register.Now(e.At))
	if err != nil {
		return err
	}
	var ends Endings
	if s.Ends != nil {
		if ends, err = s.Ends(tx, e.Force); err != nil {
			return err
		}
	}
	for _, v := range vs {
		if !v.State.State.Live() {
			continue
		}
		after := v.State.copy()
		switch vet.Outcome {
		case vetting.Passed:
			after.VettingUntil, after.VettingUntold = vet.Expires, false
		case vetting.Refused, vetting.Withdrawn:
			after.VettingUntil, after.VettingUntold = clock.DayOf(e.At)-1, false
		}
		after.trained(trained, ends)
		if reflect.DeepEqual(after, v.State) {
			continue // nothing they hold follows from it
		}
		if err := s.put(tx, e, Change{Accreditation: id.Accreditation(v.ID), Before: v.State, After: after, From: from}); err != nil {
			return err
		}
	}
	return nil
}

// trained takes a person's training, and the changes of the law that ask for it, into what is
// given.
func (a *Accreditation) trained(t trainingState, ends Endings) {
	for i := range a.Grants {
		if p, ok := t.For(a.Grants[i].Power); ok {
			a.Grants[i].Trained, a.Grants[i].Ends = p.Expires, ends.last(p.Power, p.Passed)
		}
	}
}

// parents is the areas that each area is part of.
func parents(areas []area.Version) map[id.Area][]id.Area {
	out := make(map[id.Area][]id.Area, len(areas))
	var whole []id.Area
	for _, v := range areas {
		if v.State.Kind == area.WholeForce {
			whole = append(whole, id.Area(v.ID))
		}
	}
	for _, v := range areas {
		var up []id.Area
		for _, p := range []id.Area{v.State.Parent, v.State.Authority} {
			if p != "" {
				up = append(up, p)
			}
		}
		if v.State.Kind != area.WholeForce {
			up = append(up, whole...)
		}
		out[id.Area(v.ID)] = up
	}
	return out
}
