package sheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// Out writes a table as CSV, of which no spreadsheet takes a cell for a formula.
type Out struct{ csv *csv.Writer }

// To is a table written to w.
func To(w io.Writer) *Out { return &Out{csv.NewWriter(w)} }

// Line writes a row. Cells that begin as a formula would get an apostrophe in front.
func (o *Out) Line(cells ...string) {
	line := make([]string, len(cells))
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			c = "'" + c
		}
		line[i] = c
	}
	_ = o.csv.Write(line) // the first error is kept, and End returns it
}

// End writes what is left. It returns the first error of writing.
func (o *Out) End() error {
	o.csv.Flush()
	return o.csv.Error()
}
