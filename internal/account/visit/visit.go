// Package visit is how a page of the office is come to: through which door, by whom, and
// for which day. Rooms with pages list their doors, and read their as-at bar, with it.
package visit

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// Visit is one reading of a page that has an as-at bar.
type Visit struct {
	R     *http.Request
	Who   authz.Actor
	Bar   part.AsAt
	When  register.When // the instants for which the page speaks
	Now   register.When // the present, whatever the page speaks for
	Wrong error         // what is wrong with the days of the bar, if anything; the page is then of the present
}

// At finds out who reads, and for which day.
func At(r *http.Request, c clock.Clock) Visit {
	now := c.Now()
	v := Visit{R: r, Who: account.Actor(r.Context()), Now: register.Now(now)}
	v.Bar, v.Wrong = web.AsAt(r, now)
	v.When.At, v.When.Known = v.Bar.Instants()
	return v
}

// Present is a reading of a page that has no as-at bar.
func Present(r *http.Request, c clock.Clock) Visit {
	now := c.Now()
	return Visit{R: r, Who: account.Actor(r.Context()), Bar: part.AsAt{Now: now}, When: register.Now(now), Now: register.Now(now)}
}

// Day is the legal day for which the page speaks.
func (v Visit) Day() clock.Day { return clock.DayOf(v.When.At) }

// Today is the legal day of the reading.
func (v Visit) Today() clock.Day { return clock.DayOf(v.Now.At) }

// Then is the instants of a page about a past day, and nil for the present.
func (v Visit) Then() *register.When {
	if !v.Bar.Past() {
		return nil
	}
	return &v.When
}

// May reports whether the reader may change something here: never on a page of a past day.
func (v Visit) May(p authz.Permission) bool { return !v.Bar.Past() && v.Who.Can(p) }

// Link is an address that keeps the days of a past view.
func (v Visit) Link(address string) string { return v.Bar.Link(address) }

// Show renders a page; days that are none are shown at its bar.
func (v Visit) Show(pages *web.Pages, w http.ResponseWriter, name string, p web.Paged) error {
	if l, ok := v.R.Context().Value(listKey{}).(*listing); ok && l.saves && v.Wrong != nil {
		return v.Wrong
	}
	if done, err := listed(v.R, p, v.Day()); done {
		return err
	}
	if v.Wrong != nil {
		return pages.Again(w, v.R, name, p, v.Wrong)
	}
	return pages.Render(w, v.R, name, p)
}

// Unsent is an error as it is told to who only came to a form: a conflict becomes the page
// of a refusal, since nothing was sent that might have changed meanwhile.
func Unsent(r *http.Request, err error) error {
	if f := fault.Of(err); f != nil && f.Kind == fault.Conflict && r.Method != http.MethodPost {
		return &fault.Fault{Kind: fault.Refused, Message: f.Message, Reasons: f.Reasons}
	}
	return err
}
