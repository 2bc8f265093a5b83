package account

import (
	"context"
	"strconv"
	"time"

	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// How many tries are allowed. They are counted in the database, so that they hold for
// all nodes together, and before the passphrase is looked at, so that many tries at
// once count as many.
const (
	triesAccount  = 5                // in a row, before one has to wait
	triesAddress  = 50               // that fail, from one address within forgetAddress
	firstWait     = time.Minute      // doubled with each further try
	longestWait   = 15 * time.Minute // of those waits
	forgetAccount = 24 * time.Hour
	forgetAddress = 15 * time.Minute
)

// attempt is the tries counted for an e-mail address, whether there is such an account
// or not, or for the address of a computer.
type attempt struct {
	tries   int64
	last    time.Time
	blocked time.Time // until this instant
}

// next is the count with one more try at the instant. It reports false, and counts
// nothing, while one has to wait.
func (a attempt) next(now time.Time, limit int64, forget time.Duration) (attempt, bool) {
	if now.Before(a.blocked) {
		return a, false
	}
	if now.Sub(a.last) >= forget {
		a = attempt{}
	}
	a.tries++
	a.last = now
	if over := a.tries - limit; over >= 0 {
		wait := longestWait
		if over < 8 {
			wait = min(longestWait, firstWait<<over)
		}
		a.blocked = now.Add(wait)
	}
	return a, true
}

// begin counts a try for the account and the address. It returns fault.TooMany, with
// the time to wait, when there have been too many.
func (s *Service) begin(ctx context.Context, force id.Force, email, address string) error {
	var wait time.Duration
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		now := s.ledger.Now()
		wait = 0
		account, err := findAttempt(tx, force, accountTries(email))
		if err != nil {
			return err
		}
		from, err := findAttempt(tx, force, addressTries(address))
		if err != nil {
			return err
		}
		a, okAccount := account.next(now, triesAccount, forgetAccount)
		f, okFrom := from.next(now, triesAddress, forgetAddress)
		if !okAccount || !okFrom {
			wait = max(a.blocked.Sub(now), f.blocked.Sub(now))
			return nil
		}
		if err := saveAttempt(tx, force, accountTries(email), a); err != nil {
			return err
		}
		return saveAttempt(tx, force, addressTries(address), f)
	})
	if err == nil && wait > 0 {
		err = fault.New(fault.TooMany, "There were too many tries to sign in. Wait %s, then try again.", inWords(wait))
	}
	return err
}

// forgive forgets the tries for the account, and takes back the last one of the address.
func forgive(tx *db.Tx, force id.Force, email, address string) error {
	if err := deleteAttempt(tx, force, accountTries(email)); err != nil {
		return err
	}
	a, err := findAttempt(tx, force, addressTries(address))
	if err != nil || a.tries == 0 {
		return err
	}
	a.tries--
	if a.tries < triesAddress {
		a.blocked = time.Time{}
	}
	return saveAttempt(tx, force, addressTries(address), a)
}

// The subjects of attempts are hashed: people type passphrases where their address
// belongs.
func accountTries(email string) string   { return "account " + bearer.Hash(email) }
func addressTries(address string) string { return "address " + bearer.Hash(address) }

// inWords is a time to wait, in whole minutes.
func inWords(d time.Duration) string {
	n := int((d + time.Minute - 1) / time.Minute)
	if n <= 1 {
		return "a minute"
	}
	return strconv.Itoa(n) + " minutes"
}
