package accred

import (
	"context"
	"fmt"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Partly is a part of what an organisation's people hold: a power, of all or of one team;
// or with no power named, everything of a team. A team has a part of the area: a site.
type Partly struct {
	Org   id.Org
	Power law.PowerID
	Team  id.Team
	Why   string
}

// Affected is one accreditation that a part takes in.
type Affected struct {
	Accreditation id.Accreditation
	Number        string
	Person        id.Person
	Name          string
	Suspended     bool // what the part names of it is suspended now
}

// Affected is whom a part takes in, by number, as it stands. Errors: fault.Forbidden;
// fault.Invalid.
func (s *Service) Affected(tx *db.Tx, who authz.Actor, p Partly) ([]Affected, error) {
	if err := who.May(authz.SuspendNow, authz.Object{Org: p.Org}); err != nil {
		return nil, err
	}
	return s.affected(tx, who.Force, p, register.Now(s.ledger.Now()))
}

func (s *Service) affected(tx *db.Tx, force id.Force, p Partly, w register.When) ([]Affected, error) {
	if p.Power == "" && p.Team == "" {
		return nil, fault.In("power", "Choose a power or a team. To stop everything, suspend the arrangements")
	}
	live, err := s.Live(tx, force, p.Org, w)
	if err != nil {
		return nil, err
	}
	vs, err := s.persons.OfOrg(tx, force, p.Org, w)
	known := make(map[id.Person]*person.Person, len(vs))
	for i := range vs {
		known[id.Person(vs[i].ID)] = &vs[i].State
	}
	var out []Affected
	for _, v := range live {
		a, of := &v.State, known[v.State.Person]
		if of == nil || p.Team != "" && of.Team != p.Team {
			continue
		}
		x := Affected{id.Accreditation(v.ID), a.Number, a.Person, of.Name(), a.State == Suspended}
		if p.Power != "" {
			g, ok := a.Grant(p.Power)
			if !ok {
				continue
			}
			x.Suspended = g.Suspended
		}
		out = append(out, x)
	}
	return out, err
}

// SuspendPart suspends a part of what an organisation's people hold, at once: a power of
// each who holds it, or each accreditation of a team. Each person and the organisation are
// written to. It returns how many accreditations it took in.
//
// Errors: fault.Forbidden; fault.Invalid under power and why; fault.Conflict if there is
// nothing to suspend.
//
// Law: Police Reform Act 2002, s42(3), (6).
func (s *Service) SuspendPart(ctx context.Context, who authz.Actor, p Partly) (int, error) {
	return s.partly(ctx, who, p, true)
}

// ReinstatePart ends such a suspension of a power. The accreditations of a team are
// reinstated one by one, since one may have been suspended for a reason of its own.
// Errors: as SuspendPart; besides, fault.Refused for who suspended it.
func (s *Service) ReinstatePart(ctx context.Context, who authz.Actor, p Partly) (int, error) {
	if p.Power == "" {
		return 0, fault.In("power", "Choose a power. The accreditations of a team are reinstated one by one")
	}
	return s.partly(ctx, who, p, false)
}

func (s *Service) partly(ctx context.Context, who authz.Actor, p Partly, suspend bool) (int, error) {
	n, verb, by := 0, "accreditation.suspend-power", authz.SuspendNow
	switch {
	case p.Power == "":
		verb = "accreditation.suspend"
	case !suspend:
		verb, by = "accreditation.reinstate-power", authz.Grant
	}
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{ledger.About("organisation", p.Org)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(by, authz.Object{Org: p.Org}); err != nil {
			return err
		}
		fs := reasoned(&p.Why)
		all, err := s.affected(tx, who.Force, p, register.Now(e.At))
		if err != nil {
			return err
		}
		if err := fs.Err(); err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(x Affected) bool { return x.Suspended == suspend })
		if n = len(all); n == 0 {
			return fault.New(fault.Conflict, "There is nobody of whom this could be changed: nobody holds it, or it is so already.")
		}
		for _, x := range all {
			set := stopped(who, verb, p.Why)
			if p.Power != "" {
				set = p.set(who, suspend)
			}
			if err := s.changeIn(tx, e, who, x.Accreditation, verb, set); err != nil {
				return err
			}
		}
		said := map[bool]string{true: " suspended, ", false: " reinstated, "}[suspend]
		what := "A team’s accreditations"
		if x, ok := law.Find(p.Power); ok {
			what = x.Name
		}
		e.Summary = what + said + fmt.Sprintf("of %d accreditations. ", n) + p.Why
		return nil
	})
	return n, err
}

// set suspends the power of one accreditation, or ends that: for somebody else than who
// suspended it.
func (p Partly) set(who authz.Actor, suspend bool) func(*db.Tx, *ledger.Draft, *Accreditation, world) error {
	return func(_ *db.Tx, e *ledger.Draft, after *Accreditation, _ world) error {
		g, ok := after.Grant(p.Power)
		if !ok {
			return fault.New(fault.Conflict, "The power is not held.")
		}
		by := g.Stopped
		g.Suspended, g.Stopped = suspend, nil
		after.Why = powerLine(Grant{Power: p.Power}) + ". " + p.Why
		switch {
		case suspend:
			g.Stopped = &Decision{By: who.Name, Account: who.Account, At: e.At}
		case by != nil:
			return another(who, *by, "You suspended it, so somebody else must reinstate it.")
		}
		return nil
	}
}

// SuspendedPower is a power that is suspended of some who hold it.
type SuspendedPower struct {
	Power   law.PowerID
	Persons int
	Since   clock.Day
}

// SuspendedPowers is the powers of an organisation that are suspended of anybody, in the
// order of the catalogue, for who has asked for permission.
func (s *Service) SuspendedPowers(tx *db.Tx, force id.Force, of id.Org, w register.When) ([]SuspendedPower, error) {
	live, err := s.Live(tx, force, of, w)
	n := map[law.PowerID]SuspendedPower{}
	for _, v := range live {
		for _, g := range v.State.Grants {
			if g.Suspended {
				x := n[g.Power]
				n[g.Power] = SuspendedPower{g.Power, x.Persons + 1, max(x.Since, clock.DayOf(v.From))}
			}
		}
	}
	var out []SuspendedPower
	for _, p := range law.Powers() {
		if x, ok := n[p.ID]; ok {
			out = append(out, x)
		}
	}
	return out, err
}

// stillSuspended keeps the suspension of powers through a change of what is given.
func stillSuspended(grants, before []Grant) {
	for i := range grants {
		for _, b := range before {
			if b.Power == grants[i].Power {
				grants[i].Suspended, grants[i].Stopped = b.Suspended, b.Stopped
			}
		}
	}
}
