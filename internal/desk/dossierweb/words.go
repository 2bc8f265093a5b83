package dossierweb

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"watchword/internal/clock"
)

// soonDays is how long before its end something is shown as due, in days.
const soonDays = 90

// soon reports whether an instant lies within that time after another.
func soon(end, at time.Time) bool {
	return end.Before(clock.Forever) && at.Before(end) && daysUntil(end, at) <= soonDays
}

// daysUntil is how many days lie between the day of at and the last day before end.
func daysUntil(end, at time.Time) int {
	return int(clock.LastDay(end) - clock.DayOf(at))
}

// ends says when something ends: "ends today", "ends in 24 days".
func ends(end, at time.Time) string {
	switch n := daysUntil(end, at); n {
	case 0:
		return "ends today"
	case 1:
		return "ends tomorrow"
	default:
		return "ends in " + strconv.Itoa(n) + " days"
	}
}

// waited says how long something has waited.
func waited(since, today clock.Day) string {
	switch n := int(today - since); {
	case since == clock.NoDay || n <= 0:
		return "Waiting since today"
	case n == 1:
		return "Waiting 1 day"
	default:
		return "Waiting " + strconv.Itoa(n) + " days"
	}
}

// capital is the text with a capital first letter.
func capital(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// small is the text with a small first letter, unless its first word is one that keeps
// its capitals.
func small(s string) string {
	r := []rune(s)
	if len(r) < 2 || strings.ToUpper(string(r[1:2])) == string(r[1:2]) {
		return s
	}
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

// listed joins words as people do: "a, b and c".
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// listedOr joins words with "or".
func listedOr(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + ", or " + words[last]
}

// shortMoment is an instant as it stands in timelines: the day, and the time unless it is
// the first instant of the day.
func shortMoment(t time.Time) string {
	l := clock.Local(t)
	return fmt.Sprintf("%s, %02d:%02d", clock.DayOf(t).Short(), l.Hour(), l.Minute())
}

// dayOrNone is the day in text, or what stands for none.
func dayOrNone(d clock.Day, none string) string {
	if d == clock.NoDay {
		return none
	}
	return d.Long()
}

// clean is a typed text on one line, without outer spaces and what cannot be printed.
func clean(s string) string {
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || c == 0xfffd {
			return ' '
		}
		return c
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
