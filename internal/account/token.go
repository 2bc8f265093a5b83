package account

import (
	"context"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Token is an API token of an account, in one of its posts.
type Token struct {
	ID      id.Token
	Account id.Account
	Name    string // what it is for
	Post    string // key of the post it acts in
	MadeBy  id.Account
	Made    time.Time
	Seen    time.Time // used last, to within five minutes; the zero instant if never
	Until   time.Time // it works before this instant
	Ended   bool
}

// NewToken is what a token is made from.
type NewToken struct {
	Account id.Account // empty: the actor's own
	Name    string
	Post    string // key of one of the account's posts; may be empty if it has only one
	Days    int    // how many days it lasts, from 1
}

// MakeToken makes an API token and returns its secret, which is shown once and nowhere
// kept. One makes tokens for oneself; who manages accounts makes them for accounts of
// other programs, which have no passphrase; the operator for any. It returns
// fault.Invalid, fault.NotFound, fault.Refused and fault.Forbidden.
func (s *Service) MakeToken(ctx context.Context, who authz.Actor, n NewToken) (Token, string, error) {
	secret, hash := bearer.New()
	if n.Account == "" {
		n.Account = who.Account
	}
	n.Name = strings.TrimSpace(n.Name)
	t := Token{ID: id.New[id.Token](), Account: n.Account, Name: n.Name, MadeBy: who.Account}
	_, err := s.ledger.Do(ctx, who, "account.make-token", []ledger.Subject{ledger.About("account", n.Account)}, func(tx *db.Tx, e *ledger.Draft) error {
		a, err := s.mayMakeToken(tx, who, n.Account)
		if err != nil {
			return err
		}
		if n.Post == "" && len(a.Posts) == 1 {
			n.Post = a.Posts[0].Key()
		}
		if err := n.check(a, s.config.TokenDays); err != nil {
			return err
		}
		t.Post, t.Made, t.Until = n.Post, e.At, e.At.Add(time.Duration(n.Days)*24*time.Hour)
		e.Say("Made the token “"+t.Name+"” for "+a.Name, "")
		return insertToken(tx, who.Force, t, hash)
	})
	return t, keyring.Token(who.Force, secret), err
}

func (n NewToken) check(a Account, most int) error {
	var wrong fault.Fields
	if n.Name == "" || len(n.Name) > 200 || !printable(n.Name) {
		wrong.Add("name", "Say what the token is for, in 200 characters or fewer")
	}
	if _, ok := a.Post(n.Post); !ok {
		wrong.Add("post", "Choose one of the roles of the account")
	}
	if n.Days < 1 || n.Days > most {
		wrong.Add("days", "The token must last between 1 and %d days", most)
	}
	return wrong.Err()
}

func (s *Service) mayMakeToken(tx *db.Tx, who authz.Actor, account id.Account) (Account, error) {
	if account == who.Account {
		if err := who.May(authz.OwnAccount, authz.Object{}); err != nil {
			return Account{}, err
		}
		v, err := table.Find(tx, who.Force, string(account), register.Now(s.ledger.Now()))
		return v.State, err
	}
	v, err := s.find(tx, who, account)
	if err != nil || who.Role == authz.Operator {
		return v.State, err
	}
	c, err := credentialsOf(tx, who.Force, account)
	if err == nil && c.secret != "" {
		err = fault.Because("A token for a person’s account is made by that person.",
			fault.Reason{Code: "token.person", Message: "This account belongs to a person who signs in.", Mend: "Add an account for the program, and do not invite anybody to it."})
	}
	return v.State, err
}

// EndToken ends a token: one's own, or any for those who manage accounts. It returns
// fault.NotFound if there is no such token, and fault.Forbidden.
func (s *Service) EndToken(ctx context.Context, who authz.Actor, token id.Token) error {
	_, err := s.ledger.Do(ctx, who, "account.end-token", nil, func(tx *db.Tx, e *ledger.Draft) error {
		t, err := tokenByID(tx, who.Force, token)
		if db.NoRows(err) || err == nil && t.Account != who.Account && !who.Can(authz.ManageAccounts) {
			return fault.New(fault.NotFound, "There is no such token.")
		}
		if err != nil {
			return err
		}
		if t.Ended {
			return fault.New(fault.Conflict, "This token has ended already.")
		}
		e.Subject(ledger.About("account", t.Account))
		e.Say("Ended the token “"+t.Name+"”", "")
		return endToken(tx, who.Force, token, e.At)
	})
	return err
}

// Tokens is the tokens of an account, the latest first: one's own, or any for those who
// manage accounts. An empty account means one's own. It returns fault.Forbidden.
func (s *Service) Tokens(ctx context.Context, who authz.Actor, account id.Account) ([]Token, error) {
	permission := authz.ManageAccounts
	if account == "" || account == who.Account {
		account, permission = who.Account, authz.OwnAccount
	}
	if err := who.May(permission, authz.Object{}); err != nil {
		return nil, err
	}
	return db.Find(ctx, s.db, func(tx *db.Tx) ([]Token, error) { return tokensOf(tx, who.Force, account) })
}
