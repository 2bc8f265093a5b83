package demo

import (
	"watchword/internal/card"
	"watchword/internal/county"
	"watchword/internal/db"
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
		w := l.worker(a.Person)
		return true, l.Cards.Destroy(l.ctx, l.manager(), w.cards[a.Card], "Shredded at headquarters")
	}
	return false, nil
}

// issue makes a card, has it printed and hands it over.
func (l *loading) issue(a county.CardIssued) error {
	w := l.worker(a.Person)
	made := id.New[id.Card]()
	_, err := l.Ledger.Do(l.ctx, l.manager(), "card.issue", nil, func(tx *db.Tx, e *ledger.Draft) error {
		return l.Cards.IssueIn(tx, e, l.manager(), made, card.Order{Accreditation: w.acc, Replaces: w.cards[a.Replaces], Small: l.photos[a.Person].small})
	})
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
	return l.Cards.Report(l.ctx, l.manager(), w.cards[number], what, note)
}
