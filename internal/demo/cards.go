package demo

import (
	"watchword/internal/card"
	"watchword/internal/county"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
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
		return l.Cards.IssueIn(tx, e, l.manager(), made, card.Order{Accreditation: w.acc, Replaces: w.cards[a.Replaces], Small: l.photos[a.Person].small})
	})
	if fault.Is(err, fault.Refused) {
		w.order = &a
		return nil
	}
	if err != nil {
		return err
	}
	w.cards[a.Card] = made
	_, err = l.Ledger.Do(l.ctx, l.manager(), "card.print", nil, func(tx *db.Tx, e *ledger.Draft) error {
		return l.Cards.PrintedIn(tx, e, l.manager(), []id.Card{made})
	})
	if err != nil {
		return err
	}
	return l.Cards.HandOver(l.ctx, l.manager(), made, "At the employer’s office, signed for")
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
