package fee_test

import (
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/card/cardtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/fee"
	"watchword/internal/fee/feetest"
	"watchword/internal/id"
	"watchword/internal/register"
)

// chargesOf is the charges that somebody sees: what was charged and where it stands.
func chargesOf(t *testing.T, w *feetest.World, who authz.Actor, when register.When) string {
	t.Helper()
	all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]fee.ChargeVersion, error) {
		all, n, err := w.Fees.Charges(tx, who, fee.ChargeQuery{}, when)
		if n != len(all) {
			t.Errorf("%d of %d", len(all), n)
		}
		return all, err
	})
	must(t, err)
	var out []string
	for _, v := range all {
		out = append(out, v.State.What+": "+v.State.Amount.String()+" "+string(v.State.State))
	}
	return strings.Join(out, "; ")
}

// TestAReplacementIsChargedOnceAndInvoicedWithOthers replaces cards for every kind of reason,
// before and after there is an amount, calls new cards off before and after the invoice, and
// looks back at what was known.
func TestAReplacementIsChargedOnceAndInvoicedWithOthers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := feetest.New(t, d)
		cards, ctx := &cardtest.World{World: w.World}, t.Context()
		replace := func(old id.Card, because card.Because) id.Card {
			t.Helper()
			made, err := w.Cards.Replace(ctx, w.Manager, old, card.Replacement{Because: because, Note: "On the number 7 bus"})
			must(t, err)
			return made
		}
		destroy := func(c id.Card) {
			t.Helper()
			must(t, w.Cards.Destroy(ctx, w.Manager, card.Destruction{Cards: []id.Card{c}, How: "Shredded", Witness: "Priya Nair"}))
		}
		says := func(want string) {
			t.Helper()
			if got := chargesOf(t, w, w.Manager, w.Now()); got != want {
				t.Errorf("%s\nwant %s", got, want)
			}
		}
		_, _, one := cards.Held(t, w.Council, "Joel")
		_, _, two := cards.Held(t, w.Council, "Mo")
		_, _, three := cards.Held(t, w.Council, "Asha")
		replace(three, card.HasChanged)
		says("")
		before := w.Now()
		w.Clock.Set(clock.OnClock(accredtest.Today, 11, 0))
		first := replace(one, card.WasLost)
		const lost, stolen = "Card 004001-01 (lost), by card 004001-02: £25.00 ", "Card 004002-01 (stolen), by card 004002-02: £25.00 "
		says(lost + "waiting")
		must(t, w.Fees.Set(ctx, w.Manager, fee.NewTariff{Event: fee.Replacement, Sector: fee.Public, Amount: "30", From: accredtest.Today.AddDays(1), Basis: "Board"}))
		second := replace(two, card.WasStolen)
		says(lost + "waiting; " + stolen + "waiting")

		// The new card is called off before the invoice, and made anew at the price of that day.
		destroy(first)
		says(lost + "dropped; " + stolen + "waiting")
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(1), 11, 0))
		third := replace(one, card.WasLost)
		const anew = "Card 004001-01 (lost), by card 004001-03: £30.00 "
		says(stolen + "waiting; " + anew + "waiting")

		charges := []id.Charge{id.Charge("replacement-card." + one), id.Charge("replacement-card." + two)}
		for name, err := range map[string]error{"a delegate": invoiceAll(t, w, w.Delegate, charges), "the employer": invoiceAll(t, w, w.Signatory(w.Council), charges), "nothing chosen": invoiceAll(t, w, w.Manager, nil)} {
			if !fault.Is(err, fault.Forbidden) && name != "nothing chosen" || name == "nothing chosen" && accredtest.Wrong(err) != "charges" {
				t.Errorf("%s: %v", name, err)
			}
		}
		made, err := w.Fees.InvoiceCharges(ctx, w.Manager, append(charges, charges[0]))
		must(t, err)
		if len(made) != 1 {
			t.Fatalf("%v", made)
		}
		inv := w.Find(t, made[0])
		if inv.Number != "INV-0001" || inv.Total != 5500 || len(inv.Lines) != 2 || inv.Lines[0].Note != "Card 004001-01 (lost), by card 004001-03" || inv.Org != w.Council {
			t.Errorf("%+v", inv)
		}
		if err := invoiceAll(t, w, w.Manager, charges[:1]); !fault.Is(err, fault.Conflict) {
			t.Errorf("invoiced twice: %v", err)
		}
		if err := w.Fees.Waive(ctx, w.Manager, charges[0], "Ours"); !fault.Is(err, fault.Conflict) {
			t.Errorf("waived after the invoice: %v", err)
		}

		// The new cards end after the invoice: one charge is credited, one stands.
		must(t, w.Cards.Report(ctx, w.Manager, card.Lost, "In the post", second))
		destroy(third)
		says(stolen + "credit-due; " + anew + "credit-due")
		if _, err := w.Fees.CreditCharge(ctx, w.Manager, charges[1], " "); accredtest.Wrong(err) != "why" {
			t.Errorf("%v", err)
		}
		note, err := w.Fees.CreditCharge(ctx, w.Manager, charges[1], "It was lost in our post")
		must(t, err)
		if n, in := w.Find(t, note), w.Find(t, made[0]); n.Total != 2500 || n.Of != made[0] || in.Balance() != 3000 {
			t.Errorf("%+v", n)
		}
		must(t, w.Fees.LetStand(ctx, w.Manager, charges[0], "The employer asked for both"))
		says(stolen + "credited; " + anew + "invoiced")
		cards.HandOver(t, replace(one, card.WasLost))
		replace(one, card.WasLost)
		says(stolen + "credited; " + anew + "invoiced")

		if got := chargesOf(t, w, w.Manager, before); got != "" {
			t.Errorf("before the first: %s", got)
		}
		if got := chargesOf(t, w, w.Signatory(w.Firm), w.Now()); got != "" {
			t.Errorf("another employer sees %s", got)
		}
		if got := chargesOf(t, w, w.Signatory(w.Council), w.Now()); got == "" {
			t.Error("the employer sees none of its own")
		}
		w.Verify(t)
	})
}

func invoiceAll(t *testing.T, w *feetest.World, who authz.Actor, charges []id.Charge) error {
	_, err := w.Fees.InvoiceCharges(t.Context(), who, charges)
	return err
}

// TestWhatTheScheduleDoesNotChargeIsNotCharged waives a charge, and replaces cards where the
// schedule has no amount, or says that it is free.
func TestWhatTheScheduleDoesNotChargeIsNotCharged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := &feetest.World{World: accredtest.New(t, d)}
		cards, council := &cardtest.World{World: w.World}, w.Approved(t, "Aldermere City Council")
		lose := func(c id.Card) {
			t.Helper()
			_, err := w.Cards.Replace(t.Context(), w.Manager, c, card.Replacement{Because: card.WasDamaged})
			must(t, err)
		}
		set := func(amount string) {
			t.Helper()
			must(t, w.Fees.Set(t.Context(), w.Manager, fee.NewTariff{Event: fee.Replacement, Sector: fee.Public, Amount: amount, From: accredtest.Today, Basis: "Board"}))
		}
		_, _, one := cards.Held(t, council, "Joel")
		_, _, two := cards.Held(t, council, "Mo")
		_, _, three := cards.Held(t, council, "Asha")
		lose(one)
		set("0")
		lose(two)
		if got := chargesOf(t, w, w.Manager, w.Now()); got != "" {
			t.Errorf("charged without an amount: %s", got)
		}
		w.Clock.Set(clock.OnClock(accredtest.Today, 11, 0))
		set("12.50")
		lose(three)
		of := id.Charge("replacement-card." + three)
		if err := w.Fees.Waive(t.Context(), w.Manager, of, ""); accredtest.Wrong(err) != "why" {
			t.Errorf("%v", err)
		}
		must(t, w.Fees.Waive(t.Context(), w.Manager, of, "The printer had spoiled it"))
		if got := chargesOf(t, w, w.Manager, w.Now()); got != "Card 004003-01 (damaged), by card 004003-02: £12.50 waived" {
			t.Errorf("%s", got)
		}
		w.Verify(t)
	})
}
