package incident

import (
	"context"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Service is the use cases of published incidents. It is safe for concurrent use.
type Service struct {
	db      *db.DB
	ledger  *ledger.Ledger
	areas   *area.Service
	grounds grounds
	tallies tallies
	// Present is which accredited organisations work in each area, with how many persons, as
	// far as the actor sees; when is nil for the present. It is asked of a room above: see
	// wire/hooks.go.
	Present func(ctx context.Context, who authz.Actor, when *register.When) (map[id.Area][]Here, error)
}

// Here is an accredited organisation that works in an area.
type Here struct {
	Org     id.Org
	Name    string
	Persons int // accredited persons who may act there
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, areas *area.Service) *Service {
	return &Service{db: d, ledger: l, areas: areas}
}

// Beside is who works beside the incidents, as far as the actor sees. Errors:
// fault.Forbidden.
func (s *Service) Beside(ctx context.Context, who authz.Actor, when *register.When) (Beside, error) {
	if err := who.May(authz.ReadIncidents, authz.Object{}); err != nil {
		return Beside{}, err
	}
	here, err := s.Present(ctx, who, when)
	return Beside{Here: here, Orgs: who.Can(authz.ReadOrg), Persons: who.Can(authz.ReadPerson) || who.Can(authz.ReadFigures)}, err
}
