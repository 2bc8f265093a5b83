package complaint

import (
	"cmp"
	"context"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
)

// Identity is whom a complaint is about and what it touches, as the office finds.
type Identity struct {
	Number   string
	Employer id.Org // where the person cannot be found
	Matters  []Matter
	Power    law.PowerID // the power used, if one was
}

// Identify says whom a complaint is about, and what it touches. What proves to be serious is
// kept from the employer, unless it was given over already.
//
// Errors: fault.Invalid names the fields; fault.Forbidden; fault.Conflict, also for somebody of
// another employer than the one that looks into it.
func (s *Service) Identify(ctx context.Context, who authz.Actor, of id.Complaint, x Identity) error {
	return s.act(ctx, who, of, "complaint.identify", func(t *turn) error {
		var wrong fault.Fields
		if !t.c.Praise {
			x.Matters = matters(&wrong, x.Matters)
		}
		if p, ok := law.Find(x.Power); x.Power != "" && (!ok || p.Authority != law.Accreditation) {
			wrong.Add("power", "Choose a power from the list")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		wasAt := t.c.Org
		t.c.Person, t.c.Accreditation, t.c.Org = "", "", ""
		if err := s.about(t, strings.TrimSpace(x.Number), x.Employer); err != nil {
			return err
		}
		if x.Number != "" && t.c.Person == "" {
			return fault.In("number", "Nobody has the number %s", t.c.Number)
		}
		if a := t.c.Assigned; t.c.Org != wasAt && a != nil && a.To == Employer {
			return fault.New(fault.Conflict, "Another employer looks into it, and what it found is not for this one. Give it to the scheme office first.")
		}
		t.c.Power = x.Power
		if !t.c.Praise {
			t.c.Matters = x.Matters
		}
		t.c.Held = t.c.Serious() && (t.c.Assigned == nil || t.c.Assigned.To != Employer)
		t.e.Say(t.c.title()+": it was found whom it is about", basis)
		if t.c.Org != wasAt {
			return s.tellEmployer(t, "A "+t.c.Noun()+" about your people: "+t.c.Reference, "It reached the scheme. Sign in to Watchword to read it.")
		}
		return nil
	})
}

// Acknowledge tells the complainant who deals with it. Errors: fault.Forbidden,
// fault.Conflict.
func (s *Service) Acknowledge(ctx context.Context, who authz.Actor, of id.Complaint) error {
	return s.act(ctx, who, of, "complaint.acknowledge", func(t *turn) error {
		if t.c.Praise {
			return fault.New(fault.Conflict, "This is praise. Pass it on.")
		}
		t.c.Acknowledged = t.e.At
		t.e.Say(t.c.title()+" was acknowledged", basis)
		return s.tellComplainant(t, "We have read your complaint and will see that it is looked into.")
	})
}

// Weigh records why professional standards need not have a complaint that touches what is
// serious. Errors: fault.Forbidden, fault.Invalid, fault.Conflict.
func (s *Service) Weigh(ctx context.Context, who authz.Actor, of id.Complaint, why string) error {
	return s.because(ctx, who, of, "complaint.weigh", why, "Say why professional standards need not have it", func(t *turn, why string) error {
		if !t.c.Unweighed() {
			return fault.New(fault.Conflict, "There is nothing to weigh: it touches nothing serious, or it was weighed.")
		}
		n := t.note(why)
		t.c.Weighed = &n
		t.e.Say(t.c.title()+": professional standards need not have it", basis)
		return nil
	})
}

// Refer gives a complaint to the force’s professional standards. Errors: as Weigh.
func (s *Service) Refer(ctx context.Context, who authz.Actor, of id.Complaint, why string) error {
	return s.because(ctx, who, of, "complaint.refer", why, "Say why professional standards must have it", func(t *turn, why string) error {
		if t.c.Praise {
			return fault.New(fault.Conflict, "This is praise. Pass it on.")
		}
		t.c.Referred = &Referral{Note: t.note(why)}
		t.e.Say(t.c.title()+" was referred to professional standards", basis)
		return nil
	})
}

// Take makes professional standards the ones who look into it, to say what they found by the
// day. Errors: fault.Forbidden, fault.Conflict.
func (s *Service) Take(ctx context.Context, who authz.Actor, of id.Complaint) error {
	return s.act(ctx, who, of, "complaint.take", func(t *turn) error {
		t.answered(true, "")
		t.c.Assigned = &Assignment{To: Standards, Name: who.Name, By: t.today().AddDays(t.set.ComplaintAnswerDays), Since: t.e.At}
		if t.c.Acknowledged.IsZero() {
			t.c.Acknowledged = t.e.At
		}
		t.e.Say(t.c.title()+": professional standards deal with it", basis)
		return s.tellComplainant(t, "Professional standards of the police look into your complaint.")
	})
}

func (t *turn) answered(taken bool, text string) {
	r := t.c.Referred
	r.Taken, r.Answered, r.Answer, r.AnswerBy = taken, t.e.At, text, t.who.Name
}

// GiveBack returns a complaint from professional standards to the scheme office. Errors: as
// Weigh.
func (s *Service) GiveBack(ctx context.Context, who authz.Actor, of id.Complaint, why string) error {
	return s.because(ctx, who, of, "complaint.give-back", why, "Say why, for the scheme office", func(t *turn, why string) error {
		t.answered(false, why)
		if t.c.Acknowledged.IsZero() {
			t.c.Acknowledged = t.e.At
		}
		t.e.Say(t.c.title()+" came back from professional standards", basis)
		return nil
	})
}

// Assign says who looks into it, and by when they say what they found. To the employer it is
// given over with that.
//
// Errors: fault.Invalid names the fields; fault.Refused while it is not weighed whether
// professional standards must have it; fault.Forbidden, fault.Conflict.
func (s *Service) Assign(ctx context.Context, who authz.Actor, of id.Complaint, x Assignment) error {
	return s.act(ctx, who, of, "complaint.assign", func(t *turn) error {
		if err := t.weighed(); err != nil {
			return err
		}
		if a := t.c.Assigned; t.c.State == Enquiring && a != nil && a.To == Standards && !who.Can(authz.TakeReferrals) {
			return fault.New(fault.Forbidden, "Professional standards deal with it. Only they can give it to somebody else.")
		}
		var wrong fault.Fields
		if !oneOf(Handlers, string(x.To)) {
			wrong.Add("to", "Choose who looks into it")
		}
		if x.To == Employer && t.c.Org == "" {
			wrong.Add("to", "It is not known yet for whom the person works. Say first whom it is about")
		}
		if x.Name = strings.TrimSpace(x.Name); len([]rune(x.Name)) > lineLimit {
			wrong.Add("name", "The name must be 200 letters or fewer")
		}
		today := t.today()
		if x.By == clock.NoDay || x.By < today || x.By > today.AddYears(1) {
			wrong.Add("by", "Enter the day by which they say what they found: today or later, within a year")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		x.Since = t.e.At
		t.c.Assigned, t.c.Held = &x, t.c.Held && x.To != Employer
		t.e.Say(t.c.title()+": "+x.To.Title()+" is to look into it by "+x.By.Long(), basis)
		if err := s.tellComplainant(t, "It is decided who looks into your complaint."); err != nil || x.To != Employer {
			return err
		}
		return s.tellEmployer(t, "Look into complaint "+t.c.Reference+" by "+x.By.Long(), "Sign in to Watchword to read it, and to say what you found.")
	})
}

// weighed is a fault.Refused while the force has not said whether professional standards
// must have a serious complaint.
func (t *turn) weighed() error {
	if !t.c.Unweighed() {
		return nil
	}
	return fault.Because("Say first whether professional standards must have it.", fault.Reason{Code: "complaint.unweighed", Message: "It touches force, honesty, discrimination or a crime, so the force weighs it first.",
		Mend: "Refer it to professional standards, or record why they need not have it."})
}

// Suspend suspends the accreditation of the person complained of while it is looked into;
// the letter of suspension gives the reason. The person is told of the complaint with it.
// Empty words give the usual reason.
//
// Errors: fault.Conflict if it is not known whom it is about, or they are not accredited now;
// fault.Forbidden, fault.Invalid.
//
// Law: Police Reform Act 2002, s42(3).
func (s *Service) Suspend(ctx context.Context, who authz.Actor, of id.Complaint, why string) error {
	return s.act(ctx, who, of, "complaint.suspend", func(t *turn) error {
		if t.c.Accreditation == "" || t.c.Praise {
			return fault.New(fault.Conflict, "It is not known whose accreditation to suspend. Say first whom it is about.")
		}
		why = cmp.Or(strings.TrimSpace(why), "Suspended while complaint "+t.c.Reference+" is looked into. This is no finding.")
		if err := s.accreds.SuspendIn(t.tx, t.e, who, t.c.Accreditation, why); err != nil {
			return err
		}
		n := t.note(why)
		t.c.Suspended = &n
		if t.c.Informed.IsZero() {
			t.c.Informed = t.e.At
		}
		t.e.Say("An accreditation was suspended while a complaint is looked into", "Police Reform Act 2002, s42(3)")
		return nil
	})
}

// Inform tells the person complained of, in words that they will read. Errors:
// fault.Forbidden, fault.Invalid, fault.Conflict if it is not known whom it is about.
func (s *Service) Inform(ctx context.Context, who authz.Actor, of id.Complaint, gist string) error {
	return s.because(ctx, who, of, "complaint.inform", gist, "Say what is complained of, in words they may read", func(t *turn, gist string) error {
		if t.c.Person == "" {
			return fault.New(fault.Conflict, "It is not known yet whom it is about.")
		}
		t.c.Gist = gist
		if t.c.Informed.IsZero() {
			t.c.Informed = t.e.At
		}
		t.e.Say(t.c.title()+": the person complained of was told", basis)
		return s.tellPerson(t, "You are told of a complaint: "+t.c.Reference)
	})
}

// tellPerson writes to the person complained of that there is something to read.
func (s *Service) tellPerson(t *turn, subject string) error {
	if t.c.Person == "" {
		return nil
	}
	p, err := s.persons.Any(t.tx, t.who.Force, t.c.Person, register.Now(t.e.At))
	if err != nil {
		return err
	}
	return s.write(t.tx, t.who.Force, p.State.Email, subject, "Sign in to Watchword to read it. If you have no account there, ask your employer.")
}

// GoOn takes up again what the complainant withdrew. Errors: as Weigh.
func (s *Service) GoOn(ctx context.Context, who authz.Actor, of id.Complaint, why string) error {
	return s.because(ctx, who, of, "complaint.go-on", why, "Say why the force goes on with it", func(t *turn, why string) error {
		t.c.Why = why
		if t.c.Acknowledged.IsZero() {
			t.c.Acknowledged = t.e.At
		}
		t.e.Say(t.c.title()+" goes on though it was withdrawn", basis)
		return nil
	})
}

// because is act for what needs a text; message asks for it.
func (s *Service) because(ctx context.Context, who authz.Actor, of id.Complaint, verb, why, message string, do func(t *turn, why string) error) error {
	return s.act(ctx, who, of, verb, func(t *turn) error {
		var wrong fault.Fields
		why = text(&wrong, "text", why, message)
		if err := wrong.Err(); err != nil {
			return err
		}
		return do(t, why)
	})
}
