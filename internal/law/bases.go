package law

import "watchword/internal/clock"

// dayBeggingEnd is about the day on which section 81 of the Police, Crime,
// Sentencing and Courts Act 2022 began. Only weak sources give it (Q2).
var dayBeggingEnd = clock.MustDay("2026-06-29")

// bases is the four bases of paragraph 2(3): the relevant offences for which a
// name and address may be required.
var bases = []Basis{
	{
		ID: "basis-fixed-penalty", Para: "2(3)(a)", Name: "An offence this person may give a notice for",
		Meaning: "Any offence for which the person is accredited to give a notice under paragraph 1. For truancy and excluded pupils the person must be in the area, not the offence.",
		Law:     sch5 + "2(3)(a) and (4)", Periods: since(dayStart, order2750),
		Needs:   []PowerID{"csas-fpn-cycling", "csas-pnd", "csas-pn-truancy", "csas-pn-excluded", "csas-fpn-dog-fouling", "csas-fpn-graffiti", "csas-fpn-litter", "csas-fpn-dog-control"},
		Certain: []Certainty{{"start", H, ""}, {"text", H, ""}}, History: []Change{began(dayStart, pra, "A14")}, Sources: []string{"A1", "A4"},
	},
	{
		ID: "basis-begging", Para: "2(3)(aa)", Name: "Begging",
		Meaning: "An offence under section 3 or 4 of the Vagrancy Act 1824, committed before that Act was repealed.",
		Law:     sch5 + "2(3)(aa)", Saved: true, Doubts: DoubtBeggingEnd,
		Periods: []Period{{In: EnglandAndWales, From: day2005Jul, FromSure: H, Until: dayBeggingEnd, UntilSure: L, After: Repealed, By: "Police, Crime, Sentencing and Courts Act 2022, section 81(6)(b)"}},
		Certain: []Certainty{{"start", H, ""}, {"end", L, "About 29 June 2026; the mechanism is confirmed, the day is not"}, {"text", H, ""}},
		History: []Change{
			began(day2005Jul, socpa, "A2"),
			{On: dayBeggingEnd, In: EnglandAndWales, What: "Basis ends with the Vagrancy Act 1824; offences committed earlier are untouched (section 81(8))", By: "Police, Crime, Sentencing and Courts Act 2022, section 81", Sure: L, Source: "C9"},
		},
		Sources: []string{"A2", "B17", "C9", "C10"},
	},
	{
		ID: "basis-byelaw", Para: "2(3)(aza)", Name: "A byelaw this person may give a notice for",
		Meaning: "A relevant byelaw of paragraph 1A.",
		Law:     sch5 + "2(3)(aza)", Periods: since(day2010Jan, "SI 2010/112"), Needs: []PowerID{"csas-fpn-byelaw"},
		Certain: []Certainty{{"start", H, ""}, {"text", H, ""}}, History: []Change{began(day2010Jan, "SI 2010/112", "A2")}, Sources: []string{"A2"},
	},
	{
		ID: "basis-harm", Para: "2(3)(b)", Name: "Harm or loss",
		Meaning: "Any offence that appears to have caused another person injury, alarm or distress, or the loss of or damage to their property. It is not limited to offences for which a notice can be given.",
		Law:     sch5 + "2(3)(b)", Periods: since(dayStart, order2750),
		Certain: []Certainty{{"start", H, ""}, {"text", H, ""}}, History: []Change{began(dayStart, pra, "A14")}, Sources: []string{"A1", "A4"},
	},
}

// Para1 is the powers of paragraph 1(2): those that let a person give a notice
// for one of which a name and address can be required under basis-fixed-penalty.
func Para1() []PowerID { return bases[0].Needs }
