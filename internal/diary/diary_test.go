package diary_test

import (
	"testing"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
)

func TestWhatIsDueFirstComesFirst(t *testing.T) {
	t.Parallel()
	today := clock.MustDay("2026-11-22")
	source := func(items ...diary.Item) diary.Source {
		return func(*db.Tx, authz.Actor, diary.Window) ([]diary.Item, error) { return items, nil }
	}
	got, err := diary.All(nil, []diary.Source{
		source(diary.Item{Key: "no last day, new", Since: today.Start()}, diary.Item{Key: "next month", Due: today.AddDays(30)}),
		source(diary.Item{Key: "no last day, old", Since: today.AddDays(-9).Start()}, diary.Item{Key: "yesterday", Due: today.AddDays(-1)}),
	}, authz.Actor{}, diary.Window{At: today.Start(), To: today.AddDays(90), Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"yesterday", "next month", "no last day, old", "no last day, new"}
	for i, k := range want {
		if got[i].Key != k {
			t.Errorf("%d is %q, want %q", i, got[i].Key, k)
		}
	}
	if !got[0].Overdue(today) || got[1].Overdue(today) || got[2].Overdue(today) {
		t.Error("only what was due yesterday is overdue")
	}
}
