package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"watchword/internal/clock"
)

// DayFrom reads a day from the three fields of that name, or one. It answers with the field
// to point at and what is wrong, in the words of the GOV.UK Design System.
func DayFrom(label, name string, values url.Values) (clock.Day, string, string) {
	if !values.Has(name+"-day") && !values.Has(name+"-month") && !values.Has(name+"-year") {
		day, problem := ParseDay(label, values.Get(name))
		return day, name, problem
	}
	parts := []string{"day", "month", "year"}
	var given [3]string
	var missing []string
	for i, p := range parts {
		given[i] = strings.TrimSpace(values.Get(name + "-" + p))
		if given[i] == "" {
			missing = append(missing, p)
		}
	}
	switch len(missing) {
	case 3:
		return clock.NoDay, name, ""
	case 1, 2:
		return clock.NoDay, name, label + " must include a " + strings.Join(missing, " and ")
	}
	day, problem := dayOf(label, given[0], given[1], given[2])
	return day, name, problem
}

// ParseDay reads a day as people write it: 3/2/2026, 3-2-2026, 3.2.2026,
// 3 February 2026, 3 Feb 2026 or 2026-02-03. An empty text is clock.NoDay. It
// answers with what is wrong, or an empty text; label names the date.
func ParseDay(label, s string) (clock.Day, string) {
	s = strings.TrimSpace(s)
	if s == "" {
		return clock.NoDay, ""
	}
	f := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/-. ,", r) })
	if len(f) == 4 && weekday(f[0]) {
		f = f[1:]
	}
	if len(f) != 3 {
		return clock.NoDay, label + " must be a date such as 3 2 2026 or 3 February 2026"
	}
	if len(f[0]) == 4 {
		f[0], f[2] = f[2], f[0]
	}
	return dayOf(label, f[0], f[1], f[2])
}

func weekday(s string) bool {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if len(s) >= 3 && strings.HasPrefix(strings.ToLower(d.String()), strings.ToLower(s)) {
			return true
		}
	}
	return false
}

func dayOf(label, d, m, y string) (clock.Day, string) {
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		d = strings.TrimSuffix(strings.ToLower(d), suffix)
	}
	month := monthOf(m)
	day, errDay := strconv.Atoi(d)
	year, errYear := strconv.Atoi(y)
	switch {
	case errDay != nil || errYear != nil || month == 0:
		return clock.NoDay, label + " must be a real date. Use numbers, for example 27 3 2026"
	case len(y) != 4:
		return clock.NoDay, "Year must include 4 numbers"
	case month < 1 || month > 12:
		return clock.NoDay, label + " must be a real date. The months go from 1 to 12"
	case year < 1800 || year > 2200:
		return clock.NoDay, label + " must be a real date. The year must be between 1800 and 2200"
	}
	date, ok := clock.Exact(year, time.Month(month), day)
	if !ok {
		_, _, last := clock.Date(year, time.Month(month)+1, 0).Date()
		return clock.NoDay, fmt.Sprintf("%s must be a real date. %s %d has %d days", label, time.Month(month), year, last)
	}
	return date, ""
}

// monthOf is the number of a month written as a number or a name of at least
// three letters; 0 when it is neither, 13 when the number is no month.
func monthOf(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		if n < 1 || n > 12 {
			return 13
		}
		return n
	}
	for m := time.January; m <= time.December; m++ {
		if len(s) >= 3 && strings.HasPrefix(strings.ToLower(m.String()), strings.ToLower(s)) {
			return int(m)
		}
	}
	return 0
}
