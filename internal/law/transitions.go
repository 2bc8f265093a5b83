package law

import "watchword/internal/clock"

// PendingID names a change that is enacted and has not begun.
type PendingID string

// The pending changes that the program can carry out by Commence.
const (
	AbolitionOfPND PendingID = "pnd-abolition"
	CapOf500       PendingID = "fpn-cap-500"
)

// Pending is a change that is enacted, with no day appointed or found.
type Pending struct {
	ID     PendingID
	What   string
	By     string
	Saving string // what stays for earlier offences
	Powers []PowerID
	Sure   Sure
	Source string
}

var pendings = []Pending{
	{AbolitionOfPND, "Penalty notices for disorder are abolished", "Police, Crime, Sentencing and Courts Act 2022, section 118(3)",
		"Offences committed before the day it begins (section 118(4))", []PowerID{"csas-pnd"}, H, "B17"},
	{CapOf500, "The cap on notices for breach of community protection notices and public spaces protection orders rises from £100 to £500", "Crime and Policing Act 2026",
		"", []PowerID{"la-pspo-fpn", "la-cpn-fpn"}, U, "C6"},
}

// PendingChanges is what is enacted and not begun. The slice is shared.
func PendingChanges() []Pending { return pendings }

// Transition is a dated change of the law that touches the catalogue, or that
// people expect to touch it and does not.
type Transition struct {
	On      clock.Day // clock.NoDay where none is known
	In      Territory
	What    string
	Effect  string
	Powers  []PowerID
	Sure    Sure
	Sources []string
}

// Transitions is every change, oldest first; those without a day are last. The
// slice is shared.
func Transitions() []Transition { return transitions }

var transitions = []Transition{
	{dayStart, EnglandAndWales, "Sections 40, 41, 46 and 50 and Schedule 5 begin", "The scheme begins", nil, H, []string{"A14"}},
	{day2004Jan, EnglandAndWales, "Anti-social Behaviour Act 2003 adds the stopping of cycles", "Paragraph 8A begins", []PowerID{"csas-stop-cycle"}, H, []string{"A2"}},
	{dayTruancy, England, "Anti-social Behaviour Act 2003 adds truancy notices", "Paragraph 1(2)(ab) begins in England", []PowerID{"csas-pn-truancy"}, H, []string{"A2"}},
	{day2004Mar, EnglandAndWales, "Anti-social Behaviour Act 2003 adds penalty notices for disorder and graffiti notices", "Paragraphs 1(2)(aa) and (ba) begin", []PowerID{"csas-pnd", "csas-fpn-graffiti"}, H, []string{"A2", "A5"}},
	{day2004Nov, EnglandAndWales, "SI 2004/2468 and SI 2004/2540", "Lower penalty £50; theft, criminal damage and litter barred", []PowerID{"csas-pnd"}, H, []string{"B4", "B14"}},
	{day2005Jul, EnglandAndWales, "Serious Organised Crime and Police Act 2005, Schedule 8", "Begging basis, paragraphs 3A and 8B begin; five offences barred by 1 August 2005", []PowerID{"csas-name-address", "csas-name-address-traffic", "csas-traffic-control", "csas-pnd"}, H, []string{"A2"}},
	{dayLA2003, EnglandAndWales, "Alcohol offences move from the Licensing Act 1964 to that of 2003 (SI 2005/3048)", "Offences are cited by their own day; the consolidated text lags", []PowerID{"csas-pnd"}, H, []string{"B11"}},
	{day2006Jan, EnglandAndWales, "Photographs of recipients", "Paragraph 9ZA begins", []PowerID{"csas-photograph"}, H, []string{"A2"}},
	{dayDogsE, England, "Dog fouling notices are repealed, dog control notices begin", "England", []PowerID{"csas-fpn-dog-fouling", "csas-fpn-dog-control"}, H, []string{"A2"}},
	{dayDogsW, Wales, "Dog fouling notices are repealed, dog control notices begin", "Wales", []PowerID{"csas-fpn-dog-fouling", "csas-fpn-dog-control"}, H, []string{"A2"}},
	{dayExcluded, England, "Notices to parents of excluded pupils", "Paragraph 1(2)(ac) begins, in England only", []PowerID{"csas-pn-excluded"}, H, []string{"A2"}},
	{dayTiers, EnglandAndWales, "SI 2009/83 sets the tiers, and revokes SI 2008/3297 two days before that was due to begin", "The offences of SI 2008/3297 never became penalty offences and are not in the catalogue", []PowerID{"csas-pnd"}, H, []string{"B12"}},
	{day2010Jan, EnglandAndWales, "Byelaw notices (SI 2010/112)", "Paragraph 1A and the byelaw basis begin", []PowerID{"csas-fpn-byelaw", "csas-name-address"}, H, []string{"A2"}},
	{dayPNDAdult, EnglandAndWales, "Legal Aid, Sentencing and Punishment of Offenders Act 2012, section 132", "No penalty notice for disorder under 18; uniform is still needed by section 42(2)", []PowerID{"csas-pnd"}, H, []string{"B1", "B5", "B6"}},
	{dayPND60, EnglandAndWales, "SI 2013/1579", "£60 and £90 for offences from this day; the day of the offence decides", []PowerID{"csas-pnd"}, H, []string{"B2"}},
	{dayPSPO, EnglandAndWales, "2014 Act, Part 4", "Public spaces protection orders and community protection notices begin; no new designated places; dog control notices end", []PowerID{"csas-alcohol-dppo", "csas-fpn-dog-control", "la-pspo-fpn", "la-pspo-alcohol", "la-cpn", "la-cpn-fpn"}, H, []string{"C1b", "C14"}},
	{clock.MustDay("2015-03-18"), EnglandAndWales, "SI 2015/749", "Only housing providers can be designated for community protection notices", []PowerID{"la-cpn", "la-cpn-fpn"}, H, []string{"C16"}},
	{clock.MustDay("2015-03-23"), EnglandAndWales, "2014 Act, Part 1", "Antisocial behaviour takes the meaning of section 2", []PowerID{"csas-name-address-asb"}, M, []string{"C13"}},
	{dayPSPO.AddYears(3), EnglandAndWales, "Old designations and dog control orders are treated as public spaces protection orders (section 75(3))", "Paragraph 4 and the offence of section 12 are spent", []PowerID{"csas-alcohol-dppo", "csas-pnd"}, H, []string{"C1b"}},
	{clock.MustDay("2017-12-15"), EnglandAndWales, "Policing and Crime Act 2017 (SI 2017/1139, SI 2017/1162)", "Schedule 5 was not extended: no volunteers, no council powers", nil, H, []string{"A1", "A11"}},
	{clock.MustDay("2018-04-01"), England, "SI 2017/1050", "Litter and graffiti: £50 to £150, default £100", []PowerID{"csas-fpn-litter", "csas-fpn-graffiti"}, H, []string{"E1"}},
	{clock.MustDay("2019-04-01"), England, "SI 2017/1050", "Litter and graffiti: £65 to £150", []PowerID{"csas-fpn-litter", "csas-fpn-graffiti"}, H, []string{"E1"}},
	{clock.MustDay("2023-07-31"), England, "SI 2023/770", "Litter and graffiti: £65 to £500", []PowerID{"csas-fpn-litter", "csas-fpn-graffiti"}, H, []string{"E4"}},
	{dayFramework, England, "SI 2024/210, as corrected by SI 2024/717", "Truancy £80 and £160 where the offence period begins from this day; second £160; no third", []PowerID{"csas-pn-truancy"}, H, []string{"D1", "D7"}},
	{clock.MustDay("2026-04-29"), EnglandAndWales, "Crime and Policing Act 2026 is passed", "First parts begin on 29 June 2026 (SI 2026/689)", nil, M, []string{"C4", "C5"}},
	{clock.MustDay("2026-04-29"), EnglandAndWales, "Tobacco and Vapes Act 2026 is passed", "Paragraph 6 ends on 1 January 2027", []PowerID{"csas-tobacco-u16"}, H, []string{"C11"}},
	{dayBeggingEnd, EnglandAndWales, "The Vagrancy Act 1824 is repealed (2022 Act, section 81)", "The begging basis ends, except for offences committed before; about this day", []PowerID{"csas-name-address"}, L, []string{"B17", "C9", "C10"}},
	{dayBeggingEnd, EnglandAndWales, "2026 Act, section 8 and sections 11 and 12", "Police powers; Schedule 5 is untouched", nil, M, []string{"C4"}},
	{clock.MustDay("2027-01-01"), EnglandAndWales, "Tobacco and Vapes Act 2026, Schedule 7, paragraphs 1 and 5", "Paragraph 6 ends, with no successor", []PowerID{"csas-tobacco-u16"}, H, []string{"C11"}},
	{clock.NoDay, EnglandAndWales, "Cap of £500 for public spaces and community protection notices (2026 Act)", "Enacted, no day found; £100 stands", []PowerID{"la-pspo-fpn", "la-cpn-fpn"}, U, []string{"C4", "C6"}},
	{clock.NoDay, EnglandAndWales, "Respect orders, youth and housing injunctions, dispersal up to 72 hours (2026 Act)", "Enacted, days not confirmed; no accredited person’s power", nil, M, []string{"C7", "C8", "C17"}},
	{clock.NoDay, EnglandAndWales, "Penalty notices for disorder abolished (2022 Act, section 118)", "Enacted, not commenced; offences committed before stay", []PowerID{"csas-pnd"}, H, []string{"B9", "B17"}},
}
