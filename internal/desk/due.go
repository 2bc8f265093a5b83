package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/vetting/envelope"
)

// Ahead is what lies ahead of an actor, as every room says.
type Ahead struct {
	Waiting []diary.Item // waits for the actor, the longest first; some of it falls due as well
	Due     []diary.Item // falls due and is the actor's to see to, the earliest first: what is overdue stands first
	Others  []diary.Item // falls due and is for others to see to
	Cut     bool         // of some room there may be more
}

// Shown is what falls due as it is shown first: what is the actor's to see to; of whoever
// sees to nothing, what others see to. theirs tells which of the two.
func (a Ahead) Shown() (items []diary.Item, theirs bool) {
	if len(a.Due) == 0 && len(a.Others) > 0 {
		return a.Others, false
	}
	return a.Due, true
}

// All is all that falls due, the earliest first.
func (a Ahead) All() []diary.Item {
	out := slices.Concat(a.Due, a.Others)
	diary.Sort(out)
	return out
}

const (
	// StartDays is how many days the start page looks ahead.
	StartDays = 30
	// StartMost is how many things of each room the start page reads.
	StartMost = 300
)

// Ahead is what waits for the actor and what falls due within so many days, at most limit
// things of each room; diary.Everything is all.
func (b *Board) Ahead(ctx context.Context, who authz.Actor, days, limit int) (Ahead, error) {
	return b.ahead.of(b, scopeKey(who)+fmt.Sprint("|", who.Account, "|", days, "|", limit), fresh, func() (Ahead, error) {
		now := b.Clock.Now()
		w := diary.Window{At: now, To: clock.DayOf(now).AddDays(days), Limit: limit}
		items, err := db.Find(ctx, b.DB, func(tx *db.Tx) ([]diary.Item, error) { return diary.All(tx, b.Sources, who, w) })
		a := Ahead{Cut: len(items) >= limit}
		for _, x := range items {
			if !x.Since.IsZero() && !x.Others {
				a.Waiting = append(a.Waiting, x)
			}
			switch {
			case x.Due == clock.NoDay, x.Due > w.To:
			case x.Others:
				a.Others = append(a.Others, x)
			default:
				a.Due = append(a.Due, x)
			}
		}
		slices.SortStableFunc(a.Waiting, func(a, b diary.Item) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Key, b.Key)) })
		return a, err
	})
}

// ofRooms adds what waits for the actor by other rooms. A vetting form that came in is the
// same thing as the person who waits for vetting.
func (t *Tasks) ofRooms(waiting []diary.Item) {
	vet := map[id.Person]*Task{}
	for i := range t.Items {
		if x := &t.Items[i]; x.Kind == Vet || x.Kind == VetAgain {
			vet[x.Person] = x
		}
	}
	cut := t.Total > int64(len(t.Items)) // whom the form is of may be among those not read
	for _, x := range waiting {
		if x.Kind == envelope.KindEnvelope {
			if known := vet[x.Person]; known != nil {
				known.Item = x
				continue
			}
			if cut {
				continue
			}
		}
		t.Items = append(t.Items, Task{Kind: TaskKind(x.Kind), Person: x.Person, Org: x.Org, Name: x.Name, Number: x.Number, OrgName: x.OrgName, Since: x.Since, Item: x})
		t.Total++
	}
}
