package org

import (
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// EnterIn enters an organisation as a register kept elsewhere has it, with its state,
// dates and the powers decided there: true from its own first day, known from now. It is
// for imports; what is entered is not decided here, and says so in the ledger.
//
// Errors: fault.Forbidden, fault.Invalid names the fields.
func (s *Service) EnterIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, org id.Org, o Organisation) error {
	if err := who.May(authz.Import, authz.Object{}); err != nil {
		return err
	}
	o.Aliases = clean(o.Aliases)
	if o.State == "" {
		o.State = Applying
	}
	if err := o.check(); err != nil {
		return err
	}
	if err := s.number(tx, e.Force, org, &o); err != nil {
		return err
	}
	if err := s.names(tx, e.Force, org, o); err != nil {
		return err
	}
	from := e.At
	if o.From != clock.NoDay && o.From.Start().Before(from) {
		from = o.From.Start()
	}
	return s.put(tx, e, Change{Org: org, After: o, From: from})
}
