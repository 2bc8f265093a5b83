package reform

import (
	"fmt"
	"strconv"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/print"
)

// Document is a preview, or what was carried out, as it is put before the board. number is
// of a change that was kept; empty for a preview that was not.
func (i *Impact) Document(force, number string, c Change) print.Document {
	d := print.Document{Title: c.Title() + " on " + c.Day.Long(), Force: force, Scheme: "Community Safety Accreditation Scheme", Made: i.At, Refs: []print.Row{{Key: "As known", Value: clock.Moment(i.At)}}}
	if number != "" {
		d.Refs = append([]print.Row{{Key: "Change", Value: number}}, d.Refs...)
	}
	for _, s := range i.Sentences(c) {
		d.Blocks = append(d.Blocks, print.Paragraph{Text: print.Plain(s)})
	}
	right := func(title string) print.Column { return print.Column{Title: title, Share: 1.3, Right: true} }
	powers := print.Table{Caption: "What would change, and why", Columns: []print.Column{{Title: "Power", Share: 4}, {Title: "Para", Share: 1, Mono: true}, {Title: "Why", Share: 4}, right("Persons")}}
	for _, p := range i.Powers {
		name, para := string(p.Power), ""
		if x, ok := law.Find(p.Power); ok {
			name, para = x.Name, x.Para
		}
		powers.Rows = append(powers.Rows, []string{name, para, p.Why, strconv.Itoa(p.Persons)})
	}
	d.Blocks = append(d.Blocks, powers)
	if len(i.Orgs) > 0 {
		orgs := print.Table{Caption: "By organisation", Columns: []print.Column{{Title: "Organisation", Share: 4}, right("Persons"), right("Lose more"), right("Left with none"), right("Cards"), right("To train"), right("Agreements")}}
		for _, o := range i.Orgs {
			orgs.Rows = append(orgs.Rows, []string{o.Name, strconv.Itoa(o.Persons), strconv.Itoa(o.Two), strconv.Itoa(o.None), strconv.Itoa(o.Cards), strconv.Itoa(o.Untrained), strconv.Itoa(len(o.Agreements))})
		}
		d.Blocks = append(d.Blocks, orgs)
	}
	return d
}

// Sentences is what a change does, in short.
func (i *Impact) Sentences(c Change) []string {
	n := len(i.Persons)
	verb := map[Kind]string{Ends: "lose a power", Amended: "have a power that is amended", Begins: "could be given a power"}[c.Kind]
	if n == 1 {
		verb = map[Kind]string{Ends: "loses a power", Amended: "has a power that is amended", Begins: "could be given a power"}[c.Kind]
	}
	out := []string{fmt.Sprintf("%s %s, in %s.", many(n, "person", "persons"), verb, many(len(i.Orgs), "organisation", "organisations"))}
	if i.Two > 0 {
		out = append(out, fmt.Sprintf("%s more than that power, since another of theirs rests on it.", loses(i.Two)))
	}
	if i.None > 0 {
		stand := " left without any power. Their accreditations would stand, empty."
		if i.None == 1 {
			stand = " left without any power. Their accreditation would stand, empty."
		}
		out = append(out, many(i.None, "person is", "persons are")+stand)
	}
	if c.Kind != Begins {
		out = append(out, fmt.Sprintf("%s in use, %s and %s that name the power must be made again.", many(i.Cards, "card", "cards"), many(i.Certificates, "certificate", "certificates"), many(i.Agreements, "agreement", "agreements")))
	}
	if i.Untrained > 0 {
		out = append(out, many(i.Untrained, "person must", "persons must")+" be trained for it.")
	}
	if i.Itself {
		out = append(out, "The catalogue of powers has this day already: the power ends by itself, whether or not anything is carried out.")
	}
	return out
}

func loses(n int) string {
	if n == 1 {
		return "1 person loses"
	}
	return strconv.Itoa(n) + " persons lose"
}

func many(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + several
}
