package card

import (
	"strings"

	"watchword/internal/register"
)

// LifePage is docs/life-of-a-card.md, drawn from the table of states.
func LifePage() string {
	var moves []register.LifeMove
	for _, m := range Moves {
		moves = append(moves, register.Moving(m.Verb, m.From, m.To, m.By, m.Itself, m.What))
	}
	var b strings.Builder
	b.WriteString(lifeHead)
	register.DrawMoves(&b, moves)
	b.WriteString("    destroyed --> [*]\n```\n\n| act | from | to | permission | what happened |\n| --- | --- | --- | --- | --- |\n")
	register.ListMoves(&b, moves)
	b.WriteString(lifeTail)
	return b.String()
}

const lifeHead = `# The life of a card

Drawn from the table in ` + "`internal/card/states.go`" + `; a test compares the two.

1. The scheme office makes a card for an accreditation that is in force, or granted from a later day, of a person whose photograph is in the
   register. It gets a number, an identity of 16 random bytes and a random place in a status list; none of the three is ever used again. What
   its code says is signed now, once. Its last day is three years away, and never later than the accreditation's.
2. It is printed, alone or on a sheet, as often as it takes until it is handed over.
3. Its holder is handed it and signs for it. Only from now on can it be valid, so that a card stolen from the printer or the post is no good.
4. Lost or stolen: whoever holds it, their supervisor or the office reports it, and it stops being valid in the same second. The accreditation stays.
5. A newer card takes its place, for a reason that is kept, at the moment the newer one is handed over, not when it is ordered, so that its holder is never without.
6. When the accreditation ends, its cards are asked back. They need no act to stop being valid. The office may ask back one card, a batch, or
   every card of an employer besides: they stop being valid in the same second, until the office takes the recall back.
7. The employer is reminded of what was asked back until it has come back, or is reported lost.
8. A card that came back is destroyed, and a witness beside whoever destroys it is named. A card that was lost and found is handed back; it is
   never held again.

` + "```mermaid\nstateDiagram-v2\n"

const lifeTail = `
## When a card is valid

All of these hold at the instant of the check (` + "`internal/card/judge.go`" + `); otherwise it is not valid, and the check says since when.

| what | looked up in |
| --- | --- |
| its code was signed with a key of the force | the keys of the force, old ones included |
| it is held | the register of cards |
| its own last day is not over | the register of cards |
| the accreditation is in force: its period, the clearance, no suspension, no withdrawal | accred |
| the employer's arrangements are in force | org |
| the person has not left | person |
| nobody asked it back | the register of cards |

A code signed with an unknown key, or a card that the register lost, could not be checked: that is neither a yes nor a no.
What the public reads never says why an accreditation ended, and never a name.
`
