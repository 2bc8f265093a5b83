package apply

import (
	"context"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Decision is the delegate's: power by power, with reasons and conditions; or a refusal of
// the whole.
type Decision struct {
	Approved bool       `json:"approved"`
	By       string     `json:"by"`
	Account  id.Account `json:"account,omitempty"`
	At       time.Time  `json:"at"`
	Why      string     `json:"why"` // what shows fitness to supervise, or why it is refused
	From     clock.Day  `json:"from,omitempty"`
	To       clock.Day  `json:"to,omitempty"`
	Powers   []Answered `json:"powers,omitempty"`
}

// Answered is what was decided of one power for one role.
type Answered struct {
	Role      string          `json:"role"` // title
	Power     law.PowerID     `json:"power"`
	Offences  []law.OffenceID `json:"offences,omitempty"`
	Answer    org.Answer      `json:"answer"`
	Because   string          `json:"because,omitempty"`
	Condition string          `json:"condition,omitempty"`
}

// errSame keeps recommendation and decision in two hands.
var errSame = fault.New(fault.Forbidden, "You put this application before the delegate yourself. Somebody else decides it.")

// Approve accredits the employer: the organisation stands in the register with its roles,
// each power decided, its arrangements in force from the first day. All of it is one
// transaction. An entry of that name that is declined, has left or was withdrawn is taken
// up again.
//
// Errors: fault.Forbidden unless the actor decides for the chief officer and did not
// recommend it; fault.Refused for what the law or the register lacks; fault.Invalid for
// dates and reasons; fault.Conflict.
//
// Law: Police Reform Act 2002, s40(8), s41(1)-(4)(a); for 8B, Sch 5 para 8B(5).
func (s *Service) Approve(ctx context.Context, who authz.Actor, of id.Application, a org.Approval) error {
	return s.act(ctx, who, of, "application.approve", func(st *turn) error {
		if r := st.a.Recommended; r.Account == who.Account && who.Account != "" {
			return errSame
		}
		o := st.a.organisation()
		v, known, err := s.inRegister(st.tx, who.Force, &st.a)
		if err != nil {
			return err
		}
		to := id.New[id.Org]()
		if known {
			to = id.Org(v.ID)
		}
		after, err := s.orgs.AdmitIn(st.tx, st.e, who, to, o, a)
		if err != nil {
			return ofApplicant(err)
		}
		st.a.Org = to
		st.a.Decided = &Decision{Approved: true, By: who.Name, Account: who.Account, At: st.e.At, Why: a.Evidence, From: a.From, To: a.To, Powers: answered(&after, o.Roles)}
		if err := s.changeIn(st.tx, st.e, who, st.a.Prospect, "prospect.join", func(_ *ledger.Draft, p *Prospect) error {
			p.Org = to
			return nil
		}); err != nil {
			return err
		}
		st.e.Say(st.a.Name+" was accredited until "+a.To.Long(), "Police Reform Act 2002, s40(8), s41(4)(a)")
		return s.tell(st)
	})
}

// ofApplicant makes a refusal of what is wrong with the applicant's own words, such as a
// name that another organisation bears: the delegate cannot mend it.
func ofApplicant(err error) error {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid {
		return err
	}
	var out []fault.Reason
	for _, x := range f.Fields {
		if x.Name == "to" || strings.HasPrefix(x.Name, "powers[") {
			return err
		}
		out = append(out, fault.Reason{Code: "application." + x.Name, Message: x.Message + ".", Mend: "Send it back to the office, which asks the applicant to mend it."})
	}
	return fault.Because("The application cannot be approved as the applicant wrote it.", out...)
}

// answered is the decisions on the roles of the application.
func answered(o *org.Organisation, roles []org.Role) []Answered {
	var out []Answered
	for _, r := range roles {
		role, ok := o.Role(r.ID)
		if !ok {
			continue
		}
		for _, p := range role.Powers {
			out = append(out, Answered{Role: role.Title, Power: p.Power, Offences: p.Offences, Answer: p.Answer, Because: p.Because, Condition: p.Condition})
		}
	}
	return out
}

// Refuse does not accredit the employer, which is told why by letter and may apply again.
// Errors: fault.Forbidden; fault.Invalid; fault.Conflict.
//
// Law: Police Reform Act 2002, s41(4)(a).
func (s *Service) Refuse(ctx context.Context, who authz.Actor, of id.Application, why string) error {
	return s.act(ctx, who, of, "application.refuse", func(st *turn) error {
		if r := st.a.Recommended; r.Account == who.Account && who.Account != "" {
			return errSame
		}
		var wrong fault.Fields
		why = text(&wrong, "why", why, "Enter the reason, in 4,000 letters or fewer. It stands in the letter to the employer")
		if err := wrong.Err(); err != nil {
			return err
		}
		st.a.Decided = &Decision{By: who.Name, Account: who.Account, At: st.e.At, Why: why}
		st.e.Say(st.a.Name+" was not accredited", "Police Reform Act 2002, s41(4)(a)")
		if err := s.ended(st, "Refused. "+why); err != nil {
			return err
		}
		return s.tell(st)
	})
}

// tell writes to the applicant that there is a decision.
func (s *Service) tell(st *turn) error {
	return s.write(st.tx, st.e, "application", st.a.Contact.Email, "Your application "+st.a.Reference+" is decided",
		"Your application to the Community Safety Accreditation Scheme has been decided. Open it by your link to read the letter, or ask the scheme office for it.")
}

// Again begins another application after a refusal, with all that was sent before; the
// holder goes on with it by the link in hand. Errors: fault.Conflict unless it was refused,
// or another is under way.
func (s *Service) Again(ctx context.Context, h Holder) (id.Application, error) {
	next := id.New[id.Application]()
	_, err := s.ledger.Do(ctx, h.who, "application.again", []ledger.Subject{Subject(string(next))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := applications.Find(tx, h.who.Force, string(h.Application), register.Now(e.At))
		if err != nil {
			return err
		}
		was := &v.State
		if was.State != Refused {
			return fault.New(fault.Conflict, "Only an application that was refused is followed by another.")
		}
		if err := s.changeIn(tx, e, h.who, was.Prospect, "prospect.again", func(_ *ledger.Draft, p *Prospect) error {
			if p.Application != h.Application {
				return fault.New(fault.Conflict, "Another application is under way already.")
			}
			p.Application, p.Why = next, ""
			return nil
		}); err != nil {
			return err
		}
		if err := saveDraft(tx, e.Force, next, *was.Form, e.At); err != nil {
			return err
		}
		if err := moveLink(tx, e.Force, h.hash, next); err != nil {
			return err
		}
		e.Say(was.Name+" applies again", "Police Reform Act 2002, s41(2)")
		return s.put(tx, e, next, Application{Prospect: was.Prospect, Reference: was.Reference, Name: was.Name, Kind: was.Kind, Private: was.Private, Contact: was.Contact, Before: h.Application,
			State: Draft, Since: e.At, Begun: clock.DayOf(e.At)})
	})
	return next, err
}
