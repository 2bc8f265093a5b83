package card

import (
	"time"

	"watchword/internal/clock"
)

// Sentence says in words for the public why a card is not valid and since when; of a valid
// one, that it is. It names nobody.
func (c *Check) Sentence() string {
	force := orElse(c.Force.Name, "the force")
	switch c.Reason {
	case Good:
		return "A genuine card, in force now."
	case Forged:
		return "This was not made by " + force + "."
	case UnknownKey:
		return "It is signed with a key that is not known here."
	case NoRecord:
		return "The signature is good, but our records do not have this card."
	case NoNumber:
		return "Nobody was ever given the number " + c.Number + " by " + force + "."
	case NoCard:
		return "No card with the number " + c.Number + " has been handed out."
	case NotHandedOver:
		return "It has not been handed to its holder."
	case NotBegun:
		return "Not in force before " + clock.DayOf(c.Since).Long() + "."
	}
	return says[c.Reason] + on(c.Since) + "."
}

var says = map[Reason]string{IsLost: "Reported lost", IsStolen: "Reported stolen", IsReturned: "Handed back", IsDestroyed: "Destroyed", IsReplaced: "Replaced by a newer card",
	Lapsed: "Expired", IsSuspended: "Suspended", IsWithdrawn: "Withdrawn", HasEnded: "Ended", IsRecalled: "Asked back by the force"}

// on is an instant as it stands in a sentence: " on 12 November 2026 at 16:05", and of a
// midnight " at the end of 2 February 2029".
func on(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	day := clock.DayOf(t)
	if t.Equal(day.Start()) {
		return " at the end of " + (day - 1).Long()
	}
	return " on " + day.Long() + " at " + clock.Local(t).Format("15:04")
}

// Headline is the sentence beside the verdict.
func (c *Check) Headline() string {
	switch {
	case c.Outcome == CouldNotCheck:
		return "This is neither a yes nor a no."
	case c.Outcome == Valid && c.How == ByNumber:
		return "There is a genuine card with this number, in force now."
	case c.Outcome == Valid:
		return "A genuine card, in force now."
	case c.Reason == Forged:
		return c.Sentence()
	case c.Reason == IsSuspended || c.Reason == NotHandedOver || c.Reason == NotBegun:
		return "This card is not valid now."
	case c.Reason == NoNumber || c.Reason == NoCard:
		return "There is no card with this number."
	}
	return "This card is no longer any good."
}
