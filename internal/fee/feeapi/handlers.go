// Package feeapi offers the scheme's money to other programs: the schedule, quotes, invoices,
// receipts and credit notes, the bank's files, and the scheme account.
package feeapi

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

type handlers struct {
	registerapi.Read[id.Paper, fee.Paper, Paper]
	fees *fee.Service
}

// Register adds the operations of the scheme's money.
func Register(a *api.API, d *db.DB, c clock.Clock, s *fee.Service) {
	h := &handlers{fees: s, Read: registerapi.Read[id.Paper, fee.Paper, Paper]{DB: d, Clock: c, Who: account.Actor, Find: s.Find, History: s.History,
		Past: func(_ authz.Actor, v fee.PaperVersion) Paper { return wirePaper(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v fee.PaperVersion, _ register.When) (Paper, error) {
			return wirePaper(v), nil
		},
		Tag: func(p Paper) string { return api.Tag(p.ID, p.Period.Entry) }}}
	h.Register(a, "/invoices", "invoice", authz.ReadFees, "A quote, invoice, receipt or credit note, as it stood at any instant", "Every version of its entry, oldest first")
	api.Get(a, "/invoices", "invoice-list", "Quotes, invoices, receipts and credit notes, the newest first", authz.ReadFees, h.list)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/invoices", ID: "invoice-make", Summary: "Make a quote or an invoice at the amounts of today", Needs: authz.KeepFees, Status: http.StatusCreated}, h.make)
	api.Get(a, "/fees", "fee-list", "What is charged, as at any day", authz.ReadFees, h.schedule)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/fees", ID: "fee-set", Summary: "Enter an amount of the schedule from a day on", Needs: authz.KeepFees}, h.set)
	h.acts(a)
	registerCharges(a, d, c, s)
	api.Get(a, "/bank-lines", "bank-line-list", "Lines of the bank’s files that wait, with the invoices that they fit", authz.KeepFees, h.waiting)
	api.Post(a, "/bank-files", "bank-file-take", "Read a file of the bank: CSV as text. Nothing is booked by it", authz.KeepFees, h.take)
	api.Post(a, "/bank-lines/book", "bank-line-book", "Book lines for invoices; all or none", authz.KeepFees, h.book)
	api.Post(a, "/bank-lines/{id}/aside", "bank-line-aside", "Say of a line that it is nothing of the scheme’s, or let it wait again", authz.KeepFees, h.aside)
	api.Get(a, "/scheme-account", "scheme-account", "The scheme account over a period", authz.ReadSchemeAccount, h.statement)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/scheme-account", ID: "scheme-account-spend", Summary: "Enter spending, or what the account held at first", Needs: authz.KeepFees, Status: http.StatusNoContent,
		About: "Spending on anything but CPD events, ID cards and training manuals is refused, and the refusal recorded."}, h.spend)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/scheme-account/{id}/put-right", ID: "scheme-account-put-right", Summary: "Take back a line by one of today against it", Needs: authz.KeepFees, Status: http.StatusNoContent}, h.putRight)
}

// pounds is an amount of pence as the use cases take it.
func pounds(pence int64) string { return fee.Pence(pence).Plain() }

func (h *handlers) schedule(ctx context.Context, in *registerapi.AsAt) (*api.Body[api.Page[FeeAmount]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]fee.TariffVersion, error) { return h.fees.Schedule(tx, account.Actor(ctx), w) })
	return api.PageOf(all, len(all), wireTariff, nil), err
}

func (h *handlers) set(ctx context.Context, in *struct {
	Body struct {
		Event  string `json:"event" enum:"application,accreditation,renewal,training-place,card,replacement-card,manual"`
		Sector string `json:"sector" enum:"public,private"`
		Pence  int64  `json:"pence" minimum:"0"`
		From   string `json:"from" format:"date"`
		Basis  string `json:"basis" maxLength:"400"`
	}
}) (*api.Body[api.Page[FeeAmount]], error) {
	b := in.Body
	from, err := day(b.From, "from")
	if err == nil {
		err = h.fees.Set(ctx, account.Actor(ctx), fee.NewTariff{Event: fee.Event(b.Event), Sector: fee.Sector(b.Sector), Amount: pounds(b.Pence), From: from, Basis: b.Basis})
	}
	if err != nil {
		return nil, err
	}
	return h.schedule(ctx, &registerapi.AsAt{})
}

func day(text, field string) (clock.Day, error) {
	var wrong fault.Fields
	d := registerapi.Day(text, field, &wrong)
	return d, wrong.Err()
}

func (h *handlers) list(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
	Kind    string `query:"kind" enum:"quote,invoice,receipt,credit" doc:"Only these"`
	State   string `query:"state" enum:"offered,taken,withdrawn,owed,settled,in-credit,booked,reversed,given" doc:"Only these"`
	Org     string `query:"organisation" maxLength:"64" doc:"Only those of this organisation"`
	Overdue bool   `query:"overdue" doc:"Only invoices owed after their last day"`
}) (*api.Body[api.Page[Paper]], error) {
	after, err := api.ParseCursor(in.Cursor, 2)
	if err != nil {
		return nil, err
	}
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	q := fee.Query{Kind: fee.Kind(in.Kind), State: fee.State(in.State), Org: id.Org(in.Org), Sort: "-day"}
	if in.Overdue {
		q.Overdue = clock.DayOf(w.At)
	}
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]fee.PaperVersion, error) {
		all, _, err := h.fees.List(tx, account.Actor(ctx), q, w)
		return all, err
	})
	if err != nil {
		return nil, err
	}
	if after != nil {
		all = slices.DeleteFunc(all, func(v fee.PaperVersion) bool {
			return cmp.Or(cmp.Compare(after[0], v.State.Day.String()), cmp.Compare(after[1], v.State.Number)) <= 0
		})
	}
	return api.PageOf(all[:min(len(all), in.Limit+1)], in.Limit, wirePaper, func(v fee.PaperVersion) []string { return []string{v.State.Day.String(), v.State.Number} }), nil
}

func (h *handlers) make(ctx context.Context, in *struct {
	Body struct {
		Kind  string      `json:"kind" enum:"quote,invoice"`
		Org   string      `json:"organisation" maxLength:"64"`
		Items []PaperItem `json:"items" maxItems:"50"`
		Yours string      `json:"their_reference,omitempty" maxLength:"100"`
	}
}) (*api.Body[Paper], error) {
	o := fee.Order{Org: id.Org(in.Body.Org), Yours: in.Body.Yours}
	for _, x := range in.Body.Items {
		o.Items = append(o.Items, fee.Item{Event: fee.Event(x.Event), Quantity: x.Quantity, Note: x.Note})
	}
	do := h.fees.Issue
	if in.Body.Kind == string(fee.Quote) {
		do = h.fees.Offer
	}
	of, err := do(ctx, account.Actor(ctx), o)
	if err != nil {
		return nil, err
	}
	return h.Now(ctx, of)
}

// act registers an act on one paper, which answers with it, or with what it made, as it then
// stands.
func act[B any](a *api.API, h *handlers, path, summary string, needs authz.Permission, do func(ctx context.Context, who authz.Actor, of id.Paper, body B) (id.Paper, error)) {
	api.Post(a, "/invoices/{id}/"+path, "invoice-"+path, summary, needs, func(ctx context.Context, in *struct {
		registerapi.Entry
		api.If
		Body B
	}) (*api.Body[Paper], error) {
		made := id.Paper(in.ID)
		out, err := h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Paper) (err error) {
			made, err = do(ctx, who, of, in.Body)
			return err
		})
		if err != nil || made == id.Paper(in.ID) {
			return out, err
		}
		return h.Now(ctx, made)
	})
}

// PaperWhy is the reason for an act.
type PaperWhy struct {
	Why string `json:"why" maxLength:"1000"`
}

// PaperPayment is money that came.
type PaperPayment struct {
	Pence   int64  `json:"pence" minimum:"1"`
	Day     string `json:"day" format:"date"`
	Through string `json:"paid_by" maxLength:"200" doc:"How it was paid, and the payer’s reference"`
}

// PaperRefund is money that was sent back.
type PaperRefund struct {
	Day     string `json:"day" format:"date"`
	Through string `json:"sent_by" maxLength:"200"`
}

// PaperCredit is what is taken off an invoice.
type PaperCredit struct {
	Pence int64  `json:"pence" minimum:"1"`
	Why   string `json:"why" maxLength:"1000" doc:"It stands on the credit note"`
}

// PaperAccept accepts a quote.
type PaperAccept struct {
	Yours string `json:"their_reference,omitempty" maxLength:"100"`
}

func (h *handlers) acts(a *api.API) {
	s := h.fees
	act(a, h, "accept", "Accept a quote; answers with the invoice", authz.OrderFees, func(ctx context.Context, who authz.Actor, of id.Paper, b PaperAccept) (id.Paper, error) {
		return s.Accept(ctx, who, of, b.Yours)
	})
	act(a, h, "withdraw", "Withdraw a quote", authz.KeepFees, func(ctx context.Context, who authz.Actor, of id.Paper, b PaperWhy) (id.Paper, error) {
		return of, s.Withdraw(ctx, who, of, b.Why)
	})
	act(a, h, "pay", "Book a payment; answers with the receipt", authz.KeepFees, func(ctx context.Context, who authz.Actor, of id.Paper, b PaperPayment) (id.Paper, error) {
		d, err := day(b.Day, "day")
		if err != nil {
			return of, err
		}
		return s.Pay(ctx, who, of, fee.Payment{Amount: pounds(b.Pence), Day: d, Through: b.Through})
	})
	act(a, h, "credit", "Make a credit note; answers with it", authz.KeepFees, func(ctx context.Context, who authz.Actor, of id.Paper, b PaperCredit) (id.Paper, error) {
		return s.Give(ctx, who, of, pounds(b.Pence), b.Why)
	})
	act(a, h, "refund", "Record that what was paid too much was sent back", authz.KeepFees, func(ctx context.Context, who authz.Actor, of id.Paper, b PaperRefund) (id.Paper, error) {
		d, err := day(b.Day, "day")
		if err != nil {
			return of, err
		}
		return of, s.Refund(ctx, who, of, d, b.Through)
	})
	act(a, h, "reverse", "Reverse a receipt", authz.KeepFees, func(ctx context.Context, who authz.Actor, of id.Paper, b PaperWhy) (id.Paper, error) {
		return of, s.ReversePayment(ctx, who, of, b.Why)
	})
}

func (h *handlers) waiting(ctx context.Context, _ *struct{}) (*api.Body[api.Page[BankFitting]], error) {
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]fee.Fitting, error) {
		return h.fees.WaitingLines(tx, account.Actor(ctx), register.Now(h.Clock.Now()))
	})
	return api.PageOf(all, len(all), wireFitting, nil), err
}

// BankTaken is what came of a file.
type BankTaken struct {
	New   int `json:"new_lines"`
	Known int `json:"known_lines"`
}

func (h *handlers) take(ctx context.Context, in *struct {
	Body struct {
		Name string `json:"name" maxLength:"200" doc:"Of the file"`
		CSV  string `json:"csv" maxLength:"900000"`
	}
}) (*api.Body[BankTaken], error) {
	t, err := h.fees.TakeBankFile(ctx, account.Actor(ctx), in.Body.Name, []byte(in.Body.CSV))
	return api.Of(BankTaken{t.New, t.Known}), err
}

// BankBooking is a line that is to be booked for an invoice.
type BankBooking struct {
	Line    string `json:"line" maxLength:"64"`
	Invoice string `json:"invoice" maxLength:"64"`
}

func (h *handlers) book(ctx context.Context, in *struct {
	Body struct {
		Lines []BankBooking `json:"lines" maxItems:"500"`
	}
}) (*api.Body[api.Page[BankFitting]], error) {
	var bookings []fee.Booking
	for _, l := range in.Body.Lines {
		bookings = append(bookings, fee.Booking{Line: id.BankLine(l.Line), Invoice: id.Paper(l.Invoice)})
	}
	if err := h.fees.BookLines(ctx, account.Actor(ctx), bookings); err != nil {
		return nil, err
	}
	return h.waiting(ctx, nil)
}

func (h *handlers) aside(ctx context.Context, in *struct {
	registerapi.Entry
	Body struct {
		Why  string `json:"why,omitempty" maxLength:"300"`
		Back bool   `json:"back,omitempty" doc:"It waits again"`
	}
}) (*api.Body[api.Page[BankFitting]], error) {
	if err := h.fees.SetAside(ctx, account.Actor(ctx), id.BankLine(in.ID), in.Body.Why, in.Body.Back); err != nil {
		return nil, err
	}
	return h.waiting(ctx, nil)
}

func (h *handlers) statement(ctx context.Context, in *struct {
	registerapi.AsAt
	From string `query:"from" required:"true" format:"date"`
	To   string `query:"to" required:"true" format:"date" doc:"That day included"`
}) (*api.Body[AccountStatement], error) {
	var wrong fault.Fields
	from, to := registerapi.Day(in.From, "from", &wrong), registerapi.Day(in.To, "to", &wrong)
	w, err := in.When(h.Clock.Now())
	if err == nil {
		err = wrong.Err()
	}
	if err != nil {
		return nil, err
	}
	st, err := db.Find(ctx, h.DB, func(tx *db.Tx) (fee.Statement, error) { return h.fees.Statement(tx, account.Actor(ctx), from, to, w) })
	return api.Of(wireStatement(st)), err
}

func (h *handlers) spend(ctx context.Context, in *struct {
	Body struct {
		Kind  string `json:"kind" maxLength:"40" doc:"cpd, cards or manuals; brought, once, for what the account held at first"`
		Pence int64  `json:"pence" minimum:"1"`
		Day   string `json:"day" format:"date"`
		What  string `json:"what" maxLength:"300"`
	}
}) (*api.Done, error) {
	d, err := day(in.Body.Day, "day")
	if err != nil {
		return nil, err
	}
	s := fee.Spending{Kind: fee.PostingKind(in.Body.Kind), Amount: pounds(in.Body.Pence), Day: d, What: in.Body.What}
	if s.Kind == fee.Brought {
		_, err = h.fees.Begin(ctx, account.Actor(ctx), s)
	} else {
		_, err = h.fees.Spend(ctx, account.Actor(ctx), s)
	}
	return &api.Done{}, err
}

func (h *handlers) putRight(ctx context.Context, in *struct {
	registerapi.Entry
	Body PaperWhy
}) (*api.Done, error) {
	return &api.Done{}, h.fees.PutRight(ctx, account.Actor(ctx), id.Posting(in.ID), in.Body.Why)
}
