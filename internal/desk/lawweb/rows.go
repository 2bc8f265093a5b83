package lawweb

import (
	"html/template"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/law"
)

type govukHTML = template.HTML

// rows is the catalogue's rows of one kind, as they stand on a day in a territory. asked
// is the day that links carry on, clock.NoDay for today.
func rows(kind string, on clock.Day, in law.Territory, asked clock.Day) []row {
	var out []row
	switch kind {
	case "offence":
		for i := range law.Offences() {
			if o := &law.Offences()[i]; o.Barred.From == 0 {
				out = append(out, offenceRow(o, on, in, asked))
			}
		}
	case "basis":
		for i := range law.Bases() {
			out = append(out, basisRow(&law.Bases()[i], on, in, asked))
		}
	default:
		for i := range law.Powers() {
			if p := &law.Powers()[i]; kindOf(p) == kind {
				out = append(out, powerRow(p, on, in, asked))
			}
		}
	}
	if kind == "never" {
		for i := range law.Offences() {
			if o := &law.Offences()[i]; o.Barred.From != 0 {
				x := offenceRow(o, on, in, asked)
				x.kind, x.para, x.href, x.says = "never", o.CiteOn(on), "/powers/never#"+string(o.ID), "Not by a penalty notice for disorder"
				out = append(out, x)
			}
		}
	}
	return out
}

// kindOf is the kind of a power.
func kindOf(p *law.Power) string {
	switch {
	case p.Authority == law.Council:
		return "council"
	case p.Authority == law.Nobody:
		return "never"
	case p.Notice != law.NoNotice:
		return "notice"
	}
	return "power"
}

func powerRow(p *law.Power, on clock.Day, in law.Territory, asked clock.Day) row {
	x := row{kind: kindOf(p), para: p.Para, name: p.Name, href: link(p, asked), groups: p.Groups, in: p.Territory(), status: p.StatusOn(on, in), certainty: p.Certainty()}
	if p.Para == "" {
		x.para = p.Law
	}
	x.from, x.to = span(p.Periods, in)
	if t := p.Territory(); t != law.EnglandAndWales && t != 0 {
		x.says = t.String() + " only"
	}
	if x.status == law.InForce && p.Off&in != 0 {
		x.says = "Lawful, switched off until the force asks for it"
	}
	x.search = words(p.Para, p.Name, p.Title, p.Meaning, p.Law, p.Underlying, string(p.ID))
	return x
}

func offenceRow(o *law.Offence, on clock.Day, in law.Territory, asked clock.Day) row {
	x := row{kind: "offence", name: o.Name, says: o.CiteOn(on), groups: law.GroupNotice, status: o.StatusOn(on, in), certainty: offenceCertainty(o)}
	if pnd, ok := law.Find("csas-pnd"); ok {
		x.href = link(pnd, asked) + "#" + string(o.ID)
		x.groups = pnd.Groups
	}
	x.para = tier(o, on)
	x.from, x.to = span(o.Periods, in)
	x.search = words(o.Name, o.CiteOn(on), string(o.ID))
	return x
}

// tier is the amount of an offence by its tier on the day, in a word.
func tier(o *law.Offence, on clock.Day) string {
	if o.Barred.From != 0 {
		return ""
	}
	if o.UpperOn(on) {
		return "Upper"
	}
	return "Lower"
}

// offenceCertainty is how sure the catalogue is of an offence.
func offenceCertainty(o *law.Offence) string {
	for _, d := range o.Doubts.List() {
		return d.Kind
	}
	if o.Sure == law.H || o.Barred.From != 0 {
		return "Confirmed"
	}
	return "Not confirmed"
}

func basisRow(b *law.Basis, on clock.Day, in law.Territory, asked clock.Day) row {
	x := row{kind: "basis", para: b.Para, name: b.Name, says: b.Meaning, groups: law.GroupIdentity, status: b.StatusOn(on, in), certainty: basisCertainty(b)}
	if p, ok := law.Find("csas-name-address"); ok {
		x.href = link(p, asked) + "#" + string(b.ID)
	}
	x.from, x.to = span(b.Periods, in)
	x.search = words(b.Para, b.Name, b.Meaning, b.Law, string(b.ID))
	return x
}

func basisCertainty(b *law.Basis) string {
	p := law.Power{Certain: b.Certain}
	return p.Certainty()
}

// span is the first day and the end of what is law in the territory, as tables show it.
func span(periods []law.Period, in law.Territory) (from, to string) {
	for i := range periods {
		p := &periods[i]
		if p.In&in == 0 {
			continue
		}
		if from == "" {
			from = short(p.From, p.FromSure)
		}
		if to = ""; p.Until != clock.NoDay {
			to = short(p.Until.AddDays(-1), p.UntilSure)
		}
	}
	if from != "" && to == "" {
		from = "Since " + from
	}
	return from, to
}

func short(d clock.Day, sure law.Sure) string {
	if sure == law.H {
		return d.Short()
	}
	return "about " + d.Short()
}

func words(s ...string) string { return strings.ToLower(strings.Join(s, " ")) }
