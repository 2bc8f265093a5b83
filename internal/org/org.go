// Package org is the register of organisations: employers whose arrangements with the
// chief officer let their people be accredited (Police Reform Act 2002, s40(8)), those
// that ask to be, and those that were.
//
// What an organisation's people may hold is decided here, role by role and power by
// power; who holds it is in accred. States and who may move between them are in
// states.go. Read Organisation first.
package org

import (
	"slices"
	"strings"
	"time"

	"watchword/internal/clock"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
)

// Kind is what sort of employer it is.
type Kind string

// Kinds, with how people name them, in the order they are offered.
var Kinds = []struct {
	Kind  Kind
	Title string
	Group string // as the public register groups them
}{
	{"county-council", "County council", "Council"}, {"unitary-council", "Unitary council", "Council"},
	{"district-council", "District council", "Council"}, {"parish-council", "Parish or town council", "Council"},
	{"housing", "Housing association", "Housing"}, {"almo", "Arm’s-length housing company", "Housing"},
	{"health", "NHS trust", "Health"}, {"university", "University or college", "Business district, venue, other"},
	{"bid", "Business improvement district", "Business district, venue, other"}, {"security", "Private security", "Security firm"},
	{"shopping", "Shopping centre", "Security firm"}, {"stewarding", "Event stewarding", "Business district, venue, other"},
	{"traffic", "Traffic management", "Transport and parking"}, {"transport", "Transport operator", "Transport and parking"},
	{"parking", "Parking operator", "Transport and parking"}, {"fire", "Fire and rescue service", "Business district, venue, other"},
	{"charity", "Charity", "Business district, venue, other"}, {"other", "Other employer", "Business district, venue, other"},
}

// Title is the kind in plain words.
func (k Kind) Title() string {
	for _, x := range Kinds {
		if x.Kind == k {
			return x.Title
		}
	}
	return "Other employer"
}

// Group is the kind as the public register groups it.
func (k Kind) Group() string {
	for _, x := range Kinds {
		if x.Kind == k {
			return x.Group
		}
	}
	return "Business district, venue, other"
}

// Private reports whether employers of that kind are private bodies, as the scheme tells
// them from public ones: they need the company approval, and may have fees of their own.
func (k Kind) Private() bool {
	return slices.Contains([]Kind{"security", "shopping", "stewarding", "traffic", "transport", "parking", "bid", "charity", "other"}, k)
}

// ContactKind is what a person is to the scheme on the employer's or the force's side.
type ContactKind string

const (
	Signatory     ContactKind = "signatory"      // the authorised signatory
	Liaison       ContactKind = "liaison"        // two are needed (joint operating protocol, clause 2.2 iii)
	Supervisor    ContactKind = "supervisor"     // clause 2.2 iv
	PoliceLiaison ContactKind = "police-liaison" // clause 2.2 ii
	Complaints    ContactKind = "complaints"     // who handles complaints (s40(9))
)

// Contact is a person to be reached, who need not be in any other register.
type Contact struct {
	Kind  ContactKind `json:"kind"`
	Name  string      `json:"name"`
	Post  string      `json:"post,omitempty"`
	Email string      `json:"email,omitempty"`
	Phone string      `json:"phone,omitempty"`
}

// Answer is what was decided of a power asked for.
type Answer string

const (
	Asked       Answer = "asked"
	Allowed     Answer = "allowed"
	Conditional Answer = "conditional"
	Refused     Answer = "refused"
)

// Power is what was asked, and decided, of one power for one role.
type Power struct {
	Power     law.PowerID     `json:"power"`
	Offences  []law.OffenceID `json:"offences,omitempty"` // for penalty notices for disorder: each named
	Answer    Answer          `json:"answer"`
	Reason    string          `json:"reason"`              // the employer's: why the work needs it
	Because   string          `json:"because,omitempty"`   // the delegate's: why it was refused
	Condition string          `json:"condition,omitempty"` // of Conditional
	By        string          `json:"by,omitempty"`
	On        clock.Day       `json:"on,omitempty"`
}

// Role is a kind of post whose holders may be accredited.
type Role struct {
	ID     id.Role `json:"id"`
	Title  string  `json:"title"`
	Staff  int     `json:"staff,omitempty"` // posts of this kind, as the employer says
	Powers []Power `json:"powers,omitempty"`
}

// Decision is a dated decision by someone entitled.
type Decision struct {
	Satisfied bool       `json:"satisfied"`
	By        string     `json:"by"`
	Account   id.Account `json:"account,omitempty"`
	At        time.Time  `json:"at"`
	Evidence  string     `json:"evidence,omitempty"`
	Until     clock.Day  `json:"until,omitempty"` // clock.NoDay: no date
}

// Organisation is an organisation's state in a period.
type Organisation struct {
	Number          string     `json:"number"` // ORG-007
	Name            string     `json:"name"`
	Aliases         []string   `json:"aliases,omitempty"`
	Kind            Kind       `json:"kind"`
	Registration    string     `json:"registration,omitempty"` // company or charity number
	Address         string     `json:"address,omitempty"`
	Postcode        string     `json:"postcode,omitempty"`
	Phone           string     `json:"phone,omitempty"`
	Email           string     `json:"email,omitempty"`
	Parent          id.Org     `json:"parent,omitempty"`
	Purpose         string     `json:"purpose,omitempty"` // the community safety work its people do
	Uniform         string     `json:"uniform,omitempty"` // as determined or approved (s42(2))
	UniformApproved clock.Day  `json:"uniform_approved,omitempty"`
	Contacts        []Contact  `json:"contacts,omitempty"`
	Areas           []id.Area  `json:"areas,omitempty"` // districts, wards, or the whole force
	Drawn           *geo.Shape `json:"drawn,omitempty"` // a boundary of its own
	AreaText        string     `json:"area_text"`       // the area in words
	Roles           []Role     `json:"roles,omitempty"`
	Teams           []Team     `json:"teams,omitempty"` // in the order of their names

	State    State     `json:"state"`
	From     clock.Day `json:"from,omitempty"`  // arrangements in force from this day
	To       clock.Day `json:"to,omitempty"`    // and to this one, the last that counts
	Since    clock.Day `json:"since,omitempty"` // first accredited
	Why      string    `json:"why,omitempty"`   // of the last change of state
	FitTest  Decision  `json:"fit_test"`        // s41(4)(a): fit and proper to supervise
	Reviewed clock.Day `json:"reviewed,omitempty"`
	// Told is that the employer changed its contacts, which the office has not noted yet.
	Told *ContactsChange `json:"contacts_changed,omitempty"`
	// Exit is that it leaves the scheme, or left it.
	Exit *Exit `json:"exit,omitempty"`
}

// Version is an organisation with its identity and periods.
type Version = register.Version[Organisation]

// Role is the role of that identity.
func (o *Organisation) Role(role id.Role) (*Role, bool) {
	for i := range o.Roles {
		if o.Roles[i].ID == role {
			return &o.Roles[i], true
		}
	}
	return nil, false
}

// RoleNamed is the role of that title, whatever its capitals and spaces.
func (o *Organisation) RoleNamed(title string) (*Role, bool) {
	for i := range o.Roles {
		if Fold(o.Roles[i].Title) == Fold(title) {
			return &o.Roles[i], true
		}
	}
	return nil, false
}

// Allows reports whether the role's holders may be given the power, and the decision.
func (r *Role) Allows(p law.PowerID) (Power, bool) {
	for _, x := range r.Powers {
		if x.Power == p {
			return x, x.Answer == Allowed || x.Answer == Conditional
		}
	}
	return Power{}, false
}

// PowersAllowed is every power that some role's holders may be given, in the order of
// the catalogue.
func (o *Organisation) PowersAllowed() []law.PowerID {
	var out []law.PowerID
	for _, p := range law.Powers() {
		if slices.ContainsFunc(o.Roles, func(r Role) bool { _, ok := r.Allows(p.ID); return ok }) {
			out = append(out, p.ID)
		}
	}
	return out
}

// Of is the contacts of a kind.
func (o *Organisation) Of(kind ContactKind) []Contact {
	var out []Contact
	for _, c := range o.Contacts {
		if c.Kind == kind {
			out = append(out, c)
		}
	}
	return out
}

// Standing is where the arrangements stand at an instant, and until when that holds if
// nobody acts: what has lapsed has lapsed by itself (s41(8)(b)).
func (o *Organisation) Standing(at time.Time) law.Standing {
	st := law.Standing{From: o.From.Start(), Until: clock.Forever}
	if o.From == clock.NoDay {
		st.From = time.Time{}
	}
	if o.To != clock.NoDay {
		st.Until = o.To.End()
	}
	switch o.State {
	case InForce:
		st.State = law.Active
	case Suspended:
		st.State = law.Suspended
	case Applying, Declined:
		st.State = law.Ended
	default:
		st.State = law.Withdrawn
	}
	if st.State == law.Active && !at.Before(st.Until) {
		st.State = law.Ended
	}
	return st
}

// Fold is a name as names are compared: in small letters, without doubled or outer
// spaces, with plain apostrophes and "and" for "&".
func Fold(name string) string {
	name = strings.NewReplacer("’", "'", "‘", "'", "`", "'", "–", "-", "—", "-", "&", " and ", "\u00a0", " ", ".", "").Replace(strings.ToLower(name))
	return strings.Join(strings.Fields(name), " ")
}

var table = &register.Table[Organisation]{
	Name: "organisation", What: "organisation",
	Columns: []string{"number", "name", "sort_name", "kind", "standing", "to_day"},
	Values: func(o Organisation) []any {
		return []any{o.Number, o.Name, Fold(o.Name), string(o.Kind), string(o.State), o.To.String()}
	},
}

// Rows reads the register of organisations for ledger.Verify.
var Rows = table.Rows
