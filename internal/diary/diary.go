// Package diary is how a room says what waits for somebody and what falls due. Start
// pages, digests, calendars and forecasts are made from what all rooms say, and know no
// room themselves.
//
// Read Item, then Source; wire lists the sources.
package diary

import (
	"cmp"
	"slices"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// Kind groups items of one nature under one heading, such as "agreement-review".
type Kind string

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
}

// Overdue reports whether the last day in time lies before the legal day.
func (i Item) Overdue(today clock.Day) bool { return i.Due != clock.NoDay && i.Due < today }

// Window is what is asked for: what waits at the instant, and what falls due up to and
// with the day To. No source says more than Limit items.
type Window struct {
	At    time.Time
	To    clock.Day
	Limit int
}

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
	slices.SortStableFunc(out, func(a, b Item) int {
		return cmp.Or(cmp.Compare(due(a), due(b)), a.Since.Compare(b.Since), cmp.Compare(a.Key, b.Key))
	})
	return out, nil
}

// due puts what has no last day behind what has one.
func due(i Item) clock.Day {
	if i.Due == clock.NoDay {
		return 1 << 30
	}
	return i.Due
}
