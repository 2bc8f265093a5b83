// Package liaison is what the parties of a joint operating protocol do under it: the
// meetings of an organisation with its neighbourhood team and their minutes, the
// directory of contacts and when each was verified, the log of issues between the
// parties, and the yearly evaluation of their work together. When each falls due is
// worked out from the protocol in force and the settings of the force; nothing is kept
// that says so.
//
// Read Service, then meeting.go, contact.go, matter.go, evaluation.go, each a register of
// its own, tell.go and diary.go.
package liaison

import (
	"time"

	"watchword/internal/account"
	"watchword/internal/agreement"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/register"
)

// Service is the use cases.
type Service struct {
	ledger     *ledger.Ledger
	areas      *area.Service
	orgs       *org.Service
	agreements *agreement.Service
	accounts   *account.Service
	outbox     *outbox.Outbox
}

// New is the service on the database of those rooms.
func New(l *ledger.Ledger, areas *area.Service, orgs *org.Service, agreements *agreement.Service, accounts *account.Service, out *outbox.Outbox) *Service {
	return &Service{ledger: l, areas: areas, orgs: orgs, agreements: agreements, accounts: accounts, outbox: out}
}

// seen says of which organisations the actor may read what the parties do, each asked once;
// with one organisation named, it must be one of them.
// Errors: fault.Forbidden, fault.NotFound.
func (s *Service) seen(tx *db.Tx, who authz.Actor, with id.Org, w register.When) (func(id.Org) bool, error) {
	reach, may := who.Reach(authz.ReadAgreement)
	switch {
	case with != "":
		return func(o id.Org) bool { return o == with }, s.May(tx, who, authz.ReadAgreement, with)
	case !may:
		return nil, who.May(authz.ReadAgreement, authz.Object{})
	case reach == authz.WholeForce:
		return func(id.Org) bool { return true }, nil
	}
	orgs, err := s.orgs.AsAt(tx, who, w)
	mine := map[id.Org]bool{}
	for i := range orgs {
		of := id.Org(orgs[i].ID)
		mine[of] = who.May(authz.ReadAgreement, authz.Object{Org: of, Areas: orgs[i].State.Areas}) == nil
	}
	return func(o id.Org) bool { return mine[o] }, err
}

// May asks for a permission on what the parties do; see agreement.Service.May.
func (s *Service) May(tx *db.Tx, who authz.Actor, p authz.Permission, with id.Org) error {
	return s.agreements.May(tx, who, p, with)
}

// parties is an organisation with the force that it works with, as they stood.
type parties struct {
	org   org.Version
	force area.Force
	began clock.Day         // of the protocol in force; clock.NoDay without one
	under agreement.Version // that protocol
}

// between reads the parties, and whether a protocol was in force between them.
func (s *Service) between(tx *db.Tx, force id.Force, with id.Org, w register.When) (p parties, err error) {
	if p.org, err = s.orgs.Any(tx, force, with, w); err != nil {
		return p, err
	}
	if p.force, err = s.areas.Force(tx, force); err != nil {
		return p, err
	}
	p.under, err = s.agreements.ProtocolOf(tx, force, with, w)
	if fault.Is(err, fault.NotFound) {
		return p, nil
	}
	if err == nil {
		p.began, err = s.agreements.Began(tx, force, p.under)
	}
	return p, err
}

// party is a side by name.
func (p *parties) party(side agreement.Side) string {
	if side == agreement.OfOrg {
		return p.org.State.Name
	}
	return p.force.Name
}

// next is the last day in time of what is due every so many months from the day the
// protocol began, or from the day it was last done; clock.NoDay without a protocol.
func next(began, last clock.Day, months int) clock.Day {
	if began == clock.NoDay {
		return clock.NoDay
	}
	return max(began, last).AddMonths(months)
}

// Most letters of a short text, and of a long one.
const (
	short = 2000
	long  = 40000
)

// done says who did something last, and when.
type done struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

func doneBy(who authz.Actor, e *ledger.Draft) done { return done{By: who.Name, At: e.At} }

// about is the subjects of an entry: the thing and the organisation.
func about(thing ledger.Subject, with id.Org) []ledger.Subject {
	return []ledger.Subject{thing, ledger.About("organisation", with)}
}
