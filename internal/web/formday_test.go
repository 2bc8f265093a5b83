package web

import (
	"testing"

	"pgregory.net/rapid"

	"watchword/internal/clock"
)

func TestParseDayReadsDatesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, day, problem string }{
		{"3/2/2026", "2026-02-03", ""},
		{"03.02.2026", "2026-02-03", ""},
		{"2026-02-03", "2026-02-03", ""},
		{"3 February 2026", "2026-02-03", ""},
		{"3rd feb 2026", "2026-02-03", ""},
		{"Tuesday 3 February 2026", "2026-02-03", ""},
		{"29/2/2028", "2028-02-29", ""},
		{"", "", ""},
		{"30/2/2027", "", "Expiry date must be a real date. February 2027 has 28 days"},
		{"31 April 2026", "", "Expiry date must be a real date. April 2026 has 30 days"},
		{"3/13/2026", "", "Expiry date must be a real date. The months go from 1 to 12"},
		{"3/2/26", "", "Year must include 4 numbers"},
		{"soon", "", "Expiry date must be a date such as 3 2 2026 or 3 February 2026"},
		{"x/y/zzzz", "", "Expiry date must be a real date. Use numbers, for example 27 3 2026"},
		{"1/1/0001", "", "Expiry date must be a real date. The year must be between 1800 and 2200"},
	} {
		day, problem := ParseDay("Expiry date", tt.text)
		if day.String() != tt.day || problem != tt.problem {
			t.Errorf("ParseDay(%q) = %s, %q; want %s, %q", tt.text, day, problem, tt.day, tt.problem)
		}
	}
}

func TestEveryDayReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		day := clock.Date(1900, 1, 1).AddDays(rapid.IntRange(0, 100_000).Draw(t, "days"))
		for _, s := range []string{day.String(), day.Long(), day.Short(), day.Full(), text(day)} {
			if got, problem := ParseDay("Day", s); got != day {
				t.Fatalf("%q reads as %s: %s", s, got, problem)
			}
		}
	})
}

func TestParseDayTakesAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		day, problem := ParseDay("Day", rapid.String().Draw(t, "text"))
		if problem != "" && day != clock.NoDay {
			t.Fatal("a problem and a day")
		}
	})
}
