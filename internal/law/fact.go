package law

// Fact is something that is so, is not so or is not known, and on which a power
// turns. A Question holds one Tri for each.
type Fact uint8

// The facts, in the order in which reasons are given. NoFact is none.
const (
	NoFact Fact = iota
	// How every power of an accreditation is used.
	Uniform
	Badge
	OnDuty
	Employed
	Produced
	InForceArea
	// What is believed, and where it happened.
	Belief
	OffenceInArea
	Harm
	DirectionIgnored
	// Alcohol and tobacco.
	Designated
	RelevantPlace
	Explained
	Smoking
	Vape
	// Vehicles, cycles and roads.
	Abandoned
	OnRoad
	ExaminerPresent
	Cycling
	FootwayByRoad
	AbnormalLoad
	Escorting
	LoadAuthorised
	AwayFromStation
	// Notices to parents.
	Parent
	RegisteredPupil
	CompulsoryAge
	FoundInPublic
	FirstFiveDays
	ExclusionNotice
	CodeFollowed
	// Notices for disorder, graffiti and byelaws.
	RoyalPark
	AdultAllowing
	Aggravated
	FlyPosting
	PutUp
	ByelawClass
	ByelawListed
	ByelawNamed
	SwitchedOn
	// Council authority.
	OrderInForce
	OrderCovers
	OrderBreached
	ExemptPlace
	Detrimental
	Warned
	NoticeBreached
	// Facts is how many there are, NoFact included.
	Facts
)

// FactInfo is how a fact is named, and what is said of it.
type FactInfo struct {
	Name string // in JSON and in reason codes: "uniform" gives "uniform.no" and "uniform.unknown"
	Want Tri    // the state that lets the power be used; No for facts that forbid it
	So   string // what has to be so: "the approved uniform is worn"
	Not  string // the sentence when it is known to be otherwise
	Help string // explains the field
}

// Info is how the fact is named, and what is said of it.
func (f Fact) Info() *FactInfo {
	if f >= Facts {
		f = NoFact
	}
	return &factInfo[f]
}

// String is the fact's name in JSON.
func (f Fact) String() string { return f.Info().Name }

var factInfo = [Facts]FactInfo{
	NoFact: {"", Yes, "", "", ""},
	Uniform: {"uniform", Yes,
		"the approved uniform is worn",
		"The approved uniform is not worn.",
		"The uniform approved by the chief officer and described in the accreditation is worn."},
	Badge: {"badge", Yes,
		"the badge is worn as specified",
		"The badge is not worn.",
		"The badge specified by the Secretary of State is worn, as specified."},
	OnDuty: {"on_duty", Yes,
		"the person is at work for the employer",
		"The person is not at work for the employer.",
		"The person acts in the course of employment with the accrediting employer."},
	Employed: {"employed", Yes,
		"the person is still employed by that employer",
		"The person has left the employer. The accreditation ended by itself.",
		"The person is still an employee of the employer under whose arrangements the accreditation was given."},
	Produced: {"produced", Yes,
		"the accreditation or authorisation is shown",
		"The accreditation or authorisation was asked for and not shown.",
		"Shown when asked for. \"no\" means: was asked for and not shown. Leave it out if nobody asked."},
	InForceArea: {"in_force_area", Yes,
		"the place is inside the police area of the accrediting force",
		"The place is outside the police area of the accrediting force.",
		"The place lies in the police area of the chief officer who gave the accreditation."},

	Belief: {"reasonable_belief", Yes,
		"there is reason to believe it, and the reason is written down",
		"There is no reasonable belief.",
		"The person has the belief, reason to believe or reasonable suspicion that the provision asks for."},
	OffenceInArea: {"offence_in_area", Yes,
		"the offence happened inside the police area",
		"The offence happened outside the police area.",
		"The offence was committed at a place in the police area of the accrediting force."},
	Harm: {"caused_harm", Yes,
		"the offence appears to have caused another person injury, alarm or distress, or loss of or damage to property",
		"The offence does not appear to have caused injury, alarm, distress, loss or damage to another person.",
		"For basis-harm: the offence appears to have caused another person injury, alarm or distress, or loss of or damage to their property."},
	DirectionIgnored: {"direction_ignored", Yes,
		"the person ignored a traffic direction",
		"The person did not ignore a traffic direction.",
		"A driver or rider ignored a traffic direction (Road Traffic Act 1988, section 35), or a pedestrian did (section 37)."},

	Designated: {"designated", Yes,
		"the place is designated under section 13 of the Criminal Justice and Police Act 2001",
		"The place is not designated.",
		"The place is or was designated under section 13 of the Criminal Justice and Police Act 2001."},
	RelevantPlace: {"relevant_place", Yes,
		"it is a public place, or a place the person entered unlawfully",
		"It is not a relevant place.",
		"The place is a \"relevant place\" of the Confiscation of Alcohol (Young Persons) Act 1997."},
	Explained: {"explained", Yes,
		"the person is told what is suspected or required, and that refusing is an offence",
		"The person was not told that refusing is an offence.",
		"The person is told of the suspicion (paragraph 5) and that failing to comply is an offence."},
	Smoking: {"smoking_in_public", Yes,
		"the person is smoking in a street or public place",
		"The person is not smoking in a street or public place.",
		"The person is smoking in a street or public place."},
	Vape: {"vape", No,
		"it is tobacco and not a vape",
		"It is a vape. Vapes are not covered.",
		"What is smoked is a vape, which the power does not cover."},

	Abandoned: {"abandoned", Yes,
		"the vehicle is one that the regulations let be removed",
		"The vehicle is not one that the regulations let be removed.",
		"The vehicle is abandoned or otherwise within the Removal and Disposal of Vehicles Regulations 1986."},
	OnRoad: {"on_road", Yes,
		"it is on a road",
		"It is not on a road.",
		"It happens on a road."},
	ExaminerPresent: {"examiner_present", Yes,
		"a vehicle examiner is there to make the test",
		"No vehicle examiner is there to make the test.",
		"A vehicle examiner is present, who makes the test."},
	Cycling: {"cycling", Yes,
		"the person is believed to have ridden a cycle there",
		"The person did not ride a cycle.",
		"The conduct is cycling, and nothing else that section 72 of the Highway Act 1835 covers."},
	FootwayByRoad: {"footway_beside_road", Yes,
		"it was on a footway beside a road",
		"It was not on a footway beside a road.",
		"The cycling was on a footway by the side of a road."},
	AbnormalLoad: {"abnormal_load", No,
		"it is not for an abnormal load",
		"It is for an abnormal load, which this paragraph does not cover.",
		"The directing is for a load of exceptional dimensions."},
	Escorting: {"escorting", Yes,
		"the person is escorting a load of exceptional dimensions",
		"No load of exceptional dimensions is being escorted.",
		"The person is escorting a vehicle or trailer carrying a load of exceptional dimensions."},
	LoadAuthorised: {"load_authorised", Yes,
		"the load is authorised by an order under section 44(1)(d)",
		"The load is not authorised by an order under section 44(1)(d).",
		"The load is authorised by an order under section 44(1)(d) of the Road Traffic Act 1988."},
	AwayFromStation: {"away_from_station", Yes,
		"it is somewhere other than a police station",
		"It is at a police station.",
		"The photograph is taken elsewhere than at a police station."},

	Parent: {"recipient_is_parent", Yes,
		"the notice is to a parent of the pupil",
		"The recipient is not a parent of the pupil.",
		"The recipient of the notice is a parent of the pupil."},
	RegisteredPupil: {"registered_pupil", Yes,
		"the child is a registered pupil at a school",
		"The child is not a registered pupil.",
		"The child is a registered pupil at a school."},
	CompulsoryAge: {"compulsory_school_age", Yes,
		"the pupil is of compulsory school age",
		"The pupil is not of compulsory school age.",
		"The pupil is of compulsory school age."},
	FoundInPublic: {"found_in_public", Yes,
		"the pupil was in a public place in school hours",
		"The pupil was not in a public place in school hours.",
		"The excluded pupil was present in a public place in school hours."},
	FirstFiveDays: {"first_five_days", Yes,
		"it was one of the first five school days of the exclusion",
		"It was not one of the first five school days of the exclusion.",
		"The day was one of the first five school days of the exclusion, or of all of it if shorter."},
	ExclusionNotice: {"exclusion_notice", Yes,
		"the parent had been given notice under section 104",
		"The parent had not been given notice under section 104.",
		"The parent had been given the notice of section 104 of the Education and Inspections Act 2006."},
	CodeFollowed: {"code_followed", Yes,
		"the local authority's code of conduct is followed",
		"The local authority's code of conduct is not followed.",
		"The notice follows the code of conduct of the local authority, its limits on numbers included."},

	RoyalPark: {"royal_park", Yes,
		"it was in a Royal Park",
		"It was not in a Royal Park.",
		"The offence was committed on land to which the Royal Parks regulations apply."},
	AdultAllowing: {"adult_allowing", Yes,
		"the recipient is an adult who allowed it",
		"The recipient is not an adult who allowed it.",
		"For pnd-alc-consume-u18: the recipient is an adult who allowed the drinking."},
	Aggravated: {"racially_aggravated", No,
		"the offence is not racially or religiously aggravated or motivated",
		"The offence is racially or religiously aggravated or motivated. It needs the police.",
		"The graffiti or damage is racially or religiously aggravated or motivated."},
	FlyPosting: {"fly_posting", Yes,
		"it is fly-posting",
		"It is not fly-posting.",
		"The offence is fly-posting; \"no\" means graffiti. With \"no\", personally_put_up is not asked."},
	PutUp: {"personally_put_up", Yes,
		"the recipient put the advertisement up in person",
		"The recipient did not put the advertisement up in person.",
		"The recipient personally affixed or placed the advertisement."},
	ByelawClass: {"byelaw_class", Yes,
		"the byelaw is of a class to which the Act applies",
		"The byelaw is not of a class to which the Act applies.",
		"The byelaw belongs to a class to which section 237A (England) or section 12 (Wales) applies."},
	ByelawListed: {"byelaw_listed", Yes,
		"the byelaw is on the list agreed with the authority and published by the chief officer",
		"The byelaw is not on the list published by the chief officer.",
		"The byelaw is on the list agreed by the chief officer and the byelaw authority and published by the chief officer."},
	ByelawNamed: {"byelaw_named", Yes,
		"the accreditation names the byelaw",
		"The accreditation does not name the byelaw.",
		"The accreditation names the byelaw."},
	SwitchedOn: {"switched_on", Yes,
		"the force has switched it on",
		"It is switched off.",
		"The force has switched on a power or offence that is lawful but shipped switched off (pnd-cannabis, pnd-khat, byelaw notices in England)."},

	OrderInForce: {"order_in_force", Yes,
		"the public spaces protection order is in force",
		"The public spaces protection order is not in force.",
		"The public spaces protection order (or expedited order) is in force."},
	OrderCovers: {"order_covers_place", Yes,
		"the order covers the place",
		"The order does not cover the place.",
		"The place lies in the area of the order."},
	OrderBreached: {"order_breached", Yes,
		"the order, or a requirement under section 63, has been breached",
		"The order has not been breached.",
		"There is reason to believe that section 67 was breached, or a requirement under section 63 refused."},
	ExemptPlace: {"exempt_place", No,
		"the place is not licensed premises or otherwise exempt",
		"The place is exempt from the alcohol ban.",
		"The place is exempt under section 62: licensed premises (and 30 minutes after), or a place with a highways or pavement licence permission in use."},
	Detrimental: {"detrimental", Yes,
		"the conduct is unreasonable and has a detrimental, persistent or continuing effect",
		"The test of section 43(1) is not met.",
		"The conduct has a detrimental effect, of a persistent or continuing nature, on the quality of life of those in the locality, and is unreasonable."},
	Warned: {"warned", Yes,
		"a written warning was given, enough time has passed and the effect goes on",
		"No written warning was given, or not enough time has passed.",
		"A written warning was given (section 43(5)), enough time has passed, and the conduct still has the effect."},
	NoticeBreached: {"notice_breached", Yes,
		"the community protection notice has been breached",
		"The community protection notice has not been breached.",
		"There is reason to believe that a community protection notice was breached (section 48)."},
}
