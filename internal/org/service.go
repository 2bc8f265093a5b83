package org

import (
	"context"
	"fmt"
	"strings"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Change is news of an organisation, handed up within the transaction.
type Change struct {
	Org    id.Org
	Before Organisation // zero if it is new
	After  Organisation
	From   time.Time // true from this instant
	Ends   bool      // every accreditation under it ceases
}

// Service is the register's use cases.
type Service struct {
	db     *db.DB
	ledger *ledger.Ledger
	areas  *area.Service
	// OnChange is told of each change, within its transaction; see wire/hooks.go.
	OnChange []func(tx *db.Tx, e *ledger.Draft, c Change) error
	// Hinders is asked before an approval or renewal of arrangements that begin on a day for
	// reasons why it cannot be decided; see wire/hooks.go.
	Hinders []func(tx *db.Tx, e *ledger.Draft, org id.Org, o Organisation, begins clock.Day) ([]fault.Reason, error)
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, areas *area.Service) *Service {
	return &Service{db: d, ledger: l, areas: areas}
}

// Find is an organisation as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, org id.Org, w register.When) (Version, error) {
	if err := who.May(authz.ReadOrg, authz.Object{Org: org}); err != nil {
		return Version{}, err
	}
	return table.Find(tx, who.Force, string(org), w)
}

// Any is an organisation as it stood, for use cases that have asked for permission
// themselves.
func (s *Service) Any(tx *db.Tx, force id.Force, org id.Org, w register.When) (Version, error) {
	return table.Find(tx, force, string(org), w)
}

// ByName is the organisation of that name or alias. It returns fault.NotFound if there
// is none.
func (s *Service) ByName(tx *db.Tx, force id.Force, name string) (Version, error) {
	var org string
	err := tx.QueryRow(`SELECT organisation_id FROM organisation_name WHERE force_id = ? AND fold = ?`, string(force), Fold(name)).Scan(&org)
	if db.NoRows(err) {
		return Version{}, fault.New(fault.NotFound, "There is no organisation named %s.", name)
	}
	if err != nil {
		return Version{}, err
	}
	return table.Find(tx, force, org, register.Now(s.ledger.Now()))
}

// AsAt is every organisation as it stood, in the order of their names: those the actor
// may see.
func (s *Service) AsAt(tx *db.Tx, who authz.Actor, w register.When) ([]Version, error) {
	scope := who.Scope(authz.ReadOrg, authz.Columns{Force: "r.force_id", Org: "r.id"})
	return table.List(tx, who.Force, w, scope, "r.sort_name, r.id", 100000)
}

// All is every organisation as it stood, whoever asks.
func (s *Service) All(tx *db.Tx, force id.Force, w register.When) ([]Version, error) {
	return table.List(tx, force, w, db.Where{}, "r.sort_name, r.id", 100000)
}

// History is every version of an organisation; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, org id.Org, all bool) ([]Version, error) {
	if err := who.May(authz.ReadOrg, authz.Object{Org: org}); err != nil {
		return nil, err
	}
	vs, err := table.History(tx, who.Force, string(org), all)
	if err == nil && len(vs) == 0 {
		err = fault.New(fault.NotFound, "There is no such organisation.")
	}
	return vs, err
}

// Add enters an organisation that asks to be accredited. Errors: fault.Invalid names the
// fields; fault.Conflict if the name is another's; fault.Forbidden.
func (s *Service) Add(ctx context.Context, who authz.Actor, o Organisation) (id.Org, error) {
	org := id.New[id.Org]()
	_, err := s.ledger.Do(ctx, who, "organisation.add", []ledger.Subject{table.Subject(string(org))}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.AddIn(tx, e, who, org, o)
	})
	return org, err
}

// AddIn is Add within a transaction and entry already begun.
func (s *Service) AddIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, org id.Org, o Organisation) error {
	if err := who.May(authz.AddOrg, authz.Object{}); err != nil {
		return err
	}
	o.State, o.Aliases = Applying, clean(o.Aliases)
	if err := o.check(); err != nil {
		return err
	}
	if err := s.number(tx, e.Force, org, &o); err != nil {
		return err
	}
	if err := s.names(tx, e.Force, org, o); err != nil {
		return err
	}
	e.Say(o.Name+" was entered in the register", "")
	return s.put(tx, e, Change{Org: org, After: o, From: e.At})
}

// Alter changes an organisation's particulars, contacts, area, roles and the powers
// asked for; what is decided of them stays. change is given the present state.
func (s *Service) Alter(ctx context.Context, who authz.Actor, org id.Org, change func(*Organisation) error) error {
	_, err := s.ledger.Do(ctx, who, "organisation.change", []ledger.Subject{table.Subject(string(org))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.ChangeOrg, authz.Object{Org: org}); err != nil {
			return err
		}
		v, err := table.Find(tx, who.Force, string(org), register.Now(e.At))
		if err != nil {
			return err
		}
		after := v.State.copy()
		if err := change(&after); err != nil {
			return err
		}
		after.keepDecided(v.State)
		if err := after.check(); err != nil {
			return err
		}
		if err := s.teamsFit(tx, who.Force, &after); err != nil {
			return err
		}
		if err := s.names(tx, who.Force, org, after); err != nil {
			return err
		}
		e.Say(after.Name+": particulars changed", "")
		return s.put(tx, e, Change{Org: org, Before: v.State, After: after, From: e.At})
	})
	return err
}

func (s *Service) put(tx *db.Tx, e *ledger.Draft, c Change) error {
	e.Subject(table.Subject(string(c.Org)))
	if err := table.Put(tx, e, string(c.Org), c.After, c.From, clock.Forever); err != nil {
		return err
	}
	for _, f := range s.OnChange {
		if err := f(tx, e, c); err != nil {
			return err
		}
	}
	return nil
}

// number gives the organisation a number never given before, or takes the one it has.
func (s *Service) number(tx *db.Tx, force id.Force, org id.Org, o *Organisation) error {
	if o.Number == "" {
		n, err := db.Count(tx, `SELECT COUNT(*) FROM organisation_number WHERE force_id = ?`, string(force))
		if err != nil {
			return err
		}
		for taken := int64(1); taken > 0; {
			n++
			o.Number = fmt.Sprintf("ORG-%03d", n)
			if taken, err = db.Count(tx, `SELECT COUNT(*) FROM organisation_number WHERE force_id = ? AND number = ?`, string(force), o.Number); err != nil {
				return err
			}
		}
	}
	_, err := tx.Exec(`INSERT INTO organisation_number (force_id, number, organisation_id) VALUES (?, ?, ?)`, string(force), o.Number, string(org))
	if db.Duplicate(err) {
		return fault.In("number", "The number %s belongs to another organisation", o.Number)
	}
	return err
}

// names keeps each name and alias for one organisation.
func (s *Service) names(tx *db.Tx, force id.Force, org id.Org, o Organisation) error {
	for _, name := range append([]string{o.Name}, o.Aliases...) {
		var holder string
		err := tx.QueryRow(`SELECT organisation_id FROM organisation_name WHERE force_id = ? AND fold = ?`, string(force), Fold(name)).Scan(&holder)
		switch {
		case db.NoRows(err):
			if _, err := tx.Exec(`INSERT INTO organisation_name (force_id, fold, organisation_id) VALUES (?, ?, ?)`, string(force), Fold(name), string(org)); err != nil {
				return err
			}
		case err != nil:
			return err
		case holder != string(org):
			return fault.In("name", "%s is the name of another organisation in the register", name)
		}
	}
	return nil
}

func clean(names []string) []string {
	var out []string
	for _, n := range names {
		if n = strings.TrimSpace(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}

// copy is the organisation with slices of its own, safe to change.
func (o Organisation) copy() Organisation {
	o.Contacts = append([]Contact(nil), o.Contacts...)
	o.Aliases = append([]string(nil), o.Aliases...)
	o.Areas = append([]id.Area(nil), o.Areas...)
	o.Teams = append([]Team(nil), o.Teams...)
	roles := make([]Role, len(o.Roles))
	for i, r := range o.Roles {
		r.Powers = append([]Power(nil), r.Powers...)
		roles[i] = r
	}
	o.Roles = roles
	return o
}

// keepDecided puts back everything that only a decision may change: state, dates and
// answers. A power whose offences were changed is asked for again.
func (o *Organisation) keepDecided(before Organisation) {
	o.State, o.From, o.To, o.Since, o.Why, o.FitTest, o.Number = before.State, before.From, before.To, before.Since, before.Why, before.FitTest, before.Number
	o.Exit = before.Exit
	for i := range o.Roles {
		was, known := before.Role(o.Roles[i].ID)
		for j, p := range o.Roles[i].Powers {
			o.Roles[i].Powers[j].Answer, o.Roles[i].Powers[j].By, o.Roles[i].Powers[j].On,
				o.Roles[i].Powers[j].Condition, o.Roles[i].Powers[j].Because = Asked, "", clock.NoDay, "", ""
			if !known {
				continue
			}
			if q, _ := was.Allows(p.Power); q.Power != "" && fmt.Sprint(q.Offences) == fmt.Sprint(p.Offences) {
				if p.Reason != "" {
					q.Reason = p.Reason
				}
				o.Roles[i].Powers[j] = q
			}
		}
	}
}
