package envelope

import (
	"slices"
	"strings"

	"watchword/internal/register"
)

// LifePage is docs/life-of-a-vetting.md, drawn from the table of states. What leaves the
// state as it was is in the list alone.
func LifePage() string {
	var moves []register.LifeMove
	for _, m := range Moves {
		moves = append(moves, register.Moving(m.Verb, m.From, m.To, m.By, m.Itself, m.Says))
	}
	var b strings.Builder
	b.WriteString(lifeHead)
	b.WriteString("\n## States and moves\n\n```mermaid\nstateDiagram-v2\n")
	register.DrawMoves(&b, slices.DeleteFunc(slices.Clone(moves), func(m register.LifeMove) bool { return m.To == "" }))
	b.WriteString("```\n\n| act | from | to | permission | what it is |\n| --- | --- | --- | --- | --- |\n")
	register.ListMoves(&b, moves)
	b.WriteString(lifeTail)
	return b.String()
}

const lifeHead = `# The life of a vetting

Drawn from ` + "`internal/vetting/envelope/states.go`" + `; a test compares the two. Law: Police Reform Act 2002, s41(4)(b).

1. Whoever puts a person forward asks for vetting. The person is in the vetting unit's queue.
2. The unit makes a link and gives it to the person alone. The first to open it chooses a word; without the word nobody opens what was saved.
3. The person fills the form, one subject a page, leaves and returns. What is missing is named before the form can be sent, with a link to each question.
4. The employer says which papers it saw. It never sees the form.
5. The unit opens the envelope, each time with a reason from a fixed list, which stands in the ledger. It records checks as a class of result and a day, asks the person, and decides.
6. A clearance goes to the register of vettings, on which accreditation rests. A yearly declaration, changes of circumstances and aftercare follow.
7. Who was refused, or had a clearance withdrawn, may appeal for as many days as the force has set. Another than who decided first decides.
8. When the time for which the force keeps it is over, what lay in the envelope is destroyed with its key. State, level and days stay, and the ledger verifies.
`

const lifeTail = `
## What is sealed, and how

| what | where | who reads it |
| --- | --- | --- |
| form, questions, answers, checks, decisions with restrictions and reasons, declarations, changes, appeals | ` + "`vetting_part`" + `, AES-256-GCM under the key of the case, filled up to whole blocks of 2 kB | the vetting unit, after opening |
| what the person has saved and not sent, and the word | ` + "`vetting_draft`" + `, likewise | the person, through the link |
| the key of a case | ` + "`vetting_key`" + `, wrapped under the unit's key | nobody |
| the unit's key | ` + "`wrapping_key`" + `, sealed under the installation's secret (` + "`secret.key`" + `) | nobody |
| state, level, days, deciders' names | ` + "`vetting_case`" + `, in the ledger in full | who may see the person |
| a salted SHA-256 of each sealed thing, and the SHA-256 of its sealed bytes | the ledger | who reads the ledger; it tells nothing without salt and words, which lie inside |

Changing the unit's key (the page *Key of the unit*, or its operation of the API) wraps every case's key anew and destroys the old one. A backup holds the sealed
bytes and the secret, as it holds everything: it is to be kept like the database. What was destroyed under the retention rule can still be opened in a backup made before, as long as that is kept.
`
