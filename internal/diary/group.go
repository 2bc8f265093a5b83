package diary

import (
	"strconv"

	"watchword/internal/clock"
	"watchword/internal/id"
)

// Group is items that are told as one: of one kind, about people of one organisation,
// with one last day. Most groups are one item.
type Group struct {
	Item  // the first
	Items []Item
}

// Groups puts together what may be told as one, in the order of the first of each.
func Groups(items []Item) []Group {
	type alike struct {
		kind     Kind
		org      id.Org
		due      clock.Day
		together string
	}
	at := map[alike]int{}
	var out []Group
	for _, x := range items {
		k := alike{x.Kind, x.Org, x.Due, x.Together}
		if i, ok := at[k]; ok && x.Together != "" {
			out[i].Items = append(out[i].Items, x)
			continue
		}
		at[k] = len(out)
		out = append(out, Group{Item: x, Items: []Item{x}})
	}
	return out
}

// Whole is the group in words: the item's own title, or what the items have in common and
// how many they are: "Training of 12 persons, Harbourside Security".
func (g Group) Whole() string {
	if len(g.Items) == 1 {
		return g.Title
	}
	return g.counted()
}

// Quiet is the same without a person's name.
func (g Group) Quiet() string {
	if len(g.Items) == 1 {
		return g.Item.Quiet()
	}
	return g.counted()
}

// After is what happens by itself after the last day if nobody acts.
func (g Group) After() string {
	if len(g.Items) == 1 || g.Themselves == "" {
		return g.Itself
	}
	return g.Themselves
}

func (g Group) counted() string {
	out := g.Together + " of " + strconv.Itoa(len(g.Items)) + " persons"
	if g.OrgName != "" {
		out += ", " + g.OrgName
	}
	return out
}
