package desk

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// Saved is a filter of a list that somebody keeps under a name. Nobody else sees it.
type Saved struct {
	ID    id.SavedFilter
	List  string // people or organisations
	Name  string
	Query string // as in the address of the list
}

// Href is the address of the list so filtered.
func (s Saved) Href() string { return "/" + s.List + "?" + s.Query }

// filtered is what each list can be filtered and sorted by.
var filtered = map[string][]string{
	"people":        {"q", "state", "employer", "role", "team", "power", "area", "due", "sort"},
	"organisations": {"q", "state", "kind", "area", "power", "sort"},
}

const (
	savedLimit     = 20
	savedNameLimit = 60
)

// SavedFilters is the filters of a list that the actor keeps, by name; of every list if none
// is named.
func (b *Board) SavedFilters(ctx context.Context, who authz.Actor, list string) ([]Saved, error) {
	if err := who.May(authz.OwnAccount, authz.Object{}); err != nil || who.Account == "" {
		return nil, err
	}
	return db.Find(ctx, b.DB, func(tx *db.Tx) ([]Saved, error) { return savedOf(tx, who, list) })
}

func savedOf(tx *db.Tx, who authz.Actor, list string) ([]Saved, error) {
	var w db.Where
	w.And("force_id = ? AND account_id = ?", string(who.Force), string(who.Account))
	if list != "" {
		w.And("list = ?", list)
	}
	return db.All(tx, func(s db.Scanner) (f Saved, err error) { return f, s.Scan(&f.ID, &f.List, &f.Name, &f.Query) },
		`SELECT id, list, name, query FROM desk_filter`+w.SQL()+` ORDER BY list DESC, name`, w.Args()...)
}

// SaveFilter keeps a filter of a list under a name. What is no filter of that list, such as
// a page or a past day, is left out of the query. Errors: fault.Invalid under name, list and
// query; fault.Forbidden.
func (b *Board) SaveFilter(ctx context.Context, who authz.Actor, list, name, query string) (Saved, error) {
	f := Saved{ID: id.New[id.SavedFilter](), List: list, Name: strings.Join(strings.Fields(name), " ")}
	_, err := b.Ledger.Do(ctx, who, "filter.save", nil, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.OwnAccount, authz.Object{}); err != nil {
			return err
		}
		var err error
		if f.Query, err = filterOf(list, query); err != nil {
			return err
		}
		have, err := savedOf(tx, who, list)
		if err != nil {
			return err
		}
		if err := f.named(have); err != nil {
			return err
		}
		e.Say("A filter of a list was kept for oneself", "")
		_, err = tx.Exec(`INSERT INTO desk_filter (force_id, account_id, id, list, name, query) VALUES (?, ?, ?, ?, ?, ?)`,
			string(who.Force), string(who.Account), string(f.ID), f.List, f.Name, f.Query)
		return err
	})
	return f, err
}

// filterOf is what of a query filters or sorts the list.
func filterOf(list, query string) (string, error) {
	names, ok := filtered[list]
	if !ok {
		return "", fault.In("list", "Choose people or organisations")
	}
	all, err := url.ParseQuery(query)
	if err != nil || len(query) > 2000 {
		return "", fault.In("query", "This is no filter of that list. Set the filters of the list, then save them")
	}
	for name := range all {
		if !slices.Contains(names, name) || all.Get(name) == "" {
			all.Del(name)
		}
	}
	if len(all) == 0 {
		return "", fault.In("query", "The list is not filtered. Set its filters first, then save them")
	}
	return all.Encode(), nil
}

// named returns an error unless the filter may have its name beside those there are.
func (s Saved) named(have []Saved) error {
	switch {
	case s.Name == "":
		return fault.In("name", "Enter a name for this filter")
	case utf8.RuneCountInString(s.Name) > savedNameLimit:
		return fault.In("name", "The name must be %d letters or fewer", savedNameLimit)
	case strings.ContainsFunc(s.Name, fault.Unseen):
		return fault.In("name", "The name has characters that nobody sees. Type it again")
	case slices.ContainsFunc(have, func(o Saved) bool { return strings.EqualFold(o.Name, s.Name) }):
		return fault.In("name", "You have a filter of this name. Choose another name")
	case len(have) >= savedLimit:
		return fault.In("name", "You keep %d filters of this list already. Remove one first", savedLimit)
	}
	return nil
}

// RemoveFilter removes a filter that the actor keeps. Errors: fault.NotFound if there is none.
func (b *Board) RemoveFilter(ctx context.Context, who authz.Actor, filter id.SavedFilter) error {
	_, err := b.Ledger.Do(ctx, who, "filter.remove", nil, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.OwnAccount, authz.Object{}); err != nil {
			return err
		}
		n, err := tx.Exec(`DELETE FROM desk_filter WHERE force_id = ? AND account_id = ? AND id = ?`, string(who.Force), string(who.Account), string(filter))
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "You keep no such filter.")
		}
		e.Say("A filter of a list kept for oneself was removed", "")
		return err
	})
	return err
}
