// Package ical writes calendars of whole days, as RFC 5545 and RFC 7986 have them.
package ical

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"watchword/internal/clock"
)

// Calendar is a calendar with its entries.
type Calendar struct {
	Name   string
	Events []Event
}

// Event is one entry, of a whole day.
type Event struct {
	UID       string    // the same for ever
	Changed   time.Time // when this version of it was made
	Sequence  int       // how often it was changed
	Day       clock.Day
	Summary   string
	Detail    string
	Link      string // an address; may be empty
	Cancelled bool
}

// london is the zone of the days, as calendar programs know it. With it a calendar
// without entries has the one component that the standard asks for.
const london = `BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
END:STANDARD
END:VTIMEZONE
`

// Bytes is the calendar as it is sent, of the type text/calendar in UTF-8.
func (c Calendar) Bytes() []byte {
	var w writer
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Watchword//Falls due//EN")
	w.line("METHOD", "PUBLISH")
	w.line("NAME", text(c.Name))
	w.line("X-WR-CALNAME", text(c.Name))
	w.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
	w.line("X-PUBLISHED-TTL", "PT1H")
	w.b.WriteString(strings.ReplaceAll(london, "\n", "\r\n"))
	for _, e := range c.Events {
		w.event(e)
	}
	w.line("END", "VCALENDAR")
	return []byte(w.b.String())
}

type writer struct{ b strings.Builder }

func (w *writer) event(e Event) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", text(e.UID))
	w.line("DTSTAMP", e.Changed.UTC().Format("20060102T150405Z"))
	w.line("SEQUENCE", strconv.Itoa(e.Sequence))
	w.line("DTSTART;VALUE=DATE", date(e.Day))
	w.line("DTEND;VALUE=DATE", date(e.Day.AddDays(1))) // the first day after
	w.line("SUMMARY", text(e.Summary))
	if e.Detail != "" {
		w.line("DESCRIPTION", text(e.Detail))
	}
	if e.Link != "" {
		w.line("URL", e.Link)
	}
	if e.Cancelled {
		w.line("STATUS", "CANCELLED")
	} else {
		w.line("STATUS", "CONFIRMED")
	}
	w.line("TRANSP", "TRANSPARENT")
	w.line("END", "VEVENT")
}

func date(d clock.Day) string { return strings.ReplaceAll(d.String(), "-", "") }

// text is a value of the type TEXT (RFC 5545, section 3.3.11). Other control signs are
// left out.
func text(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case c == '\\' || c == ';' || c == ',':
			b.WriteRune('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c < ' ' || c == 0x7f || c == utf8.RuneError:
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// line writes a line, folded so that none is longer than 75 bytes, never within a letter
// (section 3.1).
func (w *writer) line(name, value string) {
	const most = 75
	n := 0
	for _, c := range name + ":" + value {
		size := utf8.RuneLen(c)
		if n+size > most {
			w.b.WriteString("\r\n ")
			n = 1
		}
		w.b.WriteRune(c)
		n += size
	}
	w.b.WriteString("\r\n")
}
