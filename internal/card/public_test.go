package card_test

import (
	"slices"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/card/cardtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/sign"
)

func TestTheTwoWayCode(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, a, c := w.Held(t, o, "Joel", asb)
		q, _, _ := w.Held(t, o, "Ann", asb)
		code, err := w.Cards.NewCode(t.Context(), w.Force, c)
		accredtest.Must(t, err)
		number := itoa(code.Number)
		if word, err := w.Cards.Answer(t.Context(), w.Holder(p), " "+number+" "); err != nil || word != code.Word {
			t.Errorf("the holder's phone answers %q, %v; want %q", word, err, code.Word)
		}
		wrong := itoa(10 + (code.Number-10+1)%90)
		if word, err := w.Cards.Answer(t.Context(), w.Holder(p), wrong); word != "" || !fault.Is(err, fault.Invalid) {
			t.Errorf("a wrong number gives %q, %v", word, err)
		}
		if word, err := w.Cards.Answer(t.Context(), w.Holder(q), number); word != "" || err == nil {
			t.Errorf("somebody else's phone answers %q", word)
		}
		if word, err := w.Cards.Answer(t.Context(), w.Manager, number); word != "" || !fault.Is(err, fault.Forbidden) {
			t.Errorf("the office answers %q, %v", word, err)
		}
		again, err := w.Cards.NewCode(t.Context(), w.Force, c)
		accredtest.Must(t, err)
		if again.Number == code.Number {
			t.Error("two checks at once have the same number")
		}
		w.Clock.Advance(card.CodeMinutes * time.Minute)
		if word, err := w.Cards.Answer(t.Context(), w.Holder(p), number); word != "" || err == nil {
			t.Errorf("after five minutes it answers %q", word)
		}
		fresh, err := w.Cards.NewCode(t.Context(), w.Force, c)
		accredtest.Must(t, err)
		accredtest.Must(t, w.Accreds.Suspend(t.Context(), w.Manager, a, "A complaint"))
		if word, err := w.Cards.Answer(t.Context(), w.Holder(p), itoa(fresh.Number)); word != "" || !fault.Is(err, fault.Conflict) {
			t.Errorf("while suspended it answers %q, %v", word, err)
		}
		accredtest.Must(t, w.Cards.PurgeCodes(t.Context()))
	})
}

func TestManyScansOfOneCardStayBounded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, _, c := w.Held(t, o, "Joel", asb)
		var last card.Code
		for i := range 1000 {
			code, err := w.Cards.NewCode(t.Context(), w.Force, c)
			accredtest.Must(t, err)
			if i < 900 && i < 60 != (code.Number < 100) {
				t.Fatalf("code %d has the number %d", i, code.Number)
			}
			last = code
		}
		n, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (int64, error) { return db.Count(tx, `SELECT COUNT(*) FROM card_code`) })
		accredtest.Must(t, err)
		if n > 1000 {
			t.Errorf("%d codes of one card are kept", n)
		}
		if word, err := w.Cards.Answer(t.Context(), w.Holder(p), itoa(last.Number)); err != nil || word != last.Word {
			t.Errorf("%q, %v; want %q", word, err, last.Word)
		}
	})
}

func TestChecksAreCountedWithoutTheChecker(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		_, _, c := w.Held(t, o, "Joel", asb)
		token := w.Token(t, c)
		count := func() (time.Time, int) {
			var at time.Time
			n, err := db.Find(t.Context(), d, func(tx *db.Tx) (n int, err error) {
				at, n, err = w.Cards.LastChecked(tx, w.Force, c)
				return n, err
			})
			accredtest.Must(t, err)
			return at, n
		}
		for range 3 {
			scan(t, w, token)
		}
		if at, n := count(); n != 3 || !at.Equal(w.Clock.Now()) {
			t.Errorf("before it is written down: %d, %s", n, at)
		}
		accredtest.Must(t, w.Cards.Close())
		w.Clock.Advance(time.Minute)
		typed(t, w, "EM 4001")
		accredtest.Must(t, w.Cards.Close())
		if at, n := count(); n != 4 || !at.Equal(w.Clock.Now()) {
			t.Errorf("written down: %d, %s", n, at)
		}
	})
}

func TestACardsListStaysWhereTheCardSaysItIs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		_, _, before := w.Held(t, o, "Joel", asb)
		_, err := w.Areas.ChangeSettings(t.Context(), w.Manager, area.Changes{Values: map[string]string{"public_url": "https://csas.eastmarch.example"}, Why: "A new host"})
		accredtest.Must(t, err)
		_, _, after := w.Held(t, o, "Ann", asb)
		keys, err := w.Cards.Keys(t.Context(), w.Force)
		accredtest.Must(t, err)
		for _, c := range []id.Card{before, after} {
			says, why := sign.VerifyCard(w.Token(t, c), keys, w.Clock.Now())
			if why != sign.Good {
				t.Fatal(why)
			}
			l, err := w.Cards.StatusList(t.Context(), w.Force, w.Card(t, c).List)
			accredtest.Must(t, err)
			token, err := sign.VerifyStatusJWT(l.JWT, keys, sign.StatusCheck{URI: says.Status.URI, Now: w.Clock.Now(), MaxAge: 2 * time.Minute})
			accredtest.Must(t, err)
			if status, _ := token.List.At(says.Status.Index); status != sign.StatusValid {
				t.Errorf("the list at %s says %v", says.Status.URI, status)
			}
		}
		want := []string{"https://eastmarch.example/api/v1/status-lists/1", "https://csas.eastmarch.example/api/v1/status-lists/2"}
		if all, err := w.Cards.StatusLists(t.Context(), w.Force); err != nil || !slices.Equal(all, want) {
			t.Errorf("%v, %v", all, err)
		}
	})
}

func TestStatusListsSayWhatACheckSays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		_, a, c := w.Held(t, o, "Joel", asb)
		_, _, ordered := w.Issued(t, o, "Ann", asb)
		keys, err := w.Cards.Keys(t.Context(), w.Force)
		accredtest.Must(t, err)
		at := func(which id.Card) sign.Status {
			t.Helper()
			v := w.Card(t, which)
			l, err := w.Cards.StatusList(t.Context(), w.Force, v.List)
			accredtest.Must(t, err)
			ask := sign.StatusCheck{URI: "https://eastmarch.example/api/v1/status-lists/1", Now: w.Clock.Now(), MaxAge: 2 * time.Minute}
			byJWT, err := sign.VerifyStatusJWT(l.JWT, keys, ask)
			accredtest.Must(t, err)
			byCWT, err := sign.VerifyStatusCWT(l.CWT, keys, ask)
			accredtest.Must(t, err)
			one, _ := byJWT.List.At(v.Place)
			two, _ := byCWT.List.At(v.Place)
			if one != two {
				t.Errorf("JWT says %d, CWT %d", one, two)
			}
			return one
		}
		if at(c) != sign.StatusValid || at(ordered) != sign.StatusSuspended {
			t.Error("a held card is valid, one on order may become so")
		}
		accredtest.Must(t, w.Accreds.Suspend(t.Context(), w.Manager, a, "A complaint"))
		if at(c) != sign.StatusSuspended {
			t.Error("a suspension does not show at once")
		}
		accredtest.Must(t, w.Accreds.Reinstate(t.Context(), w.Delegate, a, "Nothing found"))
		accredtest.Must(t, w.Cards.Report(t.Context(), w.Manager, card.Stolen, "From a van", c))
		if at(c) != sign.StatusInvalid {
			t.Error("a theft does not show at once")
		}
		if _, err := w.Cards.StatusList(t.Context(), w.Force, 2); !fault.Is(err, fault.NotFound) {
			t.Errorf("a list that there is not: %v", err)
		}
		if all, err := w.Cards.StatusLists(t.Context(), w.Force); err != nil || len(all) != 1 {
			t.Errorf("%v, %v", all, err)
		}
	})
}

func TestAListFollowsWhatLapsesByItself(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Council(t, "Aldermere City Council")
		w.Approve(t, o, accredtest.Today, accredtest.Today) // arrangements of one day
		_, _, c := w.Held(t, o, "Joel", asb)
		before, err := w.Cards.StatusList(t.Context(), w.Force, 1)
		accredtest.Must(t, err)
		w.Clock.Set(accredtest.Today.End().Add(-time.Second))
		_, err = w.Cards.StatusList(t.Context(), w.Force, 1)
		accredtest.Must(t, err)
		w.Clock.Set(accredtest.Today.End())
		after, err := w.Cards.StatusList(t.Context(), w.Force, 1)
		accredtest.Must(t, err)
		keys, err := w.Cards.Keys(t.Context(), w.Force)
		accredtest.Must(t, err)
		for l, want := range map[string]sign.Status{before.JWT: sign.StatusValid, after.JWT: sign.StatusInvalid} {
			token, err := sign.VerifyStatusJWT(l, keys, sign.StatusCheck{URI: "https://eastmarch.example/api/v1/status-lists/1", Now: w.Clock.Now()})
			accredtest.Must(t, err)
			if got, _ := token.List.At(w.Card(t, c).Place); got != want {
				t.Errorf("%d, want %d", got, want)
			}
		}
	})
}

func TestListsShowWhatTheActorMaySee(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		other := w.Approved(t, "Quaymouth Harbour Trust")
		p, _, _ := w.Held(t, o, "Joel", asb)
		w.Held(t, o, "Ann", asb)
		w.Issued(t, other, "Bea", asb)
		list := func(who authz.Actor, q card.Query) ([]card.Version, string, error) {
			var cards []card.Version
			next, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (next string, err error) {
				cards, next, err = w.Cards.List(tx, who, q)
				return next, err
			})
			return cards, next, err
		}
		for _, tt := range []struct {
			name string
			who  authz.Actor
			q    card.Query
			want int
		}{
			{"the office sees all", w.Manager, card.Query{}, 3},
			{"an employer its own", authz.Actor{Force: w.Force, Role: authz.Signatory, Org: o}, card.Query{}, 2},
			{"a holder their own", w.Holder(p), card.Query{}, 1},
			{"another force none", authz.Actor{Force: "for_other", Role: authz.SchemeManager}, card.Query{}, 0},
			{"by state", w.Manager, card.Query{State: card.Ordered}, 1},
			{"by number", w.Manager, card.Query{Text: "4002-"}, 1},
			{"a pattern is not a pattern", w.Manager, card.Query{Text: "%"}, 0},
		} {
			if cards, _, err := list(tt.who, tt.q); err != nil || len(cards) != tt.want {
				t.Errorf("%s: %d, %v; want %d", tt.name, len(cards), err, tt.want)
			}
		}
		one, next, err := list(w.Manager, card.Query{Limit: 2})
		accredtest.Must(t, err)
		two, end, err := list(w.Manager, card.Query{Limit: 2, After: next})
		if err != nil || len(one) != 2 || len(two) != 1 || end != "" || one[1].ID == two[0].ID {
			t.Errorf("pages of %d and %d, next %q, then %q, %v", len(one), len(two), next, end, err)
		}
		if _, _, err := list(w.Trainer, card.Query{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a trainer: %v", err)
		}
	})
}
