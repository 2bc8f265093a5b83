// Package envelope keeps each vetting of a person as a sealed envelope. The person fills
// the form through a link of their own; the vetting unit alone opens it, asks, and decides
// level, restrictions, last day and aftercare. Everybody else sees where it stands, the
// level and the days: that is a Case, and all that is registered. What was decided is told
// to the register of vettings, on which accreditation rests.
//
// What is in an envelope (part.go) is sealed under a key of its own, which is wrapped under
// the unit's (keyring.Wrapper). Tables, ledger, log and backup hold only sealed bytes and
// salted commitments to them. When a retention rule says so the key and the parts are
// destroyed; the ledger still verifies.
//
// Read Case, then states.go, form.go for what is asked, and service.go.
//
// Law: Police Reform Act 2002, s41(4)(b): a suitable person to exercise the powers.
package envelope

import (
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Kind is why a person is vetted.
type Kind string

const (
	First   Kind = "first"
	Renewal Kind = "renewal"
	// Kept is the envelope of a clearance that was given without one: on paper, or
	// elsewhere. It takes what the person tells afterwards.
	Kept Kind = "kept"
)

// Title is the kind in plain words.
func (k Kind) Title() string {
	return map[Kind]string{First: "First vetting", Renewal: "Renewal", Kept: "Cleared on paper"}[k]
}

// Case is where one vetting of a person stands: what everybody may see who may see the
// person. Nothing that the person wrote or the unit found is in it.
type Case struct {
	Person    id.Person `json:"person"`
	Org       id.Org    `json:"org"` // the employer when it began
	Kind      Kind      `json:"kind"`
	State     State     `json:"state"`
	Level     string    `json:"level,omitempty"` // asked for; once decided, given
	Full      bool      `json:"full,omitempty"`  // the form asks for household and money too
	Requested clock.Day `json:"requested,omitempty"`
	Invited   clock.Day `json:"invited,omitempty"` // the person was given a link
	Begun     clock.Day `json:"begun,omitempty"`   // the person opened it
	Sent      clock.Day `json:"sent,omitempty"`    // the form came to the unit
	Questions int       `json:"questions,omitempty"`
	AnswerBy  clock.Day `json:"answer_by,omitempty"` // the last day in time for what is asked
	Chased    clock.Day `json:"chased,omitempty"`    // last reminded
	Decided   clock.Day `json:"decided,omitempty"`
	Expires   clock.Day `json:"expires,omitempty"` // the last day of the clearance
	// Decider is who decided first; an appeal is never theirs to decide.
	Decider  string     `json:"decider,omitempty"`
	Account  id.Account `json:"account,omitempty"`
	AppealBy clock.Day  `json:"appeal_by,omitempty"` // the last day to appeal
	Appealed clock.Day  `json:"appealed,omitempty"`
	Heard    clock.Day  `json:"heard,omitempty"` // the appeal was decided
	// Declaration is the last day for the next yearly declaration; Aftercare the day on
	// which the unit looks again; Review since when something told waits for the unit.
	Declaration clock.Day `json:"declaration,omitempty"`
	Aftercare   clock.Day `json:"aftercare,omitempty"`
	Review      clock.Day `json:"review,omitempty"`
	// Ended is the day from which the content is kept for as long as the force keeps it;
	// Erased the day on which it was destroyed.
	Ended    clock.Day `json:"ended,omitempty"`
	Erased   clock.Day `json:"erased,omitempty"`
	Identity Identity  `json:"identity,omitzero"`
}

// Identity is the employer's part: which documents it saw, and when. The papers
// themselves, and their numbers, are the person's to tell in the form.
type Identity struct {
	Documents []string  `json:"documents,omitempty"`
	Likeness  bool      `json:"likeness,omitempty"` // the photograph is a true likeness
	Seen      clock.Day `json:"seen,omitempty"`
	By        string    `json:"by,omitempty"`
}

// Documents is what an employer may see as proof of identity and of residence, by name.
var Documents = []string{"Passport", "Birth certificate", "Driving licence", "Utility bill", "Another document"}

// Version is a case with identity and periods.
type Version = register.Version[Case]

// Object is the case as permissions look at it.
func (c Case) Object() authz.Object { return authz.Object{Org: c.Org, Person: c.Person} }

// WithPerson reports whether the person is asked for something now: the form, or an answer.
func (c Case) WithPerson() bool { return c.State == Invited || c.State == Asked }

// WithUnit reports whether the unit is to do the next thing.
func (c Case) WithUnit() bool {
	return c.State == Sent || c.State == Appealed || c.Review != clock.NoDay
}

var table = &register.Table[Case]{
	Name: "vetting_case", What: "envelope",
	Columns: []string{"person_id", "org_id", "standing", "sent_day", "declaration_day", "aftercare_day", "review_day", "ended_day"},
	Values: func(c Case) []any {
		ended := c.Ended
		if c.Erased != clock.NoDay {
			ended = clock.NoDay
		}
		return []any{string(c.Person), string(c.Org), string(c.State), c.Sent.String(), c.Declaration.String(), c.Aftercare.String(), c.Review.String(), ended.String()}
	},
}

// CaseRows reads the register of cases for ledger.Verify.
var CaseRows = table.Rows

// Subject is a case as the ledger names it.
func Subject(c id.Vetting) ledger.Subject { return table.Subject(string(c)) }
