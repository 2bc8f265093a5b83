package clockwork

import (
	"slices"
	"time"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/diary"
)

// overdue is the step of what is not done in time. Other steps are a number of days
// before the last day.
const overdue = -1

// plan is when a force warns: its steps, the longest first, and on which days.
type plan struct {
	steps []int
	on    string
	hour  int
}

func planOf(set area.Settings) plan {
	p := plan{steps: []int{set.WarnFirst, set.WarnSecond, set.WarnThird}, on: set.DigestOn, hour: set.DigestHour}
	slices.SortFunc(p.steps, func(a, b int) int { return b - a })
	p.steps = slices.Compact(p.steps)
	return p
}

var weekdays = map[string]time.Weekday{"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday, "friday": time.Friday}

// digest reports whether digests are sent on a day.
func (p plan) digest(day clock.Day) bool {
	switch wanted, one := weekdays[p.on]; {
	case one:
		return day.Weekday() == wanted
	case p.on == "weekdays":
		return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
	}
	return true
}

// next is the first day after another on which digests are sent.
func (p plan) next(after clock.Day) clock.Day {
	day := after.AddDays(1)
	for !p.digest(day) {
		day = day.AddDays(1)
	}
	return day
}

// horizon is the last day that must be looked at on a day: what then has a first warning
// before the next digest.
func (p plan) horizon(today clock.Day) clock.Day {
	return p.next(today).AddDays(p.steps[0] - 1)
}

// step is the warning that something due on a day has come to, the last of those that
// fall before the next digest: so that none is late. ok is false while there is none.
func (p plan) step(due, today clock.Day) (step int, ok bool) {
	if due < today {
		return overdue, true
	}
	next := p.next(today)
	for _, s := range p.steps {
		if due.AddDays(-s) < next {
			step, ok = s, true
		}
	}
	return step, ok
}

// told is what somebody was told of a thing last: its last day as it then was, and the
// warning.
type told struct {
	due  clock.Day
	step int
}

// announcement is a thing that somebody is told of now.
type announcement struct {
	diary.Item
	step int
}

// announce is what of all that falls due is to be told today, to somebody who was told
// that before. On a day without digests it is only what was never told and falls due
// before the next one.
func (p plan) announce(today clock.Day, items []diary.Item, before map[string]told) []announcement {
	var out []announcement
	for _, x := range items {
		if x.Due == clock.NoDay || x.Others {
			continue
		}
		step, ok := p.step(x.Due, today)
		last, known := before[x.Key]
		known = known && last.due == x.Due
		switch {
		case !ok, known && last.step <= step:
		case p.digest(today), !known && x.Due < p.next(today):
			out = append(out, announcement{x, step})
		}
	}
	return out
}
