package org

import (
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// EnterIn enters an organisation as a register kept elsewhere has it, with its state,
// dates and the powers decided there: true from its own first day, known from now. It is
// for imports; what is entered is not decided here, and says so in the ledger.
//
// Errors: fault.Forbidden, fault.Invalid names the fields.
func (s *Service) EnterIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, org id.Org, o Organisation) error {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return err
	}
	o.Aliases = clean(o.Aliases)
	if o.State == "" {
		o.State = Applying
	}
	if err := o.check(); err != nil {
		return err
	}
	if err := s.number(tx, e.Force, org, &o); err != nil {
		return err
	}
	if err := s.names(tx, e.Force, org, o); err != nil {
		return err
	}
	from := e.At
	if o.From != clock.NoDay && o.From.Start().Before(from) {
		from = o.From.Start()
	}
	return s.put(tx, e, Change{Org: org, After: o, From: from})
}

// EnterRoleIn gives an organisation a role that people imported with it hold, allowed the
// powers that they hold there. It returns the role's identity; a role of that title that
// is there already is left as it is.
func (s *Service) EnterRoleIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, org id.Org, title string, powers []Power) (id.Role, error) {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return "", err
	}
	v, err := table.Find(tx, e.Force, string(org), register.Now(e.At))
	if err != nil {
		return "", err
	}
	if r, ok := v.State.RoleNamed(title); ok {
		return r.ID, nil
	}
	after := v.State.copy()
	role := Role{ID: id.New[id.Role](), Title: title, Powers: powers}
	after.Roles = append(after.Roles, role)
	if err := after.check(); err != nil {
		return "", err
	}
	return role.ID, s.put(tx, e, Change{Org: org, Before: v.State, After: after, From: v.From})
}

// EnterTeamIn gives an organisation a team to which people imported with it belong. It
// returns the team's identity; a team of that name that is there already is left as it is.
// A register that does not tell who supervises the team leaves that empty. Errors:
// fault.Conflict when the organisation would have too many; fault.Forbidden.
func (s *Service) EnterTeamIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, org id.Org, name, supervisor string) (id.Team, error) {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return "", err
	}
	v, err := table.Find(tx, e.Force, string(org), register.Now(e.At))
	if err != nil {
		return "", err
	}
	if t, ok := v.State.TeamNamed(name); ok {
		return t.ID, nil
	}
	after := v.State.copy()
	team := Team{ID: id.New[id.Team](), Name: cut(name), Supervisor: cut(supervisor)}
	if len(after.Teams) == mostTeams {
		return "", fault.New(fault.Conflict, "%s would have more than %d teams. Leave the column of teams out, or name fewer.", after.Name, mostTeams)
	}
	after.Teams = append(after.Teams, team)
	after.sortTeams()
	return team.ID, s.put(tx, e, Change{Org: org, Before: v.State, After: after, From: v.From})
}

// cut is a name as it is kept: its spaces even, its first 200 letters.
func cut(name string) string {
	letters := []rune(strings.Join(strings.Fields(name), " "))
	return strings.TrimSpace(string(letters[:min(len(letters), nameLimit)]))
}

// Imported is powers as an imported register has them, each allowed there.
func Imported(powers []law.PowerID, offences []law.OffenceID, evidence string) []Power {
	var out []Power
	for _, p := range powers {
		if slices.ContainsFunc(out, func(x Power) bool { return x.Power == p }) {
			continue
		}
		x := Power{Power: p, Answer: Allowed, Reason: evidence}
		if p == "csas-pnd" {
			x.Offences = offences
		}
		out = append(out, x)
	}
	return out
}

// AdmitIn enters an organisation on its application and puts its arrangements in force,
// each power decided, within a transaction and entry already begun. An entry that stands
// under the identity already, and is not in force, is taken up again with what the
// application says. It returns the organisation as it then stands.
//
// Errors: as Approve; fault.Conflict if its arrangements are in force or suspended.
//
// Law: Police Reform Act 2002, s40(8), s41(1)-(4)(a).
func (s *Service) AdmitIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, org id.Org, o Organisation, a Approval) (Organisation, error) {
	if err := who.May(authz.DecideOrg, authz.Object{Org: org}); err != nil {
		return o, err
	}
	o.State, o.Aliases = Applying, clean(o.Aliases)
	if err := o.check(); err != nil {
		return o, err
	}
	before, err := table.Find(tx, e.Force, string(org), register.Now(e.At))
	switch {
	case fault.Is(err, fault.NotFound):
		err = s.number(tx, e.Force, org, &o)
	case err == nil:
		if _, err := before.State.State.move("organisation.approve"); err != nil || before.State.State == InForce && !before.State.lapsed(e.At) {
			return o, fault.New(fault.Conflict, "%s stands in the register with arrangements that are %s. Ask for more powers there.", before.State.Name, stateWords[before.State.State])
		}
		o.Number, o.Since, o.Teams, o.Parent = before.State.Number, before.State.Since, before.State.Teams, before.State.Parent
		o.Aliases = append(o.Aliases, before.State.Aliases...)
		o.Contacts = append(o.Contacts, before.State.Of(PoliceLiaison)...)
	}
	if err != nil {
		return o, err
	}
	if err := s.names(tx, e.Force, org, o); err != nil {
		return o, err
	}
	f, err := s.areas.Force(tx, e.Force)
	if err != nil {
		return o, err
	}
	if err := s.approve(tx, e, who, org, &o, f.Settings.Law(), a); err != nil {
		return o, err
	}
	o.State = InForce
	return o, s.put(tx, e, Change{Org: org, Before: before.State, After: o, From: e.At, Ends: before.State.lapsed(e.At)})
}
