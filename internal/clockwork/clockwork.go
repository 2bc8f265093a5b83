// Package clockwork sees to it that nothing lapses unseen. Once a day it asks every room
// what falls due (diary.Source), tells each person who can see to it by e-mail, at the
// warnings the force has set, and writes to those whose accreditation lapses. Calendars
// to subscribe to and the months ahead are worked out here; messages are looked after.
//
// It knows no register's rules: what falls due, whose it is and what then happens by
// itself is said by the rooms. That what lapses ends the authority is accred's, and needs
// nobody to be told.
//
// Law: Police Reform Act 2002, s41(6)-(8), s42(6).
//
// Read announce.go, which decides what is told when; then digest.go; feed.go is the
// calendars, forecast.go the months ahead. Pages are in clockweb.
package clockwork

import (
	"time"

	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
)

// Service is the use cases. It is safe for concurrent use, on several nodes.
type Service struct {
	DB       *db.DB
	Clock    clock.Clock
	Ledger   *ledger.Ledger
	Areas    *area.Service
	Accounts *account.Service
	Orgs     *org.Service
	Accreds  *accred.Service
	Outbox   *outbox.Outbox
	// Sources is what each room says falls due.
	Sources []diary.Source
}

func (s *Service) now() time.Time { return clock.Cut(s.Clock.Now()) }

// due is what falls due, or waits, for all that an account may act as: each thing once.
func (s *Service) due(tx *db.Tx, acting []authz.Actor, w diary.Window) ([]diary.Item, error) {
	if len(acting) == 1 {
		return diary.All(tx, s.Sources, acting[0], w)
	}
	var out []diary.Item
	known := map[string]int{}
	for _, who := range acting {
		items, err := diary.All(tx, s.Sources, who, w)
		if err != nil {
			return nil, err
		}
		for _, x := range items {
			i, ok := known[x.Key]
			switch {
			case !ok:
				known[x.Key] = len(out)
				out = append(out, x)
			case out[i].Others && !x.Others:
				out[i] = x
			}
		}
	}
	diary.Sort(out)
	return out, nil
}
