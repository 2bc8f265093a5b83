package publicweb

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"watchword/internal/account"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/desk/publicapi"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/sheet"
	"watchword/internal/web"
)

// asked is the census of the address and the organisations that pass its filter.
func (h *Handlers) asked(r *http.Request) (*desk.Census, []*desk.Accredited, error) {
	q, wrong := h.read(r)
	if err := wrong.Err(); err != nil {
		return nil, nil, err
	}
	c, err := h.census(r, q.day)
	if err != nil {
		return nil, nil, err
	}
	return c, c.Find(q.PublicQuery), nil
}

// download names a file after its day.
func download(w http.ResponseWriter, kind, name string, c *desk.Census, ext string) string {
	day := clock.DayOf(c.When.At).String()
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", web.Attachment(name+"-"+day+"."+ext))
	return day
}

// csv is the register as a table, a line for each kind of post, dated in every line.
func (h *Handlers) csv(w http.ResponseWriter, r *http.Request) error {
	c, found, err := h.asked(r)
	if err != nil {
		return err
	}
	day := download(w, "text/csv; charset=utf-8", "accredited-organisations", c, "csv")
	out := sheet.To(w)
	out.Line("as at", "number", "organisation", "kind", "area", "since", "post", "accredited persons", "powers")
	for _, o := range found {
		line := func(post, persons string, held []law.PowerID) {
			out.Line(day, o.Number, o.Name, o.Kind.Title(), o.Area, o.Since.String(), post, persons, names(held))
		}
		veiled := c.Veiled(o)
		for i, p := range o.Posts {
			switch veiled[i] {
			case desk.Few:
				line(p.Title, "fewer than 5", p.Powers)
			case desk.Covered:
				line(p.Title, "not shown", p.Powers)
			default:
				line(p.Title, strconv.Itoa(p.Persons), p.Powers)
			}
		}
		if len(o.Posts) == 0 {
			line("", "0", nil)
		}
	}
	return out.End()
}

// json is the register as other programs read it, in one file.
func (h *Handlers) json(w http.ResponseWriter, r *http.Request) error {
	c, found, err := h.asked(r)
	if err != nil {
		return err
	}
	download(w, "application/json", "accredited-organisations", c, "json")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(publicapi.Whole(c, found))
}

// internal is the office's list: every figure, and those suspended.
func (h *Handlers) internal(w http.ResponseWriter, r *http.Request) error {
	day, wrong := h.day(r)
	if wrong != "" {
		return fault.In("as_at", "%s", wrong)
	}
	at := time.Time{}
	if day != clock.NoDay {
		at = day.End().Add(-time.Millisecond)
	}
	c, err := h.Public.Figures(r.Context(), account.Actor(r.Context()), at, time.Time{})
	if err != nil {
		return err
	}
	on := download(w, "text/csv; charset=utf-8", "accredited-organisations-internal", c, "csv")
	w.Header().Set("Cache-Control", "no-store")
	out := sheet.To(w)
	out.Line("as at", "number", "organisation", "kind", "state", "area", "since", "arrangements until", "post", "accredited persons", "powers")
	line := func(o *desk.Accredited, state, post string, persons int, held []law.PowerID) {
		out.Line(on, o.Number, o.Name, o.Kind.Title(), state, o.Area, o.Since.String(), o.To.String(), post, strconv.Itoa(persons), names(held))
	}
	for i := range c.Orgs {
		o := &c.Orgs[i]
		for _, p := range o.Posts {
			line(o, "In force", p.Title, p.Persons, p.Powers)
		}
		if len(o.Posts) == 0 {
			line(o, "In force", "", 0, nil)
		}
	}
	for i := range c.Suspended {
		line(&c.Suspended[i], "Suspended", "", 0, nil)
	}
	return out.End()
}

// names is powers by their names, in one cell.
func names(held []law.PowerID) string {
	var out []string
	for _, id := range held {
		if p, ok := law.Find(id); ok {
			out = append(out, p.Name)
		}
	}
	return strings.Join(out, "; ")
}
