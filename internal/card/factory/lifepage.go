package factory

import (
	"strings"

	"watchword/internal/register"
)

// LifePage is docs/life-of-a-batch.md, drawn from the tables of states.
func LifePage() string {
	var b strings.Builder
	b.WriteString(lifeHead)
	draw(&b, "Photographs", "", PhotoMoves)
	draw(&b, "Batches", "    collected --> [*]\n    dropped --> [*]\n", BatchMoves)
	draw(&b, "Badges", "    destroyed --> [*]\n", BadgeMoves)
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func draw[S ~string](b *strings.Builder, title, ends string, table []Move[S]) {
	var moves []register.LifeMove
	for _, m := range table {
		moves = append(moves, register.Moving(m.Verb, m.From, m.To, m.By, m.Itself, m.What))
	}
	b.WriteString("\n## " + title + "\n\n```mermaid\nstateDiagram-v2\n")
	register.DrawMoves(b, moves)
	b.WriteString(ends + "```\n\n| act | from | to | permission | what happened |\n| --- | --- | --- | --- | --- |\n")
	register.ListMoves(b, moves)
}

const lifeHead = `# The life of a photograph, a batch of cards, and a badge

Drawn from the tables in ` + "`internal/card/factory/states.go`" + `; a test compares them. What becomes of each card is in life-of-a-card.md.

1. A card is made of a photograph that the scheme office has accepted. One that it puts in itself it has looked at; one that an employer puts in
   waits, and goes back with a reason that the employer reads.
2. Cards that are ordered are put together into a batch, printed as one document, checked, sent or kept, and signed for. A print that is spoiled
   is destroyed, and its card waits for the next batch. A batch is done when no card of it waits for its holder.
3. Blank cards and badges come in as ranges of serial numbers. Each print takes the next blank card, where a delivery of them was ever recorded.
4. A badge is given to one accredited person at a time. It is asked back by itself when the accreditation ends.
5. What was asked back and has not come is listed by employer, who is reminded every so many days, by letter and by e-mail, until it is back or
   reported lost. What came back is destroyed before a witness; a badge that is still good goes into stock.
`
