package card

import (
	"context"
	"strings"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// HandOver records that the holder has the card; from now on it can be valid. A card of
// the same accreditation that was held stops being valid at the same instant.
//
// Errors: fault.Forbidden; fault.Conflict if it is not printed or its last day is over;
// fault.Refused if the accreditation has ended meanwhile. where says how it was handed
// over, for example "signed for at Aldermere"; it may be empty.
func (s *Service) HandOver(ctx context.Context, who authz.Actor, card id.Card, where string) error {
	return s.change(ctx, who, card, "card.hand-over", where, func(tx *db.Tx, e *ledger.Draft, after *Card) error {
		if after.Lapsed(e.At) {
			return fault.New(fault.Conflict, "The last day of card %s, %s, is over. Make a new one.", after.Number, after.Ends.Long())
		}
		v, err := s.accreds.Find(tx, authz.ByItself(who.Force), after.Accreditation, register.Now(e.At))
		if err != nil {
			return err
		}
		w, err := s.behind(tx, who.Force, v, e.At)
		if err != nil {
			return err
		}
		if st := w.standing(e.At).Status; st != accred.StatusInForce && st != accred.StatusNotYet && st != accred.StatusSuspended && st != accred.StatusOrgStopped {
			return fault.Because("The card cannot be handed over.", fault.Reason{Code: "accreditation.not-in-force",
				Message: "The accreditation has ended. " + st.Sentence(), Source: "Police Reform Act 2002, s42(1)"})
		}
		return s.supersede(tx, e, card, after)
	})
}

// supersede ends the cards that the new one takes the place of.
func (s *Service) supersede(tx *db.Tx, e *ledger.Draft, card id.Card, after *Card) error {
	others, err := s.ofAccreditation(tx, e.Force, after.Accreditation)
	if err != nil {
		return err
	}
	for _, v := range others {
		if v.ID == string(card) || v.State.State != Held {
			continue
		}
		m, err := v.State.State.move("card.replace")
		if err != nil {
			return err
		}
		old := v.State
		old.State, old.Since, old.Why, old.ReplacedBy = m.To, e.At, "Replaced by card "+after.Number, card
		if err := s.put(tx, e, id.Card(v.ID), old); err != nil {
			return err
		}
	}
	return nil
}

// Report records that a card is Lost, Stolen or Returned. Lost and stolen cards stop being
// valid at once; the accreditation stays. Errors: fault.Forbidden; fault.Conflict;
// fault.Invalid for another state, or without a reason for a loss or theft.
func (s *Service) Report(ctx context.Context, who authz.Actor, card id.Card, what State, why string) error {
	verb, ok := map[State]string{Lost: "card.lost", Stolen: "card.stolen", Returned: "card.return"}[what]
	if !ok {
		return fault.In("what", "Choose lost, stolen or handed back")
	}
	if strings.TrimSpace(why) == "" && what != Returned {
		return fault.In("why", "Say when and where the card was last seen")
	}
	return s.change(ctx, who, card, verb, why, nil)
}

// Destroy records that a card was destroyed. Errors: fault.Forbidden; fault.Conflict if it
// is not in the scheme office’s hands.
func (s *Service) Destroy(ctx context.Context, who authz.Actor, card id.Card, how string) error {
	return s.change(ctx, who, card, "card.destroy", how, nil)
}

// AccreditationChanged asks the cards of an accreditation that has ended back
// (accred.Service.OnChange). That they stop being valid needs no act: judge.go looks at
// the accreditation.
func (s *Service) AccreditationChanged(tx *db.Tx, e *ledger.Draft, c accred.Change) error {
	if !c.Before.State.Live() || c.After.State.Live() {
		return nil
	}
	cards, err := s.ofAccreditation(tx, e.Force, c.Accreditation)
	if err != nil {
		return err
	}
	for _, v := range cards {
		if _, err := v.State.State.move("card.recall"); err != nil || v.State.Recalled != clock.NoDay {
			continue
		}
		after := v.State
		after.Recalled = clock.DayOf(e.At)
		if err := s.put(tx, e, id.Card(v.ID), after); err != nil {
			return err
		}
	}
	return nil
}
