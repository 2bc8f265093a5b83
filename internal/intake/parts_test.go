package intake

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/sheet"
)

var today = clock.MustDay("2026-11-20")

func textCell(s string) sheet.Cell { return sheet.Cell{Kind: sheet.Text, Text: s} }

func TestDatesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, birth, other string }{
		{"2026-02-28", "2026-02-28", "2026-02-28"},
		{"28/02/1988", "1988-02-28", "1988-02-28"},
		{"3.7.77", "1977-07-03", "2077-07-03"},
		{"3.7.26", "2026-07-03", "2026-07-03"},
		{"3.7.27", "1927-07-03", "2027-07-03"},
		{"05-Mar-79", "1979-03-05", "2079-03-05"},
		{"5 March 1979", "1979-03-05", "1979-03-05"},
		{"5th March, 1979", "1979-03-05", "1979-03-05"},
		{"Monday 5 March 1979", "1979-03-05", "1979-03-05"},
		{"March 5, 1979", "1979-03-05", "1979-03-05"},
		{"1 Sept 2004", "2004-09-01", "2004-09-01"},
		{"5Mar1979", "1979-03-05", "1979-03-05"},
		{"05/03/1979 00:00", "1979-03-05", "1979-03-05"},
		{"1979-03-05T09:30:00Z", "1979-03-05", "1979-03-05"},
		{"1979/3/5", "1979-03-05", "1979-03-05"},
		{"05 - 03 - 1979", "1979-03-05", "1979-03-05"},
		{"5\u20133\u20131979", "1979-03-05", "1979-03-05"},
		{"05031979", "1979-03-05", "1979-03-05"},
		{"19790305", "1979-03-05", "1979-03-05"},
		{"050379", "1979-03-05", "2079-03-05"},
		{"28919", "1979-03-05", "1979-03-05"},
		{"\u00A005/03/1979 ", "1979-03-05", "1979-03-05"},
		{"29/02/1988", "1988-02-29", "1988-02-29"},
		{"30/02/1988", "date-impossible", "date-impossible"},
		{"29/02/2025", "date-impossible", "date-impossible"},
		{"31 November 1979", "date-impossible", "date-impossible"},
		{"12/25/1979", "date-impossible", "date-impossible"},
		{"01/01/0202", "date-impossible", "date-impossible"},
		{"next Tuesday", "date-unreadable", "date-unreadable"},
		{"#N/A", "date-unreadable", "date-unreadable"},
		{"March 1979", "date-unreadable", "date-unreadable"},
		{"1979", "date-unreadable", "date-unreadable"},
		{"05/03/197", "date-unreadable", "date-unreadable"},
		{"5 Foo 1979", "date-unreadable", "date-unreadable"},
	} {
		for i, want := range []string{tt.birth, tt.other} {
			day, reason := newDates(nil, i == 0, today).read(textCell(tt.in))
			if got := day.String() + string(reason); got != want {
				t.Errorf("%q, birth %v: %s, want %s", tt.in, i == 0, got, want)
			}
		}
	}
}

func TestAColumnProvesThatTheMonthComesFirst(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		column []string
		want   string // of 04/05/2026
	}{
		{"nothing proves anything", []string{"04/05/2026", "01/02/2026"}, "2026-05-04"},
		{"one date has no month 25", []string{"04/05/2026", "12/25/2026"}, "2026-04-05"},
		{"dates that prove both prove nothing", []string{"12/25/2026", "25/12/2026"}, "2026-05-04"},
		{"other forms do not count", []string{"2026-12-25", "25 Dec 2026"}, "2026-05-04"},
	} {
		if day, _ := newDates(tt.column, false, today).read(textCell("04/05/2026")); day.String() != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, day, tt.want)
		}
	}
}

func TestEveryDayIsReadBackHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		day := clock.Day(rapid.IntRange(int(clock.MustDay("1930-01-01")), int(clock.MustDay("2099-12-31"))).Draw(t, "day"))
		y, m, d := day.Date()
		at := clock.Date(y, m, d).Start()
		layout := rapid.SampledFrom([]string{"02/01/2006", "2.1.2006", "2006-01-02", "2 January 2006", "02-Jan-2006", "2 Jan 2006 ", "Mon 2 Jan 2006", "02/01/2006 15:04"}).Draw(t, "layout")
		written := clock.Local(at.Add(12 * 3600e9)).Format(layout)
		if got, reason := newDates(nil, true, today).read(textCell(written)); got != day || reason != "" {
			t.Fatalf("%q: %v %s, want %v", written, got, reason, day)
		}
	})
}

func TestFullNamesAreTakenApart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in           string
		surnameFirst bool
		want         fullName
	}{
		{"Carr, Rosie", false, fullName{"Carr", "Rosie", ""}},
		{"CARR, Rosie", false, fullName{"Carr", "Rosie", ""}},
		{"Carr,Rosie Ann ", true, fullName{"Carr", "Rosie Ann", ""}},
		{"Carr,\u00A0Rosie", false, fullName{"Carr", "Rosie", ""}},
		{"van der Berg, Piet", false, fullName{"van der Berg", "Piet", ""}},
		{"Rosie Ann Carr", false, fullName{"Carr", "Rosie Ann", ""}},
		{"Piet van der Berg", false, fullName{"van der Berg", "Piet", ""}},
		{"Carr Rosie Ann", true, fullName{"Carr", "Rosie Ann", ""}},
		{"CARR Rosie", false, fullName{"Carr", "Rosie", ""}},
		{"Rosie CARR", true, fullName{"Carr", "Rosie", ""}},
		{"ROSIE CARR", false, fullName{"Carr", "Rosie", ""}},
		{"O'BRIEN, SIOBHÁN", false, fullName{"O'Brien", "Siobhán", ""}},
		{"SMITH-CARR, Jo", false, fullName{"Smith-Carr", "Jo", ""}},
		{"Rosie \"Ros\" Carr", false, fullName{"Carr", "Rosie", "Ros"}},
		{"Carr, Rosie (Ros)", true, fullName{"Carr", "Rosie", "Ros"}},
		{"Rosie 'Ros' Carr", false, fullName{"Carr", "Rosie", "Ros"}},
		{"Róisín O\u2019Dea", false, fullName{"O\u2019Dea", "Róisín", ""}},
		{"Mr Al Carr", false, fullName{"Carr", "Al", ""}},
		{"Al Carr Jnr", false, fullName{"Carr", "Al", ""}},
		{"Al O", false, fullName{"O", "Al", ""}},
		{"小明 王", false, fullName{"王", "小明", ""}},
		{"Carr", false, fullName{"Carr", "", ""}},
		{"Jose\u0301 Ni\u00F1o", false, fullName{"Niño", "José", ""}},
	} {
		got := splitName(tt.in, tt.surnameFirst)
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(fullName{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestTelephoneNumbers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		cell sheet.Cell
		want string
		lost Reason
	}{
		{textCell("07700 900123"), "07700900123", ""},
		{textCell("+44 (0)7700 900123"), "07700900123", ""},
		{textCell("+447700900123"), "07700900123", ""},
		{textCell("0044 7700 900123"), "07700900123", ""},
		{textCell("(01632) 960-123"), "01632960123", ""},
		{textCell("7700900123"), "07700900123", PhoneLeadingZeroLost},
		{textCell("1632 960123"), "01632960123", PhoneLeadingZeroLost},
		{sheet.Cell{Kind: sheet.Number, Text: "7700900123", Number: 7700900123}, "07700900123", ""},
		{textCell("7.7009E+09"), "", PhoneDigitsLost},
		{textCell("+353 1 555 0123"), "+35315550123", ""},
		{textCell("07700 900123 ext 4"), "07700 900123 ext 4", ""},
		{textCell("n/a"), "", ""},
		{textCell(""), "", ""},
	} {
		if got, lost := readPhone(tt.cell); got != tt.want || lost != tt.lost {
			t.Errorf("%q: %q %s, want %q %s", tt.cell.Text, got, lost, tt.want, tt.lost)
		}
	}
}

func TestPowerLists(t *testing.T) {
	t.Parallel()
	const (
		p2, p3, p3a, p5 = law.PowerID("csas-name-address"), law.PowerID("csas-name-address-asb"), law.PowerID("csas-name-address-traffic"), law.PowerID("csas-alcohol-u18")
		aa, a, ba, c    = law.PowerID("csas-pnd"), law.PowerID("csas-fpn-cycling"), law.PowerID("csas-fpn-graffiti"), law.PowerID("csas-fpn-litter")
		byelaw          = law.PowerID("csas-fpn-byelaw")
	)
	list := func(ids ...law.PowerID) []law.PowerID { return ids }
	for _, tt := range []struct {
		in   string
		want []law.PowerID
		bad  string // reason, what is meant by "|" a suggestion
	}{
		{"2, 3, 5", list(p2, p3, p5), ""},
		{"2;3;5", list(p2, p3, p5), ""},
		{"2/3/5", list(p2, p3, p5), ""},
		{"2 & 3 & 5", list(p2, p3, p5), ""},
		{"2+3+5", list(p2, p3, p5), ""},
		{"2 3 5", list(p2, p3, p5), ""},
		{"2, 3 and 5", list(p2, p3, p5), ""},
		{"2\n3\r\n5", list(p2, p3, p5), ""},
		{"\u2022 2\n\u2022 3", list(p2, p3), ""},
		{"- 2\n- 3", list(p2, p3), ""},
		{"para 2,para 3", list(p2, p3), ""},
		{"Paras 2, 3", list(p2, p3), ""},
		{"Sch 5 para 2; Schedule 5 paragraph 3", list(p2, p3), ""},
		{"1(2)(aa) 1(2)(BA) 1( 2 )( c ) 3a", list(aa, ba, c, p3a), ""},
		{"1(2)(aa),2", list(aa, p2), ""},
		{"1.2.a, 1(2)c", list(a, c), ""},
		{"2 (name and address), 3 - antisocial behaviour", list(p2, p3), ""},
		{"2, 2, 2", list(p2), ""},
		{"csas-pnd; CSAS-FPN-LITTER", list(aa, c), ""},
		{"Litter, Cycling on footway", list(c, a), ""},
		{"Graffiti / fly-posting / Litter", list(ba, c), ""},
		{"1A", list(byelaw), ""},
		{"none", nil, ""},
		{"NIL", nil, ""},
		{"", nil, ""},
		{"n/a", nil, ""},
		{"no powers", nil, ""},
		{"1a", nil, "power-ambiguous|1(2)(a) or 1A"},
		{"2, 99Z", list(p2), "power-unknown|"},
		{"1aa", nil, "power-unknown|1(2)(aa)"},
		{"1", nil, "power-unknown|"},
		{"2, everything", list(p2), "power-unknown|"},
		{"2-5", nil, "power-unreadable|"},
		{"2 to 5", nil, "power-unreadable|"},
		{"03-May", nil, "power-unreadable|3, 5"},
		{"May-03", nil, "power-unreadable|"},
		{"03/05/2026", nil, "power-unreadable|3, 5"},
		{"2026-05-03", nil, "power-unreadable|3, 5"},
		{"2.3", nil, "power-unreadable|2, 3"},
		{"2; none-dispersal", list(p2), "power-not-schedule-5|"},
		{"2, dispersal", list(p2), "power-not-schedule-5|"},
		{"PSPO", nil, "power-not-schedule-5|"},
		{"la-pspo-fpn", nil, "power-not-schedule-5|"},
		{"s35", nil, "power-not-schedule-5|"},
	} {
		got, faults := readPowers(textCell(tt.in))
		bad := ""
		for _, f := range faults {
			bad += string(f.reason) + "|" + f.suggestion
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || bad != tt.bad {
			t.Errorf("%q: %s, want %s (-want +got):\n%s", tt.in, bad, tt.bad, diff)
		}
	}
	if _, faults := readPowers(sheet.Cell{Kind: sheet.Date, Text: "2026-05-03", Number: 46145}); len(faults) != 1 || faults[0].suggestion != "3, 5" {
		t.Errorf("a list turned into a date: %+v", faults)
	}
	if got, _ := readPowers(sheet.Cell{Kind: sheet.Number, Text: "3", Number: 3}); len(got) != 1 || got[0] != p3 {
		t.Errorf("a single power kept as a number: %v", got)
	}
}

func TestEveryParagraphOfTheCatalogueIsReadInAnyCase(t *testing.T) {
	t.Parallel()
	for _, p := range law.Powers() {
		if p.Para == "" || p.Authority != law.Accreditation {
			continue
		}
		forms := []string{p.Para, "para " + p.Para, strings.ToUpper(p.Para), string(p.ID), p.Title}
		if p.Para != "1A" {
			forms = append(forms, strings.ToLower(p.Para))
		}
		for _, s := range forms {
			if got, faults := readPowers(textCell(s)); len(got) != 1 || got[0] != p.ID || len(faults) != 0 {
				t.Errorf("%q: %v %v, want %s", s, got, faults, p.ID)
			}
		}
	}
}

func TestOffenceLists(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		want []law.OffenceID
		bad  string
	}{
		{"pnd-poa5, pnd-fire-alarm", []law.OffenceID{"pnd-poa5", "pnd-fire-alarm"}, ""},
		{"PND-POA5; pnd-poa5", []law.OffenceID{"pnd-poa5"}, ""},
		{"pnd-poa5 pnd-police-time", []law.OffenceID{"pnd-poa5", "pnd-police-time"}, ""},
		{"fire-alarm", []law.OffenceID{"pnd-fire-alarm"}, ""},
		{"none", nil, ""},
		{"", nil, ""},
		{"pnd-poa5; pnd-jaywalking", []law.OffenceID{"pnd-poa5"}, "pnd-jaywalking"},
		{"pnd-poa6", nil, "pnd-poa6"},
	} {
		got, faults := readOffences(textCell(tt.in))
		bad := ""
		for _, f := range faults {
			bad += f.code
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || bad != tt.bad {
			t.Errorf("%q: bad %q, want %q (-want +got):\n%s", tt.in, bad, tt.bad, diff)
		}
	}
}

func TestStatusWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		word, heading string
		want          Status
	}{
		{"Live", "Status", Active}, {"CURRENT", "Status", Active}, {"Accredited", "", Active}, {"Susp.", "", Suspended}, {"Leaver", "", Left},
		{"awaiting vetting", "", AwaitingVetting}, {"Withdrawn", "", Withdrawn}, {"Y", "Live?", Active}, {"N", "Live?", Left}, {"Y", "Left (Y/N)", Left},
		{"N", "Leaver", Active}, {"yes", "Suspended?", Suspended}, {"\u2713", "Current", Active}, {"left 14/09/2025", "", Left}, {"Lapsed", "", Expired},
		{"Purple", "", ""}, {"not live", "", Left}, {"perhaps", "Live?", ""},
	} {
		if got, ok := readStatus(tt.word, tt.heading, People); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q under %q: %q", tt.word, tt.heading, got)
		}
	}
	for word, want := range map[string]Status{"Approved": Active, "Awaiting approval": AwaitingApproval, "Pending": AwaitingApproval, "Suspended": Suspended, "Withdrawn": Withdrawn, "Awaiting vetting": ""} {
		if got, _ := readStatus(word, "Status", Organisations); got != want {
			t.Errorf("organisation %q: %q, want %q", word, got, want)
		}
	}
}

func TestAreasAreParted(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"":                                  nil,
		"Northwick":                         {"Northwick"},
		"Northwick;Southwick":               {"Northwick", "Southwick"},
		"Northwick and Southwick and Estry": {"Northwick", "Southwick", "Estry"},
		"Northwick, Southwick and Estry":    {"Northwick", "Southwick", "Estry"},
		"Brighton and Hove":                 {"Brighton and Hove"},
		"Northwick and Brighton & Hove":     {"Northwick", "Brighton and Hove"},
		"Fen and Holt and Estry":            {"Fen and Holt", "Estry"},
		"Northwick; northwick":              {"Northwick"},
		"Whole force area":                  {"Whole force area"},
	} {
		if diff := cmp.Diff(want, readAreas(in, []string{"Fen and Holt"})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", in, diff)
		}
	}
}

func TestOrganisationsAreFoundAndNeverGuessed(t *testing.T) {
	t.Parallel()
	dir := newDirectory([]KnownOrganisation{
		{Name: "Fenwick Homes Ltd", Aliases: []string{"Fenwick", "FH"}}, {Name: "Fenwick Town Council", Aliases: []string{"FTC", "FH"}},
		{Name: "Marsh & Holt Guarding"}, {Name: "St Osyn's Trust"}, {Name: "Harbour View BID"}, {Name: "Harbour Row BID"},
	})
	for _, tt := range []struct{ in, want, reason, suggestion string }{
		{"Fenwick Homes Ltd", "Fenwick Homes Ltd", "", ""},
		{"FENWICK HOMES LTD ", "Fenwick Homes Ltd", "", ""},
		{"Fenwick", "Fenwick Homes Ltd", "", ""},
		{"Marsh and Holt  Guarding", "Marsh & Holt Guarding", "", ""},
		{"St Osyn\u2019s Trust", "St Osyn's Trust", "", ""},
		{"FH", "", "organisation-ambiguous", "Fenwick Homes Ltd or Fenwick Town Council"},
		{"Fenwick Homse Ltd", "", "organisation-close-match", "Fenwick Homes Ltd"},
		{"Fenwick Homes", "", "organisation-close-match", "Fenwick Homes Ltd"},
		{"Fenwick Homes Limited", "", "organisation-close-match", "Fenwick Homes Ltd"},
		{"Quorn Zeppelin Works", "", "organisation-unknown", ""},
		{"Harbour BID", "", "organisation-unknown", ""},
	} {
		got := dir.find(tt.in)
		name := ""
		if got.at >= 0 {
			name = dir.all[got.at].Name
		}
		if name != tt.want || string(got.reason) != tt.reason || got.suggestion != tt.suggestion {
			t.Errorf("%q: %q %s %q", tt.in, name, got.reason, got.suggestion)
		}
	}
}

func TestTextsThatNoCellMayHold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		want Reason
	}{
		{"plain", ""}, {"=1+1", Formula}, {"@cmd", Formula}, {"+A1", Formula}, {"-A1", Formula}, {"+447700900123", ""}, {"-5", ""}, {"-", ""}, {" =x", Formula},
		{"a\x07b", ControlCharacter}, {"a\tb\nc\r\nd", ""}, {"a\u202Eb", ControlCharacter}, {"a\u200Bb", ""}, {"a\u0085b", ""},
		{strings.Repeat("é", 500), ""}, {strings.Repeat("é", 501), TooLong}, {"Robert'); DROP TABLE people;--", ""},
	} {
		if got := badText(textCell(tt.in)); got != tt.want {
			t.Errorf("%.20q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestHeadingsFindTheirField(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]Field{
		"AP No.": FieldNumber, "Collar No": FieldNumber, "Warrant/ID no.": FieldNumber, "Person ref\n(AP number)": FieldNumber, "D.O.B": FieldBorn, "Born": FieldBorn,
		"Date of Birth (dd/mm/yyyy)": FieldBorn, "Surname, Forename ": FieldFullName, "First name(s)": FieldForenames, "Employer": FieldOrganisation,
		"Organisation (blank = as above)": FieldOrganisation, "Sch 5 powers": FieldPowers, "Powers (codes)": FieldPowers, "Offences (PND)": FieldOffences,
		"Vetting exp.": FieldVettingExpires, "Live? Y/N": FieldStatus, "Contact no": FieldTelephone, "NI No": FieldInsurance, "Expires": FieldTo, "Start date": FieldFrom,
		"Declaration (signed?)": FieldConsent, "Surnmae": FieldSurname, "Accreditation nunber": FieldNumber, "Shoe size": "",
	} {
		got := Field("")
		if s := personLexicon.find(heading); len(s) > 0 {
			got = s[0].field
		}
		if got != want {
			t.Errorf("%q: %q, want %q", heading, got, want)
		}
	}
}

func TestInsuranceNumbersAreTakenOut(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"NI QQ 12 34 56 C on file": "NI [National Insurance number removed] on file", "qq123456a": "[National Insurance number removed]", "ring 123456": "ring 123456",
	} {
		if got := withoutInsurance(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
