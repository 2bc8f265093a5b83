package agreement

import (
	"context"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Hindrances is why a draft cannot be issued as it stands: fields that are not filled in,
// placeholders and foreign names in its text, contacts and area that a protocol needs. An
// empty answer means that it can. Those of the annex stand behind the protocol's own.
// Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Hindrances(tx *db.Tx, who authz.Actor, of id.Agreement) ([]fault.Reason, error) {
	now := register.Now(s.ledger.Now())
	v, err := s.Find(tx, who, of, now)
	if err != nil || v.State.State != Draft {
		return nil, err
	}
	_, out, err := s.ready(tx, who.Force, v, now)
	if err != nil || v.State.Annex == "" {
		return out, err
	}
	x, err := table.Find(tx, who.Force, string(v.State.Annex), now)
	if err != nil {
		return nil, err
	}
	_, more, err := s.ready(tx, who.Force, x, now)
	return append(out, more...), err
}

// ready is the text of a draft as it would be issued, and what is wrong with it.
func (s *Service) ready(tx *db.Tx, force id.Force, v Version, w register.When) (made, []fault.Reason, error) {
	m, err := s.made(tx, force, v, w)
	if err != nil {
		return m, nil, err
	}
	if v.State.Annex != "" && m.values["annex_fingerprint"] == "" {
		m.values["annex_fingerprint"] = "pending" // it has one once it is issued, which is just before
		m.text = merge(m.body, m.values)
	}
	out := unfilled(&v.State, m.body, m.values)
	out = append(out, Lacks(&v.State, &m.org.State)...)
	own, err := s.own(tx, force, &m.org, w)
	if err != nil {
		return m, nil, err
	}
	var people []string
	for _, f := range v.State.Typed() {
		if f.Person {
			people = append(people, parts(m.values[f.Key])...)
		}
	}
	text := fieldMark.ReplaceAllString(m.text, "")
	out = append(out, leftOver(text)...)
	return m, append(out, own.with(people...).foreign(text)...), nil
}

// Issue fixes the text of a draft and puts it before both sides to be signed. A protocol
// is issued with its annex, whose fingerprint its own text states.
//
// Errors: fault.Forbidden; fault.Conflict unless it is a draft; fault.Refused with every
// field that is not filled in, every placeholder and foreign name that is left, and every
// contact that the protocol needs.
//
// Law: joint operating protocol, clauses 1.3 and 2.2.
func (s *Service) Issue(ctx context.Context, who authz.Actor, of id.Agreement) error {
	return s.move(ctx, who, of, "agreement.issue", func(st *step) error {
		hindrances, err := s.Hindrances(st.tx, who, of)
		if err != nil {
			return err
		}
		if len(hindrances) > 0 {
			return fault.Because("It cannot be issued as it stands.", hindrances...)
		}
		st.e.Say(st.a.Number+" was issued to be signed by "+st.force.Name+" and "+st.org.State.Name, "Joint operating protocol, clauses 1.3 and 2.2")
		x, err := s.annex(st)
		if err != nil {
			return err
		}
		if x != nil { // first, since the protocol states its fingerprint
			if err := s.fix(x); err != nil {
				return err
			}
			x.a.Chief, x.a.Lead = st.a.Fields["chief_inspector"], st.a.Fields["organisation_lead"]
			if err := s.put(x.tx, x.e, x.id, x.a); err != nil {
				return err
			}
		}
		return s.fix(st)
	})
}

// fix keeps the text of a draft for good.
func (s *Service) fix(st *step) error {
	m, err := s.made(st.tx, st.who.Force, Version{ID: string(st.id), State: st.a}, register.Now(st.e.At))
	if err != nil {
		return err
	}
	a := &st.a
	if a.Text, err = keepText(st.tx, st.who.Force, m.text, st.e.At); err != nil {
		return err
	}
	a.Issued, a.Signatures = st.e.At, nil
	a.Chief, a.Lead, a.Names = a.Fields["chief_inspector"], a.Fields["organisation_lead"], namesOf(&st.org.State)
	st.moved(Issued, "")
	return nil
}
