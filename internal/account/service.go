package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Config is how long things last. Its zero value is the usual.
type Config struct {
	Idle       time.Duration // a session ends when not used for so long; 0 is two hours
	Longest    time.Duration // and at the latest after so long; 0 is twelve hours
	Invitation time.Duration // for so long an invitation can be taken up; 0 is 14 days
	Reset      time.Duration // for so long a link for a new passphrase works; 0 is one day
	TokenDays  int           // the longest a token may last, in days; 0 is 366
	Hashes     int           // passphrases hashed at once, 19 MiB each; 0 is one a processor
}

func (c Config) filled() Config {
	set := func(d *time.Duration, usual time.Duration) {
		if *d == 0 {
			*d = usual
		}
	}
	set(&c.Idle, 2*time.Hour)
	set(&c.Longest, 12*time.Hour)
	set(&c.Invitation, 14*24*time.Hour)
	set(&c.Reset, 24*time.Hour)
	if c.TokenDays == 0 {
		c.TokenDays = 366
	}
	return c
}

// bearer makes the secrets of sessions, one-time links and tokens.
const bearer keyring.Bearer = "account"

// Service reads and writes accounts. It is safe for concurrent use.
type Service struct {
	db     *db.DB
	ledger *ledger.Ledger
	config Config
	hasher *hasher
	// Reach is every area that a role held for some areas reaches: those that are part of
	// them, and that they are part of. See wire/hooks.go; nil: those areas alone.
	Reach func(tx *db.Tx, force id.Force, of []id.Area) ([]id.Area, error)
	// OpenUnit returns an error unless there is such a unit of the force; see wire/hooks.go.
	OpenUnit func(tx *db.Tx, force id.Force, of id.Unit) error
	// HasOrg, HasPerson and HasArea say whether there is such an organisation, person or
	// area of the force; see wire/hooks.go. Nil, in tests of accounts alone: not asked.
	HasOrg    func(tx *db.Tx, force id.Force, of id.Org) (bool, error)
	HasPerson func(tx *db.Tx, force id.Force, of id.Person) (bool, error)
	HasArea   func(tx *db.Tx, force id.Force, of id.Area) (bool, error)
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, c Config) *Service {
	return &Service{db: d, ledger: l, config: c.filled(), hasher: newHasher(c.Hashes)}
}

// Add adds an account without a passphrase: its holder sets one with an invitation
// (Invite). It returns fault.Invalid naming what is wrong, fault.Conflict if the
// address is in use, and fault.Forbidden.
func (s *Service) Add(ctx context.Context, who authz.Actor, a Account) (id.Account, error) {
	account := id.New[id.Account]()
	a.Email, a.Name, a.Standing, a.Why = normal(a.Email), strings.TrimSpace(a.Name), Active, ""
	_, err := s.ledger.Do(ctx, who, "account.add", nil, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.ManageAccounts, authz.Object{}); err != nil {
			return err
		}
		if err := a.check(); err != nil {
			return err
		}
		if err := s.exist(tx, who.Force, a.Posts); err != nil {
			return err
		}
		if _, found, err := findByEmail(tx, who.Force, a.Email); err != nil || found {
			return firstOf(err, fault.New(fault.Conflict, "There is an account with this e-mail address already."))
		}
		e.Say("Added an account for "+a.Name, "")
		return table.Put(tx, e, string(account), a, e.At, clock.Forever)
	})
	return account, err
}

// Give replaces the posts an account holds. Nobody changes their own. A post it holds
// already stays even when what it is held for is no more. It returns fault.Refused for
// one's own, fault.Invalid, fault.Conflict if the account has ended, fault.NotFound and
// fault.Forbidden.
func (s *Service) Give(ctx context.Context, who authz.Actor, account id.Account, posts []Post) error {
	return s.change(ctx, who, "account.give", account, func(tx *db.Tx, a Account) (Account, string, error) {
		held := a
		a.Posts = posts
		if err := a.check(); err != nil {
			return a, "", err
		}
		added := slices.DeleteFunc(slices.Clone(posts), func(p Post) bool {
			_, had := held.Post(p.Key())
			return had
		})
		return a, "Gave " + a.Name + " " + titles(posts), s.exist(tx, who.Force, added)
	})
}

// change loads an account, decides, saves and records. What an account that has ended
// could sign in with goes in the same transaction.
func (s *Service) change(ctx context.Context, who authz.Actor, act string, account id.Account, decide func(*db.Tx, Account) (Account, string, error)) error {
	about := []ledger.Subject{ledger.About("account", account)}
	_, err := s.ledger.Do(ctx, who, act, about, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := s.find(tx, who, account)
		if err != nil {
			return err
		}
		if account == who.Account {
			return fault.Because("Nobody decides on their own account. Ask another who manages accounts.",
				fault.Reason{Code: "account.own", Message: "This is the account that is signed in."})
		}
		a, said, err := decide(tx, v.State)
		if err != nil {
			return err
		}
		e.Say(said, "")
		if err := table.Put(tx, e, v.ID, a, e.At, clock.Forever); err != nil || a.Standing == Active {
			return err
		}
		return deleteAccess(tx, who.Force, account)
	})
	return err
}

// find is an account that the actor manages and that has not ended.
func (s *Service) find(tx *db.Tx, who authz.Actor, account id.Account) (Version, error) {
	if err := who.May(authz.ManageAccounts, authz.Object{}); err != nil {
		return Version{}, err
	}
	v, err := table.Find(tx, who.Force, string(account), register.Now(s.ledger.Now()))
	if err == nil && v.State.Standing == Ended {
		err = fault.New(fault.Conflict, "This account has ended. Add a new one if the person is back.")
	}
	return v, err
}

// Find is an account of the force, ended ones too: one's own, or any for those who
// manage accounts. It returns fault.NotFound and fault.Forbidden.
func (s *Service) Find(ctx context.Context, who authz.Actor, account id.Account) (Version, error) {
	if account != who.Account {
		if err := who.May(authz.ManageAccounts, authz.Object{}); err != nil {
			return Version{}, err
		}
	}
	return db.Find(ctx, s.db, func(tx *db.Tx) (Version, error) {
		return table.Find(tx, who.Force, string(account), register.Now(s.ledger.Now()))
	})
}

// MostListed is the most accounts that List gives at once: a page of 200, and the one
// behind it that shows that there is another.
const MostListed = 201

// Filter chooses accounts of a list. Empty fields choose all.
type Filter struct {
	Text     string // part of the name or the e-mail address
	Standing Standing
	After    string // the cursor: the name and identity of the last one seen, as Cursor makes it
	Limit    int    // at most so many; 0 is 50, never more than MostListed
}

// Cursor is where a list goes on after an account.
func Cursor(v Version) string { return v.State.Name + "\n" + v.ID }

// List is the accounts that pass, by name. There are more when it returns as many as
// the limit. It returns fault.Forbidden.
func (s *Service) List(ctx context.Context, who authz.Actor, f Filter) ([]Version, error) {
	if err := who.May(authz.ManageAccounts, authz.Object{}); err != nil {
		return nil, err
	}
	var w db.Where
	w.Join(who.Scope(authz.ManageAccounts, authz.Columns{Force: "r.force_id"}))
	if !printable(f.Text) || !printable(strings.Replace(f.After, "\n", "", 1)) {
		return nil, fault.New(fault.Invalid, "The search has characters that cannot be read.")
	}
	if f.Text != "" {
		like := db.Like(strings.ToLower(f.Text))
		w.And(`LOWER(r.name) LIKE ? ESCAPE '\' OR r.email LIKE ? ESCAPE '\'`, like, like)
	}
	if f.Standing != "" {
		w.And("r.standing = ?", string(f.Standing))
	}
	if name, last, ok := strings.Cut(f.After, "\n"); ok {
		w.And("(r.name, r.id) > (?, ?)", name, last)
	}
	if f.Limit <= 0 {
		f.Limit = 50
	}
	f.Limit = min(f.Limit, MostListed)
	return db.Find(ctx, s.db, func(tx *db.Tx) ([]Version, error) {
		return table.Current(tx, who.Force, w, "r.name, r.id", f.Limit)
	})
}

func titles(posts []Post) string {
	var ts []string
	for _, p := range posts {
		ts = append(ts, "the role of "+strings.ToLower(p.Role.Title()[:1])+p.Role.Title()[1:])
	}
	return strings.Join(ts, " and ")
}

func firstOf(err error, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
