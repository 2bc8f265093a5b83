package fee

import (
	"strings"

	"watchword/internal/register"
)

// LifePage is docs/life-of-an-invoice.md, drawn from the table of states.
func LifePage() string {
	var moves []register.LifeMove
	for _, m := range Moves {
		x := register.Moving(m.Verb, m.From, m.To, m.By, m.Itself, m.Kind.Title(), m.What)
		if m.To == "" {
			x.To = string(Settled)
		}
		moves = append(moves, x)
	}
	var b strings.Builder
	b.WriteString(lifeHead)
	register.DrawMoves(&b, moves)
	b.WriteString("```\n\n| act | from | to | permission | paper | what happened |\n| --- | --- | --- | --- | --- | --- |\n")
	register.ListMoves(&b, moves)
	b.WriteString(lifeTail)
	var charges []register.LifeMove
	for _, m := range ChargeMoves {
		charges = append(charges, register.Moving(m.Verb, m.From, m.To, m.By, m.Itself, m.What))
	}
	b.WriteString("\n## The life of a charge\n\nWhat the employer is charged for a card that was lost, stolen or damaged, before it stands on an invoice (`/charges`).\n\n| act | from | to | permission | what happened |\n| --- | --- | --- | --- | --- |\n")
	register.ListMoves(&b, charges)
	return b.String()
}

const lifeHead = `# The life of a quote, an invoice, a receipt and a credit note

Drawn from the table in ` + "`internal/fee/states.go`" + `; a test compares the two.

1. The force enters what it charges: for each event and sector an amount, from a day on, and who decided it (` + "`/fees`" + `). What has no amount cannot
   be charged.
2. A quote or an invoice is made at the prices of its day. Numbers have no gap: each is taken in the transaction that makes the paper.
3. The employer's authorised signatory, or the office for it, accepts a quote up to its last day; the invoice has its lines and prices.
4. Money is booked by hand, or from a file of the bank (` + "`/bank`" + `): each line is matched (it names an invoice and pays exactly what is owed), suggested, or
   left. Nothing is booked until somebody says so, and a line that came in another file already is not taken again.
5. With each receipt goes a line of the scheme account (` + "`/scheme-account`" + `), in the same transaction. Spending on anything but CPD events, ID cards and
   training manuals is refused, and the refusal recorded.
6. Nothing is struck out. A receipt that was wrong is reversed, and the account put right by a line of that day; a credit note takes off what is not
   owed; what was paid too much is sent back.

Where the table says ` + "`settled`" + `, the sums decide: ` + "`owed`" + ` while something is to be paid, ` + "`in-credit`" + ` if more was paid than is owed.

` + "```mermaid\nstateDiagram-v2\n"

const lifeTail = `
A quote lapses after its last day, and an invoice is overdue after its own: both are worked out for the day asked about and stored nowhere.
`
