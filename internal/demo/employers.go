package demo

import (
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/county"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/intake/bring"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
)

var contactKinds = map[county.ContactKind]org.ContactKind{county.Signatory: org.Signatory, county.LiaisonOfficer: org.Liaison, county.Supervisor: org.Supervisor,
	county.Complaints: org.Complaints}

// employer is the organisation of that key, entered as one that applies when it is met
// first.
func (l *loading) employer(key string) (*employer, error) {
	if o := l.orgs[key]; o != nil {
		return o, nil
	}
	i := slices.IndexFunc(l.plan.Organisations, func(o county.Organisation) bool { return o.Key == key })
	o := &employer{plan: l.plan.Organisations[i], roles: map[string]id.Role{}}
	state := l.organisation(o)
	got, err := l.Orgs.Add(l.ctx, l.manager(), state)
	o.id = got
	l.orgs[key] = o
	if err != nil {
		return o, err
	}
	return o, l.teams(o)
}

func (l *loading) organisation(o *employer) org.Organisation {
	p := o.plan
	s := org.Organisation{Number: p.Reference, Name: p.Name, Kind: bring.KindOf(string(p.Kind), p.Name), Address: p.Address, Purpose: p.Purpose, Uniform: p.Uniform.Description,
		UniformApproved: p.Uniform.Approved, Areas: l.areaIDs(p.Areas), AreaText: p.Place}
	if s.AreaText == "" {
		s.AreaText = l.areaText(p.Areas)
	}
	for _, c := range p.Contacts {
		if kind, ok := contactKinds[c.Kind]; ok {
			s.Contacts = append(s.Contacts, org.Contact{Kind: kind, Name: c.Name, Post: c.Post, Email: c.Email, Phone: c.Phone})
		}
	}
	for _, a := range l.plan.Accounts {
		if a.Key == p.Liaison {
			s.Contacts = append(s.Contacts, org.Contact{Kind: org.PoliceLiaison, Name: a.Name, Post: a.Post, Email: a.Email})
		}
	}
	for _, r := range p.Roles {
		role := org.Role{ID: id.New[id.Role](), Title: capital(r.Name)}
		o.roles[r.Key] = role.ID
		for _, x := range r.Powers {
			role.Powers = append(role.Powers, org.Power{Power: law.PowerID(x.Power), Offences: offences(x.Offences), Answer: org.Asked, Reason: x.Why})
		}
		s.Roles = append(s.Roles, role)
	}
	return s
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func offences(ids []string) []law.OffenceID {
	var out []law.OffenceID
	for _, x := range ids {
		out = append(out, law.OffenceID(x))
	}
	return out
}

// answers is the delegate's decision on every power asked for.
func (o *employer) answers() []org.PowerDecision {
	var out []org.PowerDecision
	for _, r := range o.plan.Roles {
		for _, p := range r.Powers {
			d := org.PowerDecision{Role: o.roles[r.Key], Power: law.PowerID(p.Power), Offences: offences(p.Offences)}
			switch p.Answer {
			case county.Refusal:
				d.Answer, d.Reason = org.Refused, p.Because
			case county.Condition:
				d.Answer, d.Condition = org.Conditional, p.Condition
			default:
				d.Answer = org.Allowed
			}
			out = append(out, d)
		}
	}
	return out
}

// criteria is what was checked, as the evidence of the first test.
func (o *employer) criteria(note string) string {
	var names []string
	for _, c := range o.plan.Criteria {
		names = append(names, c.Name)
	}
	if note = strings.TrimSuffix(note, "."); note != "" {
		note += ". "
	}
	return note + "Checked: " + strings.Join(names, "; ") + "."
}

func (l *loading) orgEvent(e county.Event) (bool, error) {
	delegate := l.delegate(e.By)
	with := func(key string, do func(o *employer) error) (bool, error) {
		o, err := l.employer(key)
		if err != nil {
			return true, err
		}
		return true, do(o)
	}
	switch a := e.Act.(type) {
	case county.OrgApplied:
		return with(a.Org, func(o *employer) error { return nil })
	case county.OrgApproved:
		return with(a.Org, func(o *employer) error {
			return l.Orgs.Approve(l.ctx, delegate, o.id, org.Approval{From: a.From, To: a.To, Evidence: o.criteria(a.Note), Powers: o.answers()})
		})
	case county.OrgRenewed:
		return with(a.Org, func(o *employer) error {
			return l.Orgs.Approve(l.ctx, delegate, o.id, org.Approval{From: a.From, To: a.To, Evidence: o.criteria(a.Note)})
		})
	case county.OrgSuspended:
		return with(a.Org, func(o *employer) error { return l.Orgs.Suspend(l.ctx, delegate, o.id, a.Reason) })
	case county.OrgReinstated:
		return with(a.Org, func(o *employer) error { return l.Orgs.Reinstate(l.ctx, delegate, o.id, a.Reason) })
	case county.OrgWithdrawn:
		return with(a.Org, func(o *employer) error { return l.Orgs.Withdraw(l.ctx, delegate, o.id, a.Reason) })
	case county.OrgStage:
		return with(a.Org, func(o *employer) error { return l.note(o, "organisation.stage", a.Stage, a.Note) })
	case county.OrgNoted:
		return with(a.Org, func(o *employer) error { return l.note(o, "organisation.note", a.Title, a.Note) })
	}
	return false, nil
}

// note is an entry of the ledger about an employer that changes nothing in its register.
func (l *loading) note(o *employer, act, title, note string) error {
	_, err := l.Ledger.Do(l.ctx, l.manager(), act, []ledger.Subject{ledger.About("organisation", o.id)}, func(_ *db.Tx, e *ledger.Draft) error {
		if note != "" {
			title += ". " + note
		}
		e.Say(o.plan.Name+": "+title, "")
		return nil
	})
	return err
}

func (l *loading) manager() authz.Actor { return l.role(authz.SchemeManager) }

// delegate is who decided, if that account decides for the chief officer, else the first
// that does.
func (l *loading) delegate(by string) authz.Actor {
	if a, ok := l.actors[by]; ok && a.Role == authz.Delegate {
		return a
	}
	return l.role(authz.Delegate)
}

// by is the account that did it if it has the role, else the first that has.
func (l *loading) by(key string, role authz.Role) authz.Actor {
	if a, ok := l.actors[key]; ok && a.Role == role {
		return a
	}
	return l.role(role)
}

// role is the first account of the plan with that role.
func (l *loading) role(role authz.Role) authz.Actor {
	for _, a := range l.plan.Accounts {
		if roles[a.Role] == role {
			return l.actors[a.Key]
		}
	}
	return l.actors[""]
}
