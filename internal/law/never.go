package law

import "watchword/internal/clock"

// barred is one of the five that paragraph 1(2A) keeps from accredited persons.
// Watchword never offers them, not even for days before the bar.
func barred(id OffenceID, name, text string, from, perhaps clock.Day, source string) Offence {
	return Offence{ID: id, Name: name, Texts: []Citation{{day2001, text}}, Barred: Bar{From: from, Perhaps: perhaps, Source: source},
		Sure: H, Sources: []string{"A1", "A2", "B14"}}
}

// neverOffences is the five, with the day of the bar: three from SI 2004/2540,
// all five in paragraph 1(2A) since July or August 2005.
var neverOffences = []Offence{
	barred("pnd-drunk-highway", "Drunk in a highway", "Licensing Act 1872, section 12", clock.MustDay("2005-08-01"), day2005Jul, para1A),
	barred("pnd-drunk-disorderly", "Drunk and disorderly", "Criminal Justice Act 1967, section 91", clock.MustDay("2005-08-01"), day2005Jul, para1A),
	barred("pnd-theft", "Theft", "Theft Act 1968, section 1", day2004Nov, 0, para1A),
	barred("pnd-criminal-damage", "Criminal damage", "Criminal Damage Act 1971, section 1(1)", day2004Nov, 0, para1A),
	barred("pnd-litter", "Litter, by penalty notice for disorder", "Environmental Protection Act 1990, section 87", day2004Nov, 0, para1A),
}

// neverPowers is what people take for a power of accredited persons and is not.
var neverPowers = []Power{
	{
		ID: "none-dispersal", Authority: Nobody, Groups: GroupNever,
		Name: "Move people on (dispersal)", Title: "Dispersal",
		Law: acpa + "35", Underlying: acpa + "35",
		Meaning: "Only a constable or a PCSO may. Never an accredited person.",
		Whom:    "Nobody", Where: "Nowhere", Age: "10 or over, for the police", Refused: "Nothing: it may not be asked",
		NotAllowed: "Everything: it is a power of the police",
		Certain:    []Certainty{{"text", H, ""}},
		History:    []Change{{On: dayPSPO, In: EnglandAndWales, What: "Dispersal begins, for the police only", By: "Anti-social Behaviour, Crime and Policing Act 2014", Sure: M, Source: "C1"}},
		Sources:    []string{"C1"},
	},
}
