package account

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// SignIn is a try to sign in.
type SignIn struct {
	Force      id.Force
	Email      string
	Passphrase string
	Address    string // of the computer it comes from
	Agent      string // what the browser calls itself
}

// Opened is a session just begun.
type Opened struct {
	Cookie string // the secret, with its force; nowhere kept
	Posts  int    // how many posts the account can act in
}

// SignIn begins a session. The try is counted first; the passphrase is compared outside
// any transaction, in the same time whether there is such an account or not; then the
// session is written with its entry in the ledger. A failure is an entry too, which
// does not say what was typed.
//
// It returns fault.Invalid if address and passphrase do not fit each other, and
// fault.TooMany, with the time to wait, after too many tries.
func (s *Service) SignIn(ctx context.Context, in SignIn) (Opened, error) {
	in.Email = normal(in.Email)
	var wrong fault.Fields
	if in.Email == "" {
		wrong.Add("email", "Enter your e-mail address")
	}
	if in.Passphrase == "" {
		wrong.Add("passphrase", "Enter your passphrase")
	}
	if len(in.Email) > 254 || len(in.Passphrase) > 4*MaxPassphrase || !printable(in.Email) {
		wrong.Add("email", "The e-mail address or the passphrase is too long, or cannot be read")
	}
	if err := wrong.Err(); err != nil {
		return Opened{}, err
	}
	if err := s.begin(ctx, in.Force, in.Email, in.Address); err != nil {
		return Opened{}, err
	}
	c, err := db.Find(ctx, s.db, func(tx *db.Tx) (credentials, error) { return findCredentials(tx, in.Force, in.Email) })
	if err != nil {
		return Opened{}, err
	}
	ok, err := s.hasher.fits(ctx, c.secret, in.Passphrase)
	if err != nil {
		return Opened{}, err
	}
	if !ok {
		return Opened{}, s.failed(ctx, in, c)
	}
	return s.open(ctx, in, c)
}

// failed records a try that failed, and is what the person is told.
func (s *Service) failed(ctx context.Context, in SignIn, c credentials) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		var about []ledger.Subject
		if c.account != "" {
			about = append(about, table.Subject(c.account))
		}
		e := s.ledger.Begin(authz.Actor{Force: in.Force}, "account.sign-in", about...)
		e.Outcome = ledger.Refused
		e.Say("Somebody could not sign in", "")
		e.Why = []fault.Reason{{Code: "sign-in.failed", Message: "The e-mail address and the passphrase do not fit each other."}}
		return s.ledger.Record(tx, e)
	})
	return firstOf(err, fault.In("email", "The e-mail address or the passphrase is not right"))
}

// open writes the session, unless the account or its passphrase has changed meanwhile.
func (s *Service) open(ctx context.Context, in SignIn, c credentials) (Opened, error) {
	secret, hash := bearer.New()
	session := string(id.New[id.Session]())
	posts := 0
	who := actor(in.Force, c.account, c.state, c.state.Posts[0], session)
	_, err := s.ledger.Do(ctx, who, "account.sign-in", []ledger.Subject{table.Subject(c.account)}, func(tx *db.Tx, e *ledger.Draft) error {
		again, err := findCredentials(tx, in.Force, in.Email)
		if err != nil {
			return err
		}
		if again.account != c.account || again.secret != c.secret {
			return fault.New(fault.Conflict, "This account has just been changed. Sign in again.")
		}
		posts = len(again.state.Posts)
		if err := forgive(tx, in.Force, in.Email, in.Address); err != nil {
			return err
		}
		e.Say("Signed in", "")
		return insertSession(tx, Session{ID: id.Session(session), Account: id.Account(c.account), Post: again.state.Posts[0].Key(), Agent: cut(in.Agent, 200),
			Made: e.At, Seen: e.At, Until: e.At.Add(s.config.Longest)}, in.Force, hash)
	})
	return Opened{Cookie: keyring.Value(in.Force, secret), Posts: posts}, err
}

// Session is a session of an account.
type Session struct {
	ID      id.Session
	Account id.Account
	Post    string // key of the post it acts in
	Agent   string // what the browser calls itself
	Made    time.Time
	Seen    time.Time // used last, to within five minutes
	Until   time.Time // over at the latest
}

// Sessions is the actor's own sessions that are not over, the latest first.
func (s *Service) Sessions(ctx context.Context, who authz.Actor) ([]Session, error) {
	if err := who.May(authz.OwnAccount, authz.Object{}); err != nil {
		return nil, err
	}
	now := s.ledger.Now()
	return db.Find(ctx, s.db, func(tx *db.Tx) ([]Session, error) {
		return sessionsOf(tx, who.Force, who.Account, now, now.Add(-s.config.Idle))
	})
}

// EndSession ends one of the actor's own sessions: this one to sign out, or another. It
// returns fault.NotFound if there is no such session.
func (s *Service) EndSession(ctx context.Context, who authz.Actor, session id.Session) error {
	act, said := "account.end-session", "Ended a session"
	if string(session) == who.Session {
		act, said = "account.sign-out", "Signed out"
	}
	_, err := s.ledger.Do(ctx, who, act, []ledger.Subject{ledger.About("account", who.Account)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.OwnAccount, authz.Object{}); err != nil {
			return err
		}
		n, err := deleteSession(tx, who.Force, who.Account, session)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "This session has ended already.")
		}
		e.Say(said, "")
		return err
	})
	return err
}

// Choose makes the session act in another post of its account. It returns
// fault.NotFound if the account holds no such post.
func (s *Service) Choose(ctx context.Context, who authz.Actor, key string) error {
	_, err := s.ledger.Do(ctx, who, "account.choose-role", []ledger.Subject{ledger.About("account", who.Account)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.OwnAccount, authz.Object{}); err != nil {
			return err
		}
		v, err := table.Find(tx, who.Force, string(who.Account), register.Now(e.At))
		if err != nil {
			return err
		}
		post, ok := v.State.Post(key)
		if !ok {
			return fault.New(fault.NotFound, "This account does not hold that role.")
		}
		e.Say("Acts as "+post.Role.Title(), "")
		return choosePost(tx, who.Force, who.Account, who.Session, key)
	})
	return err
}

// ChangePassphrase sets the actor's own passphrase anew and ends every other session.
// It returns fault.Invalid if the present one is not right or the new one cannot be
// taken, and fault.TooMany after too many tries.
func (s *Service) ChangePassphrase(ctx context.Context, who authz.Actor, present, next, address string) error {
	if err := who.May(authz.OwnAccount, authz.Object{}); err != nil {
		return err
	}
	c, err := db.Find(ctx, s.db, func(tx *db.Tx) (credentials, error) { return credentialsOf(tx, who.Force, who.Account) })
	if err != nil {
		return err
	}
	if err := checkPassphrase("next", next, c.state.Email); err != nil {
		return err
	}
	if err := s.begin(ctx, who.Force, c.state.Email, address); err != nil {
		return err
	}
	ok, err := s.hasher.fits(ctx, c.secret, present)
	if err != nil {
		return err
	}
	if !ok {
		return fault.In("present", "This is not your present passphrase")
	}
	hash, err := s.hasher.hash(ctx, next)
	if err != nil {
		return err
	}
	_, err = s.ledger.Do(ctx, who, "account.change-passphrase", []ledger.Subject{ledger.About("account", who.Account)}, func(tx *db.Tx, e *ledger.Draft) error {
		again, err := credentialsOf(tx, who.Force, who.Account)
		if err != nil {
			return err
		}
		if again.secret != c.secret {
			return fault.New(fault.Conflict, "The passphrase has just been changed elsewhere. Sign in again.")
		}
		e.Say("Changed the passphrase", "")
		if err := forgive(tx, who.Force, c.state.Email, address); err != nil {
			return err
		}
		if err := savePassphrase(tx, who.Force, who.Account, hash, e.At); err != nil {
			return err
		}
		return deleteOtherSessions(tx, who.Force, who.Account, who.Session)
	})
	return err
}

// Purge forgets sessions, links and tries that are long over. The program calls it now
// and then.
func (s *Service) Purge(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return purge(tx, s.ledger.Now(), s.config.Idle) })
}

// cut is what can be kept of the first n bytes of a text.
func cut(text string, n int) string { return strings.ToValidUTF8(text[:min(n, len(text))], "") }

// printable reports whether a text can be kept: whole letters on one line, and no sign that
// nobody sees.
func printable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsAny(text, "\n\t") && !strings.ContainsFunc(text, fault.Unseen)
}
