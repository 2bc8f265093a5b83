package story_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"watchword/internal/clock"
	"watchword/internal/db/dbtest"
)

// TestAForceImportsSpreadsheetsWithBadLines: a new force brings in its spreadsheets. Every
// line that cannot come in is told with its line, its column and what to do, alike by the
// command and on the page; until the file is mended nothing is written; mended it goes in
// whole, and a second time it changes nothing. The lines are in badlines_test.go.
func TestAForceImportsSpreadsheetsWithBadLines(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(testing.TB) string{"SQLite": func(testing.TB) string { return "" }, "PostgreSQL": dbtest.PostgresURL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newImporter(t, database(t))
			o.bringsIn("organisations", badOrganisations())
			o.takes("people", "earlier.csv", peopleSheet(person(1, "AP number", "0100")))
			o.bringsIn("people", badPeople())
			o.hears("/api/v1/people?q=4010", `"status":"vetting-over"`) // as the note on the line said
			o.refusesFiles()
			o.takesOddFiles()
			o.runs("Everything fits", 0, "verify")
		})
	}
}

// importer is a scheme manager who imports, on the page and at the machine.
type importer struct {
	*visitor
	*house
	t testing.TB
}

func newImporter(t testing.TB, database string) *importer {
	t.Helper()
	h, err := open(t.Context(), t.TempDir(), database, clock.Wall{})
	if err != nil {
		t.Fatal(err)
	}
	o := &importer{newVisitor(h.URL()), h, t}
	t.Cleanup(func() {
		o.visitor.http.CloseIdleConnections()
		if err := h.stop(); err != nil {
			t.Error(err)
		}
	})
	if err := o.signIn("scheme-manager@example.org"); err != nil {
		t.Fatal(err)
	}
	return o
}

// bringsIn takes a file with a bad line of each kind as far as it goes, and mends it.
func (o *importer) bringsIn(kind string, f *badFile) {
	o.t.Helper()
	before := o.count(kind)
	o.tellsAll("the command", f, commandTells(o.runs("This was a dry run: nothing was written", 1, "import", kind, o.file("bad.csv", f.bad()))))
	at := o.sends(kind, "bad.csv", f.bad(), fmt.Sprintf("%d bad lines: nothing is written unless you leave them out.", len(f.kinds)))
	o.tellsAll("the page", f, o.pageTells(at+"/bad-lines.csv"))
	for i, note := range f.notes {
		o.hears(at+"/notes.csv", fmt.Sprintf("%d,%s,", f.noteLine(i), note.column), note.says)
	}
	o.runs("Nothing was written. Mend the bad lines in the file", 1, "import", kind, "--take", o.file("bad.csv", f.bad()))
	o.post(http.StatusUnprocessableEntity, at+"/take", fmt.Sprintf("good=%d&bad=%d", f.good(), len(f.kinds)))
	if n := o.count(kind); n != before {
		o.t.Fatalf("the bad file wrote %d %s", n-before, kind)
	}
	o.runs(fmt.Sprintf("Written: %d.", f.lines()), 0, "import", kind, "--take", o.file("mended.csv", f.mended()))
	o.runs(fmt.Sprintf("Written: 0. In the register already, and left as they are: %d.", f.lines()), 0, "import", kind, "--take", o.file("mended.csv", f.mended()))
	o.sends(kind, "mended.csv", f.mended(), "Everything in this file is in the register already.")
	if n := o.count(kind); n != before+f.lines() {
		o.t.Fatalf("there are %d more %s and not %d", n-before, kind, f.lines())
	}
}

// told is what was said of a line: its number, its column, and the sentence.
type told struct {
	line         int
	column, says string
}

// tellsAll holds that each bad line was told once, where it is and as it is.
func (o *importer) tellsAll(who string, f *badFile, all []told) {
	o.t.Helper()
	for i, k := range f.kinds {
		var here []told
		for _, x := range all {
			if x.line == f.kindLine(i) {
				here = append(here, x)
			}
		}
		if len(here) != 1 || here[0].column != k.column || !strings.HasPrefix(here[0].says, k.says) {
			o.t.Errorf("%s: %s tells on line %d\n %+v, want\n %q %q", k.name, who, f.kindLine(i), here, k.column, k.says)
		}
	}
	if len(all) != len(f.kinds) {
		o.t.Errorf("%s tells %d faults of %d kinds", who, len(all), len(f.kinds))
	}
}

// commandTells is what the command said of bad lines.
func commandTells(out string) []told {
	var all []told
	for line := range strings.SplitSeq(out, "\n") {
		text, is := strings.CutPrefix(line, "Bad: line ")
		if !is {
			continue
		}
		var x told
		where, says, _ := strings.Cut(text, ": ")
		number, column, _ := strings.Cut(where, ", ")
		_, _ = fmt.Sscan(number, &x.line) // 0 fits no line
		x.column, x.says = column, says
		all = append(all, x)
	}
	return all
}

// pageTells is what the file of bad lines says.
func (o *importer) pageTells(address string) []told {
	o.t.Helper()
	o.get(http.StatusOK, address)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(o.body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) == 0 {
		o.t.Fatalf("the file of bad lines cannot be read: %v", err)
	}
	var all []told
	for _, row := range rows[1:] {
		x := told{column: row[1], says: row[2]}
		if row[4] != "" {
			x.says += " Perhaps: " + row[4]
		}
		_, _ = fmt.Sscan(row[0], &x.line)
		all = append(all, x)
	}
	return all
}

// refusesFiles sends what is no table at all, or one that needs a word first.
func (o *importer) refusesFiles() {
	before := o.count("people")
	for _, k := range badFiles(o.t) {
		kind, body := form("file", k.file, k.content)
		if err := o.ask(http.MethodPost, "/import/people", kind, body); err != nil {
			o.t.Fatal(err)
		}
		if at := o.answer.Header.Get("Location"); o.answer.StatusCode == http.StatusSeeOther {
			o.get(http.StatusOK, at)
			if strings.Contains(string(o.body), at+"/take") && !k.comesIn {
				o.t.Errorf("%s: the page offers to write it", k.name)
			}
		}
		if !strings.Contains(plain(o.body), k.says) {
			o.t.Errorf("%s: the page does not say %q:\n%s", k.name, k.says, plain(o.body))
		}
		if !k.command {
			continue
		}
		if out, code := watchword(o.t, o.command("import", "people", "--take", o.file(k.file, k.content))...); code != 1 || !strings.Contains(out, k.says) {
			o.t.Errorf("%s: the command ends with %d and does not say %q:\n%s", k.name, code, k.says, out)
		}
	}
	if n := o.count("people"); n != before {
		o.t.Errorf("they wrote %d people", n-before)
	}
}

// takesOddFiles brings in files that are unlike and right: each has one person, born on
// the same day.
func (o *importer) takesOddFiles() {
	for i, f := range oddFiles(o.t) {
		name := fmt.Sprintf("odd-%d", i)
		if f.says == "" {
			o.takes("people", name, f.content)
		} else {
			o.post(http.StatusSeeOther, o.sends("people", name, f.content, f.says)+"/take", "good=1&bad=0")
		}
		o.get(http.StatusOK, "/api/v1/people?q="+f.number)
		of, err := fieldOf(o.body, "items.0.id")
		if err != nil || of == nil {
			o.t.Errorf("%s: nobody has the number %s", f.name, f.number)
			continue
		}
		o.get(http.StatusOK, fmt.Sprint("/api/v1/people/", of))
		surname, _ := fieldOf(o.body, "surname")
		if born, err := fieldOf(o.body, "born"); err != nil || born != "1988-05-12" || surname != f.surname {
			o.t.Errorf("%s: %v born on %v, %v", f.name, surname, born, err)
		}
	}
}

// takes brings in a good file by the command.
func (o *importer) takes(kind, name string, content []byte) {
	o.t.Helper()
	o.runs("Written: 1.", 0, "import", kind, "--take", o.file(name, content))
}

// sends sends a file to the page, and is the address of its dry run, which says the words.
func (o *importer) sends(kind, name string, content []byte, says string) string {
	o.t.Helper()
	media, body := form("file", name, content)
	if err := o.ask(http.MethodPost, "/import/"+kind, media, body); err != nil {
		o.t.Fatal(err)
	}
	at := o.answer.Header.Get("Location")
	if o.answer.StatusCode != http.StatusSeeOther {
		o.t.Fatalf("%s: %d %s", name, o.answer.StatusCode, plain(o.body))
	}
	o.hears(at, says)
	return at
}

// hears opens an address that says all of the words.
func (o *importer) hears(address string, says ...string) {
	o.t.Helper()
	o.get(http.StatusOK, address)
	for _, words := range says {
		if !strings.Contains(strings.ReplaceAll(plain(o.body), `""`, `"`), words) {
			o.t.Errorf("%s does not say %q:\n%s", address, words, plain(o.body))
		}
	}
}

func (o *importer) get(status int, address string) {
	o.t.Helper()
	if err := o.ask(http.MethodGet, address, "", nil); err != nil || o.answer.StatusCode != status {
		o.t.Fatalf("%s: %d, %v", address, o.answer.StatusCode, err)
	}
}

func (o *importer) post(status int, address, form string) {
	o.t.Helper()
	if err := o.ask(http.MethodPost, address, "application/x-www-form-urlencoded", []byte(form)); err != nil || o.answer.StatusCode != status {
		o.t.Fatalf("%s: %d and not %d, %v\n%s", address, o.answer.StatusCode, status, err, plain(o.body))
	}
}

// count is how many people or organisations the register has.
func (o *importer) count(kind string) int {
	o.t.Helper()
	o.get(http.StatusOK, "/api/v1/"+kind+"?limit=200")
	n, err := fieldOf(o.body, "items.len")
	if err != nil {
		o.t.Fatal(err)
	}
	return n.(int)
}

// file is a file of that name, and its path.
func (o *importer) file(name string, content []byte) string {
	o.t.Helper()
	path := filepath.Join(o.dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		o.t.Fatal(err)
	}
	return path
}

// command is the arguments of a command on the house's data.
func (o *importer) command(args ...string) []string {
	n := 1
	if args[0] == "import" {
		n = 2
	}
	return append(append(append([]string{}, args[:n]...), o.data()...), args[n:]...)
}

// runs runs a command that ends with the code and says the words, and is all it said.
func (o *importer) runs(says string, code int, args ...string) string {
	o.t.Helper()
	out, got := watchword(o.t, o.command(args...)...)
	if got != code || !strings.Contains(out, says) {
		o.t.Fatalf("watchword %s ends with %d and does not say %q:\n%s", strings.Join(args, " "), got, says, out)
	}
	return out
}

// wholeFile is a file that is no table of people, or not at once.
type wholeFile struct {
	name, file string
	content    []byte
	says       string
	command    bool // the command is asked as well
	comesIn    bool // it can be written all the same
}

// badFiles is files that nobody can read, and files that need a word first.
func badFiles(t testing.TB) []wholeFile {
	one := peopleSheet(person(90))
	rows := func(n int) string { return strings.Repeat("a,b,c\n", n) }
	packed := func(parts ...string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, p := range parts {
			name, content, _ := strings.Cut(p, "=")
			w, err := z.Create(name)
			if err == nil {
				_, err = w.Write([]byte(content))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	two := func(f *excelize.File) { copySheet(t, f, "2026") }
	return []wholeFile{
		{"nothing at all", "a.csv", nil, "The file is empty.", true, false},
		{"blank lines alone", "a.csv", []byte("\r\n\r\n  \r\n"), "The file is empty.", false, false},
		{"headings alone", "a.csv", []byte(peopleHead), "Below the headings on line 1 there is no line about people.", true, false},
		{"no headings", "a.csv", []byte("0417,Hartnoll,Tamsin\n0418,Pike,Joel\n"), "No line of headings was found.", true, false},
		{"a sign between the cells that no spreadsheet uses", "a.csv", bytes.ReplaceAll(one, []byte(","), []byte("~")), "The lines are not cut into cells, so no headings were found.", false, false},
		{"a column that is needed is not there", "a.csv", bytes.Replace(one, []byte("Date of birth"), []byte("Day X"), 1), "No column for the date of birth was found.", false, false},
		{"two columns of one heading", "a.csv", bytes.Replace(one, []byte("Notes"), []byte("Surname"), 1), `Two columns are headed "Surname". Column B is read, column S is not.`, false, true},
		{"more lines than are taken", "a.csv", []byte(peopleHead + rows(100_001)), "The table has more than 100000 lines.", false, false},
		{"a workbook with a password", "a.xlsx", workbook(t, excelize.Options{Password: "lamp"}, nil, one), "The workbook is locked with a password.", true, false},
		{"an empty workbook", "a.xlsx", workbook(t, excelize.Options{}, nil, nil), "There is nothing on the sheet.", false, false},
		{"the lines of two years", "a.xlsx", workbook(t, excelize.Options{}, two, one), `Several sheets hold people: "Sheet1", "2026".`, true, false},
		{"a ZIP file", "a.xlsx", packed("people.csv=" + string(one)), "This is a ZIP file, but no workbook.", false, false},
		{"a letter", "a.docx", packed("word/document.xml=<w/>", "[Content_Types].xml=<Types/>"), "This is a text document, not a CSV or XLSX spreadsheet.", false, false},
		{"a workbook of LibreOffice", "a.ods", packed("mimetype=application/vnd.oasis.opendocument.spreadsheet", "content.xml=<x/>"), "This is an OpenDocument file", false, false},
		{"half a workbook", "a.xlsx", workbook(t, excelize.Options{}, nil, one)[:900], "The workbook is damaged", false, false},
		{"an old workbook", "a.xls", append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), utf16Of("Workbook")...), "This is an old Excel workbook (.xls)", false, false},
		{"a web page", "a.xls", []byte("<html><table><tr><td>Surname</td></tr></table></html>"), "This is a web page, not a CSV or XLSX spreadsheet.", false, false},
		{"a picture", "a.csv", portrait(), "This is a picture", false, false},
	}
}

// oddFile is a file with one person, born on 12 May 1988.
type oddFile struct {
	name, number, surname string
	content               []byte
	says                  string // by its dry run; empty: nothing is remarked, and the command takes it
}

// oddFiles is files as programs and offices make them, each of which can come in.
func oddFiles(t testing.TB) []oddFile {
	csv := func(number, surname string) []byte {
		return peopleSheet(person(0, "AP number", number, "Surname", surname, "Date of birth", "12/05/1988", "Powers", "3"))
	}
	semicolons := bytes.ReplaceAll(csv("0611", "Zoë"), []byte(","), []byte(";"))
	ansi, err := charmap.Windows1252.NewEncoder().Bytes(semicolons)
	if err != nil {
		t.Fatal(err)
	}
	grouped := []byte(",,,,PERSON,,,VETTING,,,,TRAINING,,ACCREDITATION,,,,,\n")
	serial := func(f *excelize.File, days float64) {
		if err := f.SetCellFloat("Sheet1", "D2", days, 0, 64); err != nil {
			t.Fatal(err)
		}
	}
	early := func(f *excelize.File) {
		yes := true
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			t.Fatal(err)
		}
		serial(f, 32275-1462)
	}
	return []oddFile{
		{"Windows-1252, semicolons, blank lines at the end", "0611", "Zoë", append(ansi, "\r\n;;;;\r\n;;;;;;\r\n\r\n"...), "The file is not in UTF-8 and is read as Windows-1252."},
		{"UTF-8 with a mark, and tabs", "0612", "Ó Briain", append([]byte("\ufeff"), bytes.ReplaceAll(csv("0612", "Ó Briain"), []byte(","), []byte("\t"))...), ""},
		{"UTF-16 with a mark", "0613", "Łuczak", append([]byte("\xFF\xFE"), utf16Of(string(csv("0613", "Łuczak")))...), ""},
		{"headings of groups above the headings", "0614", "Quill", append(grouped, csv("0614", "Quill")...), ""},
		{"a workbook with days as numbers", "0615", "Vane", workbook(t, excelize.Options{}, func(f *excelize.File) { serial(f, 32275) }, csv("0615", "Vane")), ""},
		{"a workbook that counts from 1904", "0616", "Yarrow", workbook(t, excelize.Options{}, early, csv("0616", "Yarrow")), ""},
	}
}

// workbook is a workbook whose first sheet has the cells of a CSV file, then what change
// does to it.
func workbook(t testing.TB, opt excelize.Options, change func(*excelize.File), content []byte) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(t, f, "Sheet1", content)
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b, opt); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func fill(t testing.TB, f *excelize.File, sheet string, content []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
}

func copySheet(t testing.TB, f *excelize.File, name string) {
	t.Helper()
	if _, err := f.NewSheet(name); err != nil {
		t.Fatal(err)
	}
	fill(t, f, name, peopleSheet(person(91)))
}

func utf16Of(text string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}
