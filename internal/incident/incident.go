// Package incident keeps antisocial behaviour and crime as police.uk publishes them: a
// file a month and force, one row an incident, placed at a point of a map that is near to
// where it happened and never the place itself. They are open data, without any person;
// no case is worked here, and antisocial behaviour and crime are never added together.
//
// A month is taken once. Rows that look the same are incidents of their own, for
// antisocial behaviour is published without an identity; rows without a place are kept
// and counted. What area a point lies in is not stored but worked out from the borders of
// the day asked for, so that new borders count old incidents anew.
//
// Read Kind and File, then parse.go and Service.Take; ground.go says how a point finds its
// ward, count.go how incidents are counted.
package incident

import (
	"cmp"
	"slices"
	"time"

	"watchword/internal/clock"
	"watchword/internal/register"
)

// Kind is what was reported, by the number under which it is stored.
type Kind uint8

// ASB is antisocial behaviour; every other kind is a crime.
const ASB Kind = 1

// kinds is the kinds as police.uk names them, each under its number. The last two stand
// in files of before May 2013 only.
var kinds = []struct{ code, title string }{
	{}, {"anti-social-behaviour", "Antisocial behaviour"}, {"bicycle-theft", "Bicycle theft"}, {"burglary", "Burglary"},
	{"criminal-damage-arson", "Criminal damage and arson"}, {"drugs", "Drugs"}, {"other-crime", "Other crime"}, {"other-theft", "Other theft"},
	{"possession-of-weapons", "Possession of weapons"}, {"public-order", "Public order"}, {"robbery", "Robbery"}, {"shoplifting", "Shoplifting"},
	{"theft-from-the-person", "Theft from the person"}, {"vehicle-crime", "Vehicle crime"}, {"violent-crime", "Violence and sexual offences"},
	{"public-disorder-weapons", "Public disorder and weapons"}, {"violence", "Violent crime"},
}

// named finds a kind by its name in the files.
var named = func() map[string]Kind {
	out := map[string]Kind{"Anti-social behaviour": ASB}
	for k := int(ASB) + 1; k < len(kinds); k++ {
		out[kinds[k].title] = Kind(k)
	}
	return out
}()

// Kinds is every kind, antisocial behaviour first, then by name.
func Kinds() []Kind {
	out := make([]Kind, 0, len(kinds)-1)
	for k := 1; k < len(kinds); k++ {
		out = append(out, Kind(k))
	}
	slices.SortFunc(out[1:], func(a, b Kind) int { return cmp.Compare(a.Title(), b.Title()) })
	return out
}

// KindOf is the kind of that code.
func KindOf(code string) (Kind, bool) {
	for k := 1; k < len(kinds); k++ {
		if kinds[k].code == code {
			return Kind(k), true
		}
	}
	return 0, false
}

// Code is the kind in addresses and for programs, as police.uk has it.
func (k Kind) Code() string { return kinds[k].code }

// Title is the kind in plain words.
func (k Kind) Title() string { return kinds[k].title }

// ID is the identity of a month's file.
type ID string

// Prefix is how such identities begin.
func (ID) Prefix() string { return "inf" }

// File is one month of one reporting force, as it was taken.
type File struct {
	Month    Month  `json:"month"`
	Reporter string `json:"reporter"` // the force that reported: "Essex Police"
	Name     string `json:"name"`     // of the file it came in
	Number   int64  `json:"number"`   // of the file, by which its records are stored
	Records  int    `json:"records"`
	ASB      int    `json:"asb"`
	NoPlace  int    `json:"no_place"`     // of Records, without a place
	ASBLess  int    `json:"asb_no_place"` // of ASB, without a place
	LeftOut  int    `json:"left_out"`     // bad lines of the file that were left out
	// Digest is the SHA-256 of the records in their order, as digest.go writes them: the same
	// for the same content, whatever the file's name, packing and ends of lines.
	Digest string `json:"digest"`
}

// Version is a month's file with its identity and periods.
type Version = register.Version[File]

var table = &register.Table[File]{
	Name: "incident_file", What: "month of incidents",
	Columns: []string{"month", "reporter", "number", "digest"},
	Values:  func(f File) []any { return []any{f.Month.String(), f.Reporter, f.Number, f.Digest} },
}

// Point is a point of police.uk's map, in millionths of a degree.
type Point struct{ Lon, Lat int32 }

// Place is where incidents are put: a point with its words. The zero Place is none.
type Place struct {
	At     Point
	Street string // "On or near High Street"
	LSOA   string // code of the small area of the census that police.uk names
	Name   string // of that: the local authority, a space and four characters
}

// Known reports whether there is a point.
func (p Place) Known() bool { return p.At != Point{} }

// Record is one incident.
type Record struct {
	Line    int // of the file, the heading being line 1
	Kind    Kind
	Place   int64 // number of the place; 0: without a place
	Crime   ID32  // of a crime; zero: published without one
	Outcome string
}

// ID32 is the identity that police.uk gives a crime.
type ID32 [32]byte

// Month is a month of the calendar: months since year 0.
type Month int32

// MonthOf is the month in which a legal day falls.
func MonthOf(d clock.Day) Month {
	y, m, _ := d.Date()
	return Month(y*12 + int(m) - 1)
}

// ParseMonth reads a month written as 2006-01, and whether it is one.
func ParseMonth(s string) (Month, bool) {
	if len(s) != 7 {
		return 0, false
	}
	d, err := clock.ParseDay(s + "-01")
	if err != nil {
		return 0, false
	}
	return MonthOf(d), true
}

// First is the month's first day.
func (m Month) First() clock.Day { return clock.Date(int(m)/12, time.Month(int(m)%12+1), 1) }

// Last is the month's last day.
func (m Month) Last() clock.Day { return (m + 1).First() - 1 }

// String is the month as 2006-01; the zero Month is the empty text.
func (m Month) String() string {
	if m <= 0 {
		return ""
	}
	return m.First().String()[:7]
}

// Long is the month as people write it: January 2018.
func (m Month) Long() string { return m.First().Long()[2:] }

// Short is the month in tables: Jan 2018.
func (m Month) Short() string { return m.First().Short()[2:] }

// MarshalText writes the month as 2006-01.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (m *Month) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*m = 0
		return nil
	}
	got, ok := ParseMonth(string(b))
	if !ok {
		return clock.ErrDay
	}
	*m = got
	return nil
}
