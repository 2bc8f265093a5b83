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
	// People is how many live there, as counted or estimated for the year; 0: it was not told.
	People     int `json:"people,omitempty"`
	PeopleYear int `json:"people_year,omitempty"`
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

// Origin is the name of the force's ledger in its checkpoints.
func (f Force) Origin() string { return "watchword/" + f.Short + "/ledger" }
