package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

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

// Open opens a review of the powers that an organisation holds, and writes to its authorised
// signatory and liaison officers. The period about which uses are told goes on from the last
// review, or begins so many months ago as reviews lie apart.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Conflict if its arrangements are not in
// force, it holds no power, or a review of it is open.
func (s *Service) Open(ctx context.Context, who authz.Actor, with id.Org) (id.PowerReview, error) {
	of := id.New[id.PowerReview]()
	_, err := s.ledger.Do(ctx, who, "power-review.open", []ledger.Subject{table.Subject(string(of)), ledger.About("organisation", with)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.KeepReviews, authz.Object{Org: with}); err != nil {
			return err
		}
		h, err := s.hold(tx, who, with, register.Now(e.At))
		if err != nil {
			return err
		}
		o := &h.org.State
		if st := o.Standing(e.At).State; st != law.Active && st != law.Suspended {
			return fault.New(fault.Conflict, "The arrangements of %s are not in force, so there are no powers to review.", o.Name)
		}
		if len(h.lines) == 0 {
			return fault.New(fault.Conflict, "%s holds no power, so there is nothing to review.", o.Name)
		}
		past, err := s.of(tx, who.Force, with, register.Now(e.At))
		if err != nil {
			return err
		}
		today := clock.DayOf(e.At)
		r := Review{Org: with, Lines: h.lines, To: today, Due: today.AddDays(h.force.Settings.PowerReviewDays), State: Asked, Asked: actOf(who, e)}
		r.From = max(o.Since, today.AddMonths(-max(12, h.force.Settings.PowerReviewMonths)))
		for _, v := range past {
			if v.State.State.Open() {
				return fault.New(fault.Conflict, "%s of %s is open already. Call it off, or let it be decided, before another is opened.", v.State.Number, o.Name)
			}
			if v.State.State == Decided {
				r.From = max(r.From, min(v.State.To.AddDays(1), today))
			}
		}
		n, err := db.Count(tx, `SELECT COUNT(DISTINCT id) FROM power_review WHERE force_id = ?`, string(who.Force))
		if err != nil {
			return err
		}
		r.Number = fmt.Sprintf("PR-%03d", n+1)
		e.Say(fmt.Sprintf("%s: %s is asked which of %d powers it still needs, by %s", r.Number, o.Name, len(r.Lines), r.Due.Long()), "Police Reform Act 2002, s40(8), s41(3)")
		if r.Told, err = s.tell(tx, e, &h, of, asks(&r)); err != nil {
			return err
		}
		return table.Put(tx, e, string(of), r, e.At, clock.Forever)
	})
	return of, err
}

func actOf(who authz.Actor, e *ledger.Draft) Act {
	return Act{By: who.Name, Account: who.Account, At: e.At}
}

// Told is what the organisation says of one line of the review, counted from 0.
type Told struct {
	Line   int
	Uses   *int  // in the period; nil: it did not count
	Needed *bool // nil: nothing is said, which is refused
	Why    string
}

// Answer records what the organisation says of each power that it still holds; until it is
// decided it may say otherwise. What is wrong is named by line: "needed-0", "why-0", "uses-0".
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict.
func (s *Service) Answer(ctx context.Context, who authz.Actor, of id.PowerReview, says []Told) error {
	return s.change(ctx, who, of, "power-review.answer", func(_ *db.Tx, e *ledger.Draft, r *Review, h *holding) error {
		var wrong fault.Fields
		for i := range r.Lines {
			l := &r.Lines[i]
			if l.Gone {
				continue
			}
			j := slices.IndexFunc(says, func(t Told) bool { return t.Line == i })
			if j < 0 {
				wrong.Add(field("needed", i), "%s: say whether it is still needed", l.Name())
				continue
			}
			t := says[j]
			w := Word{Source: ByEmployer, Why: words(&wrong, field("why", i), l.Name(), t.Why, "say why, in a sentence")}
			switch {
			case t.Needed == nil:
				wrong.Add(field("needed", i), "%s: say whether it is still needed", l.Name())
			default:
				w.Needed = *t.Needed
			}
			if t.Uses != nil {
				if w.Counted, w.Uses = true, *t.Uses; w.Uses < 0 || w.Uses > 1_000_000 {
					wrong.Add(field("uses", i), "%s: enter how often it was used, as a number", l.Name())
				}
			}
			l.Word = &w
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		a := actOf(who, e)
		r.Answered = &a
		e.Say(fmt.Sprintf("%s: %s said which powers it used and still needs", r.Number, h.org.State.Name), "")
		return nil
	})
}

// Ruling is what is decided of one line of the review, counted from 0.
type Ruling struct {
	Line      int
	Verdict   Verdict
	Condition string // of Condition
	Reason    string // needed unless a power is kept that the organisation says it needs
}

// Decide decides each power that is still held, all at once. A power that is removed ends in
// the same transaction for everybody who holds it in that role, by notice to each with a
// copy to the organisation; the organisation is written to. What is wrong is named by line:
// "verdict-0", "condition-0", "reason-0".
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Refused if a
// power would be kept without one it needs, or under a condition that the law no longer lets
// be given; fault.Conflict.
//
// Law: Police Reform Act 2002, s41(3), s42(3), (6).
func (s *Service) Decide(ctx context.Context, who authz.Actor, of id.PowerReview, ds []Ruling) error {
	return s.change(ctx, who, of, "power-review.decide", func(tx *db.Tx, e *ledger.Draft, r *Review, h *holding) error {
		answers, err := r.decide(ds)
		if err != nil {
			return err
		}
		a := actOf(who, e)
		r.Decided = &a
		e.Say(fmt.Sprintf("%s: of %s, %d kept, %d kept with a condition, %d removed", r.Number, powers(r.open()), r.Count(Keep), r.Count(Condition), r.Count(Remove)), "Police Reform Act 2002, s41(3), s42(3)")
		if _, err := s.tell(tx, e, h, of, decides(r)); err != nil || len(answers) == 0 {
			return err
		}
		return s.orgs.DecidePowersIn(tx, e, who, r.Org, answers)
	})
}

// decide writes the decisions into the lines, and returns what they change of what the
// organisation is allowed.
func (r *Review) decide(ds []Ruling) ([]org.PowerDecision, error) {
	var wrong fault.Fields
	var out []org.PowerDecision
	for i := range r.Lines {
		l := &r.Lines[i]
		if l.Gone {
			continue
		}
		j := slices.IndexFunc(ds, func(d Ruling) bool { return d.Line == i })
		if j < 0 || ds[j].Verdict.Done() == "" {
			wrong.Add(field("verdict", i), "%s: choose whether it is kept", l.Name())
			continue
		}
		d := Decision{Verdict: ds[j].Verdict}
		missing := "give the reason. The organisation will read it"
		if d.Verdict == Keep && l.Word != nil && l.Word.Needed {
			missing = ""
		}
		d.Reason = words(&wrong, field("reason", i), l.Name(), ds[j].Reason, missing)
		if d.Verdict == Condition {
			d.Condition = words(&wrong, field("condition", i), l.Name(), ds[j].Condition, "write the condition")
		}
		l.Decision = &d
		switch {
		case d.Verdict == Remove:
			out = append(out, org.PowerDecision{Role: l.Role, Power: l.Power, Answer: org.Refused, Reason: d.Reason})
		case d.Verdict == Condition && d.Condition != l.Condition:
			out = append(out, org.PowerDecision{Role: l.Role, Power: l.Power, Answer: org.Conditional, Condition: d.Condition})
		}
	}
	return out, wrong.Err()
}

// CallOff gives a review up, with the reason; the organisation is written to. Errors:
// fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict.
func (s *Service) CallOff(ctx context.Context, who authz.Actor, of id.PowerReview, why string) error {
	return s.change(ctx, who, of, "power-review.call-off", func(tx *db.Tx, e *ledger.Draft, r *Review, h *holding) error {
		var wrong fault.Fields
		r.Why = words(&wrong, "why", "", why, "Enter the reason. The organisation will read it")
		if err := wrong.Err(); err != nil {
			return err
		}
		a := actOf(who, e)
		r.CalledOff = &a
		e.Say(r.Number+": called off. "+r.Why, "")
		_, err := s.tell(tx, e, h, of, dropped(r))
		return err
	})
}

// OrgChanged calls off what is open of an organisation whose arrangements end; see
// wire/hooks.go.
func (s *Service) OrgChanged(tx *db.Tx, e *ledger.Draft, c org.Change) error {
	if !c.Ends {
		return nil
	}
	vs, err := s.of(tx, e.Force, c.Org, register.Now(e.At))
	for _, v := range vs {
		if v.State.State.Open() {
			r := v.State.copy()
			r.State, r.Why, r.CalledOff = CalledOff, "The arrangements of the organisation ended.", &Act{By: e.Name, Account: e.Actor, At: e.At}
			e.Subject(table.Subject(v.ID))
			if err := table.Put(tx, e, v.ID, r, e.At, clock.Forever); err != nil {
				return err
			}
		}
	}
	return err
}

// change makes a move of the table of states on a review, with what the registers say of
// each power worked out anew.
func (s *Service) change(ctx context.Context, who authz.Actor, of id.PowerReview, verb string, set func(*db.Tx, *ledger.Draft, *Review, *holding) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{table.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := table.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		r := v.State.copy()
		m, merr := r.move(verb, clock.DayOf(e.At))
		if err := who.May(m.By, authz.Object{Org: r.Org}); err != nil {
			return err
		}
		if merr != nil {
			return merr
		}
		h, err := s.hold(tx, who, r.Org, register.Now(e.At))
		if err != nil {
			return err
		}
		h.onto(&r)
		if err := set(tx, e, &r, &h); err != nil {
			return err
		}
		e.Subject(ledger.About("organisation", r.Org))
		r.State = m.To
		return table.Put(tx, e, string(of), r, e.At, clock.Forever)
	})
	return err
}

// field names a field of a line.
func field(name string, line int) string { return fmt.Sprintf("%s-%d", name, line) }

// words holds a text to its length, and to being there if it must; about names the power.
func words(wrong *fault.Fields, field, about, text, missing string) string {
	if about != "" {
		about += ": "
	}
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	switch {
	case text == "" && missing != "":
		wrong.Add(field, "%s%s", about, missing)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, fault.Unseen):
		wrong.Add(field, "%sthis has characters that cannot be read. Type it again", about)
	case utf8.RuneCountInString(text) > 1000:
		wrong.Add(field, "%swrite 1,000 letters or fewer", about)
	}
	return text
}

func powers(n int) string {
	if n == 1 {
		return "1 power"
	}
	return fmt.Sprintf("%d powers", n)
}
