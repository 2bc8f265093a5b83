package clock

import (
	"errors"
	"time"
)

// Day is a legal day in England and Wales: a date, with no zone and no hour. It
// counts days, 1 January of the year 1 being 1, so that days can be compared and
// added, and the zero Day is NoDay.
type Day int32

// NoDay is the absence of a day. It is earlier than every day there is.
const NoDay Day = 0

// epoch is 1 January 1970.
const epoch Day = 719163

// Date is the day of that year, month and day of month. Like time.Date it takes
// values out of range: 30 February becomes 1 or 2 March. To refuse those, use
// ParseDay or Exact.
func Date(year int, month time.Month, day int) Day {
	return epoch + Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400)
}

// Exact is the day of that year, month and day of month, and whether there is one.
func Exact(year int, month time.Month, day int) (Day, bool) {
	d := Date(year, month, day)
	y, m, dd := d.Date()
	return d, y == year && m == month && dd == day
}

// ErrDay is returned by ParseDay for a text that is no day.
var ErrDay = errors.New("a day is written as year-month-day, for example 2026-02-28")

// ParseDay reads a day written as 2006-01-02. It returns ErrDay for anything else,
// 30 February included.
func ParseDay(s string) (Day, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return NoDay, ErrDay
	}
	num := func(t string) int {
		n := 0
		for i := range len(t) {
			if t[i] < '0' || t[i] > '9' {
				return -1
			}
			n = n*10 + int(t[i]-'0')
		}
		return n
	}
	y, m, d := num(s[:4]), num(s[5:7]), num(s[8:])
	if y < 1 || m < 1 || m > 12 || d < 1 {
		return NoDay, ErrDay
	}
	day, ok := Exact(y, time.Month(m), d)
	if !ok {
		return NoDay, ErrDay
	}
	return day, nil
}

// MustDay is ParseDay for days written in the program itself; it panics on a bad one.
func MustDay(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(s + ": " + err.Error())
	}
	return d
}

// DayOf is the legal day on which the instant falls in London.
func DayOf(t time.Time) Day {
	s := t.Unix()
	if summer(s) {
		s += 3600
	}
	if s < 0 && s%86400 != 0 {
		return epoch + Day(s/86400-1)
	}
	return epoch + Day(s/86400)
}

// LastDay is the last day before something that ends at the instant: of an end at
// midnight the day that closes with it.
func LastDay(end time.Time) Day { return DayOf(end.Add(-time.Millisecond)) }

// Date is the year, month and day of month.
func (d Day) Date() (int, time.Month, int) {
	return d.midnight().Date()
}

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday {
	return time.Weekday(d % 7) // 1 January of the year 1 was a Monday
}

// seconds is midnight in UTC at the beginning of the day, since 1970.
func (d Day) seconds() int64 { return int64(d-epoch) * 86400 }

func (d Day) midnight() time.Time { return time.Unix(d.seconds(), 0).UTC() }

// Start is the instant at which the day begins in London.
func (d Day) Start() time.Time {
	s := d.seconds()
	if summer(s - 3600) {
		s -= 3600
	}
	return time.Unix(s, 0).UTC()
}

// End is the instant at which the day is over in London: the start of the next.
// Periods are half-open, so a period that lasts to a day ends at its End.
func (d Day) End() time.Time { return (d + 1).Start() }

// AddDays is the day n days later, or earlier when n is negative.
func (d Day) AddDays(n int) Day { return d + Day(n) }

// AddMonths is the same day of the month n months later; where that month is
// shorter, its last day.
func (d Day) AddMonths(n int) Day {
	y, m, dd := d.Date()
	first := Date(y, m+time.Month(n), 1)
	fy, fm, _ := first.Date()
	last := Date(fy, fm+1, 1) - 1
	return min(first+Day(dd-1), last)
}

// AddYears is the same date n years later; 29 February becomes 28 February in a
// year that has none.
func (d Day) AddYears(n int) Day { return d.AddMonths(12 * n) }

// AgeOn is the age in whole years, on the given day, of someone born on d. Someone
// born on 29 February comes of age on 1 March in other years.
func (d Day) AgeOn(day Day) int {
	by, bm, bd := d.Date()
	y, m, dd := day.Date()
	age := y - by
	if m < bm || m == bm && dd < bd {
		age--
	}
	return age
}

// String is the day as 2006-01-02; NoDay is the empty text.
func (d Day) String() string {
	if d <= NoDay {
		return ""
	}
	return d.midnight().Format("2006-01-02")
}

// Long is the day as people write it in text: 3 February 2026.
func (d Day) Long() string { return d.format("2 January 2006") }

// Short is the day as it stands in tables: 3 Feb 2026.
func (d Day) Short() string { return d.format("2 Jan 2006") }

// Figures is the day as people type it: 03/02/2026.
func (d Day) Figures() string { return d.format("02/01/2006") }

// Full is the day with its weekday: Tuesday 3 February 2026.
func (d Day) Full() string { return d.format("Monday 2 January 2006") }

func (d Day) format(layout string) string {
	if d <= NoDay {
		return ""
	}
	return d.midnight().Format(layout)
}

// MarshalText writes the day as 2006-01-02.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a day as ParseDay does; an empty text is NoDay.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = NoDay
		return nil
	}
	day, err := ParseDay(string(b))
	if err != nil {
		return err
	}
	*d = day
	return nil
}
