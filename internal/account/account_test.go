package account_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/account/accounttest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

var (
	manager  = account.Post{Role: authz.SchemeManager}
	delegate = account.Post{Role: authz.Delegate}
	liaison  = account.Post{Role: authz.Liaison, Org: "org_ferry"}
)

func each(t *testing.T, body func(t *testing.T, w *accounttest.World)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { body(t, accounttest.New(t, d)) })
}

func wants(t *testing.T, err error, kind fault.Kind, about string) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%s: %v, want %s", about, err, kind)
	}
}

func TestTokensActInOnePostUntilTheirDay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		a := w.Add(t, "ines@example.org", "Ines Okafor", manager, delegate)
		_, who := w.SignIn(t, "ines@example.org")
		_, _, err := w.Accounts.MakeToken(t.Context(), who.Actor, account.NewToken{Name: "Returns", Days: 30})
		wants(t, err, fault.Invalid, "which of two roles")
		tok, secret, err := w.Accounts.MakeToken(t.Context(), who.Actor, account.NewToken{Name: "Returns", Days: 30, Post: delegate.Key()})
		if err != nil || !strings.HasPrefix(secret, "ww_for_eastmarch_") {
			t.Fatalf("%s %v", secret, err)
		}
		got, err := w.Accounts.OfToken(t.Context(), secret)
		if err != nil || got.Actor.Role != authz.Delegate || got.Token != tok.ID {
			t.Errorf("%+v %v", got, err)
		}
		if err := w.Accounts.Give(t.Context(), w.Operator(), a, []account.Post{manager}); err != nil {
			t.Fatal(err)
		}
		_, err = w.Accounts.OfToken(t.Context(), secret)
		wants(t, err, fault.Unauthorized, "a role the account no longer holds")
		if err := w.Accounts.Give(t.Context(), w.Operator(), a, []account.Post{manager, delegate}); err != nil {
			t.Fatal(err)
		}
		w.Clock.Advance(30 * 24 * time.Hour)
		_, err = w.Accounts.OfToken(t.Context(), secret)
		wants(t, err, fault.Unauthorized, "an expired token")
		_, err = w.Accounts.OfToken(t.Context(), "ww_for_eastmarch_nonsense")
		wants(t, err, fault.Unauthorized, "nonsense")
	})
}

func TestTokensOfPeopleAreMadeByThemselves(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accounttest.New(t, d)
		w.Add(t, "ines@example.org", "Ines Okafor", manager)
		person := w.Add(t, "dele@example.org", "Dele Marsh", delegate)
		_, who := w.SignIn(t, "ines@example.org")
		_, _, err := w.Accounts.MakeToken(t.Context(), who.Actor, account.NewToken{Account: person, Name: "To act as another", Days: 1})
		wants(t, err, fault.Refused, "a token of another person")
		program, err := w.Accounts.Add(t.Context(), who.Actor, account.Account{Email: "returns@example.org", Name: "Returns program", Posts: []account.Post{{Role: authz.Commissioner}}})
		if err != nil {
			t.Fatal(err)
		}
		tok, secret, err := w.Accounts.MakeToken(t.Context(), who.Actor, account.NewToken{Account: program, Name: "Returns", Days: 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Accounts.EndToken(t.Context(), who.Actor, tok.ID); err != nil {
			t.Fatal(err)
		}
		_, err = w.Accounts.OfToken(t.Context(), secret)
		wants(t, err, fault.Unauthorized, "an ended token")
	})
}

func TestManagingAccountsIsBounded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accounttest.New(t, d)
		own := w.Add(t, "ines@example.org", "Ines Okafor", manager)
		other := w.Add(t, "lee@example.org", "Lee Fenn", liaison)
		_, ines := w.SignIn(t, "ines@example.org")
		_, lee := w.SignIn(t, "lee@example.org")
		stranger := ines.Actor
		stranger.Force = "for_westmarch"
		ctx := t.Context()
		for _, tt := range []struct {
			name string
			err  error
			kind fault.Kind
		}{
			{"one’s own roles", w.Accounts.Give(ctx, ines.Actor, own, []account.Post{delegate}), fault.Refused},
			{"one’s own end", w.Accounts.End(ctx, ines.Actor, own, "tired"), fault.Refused},
			{"no reason", w.Accounts.End(ctx, ines.Actor, other, " "), fault.Invalid},
			{"not permitted", w.Accounts.End(ctx, lee.Actor, own, "no"), fault.Forbidden},
			{"another force", w.Accounts.End(ctx, stranger, other, "no"), fault.NotFound},
			{"an employer’s role without employer", w.Accounts.Give(ctx, ines.Actor, other, []account.Post{{Role: authz.Liaison}}), fault.Invalid},
			{"no role", w.Accounts.Give(ctx, ines.Actor, other, nil), fault.Invalid},
			{"the operator’s role", w.Accounts.Give(ctx, ines.Actor, other, []account.Post{{Role: authz.Operator}}), fault.Invalid},
		} {
			wants(t, tt.err, tt.kind, tt.name)
		}
		_, err := w.Accounts.Add(ctx, ines.Actor, account.Account{Email: "lee@example.org", Name: "Lee Again", Posts: []account.Post{manager}})
		wants(t, err, fault.Conflict, "an address in use")
		if err := w.Accounts.End(ctx, ines.Actor, other, "Left"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Accounts.Add(ctx, ines.Actor, account.Account{Email: "lee@example.org", Name: "Lee Fenn", Posts: []account.Post{liaison}}); err != nil {
			t.Errorf("an address whose account has ended is free: %v", err)
		}
		_, err = w.Accounts.MakeLink(ctx, ines.Actor, other)
		wants(t, err, fault.Conflict, "a link for an ended account")
	})
}

func TestTheRoleActedInIsChosen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accounttest.New(t, d)
		w.Add(t, "ines@example.org", "Ines Okafor", manager, delegate)
		cookie, who := w.SignIn(t, "ines@example.org")
		if err := w.Accounts.Choose(t.Context(), who.Actor, delegate.Key()); err != nil {
			t.Fatal(err)
		}
		if who, _ = w.Accounts.OfSession(t.Context(), cookie); who.Actor.Role != authz.Delegate {
			t.Errorf("acts as %s", who.Actor.Role)
		}
		wants(t, w.Accounts.Choose(t.Context(), who.Actor, "vetting-unit//"), fault.NotFound, "a role not held")
	})
}

func TestTheLedgerTellsWhoSignedInAndNoSecret(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		w.Add(t, "ines@example.org", "Ines Okafor", manager)
		cookie, _ := w.SignIn(t, "ines@example.org")
		_, err := w.Accounts.SignIn(t.Context(), account.SignIn{Force: w.Force, Email: "secret typed here@example.org", Passphrase: "wrong secret", Address: "192.0.2.77"})
		wants(t, err, fault.Invalid, "sign in")
		if _, err := w.Ledger.Sequence(t.Context()); err != nil {
			t.Fatal(err)
		}
		acts, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]string, error) {
			var out []string
			es, err := w.Ledger.List(tx, w.Force, ledger.Query{Act: "account.", Forward: true})
			for _, e := range es {
				out = append(out, e.Act+" "+string(e.Outcome))
			}
			return out, err
		})
		want := "account.add done, account.make-link done, account.use-link done, account.sign-in done, account.sign-in refused"
		if got := strings.Join(acts, ", "); got != want || err != nil {
			t.Errorf("%s\nwant %s (%v)", got, want, err)
		}
		text, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]string, error) { return db.Strings(tx, `SELECT content FROM ledger_entry`) })
		if err != nil {
			t.Fatal(err)
		}
		all := strings.Join(text, "\n")
		for _, secret := range []string{accounttest.Passphrase, "argon2id", "typed here", "wrong secret", "192.0.2.77", strings.SplitN(cookie, ".", 2)[1]} {
			if strings.Contains(all, secret) {
				t.Errorf("the ledger holds %q", secret)
			}
		}
		r, err := w.Ledger.Verify(t.Context(), w.Force, ledger.Check{Tables: map[string]ledger.Rows{"account": account.Rows}})
		if err != nil || r.Fault != "" || r.Rows == 0 {
			t.Errorf("%+v %v", r, err)
		}
	})
}

func TestTheForceOfAPageComesFromItsHost(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accounttest.New(t, d)
		of := func(host string) id.Force {
			f, err := w.Accounts.OfHost(t.Context(), host)
			if err != nil {
				t.Fatal(err)
			}
			return f.ID
		}
		if of("anything.example") != w.Force {
			t.Error("the only force has every host")
		}
		w.AddForce(t, "for_west", "West Constabulary", "west", "west.example")
		if of("west.example") != "for_west" || of("anything.example") != "" {
			t.Error("of two forces the host decides")
		}
	})
}

func TestTheLongestPageShowsThatThereIsAnother(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		for n := range account.MostListed + 4 {
			if _, err := w.Accounts.Add(t.Context(), w.Operator(), account.Account{Email: fmt.Sprintf("a%d@example.org", n), Name: "Ashby", Posts: []account.Post{manager}}); err != nil {
				t.Fatal(err)
			}
		}
		for limit, want := range map[int]int{0: 50, -1: 50, 51: 51, 200: 200, 201: 201, 10_000: 201} {
			vs, err := w.Accounts.List(t.Context(), w.Operator(), account.Filter{Limit: limit})
			if err != nil || len(vs) != want {
				t.Errorf("a limit of %d gives %d, want %d: %v", limit, len(vs), want, err)
			}
		}
	})
}

func TestAccountsAreListedByNamePageByPage(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		for _, n := range []string{"Cole", "Ashby", "Brook", "Drew"} {
			if _, err := w.Accounts.Add(t.Context(), w.Operator(), account.Account{Email: strings.ToLower(n) + "@example.org", Name: n, Posts: []account.Post{manager}}); err != nil {
				t.Fatal(err)
			}
		}
		var names []string
		f := account.Filter{Limit: 3}
		for {
			vs, err := w.Accounts.List(t.Context(), w.Operator(), f)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range vs {
				names = append(names, v.State.Name)
			}
			if len(vs) < f.Limit {
				break
			}
			f.After = account.Cursor(vs[len(vs)-1])
		}
		if got := strings.Join(names, " "); got != "Ashby Brook Cole Drew" {
			t.Error(got)
		}
		found, err := w.Accounts.List(t.Context(), w.Operator(), account.Filter{Text: "BRO"})
		if err != nil || len(found) != 1 {
			t.Errorf("%d found: %v", len(found), err)
		}
	})
}

func TestEverybodyIsWhoTookUpAnAccount(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		w.AddForce(t, "for_westmarch", "Westmarch Constabulary", "westmarch", "")
		w.Accounts.Reach = func(_ *db.Tx, _ id.Force, of []id.Area) ([]id.Area, error) { return append(of, "are_part"), nil }
		ines := w.Add(t, "ines@example.org", "Ines Okafor", manager, account.Post{Role: authz.Neighbourhood, Areas: []id.Area{id.New[id.Area]()}})
		gone := w.Add(t, "gone@example.org", "Gone", liaison)
		if err := w.Accounts.End(t.Context(), w.Operator(), gone, "Left"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Accounts.Add(t.Context(), w.Operator(), account.Account{Email: "invited@example.org", Name: "Invited", Posts: []account.Post{delegate}}); err != nil {
			t.Fatal(err)
		}
		all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]account.Holder, error) { return w.Accounts.Everybody(tx, w.Force) })
		if err != nil || len(all) != 1 || all[0].Account != ines || all[0].Email != "ines@example.org" || len(all[0].Acting) != 2 {
			t.Fatalf("%+v %v", all, err)
		}
		if team := all[0].Acting[1]; team.Role != authz.Neighbourhood || len(team.Areas) != 2 || team.Account != ines || team.Force != w.Force {
			t.Errorf("%+v", team)
		}
		if other, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]account.Holder, error) { return w.Accounts.Everybody(tx, "for_westmarch") }); err != nil || len(other) != 0 {
			t.Errorf("%+v %v", other, err)
		}
	})
}
