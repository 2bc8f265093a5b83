// Package law is the law of community safety accreditation in England and Wales:
// which powers there are, since when and until when, and whether a person may use
// one here and now. It is data with small functions, and it is pure and total: no
// database, no network, no wall clock. The same code answers on the server, on a
// phone without signal and for a day five years ago.
//
// Read first May (may.go), then Power (power.go), then the data: powers.go and
// notices.go (Schedule 5 to the Police Reform Act 2002), pnd.go (offences of a
// penalty notice for disorder), never.go, council.go (authority that comes from a
// council), amounts.go, transitions.go. docs/law.md says act by act where each
// section stands, and what waits.
//
// When the law changes, a row gets an end and another row begins; nothing is
// overwritten, since old acts are judged by the old law.
//
// Every fact carries how sure it is (Sure) and the tag of its source (Source). What
// is not confirmed is said to be so in every answer that rests on it (Doubts).
package law

import "strconv"

// PowerID names a power for ever: "csas-name-address". It is what registers,
// cards and packs store.
type PowerID string

// OffenceID names an offence for which a penalty notice for disorder can be
// given, or may never be: "pnd-poa5".
type OffenceID string

// BasisID names one of the four bases of paragraph 2, on which a name and address
// may be required: "basis-harm".
type BasisID string

// AreaCode names a piece of land as the register of areas does. Law only compares
// such codes; it knows no boundary.
type AreaCode string

// Territory is England, Wales or both. Law does not reach further.
type Territory uint8

// The two territories. The zero Territory means "not told".
const (
	England Territory = 1 << iota
	Wales
	EnglandAndWales = England | Wales
)

// String is the territory as people write it; the zero Territory is empty.
func (t Territory) String() string {
	return [...]string{"", "England", "Wales", "England and Wales"}[t&3]
}

// Tri is a fact that is known to be so, known not to be so, or not known.
type Tri uint8

// The three states of a fact. The zero Tri is Unknown.
const (
	Unknown Tri = iota
	Yes
	No
)

// String is "unknown", "yes" or "no".
func (t Tri) String() string {
	if t > No {
		return "unknown"
	}
	return [...]string{"unknown", "yes", "no"}[t]
}

// Is turns a known fact into a Tri.
func Is(so bool) Tri {
	if so {
		return Yes
	}
	return No
}

// Sure is how far a fact has been confirmed, in the letters of the fact sheet.
type Sure uint8

// From the surest to the least sure. The zero Sure states nothing and stands in
// no row of the catalogue.
const (
	H Sure = iota + 1 // the statute or instrument itself was read
	M                 // explanatory note, official guidance, or inferred from text that was read
	L                 // one weak source
	U                 // unconfirmed: no source was read
)

// String is the letter: H, M, L or U.
func (s Sure) String() string {
	if s > U {
		return ""
	}
	return [...]string{"", "H", "M", "L", "U"}[s]
}

// Pence is an amount of money. The zero Pence means "none".
type Pence int32

// Pounds is that many whole pounds.
func Pounds(n int) Pence { return Pence(n * 100) }

// String is the amount as people write it: £100, or £97.50.
func (p Pence) String() string {
	if p%100 == 0 {
		return "£" + strconv.Itoa(int(p/100))
	}
	pence := strconv.Itoa(int(p % 100))
	if len(pence) == 1 {
		pence = "0" + pence
	}
	return "£" + strconv.Itoa(int(p/100)) + "." + pence
}

// Status is where a power, basis or offence stands in law on a day.
type Status uint8

// The states of a rule on a day.
const (
	NotYet       Status = iota // on that day it had not begun
	InForce                    // in force
	Unsure                     // in force or not yet: the day it began is not confirmed
	Spent                      // still printed, but nothing is left for it to bite on
	Repealed                   // taken out of the law
	NotCommenced               // enacted, but no day has been appointed
	Never                      // no accredited person can be given it
	Elsewhere                  // not part of the law of that territory
)

// String is the status as pages show it.
func (s Status) String() string {
	if s > Elsewhere {
		return ""
	}
	return [...]string{"Not yet in force", "In force", "Day unconfirmed", "Spent", "Repealed",
		"Enacted, not commenced", "Never", "Not in this country"}[s]
}

// Code is the status as data shows it.
func (s Status) Code() string {
	if s > Elsewhere {
		return ""
	}
	return [...]string{"not_yet", "in_force", "unsure", "spent", "repealed", "enacted_not_commenced", "never", "elsewhere"}[s]
}
