// Package doubleapi offers to other programs which entries may be one person, and takes what
// the scheme office says of them.
package doubleapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/double"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// Duplicate is what was said of two entries, in JSON.
type Duplicate struct {
	ID     string                     `json:"id" doc:"Made of the identities of the two entries"`
	First  string                     `json:"first" doc:"The earlier entry"`
	Second string                     `json:"second"`
	By     string                     `json:"by"`
	Period *registerapi.VersionPeriod `json:"period"`
	DuplicateSaid
}

// DuplicateSaid is what is said of two entries.
type DuplicateSaid struct {
	Verdict string `json:"verdict" enum:"two-persons,two-employers,merged"`
	Stays   string `json:"stays,omitempty" doc:"The entry that stays, where they are merged" maxLength:"64"`
	Why     string `json:"why" maxLength:"1000"`
}

// DuplicateSuggested is two entries that may be one person, of which nothing was said.
type DuplicateSuggested struct {
	ID     string         `json:"id"`
	First  DuplicateEntry `json:"first"`
	Second DuplicateEntry `json:"second"`
	Why    string         `json:"why"`
	Found  string         `json:"found" format:"date"`
}

// DuplicateEntry is one of the entries.
type DuplicateEntry struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Born string `json:"born" format:"date"`
	Org  string `json:"organisation"`
}

// DuplicatesSuggested is the pairs found longest ago, at most 200.
type DuplicatesSuggested struct {
	Total int64                `json:"total"`
	Items []DuplicateSuggested `json:"items"`
}

func wire(v double.Version) Duplicate {
	k, p := &v.State, registerapi.PeriodOf(v)
	return Duplicate{ID: v.ID, First: string(k.First), Second: string(k.Second), By: k.By, Period: &p, DuplicateSaid: DuplicateSaid{string(k.Verdict), string(k.Stays), k.Why}}
}

func entry(e double.Entry) DuplicateEntry {
	return DuplicateEntry{string(e.ID), e.Person.Name(), e.Person.Born.String(), string(e.Person.Org)}
}

// Register adds the operations.
func Register(a *api.API, d *db.DB, c clock.Clock, s *double.Service) {
	h := &registerapi.Read[id.Pair, double.Pair, Duplicate]{DB: d, Clock: c, Who: account.Actor, Find: s.Find, History: s.History,
		Past: func(_ authz.Actor, v double.Version) Duplicate { return wire(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v double.Version, _ register.When) (Duplicate, error) {
			return wire(v), nil
		},
		Tag: func(x Duplicate) string { return api.Tag(x.ID, x.Period.Entry) }}
	h.Register(a, "/duplicates", "duplicate", authz.MergePersons, "What was said of two entries, as it stood at any instant", "Everything that was said of two entries, oldest first")
	api.Get(a, "/duplicates", "duplicate-list", "Entries that may be one person, of which nothing was said", authz.MergePersons, func(ctx context.Context, _ *struct{}) (*api.Body[DuplicatesSuggested], error) {
		out := DuplicatesSuggested{Items: []DuplicateSuggested{}}
		err := d.Read(ctx, func(tx *db.Tx) error {
			all, total, err := s.Suggestions(tx, account.Actor(ctx), 0, 200)
			out.Total = total
			for _, x := range all {
				out.Items = append(out.Items, DuplicateSuggested{ID: string(x.Pair), First: entry(x.First), Second: entry(x.Second), Why: x.Why, Found: clock.DayOf(x.Found).String()})
			}
			return err
		})
		return api.Of(out), err
	})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/duplicates/{id}", ID: "duplicate-say", Summary: "Say whether two entries are one person", Needs: authz.MergePersons,
		About: "The identity is those of the two entries with a point between them, the smaller first. What was said may be said otherwise: of entries that were merged, that they are two persons after all."},
		func(ctx context.Context, in *struct {
			registerapi.Entry
			Body DuplicateSaid
		}) (*api.Body[Duplicate], error) {
			if err := s.Say(ctx, account.Actor(ctx), id.Pair(in.ID), double.Saying{Verdict: double.Verdict(in.Body.Verdict), Stays: id.Person(in.Body.Stays), Why: in.Body.Why}); err != nil {
				return nil, err
			}
			return h.Now(ctx, id.Pair(in.ID))
		})
}
