package apply

import (
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/register"
)

// Service is the use cases.
type Service struct {
	db     *db.DB
	ledger *ledger.Ledger
	areas  *area.Service
	orgs   *org.Service
	outbox *outbox.Outbox
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, areas *area.Service, orgs *org.Service, out *outbox.Outbox) *Service {
	return &Service{db: d, ledger: l, areas: areas, orgs: orgs, outbox: out}
}

// write writes to somebody of an employer, who need not have an account. It leaves the
// program only where a way for messages is set up.
func (s *Service) write(tx *db.Tx, e *ledger.Draft, kind, to, subject, body string) error {
	if to == "" {
		return nil
	}
	f, err := s.areas.Force(tx, e.Force)
	if err == nil {
		_, err = s.outbox.Put(tx, outbox.Message{Force: e.Force, Kind: kind, Sender: f.Name, Address: to, Subject: subject, Body: body})
	}
	return err
}

// FindProspect is a prospect as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) FindProspect(tx *db.Tx, who authz.Actor, of id.Prospect, w register.When) (ProspectVersion, error) {
	if err := may(who); err != nil {
		return ProspectVersion{}, err
	}
	return prospects.Find(tx, who.Force, string(of), w)
}

// ProspectHistory is every version of a prospect; see register.Table.History.
func (s *Service) ProspectHistory(tx *db.Tx, who authz.Actor, of id.Prospect, all bool) ([]ProspectVersion, error) {
	if _, err := s.FindProspect(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return prospects.History(tx, who.Force, string(of), all)
}
