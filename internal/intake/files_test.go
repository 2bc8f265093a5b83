package intake

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"watchword/internal/law"
	"watchword/internal/sheet"
)

// workbook is a file as a spreadsheet program writes it: rows of cells parted by "|" on
// its first sheet, then what change does to it.
func workbook(t testing.TB, change func(f *excelize.File), rows ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, text := range rows {
		for j, s := range strings.Split(text, "|") {
			if s == "" {
				continue
			}
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			must(err)
			must(f.SetCellStr("Sheet1", at, s))
		}
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	must(f.Write(&b))
	return b.Bytes()
}

// read reads the bytes of a file about people against a small register, as an import
// does, and tells each person whole.
func read(t testing.TB, content []byte, opt Options) string {
	t.Helper()
	b, err := sheet.Read(content)
	if err != nil {
		return "refused: " + err.Error()
	}
	table, err := Pick(b, People, "")
	if err != nil {
		return "refused: " + err.Error()
	}
	r := ReadPeople(table, opt, small())
	var out []string
	for _, p := range r.People {
		var paras []string
		for _, id := range p.Powers {
			known, _ := law.Find(id)
			paras = append(paras, known.Para)
		}
		out = append(out, fmt.Sprintf("%d %s %s, %s %v %s %v %v %s", p.Line, p.Number, p.Surname, p.Forenames, p.Born, strings.Join(paras, "+"), p.From, p.To, p.Status))
	}
	r.People = nil
	if rest := told(r); rest != "" {
		out = append(out, rest)
	}
	return strings.Join(out, "\n")
}

const (
	kept  = "Employer|AP No|Surname|Forename|DOB|Powers|Start|End|Status"
	rosie = "0101 Carr, Rosie 1980-02-01 2 2025-03-01 2028-02-28 active"
	al    = "0102 Holt, Al 1981-02-01 2 2025-03-01 2028-02-28 active"
)

// carr is a line under kept with another text in one of its columns.
func carr(column int, text string) string {
	cells := strings.Split("FC|0101|Carr|Rosie|1/2/80|2|1/3/25|28/2/28|Live", "|")
	cells[column] = text
	return strings.Join(cells, "|")
}

func set(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWorkbooksAsTheyWillCome(t *testing.T) {
	t.Parallel()
	days := func(from1904 bool, style int) func(*excelize.File) {
		return func(f *excelize.File) {
			set(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}))
			st, err := f.NewStyle(&excelize.Style{NumFmt: style})
			set(t, err)
			serial := 29252.0
			if from1904 {
				serial -= days1904
			}
			set(t, f.SetCellFloat("Sheet1", "E2", serial, 0, 64))
			set(t, f.SetCellStyle("Sheet1", "E2", "E2", st))
		}
	}
	formula := func(cell, text string) func(*excelize.File) {
		return func(f *excelize.File) { set(t, f.SetCellFormula("Sheet1", cell, text)) }
	}
	for _, tt := range []struct {
		name string
		file []byte
		want string
	}{
		{"a title above, groups over the headings, totals below", workbook(t, nil,
			"Accredited persons register",
			"as at 20 November 2026",
			"||PERSON|||||ACCREDITATION|",
			kept, carr(0, "FC"), "Total|1|||||||", "|||||||Total:|1"), "5 " + rosie},
		{"headings on two rows", workbook(t, nil,
			"|AP|||Date of||Accredited||",
			"Employer|No|Surname|Forename|birth|Powers|from|to|Status", carr(0, "FC")), "3 " + rosie},
		{"a sheet before it that is only a cover", workbook(t, func(f *excelize.File) {
			_, err := f.NewSheet("Cover")
			set(t, err)
			set(t, f.SetCellStr("Cover", "A1", "CSAS register"))
			set(t, f.SetCellStr("Cover", "A2", "Owner: the scheme office"))
			set(t, f.MoveSheet("Cover", "Sheet1"))
		}, kept, carr(0, "FC")), "2 " + rosie},
		{"hidden columns and rows", workbook(t, func(f *excelize.File) {
			set(t, f.SetColVisible("Sheet1", "F", false))
			set(t, f.SetRowVisible("Sheet1", 2, false))
		}, kept, carr(0, "FC")), "2 " + rosie},
		{"a formula that was never worked out", workbook(t, formula("A2", "VLOOKUP(B2,Orgs!A:B,2,FALSE)"), kept, carr(0, "")), "2 bad [Employer] formula-unsaved"},
		{"an end that was never worked out", workbook(t, formula("H2", "EDATE(G2,36)"), kept, carr(7, "")), "2 bad [End] formula-unsaved"},
		{"nothing but formulas", workbook(t, func(f *excelize.File) {
			for _, c := range "ABCDEFGHI" {
				formula(string(c)+"2", "Other!"+string(c)+"2")(f)
			}
		}, kept), "2 bad [Employer] formula-unsaved\n2 bad [AP No] formula-unsaved\n2 bad [Surname] formula-unsaved\n2 bad [Forename] formula-unsaved\n2 bad [DOB] formula-unsaved\n" +
			"2 bad [Powers] formula-unsaved\n2 bad [Start] formula-unsaved\n2 bad [End] formula-unsaved\n2 bad [Status] formula-unsaved"},
		{"days as numbers kept as text", workbook(t, nil, kept, "FC|0101|Carr|Rosie|29252|2|45717|46811|Live"), "2 " + rosie},
		{"a day as a date", workbook(t, days(false, 14), kept, carr(4, "")), "2 " + rosie},
		{"a day as a number", workbook(t, days(false, 0), kept, carr(4, "")), "2 " + rosie},
		{"a day as a date, counted from 1904", workbook(t, days(true, 14), kept, carr(4, "")), "2 " + rosie},
		{"a day as a number, counted from 1904", workbook(t, days(true, 0), kept, carr(4, "")), "2 " + rosie},
		{"months first in one column, which proves it", workbook(t, nil, kept, carr(6, "03/25/2025"), "FC|0102|Holt|Al|1/2/81|2|04/02/2025|28/2/28|Live"),
			"2 0101 Carr, Rosie 1980-02-01 2 2025-03-25 2028-02-28 active\n3 0102 Holt, Al 1981-02-01 2 2025-04-02 2028-02-28 active"},
		{"both orders in one column", workbook(t, nil, kept, carr(6, "03/25/2025"), "FC|0102|Holt|Al|1/2/81|2|25/03/2025|28/2/28|Live"),
			"3 0102 Holt, Al 1981-02-01 2 2025-03-25 2028-02-28 active\n2 bad [Start] date-impossible"},
		{"words that say that nothing is known", workbook(t, nil, kept, carr(7, "TBC"), "FC|N/A|Holt|Al|1/2/81|n/a|to be confirmed|unknown|Awaiting vetting", carr(4, "not known")),
			"2 0101 Carr, Rosie 1980-02-01 2 2025-03-01  active\n3  Holt, Al 1981-02-01    awaiting-vetting\n4 bad [DOB] date-of-birth-missing\n4 bad [AP No] ap-number-duplicate\n2 warns [End] end-missing"},
		{"powers as ticks, one column each", workbook(t, nil,
			"Employer|AP No|Surname, Forename|DOB|Para 2|Sch 5 para 3 (ASB)|1(2)(aa) PND|Litter|Start|End|Status",
			"FC|0101|CARR, Rosie|1/2/80|\u2713||||1/3/25|28/2/28|Live",
			"FC|0102|HOLT, Al|1/2/81|\u00FC|\u00FB|n|-|1/3/25|28/2/28|Live",
			"FC|0103|Marsh, Jo|1/2/81|P||||1/3/25|28/2/28|Live"),
			"2 " + rosie + "\n3 " + al + "\n4 bad [Para 2] power-unreadable"},
		{"a row for each power", workbook(t, nil, kept, carr(5, "2"), carr(5, "3"), "FC|0102|Holt|Al|1/2/81|2|1/3/25|28/2/28|Live", carr(5, "Litter")),
			"2 0101 Carr, Rosie 1980-02-01 2+3+1(2)(c) 2025-03-01 2028-02-28 active\n4 " + al},
		{"a row for each power, the person on the first only", workbook(t, nil, kept, carr(5, "2"), "|||||3", "", "|||||5", "FC|0102|Holt|Al|1/2/81|2|1/3/25|28/2/28|Live", "|||||see the folder"),
			"2 0101 Carr, Rosie 1980-02-01 2+3+5 2025-03-01 2028-02-28 active\n6 " + al},
		{"a row for each power, the person merged down", workbook(t, func(f *excelize.File) {
			for _, c := range "ABCDEGHI" {
				set(t, f.MergeCell("Sheet1", fmt.Sprintf("%c2", c), fmt.Sprintf("%c3", c)))
			}
		}, kept, carr(5, "2"), "|||||3", "FC|0102|Holt|Al|1/2/81|2|1/3/25|28/2/28|Live"), "2 0101 Carr, Rosie 1980-02-01 2+3 2025-03-01 2028-02-28 active\n4 " + al},
		{"a number used twice is none of these", workbook(t, nil, kept, carr(5, "2"), "FC|0101|Holt|Al|1/2/81|3|1/3/25|28/2/28|Live", carr(5, "2; 3")), "2 " + rosie + "\n3 bad [AP No] ap-number-duplicate\n4 bad [AP No] ap-number-duplicate"},
		{"leavers below the others", workbook(t, nil, strings.TrimSuffix(kept, "|Status"),
			"CURRENT APs", strings.TrimSuffix(carr(0, "FC"), "|Live"), "Leavers 2025 - cards returned", "FC|0102|Holt|Al|1/2/81|2|1/3/25|28/2/28"),
			"3 " + rosie + "\n5 " + strings.Replace(al, "active", "left", 1)},
		{"leavers below others of whom nothing is said", workbook(t, nil, strings.TrimSuffix(kept, "|Status"),
			strings.TrimSuffix(carr(0, "FC"), "|Live"), "LEAVERS", "FC|0102|Holt|Al|1/2/81|2|1/3/25|28/2/28"),
			"2 " + strings.TrimSuffix(rosie, "active") + "\n4 " + strings.Replace(al, "active", "left", 1) + "\nasks status-nowhere status"},
		{"powers that are said to be all", workbook(t, nil, kept, carr(5, "All")), "2 bad [Powers] power-unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, read(t, tt.file, asAt)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextFilesAsTheyWillCome(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll(kept+"\n"+carr(0, "FC")+"\n", "|", ",")
	for _, tt := range []struct{ name, file, want string }{
		{"commas", text, "2 " + rosie},
		{"semicolons", strings.ReplaceAll(text, ",", ";"), "2 " + rosie},
		{"tabs", strings.ReplaceAll(text, ",", "\t"), "2 " + rosie},
		{"upright strokes", strings.ReplaceAll(text, ",", "|"), "2 " + rosie},
		{"UTF-16 with its mark", "\xFF\xFE" + utf16Text(text), "2 " + rosie},
		{"UTF-16 with its mark and tabs, as Unicode text is saved", "\xFF\xFE" + utf16Text(strings.ReplaceAll(text, ",", "\t")), "2 " + rosie},
		{"a line break in quotes", strings.Replace(text, "FC,", "\"Fenwick\r\nCouncil\",", 1), "2 " + rosie},
		{"a title above and a total below", "CSAS register,,,\nPrinted 20/11/2026\n\n" + text + ",,,,,\nTotal,1\n", "5 " + rosie},
		{"a comma between two names in quotes", "Employer,AP No,\"Surname, Forename\",DOB,Powers,Start,End,Status\nFC,0101,\"CARR, Rosie\",1/2/80,2,1/3/25,28/2/28,Live\n", "2 " + rosie},
		{"a comma between two names without them", "Employer,AP No,Name,DOB,Powers,Start,End,Status\nFC,0101,CARR, Rosie,1/2/80,2,1/3/25,28/2/28,Live\n", "2 bad [] too-many-columns"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, read(t, []byte(tt.file), asAt)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func utf16Text(s string) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

func TestADayAndAMonthThatMayHaveBeenExchangedAreTold(t *testing.T) {
	t.Parallel()
	// As a spreadsheet set to American dates opens a column of British ones.
	file := func(days ...string) []byte {
		rows := []string{kept}
		for i := range days {
			rows = append(rows, fmt.Sprintf("FC|01%02d|Carr|Rosie%c|1/2/80|2||28/2/28|Live", i, 'a'+i))
		}
		return workbook(t, func(f *excelize.File) {
			st, err := f.NewStyle(&excelize.Style{NumFmt: 14})
			set(t, err)
			for i, d := range days {
				at := fmt.Sprintf("G%d", i+2)
				if serial, err := strconv.ParseFloat(d, 64); err == nil {
					set(t, f.SetCellFloat("Sheet1", at, serial, 0, 64))
					set(t, f.SetCellStyle("Sheet1", at, at, st))
				} else {
					set(t, f.SetCellStr("Sheet1", at, d))
				}
			}
		}, rows...)
	}
	table := func(days ...string) Result {
		b, err := sheet.Read(file(days...))
		set(t, err)
		return ReadPeople(b.Tables[0], asAt, small())
	}
	// 45719, 45720, 45721 and 45748 are 3, 4, 5 March and 1 April 2025.
	got := table("13/03/2025", "45719", "45720", "25/03/2025", "45721", "31/03/2025", "45748", "14/03/2025")
	var told []string
	for _, w := range got.Warnings {
		told = append(told, fmt.Sprint(w.Line, " ", w.Column, " ", w.Reason, " ", w.Suggestion))
	}
	want := []string{"4 Start date-doubtful 2025-04-03", "6 Start date-doubtful 2025-05-03", "8 Start date-doubtful 2025-01-04"} // 3 March is so either way
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for name, days := range map[string][]string{
		"a real date of later in the month": {"13/03/2025", "45719", "45720", "25/03/2025", "45721", "31/03/2025", "45735", "14/03/2025"},
		"a text that either could read":     {"13/03/2025", "45719", "45720", "25/03/2025", "45721", "31/03/2025", "45748", "14/03/2025", "02/03/2025"},
		"too few to tell":                   {"13/03/2025", "45719", "45720", "25/03/2025"},
	} {
		if got := table(days...); len(got.Warnings) != 0 {
			t.Errorf("%s: %v", name, got.Warnings)
		}
	}
}

func TestWhatIsLeftOutIsTold(t *testing.T) {
	t.Parallel()
	b, err := sheet.Read(workbook(t, nil, "Register", kept, carr(5, "2"), carr(5, "3"), "Total|2", "nb see also the folder", strings.ReplaceAll(kept, "|", " |")))
	set(t, err)
	got := ReadPeople(b.Tables[0], asAt, small()).Remarks
	want := []string{"One line names one more power of the person of a line above. It is read as one with it.",
		"Not read as people: title on line 1; heading on line 7; total on line 5; remark on line 6."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestARegisterOfOrganisationsAsItWillCome(t *testing.T) {
	t.Parallel()
	head := "Organisation|Type|Area|Role|Powers|Status|From|To|No of APs"
	first := "Fen Homes|housing|North|Officer|2, 3|Approved|1/4/2024|31/3/2027|12"
	for _, tt := range []struct {
		name string
		file []byte
		want string
	}{
		{"a row for each role", workbook(t, nil, head, first, "Fen Homes|housing|North|Warden|5|Approved|1/4/2024|31/3/2027|3", "Marsh Town|council||Warden|2|Approved|1/4/2024|31/3/2027|"),
			"2 Fen Homes Officer 2+3, Warden 5 (15)\n4 Marsh Town Warden 2 (-1)"},
		{"a row for each role, the organisation on the first only", workbook(t, nil, head, first, "|||Warden|5||||3", "", "|||Helper|none", "Marsh Town|council||Warden|2|Approved|1/4/2024|31/3/2027|", "Total||||||||15"),
			"2 Fen Homes Officer 2+3, Warden 5, Helper  (15)\n6 Marsh Town Warden 2 (-1)"},
		{"a row for each role, the organisation merged down", workbook(t, func(f *excelize.File) {
			for _, c := range "ABCFGH" {
				set(t, f.MergeCell("Sheet1", string(c)+"2", string(c)+"3"))
			}
		}, head, first, "|||Warden|5||||3"), "2 Fen Homes Officer 2+3, Warden 5 (15)"},
		{"the same role twice", workbook(t, nil, head, first, first), "2 Fen Homes Officer 2+3 (12)\n3 bad [Organisation] name-duplicate"},
		{"another area for another role", workbook(t, nil, head, first, "Fen Homes|housing|South|Warden|5|Approved|1/4/2024|31/3/2027|3"), "2 Fen Homes Officer 2+3 (12)\n3 bad [Organisation] name-duplicate"},
		{"a bad power of a further role", workbook(t, nil, head, first, "|||Warden|99Z||||3"), "2 Fen Homes Officer 2+3 (12)\n3 bad [Powers] power-unknown"},
		{"a formula that was never worked out", workbook(t, func(f *excelize.File) { set(t, f.SetCellFormula("Sheet1", "H2", "EDATE(G2,36)")) }, head, strings.Replace(first, "31/3/2027", "", 1)),
			"2 bad [To] formula-unsaved"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, err := sheet.Read(tt.file)
			set(t, err)
			r := ReadOrganisations(b.Tables[0], asAt, NewRoll(nil, nil))
			var out []string
			for _, o := range r.Organisations {
				var roles []string
				for _, x := range o.Roles {
					var paras []string
					for _, id := range x.Powers {
						known, _ := law.Find(id)
						paras = append(paras, known.Para)
					}
					roles = append(roles, x.Name+" "+strings.Join(paras, "+"))
				}
				out = append(out, fmt.Sprintf("%d %s %s (%d)", o.Line, o.Name, strings.Join(roles, ", "), o.HeadCount))
			}
			if good := len(r.Organisations); good+r.BadLines() != r.Records {
				t.Errorf("%d good and %d bad of %d", good, r.BadLines(), r.Records)
			}
			r.Organisations = nil
			if rest := told(r); rest != "" {
				out = append(out, rest)
			}
			if diff := cmp.Diff(tt.want, strings.Join(out, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
