package feeweb

import (
	"html/template"
	"net/http"
	"strconv"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// pageSize is how many lines a page of a list has.
const pageSize = 50

type listQuery struct {
	Text string `form:"q" label:"Number, name or reference" max:"120"`
	Show string `form:"show" max:"20"`
	Org  id.Org `form:"org" max:"64"`
	Sort string `form:"sort" max:"20"`
}

// views is what the list may show, the first being what it shows until another is chosen.
var views = []struct {
	value, text, empty string
	query              func(today clock.Day) fee.Query
}{
	{"", "Invoices to be paid", "No invoice is to be paid.", func(clock.Day) fee.Query { return fee.Query{Kind: fee.Invoice, State: fee.Owed} }},
	{"overdue", "Overdue invoices", "No invoice is overdue.", func(today clock.Day) fee.Query { return fee.Query{Overdue: today} }},
	{"invoices", "All invoices", "No invoice has been made.", func(clock.Day) fee.Query { return fee.Query{Kind: fee.Invoice} }},
	{"in-credit", "Invoices in credit", "Of no invoice was too much paid.", func(clock.Day) fee.Query { return fee.Query{State: fee.InCredit} }},
	{"quotes", "Quotes", "No quote has been made.", func(clock.Day) fee.Query { return fee.Query{Kind: fee.Quote} }},
	{"receipts", "Receipts", "No receipt has been made.", func(clock.Day) fee.Query { return fee.Query{Kind: fee.Receipt} }},
	{"credits", "Credit notes", "No credit note has been made.", func(clock.Day) fee.Query { return fee.Query{Kind: fee.Credit} }},
	{"all", "Everything", "Nothing has been made.", func(clock.Day) fee.Query { return fee.Query{} }},
}

func (q listQuery) query(today clock.Day) (fee.Query, string) {
	out, empty := fee.Query{}, ""
	for _, v := range views {
		if v.value == q.Show {
			out, empty = v.query(today), v.empty
		}
	}
	out.Text, out.Org, out.Sort = q.Text, q.Org, q.Sort
	return out, empty
}

type listPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Sub    moj.SubNavigation
	MadeUp bool
	Filter moj.Filter
	Clear  string
	CSV    string
	Table  part.Table
	Paging part.Paging
}

// list is the papers that the reader may see.
func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[listQuery](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	if q.Sort == "" {
		q.Sort = "-day"
	}
	today := clock.DayOf(v.When.At)
	p := &listPage{Page: web.Page{Title: "Invoices", Active: "/invoices", Past: v.Bar.Past()}, Bar: v.Bar, Head: part.Head{Title: "Invoices"}, Sub: sub(v, "/invoices"), CSV: "/invoices/list.csv"}
	if r.URL.RawQuery != "" {
		p.CSV += "?" + r.URL.RawQuery
	}
	query := r.URL.Query()
	query.Set("sort", q.Sort)
	n, _ := strconv.Atoi(query.Get("page"))
	p.Paging = part.Paging{Path: "/invoices", Query: query, Size: pageSize, Page: max(1, min(n, 100000)), Noun: "papers"}
	find, empty := q.query(today)
	find.Limit, find.Offset = pageSize, p.Paging.Offset()
	var all []fee.PaperVersion
	err = h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if all, p.Paging.Total, err = h.Fees.List(tx, v.Who, find, v.When); err != nil {
			return err
		}
		if p.MadeUp, err = h.madeUp(tx, v.Who); err != nil {
			return err
		}
		orgs, err := h.Orgs.AsAt(tx, v.Who, v.When)
		p.filter(v, q, orgs)
		return err
	})
	if err != nil {
		return err
	}
	if v.Who.Can(authz.KeepFees) && !p.Past {
		p.Head.Actions = []govuk.Button{{Text: "Make an invoice or quote", Href: web.With("/invoices/make", "org", string(q.Org))}}
	}
	sort := p.Paging.Sort
	p.Table = part.Table{Caption: "Invoices and other papers", RowHeaders: true, Empty: empty, Columns: []part.Column{sort("Number", "number"), {Text: "Organisation"}, sort("Made", "day"), sort("By", "due"), {Text: "State"}, {Text: "Amount", Numeric: true}, {Text: "Owed", Numeric: true}}}
	for _, x := range all {
		p.Table.Rows = append(p.Table.Rows, row(v, x, today))
	}
	return v.Show(h.page, w, "list.html", p)
}

func (p *listPage) filter(v visit.Visit, q listQuery, orgs []org.Version) {
	var options []govuk.Option
	for _, x := range views {
		options = append(options, govuk.Option{Value: x.value, Text: x.text})
	}
	fields := govuk.Input{Name: "q", Label: govuk.Label{Text: "Number, name or reference"}, Value: q.Text, Autocomplete: "off"}.Render() +
		govuk.Select{Name: "show", Label: govuk.Label{Text: "Show"}, Value: q.Show, Items: options}.Render()
	if r, _ := v.Who.Reach(authz.ReadFees); r == authz.WholeForce {
		choices := []govuk.Option{{Text: "Every organisation"}}
		for _, o := range orgs {
			choices = append(choices, govuk.Option{Value: o.ID, Text: o.State.Name})
		}
		fields += govuk.Select{Name: "org", Label: govuk.Label{Text: "Organisation"}, Value: string(q.Org), Items: choices}.Render()
	}
	set := 0
	for _, x := range []string{q.Text, q.Show, string(q.Org)} {
		if x != "" {
			set++
		}
	}
	if set > 0 {
		p.Clear = v.Bar.Link("/invoices")
	}
	p.Filter = moj.Filter{Action: "/invoices", Options: fields + keep(v), Set: set}
}

// keep holds the days of the as-at bar in a form of the address.
func keep(v visit.Visit) template.HTML {
	var out template.HTML
	for _, name := range []string{"as_at", "as_known"} {
		if value := v.R.URL.Query().Get(name); value != "" {
			out += template.HTML(`<input type="hidden" name="` + name + `" value="` + template.HTMLEscapeString(value) + `">`)
		}
	}
	return out
}

// status is where a paper stands on a day.
func status(p *fee.Paper, today clock.Day) part.Status {
	switch {
	case p.Overdue(today):
		return part.Status{Kind: part.NotInForce, Text: "Overdue"}
	case p.Lapsed(today):
		return part.Status{Kind: part.Ended, Text: "Lapsed"}
	case p.State == fee.Owed && (p.Paid > 0 || p.Credited > 0):
		return part.Status{Kind: part.Due, Text: "Part paid"}
	}
	kind := map[fee.State]part.Kind{fee.Offered: part.Waiting, fee.Taken: part.InForce, fee.Withdrawn: part.Ended, fee.Owed: part.Due, fee.Settled: part.InForce, fee.InCredit: part.NotKnown,
		fee.Booked: part.InForce, fee.Reversed: part.Ended, fee.Given: part.InForce}[p.State]
	return part.Status{Kind: kind, Text: p.State.Title()}
}

func row(v visit.Visit, x fee.PaperVersion, today clock.Day) part.Row {
	p := &x.State
	s := status(p, today)
	s.Plain = true
	owed := part.Cell{}
	if p.Kind == fee.Invoice {
		owed.Text, owed.Strong = p.Balance().String(), p.State == fee.Owed
	}
	due := part.Cell{}
	if p.State == fee.Owed || p.State == fee.Offered {
		due = part.DayCell(p.Due)
	}
	kind := p.Kind.Title()
	if p.OfNumber != "" && p.Kind != fee.Invoice {
		kind += " for " + p.OfNumber
	}
	return part.Row{Ended: p.State == fee.Withdrawn || p.State == fee.Reversed, Cells: []part.Cell{{Text: p.Number, Href: v.Bar.Link(url(x.ID)), Sub: kind, Nowrap: true}, {Text: p.To[0], Sub: p.Yours},
		part.DayCell(p.Day), due, {Status: s}, {Text: p.Total.String(), Nowrap: true}, owed}}
}

// listCSV is the list as a file, every page of it.
func (h *Handlers) listCSV(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[listQuery](r)
	v := visit.At(r, h.Clock)
	if err == nil {
		err = v.Wrong
	}
	if err != nil {
		return err
	}
	find, _ := q.query(clock.DayOf(v.When.At))
	lines := [][]string{{"Number", "Kind", "Organisation", "Sector", "State", "Made", "By", "Amount", "Paid", "Credited", "Sent back", "Owed", "Belongs to", "Their reference"}}
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		all, _, err := h.Fees.List(tx, v.Who, find, v.When)
		for _, x := range all {
			p := &x.State
			lines = append(lines, []string{p.Number, string(p.Kind), p.To[0], string(p.Sector), string(p.State), p.Day.String(), p.Due.String(), p.Total.Plain(), p.Paid.Plain(), p.Credited.Plain(), p.Refunded.Plain(), p.Balance().Plain(), p.OfNumber, p.Yours})
		}
		return err
	})
	if err != nil {
		return err
	}
	return sendCSV(w, "invoices-"+clock.DayOf(v.When.At).String()+".csv", lines)
}
