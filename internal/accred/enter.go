package accred

import (
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
)

// EnterIn enters an accreditation as a register kept elsewhere has it: true from its
// first day, known from now. It is for imports: the four tests were decided elsewhere, and
// each says so. What no register may hold is refused all the same: a power that was not
// law on the first day, one that the role is not allowed, one without another it needs, a
// number that was given to somebody else.
//
// Errors: fault.Forbidden; fault.Refused with each reason and its section; fault.Invalid.
func (s *Service) EnterIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, a id.Accreditation, st Accreditation, evidence string) error {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return err
	}
	w, err := s.world(tx, e, st.Person)
	if err != nil {
		return err
	}
	if st.From == clock.NoDay || st.To != clock.NoDay && st.To < st.From {
		return fault.In("to", "Enter the first day, and a last day that is not before it")
	}
	if reasons := entered(&w.org, &w.person, st, w.force.Settings.Law()); len(reasons) > 0 {
		return fault.Because(w.person.Name()+" cannot be entered like this.", reasons...)
	}
	from := st.From.Start()
	if from.After(e.At) {
		from = e.At
	}
	decided := Decision{Satisfied: true, By: who.Name, Account: who.Account, At: e.At, Evidence: evidence}
	st.Tests = Tests{Employer: decided, Suitable: decided, Capable: decided, Trained: decided}
	st.Signed, st.Recommended = decided, decided
	st.Org, st.Role, st.RoleTitle = w.person.Org, w.person.Role, w.person.RoleTitle
	if st.AreaText == "" {
		st.AreaText = w.org.AreaText
	}
	if st.Uniform == "" {
		st.Uniform = w.org.Uniform
	}
	if st.Certificate == 0 {
		st.Certificate = 1
	}
	if strings.TrimSpace(st.Number) != "" {
		if _, err := s.giveNumber(tx, e.Force, st.Person, st.Number, w.force.Settings.APPrefix); err != nil {
			return err
		}
	}
	vet, err := s.vettings.Of(tx, e.Force, st.Person, register.Now(e.At))
	if err != nil {
		return err
	}
	trained, err := s.trainings.Of(tx, e.Force, st.Person, register.Now(e.At))
	if err != nil {
		return err
	}
	st.VettingUntil, st.VettingUntold = vet.Expires, vet.Outcome == ""
	for i := range st.Grants {
		if p, ok := trained.For(st.Grants[i].Power); ok {
			st.Grants[i].Trained = p.Expires
		}
	}
	return s.put(tx, e, Change{Accreditation: a, After: st, From: from})
}

// entered is why a register may not hold the accreditation.
func entered(o *org.Organisation, p *person.Person, st Accreditation, in law.Territory) []fault.Reason {
	var out []fault.Reason
	role, ok := o.Role(p.Role)
	for _, g := range st.Grants {
		for _, off := range append([]law.OffenceID{""}, g.Offences...) {
			if off == "" && len(g.Offences) > 0 {
				continue
			}
			if r, lawful := law.Grantable(g.Power, off, st.From, in); !lawful {
				out = append(out, reason(r.Code, r.Text, r.Source, r.Mend))
			}
		}
		allowed := false
		if ok {
			_, allowed = role.Allows(g.Power)
		}
		if known, found := law.Find(g.Power); found && !allowed {
			out = append(out, reason("power.not-allowed", known.Name+" is not among the powers of the role "+p.RoleTitle+" at "+o.Name+".", "Police Reform Act 2002, s41(3)", ""))
		}
	}
	return append(out, lacking(st.Grants)...)
}
