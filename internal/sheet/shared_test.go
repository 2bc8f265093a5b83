package sheet

import (
	"os"
	"path/filepath"
	"testing"
)

// shared is the bytes of a file of the shared data folder, which lies beside the
// project; the test is skipped where there is none.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	dir := os.Getenv("WATCHWORD_SHARED")
	if dir == "" {
		at, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for at != filepath.Dir(at) {
			if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
				break
			}
			at = filepath.Dir(at)
		}
		dir = filepath.Join(at, "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(dir, "spreadsheets", name))
	if err != nil {
		t.Skip("needs the shared data folder")
	}
	return data
}

func TestSharedFilesAreReadAsTheyStand(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file, encoding string
		bom            bool
		delimiter      rune
		rows, width    int
	}{
		{"essex-organisations-public.csv", "utf-8", false, ',', 18, 25},
		{"people-windows1252.csv", "windows-1252", false, ';', 151, 12},
		{"people-utf8-bom.csv", "utf-8", true, '\t', 121, 12},
		{"people-bad-lines.csv", "utf-8", true, ',', 201, 17},
		{"people-10000.csv", "utf-8", false, ',', 10001, 15},
	} {
		book, err := Read(shared(t, tt.file))
		if err != nil {
			t.Fatalf("%s: %v", tt.file, err)
		}
		got := book.Tables[0]
		if book.Encoding != tt.encoding || book.BOM != tt.bom || book.Delimiter != tt.delimiter || len(got.Rows) != tt.rows || got.Width != tt.width {
			t.Errorf("%s: %s %v %q %d rows %d wide", tt.file, book.Encoding, book.BOM, book.Delimiter, len(got.Rows), got.Width)
		}
	}
}

func TestSharedWorkbookKeepsWhatAPersonSees(t *testing.T) {
	t.Parallel()
	book, err := Read(shared(t, "register-as-kept.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Tables) != 5 || !book.Tables[4].Hidden || book.Tables[0].Hidden {
		t.Fatalf("%d tables", len(book.Tables))
	}
	table, ok := book.Table("CSAS 2026 CURRENT")
	if !ok || !table.HiddenColumns[6] || !table.HiddenColumns[9] || len(table.HiddenColumns) != 2 || len(table.Notes) != 6 {
		t.Fatalf("hidden columns %v, notes %v", table.HiddenColumns, table.Notes)
	}
	rows := map[int]Row{}
	for _, r := range table.Rows {
		rows[r.Line] = r
	}
	for _, tt := range []struct {
		name         string
		line, column int
		want         Cell
	}{
		{"a number shown as 0000 keeps its zero", 7, 1, Cell{Kind: Number, Text: "0402", Number: 402, Look: &Look{Fill: "C6EFCE"}}},
		{"a merged employer is shown on each of its rows", 9, 0, Cell{Kind: Text, Text: "ASHWYND COMMUNITY HOMES ", Merged: true}},
		{"a day number with a date format is a date", 9, 3, Cell{Kind: Date, Text: "1988-06-13", Number: 32307, Look: &Look{Fill: "C6EFCE"}}},
		{"a day number without one is a number", 209, 3, Cell{Kind: Number, Text: "35058", Number: 35058, Look: &Look{Fill: "C6EFCE"}}},
		{"a formula has its last result", 36, 12, Cell{Kind: Date, Text: "2028-09-23", Number: 47019, Formula: true, Look: &Look{Fill: "C6EFCE"}}},
		{"strike-through is kept", 60, 2, Cell{Kind: Text, Text: "Phillips, Sharon", Look: &Look{Struck: true}}},
		{"a fault kept as text is text", 127, 11, Cell{Kind: Text, Text: "#N/A", Look: &Look{Fill: "C6EFCE"}}},
	} {
		got := rows[tt.line].Cell(tt.column)
		if got.Look != nil && tt.want.Look != nil && *got.Look == *tt.want.Look {
			got.Look = tt.want.Look
		}
		if got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
	if !rows[20].Hidden || rows[21].Hidden {
		t.Error("hidden rows are not marked")
	}
}

func BenchmarkCSV10000(b *testing.B) {
	data := shared(b, "people-10000.csv")
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Read(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWorkbook(b *testing.B) {
	data := shared(b, "register-as-kept.xlsx")
	for b.Loop() {
		if _, err := Read(data); err != nil {
			b.Fatal(err)
		}
	}
}
