package accred

import (
	"context"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Transfer is that a person goes from one employer to another.
type Transfer struct {
	Org        id.Org // the new employer
	Role       id.Role
	Supervisor string
	Last       clock.Day // with the old employer
	Joined     clock.Day // the first with the new one; none: the day after
	Agreed     clock.Day // on which the person agreed to take part there
}

// MoveEmployer ends what a person holds with one employer and puts them forward with
// another, as one act. The old entry says when they left; the new one has their
// particulars, photograph and training, and nothing else: the vetting unit decides anew,
// and the delegate grants anew with another AP number. The person and both employers are
// written to. It returns the new entry.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict
// if they left already.
//
// Law: Police Reform Act 2002, s41(2), (8)(a).
func (s *Service) MoveEmployer(ctx context.Context, who authz.Actor, of id.Person, m Transfer) (id.Person, error) {
	to := id.New[id.Person]()
	_, err := s.ledger.Do(ctx, who, "person.move", []ledger.Subject{person.Subject(string(of)), person.Subject(string(to))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := s.persons.Any(tx, who.Force, of, register.Now(e.At))
		if err != nil {
			return err
		}
		if m.Org == v.State.Org || m.Org == "" {
			return fault.In("org", "Choose the employer to whom the person goes")
		}
		next := v.State
		next.Org, next.Role, next.Supervisor, next.Team, next.Note = m.Org, m.Role, m.Supervisor, "", ""
		next.Agreed, next.Joined, next.Nominated, next.OptedOut, next.Formerly = m.Agreed, m.Joined, clock.NoDay, clock.NoDay, of
		if next.Joined == clock.NoDay {
			next.Joined = m.Last.AddDays(1)
		}
		if m.Last != clock.NoDay && next.Joined <= m.Last {
			return fault.In("joined", "Enter a first day after the last day with the old employer")
		}
		e.Say(next.Name()+" goes to another employer", "Police Reform Act 2002, s41(8)(a)")
		if err := s.persons.LeaveIn(tx, e, who, of, m.Last, ""); err != nil {
			return err
		}
		if err := s.persons.NominateIn(tx, e, who, to, next); err != nil {
			return err
		}
		trained, err := s.trainings.Of(tx, e.Force, of, register.Now(e.At))
		if err != nil {
			return err
		}
		if len(trained.Passes) > 0 {
			if _, err := s.trainings.RecordIn(tx, e, who, to, trained.Passes); err != nil {
				return err
			}
		}
		w, err := s.world(tx, e, to)
		if err != nil {
			return err
		}
		return s.writeLetters(tx, e, "person.move", Accreditation{Person: to, Org: m.Org, RoleTitle: w.person.RoleTitle, State: Proposed}, w)
	})
	return to, err
}
