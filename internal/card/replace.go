package card

import (
	"context"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Because is why a card takes the place of another.
type Because string

// The reasons for a replacement.
const (
	WasLost    Because = "lost"
	WasStolen  Because = "stolen"
	WasDamaged Because = "damaged"
	HasChanged Because = "changed" // what is printed on it is not so any more
	IsEnding   Because = "ending"  // its last day is near
)

// Reasons is every reason for a replacement, in the order in which people choose.
var Reasons = []Because{WasLost, WasStolen, WasDamaged, HasChanged, IsEnding}

// Title is the reason in plain words.
func (b Because) Title() string {
	return map[Because]string{WasLost: "It was lost", WasStolen: "It was stolen", WasDamaged: "It is damaged", HasChanged: "What is printed on it has changed",
		IsEnding: "Its last day is near"}[b]
}

// Fee is what such a card is charged as; empty where the scheme itself asks for a new card,
// so that nobody is charged. The amount is the tariff's.
func (b Because) Fee() fee.Event {
	switch b {
	case WasLost, WasStolen, WasDamaged:
		return fee.Replacement
	}
	return ""
}

// FeeTitle is the kind of fee in plain words.
func (b Because) FeeTitle() string {
	if b.Fee() == "" {
		return "None"
	}
	return "Replacement of a card that was " + string(b)
}

// gone is the state that the old card is in at once for that reason; empty: it stays good
// until the new one is handed over.
func (b Because) gone() State {
	switch b {
	case WasLost:
		return Lost
	case WasStolen:
		return Stolen
	}
	return ""
}

// Replacement is why a card is to be replaced.
type Replacement struct {
	Because Because
	Note    string // when and where it was last seen; needed for a loss or theft not yet reported
}

// Replace makes a card that takes the place of another. One that is held and lost or stolen
// is reported so in the same act, and stops being valid at once; every other stays good
// until its holder is handed the new one. Errors: as Issue; fault.Invalid without a reason,
// or without a note on a loss or theft; fault.Conflict if another is under way already.
func (s *Service) Replace(ctx context.Context, who authz.Actor, old id.Card, why Replacement) (id.Card, error) {
	if why.Because.Title() == "" {
		return "", fault.In("because", "Choose why the card is replaced")
	}
	v, err := db.Find(ctx, s.db, func(tx *db.Tx) (Version, error) { return s.Find(tx, who, old, register.Now(s.ledger.Now())) })
	if err != nil {
		return "", err
	}
	o := Order{Accreditation: v.State.Accreditation, Replaces: old, Because: why.Because}
	return s.issue(ctx, who, o, func(tx *db.Tx, e *ledger.Draft) error {
		gone := why.Because.gone()
		now, err := table.Find(tx, who.Force, string(old), register.Now(e.At))
		if err != nil || gone == "" || now.State.State != Held {
			return err
		}
		if strings.TrimSpace(why.Note) == "" {
			return fault.In("note", "Say when and where the card was last seen")
		}
		return s.changeIn(tx, e, who, []id.Card{old}, "card."+string(gone), why.Note, nil)
	})
}

// Exchange is a card in place of another for a reason that is charged.
type Exchange struct {
	Old, New  id.Card
	OldNumber string
	Number    string // of the new card
	Because   Because
	Org       id.Org
	CalledOff bool  // the new card ended before its holder had it
	State     State // of the new card
}

// exchanged tells of a card in place of another (Service.OnReplace), where that is charged.
func (s *Service) exchanged(tx *db.Tx, e *ledger.Draft, who authz.Actor, card id.Card, c *Card, calledOff bool) error {
	if s.OnReplace == nil || c.Replaces == "" || c.Because.Fee() == "" {
		return nil
	}
	old, err := table.Find(tx, e.Force, string(c.Replaces), register.Now(e.At))
	if err != nil {
		return err
	}
	return s.OnReplace(tx, e, who, Exchange{Old: c.Replaces, New: card, OldNumber: old.State.Number, Number: c.Number, Because: c.Because, Org: c.Org, CalledOff: calledOff, State: c.State})
}
