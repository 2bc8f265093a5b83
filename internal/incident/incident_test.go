package incident_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"watchword/internal/clock"
	"watchword/internal/incident"
)

func TestMonths(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, long, short, first, last string }{
		{"2018-01", "January 2018", "Jan 2018", "2018-01-01", "2018-01-31"},
		{"2018-12", "December 2018", "Dec 2018", "2018-12-01", "2018-12-31"},
		{"2020-02", "February 2020", "Feb 2020", "2020-02-01", "2020-02-29"},
	} {
		m, ok := incident.ParseMonth(tt.text)
		if !ok || m.String() != tt.text || m.Long() != tt.long || m.Short() != tt.short || m.First().String() != tt.first || m.Last().String() != tt.last {
			t.Errorf("%s: %v, %s, %s, %s, %s, %s", tt.text, ok, m, m.Long(), m.Short(), m.First(), m.Last())
		}
	}
	for _, bad := range []string{"", "2018", "2018-13", "2018-1", "18-01", "2018-01-01", "abcd-ef"} {
		if _, ok := incident.ParseMonth(bad); ok {
			t.Errorf("%q is a month", bad)
		}
	}
	if m := incident.MonthOf(clock.MustDay("2018-06-30")); m+1 != incident.MonthOf(clock.MustDay("2018-07-01")) {
		t.Error("July does not follow June")
	}
	rapid.Check(t, func(t *rapid.T) {
		m := incident.Month(rapid.IntRange(1*12, 3000*12).Draw(t, "month"))
		var back incident.Month
		text, _ := m.MarshalText()
		if err := back.UnmarshalText(text); err != nil || back != m || incident.MonthOf(m.Last()) != m {
			t.Fatalf("%d: %s, %v", m, text, err)
		}
	})
}

func TestKindsAreThoseOfPoliceUK(t *testing.T) {
	t.Parallel()
	all := incident.Kinds()
	if len(all) != 16 || all[0] != incident.ASB {
		t.Fatalf("%d kinds, the first %s", len(all), all[0].Title())
	}
	for _, k := range all {
		if got, ok := incident.KindOf(k.Code()); !ok || got != k || k.Title() == "" || strings.ToLower(k.Code()) != k.Code() {
			t.Errorf("%s: %v, %v", k.Code(), got, ok)
		}
	}
	if _, ok := incident.KindOf(""); ok {
		t.Error("no code is a kind")
	}
}
