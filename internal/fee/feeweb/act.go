package feeweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// anAct is one thing that may be done with a paper, on a page of its own.
type anAct struct {
	path, verb                 string
	needs                      authz.Permission
	offer, title, button, done string
	says                       string
	amount, day, through, why  string // the labels of the fields; empty: it has none
	yours, warns               bool
}

// actList is every such act, in the order in which a paper's page offers them.
var actList = []anAct{
	{path: "accept", verb: "quote.accept", needs: authz.OrderFees, offer: "Accept the quote", title: "Accept the quote", button: "Accept it and make the invoice", done: "quote.accepted",
		says: "The invoice is made at once, with the lines and prices of the quote.", yours: true},
	{path: "pay", verb: "payment.book", needs: authz.KeepFees, offer: "Book a payment", title: "Book a payment", button: "Book the payment", done: "payment.booked",
		says: "A receipt is made, and a line of the scheme account.", amount: "How much came?", day: "On which day did it come?", through: "How was it paid?"},
	{path: "refund", verb: "payment.refund", needs: authz.KeepFees, offer: "Record that it was sent back", title: "What was paid too much", button: "Record it", done: "payment.refunded",
		says: "All that was paid too much goes out of the scheme account.", day: "On which day was it sent back?", through: "How was it sent back?"},
	{path: "reverse", verb: "receipt.reverse", needs: authz.KeepFees, offer: "Reverse the receipt", title: "Reverse the receipt", button: "Reverse it", done: "payment.reversed",
		says: "The receipt stays, and says that it no longer counts. The scheme account is put right by a line of today, and the invoice is owed again.", why: "Why is it reversed?", warns: true},
	{path: "credit", verb: "credit.give", needs: authz.KeepFees, offer: "Make a credit note", title: "Make a credit note", button: "Make the credit note", done: "credit.given",
		says: "Less is owed of the invoice. What was paid already is then too much, and is sent back.", amount: "How much is taken off?", why: "Why? It stands on the credit note"},
	{path: "withdraw", verb: "quote.withdraw", needs: authz.KeepFees, offer: "Withdraw the quote", title: "Withdraw the quote", button: "Withdraw it", done: "quote.withdrawn",
		says: "It can then no longer be accepted.", why: "Why is it withdrawn? The organisation reads it", warns: true},
}

type actForm struct {
	Amount  string    `form:"amount" label:"Amount" max:"20"`
	Day     clock.Day `form:"day" label:"Day"`
	Through string    `form:"through" label:"How" max:"200"`
	Why     string    `form:"why" label:"Reason" max:"1000" text:"lines"`
	Yours   string    `form:"yours" label:"Your reference" max:"100"`
}

// actPage is the form of one act.
type actPage struct {
	web.Page
	Head                              part.Head
	Says, Button, Back                string
	AmountLabel, DayLabel, ThroughLab string
	WhyLabel                          string
	Yours, Warns                      bool
	Form                              actForm
}

func acting(path string, f func(*Handlers, http.ResponseWriter, *http.Request, anAct) error) func(*Handlers, http.ResponseWriter, *http.Request) error {
	for _, a := range actList {
		if a.path == path {
			return visit.For(a, f)
		}
	}
	panic("feeweb: no act " + path)
}

func (h *Handlers) actPage(r *http.Request, a anAct) (*actPage, error) {
	who := account.Actor(r.Context())
	x, err := h.find(r, who)
	if err != nil {
		return nil, err
	}
	if err := who.May(a.needs, authz.Object{Org: x.State.Org}); err != nil {
		return nil, err
	}
	p := &x.State
	if !p.Can(a.verb) {
		return nil, visit.Unsent(r, fault.New(fault.Conflict, "%s %s is %s, so this cannot be done.", p.Kind.Title(), p.Number, lower(p.State.Title())))
	}
	title := p.Kind.Title() + " " + p.Number
	out := &actPage{Head: part.Head{Caption: title + ", " + p.To[0], Title: a.title}, Says: a.says, Button: a.button, Back: url(x.ID), AmountLabel: a.amount, DayLabel: a.day, ThroughLab: a.through, WhyLabel: a.why, Yours: a.yours, Warns: a.warns,
		Page: web.Page{Title: a.title + ": " + p.Number, Active: "/invoices", Crumbs: []web.Crumb{{Text: "Invoices", Href: "/invoices"}, {Text: p.Number, Href: url(x.ID)}, {Text: a.title}}}}
	if a.path == "pay" {
		out.Form.Amount = p.Balance().Plain()
	}
	if a.day != "" {
		out.Form.Day = clock.DayOf(h.Clock.Now())
	}
	if a.path == "refund" {
		out.Says = (-p.Balance()).String() + " was paid too much. All of it goes out of the scheme account."
	}
	out.Form.Yours = p.Yours
	return out, nil
}

func (h *Handlers) act(w http.ResponseWriter, r *http.Request, a anAct) error {
	p, err := h.actPage(r, a)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "act.html", p)
}

func (h *Handlers) actNow(w http.ResponseWriter, r *http.Request, a anAct) error {
	p, err := h.actPage(r, a)
	if err != nil {
		return err
	}
	to := paperOf(r)
	if p.Form, err = web.Form[actForm](r); err == nil {
		to, err = h.doAct(r, a, p.Form)
	}
	if err != nil {
		return h.page.Again(w, r, "act.html", p, err)
	}
	return web.SeeOther(w, r, url(to), a.done)
}

// doAct does the act and returns the paper to go to.
func (h *Handlers) doAct(r *http.Request, a anAct, f actForm) (id.Paper, error) {
	ctx, who, of := r.Context(), account.Actor(r.Context()), paperOf(r)
	switch a.path {
	case "accept":
		return h.Fees.Accept(ctx, who, of, f.Yours)
	case "withdraw":
		return of, h.Fees.Withdraw(ctx, who, of, f.Why)
	case "pay":
		_, err := h.Fees.Pay(ctx, who, of, fee.Payment{Amount: f.Amount, Day: f.Day, Through: f.Through})
		return of, err
	case "credit":
		_, err := h.Fees.Give(ctx, who, of, f.Amount, f.Why)
		return of, err
	case "refund":
		return of, h.Fees.Refund(ctx, who, of, f.Day, f.Through)
	}
	return of, h.Fees.ReversePayment(ctx, who, of, f.Why)
}
