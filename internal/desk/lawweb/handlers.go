// Package lawweb is the pages of the law: the catalogue of powers on any day, one page a
// power, what nobody may ever do, and what is enacted and waits. They are open to all:
// those signed in see them in the office frame, with who holds each power; the public in
// its own.
//
// Read Handlers, then power.go.
package lawweb

import (
	"embed"
	"net/http"
	"net/url"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

//go:embed templates
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB     *db.DB
	Clock  clock.Clock
	Areas  *area.Service
	Public *desk.Public
}

// Handlers serve the pages of the law.
type Handlers struct {
	Deps
	office *web.Pages
	public *web.Pages
}

// New is the pages of the law on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, office: site.Office(templates, "templates/*.html", nil), public: site.Public(templates, "templates/*.html", nil)}
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	mux.Handle("GET /powers", h.office.Handle(h.catalogue))
	mux.Handle("GET /powers/never", h.office.Handle(h.never))
	mux.Handle("GET /powers/pending", h.office.Handle(h.pending))
	mux.Handle("GET /powers/{power}", h.office.Handle(h.power))
	mux.Handle("GET /powers/{power}/holders.csv", h.office.Handle(h.holdersCSV))
}

// Permissions is what each address asks for at the door.
func Permissions() map[string]authz.Permission {
	return map[string]authz.Permission{
		"GET /powers":                     api.Anyone,
		"GET /powers/never":               api.Anyone,
		"GET /powers/pending":             api.Anyone,
		"GET /powers/{power}":             api.Anyone,
		"GET /powers/{power}/holders.csv": authz.ReadFigures,
	}
}

// pages is the frame the request is answered in.
func (h *Handlers) pages(r *http.Request) *web.Pages {
	if account.From(r.Context()).SignedIn() {
		return h.office
	}
	return h.public
}

// active is the item of the main navigation that the pages belong to, in the office as for
// the public.
const active = "/powers"

// territory is the law under which the force of the request acts; England where the
// address is of no one force.
func (h *Handlers) territory(r *http.Request) (law.Territory, error) {
	force := account.From(r.Context()).Force.ID
	if force == "" {
		return law.England, nil
	}
	f, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (area.Force, error) { return h.Areas.Force(tx, force) })
	return f.Settings.Law(), err
}

func (h *Handlers) today() clock.Day { return clock.DayOf(h.Clock.Now()) }

// address is a path with the values that are set.
func address(path string, q url.Values) string {
	if e := q.Encode(); e != "" {
		return path + "?" + e
	}
	return path
}

// link is the page of a power, on a past day if one is asked about.
func link(p *law.Power, on clock.Day) string {
	q := url.Values{}
	if on != clock.NoDay {
		q.Set("as_at", on.String())
	}
	return address("/powers/"+string(p.ID), q)
}

// paragraph is where a power stands, as people say it: "Schedule 5, paragraph 3".
func paragraph(p *law.Power) string {
	switch {
	case p.Para != "":
		return "Schedule 5, paragraph " + p.Para
	case p.Authority == law.Council:
		return "Council authority"
	}
	return "Nobody’s power"
}

// standing is a status of the law as a state on a page.
func standing(s law.Status) part.Status {
	kinds := map[law.Status]part.Kind{law.NotYet: part.Waiting, law.InForce: part.InForce, law.Unsure: part.Due, law.Spent: part.Ended, law.Repealed: part.Ended,
		law.NotCommenced: part.Waiting, law.Never: part.NotInForce, law.Elsewhere: part.Ended}
	return part.Status{Kind: kinds[s], Text: s.String()}
}

// certainty is how sure a row is, as a state.
func certainty(word string) part.Status {
	switch word {
	case "Confirmed":
		return part.Status{Kind: part.InForce, Text: word}
	case "Not confirmed":
		return part.Status{Kind: part.NotKnown, Text: word}
	}
	return part.Status{Kind: part.Due, Text: word}
}

// about is a day as people write it, "about" before one that is not confirmed.
func about(d clock.Day, sure law.Sure) string {
	if sure == law.H {
		return d.Long()
	}
	return "about " + d.Long()
}
