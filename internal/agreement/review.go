package agreement

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Outcome is what a review came to.
type Outcome string

const (
	Stands  Outcome = "stands"  // it goes on as it is
	Changes Outcome = "changes" // a change is proposed with it
	Ending  Outcome = "ending"  // the parties mean to end it
)

// Title is the outcome in plain words.
func (o Outcome) Title() string {
	return map[Outcome]string{Stands: "It stands as it is", Changes: "A change is proposed", Ending: "It is to be ended"}[o]
}

// ReviewDue is the last day on which an agreement in force is reviewed in time, with an
// organisation as it stands: within the force's interval from the last signature or
// review, and before arrangements that no review was held for yet are renewed. It is
// clock.NoDay for an agreement that is not in force.
//
// Law: joint operating protocol, clause 1.1.
func (a *Agreement) ReviewDue(o *org.Organisation, set area.Settings) clock.Day {
	if a.State != InForce {
		return clock.NoDay
	}
	base, months, held := a.Signed, set.AgreementReviewMonths, Review{}
	if n := len(a.Reviews); n > 0 {
		held = a.Reviews[n-1]
		base = held.Held
	} else if a.Kind == Sharing {
		months = set.SharingFirstReviewMonths
	}
	due := base.AddMonths(months)
	if a.Kind == Protocol && o.To != clock.NoDay && o.To >= base && o.To < due && held.Before != o.To {
		due = o.To
	}
	return due
}

// Reviewed is a review that was held.
type Reviewed struct {
	Held    clock.Day
	Present string // who took part
	Outcome Outcome
	Note    string
	// Change is what is proposed, for the outcome Changes.
	Change string
}

// Review records that the parties reviewed an agreement in force. With the outcome Changes
// it puts the proposal before the organisation.
//
// Errors: fault.Forbidden; fault.Invalid names the fields; fault.Conflict.
//
// Law: joint operating protocol, clause 1.1.
func (s *Service) Review(ctx context.Context, who authz.Actor, of id.Agreement, r Reviewed) error {
	return s.move(ctx, who, of, "agreement.review", func(st *step) error {
		if err := r.check(&st.a, clock.DayOf(st.e.At)); err != nil {
			return err
		}
		st.a.Reviews = append(st.a.Reviews, Review{Held: r.Held, Present: strings.TrimSpace(r.Present), Outcome: r.Outcome, Note: strings.TrimSpace(r.Note), By: who.Name, At: st.e.At, Before: st.org.State.To})
		st.e.Say(st.a.Number+" was reviewed on "+r.Held.Long()+": "+lower(r.Outcome.Title()), "Joint operating protocol, clause 1.1")
		if r.Outcome == Changes {
			return st.propose(r.Change, "At the review of "+r.Held.Long())
		}
		return nil
	})
}

func (r *Reviewed) check(a *Agreement, today clock.Day) error {
	var wrong fault.Fields
	switch {
	case r.Held == clock.NoDay:
		wrong.Add("held", "Enter the day of the review")
	case r.Held > today:
		wrong.Add("held", "The review is in the future. Record it when it has been held")
	case r.Held < a.Signed:
		wrong.Add("held", "The agreement was signed on %s. A review comes after that", a.Signed.Long())
	}
	if n := len(a.Reviews); n > 0 && r.Held != clock.NoDay && r.Held < a.Reviews[n-1].Held {
		wrong.Add("held", "The last review was on %s. Enter a later day", a.Reviews[n-1].Held.Long())
	}
	if strings.TrimSpace(r.Present) == "" {
		wrong.Add("present", "Enter who took part, of both sides")
	}
	if !slices.Contains([]Outcome{Stands, Changes, Ending}, r.Outcome) {
		wrong.Add("outcome", "Choose what the review came to")
	}
	if r.Outcome == Changes && a.AnnexOf != "" {
		wrong.Add("outcome", "A change of an annex is proposed with its protocol")
	} else if r.Outcome == Changes && strings.TrimSpace(r.Change) == "" {
		wrong.Add("change", "Enter what is to be changed")
	}
	for field, text := range map[string]string{"present": r.Present, "note": r.Note, "change": r.Change} {
		if utf8.RuneCountInString(text) > most {
			wrong.Add(field, "This must be 2,000 letters or fewer")
		}
	}
	slices.SortFunc(wrong, func(x, y fault.Field) int { return strings.Compare(x.Name, y.Name) })
	return wrong.Err()
}

// Propose puts a change of an agreement in force before the other side.
// Errors: fault.Forbidden; fault.Invalid under what and why; fault.Conflict if another
// proposal is open or being carried out.
//
// Law: joint operating protocol, clause 1.2.
func (s *Service) Propose(ctx context.Context, who authz.Actor, of id.Agreement, what, why string) error {
	return s.move(ctx, who, of, "agreement.propose", func(st *step) error {
		st.e.Say("A change of "+st.a.Number+" was proposed by "+st.party(SideOf(who)), "Joint operating protocol, clause 1.2")
		return st.propose(what, why)
	})
}

func (st *step) propose(what, why string) error {
	var wrong fault.Fields
	for _, f := range []struct{ name, text, empty string }{{"what", what, "Enter what is to be changed"}, {"why", why, "Enter the reason. The other side reads it"}} {
		if strings.TrimSpace(f.text) == "" {
			wrong.Add(f.name, "%s", f.empty)
		} else if utf8.RuneCountInString(f.text) > most {
			wrong.Add(f.name, "This must be 2,000 letters or fewer")
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	if err := st.a.open("agreement.propose", SideOf(st.who)); err != nil { // a review may propose one too
		return err
	}
	st.a.Proposals = append(st.a.Proposals, Proposal{Side: SideOf(st.who), What: strings.TrimSpace(what), Why: strings.TrimSpace(why), By: st.who.Name, At: st.e.At})
	return nil
}

// AnswerProposal answers the open proposal: the other side agrees or declines, with its
// reason; the side that proposed it may take it back.
// Errors: fault.Forbidden; fault.Invalid; fault.Refused for one's own proposal;
// fault.Conflict if none is open.
//
// Law: joint operating protocol, clause 1.2.
func (s *Service) AnswerProposal(ctx context.Context, who authz.Actor, of id.Agreement, answer Answer, because string) error {
	return s.move(ctx, who, of, "agreement.answer", func(st *step) error {
		p, _ := st.a.Open()
		own := p.Side == SideOf(who)
		switch {
		case answer == TakenBack && !own:
			return fault.New(fault.Forbidden, "Only the side that proposed a change may take it back.")
		case answer != TakenBack && own:
			return fault.Because("A change needs the agreement of the other side.", fault.Reason{Code: "proposal.own", Message: "It was proposed by " + st.party(p.Side) + " itself.",
				Source: "Joint operating protocol, clause 1.2", Mend: "The other side answers it. You may take it back."})
		case answer != Agreed && answer != Declined && answer != TakenBack:
			return fault.In("answer", "Choose whether you agree")
		}
		if because = strings.TrimSpace(because); answer == Declined && because == "" {
			return fault.In("because", "Enter the reason. The other side reads it")
		}
		if utf8.RuneCountInString(because) > most {
			return fault.In("because", "The reason must be 2,000 letters or fewer")
		}
		p.Answer, p.Answerer, p.Answered, p.Because = answer, who.Name, st.e.At, because
		words := map[Answer]string{Agreed: "was agreed by ", Declined: "was declined by ", TakenBack: "was taken back by "}[answer]
		st.e.Say("The proposed change of "+st.a.Number+" "+words+st.party(SideOf(who)), "Joint operating protocol, clause 1.2")
		return nil
	})
}

// Hinders is why an approval or renewal of arrangements that begin on a day cannot be
// decided: the review of the protocol is due before they begin; or, if the force so
// decided, no protocol is in force. It is asked before each approval; see wire/hooks.go.
//
// Law: joint operating protocol, clause 1.1.
func (s *Service) Hinders(tx *db.Tx, e *ledger.Draft, with id.Org, o org.Organisation, begins clock.Day) ([]fault.Reason, error) {
	f, err := s.areas.Force(tx, e.Force)
	if err != nil {
		return nil, err
	}
	vs, err := s.current(tx, e.Force, Query{Org: with, Kind: Protocol, State: InForce})
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 {
		if !f.Settings.ProtocolNeeded {
			return nil, nil
		}
		return []fault.Reason{{Code: "protocol.none", Message: "No joint operating protocol with the organisation is in force.", Source: "Joint operating protocol, clause 1.1; the force’s settings",
			Mend: "Have it signed by both sides first."}}, nil
	}
	a := &vs[0].State
	renewal := o.State == org.InForce && o.To != clock.NoDay && begins <= o.To+1
	due := a.ReviewDue(&o, f.Settings)
	held := len(a.Reviews) > 0 && a.Reviews[len(a.Reviews)-1].Before == o.To
	if !renewal || due >= begins && (begins > o.To || held || due > o.To) {
		return nil, nil
	}
	return []fault.Reason{{Code: "protocol.review", Message: "The review of " + a.Number + ", due by " + due.Long() + ", was not held for this renewal.",
		Source: "Joint operating protocol, clause 1.1", Mend: "Hold the review and record it, then renew."}}, nil
}

// Look is what an agreement amounts to at an instant, besides its state.
type Look struct {
	Org   org.Version
	Force area.Force
	// Lacks is what keeps it from being active; none for one in force that is.
	Lacks []fault.Reason
	// Due is the last day of its review in time.
	Due clock.Day
	// Renamed is who is named in the text, and no longer in the register, by what they are.
	Renamed []Renamed
	// Unsupervised is those of the schedule without an immediate supervisor who is one.
	Unsupervised []Scheduled
	Schedule     []Scheduled
}

// Renamed is somebody whom a text names and the register no longer does.
type Renamed struct {
	Kind org.ContactKind
	Name string
}

// Active reports whether the agreement is in force and has all that it needs.
func (a *Agreement) Active(l Look) bool { return a.State == InForce && len(l.Lacks) == 0 }

// Look works out what an agreement amounts to at the instants. Errors: fault.NotFound,
// fault.Forbidden.
func (s *Service) Look(tx *db.Tx, who authz.Actor, v Version, w register.When) (Look, error) {
	l := Look{}
	var err error
	if err = s.readable(tx, who, &v.State); err != nil {
		return l, err
	}
	if l.Org, err = s.orgs.Any(tx, who.Force, v.State.Org, w); err != nil {
		return l, err
	}
	if l.Force, err = s.areas.Force(tx, who.Force); err != nil {
		return l, err
	}
	l.Lacks = Lacks(&v.State, &l.Org.State)
	l.Due = v.State.ReviewDue(&l.Org.State, l.Force.Settings)
	l.Renamed = renamed(&v.State, &l.Org.State)
	if v.State.Kind == Protocol {
		l.Schedule, err = s.schedule(tx, who.Force, v.State.Org, w)
		l.Unsupervised = unsupervised(l.Schedule, &l.Org.State)
	}
	return l, err
}

// renamed is whom a protocol in force names and the register no longer does.
func renamed(a *Agreement, o *org.Organisation) []Renamed {
	if a.Kind != Protocol || a.State != InForce && a.State != Issued && a.State != Signed {
		return nil
	}
	var out []Renamed
	for _, kind := range []org.ContactKind{org.Signatory, org.PoliceLiaison, org.Liaison, org.Supervisor} {
		for _, name := range a.Names[string(kind)] {
			if !slices.ContainsFunc(o.Of(kind), func(c org.Contact) bool { return org.Fold(c.Name) == org.Fold(name) }) {
				out = append(out, Renamed{kind, name})
			}
		}
	}
	return out
}

// waits is since when an agreement has waited for a side's signature; zero if it does not.
func (a *Agreement) waits(side Side) time.Time {
	if _, signed := a.SignedBy(side); a.State != Issued || a.AnnexOf != "" || signed {
		return time.Time{}
	}
	return a.Issued
}
