package complaint

import (
	"cmp"
	"slices"
	"strings"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/org"
)

// Query chooses complaints. Empty fields choose all.
type Query struct {
	States []State
	Org    id.Org
	Kind   string // complaint, praise, or serious
	Text   string // in the reference, the number, or the words
	Sort   string // received, due, state; with a minus before it the other way; empty: what is due first
}

func (q *Query) fits(c *Complaint) bool {
	switch q.Kind {
	case "complaint":
		if c.Praise {
			return false
		}
	case "praise":
		if !c.Praise {
			return false
		}
	case "serious":
		if !c.Serious() {
			return false
		}
	}
	text := org.Fold(q.Text)
	if text == "" || strings.Contains(org.Fold(c.Reference+" | "+c.Number+" | "+c.Where), text) {
		return true
	}
	return slices.ContainsFunc(c.Said, func(x Saying) bool { return strings.Contains(org.Fold(x.Text), text) })
}

func (q *Query) sort(vs []Version, set area.Settings) {
	key, down := strings.CutPrefix(q.Sort, "-")
	due := func(c *Complaint) clock.Day {
		if d := c.Days(set).Next(); d != clock.NoDay {
			return d
		}
		return 1 << 30
	}
	slices.SortStableFunc(vs, func(a, b Version) int {
		var n int
		switch key {
		case "received":
			n = a.State.Received.Compare(b.State.Received)
		case "state":
			n = slices.Index(States, a.State.State) - slices.Index(States, b.State.State)
		default:
			n = cmp.Or(cmp.Compare(due(&a.State), due(&b.State)), b.State.Received.Compare(a.State.Received))
		}
		if down {
			n = -n
		}
		return n
	})
}
