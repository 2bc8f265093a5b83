package demo

import (
	"slices"
	"time"
)

// step is what was done besides the events of the plan, so many days ago.
type step struct {
	ago int
	do  func(*loading) error
}

func (s step) at(now time.Time) time.Time {
	return now.AddDate(0, 0, -s.ago).Truncate(24 * time.Hour).Add(10 * time.Hour)
}

// inOrder is steps, the earliest first.
func inOrder(steps []step) []step {
	slices.SortStableFunc(steps, func(a, b step) int { return b.ago - a.ago })
	return steps
}

// catchUp does the steps up to the instant, each once, at ten in the morning of its day.
func (l *loading) catchUp(until, now time.Time) error {
	for len(l.steps) > 0 && !l.steps[0].at(now).After(until) {
		s := l.steps[0]
		l.steps = l.steps[1:]
		l.Clock.Set(s.at(now))
		if err := s.do(l); err != nil {
			return err
		}
	}
	return nil
}
