package deskweb

import (
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/clockwork/ical"
	"watchword/internal/desk"
	"watchword/internal/diary"
	"watchword/internal/web"
)

// dueCSV is what falls due as it is filtered, as CSV: one line a thing.
func (h *Handlers) dueCSV(w http.ResponseWriter, r *http.Request) error {
	a, q, err := h.dueWhole(r)
	if err != nil {
		return err
	}
	today := clock.DayOf(h.board.Clock.Now())
	out := file(w, "falls-due", today, "Last day", "Days left", "Kind", "What", "Person", "AP number", "Organisation", "Powers", "If nobody acts", "Yours to see to")
	items, _ := q.of(a)
	for _, x := range items {
		powers := make([]string, len(x.Powers))
		for i, p := range x.Powers {
			powers[i] = string(p)
		}
		yours := "yes"
		if x.Others {
			yours = "no"
		}
		if err := out.row(x.Due.String(), strconv.Itoa(max(0, int(x.Due-today))), x.Kind.Title(), x.Title, x.Name, x.Number, x.OrgName, strings.Join(powers, " "), x.Itself, yours); err != nil {
			return out.end(err)
		}
	}
	return out.end(nil)
}

// dueWhole is the list as it is filtered, without an end.
func (h *Handlers) dueWhole(r *http.Request) (desk.Ahead, dueQuery, error) {
	who, q, err := dueAsked(r)
	if err != nil {
		return desk.Ahead{}, q, err
	}
	a, err := h.board.Ahead(r.Context(), who, q.days(), diary.Everything)
	return a, q, err
}

// calendar is what falls due as it is filtered, as a calendar file for people's own
// calendars. It names organisations and numbers of persons; a single person by AP number.
func (h *Handlers) calendar(w http.ResponseWriter, r *http.Request) error {
	a, q, err := h.dueWhole(r)
	if err != nil {
		return err
	}
	c := ical.Calendar{Name: "Falls due"}
	items, _ := q.of(a)
	for _, g := range diary.Groups(items) {
		uid := g.Key
		if g.Together != "" { // whoever comes to it or leaves it
			uid = strings.Join([]string{string(g.Org), string(g.Kind), g.Due.String()}, "-")
		}
		c.Events = append(c.Events, ical.Event{UID: uid + "@watchword", Changed: h.board.Clock.Now(), Day: g.Due, Summary: g.Quiet(), Detail: g.After()})
	}
	return web.Send(w, "text/calendar; charset=utf-8", "falls-due.ics", c.Bytes())
}
