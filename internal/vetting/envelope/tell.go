package envelope

import (
	"context"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
)

// Telling is the act of telling the unit, as Case.Refuses takes it: by the yearly
// declaration, or between.
func Telling(declaration bool) string {
	if declaration {
		return "vetting.declare"
	}
	return "vetting.report"
}

// Tell tells the unit of changes: the yearly declaration, which may say that nothing
// changed, or a change when it happens. It may be told through the link, or by the
// person's own account.
//
// Errors: fault.Invalid names the fields; fault.Forbidden; fault.Conflict.
func (s *Service) Tell(ctx context.Context, who authz.Actor, c id.Vetting, t Told) error {
	summary := "The person told the vetting unit of a change"
	if t.Declaration {
		summary = "The yearly declaration was made"
	}
	return s.change(ctx, who, Telling(t.Declaration), c, func(d *doing, v *Case) error {
		if err := t.check(); err != nil {
			return err
		}
		if _, err := s.put(d.tx, d.e, c, ToldPart, t); err != nil {
			return err
		}
		if t.Declaration {
			v.Declaration = s.nextDeclaration(d.today, d.today, v.Expires, d.set.VettingDeclarationMonths)
		}
		if v.State == Cleared && len(t.Items) > 0 && v.Review == clock.NoDay {
			v.Review = d.today
		}
		d.say(v, summary, t.Declaration)
		return nil
	})
}

// nextDeclaration is the last day for the next declaration after a day: NoDay if the
// clearance ends before.
func (s *Service) nextDeclaration(after, today, expires clock.Day, months int) clock.Day {
	next := after.AddMonths(months)
	for next < today {
		next = next.AddMonths(months)
	}
	if next >= expires {
		return clock.NoDay
	}
	return next
}

// check cleans what is told and names what is wrong with it.
func (t *Told) check() error {
	var wrong fault.Fields
	t.Signed = strings.Join(strings.Fields(t.Signed), " ")
	known := map[string]bool{}
	for _, o := range Changes {
		known[o.Value] = true
	}
	if len(t.Items) == 0 && !t.Declaration {
		wrong.Add("what", "Choose what has changed")
	}
	for i := range t.Items {
		x := &t.Items[i]
		if x.Text = strings.TrimSpace(x.Text); !known[x.What] {
			wrong.Add("what", "Choose what has changed from the list")
		}
		known[x.What] = false // once
		needed(&wrong, "text-"+x.What, x.Text, longest, "Say what has changed, and since when")
	}
	needed(&wrong, "signed", t.Signed, 200, "Type your full name to sign")
	return wrong.Err()
}

// Own is the newest case of the actor, for an accredited person’s own account. The
// identity is empty if there is none.
func (s *Service) Own(ctx context.Context, who authz.Actor) (Version, error) {
	vs, err := s.own(ctx, who)
	if err != nil || len(vs) == 0 {
		return Version{}, err
	}
	return vs[0], nil
}

func (s *Service) own(ctx context.Context, who authz.Actor) ([]Version, error) {
	if err := who.May(authz.OwnVetting, authz.Object{Org: who.Org, Person: who.Person}); err != nil {
		return nil, err
	}
	return db.Find(ctx, s.db, func(tx *db.Tx) ([]Version, error) { return s.of(tx, who.Force, who.Person) })
}

// OwnTelling is the case to which the actor's own account tells: the newest that takes it,
// so that what changes while a renewal is under way goes to the clearance that holds. It is
// empty where the clearance was given without an envelope, which TellOwn then makes.
//
// Errors: fault.Forbidden, and why nothing can be told now, as Case.Refuses.
func (s *Service) OwnTelling(ctx context.Context, who authz.Actor, declaration bool) (id.Vetting, error) {
	vs, err := s.own(ctx, who)
	if err != nil {
		return "", err
	}
	var why error
	for _, v := range vs {
		err := v.State.Refuses(who, Telling(declaration), clock.DayOf(s.ledger.Now()))
		if err == nil {
			return id.Vetting(v.ID), nil
		}
		if why == nil {
			why = err
		}
	}
	v, err := db.Find(ctx, s.db, func(tx *db.Tx) (Case, error) { return s.begin(tx, who.Force, who.Person, s.ledger.Now()) })
	switch {
	case err == nil && v.Kind == Kept:
		return "", nil
	case why != nil:
		return "", why
	case err != nil:
		return "", err
	}
	return "", errOwnLink
}

var errOwnLink = fault.New(fault.Conflict, "Your vetting is under way. Use the link that the vetting unit gives you.")

// TellOwn is Tell by the person's own account. A clearance that was given without an
// envelope gets one.
func (s *Service) TellOwn(ctx context.Context, who authz.Actor, t Told) error {
	c, err := s.OwnTelling(ctx, who, t.Declaration)
	if err == nil {
		err = t.check() // before an envelope is made for it
	}
	if err == nil && c == "" {
		c, err = s.keepOwn(ctx, who)
	}
	if err != nil {
		return err
	}
	return s.Tell(ctx, who, c, t)
}

// keepOwn makes the envelope of the actor's clearance.
func (s *Service) keepOwn(ctx context.Context, who authz.Actor) (id.Vetting, error) {
	c := id.New[id.Vetting]()
	_, err := s.ledger.Do(ctx, who, "vetting.keep", []ledger.Subject{person.Subject(string(who.Person))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := s.begin(tx, e.Force, who.Person, e.At)
		if err != nil {
			return err
		}
		if v.Kind != Kept {
			return errOwnLink
		}
		set, err := s.Settings(tx, e.Force)
		if err != nil {
			return err
		}
		if err := s.makeKey(tx, e, c); err != nil {
			return err
		}
		v.Declaration = s.nextDeclaration(v.Decided, clock.DayOf(e.At), v.Expires, set.VettingDeclarationMonths)
		e.Say("An envelope was made for a clearance given without one", basis)
		return table.Put(tx, e, string(c), v, e.At, clock.Forever)
	})
	return c, err
}
