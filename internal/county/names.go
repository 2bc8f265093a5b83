package county

import "math/rand/v2"

// people of one origin: given names and surnames that go together.
type origin struct {
	weight   int
	given    []string
	surnames []string
}

// origins are roughly those of an English county with a port, two hospitals and a
// university. The lists were written for this project; names are joined by chance.
var origins = []origin{
	{62, []string{"Abigail", "Adam", "Aidan", "Alan", "Alice", "Amy", "Andrew", "Angela", "Anna", "Anthony", "Ashley", "Barbara", "Becky", "Ben", "Beth", "Bradley", "Bridget", "Callum", "Carl", "Carol",
		"Catherine", "Charlotte", "Chloe", "Claire", "Colin", "Connor", "Craig", "Daisy", "Damian", "Darren", "Dawn", "Debbie", "Denise", "Dominic", "Duncan", "Eleanor", "Ellie", "Elliot", "Emma", "Ethan",
		"Fay", "Felicity", "Fiona", "Frances", "Freya", "Gareth", "Gemma", "Gillian", "Glenn", "Grace", "Graham", "Hannah", "Hayley", "Hazel", "Heather", "Holly", "Hugh", "Imogen", "Iris", "Isaac",
		"Jack", "Jade", "Janet", "Jasmine", "Jenny", "Jessica", "Joanne", "Jodie", "Joel", "Jonah", "Josie", "Julie", "Karen", "Keith", "Kerry", "Kieran", "Kirsty", "Laura", "Leanne", "Lewis",
		"Linda", "Louise", "Lucy", "Luke", "Lyndsey", "Maddie", "Malcolm", "Marcus", "Martha", "Martin", "Maureen", "Megan", "Melanie", "Molly", "Naomi", "Natalie", "Nathan", "Neil", "Nigel", "Olivia",
		"Owen", "Patrick", "Pauline", "Phoebe", "Rachel", "Rebecca", "Rhys", "Rosie", "Ross", "Ryan", "Sally", "Scott", "Sean", "Shannon", "Sharon", "Simon", "Sophie", "Stacey", "Stuart", "Toby", "Tracy", "Verity", "Wendy", "Zoe"},
		[]string{"Abbot", "Ackland", "Aldous", "Allard", "Amos", "Appleyard", "Ashdown", "Atwell", "Axford", "Bagshaw", "Banham", "Bardwell", "Barnard", "Bassett", "Beamish", "Bellamy", "Bidwell", "Birtles", "Blythe", "Bonner",
			"Boothroyd", "Brackley", "Bradwell", "Bramley", "Breen", "Brigden", "Broadbent", "Burgess", "Byford", "Cadman", "Calder", "Carrick", "Catchpole", "Chadwick", "Challis", "Chivers", "Clemson", "Coker", "Corrigan", "Cottam",
			"Cracknell", "Crowther", "Cullen", "Cutler", "Dacre", "Danby", "Darvill", "Denholm", "Dewhurst", "Doherty", "Draycott", "Dunmore", "Eastwell", "Eccles", "Ellwood", "Fairley", "Farrant", "Fenwick", "Finch", "Flett",
			"Frost", "Gable", "Garrod", "Gilchrist", "Goddard", "Gorman", "Greaves", "Gunning", "Haddow", "Halliwell", "Hambling", "Hargrove", "Hartwell", "Haverley", "Heaton", "Hebden", "Hollis", "Huddleston", "Hurrell", "Iddon",
			"Jarrold", "Jessop", "Joyner", "Kearney", "Keeble", "Kemball", "Kettering", "Kinsella", "Lacey", "Lamming", "Larkin", "Leavis", "Leggett", "Lockyer", "Loveday", "Mallory", "Marchbank", "Marsden", "Mayhew", "McAllister",
			"McBride", "McKechnie", "Merrick", "Midgley", "Mottram", "Munro", "Nesbitt", "Nettleton", "Norrish", "Nunn", "Oakes", "Ogden", "Orchard", "Orton", "Padgett", "Parfitt", "Pascoe", "Peachey", "Pendle", "Penrose",
			"Pilgrim", "Prentice", "Pryce", "Quinnell", "Radford", "Rayner", "Redfern", "Rigby", "Rowntree", "Rudd", "Sallis", "Sawyer", "Scarfe", "Selwood", "Sheldrake", "Shipley", "Skelton", "Snape", "Sowerby", "Spall",
			"Stannard", "Sugden", "Swales", "Tansley", "Tasker", "Thackray", "Thirkell", "Tiller", "Tranter", "Treloar", "Trim", "Tulley", "Twells", "Underhill", "Upton", "Varley", "Vickers", "Wadham", "Wakelin", "Walmsley",
			"Waring", "Weatherby", "Welbourn", "Whitlock", "Wickens", "Wigmore", "Winstanley", "Woodcock", "Wragg", "Yallop", "Yardley", "Yates"}},
	{9, []string{"Aisha", "Amina", "Amir", "Asad", "Bilal", "Farah", "Faisal", "Hamza", "Hina", "Imran", "Kashif", "Maryam", "Nadia", "Nasreen", "Omar", "Rashid", "Rukhsana", "Saima", "Sana", "Tariq", "Usman", "Yasmin", "Zainab", "Zubair"},
		[]string{"Akhtar", "Alam", "Aziz", "Baig", "Bashir", "Begum", "Chaudhry", "Dar", "Farooqi", "Hanif", "Haque", "Iqbal", "Jamil", "Kazmi", "Khatun", "Mahmood", "Mirza", "Miah", "Qureshi", "Rafiq", "Rehman", "Sarwar", "Shafiq", "Uddin"}},
	{8, []string{"Amrit", "Anita", "Arjun", "Balvinder", "Deepa", "Dev", "Gurpreet", "Harjit", "Hemal", "Jaspreet", "Kavita", "Kiran", "Manjit", "Meera", "Navdeep", "Nikhil", "Parveen", "Priti", "Rajan", "Rupinder", "Sanjay", "Sunita", "Vikram"},
		[]string{"Atwal", "Bains", "Bhatt", "Chohan", "Dhaliwal", "Dosanjh", "Gill", "Gohil", "Johal", "Joshi", "Kalsi", "Lakhani", "Malik", "Mistry", "Nair", "Pandya", "Pillai", "Rathod", "Sandhu", "Solanki", "Tailor", "Thakur", "Virdee"}},
	{7, []string{"Abena", "Ade", "Akosua", "Ama", "Blessing", "Chidi", "Comfort", "Ebele", "Efua", "Emeka", "Folake", "Funmi", "Ifeoma", "Kemi", "Kofi", "Kwame", "Ngozi", "Obi", "Patience", "Sade", "Temi", "Tunde", "Yaw"},
		[]string{"Achebe-Cole", "Adebayo", "Adjei", "Afolabi", "Agyeman", "Amoako", "Asante", "Ayodele", "Bamfo", "Chukwu", "Danso", "Ekwueme", "Eze", "Fashola", "Ibekwe", "Mensah", "Nwosu", "Obiora", "Odukoya", "Ofori", "Okafor", "Okonjo", "Olatunji", "Sarpong"}},
	{5, []string{"Aaliyah", "Andre", "Anthea", "Camille", "Clive", "Curtis", "Delroy", "Desmond", "Gloria", "Jermaine", "Leroy", "Marlon", "Marva", "Merle", "Nadine", "Orville", "Shanice", "Tyrone", "Winston", "Yvette"},
		[]string{"Baptiste", "Beckford", "Blackwood", "Brathwaite", "Campbell", "Cumberbatch-Hall", "Dacosta", "Forde", "Francis", "Gayle-Reid", "Grant", "Harewood", "Lashley", "Layne", "Morrison", "Pinnock", "Reid", "Roach", "Salmon", "Trotman"}},
	{6, []string{"Adam", "Agnieszka", "Bogdan", "Dorota", "Ewa", "Gabriela", "Ioana", "Irena", "Justyna", "Kasia", "Krzysztof", "Lukasz", "Magda", "Marek", "Mihai", "Oksana", "Pawel", "Petra", "Radoslaw", "Renata", "Tomasz", "Vasile", "Zofia"},
		[]string{"Balan", "Banaszak", "Cieslak", "Cojocaru", "Domagala", "Gajda", "Horvat", "Jankowski", "Kania", "Kolar", "Kozlowski", "Lis", "Marek", "Munteanu", "Novotny", "Pawlak", "Petrenko", "Rusu", "Sikora", "Stoica", "Szulc", "Wozniak", "Zielinski"}},
	{3, []string{"Chun", "Hoi Yan", "Jun", "Kwan", "Linh", "Mei", "Minh", "Pak Hei", "Rowena", "Siu", "Thanh", "Wai", "Xin", "Arvin", "Maricel"},
		[]string{"Bautista", "Chan", "Chiu", "Fung", "Ho", "Lam", "Leung", "Mak", "Ng", "Pham", "Salonga", "Tse", "Villaflor", "Wong", "Yeung"}},
}

// notTogether are names that belong to somebody well known and that the lists could
// make by chance.
var notTogether = map[string]bool{
	"Naomi Campbell": true, "Ryan Reid": true, "Hugh Grant": true, "Jack Frost": true, "Nick Frost": true, "Simon Pascoe": true, "Alan Yates": true, "Winston Reid": true,
	"Carol Vickers": true, "Andrew Marsden": true, "Simon Woodcock": true, "Sanjay Gill": true, "Charlotte Leggett": true, "Marcus Rudd": true, "Scott Rudd": true, "Amy Pascoe": true,
	"Zoe Rigby": true, "Karen Gillan": true, "Stuart Broad": true, "Frances Barnard": true, "Martin Chivers": true, "Omar Aziz": true, "Tariq Aziz": true, "Imran Nazir": true,
	"Graham Linehan": true, "Alan Lake": true, "Toby Young": true, "Rachel Burgess": true, "Anthony Burgess": true, "Colin Jackson": true, "Desmond Haynes": true, "Sean Dyche": true,
	"Ian Rush": true, "Luke Evans": true, "Amir Khan": true, "Kofi Mensah": true, "Emeka Eze": true, "Mei Leung": true, "Anthony Crowther": true, "Bradley Wright": true, "Jessica Larkin": true,
	"Philip Larkin": true, "Patrick Larkin": true, "Patrick Bellamy": true, "Craig Bellamy": true, "Robbie Fowler": true, "Keith Vickers": true, "Adam Chadwick": true, "Andre Gray": true,
	"Paul Goddard": true, "Becky Adlington": true, "Jodie Kidd": true, "Joel Pascoe": true, "Isaac Hempstead": true, "Kieran Prendiville": true, "Malik Rehman": true, "Saima Chaudhry": true,
}

// namer gives out names, none twice.
type namer struct {
	r    *rand.Rand
	used map[string]bool
	all  int // sum of weights
}

func newNamer(seed uint64) *namer {
	n := &namer{r: chance(seed, "names"), used: map[string]bool{}}
	for _, o := range origins {
		n.all += o.weight
	}
	return n
}

// take marks a name as given out.
func (n *namer) take(name string) { n.used[name] = true }

// next is a name not given out before.
func (n *namer) next() (given, surname string) {
	for {
		a := n.origin()
		b := a
		if n.r.IntN(8) == 0 { // marriages, and parents who liked another name
			b = n.origin()
		}
		given, surname = one(n.r, a.given), one(n.r, b.surnames)
		full := given + " " + surname
		if given != surname && !n.used[full] && !notTogether[full] {
			n.used[full] = true
			return given, surname
		}
	}
}

func (n *namer) origin() origin {
	k := n.r.IntN(n.all)
	for _, o := range origins {
		if k < o.weight {
			return o
		}
		k -= o.weight
	}
	return origins[0]
}
