package card_test

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/card"
	"watchword/internal/card/cardtest"
	"watchword/internal/db/dbtest"
	"watchword/internal/sign"
)

func BenchmarkVerifyCard(b *testing.B) {
	w := cardtest.New(b, dbtest.SQLite(b))
	_, _, c := w.Held(b, w.Approved(b, "Aldermere City Council"), "Joel", asb, litter)
	token := w.Token(b, c)
	keys, err := w.Cards.Keys(b.Context(), w.Force)
	accredtest.Must(b, err)
	for b.Loop() {
		if _, r := sign.VerifyCard(token, keys, w.Clock.Now()); r != sign.Good {
			b.Fatal(r)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	w := cardtest.New(b, dbtest.SQLite(b))
	_, _, c := w.Held(b, w.Approved(b, "Aldermere City Council"), "Joel", asb, litter)
	token := w.Token(b, c)
	for b.Loop() {
		if got, err := w.Cards.Scanned(b.Context(), w.Force, token, card.ByScan); err != nil || got.Outcome != card.Valid {
			b.Fatal(got.Reason, err)
		}
	}
}

func BenchmarkNewCode(b *testing.B) {
	w := cardtest.New(b, dbtest.SQLite(b))
	_, _, c := w.Held(b, w.Approved(b, "Aldermere City Council"), "Joel", asb)
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if _, err := w.Cards.NewCode(b.Context(), w.Force, c); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkStatusListOf100(b *testing.B) {
	w := cardtest.New(b, dbtest.SQLite(b))
	o := w.Approved(b, "Aldermere City Council")
	for range 100 {
		w.Held(b, o, "Joel", asb)
	}
	for b.Loop() {
		w.Clock.Advance(60_000_000_000) // older than a minute, so that it is built anew
		if _, err := w.Cards.StatusList(b.Context(), w.Force, 1); err != nil {
			b.Fatal(err)
		}
	}
}
