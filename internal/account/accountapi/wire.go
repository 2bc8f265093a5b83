// Package accountapi offers accounts to other programs: one's own sessions and tokens,
// and the accounts of the force for those who manage them.
package accountapi

import (
	"slices"
	"time"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// Account is an account in JSON.
type Account struct {
	ID    string `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name"`
	Posts []Post `json:"posts" doc:"The roles it holds, and for whom"`
	Unit  string `json:"unit,omitempty" doc:"Identity of the unit of the force it belongs to"`
	State string `json:"state" enum:"active,ended"`
	Why   string `json:"why,omitempty" doc:"Why it was ended"`
}

// Post is a role an account holds, in JSON.
type Post struct {
	Role   string   `json:"role" doc:"The role, for example scheme-manager"`
	Org    string   `json:"organisation,omitempty" doc:"Identity of the organisation it is held for"`
	Person string   `json:"person,omitempty" doc:"Identity of the person in the register whose account it is"`
	Areas  []string `json:"areas,omitempty" doc:"Identities of the areas it is held for"`
}

// Session is one of one's own sessions in JSON.
type Session struct {
	ID    string    `json:"id"`
	Agent string    `json:"browser"`
	Made  time.Time `json:"made"`
	Seen  time.Time `json:"last_used" doc:"To within five minutes"`
	Until time.Time `json:"until"`
}

// Token is an API token in JSON, without its secret.
type Token struct {
	ID    string     `json:"id"`
	Name  string     `json:"name"`
	Made  time.Time  `json:"made"`
	Seen  *time.Time `json:"last_used,omitempty" doc:"To within five minutes; absent if never"`
	Until time.Time  `json:"until"`
	Ended bool       `json:"ended"`
}

// MadeToken is a token just made.
type MadeToken struct {
	Token
	Secret string `json:"secret" doc:"What to send as Bearer token. It is shown this once"`
}

// Link is a one-time link just made.
type Link struct {
	Path    string    `json:"path" doc:"The address under this server. It is shown this once; hand it to the person"`
	Purpose string    `json:"purpose" enum:"invitation,reset"`
	Until   time.Time `json:"until"`
}

func wire(v account.Version) Account {
	a := Account{ID: v.ID, Email: v.State.Email, Name: v.State.Name, Unit: string(v.State.Unit), State: string(v.State.Standing), Why: v.State.Why, Posts: []Post{}}
	for _, p := range v.State.Posts {
		post := Post{Role: string(p.Role), Org: string(p.Org), Person: string(p.Person)}
		for _, x := range p.Areas {
			post.Areas = append(post.Areas, string(x))
		}
		a.Posts = append(a.Posts, post)
	}
	return a
}

func posts(in []Post) []account.Post {
	var out []account.Post
	for _, p := range in {
		post := account.Post{Role: authz.Role(p.Role), Org: id.Org(p.Org), Person: id.Person(p.Person)}
		for _, x := range p.Areas {
			post.Areas = append(post.Areas, id.Area(x))
		}
		out = append(out, post)
	}
	return out
}

// asSent names fields that are wrong as the JSON has them.
func asSent(err error) error {
	f := fault.Of(err)
	if f == nil || len(f.Fields) == 0 {
		return err
	}
	told := *f
	told.Fields = slices.Clone(f.Fields)
	for i := range told.Fields {
		if told.Fields[i].Name == "org" {
			told.Fields[i].Name = "organisation"
		}
	}
	return &told
}

func wireToken(t account.Token) Token {
	out := Token{ID: string(t.ID), Name: t.Name, Made: t.Made, Until: t.Until, Ended: t.Ended}
	if !t.Seen.IsZero() {
		out.Seen = &t.Seen
	}
	return out
}
