package law

import "slices"

// Source says what a source tag stands for: "A1" is the Police Reform Act 2002 as
// consolidated to 1 May 2025. It is empty for a tag that is not in use.
func Source(tag string) string { return sources[tag] }

// sources is what was read for the catalogue, tag by tag.
var sources = map[string]string{
	"A1":  "Police Reform Act 2002, consolidated to 1 May 2025",
	"A2":  "Police Reform Act 2002, amendment notes as at 5 August 2010",
	"A3":  "Police Reform Act 2002, Schedule 5 at 15 September 2021",
	"A4":  "Police Reform Act 2002, Schedule 5 paragraph 2 at 31 March 2015",
	"A5":  "Police Reform Act 2002, Explanatory Notes, paragraphs 239 to 263",
	"A8":  "Removal and Disposal of Vehicles (Amendment) (No. 2) Regulations 2002, SI 2002/2777",
	"A10": "Dorset Police, powers available under the scheme",
	"A13": "Police Reform Act 2002, Schedule 5 paragraph 3 as enacted",
	"A14": "Police Reform Act 2002 (Commencement No. 3) Order 2002, SI 2002/2750",
	"A11": "Policing and Crime Act 2017 commencement, SI 2017/1139 and SI 2017/1162",
	"B1":  "Criminal Justice and Police Act 2001, consolidated to 12 December 2025",
	"B2":  "SI 2013/1579 (amounts from 1 July 2013)",
	"B3":  "SI 2008/3297",
	"B4":  "SI 2004/2468 (amounts from 1 November 2004)",
	"B5":  "SI 2013/453, article 4 (penalty notices for disorder from 18)",
	"B6":  "Legal Aid, Sentencing and Punishment of Offenders Act 2012, Explanatory Notes 710 to 712",
	"B7":  "Ministry of Justice, guidance on penalty notices for disorder, 24 June 2014",
	"B9":  "Police, Crime, Sentencing and Courts Act 2022, Part 6 and Schedule 11",
	"B11": "Licensing Act 2003 (Consequential Amendments) Order 2005, SI 2005/3048",
	"B12": "SI 2009/83 (schedule of tiers; revokes SI 2008/3297)",
	"B13": "SI 2012/1430, SI 2012/1431, SI 2009/110 and SI 2014/1365",
	"B14": "SI 2004/2540, SI 2005/1090 and SI 2005/581",
	"B15": "SI 2002/1837 and SI 2004/3371",
	"B16": "SI 2013/903",
	"B17": "Police, Crime, Sentencing and Courts Act 2022, sections 81, 82 and 108 to 121, consolidated",
	"C1":  "Anti-social Behaviour, Crime and Policing Act 2014, text as at 8 April 2015",
	"C1b": "Anti-social Behaviour, Crime and Policing Act 2014, text as at 10 September 2025",
	"C3":  "House of Lords Grand Committee, 3 March 2015, Authorised Persons Order",
	"C4":  "Home Office Circular 004/2026 (opening part)",
	"C5":  "Crime and Policing Act 2026 (Commencement No. 1), summary",
	"C6":  "Debates and briefings on clause 4 of the Crime and Policing Bill",
	"C7":  "Solicitors' and trade notes on the Crime and Policing Bill",
	"C8":  "Solicitors' note on closure orders",
	"C9":  "Lay note on the 2026 Act, 4 July 2026",
	"C10": "Police, Crime, Sentencing and Courts Act 2022, section 81, as at 16 December 2024",
	"C11": "Tobacco and Vapes Act 2026 (c. 18), sections 37 to 47 and Schedules 6 and 7",
	"C12": "Police National Legal Database on section 7(3) of the 1933 Act and vapes",
	"C13": "SI 2015/373, article 4(a)",
	"C14": "Anti-social Behaviour, Crime and Policing Act 2014, section 67, with commencement note (SI 2014/2590)",
	"C15": "Children and Young Persons (Sale of Tobacco etc.) Order 2007, SI 2007/767",
	"C16": "Anti-social Behaviour (Authorised Persons) Order 2015, SI 2015/749",
	"C17": "Solicitors' note on respect orders",
	"D1":  "SI 2024/210",
	"D2":  "SI 2007/1867, as made",
	"D4":  "Education and Inspections Act 2006, sections 100 to 105",
	"D5":  "SI 2012/1046",
	"D6":  "SI 2013/757",
	"D7":  "SI 2024/717",
	"D8":  "SI 2013/1983 (Wales), text as at 1 September 2022",
	"E1":  "SI 2017/1050, text as at 1 April 2019",
	"E3":  "Environmental Protection Act 1990, section 88; Clean Neighbourhoods and Environment Act 2005, section 19",
	"E4":  "SI 2023/770",
	"E5":  "SI 2008/663 (Wales)",
	"E6":  "Anti-social Behaviour Act 2003, sections 43 to 47, early text",
	"F4":  "Fixed Penalty Order 2000, SI 2000/2792, text as at 16 August 2013",
	"F5":  "Road Traffic Offenders Act 1988, sections 52 and 55",
	"G1":  "Local Government and Public Involvement in Health Act 2007, section 130",
	"G2":  "Local Government Byelaws (Wales) Act 2012, sections 12 to 17",
	"G3":  "Local Government Act 1972, sections 237A and 237B, with notes",
	"H1":  "Confiscation of Alcohol (Young Persons) Act 1997",
}

// SourceTags is every tag in use, in order.
func SourceTags() []string {
	tags := make([]string, 0, len(sources))
	for tag := range sources {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}
