package feeweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fee"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// tablePage is a page with a head, what stands out, and tables.
type tablePage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Sub    moj.SubNavigation
	MadeUp bool // the force is that of the demonstration
	Lede   string
	Table  part.Table
	Second part.Heading
	More   part.Table
}

// Listing is the list as it is saved.
func (p *tablePage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table}
}

// schedule is what is charged on the day of the bar, and what is known to change.
func (h *Handlers) schedule(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &tablePage{Page: web.Page{Title: "What is charged", Active: "/fees", Past: v.Bar.Past()}, Bar: v.Bar, Head: part.Head{Title: "What is charged"}, Sub: sub(v, "/fees"),
		Lede: "The force decides each amount; there is no national tariff. A quote or an invoice is made at the amounts of its day."}
	keeps := v.Who.Can(authz.KeepFees) && !p.Past
	if keeps {
		p.Head.Actions = []govuk.Button{{Text: "Enter an amount", Href: "/fees/set"}}
	}
	p.Table = part.Table{Caption: "Amounts by what is charged for and who pays", RowHeaders: true, Columns: []part.Column{{Text: "For"}, {Text: "Public body", Numeric: true}, {Text: "Private body", Numeric: true}}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		now, err := h.Fees.Schedule(tx, v.Who, v.When)
		if err != nil {
			return err
		}
		for _, x := range fee.Events {
			row := part.Row{Cells: []part.Cell{{Text: x.Title, Sub: x.Law}}}
			for _, sector := range fee.Sectors {
				row.Cells = append(row.Cells, amountCell(now, x.Event, sector, keeps))
			}
			p.Table.Rows = append(p.Table.Rows, row)
		}
		coming, err := h.Fees.Coming(tx, v.Who, v.When)
		p.coming(coming)
		if err == nil {
			p.MadeUp, err = h.madeUp(tx, v.Who)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "table.html", p)
}

func (h *Handlers) madeUp(tx *db.Tx, who authz.Actor) (bool, error) {
	f, err := h.Areas.Force(tx, who.Force)
	return f.Settings.Demo, err
}

func amountCell(now []fee.TariffVersion, v fee.Event, sector fee.Sector, keeps bool) part.Cell {
	c := part.Cell{Text: "Not set", Quiet: true}
	for _, t := range now {
		if t.State.Event == v && t.State.Sector == sector {
			c = part.Cell{Text: shown(t.State.Amount), Sub: "Since " + clock.DayOf(t.From).Short() + ". " + t.State.Basis, Nowrap: true}
		}
	}
	if keeps {
		c.Href = web.With(web.With("/fees/set", "event", string(v)), "sector", string(sector))
	}
	return c
}

func shown(p fee.Pence) string {
	if p == 0 {
		return "Free"
	}
	return p.String()
}

func (p *tablePage) coming(all []fee.TariffVersion) {
	p.Second = part.Heading{Text: "Known changes"}
	p.More = part.Table{Caption: "Changes that are known", RowHeaders: true, Empty: "No change is known. An amount may be entered before the day from which it is charged.",
		Columns: []part.Column{{Text: "From"}, {Text: "For"}, {Text: "Who pays"}, {Text: "Amount", Numeric: true}, {Text: "Decided"}}}
	for _, t := range all {
		p.More.Rows = append(p.More.Rows, part.Row{Cells: []part.Cell{part.DayCell(clock.DayOf(t.From)), {Text: t.State.Event.Title()}, {Text: t.State.Sector.Title()}, {Text: shown(t.State.Amount)}, {Text: t.State.Basis}}})
	}
}

type setForm struct {
	Event  fee.Event  `form:"event" label:"What it is for" max:"40"`
	Sector fee.Sector `form:"sector" label:"Who pays" max:"20"`
	Amount string     `form:"amount" label:"Amount" max:"20"`
	From   clock.Day  `form:"from" label:"First day"`
	Basis  string     `form:"basis" label:"Who decided it" max:"400"`
}

type setPage struct {
	web.Page
	Head    part.Head
	Events  []govuk.Option
	Sectors []govuk.Choice
	Form    setForm
}

func newSetPage() *setPage {
	p := &setPage{Head: part.Head{Title: "Enter an amount"}, Page: web.Page{Title: "Enter an amount", Active: "/fees", Crumbs: []web.Crumb{{Text: "What is charged", Href: "/fees"}, {Text: "Enter an amount"}}},
		Events: []govuk.Option{{Text: "Choose"}}}
	for _, x := range fee.Events {
		p.Events = append(p.Events, govuk.Option{Value: string(x.Event), Text: x.Title})
	}
	for _, s := range fee.Sectors {
		p.Sectors = append(p.Sectors, govuk.Choice{Value: string(s), Text: s.Title()})
	}
	return p
}

func (h *Handlers) set(w http.ResponseWriter, r *http.Request) (err error) {
	p := newSetPage()
	if p.Form, err = web.Query[setForm](r); err != nil {
		return err
	}
	return h.page.Render(w, r, "set.html", p)
}

func (h *Handlers) setNow(w http.ResponseWriter, r *http.Request) (err error) {
	p := newSetPage()
	if p.Form, err = web.Form[setForm](r); err == nil {
		f := p.Form
		err = h.Fees.Set(r.Context(), account.Actor(r.Context()), fee.NewTariff{Event: f.Event, Sector: f.Sector, Amount: f.Amount, From: f.From, Basis: f.Basis})
	}
	if err != nil {
		return h.page.Again(w, r, "set.html", p, err)
	}
	return web.SeeOther(w, r, "/fees", "fee.set")
}
