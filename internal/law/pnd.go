package law

import "watchword/internal/clock"

// The days on which the table of section 1 of the Criminal Justice and Police Act
// 2001, and its tiers, changed.
var (
	day2001     = clock.MustDay("2001-05-11") // the Act was passed; rows that say "2001"
	dayTable    = clock.MustDay("2004-01-20") // rows that stood in the table by this day
	day2004Oct  = clock.MustDay("2004-10-01")
	dayFirework = clock.MustDay("2004-10-11")
	day2005Apr  = clock.MustDay("2005-04-04")
	dayLA2003   = clock.MustDay("2005-11-24") // SI 2005/3048: 1964 Act rows become 2003 Act rows
	dayTiers    = clock.MustDay("2009-01-24") // SI 2009/83: the schedule of tiers
)

const (
	la64 = "Licensing Act 1964, section "
	la03 = "Licensing Act 2003, section "
	btc  = "British Transport Commission Act 1949, section "
)

// row is an offence that is open in both territories, always in one tier.
func row(id OffenceID, name, text string, upper bool, from clock.Day, sources ...string) Offence {
	return Offence{ID: id, Name: name, Texts: []Citation{{day2001, text}}, Tiers: []Tier{{day2001, upper}},
		Periods: since(from, "Criminal Justice and Police Act 2001, section 1"), Sure: H, Sources: append([]string{"B1", "B12"}, sources...)}
}

// with alters a row where it differs from the others.
func (o Offence) with(f func(*Offence)) Offence { f(&o); return o }

// moved is a row that went from the 1964 Act to the 2003 Act.
func moved(old, now string) func(*Offence) {
	return func(o *Offence) {
		o.Texts = []Citation{{day2001, la64 + old}, {dayLA2003, la03 + now}}
		o.Sources = append(o.Sources, "B11")
	}
}

// ended is a row that is spent from a day on.
func ended(until clock.Day, sure Sure, note string) func(*Offence) {
	return func(o *Offence) {
		o.Periods[0].Until, o.Periods[0].UntilSure, o.Periods[0].After = until, sure, Spent
		o.Note = note
	}
}

func royalPark(o *Offence) {
	o.Turns = []Turn{{Fact: RoyalPark, Source: o.Texts[0].Text}}
	o.Note = "Royal Parks land only. Not excluded by paragraph 1(2A); practice is not known."
	o.Doubts |= DoubtPNDEvidence
}

// pnd is the offences of section 1 for which an accredited person can give a
// penalty notice for disorder, if the accreditation names them.
var pnd = []Offence{
	row("pnd-police-time", "Wasting police time, or a false report", "Criminal Law Act 1967, section 5(2)", true, day2001),
	row("pnd-comms", "Using a public communications network to annoy or cause needless anxiety", "Communications Act 2003, section 127(2)", true, dayTable),
	row("pnd-fire-alarm", "False alarm of fire", "Fire and Rescue Services Act 2004, section 49", true, day2004Oct).with(func(o *Offence) {
		o.Periods = []Period{
			{In: England, From: day2004Oct, FromSure: H, Until: clock.NoDay, By: "Fire and Rescue Services Act 2004"},
			{In: Wales, Perhaps: day2004Oct, From: dayTiers, FromSure: U, Until: clock.NoDay, By: "Fire and Rescue Services Act 2004; listed in SI 2009/83"},
		}
	}),
	row("pnd-poa5", "Behaviour likely to cause harassment, alarm or distress", "Public Order Act 1986, section 5", true, dayTable),
	row("pnd-firework-throw", "Throwing a firework in a thoroughfare", "Explosives Act 1875, section 80", true, day2001).with(func(o *Offence) {
		o.Tiers = []Tier{{day2001, false}, {day2004Nov, true}}
	}),
	row("pnd-firework-regs", "Breach of fireworks regulations", "Fireworks Act 2003, section 11", true, dayFirework, "B14"),
	row("pnd-alc-sale-drunk", "Selling alcohol to a drunk person", "", true, day2005Apr, "B14").with(moved("172(3)", "141")),
	row("pnd-alc-sale-u18", "Selling alcohol to someone under 18", "", true, day2004Nov, "B14").with(moved("169A", "146(1) and (3)")),
	row("pnd-alc-buy-for-u18", "Buying alcohol for someone under 18", "", true, day2004Nov, "B14").with(moved("169C(2)", "149(3)")),
	row("pnd-alc-buy-for-u18-premises", "Buying alcohol for someone under 18 to drink on licensed premises", la03+"149(4)", true, dayLA2003, "B11"),
	row("pnd-alc-deliver-u18", "Delivering alcohol to someone under 18, or allowing it", "", true, day2004Nov, "B14").with(moved("169F", "151")),
	row("pnd-alc-buy-by-u18", "Buying alcohol under 18", "", false, day2005Apr, "B14").with(moved("169C(1)", "149(1)")).
		with(ended(dayPNDAdult, M, "The row is still in the table, but the only offender is under 18 and nobody under 18 can be given the notice.")).
		with(func(o *Offence) { o.MaxAge = 17 }),
	row("pnd-alc-consume-u18", "Drinking under 18 on licensed premises, or allowing it", "", false, day2004Nov, "B14").with(moved("169E", "150")).with(func(o *Offence) {
		o.Turns = []Turn{{Fact: AdultAllowing, Source: la03 + "150(2)", From: dayPNDAdult}}
		o.Note = "Since 8 April 2013 only the adult who allows it can be given the notice."
	}),
	row("pnd-alc-designated", "Drinking in a designated public place", "Criminal Justice and Police Act 2001, section 12", false, day2001, "C1b").
		with(ended(dayPSPO.AddYears(3), H, "The row is still in the table, with nothing to bite on.")).
		with(func(o *Offence) {
			o.Turns = []Turn{{Fact: Designated, Source: "Criminal Justice and Police Act 2001, section 13"}}
		}),
	row("pnd-rail-trespass", "Trespass on a railway", btc+"55", false, day2001),
	row("pnd-rail-stones", "Throwing things at trains", btc+"56", false, day2001),
	row("pnd-parks-litter", "Royal Parks: litter", royal+"(3)", false, clock.MustDay("2012-06-30"), "B13").with(royalPark),
	row("pnd-parks-cycling", "Royal Parks: cycling or skating off permitted ways", royal+"(4)", false, clock.MustDay("2012-06-30"), "B13").with(royalPark),
	row("pnd-parks-faeces", "Royal Parks: not clearing up after an animal", royal+"(6)", false, clock.MustDay("2012-06-30"), "B13").with(royalPark),
	row("pnd-cannabis", "Possessing cannabis", "Misuse of Drugs Act 1971, section 5(2)", true, clock.MustDay("2009-01-28"), "B13").with(func(o *Offence) {
		o.Off, o.Doubts = EnglandAndWales, DoubtPNDEvidence
		o.Note = "Not on the list of paragraph 1(2A), so it can lawfully be named; no force is known to do so."
		o.Turns = []Turn{{Fact: SwitchedOn, Source: para1A}}
	}),
	row("pnd-khat", "Possessing khat", "Misuse of Drugs Act 1971, section 5(2)", false, clock.MustDay("2014-06-24"), "B13").with(func(o *Offence) {
		o.Off, o.Doubts, o.Sure = EnglandAndWales, DoubtPNDEvidence|DoubtKhat, U
		o.Note = "As cannabis; the instrument that sets the amount was not found."
		o.Turns = []Turn{{Fact: SwitchedOn, Source: para1A}}
	}),
	row("pnd-telecoms-1984", "False message by public telecommunications", "Telecommunications Act 1984, section 43(1)(b)", false, day2001).with(func(o *Offence) {
		o.Periods[0].Until, o.Periods[0].UntilSure, o.Periods[0].After = dayTable, M, Repealed
		o.Sure, o.Note = U, "Superseded by section 127(2) of the Communications Act 2003; history only."
	}),
}

const royal = "Parks Regulation (Amendment) Act 1926, section 2(1); Royal Parks Regulations 1997, regulation 3"
