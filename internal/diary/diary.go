// Package diary is how a room says what waits for somebody and what falls due. Digests
// and letters are made from what all rooms say, and know no room themselves.
//
// Read Item, then Source; wire lists the sources. group.go tells as one what is alike;
// rows.go reads once what many are asked about.
package diary

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
)

// Kind groups items of one nature under one heading, such as "agreement-review".
type Kind string

// Title is the heading: "Agreement review".
func (k Kind) Title() string {
	if k == "" {
		return ""
	}
	words := strings.ReplaceAll(string(k), "-", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

// Item is one thing that waits for the actor or falls due.
type Item struct {
	// Key is the same for the same thing from day to day: "agreement-review/agr_01j8…".
	Key   string
	Kind  Kind
	Title string // in a sentence that says who and what: "Review the joint operating protocol with Aldermere Borough Council"
	Link  string // the page on which it is done
	// Org and Person are whom it is about; either may be empty.
	Org    id.Org
	Person id.Person
	// Since is the instant from which it has waited; zero if it only falls due.
	Since time.Time
	// Due is the last day in time; clock.NoDay if there is none.
	Due clock.Day

	// Plain is Title without a person's name, for what leaves the program, such as mail and
	// calendars. Empty: Title where the item is about no person, and else the kind alone.
	Plain string
	// Itself is what happens by itself after Due if nobody acts; empty: it is then overdue.
	Itself string
	// Themselves is the same of several things told as one; empty: what Itself says.
	Themselves string
	// OrgName, Name and Number are whom it is about, for lists: the employer, the person
	// (surname first) and the AP number. Any may be empty.
	OrgName, Name, Number string
	// Together is what items of one kind, one organisation and one last day have in common,
	// so that they may be told as one: "Training", of 12 persons. Empty: each by itself.
	Together string
	// Powers is what of the person's lapses; empty if it is no matter of powers.
	Powers []law.PowerID
	// Letter is what the person is told by letter of a coming lapse, with a copy to the
	// employer, in a sentence; empty: no letter is written.
	Letter string
	// Others says that it is for others to see to, and the actor only sees it: on pages,
	// not in what is sent.
	Others bool
}

// Quiet is the item in words that name no person.
func (i Item) Quiet() string {
	switch {
	case i.Plain != "":
		return i.Plain
	case i.Person != "":
		return i.Kind.Title()
	}
	return i.Title
}

// Overdue reports whether the last day in time lies before the legal day.
func (i Item) Overdue(today clock.Day) bool { return i.Due != clock.NoDay && i.Due < today }

// Window is what is asked for: what waits at the instant, and what falls due up to and
// with the day To. No source says more than Limit items; Everything is as many as there
// are.
type Window struct {
	At    time.Time
	To    clock.Day
	Limit int
	// Shared is where sources keep what they read once for many actors (Rows); nil where
	// one actor alone asks.
	Shared *Shared
}

// Everything is the limit of a window that leaves nothing out.
const Everything = 1 << 30

// Source says what waits for the actor, or falls due and is the actor's to see to: the
// room asks for the actor's permission and scope itself. The earliest due comes first.
type Source func(tx *db.Tx, who authz.Actor, w Window) ([]Item, error)

// All is what every source says, the earliest due first, then what has waited longest.
func All(tx *db.Tx, sources []Source, who authz.Actor, w Window) ([]Item, error) {
	var out []Item
	for _, s := range sources {
		items, err := s(tx, who, w)
		if err != nil {
			return nil, err
		}
		out = append(out, items...)
	}
	Sort(out)
	return out, nil
}

// Sort puts the earliest due first, then what has waited longest.
func Sort(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(due(a), due(b)), a.Since.Compare(b.Since), cmp.Compare(a.Key, b.Key))
	})
}

// due puts what has no last day behind what has one.
func due(i Item) clock.Day {
	if i.Due == clock.NoDay {
		return 1 << 30
	}
	return i.Due
}
