package feeweb

import (
	"html/template"
	"net/http"
	"strconv"

	"watchword/internal/account"
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

type chargeQuery struct {
	Text string `form:"q" label:"Number, name or card" max:"120"`
	Show string `form:"show" max:"20"`
	Org  id.Org `form:"org" max:"64"`
	Sort string `form:"sort" max:"20"`
}

// chargeViews is what the list may show, the first being what it shows until another is chosen.
var chargeViews = []struct {
	value string
	state fee.ChargeState
	text  string
	empty string
}{
	{"", fee.ToInvoice, "To invoice", "No charge is to be invoiced. A replacement card raises one by itself, where the schedule has an amount for it on that day."},
	{string(fee.CreditDue), fee.CreditDue, "Credit proposed", "No credit is proposed."},
	{string(fee.Invoiced), fee.Invoiced, "Invoiced", "No charge has been invoiced."},
	{string(fee.Credited), fee.Credited, "Credited", "No charge has been credited."},
	{string(fee.Waived), fee.Waived, "Waived", "No charge has been waived."},
	{string(fee.Dropped), fee.Dropped, "Dropped", "No charge was dropped."},
	{"all", "", "Everything", "Nothing has been charged."},
}

type chargesPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Sub    moj.SubNavigation
	MadeUp bool
	Filter moj.Filter
	Clear  string
	Ticks  bool // charges may be chosen
	Action string
	Table  part.Table
	Paging part.Paging
}

// Listing is the list as it is saved.
func (p *chargesPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Paging: &p.Paging}
}

func (h *Handlers) chargesPage(r *http.Request) (*chargesPage, visit.Visit, error) {
	v := visit.At(r, h.Clock)
	p := &chargesPage{Page: web.Page{Title: "Charges to invoice", Active: "/invoices", Past: v.Bar.Past()}, Bar: v.Bar, Sub: sub(v, "/charges"), Action: r.URL.RequestURI(),
		Head: part.Head{Title: "Charges to invoice", Text: "What was charged by itself, at the amount of the schedule on the day when the new card was ordered. That day is our own choice: no source says. Only organisations are charged."}}
	q, err := web.Query[chargeQuery](r)
	if err != nil {
		return p, v, err
	}
	if q.Sort == "" {
		q.Sort = "day"
	}
	query := r.URL.Query()
	query.Set("sort", q.Sort)
	n, _ := strconv.Atoi(query.Get("page"))
	p.Paging = part.Paging{Path: "/charges", Query: query, Size: v.Size(pageSize), Page: max(1, min(n, 100000)), Noun: "charges"}
	find := fee.ChargeQuery{Org: q.Org, Text: q.Text, Sort: q.Sort, Limit: p.Paging.Size, Offset: p.Paging.Offset()}
	for _, x := range chargeViews {
		if x.value == q.Show {
			find.State, p.Table.Empty = x.state, x.empty
		}
	}
	var all []fee.ChargeVersion
	err = h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		if all, p.Paging.Total, err = h.Fees.Charges(tx, v.Who, find, v.When); err != nil {
			return err
		}
		if p.MadeUp, err = h.madeUp(tx, v.Who); err != nil {
			return err
		}
		orgs, err := h.Orgs.AsAt(tx, v.Who, v.When)
		p.filter(v, q, orgs)
		return err
	})
	p.fill(v, all)
	return p, v, err
}

func (p *chargesPage) filter(v visit.Visit, q chargeQuery, orgs []org.Version) {
	var options []govuk.Option
	for _, x := range chargeViews {
		options = append(options, govuk.Option{Value: x.value, Text: x.text})
	}
	fields := govuk.Input{Name: "q", Label: govuk.Label{Text: "Card or name"}, Value: q.Text, Autocomplete: "off"}.Render() +
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
		p.Clear = v.Bar.Link("/charges")
	}
	p.Filter = moj.Filter{Action: "/charges", Options: fields + keep(v), Set: set}
}

func (p *chargesPage) fill(v visit.Visit, all []fee.ChargeVersion) {
	for _, x := range all {
		p.Ticks = p.Ticks || v.May(authz.KeepFees) && x.State.Can("charge.invoice")
	}
	p.Table.Caption = "Charges"
	if p.Ticks {
		p.Table.Columns = []part.Column{{Text: "Choose", Acts: true}}
	} else {
		p.Table.RowHeaders = true
	}
	p.Table.Columns = append(p.Table.Columns, part.Column{Text: "For"}, part.Column{Text: "Organisation"}, p.Paging.Sort("Charged", "day"), part.Column{Text: "State"}, part.Column{Text: "Amount", Under: "Schedule", Numeric: true})
	for _, x := range all {
		c := &x.State
		var cells []part.Cell
		if p.Ticks {
			cells = append(cells, tick(v, x))
		}
		state := part.Cell{Status: chargeStatus(c), Nowrap: true}
		state.Status.Plain = true
		if c.InvoiceNumber != "" {
			state.Sub = c.InvoiceNumber
		}
		p.Table.Rows = append(p.Table.Rows, part.Row{Ended: c.State == fee.Waived || c.State == fee.Dropped, Cells: append(cells, part.Cell{Text: c.What, Href: v.Bar.Link(chargeURL(x.ID)), Sub: c.Event.Title()}, part.Cell{Text: c.OrgName},
			part.DayCell(c.Day), state, part.Cell{Text: c.Amount.String(), Sub: "since " + c.Since.Short(), Nowrap: true})})
	}
}

// tick is a box that chooses a charge that waits.
func tick(v visit.Visit, x fee.ChargeVersion) part.Cell {
	if !v.May(authz.KeepFees) || !x.State.Can("charge.invoice") {
		return part.Cell{}
	}
	t := part.Tick{ID: "charge-" + x.ID, Name: "charges", Value: x.ID}
	return part.Cell{HTML: t.Box() + template.HTML(`<label class="govuk-visually-hidden" for="`+template.HTMLEscapeString(t.ID)+`">`+template.HTMLEscapeString(x.State.What+", "+x.State.OrgName)+`</label>`)}
}

func chargeURL[T ~string](of T) string { return "/charges/" + string(of) }

func chargeStatus(c *fee.Charge) part.Status {
	kind := map[fee.ChargeState]part.Kind{fee.ToInvoice: part.Due, fee.Invoiced: part.InForce, fee.Waived: part.Ended, fee.Dropped: part.Ended, fee.CreditDue: part.Due, fee.Credited: part.InForce}[c.State]
	return part.Status{Kind: kind, Text: c.State.Title()}
}

func (h *Handlers) charges(w http.ResponseWriter, r *http.Request) error {
	p, v, err := h.chargesPage(r)
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "charges.html", p)
}

type chargesForm struct {
	Charges []string `form:"charges" label:"Charges" max:"64"`
}

// chargesNow makes the invoices of the charges that were chosen.
func (h *Handlers) chargesNow(w http.ResponseWriter, r *http.Request) error {
	var made []id.Paper
	f, err := web.Form[chargesForm](r)
	if err == nil {
		chosen := make([]id.Charge, len(f.Charges))
		for i, x := range f.Charges {
			chosen[i] = id.Charge(x)
		}
		made, err = h.Fees.InvoiceCharges(r.Context(), account.Actor(r.Context()), chosen)
	}
	if err != nil {
		p, _, wrong := h.chargesPage(r)
		if wrong != nil {
			return wrong
		}
		return h.page.Again(w, r, "charges.html", p, err)
	}
	if len(made) == 1 {
		return web.SeeOther(w, r, url(made[0]), "charge.invoiced")
	}
	return web.SeeOther(w, r, "/invoices", "charges.invoiced")
}

// chargePage is one charge.
type chargePage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	State template.HTML
	List  govuk.SummaryList
}

func (h *Handlers) charge(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	x, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (fee.ChargeVersion, error) {
		return h.Fees.Charge(tx, v.Who, id.Charge(r.PathValue("charge")), v.When)
	})
	if err != nil {
		return err
	}
	c := &x.State
	p := &chargePage{Bar: v.Bar, Page: web.Page{Title: c.What, Active: "/invoices", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Charges", Href: "/charges"}, {Text: c.Number}}},
		Head: part.Head{Caption: c.Event.Title(), Title: c.What}, State: part.Statuses(chargeStatus(c))}
	if !p.Past {
		p.Head.Actions = chargeOffers(v.Who, x)
	}
	p.list(v, c)
	return v.Show(h.page, w, "charge.html", p)
}

func (p *chargePage) list(v visit.Visit, c *fee.Charge) {
	add := func(key, value, href string) {
		row := govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}}
		if href != "" {
			row.Value = govuk.Words{HTML: part.Links(part.Link{Text: value, Href: v.Bar.Link(href)})}
		}
		if value != "" {
			p.List.Rows = append(p.List.Rows, row)
		}
	}
	add("Organisation", c.OrgName, "")
	add("Amount", c.Amount.String(), "")
	add("From the schedule", "For a "+lower(c.Sector.Title())+", the amount since "+c.Since.Long(), "/fees")
	add("Charged on", c.Day.Long(), "")
	if v.Who.Can(authz.ReadCard) {
		add("Card", c.Number, "/cards/"+c.About)
	} else {
		add("Card", c.Number, "")
	}
	add("Invoice", c.InvoiceNumber, url(c.Invoice))
	add("Credit note", c.CreditNumber, url(c.Credit))
	add("Because", c.Why, "")
	add("Last changed by", c.Last.By+", "+clock.Moment(c.Last.At), "")
}

// aChargeAct is one thing that may be done with a charge, on a page of its own.
type aChargeAct struct {
	path, verb, offer, button, done, says, why string
}

// chargeActs is every such act, in the order in which a charge's page offers them.
var chargeActs = []aChargeAct{
	{"credit", "charge.credit", "Make the credit note", "Make the credit note", "credit.given", "The whole charge is taken off its invoice. What was paid already is then too much, and is sent back.", "Why? It stands on the credit note"},
	{"stand", "charge.stand", "Let the charge stand", "Let it stand", "charge.stands", "The charge stays on its invoice, and no credit note is made.", "Why does it stand?"},
	{"waive", "charge.waive", "Waive the charge", "Waive it", "charge.waived", "The organisation is not asked for it. What it is for is not charged again.", "Why is it waived?"},
}

func chargeOffers(who authz.Actor, x fee.ChargeVersion) []govuk.Button {
	var out []govuk.Button
	for _, a := range chargeActs {
		if who.May(authz.KeepFees, authz.Object{Org: x.State.Org}) == nil && x.State.Can(a.verb) {
			button := govuk.Button{Text: a.offer, Href: chargeURL(x.ID) + "/" + a.path}
			if len(out) > 0 {
				button.Classes = "govuk-button--secondary"
			}
			out = append(out, button)
		}
	}
	return out
}

func charging(path string, f func(*Handlers, http.ResponseWriter, *http.Request, aChargeAct) error) func(*Handlers, http.ResponseWriter, *http.Request) error {
	for _, a := range chargeActs {
		if a.path == path {
			return visit.For(a, f)
		}
	}
	panic("feeweb: no act of a charge " + path)
}

func (h *Handlers) chargeActPage(r *http.Request, a aChargeAct) (*actPage, error) {
	who := account.Actor(r.Context())
	x, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (fee.ChargeVersion, error) {
		return h.Fees.Charge(tx, who, id.Charge(r.PathValue("charge")), h.now())
	})
	if err != nil {
		return nil, err
	}
	c := &x.State
	if err := c.Open(a.verb); err != nil {
		return nil, visit.Unsent(r, err)
	}
	return &actPage{Head: part.Head{Caption: c.What + ", " + c.OrgName + ", " + c.Amount.String(), Title: a.offer}, Says: a.says, Button: a.button, Back: chargeURL(x.ID), WhyLabel: a.why, Form: actForm{Why: c.Why},
		Page: web.Page{Title: a.offer + ": " + c.Number, Active: "/invoices", Crumbs: []web.Crumb{{Text: "Charges", Href: "/charges"}, {Text: c.Number, Href: chargeURL(x.ID)}, {Text: a.offer}}}}, nil
}

func (h *Handlers) chargeAct(w http.ResponseWriter, r *http.Request, a aChargeAct) error {
	p, err := h.chargeActPage(r, a)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "act.html", p)
}

func (h *Handlers) chargeActNow(w http.ResponseWriter, r *http.Request, a aChargeAct) error {
	p, err := h.chargeActPage(r, a)
	if err != nil {
		return err
	}
	ctx, who, of := r.Context(), account.Actor(r.Context()), id.Charge(r.PathValue("charge"))
	if p.Form, err = web.Form[actForm](r); err == nil {
		switch a.path {
		case "credit":
			_, err = h.Fees.CreditCharge(ctx, who, of, p.Form.Why)
		case "stand":
			err = h.Fees.LetStand(ctx, who, of, p.Form.Why)
		default:
			err = h.Fees.Waive(ctx, who, of, p.Form.Why)
		}
	}
	if err != nil {
		return h.page.Again(w, r, "act.html", p, err)
	}
	return web.SeeOther(w, r, chargeURL(of), a.done)
}
