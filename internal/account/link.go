package account

import (
	"context"
	"time"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Purpose is what a one-time link is for.
type Purpose string

const (
	// Invitation lets the holder of a new account set its first passphrase.
	Invitation Purpose = "invitation"
	// Reset lets the holder of an account set another.
	Reset Purpose = "reset"
)

// Link is a one-time link just made. Its secret is shown once and nowhere kept.
type Link struct {
	Secret  string // the last part of its address
	Purpose Purpose
	Until   time.Time // it works before this instant
}

// MakeLink makes a one-time link for an account: an invitation while it has no
// passphrase, and otherwise for a new one. Earlier links of the account stop working.
// No mail is sent: whoever makes the link hands it over. It returns fault.NotFound,
// fault.Conflict if the account has ended, and fault.Forbidden.
func (s *Service) MakeLink(ctx context.Context, who authz.Actor, account id.Account) (Link, error) {
	secret, hash := bearer.New()
	var out Link
	_, err := s.ledger.Do(ctx, who, "account.make-link", []ledger.Subject{ledger.About("account", account)}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := s.find(tx, who, account)
		if err != nil {
			return err
		}
		c, err := credentialsOf(tx, who.Force, account)
		if err != nil {
			return err
		}
		out = Link{Secret: keyring.Value(who.Force, secret), Purpose: Invitation, Until: e.At.Add(s.config.Invitation)}
		if c.secret != "" {
			out.Purpose, out.Until = Reset, e.At.Add(s.config.Reset)
		}
		e.Say("Made a one-time link for "+v.State.Name, "")
		if err := voidLinks(tx, who.Force, account, e.At); err != nil {
			return err
		}
		return insertLink(tx, who, account, hash, out, e.At)
	})
	return out, err
}

// Invited is what a one-time link offers.
type Invited struct {
	Name    string
	Email   string
	Purpose Purpose
	Until   time.Time

	account string
	force   id.Force
	hash    string
}

var errLink = fault.New(fault.NotFound, "This link does not work: it was used already, has run out, or was replaced by another. Ask the scheme office for a new one.")

// OpenLink is what the link of that secret offers. It returns fault.NotFound if the
// link does not work, whatever the reason.
func (s *Service) OpenLink(ctx context.Context, secret string) (Invited, error) {
	force, part, ok := keyring.ParseValue(secret)
	if !ok {
		return Invited{}, errLink
	}
	return db.Find(ctx, s.db, func(tx *db.Tx) (Invited, error) { return s.openLink(tx, force, bearer.Hash(part)) })
}

func (s *Service) openLink(tx *db.Tx, force id.Force, hash string) (Invited, error) {
	in, err := findLink(tx, force, hash, s.ledger.Now())
	if db.NoRows(err) {
		return in, errLink
	}
	if err != nil {
		return in, err
	}
	v, err := table.Find(tx, force, in.account, register.Now(s.ledger.Now()))
	if err == nil && v.State.Standing != Active {
		err = errLink
	}
	in.Name, in.Email, in.force, in.hash = v.State.Name, v.State.Email, force, hash
	return in, err
}

// UseLink sets the account's passphrase, uses up the link, and ends every session of
// the account. Of several uses at once, one succeeds. It returns fault.NotFound if the
// link does not work, and fault.Invalid if the passphrase cannot be taken.
func (s *Service) UseLink(ctx context.Context, secret, passphrase, again string) error {
	in, err := s.OpenLink(ctx, secret)
	if err != nil {
		return err
	}
	if err := checkPassphrase("passphrase", passphrase, in.Email); err != nil {
		return err
	}
	if passphrase != again {
		return fault.In("again", "The two passphrases are not the same")
	}
	kept, err := s.hasher.hash(ctx, passphrase)
	if err != nil {
		return err
	}
	who := authz.Actor{Force: in.force, Account: id.Account(in.account), Name: in.Name}
	_, err = s.ledger.Do(ctx, who, "account.use-link", []ledger.Subject{table.Subject(in.account)}, func(tx *db.Tx, e *ledger.Draft) error {
		if _, err := s.openLink(tx, in.force, in.hash); err != nil {
			return err
		}
		n, err := useLink(tx, in.force, in.hash, e.At)
		if err == nil && n == 0 {
			err = errLink
		}
		if err != nil {
			return err
		}
		e.Say("Set a passphrase with a one-time link", "")
		if err := deleteAttempt(tx, in.force, accountTries(in.Email)); err != nil {
			return err
		}
		if err := savePassphrase(tx, in.force, id.Account(in.account), kept, e.At); err != nil {
			return err
		}
		return deleteOtherSessions(tx, in.force, id.Account(in.account), "")
	})
	return err
}
