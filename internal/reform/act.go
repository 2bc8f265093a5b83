package reform

import (
	"context"
	"strconv"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Note is what is known of a change.
type Note struct {
	Change
	What   string    // in words
	Source string    // where it was read
	Look   clock.Day // by when to look again; none: it is not asked for
	Who    string    // who watches it
}

func (n Note) onto(r *Reform) error {
	var wrong fault.Fields
	n.check(&wrong, false)
	r.Change = n.Change
	r.What = wrong.Text("what", n.What, 1000, "Enter what changes. Those it touches will read it")
	r.Source = wrong.Text("source", n.Source, 300, "Enter where this was read or heard")
	r.Who, r.Look = wrong.Text("who", n.Who, 100, ""), n.Look
	return wrong.Err()
}

// Watch puts a change on the watch list. Errors: fault.Forbidden; fault.Invalid.
func (s *Service) Watch(ctx context.Context, who authz.Actor, n Note) (id.Reform, error) {
	return s.do(ctx, who, "", "reform.watch", func(_ *db.Tx, e *ledger.Draft, r *Reform) error {
		err := n.onto(r)
		e.Say(r.Number+", "+r.Title()+": on the watch list", r.Source)
		return err
	})
}

// Note writes down what more is known of a change. A preview that was kept falls away: it
// was of something else. Errors: fault.Forbidden; fault.NotFound; fault.Invalid; fault.Conflict.
func (s *Service) Note(ctx context.Context, who authz.Actor, of id.Reform, n Note) error {
	_, err := s.do(ctx, who, of, "reform.note", func(_ *db.Tx, e *ledger.Draft, r *Reform) error {
		r.Impact = nil
		err := n.onto(r)
		e.Say(r.Number+", "+r.Title()+": noted", r.Source)
		return err
	})
	return err
}

// Keep works out what a change would do and keeps it under its number.
// Errors: as Preview; fault.Conflict.
func (s *Service) Keep(ctx context.Context, who authz.Actor, of id.Reform) error {
	_, err := s.do(ctx, who, of, "reform.keep", func(tx *db.Tx, e *ledger.Draft, r *Reform) error {
		i, err := s.Preview(tx, who, r.Change)
		r.Impact = &i
		e.Say(r.Number+", "+r.Title()+": preview kept, "+touched(len(i.Persons)), r.Source)
		return err
	})
	return err
}

func touched(n int) string {
	switch n {
	case 0:
		return "nobody is touched"
	case 1:
		return "one person is touched"
	}
	return strconv.Itoa(n) + " persons are touched"
}

// Propose puts a change that is law before the delegate, by the number of its instrument.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under instrument; fault.Conflict.
func (s *Service) Propose(ctx context.Context, who authz.Actor, of id.Reform, instrument string) error {
	_, err := s.do(ctx, who, of, "reform.propose", func(_ *db.Tx, e *ledger.Draft, r *Reform) error {
		var wrong fault.Fields
		r.Instrument = wrong.Text("instrument", instrument, 300, "Enter the number of the instrument, for example SI 2026/689, or the section of the Act")
		r.By, r.Account, r.Why = who.Name, who.Account, ""
		e.Say(r.Number+", "+r.Title()+": put before the delegate", r.Instrument)
		return wrong.Err()
	})
	return err
}

// SendBack returns a change to the scheme office, with the reason.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict.
func (s *Service) SendBack(ctx context.Context, who authz.Actor, of id.Reform, why string) error {
	return s.because(ctx, who, of, "reform.send-back", why, "sent back")
}

// Drop takes a change that did not come off the watch list.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict.
func (s *Service) Drop(ctx context.Context, who authz.Actor, of id.Reform, why string) error {
	return s.because(ctx, who, of, "reform.drop", why, "dropped")
}

func (s *Service) because(ctx context.Context, who authz.Actor, of id.Reform, verb, why, says string) error {
	_, err := s.do(ctx, who, of, verb, func(_ *db.Tx, e *ledger.Draft, r *Reform) error {
		var wrong fault.Fields
		r.Why = wrong.Text("why", why, 1000, "Enter the reason")
		e.Say(r.Number+", "+r.Title()+": "+says, "")
		return wrong.Err()
	})
	return err
}

// CarryOut carries a change out, as one decision: what it does is worked out anew and kept;
// who loses the power by it has it up to the day before and no longer, who has not trained
// anew likewise; and everybody whom it touches is written to, with a copy to the employer.
// Who proposed it does not carry it out. The name is typed as a signature.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under typed_name; fault.Conflict;
// fault.Refused for who proposed it.
//
// Law: Police Reform Act 2002, s42(3), (6).
func (s *Service) CarryOut(ctx context.Context, who authz.Actor, of id.Reform, typedName string) error {
	_, err := s.do(ctx, who, of, "reform.carry-out", func(tx *db.Tx, e *ledger.Draft, r *Reform) error {
		if wrong := who.Signs(typedName); wrong != "" {
			return fault.In("typed_name", "%s", wrong)
		}
		if who.Account != "" && who.Account == r.Account {
			return fault.Because("You cannot carry this out.", fault.Reason{Code: "reform.same-person", Message: "You put it before the delegate yourself.", Source: "Rule of the scheme: two persons decide a change", Mend: "Somebody else who may decide carries it out."})
		}
		i, err := s.Preview(tx, who, r.Change)
		if err != nil {
			return err
		}
		r.Impact, r.Decided, r.DecidedAt = &i, who.Name, e.At
		e.Say(r.Number+", "+r.Title()+" on "+r.Day.Long()+": carried out, "+touched(len(i.Persons)), r.Instrument)
		how := accred.Reform{Power: r.Power, Ending: r.ending(), Subject: "Your accreditation: the law changes on " + r.Day.Long(), Says: r.says(), Basis: r.Instrument}
		for _, t := range i.Persons {
			if t.Gains {
				continue // nobody has a power by its beginning; each grant is decided
			}
			if err := s.Accreds.ReformIn(tx, e, t.Accreditation, how); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// says is the change to somebody who holds the power.
func (r *Reform) says() string {
	p := r.power()
	text := p.Name + " (paragraph " + p.Para + ")"
	switch {
	case r.Kind == Ends:
		text += " ends on " + r.Day.Long() + ". " + (r.Day - 1).Long() + " is the last day on which you may use it."
	case r.Retrain:
		text += " is amended on " + r.Day.Long() + ". From that day you may use it only if you have trained for it on or after " + r.Trained.Long() + "."
	default:
		text += " is amended on " + r.Day.Long() + ". You may go on using it, as amended."
	}
	return text + " " + r.What
}

// do runs a use case on one change, of which an empty identity makes a new one.
func (s *Service) do(ctx context.Context, who authz.Actor, of id.Reform, verb string, do func(tx *db.Tx, e *ledger.Draft, r *Reform) error) (id.Reform, error) {
	fresh := of == ""
	if fresh {
		of = id.New[id.Reform]()
	}
	m := moveOf(verb)
	_, err := s.Ledger.Do(ctx, who, verb, []ledger.Subject{table.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) (err error) {
		if err := who.May(m.By, authz.Object{}); err != nil {
			return err
		}
		var r Reform
		if fresh {
			r.Number, err = number(tx, who.Force)
		} else {
			var v Version
			v, err = table.Find(tx, who.Force, string(of), register.Now(e.At))
			r = v.State
		}
		if err == nil {
			err = r.open(verb)
		}
		if err != nil {
			return err
		}
		if err := do(tx, e, &r); err != nil {
			return err
		}
		r.State, r.Last = m.To, done{who.Name, e.At}
		return table.Put(tx, e, string(of), r, e.At, clock.Forever)
	})
	return of, err
}
