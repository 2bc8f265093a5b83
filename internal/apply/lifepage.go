package apply

import (
	"fmt"
	"strings"
)

// LifePage is docs/life-of-an-application.md, drawn from the tables of states.
func LifePage() string {
	var b strings.Builder
	b.WriteString(lifeHead)
	draw(&b, Moves)
	b.WriteString("    approved --> [*]\n    withdrawn --> [*]\n```\n\n")
	list(&b, Moves)
	b.WriteString(lifeProspects)
	draw(&b, ProspectMoves)
	b.WriteString("    joined --> [*]\n```\n\n")
	list(&b, ProspectMoves)
	return b.String()
}

// draw writes the arrows of a table.
func draw[S ~string](b *strings.Builder, moves []Move[S]) {
	for _, m := range moves {
		for _, f := range m.From {
			from, to := string(f), string(m.To)
			if from == "" {
				from = "[*]"
			}
			if to == "" {
				to = from
			}
			fmt.Fprintf(b, "    %s --> %s: %s\n", from, to, m.Verb)
		}
	}
}

// list writes the table itself.
func list[S ~string](b *strings.Builder, moves []Move[S]) {
	b.WriteString("| act | from | to | who | what happened |\n| --- | --- | --- | --- | --- |\n")
	for _, m := range moves {
		var from []string
		for _, f := range m.From {
			from = append(from, string(f))
		}
		start, to, by := strings.Join(from, ", "), string(m.To), "`"+string(m.By)+"`"
		if start == "" {
			start = "(new)"
		}
		if to == "" {
			to = "as it was"
		}
		switch {
		case m.Itself:
			by = "follows in the same transaction"
		case m.By == "":
			by = "the employer"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s |\n", m.Verb, start, to, by, m.Says)
	}
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
