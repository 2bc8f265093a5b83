package account_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/account/accounttest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
)

func TestAnAccountSignsInWithWhatItsInvitationSet(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		w.Add(t, " Ines.Okafor@Example.org ", "Ines Okafor", manager)
		cookie, who := w.SignIn(t, "INES.okafor@example.ORG")
		if who.Actor.Role != authz.SchemeManager || who.Actor.Name != "Ines Okafor" || who.Force.Name != "Eastmarch Constabulary" || who.Actor.Session != string(who.Session) {
			t.Errorf("%+v", who)
		}
		if _, err := w.Accounts.OfSession(t.Context(), strings.Replace(cookie, "eastmarch", "westmarch", 1)); !fault.Is(err, fault.Unauthorized) {
			t.Errorf("a session of another force: %v", err)
		}
		if _, err := w.Accounts.OfSession(t.Context(), cookie[:len(cookie)-1]+"0"); !fault.Is(err, fault.Unauthorized) && !strings.HasSuffix(cookie, "0") {
			t.Errorf("a forged session: %v", err)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		end  func(t *testing.T, w *accounttest.World, who account.Identity)
	}{
		{"when not used for two hours", func(_ *testing.T, w *accounttest.World, _ account.Identity) { w.Clock.Advance(2 * time.Hour) }},
		{"at the latest after twelve hours", func(t *testing.T, w *accounttest.World, who account.Identity) {
			cookie, _ := w.SignIn(t, "ines@example.org")
			for range 12 {
				if _, err := w.Accounts.OfSession(t.Context(), cookie); err != nil {
					t.Fatalf("a session in use ended early: %v", err)
				}
				w.Clock.Advance(time.Hour)
			}
			if _, err := w.Accounts.OfSession(t.Context(), cookie); !fault.Is(err, fault.Unauthorized) {
				t.Errorf("still open after twelve hours: %v", err)
			}
		}},
		{"when signed out", func(t *testing.T, w *accounttest.World, who account.Identity) {
			if err := w.Accounts.EndSession(t.Context(), who.Actor, who.Session); err != nil {
				t.Fatal(err)
			}
		}},
		{"when ended from another session", func(t *testing.T, w *accounttest.World, who account.Identity) {
			_, other := w.SignIn(t, "ines@example.org")
			list, err := w.Accounts.Sessions(t.Context(), other.Actor)
			if err != nil || len(list) != 2 {
				t.Fatalf("%d sessions: %v", len(list), err)
			}
			if err := w.Accounts.EndSession(t.Context(), other.Actor, who.Session); err != nil {
				t.Fatal(err)
			}
		}},
		{"when the account ends", func(t *testing.T, w *accounttest.World, who account.Identity) {
			if err := w.Accounts.End(t.Context(), w.Operator(), who.Actor.Account, "Moved to another force"); err != nil {
				t.Fatal(err)
			}
		}},
		{"when the passphrase is changed elsewhere", func(t *testing.T, w *accounttest.World, who account.Identity) {
			_, other := w.SignIn(t, "ines@example.org")
			if err := w.Accounts.ChangePassphrase(t.Context(), other.Actor, accounttest.Passphrase, "quite another phrase", "192.0.2.1"); err != nil {
				t.Fatal(err)
			}
		}},
		{"when a link sets another passphrase", func(t *testing.T, w *accounttest.World, who account.Identity) {
			l, err := w.Accounts.MakeLink(t.Context(), w.Operator(), who.Actor.Account)
			if err != nil || l.Purpose != account.Reset {
				t.Fatalf("%+v %v", l, err)
			}
			if err := w.Accounts.UseLink(t.Context(), l.Secret, "quite another phrase", "quite another phrase"); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := accounttest.New(t, dbtest.SQLite(t))
			w.Add(t, "ines@example.org", "Ines Okafor", manager)
			cookie, who := w.SignIn(t, "ines@example.org")
			tt.end(t, w, who)
			if _, err := w.Accounts.OfSession(t.Context(), cookie); !fault.Is(err, fault.Unauthorized) {
				t.Errorf("the session is still open: %v", err)
			}
		})
	}
}

func TestTriesAreLimitedForTheAccount(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		w.Add(t, "ines@example.org", "Ines Okafor", manager)
		for _, email := range []string{"ines@example.org", "nobody@example.org"} {
			try := func(passphrase string) error {
				_, err := w.Accounts.SignIn(t.Context(), account.SignIn{Force: w.Force, Email: email, Passphrase: passphrase, Address: "192.0.2.1"})
				return err
			}
			for range 5 {
				wants(t, try("wrong"), fault.Invalid, email)
			}
			err := try(accounttest.Passphrase)
			wants(t, err, fault.TooMany, email)
			if !strings.Contains(err.Error(), "Wait a minute") {
				t.Errorf("%s: does not say how long: %v", email, err)
			}
		}
		w.Clock.Advance(time.Minute)
		w.SignIn(t, "ines@example.org")
		w.SignIn(t, "ines@example.org")
	})
}

func TestManyTriesAtOnceCountAsMany(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		w.Add(t, "ines@example.org", "Ines Okafor", manager)
		var wg sync.WaitGroup
		var mu sync.Mutex
		looked := 0
		for range 20 {
			wg.Go(func() {
				_, err := w.Accounts.SignIn(t.Context(), account.SignIn{Force: w.Force, Email: "ines@example.org", Passphrase: "wrong", Address: "192.0.2.1"})
				mu.Lock()
				defer mu.Unlock()
				if fault.Is(err, fault.Invalid) {
					looked++
				} else if !fault.Is(err, fault.TooMany) {
					t.Errorf("%v", err)
				}
			})
		}
		wg.Wait()
		if looked != 5 {
			t.Errorf("%d passphrases were compared, want 5", looked)
		}
	})
}

func TestTriesAreLimitedForTheAddress(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accounttest.New(t, d)
		w.Add(t, "ines@example.org", "Ines Okafor", manager)
		for i := range 50 {
			_, err := w.Accounts.SignIn(t.Context(), account.SignIn{Force: w.Force, Email: fmt.Sprintf("n%d@example.org", i), Passphrase: "wrong", Address: "192.0.2.9"})
			wants(t, err, fault.Invalid, "a try")
		}
		_, err := w.Accounts.SignIn(t.Context(), account.SignIn{Force: w.Force, Email: "ines@example.org", Passphrase: accounttest.Passphrase, Address: "192.0.2.9"})
		wants(t, err, fault.TooMany, "the address of many tries")
		w.SignIn(t, "ines@example.org")
	})
}

func TestALinkWorksOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accounttest.World) {
		a, err := w.Accounts.Add(t.Context(), w.Operator(), account.Account{Email: "ines@example.org", Name: "Ines Okafor", Posts: []account.Post{manager}})
		if err != nil {
			t.Fatal(err)
		}
		first, err := w.Accounts.MakeLink(t.Context(), w.Operator(), a)
		if err != nil {
			t.Fatal(err)
		}
		link, err := w.Accounts.MakeLink(t.Context(), w.Operator(), a)
		if err != nil {
			t.Fatal(err)
		}
		use := func(secret, phrase string) error { return w.Accounts.UseLink(t.Context(), secret, phrase, phrase) }
		wants(t, use(first.Secret, accounttest.Passphrase), fault.NotFound, "a link replaced by another")
		wants(t, use(link.Secret, "too short"), fault.Invalid, "a short passphrase")
		var wg sync.WaitGroup
		var mu sync.Mutex
		worked := 0
		for i := range 8 {
			wg.Go(func() {
				if err := use(link.Secret, fmt.Sprintf("phrase of racer no %d", i)); err == nil {
					mu.Lock()
					worked++
					mu.Unlock()
				} else if !fault.Is(err, fault.NotFound) {
					t.Errorf("%v", err)
				}
			})
		}
		wg.Wait()
		if worked != 1 {
			t.Errorf("the link worked %d times", worked)
		}
		_, err = w.Accounts.OpenLink(t.Context(), link.Secret)
		wants(t, err, fault.NotFound, "a used link")
	})
}

func TestALinkRunsOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accounttest.New(t, d)
		a := w.Add(t, "ines@example.org", "Ines Okafor", manager)
		l, err := w.Accounts.MakeLink(t.Context(), w.Operator(), a)
		if err != nil {
			t.Fatal(err)
		}
		w.Clock.Advance(24 * time.Hour)
		_, err = w.Accounts.OpenLink(t.Context(), l.Secret)
		wants(t, err, fault.NotFound, "a link a day old")
	})
}

func TestPassphrasesThatOthersWouldGuessAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accounttest.New(t, d)
		a := w.Add(t, "ines.okafor@example.org", "Ines Okafor", manager)
		l, err := w.Accounts.MakeLink(t.Context(), w.Operator(), a)
		if err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct{ name, phrase string }{
			{"eleven characters", "elevenchars"},
			{"a common one", "Password1234"},
			{"a common one with spaces", "correct horse battery-staple"},
			{"the e-mail address", "Ines.Okafor@example.org"},
			{"four letters over and over", "abcdabcdabcd"},
			{"longer than is taken", strings.Repeat("long words ", 30)},
		} {
			if err := w.Accounts.UseLink(t.Context(), l.Secret, tt.phrase, tt.phrase); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		wants(t, w.Accounts.UseLink(t.Context(), l.Secret, "a good passphrase", "another"), fault.Invalid, "two that differ")
		if err := w.Accounts.UseLink(t.Context(), l.Secret, "zwölf Boxkämpfer", "zwölf Boxkämpfer"); err != nil {
			t.Error(err)
		}
		if _, err := w.Accounts.SignIn(t.Context(), account.SignIn{Force: w.Force, Email: "ines.okafor@example.org", Passphrase: "zwo\u0308lf Boxka\u0308mpfer"}); err != nil {
			t.Errorf("the same letters, made otherwise by another keyboard: %v", err)
		}
	})
}
