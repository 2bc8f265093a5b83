package apply

import (
	"strings"

	"watchword/internal/register"
)

// LifePage is docs/life-of-an-application.md, drawn from the tables of states.
func LifePage() string {
	const table = "| act | from | to | who | what happened |\n| --- | --- | --- | --- | --- |\n"
	applications, employers := told(Moves), told(ProspectMoves)
	var b strings.Builder
	b.WriteString(lifeHead)
	register.DrawMoves(&b, applications)
	b.WriteString("    approved --> [*]\n    withdrawn --> [*]\n```\n\n" + table)
	register.ListMoves(&b, applications)
	b.WriteString(lifeProspects)
	register.DrawMoves(&b, employers)
	b.WriteString("    joined --> [*]\n```\n\n" + table)
	register.ListMoves(&b, employers)
	return b.String()
}

// told is a table as the page tells it. What needs no permission is the employer's own.
func told[S ~string](moves []Move[S]) []register.LifeMove {
	var out []register.LifeMove
	for _, m := range moves {
		x := register.Moving(m.Verb, m.From, m.To, m.By, m.Itself, m.Says)
		if m.By == "" && !m.Itself {
			x.By = "the employer"
		}
		out = append(out, x)
	}
	return out
}

const lifeHead = `# The life of an application

Drawn from the tables in ` + "`internal/apply/states.go`" + `; a test compares the two.

1. An employer asks on the public page For employers, or the office enters what it heard. It gets a reference, by which it sees where it stands, with
   days, at any time; that page shows no name and nothing that was written.
2. The office sets the next action with its day, which stands in its diary, and meets the employer.
3. It invites the employer to apply, and hands over a link. A link opens the application once. Whoever leaves is shown the next one, and may make one
   for a colleague; a lost one is replaced by the office. Secrets are kept as hashes alone.
4. What is filled in is the applicant's alone until it is signed and sent. Files are typed by their content and served so that they do nothing.
   What conflicts in the powers asked is said at once: powers not in force in law, powers that need another, powers that are not usual for the role,
   authority that a council can give itself.
5. The office judges each criterion of the force on evidence, with the day to which that is good; records visits, the company approval of private bodies,
   and what the commissioner and local authorities answered; and puts the application before the delegate. For approval nothing may be lacking.
6. The delegate, who is not the one who recommended it, decides each power for each role: yes, with a condition, or refused with a reason. None is
   legitimate. With the approval the organisation stands in the register with its arrangements in force, in the same transaction. A refusal has a letter
   with its reason; the employer may apply again with what it sent.

` + "```mermaid\nstateDiagram-v2\n"

const lifeProspects = "\n## The employer before it, and beside it\n\n```mermaid\nstateDiagram-v2\n"
