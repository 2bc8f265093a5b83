package wire

import (
	"strings"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// hooks ties what must happen together, in one transaction, across rooms that may not
// know each other: a lower room tells, a higher one acts. This is the whole list.
func (r *Rooms) hooks() {
	// What is asked of a room above, or beside: which areas a role reaches, where a person
	// may act, and who works in each area.
	r.Accounts.Reach = r.Areas.Reach
	r.Persons.Where = r.Accreds.Where
	r.Accreds.Ends = r.Reforms.Endings
	// Accounts and units of the force know one another.
	r.Accounts.OpenUnit, r.Areas.InUnit = r.Areas.OpenUnit, r.Accounts.InUnit
	r.Accounts.HasOrg, r.Accounts.HasPerson, r.Accounts.HasArea = has(r, r.Orgs.Any), has(r, r.Persons.Any), has(r, r.Areas.Find)
	r.Incidents.Present = r.Board.Present
	r.Cards.Photo = r.Factory.Hinders
	// What is charged for what happened.
	r.Cards.OnReplace = r.chargeReplacement
	// What may not be done at all.
	r.Orgs.OnChange = append(r.Orgs.OnChange, r.Persons.OrgChanged)
	r.Orgs.Hinders = append(r.Orgs.Hinders, r.Agreements.Hinders)
	r.Orgs.Hinders = append(r.Orgs.Hinders, r.Compliance.Hinders)
	r.Accreds.Hinders = append(r.Accreds.Hinders, r.Compliance.HindersPerson, r.hindersTraining)
	r.Vettings.OnChange = append(r.Vettings.OnChange, r.Envelopes.Recorded)
	r.Persons.OnChange = append(r.Persons.OnChange, r.Envelopes.PersonChanged)
	// The law first: what may no longer be held ends.
	r.Orgs.OnChange = append(r.Orgs.OnChange, r.Accreds.OrgChanged)
	r.Persons.OnChange = append(r.Persons.OnChange, r.Accreds.PersonChanged)
	r.Vettings.OnChange = append(r.Vettings.OnChange, r.Accreds.FactsChanged)
	r.Trainings.OnChange = append(r.Trainings.OnChange, r.Accreds.TrainingChanged)
	r.Accreds.OnChange = append(r.Accreds.OnChange, r.Cards.AccreditationChanged, r.Factory.AccreditationChanged)
	r.Persons.OnChange = append(r.Persons.OnChange, r.Factory.PersonChanged)
	r.Orgs.OnChange = append(r.Orgs.OnChange, r.Agreements.OrgChanged, r.Reviews.OrgChanged)
	// Then the lines that lists are made of.
	r.Orgs.OnChange = append(r.Orgs.OnChange, r.Desk.OrgChanged)
	r.Persons.OnChange = append(r.Persons.OnChange, r.Desk.PersonChanged, r.Doubles.PersonChanged)
	r.Vettings.OnChange = append(r.Vettings.OnChange, r.Desk.FactsChanged)
	r.Accreds.OnChange = append(r.Accreds.OnChange, r.Desk.AccreditationChanged)
}

// hindersTraining is what of a person's training speaks against renewing what they hold: a
// room below asks for the person alone.
func (r *Rooms) hindersTraining(tx *db.Tx, force id.Force, a accred.Accreditation, w register.When) (stop, warn []fault.Reason, err error) {
	return r.Courses.Renewal(tx, force, a.Person, w)
}

// chargeReplacement charges the employer for a replacement card where the schedule says so,
// and takes it back if the new card ends before its holder had it. It is charged for the
// card that was replaced, so that no second new card is charged for the same loss.
func (r *Rooms) chargeReplacement(tx *db.Tx, e *ledger.Draft, who authz.Actor, x card.Exchange) error {
	if x.CalledOff {
		return r.Fees.CallOff(tx, e, who, x.Because.Fee(), string(x.Old), string(x.New), "Card "+x.Number+" ended before its holder had it: "+strings.ToLower(x.State.Title()))
	}
	return r.Fees.Raise(tx, e, who, fee.Cause{Event: x.Because.Fee(), About: string(x.Old), Number: x.OldNumber, By: string(x.New), Org: x.Org,
		What: "Card " + x.OldNumber + " (" + string(x.Because) + "), by card " + x.Number})
}

// has says whether a register has a row now, by the way one is found there.
func has[T ~string, V any](r *Rooms, find func(*db.Tx, id.Force, T, register.When) (V, error)) func(*db.Tx, id.Force, T) (bool, error) {
	return func(tx *db.Tx, force id.Force, of T) (bool, error) {
		_, err := find(tx, force, of, register.Now(r.Ledger.Now()))
		if fault.Is(err, fault.NotFound) {
			return false, nil
		}
		return err == nil, err
	}
}
