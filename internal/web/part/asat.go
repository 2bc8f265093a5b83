package part

import (
	"fmt"
	"html/template"
	"net/url"
	"sort"
	"time"

	"watchword/internal/clock"
)

// AsAt is the bar that says for which day a page speaks, and lets the reader
// choose another: As at is when it was true, As known on is when the force knew
// it. It is a GET form, and the address carries both days, so that a link is
// evidence. In the past the page leaves out all that changes anything.
type AsAt struct {
	Action string     // the address of the page, without query
	Keep   url.Values // the rest of the query, kept as it is
	Now    time.Time  // the present instant
	At     clock.Day  // clock.NoDay: now
	Known  clock.Day  // clock.NoDay: now
	Typed  [2]string  // what was typed, when it is no day
	Wrong  [2]string  // what is wrong with it
}

// Past reports whether the page speaks for another day than the present.
func (a AsAt) Past() bool { return a.at() != a.today() || a.known() != a.today() }

func (a AsAt) today() clock.Day { return clock.DayOf(a.Now) }

func (a AsAt) at() clock.Day { return orDay(a.At, a.today()) }

func (a AsAt) known() clock.Day { return orDay(a.Known, a.today()) }

func orDay(d, otherwise clock.Day) clock.Day {
	if d == clock.NoDay {
		return otherwise
	}
	return d
}

// Instants are the two instants a register is asked for: the end of the day for
// a past or future day, so that what began on it counts, and the present instant
// for today.
func (a AsAt) Instants() (at, known time.Time) { return a.instant(a.at()), a.instant(a.known()) }

func (a AsAt) instant(d clock.Day) time.Time {
	if d == a.today() {
		return a.Now
	}
	return d.End().Add(-time.Millisecond)
}

// Link is the address with the two days added, so that links within a past view
// stay in it.
func (a AsAt) Link(address string) string {
	if !a.Past() {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	q.Set("as_at", a.at().String())
	q.Set("as_known", a.known().String())
	u.RawQuery = q.Encode()
	return u.String()
}

// Sentence says for which day the page speaks, and what is to be said beside it.
func (a AsAt) Sentence() (strong, beside string) {
	if !a.Past() {
		return "As it stands now", clock.Moment(a.Now)
	}
	known := "as known today."
	if a.known() != a.today() {
		known = "as known on " + a.known().Long() + "."
	}
	switch {
	case a.at() > a.today():
		return "As it will stand on " + a.at().Long(), known + " If nothing changes. Read only."
	case a.at() == a.today():
		return "As it stands now", known + " Read only."
	}
	return "As it stood on " + a.at().Long(), known + " Read only."
}

// Render is the bar as HTML.
func (a AsAt) Render() template.HTML { return render(a) }

// Write writes the bar.
func (a AsAt) Write(w *writer) {
	strong, beside := a.Sentence()
	past := a.Past()
	w.Raw(`<form method="get" class="ww-asat`, when(past, ` ww-asat--past`), `"`)
	w.Attr("action", a.Action)
	w.Raw(` aria-label="Day shown"><p class="ww-asat__says">`)
	if past {
		w.Trusted(Shape(Due))
	}
	w.Raw(`<strong>`)
	w.Text(strong)
	w.Raw(`</strong> <span>`)
	w.Text(beside)
	w.Raw(`</span></p><div class="ww-asat__days">`)
	a.keep(w)
	a.day(w, 0, "as_at", "As at", a.at())
	a.day(w, 1, "as_known", "As known on", a.known())
	w.Raw(`<button type="submit" class="govuk-button govuk-button--secondary">Show</button>`)
	if past {
		w.Raw(`<a class="govuk-link"`)
		now := a.Action
		if q := a.Keep.Encode(); q != "" {
			now += "?" + q
		}
		w.Href(now)
		w.Raw(`>Back to now</a>`)
	}
	w.Raw(`</div></form>`)
}

func (a AsAt) keep(w *writer) {
	names := make([]string, 0, len(a.Keep))
	for name := range a.Keep {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		for _, value := range a.Keep[name] {
			w.Raw(`<input type="hidden"`)
			w.Attr("name", name)
			w.Attr("value", value)
			w.Raw(`>`)
		}
	}
}

func (a AsAt) day(w *writer, i int, name, label string, d clock.Day) {
	y, m, day := d.Date()
	value := or(a.Typed[i], fmt.Sprintf("%02d/%02d/%d", day, m, y))
	w.Raw(`<div class="ww-asat__day"><label for="`, name, `">`, label, `</label><input class="govuk-input`, when(a.Wrong[i] != "", ` govuk-input--error`),
		`" id="`, name, `" name="`, name, `" inputmode="numeric" autocomplete="off"`)
	if a.Wrong[i] != "" {
		w.Raw(` aria-describedby="`, name, `-error"`)
	}
	w.Attr("value", value)
	w.Raw(`>`)
	if a.Wrong[i] != "" {
		w.Raw(`<p class="govuk-error-message" id="`, name, `-error"><span class="govuk-visually-hidden">Error:</span> `)
		w.Text(a.Wrong[i])
		w.Raw(`</p>`)
	}
	w.Raw(`</div>`)
}
