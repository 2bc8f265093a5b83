// Package registerapi is how the APIs of all registers speak of time: the day that a
// read asks for under the two clocks, and the periods of a version. It knows no
// register.
package registerapi

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/register"
)

// AsAt is the two clocks of a read. Embed it in the input. A day means the end of that
// day; for today it is the present instant.
type AsAt struct {
	At    string `query:"as_at" maxLength:"40" doc:"When it was true: a day (2026-11-17: the end of it) or an instant (2026-11-17T10:42:00Z). Absent: now"`
	Known string `query:"as_known" maxLength:"40" doc:"As known when: a day or an instant, not in the future. Absent: now"`
}

// Past reports whether another instant than the present is asked for.
func (a AsAt) Past() bool { return a.At != "" || a.Known != "" }

// When is the two instants asked for. It returns fault.Invalid for what is no day and no
// instant, and for knowledge of the future.
func (a AsAt) When(now time.Time) (register.When, error) {
	var wrong fault.Fields
	w := register.When{At: instant(a.At, "as_at", now, &wrong), Known: instant(a.Known, "as_known", now, &wrong)}
	if w.Known.After(now) {
		wrong.Add("as_known", "Ask for today or a day in the past")
	}
	return w, wrong.Err()
}

func instant(s, field string, now time.Time, wrong *fault.Fields) time.Time {
	if s == "" {
		return now
	}
	if day, err := clock.ParseDay(s); err == nil {
		if day == clock.DayOf(now) {
			return now
		}
		return day.End().Add(-time.Millisecond)
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 1 || t.Year() > 9998 {
		wrong.Add(field, "Send a day, for example 2026-11-17, or an instant, for example 2026-11-17T10:42:00Z")
		return now
	}
	return clock.Cut(t)
}

// VersionPeriod is the two periods of a version in JSON, half-open. What is absent has no end
// known.
type VersionPeriod struct {
	Version    int64      `json:"version" doc:"Number of the version, from 1"`
	From       time.Time  `json:"true_from"`
	Until      *time.Time `json:"true_until,omitempty"`
	Known      time.Time  `json:"known_from"`
	Superseded *time.Time `json:"known_until,omitempty"`
	Entry      string     `json:"ledger_entry" doc:"The ledger entry that wrote it"`
}

// PeriodOf is the periods of a version.
func PeriodOf[T any](v register.Version[T]) VersionPeriod {
	return VersionPeriod{Version: v.N, From: v.From, Until: Ends(v.Until), Known: v.Known, Superseded: Ends(v.Superseded), Entry: v.Entry}
}

// Ends is an instant at which something ends, or nil for none.
func Ends(t time.Time) *time.Time {
	if t.IsZero() || !t.Before(clock.Forever) {
		return nil
	}
	return &t
}

// Day is a legal day from its text in JSON, which may be empty.
func Day(text, field string, wrong *fault.Fields) clock.Day {
	if text == "" {
		return clock.NoDay
	}
	d, err := clock.ParseDay(text)
	if err != nil {
		wrong.Add(field, "Send a day, for example 2026-11-17")
	}
	return d
}
