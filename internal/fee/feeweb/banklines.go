package feeweb

import (
	"net/http"
	"strconv"

	"watchword/internal/account/visit"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fee"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// lineViews are the states in which the lines can be looked at.
var lineViews = []struct {
	show  fee.LineState
	text  string
	empty string
}{
	{"", "All", "No file of the bank has been read."},
	{fee.Waiting, "Waiting", "No line waits."},
	{fee.OfReceipt, "Booked", "No line has been booked."},
	{fee.Aside, "Set aside", "No line has been set aside."},
}

var lineStatus = map[fee.LineState]part.Status{fee.Waiting: {Kind: part.Waiting, Text: "Waiting", Plain: true}, fee.OfReceipt: {Kind: part.InForce, Text: "Booked", Plain: true}, fee.Aside: {Kind: part.Ended, Text: "Set aside", Plain: true}}

// linesPage is every line of the bank's files, as it stood.
type linesPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Tabs   moj.SubNavigation
	Table  part.Table
	Paging part.Paging
}

// Listing is the list as it is saved.
func (p *linesPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Paging: &p.Paging}
}

func (h *Handlers) lines(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	query := r.URL.Query()
	show := fee.LineState(query.Get("show"))
	n, _ := strconv.Atoi(query.Get("page"))
	p := &linesPage{Page: web.Page{Title: "Lines of the bank", Active: "/invoices", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Bank", Href: "/bank"}, {Text: "All lines"}}}, Bar: v.Bar,
		Head:   part.Head{Title: "Lines of the bank", Text: "Every line of the files that were read, and what became of it."},
		Tabs:   moj.SubNavigation{Label: "Lines by state"},
		Paging: part.Paging{Path: "/bank/lines", Query: query, Size: v.Size(pageSize), Page: max(1, min(n, 100000)), Noun: "lines"},
		Table:  part.Table{Caption: "Lines of the bank’s files", RowHeaders: true, Columns: []part.Column{{Text: "Day"}, {Text: "What it says", Under: "Set aside because"}, {Text: "State"}, {Text: "Last changed by", Under: "On"}, {Text: "Amount", Numeric: true}}}}
	for _, x := range lineViews {
		if x.show == show {
			p.Table.Empty = x.empty
		}
		p.Tabs.Items = append(p.Tabs.Items, moj.NavItem{Text: x.text, Href: v.Bar.Link(web.With("/bank/lines", "show", string(x.show))), Active: x.show == show})
	}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		all, total, err := h.Fees.Lines(tx, v.Who, show, v.When, p.Paging.Size, p.Paging.Offset())
		p.Paging.Total = total
		for _, x := range all {
			p.Table.Rows = append(p.Table.Rows, lineRow(v, x))
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "lines.html", p)
}

func lineRow(v visit.Visit, x fee.BankLineVersion) part.Row {
	l := &x.State
	return part.Row{Ended: l.State == fee.Aside, Cells: []part.Cell{{Text: l.Day.Short(), Href: v.Bar.Link("/bank/" + x.ID), Nowrap: true}, {Text: l.Text, Sub: l.Why}, {Status: lineStatus[l.State], Nowrap: true},
		{Text: l.Last.By, Sub: clock.DayOf(l.Last.At).Short()}, {Text: l.Amount.String(), Nowrap: true}}}
}
