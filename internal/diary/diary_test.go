package diary_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
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

func TestWhatIsAlikeIsToldAsOne(t *testing.T) {
	t.Parallel()
	day := clock.MustDay("2027-03-03")
	training := func(person, org string, due clock.Day) diary.Item {
		return diary.Item{Key: "training/" + person, Kind: "training", Title: "Training of " + person + ", " + org, Plain: "Training of EM 1, " + org, Org: id.Org(org), Person: id.Person(person), OrgName: org, Together: "Training", Due: due, Itself: "It stops", Themselves: "They stop"}
	}
	review := diary.Item{Kind: "agreement-review", Title: "Review the protocol with Aldermere", Org: "Aldermere", OrgName: "Aldermere", Due: day}
	got := diary.Groups([]diary.Item{training("Joel", "Aldermere", day), review, training("Mary", "Aldermere", day), review, training("Anne", "Quaymouth", day), training("Ivo", "Aldermere", day.AddDays(1))})
	var whole, quiet, after []string
	for _, g := range got {
		whole, quiet, after = append(whole, g.Whole()), append(quiet, g.Quiet()), append(after, g.After())
	}
	if diff := cmp.Diff([]string{"They stop", "", "", "It stops", "It stops"}, after); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Training of 2 persons, Aldermere", "Review the protocol with Aldermere", "Review the protocol with Aldermere", "Training of Anne, Quaymouth", "Training of Ivo, Aldermere"}, whole); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Training of 2 persons, Aldermere", "Review the protocol with Aldermere", "Review the protocol with Aldermere", "Training of EM 1, Quaymouth", "Training of EM 1, Aldermere"}, quiet); diff != "" {
		t.Error(diff)
	}
}

func TestWhatLeavesTheProgramNamesNobody(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		item diary.Item
		want string
	}{
		{"about no person: the title", diary.Item{Kind: "agreement-review", Title: "Review the protocol with Aldermere"}, "Review the protocol with Aldermere"},
		{"about a person: the words without the name", diary.Item{Kind: "vetting", Title: "Vetting of Joel Fenn", Plain: "Vetting of EM 4417", Person: "per_a"}, "Vetting of EM 4417"},
		{"about a person, and no such words: the kind", diary.Item{Kind: "vetting-appeal", Title: "Decide the appeal of Joel Fenn", Person: "per_a"}, "Vetting appeal"},
	} {
		if got := tt.item.Quiet(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
