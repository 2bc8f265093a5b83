package main

import (
	"strings"
	"testing"
	"time"

	"watchword/internal/clock"
	"watchword/internal/server"
	"watchword/internal/wire"
)

func TestTheProgressLine(t *testing.T) {
	t.Parallel()
	hand := clock.At(clock.OnClock(clock.MustDay("2026-11-17"), 12, 0))
	var said strings.Builder
	p := &policeRun{c: &console{err: &said}, r: &server.Rooms{Rooms: &wire.Rooms{Clock: hand}}, began: hand.Now()}
	p.progress.on = true
	hand.Advance(time.Second)
	p.progress.say(p, "2018-01-essex-street.csv", 50_000)
	p.progress.say(p, "2018-01-essex-street.csv", 55_000) // too soon to be seen
	hand.Advance(time.Second)
	p.progress.say(p, "2018-01-essex-street.csv", 110_000)
	p.progress.clear(p)
	want := "\r\x1b[K2018-01-essex-street.csv: 50000 lines, 50000 a second\r\x1b[K2018-01-essex-street.csv: 110000 lines, 55000 a second\r\x1b[K"
	if said.String() != want {
		t.Errorf("%q", said.String())
	}
	said.Reset()
	quiet := &policeRun{c: p.c, r: p.r, began: p.began}
	quiet.progress.say(quiet, "2018-01-essex-street.csv", 200_000)
	if quiet.progress.clear(quiet); said.Len() != 0 {
		t.Errorf("it speaks where nobody watches: %q", said.String())
	}
}
