package factory

import (
	"context"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// Settlement is what became of things that were asked back, cards and badges alike.
type Settlement struct {
	Cards   []id.Card
	Badges  []id.Badge
	What    string // "returned", "lost", "stolen" or "destroyed"
	Why     string // of a loss or theft
	How     string // of a destruction
	Witness string
}

// Add adds a thing named "card:crd_…" or "badge:bdg_…"; anything else adds nothing.
func (s *Settlement) Add(thing string) {
	kind, of, _ := strings.Cut(thing, ":")
	switch kind {
	case "card":
		s.Cards = append(s.Cards, id.Card(of))
	case "badge":
		s.Badges = append(s.Badges, id.Badge(of))
	}
}

// Settle records what became of things that were asked back of an employer, all or none, in
// one entry. Errors: fault.Forbidden; fault.Invalid names the fields; fault.NotFound;
// fault.Conflict if one is in another state, or was not asked back of that employer.
func (s *Service) Settle(ctx context.Context, who authz.Actor, of id.Org, x Settlement) error {
	if len(x.Cards)+len(x.Badges) == 0 || len(x.Cards)+len(x.Badges) > 2000 {
		return fault.In("thing", "Choose what it is about")
	}
	verb, ok := map[string]string{"returned": "card.return", "lost": "card.lost", "stolen": "card.stolen", "destroyed": "card.destroy"}[x.What]
	if !ok {
		return fault.In("what", "Choose what became of them")
	}
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{ledger.About("organisation", of)}, func(tx *db.Tx, e *ledger.Draft) error {
		if x.What == "returned" || x.What == "destroyed" { // it is in the office's hands
			if err := office(who); err != nil {
				return err
			}
		}
		if err := s.allOf(tx, e, of, x); err != nil {
			return err
		}
		if err := s.settleCards(tx, e, who, x); err != nil {
			return err
		}
		if err := s.settleBadges(tx, e, who, x); err != nil {
			return err
		}
		e.Summary = plural(len(x.Cards)+len(x.Badges), "thing") + " asked back: " + x.What
		return nil
	})
	return err
}

// allOf is nil if every card and badge was asked back of the organisation.
func (s *Service) allOf(tx *db.Tx, e *ledger.Draft, of id.Org, x Settlement) error {
	have, err := s.out(tx, e.Force, of)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for i := range have {
		known[string(have[i].Card)+string(have[i].Badge)] = true
	}
	for _, c := range x.Cards {
		if !known[string(c)] {
			return notAsked
		}
	}
	for _, b := range x.Badges {
		if !known[string(b)] {
			return notAsked
		}
	}
	return nil
}

var notAsked = fault.New(fault.Conflict, "One of these was not asked back of this employer, or is settled already.")

func (s *Service) settleCards(tx *db.Tx, e *ledger.Draft, who authz.Actor, x Settlement) error {
	switch {
	case len(x.Cards) == 0:
		return nil
	case x.What == "destroyed":
		return s.cards.DestroyIn(tx, e, who, card.Destruction{Cards: x.Cards, How: x.How, Witness: x.Witness})
	}
	return s.cards.ReportIn(tx, e, who, card.State(x.What), x.Why, x.Cards)
}

// settleBadges records the same of badges. One that came back is in stock again; it is
// destroyed, if it must be, on its own page.
func (s *Service) settleBadges(tx *db.Tx, e *ledger.Draft, who authz.Actor, x Settlement) error {
	if len(x.Badges) == 0 {
		return nil
	}
	verb, ok := map[string]string{"returned": "return", "lost": "lost", "stolen": "stolen"}[x.What]
	if !ok {
		return fault.In("thing", "Choose cards alone. Record on its own page that a badge was destroyed")
	}
	c := BadgeChange{Verb: verb, Badges: x.Badges, Why: x.Why}
	if err := c.check(who); err != nil {
		return err
	}
	return s.badgesIn(tx, e, who, c)
}
