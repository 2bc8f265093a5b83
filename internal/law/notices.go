package law

import "watchword/internal/clock"

// NoticeType is a kind of notice, with its own amounts and day count.
type NoticeType uint8

// The kinds of notice. NoNotice is the zero value.
const (
	NoNotice NoticeType = iota
	PND
	Truancy
	Excluded
	CyclingFPN
	GraffitiFPN
	LitterFPN
	DogFoulingFPN
	DogControlFPN
	ByelawFPN
	PSPOFPN
	CPNFPN
	CPN // the community protection notice itself, which costs nothing
)

// Code is the notice type as data shows it: "PN_TRUANCY".
func (n NoticeType) Code() string {
	if n > CPN {
		return ""
	}
	return [...]string{"", "PND", "PN_TRUANCY", "PN_EXCLUDED", "FPN_CYCLING", "FPN_GRAFFITI", "FPN_LITTER", "FPN_DOG_FOULING",
		"FPN_DOG_CONTROL", "FPN_BYELAW", "PSPO_FPN", "CPN_FPN", "CPN"}[n]
}

// Name is the notice type in words.
func (n NoticeType) Name() string {
	if n > CPN {
		return ""
	}
	return [...]string{"", "Penalty notice for disorder", "Penalty notice: truancy", "Penalty notice: excluded pupil", "Fixed penalty notice: cycling on the footway",
		"Penalty notice: graffiti and fly-posting", "Fixed penalty notice: litter", "Fixed penalty notice: dog fouling", "Fixed penalty notice: dog control order",
		"Fixed penalty notice: byelaw", "Fixed penalty notice: public spaces protection order", "Fixed penalty notice: community protection notice", "Community protection notice"}[n]
}

// offender is the facts of every notice to someone who committed an offence:
// the belief, and the offence's place.
func offender(more ...Turn) []Turn {
	return append([]Turn{{Fact: Belief, Source: sch5 + "1(1)"}, {Fact: OffenceInArea, Source: sch5 + "1(1)"}}, more...)
}

// Ages. A child under 10 cannot commit an offence.
const under10 = "Children and Young Persons Act 1933, section 50"

func fromTen(from clock.Day) []AgeRule {
	return []AgeRule{{From: from, Min: 10, Sure: M, Source: under10}}
}

const (
	mayBe      = "An accredited person may give "
	refusedFPN = "The notice can be refused; the offence can then be prosecuted"
	notMoney   = "Taking money, detaining, searching or force"
)

var mustNotice = []string{"Show the accreditation if asked", "Put in the notice every particular that the Act lists"}

// notices is paragraphs 1 and 1A of Schedule 5.
var notices = []Power{
	{
		ID: "csas-fpn-cycling", Para: "1(2)(a)", Groups: GroupNotice | GroupCycle, Notice: CyclingFPN,
		Name: "Notice: cycling on the footway", Title: "Cycling on footway",
		Law: sch5 + "1(2)(a)", Underlying: ha1835 + "; Road Traffic Offenders Act 1988, section 54",
		Meaning: mayBe + "a fixed penalty notice to someone believed to have ridden a cycle on a footway.",
		Ask:     Ask{Lead: "A fixed penalty", Rest: " for cycling on the pavement.", Phrase: "cycling on the pavement"},
		Whom:    "The person who rode the cycle", Where: "A footway beside a road, inside the force area",
		Age: "10 or over; practice is not under 16", Refused: refusedFPN, NotAllowed: notMoney,
		Limits: []string{"Cycling only, not other conduct of section 72", "It is a police fixed penalty, not a council’s"},
		Must:   mustNotice, Record: []string{ownWords, "The place, the time and the notice’s number"},
		Periods: since(dayStart, order2750), Ages: fromTen(dayStart),
		Turns:   offender(Turn{Fact: Cycling, Source: sch5 + "1(2)(a)"}, Turn{Fact: FootwayByRoad, Source: ha1835}),
		Certain: []Certainty{{"start", H, ""}, {"amount", H, ""}, {"age", L, "Practice says not under 16"}},
		History: []Change{
			began(dayStart, pra, "A14"),
			{On: clock.MustDay("2013-08-16"), In: EnglandAndWales, What: "£30 becomes £50", By: "SI 2013/1569", Sure: H, Source: "F4"},
		},
		Doubts: DoubtCyclingAge, Sources: []string{"A1", "F4", "F5"},
	},
	{
		ID: "csas-pnd", Para: "1(2)(aa)", Groups: GroupNotice, Notice: PND, Saved: true,
		Name: "Penalty notice for disorder", Title: "Penalty notice for disorder",
		Law: sch5 + "1(2)(aa) and (2A)", Underlying: "Criminal Justice and Police Act 2001, sections 1 to 11",
		Meaning: mayBe + "a penalty notice for disorder for each offence that their accreditation names.",
		Ask:     Ask{Lead: "A penalty notice for disorder", Rest: ", if you are 18 or over, for certain offences that their accreditation names."},
		Whom:    "A person of 18 or over believed to have committed the offence", Where: "The offence inside the force area",
		Age: "18 or over, since 8 April 2013", Refused: "The notice takes effect when given; trial can be asked for within 21 days", NotAllowed: notMoney,
		Limits: []string{"Each offence is named in the accreditation", "Five offences are excluded by paragraph 1(2A)"},
		Must:   mustNotice, Record: []string{"Which offence", ownWords, "How the age is known", "The notice’s number"},
		Periods: since(day2004Mar, asba2003),
		Ages: []AgeRule{
			{From: day2004Mar, Min: 16, Sure: H, Source: cjpa2},
			{From: clock.MustDay("2004-12-26"), Min: 10, Sure: M, Source: cjpa2},
			{From: dayPNDAdult, Min: 18, Sure: H, Source: cjpa2},
		},
		Turns:   offender(),
		Certain: []Certainty{{"start", H, ""}, {"amount", H, ""}, {"age", H, ""}},
		History: []Change{
			began(day2004Mar, asba2003, "A2"),
			{On: day2004Nov, In: EnglandAndWales, What: "Lower amount £40 becomes £50; theft, criminal damage and litter barred", By: "SI 2004/2468; SI 2004/2540", Sure: H, Source: "B4"},
			{On: day2005Jul, In: EnglandAndWales, What: "Five offences barred, by 1 August 2005 (paragraph 1(2A))", By: "Serious Organised Crime and Police Act 2005, section 122(5)", Sure: H, Source: "A2"},
			{On: clock.MustDay("2005-11-24"), In: EnglandAndWales, What: "Alcohol offences move from the Licensing Act 1964 to that of 2003", By: "SI 2005/3048", Sure: H, Source: "B11"},
			{On: dayPNDAdult, In: EnglandAndWales, What: "Nobody under 18", By: "Legal Aid, Sentencing and Punishment of Offenders Act 2012, section 132", Sure: H, Source: "B5"},
			{On: dayPND60, In: EnglandAndWales, What: "£50 and £80 become £60 and £90, for offences from this day", By: "SI 2013/1579", Sure: H, Source: "B2"},
		},
		Sources: []string{"A1", "A2", "B1"},
	},
	{
		ID: "csas-pn-truancy", Para: "1(2)(ab)", Groups: GroupNotice | GroupParent, Notice: Truancy,
		Name: "Notice to a parent: truancy", Title: "Truancy penalty notice",
		Law: sch5 + "1(2)(ab) and (4)", Underlying: "Education Act 1996, sections 444A and 444B",
		Meaning: mayBe + "a penalty notice to a parent of a registered pupil who is absent without leave.",
		Ask:     Ask{Lead: "A penalty notice for a parent", Rest: ", if a child is absent from school without leave."},
		Whom:    "A parent of a registered pupil; per parent, per child", Where: "The person inside the force area",
		Age: "The parent is an adult; the notice is not the child’s record", Refused: "The notice can be refused; the authority may prosecute", NotAllowed: notMoney,
		Limits: []string{"England: no third notice to one parent for one child within three years", "The local authority’s code of conduct is followed"},
		Must:   []string{"Show the accreditation if asked", "Send the authority a copy of the notice without delay"},
		Record: []string{"The child, the school and the sessions missed", "The parent", "How and when the notice was served"},
		Periods: []Period{
			{In: England, From: dayTruancy, FromSure: H, Until: clock.NoDay, By: asba2003},
			{In: Wales, From: dayTruancyWales, FromSure: M, Until: clock.NoDay, By: "SI 2013/1983 (Wales)"},
		},
		Turns: []Turn{{Fact: Belief, Source: sch5 + "1(1)"}, {Fact: Parent, Source: "Education Act 1996, section 444A(1)"},
			{Fact: RegisteredPupil, Source: "Education Act 1996, section 444A(1)"}, {Fact: CodeFollowed, Source: "Education Act 1996, section 444B; SI 2007/1867, regulation 16"}},
		Certain: []Certainty{{"start", H, "England"}, {"start", M, "Wales, in practice"}, {"amount", H, ""}},
		History: []Change{
			{On: dayTruancy, In: England, What: "Power begins", By: asba2003, Sure: H, Source: "A2"},
			{On: clock.MustDay("2012-09-01"), In: England, What: "£50 and £100 become £60 and £120", By: "SI 2012/1046", Sure: H, Source: "D5"},
			{On: dayTruancyWales, In: Wales, What: "Power begins in practice", By: "SI 2013/1983 (Wales)", Sure: M, Source: "D8"},
			{On: clock.MustDay("2013-09-01"), In: England, What: "28 and 42 days become 21 and 28", By: "SI 2013/757", Sure: H, Source: "D6"},
			{On: dayFramework, In: England, What: "£80 and £160; the second in three years £160; no third. For offence periods that begin from this day", By: "SI 2024/210", Sure: H, Source: "D1"},
		},
		Sources: []string{"A2", "D1", "D2", "D5", "D6", "D7", "D8"},
	},
	{
		ID: "csas-pn-excluded", Para: "1(2)(ac)", Groups: GroupNotice | GroupParent, Notice: Excluded,
		Name: "Notice to a parent: excluded pupil", Title: "Excluded pupil in public place",
		Law: sch5 + "1(2)(ac) and (4)", Underlying: "Education and Inspections Act 2006, sections 103 to 105",
		Meaning: mayBe + "a penalty notice to a parent of an excluded pupil found in a public place in school hours.",
		Ask:     Ask{Lead: "A penalty notice for a parent", Rest: ", if a child excluded from school is in a public place in school hours."},
		Whom:    "A parent of a pupil of compulsory school age", Where: "England; the person inside the force area",
		Age: "The parent is an adult; the notice is not the child’s record", Refused: "The notice can be refused; the authority may prosecute", NotAllowed: notMoney,
		Limits:  []string{"The first five school days of the exclusion only", "Notice under section 104 must have been given", "Only the local authority can prosecute"},
		Must:    []string{"Show the accreditation if asked", "Follow the code of conduct", "Send the authority a copy of the notice without delay"},
		Record:  []string{"The pupil, the school and the exclusion", "The parent", "How and when the notice was served"},
		Periods: []Period{{In: England, From: dayExcluded, FromSure: H, Until: clock.NoDay, By: "Education and Inspections Act 2006"}},
		Turns: []Turn{{Fact: Belief, Source: sch5 + "1(1)"}, {Fact: Parent, Source: eia + "103(1)"}, {Fact: CompulsoryAge, Source: eia + "103(2)"},
			{Fact: FoundInPublic, Source: eia + "103(2)"}, {Fact: FirstFiveDays, Source: eia + "103(2)"}, {Fact: ExclusionNotice, Source: eia + "104"},
			{Fact: CodeFollowed, Source: "SI 2007/1867, regulation 16"}},
		Certain: []Certainty{{"start", H, ""}, {"amount", H, ""}, {"text", H, ""}},
		History: []Change{
			{On: dayExcluded, In: England, What: "Power begins", By: "Education and Inspections Act 2006", Sure: H, Source: "A2"},
			{On: clock.MustDay("2012-09-01"), In: England, What: "£50 and £100 become £60 and £120", By: "SI 2012/1046", Sure: H, Source: "D5"},
			{On: clock.MustDay("2013-09-01"), In: England, What: "28 and 42 days become 21 and 28", By: "SI 2013/757", Sure: H, Source: "D6"},
		},
		Sources: []string{"A2", "D1", "D2", "D4", "D5", "D6"},
	},
	{
		ID: "csas-fpn-dog-fouling", Para: "1(2)(b)", Groups: GroupNotice, Notice: DogFoulingFPN,
		Name: "Notice: dog fouling", Title: "Dog fouling",
		Law: sch5 + "1(2)(b)", Underlying: "Dogs (Fouling of Land) Act 1996, section 4",
		Meaning: "An accredited person could give a fixed penalty notice for not clearing up after a dog.",
		Whom:    "The person in charge of the dog", Where: inForceArea, Age: "10 or over", Refused: refusedFPN, NotAllowed: notMoney,
		Must: mustNotice, Record: []string{ownWords}, Ages: fromTen(dayStart), Turns: offender(),
		Periods: []Period{
			{In: England, From: dayStart, FromSure: H, Until: dayDogsE, UntilSure: H, After: Repealed, By: cnea},
			{In: Wales, From: dayStart, FromSure: H, Until: dayDogsW, UntilSure: H, After: Repealed, By: cnea},
		},
		Certain: []Certainty{{"start", H, ""}, {"end", H, ""}, {"amount", U, "£50 and 14 days"}},
		History: []Change{
			began(dayStart, pra, "A14"),
			{On: dayDogsE, In: England, What: "Repealed in England", By: cnea, Sure: H, Source: "A2"},
			{On: dayDogsW, In: Wales, What: "Repealed in Wales", By: cnea, Sure: H, Source: "A2"},
		},
		Doubts: DoubtDogFouling, Sources: []string{"A2"},
	},
	{
		ID: "csas-fpn-graffiti", Para: "1(2)(ba)", Groups: GroupNotice, Notice: GraffitiFPN,
		Name: "Notice: graffiti and fly-posting", Title: "Graffiti / fly-posting",
		Law: sch5 + "1(2)(ba)", Underlying: asba2003 + ", section 43(1)",
		Meaning: mayBe + "a penalty notice for graffiti or fly-posting, in the place of a council’s officer.",
		Ask:     Ask{Lead: "A fixed penalty", Rest: " for graffiti or fly-posting.", Phrase: "graffiti or fly-posting"},
		Whom:    "The person who did it; for fly-posting only whoever put the advertisement up in person", Where: "The offence inside the force area",
		Age: "10 or over; no other limit confirmed", Refused: refusedFPN, NotAllowed: notMoney,
		Limits: []string{"Not where racially or religiously aggravated or motivated", "Fly-posting: only whoever put it up in person"},
		Must:   mustNotice, Record: []string{ownWords, "The place, the time and the notice’s number"},
		Periods: since(day2004Mar, asba2003), Ages: fromTen(day2004Mar),
		Turns: offender(Turn{Fact: Aggravated, Source: asba2003 + ", section 43(2)"},
			Turn{Fact: PutUp, Unless: FlyPosting, Source: asba2003 + ", section 43(3)"}),
		Certain: []Certainty{{"start", H, ""}, {"amount", H, ""}, {"age", U, "No least age above 10 was found"}},
		History: append([]Change{began(day2004Mar, asba2003, "A2")}, litterHistory...),
		Doubts:  DoubtOffenderAge | DoubtPayee, Sources: []string{"A1", "A2", "E1", "E4", "E5", "E6"},
	},
	{
		ID: "csas-fpn-litter", Para: "1(2)(c)", Groups: GroupNotice, Notice: LitterFPN,
		Name: "Notice: litter", Title: "Litter",
		Law: sch5 + "1(2)(c)", Underlying: "Environmental Protection Act 1990, sections 87 and 88",
		Meaning: mayBe + "a fixed penalty notice for litter, in the place of a litter authority’s officer.",
		Ask:     Ask{Lead: "A fixed penalty", Rest: " for litter.", Phrase: "litter"},
		Whom:    "The person who left the litter", Where: "The offence inside the force area",
		Age: "10 or over", Refused: refusedFPN, NotAllowed: notMoney,
		Limits: []string{"Never a penalty notice for disorder for litter"},
		Must:   mustNotice, Record: []string{ownWords, "The place, the time and the notice’s number"},
		Periods: since(dayStart, order2750), Ages: fromTen(dayStart), Turns: offender(),
		Certain: []Certainty{{"start", H, ""}, {"amount", H, ""}},
		History: append([]Change{began(dayStart, pra, "A14")}, litterHistory...),
		Doubts:  DoubtPayee, Sources: []string{"A1", "E1", "E3", "E4", "E5"},
	},
	{
		ID: "csas-fpn-dog-control", Para: "1(2)(d)", Groups: GroupNotice, Notice: DogControlFPN,
		Name: "Notice: dog control order", Title: "Dog control order breach",
		Law: sch5 + "1(2)(d)", Underlying: cnea + ", section 59",
		Meaning: "An accredited person could give a fixed penalty notice for breach of a dog control order.",
		Whom:    "The person in charge of the dog", Where: inForceArea, Age: "10 or over", Refused: refusedFPN, NotAllowed: notMoney,
		Limits: []string{"Dogs now fall under public spaces protection orders, which is council authority"},
		Must:   mustNotice, Record: []string{ownWords}, Ages: fromTen(dayDogsE), Turns: offender(),
		Periods: []Period{
			{In: England, From: dayDogsE, FromSure: H, Until: dayPSPO, UntilSure: M, After: Repealed, By: "Anti-social Behaviour, Crime and Policing Act 2014"},
			{In: Wales, From: dayDogsW, FromSure: H, Until: dayPSPO, UntilSure: M, After: Repealed, By: "Anti-social Behaviour, Crime and Policing Act 2014"},
		},
		Certain: []Certainty{{"start", H, ""}, {"end", M, "That the paragraph went with the start of Part 4 is inferred"}, {"amount", U, "Not read"}},
		History: []Change{
			{On: dayDogsE, In: England, What: "Power begins in England", By: cnea, Sure: H, Source: "A2"},
			{On: dayDogsW, In: Wales, What: "Power begins in Wales", By: cnea, Sure: H, Source: "A2"},
			{On: dayPSPO, In: EnglandAndWales, What: "Omitted; old orders became public spaces protection orders on 20 October 2017", By: "Anti-social Behaviour, Crime and Policing Act 2014", Sure: M, Source: "A3"},
		},
		Doubts: DoubtDogControl, Sources: []string{"A2", "A3", "C1b", "C14"},
	},
	{
		ID: "csas-fpn-byelaw", Para: "1A", Groups: GroupNotice, Notice: ByelawFPN, Off: England,
		Name: "Notice: byelaw", Title: "Byelaw breach",
		Law: sch5 + "1A", Underlying: "Local Government Act 1972, section 237A (England); Local Government Byelaws (Wales) Act 2012, section 12 (Wales)",
		Meaning: mayBe + "a fixed penalty notice for breach of a byelaw that their accreditation names.",
		Ask:     Ask{Lead: "A fixed penalty", Rest: " for breach of a byelaw.", Phrase: "breach of a byelaw"},
		Whom:    "The person who broke the byelaw", Where: "The offence inside the force area",
		Age: "10 or over", Refused: refusedFPN, NotAllowed: notMoney,
		Limits: []string{"The byelaw is of a class to which the Act applies", "It is on the list agreed with the authority and published by the chief officer", "The accreditation names it"},
		Must:   mustNotice, Record: []string{"Which byelaw", ownWords, "The notice’s number"},
		Periods: []Period{
			{In: England, From: day2010Jan, FromSure: H, Until: clock.NoDay, By: "SI 2010/112"},
			{In: Wales, Perhaps: day2010Jan, From: clock.MustDay("2025-05-01"), FromSure: U, Until: clock.NoDay, By: "Local Government Byelaws (Wales) Act 2012, section 17"},
		},
		Ages: fromTen(day2010Jan),
		Turns: []Turn{{Fact: Belief, Source: sch5 + "1A(1)"}, {Fact: OffenceInArea, Source: sch5 + "1A(1)"}, {Fact: ByelawClass, Source: sch5 + "1A(4)"},
			{Fact: ByelawListed, Source: sch5 + "1A(4)"}, {Fact: ByelawNamed, Source: sch5 + "1A(4)(b)"}},
		Certain: []Certainty{{"start", H, "England"}, {"start", U, "Wales"}, {"text", U, "No regulations that prescribe English classes were found"}, {"amount", U, "No range was found; default £75"}},
		History: []Change{{On: day2010Jan, In: England, What: "Power begins in England", By: "SI 2010/112", Sure: H, Source: "A2"}},
		Doubts:  DoubtByelawAmount, Sources: []string{"A1", "A2", "G1", "G2", "G3"},
	},
}

// litterHistory is what litter and graffiti notices have in common.
var litterHistory = []Change{
	{On: clock.MustDay("2008-04-07"), In: Wales, What: "Range £75 to £150, default £75", By: "SI 2008/663 (Wales)", Sure: H, Source: "E5"},
	{On: clock.MustDay("2018-04-01"), In: England, What: "Range £50 to £150; default £75 becomes £100", By: "SI 2017/1050", Sure: H, Source: "E1"},
	{On: clock.MustDay("2019-04-01"), In: England, What: "Range £65 to £150", By: "SI 2017/1050", Sure: H, Source: "E1"},
	{On: clock.MustDay("2023-07-31"), In: England, What: "Range £65 to £500", By: "SI 2023/770", Sure: H, Source: "E4"},
}

const (
	cjpa2 = "Criminal Justice and Police Act 2001, section 2"
	cnea  = "Clean Neighbourhoods and Environment Act 2005"
	eia   = "Education and Inspections Act 2006, section "
)

// The days on which notices changed.
var (
	dayTruancy      = clock.MustDay("2004-02-27")
	day2004Nov      = clock.MustDay("2004-11-01")
	dayDogsE        = clock.MustDay("2006-04-06")
	dayDogsW        = clock.MustDay("2007-03-15")
	dayExcluded     = clock.MustDay("2007-09-01")
	dayPNDAdult     = clock.MustDay("2013-04-08")
	dayPND60        = clock.MustDay("2013-07-01")
	dayTruancyWales = clock.MustDay("2013-09-02")
	dayPSPO         = clock.MustDay("2014-10-20")
	dayFramework    = clock.MustDay("2024-08-19")
)
