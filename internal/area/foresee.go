package area

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/id"
)

// Stands is one thing whose days, or whose state, follow from the settings, as it stands
// under them.
type Stands struct {
	diary.Item
	// Says is how it stands, in a few words: "Not met". Empty: its last day says it.
	Says string
	// Needs is what a reader must be permitted to be told whom it is about.
	Needs authz.Permission
}

// Foresee tells everything of a room that stands as it does by the settings, of the whole
// force and whoever asks. It asks Service.Force for them and remembers nothing of them: so
// it answers alike for settings that are and for settings that might be.
type Foresee func(tx *db.Tx, force id.Force, w diary.Window) ([]Stands, error)

// supposedKey marks the context of a transaction in which a force has other settings.
type supposedKey struct{}

type supposition struct {
	force id.Force
	set   Settings
}

// suppose is the transaction as one in which the force has other settings: whatever is read
// in it is as it would be. It is for reading alone.
func suppose(tx *db.Tx, force id.Force, set Settings) *db.Tx {
	return tx.Under(context.WithValue(tx.Context(), supposedKey{}, supposition{force, set}))
}

func supposed(tx *db.Tx, force id.Force) (Settings, bool) {
	s, ok := tx.Context().Value(supposedKey{}).(supposition)
	return s.set, ok && s.force == force
}

// How is what becomes of a thing that a change touches.
type How string

// What becomes of it, the most pressing first.
const (
	Overdue   How = "overdue"   // its last day would have passed
	Begins    How = "begins"    // it is not there now
	Sooner    How = "sooner"    // its last day comes earlier
	Later     How = "later"     // its last day comes later
	Otherwise How = "otherwise" // it stands otherwise
	InTime    How = "in-time"   // its last day has passed now, and would not have
	Goes      How = "goes"      // it would be there no more
)

// Hows is all of them, the most pressing first.
var Hows = []How{Overdue, Begins, Otherwise, Sooner, Later, InTime, Goes}

// Title is it in plain words, as a heading.
func (h How) Title() string {
	return map[How]string{Overdue: "Overdue or over at once", Begins: "New", Sooner: "Sooner", Later: "Later", Otherwise: "Different", InTime: "No longer overdue", Goes: "No longer"}[h]
}

// Touch is one thing that a change of the settings touches.
type Touch struct {
	How  How
	Kind diary.Kind
	// Title and Link say what it is; both are empty for what the reader may not be told.
	Title, Link string
	Org         id.Org
	OrgName     string
	Person      id.Person
	// Before and After are how it stands, in words: "By 3 November 2026", "Not met".
	Before, After string
	Due           clock.Day // after the change; clock.NoDay if there is no day
}

// Foreseen is what a change of the settings would do, as known now.
type Foreseen struct {
	Changed []Changed
	Touches []Touch // the most pressing first
}

// Count is how many of a kind, or with an empty one of all, would go that way; an empty how
// counts every way.
func (f *Foreseen) Count(kind diary.Kind, how How) int {
	n := 0
	for i := range f.Touches {
		if t := &f.Touches[i]; (kind == "" || t.Kind == kind) && (how == "" || t.How == how) {
			n++
		}
	}
	return n
}

// Kinds is the kinds of what is touched, by their titles.
func (f *Foreseen) Kinds() []diary.Kind {
	var out []diary.Kind
	for i := range f.Touches {
		if k := f.Touches[i].Kind; !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(a, b diary.Kind) int { return cmp.Compare(a.Title(), b.Title()) })
	return out
}

// Sentence says how much is touched: "It touches 14: 3 overdue or over at once, 11 later".
func (f *Foreseen) Sentence() string {
	if len(f.Touches) == 0 {
		return "It touches nothing that is in the registers now"
	}
	var parts []string
	for _, h := range Hows {
		if n := f.Count("", h); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, lowered(h.Title())))
		}
	}
	return fmt.Sprintf("It touches %d: %s", len(f.Touches), strings.Join(parts, ", "))
}

func lowered(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// horizon is how far ahead a preview looks.
const horizon = 15 // years

// Foresee works out what a change of the settings would do, from the registers as they
// stand: every room is asked twice in one transaction, under the settings that are and under
// those that would be. Nothing is changed by it.
//
// Errors: fault.Invalid under the names of the settings; fault.Forbidden.
func (s *Service) Foresee(ctx context.Context, who authz.Actor, values map[string]string) (Foreseen, error) {
	var out Foreseen
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		if err := who.May(authz.ChangeSettings, authz.Object{}); err != nil {
			return err
		}
		f, err := s.Force(tx, who.Force)
		if err != nil {
			return err
		}
		var after Settings
		if after, out.Changed, err = f.Settings.With(values); err != nil {
			return err
		}
		is, err := s.stand(tx, who)
		if err != nil {
			return err
		}
		would, err := s.stand(suppose(tx, who.Force, after), who)
		if err == nil {
			out.Touches = touches(is, would, clock.DayOf(s.ledger.Now()))
		}
		return err
	})
	return out, err
}

// asked is the roles whose diaries a preview looks at beside the reader's own: between them
// they see to all that falls due in the office.
var asked = []authz.Role{authz.SchemeManager, authz.Delegate, authz.VettingUnit, authz.Trainer, authz.Standards}

// stand is how everything stands under the settings that the transaction has, by key. What
// the reader may not be told has no title.
func (s *Service) stand(tx *db.Tx, who authz.Actor) (map[string]Stands, error) {
	now := s.ledger.Now()
	w := diary.Window{At: now, To: clock.DayOf(now).AddYears(horizon), Limit: diary.Everything, Shared: &diary.Shared{}}
	out, foreseen := map[string]Stands{}, map[diary.Kind]bool{}
	for _, ask := range s.Foresees {
		all, err := ask(tx, who.Force, w)
		if err != nil {
			return nil, err
		}
		for _, x := range all {
			foreseen[x.Kind] = true
			if who.May(x.Needs, authz.Object{Org: x.Org, Person: x.Person}) != nil {
				x.Item = hidden(x.Item)
			}
			out[x.Key] = x
		}
	}
	actors := []authz.Actor{who}
	for _, r := range asked {
		if r != who.Role {
			actors = append(actors, authz.Actor{Force: who.Force, Name: r.Title(), Role: r})
		}
	}
	for i, actor := range actors {
		items, err := diary.All(tx, s.Diary, actor, w)
		if err != nil {
			return nil, err
		}
		for _, x := range items {
			if _, told := out[x.Key]; told || foreseen[x.Kind] { // what a room foresees of a kind, it tells one by one
				continue
			}
			if i > 0 {
				x = hidden(x)
			}
			out[x.Key] = Stands{Item: x}
		}
	}
	return out, nil
}

// hidden is an item without what it is about.
func hidden(x diary.Item) diary.Item {
	return diary.Item{Key: x.Key, Kind: x.Kind, Due: x.Due, Since: x.Since}
}

// touches is what differs between how things stand and how they would.
func touches(is, would map[string]Stands, today clock.Day) []Touch {
	var out []Touch
	add := func(how How, x Stands, before, after string, due clock.Day) {
		out = append(out, Touch{How: how, Kind: x.Kind, Title: x.Title, Link: x.Link, Org: x.Org, OrgName: x.OrgName, Person: x.Person, Before: before, After: after, Due: due})
	}
	for key, a := range is {
		b, stays := would[key]
		switch {
		case !stays:
			add(Goes, a, a.says(), "", clock.NoDay)
		case a.Due != b.Due || a.Says != b.Says:
			add(moved(a, b, today), b, a.says(), b.says(), b.Due)
		}
	}
	for key, b := range would {
		if _, was := is[key]; !was {
			how := Begins
			if b.Overdue(today) {
				how = Overdue
			}
			add(how, b, "", b.says(), b.Due)
		}
	}
	slices.SortFunc(out, func(a, b Touch) int {
		return cmp.Or(slices.Index(Hows, a.How)-slices.Index(Hows, b.How), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Due, b.Due), cmp.Compare(a.OrgName, b.OrgName), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Before, b.Before))
	})
	return out
}

func moved(a, b Stands, today clock.Day) How {
	switch {
	case a.Says != b.Says || a.Due == clock.NoDay || b.Due == clock.NoDay:
		return Otherwise
	case !a.Overdue(today) && b.Overdue(today):
		return Overdue
	case a.Overdue(today) && !b.Overdue(today):
		return InTime
	case b.Due < a.Due:
		return Sooner
	}
	return Later
}

// says is how it stands in words.
func (s *Stands) says() string {
	switch {
	case s.Says != "":
		return s.Says
	case s.Due != clock.NoDay:
		return "By " + s.Due.Long()
	}
	return "Waits"
}
