package cardweb

import (
	"strconv"
	"time"

	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// stateStatus is where a card is, in shape and word.
func stateStatus(c *card.Card, at time.Time) part.Status {
	since := clock.DayOf(c.Since).Short()
	switch c.State {
	case card.Ordered:
		return part.Status{Kind: part.Waiting, Text: "Ordered " + since}
	case card.Printed:
		return part.Status{Kind: part.Waiting, Text: "Printed " + since + ", not handed over"}
	case card.Held:
		if c.Lapsed(at) {
			return part.Status{Kind: part.Ended, Text: "Expired " + c.Ends.Short()}
		}
		if left := int(c.Ends - clock.DayOf(at)); left <= 90 {
			return part.Status{Kind: part.Due, Text: "Held, ends in " + days(left)}
		}
		return part.Status{Kind: part.InForce, Text: "Held since " + since}
	case card.Lost, card.Stolen:
		return part.Status{Kind: part.NotInForce, Text: c.State.Title() + " " + since}
	}
	return part.Status{Kind: part.Ended, Text: c.State.Title() + " " + since}
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return strconv.Itoa(n) + " days"
}

// moreStatuses is what is to be known of a card beside where it is.
func moreStatuses(c *card.Card) []part.Status {
	if c.Recalled != clock.NoDay && (c.State.Abroad() || c.State == card.Printed) {
		return []part.Status{{Kind: part.Due, Text: "Asked back " + c.Recalled.Short()}}
	}
	return nil
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}

// checked is when and how often the public checked a card.
func checked(last time.Time, n int) string {
	if n == 0 {
		return "never"
	}
	return times(n) + ", last " + clock.Local(last).Format("2 Jan 2006, 15:04")
}

// timeline is a card’s life, the latest first.
func timeline(history []card.Version) moj.Timeline {
	t := moj.Timeline{Empty: "Nothing has happened to this card."}
	var before card.State
	var asked clock.Day
	chased := 0
	for _, v := range history {
		title, text := "", v.State.Why
		switch {
		case v.State.Chased > chased:
			title, text = "The employer was reminded", ""
		case v.State.State != before:
			title = v.State.State.Title()
			if v.State.Witness != "" {
				text += ", witnessed by " + v.State.Witness
			}
		case v.State.Recalled == asked:
			continue
		case v.State.Recalled == clock.NoDay:
			title = "Not asked back any more"
		case v.State.RecallWhy != "":
			title, text = "Asked back", v.State.RecallWhy
		case v.State.Recalled != asked:
			title = "Asked back: the accreditation ended"
		}
		before, asked, chased = v.State.State, v.State.Recalled, v.State.Chased
		t.Items = append([]moj.Event{{Title: title, When: clock.Local(v.From).Format("2 Jan 2006, 15:04"), At: v.From, Text: text}}, t.Items...)
	}
	return t
}
