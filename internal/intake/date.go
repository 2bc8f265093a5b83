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
	monthFirst bool    // the whole column proves it
	doubtful   bool    // day and month of its real dates may have been exchanged
	birth      bool    // two-digit years after the century's own lie in the last one
	century    int     // two-digit year of the reference day
	short      float64 // what a number of this workbook lacks to be a day's
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
	switch c.Kind {
	case sheet.Date:
		return d.serial(c)
	case sheet.Number:
		return d.number(c)
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
		return d.number(sheet.Cell{Kind: sheet.Number, Number: f, Text: s})
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

// enough is how many dates of a kind show what was done to a column.
const enough = 4

// exchanged reports whether a spreadsheet set to the other order of day and month seems
// to have read a column: then what it could not read, since no month is above 12, stayed
// text, and everything else became a real date of the first twelve days of a month, with
// day and month exchanged.
func exchanged(cells []sheet.Cell) bool {
	real, text := 0, 0
	for _, c := range cells {
		if c.Kind == sheet.Date {
			if _, _, day, ok := sheet.SerialDay(c.Number); !ok || day > 12 {
				return false
			}
			real++
			continue
		}
		m := numeric.FindStringSubmatch(oneLine(clean(c.Text)))
		if m == nil || len(m[1]) > 2 {
			continue
		}
		if atoi(m[1]) <= 12 && atoi(m[2]) <= 12 {
			return false
		}
		text++
	}
	return real >= enough && text >= enough
}

// exchanged is the day that is meant if day and month of a real date were exchanged.
func (d dates) exchanged(c sheet.Cell) (clock.Day, bool) {
	if !d.doubtful || c.Kind != sheet.Date {
		return clock.NoDay, false
	}
	y, m, day, ok := sheet.SerialDay(c.Number)
	if !ok || int(m) == day {
		return clock.NoDay, false
	}
	return clock.Exact(y, time.Month(day), int(m))
}

// number reads a number that has no look of a date.
func (d dates) number(c sheet.Cell) (clock.Day, Reason) {
	if !packed.MatchString(c.Text) {
		c.Number += d.short
	}
	return d.serial(c)
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
