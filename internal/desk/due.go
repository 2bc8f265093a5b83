package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// DueGroup is what of one kind lapses on one day for one organisation's people, or the
// arrangements of the organisation itself.
type DueGroup struct {
	Org     id.Org
	OrgName string
	What    string    // "training", "law", "vetting", "period" or "arrangements"
	At      time.Time // the instant at which it lapses by itself
	Persons int64     // of arrangements: who stop with them
	Person  id.Person // the one person, if it is one
	Name    string
	Number  string
}

// Day is the last day that counts.
func (g DueGroup) Day() clock.Day { return clock.LastDay(g.At) }

// Dues is what falls due, the nearest first.
type Dues struct {
	Groups []DueGroup
	Total  int // how many groups there are, at most duesLimit
}

// duesLimit bounds the groups that are read, so that no page grows with the table.
const duesLimit = 500

// dueBefore is the instant up to which things fall due within so many days: the end of
// the last of them.
func dueBefore(now time.Time, days int) time.Time { return clock.DayOf(now).AddDays(days).End() }

// FallsDue is what lapses by itself within so many days, of what the actor may see:
// each person by the nearest thing that lapses, and each organisation's arrangements.
// limit 0 is all.
func (b *Board) FallsDue(ctx context.Context, who authz.Actor, days, limit int) (Dues, error) {
	orgs, err := b.orgLines(ctx, who.Force, nil)
	if err != nil {
		return Dues{}, err
	}
	all, err := b.dues.of(b, scopeKey(who)+fmt.Sprint("|", days), fresh, func() (Dues, error) {
		now := b.Clock.Now()
		groups, err := db.Find(ctx, b.DB, func(tx *db.Tx) ([]DueGroup, error) {
			return dueGroups(tx, who, now, dueBefore(now, days))
		})
		groups = append(groups, arrangementsDue(orgs, who, now, dueBefore(now, days))...)
		slices.SortStableFunc(groups, func(a, b DueGroup) int { return a.At.Compare(b.At) })
		return Dues{Groups: groups, Total: len(groups)}, err
	})
	if limit > 0 && len(all.Groups) > limit {
		all.Groups = all.Groups[:limit]
	}
	return all, err
}

func dueGroups(tx *db.Tx, who authz.Actor, now, before time.Time) ([]DueGroup, error) {
	w := who.Scope(authz.ReadPerson, lineScope)
	w.And("l.due_at > ? AND l.due_at <= ?", now, before)
	w.And("l.due_what <> 'arrangements'")
	return db.All(tx, func(s db.Scanner) (DueGroup, error) {
		var g DueGroup
		err := s.Scan(&g.Org, &g.OrgName, &g.What, db.Instant{To: &g.At}, &g.Persons, &g.Person, &g.Name, &g.Number)
		if g.Persons != 1 {
			g.Person, g.Name, g.Number = "", "", ""
		}
		return g, err
	}, `
		SELECT l.org_id, MIN(l.org_name), l.due_what, l.due_at, COUNT(*), MIN(l.person_id), MIN(l.name), MIN(l.number)
		FROM desk_line l`+w.SQL()+`
		GROUP BY l.due_at, l.org_id, l.due_what
		ORDER BY l.due_at, l.org_id, l.due_what`+db.Limit, w.Args(int64(duesLimit))...)
}

// arrangementsDue is the organisations whose arrangements lapse, among those that the
// actor may see.
func arrangementsDue(orgs []OrgLine, who authz.Actor, now, before time.Time) []DueGroup {
	var out []DueGroup
	for _, l := range orgs {
		if l.State != OrgInForce && l.State != OrgSuspended || l.Entry.To == clock.NoDay || who.May(authz.ReadOrg, authz.Object{Org: l.ID}) != nil {
			continue
		}
		if end := l.Entry.To.End(); end.After(now) && !end.After(before) {
			out = append(out, DueGroup{Org: l.ID, OrgName: l.Entry.Name, What: "arrangements", At: end, Persons: l.Holders})
		}
	}
	return out
}

// DueLines is the persons of one organisation of whom something of that kind lapses on
// that day, at most 200.
func (b *Board) DueLines(ctx context.Context, who authz.Actor, employer id.Org, what string, day clock.Day) ([]Line, error) {
	w := who.Scope(authz.ReadPerson, lineScope)
	w.And("l.org_id = ?", string(employer))
	if what == "arrangements" {
		w.And("l.stage IN ('granted', 'suspended', 'org-stopped')")
		w.And("l.until_at > ?", b.Clock.Now())
	} else {
		w.And("l.due_what = ? AND l.due_at = ?", what, day.End())
	}
	return db.Find(ctx, b.DB, func(tx *db.Tx) ([]Line, error) {
		return db.All(tx, scanLine, `SELECT `+qualified+` FROM desk_line l`+w.SQL()+` ORDER BY l.sort_name, l.person_id LIMIT 200`, w.Args()...)
	})
}
