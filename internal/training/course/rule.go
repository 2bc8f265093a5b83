package course

import (
	"context"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Rule999 is what every accredited person acknowledges, in the words that they read.
const Rule999 = "In an emergency call 999 at once: when somebody is in danger, is being hurt or may be, when a crime is happening, or when the person who did it is nearby. " +
	"Stay safe, tell the operator that you are accredited and where you are, and do not wait for anybody’s leave. For everything else use 101 or the ways your protocol names."

// Word is a person's acknowledgement of the 999 rule: the words read, and when.
type Word struct {
	Rule string     `json:"rule"`
	At   time.Time  `json:"at"`
	By   id.Account `json:"by"`
}

var wordTable = &register.Table[Word]{Name: "rule_word", What: "acknowledgement", Values: func(Word) []any { return nil }}

// WordRows reads the acknowledgements for ledger.Verify.
var WordRows = wordTable.Rows

// Acknowledge records that a person has read the 999 rule and will follow it, on their own
// account. Errors: fault.Forbidden; fault.NotFound; fault.Invalid unless they said so;
// fault.Conflict if these words are acknowledged already.
func (s *Service) Acknowledge(ctx context.Context, who authz.Actor, read bool) error {
	_, err := s.ledger.Do(ctx, who, "training.acknowledge", []ledger.Subject{person.Subject(string(who.Person))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := s.persons.May(tx, who, authz.OwnTraining, who.Person, e.At); err != nil {
			return err
		}
		if !read {
			return fault.In("read", "Confirm that you have read the rule")
		}
		now, ok, err := s.Acknowledged(tx, who.Force, who.Person, register.Now(e.At))
		if err != nil {
			return err
		}
		if ok {
			return fault.New(fault.Conflict, "You acknowledged the rule on %s.", clock.Moment(now.At))
		}
		e.Say("The 999 rule was acknowledged", "Joint operating protocol, emergencies")
		return wordTable.Put(tx, e, string(who.Person), Word{Rule: Rule999, At: e.At, By: who.Account}, e.At, clock.Forever)
	})
	return err
}

// Acknowledged is a person's acknowledgement of the rule in its present words, and whether
// there is one, for use cases that have asked for permission themselves.
func (s *Service) Acknowledged(tx *db.Tx, force id.Force, of id.Person, w register.When) (Word, bool, error) {
	v, err := wordTable.Find(tx, force, string(of), w)
	if fault.Is(err, fault.NotFound) {
		return Word{}, false, nil
	}
	return v.State, err == nil && v.State.Rule == Rule999, err
}
