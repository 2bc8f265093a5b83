package desk

import (
	"context"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/law"
	"watchword/internal/register"
)

// Overview is the figures of the people and organisations that an actor may see, as
// they stand. Counts of different kinds of people are never added.
type Overview struct {
	Figures
	PutForward int64 // put forward, and nobody has asked for vetting
	Cleared    int64 // vetting passed, and not yet before the delegate
	Lapsed     int64 // stopped by themselves, and may come back
	Due        int64 // persons of whom something lapses within 30 days
	All        int64 // every person in the lines
}

// Overview counts what the actor may see.
func (b *Board) Overview(ctx context.Context, who authz.Actor) (Overview, error) {
	orgs, err := b.orgLines(ctx, who.Force, nil)
	if err != nil {
		return Overview{}, err
	}
	return b.overviews.of(b, scopeKey(who), fresh, func() (Overview, error) {
		o, err := db.Find(ctx, b.DB, func(tx *db.Tx) (Overview, error) { return b.count(tx, who) })
		for _, l := range orgs {
			if who.May(authz.ReadOrg, authz.Object{Org: l.ID}) != nil {
				continue
			}
			switch l.State {
			case OrgInForce:
				o.Orgs++
			case OrgSuspended:
				o.OrgsSuspended++
			case OrgApplying:
				o.OrgsApplying++
			}
		}
		return o, err
	})
}

func (b *Board) count(tx *db.Tx, who authz.Actor) (Overview, error) {
	var o Overview
	now := b.Clock.Now()
	w := who.Scope(counting(who), lineScope)
	rows, err := tx.Query(`
		SELECT l.stage, COUNT(*), SUM(CASE WHEN l.until_at > ? AND l.begins_at <= ? THEN 1 ELSE 0 END), SUM(CASE WHEN l.until_at <= ? THEN 1 ELSE 0 END)
		FROM desk_line l`+w.SQL()+`
		GROUP BY l.stage`, append([]any{now, now, now}, w.Args()...)...)
	if err != nil {
		return o, err
	}
	defer rows.Close()
	for rows.Next() {
		var stage Stage
		var n, live, over int64
		if err := rows.Scan(&stage, &n, &live, &over); err != nil {
			return o, err
		}
		o.add(stage, n, live, over)
	}
	if err := rows.Err(); err != nil {
		return o, err
	}
	return o, b.countMore(tx, who, &o)
}

func (o *Overview) add(stage Stage, n, live, over int64) {
	o.All += n
	switch stage {
	case Granted:
		o.Persons, o.Lapsed = live, over
	case Suspended, OrgStopped:
		o.PersonsSuspended += n
	case InVetting:
		o.Vetting = n
	case Proposed:
		o.ToDecide = n
	case PutForward:
		o.PutForward = n
	case Cleared:
		o.Cleared = n
	}
}

// countMore counts what the stages alone do not tell.
func (b *Board) countMore(tx *db.Tx, who authz.Actor, o *Overview) error {
	now := b.Clock.Now()
	w := who.Scope(counting(who), lineScope)
	w.And("l.stage = 'vetting'")
	if err := tx.QueryRow(`SELECT COALESCE(MIN(l.waiting_day), '') FROM desk_line l`+w.SQL(), w.Args()...).Scan(db.Day{To: &o.VettingLongest}); err != nil {
		return err
	}
	w = who.Scope(counting(who), lineScope)
	w.And("l.due_at > ? AND l.due_at <= ?", now, clock.DayOf(now).AddDays(StartDays).End())
	var err error
	if o.Due, err = db.Count(tx, `SELECT COUNT(*) FROM desk_line l`+w.SQL(), w.Args()...); err != nil {
		return err
	}
	w = who.Scope(counting(who), lineScope)
	w.And("p.until_at > ?", now)
	db.In(&w, "p.power", law.Members(law.GroupASB))
	StateInForce.where(&w, now)
	return tx.QueryRow(`
		SELECT COUNT(DISTINCT l.person_id), COUNT(DISTINCT l.org_id)
		FROM desk_line_power p JOIN desk_line l ON l.force_id = p.force_id AND l.person_id = p.person_id`+w.SQL(), w.Args()...).Scan(&o.ASBPersons, &o.ASBOrgs)
}

// Charts is the two charts of the start page that change with every day.
type Charts struct {
	Waits []Wait // how long people have waited for vetting
	Ends  []End  // accreditations that end, by month
	Owner string // the unit in whose name the figures stand; empty if there is none
}

// Wait is how many people have waited for vetting between two numbers of weeks.
type Wait struct {
	From, To int // weeks; To is 0 for no bound
	N        int64
}

// Days is the days of waiting that the band holds, both counting; the second is 0 for
// no bound.
func (w Wait) Days() (from, to int) {
	if w.From > 0 {
		from = (w.From-1)*7 + 1
	}
	return from, w.To * 7
}

// Bands is how waiting is told apart: half the unit's aim in weeks, the aim, half as
// much again, and more.
func Bands(aim int) []Wait {
	a := max(1, aim/2)
	b := max(a+1, aim)
	c := max(b+1, aim*3/2)
	return []Wait{{From: 0, To: a}, {From: a + 1, To: b}, {From: b + 1, To: c}, {From: c + 1}}
}

// End is how many accreditations end in a month, if nobody acts.
type End struct {
	Month clock.Day // its first day
	N     int64
}

// monthsAhead is how many months the chart of ends looks ahead, this one included.
const monthsAhead = 6

// Charts counts who waits for vetting by bands of the unit's aim, and what ends by month.
func (b *Board) Charts(ctx context.Context, who authz.Actor) (Charts, error) {
	return b.charts.of(b, scopeKey(who), fresh, func() (Charts, error) {
		return db.Find(ctx, b.DB, func(tx *db.Tx) (Charts, error) {
			force, err := b.Areas.Force(tx, who.Force)
			if err != nil {
				return Charts{}, err
			}
			c := Charts{Waits: Bands(force.Settings.VettingAimWeeks)}
			if err := b.countWaits(tx, who, c.Waits); err != nil {
				return c, err
			}
			owner, _, err := b.Areas.Owner(tx, who.Force, register.Now(b.Clock.Now()))
			if err != nil {
				return c, err
			}
			c.Owner = owner.Title()
			c.Ends, err = b.countEnds(tx, who)
			return c, err
		})
	})
}

func (b *Board) countWaits(tx *db.Tx, who authz.Actor, bands []Wait) error {
	today := clock.DayOf(b.Clock.Now())
	w := who.Scope(counting(who), lineScope)
	w.And("l.stage = 'vetting'")
	var sums string
	var args, dest []any
	for i := range bands {
		from, to := bands[i].Days()
		first, last := clock.MustDay("0001-01-01"), today.AddDays(-from)
		if to > 0 {
			first = today.AddDays(-to)
		}
		if i == 0 {
			last = clock.MustDay("9999-12-31")
		}
		sums += `, COALESCE(SUM(CASE WHEN l.waiting_day >= ? AND l.waiting_day <= ? THEN 1 ELSE 0 END), 0)`
		args = append(args, first, last)
		dest = append(dest, &bands[i].N)
	}
	return tx.QueryRow(`SELECT `+sums[2:]+` FROM desk_line l`+w.SQL(), append(args, w.Args()...)...).Scan(dest...)
}

func (b *Board) countEnds(tx *db.Tx, who authz.Actor) ([]End, error) {
	now := b.Clock.Now()
	y, m, _ := clock.DayOf(now).Date()
	first := clock.Date(y, m, 1)
	out := make([]End, monthsAhead)
	var sums string
	var args, dest []any
	for i := range out {
		out[i].Month = first.AddMonths(i)
		sums += `, COALESCE(SUM(CASE WHEN l.until_at > ? AND l.until_at <= ? THEN 1 ELSE 0 END), 0)`
		args = append(args, later(out[i].Month.Start(), now), out[i].Month.AddMonths(1).Start())
		dest = append(dest, &out[i].N)
	}
	w := who.Scope(counting(who), lineScope)
	w.And("l.stage IN ('granted', 'suspended', 'org-stopped')")
	w.And("l.until_at > ? AND l.until_at <= ?", now, first.AddMonths(monthsAhead).Start())
	return out, tx.QueryRow(`SELECT `+sums[2:]+` FROM desk_line l`+w.SQL(), append(args, w.Args()...)...).Scan(dest...)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
