package complaint

import (
	"context"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// mine is a fault.Forbidden unless the complaint was given to the actor to look into: the
// employer where it is the employer’s, professional standards where they took it.
func (t *turn) mine() error {
	switch to := t.c.Assigned.To; {
	case t.who.Role.OfEmployer() && to != Employer:
		return fault.New(fault.Forbidden, "%s looks into it.", strings.ToUpper(to.Title()[:1])+to.Title()[1:])
	case to == Standards && !t.who.Can(authz.TakeReferrals):
		return fault.New(fault.Forbidden, "Professional standards look into it.")
	}
	return nil
}

// Enquire writes down what was asked and heard. Errors: fault.Forbidden for who does not look
// into it; fault.Invalid, fault.Conflict.
func (s *Service) Enquire(ctx context.Context, who authz.Actor, of id.Complaint, what string) error {
	return s.because(ctx, who, of, "complaint.enquire", what, "Write what was asked and heard", func(t *turn, what string) error {
		if err := t.mine(); err != nil {
			return err
		}
		t.c.Enquiries = append(t.c.Enquiries, t.note(what))
		t.e.Say(t.c.title()+": enquiries", basis)
		return nil
	})
}

// Report says what was found and learnt, and proposes a finding. Errors: as Enquire.
func (s *Service) Report(ctx context.Context, who authz.Actor, of id.Complaint, x Outcome) error {
	return s.act(ctx, who, of, "complaint.report", func(t *turn) error {
		if err := t.mine(); err != nil {
			return err
		}
		if err := t.fill(&x, "Write what was found"); err != nil {
			return err
		}
		t.c.Report = &x
		t.e.Say(t.c.title()+": "+t.c.Assigned.To.Title()+" reports", basis)
		return nil
	})
}

// fill checks an outcome and notes who gives it.
func (t *turn) fill(x *Outcome, message string) error {
	var wrong fault.Fields
	if !oneOf(Findings, string(x.Finding)) {
		wrong.Add("finding", "Choose what is found")
	}
	x.Text = text(&wrong, "text", x.Text, message)
	if x.Learning = strings.TrimSpace(x.Learning); len([]rune(x.Learning)) > textLimit {
		wrong.Add("learning", "This must be 4,000 letters or fewer")
	}
	x.Note = t.note(x.Text)
	return wrong.Err()
}

// Ask gives a report back with what is still wanted. Errors: fault.Forbidden, fault.Invalid,
// fault.Conflict.
func (s *Service) Ask(ctx context.Context, who authz.Actor, of id.Complaint, what string) error {
	return s.because(ctx, who, of, "complaint.ask", what, "Say what is still wanted", func(t *turn, what string) error {
		t.c.Enquiries = append(t.c.Enquiries, t.note("More is wanted: "+what))
		t.e.Say(t.c.title()+": more is wanted", basis)
		if t.c.Assigned.To != Employer {
			return nil
		}
		return s.tellEmployer(t, "More is wanted about complaint "+t.c.Reference, "Sign in to Watchword to read what.")
	})
}

// Decide gives the outcome: the complainant reads the letter behind the link, the employer
// and the person complained of are told.
//
// Errors: fault.Invalid names the fields; fault.Refused while it is not weighed; fault.Forbidden,
// fault.Conflict.
func (s *Service) Decide(ctx context.Context, who authz.Actor, of id.Complaint, x Outcome) error {
	return s.act(ctx, who, of, "complaint.decide", func(t *turn) error {
		if err := t.weighed(); err != nil {
			return err
		}
		if err := t.fill(&x, "Write what the complainant is told"); err != nil {
			return err
		}
		t.c.Outcome, t.c.Held = &x, false
		if t.c.Person != "" && t.c.Informed.IsZero() {
			t.c.Informed = t.e.At
		}
		t.e.Say(t.c.title()+": "+strings.ToLower(x.Finding.Title()), basis)
		return s.tellOutcome(t, "We have decided on your complaint.")
	})
}

func (s *Service) tellOutcome(t *turn, news string) error {
	if err := s.tellComplainant(t, news); err != nil {
		return err
	}
	if err := s.tellPerson(t, "The outcome of complaint "+t.c.Reference); err != nil {
		return err
	}
	return s.tellEmployer(t, "The outcome of complaint "+t.c.Reference, "Sign in to Watchword to read it.")
}

// ReviewIt is the last word of the force on a complaint, by somebody who neither decided nor
// reported.
//
// Errors: fault.Refused for who did either; fault.Invalid names the fields; fault.Forbidden,
// fault.Conflict.
func (s *Service) ReviewIt(ctx context.Context, who authz.Actor, of id.Complaint, x Outcome) error {
	return s.act(ctx, who, of, "complaint.review", func(t *turn) error {
		if t.c.Concerned(who) {
			return fault.Because("Somebody else must review it.", fault.Reason{Code: "complaint.same-person", Message: "You decided on this complaint or reported on it.", Source: basis,
				Mend: "Ask the chief officer’s delegate, or professional standards."})
		}
		if err := t.fill(&x, "Write what the complainant is told"); err != nil {
			return err
		}
		t.c.Review = &x
		t.e.Say(t.c.title()+", reviewed: "+strings.ToLower(x.Finding.Title()), basis)
		return s.tellOutcome(t, "Your complaint has been reviewed.")
	})
}

// Concerned reports whether the actor decided on the complaint or reported on it.
func (c *Complaint) Concerned(who authz.Actor) bool {
	for _, x := range []*Outcome{c.Report, c.Outcome} {
		if x != nil && (x.Account == who.Account || authz.SameName(x.By, who.Name)) {
			return true
		}
	}
	return false
}

// Pass passes praise on to the person, who reads it. Errors: fault.Conflict for a complaint;
// fault.Forbidden.
func (s *Service) Pass(ctx context.Context, who authz.Actor, of id.Complaint) error {
	return s.act(ctx, who, of, "complaint.pass", func(t *turn) error {
		if !t.c.Praise {
			return fault.New(fault.Conflict, "This is a complaint. Acknowledge it.")
		}
		t.e.Say(t.c.title()+" was passed on", "")
		if err := s.tellPerson(t, "Somebody says that you did well: "+t.c.Reference); err != nil {
			return err
		}
		return s.tellComplainant(t, "What you wrote was passed on.")
	})
}
