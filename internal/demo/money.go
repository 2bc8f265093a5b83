package demo

import (
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/register"
)

// amounts is what the county charges, in pounds, of public and private bodies. They are made
// up, as everything in it: no national tariff is known.
var amounts = []struct {
	event           fee.Event
	public, private string
}{{fee.Application, "0", "400"}, {fee.Accreditation, "60", "90"}, {fee.Renewal, "30", "45"}, {fee.TrainingPlace, "110", "140"}, {fee.Card, "0", "12"}, {fee.Replacement, "20", "20"}, {fee.Manual, "9.50", "9.50"}}

// billed is an invoice of the county: for whom, so many days ago, for what; and how many
// days later how much came, in pounds.
var billed = []struct {
	with   string
	ago    int
	event  fee.Event
	number int
	after  int
	paid   string
}{
	{"Calderwick Borough Council", 210, fee.TrainingPlace, 6, 21, "660"}, {"Harbourside Security Ltd", 170, fee.TrainingPlace, 4, 30, "560"}, {"Aldermere City Council", 122, fee.Renewal, 9, 17, "270"},
	{"Strand BID", 74, fee.Replacement, 2, 0, ""}, {"Harbourside Security Ltd", 52, fee.Accreditation, 3, 24, "150"}, {"Eskhaven Borough Council", 40, fee.Manual, 12, 12, "114"},
	{"Eastmarch County Council", 19, fee.TrainingPlace, 3, 0, ""}, {"Vale Hospitals NHS Trust", 11, fee.Accreditation, 5, 0, ""},
}

// spent is what went out of the scheme account: so many days ago, and on what.
var spent = []struct {
	ago    int
	kind   fee.PostingKind
	amount string
	what   string
}{{160, fee.Cards, "186.40", "Blank cards and ribbon, bill 2241"}, {95, fee.CPD, "420", "Hall for the yearly CPD day, bill 118"}, {36, fee.Manuals, "97.50", "Printing of 15 training manuals, bill 77"}}

// toBill is the steps of the county's money, up to a bank's file that nobody has gone
// through yet.
func toBill() []step {
	out := []step{{240, (*loading).charge}}
	for _, b := range billed {
		var of id.Paper
		out = append(out, step{b.ago, func(l *loading) (err error) {
			of, err = l.Fees.Issue(l.ctx, l.manager(), fee.Order{Org: l.named(b.with).id, Items: []fee.Item{{Event: b.event, Quantity: b.number}}})
			return err
		}})
		if b.paid != "" {
			out = append(out, step{b.ago - b.after, func(l *loading) error {
				_, err := l.Fees.Pay(l.ctx, l.manager(), of, fee.Payment{Amount: b.paid, Day: clock.DayOf(l.Clock.Now()), Through: "Bank transfer"})
				return err
			}})
		}
	}
	for _, s := range spent {
		out = append(out, step{s.ago, func(l *loading) error {
			_, err := l.Fees.Spend(l.ctx, l.manager(), fee.Spending{Kind: s.kind, Amount: s.amount, Day: clock.DayOf(l.Clock.Now()), What: s.what})
			return err
		}})
	}
	return append(out, step{9, (*loading).offered}, step{6, (*loading).invoiced}, step{1, (*loading).exported})
}

// charge enters the schedule, with a change that is known ahead, and what the account held.
func (l *loading) charge() error {
	today := clock.DayOf(l.Clock.Now())
	set := func(v fee.Event, sector fee.Sector, amount string, from clock.Day) error {
		return l.Fees.Set(l.ctx, l.manager(), fee.NewTariff{Event: v, Sector: sector, Amount: amount, From: from, Basis: "Made up for this county"})
	}
	for _, a := range amounts {
		for i, amount := range []string{a.public, a.private} {
			if err := set(a.event, fee.Sectors[i], amount, today); err != nil {
				return err
			}
		}
	}
	for i, amount := range []string{"115", "145"} {
		if err := set(fee.TrainingPlace, fee.Sectors[i], amount, today.AddDays(240+90)); err != nil {
			return err
		}
	}
	_, err := l.Fees.Begin(l.ctx, l.manager(), fee.Spending{Amount: "1250", Day: today, What: "Held when the account was first kept here"})
	return err
}

// offered is a quote that waits for the employer.
func (l *loading) offered() error {
	_, err := l.Fees.Offer(l.ctx, l.manager(), fee.Order{Org: l.named("Aldermere City Council").id, Items: []fee.Item{{Event: fee.TrainingPlace, Quantity: 4, Note: "Spring course"}, {Event: fee.Manual, Quantity: 4}}})
	return err
}

// waiting is how many charges the office has not come to yet.
const waiting = 2

// invoiced makes invoices of what was charged for cards by itself, but for the latest.
func (l *loading) invoiced() error {
	all, err := db.Find(l.ctx, l.DB, func(tx *db.Tx) ([]fee.ChargeVersion, error) {
		all, _, err := l.Fees.Charges(tx, l.manager(), fee.ChargeQuery{State: fee.ToInvoice}, register.Now(l.Clock.Now()))
		return all, err
	})
	if err != nil || len(all) <= waiting {
		return err
	}
	var chosen []id.Charge
	for _, v := range all[:len(all)-waiting] {
		chosen = append(chosen, id.Charge(v.ID))
	}
	_, err = l.Fees.InvoiceCharges(l.ctx, l.manager(), chosen)
	return err
}

// exported takes the bank's file of yesterday: one line matches, one may, and one is not the
// scheme's.
func (l *loading) exported() error {
	today := clock.DayOf(l.Clock.Now())
	text := "Date,Description,Paid in,Paid out\n"
	for i, line := range []string{"EASTMARCH COUNTY COUNCIL INV-0007,330.00,", "HARBOURSIDE SEC BALANCE INV 5,100.00,", "TRANSFER REF 77120,48.15,"} {
		text += today.AddDays(i-3).String() + "," + line + "\n"
	}
	_, err := l.Fees.TakeBankFile(l.ctx, l.manager(), "bank-"+today.String()+".csv", []byte(text))
	return err
}
