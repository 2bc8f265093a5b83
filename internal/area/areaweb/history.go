package areaweb

import (
	"net/http"
	"net/url"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type historyPage struct {
	web.Page
	Head  part.Head
	Sub   moj.SubNavigation
	Table part.Table
	Older string
	Newer string
}

// Listing is the list as it is saved.
func (p *historyPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Next: p.Older}
}

// historySize is how many changes stand on a page.
const historySize = 50

// history is every change of the settings, newest first, each with the way to put the
// earlier value back: the preview of that, with one button.
func (h *Handlers) history(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	before, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if err != nil && r.URL.Query().Has("before") || before < 0 {
		return fault.New(fault.NotFound, "There is no such page of the list.")
	}
	var past []area.PastChange
	var set area.Settings
	more := false
	err = h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if set, err = h.Areas.Settings(tx, who); err != nil {
			return err
		}
		past, more, err = h.Areas.PastChanges(tx, who, before, visit.Size(r, historySize))
		return err
	})
	if err != nil {
		return err
	}
	p := &historyPage{Page: web.Page{Title: "Changes of the settings", Active: "/settings", Crumbs: []web.Crumb{{Text: "Settings", Href: "/settings"}, {Text: "Changes"}}},
		Head: part.Head{Title: "Changes of the settings", Text: "Who changed what, and why. Putting an earlier value back is a change of its own."}, Sub: sub(r, "/settings/history")}
	if more {
		p.Older = "/settings/history?before=" + strconv.FormatInt(past[len(past)-1].Place, 10)
	}
	if before > 0 {
		p.Newer = "/settings/history"
	}
	p.Table = part.Table{Caption: "Changes", Empty: "No setting has been changed yet.", Columns: []part.Column{{Text: "When"}, {Text: "Setting"}, {Text: "Before"}, {Text: "After"}, {Text: "Put back", Acts: true}}}
	for _, c := range past {
		p.Table.Rows = append(p.Table.Rows, changeRows(who, c, set)...)
	}
	return visit.Show(h.page, w, r, "history.html", p)
}

// changeRows is one change of the past, a row for each setting it changed.
func changeRows(who authz.Actor, c area.PastChange, now area.Settings) []part.Row {
	when := part.Cell{Text: clock.Moment(c.At), Sub: c.By + ", " + lower(c.Role.Title())}
	if who.Can(authz.ReadLedger) {
		when.Href = "/ledger/" + strconv.FormatInt(c.Place, 10)
	}
	switch {
	case c.Erased:
		return []part.Row{{Cells: []part.Cell{when, {Text: "The words of this change were erased under a retention rule", Quiet: true}, {}, {}, {}}}}
	case c.SetUp:
		return []part.Row{{Cells: []part.Cell{when, {Text: "The force was set up, with the usual values", Quiet: true}, {}, {}, {}}}}
	}
	var out []part.Row
	for _, x := range c.Changed {
		back := part.Cell{}
		switch {
		case x.Setting.Text(now) == x.Old:
			back = part.Cell{Text: "It is so now", Quiet: true}
		case who.Can(authz.ChangeSettings):
			q := url.Values{"value": {x.Old}, "why": {"Put back as it was before " + clock.DayOf(c.At).Long() + "."}}
			back = part.Cell{HTML: `Put back<span class="govuk-visually-hidden"> ` + escaped(lower(x.Setting.Label)+", as before "+clock.Moment(c.At)) + `</span>`, Href: settingURL(x.Setting) + "/confirm?" + q.Encode()}
		}
		out = append(out, part.Row{Cells: []part.Cell{when, {Text: x.Setting.Label, Sub: c.Why}, {HTML: shown(x.Setting, x.Old)}, {HTML: shown(x.Setting, x.New)}, back}})
	}
	return out
}
