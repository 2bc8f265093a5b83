package county

// authority is what is written by hand about one council's ground.
type authority struct {
	short, formal string
	council       string  // name of the council
	kind          OrgKind // of council
	town          xy      // middle of its chief town, on the sheet
	spread        float64 // how far the town reaches
	reach         float64 // how far its ground reaches compared with the others
	wards         int
	district      int      // number in districts
	streets       []string // wards of the town, from its middle outwards
	shore         []string // wards of the town on the water
	villages      []string // the other wards; those of the coast first
	coastal       int      // how many of the villages lie on the coast
}

// localPolicing are the local policing areas and districts the policing districts,
// each of one authority or two.
var (
	localPolicing = []string{"Coast", "Vale", "Downs"}
	districts     = []struct {
		name string
		area int
	}{
		{"Pellmouth", 0}, {"Gullhaven and Kettlesea", 0}, {"Otterhythe and Dunmarsh", 0}, {"Eskhaven", 0},
		{"Aldermere", 1}, {"Inglewater and Brackenford", 1}, {"Merrowby", 1},
		{"Fenbury and Larkhurst", 2}, {"Hallowdene", 2}, {"Calderwick", 2},
	}
)

// unaccredited is the one authority that has not joined the scheme.
const unaccredited = "Hallowdene"

var authorities = []authority{
	{"Aldermere", "City of Aldermere", "Aldermere City Council", "district council", xy{236, 196}, 26, 1.12, 17, 4,
		[]string{"Market", "Exchange", "Cathedral", "Northgate", "Abbey Fields", "Weavers", "Priory", "Millbrook"}, nil,
		[]string{"Askerby", "Coldwell and Thrape", "Great Sallow", "Hathersett", "Lower Vale", "Monkshott", "Osmundley", "Ravelstoke", "Winterby"}, 0},
	{"Pellmouth", "Pellmouth", "Pellmouth Council", "unitary council", xy{146, 58}, 24, 1.1, 14, 0,
		[]string{"Old Town", "Ropewalk", "Customs House", "Bellfield", "St Cedwin's"}, []string{"Dock Road", "Fish Quay"},
		[]string{"Ness Point", "Sandhithe", "Withernoe", "Barrowfield", "Cresslow", "Pellbridge", "Tallis Heath"}, 3},
	{"Kettlesea", "Kettlesea", "Kettlesea Borough Council", "borough council", xy{262, 78}, 17, 0.78, 9, 1,
		[]string{"High Street", "Chandlers", "Station"}, []string{"Marsh Side", "Oyster Sands"},
		[]string{"Kettle Wick", "Saltcote", "Hobbleton", "Tyndale Green"}, 2},
	{"Gullhaven", "Borough of Gullhaven", "Gullhaven Borough Council", "borough council", xy{338, 54}, 27, 0.98, 16, 1,
		[]string{"St Osric's", "Winter Gardens", "Victoria", "Bohun", "Northcliff", "Bassett Rise"}, []string{"Pier and Strand", "Lifeboat", "Chalkwater"},
		[]string{"Gull Ness", "Sallow Strand", "Wakewell Staithe", "Foulmere", "Leyburn Wood", "Prickett Hill", "Stanner End"}, 4},
	{"Inglewater", "Borough of Inglewater", "Inglewater Borough Council", "borough council", xy{210, 106}, 17, 0.86, 11, 5,
		[]string{"Town", "Brewery", "Castle Mead", "Oakfield"}, nil,
		[]string{"Ingle Staithe", "Danewell", "Hollin Cross", "Ottringley", "Ramsgarth", "Upper Ingle", "Bower Green"}, 1},
	{"Otterhythe", "Otterhythe", "Otterhythe District Council", "district council", xy{352, 108}, 17, 0.9, 9, 2,
		[]string{"Sheep Street", "Grange"}, []string{"Town Quay", "Rope Hythe"},
		[]string{"Hythe St Mary", "Canewick", "Ashdale", "Otter Magna", "Rettenwell"}, 2},
	{"Brackenford", "Brackenford", "Brackenford District Council", "district council", xy{150, 136}, 16, 0.95, 10, 5,
		[]string{"Ford and Church", "Kings Heath", "Tannery"}, nil,
		[]string{"Bracken Holt", "Crookley", "Dunstall Row", "Elmgarth", "Herongrove", "Ingle Parva", "Warrenby Combe"}, 0},
	{"Fenbury", "Fenbury", "Fenbury District Council", "district council", xy{82, 178}, 18, 1.05, 13, 7,
		[]string{"Butter Cross", "St Ive's Lode", "Maltings", "Gasworks"}, nil,
		[]string{"Chipping Lode", "Epperton", "Fen Drayle", "Hoblow", "Lamber Dyke", "Nazelow", "Roydmere", "Sheerwater", "Thedden Fen"}, 0},
	{"Larkhurst", "Borough of Larkhurst", "Larkhurst Borough Council", "borough council", xy{58, 236}, 20, 0.72, 11, 7,
		[]string{"Newtown West", "Newtown East", "Fair Green", "Mark Hatch", "Stewards", "Potters Fields", "Netherswell"}, nil,
		[]string{"Larkmoor", "Pardon Lea", "Church Langer", "Stowe Hatch"}, 0},
	{"Hallowdene", "Hallowdene", "Hallowdene District Council", "district council", xy{142, 330}, 18, 1.25, 15, 8,
		[]string{"Cornmarket", "Swan Street", "Bridge End"}, nil,
		[]string{"All Hallows", "Arkesby", "Claverdene", "Debbing", "Elsendon", "Fallow Moor", "Hadlow Lane", "Littlehowe", "Newsells", "Radwynter", "Storr Head", "Takewold"}, 0},
	{"Calderwick", "Borough of Calderwick", "Calderwick Borough Council", "borough council", xy{286, 314}, 24, 1.25, 17, 9,
		[]string{"Kiln Lane", "Kestrel Court", "Bockbridge", "Panners Field", "Weir Street", "Silk Mills"}, nil,
		[]string{"Belchers Edge", "Bramstead Hill", "Calder Magna", "Cole Parva", "Finchling", "Gosholt", "Halstow", "Hedling", "Rayle Wood", "Toppersley", "Yeldon Row"}, 0},
	{"Merrowby", "Borough of Merrowby", "Merrowby Borough Council", "borough council", xy{398, 296}, 23, 1.08, 14, 6,
		[]string{"Castle Gate", "Dutch Quarter", "Shrublands", "New Town", "Lexcombe", "University"}, nil,
		[]string{"Fingle Hythe", "Merrow Staithe", "Birchcote", "Copforth", "Layer Marl", "Mile Ash", "Stanner Heath", "Tiptoft"}, 2},
	{"Eskhaven", "Borough of Eskhaven", "Eskhaven Borough Council", "borough council", xy{546, 274}, 24, 1.1, 17, 3,
		[]string{"Pier Avenue", "Rushy Green", "St Pancras Well", "Coppins", "Buckings"}, []string{"Harbour", "Esplanade", "Holm Sands"},
		[]string{"Brightling", "Esk Naze", "Frindle", "Hollin Saltings", "Alresby", "Bramley Ferrers", "Manningtoft", "Thorrow", "Weel Marsh"}, 4},
	{"Dunmarsh", "Dunmarsh", "Dunmarsh District Council", "district council", xy{374, 178}, 19, 1.05, 12, 2,
		[]string{"Fullbridge", "All Saints"}, []string{"Hythe Quay", "Basin End"},
		[]string{"Quaymouth Staithe", "Quaymouth Town", "Bradwick on Sea", "Dengate", "Tollesby", "Aldhorne Row", "Maylow Rise", "Purlow", "Wicken Beeches"}, 5},
}
