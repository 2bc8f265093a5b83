package accred

import (
	"context"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Appeal is a person's appeal against a refusal or a withdrawal. It is decided by somebody
// other than who decided first.
type Appeal struct {
	Against string    `json:"against"` // the act: accreditation.refuse or accreditation.withdraw
	First   Decision  `json:"first"`   // who decided first, and when
	Day     clock.Day `json:"day"`     // on which it came
	Grounds string    `json:"grounds"`
	Reasons string    `json:"reasons,omitempty"` // of the first decision
	By      string    `json:"by"`                // who recorded it: the person, or the office for them
	// Heard is who decided it, and Allowed what they decided; both zero while it waits.
	Heard   *Decision `json:"heard,omitempty"`
	Allowed bool      `json:"allowed,omitempty"`
	Why     string    `json:"why,omitempty"`
}

// Appeal is the appeal that waits to be decided, if one does.
func (a *Accreditation) Appeal() (Appeal, bool) {
	if n := len(a.Appeals); n > 0 && a.Appeals[n-1].Heard == nil {
		return a.Appeals[n-1], true
	}
	return Appeal{}, false
}

// appealed is the account of who decided first, while an appeal waits.
func (a *Accreditation) appealed() string {
	if x, ok := a.Appeal(); ok {
		return string(x.First.Account) + "/" // so that it is never empty
	}
	return ""
}

// first is the decision that can be appealed against, and by which act it was made; ok is
// false where there is none.
func (a *Accreditation) first() (d Decision, act string, ok bool) {
	switch {
	case a.State == Refused:
		return a.Signed, "accreditation.refuse", true
	case a.State == Withdrawn && a.Stopped != nil:
		return *a.Stopped, "accreditation.withdraw", true
	}
	return Decision{}, "", false
}

// AppealBy is the last day on which the decision as it stands may be appealed against, by
// the days that the force allows; clock.NoDay if it may not.
func (a *Accreditation) AppealBy(days int) clock.Day {
	d, _, ok := a.first()
	heard := slices.ContainsFunc(a.Appeals, func(x Appeal) bool { return x.First.At.Equal(d.At) })
	if !ok || heard {
		return clock.NoDay
	}
	return clock.DayOf(d.At).AddDays(days)
}

// SeesAppeals reports whether the actor may read the grounds of a person's appeals: the
// person, the scheme office and the delegates.
func SeesAppeals(who authz.Actor, of authz.Object) bool {
	return who.May(authz.Appeal, of) == nil || who.May(authz.Grant, of) == nil
}

// Lodge records a person's appeal against a refusal or a withdrawal: by the person, or by
// the office for a person who wrote.
//
// Errors: fault.Forbidden; fault.Invalid without grounds; fault.Conflict where nothing was
// refused or withdrawn, after the last day, or a second time.
func (s *Service) Lodge(ctx context.Context, who authz.Actor, a id.Accreditation, grounds string) error {
	return s.change(ctx, who, a, "accreditation.appeal", func(_ *db.Tx, e *ledger.Draft, after *Accreditation, w world) error {
		if grounds = strings.TrimSpace(grounds); grounds == "" || len(grounds) > 4000 {
			return fault.In("grounds", "Enter what is to be looked at again, in 4,000 letters or fewer")
		}
		by := after.AppealBy(w.force.Settings.AppealDays)
		if by == clock.NoDay {
			return fault.New(fault.Conflict, "There is no decision against which %s can appeal now.", w.person.Name())
		}
		if w.today > by {
			return fault.New(fault.Conflict, "The time to appeal ended on %s.", by.Long())
		}
		d, act, _ := after.first()
		after.Appeals = append(after.Appeals, Appeal{Against: act, First: d, Day: w.today, Grounds: grounds, Reasons: after.Why, By: who.Name})
		after.Why = ""
		e.Summary = w.person.Name() + " appealed"
		return nil
	})
}

// Dismiss decides an appeal against the person: the first decision stands.
//
// Errors: fault.Forbidden; fault.Invalid without reasons or signature; fault.Conflict if
// no appeal waits; fault.Refused for who decided first.
func (s *Service) Dismiss(ctx context.Context, who authz.Actor, a id.Accreditation, typedName, why string) error {
	return s.change(ctx, who, a, "accreditation.dismiss", func(_ *db.Tx, e *ledger.Draft, after *Accreditation, w world) error {
		e.Summary = w.person.Name() + ": appeal dismissed"
		return after.hear(who, e.At, typedName, why, false)
	})
}

// Allow decides an appeal for the person. A refusal is set aside, and the person is before
// the delegate again, to be decided by anybody but who refused. A withdrawal is undone, as
// far as the tests of s41(4) hold today and the accreditation has not run out; training,
// changes of the law and decisions on the employer's powers count as they are today.
//
// Errors: as Dismiss; besides, fault.Refused with each test that does not hold.
//
// Law: Police Reform Act 2002, s41(4), s42(3).
func (s *Service) Allow(ctx context.Context, who authz.Actor, a id.Accreditation, typedName, why string) error {
	v, err := db.Find(ctx, s.db, func(tx *db.Tx) (Version, error) {
		return table.Find(tx, who.Force, string(a), register.Now(s.ledger.Now()))
	})
	if err != nil {
		return err
	}
	verb := "accreditation.rehear" // a refusal; of what is neither, the table of states says so
	if v.State.State == Withdrawn {
		verb = "accreditation.restore"
	}
	return s.change(ctx, who, a, verb, func(tx *db.Tx, e *ledger.Draft, after *Accreditation, w world) error {
		if err := after.hear(who, e.At, typedName, why, true); err != nil {
			return err
		}
		e.Summary = w.person.Name() + ": appeal allowed"
		c := candidate{world: w, who: who, from: w.today}
		others, err := s.others(tx, e, after.Person, w)
		if err != nil {
			return err
		}
		if verb == "accreditation.restore" {
			return s.restorable(tx, e, c, after, others)
		}
		after.Waiting = w.today
		if reasons := append(c.gone(), others...); len(reasons) > 0 {
			return fault.Because("The person cannot be before the delegate again as things stand.", reasons...)
		}
		return nil
	})
}

// others is a reason for each other accreditation of a person that is live or before the
// delegate.
func (s *Service) others(tx *db.Tx, e *ledger.Draft, of id.Person, w world) ([]fault.Reason, error) {
	vs, err := s.Of(tx, e.Force, of, register.Now(e.At))
	var out []fault.Reason
	for _, v := range vs {
		if v.State.State.Live() || v.State.State == Proposed {
			out = append(out, reason("accreditation.another", w.person.Name()+" is accredited, or before the delegate, by another entry.", "Scheme rule: one accreditation of a person with one employer", ""))
		}
	}
	return out, err
}

// restorable is nil if a withdrawn accreditation may be in force again today. Nothing that was
// decided of training, law or the employer's powers reached it while it was withdrawn, so it
// is taken in now.
func (s *Service) restorable(tx *db.Tx, e *ledger.Draft, c candidate, after *Accreditation, others []fault.Reason) (err error) {
	if c.vetting, err = s.vettings.Of(tx, e.Force, after.Person, register.Now(e.At)); err != nil {
		return err
	}
	if c.training, err = s.trainings.Of(tx, e.Force, after.Person, register.Now(e.At)); err != nil {
		return err
	}
	reasons := append(c.tests(), others...)
	if !e.At.Before(after.last()) {
		reasons = append(reasons, reason("accreditation.expired", "It would have ended on "+after.To.Long()+" in any case.", "Police Reform Act 2002, s41(7)", "Put the person before the delegate to be accredited anew."))
	}
	if len(reasons) > 0 {
		return fault.Because("The accreditation cannot be restored as things stand.", reasons...)
	}
	after.trained(c.training, c.ends)
	if role, ok := c.org.Role(after.Role); ok {
		after.follow(decisions(&org.Organisation{Roles: []org.Role{{ID: role.ID}}}, &c.org)[role.ID])
	}
	after.VettingUntil, after.VettingUntold, after.Stopped = c.vetting.Expires, false, nil
	return nil
}

// hear decides the appeal that waits.
func (a *Accreditation) hear(who authz.Actor, at time.Time, typedName, why string, allowed bool) error {
	x, ok := a.Appeal()
	if !ok {
		return fault.New(fault.Conflict, "No appeal waits to be decided.")
	}
	if err := another(who, x.First, "You decided first, so somebody else must decide the appeal."); err != nil {
		return err
	}
	if err := needed(&why, who, typedName); err != nil {
		return err
	}
	a.Appeals[len(a.Appeals)-1].Heard = &Decision{Satisfied: allowed, By: who.Name, Account: who.Account, At: at}
	a.Appeals[len(a.Appeals)-1].Allowed, a.Appeals[len(a.Appeals)-1].Why = allowed, why
	a.Why = why
	return nil
}

// notFirst is nil unless the actor refused what was set aside on appeal.
func (a *Accreditation) notFirst(who authz.Actor) error {
	if n := len(a.Appeals); n > 0 {
		return another(who, a.Appeals[n-1].First, "You refused it before, and an appeal was allowed, so somebody else must decide now.")
	}
	return nil
}

// another is nil unless the actor is who decided first.
func another(who authz.Actor, first Decision, says string) error {
	if who.Account == "" || first.Account != who.Account {
		return nil
	}
	return fault.Because("Somebody else has to decide this.", reason("decision.same-person", says, "Scheme rule: nobody looks again at a decision of their own", ""))
}

// ToHear is the kind of an appeal that waits.
const ToHear diary.Kind = "appeal"

// Diary says which appeals wait for the delegates: for who decided first, they are for
// others.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.Grant) {
		return nil, nil
	}
	var where db.Where
	where.And("r.appealed <> ''")
	all, err := table.Current(tx, who.Force, where, "r.from_at, r.id", w.Limit)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	var out []diary.Item
	for _, v := range all {
		x, _ := v.State.Appeal()
		p, err := s.persons.Any(tx, who.Force, v.State.Person, register.Now(w.At))
		if err != nil {
			return nil, err
		}
		out = append(out, diary.Item{Key: string(ToHear) + "/" + v.ID, Kind: ToHear, Title: "Decide the appeal of " + p.State.Name(), Link: "/people/" + string(v.State.Person) + "/appeal/decide", Person: v.State.Person, Org: v.State.Org,
			Since: x.Day.Start(), Due: x.Day.AddDays(f.Settings.DecideWithinDays), Others: x.First.Account == who.Account})
	}
	diary.Sort(out)
	return out, nil
}
