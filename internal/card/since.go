package card

import (
	"time"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
)

// since is from which instant the reason has held, or the zero instant where that cannot
// be told. who is the program itself.
func (s *Service) since(tx *db.Tx, who authz.Actor, card id.Card, f *facts, r Reason, st accred.Status, at time.Time) (time.Time, error) {
	switch r {
	case Good, NotHandedOver:
		return time.Time{}, nil
	case Lapsed:
		return f.card.Ends.End(), nil
	case IsRecalled:
		history, err := table.History(tx, who.Force, string(card), false)
		return began(history, at, func(c Card) bool { return c.Recalled != clock.NoDay }), err
	case IsSuspended, IsWithdrawn, HasEnded, NotBegun:
		return s.sinceBehind(tx, who, f, st, at)
	}
	return f.card.Since, nil
}

// sinceBehind is from when the accreditation has not been in force, as it is not now.
func (s *Service) sinceBehind(tx *db.Tx, who authz.Actor, f *facts, st accred.Status, at time.Time) (time.Time, error) {
	a := &f.accreditation
	switch st {
	case accred.StatusNotYet:
		return a.From.Start(), nil
	case accred.StatusExpired:
		return a.To.End(), nil
	case accred.StatusVettingOver:
		return a.VettingUntil.End(), nil
	case accred.StatusInForce: // the person has left, and nobody has told the accreditation
		return f.person.Left.End(), nil
	case accred.StatusOrgStopped:
		return s.sinceOrg(tx, who, f, at)
	case accred.StatusCeased:
		if a.State.Live() {
			return s.sinceOrg(tx, who, f, at)
		}
	}
	history, err := s.accreds.History(tx, who, f.card.Accreditation, false)
	return began(history, at, func(v accred.Accreditation) bool { return v.State == a.State }), err
}

// sinceOrg is from when the employer's arrangements have not been in force.
func (s *Service) sinceOrg(tx *db.Tx, who authz.Actor, f *facts, at time.Time) (time.Time, error) {
	if st := f.org.Standing(at); st.State == law.Ended && st.Until.Before(clock.Forever) {
		return st.Until, nil
	}
	history, err := s.orgs.History(tx, who, f.accreditation.Org, false)
	return began(history, at, func(o org.Organisation) bool { return o.State == f.org.State }), err
}

// began is when what holds now began to hold without a break.
func began[T any](history []register.Version[T], at time.Time, holds func(T) bool) time.Time {
	var from time.Time
	for _, v := range history {
		switch {
		case v.From.After(at):
		case !holds(v.State):
			from = time.Time{}
		case from.IsZero():
			from = v.From
		}
	}
	return from
}
