package clock

import "time"

// summer reports whether British Summer Time is kept at the second s since 1970.
// The rule is that of the Summer Time Order 2002 (SI 2002/262), the same as the
// European one since 1996: from 01:00 UTC on the last Sunday of March to 01:00 UTC
// on the last Sunday of October. Earlier years differ by days and are not needed:
// the scheme begins on 2 December 2002. It is written out, not looked up, so that
// the same answer is given on a phone that carries no table of zones.
func summer(s int64) bool {
	year := time.Unix(s, 0).UTC().Year()
	return s >= lastSunday(year, time.March) && s < lastSunday(year, time.October)
}

// lastSunday is 01:00 UTC on the last Sunday of a month of 31 days, in seconds.
func lastSunday(year int, month time.Month) int64 {
	d := Date(year, month, 31)
	d -= Day(d.Weekday())
	return d.seconds() + 3600
}

// Local is the instant on the clocks of London, for showing to people. Its zone is
// named GMT or BST.
func Local(t time.Time) time.Time {
	if summer(t.Unix()) {
		return t.In(bst)
	}
	return t.In(gmt)
}

var (
	gmt = time.FixedZone("GMT", 0)
	bst = time.FixedZone("BST", 3600)
)

// Moment is the instant as people write it in text, on the clocks of London:
// 3 February 2026, 09:12.
func Moment(t time.Time) string { return Local(t).Format("2 January 2006, 15:04") }

// OnClock is the instant of a London date, hour and minute. In the hour that is
// lived twice in October it is the first; in the hour skipped in March, the same
// minute an hour later.
func OnClock(d Day, hour, minute int) time.Time {
	wall := d.seconds() + int64(hour)*3600 + int64(minute)*60
	if summer(wall - 3600) {
		wall -= 3600
	}
	return time.Unix(wall, 0).UTC()
}
