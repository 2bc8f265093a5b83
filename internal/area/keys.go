package area

import (
	"context"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/sign"
)

// RenewKeys rotates every key of the force that ends soon, with an entry in the ledger. It
// changes nothing while all keys last; it is called now and then.
func (s *Service) RenewKeys(ctx context.Context, f Force) error {
	due, err := db.Find(ctx, s.db, func(tx *db.Tx) ([]sign.Purpose, error) { return s.ring.Due(tx, f.ID, s.ledger.Now()) })
	if err != nil || len(due) == 0 {
		return err
	}
	return s.keys(ctx, f, "force.renew-keys", func(tx *db.Tx, e *ledger.Draft) error {
		due, err := s.ring.Due(tx, f.ID, e.At) // another node may have been quicker
		for i := 0; i < len(due) && err == nil; i++ {
			_, err = s.ring.Rotate(tx, e, f.ID, due[i], f.keyName(due[i]), e.At)
		}
		if err == nil && len(due) == 0 {
			return errRenewed
		}
		e.Say("The keys for "+purposes(due)+" were renewed", "")
		return err
	})
}

// MakeKey makes a key for a purpose that lacks one, with an entry in the ledger.
func (s *Service) MakeKey(ctx context.Context, f Force, purpose sign.Purpose) error {
	return s.keys(ctx, f, "force.make-key", func(tx *db.Tx, e *ledger.Draft) error {
		e.Say("A key for "+purposes([]sign.Purpose{purpose})+" was made", "")
		_, err := s.ring.Make(tx, e, f.ID, purpose, f.keyName(purpose), e.At, keyEnd(e.At))
		return err
	})
}

// errRenewed says that another node renewed the keys meanwhile.
var errRenewed = fault.New(fault.Conflict, "The keys are renewed already.")

func (s *Service) keys(ctx context.Context, f Force, act string, do func(tx *db.Tx, e *ledger.Draft) error) error {
	who := authz.Actor{Force: f.ID, Name: "Operator", Role: authz.Operator}
	_, err := s.ledger.Do(ctx, who, act, []ledger.Subject{ledger.About("force", f.ID)}, do)
	if err == error(errRenewed) {
		return nil
	}
	return err
}

// keyName is the name that a key of the purpose bears.
func (f Force) keyName(purpose sign.Purpose) string {
	if purpose == sign.ForCheckpoints {
		return f.Origin()
	}
	return ""
}

// keyEnd is until when a key made at an instant signs.
func keyEnd(at time.Time) time.Time { return clock.DayOf(at).AddYears(keyring.KeyYears).Start() }

func purposes(of []sign.Purpose) string {
	words := map[sign.Purpose]string{sign.ForCards: "cards", sign.ForStatus: "status lists", sign.ForCheckpoints: "checkpoints"}
	var out []string
	for _, p := range of {
		out = append(out, words[p])
	}
	return strings.Join(out, ", ")
}
