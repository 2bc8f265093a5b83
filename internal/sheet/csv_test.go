package sheet

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"watchword/internal/fault"
)

// lines shows a table as line number and cells.
func lines(t Table) []string {
	var out []string
	for _, r := range t.Rows {
		var cells []string
		for _, c := range r.Cells {
			cells = append(cells, c.Text)
		}
		s := strconv.Itoa(r.Line) + ": " + strings.Join(cells, "|")
		for _, f := range r.Flaws {
			s += " !" + string(f.Kind) + "@" + strconv.Itoa(f.Column) + "=" + f.Value
		}
		out = append(out, s)
	}
	return out
}

func TestCSVRecordsKnowTheirPhysicalLine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"plain lines", "a,b\n1,2\n", []string{"1: a|b", "2: 1|2"}},
		{"no line break at the end", "a,b\n1,2", []string{"1: a|b", "2: 1|2"}},
		{"CRLF", "a,b\r\n1,2\r\n", []string{"1: a|b", "2: 1|2"}},
		{"CR alone", "a,b\r1,2\r3,4", []string{"1: a|b", "2: 1|2", "3: 3|4"}},
		{"empty lines are left out and counted", "a,b\n\n,\n1,2\n", []string{"1: a|b", "4: 1|2"}},
		{"line breaks of all kinds inside quotes", "a,b\n\"x\ny\r\nz\rw\",2\n3,4\n", []string{"1: a|b", "2: x\ny\r\nz\rw|2", "6: 3|4"}},
		{"doubled quotes", "a,b\n\"say \"\"hi\"\"\",2\n", []string{"1: a|b", "2: say \"hi\"|2"}},
		{"quotes inside a plain cell are letters", "a,b\nJo \"Mac\" Law,2\n", []string{"1: a|b", "2: Jo \"Mac\" Law|2"}},
		{"a space before a quote", "a,b\n1, \"x, y\"\n", []string{"1: a|b", "2: 1|x, y"}},
		{"text after a closing quote stays", "a,b\n\"Jo\" Law,2\n", []string{"1: a|b", "2: Jo Law|2"}},
		{"ragged lines stay ragged", "a,b,c\n1\n1,2,3,4\n", []string{"1: a|b|c", "2: 1", "3: 1|2|3|4"}},
		{"sep= is an instruction", "sep=;\r\na;b\r\n1;2,3\r\n", []string{"2: a|b", "3: 1|2,3"}},
		{"sep= in quotes", "\"sep=|\"\na|b\n", []string{"2: a|b"}},
		{"an unclosed quote at the end spoils its line alone", "a,b\n1,2\n3,\"x\n", []string{"1: a|b", "2: 1|2", "3: 3|\"x !unterminated-quote@1=\"x"}},
		{"an unclosed quote in the middle spoils its line alone", "a,b\n1,\"x\n3,\"y, z\"\n5,6\n", []string{"1: a|b", "2: 1|\"x !unterminated-quote@1=\"x", "3: 3|y, z", "4: 5|6"}},
		{"a NUL spoils its line alone", "a,b\n1,x\x00y\n3,4\n", []string{"1: a|b", "2: 1|x\x00y !nul-byte@1=x\\x00y", "3: 3|4"}},
		{"a delimiter ends the file", "a,b\n1,", []string{"1: a|b", "2: 1|"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			book, err := Read([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, lines(book.Tables[0])); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDelimiterIsTheOneThatCutsEvenly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, in string
		want     rune
	}{
		{"commas", "a,b,c\n1,2;3,4\n5,6;7;8,9\n", ','},
		{"semicolons, though lists have commas", "a;b;c\n1;2,3,5;4\n5;2,3;9\n", ';'},
		{"tabs", "a\tb\tc\nx, y\t1; 2\tz\n", '\t'},
		{"bars", "a|b|c\n1|2,3|4\n", '|'},
		{"one column", "name\nJo\nAl\n", ','},
		{"inside quotes nothing counts", "a;b\n\"1,2,3,4\";x\n\"5,6,7,8\";y\n", ';'},
	} {
		book, err := Read([]byte(tt.in))
		if err != nil || book.Delimiter != tt.want {
			t.Errorf("%s: %q, %v", tt.name, book.Delimiter, err)
		}
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	const text = "name,town\nZoë Šimić,Saint-Étienne\n"
	western, err := charmap.Windows1252.NewEncoder().String("name,town\nZoë O\u2019Shea,caf\u00E9 \u20AC5\n")
	if err != nil {
		t.Fatal(err)
	}
	wide := func(e unicode.Endianness, bom unicode.BOMPolicy) []byte {
		out, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, tt := range []struct {
		name, encoding, want string
		in                   []byte
	}{
		{"UTF-8", "utf-8", "Zoë Šimić", []byte(text)},
		{"UTF-8 that says so", "utf-8", "Zoë Šimić", append([]byte("\xEF\xBB\xBF"), text...)},
		{"Windows-1252", "windows-1252", "Zoë O\u2019Shea", []byte(western)},
		{"UTF-16, little end first", "utf-16le", "Zoë Šimić", wide(unicode.LittleEndian, unicode.UseBOM)},
		{"UTF-16, big end first", "utf-16be", "Zoë Šimić", wide(unicode.BigEndian, unicode.UseBOM)},
		{"UTF-16 that does not say so", "utf-16le", "Zoë Šimić", wide(unicode.LittleEndian, unicode.IgnoreBOM)},
	} {
		book, err := Read(tt.in)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		row := book.Tables[0].Rows[1]
		if book.Encoding != tt.encoding || row.Cells[0].Text != tt.want || len(row.Flaws) != 0 || len(book.Tables[0].Rows[0].Cells) != 2 {
			t.Errorf("%s: %s %+v", tt.name, book.Encoding, row)
		}
	}
}

func TestAStrayByteIsAFaultOfItsLine(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"\xEF\xBB\xBFname,x\nRen\xE9,1\nJo,2\n", "name,x\nRen\xE9,1\nZoë,2\nJosé,3\n"} {
		book, err := Read([]byte(in))
		if err != nil || book.Encoding != "utf-8" {
			t.Fatalf("%s, %v", book.Encoding, err)
		}
		got := book.Tables[0].Rows
		want := []Flaw{{InvalidEncoding, 0, `Ren\xe9`}}
		if diff := cmp.Diff(want, got[1].Flaws); diff != "" || len(got[2].Flaws) != 0 {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestWhatIsNoSpreadsheetIsSaidToBeSo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, in, says string
		kind           fault.Kind
	}{
		{"nothing", "", "empty", fault.Invalid},
		{"spaces", " \r\n\t\n", "empty", fault.Invalid},
		{"an old workbook", oldOffice("Root Entry", "Workbook"), "old Excel workbook (.xls), not a CSV or XLSX", fault.Invalid},
		{"an older workbook", oldOffice("Root Entry", "Book"), "old Excel workbook", fault.Invalid},
		{"an old letter", oldOffice("Root Entry", "WordDocument"), "old text document", fault.Invalid},
		{"an e-mail", oldOffice("__nameid_version1.0", "__substg1.0_0037001F"), "an e-mail", fault.Invalid},
		{"something old", oldOffice("Root Entry"), "old Office document", fault.Invalid},
		{"a web page that calls itself .xls", "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n", "web page", fault.Invalid},
		{"a shortcut to a sheet online", `{"url":"https://sheets.example/1","doc_id":"1"}`, "download it as .xlsx", fault.Invalid},
		{"a PDF document", "%PDF-1.7\n", "PDF", fault.Invalid},
		{"a picture", "\x89PNG\r\n\x1A\n", "picture", fault.Invalid},
		{"a web page", "\n<!DOCTYPE html><html>", "web page", fault.Invalid},
		{"a picture with script", "<?xml version=\"1.0\"?><svg onload=\"x\"/>", "XML", fault.Invalid},
		{"noise", strings.Repeat("\x01\x02\x03\x07\x0E\x9F", 100), "no text", fault.Invalid},
		{"a broken ZIP", "PK\x03\x04rubbish", "unpacked", fault.Invalid},
		{"too long", strings.Repeat("a", MaxBytes+1), "32 MB", fault.TooLarge},
		{"too many cells", strings.Repeat(strings.Repeat(",", 9999)+"\n", 300), "cells", fault.Invalid},
		{"a line of commas", strings.Repeat(",", MaxColumns+1), "Line 1", fault.Invalid},
		{"quotes without end", strings.Repeat("\"a\n\"\"b,\n", 3000), "never closed", fault.Invalid},
	} {
		_, err := Read([]byte(tt.in))
		if !fault.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// oldOffice is the beginning of a file of old Office programs with streams of those names.
func oldOffice(streams ...string) string {
	out := []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	out = append(out, make([]byte, 504)...)
	for _, s := range streams {
		for _, u := range utf16.Encode([]rune(s)) {
			out = append(out, byte(u), byte(u>>8))
		}
		out = append(out, make([]byte, 64)...)
	}
	return string(out)
}

func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,\"x\ny\"\n", "sep=;\na;b\r\n", "\xFF\xFEa\x00,\x00\"\x00", "a\tb\r\"\"\"\r", "\xEF\xBB\xBF\"a\x00,\xE9"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.HasPrefix(data, []byte("PK")) {
			return
		}
		book, err := Read(data)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		last := 0
		for _, r := range book.Tables[0].Rows {
			if r.Line <= last {
				t.Fatalf("line %d after %d", r.Line, last)
			}
			last = r.Line
		}
	})
}
