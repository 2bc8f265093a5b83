package card

import (
	"context"
	"fmt"
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

// Recall is what is asked back: these cards, or every card in use of an organisation, or of
// a batch.
type Recall struct {
	Cards []id.Card
	Org   id.Org
	Batch id.Batch
	Why   string // employer and holder read it
}

// Recall asks cards back. They stop being valid in the same second, whatever stands behind
// them, and are not printed or handed over any more. It returns how many there were.
//
// Errors: fault.Forbidden; fault.Invalid without a reason; fault.Conflict if there is no
// card to ask back.
func (s *Service) Recall(ctx context.Context, who authz.Actor, r Recall) (int, error) {
	if r.Why = strings.TrimSpace(r.Why); r.Why == "" {
		return 0, fault.In("why", "Say why. The employer and the holder read it")
	}
	n := 0
	_, err := s.ledger.Do(ctx, who, "card.recall", r.subjects(), func(tx *db.Tx, e *ledger.Draft) error {
		cards, err := s.toRecall(tx, who, r)
		if err != nil {
			return err
		}
		n = len(cards)
		e.Say(fmt.Sprintf("%d cards were asked back", n), "")
		if n == 1 {
			e.Summary = "A card was asked back"
		}
		return s.changeIn(tx, e, who, cards, "card.recall", r.Why, func(_ *db.Tx, e *ledger.Draft, _ id.Card, after *Card) error {
			if after.Recalled != clock.NoDay {
				return fault.New(fault.Conflict, "Card %s was asked back on %s already.", after.Number, after.Recalled.Long())
			}
			after.Recalled, after.RecallWhy = clock.DayOf(e.At), r.Why
			return nil
		})
	})
	return n, err
}

func (r *Recall) subjects() []ledger.Subject {
	out := about(r.Cards)
	if r.Org != "" {
		out = append(out, ledger.About("organisation", r.Org))
	}
	if r.Batch != "" {
		out = append(out, ledger.About("card_batch", r.Batch))
	}
	return out
}

// toRecall is the cards that are meant. Of an organisation and of a batch it is those in use
// that were not asked back before.
func (s *Service) toRecall(tx *db.Tx, who authz.Actor, r Recall) ([]id.Card, error) {
	if err := who.May(authz.IssueCard, authz.Object{Org: r.Org}); err != nil {
		return nil, err
	}
	if r.Org == "" && r.Batch == "" {
		return chosen(r.Cards)
	}
	var where db.Where
	where.And("r.standing IN ('ordered', 'printed', 'held') AND r.recall_day = ''")
	if r.Org != "" {
		where.And("r.org_id = ?", string(r.Org))
	} else {
		where.And("r.batch_id = ?", string(r.Batch))
	}
	vs, err := table.Current(tx, who.Force, where, "r.number", most)
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 {
		return nil, fault.New(fault.Conflict, "No card is in use there that was not asked back already.")
	}
	return identities(vs), nil
}

func identities(vs []Version) []id.Card {
	out := make([]id.Card, len(vs))
	for i, v := range vs {
		out[i] = id.Card(v.ID)
	}
	return out
}

// Keep takes the recall of cards back: they are as good as before. Errors: fault.Forbidden;
// fault.Conflict if one was not asked back; fault.Refused if the accreditation has ended.
func (s *Service) Keep(ctx context.Context, who authz.Actor, cards ...id.Card) error {
	return s.change(ctx, who, cards, "card.keep", "", func(tx *db.Tx, e *ledger.Draft, _ id.Card, after *Card) error {
		if after.Recalled == clock.NoDay {
			return fault.New(fault.Conflict, "Card %s was not asked back.", after.Number)
		}
		a, err := s.accreds.Find(tx, authz.ByItself(e.Force), after.Accreditation, register.Now(e.At))
		if err != nil {
			return err
		}
		if !a.State.State.Live() {
			return fault.Because("The recall of card "+after.Number+" stands.", fault.Reason{Code: "accreditation.ended",
				Message: "The accreditation has ended, so the card is asked back by itself.", Source: "Police Reform Act 2002, s42(1)"})
		}
		e.Say("Card "+after.Number+" is not asked back any more", "")
		after.kept()
		return nil
	})
}

// kept makes the card one that nobody asked back.
func (c *Card) kept() {
	c.Recalled, c.RecallWhy, c.Chased, c.ChasedOn = clock.NoDay, "", 0, clock.NoDay
}

// ChasedIn records that the employer was reminded of cards that were asked back, within a
// transaction and entry already begun.
func (s *Service) ChasedIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, cards []id.Card) error {
	return s.changeIn(tx, e, who, cards, "card.chase", "", func(_ *db.Tx, e *ledger.Draft, _ id.Card, after *Card) error {
		after.Chased, after.ChasedOn = after.Chased+1, clock.DayOf(e.At)
		return nil
	})
}

// AskedBack is the cards of an organisation that were asked back and are not destroyed, by
// number; of every organisation if it is empty. The caller has asked for permission.
func (s *Service) AskedBack(tx *db.Tx, force id.Force, of id.Org) ([]Version, error) {
	var where db.Where
	where.And("r.recall_day <> '' AND r.standing NOT IN ('ordered', 'destroyed')")
	if of != "" {
		where.And("r.org_id = ?", string(of))
	}
	return table.Current(tx, force, where, "r.number", 100000)
}

// AccreditationChanged asks the cards of an accreditation that has ended back, and lets
// that fall away where it is live again (accred.Service.OnChange). That they stop being
// valid needs no act: judge.go looks at the accreditation.
func (s *Service) AccreditationChanged(tx *db.Tx, e *ledger.Draft, c accred.Change) error {
	before, after := c.Before.State.Live(), c.After.State.Live()
	if before == after {
		return nil
	}
	cards, err := s.ofAccreditation(tx, e.Force, c.Accreditation)
	if err != nil {
		return err
	}
	for _, v := range cards {
		next := v.State
		switch {
		case !v.State.State.Live(), before && next.Recalled != clock.NoDay, after && next.RecallWhy != "":
			continue
		case before:
			next.Recalled = clock.DayOf(e.At)
		default:
			next.kept()
		}
		if err := s.put(tx, e, id.Card(v.ID), next); err != nil {
			return err
		}
	}
	return nil
}
