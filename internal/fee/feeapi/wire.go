package feeapi

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/fee"
	"watchword/internal/register/registerapi"
)

// FeeAmount is one amount of the schedule in JSON. Amounts are whole pence.
type FeeAmount struct {
	Event  string                     `json:"event" enum:"application,accreditation,renewal,training-place,card,replacement-card,manual"`
	Sector string                     `json:"sector" enum:"public,private"`
	Pence  int64                      `json:"pence" doc:"0: it is free"`
	From   string                     `json:"from" format:"date" doc:"The first day on which it is charged"`
	Basis  string                     `json:"basis" doc:"Who decided it, and where that is written"`
	Period *registerapi.VersionPeriod `json:"period"`
}

func wireTariff(v fee.TariffVersion) FeeAmount {
	t, p := &v.State, registerapi.PeriodOf(v)
	return FeeAmount{string(t.Event), string(t.Sector), int64(t.Amount), clock.DayOf(v.From).String(), t.Basis, &p}
}

// PaperLine is one line of a quote or an invoice.
type PaperLine struct {
	Event    string `json:"event"`
	Note     string `json:"note,omitempty"`
	Quantity int    `json:"quantity"`
	Each     int64  `json:"each_pence"`
	Sum      int64  `json:"sum_pence"`
}

// Paper is a quote, an invoice, a receipt or a credit note in JSON. Amounts are whole pence.
type Paper struct {
	ID       string                     `json:"id"`
	Number   string                     `json:"number" example:"INV-0012"`
	Kind     string                     `json:"kind" enum:"quote,invoice,receipt,credit"`
	State    string                     `json:"state" enum:"offered,taken,withdrawn,owed,settled,in-credit,booked,reversed,given"`
	Org      string                     `json:"organisation"`
	To       []string                   `json:"to" doc:"Name and address, as they were when it was made"`
	Sector   string                     `json:"sector" enum:"public,private"`
	Day      string                     `json:"day" format:"date"`
	Due      string                     `json:"due,omitempty" format:"date" doc:"Of an invoice, by which to pay; of a quote, its last day"`
	Lines    []PaperLine                `json:"lines"`
	Total    int64                      `json:"total_pence"`
	Paid     int64                      `json:"paid_pence"`
	Credited int64                      `json:"credited_pence"`
	Refunded int64                      `json:"sent_back_pence"`
	Balance  int64                      `json:"owed_pence" doc:"Of an invoice; less than nothing if too much was paid"`
	Yours    string                     `json:"their_reference,omitempty"`
	Through  string                     `json:"paid_by,omitempty"`
	Why      string                     `json:"why,omitempty"`
	Of       string                     `json:"belongs_to,omitempty" doc:"The invoice of a receipt or credit note; the quote of an invoice"`
	Period   *registerapi.VersionPeriod `json:"period"`
}

func wirePaper(v fee.PaperVersion) Paper {
	x, p := &v.State, registerapi.PeriodOf(v)
	out := Paper{ID: v.ID, Number: x.Number, Kind: string(x.Kind), State: string(x.State), Org: string(x.Org), To: x.To, Sector: string(x.Sector), Day: x.Day.String(), Due: x.Due.String(), Lines: []PaperLine{},
		Total: int64(x.Total), Paid: int64(x.Paid), Credited: int64(x.Credited), Refunded: int64(x.Refunded), Balance: int64(x.Balance()), Yours: x.Yours, Through: x.Through, Why: x.Why, Of: string(x.Of), Period: &p}
	for _, l := range x.Lines {
		out.Lines = append(out.Lines, PaperLine{string(l.Event), l.Note, l.Quantity, int64(l.Each), int64(l.Sum())})
	}
	return out
}

// PaperItem is something that is ordered.
type PaperItem struct {
	Event    string `json:"event" enum:"application,accreditation,renewal,training-place,card,replacement-card,manual"`
	Quantity int    `json:"quantity" minimum:"1" maximum:"9999"`
	Note     string `json:"note,omitempty" maxLength:"200"`
}

// AccountLine is one line of the scheme account.
type AccountLine struct {
	ID       string    `json:"id"`
	Day      string    `json:"day" format:"date"`
	Kind     string    `json:"kind" enum:"brought,fees,cpd,cards,manuals,back"`
	What     string    `json:"what"`
	In       int64     `json:"in_pence"`
	Out      int64     `json:"out_pence"`
	Held     int64     `json:"held_pence" doc:"What the account held after it"`
	Paper    string    `json:"paper,omitempty"`
	Against  string    `json:"against,omitempty" doc:"The line that this one puts right"`
	PutRight string    `json:"put_right_by,omitempty"`
	By       string    `json:"by"`
	At       time.Time `json:"entered"`
}

// AccountSum is what of one kind came in and went out.
type AccountSum struct {
	Kind string `json:"kind"`
	In   int64  `json:"in_pence"`
	Out  int64  `json:"out_pence"`
}

// AccountStatement is the scheme account over a period: opening + in − out = closing.
type AccountStatement struct {
	From    string        `json:"from" format:"date"`
	To      string        `json:"to" format:"date" doc:"That day included"`
	Opening int64         `json:"opening_pence"`
	In      int64         `json:"in_pence"`
	Out     int64         `json:"out_pence"`
	Closing int64         `json:"closing_pence"`
	Sums    []AccountSum  `json:"sums"`
	Lines   []AccountLine `json:"lines"`
}

func wireStatement(st fee.Statement) AccountStatement {
	out := AccountStatement{From: st.From.String(), To: st.To.String(), Opening: int64(st.Opening), In: int64(st.In), Out: int64(st.Out), Closing: int64(st.Closing), Sums: []AccountSum{}, Lines: []AccountLine{}}
	for _, s := range st.Sums {
		out.Sums = append(out.Sums, AccountSum{string(s.Kind), int64(s.In), int64(s.Out)})
	}
	for _, l := range st.Lines {
		p := &l.State
		out.Lines = append(out.Lines, AccountLine{ID: l.ID, Day: p.Day.String(), Kind: string(p.Kind), What: p.What, In: int64(p.In), Out: int64(p.Out), Held: int64(l.Held), Paper: string(p.Paper),
			Against: string(p.Against), PutRight: string(p.PutRight), By: p.Last.By, At: p.Last.At})
	}
	return out
}

// BankFitting is a line of a bank's file that waits, with the invoice that it fits.
type BankFitting struct {
	ID      string `json:"id"`
	Day     string `json:"day" format:"date"`
	Pence   int64  `json:"pence" doc:"Less than nothing: money out"`
	Text    string `json:"text"`
	Fit     string `json:"fit" enum:"matched,suggested,left"`
	Invoice string `json:"invoice,omitempty"`
	Number  string `json:"number,omitempty"`
	Why     string `json:"why"`
}

func wireFitting(f fee.Fitting) BankFitting {
	l := &f.Line.State
	return BankFitting{ID: f.Line.ID, Day: l.Day.String(), Pence: int64(l.Amount), Text: l.Text, Fit: string(f.Fit), Invoice: f.Invoice.ID, Number: f.Invoice.State.Number, Why: f.Why}
}
