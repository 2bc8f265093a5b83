// Package sheet reads spreadsheets: the bytes of a CSV or XLSX file become tables
// of cells. It tells the kind of file from its content, never from its name, and
// keeps what a person sees in a spreadsheet and a plain reader loses: merged cells,
// fill colours, strike-through, notes, hidden rows and columns, the number of the
// line. It knows no register; what the cells mean is for the room intake.
//
// The XLSX reader is our own, on archive/zip and encoding/xml. Excelize lays out
// every cell up to the last one used, so that a file of 7 kB with a mark in column
// XFD of 400 rows takes more than a gibibyte; here memory follows what is written.
//
// Read Table first, then Read.
package sheet

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"watchword/internal/fault"
)

// What a file may hold. Beyond these Read answers with a fault.
const (
	MaxBytes    = 32 << 20  // of the file as it was sent
	MaxUnzipped = 128 << 20 // of all parts of a workbook that are read
	MaxCells    = 2_000_000 // of all tables together
	MaxColumns  = 16_384
	MaxLines    = 1_048_576
)

// Kind says what a cell holds.
type Kind uint8

const (
	Empty  Kind = iota
	Text        // words, or digits kept as text
	Number      // a number without the look of a date
	Date        // a number shown as a date or a time
	Bool        // TRUE or FALSE
	Error       // #N/A, #REF! and their like
)

// Cell is one cell as a person sees it.
type Cell struct {
	// Text is the value as shown: numbers with the leading zeros of their format,
	// dates as 2006-01-02 or 2006-01-02 15:04, text as it was typed.
	Text string
	// Number is the value of a Number or Date cell; for dates, days since 30 December 1899.
	Number float64
	// Look is how the cell is drawn, or nil where nothing is known of it.
	Look *Look
	Kind Kind
	// Formula marks a cell that was computed. Text is its last result.
	Formula bool
	// Unsaved marks a computed cell whose result the file does not keep: no program has
	// worked it out since it was written.
	Unsaved bool
	// Merged marks a cell that shows the value of the first cell of its merged block.
	Merged bool
}

// Look is how a cell is drawn.
type Look struct {
	Fill   string // background as RRGGBB in capitals; empty for none
	Struck bool   // a line through all of its text
}

// Row is one record of a table.
type Row struct {
	Line   int // physical line (CSV) on which it starts, or row of the sheet (XLSX); the first is 1
	Hidden bool
	Cells  []Cell
	Flaws  []Flaw // what kept parts of it from being read; CSV only
}

// Cell is the cell in that column, counted from 0; the zero Cell where the row is shorter.
func (r Row) Cell(column int) Cell {
	if column < 0 || column >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[column]
}

// FlawKind is why a part of a line could not be read.
type FlawKind string

const (
	UnterminatedQuote FlawKind = "unterminated-quote"
	NULByte           FlawKind = "nul-byte"
	InvalidEncoding   FlawKind = "invalid-encoding"
)

// Flaw is a part of a line that could not be read. The lines around it can.
type Flaw struct {
	Kind   FlawKind
	Column int    // counted from 0
	Value  string // the cell with what cannot be shown written as \x00
}

// Table is one sheet of a workbook, or the whole of a CSV file. Rows without any
// value are left out; Row.Line tells where the others stand.
type Table struct {
	Name          string // of the sheet; empty for CSV
	Format        Format // of the file it stands in
	Encoding      string // CSV: as of Book
	Hidden        bool
	Rows          []Row
	Width         int          // columns up to the last that holds a value
	HiddenColumns map[int]bool // counted from 0
	Notes         map[Place]string
	// From1904 says that the workbook counts days from 1 January 1904. Date cells are
	// brought to the usual count; a Number that is a day is 1,462 short of it.
	From1904 bool
}

// Place is a cell's position: its line as in Row.Line, its column counted from 0.
type Place struct{ Line, Column int }

// Format is the kind of file.
type Format string

const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Book is a file that was read: one table for CSV, one a sheet for XLSX.
type Book struct {
	Format    Format
	Encoding  string // CSV: utf-8, utf-16le, utf-16be or windows-1252
	BOM       bool   // CSV: the file says its encoding itself
	Delimiter rune   // CSV
	Tables    []Table
}

// Table is the table of that name, and whether there is one.
func (b Book) Table(name string) (Table, bool) {
	for _, t := range b.Tables {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}

// Read reads a CSV or XLSX file. It returns fault.Invalid, in words for the person
// who sent the file, when it is neither, is damaged, or unpacks to more than is
// taken, and fault.TooLarge when it is longer than MaxBytes.
func Read(data []byte) (Book, error) {
	switch {
	case len(data) > MaxBytes:
		return Book{}, fault.New(fault.TooLarge, "The file has more than %d MB. Split it and send the parts.", MaxBytes>>20)
	case len(strings.TrimSpace(string(data[:min(len(data), 4096)]))) == 0 && len(data) <= 4096:
		return Book{}, fault.New(fault.Invalid, "The file is empty.")
	}
	if err := foreign(data); err != nil {
		return Book{}, err
	}
	if strings.HasPrefix(string(data[:min(len(data), 4)]), "PK") {
		return readXLSX(data)
	}
	return readCSV(data)
}

// Visible is s with control characters and bytes that are no text written as \x07,
// so that they can be shown to people.
func Visible(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7F || r == utf8.RuneError }) {
		return s
	}
	const hex = "0123456789abcdef"
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1, r < ' ' && r != '\n' && r != '\t', r == 0x7F:
			b.WriteString(`\x`)
			b.WriteByte(hex[s[i]>>4])
			b.WriteByte(hex[s[i]&15])
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// ColumnName is the column, counted from 0, as spreadsheets letter it: A, B, … AA.
func ColumnName(column int) string {
	if column < 0 {
		return ""
	}
	s := ""
	for column++; column > 0; column = (column - 1) / 26 {
		s = string(rune('A'+(column-1)%26)) + s
	}
	return s
}

// isNumber reports whether s is a number as spreadsheets write them, and which.
func isNumber(s string) (float64, bool) {
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f-f == 0
}
