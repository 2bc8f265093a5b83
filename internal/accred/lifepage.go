package accred

import (
	"strings"

	"watchword/internal/org"
	"watchword/internal/register"
)

// LifePage is docs/life-of-an-accreditation.md, drawn from the tables of states of both
// registers.
func LifePage() string {
	var moves, orgs []register.LifeMove
	for _, m := range Moves {
		moves = append(moves, register.Moving(m.Verb, m.From, m.To, m.By, m.Itself, m.Law))
	}
	for _, m := range org.Moves {
		orgs = append(orgs, register.Moving(m.Verb, m.From, m.To, m.By, false, m.Law, map[bool]string{true: "yes"}[m.Ends]))
	}
	var b strings.Builder
	b.WriteString(lifeHead)
	b.WriteString("\n## An accreditation: states and moves\n\n```mermaid\nstateDiagram-v2\n")
	register.DrawMoves(&b, moves)
	b.WriteString("```\n\n| act | from | to | permission | law |\n| --- | --- | --- | --- | --- |\n")
	register.ListMoves(&b, moves)
	b.WriteString("\n## An organisation: states and moves\n\n| act | from | to | permission | law | ends every accreditation |\n| --- | --- | --- | --- | --- | --- |\n")
	register.ListMoves(&b, orgs)
	b.WriteString(lifeTail)
	return b.String()
}

const lifeHead = `# The life of an accreditation

Drawn from the tables in ` + "`internal/accred/states.go` and `internal/org/states.go`" + `; a test compares the two.

1. An employer is entered in the register and asks for powers, role by role. The delegate decides each power, and puts arrangements in force from
   a day to a day (Police Reform Act 2002, s40(8), s41(1), (4)(a)).
2. The employer puts a person forward who has agreed to take part. The vetting unit decides whether they are suitable (s41(4)(b)). A trainer records each power for
   which they are trained (s41(4)(d)).
3. The scheme manager decides that the person is capable (s41(4)(c)) and puts them before the delegate. Who does this may not sign.
4. The delegate signs: powers within the role's and the law's, area within the employer's, period, conditions. The AP number is given and never used again. The
   person is written to, the employer has a copy.
5. Notice to the person, with a copy to the employer, changes, suspends or withdraws it at any time (s42(3), (6)).
6. A person who was refused, or whose accreditation was withdrawn, may appeal for as long as the force has set. Somebody other than who decided first decides the
   appeal; a refusal that is set aside is decided anew by somebody else again. Nobody reinstates what they suspended.
7. Leaving the employer ends it (s41(8)(a)); so does the end of the employer's arrangements (s41(8)(b)).
   A power that is decided anew and refused to the employer for a role ends for everybody who holds it in that role, by notice.
   Who goes to another employer begins anew there: another entry, vetted and granted anew, with another number. Training goes along.
8. It is renewed while it is in force, on its last day at the latest. Vetting, training, arrangements and employment are looked at again, and so are the refresher and
   the yearly training day, which warn or stop as the force has set.
`

const lifeTail = `
## What ends by itself

Nobody presses a button for these; each is worked out for the instant asked about (` + "`internal/accred/standing.go`" + `).

| what is over | what follows at that instant |
| --- | --- |
| the last day of the accreditation | the accreditation has expired |
| the last day of the clearance | the accreditation stops until the clearance is renewed |
| the last day of the employer's arrangements | the accreditation has ceased; renewal afterwards begins anew |
| the last day of training for a power | that power stops until the refresher is passed |
| a power in law | that power has ended for everybody |
| a power that another one needs | the other one stops too (Schedule 5, paragraph 8B(5)) |
| the card's last day, or its loss | the card is not valid; the accreditation may be |
`
