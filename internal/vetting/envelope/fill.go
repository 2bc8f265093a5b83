package envelope

import (
	"context"
	"strings"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
)

// Filled is what a holder finds behind the link.
type Filled struct {
	Case    Case
	Name    string
	Ask     Ask
	Answers Answers // so far; none once the form is sent
	Saved   time.Time
	Work    Work
	Open    []OpenQuestion // asked by the unit and not answered
	// Letter is what the person is told of the decision, with restrictions and aftercare;
	// nil while there is none.
	Letter   *Decision
	Expected clock.Day // when a decision can be expected, while the form is with the unit; else NoDay
}

// Work is what the register has of the person's work: the employer's part of the form.
type Work struct {
	Employer, Role, Supervisor string
	Powers                     []string
}

// OpenQuestion is a question of the unit that waits for an answer.
type OpenQuestion struct {
	ID   id.Sealed
	Text string
	Made time.Time
}

// Filled is what the holder finds: the form as far as it is filled in, or where things
// stand. Of what was sent nothing can be read again, but for questions and the letter.
func (s *Service) Filled(ctx context.Context, h Holder) (Filled, error) {
	var out Filled
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		force, now := h.who.Force, register.Now(s.ledger.Now())
		v, err := table.Find(tx, force, string(h.Case), now)
		if err != nil {
			return err
		}
		set, err := s.Settings(tx, force)
		if err != nil {
			return err
		}
		out = Filled{Case: v.State, Name: h.who.Name, Ask: askOf(v.State, set.VettingAddressYears, clock.DayOf(now.At))}
		if out.Work, err = s.work(tx, force, v.State.Person, now); err != nil {
			return err
		}
		if v.State.State == Invited {
			if _, out.Saved, err = findDraft(tx, force, h.Case); err != nil {
				return err
			}
			held, err := s.held(tx, force, h.Case)
			out.Answers = held.Answers
			return err
		}
		if v.State.Erased == clock.NoDay {
			if err := s.replies(tx, force, h.Case, &out); err != nil {
				return err
			}
		}
		if v.State.State != Sent {
			return nil
		}
		f, err := s.forecast(tx, force)
		out.Expected = f.Expected(v)
		return err
	})
	return out, err
}

func askOf(v Case, years int, today clock.Day) Ask {
	return Ask{Full: v.Full, Years: years, Today: today}
}

// work is what the register tells of the person's work.
func (s *Service) work(tx *db.Tx, force id.Force, of id.Person, w register.When) (Work, error) {
	p, err := s.persons.Any(tx, force, of, w)
	if err != nil {
		return Work{}, err
	}
	o, err := s.orgs.Any(tx, force, p.State.Org, w)
	if err != nil {
		return Work{}, err
	}
	out := Work{Employer: o.State.Name, Role: p.State.RoleTitle, Supervisor: p.State.Supervisor}
	if r, ok := o.State.Role(p.State.Role); ok {
		for _, x := range r.Powers {
			if known, ok := law.Find(x.Power); ok {
				out.Powers = append(out.Powers, known.Name)
			}
		}
	}
	return out, nil
}

// replies reads the open questions and the letter out of the envelope.
func (s *Service) replies(tx *db.Tx, force id.Force, c id.Vetting, out *Filled) error {
	all, err := s.all(tx, force, c)
	if err != nil {
		return err
	}
	out.Open = openQuestions(all)
	for _, o := range all {
		if d, ok := o.Says.(*Decision); ok {
			out.Letter = &Decision{Outcome: d.Outcome, Level: d.Level, Expires: d.Expires, Restrictions: d.Restrictions, Aftercare: d.Aftercare,
				AftercareWhat: d.AftercareWhat, Letter: d.Letter, Appeal: d.Appeal}
		}
	}
	return nil
}

// openQuestions is the questions that have no answer, in the order asked.
func openQuestions(all []Opened) []OpenQuestion {
	answered := map[id.Sealed]bool{}
	for _, o := range all {
		if a, ok := o.Says.(*Answer); ok {
			answered[a.Question] = true
		}
	}
	var out []OpenQuestion
	for _, o := range all {
		if q, ok := o.Says.(*Question); ok && !answered[o.ID] {
			out = append(out, OpenQuestion{o.ID, q.Text, o.Made})
		}
	}
	return out
}

// Save changes the answers behind the link and keeps them, sealed. A draft is no register:
// the ledger hears of the form when it is sent.
//
// Errors: fault.Conflict once the form is sent, and whatever change returns.
func (s *Service) Save(ctx context.Context, h Holder, change func(*Answers) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		at := s.ledger.Now()
		v, err := table.Find(tx, h.who.Force, string(h.Case), register.Now(at))
		if err != nil {
			return err
		}
		if err := v.State.Refuses(h.who, "vetting.send", clock.DayOf(at)); err != nil {
			return err
		}
		held, err := s.held(tx, h.who.Force, h.Case)
		if err != nil {
			return err
		}
		if err := change(&held.Answers); err != nil {
			return err
		}
		return s.keep(tx, h.who.Force, h.Case, held, at)
	})
}

var errSent = fault.New(fault.Conflict, "The form has been sent. If something in it has changed, tell the vetting unit of the change.")

// Send closes the form and hands it to the vetting unit. Nothing may be missing: each
// missing answer is a field of the error, named page/field.
//
// Errors: fault.Invalid; fault.Conflict once it is sent.
func (s *Service) Send(ctx context.Context, h Holder, signed string) error {
	return s.change(ctx, h.who, "vetting.send", h.Case, func(d *doing, v *Case) error {
		held, err := s.held(d.tx, d.e.Force, h.Case)
		if err != nil {
			return err
		}
		ask := askOf(*v, d.set.VettingAddressYears, d.today)
		var wrong fault.Fields
		for _, m := range held.Answers.Missing(ask) {
			wrong.Add(m.Page+"/"+m.Field, "%s", m.Message)
		}
		signed = strings.Join(strings.Fields(signed), " ")
		needed(&wrong, "signed", signed, 200, "Type your full name to sign")
		if err := wrong.Err(); err != nil {
			return err
		}
		form := SentForm{Answers: held.Answers, Lines: held.Answers.Lines(ask), Signed: signed}
		if _, err := s.put(d.tx, d.e, h.Case, FormPart, form); err != nil {
			return err
		}
		held.Answers = Answers{}
		if err := s.keep(d.tx, d.e.Force, h.Case, held, d.e.At); err != nil {
			return err
		}
		v.Sent, v.Ended = d.today, clock.NoDay
		d.say(v, "The vetting form was sent to the vetting unit", true)
		return nil
	})
}

// Answer answers one question of the unit. With the last answer the case is with the unit
// again.
//
// Errors: fault.Invalid; fault.NotFound if there is no such question, fault.Conflict if it
// is answered.
func (s *Service) Answer(ctx context.Context, h Holder, question id.Sealed, text string) error {
	return s.change(ctx, h.who, "vetting.answer", h.Case, func(d *doing, v *Case) error {
		text = strings.TrimSpace(text)
		var wrong fault.Fields
		needed(&wrong, "answer", text, longest, "Write your answer")
		if err := wrong.Err(); err != nil {
			return err
		}
		all, err := s.all(d.tx, d.e.Force, h.Case)
		if err != nil {
			return err
		}
		open := openQuestions(all)
		left := 0
		for _, q := range open {
			if q.ID != question {
				left++
			}
		}
		if left == len(open) {
			return fault.New(fault.Conflict, "This question is answered already, or was not asked.")
		}
		if _, err := s.put(d.tx, d.e, h.Case, AnswerPart, Answer{Question: question, Text: text}); err != nil {
			return err
		}
		if v.Questions = left; left > 0 {
			v.State = Asked
		} else {
			v.AnswerBy = clock.NoDay
		}
		d.say(v, "The person answered the vetting unit", false)
		return nil
	})
}

// Appeal asks that another than who decided first looks at the decision.
//
// Errors: fault.Invalid without grounds; fault.Refused after the last day.
func (s *Service) Appeal(ctx context.Context, h Holder, grounds, signed string) error {
	return s.change(ctx, h.who, "vetting.appeal", h.Case, func(d *doing, v *Case) error {
		grounds, signed = strings.TrimSpace(grounds), strings.Join(strings.Fields(signed), " ")
		var wrong fault.Fields
		needed(&wrong, "grounds", grounds, longest, "Say why you think the decision wrong")
		needed(&wrong, "signed", signed, 200, "Type your full name to sign")
		if err := wrong.Err(); err != nil {
			return err
		}
		if _, err := s.put(d.tx, d.e, h.Case, AppealPart, Appeal{Grounds: grounds, Signed: signed}); err != nil {
			return err
		}
		v.Appealed, v.Ended = d.today, clock.NoDay
		d.say(v, "The person appealed against the vetting decision", true)
		return nil
	})
}
