// Package register keeps rows that can be asked about for any past day, under two
// clocks: when something was true, and when we knew it.
//
// A row is a version: a state that held from one instant up to another (half-open),
// known from one instant up to another. A change never alters what was known before:
// the versions it overlaps cease to be what is known, and new ones take their place.
// Every version written or ceased is told to the ledger in the same transaction, and
// Table.Rows lets the ledger's Verify compare each with what it was told.
//
// The state is one struct in canonical JSON; columns that lists filter by are made
// from it by the room that owns the table. Each register's room names its table and
// columns once, in a Table; this package writes the SQL.
//
// Read When, then Table.Put.
package register

import (
	"time"

	"watchword/internal/clock"
)

// When says which version of the past is asked for. Instants are UTC.
type When struct {
	At    time.Time // when it was true
	Known time.Time // as far as we knew then
}

// Now is what is true, and known, at the instant.
func Now(t time.Time) When { return When{At: t, Known: t} }

// Version is a state with its two periods. Until and Superseded are clock.Forever
// while no end is known.
type Version[T any] struct {
	ID         string
	N          int64     // number of the version, from 1
	From       time.Time // true from this instant
	Until      time.Time // and before this one
	Known      time.Time // known from this instant
	Superseded time.Time // and before this one
	Entry      string    // the ledger entry that wrote it
	State      T
}

// Current reports whether the version is what is known today to have held to the
// open end.
func (v Version[T]) Current() bool {
	return v.Until.Equal(clock.Forever) && v.Superseded.Equal(clock.Forever)
}
