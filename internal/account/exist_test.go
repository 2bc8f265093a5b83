package account_test

import (
	"slices"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/account/accounttest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// registers has the service ask which of some identities there are.
func registers(w *accounttest.World, there ...string) {
	w.Accounts.HasOrg = func(_ *db.Tx, f id.Force, of id.Org) (bool, error) {
		return f == w.Force && slices.Contains(there, string(of)), nil
	}
	w.Accounts.HasPerson = func(_ *db.Tx, f id.Force, of id.Person) (bool, error) {
		return f == w.Force && slices.Contains(there, string(of)), nil
	}
	w.Accounts.HasArea = func(_ *db.Tx, f id.Force, of id.Area) (bool, error) {
		return f == w.Force && slices.Contains(there, string(of)), nil
	}
}

// fieldsOf is the fields that an error names, parted by spaces.
func fieldsOf(err error) string {
	var out []string
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			out = append(out, x.Name)
		}
	}
	return strings.Join(out, " ")
}

func TestARoleIsHeldOnlyForWhatIsInTheRegisters(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		registers(w, "org_ferry", "per_lee", "are_north")
		lee := w.Add(t, "lee@example.org", "Lee Fenn", account.Post{Role: authz.Trainer})
		for _, tt := range []struct {
			name  string
			post  account.Post
			wrong string
		}{
			{"an organisation that is there", account.Post{Role: authz.Liaison, Org: "org_ferry"}, ""},
			{"an organisation that is not", account.Post{Role: authz.Liaison, Org: "org_gone"}, "org"},
			{"a person who is there", account.Post{Role: authz.AccreditedPerson, Org: "org_ferry", Person: "per_lee"}, ""},
			{"a person who is not", account.Post{Role: authz.AccreditedPerson, Org: "org_ferry", Person: "per_gone"}, "person"},
			{"neither", account.Post{Role: authz.AccreditedPerson, Org: "org_gone", Person: "per_gone"}, "org person"},
			{"an area that is there", account.Post{Role: authz.Neighbourhood, Areas: []id.Area{"are_north"}}, ""},
			{"one area of two that is not", account.Post{Role: authz.Neighbourhood, Areas: []id.Area{"are_north", "are_gone"}}, "areas"},
		} {
			email := strings.ReplaceAll(tt.name, " ", "-") + "@example.org"
			added, err := w.Accounts.Add(t.Context(), w.Operator(), account.Account{Email: email, Name: "Somebody", Posts: []account.Post{tt.post}})
			given := w.Accounts.Give(t.Context(), w.Operator(), lee, []account.Post{{Role: authz.Trainer}, tt.post})
			for how, err := range map[string]error{"added": err, "given": given} {
				if fieldsOf(err) != tt.wrong || tt.wrong != "" && !fault.Is(err, fault.Invalid) || tt.wrong == "" && err != nil {
					t.Errorf("%s, %s: %v, want the fields %q", tt.name, how, err, tt.wrong)
				}
			}
			_, err = w.Accounts.Find(t.Context(), w.Operator(), added)
			if (err == nil) != (tt.wrong == "") {
				t.Errorf("%s: the account is there although it was refused, or not although it was added: %v", tt.name, err)
			}
		}
	})
}

func TestARoleHeldAlreadyStaysWhenWhatItIsForIsNoMore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		lee := w.Add(t, "lee@example.org", "Lee Fenn", account.Post{Role: authz.HubManager, Areas: []id.Area{"are_gone"}})
		registers(w, "org_ferry")
		held := account.Post{Role: authz.HubManager, Areas: []id.Area{"are_gone"}}
		if err := w.Accounts.Give(t.Context(), w.Operator(), lee, []account.Post{held, liaison}); err != nil {
			t.Errorf("beside a role for an area that has ended another can be given: %v", err)
		}
		again := account.Post{Role: authz.Neighbourhood, Areas: []id.Area{"are_gone"}}
		if err := w.Accounts.Give(t.Context(), w.Operator(), lee, []account.Post{held, again}); fieldsOf(err) != "areas" {
			t.Errorf("another role for that area: %v", err)
		}
	})
}

func TestARoleIsTakenAway(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		lee := w.Add(t, "lee@example.org", "Lee Fenn", delegate, liaison)
		wants(t, w.Accounts.Take(t.Context(), w.Operator(), lee, "99"), fault.NotFound, "a role that nobody holds")
		wants(t, w.Accounts.Take(t.Context(), w.Operator(), "acc_none", liaison.Key()), fault.NotFound, "of an account that is not there")
		if err := w.Accounts.Take(t.Context(), w.Operator(), lee, liaison.Key()); err != nil {
			t.Fatal(err)
		}
		wants(t, w.Accounts.Take(t.Context(), w.Operator(), lee, liaison.Key()), fault.NotFound, "a role taken away already")
		wants(t, w.Accounts.Take(t.Context(), w.Operator(), lee, delegate.Key()), fault.Refused, "the last role")
		v, err := w.Accounts.Find(t.Context(), w.Operator(), lee)
		if err != nil || len(v.State.Posts) != 1 || v.State.Posts[0].Key() != delegate.Key() {
			t.Errorf("%+v %v", v.State.Posts, err)
		}
	})
}

func TestTheReasonForAnEndIsCountedInLetters(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		for _, tt := range []struct {
			why string
			ok  bool
		}{
			{"", false}, {"  ", false}, {"Left", true}, {strings.Repeat("ŵ", account.MostWhy), true}, {strings.Repeat("ŵ", account.MostWhy+1), false}, {"a\x00b", false},
		} {
			who := w.Add(t, "lee@example.org", "Lee Fenn", delegate)
			err := w.Accounts.End(t.Context(), w.Operator(), who, tt.why)
			if (err == nil) != tt.ok || !tt.ok && fieldsOf(err) != "why" {
				t.Errorf("%.20q of %d bytes: %v", tt.why, len(tt.why), err)
			}
			if !tt.ok {
				if err := w.Accounts.End(t.Context(), w.Operator(), who, "Left"); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
