package demo

import (
	"watchword/internal/card"
	"watchword/internal/card/factory"
	"watchword/internal/clock"
	"watchword/internal/county"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// cardEvent puts an event of a card into the register of cards.
func (l *loading) cardEvent(e county.Event) (bool, error) {
	switch a := e.Act.(type) {
	case county.CardIssued:
		return true, l.issue(a)
	case county.CardLost:
		return true, l.report(a.Person, a.Card, card.Lost, a.Note)
	case county.CardStolen:
		return true, l.report(a.Person, a.Card, card.Stolen, a.Note)
	case county.CardReturned:
		return true, l.report(a.Person, a.Card, card.Returned, a.Note)
	case county.CardDestroyed:
		if made, ok := l.worker(a.Person).cards[a.Card]; ok {
			return true, l.Cards.Destroy(l.ctx, l.manager(), card.Destruction{Cards: []id.Card{made}, How: "Shredded", Witness: "Carys Marsh"})
		}
		return true, nil
	}
	return false, nil
}

// issue makes a card, has it printed and hands it over. While the accreditation is not in
// force none can be made: it waits for the result that brings it back.
func (l *loading) issue(a county.CardIssued) error {
	w := l.worker(a.Person)
	w.order = nil
	made := id.New[id.Card]()
	_, err := l.Ledger.Do(l.ctx, l.manager(), "card.issue", nil, func(tx *db.Tx, e *ledger.Draft) error {
		if err := l.accept(tx, e, w.id); err != nil {
			return err
		}
		because, err := l.because(tx, w.cards[a.Replaces])
		if err != nil {
			return err
		}
		return l.Cards.IssueIn(tx, e, l.manager(), made, card.Order{Accreditation: w.acc, Replaces: w.cards[a.Replaces], Because: because, Small: l.photos[a.Person].small})
	})
	if fault.Is(err, fault.Refused) {
		w.order = &a
		return nil
	}
	if err != nil {
		return err
	}
	w.cards[a.Card] = made
	if l.plan.Today-clock.DayOf(l.Clock.Now()) <= batched {
		return l.batch(made)
	}
	_, err = l.Ledger.Do(l.ctx, l.manager(), "card.print", nil, func(tx *db.Tx, e *ledger.Draft) error {
		return l.Cards.PrintedIn(tx, e, l.manager(), []id.Card{made})
	})
	if err != nil {
		return err
	}
	return l.Cards.HandOver(l.ctx, l.manager(), made, "At the employer’s office, signed for")
}

// because is why a card is replaced: it was lost or stolen; empty where it just gives way.
func (l *loading) because(tx *db.Tx, old id.Card) (card.Because, error) {
	if old == "" {
		return "", nil
	}
	v, err := l.Cards.Any(tx, l.manager().Force, old, register.Now(l.Clock.Now()))
	return map[card.State]card.Because{card.Lost: card.WasLost, card.Stolen: card.WasStolen}[v.State.State], err
}

// batched is for how many days before today cards went through a batch of their own.
const batched = 5

// batch takes a card through a batch: printed, checked, sent, and signed for.
func (l *loading) batch(c id.Card) error {
	b, err := l.Factory.MakeBatch(l.ctx, l.manager(), []id.Card{c})
	if err != nil {
		return err
	}
	if _, err := l.Factory.PrintBatch(l.ctx, l.manager(), b); err != nil {
		return err
	}
	if err := l.Factory.CheckBatch(l.ctx, l.manager(), b, nil, ""); err != nil {
		return err
	}
	if err := l.Factory.Dispatch(l.ctx, l.manager(), b, "By hand", "the employer’s supervisor", ""); err != nil {
		return err
	}
	return l.Factory.Collect(l.ctx, l.manager(), b, []id.Card{c}, "the employer’s supervisor")
}

// accept takes the person's photograph for a card, where the office has not yet.
func (l *loading) accept(tx *db.Tx, e *ledger.Draft, of id.Person) error {
	v, err := l.Factory.PhotoOf(tx, l.manager(), of, register.Now(e.At))
	if err != nil || v.State.State == factory.Accepted {
		return err
	}
	return l.Factory.AcceptIn(tx, e, l.manager(), factory.Seen{Person: of, Photo: v.State.Photo})
}

func (l *loading) report(person, number string, what card.State, note string) error {
	w := l.worker(person)
	if note == "" {
		note = what.Title()
	}
	made, ok := w.cards[number]
	if !ok { // it was never made: see issue
		w.order = nil
		return nil
	}
	return l.Cards.Report(l.ctx, l.manager(), what, note, made)
}
