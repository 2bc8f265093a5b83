package card_test

import (
	"slices"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/card"
	"watchword/internal/card/cardtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// numbersOf is the numbers of every card that a query lists, page by page.
func numbersOf(t *testing.T, w *cardtest.World, q card.Query) []string {
	t.Helper()
	var out []string
	for range 20 {
		next, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (string, error) {
			cards, next, err := w.Cards.List(tx, w.Manager, q)
			for _, c := range cards {
				out = append(out, c.State.Number)
			}
			return next, err
		})
		accredtest.Must(t, err)
		if next == "" {
			return out
		}
		q.After = next
	}
	t.Fatalf("the list does not end: %q", out)
	return nil
}

func TestCardsHeldStandFirstAndTheNewestBeforeTheOlder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		_, _, first := w.Held(t, o, "Joel", asb) // 004001-01
		w.Clock.Advance(time.Hour)
		w.Held(t, o, "Ann", asb) // 004002-01
		w.Clock.Advance(time.Hour)
		w.Issued(t, o, "Bea", asb) // 004003-01
		w.Clock.Advance(time.Hour)
		second, err := w.Cards.Replace(t.Context(), w.Manager, first, card.Replacement{Because: card.HasChanged}) // 004001-02
		accredtest.Must(t, err)
		w.HandOver(t, second)
		want := []string{"004001-02", "004002-01", "004001-01", "004003-01"}
		for _, limit := range []int{1, 2, 3, 0} {
			if got := numbersOf(t, w, card.Query{Newest: true, Limit: limit}); !slices.Equal(got, want) {
				t.Errorf("%d a page: %q, want %q", limit, got, want)
			}
		}
		if got := numbersOf(t, w, card.Query{Limit: 1}); !slices.IsSorted(got) || len(got) != 4 {
			t.Errorf("by number: %q", got)
		}
		for text, want := range map[string]int{"EM 4001": 2, "em4002": 1, "4003": 1, "004001-02": 1, "Joel": 0, "EM": 0, "'": 0} {
			if got := numbersOf(t, w, card.Query{Newest: true, Text: text}); len(got) != want {
				t.Errorf("%q finds %q, want %d", text, got, want)
			}
		}
	})
}

func TestCardsAreListedAsTheyStood(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		before := w.Now()
		w.Clock.Advance(time.Hour)
		_, _, first := w.Held(t, o, "Joel", asb)
		held := w.Now()
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Cards.Report(t.Context(), w.Manager, card.Lost, "On the bus", first))
		now := w.Now()
		for _, tt := range []struct {
			name string
			q    card.Query
			want int
		}{
			{"before the first card", card.Query{When: &before}, 0},
			{"held then", card.Query{When: &held, State: card.Held}, 1},
			{"lost then", card.Query{When: &held, State: card.Lost}, 0},
			{"lost now", card.Query{When: &now, State: card.Lost}, 1},
			{"the present, without an instant", card.Query{State: card.Lost}, 1},
		} {
			if got := numbersOf(t, w, tt.q); len(got) != tt.want {
				t.Errorf("%s: %q, want %d", tt.name, got, tt.want)
			}
		}
	})
}
