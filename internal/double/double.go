// Package double finds persons who may have been entered twice, and keeps what the scheme
// office says of each pair: two persons, one person with two employers, or one person entered
// twice. In the last case one entry stays; the other is marked as merged into it, keeps its
// whole past, and can be taken apart again.
//
// Nothing moves from one entry to the other. Numbers, accreditations, clearances and passes
// stay where they were recorded, so that the past of both says what was done; hence an entry
// under which something is held cannot be the one that goes.
//
// An accreditation belongs to a person with one employer (Police Reform Act 2002, s41(2), (8)):
// entries with different employers are never merged.
//
// Read Pair, then likeness.go for how pairs are found, and answer.go.
package double

import (
	"strings"
	"time"

	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training/course"
	"watchword/internal/vetting"
	"watchword/internal/vetting/envelope"
)

// Rooms is what a pair is looked at in. All are required.
type Rooms struct {
	DB        *db.DB
	Ledger    *ledger.Ledger
	Areas     *area.Service
	Accounts  *account.Service
	Orgs      *org.Service
	Persons   *person.Service
	Vettings  *vetting.Service
	Envelopes *envelope.Service
	Courses   *course.Service
	Accreds   *accred.Service
}

// Service is the use cases.
type Service struct{ Rooms }

// New is the service on those rooms.
func New(r Rooms) *Service { return &Service{r} }

// Verdict is what was said of a pair.
type Verdict string

const (
	TwoPersons   Verdict = "two-persons"
	TwoEmployers Verdict = "two-employers" // one person, and both entries are right
	Merged       Verdict = "merged"        // one person, entered twice
)

// Title is the verdict in plain words.
func (v Verdict) Title() string {
	return map[Verdict]string{TwoPersons: "Two persons", TwoEmployers: "One person with two employers", Merged: "Entered twice, and merged"}[v]
}

// Pair is what was said of two entries. Its identity is made of theirs, so that each pair has
// one.
type Pair struct {
	First   id.Person `json:"first"` // the earlier entry
	Second  id.Person `json:"second"`
	Verdict Verdict   `json:"verdict"`
	Stays   id.Person `json:"stays,omitempty"` // of Merged
	Why     string    `json:"why"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Goes is the entry that was merged into the other; empty unless it was.
func (p *Pair) Goes() id.Person {
	switch {
	case p.Verdict != Merged:
		return ""
	case p.Stays == p.First:
		return p.Second
	}
	return p.First
}

// Of is the identity of the pair of two entries, whichever is named first; empty for one and
// the same.
func Of(a, b id.Person) id.Pair {
	switch {
	case a == b:
		return ""
	case b < a:
		a, b = b, a
	}
	return id.Pair(string(a) + "." + string(b))
}

// parts is the two entries of a pair; fault.NotFound if it is none.
func parts(of id.Pair) (a, b id.Person, err error) {
	x, y, ok := strings.Cut(string(of), ".")
	if !ok || Of(id.Person(x), id.Person(y)) != of {
		return "", "", errNone
	}
	return id.Person(x), id.Person(y), nil
}

var errNone = fault.New(fault.NotFound, "There is no such pair of entries.")

// Version is what was said of a pair, with its periods.
type Version = register.Version[Pair]

var table = &register.Table[Pair]{Name: "person_pair", What: "answer about these two entries", Columns: []string{"first_id", "second_id", "verdict"},
	Values: func(p Pair) []any { return []any{string(p.First), string(p.Second), string(p.Verdict)} }}

// Rows reads the register of pairs for ledger.Verify.
var Rows = table.Rows

// Find is what was said of a pair, as it stood. Errors: fault.NotFound if nothing was;
// fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, of id.Pair, w register.When) (Version, error) {
	if err := who.May(authz.MergePersons, authz.Object{}); err != nil {
		return Version{}, err
	}
	return table.Find(tx, who.Force, string(of), w)
}

// History is every version of what was said of a pair; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, of id.Pair, all bool) ([]Version, error) {
	if _, err := s.Find(tx, who, of, register.Now(s.Ledger.Now())); err != nil {
		return nil, err
	}
	return table.History(tx, who.Force, string(of), all)
}

// Answered is what was said of pairs, the latest first, as it stood, and how many there are.
// Errors: fault.Forbidden.
func (s *Service) Answered(tx *db.Tx, who authz.Actor, w register.When, offset, limit int) (vs []Version, total int, err error) {
	if err := who.May(authz.MergePersons, authz.Object{}); err != nil {
		return nil, 0, err
	}
	return table.Page(tx, who.Force, w, db.Where{}, "r.from_at DESC, r.id", limit, offset)
}

// Also is the entry into which an entry was merged, and those that were merged into it, as it
// stood: those of which the reader may see the person. Errors: fault.Forbidden.
func (s *Service) Also(tx *db.Tx, who authz.Actor, of id.Person, w register.When) (into *Entry, from []Entry, err error) {
	if err := s.Persons.May(tx, who, authz.ReadPerson, of, s.Ledger.Now()); err != nil {
		return nil, nil, err
	}
	var where db.Where
	where.And("r.id IN (SELECT id FROM person_pair WHERE force_id = ? AND first_id = ? UNION ALL SELECT id FROM person_pair WHERE force_id = ? AND second_id = ?)",
		string(who.Force), string(of), string(who.Force), string(of)) // an OR over two indexes would read the whole table
	where.And("r.verdict = ?", string(Merged))
	vs, err := table.List(tx, who.Force, w, where, "r.id", 100)
	if err != nil {
		return nil, nil, err
	}
	for _, v := range vs {
		other := v.State.First
		if other == of {
			other = v.State.Second
		}
		if s.Persons.May(tx, who, authz.ReadPerson, other, s.Ledger.Now()) != nil {
			continue
		}
		x, err := s.entry(tx, who.Force, other, w)
		if err != nil {
			return nil, nil, err
		}
		if x.Merged = clock.DayOf(v.State.At); v.State.Stays == of {
			from = append(from, x)
		} else {
			into = &x
		}
	}
	return into, from, nil
}
