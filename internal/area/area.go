// Package area keeps the police force itself, with its settings, and the areas it is
// divided into: local policing areas, districts, local authorities, wards, and areas
// drawn for one organisation. Powers stop at the force's boundary, and at any narrower
// area named in an accreditation (Police Reform Act 2002, s41(6)(b), Sch 5 para 10).
//
// Geometry is in geo. Read Force, then Area.
package area

import (
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
)

// Kind is what sort of area it is.
type Kind string

const (
	WholeForce        Kind = "force"
	LocalPolicingArea Kind = "local-policing-area"
	District          Kind = "district"  // a policing district
	Authority         Kind = "authority" // a local authority (s40(6))
	Ward              Kind = "ward"
	Drawn             Kind = "drawn" // made for one organisation or accreditation
)

var kindNames = map[Kind]string{WholeForce: "Whole force area", LocalPolicingArea: "Local policing area", District: "Policing district",
	Authority: "Local authority", Ward: "Ward", Drawn: "Drawn area"}

// Title is the kind in plain words.
func (k Kind) Title() string { return kindNames[k] }

// Area is one area as it stood in a period.
type Area struct {
	Kind      Kind      `json:"kind"`
	Name      string    `json:"name"`
	Code      string    `json:"code,omitempty"`      // the published code, or the force's own
	Parent    id.Area   `json:"parent,omitempty"`    // ward: district; district: local policing area
	Authority id.Area   `json:"authority,omitempty"` // ward: the local authority it lies in
	Shape     geo.Shape `json:"shape"`
}

// Version is an area with its identity and periods.
type Version = register.Version[Area]

var table = &register.Table[Area]{
	Name: "area", What: "area",
	Columns: []string{"kind", "name", "code", "parent_id", "authority_id"},
	Values: func(a Area) []any {
		return []any{string(a.Kind), a.Name, a.Code, string(a.Parent), string(a.Authority)}
	},
}

// Rows reads the register of areas for ledger.Verify.
var Rows = table.Rows

// Force is a police force: the tenant to which everything belongs.
type Force struct {
	ID       id.Force
	Name     string // "Eastmarch Constabulary"
	Short    string // in addresses and origins: "eastmarch"
	Host     string // host name of its pages; empty while it is the only one
	Settings Settings
}

// Settings is what each force decides for itself. Durations are in the unit named.
type Settings struct {
	// APPrefix stands before the number of an accredited person: "EM".
	APPrefix string `json:"ap_prefix"`
	// PublicURL is where the public reaches the pages, for QR codes and letters.
	PublicURL string `json:"public_url"`
	// Territory is E or W, for amounts and powers that differ.
	Territory string `json:"territory"`
	// ChiefOfficer is the title in letters and certificates: "Chief Constable of Eastmarch".
	ChiefOfficer string `json:"chief_officer"`
	// NameOnCard says where the holder's name is printed: none, front or back.
	NameOnCard string `json:"name_on_card"`
	// ReturnAddress is printed on cards, lines apart.
	ReturnAddress []string `json:"return_address"`
	// Badge describes the badge specified, as the public should look for it (s42(2)).
	Badge string `json:"badge"`
	// MinimumAge is the least age of an accredited person in years. 18 is practice, not
	// law: no source for it was found.
	MinimumAge int `json:"minimum_age"`
	// AccreditationMonths is the usual length of an accreditation.
	AccreditationMonths int `json:"accreditation_months"`
	// ArrangementMonths is the usual length of an employer's arrangements.
	ArrangementMonths int `json:"arrangement_months"`
	// VettingLevels are the levels of vetting that the scheme accepts, lowest first.
	VettingLevels []string `json:"vetting_levels"`
	// DecideWithinDays is the force's own interval for a decision, in days.
	DecideWithinDays int `json:"decide_within_days"`
	// VettingAimWeeks is the vetting unit's aim.
	VettingAimWeeks int `json:"vetting_aim_weeks"`
	// SmallCounts hides head-counts under 5 on public pages.
	SmallCounts bool `json:"small_counts"`
	// ComplaintsTo is where complaints about an accredited person go: an address of a page.
	ComplaintsTo string `json:"complaints_to"`
	// Demo marks a force of made-up people.
	Demo bool `json:"demo,omitempty"`
}

// Defaults are the settings a new force begins with.
func Defaults() Settings {
	return Settings{Territory: "E", NameOnCard: "none", MinimumAge: 18, AccreditationMonths: 36, ArrangementMonths: 36,
		Badge: "the red, white and black badge on the chest", VettingLevels: []string{"NPPV 1", "NPPV 2 abbreviated", "NPPV 2", "NPPV 3"},
		DecideWithinDays: 10, VettingAimWeeks: 8}
}

// Origin is the name of the force's ledger in its checkpoints.
func (f Force) Origin() string { return "watchword/" + f.Short + "/ledger" }

// Law is the territory whose law the force's accredited persons act under.
func (s Settings) Law() law.Territory {
	if s.Territory == "W" {
		return law.Wales
	}
	return law.England
}
