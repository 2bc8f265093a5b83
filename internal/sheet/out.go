package sheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// Media is the media type of what Out writes.
const Media = "text/csv; charset=utf-8"

// Out writes a table as CSV, of which no spreadsheet takes a cell for a formula. Nothing is
// written before the first line.
type Out struct {
	to   io.Writer
	csv  *csv.Writer
	mark string // stands before the first line
	err  error  // of writing it
}

// To is a table for other programs, written to w: its lines end in LF.
func To(w io.Writer) *Out { return &Out{to: w, csv: csv.NewWriter(w)} }

// ForPeople is a table that people open in a spreadsheet: it begins with the mark by which
// spreadsheets know UTF-8, and its lines end in CRLF.
func ForPeople(w io.Writer) *Out {
	o := To(w)
	o.mark, o.csv.UseCRLF = "\ufeff", true
	return o
}

// Line writes a row. Cells that begin as a formula would get an apostrophe in front; a
// number below nothing is none. The first error is kept, and End returns it as well.
func (o *Out) Line(cells ...string) error {
	if o.mark != "" {
		_, o.err = io.WriteString(o.to, o.mark)
		o.mark = ""
	}
	line := make([]string, len(cells))
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) && !negative(c) {
			c = "'" + c
		}
		line[i] = c
	}
	if err := o.csv.Write(line); err != nil && o.err == nil {
		o.err = err
	}
	return o.err
}

// negative reports whether a cell is a number with a minus before it, in digits with at most
// one point among them.
func negative(c string) bool {
	whole, part, dotted := strings.Cut(strings.TrimPrefix(c, "-"), ".")
	return c[0] == '-' && digits(whole) && (!dotted || digits(part))
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// Flush sends the lines so far on their way.
func (o *Out) Flush() { o.csv.Flush() }

// End writes what is left. It returns the first error of writing.
func (o *Out) End() error {
	o.csv.Flush()
	if o.err != nil {
		return o.err
	}
	return o.csv.Error()
}
