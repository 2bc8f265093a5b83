package agreement

import (
	"strings"

	"watchword/internal/register"
)

// LifePage is docs/life-of-an-agreement.md, drawn from the table of states.
func LifePage() string {
	var moves []register.LifeMove
	for _, m := range Moves {
		moves = append(moves, register.Moving(m.Verb, m.From, m.To, m.By, m.Itself, m.What, m.Clause))
	}
	var b strings.Builder
	b.WriteString(lifeHead)
	register.DrawMoves(&b, moves)
	b.WriteString("    superseded --> [*]\n    ended --> [*]\n    discarded --> [*]\n```\n\n| act | from | to | permission | what happened | clause |\n| --- | --- | --- | --- | --- | --- |\n")
	register.ListMoves(&b, moves)
	b.WriteString(lifeTail)
	return b.String()
}

const lifeHead = `# The life of an agreement

Drawn from the table in ` + "`internal/agreement/states.go`" + `; a test compares the two. Clauses are those of the joint operating protocol.

1. The scheme office begins a protocol from a version of the template, and with it the information sharing agreement that is its annex. What the
   register knows (force, organisation, area, liaison officers, supervisors) is filled in by itself, and follows the register while it is a draft.
2. It is issued when every field is filled, no placeholder is left, and no name of another force, place or organisation stands in it. Its text is
   then fixed, and has a fingerprint (SHA-256). The protocol states the fingerprint of its annex.
3. The Chief Inspector whom it names signs for the force, the lead whom it names for the organisation, each on their own account, in any order. With
   a signature are kept the account, the name as typed, the instant, the fingerprint, and the schedule of accredited persons as it stood.
4. When both have signed, it is in force at once, unless something is missing that it needs; then it waits, and comes into force when that is mended.
5. It is reviewed within a year, and before the arrangements are renewed: renewal is refused while that review was not held.
6. It changes only so: one side proposes, the other agrees, the next version is drafted, issued and signed by both. The version before is kept.
7. Either side ends it. It ends by itself with the organisation's arrangements.
8. While a protocol is in force, the organisation meets its neighbourhood team and each side verifies its contacts, both as often as the force's settings
   say (` + "`internal/agreement/liaison`" + `; pages ` + "`/meetings`" + ` and ` + "`/organisations/{org}/directory`" + `). What is overdue stands on the protocol in red, and in the diaries of both sides.

` + "```mermaid\nstateDiagram-v2\n"

const lifeTail = `
## When a protocol is active

All of these hold at the instant asked about (` + "`internal/agreement/values.go`" + `); otherwise it is not active, and the page says what it lacks.

| what | clause |
| --- | --- |
| both sides signed it, and with it its annex | 2.2 v, signature block |
| an authorised signatory is named | 1.3 |
| the area is set | 2.2 i |
| a police liaison officer is named | 2.2 ii |
| two liaison officers of the organisation are named | 2.2 iii |
| supervisors are named | 2.2 iv |

A review that is overdue does not end it: it stops the arrangements from being renewed.
`
