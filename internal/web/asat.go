package web

import (
	"net/http"
	"net/url"
	"time"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/web/part"
)

// AsAt reads the as-at bar of a page from the query of its address: as_at is the
// day the page speaks for, as_known the day as of which it was known; missing,
// each is today. A day that is none is fault.Invalid, and the bar then shows what
// was typed and what is wrong, with the page as it stands now.
func AsAt(r *http.Request, now time.Time) (part.AsAt, error) {
	q := r.URL.Query()
	bar := part.AsAt{Action: r.URL.Path, Now: now, Keep: url.Values{}}
	for name, values := range q {
		if name != "as_at" && name != "as_known" && name != "done" && name != "page" {
			bar.Keep[name] = values
		}
	}
	var wrong fault.Fields
	today := clock.DayOf(now)
	for i, x := range []struct {
		name, label string
		day         *clock.Day
	}{{"as_at", "As at", &bar.At}, {"as_known", "As known on", &bar.Known}} {
		day, problem := ParseDay(x.label, q.Get(x.name))
		if i == 1 && problem == "" && day != clock.NoDay && day > today {
			problem = "As known on must be today or in the past"
		}
		if problem != "" {
			bar.Typed[i], bar.Wrong[i] = q.Get(x.name), problem
			wrong.Add(x.name, "%s", problem)
			continue
		}
		*x.day = day
	}
	if len(wrong) > 0 {
		bar.At, bar.Known = clock.NoDay, clock.NoDay
	} else {
		bar.At, bar.Known = notToday(bar.At, today), notToday(bar.Known, today)
	}
	return bar, wrong.Err()
}

// notToday is clock.NoDay for today itself, so that a page asked for today shows
// the present instant.
func notToday(d, today clock.Day) clock.Day {
	if d == today {
		return clock.NoDay
	}
	return d
}
