package intake

import (
	"slices"
	"strings"

	"watchword/internal/fault"
)

// fieldsOf is what can be chosen for a column, in the order of a list.
var fieldsOf = map[Kind][]Field{
	People: {FieldNumber, FieldSurname, FieldForenames, FieldFullName, FieldBorn, FieldOrganisation, FieldRole, FieldSupervisor, FieldTeam, FieldPowers, FieldOffences, FieldArea,
		FieldVettingLevel, FieldVettingResult, FieldVettingDecided, FieldVettingExpires, FieldTrainingPassed, FieldTrainingExpires, FieldFrom, FieldTo, FieldStatus,
		FieldTelephone, FieldEmail, FieldAddress, FieldPostcode, FieldConsent, FieldNotes},
	Organisations: {FieldOrganisation, FieldReference, FieldKind, FieldAliases, FieldParent, FieldAddress, FieldPostcode, FieldTelephone, FieldEmail, FieldContact,
		FieldSignatory, FieldLiaison1, FieldLiaison2, FieldArea, FieldRolesPowers, FieldRole, FieldPowers, FieldOffences, FieldFrom, FieldTo, FieldStatus, FieldHeadCount,
		FieldNotes},
}

// Fields is what a column of that kind of table can be chosen to hold.
func (k Kind) Fields() []Field { return fieldsOf[k] }

// ParseField is the field of that name in tables of that kind; fault.Invalid names the
// others.
func (k Kind) ParseField(name string) (Field, error) {
	if slices.Contains(fieldsOf[k], Field(name)) {
		return Field(name), nil
	}
	return "", fault.New(fault.Invalid, "There is no field %q of %s. The fields are: %s.", shown(name), k, list(fieldsOf[k]))
}

// PersonStatuses is what people can be said to be.
var PersonStatuses = []Status{Active, AwaitingVetting, Suspended, Withdrawn, Left, Expired}

// ParseStatus is the status of that name; fault.Invalid names the others.
func ParseStatus(name string) (Status, error) {
	if slices.Contains(PersonStatuses, Status(name)) {
		return Status(name), nil
	}
	return "", fault.New(fault.Invalid, "%q is no status. Write one of: %s.", shown(name), list(PersonStatuses))
}

func list[S ~string](names []S) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = string(n)
	}
	return strings.Join(out, ", ")
}
