package retain

import (
	"context"
	"fmt"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// basis is what erasing rests on, as the entry says it.
const basis = "UK GDPR, article 5(1)(e); settings of the force"

// Hold keeps a record beyond its time, for a reason; its review is the day by which somebody
// looks at it again, clock.NoDay for none. A hold that stands is given the new reason.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields.
func (s *Service) Hold(ctx context.Context, who authz.Actor, of, why string, review clock.Day) error {
	return s.alter(ctx, who, "retention.hold", of, func(tx *db.Tx, e *ledger.Draft, k Kept) error {
		why, err := reason(why)
		if err != nil {
			return err
		}
		if review != clock.NoDay && review <= clock.DayOf(e.At) {
			return fault.In("review", "Enter a day after today, or none")
		}
		e.Say(k.Name+" is held: its personal data is kept until the hold is lifted", why)
		return holds.Put(tx, e, of, Hold{Kind: k.Kind, Name: k.Name, Held: true, Why: why, By: who.Name, At: e.At, Review: review}, e.At, clock.Forever)
	})
}

// Lift ends a hold: what is over by then falls due at once.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict if it is
// not held.
func (s *Service) Lift(ctx context.Context, who authz.Actor, of, why string) error {
	return s.alter(ctx, who, "retention.lift", of, func(tx *db.Tx, e *ledger.Draft, k Kept) error {
		if k.Hold == nil {
			return fault.New(fault.Conflict, "%s is not held.", k.Name)
		}
		why, err := reason(why)
		if err != nil {
			return err
		}
		e.Say("The hold on "+inSentence(k.Name)+" is lifted", why)
		return holds.Put(tx, e, of, Hold{Kind: k.Kind, Name: k.Name, Why: why, By: who.Name, At: e.At}, e.At, clock.Forever)
	})
}

// Erase takes away the personal data of a record for good, once its time is over.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Refused before its time and while it is
// held; fault.Conflict if the register does not say what the ledger says of it.
func (s *Service) Erase(ctx context.Context, who authz.Actor, of string) error {
	return s.alter(ctx, who, "retention.erase", of, func(tx *db.Tx, e *ledger.Draft, k Kept) error {
		switch {
		case k.Hold != nil:
			return fault.Because("This is held.", fault.Reason{Code: "retention.held", Message: "It is held by " + k.Hold.By + ": " + k.Hold.Why, Mend: "Lift the hold first."})
		case k.Until >= clock.DayOf(e.At):
			return fault.Because("It is too early to erase this.", fault.Reason{Code: "retention.keep", Message: "The force keeps it to " + k.Until.Long() + ".", Source: "Settings of the force"})
		}
		return s.empty(tx, e, k)
	})
}

// empty empties a record, destroys its files, and forgets the words of its entries.
func (s *Service) empty(tx *db.Tx, e *ledger.Draft, k Kept) error {
	x, _ := s.Source(k.Kind)
	left, err := x.Empty(tx, e, k.ID)
	if err != nil {
		return err
	}
	gone := 0
	for _, f := range left.Files {
		n, err := blob.Drop(tx, e.Force, blob.Hash(f), s.Named)
		if err != nil {
			return err
		}
		gone += n
	}
	words := 0
	for _, of := range append([]ledger.Subject{x.Subject(k.ID)}, left.Also...) {
		n, err := s.ledger.Forget(tx, e, of, "Retention rule: kept to "+k.Until.Long())
		if err != nil {
			return err
		}
		words += n
	}
	e.Say(fmt.Sprintf("The personal data of %s was erased, with the words of %d entries and %d files", inSentence(k.Name), words, gone), basis)
	return nil
}

func (s *Service) alter(ctx context.Context, who authz.Actor, verb, of string, do func(tx *db.Tx, e *ledger.Draft, k Kept) error) error {
	_, err := s.ledger.Do(ctx, who, verb, nil, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.KeepRetention, authz.Object{}); err != nil {
			return err
		}
		k, err := s.Find(tx, who, of)
		if err != nil {
			return err
		}
		x, _ := s.Source(k.Kind)
		e.Subject(x.Subject(of))
		return do(tx, e, k)
	})
	return err
}

// EraseDue erases what is over, where the force has said that it is done by itself, at most
// so many, and is how many it erased. It is called now and then.
func (s *Service) EraseDue(ctx context.Context, force id.Force, most int) (int, error) {
	due, err := db.Find(ctx, s.db, func(tx *db.Tx) (out []Kept, err error) {
		f, err := s.areas.Force(tx, force)
		if err != nil || !f.Settings.RetentionItself {
			return nil, err
		}
		all, err := s.list(tx, force, clock.DayOf(s.ledger.Now())-1)
		for _, k := range all {
			if k.Hold == nil && len(out) < most {
				out = append(out, k)
			}
		}
		return out, err
	})
	if err != nil {
		return 0, err
	}
	for i, k := range due {
		if err := s.Erase(ctx, authz.ByItself(force), k.ID); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// HoldAt is the hold on a record as it stood; fault.NotFound if there was none. Errors:
// fault.Forbidden.
func (s *Service) HoldAt(tx *db.Tx, who authz.Actor, of string, w register.When) (HoldVersion, error) {
	if err := who.May(authz.ReadRetention, authz.Object{}); err != nil {
		return HoldVersion{}, err
	}
	return holds.Find(tx, who.Force, of, w)
}
