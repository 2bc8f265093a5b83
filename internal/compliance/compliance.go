// Package compliance holds what the registers say of each organisation and each accredited
// person against the six standards for which the badge stands: competence, training,
// vetting, management, supervision, accountability. It keeps nothing: each part is worked
// out, for any past instant, and tells its reasons and where they are seen to. A part that
// is red stops a renewal (Hinders, HindersPerson).
//
// The judging is in person.go and organisation.go, pure functions on values; read.go reads
// the registers, of all organisations in a bounded number of queries.
package compliance

import (
	"strings"

	"watchword/internal/accred"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/agreement/supervision"
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/person"
)

// Part is one of the six standards.
type Part string

const (
	Competence     Part = "competence"
	Training       Part = "training"
	Vetting        Part = "vetting"
	Management     Part = "management"
	Supervision    Part = "supervision"
	Accountability Part = "accountability"
)

// Title is the part in plain words.
func (p Part) Title() string { return strings.ToUpper(string(p[:1])) + string(p[1:]) }

// Colour is how far a part is met.
type Colour string

const (
	Green   Colour = "green"
	Unknown Colour = "not-known" // the registers do not say
	Amber   Colour = "amber"     // to be looked at
	Red     Colour = "red"       // it is not met
)

// Title is the colour in words that say what it means.
func (c Colour) Title() string {
	return map[Colour]string{Green: "Met", Unknown: "Not known", Amber: "To be looked at", Red: "Not met"}[c]
}

var worse = map[Colour]int{Green: 0, Unknown: 1, Amber: 2, Red: 3}

// Reason is why a part has its colour, and where it is seen to.
type Reason struct {
	Colour Colour
	Text   string
	Href   string // an address of a page; may be empty
}

// Finding is one part, with its reasons, the worst first.
type Finding struct {
	Part    Part
	Colour  Colour
	Reasons []Reason
}

// because adds a reason, and lets the part take its colour if that is worse.
func (f *Finding) because(c Colour, text, href string) {
	if worse[c] > worse[f.Colour] {
		f.Colour = c
		f.Reasons = append([]Reason{{c, text, href}}, f.Reasons...)
		return
	}
	f.Reasons = append(f.Reasons, Reason{c, text, href})
}

// Worst is the colour of the worst part.
func Worst(fs []Finding) Colour {
	out := Green
	for _, f := range fs {
		if worse[f.Colour] > worse[out] {
			out = f.Colour
		}
	}
	return out
}

// Reds is the parts that are not met.
func Reds(fs []Finding) []Finding {
	var out []Finding
	for _, f := range fs {
		if f.Colour == Red {
			out = append(out, f)
		}
	}
	return out
}

// PersonFacts is what the registers say of an accredited person.
type PersonFacts struct {
	ID       id.Person
	Person   person.Person
	Accred   accred.Accreditation
	Standing accred.Standing
	Org      id.Org
	Employer org.Organisation
	Cover    string // who stands in for the supervisor; empty: nobody
	Over     bool   // the supervisor has more persons than the force's ratio allows
	Set      area.Settings
	Today    clock.Day
}

// OrgFacts is what the registers say of an organisation.
type OrgFacts struct {
	ID         id.Org
	Org        org.Organisation
	Protocol   *agreement.Agreement // in force; nil without one
	Liaison    liaison.Standing
	Complaints complaint.Standing
	Look       supervision.Look
	Persons    [][]Finding // of each of its accredited persons
	Set        area.Settings
	Today      clock.Day
}
