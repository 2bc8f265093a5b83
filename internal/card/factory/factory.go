// Package factory makes cards in numbers and follows what the scheme hands out until it is
// back: photographs are looked at before they go on a card, cards are printed in batches
// that are checked, sent and collected, blank cards and badges are kept in stock by serial
// number, badges are issued and come back, and an employer is reminded of what was asked
// back until it is there, is reported missing, or is destroyed.
//
// What a card is, and when it is valid, is in card. The fee of a replacement is priced
// elsewhere: here it has a kind and no amount.
//
// Read Service, then photo.go, batch.go, stock.go, badge.go and chaser.go, each a register
// of its own, and states.go, which says who may do what to each.
package factory

import (
	"fmt"
	"strings"
	"time"

	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/person"
)

// Service is the use cases.
type Service struct {
	db      *db.DB
	ledger  *ledger.Ledger
	areas   *area.Service
	orgs    *org.Service
	persons *person.Service
	accreds *accred.Service
	cards   *card.Service
	outbox  *outbox.Outbox
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, areas *area.Service, orgs *org.Service, persons *person.Service, accreds *accred.Service, cards *card.Service, out *outbox.Outbox) *Service {
	return &Service{db: d, ledger: l, areas: areas, orgs: orgs, persons: persons, accreds: accreds, cards: cards, outbox: out}
}

// Now is the instant by the program's clock.
func (s *Service) Now() time.Time { return s.ledger.Now() }

// office asks for the permission of the scheme office.
func office(who authz.Actor) error { return who.May(authz.IssueCard, authz.Object{}) }

// Done says who did something, and when.
type Done struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

func doneBy(who authz.Actor, e *ledger.Draft) *Done { return &Done{By: who.Name, At: e.At} }

// On is the legal day on which it was done; clock.NoDay if it was not.
func (d *Done) On() clock.Day {
	if d == nil {
		return clock.NoDay
	}
	return clock.DayOf(d.At)
}

// plural is a number of things in words: "1 card", "40 cards".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if first, second, two := strings.Cut(what, " or "); two {
		return fmt.Sprintf("%d %ss or %ss", n, first, second)
	}
	return fmt.Sprintf("%d %ss", n, what)
}
