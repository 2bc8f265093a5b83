package org

import (
	"context"
	"strconv"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

func itoa(n int) string { return strconv.Itoa(n) }

// PowerDecision is the delegate's answer on one power for one role.
type PowerDecision struct {
	Role      id.Role
	Power     law.PowerID
	Offences  []law.OffenceID // for penalty notices: those allowed; empty means all asked for
	Answer    Answer          // Allowed, Conditional or Refused
	Reason    string          // needed for Refused
	Condition string          // needed for Conditional
}

// Approval is a decision to accredit an organisation, or to renew its arrangements.
type Approval struct {
	From, To clock.Day // arrangements in force from this day to this one, both counting
	Evidence string    // what shows that it is fit and proper to supervise (s41(4)(a))
	Powers   []PowerDecision
}

// Approve puts arrangements with the chief officer in force, with the powers decided one
// by one; every power asked for is answered, and an empty list is legitimate. Renewal is
// approval before the arrangements lapse; after that they begin anew, and accreditations
// under the old ones have ceased.
//
// Errors: fault.Forbidden unless the actor decides for the chief officer; fault.Refused
// for a power that is not in force in law on the first day, or that lacks one it needs;
// fault.Invalid for dates and missing reasons.
//
// Law: Police Reform Act 2002, s40(8), s41(1)-(4)(a); for 8B, Sch 5 para 8B(5).
func (s *Service) Approve(ctx context.Context, who authz.Actor, org id.Org, a Approval) error {
	return s.decide(ctx, who, org, "organisation.approve", func(tx *db.Tx, e *ledger.Draft, o *Organisation, in law.Territory) error {
		return s.approve(tx, e, who, org, o, in, a)
	}, "")
}

// approve writes an approval into the organisation, if nothing stands in its way.
func (s *Service) approve(tx *db.Tx, e *ledger.Draft, who authz.Actor, org id.Org, o *Organisation, in law.Territory, a Approval) error {
	if a.From == clock.NoDay || a.To == clock.NoDay || a.To < a.From {
		return fault.In("to", "Enter the first and the last day of the arrangements, the last not before the first")
	}
	if a.To > a.From.AddYears(5) {
		return fault.In("to", "Arrangements are reviewed within five years. Enter an earlier last day")
	}
	if err := o.answer(a.Powers, who, clock.DayOf(e.At), a.From, in); err != nil {
		return err
	}
	if err := o.ready(); err != nil {
		return err
	}
	if err := s.unhindered(tx, e, org, *o, a.From); err != nil {
		return err
	}
	if !(o.State == InForce && !o.lapsed(e.At) && a.From <= o.To+1) { // renewal in time goes on from the first day
		o.From = a.From
	}
	o.To, o.Exit = a.To, nil
	if o.Since == clock.NoDay {
		o.Since = a.From
	}
	o.FitTest = Decision{Satisfied: true, By: who.Name, Account: who.Account, At: e.At, Evidence: a.Evidence, Until: a.To}
	e.Say(o.Name+" was accredited until "+a.To.Long(), "Police Reform Act 2002, s40(8), s41(4)(a)")
	return nil
}

// unhindered is nil if no room has a reason against arrangements that begin on the day.
func (s *Service) unhindered(tx *db.Tx, e *ledger.Draft, org id.Org, o Organisation, begins clock.Day) error {
	var out []fault.Reason
	for _, f := range s.Hinders {
		rs, err := f(tx, e, org, o, begins)
		if err != nil {
			return err
		}
		out = append(out, rs...)
	}
	if len(out) > 0 {
		return fault.Because("The arrangements cannot be approved as things stand.", out...)
	}
	return nil
}

// DecidePowers answers powers asked for since the approval, or changes an answer.
func (s *Service) DecidePowers(ctx context.Context, who authz.Actor, org id.Org, ds []PowerDecision) error {
	_, err := s.ledger.Do(ctx, who, "organisation.powers", []ledger.Subject{table.Subject(string(org))}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.DecidePowersIn(tx, e, who, org, ds)
	})
	return err
}

// DecidePowersIn is DecidePowers within a transaction and entry already begun.
func (s *Service) DecidePowersIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, org id.Org, ds []PowerDecision) error {
	if err := who.May(authz.DecideOrg, authz.Object{Org: org}); err != nil {
		return err
	}
	v, err := table.Find(tx, who.Force, string(org), register.Now(e.At))
	if err != nil {
		return err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return err
	}
	after := v.State.copy()
	day := clock.DayOf(e.At)
	if err := after.answer(ds, who, day, day, f.Settings.Law()); err != nil {
		return err
	}
	if e.Summary == "" {
		e.Say(after.Name+": powers decided", "Police Reform Act 2002, s41(3)")
	}
	return s.put(tx, e, Change{Org: org, Before: v.State, After: after, From: e.At})
}

// Decline refuses to accredit an organisation that applies.
func (s *Service) Decline(ctx context.Context, who authz.Actor, org id.Org, why string) error {
	return s.decide(ctx, who, org, "organisation.decline", nil, why)
}

// Suspend stops everybody under the arrangements at once.
func (s *Service) Suspend(ctx context.Context, who authz.Actor, org id.Org, why string) error {
	return s.decide(ctx, who, org, "organisation.suspend", nil, why)
}

// Reinstate ends a suspension.
func (s *Service) Reinstate(ctx context.Context, who authz.Actor, org id.Org, why string) error {
	return s.decide(ctx, who, org, "organisation.reinstate", nil, why)
}

// Withdraw ends the arrangements; every accreditation under them ceases in the same
// transaction.
//
// Law: Police Reform Act 2002, s41(8)(b).
func (s *Service) Withdraw(ctx context.Context, who authz.Actor, org id.Org, why string) error {
	return s.decide(ctx, who, org, "organisation.withdraw", nil, why)
}

// Leave ends the arrangements at the employer's wish, with the same effect.
func (s *Service) Leave(ctx context.Context, who authz.Actor, org id.Org, why string) error {
	return s.decide(ctx, who, org, "organisation.leave", nil, why)
}

// decideWith is decide for a move that takes a reason and writes something more.
func (s *Service) decideWith(ctx context.Context, who authz.Actor, org id.Org, verb, why string, also func(*Organisation, *ledger.Draft)) error {
	return s.decide(ctx, who, org, verb, func(_ *db.Tx, e *ledger.Draft, o *Organisation, _ law.Territory) error {
		also(o, e)
		return nil
	}, why)
}

// decide makes a move of the table of states.
func (s *Service) decide(ctx context.Context, who authz.Actor, org id.Org, verb string, set func(*db.Tx, *ledger.Draft, *Organisation, law.Territory) error, why string) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{table.Subject(string(org))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := table.Find(tx, who.Force, string(org), register.Now(e.At))
		if err != nil {
			return err
		}
		m, merr := v.State.State.move(verb)
		if m.By == "" {
			return merr
		}
		if err := who.May(m.By, authz.Object{Org: org}); err != nil {
			return err
		}
		if merr != nil {
			return merr
		}
		after, lapsed := v.State.copy(), v.State.lapsed(e.At)
		if why = strings.TrimSpace(why); set == nil && why == "" {
			return fault.In("why", "Enter the reason. It is kept, and the organisation is told")
		}
		e.Say(after.Name+": "+strings.ToLower(m.To.Title())+". "+why, m.Law)
		if set != nil {
			f, err := s.areas.Force(tx, who.Force)
			if err != nil {
				return err
			}
			if err := set(tx, e, &after, f.Settings.Law()); err != nil {
				return err
			}
		}
		after.State, after.Why = m.To, why
		return s.put(tx, e, Change{Org: org, Before: v.State, After: after, From: e.At, Ends: m.Ends || m.To == InForce && lapsed})
	})
	return err
}

// lapsed reports whether the arrangements had ended by themselves.
func (o *Organisation) lapsed(at time.Time) bool {
	return (o.State == InForce || o.State == Suspended) && o.To != clock.NoDay && !at.Before(o.To.End())
}

// answer writes decisions on powers into the roles.
func (o *Organisation) answer(ds []PowerDecision, who authz.Actor, today, from clock.Day, in law.Territory) error {
	var fs fault.Fields
	var reasons []fault.Reason
	for i, d := range ds {
		field := "powers[" + itoa(i) + "]"
		role, ok := o.Role(d.Role)
		if !ok {
			fs.Add(field+".role", "There is no such role in this organisation")
			continue
		}
		p := role.asked(d.Power)
		if p == nil {
			fs.Add(field+".power", "This power was not asked for, for the role %s", role.Title)
			continue
		}
		switch d.Answer {
		case Refused:
			if strings.TrimSpace(d.Reason) == "" {
				fs.Add(field+".reason", "Enter the reason for refusing. The organisation will read it")
			}
		case Conditional, Allowed:
			if d.Answer == Conditional && strings.TrimSpace(d.Condition) == "" {
				fs.Add(field+".condition", "Enter the condition")
			}
			reasons = append(reasons, notGrantable(d.Power, d.Offences, p.Offences, from, in)...)
		default:
			fs.Add(field+".answer", "Choose yes, with a condition, or refuse")
		}
		p.Answer, p.By, p.On, p.Condition = d.Answer, who.Name, today, strings.TrimSpace(d.Condition)
		p.Because = strings.TrimSpace(d.Reason)
		if len(d.Offences) > 0 {
			p.Offences = d.Offences
		}
	}
	if err := fs.Err(); err != nil {
		return err
	}
	reasons = append(reasons, o.missingNeeds()...)
	if len(reasons) > 0 {
		return fault.Because("The powers cannot be allowed as they stand.", reasons...)
	}
	return nil
}

func (r *Role) asked(p law.PowerID) *Power {
	for i := range r.Powers {
		if r.Powers[i].Power == p {
			return &r.Powers[i]
		}
	}
	return nil
}

// notGrantable is why a power, or an offence under it, cannot be granted in law.
func notGrantable(p law.PowerID, chosen, asked []law.OffenceID, on clock.Day, in law.Territory) []fault.Reason {
	if len(chosen) == 0 {
		chosen = asked
	}
	if len(chosen) == 0 {
		chosen = []law.OffenceID{""}
	}
	var out []fault.Reason
	for _, off := range chosen {
		if r, ok := law.Grantable(p, off, on, in); !ok {
			out = append(out, fault.Reason{Code: r.Code, Message: r.Text, Source: r.Source, Mend: r.Mend})
		}
	}
	return out
}

// missingNeeds is every power allowed to a role that lacks one it needs.
func (o *Organisation) missingNeeds() []fault.Reason {
	var out []fault.Reason
	for _, r := range o.Roles {
		for _, p := range r.Powers {
			if _, ok := r.Allows(p.Power); !ok {
				continue
			}
			for _, need := range law.Prerequisites(p.Power) {
				if _, ok := r.Allows(need); !ok {
					a, _ := law.Find(p.Power)
					b, _ := law.Find(need)
					out = append(out, fault.Reason{Code: "power.prerequisite", Message: a.Name + " needs " + b.Name + ", which the role " + r.Title + " is not allowed.",
						Source: "Police Reform Act 2002, Schedule 5, paragraph " + a.Para, Mend: "Allow " + b.Name + " as well, or refuse " + a.Name + "."})
				}
			}
		}
	}
	return out
}

// ready is nil when the organisation has what arrangements need: every power answered,
// a signatory, two liaison officers, a supervisor, an area, a uniform.
func (o *Organisation) ready() error {
	out := o.missingContacts()
	need := func(ok bool, code, message, source string) {
		if !ok {
			out = append(out, fault.Reason{Code: code, Message: message, Source: source})
		}
	}
	need(len(o.Areas) > 0 || o.Drawn != nil, "area.missing", "The area in which its people work is set.", "Joint operating protocol, clause 2.2 i")
	need(o.Uniform != "", "uniform.missing", "The uniform is described.", "Police Reform Act 2002, s42(2)")
	for _, r := range o.Roles {
		for _, p := range r.Powers {
			need(p.Answer != Asked, "power.unanswered", "Every power asked for is answered: "+string(p.Power)+" for "+r.Title+".", "Police Reform Act 2002, s41(3)")
		}
	}
	if len(out) > 0 {
		return fault.Because("Before arrangements can be in force, these must hold.", out...)
	}
	return nil
}
