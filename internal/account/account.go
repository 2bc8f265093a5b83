// Package account keeps who may sign in: accounts with their roles, passphrases,
// sessions, one-time links and API tokens.
//
// An account belongs to one force and holds one or more posts: a role, with the
// organisation, person or areas it is held for. One post at a time is acted in. The
// register of accounts tells the ledger who was given what, by whom; secrets never
// reach the ledger and are kept only as hashes. What a role may do is in authz.
//
// Passkeys and the sign-in of another organisation will be further kinds of
// credential beside the passphrase.
//
// Read Account, then Service; session.go tells how signing in goes.
package account

import (
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"watchword/internal/authz"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Standing says whether an account can be used.
type Standing string

const (
	// Active accounts can sign in.
	Active Standing = "active"
	// Ended accounts never can again; their history stays.
	Ended Standing = "ended"
)

// Account is an account as it stood in a period.
type Account struct {
	Email    string   `json:"email"` // in small letters
	Name     string   `json:"name"`
	Posts    []Post   `json:"posts"`
	Unit     id.Unit  `json:"unit,omitempty"` // of the force, to which its holder belongs
	Standing Standing `json:"standing"`
	Why      string   `json:"why,omitempty"` // it was ended
}

// Post is a role an account holds, and for whom.
type Post struct {
	Role   authz.Role `json:"role"`
	Org    id.Org     `json:"org,omitempty"`    // of an employer's people, and of an accredited person
	Person id.Person  `json:"person,omitempty"` // of an accredited person
	Areas  []id.Area  `json:"areas,omitempty"`  // of a neighbourhood team or hub
}

// Key names the post among those of one account.
func (p Post) Key() string {
	parts := []string{string(p.Role), string(p.Org), string(p.Person)}
	for _, a := range p.Areas {
		parts = append(parts, string(a))
	}
	return strings.Join(parts, "/")
}

// Version is an account with its identity and periods.
type Version = register.Version[Account]

var table = &register.Table[Account]{
	Name: "account", What: "account",
	Columns: []string{"email", "name", "standing"},
	Values:  func(a Account) []any { return []any{a.Email, a.Name, string(a.Standing)} },
}

// Rows reads the register of accounts for ledger.Verify.
var Rows = table.Rows

// Post is the account's post of that key, and whether it holds one.
func (a Account) Post(key string) (Post, bool) {
	for _, p := range a.Posts {
		if p.Key() == key {
			return p, true
		}
	}
	return Post{}, false
}

// actor is who acts when the account acts in the post.
func actor(force id.Force, account string, a Account, p Post, session string) authz.Actor {
	return authz.Actor{Force: force, Account: id.Account(account), Name: a.Name, Role: p.Role, Org: p.Org, Person: p.Person,
		Areas: p.Areas, Session: session}
}

// normal is an e-mail address as it is kept and compared.
func normal(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// check reports what is wrong with an account that is to be added or changed.
func (a Account) check() error {
	var wrong fault.Fields
	if m, err := mail.ParseAddress(a.Email); err != nil || m.Address != a.Email || len(a.Email) > 254 || !strings.Contains(a.Email[strings.LastIndex(a.Email, "@")+1:], ".") {
		wrong.Add("email", "Enter an e-mail address in the correct format, such as name@example.org")
	}
	switch n := utf8.RuneCountInString(a.Name); {
	case n == 0:
		wrong.Add("name", "Enter the person’s name")
	case n > 120:
		wrong.Add("name", "The name must be 120 characters or fewer")
	case !printable(a.Name):
		wrong.Add("name", "The name has characters that cannot be printed. Type it again")
	}
	if len(a.Posts) == 0 {
		wrong.Add("role", "Choose a role")
	}
	var keys []string
	for _, p := range a.Posts {
		p.check(&wrong)
		if slices.Contains(keys, p.Key()) {
			wrong.Add("role", "The same role is given twice")
		}
		keys = append(keys, p.Key())
	}
	return wrong.Err()
}

func (p Post) check(wrong *fault.Fields) {
	switch {
	case p.Role == "":
		wrong.Add("role", "Choose a role")
		return
	case !p.Role.Known():
		wrong.Add("role", "There is no such role")
		return
	}
	employer := p.Role.OfEmployer() || p.Role == authz.AccreditedPerson
	switch {
	case employer && !id.Valid(p.Org):
		wrong.Add("org", "Choose the organisation this role is for")
	case !employer && p.Org != "":
		wrong.Add("org", "This role is not held for an organisation")
	}
	switch {
	case p.Role == authz.AccreditedPerson && !id.Valid(p.Person):
		wrong.Add("person", "Name the person in the register whose account this is")
	case p.Role != authz.AccreditedPerson && p.Person != "":
		wrong.Add("person", "This role is not held for a person in the register")
	}
	switch {
	case p.Role.OfAreas() && len(p.Areas) == 0:
		wrong.Add("areas", "Choose the areas this role is for")
	case !p.Role.OfAreas() && len(p.Areas) > 0:
		wrong.Add("areas", "This role is not held for areas")
	}
	for _, a := range p.Areas {
		if !id.Valid(a) {
			wrong.Add("areas", "There is no such area")
			return
		}
	}
}
