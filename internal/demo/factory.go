package demo

import (
	"watchword/internal/card/factory"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// making is what the scheme office did with photographs, stock, badges and recalls besides
// making cards.
func making() []step {
	return []step{
		{400, func(l *loading) error { return l.deliver(factory.Blanks, "C000001", "C001500", "Penrose Card Works") }},
		{390, func(l *loading) error { return l.deliver(factory.Badges, "0001", "0600", "Guild Enamels Ltd") }},
		{45, func(l *loading) error { return l.look(0) }},
		{40, func(l *loading) error { return l.remind() }},
		{20, func(l *loading) error { return l.pin("Aldermere City Council", 6) }},
		{12, func(l *loading) error { return l.remind() }},
		{5, func(l *loading) error { return l.look(4) }},
	}
}

func (l *loading) deliver(kind factory.StockKind, first, last, from string) error {
	_, err := l.Factory.Receive(l.ctx, l.manager(), factory.Delivery{Kind: kind, First: first, Last: last, Received: clock.DayOf(l.Clock.Now()), From: from})
	return err
}

// look accepts the photographs that wait, but the last so many, and sends the first of those
// back.
func (l *loading) look(leave int) error {
	vs, err := l.waiting()
	if err != nil || len(vs) <= leave {
		return err
	}
	var seen []factory.Seen
	for _, v := range vs[:len(vs)-leave] {
		seen = append(seen, factory.Seen{Person: v.State.Person, Photo: v.State.Photo})
	}
	if err := l.Factory.Accept(l.ctx, l.manager(), seen); err != nil || leave == 0 {
		return err
	}
	x := vs[len(vs)-leave].State
	return l.Factory.SendBack(l.ctx, l.manager(), factory.Seen{Person: x.Person, Photo: x.Photo}, "shadow", "Stand before a plain wall, away from the window")
}

func (l *loading) waiting() ([]factory.PhotoVersion, error) {
	return db.Find(l.ctx, l.DB, func(tx *db.Tx) ([]factory.PhotoVersion, error) {
		vs, _, err := l.Factory.Photos(tx, l.manager(), factory.Waiting, "", 200)
		return vs, err
	})
}

// remind reminds every employer that has had longer than the force allows.
func (l *loading) remind() error {
	all, err := db.Find(l.ctx, l.DB, func(tx *db.Tx) ([]factory.Recalled, error) { return l.Factory.Recalls(tx, l.manager()) })
	if err != nil {
		return err
	}
	for i := range all {
		if due := all[i].Due(l.force.Settings.ChaseDays); due == clock.NoDay || due > clock.DayOf(l.Clock.Now()) {
			continue
		}
		if _, err := l.Factory.Chase(l.ctx, l.manager(), all[i].Org); err != nil {
			return err
		}
	}
	return nil
}

// pin gives badges to some people of an employer.
func (l *loading) pin(name string, n int) error {
	o := l.named(name)
	people, err := db.Find(l.ctx, l.DB, func(tx *db.Tx) ([]id.Person, error) {
		vs, err := l.Persons.Under(tx, l.force.ID, o.id)
		out := make([]id.Person, len(vs))
		for i, v := range vs {
			out[i] = id.Person(v.ID)
		}
		return out, err
	})
	for _, of := range people {
		if n == 0 || err != nil {
			return err
		}
		_, issued := l.Factory.IssueBadge(l.ctx, l.manager(), of, "")
		switch {
		case issued == nil:
			n--
		case !fault.Is(issued, fault.Refused): // who is not accredited has none
			err = issued
		}
	}
	return err
}
