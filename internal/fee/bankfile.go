package fee

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/sheet"
)

// FromBank is one line of a bank's file as it was read.
type FromBank struct {
	Line   int // in the file
	Day    clock.Day
	Amount Pence // money in; less than nothing: money out
	Text   string
	// Nth tells apart lines of one day that say the very same, the first being 1.
	Nth int
}

// ID is the same for the same line whatever file it comes in, so that a file taken twice,
// or two files whose days overlap, bring no line twice.
func (l FromBank) ID() id.BankLine {
	sum := sha256.Sum256([]byte(l.Day.String() + "\n" + l.Amount.Plain() + "\n" + org.Fold(l.Text) + "\n" + strconv.Itoa(l.Nth)))
	return id.BankLine("bkl_" + hex.EncodeToString(sum[:13]))
}

// The headings by which banks name their columns, folded.
var bankHeadings = map[string][]string{
	"day":    {"date", "transaction date", "posting date", "posted date", "value date", "entry date"},
	"text":   {"description", "transaction description", "details", "narrative", "reference", "memo", "payee", "name", "particulars", "type", "transaction type", "narrative 1", "narrative 2", "narrative 3"},
	"amount": {"amount", "value", "amount gbp", "transaction amount"},
	"in":     {"paid in", "money in", "credit", "credit amount", "credits", "in", "deposit"},
	"out":    {"paid out", "money out", "debit", "debit amount", "debits", "out", "withdrawal"},
}

// bankColumns is where a file has what, by the kinds of bankHeadings.
type bankColumns map[string][]int

// MostBankLines is how many lines one file may bring.
const MostBankLines = 20000

// ReadBankFile reads the lines of a bank's file, CSV or spreadsheet: the columns are found
// by their headings, which may stand below lines about the account. What has neither a day
// nor an amount is no line of the account.
//
// Errors: fault.Invalid under file, naming the lines that cannot be read; nothing is then
// taken of it.
func ReadBankFile(content []byte) ([]FromBank, error) {
	book, err := sheet.Read(content)
	if err != nil {
		f := fault.Of(err)
		if f == nil {
			return nil, err
		}
		return nil, fault.In("file", "%s", f.Message)
	}
	for _, t := range book.Tables {
		for i, r := range t.Rows[:min(len(t.Rows), 30)] {
			if c := headed(r); c != nil {
				return c.read(t.Rows[i+1:])
			}
		}
	}
	return nil, fault.In("file", "No line of headings was found. The file needs a column Date, one or more with the words (Description, Reference), and Amount, or Paid in and Paid out")
}

// headed is the columns if the row is the headings of a bank's file, else nil.
func headed(r sheet.Row) bankColumns {
	c := bankColumns{}
	for i := range r.Cells {
		text := strings.Trim(org.Fold(strings.NewReplacer("(", " ", ")", " ", "£", " ", "_", " ").Replace(r.Cell(i).Text)), " ")
		text = strings.Join(strings.Fields(text), " ")
		for kind, names := range bankHeadings {
			if slices.Contains(names, text) {
				c[kind] = append(c[kind], i)
			}
		}
	}
	if len(c["day"]) == 0 || len(c["text"]) == 0 || len(c["amount"]) == 0 && len(c["in"]) == 0 {
		return nil
	}
	return c
}

func (c bankColumns) read(rows []sheet.Row) ([]FromBank, error) {
	var out []FromBank
	var bad []string
	same := map[id.BankLine]int{}
	for _, r := range rows {
		day, amount := strings.TrimSpace(r.Cell(c["day"][0]).Text), c.amount(r)
		if day == "" || amount == "" && c.words(r) == "" {
			continue
		}
		l := FromBank{Line: r.Line, Text: c.words(r), Nth: 1}
		var okDay, okAmount bool
		l.Day, okDay = bankDay(day)
		l.Amount, okAmount = ParsePence(amount)
		switch {
		case len(r.Flaws) > 0:
			bad = append(bad, fmt.Sprintf("line %d cannot be read", r.Line))
		case !okDay:
			bad = append(bad, fmt.Sprintf("line %d: “%s” is no day", r.Line, sheet.Visible(cut(day))))
		case !okAmount:
			bad = append(bad, fmt.Sprintf("line %d: “%s” is no amount", r.Line, sheet.Visible(cut(amount))))
		default:
			first := l.ID()
			same[first]++
			l.Nth = same[first]
			out = append(out, l)
		}
	}
	switch {
	case len(bad) > 5:
		return nil, fault.In("file", "%s; and %d more. Nothing was taken", strings.Join(bad[:5], "; "), len(bad)-5)
	case len(bad) > 0:
		return nil, fault.In("file", "%s. Nothing was taken", strings.Join(bad, "; "))
	case len(out) == 0:
		return nil, fault.In("file", "The file has headings and no line below them")
	case len(out) > MostBankLines:
		return nil, fault.In("file", "The file has more than 20,000 lines. Export a shorter period")
	}
	return out, nil
}

func cut(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// words is what a line says, its columns parted by spaces.
func (c bankColumns) words(r sheet.Row) string {
	var out []string
	for _, i := range c["text"] {
		if t := strings.Join(strings.Fields(sheet.Visible(r.Cell(i).Text)), " "); t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, " ")
}

// amount is the amount of a line with its sign: of one column, or of the two for money in
// and money out. Brackets and DR are money out.
func (c bankColumns) amount(r sheet.Row) string {
	if len(c["amount"]) > 0 {
		return signed(r.Cell(c["amount"][0]).Text)
	}
	in := signed(r.Cell(c["in"][0]).Text)
	if len(c["out"]) > 0 {
		if out := signed(r.Cell(c["out"][0]).Text); out != "" && strings.Trim(out, "-0.") != "" {
			return "-" + strings.TrimPrefix(out, "-")
		}
	}
	return in
}

func signed(text string) string {
	text = strings.TrimSpace(text)
	tail := strings.ToUpper(text[max(0, len(text)-2):])
	switch {
	case strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")"):
		return "-" + strings.Trim(text, "()")
	case tail == "DR":
		return "-" + strings.TrimSpace(text[:len(text)-2])
	case tail == "CR":
		return strings.TrimSpace(text[:len(text)-2])
	}
	return strings.TrimPrefix(text, "+")
}

// bankDay reads a day as banks write it; day before month, as here.
func bankDay(text string) (clock.Day, bool) {
	if i := strings.LastIndexAny(text, " T"); i > 0 && strings.Contains(text[i:], ":") {
		text = text[:i] // a time of day after it says nothing more
	}
	for _, layout := range []string{"2006-01-02", "02/01/2006", "2/1/2006", "02/01/06", "02-01-2006", "2 Jan 2006", "02 Jan 2006", "2 January 2006", "02-Jan-2006", "02-Jan-06", "2-Jan-06", "02.01.2006", "20060102"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 2000 && t.Year() < 2100 {
			return clock.Date(t.Year(), t.Month(), t.Day()), true
		}
	}
	return clock.NoDay, false
}
