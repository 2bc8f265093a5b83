package fee_test

import (
	"fmt"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/fee"
	"watchword/internal/fee/feetest"
	"watchword/internal/id"
)

func TestBankFilesAsBanksExportThem(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, file, want string }{
		{"one column of amounts", "Date,Description,Amount,Balance\n17/11/2026,BACS INV-0001,\"1,250.00\",9.00\n18/11/2026,RENT,-12.50,1\n", "2026-11-17 1250.00 BACS INV-0001; 2026-11-18 -12.50 RENT"},
		{"in and out", "Account,12345678\nTransaction Date,Type,Narrative,Paid out,Paid in\n2026-11-17,FPI,INV 1,,120.00\n17 Nov 2026,DD,PRINTER,90.25,\n", "2026-11-17 120.00 FPI INV 1; 2026-11-17 -90.25 DD PRINTER"},
		{"brackets, CR and DR", "Posting Date,Details,Amount (£)\n17-Nov-26,A,(3.00)\n17-Nov-26,B,4.00 DR\n17-Nov-26,C,£5.00CR\n", "2026-11-17 -3.00 A; 2026-11-17 -4.00 B; 2026-11-17 5.00 C"},
		{"what has neither words nor amount is passed over", "Date,Reference,Value\n17/11/2026 09:14,X,1\nClosing balance,,\n", "2026-11-17 1.00 X"},
		{"what is no day", "Date,Reference,Value\n17/11/2026,X,1\nClosing balance,,9\n", "?line 3: “Closing balance” is no day"},
		{"totals without a day are passed over", "Date,Reference,Value\n17/11/2026,X,1\n,Closing,99\n", "2026-11-17 1.00 X"},
		{"an amount that is none", "Date,Reference,Amount\n17/11/2026,X,abc\n32/11/2026,Y,1\n", "?line 2: “abc” is no amount; line 3: “32/11/2026” is no day. Nothing was taken"},
		{"no headings", "17/11/2026,X,1\n", "?No line of headings was found"},
		{"nothing below the headings", "Date,Reference,Amount\n", "?no line below"},
	} {
		lines, err := fee.ReadBankFile([]byte(tt.file))
		var got []string
		for _, l := range lines {
			got = append(got, l.Day.String()+" "+l.Amount.Plain()+" "+l.Text)
		}
		if says, bad := strings.CutPrefix(tt.want, "?"); bad {
			if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), says) {
				t.Errorf("%s: %v, %q", tt.name, err, got)
			}
		} else if err != nil || strings.Join(got, "; ") != tt.want {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
}

func TestHowALineFits(t *testing.T) {
	t.Parallel()
	owed := func(number, payer string, total fee.Pence) fee.PaperVersion {
		return fee.PaperVersion{ID: "pap_" + number, State: fee.Paper{Kind: fee.Invoice, State: fee.Owed, Number: number, To: []string{payer}, Total: total}}
	}
	invoices := []fee.PaperVersion{owed("INV-0001", "Strand BID", 12000), owed("INV-0012", "Eskhaven Borough Council", 30000), owed("INV-0013", "Vale Hospitals NHS Trust", 30000)}
	for _, tt := range []struct {
		text   string
		amount fee.Pence
		fit    fee.Fit
		of     string
	}{
		{"STRAND BID INV-0001", 12000, fee.Matched, "INV-0001"},
		{"strand bid inv1", 12000, fee.Matched, "INV-0001"},
		{"PAYMENT INV 0012 THANKS", 30000, fee.Matched, "INV-0012"},
		{"INV-0012 PART", 10000, fee.Suggested, "INV-0012"},
		{"INV-0012", 30001, fee.Left, ""},
		{"STRAND", 12000, fee.Suggested, "INV-0001"},
		{"FPI", 30000, fee.Left, ""},
		{"VALE HOSPITALS NHS TRUST", 30000, fee.Suggested, "INV-0013"},
		{"INV-0001 AND INV-0012", 42000, fee.Left, ""},
		{"INV-0099", 777, fee.Left, ""},
		{"CONVINV-0001X", 5, fee.Left, ""},
		{"INV-0001", -12000, fee.Left, ""},
	} {
		f := fee.FitLine(fee.BankLineVersion{State: fee.BankLine{Text: tt.text, Amount: tt.amount}}, invoices)
		if f.Fit != tt.fit || f.Invoice.State.Number != tt.of || f.Why == "" {
			t.Errorf("%s %s: %s %s, %s", tt.text, tt.amount, f.Fit, f.Invoice.State.Number, f.Why)
		}
	}
}

// TestABankFileBooksNothingByItself takes a file, books what somebody chooses, and takes the
// file, and one that overlaps it, again.
func TestABankFileBooksNothingByItself(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *feetest.World) {
		ctx := t.Context()
		first, second := w.Invoice(t, w.Council, 2), w.Invoice(t, w.Firm, 2)
		file := "Date,Description,Amount\n16/11/2026,ALDERMERE CC INV-0001,240.00\n16/11/2026,HARBOURSIDE INV2,100.00\n17/11/2026,COFFEE,3.20\n17/11/2026,COFFEE,3.20\n"
		take := func(file string) string {
			got, err := w.Fees.TakeBankFile(ctx, w.Manager, "november.csv", []byte(file))
			must(t, err)
			return fmt.Sprint(got.New, " new, ", got.Known, " known")
		}
		if got := take(file); got != "4 new, 0 known" {
			t.Fatal(got)
		}
		waiting := func() []fee.Fitting {
			fs, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]fee.Fitting, error) { return w.Fees.WaitingLines(tx, w.Manager, w.Now()) })
			must(t, err)
			return fs
		}
		fits := map[fee.Fit]int{}
		var book []fee.Booking
		for _, f := range waiting() {
			fits[f.Fit]++
			if f.Fit != fee.Left {
				book = append(book, fee.Booking{Line: id.BankLine(f.Line.ID), Invoice: id.Paper(f.Invoice.ID)})
			}
		}
		if fits[fee.Matched] != 1 || fits[fee.Suggested] != 1 || fits[fee.Left] != 2 {
			t.Fatalf("%v", fits)
		}
		if p, st := w.Find(t, first), w.Statement(t); p.Paid != 0 || st.Closing != 0 {
			t.Errorf("the file alone booked something: %+v", p)
		}
		must(t, w.Fees.BookLines(ctx, w.Manager, book))
		if err := w.Fees.BookLines(ctx, w.Manager, book[:1]); !fault.Is(err, fault.Conflict) {
			t.Errorf("booked twice: %v", err)
		}
		if a, b := w.Find(t, first), w.Find(t, second); a.State != fee.Settled || b.Balance() != 20100 || w.Statement(t).Closing != 34000 {
			t.Errorf("%+v, %+v", a, b)
		}
		if got := take(file); got != "0 new, 4 known" {
			t.Error(got)
		}
		if got := take(file + "17/11/2026,COFFEE,3.20\n18/11/2026,REST,201.00\n"); got != "2 new, 4 known" {
			t.Error(got)
		}
		if w.Statement(t).Closing != 34000 || len(waiting()) != 4 {
			t.Errorf("%d wait", len(waiting()))
		}
		coffee := waiting()[0].Line
		if err := w.Fees.SetAside(ctx, w.Manager, id.BankLine(coffee.ID), "", false); accredtest.Wrong(err) != "why" {
			t.Errorf("%v", err)
		}
		must(t, w.Fees.SetAside(ctx, w.Manager, id.BankLine(coffee.ID), "Not the scheme’s", false))
		if err := w.Fees.BookLines(ctx, w.Manager, []fee.Booking{{Line: id.BankLine(coffee.ID), Number: "INV-0002"}}); !fault.Is(err, fault.Conflict) {
			t.Errorf("booked though set aside: %v", err)
		}
		must(t, w.Fees.SetAside(ctx, w.Manager, id.BankLine(coffee.ID), "", true))
		if err := w.Fees.BookLines(ctx, w.Manager, []fee.Booking{{Line: id.BankLine(coffee.ID), Number: "INV-9"}}); accredtest.Wrong(err) != "number" {
			t.Errorf("%v", err)
		}
		if _, err := w.Fees.TakeBankFile(ctx, w.Delegate, "x.csv", []byte(file)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%v", err)
		}
		// A receipt of a line that is reversed lets the line wait again.
		under, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]fee.PaperVersion, error) { return w.Fees.Under(tx, w.Manager, second, w.Now()) })
		must(t, err)
		w.Clock.Set(clock.OnClock(accredtest.Today, 15, 0))
		must(t, w.Fees.ReversePayment(ctx, w.Manager, id.Paper(under[0].ID), "It was for something else"))
		if n := len(waiting()); n != 5 {
			t.Errorf("%d wait", n)
		}
		w.Verify(t)
	})
}
