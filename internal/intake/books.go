package intake

import (
	"fmt"
	"strings"

	"watchword/internal/fault"
	"watchword/internal/sheet"
)

// SheetGuess is what one sheet of a workbook seems to be about.
type SheetGuess struct {
	Name   string
	Kind   Kind
	Hidden bool
	Lines  int // rows below the headings that hold anything
}

// Sheets tells of each sheet what it is about, so that one can be chosen.
func Sheets(b sheet.Book) []SheetGuess {
	var out []SheetGuess
	for _, t := range b.Tables {
		g := SheetGuess{Name: t.Name, Kind: KindOf(t), Hidden: t.Hidden}
		if at, _ := findHeader(t, g.Kind); at >= 0 && g.Kind != Neither {
			g.Lines = len(t.Rows) - at - 1
		}
		out = append(out, g)
	}
	return out
}

// Pick is the table of a file that holds that kind of lines: the one named, else the
// only one there is. Hidden sheets are read only when named.
//
// It returns fault.Invalid if no sheet has the name, none is of the kind, or several
// are: a workbook often keeps the states of several years, and only one of them is
// to be read as the present.
func Pick(b sheet.Book, k Kind, name string) (sheet.Table, error) {
	if name != "" {
		for _, t := range b.Tables {
			if strings.EqualFold(strings.TrimSpace(t.Name), strings.TrimSpace(name)) {
				return t, nil
			}
		}
		return sheet.Table{}, fault.In("sheet", "There is no sheet %q. The file has: %s.", name, sheetNames(b.Tables))
	}
	if b.Format == sheet.CSV || len(b.Tables) == 1 {
		return b.Tables[0], nil
	}
	var fit []sheet.Table
	for _, t := range b.Tables {
		if !t.Hidden && KindOf(t) == k {
			fit = append(fit, t)
		}
	}
	switch len(fit) {
	case 1:
		return fit[0], nil
	case 0:
		return sheet.Table{}, fault.In("sheet", "No sheet seems to hold %s. Say which one does: %s.", k, sheetNames(b.Tables))
	}
	return sheet.Table{}, fault.In("sheet", "Several sheets hold %s: %s. Say which is to be read; the states of other years can be read one by one as history.", k, sheetNames(fit))
}

func sheetNames(tables []sheet.Table) string {
	var names []string
	for _, t := range tables {
		names = append(names, fmt.Sprintf("%q", t.Name))
	}
	return strings.Join(names, ", ")
}
