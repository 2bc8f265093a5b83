package county

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/clock"
)

// counted is how much antisocial behaviour a month has, by whether its ward is one of a
// town, and on the sea.
func counted(m IncidentMonth, in map[int]Area) (all, town, front int) {
	for _, x := range m.Incidents {
		if x.Kind != asb {
			continue
		}
		all++
		if a := in[x.Spot]; a.Towns {
			town++
			if a.Coast {
				front++
			}
		}
	}
	return all, town, front
}

func TestIncidentsAreBelievable(t *testing.T) {
	t.Parallel()
	today := clock.MustDay("2026-11-22")
	spots, months := Incidents(2026, eastmarch(), today)
	if len(months) != incidentMonths || months[0].First.String() != "2025-07-01" || months[14].First.String() != "2026-09-01" || months[14].Published.String() != "2026-11-05" {
		t.Fatalf("%d months, from %s to %s", len(months), months[0].First, months[len(months)-1].First)
	}
	in, townsfolk, folk := map[int]Area{}, 0, 0
	wards := ofKind(Ward)
	for _, a := range wards {
		if folk += a.People; a.Towns {
			townsfolk += a.People
		}
	}
	for i, s := range spots {
		for _, a := range wards {
			if a.Shape.Contains(s.At) {
				in[i] = a
			}
		}
		if in[i].Name == "" || s.Street == "" {
			t.Errorf("spot %d lies in no ward", i)
		}
	}
	byMonth := map[string]IncidentMonth{}
	for _, m := range months {
		byMonth[m.First.String()] = m
		all, town, _ := counted(m, in)
		if rate := float64(all) * 1000 / float64(folk); rate < .4 || rate > 4 {
			t.Errorf("%s: %d incidents, %.1f for each 1,000 people", m.First, all, rate)
		}
		if share, people := float64(town)/float64(all), float64(townsfolk)/float64(folk); share < people+.1 {
			t.Errorf("%s: %.2f of it in towns, where %.2f of the people live", m.First, share, people)
		}
	}
	summer, _, beach := counted(byMonth["2026-08-01"], in)
	winter, _, shut := counted(byMonth["2026-01-01"], in)
	if summer <= winter || beach <= shut*3/2 {
		t.Errorf("August has %d, %d of them by the sea; January %d and %d", summer, beach, winter, shut)
	}
}

func TestAMonthIsTheSameOnEveryDay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, day, last string }{
		{"the day before the fifth", "2026-11-04", "2026-08-01"},
		{"the fifth", "2026-11-05", "2026-09-01"},
		{"in January, of the year before", "2027-01-31", "2026-11-01"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, months := Incidents(2026, eastmarch(), clock.MustDay(tt.day))
			if last := months[len(months)-1].First.String(); last != tt.last {
				t.Errorf("the last month is %s, want %s", last, tt.last)
			}
			_, others := Incidents(2026, eastmarch(), clock.MustDay("2026-11-22"))
			for _, a := range months {
				for _, b := range others {
					if a.First == b.First && !cmp.Equal(a, b) {
						t.Errorf("%s is another month on another day", a.First)
					}
				}
			}
		})
	}
}
