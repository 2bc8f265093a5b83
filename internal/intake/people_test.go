package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/sheet"
)

var asAt = Options{Day: today}

var wardens = []RoleLine{{Name: "Warden", Powers: []law.PowerID{"csas-name-address", "csas-tobacco-u16"}}}

// small is a register of a few made-up organisations.
func small() *Roll {
	return NewRoll([]KnownOrganisation{
		{ID: "org_1", Name: "Fenwick Council", Aliases: []string{"FC"}, Status: Active, Roles: []RoleLine{
			{Name: "Warden", Powers: []law.PowerID{"csas-name-address", "csas-name-address-asb", "csas-alcohol-dppo", "csas-fpn-dog-fouling", "csas-pnd"}},
			{Name: "Marshal", Powers: []law.PowerID{"csas-name-address-traffic", "csas-traffic-control"}},
			{Name: "Ranger", Powers: []law.PowerID{"csas-alcohol-u18", "csas-fpn-litter"}},
		}},
		{Name: "Holt Guarding Ltd", Status: Active, Roles: wardens},
		{Name: "Marsh Security", Status: Withdrawn, Roles: wardens},
		{Name: "Estry College", Status: AwaitingApproval, Roles: wardens},
		{Name: "Quay BID", Status: Suspended, Roles: wardens},
		{Name: "Wold Homes", Status: Active},
	}, []KnownPerson{{ID: "per_1", Number: "0900", Surname: "Known", Forenames: "Ada", Born: clock.MustDay("1980-01-02"), Organisation: "org_1", Employer: "Fenwick Council", Status: Active, Former: []string{"0800"}}})
}

func csvTable(t testing.TB, text string) sheet.Table {
	t.Helper()
	book, err := sheet.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return book.Tables[0]
}

// told is what a result says of its lines: good people, faults and warnings.
func told(r Result) string {
	var out []string
	for _, p := range r.People {
		out = append(out, fmt.Sprintf("%d good %s %s %s", p.Line, p.Number, p.Surname, p.Status))
	}
	for _, o := range r.Organisations {
		out = append(out, fmt.Sprintf("%d good %s %s", o.Line, o.Name, o.Status))
	}
	for _, p := range r.Bad {
		out = append(out, fmt.Sprintf("%d bad [%s] %s", p.Line, p.Column, p.Reason))
	}
	for _, p := range r.Warnings {
		out = append(out, fmt.Sprintf("%d warns [%s] %s", p.Line, p.Column, p.Reason))
	}
	for _, q := range r.Questions {
		out = append(out, fmt.Sprintf("asks %s %s", q.Code, q.Field))
	}
	return strings.Join(out, "\n")
}

const (
	personHead = "AP number,Surname,Forenames,Date of birth,Organisation,Role,Powers,PND offences,Vetting result,Declaration,Accredited from,Accredited to,Status,Telephone\n"
	goodPerson = "0101,Carr,Rosie,01/02/1980,Fenwick Council,Warden,2,,Passed,Y,01/03/2025,29/02/2028,Accredited,07700 900123"
)

// person is a good line with some cells changed, by heading.
func person(changes ...string) string {
	heads := strings.Split(strings.TrimSpace(personHead), ",")
	cells := strings.Split(goodPerson, ",")
	for i := 0; i+1 < len(changes); i += 2 {
		for j, h := range heads {
			if h == changes[i] {
				cells[j] = changes[i+1]
			}
		}
	}
	return strings.Join(cells, ",")
}

func TestEachFaultOfAPersonIsToldByLineColumnAndReason(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, line, want string }{
		{"a good line", person(), "2 good 0101 Carr active"},
		{"a space and capitals do not matter", person("Organisation", " FENWICK COUNCIL ", "Role", "warden", "Status", "ACCREDITED"), "2 good 0101 Carr active"},
		{"by alias", person("Organisation", "FC"), "2 good 0101 Carr active"},
		{"no surname", person("Surname", ""), "2 bad [Surname] surname-missing"},
		{"a surname that says nothing", person("Surname", "TBC"), "2 bad [Surname] surname-missing"},
		{"the surname Null", person("Surname", "Null"), "2 good 0101 Null active"},
		{"no forename", person("Forenames", "-"), "2 bad [Forenames] forename-missing"},
		{"no number", person("AP number", "n/a"), "2 bad [AP number] ap-number-missing"},
		{"no number while vetting is awaited", person("AP number", "", "Status", "Awaiting vetting", "Accredited from", "", "Accredited to", "", "Vetting result", "Pending", "Declaration", ""), "2 good  Carr awaiting-vetting"},
		{"no date of birth", person("Date of birth", "?"), "2 bad [Date of birth] date-of-birth-missing"},
		{"30 February", person("Date of birth", "30/02/1980"), "2 bad [Date of birth] date-impossible"},
		{"a date in words", person("Accredited from", "soon"), "2 bad [Accredited from] date-unreadable"},
		{"a first day to come, though accredited", person("Accredited from", "21/11/2026"), "2 bad [Accredited from] date-in-future"},
		{"a formula that failed", person("Surname", "#REF!"), "2 bad [Surname] error-value"},
		{"a column too narrow", person("AP number", "####"), "2 bad [AP number] error-value"},
		{"letters read in the wrong encoding", person("Surname", "Jos\u00C3\u00A9"), "2 bad [Surname] letters-lost"},
		{"letters that only look so", person("Surname", "\u00C2mbar"), "2 good 0101 \u00C2mbar active"},
		{"a number that became a date", person("AP number", "03-Apr"), "2 bad [AP number] ap-number-unreadable"},
		{"a number whose letters are those of a month", person("AP number", "MAR 4001"), "2 good MAR4001 Carr active"},
		{"a name without a letter", person("Forenames", "12"), "2 bad [Forenames] name-unreadable"},
		{"a number of nobody", person() + "\n0555,,,,,,,,,,,,,", "2 good 0101 Carr active\n3 bad [AP number] person-missing"},
		{"a count alone is no number", person() + "\n12,,,,,,,,,,,,,", "2 good 0101 Carr active"},
		{"vetting by a word that is no result", person("Vetting result", "Gold"), "2 bad [Vetting result] vetting-unreadable"},
		{"one person twice at an employer", person() + "\n" + person("AP number", "0102"), "2 good 0101 Carr active\n3 bad [Surname] person-twice"},
		{"one person twice at an employer, once as past", person() + "\n" + person("AP number", "0102", "Status", "Left"), "2 good 0101 Carr active\n3 good 0102 Carr left\n3 warns [Surname] person-twice"},
		{"no start", person("Accredited from", ""), "2 bad [Accredited from] start-missing"},
		{"no end", person("Accredited to", "TBC"), "2 good 0101 Carr active\n2 warns [Accredited to] end-missing"},
		{"somebody in the register under another number", person("AP number", "0901", "Surname", "Known", "Forenames", "Ada", "Date of birth", "02/01/1980"), "2 bad [AP number] person-twice"},
		{"somebody in the register by a former number", person("AP number", "0800", "Surname", "Known", "Forenames", "Ada", "Date of birth", "02/01/1980"), "2 good 0800 Known active"},
		{"somebody in the register who stands otherwise there", person("AP number", "0900", "Surname", "Known", "Forenames", "Ada", "Date of birth", "02/01/1980", "Status", "Left"), "2 good 0900 Known left\n2 warns [Status] register-differs"},
		{"somebody in the register at another employer", person("Surname", "Known", "Forenames", "Ada", "Date of birth", "02/01/1980", "Organisation", "Holt Guarding Ltd"), "2 good 0101 Known active\n2 warns [Surname] same-person-two-employers"},
		{"an end before the start", person("Accredited to", "28/02/2025"), "2 bad [Accredited to] end-before-start"},
		{"an end on the day of the start", person("Accredited to", "01/03/2025"), "2 good 0101 Carr active"},
		{"born tomorrow", person("Date of birth", "21/11/2026"), "2 bad [Date of birth] birth-in-future"},
		{"born 101 years ago", person("Date of birth", "20/11/1925"), "2 bad [Date of birth] birth-implausible"},
		{"born a hundred years ago", person("Date of birth", "20/11/1926"), "2 good 0101 Carr active"},
		{"eighteen on the first day", person("Date of birth", "01/03/2007"), "2 good 0101 Carr active"},
		{"eighteen the day after", person("Date of birth", "02/03/2007"), "2 bad [Date of birth] under-18"},
		{"an organisation nobody knows", person("Organisation", "Zeppelin Works"), "2 bad [Organisation] organisation-unknown"},
		{"an organisation misspelt", person("Organisation", "Fenwick Cuoncil"), "2 bad [Organisation] organisation-close-match"},
		{"no organisation", person("Organisation", ""), "2 bad [Organisation] organisation-missing"},
		{"active where nobody can be", person("Organisation", "Marsh Security"), "2 bad [Organisation] organisation-not-accredited"},
		{"active before approval", person("Organisation", "Estry College"), "2 bad [Organisation] organisation-not-accredited"},
		{"active at a suspended organisation", person("Organisation", "Quay BID"), "2 bad [Organisation] organisation-not-accredited"},
		{"suspended at a suspended organisation", person("Organisation", "Quay BID", "Status", "Suspended"), "2 good 0101 Carr suspended"},
		{"left from a withdrawn organisation", person("Organisation", "Marsh Security", "Status", "Left"), "2 good 0101 Carr left"},
		{"a role nobody has", person("Role", "Wheel tapper"), "2 bad [Role] role-unknown"},
		{"a status nobody has", person("Status", "Purple"), "2 bad [Status] status-unknown"},
		{"no status", person("Status", ""), "2 good 0101 Carr \n2 warns [Status] no-status"},
		{"an unknown power", person("Powers", "2; 99Z"), "2 bad [Powers] power-unknown"},
		{"an unclear power", person("Powers", "1a"), "2 bad [Powers] power-ambiguous"},
		{"a power turned into a date", person("Powers", "03-May"), "2 bad [Powers] power-unreadable"},
		{"a spent power", person("Powers", "2; 4"), "2 bad [Powers] power-spent"},
		{"a spent power, held when it was law", person("Powers", "2; 4", "Status", "Left", "Accredited from", "01/03/2012", "Accredited to", "28/02/2015"), "2 good 0101 Carr left"},
		{"a spent power, granted after its end to one who has left", person("Powers", "2; 4", "Status", "Left"), "2 bad [Powers] power-spent"},
		{"a repealed power", person("Powers", "1(2)(b)"), "2 bad [Powers] power-repealed"},
		{"a power of the police", person("Powers", "2; dispersal"), "2 bad [Powers] power-not-schedule-5"},
		{"a power the role has not", person("Powers", "2; 6"), "2 bad [Powers] power-not-allowed"},
		{"a power that the organisation has for another role", person("Powers", "3A"), "2 bad [Powers] power-not-allowed"},
		{"the same where no role is named", person("Powers", "3A", "Role", ""), "2 good 0101 Carr active"},
		{"traffic without its prerequisite", person("Powers", "8B", "Role", "Marshal"), "2 bad [Powers] power-prerequisite-missing"},
		{"traffic with it", person("Powers", "3A; 8B", "Role", "Marshal"), "2 good 0101 Carr active"},
		{"no powers at all", person("Powers", "none"), "2 good 0101 Carr active"},
		{"an organisation without roles gets the first of its people", person("Organisation", "Wold Homes", "Powers", "", "Role", "Anything"), "2 good 0101 Carr active"},
		{"an organisation without roles has no power to give", person("Organisation", "Wold Homes", "Powers", "9", "Role", "Anything"), "2 bad [Powers] power-not-allowed"},
		{"offences with their power", person("Powers", "1(2)(aa)", "PND offences", "pnd-poa5"), "2 good 0101 Carr active"},
		{"offences without it", person("PND offences", "pnd-poa5"), "2 bad [PND offences] offence-without-pnd"},
		{"an unknown offence", person("Powers", "1(2)(aa)", "PND offences", "pnd-jaywalking"), "2 bad [PND offences] offence-unknown"},
		{"an offence that never may be", person("Powers", "1(2)(aa)", "PND offences", "pnd-drunk-disorderly"), "2 bad [PND offences] offence-excluded"},
		{"a spent offence", person("Powers", "1(2)(aa)", "PND offences", "pnd-alc-designated"), "2 bad [PND offences] offence-spent"},
		{"accredited though refused", person("Vetting result", "Refused"), "2 bad [Vetting result] vetting-not-passed"},
		{"left though refused", person("Vetting result", "Refused", "Status", "Left"), "2 good 0101 Carr left"},
		{"no declaration", person("Declaration", "N"), "2 bad [Declaration] consent-missing"},
		{"a zero lost", person("Telephone", "7700900123"), "2 good 0101 Carr active\n2 warns [Telephone] phone-leading-zero-lost"},
		{"digits lost", person("Telephone", "7.7009E+09"), "2 good 0101 Carr active\n2 warns [Telephone] phone-digits-lost"},
		{"a formula", person("Surname", "=1+1"), "2 bad [Surname] formula"},
		{"a bell", person("Surname", "Ca\x07rr"), "2 bad [Surname] control-character"},
		{"4,000 letters", person("Surname", strings.Repeat("Long", 1000)), "2 bad [Surname] too-long"},
		{"too many cells", person() + ",more", "2 bad [] too-many-columns"},
		{"too many cells that are empty", person() + ",,", "2 good 0101 Carr active"},
		{"too few cells", "0101,Carr,Rosie", "2 bad [] too-few-columns"},
		{"two faults are both told", person("Surname", "", "Status", "Purple"), "2 bad [Status] status-unknown\n2 bad [Surname] surname-missing"},
		{"a number of somebody else in the register", person("AP number", "0900"), "2 bad [AP number] ap-number-duplicate"},
		{"the same person again", person("AP number", "0900", "Surname", "Known", "Forenames", "Ada", "Date of birth", "02/01/1980"), "2 good 0900 Known active"},
		{"a line twice", person() + "\n" + person(), "2 good 0101 Carr active\n3 bad [] duplicate-line"},
		{"a number twice", person() + "\n" + person("Surname", "Holt", "AP number", " 0101"), "2 good 0101 Carr active\n3 bad [AP number] ap-number-duplicate"},
		{"0101 and 101 are two numbers", person() + "\n" + person("Surname", "Holt", "AP number", "101"), "2 good 0101 Carr active\n3 good 101 Holt active"},
		{"one person, two employers", person() + "\n" + person("Organisation", "Holt Guarding Ltd", "AP number", "0102"), "2 good 0101 Carr active\n3 good 0102 Carr active\n3 warns [Surname] same-person-two-employers"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ReadPeople(csvTable(t, personHead+tt.line+"\n"), asAt, small())
			if diff := cmp.Diff(tt.want, told(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAGoodLineIsReadWhole(t *testing.T) {
	t.Parallel()
	got := ReadPeople(csvTable(t, "Ref;Name;DOB;Employer;Post;Line manager;Team;Powers;PND;Areas;Vetting level;Vetting result;Vetting date;Vetting expiry;Trained;Refresher due;Start;End;Status;Mobile;E-mail;Address;Postcode;Notes;Consent;NI No\n"+
		"0417;CARR, Rosie (Ros);1.2.80;fenwick council;WARDEN;Al Holt;Night  team;1(2)(aa) & 2;pnd-poa5;North and South;NPPV 2;Passed;1/1/25;31/12/28;5 Feb 2025;4 Feb 2028;1/3/25;29/2/28;Live;+44 7700 900123;r@fc.example;1 High St;AB1 2CD;NI is QQ123456C;signed 2/2/25;QQ123456C\n"), asAt, small())
	day := clock.MustDay
	want := []PersonLine{{Line: 2, Number: "0417", Surname: "Carr", Forenames: "Rosie", KnownAs: "Ros", Born: day("1980-02-01"), Organisation: "Fenwick Council", OrganisationID: "org_1", Role: "Warden",
		Supervisor: "Al Holt", Team: "Night team", Powers: []law.PowerID{"csas-pnd", "csas-name-address"}, Offences: []law.OffenceID{"pnd-poa5"}, Areas: []string{"North", "South"},
		Vetting:        Vetting{Level: "NPPV2", Result: VettingPassed, Decided: day("2025-01-01"), Ends: day("2028-12-31")},
		TrainingPassed: day("2025-02-05"), TrainingEnds: day("2028-02-04"), From: day("2025-03-01"), To: day("2028-02-29"), Status: Active, StatusAsAt: Active,
		Telephone: "07700900123", Email: "r@fc.example", Address: "1 High St", Postcode: "AB1 2CD", Notes: "NI is [National Insurance number removed]", Consent: law.Yes}}
	if diff := cmp.Diff(want, got.People); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, told(got))
	}
	if i, ok := got.Mapping.Of(FieldInsurance); !ok || got.Mapping.Columns[i].Why == "" {
		t.Error("the column of National Insurance numbers is not shown as left out")
	}
}

func TestSuggestionsAreMadeAndNotTaken(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ line, want string }{
		{person("Organisation", "Fenwick Cuoncil"), "Fenwick Council"}, {person("Role", "Wardne"), "Warden"},
		{person("Powers", "03-May"), "3, 5"}, {person("Powers", "1aa"), "1(2)(aa)"}, {person("Powers", "1(2)(aa)", "PND offences", "pnd-poa6"), "pnd-poa5"},
	} {
		got := ReadPeople(csvTable(t, personHead+tt.line+"\n"), asAt, small())
		if len(got.People) != 0 || len(got.Bad) != 1 || got.Bad[0].Suggestion != tt.want {
			t.Errorf("%s: %+v", tt.line, got.Bad)
		}
	}
}

func TestThePowerOverTobaccoEndsWithTheYear2026(t *testing.T) {
	t.Parallel()
	line := personHead + person("Organisation", "Holt Guarding Ltd", "Powers", "6") + "\n"
	for day, want := range map[string]string{"2026-12-31": "2 good 0101 Carr active", "2027-01-01": "2 bad [Powers] power-repealed"} {
		if got := told(ReadPeople(csvTable(t, line), Options{Day: clock.MustDay(day)}, small())); got != want {
			t.Errorf("on %s: %s", day, got)
		}
	}
}

func TestTheLeastAgeIsASetting(t *testing.T) {
	t.Parallel()
	line := personHead + person("Date of birth", "01/03/2008") + "\n"
	for age, want := range map[int]string{0: "2 bad [Date of birth] under-18", 17: "2 good 0101 Carr active"} {
		if got := told(ReadPeople(csvTable(t, line), Options{Day: today, MinAge: age}, small())); got != want {
			t.Errorf("%d: %s", age, got)
		}
	}
}

func TestAnActivePersonWhoseLastDayHasPassedIsExpired(t *testing.T) {
	t.Parallel()
	text := personHead + person("Accredited to", "19/11/2026") + "\n" + person("AP number", "0102", "Surname", "Holt", "Accredited to", "20/11/2026") + "\n"
	got := ReadPeople(csvTable(t, text), asAt, small()).Summary
	if diff := cmp.Diff(map[Status]int{Active: 1, Expired: 1}, got.ByStatusAsAt); diff != "" || got.ByStatus[Active] != 2 {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestKnownPeopleAreKnownAgain(t *testing.T) {
	t.Parallel()
	line := personHead + person("AP number", "0900", "Surname", "KNOWN", "Forenames", "Ada", "Date of birth", "2 Jan 1980") + "\n"
	if got := ReadPeople(csvTable(t, line), asAt, small()); len(got.People) != 1 || got.People[0].Known != id.Person("per_1") {
		t.Errorf("%+v", got.People)
	}
}
