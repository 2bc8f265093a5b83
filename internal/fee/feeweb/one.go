package feeweb

import (
	"html/template"
	"net/http"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/print"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// onePage is one paper: as it is sent (whose heading is the page's), what may be done with
// it, and what belongs to it.
type onePage struct {
	web.Page
	Bar      part.AsAt
	State    template.HTML
	Buttons  []govuk.Button
	Links    []part.Link
	MadeUp   bool
	Document template.HTML
	Sums     govuk.SummaryList
	Under    part.Table
	HasUnder bool
	PDF      string
}

func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &onePage{Bar: v.Bar}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		x, err := h.Fees.Find(tx, v.Who, paperOf(r), v.When)
		if err != nil {
			return err
		}
		d, err := h.Fees.Document(tx, v.Who, x)
		if err != nil {
			return err
		}
		if p.MadeUp, err = h.madeUp(tx, v.Who); err != nil {
			return err
		}
		under, err := h.Fees.Under(tx, v.Who, paperOf(r), v.When)
		if err != nil {
			return err
		}
		return p.fill(v, x, d, under)
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "one.html", p)
}

func (p *onePage) fill(v visit.Visit, x fee.PaperVersion, d print.Document, under []fee.PaperVersion) (err error) {
	a, today := &x.State, clock.DayOf(v.When.At)
	title := a.Kind.Title() + " " + a.Number
	p.Page = web.Page{Title: title, Active: "/invoices", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Invoices", Href: "/invoices"}, {Text: a.Number}}}
	p.State = part.Statuses(status(a, today))
	p.PDF = v.Bar.Link(url(x.ID) + "/paper.pdf")
	p.Links = []part.Link{{Text: "PDF", Href: p.PDF}}
	if r, _ := v.Who.Reach(authz.ReadOrg); r == authz.WholeForce {
		p.Links = append(p.Links, part.Link{Text: "Organisation", Href: v.Bar.Link("/organisations/" + string(a.Org))})
	}
	p.sums(v, a)
	if !p.Past {
		p.Buttons = offers(v.Who, x, today)
	}
	p.under(v, under, today)
	p.Document, err = d.HTML()
	return err
}

// sums is what became of an invoice, and what other papers say of it.
func (p *onePage) sums(v visit.Visit, a *fee.Paper) {
	add := func(key, value, href string) {
		row := govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}}
		if href != "" {
			row.Value = govuk.Words{HTML: part.Links(part.Link{Text: value, Href: href})}
		}
		if value != "" {
			p.Sums.Rows = append(p.Sums.Rows, row)
		}
	}
	if a.Of != "" {
		add(map[fee.Kind]string{fee.Invoice: "Made from quote", fee.Receipt: "For invoice", fee.Credit: "For invoice"}[a.Kind], a.OfNumber, v.Bar.Link(url(a.Of)))
	}
	if a.Kind == fee.Invoice {
		add("Amount", a.Total.String(), "")
		for _, x := range []struct {
			key string
			sum fee.Pence
		}{{"Paid", a.Paid}, {"Credited", a.Credited}, {"Sent back", a.Refunded}} {
			if x.sum != 0 {
				add(x.key, x.sum.String(), "")
			}
		}
		add(map[bool]string{true: "Owed", false: "Paid too much"}[a.Balance() >= 0], max(a.Balance(), -a.Balance()).String(), "")
		if a.State == fee.Owed {
			add("To be paid by", a.Due.Long(), "")
		}
	}
	add("Paid by", a.Through, "")
	add("Because", a.Why, "")
	add("Last changed by", a.Last.By+", "+clock.Moment(a.Last.At), "")
}

// offers is what may be done with the paper now.
func offers(who authz.Actor, x fee.PaperVersion, today clock.Day) []govuk.Button {
	var out []govuk.Button
	for _, b := range actList {
		if who.May(b.needs, authz.Object{Org: x.State.Org}) != nil || !x.State.Can(b.verb) || b.path == "accept" && x.State.Lapsed(today) {
			continue
		}
		button := govuk.Button{Text: b.offer, Href: url(x.ID) + "/" + b.path}
		if len(out) > 0 {
			button.Classes = "govuk-button--secondary"
		}
		out = append(out, button)
	}
	return out
}

func (p *onePage) under(v visit.Visit, all []fee.PaperVersion, today clock.Day) {
	p.HasUnder = len(all) > 0
	p.Under = part.Table{Caption: "What belongs to it", RowHeaders: true, Columns: []part.Column{{Text: "Number"}, {Text: "Day"}, {Text: "State"}, {Text: "Amount", Numeric: true}}}
	for _, x := range all {
		s := status(&x.State, today)
		s.Plain = true
		p.Under.Rows = append(p.Under.Rows, part.Row{Ended: x.State.State == fee.Reversed, Cells: []part.Cell{{Text: x.State.Number, Href: v.Bar.Link(url(x.ID)), Sub: x.State.Kind.Title(), Nowrap: true}, part.DayCell(x.State.Day), {Status: s}, {Text: x.State.Total.String(), Nowrap: true}}})
	}
}

func (h *Handlers) pdf(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	var x fee.PaperVersion
	d, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (d print.Document, err error) {
		if x, err = h.Fees.Find(tx, v.Who, paperOf(r), v.When); err != nil {
			return d, err
		}
		return h.Fees.Document(tx, v.Who, x)
	})
	if err != nil {
		return err
	}
	pdf, err := d.PDF()
	if err != nil {
		return err
	}
	return web.Send(w, "application/pdf", strings.ToLower(x.State.Number)+".pdf", pdf)
}

// find is the paper of the address as it stands.
func (h *Handlers) find(r *http.Request, who authz.Actor) (fee.PaperVersion, error) {
	return db.Find(r.Context(), h.DB, func(tx *db.Tx) (fee.PaperVersion, error) {
		return h.Fees.Find(tx, who, id.Paper(r.PathValue("paper")), h.now())
	})
}
