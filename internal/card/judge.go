package card

import (
	"time"

	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/person"
)

// Outcome is what a check comes to.
type Outcome string

// The three outcomes. CouldNotCheck is neither a yes nor a no.
const (
	Valid         Outcome = "valid"
	NotValid      Outcome = "not-valid"
	CouldNotCheck Outcome = "could-not-check"
)

// Reason is why.
type Reason string

// The reasons. What the public is told of an accreditation that is over is that it ended,
// not whether by vetting, by leaving, or with the employer.
const (
	Good          Reason = "good"
	Forged        Reason = "forged"      // not signed by the force, or not to be read as a card
	UnknownKey    Reason = "unknown-key" // signed with a key not known here
	NoRecord      Reason = "no-record"   // genuine, and not in the register
	NoNumber      Reason = "no-number"   // nobody was ever given that number
	NoCard        Reason = "no-card"     // the number is somebody’s, who has been handed no card
	NotHandedOver Reason = "not-handed-over"
	IsLost        Reason = "lost"
	IsStolen      Reason = "stolen"
	IsReturned    Reason = "returned"
	IsDestroyed   Reason = "destroyed"
	IsReplaced    Reason = "replaced"
	NotBegun      Reason = "not-begun"
	Lapsed        Reason = "lapsed" // the card's own last day is over
	IsSuspended   Reason = "suspended"
	IsWithdrawn   Reason = "withdrawn"
	HasEnded      Reason = "ended"
	IsRecalled    Reason = "recalled" // asked back, though nothing else speaks against it
)

// Outcome is what a check comes to for this reason.
func (r Reason) Outcome() Outcome {
	switch r {
	case Good:
		return Valid
	case UnknownKey, NoRecord:
		return CouldNotCheck
	}
	return NotValid
}

// facts is everything that decides whether a card is valid at an instant, as it stood.
type facts struct {
	card          Card
	accreditation accred.Accreditation
	org           org.Organisation
	person        person.Person
	in            law.Territory
}

// reason is why a card is not valid for what it is itself, whatever stands behind it.
func (c *Card) reason(at time.Time) Reason {
	switch c.State {
	case Held:
		if c.Lapsed(at) {
			return Lapsed
		}
		return Good
	case Lost:
		return IsLost
	case Stolen:
		return IsStolen
	case Returned:
		return IsReturned
	case Destroyed:
		return IsDestroyed
	case Replaced:
		return IsReplaced
	}
	return NotHandedOver
}

// ofStanding is why no card of an accreditation that stands so is valid.
func ofStanding(s accred.Status) Reason {
	switch s {
	case accred.StatusInForce:
		return Good
	case accred.StatusSuspended, accred.StatusOrgStopped:
		return IsSuspended
	case accred.StatusWithdrawn:
		return IsWithdrawn
	case accred.StatusNotYet:
		return NotBegun
	}
	return HasEnded
}

// judge decides whether a card is valid at the instant: it is held and its last day not
// over, the accreditation is in force for a person who has not left, under arrangements
// that are, and nobody asked it back. The card's own reasons come first: who holds out a card that was
// reported lost is not the person it is of.
func (f *facts) judge(at time.Time) (Reason, accred.Standing) {
	s := f.accreditation.Stand(&f.org, at, f.in)
	if r := f.card.reason(at); r != Good {
		return r, s
	}
	if r := ofStanding(s.Status); r != Good {
		return r, s
	}
	if f.person.Left != clock.NoDay && !at.Before(f.person.Left.End()) || f.person.Org != f.accreditation.Org {
		return HasEnded, s
	}
	if f.card.Recalled != clock.NoDay {
		return IsRecalled, s
	}
	return Good, s
}
