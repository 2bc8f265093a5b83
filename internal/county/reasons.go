package county

// reasons are what employers write when they ask for a power. {place} is where they
// work and {posts} who would hold it.
var reasons = map[string][]string{
	nameOffence: {
		"Residents of {place} report damage with a description and no name; in the last year 41 reports ended there.",
		"{posts} meet people in the act of damage or minor assault and can only ask them to wait for a patrol.",
		"Notices cannot be given to somebody who will not say who they are. {posts} now break off about one in four.",
		"CCTV at {place} shows the act but not the person. Somebody on foot must be able to ask.",
	},
	nameASB: {
		"The same small group at {place} is named in most complaints, and each visit begins again without a name.",
		"Acceptable behaviour agreements need a name and an address. {posts} are the people present when one is refused.",
		"Staff at {place} recorded 312 incidents of abuse in twelve months; in 280 nobody could be identified.",
		"Neighbours will not give statements. If {posts} may ask for a name, the case does not rest on neighbours.",
		"Groups leave {place} when asked and come back within the hour. A name makes the second conversation different.",
	},
	nameTraffic: {
		"Drivers who ignore a direction at {place} leave no trace but a number plate that is often false.",
		"It is required with the power to direct traffic, and {posts} are alone at most closures.",
		"At the spring fair eleven drivers drove round the cones at {place}; none could be followed up.",
	},
	alcohol: {
		"Young people drink in the open at {place} on most fine evenings; shops have been warned and now refuse them.",
		"{posts} find under-18s with bottles several times a week and have to leave the bottles with them.",
		"The licensing panel asked for it after two young people were taken to hospital from {place}.",
	},
	tobacco: {
		"Pupils smoke at the bus shelters of {place} from half past three, and the schools asked for help.",
		"{posts} see children of twelve and thirteen smoking at {place} and have nothing to go on but advice.",
	},
	vehicle: {
		"Abandoned vehicles at {place} stand for eleven days on average before anybody may move them.",
		"A burnt-out car on the access road to {place} blocked an ambulance in March.",
		"{posts} inspect every reported vehicle already; a second visit by another agency adds a week.",
	},
	stopTest: {"Vehicle examiners work from {place} twice a month and have to borrow a police motorcyclist each time.", "An examiner without somebody to stop vehicles can only check those that are already parked."},
	stopCycle: {
		"Cyclists on the footway at {place} are the complaint that older residents make most often.",
		"A notice for cycling on the footway is of no use if {posts} cannot make the cyclist stop.",
		"Delivery riders use the pavement of {place} at speed; two collisions were reported since January.",
	},
	traffic: {
		"Events at {place} close the main road fourteen times a year, and officers are taken from response to direct traffic.",
		"When the lights fail at {place} it takes {posts} four minutes to be there and the police forty.",
		"Works on the single road through {place} need people who may stop traffic, not boards that ask it to.",
	},
	escort:     {"Loads of up to 74 metres leave the port each week; an escort by {posts} frees two police motorcyclists a day."},
	photograph: {"People given a notice at night often give a friend's name; a photograph taken at once settles it.", "{posts} asked for it after four notices were given to the wrong name in one month."},
	pnd: {
		"Abuse and false calls at {place} are dealt with by words alone, for a prosecution takes a year.",
		"{posts} would give about six a month, for behaviour that alarms others and stops when it costs something.",
		"Fireworks thrown in the street at {place} every autumn go unanswered; a notice on the spot would not.",
		"Hoax calls from {place} brought out a full attendance nine times last year.",
	},
	cycling:  {"Notices at {place} would follow two warnings and a campaign with the schools.", "Footways of {place} are narrow, and doors open straight on to them.", "{posts} would give about ten a month, for riding that puts others at risk."},
	graffiti: {"Tags cover eleven underpasses at {place}, and cleaning them cost £64,000 last year.", "Fly-posting for club nights at {place} is put up by hand on Thursday evenings; {posts} are there.", "Estates that are cleaned but not watched are painted again within a week."},
	litter: {
		"Litter at {place} is dropped in sight of {posts}, who may only ask for it to be picked up.",
		"Cleaning {place} after each weekend takes two crews until noon.",
		"The council's own officers work office hours; litter at {place} is dropped in the evening.",
		"Takeaway boxes and cans left at {place} draw gulls and rats by morning.",
	},
	truancy:  {"Penalty notices for unauthorised absence are already given by the authority; officers who visit the home should be able to give them under the same code of conduct."},
	excluded: {"Excluded pupils are met in town in school hours during the first five days, and the parent is the one to speak to."},
	byelaw:   {"The byelaws for {place} forbid fires and barbecues, and nobody can act on them at weekends."},
}

// refusals are the delegate's reasons for not allowing a power to a role.
var refusals = map[string]string{
	nameOffence: "The incidents described are antisocial behaviour, which para 3 covers. No offence was shown that para 3 leaves out.",
	nameASB:     "Fewer than five incidents a year were shown, and the neighbourhood team attended each. Ask again with a year's records.",
	nameTraffic: "It serves only with traffic control, which the role does not have.",
	alcohol:     "The role works alone. Taking alcohol from groups was judged unsafe without a second officer.",
	vehicle:     "The council's removal contractor already attends within two days; a second route would confuse owners.",
	stopTest:    "No vehicle examiner works at these sites, and the power is of use only beside one.",
	stopCycle:   "The training plan does not cover the stopping of a moving cycle. Ask again when it does.",
	traffic:     "Directing traffic is not needed off the highway, and the sites are private land.",
	photograph:  "No case was shown in which identity was later in doubt, and no policy for keeping the photographs was sent.",
	pnd:         "Supervision of notices was not yet in place: no officer was named to check them before they go to the ticket office.",
	byelaw:      "No byelaw list has been agreed and published for this place, as para 1A requires.",
}
