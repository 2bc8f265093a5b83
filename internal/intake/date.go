package intake

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"watchword/internal/clock"
	"watchword/internal/sheet"
)

// dates reads the dates of one column as people write them.
type dates struct {
	monthFirst bool // the whole column proves it
	birth      bool // two-digit years after the century's own lie in the last one
	century    int  // two-digit year of the reference day
}

// newDates looks at a whole column: dates are day first unless some value has a
// second number above 12 and none has a first one.
func newDates(cells []string, birth bool, day clock.Day) dates {
	year, _, _ := day.Date()
	d := dates{birth: birth, century: year % 100}
	first, second := false, false
	for _, s := range cells {
		if m := numeric.FindStringSubmatch(s); m != nil && len(m[1]) <= 2 {
			a, b := atoi(m[1]), atoi(m[2])
			first = first || a > 12 && b <= 12
			second = second || b > 12 && a <= 12 && b <= 31
		}
	}
	d.monthFirst = second && !first
	return d
}

var (
	numeric  = regexp.MustCompile(`^(\d{1,4})\s*[/.\-\x{2013} ]\s*(\d{1,2})\s*[/.\-\x{2013} ]\s*(\d{1,4})$`)
	named    = regexp.MustCompile(`^(\d{1,2})[\s/.\-\x{2013}]*(?:of )?([A-Za-z]{3,9})\.?[\s/.\-\x{2013},]*(\d{4}|\d{2})$`)
	american = regexp.MustCompile(`^([A-Za-z]{3,9})\.?[\s/.\-]*(\d{1,2}),?[\s/.\-]+(\d{4}|\d{2})$`)
	packed   = regexp.MustCompile(`^\d{6}$|^\d{8}$`)
	serial   = regexp.MustCompile(`^\d{4,5}(?:\.\d+)?$`)
	weekday  = regexp.MustCompile(`(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[,.]?\s+`)
	ordinal  = regexp.MustCompile(`(?i)^(\d{1,2})\s?(?:st|nd|rd|th)\b|\b(\d{1,2})(?:st|nd|rd|th)\b`)
	daytime  = regexp.MustCompile(`(?i)[\sT,]+(?:at )?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:am|pm)?\s*(?:Z|GMT|BST|UTC|[+-]\d{2}:?\d{2})?$`)
)

// read reads a date. It returns DateImpossible for a day that the calendar has not,
// DateUnreadable for what is no date, and no reason for a day.
func (d dates) read(c sheet.Cell) (clock.Day, Reason) {
	if c.Kind == sheet.Date || c.Kind == sheet.Number {
		return d.serial(c)
	}
	s := oneLine(clean(c.Text))
	if day, ok := iso(s); ok {
		return day, ""
	}
	s = weekday.ReplaceAllString(s, "")
	s = daytime.ReplaceAllString(s, "")
	s = ordinal.ReplaceAllString(s, "$1$2")
	switch {
	case serial.MatchString(s):
		f, _ := strconv.ParseFloat(s, 64)
		return d.serial(sheet.Cell{Kind: sheet.Number, Number: f, Text: s})
	case packed.MatchString(s):
		return d.packed(s)
	}
	if m := numeric.FindStringSubmatch(s); m != nil {
		return d.numbers(m[1], m[2], m[3])
	}
	if m := named.FindStringSubmatch(s); m != nil {
		return d.month(m[1], m[2], m[3])
	}
	if m := american.FindStringSubmatch(s); m != nil {
		return d.month(m[2], m[1], m[3])
	}
	return clock.NoDay, DateUnreadable
}

// iso reads 2006-01-02, the form that needs no pattern.
func iso(s string) (clock.Day, bool) {
	if len(s) != 10 || s[4] != '-' {
		return clock.NoDay, false
	}
	day, err := clock.ParseDay(s)
	return day, err == nil && s[:2] != "00"
}

// serial reads a day number, with or without a date format. Numbers that would be
// a day before 1909 or after 2119 are none that anybody wrote as a date.
func (d dates) serial(c sheet.Cell) (clock.Day, Reason) {
	y, m, dd, ok := sheet.SerialDay(c.Number)
	if ok && c.Kind == sheet.Number && (c.Number < 3500 || c.Number >= 80_000) {
		if packed.MatchString(c.Text) {
			return d.packed(c.Text)
		}
		return clock.NoDay, DateUnreadable
	}
	if !ok {
		if packed.MatchString(c.Text) {
			return d.packed(c.Text)
		}
		return clock.NoDay, DateUnreadable
	}
	return clock.Date(y, m, dd), ""
}

// packed reads 20060102, 02012006 and 020106.
func (d dates) packed(s string) (clock.Day, Reason) {
	if len(s) == 8 {
		if day, ok := clock.Exact(atoi(s[:4]), time.Month(atoi(s[4:6])), atoi(s[6:])); ok && (s[:2] == "19" || s[:2] == "20") {
			return day, ""
		}
	}
	return d.numbers(s[:2], s[2:4], s[4:])
}

// numbers reads a date of three numbers.
func (d dates) numbers(a, b, c string) (clock.Day, Reason) {
	switch {
	case len(a) == 4 && len(c) <= 2:
		return exact(atoi(a), atoi(b), atoi(c))
	case len(a) > 2 || len(c) != 2 && len(c) != 4:
		return clock.NoDay, DateUnreadable
	case d.monthFirst:
		return exact(d.year(c), atoi(a), atoi(b))
	}
	return exact(d.year(c), atoi(b), atoi(a))
}

// month reads a date whose month is a word.
func (d dates) month(day, month, year string) (clock.Day, Reason) {
	month = strings.ToLower(month)
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if strings.HasPrefix(name, month) || month == "sept" && m == time.September {
			return exact(d.year(year), int(m), atoi(day))
		}
	}
	return clock.NoDay, DateUnreadable
}

// year reads a year; of two digits, by the rule of the column.
func (d dates) year(s string) int {
	y := atoi(s)
	switch {
	case len(s) > 2:
		return y
	case d.birth && y > d.century:
		return 1900 + y
	}
	return 2000 + y
}

// exact is the day, if the calendar has it and anybody can have meant it.
func exact(y, m, d int) (clock.Day, Reason) {
	day, ok := clock.Exact(y, time.Month(m), d)
	if !ok || y < 1800 || y > 2200 {
		return clock.NoDay, DateImpossible
	}
	return day, ""
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
