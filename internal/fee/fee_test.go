package fee_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/fee"
	"watchword/internal/fee/feetest"
	"watchword/internal/id"
	"watchword/internal/register"
)

var must = accredtest.Must

func each(t *testing.T, do func(t *testing.T, w *feetest.World)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { do(t, feetest.New(t, d)) })
}

func TestAmountsAreReadAndWritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"120": "£120.00", "97.50": "£97.50", "£1,250.5": "£1,250.50", "-12.00": "−£12.00", "0.07": "£0.07", "1234567.89": "£1,234,567.89",
		"": "", "12.345": "", "1.": "", "12p": "", ".50": "", "1e3": "", "99999999999": "", "--1": ""} {
		got, ok := fee.ParsePence(text)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("%q is %s, %v", text, got, ok)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := fee.Pence(rapid.Int64Range(-int64(fee.Most), int64(fee.Most)).Draw(t, "pence"))
		if got, ok := fee.ParsePence(p.Plain()); !ok || got != p {
			t.Fatalf("%s read back is %d", p.Plain(), got)
		}
	})
}

// TestThePriceIsThatOfTheDay changes an amount twice ahead and asks on each day; what was
// known before a change was entered stays known of that time.
func TestThePriceIsThatOfTheDay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *feetest.World) {
		set := func(amount string, from clock.Day) error {
			return w.Fees.Set(t.Context(), w.Manager, fee.NewTariff{Event: fee.TrainingPlace, Sector: fee.Public, Amount: amount, From: from, Basis: "Board of 12 November"})
		}
		before := w.Now()
		w.Clock.Set(clock.OnClock(accredtest.Today, 11, 0))
		must(t, set("140", accredtest.Today.AddDays(60)))
		must(t, set("130", accredtest.Today.AddDays(30)))
		on := func(days int, known register.When) string {
			all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]fee.TariffVersion, error) {
				return w.Fees.Schedule(tx, w.Manager, register.When{At: accredtest.Today.AddDays(days).Start(), Known: known.Known})
			})
			must(t, err)
			i := slices.IndexFunc(all, func(v fee.TariffVersion) bool {
				return v.State.Event == fee.TrainingPlace && v.State.Sector == fee.Public
			})
			return all[i].State.Amount.String()
		}
		for days, want := range map[int]string{0: "£120.00", 29: "£120.00", 30: "£130.00", 59: "£130.00", 60: "£140.00", 400: "£140.00"} {
			if got := on(days, w.Now()); got != want {
				t.Errorf("%d days on: %s, want %s", days, got, want)
			}
		}
		if got := on(60, before); got != "£120.00" {
			t.Errorf("before it was entered, known of the 60th day: %s", got)
		}
		coming, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]fee.TariffVersion, error) { return w.Fees.Coming(tx, w.Manager, w.Now()) })
		must(t, err)
		if len(coming) != 2 || coming[0].State.Amount != 13000 {
			t.Errorf("%v", coming)
		}
		for _, bad := range []fee.NewTariff{{}, {Event: "moon", Sector: "public", Amount: "1", From: accredtest.Today, Basis: "x"}, {Event: fee.Manual, Sector: fee.Public, Amount: "-1", From: accredtest.Today, Basis: "x"}} {
			if err := w.Fees.Set(t.Context(), w.Manager, bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		if err := w.Fees.Set(t.Context(), w.Delegate, fee.NewTariff{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%v", err)
		}
	})
}

// TestAQuoteBecomesAnInvoiceAtItsOwnPrices changes the price in between, pays in parts, takes
// off a part, and sends back what is then too much.
func TestAQuoteBecomesAnInvoiceAtItsOwnPrices(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *feetest.World) {
		ctx, today := t.Context(), accredtest.Today
		quote, err := w.Fees.Offer(ctx, w.Manager, fee.Order{Org: w.Firm, Items: []fee.Item{{Event: fee.TrainingPlace, Quantity: 2, Note: "Course 2026-11"}, {Event: fee.Manual, Quantity: 2}, {Event: fee.Card}}})
		must(t, err)
		if q := w.Find(t, quote); q.Number != "QUO-0001" || q.Total != 31700 || q.Due != today.AddDays(60) || q.Sector != fee.Private {
			t.Fatalf("%+v", q)
		}
		w.Clock.Set(clock.OnClock(today.AddDays(2), 9, 0))
		must(t, w.Fees.Set(ctx, w.Manager, fee.NewTariff{Event: fee.Manual, Sector: fee.Private, Amount: "9", From: today.AddDays(1), Basis: "Board"}))
		if _, err := w.Fees.Accept(ctx, w.Signatory(w.Council), quote, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another employer accepts it: %v", err)
		}
		inv, err := w.Fees.Accept(ctx, w.Signatory(w.Firm), quote, "PO 77")
		must(t, err)
		if _, err := w.Fees.Accept(ctx, w.Signatory(w.Firm), quote, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("accepted twice: %v", err)
		}
		in := w.Find(t, inv)
		if in.Number != "INV-0001" || in.Total != 31700 || in.Yours != "PO 77" || in.OfNumber != "QUO-0001" || in.Due != today.AddDays(32) {
			t.Fatalf("%+v", in)
		}
		w.Paid(t, inv, "100")
		if p := w.Find(t, inv); p.State != fee.Owed || p.Balance() != 21700 || p.Overdue(in.Due) || !p.Overdue(in.Due+1) {
			t.Errorf("%+v", p)
		}
		if _, err := w.Fees.Pay(ctx, w.Manager, inv, fee.Payment{Amount: "217.01", Day: today, Through: "Bank"}); accredtest.Wrong(err) != "amount" {
			t.Errorf("more than is owed: %v", err)
		}
		last := w.Paid(t, inv, "217")
		if p := w.Find(t, inv); p.State != fee.Settled {
			t.Errorf("%+v", p)
		}
		if err := w.Fees.Refund(ctx, w.Manager, inv, today, "Bank"); !fault.Is(err, fault.Conflict) {
			t.Errorf("sent back though nothing is too much: %v", err)
		}
		_, err = w.Fees.Give(ctx, w.Manager, inv, "150.50", "One place was not taken up")
		must(t, err)
		if p := w.Find(t, inv); p.State != fee.InCredit || p.Balance() != -15050 {
			t.Errorf("%+v", p)
		}
		must(t, w.Fees.Refund(ctx, w.Manager, inv, today, "Bank transfer"))
		if p := w.Find(t, inv); p.State != fee.Settled {
			t.Errorf("%+v", p)
		}
		if err := w.Fees.ReversePayment(ctx, w.Manager, last, "It bounced"); !fault.Is(err, fault.Conflict) {
			t.Errorf("reversed what was sent back: %v", err)
		}
		if _, err := w.Fees.Give(ctx, w.Manager, inv, "166.51", "x"); accredtest.Wrong(err) != "amount" {
			t.Errorf("credited more than the invoice: %v", err)
		}
		if st := w.Statement(t); st.Closing != 31700-15050 || len(st.Lines) != 3 {
			t.Errorf("%+v", st)
		}
		w.Verify(t)
	})
}

func TestAReceiptThatWasWrongIsReversed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *feetest.World) {
		inv := w.Invoice(t, w.Council, 1)
		r := w.Paid(t, inv, "120")
		if err := w.Fees.ReversePayment(t.Context(), w.Manager, r, " "); accredtest.Wrong(err) != "why" {
			t.Errorf("%v", err)
		}
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(3), 9, 0))
		must(t, w.Fees.ReversePayment(t.Context(), w.Manager, r, "The cheque was not honoured"))
		if err := w.Fees.ReversePayment(t.Context(), w.Manager, r, "Again"); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if p := w.Find(t, inv); p.State != fee.Owed || p.Balance() != 12000 {
			t.Errorf("%+v", p)
		}
		st := w.Statement(t)
		if len(st.Lines) != 2 || st.Closing != 0 || st.Lines[0].State.In != 12000 || st.Lines[1].State.Out != 12000 || st.Lines[1].State.Day != accredtest.Today.AddDays(3) {
			t.Errorf("%+v", st.Lines)
		}
		w.Verify(t)
	})
}

// TestNumbersHaveNoGap makes papers, some of which fail half-way, and finds a number that was
// taken out by hand.
func TestNumbersHaveNoGap(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *feetest.World) {
		var numbers []string
		for i := range 4 {
			numbers = append(numbers, w.Find(t, w.Invoice(t, w.Council, i+1)).Number)
			if _, err := w.Fees.Issue(t.Context(), w.Manager, fee.Order{Org: w.Council, Items: []fee.Item{{Event: fee.Card, Quantity: 1}}}); accredtest.Wrong(err) != "fee.none" {
				t.Errorf("what has no amount: %v", err)
			}
			if _, err := w.Fees.Issue(t.Context(), w.Manager, fee.Order{Org: w.Council, Items: []fee.Item{{Event: fee.Application, Quantity: 1}}}); accredtest.Wrong(err) != "quantity-application" {
				t.Errorf("what is free: %v", err)
			}
		}
		if !slices.Equal(numbers, []string{"INV-0001", "INV-0002", "INV-0003", "INV-0004"}) {
			t.Errorf("%v", numbers)
		}
		fits := func() string {
			wrong, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (string, error) { return fee.NumbersFit(tx, w.Force) })
			must(t, err)
			return wrong
		}
		if got := fits(); got != "" {
			t.Error(got)
		}
		must(t, w.DB.Write(t.Context(), func(tx *db.Tx) error {
			if _, err := tx.Exec(`DELETE FROM fee_number WHERE number = 'INV-0002'`); err != nil {
				return err
			}
			_, err := tx.Exec(`DELETE FROM fee_paper WHERE number = 'INV-0002'`)
			return err
		}))
		if got := fits(); !strings.Contains(got, "gap among the numbers of the kind invoice") {
			t.Errorf("%q", got)
		}
	})
}

// TestTheAccountIsSpentOnTheSchemeAlone refuses what is not for the scheme with the rule, and
// records the refusal.
func TestTheAccountIsSpentOnTheSchemeAlone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *feetest.World) {
		ctx, today := t.Context(), accredtest.Today
		spend := func(k fee.PostingKind, amount string) error {
			_, err := w.Fees.Spend(ctx, w.Manager, fee.Spending{Kind: k, Amount: amount, Day: today, What: "Bill 14"})
			return err
		}
		if _, err := w.Fees.Begin(ctx, w.Manager, fee.Spending{Amount: "1000", Day: today, What: "Held on the old account"}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Fees.Begin(ctx, w.Manager, fee.Spending{Amount: "1", Day: today, What: "Again"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("begun twice: %v", err)
		}
		must(t, spend(fee.CPD, "400"))
		must(t, spend(fee.Cards, "90.25"))
		must(t, spend(fee.Manuals, "9.75"))
		for _, k := range []fee.PostingKind{"vehicles", fee.Fees, fee.Brought, fee.Back} {
			err := spend(k, "1")
			if f := fault.Of(err); f == nil || f.Kind != fault.Refused || f.Reasons[0].Code != "account.ring-fence" || !strings.Contains(f.Reasons[0].Message, "CPD events, ID cards and training manuals") {
				t.Errorf("%s: %v", k, err)
			}
		}
		if err := spend(fee.CPD, "500.01"); accredtest.Wrong(err) != "account.short" {
			t.Errorf("more than it holds: %v", err)
		}
		if err := spend("", "1"); accredtest.Wrong(err) != "kind" {
			t.Errorf("for nothing: %v", err)
		}
		refused, err := db.Find(ctx, w.DB, func(tx *db.Tx) (int64, error) {
			return db.Count(tx, `SELECT COUNT(*) FROM ledger_entry WHERE force_id = ? AND act = 'account.spend' AND outcome = 'refused'`, string(w.Force))
		})
		if must(t, err); refused < 5 {
			t.Errorf("%d refusals in the ledger", refused)
		}
		st := w.Statement(t)
		if st.Closing != 50000 || len(st.Sums) != 4 {
			t.Errorf("%+v", st)
		}
		wrong := st.Lines[1]
		must(t, w.Fees.PutRight(ctx, w.Manager, id.Posting(wrong.ID), "Paid by the council after all"))
		if err := w.Fees.PutRight(ctx, w.Manager, id.Posting(wrong.ID), "x"); !fault.Is(err, fault.Conflict) {
			t.Errorf("put right twice: %v", err)
		}
		if st := w.Statement(t); st.Closing != 90000 {
			t.Errorf("%s", st.Closing)
		}
		if _, err := w.Fees.Spend(ctx, w.Signatory(w.Firm), fee.Spending{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%v", err)
		}
		w.Verify(t)
	})
}

// TestAStatementAddsUp holds every statement of every period: opening + in − out = closing,
// each line of the period once, and periods that follow one another fit together.
func TestAStatementAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var all []fee.PostingVersion
		for i := range rapid.IntRange(0, 40).Draw(t, "lines") {
			k := fee.PostingKinds[rapid.IntRange(0, len(fee.PostingKinds)-1).Draw(t, "kind")].Kind
			p := fee.Posting{Kind: k, Day: clock.Day(20000 + rapid.IntRange(0, 60).Draw(t, "day"))}
			amount := fee.Pence(rapid.Int64Range(1, 1e6).Draw(t, "amount"))
			if rapid.Bool().Draw(t, "in") {
				p.In = amount
			} else {
				p.Out = amount
			}
			all = append(all, fee.PostingVersion{ID: fmt.Sprintf("pst_%03d", i), State: p})
		}
		from := clock.Day(19990 + rapid.IntRange(0, 80).Draw(t, "from"))
		to := from + clock.Day(rapid.IntRange(0, 80).Draw(t, "length"))
		st := fee.StatementOf(all, from, to)
		held, seen := st.Opening, map[string]bool{}
		for _, l := range st.Lines {
			if held += l.State.In - l.State.Out; l.Held != held || seen[l.ID] || l.State.Day < from || l.State.Day > to {
				t.Fatalf("%+v", l)
			}
			seen[l.ID] = true
		}
		for _, v := range all {
			if in := v.State.Day >= from && v.State.Day <= to; in != seen[v.ID] {
				t.Fatalf("line %s of %s stands in it: %v", v.ID, v.State.Day, seen[v.ID])
			}
		}
		var in, out fee.Pence
		for _, s := range st.Sums {
			in, out = in+s.In, out+s.Out
		}
		if held != st.Closing || st.Opening+st.In-st.Out != st.Closing || in != st.In || out != st.Out {
			t.Fatalf("%+v", st)
		}
		if next := fee.StatementOf(all, to+1, to+40); next.Opening != st.Closing {
			t.Fatalf("%s, then %s", st.Closing, next.Opening)
		}
	})
}

func TestWhoIsToldOfMoney(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *feetest.World) {
		_, err := w.Fees.Offer(t.Context(), w.Manager, fee.Order{Org: w.Council, Items: []fee.Item{{Event: fee.Manual, Quantity: 3}}})
		must(t, err)
		w.Invoice(t, w.Council, 2)
		_, err = w.Fees.TakeBankFile(t.Context(), w.Manager, "nov.csv", []byte("Date,Description,Amount\n17/11/2026,THANKS,5.00\n"))
		must(t, err)
		told := func(who authz.Actor) string {
			items, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]diary.Item, error) {
				return w.Fees.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: clock.DayOf(w.Clock.Now()).AddDays(90), Limit: 50})
			})
			must(t, err)
			var out []string
			for _, i := range items {
				out = append(out, i.Title)
			}
			return strings.Join(out, "; ")
		}
		for _, tt := range []struct {
			who  authz.Actor
			want string
		}{
			{w.Signatory(w.Council), "Pay invoice INV-0001, £240.00; Accept quote QUO-0001, £24.00, or leave it"}, {w.Signatory(w.Firm), ""}, {w.Delegate, ""},
			{w.Manager, "Aldermere City Council is to pay invoice INV-0001, £240.00; Say what one line of the bank’s file is"},
		} {
			if got := told(tt.who); got != tt.want {
				t.Errorf("%s: %q", tt.who.Role, got)
			}
		}
	})
}

func TestLifePageIsTrue(t *testing.T) {
	t.Parallel()
	const file = "../../docs/life-of-an-invoice.md"
	if os.Getenv("UPDATE") != "" {
		must(t, os.WriteFile(file, []byte(fee.LifePage()), 0o644))
	}
	if have, err := os.ReadFile(file); err != nil || string(have) != fee.LifePage() {
		t.Errorf("%s is not what the table says (UPDATE=1 writes it): %v", file, err)
	}
}
