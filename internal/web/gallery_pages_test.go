package web

import (
	"html/template"
	"net/url"

	"watchword/internal/clock"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// thing is a page of the gallery; each template uses the fields it needs.
type thing struct {
	Page
	Bar              part.AsAt
	Head             part.Head
	Figures          part.Figures
	H1, H2           part.Heading
	Table, Holders   part.Table
	Due              part.DueList
	Links            template.HTML
	Bars             part.Bars
	Line             part.Line
	Columns          part.Columns
	Sub              moj.SubNavigation
	Matrix           part.Matrix
	Details          govuk.Details
	Paging           part.Paging
	Box, Decision    part.Box
	Timeline         moj.Timeline
	Tests            part.Tests
	Inset            govuk.InsetText
	Council          part.CouncilBox
	CardState        template.HTML
	List             govuk.SummaryList
	Scale            part.Scale
	Ladder           part.Ladder
	Rows             []testRow
	Given            []string
	Powers           []govuk.Choice
	Statuses         template.HTML
	Parts            []namedPart
	Form             coverForm
	Kinds            []govuk.Option
	Covers, YesNo    []govuk.Choice
	Places           []govuk.Choice
	May, Never, Look part.Points
	Filter           moj.Filter
	Chips            moj.Chips
	Map              part.Map
	Items            []string
	Verdict          part.Verdict
	Code             part.Code
}

type testRow struct {
	Letter, Title, Text, Who, Day string
	Status                        part.Status
	Links                         template.HTML
}

type namedPart struct {
	Name string
	HTML template.HTML
}

type coverForm struct {
	Insurer, Limit, Kind, Cover, Notes string
	Expiry                             clock.Day
	Places                             []string
}

func officeGallery() map[string]func() Paged {
	return map[string]func() Paged{
		"start.html": startGallery, "organisation.html": organisationGallery, "person.html": func() Paged { return personGallery(false) },
		"grant.html": grantGallery, "power.html": powerGallery, "ledger.html": ledgerGallery, "form.html": func() Paged { return formGallery() }, "parts.html": partsGallery,
	}
}

func st(k part.Kind, s string) part.Status { return part.Status{Kind: k, Text: s} }

func day(s string) clock.Day { return clock.MustDay(s) }

func startGallery() Paged {
	p := &thing{Page: Page{Title: "Start", Active: "/start"}, Head: part.Head{Title: "Start", Aside: "Tuesday 17 November 2026"},
		Figures: part.Figures{Items: []part.Figure{
			{Number: "53", Text: "accredited organisations", Href: "/organisations", Sub: "and 1 suspended, 6 applying"},
			{Number: "538", Text: "accredited persons", Href: "/people", Sub: "7 more than a month ago"},
			{Number: "94", Text: "awaiting vetting", Href: "/vetting", Sub: "longest 19 weeks"},
			{Number: "350", Beside: "in 40", Text: "persons, organisations with antisocial behaviour powers", Href: "/powers"},
			{Number: "61", Text: "on duty now", Href: "/duty", Sub: "in 9 of 10 districts"}}},
		H1: part.Heading{Text: "Needs your decision", Count: "7"}, H2: part.Heading{Text: "Falls due", Beside: "next 30 days"},
		Table: part.Table{Caption: "Needs your decision", Columns: []part.Column{{Text: "What"}, {Text: "Waiting"}, {Text: "Clock"}}}}
	for _, r := range [][4]string{
		{"Complaint that touches honesty. Suspend while it is looked at?", "Harbourside Security Ltd, EM 4302", "since 08:55", "not-in-force|Decide today"},
		{"Powers asked for: 3 of 9 still to decide", "Quaymouth Hospitals NHS Trust, application 2026-041", "since 13 Nov", "due|4 of 10 days"},
		{"Four tests complete, ready for the chief officer’s delegate", "Joel Hartnoll, Aldermere City Council", "since 16 Nov", "waiting|1 day"},
		{"Council proposes a change to the operating protocol", "Fenbury District Council, version 4", "since 15 Nov", "waiting|2 days"},
		{"Watchword locked after five wrong tries", "EM 4088, Merrowby Homes", "07:31 today", "due|1 of 2 days"},
		{"Card reported lost, replacement asked for", "EM 4519, Pellmouth Town Council", "since 16 Nov", "waiting|1 day"},
	} {
		kind, word := cutStatus(r[3])
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: r[0], Href: "#main", Sub: r[1]}, {Text: r[2]}, {Status: st(kind, word)}}})
	}
	p.Due = part.DueList{Items: []part.DueItem{
		{Day: day("2026-11-19"), HTML: `Insurance, <a class="govuk-link" href="#main">Brightline Stewarding Ltd</a>`, Sub: "9 persons stop by themselves at midnight", Soon: true},
		{Day: day("2026-11-24"), HTML: `Vetting of <a class="govuk-link" href="#main">3 persons</a>, Calderwick Borough Council`, Sub: "Their powers stop by themselves", Soon: true},
		{Day: day("2026-11-30"), HTML: `Three-monthly meeting, <a class="govuk-link" href="#main">Inglewater Parish Council</a>`, Sub: "Last held 30 August. Remind both liaison officers", Soon: true},
		{Day: day("2026-12-09"), HTML: `Protocol review, <a class="govuk-link" href="#main">Aldermere City Council</a>`, Sub: "A year from signature. Renewal waits for it"},
		{Day: day("2026-12-14"), HTML: `Arrangements end, <a class="govuk-link" href="#main">Merrowby Homes</a>`, Sub: "12 persons. Renewal not yet asked for"},
		{Day: day("2026-12-16"), Text: "Card stock below 40", Sub: "Last order took 9 days"}}}
	p.Links = part.Links(part.Link{Text: "All 62 in the next 90 days", Href: "#main"}, part.Link{Text: "Calendar file", Href: "#main"})
	p.Bars = part.Bars{Title: "Vetting: how long people have waited", Sub: "94 persons. The unit’s aim is 8 weeks", Note: `35 over the aim. <a class="govuk-link" href="#main">See who</a>`,
		Data: []part.Datum{{Label: "Up to 4 weeks", Value: 31}, {Label: "5 to 8 weeks", Value: 28}, {Label: "9 to 12 weeks", Value: 22, Kind: part.Due}, {Label: "13 and more", Value: 13, Kind: part.NotInForce}}}
	p.Line = part.Line{Title: "Accredited persons", Sub: "On the last day of each month"}
	for i, v := range []float64{402, 410, 416, 419, 425, 421, 432, 443, 449, 455, 452, 461, 466, 472, 470, 478, 484, 490, 496, 493, 500, 508, 514, 512, 519, 522, 520, 527, 531, 538} {
		d := clock.Date(2024, 6, 30).AddMonths(i)
		p.Line.Data = append(p.Line.Data, part.Datum{Label: d.Short()[len("30 "):], Value: v})
	}
	p.Columns = part.Columns{Title: "Accreditations that end", Sub: "By month, if nobody renews them",
		Data: []part.Datum{{Label: "Nov", Value: 9, Kind: part.Due}, {Label: "Dec", Value: 21}, {Label: "Jan", Value: 34}, {Label: "Feb", Value: 18}, {Label: "Mar", Value: 47}, {Label: "Apr", Value: 16}}}
	return p
}

func cutStatus(s string) (part.Kind, string) {
	for i := range s {
		if s[i] == '|' {
			return part.Kind(s[:i]), s[i+1:]
		}
	}
	return part.NotKnown, s
}

func organisationGallery() Paged {
	yes, no := part.MatrixCell{Kind: part.InForce, Text: "Yes"}, part.MatrixCell{Text: "Not asked"}
	refused := part.MatrixCell{Kind: part.NotInForce, Text: "Refused", Href: "#main"}
	p := &thing{Page: Page{Title: "Aldermere City Council", Active: "/organisations", Crumbs: []Crumb{{Text: "Organisations", Href: "/organisations"}, {Text: "Aldermere City Council"}}},
		Bar: part.AsAt{Action: "/organisation", Now: noon, At: clock.NoDay, Known: clock.NoDay},
		Head: part.Head{Title: "Aldermere City Council", Text: "District council, Vale local policing area. Reference ORG-007. Accredited since 12 March 2019.",
			Statuses: []part.Status{st(part.InForce, "Arrangements in force to 31 March 2027"), st(part.Due, "Protocol review due in 22 days")},
			Actions:  []govuk.Button{{Text: "Start review", Href: "#main"}, {Text: "Suspend or withdraw", Href: "#main", Classes: "govuk-button--secondary"}}},
		Sub: moj.SubNavigation{Label: "Organisation", Items: []moj.NavItem{{Text: "Overview", Href: "/organisation", Active: true}, {Text: "People (24)", Href: "#main"}, {Text: "Powers", Href: "#main"}, {Text: "Agreement", Href: "#main"}, {Text: "Occurrences (1)", Href: "#main"}, {Text: "Documents (31)", Href: "#main"}, {Text: "History (212)", Href: "#main"}}},
		Matrix: part.Matrix{Caption: "Powers, role by role", Roles: []part.Column{{Text: "Community warden", Sub: "14 persons"}, {Text: "Park ranger", Sub: "6 persons"}, {Text: "Housing officer", Sub: "4 persons"}},
			Rows: []part.MatrixRow{
				{Name: "Ask name and address: offence", Href: "/power", Para: "2", Cells: []part.MatrixCell{yes, yes, yes}},
				{Name: "Ask name and address: antisocial behaviour", Href: "/power", Para: "3", Cells: []part.MatrixCell{yes, yes, yes}},
				{Name: "Remove abandoned vehicles", Href: "/power", Para: "7", Cells: []part.MatrixCell{yes, refused, yes}},
				{Name: "Direct traffic", Href: "/power", Para: "8B", Cells: []part.MatrixCell{yes, {Kind: part.InForce, Text: "Yes", Note: "Needs 3A"}, no}},
				{Name: "Notice: graffiti and fly-posting", Href: "/power", Para: "1(2)(ba)", Cells: []part.MatrixCell{yes, yes, {Kind: part.Due, Text: "With a condition", Href: "#main"}}},
			}},
		Details: govuk.Details{SummaryText: "Cannot be granted to anybody (2)", Open: true, HTML: "<p>" + st(part.Ended, "Spent").Render() + " Alcohol in designated public places, para 4: spent since 20 October 2017.</p><p>" + st(part.Ended, "Repealed").Render() + " Dog fouling notices: repealed in England 6 April 2006.</p>"},
		Paging:  part.Paging{Path: "/organisation", Query: url.Values{"sort": {"-day"}}, Total: 257, Page: 3, Size: 10, Noun: "letters"},
		Box: part.Box{Title: "Agreement", Status: st(part.InForce, "Active"), HTML: govuk.SummaryList{Rows: []govuk.Row{
			{Key: govuk.Words{Text: "Protocol"}, Value: govuk.Words{HTML: `<a class="govuk-link" href="#main">Joint operating protocol, v3</a><span class="ww-sub">Signed by both 9 Dec 2025</span>`}},
			{Key: govuk.Words{Text: "Review by"}, Value: govuk.Words{HTML: "<strong>9 December 2026</strong>"}},
			{Key: govuk.Words{Text: "Police liaison"}, Value: govuk.Words{Text: "Sgt Martin Askew"}}}}.Render()},
		Timeline: historyGallery()}
	p.Table = part.Table{Caption: "Letters", Columns: []part.Column{p.Paging.Sort("Sent", "day"), p.Paging.Sort("To", "to"), {Text: "Pages", Numeric: true}}, Rows: []part.Row{
		{Cells: []part.Cell{part.DayCell(day("2026-11-16")), {Text: "Helen Prowse", Href: "#main"}, {Text: "2"}}},
		{Cells: []part.Cell{part.DayCell(day("2026-10-22")), {Text: "Joanne Birtwell", Href: "#main"}, {Text: "11"}}}}}
	return p
}

func historyGallery() moj.Timeline {
	return moj.Timeline{Items: []moj.Event{
		{When: "1 Nov 2026, 00:00", Title: "Direct traffic stopped by itself", Text: "Training had ended"},
		{When: "29 Jun 2026", Title: "Begging basis ended in law", Text: "No act by anybody", Hollow: true},
		{When: "9 Feb 2026", Title: "Card handed over", Text: "Signed for at Aldermere", Hollow: true},
		{When: "3 Feb 2026, 09:12", Title: "Accredited with 10 powers", Byline: "C/Insp Thorne for the chief constable", Number: "31,806", Href: "/ledger"},
		{When: "12 Jan 2026", Title: "Vetting passed", Text: "Detail sealed", Hollow: true}}}
}

func personGallery(past bool) Paged {
	p := &thing{Page: Page{Title: "Tamsin Okafor", Active: "/people", Past: past, Crumbs: []Crumb{{Text: "People", Href: "/people"}, {Text: "Aldermere City Council", Href: "/organisation"}, {Text: "Tamsin Okafor"}}},
		Bar: part.AsAt{Action: "/person", Now: noon, At: clock.NoDay, Known: clock.NoDay},
		Head: part.Head{Title: "Tamsin Okafor", Photo: "/portrait.svg", PhotoAlt: "Portrait of Tamsin Okafor",
			HTML:     `Community warden, <a class="govuk-link" href="/organisation">Aldermere City Council</a> <small>since 4 September 2023</small>`,
			Statuses: []part.Status{st(part.InForce, "Accreditation in force"), st(part.Due, "2 powers need training by 11 December")},
			Facts:    []part.Fact{{Key: "AP number", Value: "EM 4417"}, {Key: "In force", Value: "3 February 2026 to 2 February 2029"}, {Key: "Area:", Value: "City of Aldermere"}, {Key: "Supervisor:", Value: "Gareth Lyle"}},
			Actions:  []govuk.Button{{Text: "Change or suspend", Href: "#main"}}, Links: []part.Link{{Text: "Certificate (PDF)", Href: "#main"}, {Text: "Ask about another day or place", Href: "#main"}}},
		Tests: part.Tests{Items: []part.Test{
			{Letter: "a", Title: "Employer fit and proper", Status: st(part.InForce, "Satisfied"), First: "Aldermere City Council", Lines: []string{"C/Insp D. Thorne, 1 Apr 2024", "Arrangements run to 31 Mar 2027"}},
			{Letter: "b", Title: "Person suitable", Status: st(part.InForce, "Satisfied"), First: "Vetting passed, level NPPV 2", Lines: []string{"Force Vetting Unit, 12 Jan 2026", "Ends 11 Jan 2029"}},
			{Letter: "c", Title: "Person capable", Status: st(part.InForce, "Satisfied"), First: "Supervisor’s report; interview", Lines: []string{"R. Adeyemi, 26 Jan 2026", "No date"}},
			{Letter: "d", Title: "Adequately trained, power by power", Status: st(part.Due, "9 of 10 in date"), First: "Course result and refreshers", Lines: []string{"C. Marsh, trainer, 14 Jan 2026"}, Link: part.Link{Text: "See each power", Href: "#main"}}}},
		Council:   part.CouncilBox{Level: 3, Text: "Penalty for breach of the Market Quarter public spaces order (Anti-social Behaviour, Crime and Policing Act 2014, s68(11)). Authorised by Aldermere City Council 1 May 2026, until 30 April 2027."},
		CardState: "<p>" + st(part.InForce, "Held since 9 Feb 2026").Render() + `</p><p class="ww-quiet">Last checked by the public today, 10:42. <a class="govuk-link" href="#main">Report lost</a></p>`,
		Timeline:  historyGallery()}
	if past {
		p.Bar.At = day("2025-03-03")
		p.Head.Actions, p.Head.Links = nil, nil
		p.Head.Statuses = []part.Status{st(part.Waiting, "Nominated, vetting asked for")}
		p.Inset = govuk.InsetText{HTML: `<strong>No power was held on this day.</strong> <span class="ww-quiet">First accredited on 3 February 2026. Nothing recorded since changes that: as known then and as known now agree.</span>`}
		for i := range p.Tests.Items[1:] {
			p.Tests.Items[i+1].Status, p.Tests.Items[i+1].First, p.Tests.Items[i+1].Lines, p.Tests.Items[i+1].Link = st(part.Waiting, "Not yet"), "Course not yet booked", nil, part.Link{}
		}
		return p
	}
	p.Table = part.Table{Caption: "Powers of Tamsin Okafor", RowHeaders: true, Columns: []part.Column{{Text: "Power"}, {Text: "Sch 5 para"}, {Text: "From"}, {Text: "Training until"}, {Text: "Now"}}}
	from, until := part.DayCell(day("2026-02-03")), part.DayCell(day("2029-01-14"))
	for _, r := range []struct{ name, sub, para, state string }{
		{"Ask name and address: offence", "Notice offences, or any causing harm or loss", "2", "in-force|In force"},
		{"Ask name and address: antisocial behaviour", "", "3", "in-force|In force"},
		{"Stop a cycle", "", "8A", "due|Training ends in 24 days"},
		{"Notice: litter", "1990 Act, section 87", "1(2)(c)", "in-force|In force"},
		{"Direct traffic", "Needs 3A: held", "8B", "ended|Stopped: training ended"},
		{"Ask name and address: begging", "One basis of para 2", "2(3)(aa)", "ended|Ended in law, about 29 Jun 2026"},
	} {
		kind, word := cutStatus(r.state)
		p.Table.Rows = append(p.Table.Rows, part.Row{Ended: kind == part.Ended, Cells: []part.Cell{{Text: r.name, Href: "/power", Sub: r.sub}, {Text: r.para}, from, until, {Status: st(kind, word)}}})
	}
	return p
}
