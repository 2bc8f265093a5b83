// Package desk is the pages over several registers: the start page, lists, search,
// the public register. It keeps one derived line a person, written in the same
// transaction as the change it follows from, so that a filtered and sorted page is read
// from one index. What a line says can always be worked out anew (Refresh).
//
// Read Line, then people.go. Pages are in deskweb and dossierweb.
package desk

import (
	"slices"
	"time"

	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

// Stage is how far a person has come. Whether someone granted is in force at an instant
// is told by Begins and Until.
type Stage string

const (
	PutForward     Stage = "put-forward"
	InVetting      Stage = "vetting"
	VettingRefused Stage = "vetting-refused"
	Cleared        Stage = "cleared" // vetting passed, not yet before the delegate
	Proposed       Stage = "proposed"
	Granted        Stage = "granted"
	Suspended      Stage = "suspended"
	OrgStopped     Stage = "org-stopped" // suspended with the employer
	Refused        Stage = "refused"
	Ended          Stage = "ended" // withdrawn, left, ceased
)

// Line is a person in a list.
type Line struct {
	Person        id.Person
	Accreditation id.Accreditation // empty if there is none
	Org           id.Org
	OrgName       string
	Name          string // surname first
	Number        string // AP number; empty until accredited
	Role          string
	Team          id.Team // empty if the person belongs to none
	TeamName      string
	Stage         Stage
	Begins, Until time.Time     // of the accreditation, as it stands if nobody acts
	EndsAs        accred.Status // what it becomes at Until
	Due           time.Time     // the nearest thing that lapses: clock.Forever if nothing
	DueWhat       string        // "training", "law" (a power ends in law), "vetting", "period" or "arrangements"
	Waiting       clock.Day     // in vetting: since
	Area          string
	Powers        int
	Photo         string

	areas []id.Area // where the person may act; known only of a past day
}

// RoleAndTeam is what the person is at the employer: "Community warden, Parks".
func (l Line) RoleAndTeam() string {
	if l.Role == "" || l.TeamName == "" {
		return l.Role + l.TeamName
	}
	return l.Role + ", " + l.TeamName
}

// Status is what the line amounts to at an instant.
func (l Line) Status(at time.Time) accred.Status {
	switch l.Stage {
	case Granted:
		if at.Before(l.Begins) {
			return accred.StatusNotYet
		}
		if !at.Before(l.Until) {
			return l.EndsAs
		}
		return accred.StatusInForce
	case Suspended:
		return accred.StatusSuspended
	case OrgStopped:
		return accred.StatusOrgStopped
	case Proposed:
		return accred.StatusProposed
	case Refused:
		return accred.StatusRefused
	case Ended:
		return l.EndsAs
	}
	return ""
}

// Desk keeps and reads the lines.
type Desk struct {
	DB        *db.DB
	Clock     clock.Clock
	Ledger    *ledger.Ledger
	Areas     *area.Service
	Orgs      *org.Service
	Persons   *person.Service
	Vettings  *vetting.Service
	Trainings *training.Service
	Accreds   *accred.Service

	counts counts
}

// PersonChanged follows a change of a person (person.Service.OnChange).
func (d *Desk) PersonChanged(tx *db.Tx, e *ledger.Draft, c person.Change) error {
	d.later(e, c.Person)
	return nil
}

// FactsChanged follows a change of vetting or training.
func (d *Desk) FactsChanged(tx *db.Tx, e *ledger.Draft, of id.Person, _ time.Time) error {
	d.later(e, of)
	return nil
}

// AccreditationChanged follows a change of an accreditation (accred.Service.OnChange).
func (d *Desk) AccreditationChanged(tx *db.Tx, e *ledger.Draft, c accred.Change) error {
	d.later(e, c.After.Person)
	return nil
}

// OrgChanged follows a change of an organisation that shows in its people's lines.
func (d *Desk) OrgChanged(tx *db.Tx, e *ledger.Draft, c org.Change) error {
	if c.Before.Name == "" || c.Before.Name == c.After.Name && c.Before.State == c.After.State && c.Before.To == c.After.To && c.Before.AreaText == c.After.AreaText &&
		slices.Equal(c.Before.Areas, c.After.Areas) && !slices.ContainsFunc(c.Before.Teams, func(t org.Team) bool { return c.After.TeamName(t.ID) != t.Name }) {
		return nil
	}
	people, err := d.Persons.Under(tx, e.Force, c.Org)
	if err != nil {
		return err
	}
	for _, p := range people {
		d.later(e, id.Person(p.ID))
	}
	return nil
}

// later has the person's line written anew once, when the use case has done all else.
func (d *Desk) later(e *ledger.Draft, of id.Person) {
	e.Finally("desk_line/"+string(of), func(tx *db.Tx, e *ledger.Draft) error { return d.Refresh(tx, e.Force, of, e.At) })
}

// Refresh works out a person's line from the registers as they stand, and writes it.
func (d *Desk) Refresh(tx *db.Tx, force id.Force, of id.Person, at time.Time) error {
	w := register.Now(at)
	p, err := d.Persons.Any(tx, force, of, w)
	if err != nil {
		return err
	}
	o, err := d.Orgs.Any(tx, force, p.State.Org, w)
	if err != nil {
		return err
	}
	f, err := d.Areas.Force(tx, force)
	if err != nil {
		return err
	}
	accs, err := d.Accreds.Of(tx, force, of, w)
	if err != nil {
		return err
	}
	vet, err := d.Vettings.Of(tx, force, of, w)
	if err != nil {
		return err
	}
	known := facts{person: of, state: &p.State, org: &o.State, accs: accs, vet: vet, law: f.Settings.Law()}
	return known.derive(at).save(tx, force)
}

// vetting sets the stage of a person who has no accreditation.
func (l *Line) vetting(v vetting.Vetting, p person.Person) {
	switch {
	case p.Merged != "":
		l.Stage, l.EndsAs = Ended, accred.StatusMerged
	case p.Left != clock.NoDay:
		l.Stage, l.EndsAs = Ended, accred.StatusLeft
	case p.OptedOut != clock.NoDay:
		l.Stage, l.EndsAs = Ended, accred.StatusGivenUp
	case v.Outcome == vetting.Waiting:
		l.Stage, l.Waiting = InVetting, v.Requested
	case v.Outcome == vetting.Passed:
		l.Stage = Cleared
	case v.Outcome == vetting.Refused || v.Outcome == vetting.Withdrawn:
		l.Stage = VettingRefused
	default:
		l.Stage = PutForward
	}
}

// accreditation sets what the accreditation amounts to, and what lapses next.
func (l *Line) accreditation(a accred.Version, o *org.Organisation, at time.Time, in law.Territory) accred.Standing {
	s := a.State.Stand(o, at, in)
	l.Accreditation, l.Number, l.Powers = id.Accreditation(a.ID), a.State.Number, len(a.State.Grants)
	if a.State.RoleTitle != "" {
		l.Role = a.State.RoleTitle
	}
	if a.State.AreaText != "" {
		l.Area = a.State.AreaText
	}
	l.Begins, l.Until, l.EndsAs = a.State.From.Start(), s.Until, s.Ends
	switch s.Status {
	case accred.StatusProposed:
		l.Stage, l.Begins, l.Until = Proposed, clock.Forever, clock.Forever
	case accred.StatusRefused:
		l.Stage = Refused
	case accred.StatusSuspended:
		l.Stage = Suspended
	case accred.StatusOrgStopped:
		l.Stage = OrgStopped
	case accred.StatusInForce, accred.StatusNotYet:
		l.Stage = Granted
		if s.Status == accred.StatusNotYet { // look past the day on which it begins
			later := a.State.Stand(o, l.Begins, in)
			l.Until, l.EndsAs = later.Until, later.Ends
		}
	case accred.StatusExpired, accred.StatusVettingOver, accred.StatusCeased:
		l.Stage, l.EndsAs = Ended, s.Status
		if a.State.State == accred.InForce { // lapsed by itself, and may come back
			l.Stage, l.Until = Granted, at
		}
	default:
		l.Stage, l.EndsAs = Ended, s.Status
	}
	l.next(a.State, o, s)
	return s
}

// next is the nearest thing that lapses.
func (l *Line) next(a accred.Accreditation, o *org.Organisation, s accred.Standing) {
	if l.Stage != Granted && l.Stage != Suspended && l.Stage != OrgStopped {
		return
	}
	if l.Until.Before(l.Due) {
		l.Due, l.DueWhat = l.Until, map[accred.Status]string{accred.StatusExpired: "period", accred.StatusVettingOver: "vetting", accred.StatusCeased: "arrangements"}[l.EndsAs]
	}
	for _, p := range s.Powers {
		if p.Status == accred.PowerInForce && p.Until.Before(l.Due) {
			l.Due, l.DueWhat = p.Until, "law"
			if g := p.Grant.Trained; g != clock.NoDay && g.End().Equal(p.Until) {
				l.DueWhat = "training"
			}
		}
	}
}
