package reform

import (
	"strings"

	"watchword/internal/register"
)

// LifePage is docs/life-of-a-law-change.md, drawn from the table of states.
func LifePage() string {
	var moves []register.LifeMove
	for _, m := range Moves {
		moves = append(moves, register.Moving(m.Verb, m.From, m.To, m.By, false, m.What))
	}
	var b strings.Builder
	b.WriteString(lifeHead)
	register.DrawMoves(&b, moves)
	b.WriteString("    carried_out --> [*]\n    dropped --> [*]\n```\n\n| act | from | to | permission | what happened |\n| --- | --- | --- | --- | --- |\n")
	register.ListMoves(&b, moves)
	return b.String()
}

const lifeHead = `# The life of a change of the law

Drawn from the table in ` + "`internal/reform/states.go`" + `; a test compares the two.

1. Somebody reads or hears of a change: a power ends, is amended, or begins. It goes on the watch list, with where it was read and by when to look again.
2. A preview works out from the registers what it would do on its day. Nothing changes by it. Kept, it has the number of the change and says the same for ever.
3. Once it is law, the scheme office enters the instrument and puts it before the delegate.
4. The delegate, never who proposed it, carries it out. The effect is worked out anew and kept. Each grant of a power that ends has the day before as its last
   (` + "`accred.Grant.Ends`" + `), and so has each that needs new training which its holder has not passed; training passed since gives it back. Everybody it touches is written
   to, with a copy to the employer. Certificates have a new version; cards and agreements that name the power are listed until they are made again.
5. On the day nobody presses anything. Acts of earlier days are judged by the law of their day.

` + "```mermaid\nstateDiagram-v2\n"
