package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/sheet"
)

// grid makes a table of a workbook from rows of cells parted by "|". A cell may end
// with marks: "{C6EFCE}" is its fill, "~" strikes it through, "^" merges it with the
// one above. Line numbers count from 1; empty rows are left out, as sheet does.
func grid(rows ...string) sheet.Table {
	t := sheet.Table{Format: sheet.XLSX, Name: "One"}
	for i, text := range rows {
		row := sheet.Row{Line: i + 1}
		for s := range strings.SplitSeq(text, "|") {
			row.Cells = append(row.Cells, gridCell(s))
		}
		if strings.Trim(text, "| ") != "" {
			t.Rows = append(t.Rows, row)
			t.Width = max(t.Width, len(row.Cells))
		}
	}
	return t
}

func gridCell(s string) sheet.Cell {
	c := sheet.Cell{}
	look := sheet.Look{}
	if text, fill, ok := strings.Cut(s, "{"); ok {
		s, look.Fill = text, strings.TrimSuffix(fill, "}")
	}
	if text, ok := strings.CutSuffix(s, "~"); ok {
		s, look.Struck = text, true
	}
	if text, ok := strings.CutSuffix(s, "^"); ok {
		s, c.Merged = text, true
	}
	if look != (sheet.Look{}) {
		c.Look = &look
	}
	var n float64
	if _, err := fmt.Sscanf(s, "#%g", &n); err == nil {
		c.Kind, c.Number, c.Text = sheet.Number, n, s[1:]
		return c
	}
	if c.Text = s; s != "" {
		c.Kind = sheet.Text
	}
	return c
}

func TestTablesAsSchemesKeepThem(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		table sheet.Table
		opt   Options
		want  string
	}{
		{"titles, group headings, sub-totals, a total and a footnote are no people", grid(
			"REGISTER 2026|||||||",
			"updated by JW|||||||",
			"||PERSON|PERSON^|PERSON^|ACCREDITATION|ACCREDITATION^|",
			"Employer|AP No|Surname, Forename|DOB|Job|From|To|Status",
			"Fenwick Council|0101|CARR, Rosie|#29252|Warden|1/3/25|28/2/28|Live",
			"Fenwick Council^|0102|Holt, Al|1 Feb 1981|Warden|1/3/25|28/2/28|Live",
			"Sub-total|#2||||||",
			"",
			"Employer|AP No|Surname, Forename|DOB|Job|From|To|Status",
			"FENWICK COUNCIL |0103|Marsh, Jo|1 Feb 1981|Warden|1/3/25|28/2/28|Left",
			"Sub-total|#1||||||",
			"TOTAL|#3||||||",
			"nb leavers are not counted|||||||",
		), asAt, "5 good 0101 Carr active\n6 good 0102 Holt active\n10 good 0103 Marsh left"},
		{"an empty employer means the one above, where the heading says so", grid(
			"Organisation (blank = as above)|Forename|Surname|ID no|D.O.B|Start|End|Live?",
			"Fenwick Council|Rosie|Carr|0101|1/2/80|1/3/25|28/2/28|Y",
			"|Al|Holt|0102|1/2/81|1/3/25|28/2/28|N",
			"Holt Guarding Ltd|Jo|Marsh|0103|1/2/82|1/3/25|28/2/28|Y",
		), asAt, "2 good 0101 Carr active\n3 good 0102 Holt left\n4 good 0103 Marsh active"},
		{"one empty employer among many given is missing", grid(
			"Organisation|Forename|Surname|ID no|DOB|Start|End|Live?",
			"Fenwick Council|Rosie|Carr|0101|1/2/80|1/3/25|28/2/28|Y",
			"|Al|Holt|0102|1/2/81|1/3/25|28/2/28|N",
			"Fenwick Council|Jo|Marsh|0103|1/2/82|1/3/25|28/2/28|Y",
			"Fenwick Council|Di|Estry|0104|1/2/82|1/3/25|28/2/28|Y",
			"Fenwick Council|Ed|Quay|0105|1/2/82|1/3/25|28/2/28|Y",
		), asAt, "2 good 0101 Carr active\n4 good 0103 Marsh active\n5 good 0104 Estry active\n6 good 0105 Quay active\n3 bad [Organisation] organisation-missing"},
		{"employers as headings, powers as a matrix, names as forename surname", grid(
			"2024 REGISTER||||||||",
			"No|Name|Born|2|3A|8B|From|To|Status",
			"Fenwick Council|Fenwick Council^|Fenwick Council^||||||",
			"2006|Rosie Carr|#29252|x|-|n|1/3/25|28/2/28|Live",
			"2007|Al Holt|#29252|\u2713|1|Y|1/3/25|28/2/28|Live",
			"Holt Guarding Ltd||||||||",
			"2008|Jo Marsh|#29252|maybe|||1/3/25|28/2/28|Left",
			"Zeppelin Works||||||||",
			"2009|Di Estry|#29252|x|||1/3/25|28/2/28|Live",
		), asAt, "4 good 2006 Carr active\n5 good 2007 Holt active\n7 bad [2] power-unreadable\n9 bad [] organisation-unknown"},
		{"a column that counts the lines is no AP number", grid(
			"No|AP ref|Surname|Forename|DOB|Employer|Start|Status",
			"#1|0101|Carr|Rosie|1/2/80|FC|1/3/25|Live",
			"#2|0102|Holt|Al|1/2/80|FC|1/3/25|Live",
			"#3|0103|Marsh|Jo|1/2/80|FC|1/3/25|Live",
		), asAt, "2 good 0101 Carr active\n3 good 0102 Holt active\n4 good 0103 Marsh active"},
		{"group headings tell which expiry is meant", grid(
			"PERSON||||VETTING||ACCREDITATION|||",
			"AP No|Surname|Forename|DOB|Level|Expires|From|Expires|Employer|Status",
			"0101|Carr|Rosie|1/2/80|NPPV2|1/1/30|1/3/25|28/2/28|FC|Live",
		), asAt, "3 good 0101 Carr active"},
		{"colours with a key, and lines through the text", grid(
			"Key:|Live{C6EFCE}|Awaiting vetting{FFEB9C}|Suspended{FFC7CE}|Left{D9D9D9}|",
			"Employer|AP No|Name|DOB|Accredited|Expires",
			"FC|0101{C6EFCE}|Rosie Carr{C6EFCE}|1/2/80{C6EFCE}|1/3/25{C6EFCE}|28/2/28{C6EFCE}",
			"FC|tbc{FFEB9C}|Al Holt{FFEB9C}|1/2/80{FFEB9C}||",
			"FC|0103{FFC7CE}|Jo Marsh{FFC7CE}|1/2/80{FFC7CE}|1/3/25{FFC7CE}|28/2/28{FFC7CE}",
			"FC|0104{D9D9D9}|Di Estry{D9D9D9}|1/2/80{D9D9D9}|1/3/25{D9D9D9}|28/2/28{D9D9D9}",
			"FC|0105~|Ed Quay~|1/2/80~|1/3/25~|28/2/28~",
			"FC|0106~{C6EFCE}|Flo Fen~{C6EFCE}|1/2/80~{C6EFCE}|1/3/25~{C6EFCE}|28/2/28~{C6EFCE}",
			"FC|0107|Gus Wold|1/2/80|1/3/25|28/2/28",
			"FC|0108{123456}|Hal Mere{123456}|1/2/80{123456}|1/3/25{123456}|28/2/28{123456}",
		), asAt, "3 good 0101 Carr active\n4 good  Holt awaiting-vetting\n5 good 0103 Marsh suspended\n6 good 0104 Estry left\n7 good 0105 Quay left\n8 good 0106 Fen left\n" +
			"9 bad [Name] status-unknown\n10 bad [Name] status-unknown\n8 warns [Name] status-doubtful"},
		{"a key of swatches below the list", grid(
			"Employer|AP No|Name|DOB|Accredited|Expires",
			"FC|0101{C6EFCE}|Rosie Carr{C6EFCE}|1/2/80{C6EFCE}|1/3/25{C6EFCE}|28/2/28{C6EFCE}",
			"FC|0103{FFC7CE}|Jo Marsh{FFC7CE}|1/2/80{FFC7CE}|1/3/25{FFC7CE}|28/2/28{FFC7CE}",
			"",
			"|{C6EFCE}|= Live|||",
			"|{FFC7CE}|= Suspended|||",
		), asAt, "2 good 0101 Carr active\n3 good 0103 Marsh suspended"},
		{"colours without a key are asked about", grid(
			"Employer|AP No|Name|DOB|Accredited|Expires",
			"FC|0101{C6EFCE}|Rosie Carr{C6EFCE}|1/2/80{C6EFCE}|1/3/25{C6EFCE}|28/2/28{C6EFCE}",
			"FC|0102{FFC7CE}|Jo Marsh{FFC7CE}|1/2/80{FFC7CE}|1/3/25{FFC7CE}|28/2/28{FFC7CE}",
		), asAt, "2 good 0101 Carr \n3 good 0102 Marsh \nasks status-by-colour status"},
		{"the answer about colours", grid(
			"Employer|AP No|Name|DOB|Accredited|Expires",
			"FC|0101{C6EFCE}|Rosie Carr{C6EFCE}|1/2/80{C6EFCE}|1/3/25{C6EFCE}|28/2/28{C6EFCE}",
			"FC|0102|Jo Marsh|1/2/80|1/3/25|28/2/28",
		), Options{Day: today, StatusOfFill: map[string]Status{"c6efce": Active, "": Left}}, "2 good 0101 Carr active\n3 good 0102 Marsh left"},
		{"nothing tells the status", grid(
			"Employer|AP No|Name|DOB|Accredited|Expires",
			"FC|0101|Rosie Carr|1/2/80|1/3/25|28/2/28",
		), asAt, "2 good 0101 Carr \nasks status-nowhere status"},
		{"the answer that all are active", grid(
			"Employer|AP No|Name|DOB|Accredited|Expires",
			"FC|0101|Rosie Carr|1/2/80|1/3/25|28/2/28",
			"FC|tbc|Al Holt|1/2/80||",
		), Options{Day: today, AssumeStatus: Active}, "2 good 0101 Carr active\n3 good  Holt awaiting-vetting"},
		{"no headings", grid("Rosie|Carr|0101", "Al|Holt|0102"), asAt, "asks no-header "},
		{"headings without a date of birth", grid(
			"Employer|AP No|Surname|Forename|Status|Start",
			"FC|0101|Carr|Rosie|Live|1/3/25",
		), asAt, "2 good 0101 Carr active\nasks no-column date_of_birth"},
		{"a mapping by hand", grid(
			"Employer|AP No|Surname|Forename|Status|Start|Oddly called",
			"FC|0101|Carr|Rosie|Live|1/3/25|1/2/80",
		), Options{Day: today, Columns: map[Field]int{FieldBorn: 6}}, "2 good 0101 Carr active"},
		{"headings by hand", grid(
			"who|what|when|where|A|B|C",
			"Carr|0101|1/2/80|FC|Rosie|Live|1/3/25",
		), Options{Day: today, HeaderLine: 1, Columns: map[Field]int{FieldSurname: 0, FieldForenames: 4, FieldNumber: 1, FieldBorn: 2, FieldOrganisation: 3, FieldStatus: 5, FieldFrom: 6}}, "2 good 0101 Carr active"},
		{"a formula whose result was not saved", sheet.Table{Format: sheet.XLSX, Width: 7, Rows: []sheet.Row{
			grid("Employer|AP No|Surname|Forename|Status|Start|DOB").Rows[0],
			{Line: 2, Cells: append(grid("FC|0101|Carr|Rosie|Live|1/3/25").Rows[0].Cells, sheet.Cell{Formula: true, Unsaved: true})},
		}}, asAt, "2 bad [DOB] formula-unsaved"},
		{"an employer alone above its people, though there is a column for it", grid(
			"Employer|AP No|Surname|Forename|Status|Start|DOB",
			"FC||||||",
			"|0101|Carr|Rosie|Live|1/3/25|1/2/80",
			"|0102|Holt|Al|Live|1/3/25|1/2/80",
		), asAt, "3 good 0101 Carr active\n4 good 0102 Holt active"},
		{"where everybody awaits vetting nobody has a number or a first day", grid(
			"Employer|Surname|Forename|DOB|Status",
			"FC|Carr|Rosie|1/2/80|Awaiting vetting",
			"FC|Holt|Al|1/2/81|Applied",
			"FC|Marsh|Jo|1/2/82|",
		), asAt, "2 good  Carr awaiting-vetting\n3 good  Holt awaiting-vetting\n4 good  Marsh \n4 warns [Status] no-status"},
		{"one who is accredited needs both", grid(
			"Employer|Surname|Forename|DOB|Status",
			"FC|Carr|Rosie|1/2/80|Awaiting vetting",
			"FC|Holt|Al|1/2/81|Live",
		), asAt, "2 good  Carr awaiting-vetting\n3 good  Holt active\nasks no-column ap_number\nasks no-column accredited_from"},
		{"a list of applicants without a status is asked about", grid(
			"Employer|Surname|Forename|DOB",
			"FC|Carr|Rosie|1/2/80",
		), asAt, "2 good  Carr \nasks no-column ap_number\nasks no-column accredited_from\nasks status-nowhere status"},
		{"the answer that everybody awaits vetting is enough", grid(
			"Employer|Surname|Forename|DOB",
			"FC|Carr|Rosie|1/2/80",
		), Options{Day: today, AssumeStatus: AwaitingVetting}, "2 good  Carr awaiting-vetting"},
		{"months before days throughout", grid(
			"Employer|AP No|Surname|Forename|Status|Start|DOB",
			"FC|0101|Carr|Rosie|Live|03/25/2025|02/01/1980",
			"FC|0102|Holt|Al|Live|04/02/2025|02/01/1980",
		), asAt, "2 good 0101 Carr active\n3 good 0102 Holt active"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ReadPeople(tt.table, tt.opt, small())
			if diff := cmp.Diff(tt.want, told(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMatrixGroupsAndFillDownGiveTheRightValues(t *testing.T) {
	t.Parallel()
	matrix := ReadPeople(grid("No|Name|Born|2|3A|8B|From|To|Status", "Fenwick Council||||||||", "2007|Al Holt|#29252|\u2713|1|Y|1/3/25|28/2/28|Live"), asAt, small())
	if diff := cmp.Diff([]law.PowerID{"csas-name-address", "csas-name-address-traffic", "csas-traffic-control"}, matrix.People[0].Powers); diff != "" || matrix.People[0].Organisation != "Fenwick Council" {
		t.Errorf("matrix (-want +got):\n%s", diff)
	}
	groups := ReadPeople(grid("PERSON||||VETTING||ACCREDITATION|||", "AP No|Surname|Forename|DOB|Level|Expires|From|Expires|Employer|Status", "0101|Carr|Rosie|1/2/80|NPPV2|1/1/30|1/3/25|28/2/28|FC|Live"), asAt, small())
	p := groups.People[0]
	if p.Vetting.Ends != clock.MustDay("2030-01-01") || p.To != clock.MustDay("2028-02-28") || p.Vetting.Level != "NPPV2" {
		t.Errorf("groups: %+v", p)
	}
	american := ReadPeople(grid("Employer|AP No|Surname|Forename|Status|Start|DOB", "FC|0101|Carr|Rosie|Live|03/25/2025|02/01/1980", "FC|0102|Holt|Al|Live|04/02/2025|02/01/1980"), asAt, small())
	if p := american.People[1]; p.From != clock.MustDay("2025-04-02") || p.Born != clock.MustDay("1980-01-02") || len(american.Remarks) != 1 {
		t.Errorf("months first: %v %v %v", p.From, p.Born, american.Remarks)
	}
}

const orgHead = "Organisation,Type,Also known as,Part of,Area,Role 1,Role 1 powers,Role 1 PND offences,Role 2,Role 2 powers,Role 2 PND offences,Status,Accredited from,Accredited to,Head-count\n"

func TestEachFaultOfAnOrganisationIsTold(t *testing.T) {
	t.Parallel()
	row := func(name, alias, parent, powers, offences, status, to string) string {
		return fmt.Sprintf("%s,council,%s,%s,North;South,Warden,%s,%s,,,,%s,1/4/2020,%s,12\n", name, alias, parent, powers, offences, status, to)
	}
	for _, tt := range []struct{ name, lines, want string }{
		{"a good line", row("Fen", "", "", "2; 3", "", "Approved", "31/3/2029"), "2 good Fen active"},
		{"no name", row("", "", "", "2", "", "Approved", "31/3/2029"), "2 bad [Organisation] name-missing"},
		{"a name twice", row("Fen", "", "", "2", "", "Approved", "31/3/2029") + row("FEN ", "", "", "2", "", "Approved", "31/3/2029"), "2 good Fen active\n3 bad [Organisation] name-duplicate"},
		{"part of another", row("Fen", "", "Holt", "2", "", "Approved", "31/3/2029") + row("Holt", "", "", "2", "", "Approved", "31/3/2029"), "2 good Fen active\n3 good Holt active"},
		{"part of one that is known", row("Fen", "", "Fenwick Council", "2", "", "Approved", "31/3/2029"), "2 good Fen active"},
		{"part of nobody", row("Fen", "", "Zeppelin", "2", "", "Approved", "31/3/2029"), "2 bad [Part of] parent-unknown"},
		{"part of itself", row("Fen", "", "fen", "2", "", "Approved", "31/3/2029"), "2 bad [Part of] parent-self"},
		{"parts of each other", row("Fen", "", "Holt", "2", "", "Approved", "31/3/2029") + row("Holt", "", "Wold", "2", "", "Approved", "31/3/2029") + row("Wold", "", "Fen", "2", "", "Approved", "31/3/2029") + row("Mere", "", "Fen", "2", "", "Approved", "31/3/2029"),
			"5 good Mere active\n2 bad [Part of] parent-cycle\n3 bad [Part of] parent-cycle\n4 bad [Part of] parent-cycle"},
		{"an alias that is another's name", row("Fen", "Holt", "", "2", "", "Approved", "31/3/2029") + row("Holt", "", "", "2", "", "Approved", "31/3/2029"), "3 good Holt active\n2 bad [Also known as] alias-conflict"},
		{"an alias that is a known name", row("Fen", "Fenwick Council", "", "2", "", "Approved", "31/3/2029"), "2 bad [Also known as] alias-conflict"},
		{"an alias of two", row("Fen", "FX; F", "", "2", "", "Approved", "31/3/2029") + row("Holt", "FX", "", "2", "", "Approved", "31/3/2029"), "2 good Fen active\n3 good Holt active\n3 warns [Also known as] alias-shared"},
		{"a spent power", row("Fen", "", "", "2; 4", "", "Approved", "31/3/2029"), "2 bad [Role 1 powers] power-spent"},
		{"an unknown power", row("Fen", "", "", "99Z", "", "Approved", "31/3/2029"), "2 bad [Role 1 powers] power-unknown"},
		{"traffic without its prerequisite", row("Fen", "", "", "8B", "", "Approved", "31/3/2029"), "2 bad [Role 1 powers] power-prerequisite-missing"},
		{"an excluded offence", row("Fen", "", "", "1(2)(aa)", "pnd-theft", "Approved", "31/3/2029"), "2 bad [Role 1 PND offences] offence-excluded"},
		{"offences without their power", row("Fen", "", "", "2", "pnd-poa5", "Approved", "31/3/2029"), "2 bad [Role 1 PND offences] offence-without-pnd"},
		{"no status", row("Fen", "", "", "2", "", "", "31/3/2029"), "2 good Fen \n2 warns [Status] no-status"},
		{"a status nobody has", row("Fen", "", "", "2", "", "Purple", "31/3/2029"), "2 bad [Status] status-unknown"},
		{"an end before the start", row("Fen", "", "", "2", "", "Approved", "31/3/2019"), "2 bad [Accredited to] end-before-start"},
		{"no such day", row("Fen", "", "", "2", "", "Approved", "31/2/2029"), "2 bad [Accredited to] date-impossible"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ReadOrganisations(csvTable(t, orgHead+tt.lines), asAt, small())
			if diff := cmp.Diff(tt.want, told(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOrganisationsWithSeveralLinesInACell(t *testing.T) {
	t.Parallel()
	got := ReadOrganisations(grid(
		"Accredited organisations|||||||",
		"",
		"Organisation|Type|Contact (name / tel / e-mail)|Area(s)|Roles & powers|Agreement from|Agreement to|No. of APs",
		"Fen Homes |housing|Jo Marsh\n01632 960123\njo@fen.example|Northwick and Estry|Officer: 2, 3\nWarden (1(2)(c), 5)\nHelper: no powers|#43556|#46843|#12",
		"Total|||||||#12",
	), asAt, small())
	day := clock.MustDay
	want := []OrganisationLine{{Line: 4, Name: "Fen Homes", Kind: "housing", Contact: "Jo Marsh", Telephone: "01632960123", Email: "jo@fen.example", Areas: []string{"Northwick", "Estry"},
		Roles: []RoleLine{{Name: "Officer", Powers: []law.PowerID{"csas-name-address", "csas-name-address-asb"}}, {Name: "Warden", Powers: []law.PowerID{"csas-fpn-litter", "csas-alcohol-u18"}}, {Name: "Helper"}},
		From:  day("2019-04-01"), To: day("2028-03-31"), HeadCount: 12}}
	if diff := cmp.Diff(want, got.Organisations); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, told(got))
	}
}

func TestRolesAndPowersInOneCell(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]roleCodes{
		"Warden: 2, 3; 5":               {{"Warden", "2, 3; 5"}},
		"Warden: 2; 3; Marshal: 3A; 8B": {{"Warden", "2; 3"}, {"Marshal", "3A; 8B"}},
		"Warden - 2, 3\nMarshal (3A)":   {{"Warden", "2, 3"}, {"Marshal", "3A"}},
		"Warden":                        {{"Warden", ""}},
		"":                              nil,
	} {
		got := rolesWithPowers(in)
		for i := range got {
			got[i].codes = strings.Join(strings.Fields(got[i].codes), " ")
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(roleCodes{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

func TestTheRightSheetIsPickedOrAskedFor(t *testing.T) {
	t.Parallel()
	people := func(name string) sheet.Table {
		g := grid("Employer|AP No|Name|DOB|Status", "FC|0101|Rosie Carr|1/2/80|Live")
		g.Name = name
		return g
	}
	orgs := grid("Organisation|Type|Area(s)", "Fen|council|North")
	orgs.Name = "Orgs"
	lists := grid("1(2)(a)|Cycling", "2|Name")
	lists.Name, lists.Hidden = "Lists", true
	one := sheet.Book{Format: sheet.XLSX, Tables: []sheet.Table{people("2026"), orgs, lists}}
	two := sheet.Book{Format: sheet.XLSX, Tables: []sheet.Table{people("2026"), people("2025"), orgs}}
	for _, tt := range []struct {
		name       string
		book       sheet.Book
		kind       Kind
		ask, want  string
		saysOfNone string
	}{
		{"the only one", one, People, "", "2026", ""}, {"organisations", one, Organisations, "", "Orgs", ""}, {"by name", two, People, " 2025", "2025", ""},
		{"several", two, People, "", "", "Several sheets"}, {"none of that name", one, People, "2020", "", "no sheet"},
		{"none of the kind", sheet.Book{Format: sheet.XLSX, Tables: []sheet.Table{orgs, lists}}, People, "", "", "No sheet"},
	} {
		got, err := Pick(tt.book, tt.kind, tt.ask)
		if tt.want != "" && (err != nil || got.Name != tt.want) || tt.want == "" && (!fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tt.saysOfNone)) {
			t.Errorf("%s: %q, %v", tt.name, got.Name, err)
		}
	}
	want := []SheetGuess{{"2026", People, false, 1}, {"Orgs", Organisations, false, 1}, {"Lists", Neither, true, 0}}
	if diff := cmp.Diff(want, Sheets(one)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzRead holds that no table makes the readers panic, that they always say the
// same, and that every line is told once as good or as bad.
func FuzzRead(f *testing.F) {
	f.Add(personHead + goodPerson + "\n" + person("Powers", "1(2)(aa), 2-5; 1a\n"))
	f.Add(orgHead + "Fen,council,X,Fen,N and S,W,2,,,,,Approved,1/1/20,,\n")
	f.Add("No\tName\tBorn\t2\t3A\tFrom\tStatus\nFC\n1\tA \"B\" C\t1.2.80\tx\t-\t1/1/20\tLive\nTotal\t1\n")
	f.Add("sep=;\nCollar No;Surname, Forename;DOB;Employer;Sch 5 powers\n;CARR,(;99/99/9999;&;para para (((\n")
	f.Fuzz(func(t *testing.T, text string) {
		book, err := sheet.Read([]byte(text))
		if err != nil {
			return
		}
		table := book.Tables[0]
		for _, read := range []func(sheet.Table, Options, Known) Result{ReadPeople, ReadOrganisations} {
			got := read(table, asAt, small())
			if good := len(got.People) + len(got.Organisations); good+got.BadLines() != got.Records {
				t.Fatalf("%d good and %d bad of %d", good, got.BadLines(), got.Records)
			}
			if diff := cmp.Diff(got, read(table, asAt, small()), cmp.AllowUnexported(Mapping{}, roleColumns{})); diff != "" {
				t.Fatalf("not the same twice:\n%s", diff)
			}
		}
	})
}
