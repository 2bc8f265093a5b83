// Package card makes, tracks and checks the ID cards of accredited persons: the card in
// the hand, the signed credential in its QR code, the status list that says which are
// good, and the answer that anybody gets who scans one.
//
// A card is not the accreditation. It is valid only while it is held, its own last day is
// not over, and the accreditation behind it is in force for a person who still works for
// an employer whose arrangements are (judge.go). States and who may move between them are
// in states.go; docs/life-of-a-card.md is drawn from them. How a card looks is in print,
// how a credential is signed in sign.
//
// Law: Police Reform Act 2002, s42(1) (produce the accreditation if asked).
//
// Read Card, then judge.go.
package card

import (
	"encoding/hex"
	"time"

	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
)

// Card is a card's state in a period. What is printed on it is kept as it was printed.
type Card struct {
	Number        string           `json:"number"` // of the card: 004417-02
	AP            string           `json:"ap"`     // of the person: EM 4417
	Accreditation id.Accreditation `json:"accreditation"`
	Person        id.Person        `json:"person"`
	Org           id.Org           `json:"org"`
	State         State            `json:"state"`
	Since         time.Time        `json:"since"` // when the state began
	Why           string           `json:"why,omitempty"`

	Role     string        `json:"role"`
	Employer string        `json:"employer"`
	Area     string        `json:"area"`
	Uniform  string        `json:"uniform,omitempty"`
	Powers   []law.PowerID `json:"powers,omitempty"`
	Photo    blob.Hash     `json:"photo"` // the photograph as printed
	Small    blob.Hash     `json:"small"` // the same, for the check page
	Issued   clock.Day     `json:"issued"`
	Ends     clock.Day     `json:"ends"` // the last day on which the card is good

	Cti   string `json:"cti"`   // 16 bytes in hexadecimal: the card's identity in its code
	List  int    `json:"list"`  // the status list it stands in, from 1
	Place int    `json:"place"` // its place there, random and never used again
	Code  string `json:"code"`  // SHA-256 of the credential in its code, in hexadecimal; see credential.go

	Replaces   id.Card  `json:"replaces,omitempty"`
	Because    Because  `json:"because,omitempty"` // why it takes the place of another
	ReplacedBy id.Card  `json:"replaced_by,omitempty"`
	Batch      id.Batch `json:"batch,omitempty"` // in which it was last printed

	Recalled  clock.Day `json:"recalled,omitempty"` // asked back since this day
	RecallWhy string    `json:"recall_why,omitempty"`
	Chased    int       `json:"chased,omitempty"` // how often its employer was reminded since
	ChasedOn  clock.Day `json:"chased_on,omitempty"`
	Witness   string    `json:"witness,omitempty"` // of its destruction
}

// Version is a card with its identity and periods.
type Version = register.Version[Card]

// Years is for how long a card is good at most: a face changes.
const Years = 3

// LastDay is the last day on which a card issued on a day is good: three years, and never
// later than the last day of the accreditation. Both are legal days that count.
func LastDay(issued, accreditation clock.Day) clock.Day {
	return min(issued.AddYears(Years).AddDays(-1), accreditation)
}

// Lapsed reports whether the card's own last day was over at the instant.
func (c *Card) Lapsed(at time.Time) bool { return !at.Before(c.Ends.End()) }

// identity is the card's identity as it stands in the credential.
func (c *Card) identity() [16]byte {
	var out [16]byte
	hex.Decode(out[:], []byte(c.Cti)) // written by Issue alone, so it is 32 digits
	return out
}

var table = &register.Table[Card]{
	Name: "card", What: "card",
	Columns: []string{"number", "accreditation_id", "person_id", "org_id", "standing", "ends_day", "recall_day", "list", "batch_id", "chase_day"},
	Values: func(c Card) []any {
		return []any{c.Number, string(c.Accreditation), string(c.Person), string(c.Org), string(c.State), c.Ends.String(), c.Recalled.String(), int64(c.List), string(c.Batch), c.ChasedOn.String()}
	},
}

// Subject is a card as the ledger names it.
var Subject = table.Subject
