// Package agreement keeps what a force and an employer put in writing between them: the
// joint operating protocol, the information sharing agreement that is its annex, and
// whatever else stands under it. From draft to end each is one row: made from a template,
// filled, issued, signed by both sides, in force, reviewed, changed only by a proposal on
// which both agree, ended.
//
// What the parties then do under it (meetings, contacts, issues, evaluations) is in
// liaison. The words are in text/, one file a template; the law behind the arrangements
// themselves is in org.
//
// Read Agreement, then states.go, then template.go.
package agreement

import (
	"slices"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Kind is what sort of agreement it is.
type Kind string

const (
	// Protocol is the joint operating protocol, which stands above the others.
	Protocol Kind = "protocol"
	// Sharing is an information sharing agreement: the annex of a protocol, or one of its own.
	Sharing Kind = "sharing"
	// Supplement is another agreement that a protocol takes in, such as for an event.
	Supplement Kind = "supplement"
)

// Kinds is every kind, in the order in which they are offered.
var Kinds = []Kind{Protocol, Sharing, Supplement}

// Title is the kind in plain words.
func (k Kind) Title() string {
	return map[Kind]string{Protocol: "Joint operating protocol", Sharing: "Information sharing agreement", Supplement: "Supplementary agreement"}[k]
}

// letters is how numbers of the kind begin.
func (k Kind) letters() string {
	return map[Kind]string{Protocol: "JOP", Sharing: "ISA", Supplement: "SUP"}[k]
}

// Side is one of the two parties.
type Side string

const (
	OfForce Side = "force"
	OfOrg   Side = "organisation"
)

// SideOf is the party for which the actor acts.
func SideOf(who authz.Actor) Side {
	if who.Role.OfEmployer() {
		return OfOrg
	}
	return OfForce
}

// Other is the party across the table.
func (s Side) Other() Side {
	if s == OfForce {
		return OfOrg
	}
	return OfForce
}

// Signature is one side's, under one text.
type Signature struct {
	Side     Side       `json:"side"`
	By       string     `json:"by"` // the account's name
	Account  id.Account `json:"account,omitempty"`
	Typed    string     `json:"typed"` // the name as typed to sign
	Post     string     `json:"post"`
	At       time.Time  `json:"at"`
	Text     Hash       `json:"text"`               // SHA-256 of what was signed
	Schedule Hash       `json:"schedule,omitempty"` // of the schedule of persons as it stood then
}

// Review is one review that was held.
type Review struct {
	Held    clock.Day `json:"held"`
	Present string    `json:"present"` // who took part, of both sides
	Outcome Outcome   `json:"outcome"`
	Note    string    `json:"note,omitempty"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	// Before is the last day of the arrangements that it was held before, so that it counts
	// as the review before their renewal.
	Before clock.Day `json:"before,omitempty"`
}

// Proposal is a change that one side proposes and the other answers.
type Proposal struct {
	Side     Side         `json:"side"`
	What     string       `json:"what"`
	Why      string       `json:"why"`
	By       string       `json:"by"`
	At       time.Time    `json:"at"`
	Answer   Answer       `json:"answer,omitempty"` // empty: it waits for the other side
	Answerer string       `json:"answerer,omitempty"`
	Answered time.Time    `json:"answered,omitzero"`
	Because  string       `json:"because,omitempty"` // of a refusal
	Into     id.Agreement `json:"into,omitempty"`    // the version that carries it out
}

// Answer is what the other side said to a proposal.
type Answer string

const (
	Agreed    Answer = "agreed"
	Declined  Answer = "declined"
	TakenBack Answer = "taken-back" // by the side that proposed it
)

// Agreement is an agreement's state in a period.
type Agreement struct {
	Number  string       `json:"number"` // JOP 007/3: organisation, version
	Kind    Kind         `json:"kind"`
	Title   string       `json:"title"`
	Org     id.Org       `json:"org"`
	Family  id.Agreement `json:"family"` // the identity of its first version
	Version int          `json:"version"`
	Before  id.Agreement `json:"before,omitempty"` // the version that it follows
	Parent  id.Agreement `json:"parent,omitempty"` // the family that it stands under
	Annex   id.Agreement `json:"annex,omitempty"`  // of a protocol: its information sharing agreement
	AnnexOf id.Agreement `json:"annex_of,omitempty"`

	Template int               `json:"template"` // version of the template of its kind
	Fields   map[string]string `json:"fields,omitempty"`

	State State     `json:"state"`
	Since time.Time `json:"since"`
	By    string    `json:"by"` // who made the last change of state
	Why   string    `json:"why,omitempty"`

	// From issue on: what was issued, when, and who it names to sign it.
	Issued time.Time `json:"issued,omitzero"`
	Text   Hash      `json:"text,omitempty"`
	Chief  string    `json:"chief,omitempty"` // for the force: the Chief Inspector
	Lead   string    `json:"lead,omitempty"`  // for the organisation
	// Names is whom the text names, by what they are, so that a change of contacts is seen.
	Names map[string][]string `json:"names,omitempty"`

	Signatures []Signature `json:"signatures,omitempty"`
	Signed     clock.Day   `json:"signed,omitempty"` // day of the last signature
	From       time.Time   `json:"from,omitzero"`    // in force since
	Ended      time.Time   `json:"ended,omitzero"`
	Reviews    []Review    `json:"reviews,omitempty"`
	Proposals  []Proposal  `json:"proposals,omitempty"`
}

// Version is an agreement with its identity and periods.
type Version = register.Version[Agreement]

// SignedBy is the signature of a side, if it has signed.
func (a *Agreement) SignedBy(s Side) (Signature, bool) {
	i := slices.IndexFunc(a.Signatures, func(x Signature) bool { return x.Side == s })
	if i < 0 {
		return Signature{}, false
	}
	return a.Signatures[i], true
}

// Open is the proposal that waits for an answer, if there is one.
func (a *Agreement) Open() (*Proposal, bool) {
	for i := range a.Proposals {
		if a.Proposals[i].Answer == "" {
			return &a.Proposals[i], true
		}
	}
	return nil, false
}

// Due is the proposal on which both agreed and that no version carries out yet, if there
// is one.
func (a *Agreement) Due() (*Proposal, bool) {
	for i := range a.Proposals {
		if p := &a.Proposals[i]; p.Answer == Agreed && p.Into == "" {
			return p, true
		}
	}
	return nil, false
}

// copy is the agreement with slices and maps of its own, safe to change.
func (a Agreement) copy() Agreement {
	a.Signatures = slices.Clone(a.Signatures)
	a.Reviews = slices.Clone(a.Reviews)
	a.Proposals = slices.Clone(a.Proposals)
	fields := make(map[string]string, len(a.Fields))
	for k, v := range a.Fields {
		fields[k] = v
	}
	a.Fields = fields
	return a
}

var table = &register.Table[Agreement]{
	Name: "agreement", What: "agreement",
	Columns: []string{"org_id", "kind", "number", "family_id", "standing"},
	Values: func(a Agreement) []any {
		return []any{string(a.Org), string(a.Kind), a.Number, string(a.Family), string(a.State)}
	},
}

// Rows reads the register of agreements for ledger.Verify.
var Rows = table.Rows

// Subject is an agreement as the ledger names it.
var Subject = table.Subject

// subjects is what an entry about an agreement is about.
func subjects(of id.Agreement, a *Agreement) []ledger.Subject {
	return []ledger.Subject{Subject(string(of)), ledger.About("organisation", a.Org)}
}
