package complaint

import (
	"strings"

	"watchword/internal/register"
)

// LifePage is docs/life-of-a-complaint.md, drawn from the table of states.
func LifePage() string {
	var moves []register.LifeMove
	for _, m := range Moves {
		x := register.Moving(m.Verb, m.From, m.To, m.By, false, m.Says)
		if m.By == "" {
			x.By = "the complainant"
		}
		moves = append(moves, x)
	}
	var b strings.Builder
	b.WriteString(lifeHead)
	register.DrawMoves(&b, moves)
	b.WriteString("    decided --> [*]\n    reviewed --> [*]\n    withdrawn --> [*]\n    passed --> [*]\n```\n\n| act | from | to | who | what happened |\n| --- | --- | --- | --- | --- |\n")
	register.ListMoves(&b, moves)
	return b.String()
}

const lifeHead = `# The life of a complaint

Drawn from the table in ` + "`internal/complaint/states.go`" + `; a test compares the two.

1. Somebody complains, or says well done, on the public page: with the number on the card, or with what the person looked like. Nobody need say who they
   are. They get a reference to speak of it by, and a link that holds a secret: by it they see where it stands, add to it, withdraw it, read the letter and
   ask for a review. The secret is kept as a hash alone; the office can make a new link, and the old one stops working.
2. It is in the queue of the force at once, and with the employer, which deals with complaints about its people (section 40(9)). What touches force,
   honesty, discrimination or a crime is kept from the employer until the force gives it over, and the force weighs it on the same day: it is referred to
   professional standards, or the reason is recorded why not. There is no outcome before that.
3. The accreditation can be suspended with one press while it is looked into. The person reads the letter of suspension; the public check says at once
   that the card is not valid. The suspension and the complaint are one entry of the ledger.
4. Whoever looks into it writes down what was asked, and says what was found and learnt. The office gives the outcome, with a letter to the complainant.
5. The complainant may ask for a review within the force's days. Somebody reviews it who neither decided nor reported.

The employer reads the words and files of the complainant, and who it is only where the complainant agreed. The person complained of reads what the office
told them, whether they are suspended, and the finding. Names and contact details of complainants stand in the register of complaints alone.

` + "```mermaid\nstateDiagram-v2\n"
