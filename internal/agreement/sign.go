package agreement

import (
	"context"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Signing is one side's signature.
type Signing struct {
	Typed string // the name, as typed to sign
	// Text is the fingerprint of the text that was read, so that nobody signs another.
	Text Hash
}

// Sign signs an issued agreement for the actor's side: for the force the Chief Inspector
// whom it names, for the organisation the lead whom it names, each on the account of that
// name. The signature of a protocol signs its annex too. With it are kept the account, the
// name as typed, the instant, the fingerprint of the text and the schedule of accredited
// persons as it stands. When both sides have signed and nothing is missing that it needs,
// the agreement is in force at once, and the version before it is superseded.
//
// Errors: fault.Forbidden; fault.Invalid under typed; fault.Refused to anybody but whom it
// names; fault.Conflict if the side has signed already, or the text is another.
//
// Law: joint operating protocol, clauses 1.3, 2.2 v and signature block.
func (s *Service) Sign(ctx context.Context, who authz.Actor, of id.Agreement, sign Signing) error {
	return s.move(ctx, who, of, "agreement.sign", func(st *step) error {
		side := SideOf(who)
		if err := st.signable(side, sign); err != nil {
			return err
		}
		schedule, err := s.keep(st)
		if err != nil {
			return err
		}
		sig := Signature{Side: side, By: who.Name, Account: who.Account, Typed: strings.TrimSpace(sign.Typed), Post: st.post(side), At: st.e.At, Schedule: schedule}
		st.e.Say(st.a.Number+" was signed for "+st.party(side)+" by "+sig.Typed, "Joint operating protocol, signature block; text "+string(st.a.Text))
		return s.both(st, func(x *step) error {
			sig.Text = x.a.Text
			x.a.Signatures = append(x.a.Signatures, sig)
			if len(x.a.Signatures) == 2 {
				x.a.Signed = clock.DayOf(x.e.At)
				x.moved(Signed, "")
			}
			return nil
		}, s.enter)
	})
}

// signable is nil if the actor may sign what they read as that side.
func (st *step) signable(side Side, sign Signing) error {
	if sign.Text != st.a.Text {
		return fault.New(fault.Conflict, "This is not the text that you read. Read it as it stands now, then sign.")
	}
	named := st.a.Chief
	if side == OfOrg {
		named = st.a.Lead
	}
	if !authz.SameName(named, st.who.Name) {
		return fault.Because("Only whom the agreement names may sign it for "+st.party(side)+".", fault.Reason{Code: "sign.named", Message: "It names " + named + ", and this is the account of " + st.who.Name + ".",
			Source: "Joint operating protocol, clause 1.3", Mend: "If somebody else is to sign, send it back and have the name changed."})
	}
	if typed := strings.TrimSpace(sign.Typed); typed == "" || !authz.SameName(typed, named) {
		return fault.In("typed", "Type your name as the agreement has it: %s", named)
	}
	return nil
}

// party is one side by name.
func (st *step) party(side Side) string {
	if side == OfOrg {
		return st.org.State.Name
	}
	return st.force.Name
}

// post is what whoever signs is to the agreement.
func (st *step) post(side Side) string {
	if side == OfForce {
		return "Chief Inspector, for and on behalf of " + st.force.Name
	}
	for _, c := range st.org.State.Of(org.Signatory) {
		if authz.SameName(c.Name, st.a.Lead) && c.Post != "" {
			return c.Post + ", for and on behalf of " + st.org.State.Name
		}
	}
	return "For and on behalf of " + st.org.State.Name
}

// enter puts a signed agreement in force if nothing that it needs is missing; its annex
// with it. The version before is superseded, with its annex.
func (s *Service) enter(st *step) error {
	if st.a.State != Signed || len(Lacks(&st.a, &st.org.State)) > 0 {
		return nil
	}
	before := st.a.Before
	err := s.both(st, func(x *step) error {
		x.moved(InForce, "")
		x.a.From = x.e.At
		return nil
	})
	if err != nil {
		return err
	}
	st.e.Summary += ". It is in force"
	if before == "" {
		return nil
	}
	v, err := table.Find(st.tx, st.who.Force, string(before), register.Now(st.e.At))
	if err != nil {
		return err
	}
	old := *st
	old.id, old.a = before, v.State.copy()
	if err := s.both(&old, func(x *step) error { x.over(Superseded, "By "+st.a.Number); return nil }); err != nil {
		return err
	}
	return s.put(st.tx, st.e, before, old.a)
}

// over is the agreement no longer in force.
func (st *step) over(to State, why string) {
	st.moved(to, why)
	st.a.Ended = st.e.At
}

// SendBack returns an issued agreement to the scheme office unsigned. Signatures that the
// other side gave to this text are void.
// Errors: fault.Forbidden; fault.Invalid without a reason; fault.Conflict.
func (s *Service) SendBack(ctx context.Context, who authz.Actor, of id.Agreement, why string) error {
	return s.move(ctx, who, of, "agreement.send-back", func(st *step) error {
		why, err := reason(why)
		if err != nil {
			return err
		}
		st.e.Say(st.a.Number+" was sent back for "+st.party(SideOf(who))+". "+why, "Joint operating protocol, clause 1.2")
		return s.both(st, func(x *step) error {
			x.moved(Draft, why)
			x.a.Issued, x.a.Text, x.a.Signatures, x.a.Names = time.Time{}, "", nil, nil
			return nil
		})
	})
}

// End ends an agreement for the actor's side, and whatever stands under a protocol.
// Errors: fault.Forbidden; fault.Invalid without a reason; fault.Conflict.
func (s *Service) End(ctx context.Context, who authz.Actor, of id.Agreement, why string) error {
	return s.move(ctx, who, of, "agreement.end", func(st *step) error {
		why, err := reason(why)
		if err != nil {
			return err
		}
		st.e.Say(st.a.Number+" was ended by "+st.party(SideOf(who))+". "+why, "Joint operating protocol, clause 1.2")
		err = s.both(st, func(x *step) error { x.over(Ended, why); return nil })
		if err != nil || st.a.Kind != Protocol {
			return err
		}
		return s.endUnder(st, "The protocol "+st.a.Number+" was ended")
	})
}

// endUnder ends what stands under a protocol besides its annex.
func (s *Service) endUnder(st *step, why string) error {
	vs, err := s.current(st.tx, st.who.Force, Query{Org: st.a.Org, Live: true})
	if err != nil {
		return err
	}
	for _, v := range vs {
		if v.State.Parent != st.a.Family || v.State.AnnexOf != "" {
			continue
		}
		x := *st
		x.id, x.a = id.Agreement(v.ID), v.State.copy()
		x.over(finish(x.a.State), why)
		if err := s.put(x.tx, x.e, x.id, x.a); err != nil {
			return err
		}
	}
	return nil
}

// finish is how an agreement in that state comes to its end.
func finish(s State) State {
	if s == Draft || s == Issued {
		return Discarded
	}
	return Ended
}

// OrgChanged carries news of an organisation into its agreements: those that were signed
// and waited for a contact or an area come into force, and all end with its arrangements.
func (s *Service) OrgChanged(tx *db.Tx, e *ledger.Draft, c org.Change) error {
	gone := c.After.State == org.Withdrawn || c.After.State == org.Left || c.After.State == org.Declined
	q := Query{Org: c.Org, State: Signed}
	if gone {
		q = Query{Org: c.Org, Live: true}
	}
	vs, err := s.current(tx, e.Force, q)
	if err != nil || len(vs) == 0 {
		return err
	}
	f, err := s.areas.Force(tx, e.Force)
	if err != nil {
		return err
	}
	for _, v := range vs {
		st := &step{tx: tx, e: e, who: authz.Actor{Force: e.Force, Name: e.Name, Role: e.Role}, id: id.Agreement(v.ID), a: v.State.copy(), org: org.Version{ID: string(c.Org), State: c.After}, force: f}
		if gone {
			st.over(finish(st.a.State), "The organisation’s arrangements: "+strings.ToLower(c.After.State.Title()))
		} else if st.a.AnnexOf != "" {
			continue // with its protocol
		} else if err := s.enter(st); err != nil {
			return err
		}
		if err := s.put(tx, e, st.id, st.a); err != nil {
			return err
		}
	}
	return nil
}
