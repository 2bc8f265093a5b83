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
// Errors: fault.Forbidden; fault.Conflict if it is not printed, was asked back, or its last
// day is over; fault.Refused if the accreditation has ended meanwhile. where says how it was
// handed over, for example "signed for at Aldermere"; it may be empty.
func (s *Service) HandOver(ctx context.Context, who authz.Actor, card id.Card, where string) error {
	return s.change(ctx, who, []id.Card{card}, "card.hand-over", where, s.handed)
}

// HandOverIn is HandOver of several cards within a transaction and entry already begun.
func (s *Service) HandOverIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, cards []id.Card, where string) error {
	return s.changeIn(tx, e, who, cards, "card.hand-over", where, s.handed)
}

// handed holds a card that is handed over to what must be so, and ends the one before it.
func (s *Service) handed(tx *db.Tx, e *ledger.Draft, card id.Card, after *Card) error {
	switch {
	case after.Lapsed(e.At):
		return fault.New(fault.Conflict, "The last day of card %s, %s, is over. Make a new one.", after.Number, after.Ends.Long())
	case after.Recalled != clock.NoDay:
		return fault.New(fault.Conflict, "Card %s was asked back on %s. Destroy it, or take the recall back first.", after.Number, after.Recalled.Long())
	}
	v, err := s.accreds.Find(tx, authz.ByItself(e.Force), after.Accreditation, register.Now(e.At))
	if err != nil {
		return err
	}
	w, err := s.behind(tx, e.Force, v, e.At)
	if err != nil {
		return err
	}
	if st := w.standing(e.At).Status; st != accred.StatusInForce && st != accred.StatusNotYet && st != accred.StatusSuspended && st != accred.StatusOrgStopped {
		return fault.Because("Card "+after.Number+" cannot be handed over.", fault.Reason{Code: "accreditation.not-in-force",
			Message: "The accreditation has ended. " + st.Sentence(), Source: "Police Reform Act 2002, s42(1)"})
	}
	return s.supersede(tx, e, card, after)
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

// Report records that cards are Lost, Stolen or Returned, all or none. Lost and stolen cards
// stop being valid at once; the accreditation stays. Errors: fault.Forbidden;
// fault.Conflict; fault.Invalid for another state, or without a reason for a loss or theft.
func (s *Service) Report(ctx context.Context, who authz.Actor, what State, why string, cards ...id.Card) error {
	verb, err := reported(what, why)
	if err != nil {
		return err
	}
	return s.change(ctx, who, cards, verb, why, nil)
}

// ReportIn is Report within a transaction and entry already begun.
func (s *Service) ReportIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, what State, why string, cards []id.Card) error {
	verb, err := reported(what, why)
	if err != nil {
		return err
	}
	return s.changeIn(tx, e, who, cards, verb, why, nil)
}

// reported is the act that reports a state, if enough is said.
func reported(what State, why string) (string, error) {
	verb, ok := map[State]string{Lost: "card.lost", Stolen: "card.stolen", Returned: "card.return"}[what]
	if !ok {
		return "", fault.In("what", "Choose lost, stolen or handed back")
	}
	if strings.TrimSpace(why) == "" && what != Returned {
		return "", fault.In("why", "Say when and where the card was last seen")
	}
	return verb, nil
}

// Destruction is what is recorded of the end of cards.
type Destruction struct {
	Cards   []id.Card
	How     string // "Shredded"
	Witness string // who saw it, beside the actor who destroyed them
}

// Destroy records that cards were destroyed, all or none, and who saw it. Errors:
// fault.Forbidden; fault.Conflict if one is not in the scheme office's hands; fault.Invalid
// without a way or a witness, or if the witness is the actor.
func (s *Service) Destroy(ctx context.Context, who authz.Actor, d Destruction) error {
	if err := d.check(who); err != nil {
		return err
	}
	return s.change(ctx, who, d.Cards, "card.destroy", d.How, d.set)
}

// DestroyIn is Destroy within a transaction and entry already begun.
func (s *Service) DestroyIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, d Destruction) error {
	if err := d.check(who); err != nil {
		return err
	}
	return s.changeIn(tx, e, who, d.Cards, "card.destroy", d.How, d.set)
}

func (d *Destruction) set(_ *db.Tx, _ *ledger.Draft, _ id.Card, after *Card) error {
	after.Witness = d.Witness
	return nil
}

func (d *Destruction) check(who authz.Actor) error {
	var wrong fault.Fields
	d.How, d.Witness = strings.TrimSpace(d.How), strings.Join(strings.Fields(d.Witness), " ")
	if d.How == "" {
		wrong.Add("how", "Say how it was destroyed, for example shredded")
	}
	switch {
	case d.Witness == "":
		wrong.Add("witness", "Enter the name of who saw it")
	case len([]rune(d.Witness)) > 120:
		wrong.Add("witness", "The name must be 120 letters or fewer")
	case authz.SameName(d.Witness, who.Name):
		wrong.Add("witness", "The witness is somebody other than whoever destroys the card")
	}
	return wrong.Err()
}

// SpoilIn records that the print of cards was found spoiled and destroyed: each waits to be
// printed again. It is part of a transaction and entry already begun.
func (s *Service) SpoilIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, cards []id.Card, why string) error {
	return s.changeIn(tx, e, who, cards, "card.spoil", why, func(_ *db.Tx, _ *ledger.Draft, _ id.Card, after *Card) error {
		after.Batch = ""
		return nil
	})
}
