package law

import "watchword/internal/clock"

// The provisions cited most.
const (
	pra       = "Police Reform Act 2002"
	sch5      = pra + ", Schedule 5, paragraph "
	para1     = sch5 + "1"
	para1A    = sch5 + "1(2A)"
	para10    = sch5 + "10"
	s40       = pra + ", section 40"
	s41       = pra + ", section 41"
	s42       = pra + ", section 42"
	order2750 = "SI 2002/2750, article 2"
	socpa     = "Serious Organised Crime and Police Act 2005, Schedule 8"
	asba2003  = "Anti-social Behaviour Act 2003"
)

// The days on which Schedule 5 changed.
var (
	dayStart   = clock.MustDay("2002-12-02") // sections 40, 41, 46, 50 and Schedule 5
	day2004Jan = clock.MustDay("2004-01-20")
	day2004Mar = clock.MustDay("2004-03-31")
	day2005Jul = clock.MustDay("2005-07-01")
	day2006Jan = clock.MustDay("2006-01-01")
	day2010Jan = clock.MustDay("2010-01-27")
)

// since is one open period in both territories.
func since(from clock.Day, by string) []Period {
	return []Period{{In: EnglandAndWales, From: from, FromSure: H, Until: clock.NoDay, By: by}}
}

// began is the first step of a history.
func began(on clock.Day, by, source string) Change {
	return Change{On: on, In: EnglandAndWales, What: "Power begins", By: by, Sure: H, Source: source}
}

const (
	inForceArea = "Inside the force area, and any narrower area in the accreditation"
	ownWords    = "What was seen or heard, in the person’s own words"
	noDetain    = "Detaining, searching, force, or requiring more than name and address"
	noForce     = "Detaining, searching or force"
)

// schedule5 is paragraphs 2 to 9ZA of Schedule 5: the powers that are not notices.
var schedule5 = []Power{
	{
		ID: "csas-name-address", Para: "2", Groups: GroupIdentity,
		Name: "Ask name and address: offence", Title: "Require name and address (offence)",
		Law: sch5 + "2", Underlying: sch5 + "2",
		Meaning: "An accredited person may require the name and address of anyone they have reason to believe has committed a relevant offence.",
		Ask:     Ask{Lead: "Your name and address", Rest: ", if they reasonably believe you have committed certain offences. Refusing is an offence."},
		Whom:    "Someone believed to have committed a relevant offence: one of four bases", Where: "The offence inside the force area",
		Age: "No lower limit in the paragraph. A child under 10 cannot commit an offence", Refused: "An offence: fine up to level 3",
		NotAllowed: noDetain, Limits: []string{"The accreditation may narrow the basis of harm or loss by conditions"},
		Must:    []string{"Show the accreditation if asked"},
		Record:  []string{"Which basis", ownWords, "Whether the details were given, refused or in doubt"},
		Periods: since(dayStart, order2750),
		Turns:   []Turn{{Fact: Belief, Source: sch5 + "2(1)"}, {Fact: OffenceInArea, Source: sch5 + "2(1)"}},
		Certain: []Certainty{{"start", H, ""}, {"text", H, ""}},
		History: []Change{
			began(dayStart, pra, "A14"),
			{On: day2005Jul, In: EnglandAndWales, What: "Begging basis added", By: socpa, Sure: H, Source: "A2"},
			{On: day2010Jan, In: EnglandAndWales, What: "Byelaw basis added", By: "SI 2010/112", Sure: H, Source: "A2"},
			{On: dayBeggingEnd, In: EnglandAndWales, What: "Begging basis ends; offences committed earlier are untouched", By: "Police, Crime, Sentencing and Courts Act 2022, section 81(6)(b) and (8)", Sure: L, Source: "C9"},
		},
		Sources: []string{"A1", "A4", "A14"},
	},
	{
		ID: "csas-name-address-asb", Para: "3", Groups: GroupIdentity | GroupASB,
		Name: "Ask name and address: antisocial behaviour", Title: "Require name and address (ASB)",
		Law: sch5 + "3", Underlying: pra + ", section 50",
		Meaning: "An accredited person may require the name and address of anyone they have reason to believe has been acting, or is acting, in an antisocial manner.",
		Ask:     Ask{Lead: "Your name and address", Rest: ", if they reasonably believe you have behaved antisocially. Refusing, or giving false details, is an offence."},
		Whom:    "Anyone believed to have engaged, or to be engaging, in antisocial behaviour", Where: inForceArea,
		Age: "No lower limit in the paragraph", Refused: "Refusing or giving false details is an offence: fine up to level 3 (section 50(2))",
		NotAllowed: noDetain,
		Must:       []string{"Show the accreditation if asked"},
		Record:     []string{ownWords, "Whether the details were given, refused or in doubt"},
		Periods:    since(dayStart, order2750),
		Tests: []Test{
			{dayStart, "Crime and Disorder Act 1998, section 1: acting in a manner that caused or was likely to cause harassment, alarm or distress to persons not of the same household", H},
			{clock.MustDay("2015-03-23"), "Anti-social Behaviour, Crime and Policing Act 2014, section 2, read without subsection (2)", M},
		},
		Turns:   []Turn{{Fact: Belief, Source: pra + ", section 50(1)"}},
		Certain: []Certainty{{"start", H, ""}, {"text", H, ""}},
		History: []Change{
			began(dayStart, pra, "A14"),
			{On: clock.MustDay("2015-03-23"), In: EnglandAndWales, What: "“Antisocial manner” takes the 2014 meaning", By: "Anti-social Behaviour, Crime and Policing Act 2014", Sure: M, Source: "C13"},
		},
		Sources: []string{"A1", "A13", "C13"},
	},
	{
		ID: "csas-name-address-traffic", Para: "3A", Groups: GroupIdentity | GroupTraffic,
		Name: "Ask name and address: traffic", Title: "Require name and address (traffic)",
		Law: sch5 + "3A", Underlying: "Road Traffic Act 1988, sections 165(1)(c) and 169",
		Meaning: "An accredited person may require the name and address of a driver, rider or pedestrian who ignored a traffic direction.",
		Ask:     Ask{Lead: "Your name and address", Rest: ", if you ignored a traffic direction as a driver, a rider or on foot."},
		Whom:    "A driver or rider who ignored a traffic direction (section 35), or a pedestrian who did (section 37)", Where: "The offence inside the force area",
		Age: "No lower limit in the paragraph", Refused: "An offence under the Road Traffic Act 1988",
		NotAllowed: noDetain,
		Must:       []string{"Show the accreditation if asked"},
		Record:     []string{"The direction given and what was done", "Whether the details were given, refused or in doubt"},
		Periods:    since(day2005Jul, socpa),
		Turns:      []Turn{{Fact: Belief, Source: sch5 + "3A"}, {Fact: DirectionIgnored, Source: "Road Traffic Act 1988, sections 35 and 37"}, {Fact: OffenceInArea, Source: sch5 + "3A"}},
		Certain:    []Certainty{{"start", H, ""}, {"text", H, ""}},
		History:    []Change{began(day2005Jul, socpa, "A2")},
		Sources:    []string{"A1", "A2"},
	},
	{
		ID: "csas-alcohol-dppo", Para: "4", Groups: GroupAlcohol,
		Name: "Alcohol in designated public places", Title: "Stop drinking/surrender alcohol in a designated public place",
		Law: sch5 + "4", Underlying: "Criminal Justice and Police Act 2001, section 12",
		Meaning: "An accredited person could require a person not to drink alcohol in a designated public place, and to surrender it.",
		Whom:    "Anyone drinking in a designated public place", Where: "A place designated under section 13 of the 2001 Act",
		Age: "No lower limit", Refused: "An offence while the power lasted", NotAllowed: noForce,
		Limits:  []string{"No equivalent for public spaces protection orders was given to accredited persons"},
		Must:    []string{"Show the accreditation if asked"},
		Record:  []string{ownWords, "What was surrendered and how it was disposed of"},
		Periods: []Period{{In: EnglandAndWales, From: dayStart, FromSure: H, Until: dayPSPO.AddYears(3), UntilSure: H, After: Spent, By: "Anti-social Behaviour, Crime and Policing Act 2014, section 75"}},
		Turns:   []Turn{{Fact: Designated, Source: "Criminal Justice and Police Act 2001, section 13"}},
		Certain: []Certainty{{"start", H, ""}, {"end", H, ""}, {"end", M, "That the paragraph is spent is inferred: it is still printed, with nothing to bite on"}},
		History: []Change{
			began(dayStart, pra, "A14"),
			{On: dayPSPO, In: EnglandAndWales, What: "No new place can be designated", By: "SI 2014/2590", Sure: H, Source: "C14"},
			{On: dayPSPO.AddYears(3), In: EnglandAndWales, What: "Old designations end; the paragraph is spent", By: "Anti-social Behaviour, Crime and Policing Act 2014, section 75(3)", Sure: H, Source: "C1b"},
		},
		Sources: []string{"A1", "C1b", "C14"},
	},
	{
		ID: "csas-alcohol-u18", Para: "5", Groups: GroupAlcohol,
		Name: "Take alcohol from young people", Title: "Confiscate alcohol: young people",
		Law: sch5 + "5", Underlying: "Confiscation of Alcohol (Young Persons) Act 1997, section 1(1), (1AA), (2) and (4)",
		Meaning: "An accredited person may require a person to hand over alcohol who is under 18, has it for someone under 18, or is with someone under 18 who recently drank.",
		Ask:     Ask{Lead: "To hand over alcohol", Rest: ", if you are under 18, have it for someone under 18, or are with someone under 18 who recently drank."},
		Whom:    "Someone suspected of having alcohol who is under 18, means it for someone under 18, or is with someone under 18 who recently drank", Where: "A public place, or a place entered unlawfully; inside the force area",
		Age: "Under 18, or with or for someone under 18", Refused: "An offence: fine up to level 2", NotAllowed: noForce + ", or taking a child home",
		Must:    []string{"Say what is suspected, and that refusing is an offence", "Require name and address as well", "Show the accreditation if asked"},
		Record:  []string{ownWords, "What was surrendered and how it was disposed of", "What was done to safeguard a child"},
		Periods: since(dayStart, order2750),
		Turns:   []Turn{{Fact: Belief, Source: conf97 + "(1)"}, {Fact: RelevantPlace, Source: conf97 + "(1)"}, {Fact: Explained, Source: conf97 + "(4)"}},
		Certain: []Certainty{{"start", H, ""}, {"text", H, ""}},
		History: []Change{
			began(dayStart, pra, "A14"),
			{On: clock.MustDay("2010-01-29"), In: EnglandAndWales, What: "Name and address must be required too; wording changed", By: "Amendment of Schedule 5, paragraph 5", Sure: H, Source: "A2"},
		},
		Sources: []string{"A1", "A2", "H1"},
	},
	{
		ID: "csas-tobacco-u16", Para: "6", Groups: GroupAlcohol,
		Name: "Take tobacco, under 16", Title: "Seize tobacco",
		Law: sch5 + "6", Underlying: cypa33,
		Meaning: "An accredited person may take tobacco and cigarette papers from anyone who seems to be under 16 and is smoking in a street or public place.",
		Ask:     Ask{Lead: "To hand over cigarettes or tobacco", Rest: ", if you seem to be under 16 and are smoking in a public place. Vapes are not included."},
		Whom:    "A person apparently under 16 who is smoking", Where: "A street or public place inside the force area",
		Age: "Apparently under 16, not under 18", Refused: "No offence named in the paragraph", NotAllowed: noForce + ". Vapes are not covered",
		Must:    []string{"Dispose of what is taken as the employer directs", "Show the accreditation if asked"},
		Record:  []string{ownWords, "What was taken and how it was disposed of", "What was done to safeguard a child"},
		Periods: []Period{{In: EnglandAndWales, From: dayStart, FromSure: H, Until: clock.MustDay("2027-01-01"), UntilSure: H, After: Repealed, By: "Tobacco and Vapes Act 2026, section 44(2) and Schedule 7, paragraphs 1 and 5"}},
		Ages:    []AgeRule{{From: dayStart, Max: 15, Sure: H, Source: cypa33}},
		Turns:   []Turn{{Fact: Smoking, Source: cypa33}, {Fact: Vape, Source: cypa33}},
		Certain: []Certainty{{"start", H, ""}, {"end", H, ""}, {"age", H, ""}},
		History: []Change{
			began(dayStart, pra, "A14"),
			{On: clock.MustDay("2027-01-01"), In: EnglandAndWales, What: "Paragraph 6 and section 7 of the 1933 Act end, with no successor", By: "Tobacco and Vapes Act 2026, Schedule 7", Sure: H, Source: "C11"},
		},
		Sources: []string{"A1", "C11", "C12", "C15"},
	},
	{
		ID: "csas-abandoned-vehicle", Para: "7", Groups: GroupTraffic,
		Name: "Remove abandoned vehicles", Title: "Remove abandoned vehicles",
		Law: sch5 + "7", Underlying: "Road Traffic Regulation Act 1984, section 99; Removal and Disposal of Vehicles Regulations 1986, regulation 4A",
		Meaning: "An accredited person may remove a vehicle where the regulations give traffic wardens’ powers of removal to accredited persons.",
		Ask:     Ask{Lead: "To let a vehicle be removed", Rest: ", if it has been abandoned."},
		Whom:    "The vehicle, not a person", Where: "England, inside the force area",
		Age: "None", Refused: "Nothing in the paragraph", NotAllowed: noForce,
		Must:    []string{"Show the accreditation if asked"},
		Record:  []string{"The vehicle, where and how it stood", "What was done with it"},
		Periods: []Period{{In: England, From: dayStart, FromSure: H, Until: clock.NoDay, By: "SI 2002/2777"}},
		Turns:   []Turn{{Fact: Abandoned, Source: "Removal and Disposal of Vehicles Regulations 1986, regulation 4A"}},
		Certain: []Certainty{{"start", H, ""}, {"territory", U, "Wales: no matching instrument was found"}},
		History: []Change{{On: dayStart, In: England, What: "Power begins, in England only", By: "SI 2002/2777", Sure: H, Source: "A8"}},
		Doubts:  DoubtAbandonedWales, Sources: []string{"A1", "A8"},
	},
	{
		ID: "csas-stop-vehicle-test", Para: "8", Groups: GroupTraffic,
		Name: "Stop a vehicle for testing", Title: "Stop vehicle for roadside test",
		Law: sch5 + "8", Underlying: "Road Traffic Act 1988, section 67(3)",
		Meaning: "An accredited person may stop a vehicle so that a vehicle examiner can test it.",
		Ask:     Ask{Lead: "To stop your vehicle", Rest: ", so that a vehicle examiner can test it."},
		Whom:    "The driver of a vehicle", Where: "A road inside the force area",
		Age: "None", Refused: "An offence under the Road Traffic Act 1988", NotAllowed: noForce + ". The test itself is the examiner’s",
		Must:    []string{"Show the accreditation if asked"},
		Record:  []string{"The vehicle, the place and the examiner"},
		Periods: since(dayStart, order2750),
		Turns:   []Turn{{Fact: OnRoad, Source: "Road Traffic Act 1988, section 67(1)"}, {Fact: ExaminerPresent, Source: "Road Traffic Act 1988, section 67(3)"}},
		Certain: []Certainty{{"start", H, ""}, {"text", H, ""}},
		History: []Change{began(dayStart, pra, "A14")}, Sources: []string{"A1"},
	},
	{
		ID: "csas-stop-cycle", Para: "8A", Groups: GroupCycle | GroupTraffic,
		Name: "Stop a cycle", Title: "Stop a cycle",
		Law: sch5 + "8A", Underlying: "Road Traffic Act 1988, section 163(2)",
		Meaning: "An accredited person may stop someone on a cycle whom they have reason to believe has ridden it on a footway.",
		Ask:     Ask{Lead: "To stop your bicycle", Rest: ", if they believe you rode it on the pavement."},
		Whom:    "A cyclist believed to have committed the footway offence (Highway Act 1835, section 72)", Where: inForceArea,
		Age: "No lower limit in the paragraph", Refused: "An offence under the Road Traffic Act 1988", NotAllowed: noForce,
		Limits:  []string{"For no other reason than cycling on a footway"},
		Must:    []string{"Show the accreditation if asked"},
		Record:  []string{ownWords},
		Periods: since(day2004Jan, asba2003),
		Turns:   []Turn{{Fact: Belief, Source: sch5 + "8A(2)"}, {Fact: Cycling, Source: sch5 + "8A(2)"}, {Fact: FootwayByRoad, Source: ha1835}},
		Certain: []Certainty{{"start", H, ""}, {"text", H, ""}},
		History: []Change{began(day2004Jan, asba2003, "A2")}, Sources: []string{"A1", "A2"},
	},
	{
		ID: "csas-traffic-control", Para: "8B", Groups: GroupTraffic, Needs: []PowerID{"csas-name-address-traffic"},
		Name: "Direct traffic", Title: "Direct traffic; traffic survey",
		Law: sch5 + "8B", Underlying: "Road Traffic Act 1988, sections 35 and 37",
		Meaning: "An accredited person may direct drivers to stop or keep a line, direct pedestrians to stop, and direct vehicles for a traffic survey.",
		Ask:     Ask{Lead: "To follow their traffic directions", Rest: ", as a driver, a rider or on foot."},
		Whom:    "Drivers, riders and pedestrians", Where: "A road inside the force area",
		Age: "None", Refused: "An offence under the Road Traffic Act 1988", NotAllowed: noForce,
		Limits:  []string{"Only together with paragraph 3A", "Not for abnormal loads"},
		Must:    []string{"Show the accreditation if asked"},
		Record:  []string{"The place, the time and the reason"},
		Periods: since(day2005Jul, socpa),
		Turns:   []Turn{{Fact: OnRoad, Source: "Road Traffic Act 1988, section 35(1)"}, {Fact: AbnormalLoad, Source: sch5 + "8B"}},
		Certain: []Certainty{{"start", H, ""}, {"text", H, ""}},
		History: []Change{began(day2005Jul, socpa, "A2")}, Sources: []string{"A1", "A2"},
	},
	{
		ID: "csas-traffic-escort", Para: "9", Groups: GroupTraffic, AnyArea: true,
		Name: "Escort an abnormal load", Title: "Escort abnormal load",
		Law: sch5 + "9", Underlying: "Road Traffic Act 1988, sections 35, 37 and 44(1)(d)",
		Meaning: "An accredited person may direct vehicles and pedestrians while escorting a load of exceptional dimensions, in any police area of England and Wales.",
		Ask:     Ask{Lead: "To stop or give way on the road", Rest: ", while they escort an abnormal load."},
		Whom:    "Drivers, riders and pedestrians", Where: "Any police area of England and Wales, to or from the force area (paragraph 9(3))",
		Age: "None", Refused: "An offence under the Road Traffic Act 1988", NotAllowed: noForce,
		Limits:  []string{"Only loads authorised by an order under section 44(1)(d)"},
		Must:    []string{"Show the accreditation if asked"},
		Record:  []string{"The load, its order and the way taken"},
		Periods: since(dayStart, order2750),
		Turns:   []Turn{{Fact: Escorting, Source: sch5 + "9(1)"}, {Fact: LoadAuthorised, Source: sch5 + "9(2)"}},
		Certain: []Certainty{{"start", H, ""}, {"text", H, ""}},
		History: []Change{began(dayStart, pra, "A14")}, Sources: []string{"A1"},
	},
	{
		ID: "csas-photograph", Para: "9ZA", Groups: GroupIdentity,
		Name: "Photograph a person given a notice", Title: "Photograph recipient",
		Law: sch5 + "9ZA", Underlying: "Police and Criminal Evidence Act 1984, section 64A(1A)",
		Meaning: "An accredited person may photograph, elsewhere than at a police station, a person to whom they themselves have given a penalty notice.",
		Ask:     Ask{Lead: "To be photographed", Rest: ", after they have given you a penalty notice."},
		Whom:    "The person to whom this accredited person has given the notice", Where: "Not at a police station; inside the force area",
		Age: "That of the notice", Refused: "No offence named in the paragraph", NotAllowed: noForce,
		Limits:  []string{"Only after the notice, and only of its recipient"},
		Must:    []string{"Show the accreditation if asked", "Link the photograph to the notice"},
		Record:  []string{"The number of the notice", "The photograph, under its own retention rule"},
		Periods: since(day2006Jan, socpa),
		Turns:   []Turn{{Fact: AwayFromStation, Source: sch5 + "9ZA"}},
		Certain: []Certainty{{"start", H, ""}, {"text", H, ""}},
		History: []Change{
			began(day2006Jan, socpa, "A2"),
			{On: day2010Jan, In: EnglandAndWales, What: "Byelaw notices added", By: "SI 2010/112", Sure: H, Source: "A2"},
		},
		Sources: []string{"A1", "A2"},
	},
}

const (
	conf97 = "Confiscation of Alcohol (Young Persons) Act 1997, section 1"
	cypa33 = "Children and Young Persons Act 1933, section 7(3)"
	ha1835 = "Highway Act 1835, section 72"
)
