// Package county makes the plan of a fictional county: Eastmarch, its ground, its
// employers, its accredited persons and two and a half years of what happened to
// them, all relative to a given day and always the same for the same day and seed.
// No person in it is real and no place is.
//
// The plan is plain data. It names powers by the ids of the catalogue in law and
// imports no register: whoever wants the demo county replays Events in order
// through the services. What lapses by itself (a period, vetting, training, the
// law) is not an event, for nobody does it.
//
// Districts and authorities. The fourteen authorities are the councils' ground; a
// policing district is one authority or two neighbours, ten in all; a local
// policing area is several districts. So every ward lies in one authority, one
// district and one local policing area, and every border between two of them is a
// border between wards.
//
// Read Plan first, then Event.
package county

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/county/countyface"
	"watchword/internal/geo"
)

// Plan is the county.
type Plan struct {
	Today         clock.Day
	Force         Force
	Areas         []Area         // parents before children
	Organisations []Organisation // by reference
	People        []Person       // by key; everybody ever nominated
	Accounts      []Account
	Events        []Event // in the order in which they happened, none after Today began
}

// Force is the police force.
type Force struct {
	Name, Scheme, ChiefOfficer string
	Phone, Email               string
	CardReturn                 string // where a found card is to be sent
}

// AreaKind is what sort of area it is.
type AreaKind string

// The kinds of area, from the largest down.
const (
	ForceArea   AreaKind = "force"
	LocalPolice AreaKind = "local policing area"
	District    AreaKind = "district"
	Authority   AreaKind = "authority"
	Ward        AreaKind = "ward"
)

// Area is a piece of the county.
type Area struct {
	Key    string // "ward/gullhaven/pier-and-strand"
	Kind   AreaKind
	Name   string // as people say it: "City of Aldermere"
	Short  string // as it stands on a map: "Aldermere"
	Code   string // invented, in the form of official codes
	Parent string // key of the area it lies in; a ward's is its authority, an authority's its district
	Shape  geo.Shape
	Towns  bool // a ward that is built over
	Coast  bool // a ward on the sea or an estuary
	People int  // who live in a ward; of other areas, the sum of their wards
}

// OrgKind is the legal sort of an employer.
type OrgKind string

// Group is the heading under which the public register counts a kind.
type Group string

// The groups of the public register.
const (
	Councils  Group = "Council"
	Housing   Group = "Housing"
	Health    Group = "Health"
	Security  Group = "Security firm"
	Transport Group = "Transport and parking"
	Other     Group = "Business district, venue, other"
)

// Organisation is an employer: accredited, applying or past.
type Organisation struct {
	Key       string
	Reference string // ORG-007, or 2026-041 while it applies
	Name      string
	Kind      OrgKind
	Group     Group
	Place     string // where its people work, in words: "The Exchange, Aldermere"
	Address   string
	Areas     []string // keys: the ground its arrangements cover
	Contacts  []Contact
	Liaison   string // key of the account of the police liaison officer
	Uniform   Uniform
	Insurance Insurance
	Criteria  []Criterion // fit and proper: what was checked
	Roles     []Role
	Purpose   string // why it is in the scheme, one sentence
}

// ContactKind is what a named person of an employer answers for.
type ContactKind string

// The contacts that every employer names.
const (
	Signatory      ContactKind = "authorised signatory"
	LiaisonOfficer ContactKind = "liaison officer"
	Supervisor     ContactKind = "supervisor"
	Complaints     ContactKind = "complaints"
	DataProtection ContactKind = "data protection"
)

// Contact is a named person who answers for an employer.
type Contact struct {
	Kind         ContactKind
	Name, Post   string
	Email, Phone string
}

// Uniform is what the accrediting chief officer approved, s42(2).
type Uniform struct {
	Description string
	Approved    clock.Day
	Colour      string // of the jacket, #rrggbb
}

// Insurance is the public liability cover on which the arrangements rest.
type Insurance struct {
	Insurer, Policy string
	Millions        int // pounds
	Ends            clock.Day
}

// Criterion is one thing checked before an employer was found fit and proper.
type Criterion struct {
	Name string
	Ends clock.Day // NoDay where it has no date
}

// Answer is what was decided about a power asked for a role.
type Answer string

// The answers. A power that was not asked for has none.
const (
	Yes       Answer = "yes"
	Condition Answer = "with a condition"
	Refusal   Answer = "refused"
)

// Role is a kind of post, with what its holders may be given.
type Role struct {
	Key    string // "aldermere-city-council/park-ranger"
	Name   string // "park ranger"
	Areas  []string
	Powers []RolePower
	Duties string // what holders do, one sentence
}

// RolePower is a power asked for a role, with the employer's reason and the
// delegate's answer.
type RolePower struct {
	Power     string   // id in the catalogue
	Offences  []string // for penalty notices for disorder
	Bases     []string // for para 2
	Why       string   // the employer's reason
	Answer    Answer
	Because   string // the delegate's reason, for a refusal or a condition
	Condition string
}

// Grant is a power given to a person.
type Grant struct {
	Power     string
	Offences  []string
	Bases     []string
	Condition string
}

// Person is somebody nominated by an employer, whatever came of it.
type Person struct {
	Key            string
	Given, Surname string
	Org, Role      string // keys, today or at the end
	Employed       clock.Day
	Supervisor     string // name of the employer's supervisor
	Email, Phone   string
	Portrait       countyface.Face // what countyface draws the portrait from
}

// Name is the given name and the surname.
func (p Person) Name() string { return p.Given + " " + p.Surname }

// Account is somebody who may sign in.
type Account struct {
	Key   string
	Name  string // with rank, as shown: "C/Insp Daniel Thorne"
	Post  string // "Scheme manager"
	Email string
	Role  AccountRole
	Org   string   // for an employer's people
	Areas []string // for those who see part of the county
	Who   string   // key of the person, for an accredited person
}

// AccountRole is which of the roles of the design the account has.
type AccountRole string

// The roles of accounts.
const (
	SchemeManager     AccountRole = "scheme-manager"
	Delegate          AccountRole = "delegate"
	VettingUnit       AccountRole = "vetting"
	Trainer           AccountRole = "trainer"
	EmployerSignatory AccountRole = "signatory"
	EmployerLiaison   AccountRole = "liaison"
	EmployerSuper     AccountRole = "supervisor"
	AccreditedPerson  AccountRole = "accredited-person"
	Neighbourhood     AccountRole = "neighbourhood"
	ControlRoom       AccountRole = "control-room"
	SafetyManager     AccountRole = "community-safety"
	HousingOfficer    AccountRole = "housing"
	RestorativeHub    AccountRole = "restorative"
	Standards         AccountRole = "professional-standards"
	DataOfficer       AccountRole = "data-protection"
	Commissioner      AccountRole = "commissioner"
)

// Event is one thing that happened.
type Event struct {
	At  time.Time // UTC, to the second
	By  string    // key of the account that did it; empty for the employer or the person
	Act Act
}
