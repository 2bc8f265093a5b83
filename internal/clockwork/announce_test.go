package clockwork

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/diary"
)

func plans(on string) plan {
	set := area.Defaults()
	set.DigestOn = on
	return planOf(set)
}

func TestWhatIsToldWhen(t *testing.T) {
	t.Parallel()
	const key = "training/per_a"
	for _, tt := range []struct {
		name  string
		on    string
		today string // 2026-11-23 is a Monday
		due   string
		told  int    // days before, of which it was told; 0: never
		as    string // its last day as it then was; empty: as now
		want  string
	}{
		{"more than 90 days ahead", "daily", "2026-11-23", "2027-02-22", 0, "", ""},
		{"90 days ahead", "daily", "2026-11-23", "2027-02-21", 0, "", "90"},
		{"told at 90 already", "daily", "2026-11-24", "2027-02-21", 90, "", ""},
		{"60 days ahead", "daily", "2026-11-23", "2027-01-22", 90, "", "60"},
		{"30 days ahead", "daily", "2026-11-23", "2026-12-23", 60, "", "30"},
		{"told at 30 already", "daily", "2026-11-23", "2026-12-20", 30, "", ""},
		{"comes up late: at the last warning it has passed", "daily", "2026-11-23", "2026-12-20", 0, "", "30"},
		{"on its last day", "daily", "2026-11-23", "2026-11-23", 0, "", "30"},
		{"not done in time", "daily", "2026-11-23", "2026-11-22", 30, "", "-1"},
		{"told that it was not done in time", "daily", "2026-11-23", "2026-11-20", -1, "", ""},
		{"put off: told anew", "daily", "2026-11-23", "2027-02-21", 30, "2026-12-20", "90"},
		{"on Mondays: what comes to its warning before the next one", "monday", "2026-11-23", "2027-02-27", 0, "", "90"},
		{"on Mondays: not what comes to it on the next one", "monday", "2026-11-23", "2027-02-28", 0, "", ""},
		{"on another day it waits", "monday", "2026-11-24", "2027-02-21", 0, "", ""},
		{"on another day: what falls due before the next digest", "monday", "2026-11-24", "2026-11-29", 0, "", "30"},
		{"on another day: not if it was told", "monday", "2026-11-24", "2026-11-29", 60, "", ""},
		{"on a Friday for the weekend", "weekdays", "2026-11-27", "2027-02-27", 0, "", "90"},
		{"no last day", "daily", "2026-11-23", "", 0, "", ""},
	} {
		due, err := clock.ParseDay(tt.due)
		if tt.due != "" && err != nil {
			t.Fatal(err)
		}
		before := map[string]told{}
		if tt.told != 0 {
			before[key] = told{due, tt.told}
			if tt.as != "" {
				before[key] = told{clock.MustDay(tt.as), tt.told}
			}
		}
		got := ""
		for _, x := range plans(tt.on).announce(clock.MustDay(tt.today), []diary.Item{{Key: key, Due: due}, {Key: "theirs", Due: due, Others: true}}, before) {
			got += fmt.Sprint(x.step)
		}
		if got != tt.want {
			t.Errorf("%s: told at %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestNothingIsToldLate holds, whatever the force has set: a thing that is known in time
// is told at every warning, no later than it says, and each warning once; what comes up
// later is told before its last day is over.
func TestNothingIsToldLate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := area.Defaults()
		set.DigestOn = rapid.SampledFrom([]string{"daily", "weekdays", "monday", "tuesday", "wednesday", "thursday", "friday"}).Draw(t, "on")
		set.WarnFirst, set.WarnSecond, set.WarnThird = rapid.IntRange(1, 120).Draw(t, "first"), rapid.IntRange(1, 120).Draw(t, "second"), rapid.IntRange(1, 120).Draw(t, "third")
		p := planOf(set)
		start := clock.MustDay("2026-11-23").AddDays(rapid.IntRange(0, 400).Draw(t, "start"))
		known := start.AddDays(rapid.IntRange(0, 250).Draw(t, "known"))
		due := known.AddDays(rapid.IntRange(0, 250).Draw(t, "due"))
		before := map[string]told{}
		var days []clock.Day
		var steps []int
		for day := start; day <= due; day = day.AddDays(1) {
			if day < known || due > p.horizon(day) {
				continue
			}
			for _, x := range p.announce(day, []diary.Item{{Key: "a", Due: due}}, before) {
				before["a"] = told{due, x.step}
				days, steps = append(days, day), append(steps, x.step)
			}
		}
		if len(days) == 0 {
			t.Fatalf("known on %s, due on %s: nobody was told", known, due)
		}
		for i, s := range steps {
			if i > 0 && s >= steps[i-1] {
				t.Fatalf("steps %v: told twice", steps)
			}
		}
		for _, s := range p.steps {
			warning := due.AddDays(-s)
			if warning < p.next(known) { // it may have come up after the digest that would have told it
				continue
			}
			in := false // told within the days of one digest, of this warning or of a nearer one that falls into the same days
			for i, day := range days {
				in = in || steps[i] <= s && day <= warning && day > warning.AddDays(-7)
			}
			if !in {
				t.Fatalf("%s: due on %s, known from %s: told on %v at %v, not for the warning of %d days, on %s", p.on, due, known, days, steps, s, warning)
			}
		}
	})
}
