package law

import "watchword/internal/clock"

const acpa = "Anti-social Behaviour, Crime and Policing Act 2014, section "

var councilCertain = []Certainty{{"text", H, ""}}

// councilSince is Part 4 of the 2014 Act, which began on 20 October 2014.
func councilSince(from clock.Day) []Period {
	return []Period{{In: EnglandAndWales, From: from, FromSure: H, Until: clock.NoDay, By: "SI 2014/2590"}}
}

// council is authority that a council gives by its own authorisation. It is not
// accreditation: it needs no grant, uniform or badge, and is shown apart.
var council = []Power{
	{
		ID: "la-pspo-fpn", Authority: Council, Groups: GroupCouncil | GroupNotice, Notice: PSPOFPN,
		Name: "Notice: public spaces order", Title: "Fixed penalty for breach of a public spaces protection order",
		Law: acpa + "68(1) and (11)", Underlying: acpa + "67",
		Meaning: "A person authorised by the council that made the order may give a fixed penalty notice for its breach.",
		Ask:     Ask{Lead: "A fixed penalty", Rest: " for breach of a public spaces protection order."},
		Whom:    "A person believed to have committed the offence of section 67, or to have refused a requirement under section 63", Where: "The area of the order",
		Age: "None in the Act; local policy often says 16 or 18", Refused: "The offence can be prosecuted", NotAllowed: notMoney,
		Limits: []string{"Only for the council that made the order", "At most £100"}, Record: []string{"The order", ownWords},
		Periods: councilSince(dayPSPO),
		Turns: []Turn{{Fact: Belief, Source: acpa + "68(1)"}, {Fact: OrderInForce, Source: acpa + "60"}, {Fact: OrderCovers, Source: acpa + "59(4)"},
			{Fact: OrderBreached, Source: acpa + "67"}},
		Certain: append([]Certainty{{"amount", M, "A cap of £500 is enacted; its day is not known"}}, councilCertain...),
		History: []Change{{On: dayPSPO, In: EnglandAndWales, What: "Public spaces protection orders begin", By: "SI 2014/2590", Sure: H, Source: "C14"}},
		Sources: []string{"C1b"},
	},
	{
		ID: "la-pspo-alcohol", Authority: Council, Groups: GroupCouncil | GroupAlcohol,
		Name: "Stop drinking: public spaces order", Title: "Alcohol requirement under a public spaces protection order",
		Law: acpa + "63", Underlying: acpa + "63",
		Meaning: "A person authorised by the council may require someone not to drink alcohol in breach of the order, and to hand it over.",
		Ask:     Ask{Lead: "To stop drinking and hand over alcohol", Rest: ", where a public spaces protection order forbids it."},
		Whom:    "A person believed to be drinking, to have been drinking or to intend to drink in breach of the order", Where: "The area of the order, except exempt places",
		Age: "None in the Act", Refused: "An offence: fine up to level 2", NotAllowed: noForce,
		Limits:  []string{"Invalid if evidence of authorisation is asked for and not shown (section 63(4))"},
		Must:    []string{"Say that refusing is an offence", "Show the authorisation if asked"},
		Record:  []string{"The order", ownWords, "What was surrendered"},
		Periods: councilSince(dayPSPO),
		Turns: []Turn{{Fact: Produced, Source: acpa + "63(4)", Quiet: true}, {Fact: Belief, Source: acpa + "63(1)"}, {Fact: Explained, Source: acpa + "63(3)"},
			{Fact: OrderInForce, Source: acpa + "60"}, {Fact: OrderCovers, Source: acpa + "59(4)"}, {Fact: ExemptPlace, Source: acpa + "62"}},
		Certain: councilCertain,
		History: []Change{{On: dayPSPO, In: EnglandAndWales, What: "Public spaces protection orders begin", By: "SI 2014/2590", Sure: H, Source: "C14"}},
		Sources: []string{"C1b"},
	},
	{
		ID: "la-cpn", Authority: Council, Groups: GroupCouncil, Notice: CPN,
		Name: "Community protection notice", Title: "Community protection notice",
		Law: acpa + "53", Underlying: acpa + "43",
		Meaning: "The council’s own officer, or a housing provider that the council has designated, may give a community protection notice after a written warning.",
		Whom:    "A person of 16 or over, or a body", Where: "The council’s area",
		Age: "16 or over", Refused: "Breach is an offence: fine up to level 4 (a body: unlimited)", NotAllowed: notMoney,
		Limits: []string{"Only housing providers can be designated (SI 2015/749); a contractor’s accredited warden cannot", "Those it seems right to tell are told first (section 43(6))"},
		Must:   []string{"Give a written warning first, and enough time"}, Record: []string{"The warning", "The conduct and its effect", "Who was told"},
		Periods: councilSince(dayPSPO), Ages: []AgeRule{{From: dayPSPO, Min: 16, Sure: H, Source: acpa + "43(1)"}},
		Turns:   []Turn{{Fact: Detrimental, Source: acpa + "43(1)"}, {Fact: Warned, Source: acpa + "43(5)"}},
		Certain: councilCertain,
		History: []Change{
			{On: dayPSPO, In: EnglandAndWales, What: "Community protection notices begin", By: "Anti-social Behaviour, Crime and Policing Act 2014", Sure: H, Source: "C3"},
			{On: clock.MustDay("2015-03-18"), In: EnglandAndWales, What: "Housing providers can be designated", By: "SI 2015/749", Sure: H, Source: "C16"},
		},
		Sources: []string{"C1b", "C16"},
	},
	{
		ID: "la-cpn-fpn", Authority: Council, Groups: GroupCouncil | GroupNotice, Notice: CPNFPN,
		Name: "Notice: breach of a community protection notice", Title: "Fixed penalty for breach of a community protection notice",
		Law: acpa + "53", Underlying: acpa + "52",
		Meaning: "The council’s own officer, or a designated housing provider, may give a fixed penalty notice for breach of a community protection notice.",
		Whom:    "The person or body that broke the notice", Where: "The council’s area",
		Age: "16 or over, as the notice itself", Refused: "The offence can be prosecuted", NotAllowed: notMoney,
		Limits: []string{"At most £100"}, Record: []string{"The community protection notice", ownWords},
		Periods: councilSince(dayPSPO), Ages: []AgeRule{{From: dayPSPO, Min: 16, Sure: H, Source: acpa + "43(1)"}},
		Turns:   []Turn{{Fact: Belief, Source: acpa + "52(1)"}, {Fact: NoticeBreached, Source: acpa + "48"}},
		Certain: append([]Certainty{{"amount", M, "A cap of £500 is enacted; its day is not known"}}, councilCertain...),
		History: []Change{{On: dayPSPO, In: EnglandAndWales, What: "Community protection notices begin", By: "Anti-social Behaviour, Crime and Policing Act 2014", Sure: H, Source: "C3"}},
		Sources: []string{"C1b", "C16"},
	},
}

// housingDay is the day from which housing providers can be designated.
var housingDay = clock.MustDay("2015-03-18")

// section is the section under which a council's authorisation must be given, and
// the same as a citation.
func (p *Power) section() (number, source string) {
	switch p.ID {
	case "la-pspo-fpn":
		return "68", acpa + "68"
	case "la-pspo-alcohol":
		return "63", acpa + "63"
	}
	return "53", acpa + "53"
}
