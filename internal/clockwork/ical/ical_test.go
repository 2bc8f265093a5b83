package ical_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"watchword/internal/clock"
	"watchword/internal/clockwork/ical"
	"watchword/internal/clockwork/icaltest"
)

var made = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func TestACalendarIsWhatTheStandardAsks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune{'\\', ';', ',', '\n', '\r', ':', '"', 'é', '→', '🛡'})))
		c := ical.Calendar{Name: words.Draw(t, "name")}
		for i := range rapid.IntRange(0, 4).Draw(t, "events") {
			c.Events = append(c.Events, ical.Event{UID: strings.Repeat("u", i+1) + "@watchword", Changed: made, Sequence: i, Day: clock.MustDay("2026-12-31").AddDays(i), Summary: words.Draw(t, "summary"),
				Detail: words.Draw(t, "detail"), Link: "https://eastmarch.example/due?what=training", Cancelled: i%2 == 1})
		}
		got, err := icaltest.Parse(c.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, c.Bytes())
		}
		if len(got.Events) != len(c.Events) {
			t.Fatalf("%d events, want %d", len(got.Events), len(c.Events))
		}
		for i, e := range got.Events {
			if e.Summary != readable(c.Events[i].Summary) || e.Detail != readable(c.Events[i].Detail) || e.Day != c.Events[i].Day.String() || e.Sequence != i || (e.Status == "CANCELLED") != (i%2 == 1) {
				t.Fatalf("%+v, want %+v", e, c.Events[i])
			}
		}
	})
}

// readable is a text without the signs that no calendar has.
func readable(s string) string {
	return strings.Map(func(c rune) rune {
		if c != '\n' && (c < ' ' || c == 0x7f || c == '\uFFFD') {
			return -1
		}
		return c
	}, s)
}

func TestWhatTheStandardDoesNotAllowIsNamed(t *testing.T) {
	t.Parallel()
	good := string(ical.Calendar{Name: "Falls due", Events: []ical.Event{{UID: "a@watchword", Changed: made, Day: clock.MustDay("2027-03-03"), Summary: "Training, 2 persons"}}}.Bytes())
	if _, err := icaltest.Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"lines that end in LF":       strings.ReplaceAll(good, "\r\n", "\n"),
		"a long line":                strings.Replace(good, "SUMMARY:", "SUMMARY:"+strings.Repeat("x", 70), 1),
		"no UID":                     strings.Replace(good, "UID:a@watchword\r\n", "", 1),
		"a comma that is bare":       strings.Replace(good, `Training\,`, "Training,", 1),
		"a day that is none":         strings.Replace(good, "DATE:20270303", "DATE:20270230", 1),
		"an end that is no later":    strings.Replace(good, "20270304", "20270303", 1),
		"a property of its own make": strings.Replace(good, "TRANSP:", "TRANSPARENCY:", 1),
		"a component left open":      strings.Replace(good, "END:VEVENT\r\n", "", 1),
		"nothing in it":              "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n",
		"two of one UID":             strings.Replace(good, "END:VCALENDAR", "BEGIN:VEVENT\r\nUID:a@watchword\r\nDTSTAMP:20261122T090000Z\r\nDTSTART;VALUE=DATE:20270303\r\nEND:VEVENT\r\nEND:VCALENDAR", 1),
	} {
		if _, err := icaltest.Parse([]byte(bad)); err == nil {
			t.Errorf("%s: the parser takes it", name)
		}
	}
}
