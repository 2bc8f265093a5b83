package clock

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func TestDayOfAgreesWithTheZoneTable(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(1996, 1, 1, 0, 30, 0, 0, time.UTC)
	for i := range 45 * 366 * 24 {
		at := start.Add(time.Duration(i) * time.Hour)
		y, m, d := at.In(london).Date()
		if want := Date(y, m, d); DayOf(at) != want {
			t.Fatalf("DayOf(%v) = %v, want %v", at, DayOf(at), want)
		}
		if got, want := Local(at).Format("15:04 MST"), at.In(london).Format("15:04 MST"); got != want {
			t.Fatalf("Local(%v) = %v, want %v", at, got, want)
		}
	}
}

func TestStartIsTheFirstInstantOfTheDay(t *testing.T) {
	t.Parallel()
	for d := MustDay("1996-01-01"); d < MustDay("2040-01-01"); d++ {
		if DayOf(d.Start()) != d || DayOf(d.Start().Add(-time.Millisecond)) != d-1 {
			t.Fatalf("%v starts at %v", d, d.Start())
		}
	}
}

func TestLastDayIsTheDayThatClosesWithAnEnd(t *testing.T) {
	t.Parallel()
	for d := MustDay("2026-01-01"); d < MustDay("2028-01-01"); d++ {
		if LastDay(d.End()) != d || LastDay(OnClock(d, 10, 42)) != d {
			t.Fatalf("what ends with %v has its last day on %v; what ends within it on %v", d, LastDay(d.End()), LastDay(OnClock(d, 10, 42)))
		}
	}
}

func TestParseDayRefusesWhatIsNoDay(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "2026-02-30", "2026-13-01", "2026-1-01", "2025-02-29", "0000-01-01", "2026-00-10", "2026-01-00", "２０26-01-01", "2026/01/01", "+026-01-01"} {
		if d, err := ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %v, want an error", s, d)
		}
	}
	for _, s := range []string{"2024-02-29", "1904-01-01", "9999-12-31"} {
		if d, err := ParseDay(s); err != nil || d.String() != s {
			t.Errorf("ParseDay(%q) = %v, %v", s, d, err)
		}
	}
}

func TestDayArithmetic(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, got, want string }{
		{"a month from 31 January is the last of February", MustDay("2026-01-31").AddMonths(1).String(), "2026-02-28"},
		{"a year from 29 February is 28 February", MustDay("2024-02-29").AddYears(1).String(), "2025-02-28"},
		{"months can be taken away across a year", MustDay("2026-01-15").AddMonths(-2).String(), "2025-11-15"},
		{"NoDay is written as nothing", NoDay.String(), ""},
		{"days are written as people write them", MustDay("2026-02-03").Full(), "Tuesday 3 February 2026"},
		{"midnight in summer is the day before in UTC", MustDay("2026-07-01").Start().Format(time.RFC3339), "2026-06-30T23:00:00Z"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, tt.got, tt.want)
		}
	}
}

func TestAgeOn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, born, on string
		want           int
	}{
		{"the day before a birthday", "2008-11-22", "2026-11-21", 17},
		{"on a birthday", "2008-11-22", "2026-11-22", 18},
		{"born on 29 February, on 28 February", "2008-02-29", "2026-02-28", 17},
		{"born on 29 February, on 1 March", "2008-02-29", "2026-03-01", 18},
	} {
		if got := MustDay(tt.born).AgeOn(MustDay(tt.on)); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestOnClockIsReadBack(t *testing.T) {
	t.Parallel()
	for d := MustDay("2024-01-01"); d < MustDay("2028-01-01"); d++ {
		at := OnClock(d, 10, 42)
		if got := Local(at).Format("2006-01-02 15:04"); got != d.String()+" 10:42" {
			t.Fatalf("OnClock(%v, 10, 42) reads %s", d, got)
		}
	}
}
