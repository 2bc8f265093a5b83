package web

import (
	"html/template"

	"watchword/internal/clock"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

func grantGallery() Paged {
	p := &thing{Page: Page{Title: "Decide: Joel Hartnoll", Active: "/start", Crumbs: []Crumb{{Text: "To decide", Href: "/start"}, {Text: "Joel Hartnoll"}}},
		Head: part.Head{Caption: "Decide whether to accredit", Title: "Joel Hartnoll", Photo: "/portrait.svg", PhotoAlt: "Portrait of Joel Hartnoll",
			HTML: `Nominated as <strong>park ranger</strong> by Aldermere City Council, 3 August 2026. Agreed to take part on 5 August 2026.`, Statuses: []part.Status{st(part.Waiting, "With you since 16 November")}},
		Rows: []testRow{
			{"a", "The employer is fit and proper to supervise", "Arrangements in force to 31 March 2027. Three trained supervisors for 24 persons.", "C/Insp D. Thorne", "1 April 2024", st(part.InForce, "Satisfied"), `<p><a class="govuk-link" href="#main">Assessment of 1 April 2024</a>, all 8 criteria met</p>`},
			{"b", "The person is suitable to exercise the powers", "Vetting passed at the level asked for. The detail is sealed: you see only the outcome.", "Force Vetting Unit", "2 November 2026", st(part.InForce, "Satisfied"), ""},
			{"d", "The person is adequately trained, power by power", "Eight of ten powers. The traffic module was not passed.", "C. Marsh", "14 November 2026", st(part.Due, "For 8 of 10 powers"), ""},
		},
		Table: part.Table{Caption: "Powers to give", Columns: []part.Column{{Text: "Give"}, {Text: "Power"}, {Text: "Sch 5 para"}, {Text: "Training"}}},
	}
	for _, x := range []struct{ para, name, state string }{{"2", "Ask name and address: offence", "in-force|Passed 14 Nov 2026"}, {"3", "Ask name and address: antisocial behaviour", "in-force|Passed 14 Nov 2026"}, {"8B", "Direct traffic", "not-in-force|Not passed"}} {
		kind, word := cutStatus(x.state)
		tick := part.Tick{ID: "give-" + x.para, Name: "powers", Value: x.para, Checked: kind == part.InForce, Disabled: kind != part.InForce}
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{HTML: tick.Box()}, {HTML: tick.Label(x.name)}, {Text: x.para}, {Status: st(kind, word)}}})
	}
	radios := govuk.Radios{Name: "decision", Fieldset: govuk.Fieldset{Legend: govuk.Legend{Text: "What do you decide?", Classes: "govuk-visually-hidden"}}, Items: []govuk.Choice{
		{Value: "all", Text: "Accredit with 8 powers", Checked: true, Hint: govuk.Hint{Text: "The two untrained powers can be added later"}}, {Value: "fewer", Text: "Accredit with fewer"}, {Value: "more", Text: "Ask for more before I decide"}, {Value: "refuse", Text: "Refuse", Hint: govuk.Hint{Text: "Appeal goes to another decision-maker"}}}}
	list := govuk.SummaryList{Rows: []govuk.Row{{Key: govuk.Words{Text: "Number"}, Value: govuk.Words{Text: "Given at signing"}}, {Key: govuk.Words{Text: "Area"}, Value: govuk.Words{HTML: `City of Aldermere <a class="govuk-link" href="#main">Change</a>`}}, {Key: govuk.Words{Text: "Period"}, Value: govuk.Words{HTML: `17 Nov 2026 to 16 Nov 2029 <span class="ww-sub">Ends sooner if vetting ends: 1 Nov 2029</span>`}}}}
	sign := govuk.Input{Name: "signed", Label: govuk.Label{Text: "Type your name to sign"}}
	p.Decision = part.Box{Title: "Your decision", Decision: true, HTML: radios.Render() + list.Render() +
		govuk.Checkboxes{Name: "declare", Items: []govuk.Choice{{Value: "yes", Text: "I am satisfied of (a), (b) and (c), and of (d) for each power I give."}}}.Render() +
		sign.Render() + govuk.Button{Text: "Accredit Joel Hartnoll"}.Render() + `<p class="ww-quiet">At once: certificate and number made, notice to the person, copy to the council, card ordered, ledger entry written.</p>`}
	return p
}

func powerGallery() Paged {
	word := func(s string) govuk.Words { return govuk.Words{Text: s} }
	return &thing{Page: Page{Title: "Ask name and address: antisocial behaviour", Active: "/powers", Crumbs: []Crumb{{Text: "Powers", Href: "/powers"}, {Text: "Paragraph 3"}}},
		Bar:   part.AsAt{Action: "/power", Now: noon, At: clock.NoDay, Known: clock.NoDay},
		Head:  part.Head{Caption: "Schedule 5, paragraph 3", Title: "Ask name and address: antisocial behaviour", Statuses: []part.Status{st(part.InForce, "In force, may be granted")}, Actions: []govuk.Button{{Text: "What if this changed?", Href: "#main", Classes: "govuk-button--secondary"}}},
		List:  govuk.SummaryList{Rows: []govuk.Row{{Key: word("Who may grant"), Value: word("The chief officer of the force")}, {Key: word("Where"), Value: word("Inside the force area, and any narrower area in the accreditation")}, {Key: word("Must have"), Value: word("Uniform and badge; the accreditation, shown if asked; at work for the employer; training in this power")}, {Key: word("If refused or false"), Value: word("An offence: fine up to level 3 (section 50(2))")}}},
		Scale: part.Scale{Title: "History", End: "today", Spans: []part.Span{{Text: "First test: 1998 Act, section 1", From: "2 Dec 2002, power begins", Share: .514}, {Text: "Present test: 2014 Act, section 2", From: "about 23 Mar 2015, day not confirmed", Share: .486, Now: true, About: true}}},
		Table: part.Table{Caption: "History", Columns: []part.Column{{Text: "From"}, {Text: "What changed"}, {Text: "By"}, {Text: "Certainty"}}, Rows: []part.Row{
			{Cells: []part.Cell{{Text: "about 23 March 2015"}, {Text: "“Antisocial manner” takes the 2014 meaning"}, {Text: "2014 Act", Href: "#main"}, {Status: st(part.Due, "Day unconfirmed")}}},
			{Cells: []part.Cell{{Text: "2 December 2002"}, {Text: "Power begins"}, {Text: "Police Reform Act 2002", Href: "#main"}, {Status: st(part.InForce, "Confirmed")}}}}},
		Figures: part.Figures{Items: []part.Figure{{Number: "350", Text: "persons hold it", Href: "#main"}, {Number: "40", Text: "organisations", Href: "#main"}}},
		Holders: part.Table{Caption: "Who holds it", Columns: []part.Column{{Text: "Organisation"}, {Text: "Persons", Numeric: true}}, Rows: []part.Row{{Cells: []part.Cell{{Text: "Gullhaven Borough Council", Href: "#main"}, {Text: "31"}}}, {Cells: []part.Cell{{Text: "Aldermere City Council", Href: "#main"}, {Text: "24"}}}}},
		Links:   part.Links(part.Link{Text: "All 40 organisations", Href: "#main"}, part.Link{Text: "CSV", Href: "#main"})}
}

func ledgerGallery() Paged {
	return &thing{Page: Page{Title: "Tamsin Okafor was accredited", Active: "/ledger", Crumbs: []Crumb{{Text: "Ledger", Href: "/ledger"}, {Text: "Entry 31,806"}}},
		Head: part.Head{Caption: "Entry 31,806", Title: "Tamsin Okafor was accredited", Statuses: []part.Status{st(part.InForce, "Proved: in the ledger, unaltered")}, Actions: []govuk.Button{{Text: "Download the proof", Href: "#main"}, {Text: "Print for court", Href: "#main", Classes: "govuk-button--secondary"}}},
		List: govuk.SummaryList{Rows: []govuk.Row{{Key: govuk.Words{Text: "Act"}, Value: govuk.Words{Text: "Grant of accreditation, s41 Police Reform Act 2002"}}, {Key: govuk.Words{Text: "Written"}, Value: govuk.Words{Text: "3 February 2026, 09:12:44"}}, {Key: govuk.Words{Text: "Seal"}, Value: govuk.Words{HTML: `<span class="ww-mono">kT4v 9QmX 2hLw … 7Zc1</span><span class="ww-sub">A salted fingerprint of the text above</span>`}}}},
		Table: part.Table{Caption: "Entries before and after", Columns: []part.Column{{Text: "Entry"}, {Text: "Time"}, {Text: "What"}, {Text: "Who"}}, Rows: []part.Row{
			{Cells: []part.Cell{{Text: "31,805", Mono: true}, {Text: "09:11:58"}, {HTML: part.Shape(part.NotInForce) + ` Refused: not permitted to open a vetting form`}, {Text: "C/Insp D. Thorne"}}},
			{Current: true, Cells: []part.Cell{{Text: "31,806", Mono: true}, {Text: "09:12:44"}, {Text: "Grant of accreditation", Href: "#main"}, {Text: "C/Insp D. Thorne"}}},
			{Cells: []part.Cell{{Text: "31,807", Mono: true}, {Text: "09:12:44"}, {Text: "Certificate made", Href: "#main"}, {Text: "Watchword"}}}}},
		Ladder: part.Ladder{Entry: "31,806 kT4v…7Zc1", Neighbour: "31,807 p0Ye…1sD8", Joined: "Vn5q…eA2k", Beside: "c81R…wM0f", Next: "Jd3z…Lq97", Root: "checkpoint 48,231 Xw6B…t5Ho", Steps: 16, Whole: []string{"kT4v9QmX2hLw7Zc1", "p0YeQm1sD8"}},
		Box:    part.Box{Title: "The signed checkpoint", Status: st(part.InForce, "Signature good"), HTML: `<p class="ww-mono">watchword.eastmarch.example/ledger<br>48231<br>Xw6BqZ0mYy8rJ4nT1c2Lk7uVf9DpSgRa3iEhKt5Ho0=</p><p class="ww-quiet">Written 17 November 2026, 10:42.</p>`}}
}

func formGallery() *thing {
	return &thing{Page: Page{Title: "Public liability insurance", Active: "/start", Crumbs: []Crumb{{Text: "Start", Href: "/start"}, {Text: "Insurance"}}}, Form: coverForm{Insurer: "Northgate Mutual", Limit: "10,000,000", Expiry: day("2027-03-31"), Kind: "council", Cover: "all", Places: []string{"vale"}},
		Kinds:  []govuk.Option{{Text: "Choose one", Blank: true}, {Value: "council", Text: "District council"}, {Value: "trust", Text: "NHS trust"}},
		Covers: []govuk.Choice{{Value: "all", Text: "Everyone employed", Hint: govuk.Hint{Text: "Agency staff as well"}}, {Value: "some", Text: "Named persons"}},
		YesNo:  []govuk.Choice{{Value: "yes", Text: "Yes"}, {Value: "no", Text: "No"}},
		Places: []govuk.Choice{{Value: "vale", Text: "Vale"}, {Value: "coast", Text: "Coast"}, {Divider: "or"}, {Value: "none", Text: "Nowhere yet"}}}
}

func partsGallery() Paged {
	p := &thing{Page: Page{Title: "Every component", Active: "/start"}}
	var all []part.Status
	for i, k := range part.Kinds {
		all = append(all, st(k, []string{"In force", "Ends in 24 days", "Waiting 3 days", "Suspended", "Withdrawn", "Ended in law", "Could not check", "Council authority"}[i]))
	}
	p.Statuses = part.Statuses(all...)
	add := func(name string, html template.HTML) { p.Parts = append(p.Parts, namedPart{name, html}) }
	add("Task list", govuk.TaskList{Items: []govuk.Task{{Title: govuk.Words{Text: "Name, kind and addresses"}, Href: "#main", Status: govuk.TaskStatus{Text: "Completed"}}, {Title: govuk.Words{Text: "Insurance"}, Href: "#main", Hint: govuk.Words{Text: "The date of expiry is not a real date"}, Status: govuk.TaskStatus{HTML: st(part.NotInForce, "There is a problem").Render()}}, {Title: govuk.Words{Text: "Sign and send"}, Status: govuk.TaskStatus{Text: "Cannot start yet", Classes: "ww-quiet"}}}}.Render())
	add("Notification banner", govuk.NotificationBanner{Text: "The hub closes at 17:00 today."}.Render())
	add("Success banner", govuk.NotificationBanner{Text: "The card is revoked.", Type: "success", TitleID: "success-title"}.Render())
	add("Warning text", govuk.WarningText{Text: "You can be fined if you do not."}.Render())
	add("Inset text", govuk.InsetText{Text: "We do not publish the names of accredited persons."}.Render())
	add("Tabs", govuk.Tabs{IDPrefix: "tab", Items: []govuk.Tab{{Label: "Past day", Panel: govuk.TabPanel{Text: "One"}}, {Label: "Past week", Panel: govuk.TabPanel{Text: "Two"}}}}.Render())
	add("Panel", govuk.Panel{TitleText: "Application sent", HeadingLevel: 3, Text: "Reference 2026-047"}.Render())
	add("Phase banner and tag", govuk.PhaseBanner{Tag: govuk.Tag{Text: "Demo"}, Text: "Every person here is made up."}.Render()+govuk.Tag{Text: "New"}.Render()+" "+moj.Badge{Text: "7"}.Render())
	add("Summary card", govuk.SummaryList{Card: &govuk.Card{Title: govuk.CardTitle{Text: "Card EM 4417", HeadingLevel: 3}, Actions: govuk.Actions{Items: []govuk.Action{{Text: "Replace", Href: "#main"}, {Text: "Report lost", Href: "#main"}}}}, Rows: []govuk.Row{{Key: govuk.Words{Text: "Issued"}, Value: govuk.Words{Text: "9 February 2026"}, Actions: govuk.Actions{Items: []govuk.Action{{Text: "Change", Href: "#main", VisuallyHiddenText: "day of issue"}}}}}}.Render())
	add("Identity bar", moj.IdentityBar{Title: "Tamsin Okafor, EM 4417", Actions: govuk.Button{Text: "Open the record", Href: "#main", Classes: "govuk-button--secondary"}.Render()}.Render())
	add("Files", moj.MultiFileUpload{Files: []moj.Uploaded{{Name: "policy.pdf", Key: "1", Status: "PDF, 240 kB"}}, Upload: govuk.FileUpload{Name: "more", Label: govuk.Label{Text: "Add a file"}}.Render()}.Render())
	add("Messages", moj.Messages{Label: "Messages", Items: []moj.Message{{Sent: true, Text: "Who covers Friday?", Sender: "Ruth Adeyemi", Day: "16 November 2026", Time: "09:10"}, {Text: "Gareth does.", Sender: "Helen Prowse", Day: "16 November 2026", Time: "09:31"}}}.Render())
	add("Pagination", govuk.Pagination{Previous: govuk.PageLink{Href: "#main", LabelText: "Vetting"}, Next: govuk.PageLink{Href: "#main", LabelText: "Cards"}, LandmarkLabel: "Around"}.Render())
	add("Empty", part.Table{Empty: "Nothing needs your decision. 62 things fall due in the next 90 days."}.Render())
	add("Primary navigation", moj.PrimaryNavigation{Label: "Another", Items: []moj.NavItem{{Text: "Start", Href: "#main", Active: true}, {Text: "Figures", Href: "#main"}}}.Render())
	return p
}

func pointsGallery() (may, never, look part.Points) {
	may = part.Points{Items: []part.Point{{Kind: part.InForce, Says: "May", Strong: "Your name and address", Text: ", if they reasonably believe you have behaved antisocially, or have committed certain offences. Refusing, or giving false details, is an offence."}, {Kind: part.InForce, Says: "May", Strong: "To hand over alcohol", Text: ", if you are under 18, have it for someone under 18, or are with someone under 18 who recently drank."}, {Kind: part.InForce, Says: "May", Strong: "A fixed penalty", Text: " for litter (£100 in Aldermere)."}}}
	never = part.Points{Items: []part.Point{{Kind: part.NotInForce, Says: "May never", Strong: "Arrest, detain or search you, or use force.", Text: " No accredited person has these powers."}, {Kind: part.NotInForce, Says: "May never", Text: "Ask you to pay on the spot. Nobody pays in the street."}}}
	look = part.Points{Items: []part.Point{{Text: "Aldermere City Council uniform, and the red, white and black badge on the chest."}}}
	return
}

func frontGallery() Paged {
	p := &thing{Page: Page{Title: "Check a card", Active: "/front"}, Inset: govuk.InsetText{HTML: `<strong>In danger, or a crime is happening now? Call 999.</strong> An accredited person cannot be sent to you from here.`}}
	p.May, p.Never, _ = pointsGallery()
	return p
}

func checkGallery() Paged {
	p := &thing{Page: Page{Title: "Valid: EM 4417"}, Verdict: part.Verdict{Kind: part.InForce, Word: "Valid", Sentence: "A genuine card, in force now."},
		Code: part.Code{Word: "heron", Number: "47", HTML: `<p><strong>Tell them 47. Their phone must answer HERON.</strong> If it cannot, the card may be a copy. Keep this screen to yourself.</p>`}}
	p.May, p.Never, p.Look = pointsGallery()
	return p
}

func registerGallery() Paged {
	p := &thing{Page: Page{Title: "Who is accredited", Active: "/register"}, Items: []string{"Aldermere City Council", "Aldermere Cathedral Quarter BID", "Harbourside Security Ltd"},
		Chips: moj.Chips{Items: []moj.Tag{{Text: "Aldermere", Href: "/register"}}}, Links: part.Links(part.Link{Text: "CSV", Href: "#main"}, part.Link{Text: "JSON", Href: "#main"}),
		Paging: part.Paging{Path: "/register", Total: 5, Page: 1, Size: 30, Noun: "organisations"}}
	options := govuk.Input{Name: "q", Value: "Aldermere", Label: govuk.Label{Text: "Name or place"}}.Render() +
		govuk.Checkboxes{Name: "kind", Classes: "govuk-checkboxes--small", Fieldset: govuk.Fieldset{Legend: govuk.Legend{Text: "Kind"}}, Values: []string{"council"}, Items: []govuk.Choice{{Value: "council", HTML: `Council <span class="ww-count">17</span>`}, {Value: "housing", HTML: `Housing <span class="ww-count">8</span>`}, {Value: "firm", Text: "Security firm"}}}.Render() +
		govuk.Input{Name: "on", Value: "17/11/2026", Label: govuk.Label{Text: "On this day"}}.Render()
	p.Filter = moj.Filter{Action: "/register", Options: options, Set: 1}
	p.Map = part.Map{Title: "Organisations by district", Width: 420, Height: 260, TextSize: 12, NarrowSize: part.NarrowText(420), Credit: "Boundaries for this picture are made up.", Areas: []part.MapArea{
		{Name: "Fenbury", Path: "M10 60 120 30 150 120 60 170Z", X: 80, Y: 85, NX: 80, NY: 85, Href: "#main", Figure: "3", Says: "3 organisations", Step: 2},
		{Name: "Aldermere", Path: "M150 120 120 30 250 20 270 130Z", X: 195, Y: 70, NX: 195, NY: 70, Href: "#main", Figure: "5", Says: "5 organisations", Step: 2, Chosen: true},
		{Name: "Eskhaven", Path: "M270 130 250 20 400 60 410 170 300 200Z", X: 335, Y: 100, NX: 335, NY: 100, Href: "#main", Figure: "6", Says: "6 organisations", Step: 3},
		{Name: "Hallowdene", Path: "M60 170 150 120 270 130 300 200 180 250Z", X: 185, Y: 175, NX: 185, NY: 175, Href: "#main", Figure: "0", Says: "None"}}}
	return p
}
