// Package person is the register of persons whom employers put forward: who they are,
// whom they work for and as what. Whether a person is accredited is in accred; what
// vetting found is sealed and never here.
//
// Read Person first.
package person

import (
	"net/mail"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Person is a person's state in a period. An accreditation belongs to a person with one
// employer (Police Reform Act 2002, s41(2), (8)): a second employer means a second row.
type Person struct {
	Surname    string    `json:"surname"`
	Forenames  string    `json:"forenames"`
	Born       clock.Day `json:"born"`
	Org        id.Org    `json:"org"`
	Role       id.Role   `json:"role"`
	RoleTitle  string    `json:"role_title"`
	Supervisor string    `json:"supervisor,omitempty"` // the immediate supervisor (protocol, clause 2.2 iv)
	Team       id.Team   `json:"team,omitempty"`
	Email      string    `json:"email,omitempty"`
	Phone      string    `json:"phone,omitempty"`
	Photo      blob.Hash `json:"photo,omitempty"`
	Joined     clock.Day `json:"joined,omitempty"`
	Agreed     clock.Day `json:"agreed,omitempty"`    // the person's own consent to take part
	OptedIn    clock.Day `json:"opted_in,omitempty"`  // the person said so themselves
	OptedOut   clock.Day `json:"opted_out,omitempty"` // at their own wish, by nobody's fault
	OutWhy     string    `json:"out_why,omitempty"`   // if they said why
	Nominated  clock.Day `json:"nominated,omitempty"`
	Left       clock.Day `json:"left,omitempty"` // ceased to be employed (s41(8)(a)): the last day
	Note       string    `json:"note,omitempty"`
	Formerly   id.Person `json:"formerly,omitempty"` // the entry with the employer before, for who moved from one to another
	Merged     id.Person `json:"merged,omitempty"`   // the entry that stays, of somebody who was entered twice
}

// Gone reports whether nothing more is to be done about the entry: the person left, or was
// entered twice and the other entry stays.
func (p *Person) Gone() bool { return p.Left != clock.NoDay || p.Merged != "" }

// Version is a person with identity and periods.
type Version = register.Version[Person]

// Name is the person's name as it is spoken.
func (p Person) Name() string { return strings.TrimSpace(p.Forenames + " " + p.Surname) }

// SortName is the name as lists are ordered by it.
func (p Person) SortName() string { return strings.ToLower(p.Surname + ", " + p.Forenames) }

// Object is the person as permissions look at it. Areas are those in which the person may
// act.
func (p Person) Object(person id.Person, areas []id.Area) authz.Object {
	return authz.Object{Org: p.Org, Person: person, Areas: areas}
}

const nameLimit = 120

// check names every field that is wrong. today and minimum are for the age of someone
// newly put forward, in years; 0 asks no age.
func (p *Person) check(today clock.Day, minimum int) error {
	var fs fault.Fields
	p.Surname, p.Forenames = strings.Join(strings.Fields(p.Surname), " "), strings.Join(strings.Fields(p.Forenames), " ")
	name := func(field, value, what string) {
		switch n := len([]rune(value)); {
		case n == 0:
			fs.Add(field, "Enter the person’s %s", what)
		case n > nameLimit:
			fs.Add(field, "The %s must be %d letters or fewer. This one has %d", what, nameLimit, n)
		case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0xfffd }):
			fs.Add(field, "The %s has a character that no name has", what)
		}
	}
	name("surname", p.Surname, "surname")
	name("forenames", p.Forenames, "forename")
	switch {
	case p.Born == clock.NoDay:
		fs.Add("born", "Enter the date of birth")
	case p.Born > today:
		fs.Add("born", "The date of birth is in the future")
	case p.Born.AgeOn(today) > 100:
		fs.Add("born", "The date of birth is more than 100 years ago")
	case p.Born.AgeOn(today) < minimum:
		fs.Add("born", "The person must be %d or over. This person is %d", minimum, p.Born.AgeOn(today))
	}
	if p.Email != "" {
		if a, err := mail.ParseAddress(p.Email); err != nil || a.Address != p.Email || len(p.Email) > 254 {
			fs.Add("email", "Enter an e-mail address, for example name@council.example")
		}
	}
	if len(p.Phone) > 40 {
		fs.Add("phone", "Enter a telephone number")
	}
	if len(p.Note) > 2000 {
		fs.Add("note", "The note must be 2,000 letters or fewer")
	}
	return fs.Err()
}

var table = &register.Table[Person]{
	Name: "person", What: "person in the register",
	Columns: []string{"org_id", "sort_name"},
	Values:  func(p Person) []any { return []any{string(p.Org), p.SortName()} },
}

// Rows reads the register of persons for ledger.Verify.
var Rows = table.Rows

// Subject is a person as the ledger names it.
var Subject = table.Subject
