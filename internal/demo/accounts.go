package demo

import (
	"slices"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/county"
)

// signIn is the making of the accounts, some months ago: the first page of the ledger is
// left to what people did.
func signIn() []step {
	return []step{{ago: toldFor + 1, do: func(l *loading) (err error) {
		l.guests, err = l.accounts()
		return err
	}}}
}

// accounts makes an account that can be signed in to for each role: the first of the plan
// in that role. The others of the plan decide in the history, and need none.
func (l *loading) accounts() ([]Guest, error) {
	var guests []Guest
	for _, role := range authz.Roles {
		i := slices.IndexFunc(l.plan.Accounts, func(a county.Account) bool { return roles[a.Role] == role && l.there(a) })
		if i < 0 {
			continue
		}
		a := l.plan.Accounts[i]
		if err := l.account(a, role); err != nil {
			return nil, err
		}
		guests = append(guests, Guest{Name: a.Name, Post: role.Title(), Email: a.Email})
	}
	return guests, nil
}

// there reports whether what the account belongs to is in the registers.
func (l *loading) there(a county.Account) bool {
	if roles[a.Role].OfEmployer() {
		return l.orgs[a.Org] != nil
	}
	if roles[a.Role] == authz.AccreditedPerson {
		w := l.people[a.Who]
		return w != nil && w.id != "" && w.acc != ""
	}
	return true
}

func (l *loading) account(a county.Account, role authz.Role) error {
	post := account.Post{Role: role, Areas: l.areaIDs(a.Areas)}
	if o := l.orgs[a.Org]; o != nil && role.OfEmployer() {
		post.Org = o.id
	}
	if role == authz.AccreditedPerson {
		w := l.people[a.Who]
		post.Person = w.id
		for _, o := range l.orgs {
			if o.plan.Key == w.plan.Org {
				post.Org = o.id
			}
		}
	}
	if !role.OfAreas() {
		post.Areas = nil
	}
	operator := l.actors[""]
	made, err := l.Accounts.Add(l.ctx, operator, account.Account{Email: a.Email, Name: a.Name, Posts: []account.Post{post}})
	if err != nil {
		return err
	}
	if unit := l.parts[role]; unit != "" {
		if err := l.Accounts.SetUnit(l.ctx, operator, made, unit); err != nil {
			return err
		}
	}
	link, err := l.Accounts.MakeLink(l.ctx, operator, made)
	if err != nil {
		return err
	}
	return l.Accounts.UseLink(l.ctx, link.Secret, Passphrase, Passphrase)
}
