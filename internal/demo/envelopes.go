package demo

import (
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/county"
	"watchword/internal/fault"
	"watchword/internal/vetting"
	"watchword/internal/vetting/envelope"
)

// The two of the vetting unit, by their keys in the plan.
const (
	decider = "vetting-decisions"
	desk    = "vetting-desk"
)

// word guards every form of the county.
const word = "eastmarch lamp demo"

// vetted is the vetting of a person that goes through an envelope: asked for on a day, and
// decided or not.
type vetted struct {
	person  string
	asked   clock.Day
	result  *county.VettingDecided
	decided clock.Day
}

// envelopes is the steps of the vettings that go through an envelope: of everybody who
// waits, and of those decided of late. What was decided before was decided on paper.
func (l *loading) envelopes(today clock.Day) []step {
	var out []step
	moved := false
	for i, v := range l.underWay() {
		waited, decided := int(today-v.asked), int(today-v.decided)
		switch {
		case v.result == nil:
			out = append(out, l.waits(v, i, waited)...)
			continue
		case !v.result.Passed && decided < 160, !v.result.Again && decided < 18:
			out = append(out, l.settles(v, waited, decided)...)
		}
		if !moved && v.result.Passed && !v.result.Again && decided > 3 && decided < 18 {
			moved = true
			out = append(out, step{1, func(l *loading) error { return l.moves(v.person) }})
		}
	}
	return out
}

// underWay is the last vetting of each person for whom one was asked, in the order in which
// they were asked for.
func (l *loading) underWay() []vetted {
	var out []vetted
	for _, e := range l.plan.Events {
		switch a := e.Act.(type) {
		case county.VettingSent:
			out = slices.DeleteFunc(out, func(v vetted) bool { return v.person == a.Person })
			out = append(out, vetted{person: a.Person, asked: clock.DayOf(e.At)})
		case county.VettingDecided:
			if i := slices.IndexFunc(out, func(v vetted) bool { return v.person == a.Person }); i >= 0 {
				out[i].result, out[i].decided = &a, clock.DayOf(e.At)
			}
		case county.Left:
			out = slices.DeleteFunc(out, func(v vetted) bool { return v.person == a.Person })
		}
	}
	return out
}

// waits is how far somebody has come who waits: the i-th, for so many days.
func (l *loading) waits(v vetted, i, waited int) []step {
	d := dice(v.person)
	linked, filled := max(1, waited-1-d.n(2)), waited-4-d.n(9)
	link := step{linked, func(l *loading) error { return l.invite(v.person) }}
	seen := step{max(1, linked-d.n(4)), func(l *loading) error { return l.papers(v.person) }}
	if d.n(5) == 0 {
		seen.do = func(*loading) error { return nil } // the employer has still to look at the papers
	}
	half := step{max(1, linked-1), func(l *loading) error { return l.begin(v.person, d.n(3)+2) }}
	send := step{max(1, filled), func(l *loading) error { return l.send(v.person) }}
	checks := step{max(1, filled-8-d.n(12)), func(l *loading) error { return l.check(v.person, 2+d.n(len(envelope.Sources)-3)) }}
	ask := step{2 + i%11, func(l *loading) error { return l.question(v.person, i) }}
	switch {
	case waited < 4:
		return nil
	case filled < 1 || waited < 13 && i%2 == 0:
		return []step{link}
	case waited < 45 && i%4 == 0:
		out := []step{link, seen, half}
		if waited > 26 {
			out = append(out, step{3, func(l *loading) error { return l.Envelopes.Chase(l.ctx, l.actors[desk], l.worker(v.person).envelope) }})
		}
		return out
	case waited > 40 && i%12 == 5:
		if i%24 == 5 {
			ask.ago = 17 // the answer is overdue
		}
		return []step{link, seen, send, checks, ask}
	case waited > 34 && i%2 == 1:
		return []step{link, seen, send, checks}
	}
	return []step{link, seen, send}
}

// settles is the way of somebody up to the day of the decision, and what followed: who is
// refused appeals, one of them just now.
func (l *loading) settles(v vetted, waited, decided int) []step {
	out := []step{
		{waited - 2, func(l *loading) error { return l.invite(v.person) }},
		{waited - 3, func(l *loading) error { return l.papers(v.person) }},
		{waited - 9, func(l *loading) error { return l.send(v.person) }},
		{decided + 4, func(l *loading) error { return l.check(v.person, len(envelope.Sources)) }},
	}
	switch {
	case !v.result.Passed && decided < 10:
		out = append(out, step{1, func(l *loading) error { return l.appeal(v.person) }})
	case !v.result.Passed:
		out = append(out, step{decided - 6, func(l *loading) error { return l.appeal(v.person) }}, step{decided - 27, func(l *loading) error { return l.hear(v.person) }})
	}
	return out
}

// decide records the decision of an envelope, or of a vetting on paper where there is none.
func (l *loading) decide(e county.Event, a county.VettingDecided, w *worker) error {
	day, who := clock.DayOf(e.At), l.by(e.By, authz.VettingUnit)
	switch {
	case w.envelope == "" && a.Passed:
		return l.Vettings.Record(l.ctx, who, w.id, vetting.Vetting{Outcome: vetting.Passed, Level: a.Level, Decided: day, Expires: a.Until})
	case w.envelope == "":
		return l.Vettings.Record(l.ctx, who, w.id, vetting.Vetting{Outcome: vetting.Refused, Level: a.Level, Decided: day})
	}
	if _, err := l.Envelopes.Open(l.ctx, who, w.envelope, "decide"); err != nil {
		return err
	}
	if a.Passed {
		return l.Envelopes.Pass(l.ctx, who, w.envelope, envelope.Decision{Level: a.Level, Expires: a.Until, Reasons: "Nothing was found that stands against it."})
	}
	// Refusals are decided at the desk, so that whoever looks at the county may hear an appeal.
	return l.Envelopes.Refuse(l.ctx, l.actors[desk], w.envelope, envelope.Decision{Reasons: "A caution of 2023 for a public order offence was not told in the form, nor when we asked.",
		Letter: "We cannot clear you. Something that the form asks for was left out, and a role with powers rests on what we are told. You may appeal, and say what we have not seen."})
}

func (l *loading) invite(key string) error {
	w := l.worker(key)
	made, err := l.Envelopes.Invite(l.ctx, l.actors[desk], w.id, "NPPV 2")
	if fault.Is(err, fault.Conflict) {
		return nil // decided on paper meanwhile
	}
	w.envelope, w.link = made.Case, made.Secret
	return err
}

// papers is the employer's part: it looked at the person's own papers.
func (l *loading) papers(key string) error {
	w := l.worker(key)
	if w.envelope == "" {
		return nil
	}
	o, err := l.employer(w.plan.Org)
	if err != nil {
		return err
	}
	signatory := authz.Actor{Force: l.force.ID, Name: l.leadName(o), Role: authz.Signatory, Org: o.id}
	return l.Envelopes.SeeIdentity(l.ctx, signatory, w.envelope, dice(key).papers(), true, clock.DayOf(l.Clock.Now()))
}

// leadName is the name of the employer's authorised signatory.
func (l *loading) leadName(o *employer) string { return o.plan.Contacts[0].Name }

// within does something as the person, in their own form.
func (l *loading) within(key string, do func(h envelope.Holder) error) error {
	w := l.worker(key)
	if w.envelope == "" {
		return nil
	}
	if w.cookie == "" {
		cookie, err := l.Envelopes.Enter(l.ctx, w.link, word, word)
		if err != nil {
			return err
		}
		w.cookie = cookie
	}
	h, err := l.Envelopes.Holder(l.ctx, w.cookie)
	if fault.Is(err, fault.NotFound) { // it was left open too long: in again by the link, or by another
		made, err := l.Envelopes.RenewLink(l.ctx, l.actors[desk], w.envelope, false)
		if err != nil {
			return err
		}
		w.link, w.cookie = made.Secret, ""
		return l.within(key, do)
	}
	if err != nil {
		return err
	}
	return do(h)
}

// begin saves the first sections of the form, and leaves it.
func (l *loading) begin(key string, sections int) error {
	return l.within(key, func(h envelope.Holder) error {
		return l.Envelopes.Save(l.ctx, h, func(a *envelope.Answers) error { *a = l.answers(l.worker(key), sections); return nil })
	})
}

func (l *loading) send(key string) error {
	return l.within(key, func(h envelope.Holder) error {
		err := l.Envelopes.Save(l.ctx, h, func(a *envelope.Answers) error { *a = l.answers(l.worker(key), everySection); return nil })
		if err != nil {
			return err
		}
		return l.Envelopes.Send(l.ctx, h, l.worker(key).plan.Name())
	})
}

// check opens the envelope and records so many checks.
func (l *loading) check(key string, n int) error {
	w := l.worker(key)
	if w.envelope == "" {
		return nil
	}
	if _, err := l.Envelopes.Open(l.ctx, l.actors[desk], w.envelope, "check"); err != nil {
		return err
	}
	for i, s := range envelope.Sources[:n] {
		x := envelope.Check{Name: s.Name, Class: envelope.Nothing, Day: clock.DayOf(l.Clock.Now())}
		if dice(key+s.Name).n(9) == 0 && !s.Always {
			x.Class = []envelope.Class{envelope.Something, envelope.NotNeeded}[i%2]
		}
		if err := l.Envelopes.RecordCheck(l.ctx, l.actors[desk], w.envelope, x); err != nil {
			return err
		}
	}
	return nil
}

// questions is what the unit asks people.
var questions = []string{
	"Your form has an address in Quaymouth from June, and your employer has you in Larkhurst. Where do you live now?",
	"You say that you work weekends at a bar. Whose is it, and how many hours a month?",
	"The document that you name as proof of address is older than three months. Do you have one of this quarter?",
}

func (l *loading) question(key string, i int) error {
	return l.Envelopes.Ask(l.ctx, l.actors[desk], l.worker(key).envelope, questions[i%len(questions)])
}

func (l *loading) appeal(key string) error {
	return l.within(key, func(h envelope.Holder) error {
		return l.Envelopes.Appeal(l.ctx, h, "The caution was my brother’s. We have the same initials and lived at one address then. His solicitor’s letter says so, and I can bring it.", l.worker(key).plan.Name())
	})
}

// hear decides an appeal by the unit's decision-maker, who did not refuse: it stands.
func (l *loading) hear(key string) error {
	w := l.worker(key)
	if w.envelope == "" {
		return nil
	}
	who := l.actors[decider]
	if _, err := l.Envelopes.Open(l.ctx, who, w.envelope, "appeal"); err != nil {
		return err
	}
	return l.Envelopes.Uphold(l.ctx, who, w.envelope, envelope.Decision{Reasons: "The fingerprints taken then are the applicant’s.",
		Letter: "We have looked again at everything, and at what you sent. The decision stands. You may be put forward again after three years."})
}

// moves tells the unit of another address.
func (l *loading) moves(key string) error {
	return l.within(key, func(h envelope.Holder) error {
		told := envelope.Told{Items: []envelope.ToldItem{{What: "address", Text: "I moved on the first of the month: " + dice(key+"new").home() + "."}}, Signed: l.worker(key).plan.Name()}
		return l.Envelopes.Tell(l.ctx, h.Actor(), h.Case, told)
	})
}
