package desk

import (
	"context"
	"encoding/json"
	"sort"
	"strconv"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// forever is clock.Forever as it stands in the database.
var forever = strconv.FormatInt(clock.Millis(clock.Forever), 10)

// seriesMonths is how many months the chart of accredited persons looks back.
const seriesMonths = 30

// Series is how many persons were accredited, in force, on the last day of each month,
// the latest last, as known now; and a month ago. It is worked out from the registers'
// own periods in one pass, not from today's lines.
type Series struct {
	Months   []Month
	MonthAgo int64
}

// Month is the count at the end of a month.
type Month struct {
	Last clock.Day // the last day of the month
	N    int64
}

// Series counts the accredited persons whom the actor may see. What was true at the
// ends of past months is remembered for half a minute, whatever is written.
func (b *Board) Series(ctx context.Context, who authz.Actor) (Series, error) {
	return b.series.of(b, scopeKey(who), slow, func() (Series, error) {
		return db.Find(ctx, b.DB, func(tx *db.Tx) (Series, error) { return b.countSeries(tx, who) })
	})
}

// asHeld is how the table of accreditations tells what an actor may see: by employer,
// and by the areas of the person's line.
var asHeld = authz.Columns{Force: "a.force_id", Org: "a.org_id", Person: "a.person_id",
	Area: "EXISTS (SELECT 1 FROM desk_line_area x WHERE x.force_id = a.force_id AND x.person_id = a.person_id AND x.area_id IN (%s))"}

func (b *Board) countSeries(tx *db.Tx, who authz.Actor) (Series, error) {
	now := b.Clock.Now()
	s, at := monthEnds(now)
	employers, err := b.active(tx, who.Force, now)
	if err != nil {
		return s, err
	}
	w := who.Scope(counting(who), asHeld)
	w.And("a.superseded_at = " + forever + " AND a.standing = 'in-force'")
	w.And("a.until_at > ? AND a.ends_at > ?", at[0], at[0])
	rows, err := tx.Query(`SELECT a.org_id, a.from_at, a.until_at, a.begins_at, a.ends_at FROM accreditation a`+w.SQL(), w.Args()...)
	if err != nil {
		return s, err
	}
	defer rows.Close()
	change := make([]int64, len(at)+1)
	for rows.Next() {
		var employer id.Org
		var from, until, begins, ends int64
		if err := rows.Scan(&employer, &from, &until, &begins, &ends); err != nil {
			return s, err
		}
		for _, p := range employers[employer] {
			first, last := atOrAfter(at, max(from, begins, p.from)), atOrAfter(at, min(until, ends, p.until))
			if first < last {
				change[first]++
				change[last]--
			}
		}
	}
	if err := rows.Err(); err != nil {
		return s, err
	}
	s.read(at, change, now)
	return s, nil
}

// monthEnds is the months asked for, and the instants in order: their last
// milliseconds, and now for the present month; and the same hour a month ago.
func monthEnds(now time.Time) (Series, []int64) {
	var s Series
	y, m, _ := clock.DayOf(now).Date()
	at := []int64{clock.Millis(monthAgo(now))}
	for i := seriesMonths - 1; i >= 0; i-- {
		last := clock.Date(y, m, 1).AddMonths(1-i) - 1
		s.Months = append(s.Months, Month{Last: last})
		at = append(at, min(clock.Millis(last.End())-1, clock.Millis(now)))
	}
	sort.Slice(at, func(i, j int) bool { return at[i] < at[j] })
	return s, at
}

func monthAgo(now time.Time) time.Time {
	today := clock.DayOf(now)
	return today.AddMonths(-1).Start().Add(now.Sub(today.Start()))
}

// read takes the running sums at the instants into the series.
func (s *Series) read(at, change []int64, now time.Time) {
	sums := make(map[int64]int64, len(at))
	var n int64
	for i, t := range at {
		n += change[i]
		sums[t] = n
	}
	s.MonthAgo = sums[clock.Millis(monthAgo(now))]
	for i := range s.Months {
		s.Months[i].N = sums[min(clock.Millis(s.Months[i].Last.End())-1, clock.Millis(now))]
	}
}

// atOrAfter is the place of the first instant that is not before t.
func atOrAfter(at []int64, t int64) int {
	return sort.Search(len(at), func(i int) bool { return at[i] >= t })
}

type span struct{ from, until int64 }

// active is the periods in which each employer's arrangements were in force, as known
// now: in which accreditations under them counted.
func (b *Board) active(tx *db.Tx, force id.Force, now time.Time) (map[id.Org][]span, error) {
	rows, err := tx.Query(`
		SELECT id, from_at, until_at, to_day, state
		FROM organisation
		WHERE force_id = ? AND superseded_at = `+forever+` AND standing = 'in-force'
		ORDER BY id, from_at`, string(force))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[id.Org][]span{}
	for rows.Next() {
		var o id.Org
		var p span
		var to clock.Day
		var state string
		if err := rows.Scan(&o, &p.from, &p.until, db.Day{To: &to}, &state); err != nil {
			return nil, err
		}
		var entry struct {
			From clock.Day `json:"from"` // as org.Organisation keeps it
		}
		if err := json.Unmarshal([]byte(state), &entry); err != nil {
			return nil, err
		}
		if entry.From != clock.NoDay {
			p.from = max(p.from, clock.Millis(entry.From.Start()))
		}
		if to != clock.NoDay {
			p.until = min(p.until, clock.Millis(to.End()))
		}
		if p.from < p.until {
			out[o] = append(out[o], p)
		}
	}
	return out, rows.Err()
}
