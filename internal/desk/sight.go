package desk

import (
	"encoding/json"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/ledger"
)

// sight is what of the ledger's words an actor who reads the ledger may read. The ledger
// holds the states of every register, and each register has readers of its own.
type sight struct {
	who authz.Actor
}

// rowReaders is the permission by which the rows of a register are read beside that for
// the ledger.
var rowReaders = map[string]authz.Permission{"organisation": authz.ReadOrg, "person": authz.ReadPerson, "vetting": authz.ReadPerson, "vetting_case": authz.ReadPerson, "vetting_part": authz.OpenVetting, "training": authz.ReadPerson,
	"training_provider": authz.ReadTraining, "trainer": authz.ReadTraining, "course": authz.ReadTraining, "course_session": authz.ReadTraining, "training_place": authz.ReadTraining, "manual": authz.ReadTraining, "rule_word": authz.ReadTraining,
	"accreditation": authz.ReadPerson, "letter": authz.ReadLetters, "card": authz.ReadCard, "account": authz.ManageAccounts, "agreement": authz.ReadAgreement, "meeting": authz.ReadAgreement, "contact_check": authz.ReadAgreement, "matter": authz.ReadAgreement, "supervision_plan": authz.ReadAgreement, "supervision_visit": authz.ReadAgreement, "evaluation": authz.ReadAgreement,
	"complaint": authz.ReadComplaints}

// openOfVetting is what of vetting may be read outside the vetting unit.
var openOfVetting = []string{"outcome", "level", "requested", "renewal", "decided", "expires", "by", "account"}

// row reports whether the actor may read the rows of a register at all.
func (s sight) row(of ledger.Subject) bool {
	needs, ok := rowReaders[of.Kind()]
	return !ok || s.who.Can(needs) || of.Kind() == "account" && of.ID() == string(s.who.Account)
}

// field reports whether the actor may read a field of such a row.
func (s sight) field(kind, name string) bool {
	switch kind {
	case "vetting":
		return slices.Contains(openOfVetting, name)
	case "accreditation":
		return name != "appeals" || s.who.Can(authz.Appeal) || s.who.Can(authz.Grant)
	case "training_place":
		return name != "feedback" // learners were told that their names do not stand beside it
	case "person":
		return name != "born" || s.who.Can(authz.ChangePerson) || s.who.Can(authz.RecordVetting)
	}
	return true
}

// whole reports whether the actor may read all that a state line says.
func (s sight) whole(of ledger.Subject, text string) bool {
	if !s.row(of) {
		return false
	}
	if text == "" {
		return true
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &fields) != nil {
		return of.Kind() != "vetting" && of.Kind() != "person" // of these what cannot be told apart is kept back
	}
	for name := range fields {
		if !s.field(of.Kind(), name) {
			return false
		}
	}
	return true
}

// text is an entry's words as they were sealed, without the state lines that the actor
// may not read whole, and whether any was left out.
func (s sight) text(sealed string) (shown string, withheld bool) {
	lines := strings.Split(sealed, "\n")
	for i, line := range lines[1:] {
		ref, body := splitRow(line)
		if !s.whole(subjectOf(ref), stateJSON(body)) {
			lines[i+1], withheld = ref+" (not shown to you)", true
		}
	}
	return strings.Join(lines, "\n"), withheld
}
