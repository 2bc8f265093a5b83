package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"watchword/internal/fault"
)

// parts of a smallest workbook, by hand.
const (
	rootRels = `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookXML  = `<workbook><sheets><sheet name="One" r:id="r1"/></sheets></workbook>`
	bookRels = `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="r2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/>` +
		`<Relationship Id="r3" Type="http://x/styles" Target="styles.xml"/></Relationships>`
)

// pack makes a workbook of one sheet whose XML is given, with more parts by name.
func pack(t testing.TB, sheetXML string, more map[string]string) []byte {
	t.Helper()
	parts := map[string]string{"_rels/.rels": rootRels, "xl/workbook.xml": bookXML, "xl/_rels/workbook.xml.rels": bookRels, "xl/worksheets/sheet1.xml": sheetXML}
	for name, text := range more {
		parts[name] = text
	}
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := zw.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sheetOf(rows string) string { return `<worksheet><sheetData>` + rows + `</sheetData></worksheet>` }

func read(t testing.TB, data []byte) Table {
	t.Helper()
	book, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return book.Tables[0]
}

func TestCellsAreReadAsShown(t *testing.T) {
	t.Parallel()
	styles := `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0000"/><numFmt numFmtId="165" formatCode="[$-809]d mmmm yyyy;@"/><numFmt numFmtId="166" formatCode="&quot;day&quot; 0"/><numFmt numFmtId="167" formatCode="&quot;AP&quot;000"/></numFmts>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/></cellXfs></styleSheet>`
	shared := `<sst><si><t>plain</t></si><si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh><t>no</t></rPh></si><si><t>a_x000D_&#10;b</t></si></sst>`
	for _, tt := range []struct {
		name, cell string
		want       Cell
	}{
		{"shared text", `<c t="s"><v>0</v></c>`, Cell{Kind: Text, Text: "plain"}},
		{"rich text, without its reading", `<c t="s"><v>1</v></c>`, Cell{Kind: Text, Text: "rich text"}},
		{"escaped characters", `<c t="s"><v>2</v></c>`, Cell{Kind: Text, Text: "a\nb"}},
		{"a shared text that is not there", `<c t="s"><v>9</v></c>`, Cell{}},
		{"text in the cell", `<c t="inlineStr"><is><t>here</t></is></c>`, Cell{Kind: Text, Text: "here"}},
		{"text by formula", `<c t="str"><f>A1</f><v>there</v></c>`, Cell{Kind: Text, Text: "there", Formula: true}},
		{"a number", `<c><v>402</v></c>`, Cell{Kind: Number, Text: "402", Number: 402}},
		{"a number with leading zeros", `<c s="2"><v>402</v></c>`, Cell{Kind: Number, Text: "0402", Number: 402}},
		{"a number with letters before it", `<c s="5"><v>7</v></c>`, Cell{Kind: Number, Text: "AP007", Number: 7}},
		{"words in a format are no date", `<c s="4"><v>7</v></c>`, Cell{Kind: Number, Text: "7", Number: 7}},
		{"a large number", `<c><v>7.7009E9</v></c>`, Cell{Kind: Number, Text: "7700900000", Number: 7.7009e9}},
		{"a date", `<c s="1"><v>45696</v></c>`, Cell{Kind: Date, Text: "2025-02-08", Number: 45696}},
		{"a date in a format of its own", `<c s="3"><v>45696</v></c>`, Cell{Kind: Date, Text: "2025-02-08", Number: 45696}},
		{"a date with a time of day", `<c s="1"><v>45696.5625</v></c>`, Cell{Kind: Date, Text: "2025-02-08 13:30", Number: 45696.5625}},
		{"a date as strict workbooks keep it", `<c t="d"><v>2025-02-08T00:00:00</v></c>`, Cell{Kind: Date, Text: "2025-02-08", Number: 45696}},
		{"a formula with its result", `<c s="1"><f>EDATE(A1,36)</f><v>47019</v></c>`, Cell{Kind: Date, Text: "2028-09-23", Number: 47019, Formula: true}},
		{"a formula without one", `<c><f>A1+1</f></c>`, Cell{Formula: true, Unsaved: true}},
		{"a fault", `<c t="e"><v>#REF!</v></c>`, Cell{Kind: Error, Text: "#REF!"}},
		{"true", `<c t="b"><v>1</v></c>`, Cell{Kind: Bool, Text: "TRUE"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			row := `<row><c t="inlineStr"><is><t>x</t></is></c>` + tt.cell + `</row>`
			got := read(t, pack(t, sheetOf(row), map[string]string{"xl/styles.xml": styles, "xl/sharedStrings.xml": shared}))
			if diff := cmp.Diff(tt.want, got.Rows[0].Cell(1)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDatesOfOldMacWorkbooks(t *testing.T) {
	t.Parallel()
	data := pack(t, sheetOf(`<row><c s="1"><v>44234</v></c></row>`), map[string]string{
		"xl/workbook.xml": `<workbook><workbookPr date1904="1"/><sheets><sheet name="One" r:id="r1"/></sheets></workbook>`,
		"xl/styles.xml":   `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
	})
	got := read(t, data)
	if c := got.Rows[0].Cells[0]; c.Text != "2025-02-08" || c.Number != 45696 || !got.From1904 {
		t.Errorf("%+v", c)
	}
}

func TestALockedWorkbookIsSaidToBeLocked(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	defer f.Close()
	var b bytes.Buffer
	if err := f.Write(&b, excelize.Options{Password: "lamp"}); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(b.Bytes()); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "locked with a password") || !strings.Contains(err.Error(), "take the password away") {
		t.Errorf("%v", err)
	}
}

func TestAFormulaThatWasNeverWorkedOutIsKept(t *testing.T) {
	t.Parallel()
	got := read(t, pack(t, sheetOf(`<row r="1"><c r="A1"><f>B1</f></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><f>1+1</f><v>2</v></c><c r="D1" t="str"><f>C1</f></c><c r="E1"><f>C1</f><v/></c></row>`), nil))
	if len(got.Rows) != 1 {
		t.Fatalf("%+v", got.Rows)
	}
	for i, want := range []bool{true, false, false, true, true} {
		if c := got.Rows[0].Cells[i]; c.Unsaved != want || !c.Formula {
			t.Errorf("column %d: %+v", i, c)
		}
	}
}

func TestRowsColumnsAndMergedBlocks(t *testing.T) {
	t.Parallel()
	got := read(t, pack(t, `<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData>`+
		`<row r="3"><c r="A3" t="inlineStr"><is><t>Org</t></is></c><c r="C3"><v>1</v></c></row>`+
		`<row r="4" hidden="1"><c r="C4"><v>2</v></c></row>`+
		`<row r="6"><c r="B6"><v>3</v></c></row><row r="9"/></sheetData>`+
		`<mergeCells><mergeCell ref="A3:A5"/><mergeCell ref="B6:XFD6"/><mergeCell ref="A1:A2"/></mergeCells></worksheet>`, nil))
	org := Cell{Kind: Text, Text: "Org"}
	orgBelow := Cell{Kind: Text, Text: "Org", Merged: true}
	number := func(n float64) Cell { return Cell{Kind: Number, Text: fmt.Sprint(n), Number: n} }
	three := number(3)
	three.Merged = true
	want := []Row{
		{Line: 3, Cells: []Cell{org, {}, number(1)}},
		{Line: 4, Hidden: true, Cells: []Cell{orgBelow, {}, number(2)}},
		{Line: 6, Cells: []Cell{{}, number(3), three}},
	}
	if diff := cmp.Diff(want, got.Rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[int]bool{1: true, 2: true}, got.HiddenColumns); diff != "" || got.Width != 3 {
		t.Errorf("hidden columns, width %d (-want +got):\n%s", got.Width, diff)
	}
}

func TestWorkbooksOfAnotherWriterKeepTheirLooks(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	green, err := f.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"C6EFCE"}}})
	if err != nil {
		t.Fatal(err)
	}
	struck, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Strike: true}})
	if err != nil {
		t.Fatal(err)
	}
	for cell, value := range map[string]any{"A1": "green", "B1": "struck", "C1": "plain"} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	for cell, style := range map[string]int{"A1": green, "B1": struck} {
		if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.AddComment("Sheet1", excelize.Comment{Cell: "C1", Text: " card lost "}); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, b.Bytes())
	want := []Cell{{Kind: Text, Text: "green", Look: &Look{Fill: "C6EFCE"}}, {Kind: Text, Text: "struck", Look: &Look{Struck: true}}, {Kind: Text, Text: "plain"}}
	if diff := cmp.Diff(want, got.Rows[0].Cells); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[Place]string{{1, 2}: "card lost"}, got.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

func TestColoursOfThemesPalettesAndTints(t *testing.T) {
	t.Parallel()
	styles := `<styleSheet><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor theme="4"/></patternFill></fill>` +
		`<fill><patternFill patternType="solid"><fgColor theme="0" tint="-0.5"/></patternFill></fill>` +
		`<fill><patternFill patternType="solid"><fgColor indexed="10"/></patternFill></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFABCDEF"/></patternFill></fill></fills>` +
		`<cellXfs><xf/><xf fillId="1"/><xf fillId="2"/><xf fillId="3"/><xf fillId="4"/><xf fillId="5"/></cellXfs></styleSheet>`
	theme := `<a:theme><a:themeElements><a:clrScheme><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>` +
		`<a:dk2><a:srgbClr val="1F497D"/></a:dk2><a:lt2><a:srgbClr val="EEECE1"/></a:lt2><a:accent1><a:srgbClr val="4f81bd"/></a:accent1></a:clrScheme></a:themeElements></a:theme>`
	rels := strings.Replace(bookRels, `</Relationships>`, `<Relationship Id="r9" Type="http://x/theme" Target="theme/theme1.xml"/></Relationships>`, 1)
	row := `<row>`
	for i := range 6 {
		row += fmt.Sprintf(`<c s="%d"><v>1</v></c>`, i)
	}
	got := read(t, pack(t, sheetOf(row+`</row>`), map[string]string{"xl/styles.xml": styles, "xl/theme/theme1.xml": theme, "xl/_rels/workbook.xml.rels": rels}))
	var fills []string
	for _, c := range got.Rows[0].Cells {
		if c.Look == nil {
			fills = append(fills, "")
		} else {
			fills = append(fills, c.Look.Fill)
		}
	}
	if diff := cmp.Diff([]string{"", "", "4F81BD", "808080", "FF0000", "ABCDEF"}, fills); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHostileWorkbooksAreRefusedInASentence(t *testing.T) {
	t.Parallel()
	row := `<row r="1"><c r="A1"><v>1</v></c></row>`
	for _, tt := range []struct {
		name, says string
		data       func(t testing.TB) []byte
	}{
		{"a dimension of ten million rows", "A1:B10000000", func(t testing.TB) []byte {
			return pack(t, `<worksheet><dimension ref="A1:B10000000"/><sheetData>`+row+`</sheetData></worksheet>`, nil)
		}},
		{"a row beyond the last", "20000000", func(t testing.TB) []byte {
			return pack(t, sheetOf(`<row r="20000000"><c><v>1</v></c></row>`), nil)
		}},
		{"rows that go back", "row numbered 1 after row 5", func(t testing.TB) []byte { return pack(t, sheetOf(`<row r="5"/>`+row), nil) }},
		{"an entity", "entities", func(t testing.TB) []byte {
			return pack(t, `<!DOCTYPE x [<!ENTITY a "b">]>`+sheetOf(`<row><c t="inlineStr"><is><t>&a;</t></is></c></row>`), nil)
		}},
		{"an entity nobody declared", "not in order", func(t testing.TB) []byte {
			return pack(t, sheetOf(`<row><c t="inlineStr"><is><t>&lol;</t></is></c></row>`), nil)
		}},
		{"a bomb", "128 MB", func(t testing.TB) []byte {
			return pack(t, sheetOf(row)+strings.Repeat(" ", MaxUnzipped+1), nil)
		}},
		{"a cell named beyond the last column", "damaged", func(t testing.TB) []byte { return pack(t, sheetOf(`<row r="1"><c r="ZZZZ1"><v>1</v></c></row>`), nil) }},
		{"far cells on many rows", "cells", func(t testing.TB) []byte {
			var b strings.Builder
			for i := 1; i <= 400; i++ {
				fmt.Fprintf(&b, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i, i)
			}
			return pack(t, sheetOf(b.String()), nil)
		}},
		{"blocks that cover each other", "cover each other", func(t testing.TB) []byte {
			var rows, merges strings.Builder
			for i := 1; i <= 1000; i++ {
				fmt.Fprintf(&rows, `<row r="%d"><c r="A%d"><v>1</v></c><c r="Z%d"><v>1</v></c></row>`, i, i, i)
			}
			for range 5000 {
				merges.WriteString(`<mergeCell ref="A1:Z1000"/>`)
			}
			return pack(t, `<worksheet><sheetData>`+rows.String()+`</sheetData><mergeCells>`+merges.String()+`</mergeCells></worksheet>`, nil)
		}},
		{"elements without end", "nested too deep", func(t testing.TB) []byte { return pack(t, strings.Repeat(`<a>`, 100_000), nil) }},
		{"half a sheet", "not in order", func(t testing.TB) []byte { return pack(t, `<worksheet><sheetData><row>`, nil) }},
		{"no workbook", "no workbook", func(t testing.TB) []byte { return pack(t, "", map[string]string{"_rels/.rels": `<Relationships/>`}) }},
		{"an OpenDocument file", "OpenDocument", func(t testing.TB) []byte {
			return pack(t, "", map[string]string{"_rels/.rels": `<Relationships/>`, "content.xml": "<x/>"})
		}},
		{"no sheet", "no sheet", func(t testing.TB) []byte {
			return pack(t, "", map[string]string{"xl/workbook.xml": `<workbook><sheets/></workbook>`})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(tt.data(t))
			if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestVisibleShowsWhatCannotBeSeen(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"plain": "plain", "a\x07b": `a\x07b`, "Ren\xE9": `Ren\xe9`, "Zoë": "Zoë", "a\nb\tc": "a\nb\tc", "x\x00": `x\x00`} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestColumnNames(t *testing.T) {
	t.Parallel()
	for column, want := range map[int]string{-1: "", 0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := ColumnName(column); got != want {
			t.Errorf("ColumnName(%d) = %q, want %q", column, got, want)
		}
	}
}

// FuzzReadXLSX feeds sheets and styles that are nearly right.
func FuzzReadXLSX(f *testing.F) {
	f.Add(sheetOf(`<row r="1"><c r="A1" s="1" t="s"><v>0</v></c></row>`)+`<mergeCell ref="A1:B2"/>`, `<styleSheet><fonts><font><strike/></font></fonts><cellXfs><xf/></cellXfs></styleSheet>`, `<sst><si><t>x</t></si></sst>`)
	f.Add(`<worksheet><cols><col min="1" max="99" hidden="1"/></cols><dimension ref="A1"/></worksheet>`, `<fills><fill><patternFill><fgColor rgb="12"/></patternFill></fill></fills>`, `<sst>`)
	f.Fuzz(func(t *testing.T, sheetXML, styles, shared string) {
		_, err := Read(pack(t, sheetXML, map[string]string{"xl/styles.xml": styles, "xl/sharedStrings.xml": shared}))
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
	})
}

// FuzzReadBytes feeds workbooks whose bytes are damaged.
func FuzzReadBytes(f *testing.F) {
	whole := pack(f, sheetOf(`<row r="1"><c r="A1"><v>1</v></c></row>`), nil)
	f.Add(whole, uint16(30), byte(1))
	f.Fuzz(func(t *testing.T, data []byte, at uint16, with byte) {
		if len(data) > 0 {
			data = bytes.Clone(data)
			data[int(at)%len(data)] ^= with
		}
		if _, err := Read(data); err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
	})
}
