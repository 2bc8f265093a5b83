package part

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"watchword/internal/clock"
	"watchword/internal/web/webtest"
)

var noon = time.Date(2026, 11, 17, 12, 0, 0, 0, time.UTC)

func page(t *testing.T, r renderer) *webtest.Page {
	t.Helper()
	var w writer
	r.Write(&w)
	return webtest.Parse(t, `<!DOCTYPE html><html lang="en"><head><title>Part</title></head><body><main>`+string(w.HTML())+`</main></body></html>`)
}

func TestNumberHasCommas(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 48231: "48,231", 1234567: "1,234,567", -1000: "-1,000", -999: "-999"} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestEveryStatusHasWordAndShape(t *testing.T) {
	t.Parallel()
	drawn := map[string]Kind{}
	for _, k := range Kinds {
		p := page(t, Status{Kind: k, Text: "Word"})
		p.Has("strong.ww-status", "Word").Has("strong > svg[aria-hidden=true]", "")
		shape := string(shapes[k])
		if other, ok := drawn[shape]; ok {
			t.Errorf("%s and %s have one shape", k, other)
		}
		drawn[shape] = k
	}
	page(t, Status{Kind: "made up", Text: "Word"}).Has(".ww-status--not-known", "Word")
}

func TestAsAtSaysForWhichDayThePageSpeaks(t *testing.T) {
	t.Parallel()
	day := clock.MustDay
	for _, tt := range []struct {
		name            string
		at, known       clock.Day
		past            bool
		strong, besides string
	}{
		{"now", clock.NoDay, clock.NoDay, false, "As it stands now", "17 November 2026, 12:00"},
		{"today by name", day("2026-11-17"), day("2026-11-17"), false, "As it stands now", "17 November 2026, 12:00"},
		{"a past day", day("2025-03-03"), clock.NoDay, true, "As it stood on 3 March 2025", "as known today. Read only."},
		{"a past day as known then", day("2025-03-03"), day("2025-03-05"), true, "As it stood on 3 March 2025", "as known on 5 March 2025. Read only."},
		{"today as known then", clock.NoDay, day("2025-03-05"), true, "As it stands now", "as known on 5 March 2025. Read only."},
		{"a day to come", day("2027-03-03"), clock.NoDay, true, "As it will stand on 3 March 2027", "as known today. If nothing changes. Read only."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bar := AsAt{Action: "/people/1", Keep: url.Values{"tab": {"powers"}}, Now: noon, At: tt.at, Known: tt.known}
			strong, besides := bar.Sentence()
			if strong != tt.strong || besides != tt.besides || bar.Past() != tt.past {
				t.Errorf("%q %q %t", strong, besides, bar.Past())
			}
			p := page(t, bar)
			if p.Form("form").Get("tab") != "powers" || p.Form("form").Get("as_at") == "" {
				t.Errorf("%v", p.Form("form"))
			}
			if tt.past {
				p.Has("a", "Back to now")
			} else {
				p.Lacks("a")
			}
		})
	}
}

func TestAsAtLinksKeepTheDays(t *testing.T) {
	t.Parallel()
	bar := AsAt{Now: noon, At: clock.MustDay("2025-03-03"), Known: clock.NoDay}
	if got := bar.Link("/orgs/1?tab=x"); got != "/orgs/1?as_at=2025-03-03&as_known=2026-11-17&tab=x" {
		t.Error(got)
	}
	if got := (AsAt{Now: noon, At: clock.NoDay, Known: clock.NoDay}).Link("/orgs/1"); got != "/orgs/1" {
		t.Error(got)
	}
	at, known := bar.Instants()
	if !at.Equal(clock.MustDay("2025-03-04").Start().Add(-time.Millisecond)) || !known.Equal(noon) {
		t.Errorf("%s %s", at, known)
	}
}

func TestTableCarriesItsHeadings(t *testing.T) {
	t.Parallel()
	p := page(t, Table{Caption: "Powers", RowHeaders: true, Columns: []Column{{Text: "Power"}, {Text: "From", Sort: "?sort=from", Sorted: "ascending"}, {Text: "Persons", Numeric: true}},
		Rows: []Row{{Cells: []Cell{{Text: "Notice: <litter>", Href: "/powers/1", Sub: "1990 Act"}, DayCell(clock.MustDay("2026-02-03")), {Text: "31"}}}}})
	p.Has("caption", "Powers").Has("th[scope=row] a[href=/powers/1]", "Notice: <litter>").Has("td[data-label=From]", "3 Feb 2026").Has("th[aria-sort=ascending] a", "From")
	page(t, Table{Empty: "Nothing needs your decision."}).Has("p", "Nothing needs your decision.").Lacks("table")
}

func TestPagingNamesEveryPageThatMatters(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		page, last int
		want       []int
	}{
		{1, 1, []int{1}},
		{1, 3, []int{1, 2, 3}},
		{3, 26, []int{1, 2, 3, 4, 0, 26}},
		{13, 26, []int{1, 0, 12, 13, 14, 0, 26}},
		{4, 6, []int{1, 2, 3, 4, 5, 6}},
		{26, 26, []int{1, 0, 25, 26}},
	} {
		if diff := cmp.Diff(tt.want, around(tt.page, tt.last)); diff != "" {
			t.Errorf("page %d of %d: %s", tt.page, tt.last, diff)
		}
	}
	p := Paging{Path: "/people", Query: url.Values{"q": {"a&b"}, "sort": {"name"}, "done": {"x"}}, Total: 257, Page: 3, Size: 10, Noun: "people"}
	if p.Offset() != 20 || p.Pages() != 26 || p.Link(4) != "/people?page=4&q=a%26b&sort=name" {
		t.Errorf("%d %d %s", p.Offset(), p.Pages(), p.Link(4))
	}
	if c := p.Sort("Name", "name"); c.Sorted != "ascending" || c.Sort != "/people?q=a%26b&sort=-name" {
		t.Errorf("%+v", c)
	}
	page(t, p).Has("p", "21 to 30 of 257 people").Has("a[aria-current=page]", "3").Has("a[rel=next]", "Next page")
}

func TestAListOfOnePageSaysHowManyThereAre(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		total int
		noun  string
		want  string
	}{
		{1, "organisations", "1 organisation"}, {1, "people", "1 person"}, {1, "faults", "1 fault"}, {2, "organisations", "2 organisations"}, {30, "people", "30 people"},
		{31, "people", "1 to 30 of 31 people"}, {3, "", "1 to 3 of 3"},
	} {
		if got := page(t, Paging{Total: tt.total, Page: 1, Size: 30, Noun: tt.noun}).Text(".ww-paging__says"); got != tt.want {
			t.Errorf("%d %s: %q, want %q", tt.total, tt.noun, got, tt.want)
		}
	}
}

func TestADueDayHasItsYear(t *testing.T) {
	t.Parallel()
	later, soon := DueItem{Day: clock.MustDay("2027-03-18"), Text: "x"}, DueItem{Day: clock.MustDay("2026-11-19"), Text: "x", Soon: true}
	for name, tt := range map[string]struct {
		items []DueItem
		shown []string // the years that are seen, not only read out
	}{
		"one a year ahead": {[]DueItem{later}, []string{"2027"}}, "one that is soon": {[]DueItem{soon}, []string{""}}, "both": {[]DueItem{soon, later}, []string{"", "2027"}},
	} {
		p := page(t, DueList{Items: tt.items})
		hidden := p.All("time .govuk-visually-hidden")
		for i, day := range p.All("time") {
			if !strings.HasSuffix(day, " 2026") && !strings.HasSuffix(day, " 2027") {
				t.Errorf("%s: %q is read out without its year", name, day)
			}
			if seen := tt.shown[i] != ""; seen == (i < len(hidden)) {
				t.Errorf("%s: %q, hidden %q", name, day, hidden)
			}
		}
	}
}

func TestACouncilBoxHasTheHeadingOfItsPlace(t *testing.T) {
	t.Parallel()
	for level, want := range map[int]string{2: "h2", 3: "h3", 4: "h4"} {
		page(t, CouncilBox{Level: level, Text: "A council gives this."}).Has("section > "+want, "From the council")
	}
}

func TestATimeLineIsAListWhereItWouldBeTooSmall(t *testing.T) {
	t.Parallel()
	p := page(t, Scale{Title: "History", End: "today", Spans: []Span{{Text: "First test", From: "2 Dec 2002", Share: .1}, {Text: "Present test", From: "23 Mar 2015", Share: .9, Now: true}}})
	if got := p.All("figure > ol > li"); len(got) != 3 || got[0] != "2 Dec 2002 First test" || got[2] != "Today" {
		t.Errorf("%q", got)
	}
	p.Has("li.ww-scale__step--9.ww-scale__step--now", "Present test")
}

func TestChartsSayTheSameAsATable(t *testing.T) {
	t.Parallel()
	data := []Datum{{Label: "Nov", Value: 9, Kind: Due}, {Label: "Dec", Value: 21}, {Label: "Jan", Value: 1340}}
	for name, c := range map[string]renderer{"columns": Columns{Title: "Ends", Data: data}, "line": Line{Title: "Ends", Data: data}} {
		p := page(t, c)
		p.Has("summary", "Show as a table")
		for i, want := range []string{"9", "21", "1,340"} {
			if p.All("details td")[i] != want {
				t.Errorf("%s: %q", name, p.All("details td"))
			}
		}
		if got := p.Attr("svg", "aria-label"); got != "Ends: Nov 9, Dec 21, Jan 1,340." {
			t.Errorf("%s: %s", name, got)
		}
	}
	page(t, Bars{Title: "Ends", Data: data}).Has("table th", "Nov").Has("td", "1,340")
}

func TestChartsTakeAnyFigures(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var data []Datum
		for _, v := range rapid.SliceOfN(rapid.Float64Range(0, 1e9), 0, 40).Draw(t, "values") {
			data = append(data, Datum{Label: "x", Value: v})
		}
		for _, c := range []renderer{Bars{Data: data}, Columns{Data: data}, Line{Data: data}} {
			if s := string(render(c)); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") || len(s) > 60_000 {
				t.Fatal(s[:200])
			}
		}
	})
}

func TestMapIsAListOfLinks(t *testing.T) {
	t.Parallel()
	p := page(t, Map{Title: "Organisations by district", Width: 100, Height: 100, Credit: "Boundaries: made up", Areas: []MapArea{{Name: "Aldermere", Path: "M0 0H1Z", Href: "/a", Figure: "5", Says: "5 organisations"}, {Name: "Hallowdene", Path: "M0 0H1Z", Href: "/h", Figure: "0", Says: "None", Chosen: true}}})
	p.Has("figcaption", "Boundaries: made up")
	if p.Attr("a[href=/a]", "aria-label") != "Aldermere: 5 organisations" || p.Attr("a[aria-current=true]", "aria-label") != "Hallowdene: None" {
		t.Error(p.Source())
	}
}

func TestMapOfFigures(t *testing.T) {
	t.Parallel()
	p := page(t, Map{Title: "Incidents by cluster", Width: 100, Height: 100, Shades: true, Change: true, LegendText: "Incidents per 1,000 people", Legend: []MapStep{{Step: 1, Text: "Under 4"}},
		Areas: []MapArea{{Name: "Aldermere", Path: "M0 0H1Z", Quiet: true}}, Marks: []MapMark{{Name: "High Street", Href: "/m", Radius: 4, Says: "12 incidents", Chosen: true}},
		Names: []MapName{{Text: "Vale"}}, NarrowSize: 30, NarrowNames: []MapName{{Text: "Downs"}}, Set: []string{"M0 0H9Z"}})
	p.Has(".ww-legend__text", "Incidents per 1,000 people").Has(".ww-map__labels--wide", "Vale High Street").Has(".ww-map__labels--narrow", "Downs High Street")
	if p.Attr("a[href=/m]", "aria-label") != "High Street: 12 incidents" || p.Attr("figure", "class") != "ww-map ww-map--shades ww-map--change" || p.Count("path.ww-outline--set") != 1 {
		t.Error(p.Source())
	}
}

func TestMonthsLeaveGaps(t *testing.T) {
	t.Parallel()
	p := page(t, Months{Title: "Month by month", Values: "Incidents", Data: []MonthBar{{Label: "Jan 2018", N: 3420, Known: true}, {Label: "Feb 2018"}, {Label: "Mar 2018", N: 0, Known: true, On: true}}})
	if rows := p.All("tbody tr"); len(rows) != 3 || rows[0] != "Jan 2018 3,420" || rows[1] != "Feb 2018 Not taken" || rows[2] != "Mar 2018 0" || p.Count("rect") != 2 || p.Count("rect.ww-bar--other") != 1 {
		t.Errorf("%q %s", rows, p.Source())
	}
	if p := page(t, Months{Title: "Month by month"}); p.Count("rect") != 0 {
		t.Error(p.Source())
	}
}

func TestScatterHoldsItsDots(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := Scatter{Title: "Persons beside the rate", XText: "persons", YText: "Incidents", Table: "#figures"}
		for range rapid.IntRange(0, 20).Draw(r, "dots") {
			s.Dots = append(s.Dots, Dot{Name: "Aldermere", X: rapid.Float64Range(0, 1e6).Draw(r, "x"), Y: rapid.Float64Range(0, 1e6).Draw(r, "y"), Chosen: rapid.Bool().Draw(r, "chosen")})
		}
		out := string(render(s))
		if strings.Contains(out, "NaN") || strings.Contains(out, "Inf") || strings.Count(out, "<circle") != len(s.Dots) || len(out) > 40_000 {
			r.Fatal(out[:min(len(out), 400)])
		}
	})
}

func BenchmarkTable30(b *testing.B) {
	t := Table{Caption: "People", RowHeaders: true, Columns: []Column{{Text: "Name"}, {Text: "Number"}, {Text: "Employer"}, {Text: "From"}, {Text: "State"}}}
	for range 30 {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: "Tamsin Okafor", Href: "/people/1"}, {Text: "EM 4417"}, {Text: "Aldermere City Council", Href: "/orgs/1"}, {Text: "3 Feb 2026"}, {Status: Status{Kind: InForce, Text: "In force"}}}})
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = t.Render()
	}
}

func TestTableAsASpreadsheetHasItsWordsAlone(t *testing.T) {
	t.Parallel()
	table := Table{Columns: []Column{{Text: "Name", Under: "Role"}, {Text: "Fee", Numeric: true}, {Text: "Due"}, {Text: "What"}, {Text: "Remove", Acts: true}, {}}}
	if diff := cmp.Diff([]string{"Name", "Role", "Fee", "Due", "What"}, table.Heads()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, tt := range []struct {
		cells []Cell
		want  []string
	}{
		{[]Cell{{Text: "Ann", Sub: "Warden"}, {Text: "£1,234.50"}, DayCell(clock.MustDay("2026-02-03")), {HTML: `<b>A &amp; B</b><span class="govuk-visually-hidden">, seen</span>`}, {Text: "x"}, {Text: "y"}},
			[]string{"Ann", "Warden", "1234.50", "2026-02-03", "A & B"}},
		{[]Cell{{Text: "Bo"}, {Text: "Free", Sub: "Since 1 Feb 2026"}, {Status: Status{Text: "3 Feb 2026"}, Sub: "Overdue"}, {Text: "1,234", Value: "a"}}, []string{"Bo", "", "Free; Since 1 Feb 2026", "2026-02-03; Overdue", "a"}},
		{[]Cell{{Text: "Cy"}, {Text: "1,2"}}, []string{"Cy", "", "1,2", "", ""}},
	} {
		if diff := cmp.Diff(tt.want, table.Line(Row{Cells: tt.cells})); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestTableIsArrangedByItsHeadings(t *testing.T) {
	t.Parallel()
	for sort, want := range map[string]string{"": "Bo Ann Cy Dee", "name": "Ann Bo Cy Dee", "-name": "Dee Cy Bo Ann", "length": "Cy Bo Ann Dee", "-length": "Ann Bo Cy Dee", "since": "Ann Bo Cy Dee", "-since": "Cy Bo Ann Dee", "fee": "Cy Bo Dee Ann", "nonsense": "Bo Ann Cy Dee"} {
		table := Table{Columns: []Column{{Text: "Name"}, {Text: "Length"}, {Text: "Since"}, {Text: "Fee", Numeric: true}, {Text: "Remove", Acts: true}}}
		add := func(name, length, since, fee string) {
			c := Cell{}
			if since != "" {
				c = DayCell(clock.MustDay(since))
			}
			table.Rows = append(table.Rows, Row{Cells: []Cell{{Text: name}, {Text: length}, c, {Text: fee}, {Text: "x"}}})
		}
		add("Bo", "2 days", "2026-02-03", "£90.00")
		add("Ann", "10 days", "2025-11-30", "£1,200.00")
		add("Cy", "1 day", "2026-11-01", "£7.50")
		add("Dee", "", "", "£90.00")
		q := url.Values{}
		if sort != "" {
			q.Set("sort", sort)
		}
		table.Arrange(Paging{Path: "/things", Query: q})
		var got []string
		for _, r := range table.Rows {
			got = append(got, r.Cells[0].Text)
		}
		if names := strings.Join(got, " "); names != want {
			t.Errorf("by %q: %s, want %s", sort, names, want)
		}
		if c := table.Columns; c[1].Sort == "" || c[4].Sort != "" || (sort == "length") != (c[1].Sorted == "ascending") {
			t.Errorf("by %q: %+v", sort, c)
		}
	}
}
