package feeweb

import (
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/account"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type billForm struct {
	Org   id.Org   `form:"org" label:"Organisation" max:"64"`
	Kind  fee.Kind `form:"kind" label:"Invoice or quote" max:"20"`
	Yours string   `form:"yours" label:"Their reference" max:"100"`
}

// billLine is one line of the form: how many of something.
type billLine struct {
	Title, Quantity, Note string // the names of the fields
	Hint                  string
}

type billPage struct {
	web.Page
	Head  part.Head
	Orgs  []govuk.Option
	Kinds []govuk.Choice
	Lines []billLine
	Form  billForm
}

func (h *Handlers) billPage(r *http.Request) (*billPage, error) {
	title := "Make an invoice or quote"
	p := &billPage{Head: part.Head{Title: title}, Page: web.Page{Title: title, Active: "/invoices", Crumbs: []web.Crumb{{Text: "Invoices", Href: "/invoices"}, {Text: "Make"}}}, Orgs: []govuk.Option{{Text: "Choose"}},
		Kinds: []govuk.Choice{{Value: string(fee.Quote), Text: "A quote", Hint: govuk.Hint{Text: "The organisation accepts it, and the invoice follows from it"}}, {Value: string(fee.Invoice), Text: "An invoice"}}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		who := account.Actor(r.Context())
		orgs, err := h.Orgs.AsAt(tx, who, h.now())
		if err != nil {
			return err
		}
		for _, o := range orgs {
			p.Orgs = append(p.Orgs, govuk.Option{Value: o.ID, Text: o.State.Name + " (" + lower(fee.SectorOf(o.State.Kind).Title()) + ")"})
		}
		prices, err := h.Fees.Schedule(tx, who, h.now())
		for _, x := range fee.Events {
			p.Lines = append(p.Lines, billLine{Title: x.Plural, Quantity: "quantity-" + string(x.Event), Note: "note-" + string(x.Event), Hint: priced(prices, x.Event)})
		}
		return err
	})
	return p, err
}

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// priced is what one of something costs today, by sector.
func priced(prices []fee.TariffVersion, v fee.Event) string {
	var out []string
	for _, t := range prices {
		if t.State.Event == v {
			cost := t.State.Amount.String()
			if t.State.Amount == 0 {
				cost = "free"
			}
			out = append(out, lower(t.State.Sector.Title())+" "+cost)
		}
	}
	if len(out) == 0 {
		return "No amount is set"
	}
	return strings.ToUpper(out[0][:1]) + strings.Join(out, ", ")[1:] + ", each"
}

func (h *Handlers) bill(w http.ResponseWriter, r *http.Request) error {
	p, err := h.billPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Query[billForm](r); err != nil {
		return err
	}
	return h.page.Render(w, r, "bill.html", p)
}

func (h *Handlers) billNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.billPage(r)
	if err != nil {
		return err
	}
	var made id.Paper
	if p.Form, err = web.Form[billForm](r); err == nil {
		made, err = h.makeBill(r, p)
	}
	if err != nil {
		return h.page.Again(w, r, "bill.html", p, err)
	}
	return web.SeeOther(w, r, url(made), map[fee.Kind]string{fee.Quote: "quote.offered", fee.Invoice: "invoice.issued"}[p.Form.Kind])
}

func (h *Handlers) makeBill(r *http.Request, p *billPage) (id.Paper, error) {
	o := fee.Order{Org: p.Form.Org, Yours: p.Form.Yours}
	var wrong fault.Fields
	if o.Org == "" {
		wrong.Add("org", "Choose an organisation")
	}
	for i, l := range p.Lines {
		text, n := strings.TrimSpace(r.PostForm.Get(l.Quantity)), 0
		if text != "" {
			var err error
			if n, err = strconv.Atoi(text); err != nil {
				wrong.Add(l.Quantity, "Enter a whole number, for example 12")
			}
		}
		o.Items = append(o.Items, fee.Item{Event: fee.Events[i].Event, Quantity: n, Note: r.PostForm.Get(l.Note)})
	}
	do := h.Fees.Issue
	switch p.Form.Kind {
	case fee.Quote:
		do = h.Fees.Offer
	case fee.Invoice:
	default:
		wrong.Add("kind", "Choose an invoice or a quote")
	}
	if err := wrong.Err(); err != nil {
		return "", err
	}
	return do(r.Context(), account.Actor(r.Context()), o)
}
