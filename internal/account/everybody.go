package account

import (
	"encoding/json"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// Holder is an account that somebody signs in with, and who acts in each of its posts.
type Holder struct {
	Account id.Account
	Email   string
	Name    string
	Acting  []authz.Actor // at least one, in the order of the posts
}

const holders = `
	SELECT a.id, a.state FROM account a
	WHERE a.force_id = ? AND a.until_at = ` + forever + ` AND a.superseded_at = ` + forever + ` AND a.standing = 'active'
	  AND EXISTS (SELECT 1 FROM account_credential c WHERE c.force_id = a.force_id AND c.account_id = a.id AND c.kind = 'passphrase')`

// Everybody is every active account of a force that somebody has taken up with a
// passphrase, by its identity: whom the program may write to. It is for what the program
// does by itself; who asks for a list is given List.
func (s *Service) Everybody(tx *db.Tx, force id.Force) ([]Holder, error) {
	return s.holders(tx, force, holders+` ORDER BY a.id`, string(force))
}

// Holder is one of Everybody. It returns fault.NotFound if the account is not among them.
func (s *Service) Holder(tx *db.Tx, force id.Force, account id.Account) (Holder, error) {
	all, err := s.holders(tx, force, holders+` AND a.id = ?`, string(force), string(account))
	if err == nil && len(all) == 0 {
		err = fault.New(fault.NotFound, "There is no such account.")
	}
	if err != nil {
		return Holder{}, err
	}
	return all[0], nil
}

func (s *Service) holders(tx *db.Tx, force id.Force, query string, args ...any) ([]Holder, error) {
	type row struct{ account, state string }
	rows, err := db.All(tx, func(sc db.Scanner) (r row, err error) { return r, sc.Scan(&r.account, &r.state) }, query, args...)
	if err != nil {
		return nil, err
	}
	out := make([]Holder, 0, len(rows))
	for _, r := range rows {
		var a Account
		if err := json.Unmarshal([]byte(r.state), &a); err != nil {
			return nil, err
		}
		h := Holder{Account: id.Account(r.account), Email: a.Email, Name: a.Name}
		for _, p := range a.Posts {
			who := actor(force, r.account, a, p, "")
			if len(p.Areas) > 0 && s.Reach != nil {
				if who.Areas, err = s.Reach(tx, force, p.Areas); err != nil {
					return nil, err
				}
			}
			h.Acting = append(h.Acting, who)
		}
		out = append(out, h)
	}
	return out, nil
}
