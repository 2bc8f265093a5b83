package county

// employer is what is written by hand about one organisation. Days are those of the
// reference day, 17 November 2026, and move with today.
type employer struct {
	name  string
	kind  OrgKind
	group Group
	place string   // in words
	areas []string // "Aldermere", "Gullhaven/Market" for a ward, "Pellmouth-Dock Road" for all but a ward
	since string   // first accredited
	roles []post
	now   standing
	why   string // purpose
}

// post is a role of an employer: the template it follows, what it is called there,
// and how many hold it today.
type post struct {
	template, name string
	n              int
	areas          []string // when narrower than the employer's
}

// standing is how an employer stands today.
type standing int

const (
	inForce standing = iota
	applying
	suspended
	gone
)

// The kinds of employer.
const (
	unitary     OrgKind = "unitary council"
	countyCo    OrgKind = "county council"
	cityCo      OrgKind = "district council"
	boroughCo   OrgKind = "borough council"
	districtCo  OrgKind = "district council"
	townCo      OrgKind = "town council"
	parishCo    OrgKind = "parish council"
	housing     OrgKind = "housing association"
	nhs         OrgKind = "NHS trust"
	university  OrgKind = "university"
	bid         OrgKind = "business improvement district"
	security    OrgKind = "private security"
	mall        OrgKind = "shopping centre"
	stewarding  OrgKind = "event stewarding"
	trafficMgt  OrgKind = "traffic management"
	transport   OrgKind = "transport operator"
	port        OrgKind = "port authority"
	parking     OrgKind = "parking partnership"
	charity     OrgKind = "charity"
	leisure     OrgKind = "leisure operator"
	marketFirm  OrgKind = "market operator"
	communityCo OrgKind = "community interest company"
)

func p1(template, name string, n int) []post { return []post{{template, name, n, nil}} }

var employers = []employer{
	{"Aldermere City Council", cityCo, Councils, "City of Aldermere", []string{"Aldermere"}, "2019-03-12", []post{
		{"community warden", "community warden", 14, nil}, {"park ranger", "park ranger", 6, nil}, {"housing officer", "housing officer", 4, nil}}, inForce,
		"To keep the city centre, its parks and its housing estates in order without waiting for a police patrol."},
	{"Gullhaven Borough Council", boroughCo, Councils, "Borough of Gullhaven", []string{"Gullhaven"}, "2019-02-04", []post{
		{"seafront warden", "seafront warden", 8, nil}, {"night marshal", "night-time marshal", 3, []string{"Gullhaven/Pier and Strand", "Gullhaven/St Osric's"}},
		{"enforcement officer", "street enforcement officer", 5, nil}, {"beach warden", "beach warden", 8, []string{"Gullhaven/Lifeboat", "Gullhaven/Chalkwater", "Gullhaven/Gull Ness", "Gullhaven/Sallow Strand"}}}, inForce,
		"To look after a seafront that takes two million visitors a year and a night-time economy beside it."},
	{"Eskhaven Borough Council", boroughCo, Councils, "Borough of Eskhaven", []string{"Eskhaven"}, "2018-11-19", []post{
		{"seafront warden", "seafront warden", 7, nil}, {"town warden with PND", "community warden", 6, nil}, {"enforcement officer", "street enforcement officer", 6, nil}}, inForce,
		"To deal with low-level disorder on the esplanade and in the harbour streets."},
	{"Merrowby Borough Council", boroughCo, Councils, "Borough of Merrowby", []string{"Merrowby"}, "2018-10-08", []post{
		{"town warden with PND", "town warden", 15, nil}, {"night marshal", "night-time marshal", 2, []string{"Merrowby/Castle Gate", "Merrowby/Dutch Quarter"}}}, inForce,
		"To give the old town a visible patrol by day and at closing time."},
	{"Calderwick Borough Council", boroughCo, Councils, "Borough of Calderwick", []string{"Calderwick"}, "2018-12-03", []post{
		{"town warden with PND", "town warden", 6, nil}, {"town warden", "village warden", 5, nil}, {"parking and traffic officer", "parking and traffic officer", 4, nil}}, inForce,
		"To cover a market town and thirty villages that a neighbourhood team reaches once a week."},
	{"Inglewater Borough Council", boroughCo, Councils, "Borough of Inglewater", []string{"Inglewater"}, "2019-09-16", []post{
		{"town warden", "town warden", 9, nil}, {"parks officer", "parks officer", 4, nil}}, inForce,
		"To answer residents who report drinking, cycling and litter in the same four streets."},
	{"Fenbury District Council", districtCo, Councils, "Fenbury district", []string{"Fenbury"}, "2020-01-20", []post{
		{"town warden", "district warden", 8, nil}, {"parking and traffic officer", "parking and traffic officer", 3, nil}}, inForce,
		"To join the council's wardens with the two police officers who cover the fens."},
	{"Pellmouth Council", unitary, Councils, "Pellmouth", []string{"Pellmouth-Dock Road"}, "2018-09-10", []post{
		{"town warden with PND", "community patrol officer", 8, nil}, {"town warden", "estate warden", 4, nil}, {"street scene officer", "street scene officer", 8, nil}}, inForce,
		"To put named officers into the old town and the estates behind the docks."},
	{"Kettlesea Borough Council", boroughCo, Councils, "Kettlesea", []string{"Kettlesea-Marsh Side"}, "2020-06-15", []post{
		{"town warden", "town warden", 7, nil}, {"street scene officer", "street scene officer", 2, nil}}, inForce,
		"To keep the high street and the sea wall usable in summer."},
	{"Otterhythe District Council", districtCo, Councils, "Otterhythe district", []string{"Otterhythe"}, "2021-04-26", []post{
		{"town warden", "district warden", 5, nil}, {"park ranger", "country park ranger", 3, nil}}, inForce,
		"To protect the quay and the two country parks."},
	{"Brackenford District Council", districtCo, Councils, "Brackenford district", []string{"Brackenford"}, "2021-09-13", []post{
		{"town warden", "village warden", 8, nil}}, inForce,
		"To give ten villages one warden each whom people know by name."},
	{"Dunmarsh District Council", districtCo, Councils, "Dunmarsh district", []string{"Dunmarsh"}, "2020-11-02", []post{
		{"town warden", "community warden", 6, nil}, {"street scene officer", "street scene officer", 3, nil}}, inForce,
		"To deal with fly-tipping on the marsh roads and disorder on the quays."},
	{"Larkhurst Borough Council", boroughCo, Councils, "Borough of Larkhurst", []string{"Larkhurst-Newtown West"}, "2019-11-25", []post{
		{"town warden with PND", "neighbourhood warden", 6, nil}, {"town warden", "park warden", 2, nil}, {"street scene officer", "street scene officer", 4, nil}}, inForce,
		"To cover the new town's centre and its green wedges."},
	{"Eastmarch County Council", countyCo, Councils, "Calderwick and Merrowby", []string{"Calderwick", "Merrowby"}, "2018-09-24", []post{
		{"education welfare officer", "education welfare officer", 8, nil}, {"countryside ranger", "countryside ranger", 4, nil}, {"network inspector", "network inspector", 6, nil}}, inForce,
		"To follow up unauthorised absence, look after county parks and support roadside vehicle checks."},
	{"Pellmouth Town Council", townCo, Councils, "Old town, Pellmouth", []string{"Pellmouth/Old Town", "Pellmouth/Ropewalk", "Pellmouth/Customs House"}, "2022-02-07", []post{
		{"town ranger", "town ranger", 5, nil}}, inForce,
		"To look after the three wards that pay for the rangers through the town precept."},
	{"Inglewater Parish Council", parishCo, Councils, "Inglewater", []string{"Inglewater/Upper Ingle", "Inglewater/Bower Green"}, "2022-05-30", p1("litter warden", "parish warden", 3), inForce,
		"To deal with litter on the recreation ground and the river path."},
	{"Hythe St Mary Parish Council", parishCo, Councils, "Hythe St Mary", []string{"Otterhythe/Hythe St Mary"}, "2023-03-13", p1("litter warden", "parish warden", 3), inForce,
		"To deal with picnic litter and fires on the foreshore."},

	{"Quayside Homes", housing, Housing, "Its estates in Aldermere and Eskhaven", []string{"Aldermere", "Eskhaven"}, "2021-01-18", p1("neighbourhood officer", "neighbourhood officer", 7), inForce,
		"To act on damage and dumping on eleven estates before they become complaints."},
	{"Merrowby Homes", housing, Housing, "Its estates in Merrowby", []string{"Merrowby"}, "2020-12-15", []post{
		{"neighbourhood officer with ASB", "neighbourhood officer", 9, nil}, {"caretaker", "estate caretaker", 3, nil}}, inForce,
		"To put a name to antisocial behaviour that neighbours are afraid to report."},
	{"Larkhurst Homes", housing, Housing, "Newtown, Larkhurst", []string{"Larkhurst/Newtown West", "Larkhurst/Newtown East", "Larkhurst/Stewards"}, "2021-06-21", []post{
		{"neighbourhood officer with ASB", "neighbourhood officer", 8, nil}, {"caretaker", "estate caretaker", 2, nil}}, inForce,
		"To manage four tower blocks where most calls concern the same stairwells."},
	{"Fenbury Fen Homes", housing, Housing, "Its estates in Fenbury", []string{"Fenbury"}, "2022-09-05", p1("neighbourhood officer with ASB", "tenancy officer", 8), inForce,
		"To support tenants on scattered estates far from a police station."},
	{"Gullhaven Homes", housing, Housing, "Its estates in Gullhaven", []string{"Gullhaven-Pier and Strand"}, "2021-10-11", p1("neighbourhood officer with ASB", "estate officer", 9), inForce,
		"To deal with noise, damage and drinking on the northern estates."},
	{"Tidewater Housing Association", housing, Housing, "Bellfield, Pellmouth", []string{"Pellmouth/Bellfield", "Pellmouth/St Cedwin's", "Pellmouth/Barrowfield"}, "2020-03-02", p1("neighbourhood officer with ASB", "estate officer", 8), inForce,
		"To keep three estates by the docks free of dumping and intimidation."},
	{"Calder Vale Housing Association", housing, Housing, "Its estates in Calderwick", []string{"Calderwick"}, "2022-11-14", p1("neighbourhood officer with ASB", "neighbourhood officer", 9), inForce,
		"To act for tenants in the mill quarter, where a third of the county's repeat callers live."},
	{"Ingle and Bracken Homes", housing, Housing, "Inglewater and Brackenford", []string{"Inglewater", "Brackenford"}, "2023-07-03", p1("neighbourhood officer with ASB", "tenancy officer", 7), inForce,
		"To work across two districts with one set of officers."},

	{"Vale Hospitals NHS Trust", nhs, Health, "Aldermere General Hospital", []string{"Aldermere/Priory"}, "2020-10-19", p1("hospital security officer", "hospital security officer", 11), inForce,
		"To protect staff and patients of the emergency department from abuse."},
	{"Gullhaven and Coast Hospitals NHS Trust", nhs, Health, "Gullhaven Hospital and Kettlesea Cottage Hospital", []string{"Gullhaven/Northcliff", "Kettlesea/Station"}, "2021-03-08", []post{
		{"hospital officer with PND", "lead security officer", 4, nil}, {"hospital security officer", "hospital security officer", 4, nil}, {"car park officer", "car park officer", 4, nil}}, inForce,
		"To deal with disorder at two sites at night and abandoned vehicles in ambulance bays."},
	{"Eskhaven Community Health NHS Trust", nhs, Health, "Eskhaven Hospital", []string{"Eskhaven/St Pancras Well"}, "2022-01-24", p1("hospital security officer", "hospital security officer", 7), inForce,
		"To give night staff of a small hospital somebody who may ask for a name."},
	{"Calderwick Infirmary NHS Trust", nhs, Health, "Calderwick Infirmary", []string{"Calderwick/Weir Street"}, "2021-08-02", []post{
		{"hospital security officer", "hospital security officer", 6, nil}, {"car park officer", "car park officer", 2, nil}}, inForce,
		"To reduce calls to the police for behaviour in waiting rooms."},
	{"Merrow Valley Mental Health NHS Trust", nhs, Health, "Lexcombe House, Merrowby", []string{"Merrowby/Lexcombe"}, "2023-01-09", p1("health site officer", "site safety officer", 8), inForce,
		"To respond to damage and assaults on a campus of six wards."},

	{"Harbourside Security Ltd", security, Security, "The Exchange, Aldermere", []string{"Aldermere/Exchange"}, "2023-05-22", p1("shopping centre officer", "shopping centre officer", 9), inForce,
		"To deal with groups who return to the centre every afternoon after being asked to leave."},
	{"Northgate Stewards Ltd", stewarding, Security, "Calderwick and Merrowby", []string{"Calderwick", "Merrowby"}, "2021-05-17", []post{
		{"security officer with PND", "event steward", 5, nil}, {"night steward", "night-time steward", 4, nil}}, inForce,
		"To steward football, fairs and Friday nights for three town councils."},
	{"Brightline Stewarding Ltd", stewarding, Security, "Fenbury showground and Larkhurst", []string{"Fenbury", "Larkhurst"}, "2022-07-18", p1("traffic marshal", "traffic steward", 9), inForce,
		"To bring show traffic off the trunk road without stopping it."},
	{"Marshlight Security Ltd", security, Security, "Dunmarsh and Otterhythe", []string{"Dunmarsh", "Otterhythe"}, "2020-08-24", []post{
		{"security officer with PND", "patrol officer", 8, nil}, {"traffic marshal", "event traffic officer", 4, nil}}, inForce,
		"To patrol quays, marinas and holiday parks under contract to both councils."},
	{"Pellmouth Quays Security Ltd", security, Security, "Pellmouth quays", []string{"Pellmouth/Fish Quay", "Pellmouth/Customs House"}, "2021-11-29", []post{
		{"security officer with PND", "quay officer", 5, nil}, {"shopping centre officer", "retail officer", 2, nil}, {"traffic marshal", "traffic officer", 3, nil}}, inForce,
		"To keep the ferry queue, the fish market and the outlet shops moving."},
	{"Kestrel Court Management Ltd", mall, Security, "Kestrel Court, Calderwick", []string{"Calderwick/Kestrel Court"}, "2023-02-20", p1("shopping centre officer", "shopping centre officer", 8), inForce,
		"To support ninety shops that share one service yard and one bus stand."},
	{"Castlegate Centre Ltd", mall, Security, "Castlegate Centre, Merrowby", []string{"Merrowby/Castle Gate"}, "2025-06-09", []post{
		{"security officer with PND", "lead centre officer", 4, nil}, {"shopping centre officer", "centre officer", 4, nil}}, inForce,
		"To act on disorder in the centre and the square in front of it."},
	{"Larkhurst Retail Park Security Ltd", security, Security, "Larkhurst retail park", []string{"Larkhurst/Newtown East", "Larkhurst/Fair Green"}, "2022-04-11", p1("shopping centre officer", "retail park officer", 7), inForce,
		"To stop motorcycles and car meets on the park after closing."},
	{"Lanternfield Security Ltd", security, Security, "Gullhaven town centre at night", []string{"Gullhaven/St Osric's", "Gullhaven/Victoria", "Gullhaven/Winter Gardens"}, "2025-01-13", []post{
		{"security officer with PND", "night-time officer", 8, nil}, {"shopping centre officer", "patrol officer", 1, nil}, {"health site officer", "control supervisor", 1, nil}}, inForce,
		"To patrol between venues that pay for the service together."},
	{"Ostler Event Stewards Ltd", stewarding, Security, "Eskhaven air show and carnival", []string{"Eskhaven"}, "2023-04-17", []post{
		{"event safety officer", "event safety officer", 6, nil}, {"traffic marshal", "traffic marshal", 5, nil}}, inForce,
		"To manage crowds of sixty thousand on four days of the year and coach traffic on forty."},

	{"Coastway Buses Ltd", transport, Transport, "Bus stations in Gullhaven and Kettlesea", []string{"Gullhaven/Victoria", "Kettlesea/Station"}, "2022-10-03", []post{
		{"event safety officer", "bus station officer", 6, nil}, {"health site officer", "revenue officer", 3, nil}}, inForce,
		"To make two bus stations safe to wait in after dark."},
	{"Fairway Traffic Management Ltd", trafficMgt, Transport, "Calderwick, Merrowby and Fenbury", []string{"Calderwick", "Merrowby", "Fenbury"}, "2019-12-09", p1("traffic marshal", "traffic officer", 16), inForce,
		"To direct traffic at works and closures where lights have failed or would not do."},
	{"Broadload Escorts Ltd", trafficMgt, Transport, "Fenbury and Larkhurst", []string{"Fenbury", "Larkhurst"}, "2022-03-21", p1("escort driver", "escort driver", 6), inForce,
		"To escort turbine blades from the port road to the fens without a police car."},
	{"Pellmouth Port Authority", port, Transport, "Pellmouth docks", []string{"Pellmouth/Fish Quay", "Pellmouth/Customs House"}, "2023-09-11", p1("port officer", "port officer", 6), inForce,
		"To deal with hoax calls and abuse on the ferry berths."},
	{"Calderwick Parking Partnership", parking, Transport, "Calderwick", []string{"Calderwick"}, "2020-09-28", p1("civil enforcement officer", "civil enforcement officer", 10), inForce,
		"To remove abandoned vehicles from car parks the day they are reported."},

	{"Aldermere Cathedral Quarter BID", bid, Other, "Cathedral Quarter", []string{"Aldermere/Cathedral"}, "2022-06-13", p1("street ambassador", "street ambassador", 6), inForce,
		"To welcome visitors and to act when a welcome is not enough."},
	{"Strand BID", bid, Other, "Pier and Strand, Gullhaven", []string{"Gullhaven/Pier and Strand"}, "2024-10-07", p1("street ambassador", "street ambassador", 6), inForce,
		"To give traders on the Strand one number to ring."},
	{"Kettlesea BID", bid, Other, "High Street, Kettlesea", []string{"Kettlesea/High Street", "Kettlesea/Chandlers"}, "2025-09-29", p1("street ambassador", "town host", 5), inForce,
		"To keep the high street open for trade on market days."},
	{"Vale University", university, Other, "University campus, Merrowby", []string{"Merrowby/University"}, "2021-07-12", []post{
		{"campus officer with PND", "campus officer", 6, nil}, {"hospital security officer", "residence officer", 3, nil}, {"traffic marshal", "campus traffic officer", 3, nil}}, inForce,
		"To look after eleven thousand students without a constable on every corner."},
	{"Gullhaven Pier Company Ltd", leisure, Other, "Gullhaven pier", []string{"Gullhaven/Lifeboat"}, "2022-08-15", []post{
		{"security officer with PND", "pier warden", 4, nil}, {"shopping centre officer", "pier host", 3, nil}}, inForce,
		"To close the pier safely each night and to deal with jumping, fireworks and drink."},
	{"Esk Country Parks Trust", charity, Other, "Country parks in Eskhaven", []string{"Eskhaven/Esk Naze", "Eskhaven/Frindle", "Eskhaven/Hollin Saltings"}, "2021-02-22", p1("charity ranger", "park ranger", 12), inForce,
		"To protect three nature reserves from fires, bicycles on footways and litter."},
	{"Calder Vale Countryside Trust", charity, Other, "Calder Vale footpaths", []string{"Calderwick/Calder Magna", "Calderwick/Cole Parva", "Calderwick/Weir Street"}, "2026-06-29", p1("path warden", "path warden", 8), inForce,
		"To be known to the police and to wear the badge; no power was asked for."},
	{"Eskhaven Seafront BID", bid, Other, "Esplanade, Eskhaven", []string{"Eskhaven/Esplanade", "Eskhaven/Harbour"}, "2023-10-16", p1("street ambassador", "seafront host", 8), inForce,
		"To keep the esplanade friendly between the council's patrols."},

	{"Tollgate Security Ltd", security, Security, "Church Langer business park, Larkhurst", []string{"Larkhurst/Church Langer"}, "2022-12-05", p1("shopping centre officer", "site officer", 8), suspended,
		"To patrol a business park that is empty from six in the evening."},
	{"Beacon Retail Guarding Ltd", security, Security, "Calderwick town centre", []string{"Calderwick/Bockbridge"}, "2021-12-13", p1("shopping centre officer", "retail officer", 14), gone,
		"To guard a row of shops under a contract that has since ended."},
	{"Merrow Park and Ride Ltd", transport, Transport, "Park and ride sites, Merrowby", []string{"Merrowby/Stanner Heath"}, "2022-06-27", p1("civil enforcement officer", "site warden", 9), gone,
		"To run two park and ride sites for the borough."},
	{"Fenbury Market Wardens CIC", communityCo, Other, "Fenbury market", []string{"Fenbury/Butter Cross"}, "2023-06-05", p1("litter warden", "market warden", 4), gone,
		"To keep the market square clean on trading days."},

	{"Quaymouth Hospitals NHS Trust", nhs, Health, "Quaymouth Hospital", []string{"Dunmarsh/Quaymouth Town"}, "", p1("hospital officer with PND", "hospital security officer", 9), applying,
		"To deal with abuse in an emergency department whose nearest police station is nineteen miles off."},
	{"Quaymouth Borough Markets", marketFirm, Other, "Quaymouth Staithe market", []string{"Dunmarsh/Quaymouth Staithe"}, "", p1("town ranger", "market officer", 6), applying,
		"To deal with disorder between stalls on three market days a week."},
	{"Brackenford Leisure Trust", charity, Other, "Leisure centres in Brackenford", []string{"Brackenford"}, "", p1("parks officer", "site ranger", 5), applying,
		"To deal with cycling and damage in the parks around two leisure centres."},
	{"Saltings Holiday Park Ltd", leisure, Other, "Bradwick on Sea", []string{"Dunmarsh/Bradwick on Sea"}, "", p1("street ambassador", "park warden", 7), applying,
		"To keep order on a holiday park of nine hundred pitches."},
	{"Inglewater College", university, Other, "College campus, Inglewater", []string{"Inglewater/Oakfield"}, "", p1("shopping centre officer", "campus officer", 4), applying,
		"To deal with people who come on to the campus to harass students."},
	{"Eskline Ferries Ltd", transport, Transport, "Eskhaven harbour", []string{"Eskhaven/Harbour"}, "", p1("port officer", "terminal officer", 5), applying,
		"To deal with abuse of terminal staff and hoax calls that delay sailings."},
}
