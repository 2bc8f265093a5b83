package clockweb

import (
	"net/http"
	"strings"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type calendarPage struct {
	web.Page
	Head   part.Head
	Status part.Status
	Says   string // of the address there is
	Has    bool
	Made   string // an address just made, which is shown once
}

// calendar is whether the account has a calendar, with what makes and ends one.
func (h *Handlers) calendar(w http.ResponseWriter, r *http.Request) error {
	p, err := h.calendarPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "calendar.html", p)
}

func (h *Handlers) calendarPage(r *http.Request) (*calendarPage, error) {
	f, ok, err := h.Clockwork.FeedOf(r.Context(), who(r))
	p := &calendarPage{Has: ok, Page: web.Page{Title: "Calendar", Active: "/calendar"}, Head: part.Head{Title: "Calendar",
		Text: "Your calendar program can show what falls due and is yours to see to. It reads a secret address of your own, about once an hour."}}
	if !ok {
		return p, err
	}
	p.Status = part.Status{Kind: part.InForce, Text: "Works"}
	p.Says = "Made on " + clock.Moment(f.Made) + ". "
	if f.Seen.IsZero() {
		p.Says += "Nothing has read it yet."
	} else {
		p.Says += "Last read about " + clock.Moment(f.Seen) + "."
	}
	return p, err
}

// calendarNow makes an address and shows it, this once.
func (h *Handlers) calendarNow(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.Form[struct{}](r); err != nil {
		return err
	}
	secret, err := h.Clockwork.MakeFeed(r.Context(), who(r))
	if err != nil {
		return err
	}
	p, err := h.calendarPage(r)
	if err != nil {
		return err
	}
	f, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (area.Force, error) { return h.Areas.Force(tx, who(r).Force) })
	if err != nil {
		return err
	}
	p.Made = f.Settings.PublicURL + "/calendar/" + secret + ".ics"
	w.Header().Set("Cache-Control", "no-store")
	return h.page.Render(w, r, "calendar.html", p)
}

func (h *Handlers) calendarEnd(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.Form[struct{}](r); err != nil {
		return err
	}
	if err := h.Clockwork.EndFeed(r.Context(), who(r)); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/calendar", "calendar.end")
}

// feed is the calendar of a secret address, for whoever bears it. It names nobody.
func (h *Handlers) feed(w http.ResponseWriter, r *http.Request) error {
	if err := h.reads.Take(r); err != nil {
		return err
	}
	secret, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok {
		return fault.New(fault.NotFound, "There is no calendar at this address.")
	}
	c, err := h.Clockwork.Calendar(r.Context(), secret)
	if err != nil {
		return err
	}
	return web.Send(w, "text/calendar; charset=utf-8", "falls-due.ics", c.Bytes())
}
