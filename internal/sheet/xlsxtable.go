package sheet

import (
	"cmp"
	"encoding/xml"
	"path"
	"slices"
	"strings"

	"watchword/internal/fault"
)

// block is a rectangle of cells, its corners counted from line 1 and column 0.
type block struct{ top, left, bottom, right int }

const (
	maxBlocks = 20_000 // merged blocks of a sheet
	maxSwatch = 64     // columns in which an empty cell with a colour is kept, for a key to the colours
)

// tableReader reads one sheet.
type tableReader struct {
	w      *workbook
	t      Table
	merged []block
}

// table reads the sheet in that part.
func (w *workbook) table(part string) (Table, error) {
	tr := tableReader{w: w, t: Table{Format: XLSX, From1904: w.from1904, HiddenColumns: map[int]bool{}, Notes: map[Place]string{}}}
	if err := w.walk(part, tr.element); err != nil {
		return Table{}, err
	}
	if err := tr.spread(); err != nil {
		return Table{}, err
	}
	if err := tr.notes(part); err != nil {
		return Table{}, err
	}
	tr.t.Rows = slices.DeleteFunc(tr.t.Rows, blank)
	for _, r := range tr.t.Rows {
		tr.t.Width = max(tr.t.Width, len(r.Cells))
	}
	return tr.t, nil
}

func (tr *tableReader) element(e xml.StartElement, r *reader) error {
	switch e.Name.Local {
	case "dimension":
		ref := attr(e, "ref")
		if b, ok := parseBlock(ref); ref != "" && (!ok || b.bottom > MaxLines || b.right >= MaxColumns) {
			return fault.New(fault.Invalid, "A sheet says that it reaches to %s, beyond what a spreadsheet can hold. The workbook is damaged or made to do harm; it is not read.", ref)
		}
	case "col":
		if truth(attr(e, "hidden")) {
			from, to := atoi(attr(e, "min"), 1), atoi(attr(e, "max"), 0)
			for c := max(from, 1); c <= min(to, MaxColumns); c++ {
				tr.t.HiddenColumns[c-1] = true
			}
		}
	case "row":
		return tr.row(e, r)
	case "mergeCell":
		if b, ok := parseBlock(attr(e, "ref")); ok && b.bottom <= MaxLines && b.right < MaxColumns {
			tr.merged = append(tr.merged, b)
		}
		if len(tr.merged) > maxBlocks {
			return fault.New(fault.Invalid, "A sheet has more than %d merged blocks. Take the merging away and send it again.", maxBlocks)
		}
	}
	return nil
}

// row reads a row and its cells.
func (tr *tableReader) row(e xml.StartElement, r *reader) error {
	before := 0
	if n := len(tr.t.Rows); n > 0 {
		before = tr.t.Rows[n-1].Line
	}
	row := Row{Line: atoi(attr(e, "r"), before+1), Hidden: truth(attr(e, "hidden"))}
	if row.Line > MaxLines || row.Line <= before {
		return fault.New(fault.Invalid, "A sheet has a row numbered %s after row %d, which no spreadsheet program writes. The workbook is damaged; it is not read.", attr(e, "r"), before)
	}
	err := r.inside(func(tok xml.Token) error {
		if c, ok := tok.(xml.StartElement); ok && c.Name.Local == "c" {
			return tr.cell(&row, c, r)
		}
		return nil
	})
	tr.t.Rows = append(tr.t.Rows, row)
	return err
}

// cell reads a cell into its row.
func (tr *tableReader) cell(row *Row, e xml.StartElement, r *reader) error {
	column := len(row.Cells)
	if ref := attr(e, "r"); ref != "" {
		_, c, ok := parseRef(ref)
		if !ok || c >= MaxColumns {
			return damaged("a cell is called " + Visible(ref[:min(len(ref), 20)]))
		}
		column = c
	}
	raw, err := tr.value(r)
	if err != nil {
		return err
	}
	cell := tr.w.cell(attr(e, "t"), atoi(attr(e, "s"), 0), raw)
	if cell.Kind == Empty && !cell.Formula && (cell.Look == nil || column >= maxSwatch) {
		return nil
	}
	if err := tr.widen(row, column); err != nil {
		return err
	}
	row.Cells[column] = cell
	return nil
}

// widen makes room for the column in a row.
func (tr *tableReader) widen(row *Row, column int) error {
	more := column + 1 - len(row.Cells)
	if more <= 0 {
		return nil
	}
	if tr.w.cells += more; tr.w.cells > MaxCells {
		return fault.New(fault.Invalid, "The workbook has more than %d cells. Split it and send the parts.", MaxCells)
	}
	row.Cells = append(row.Cells, make([]Cell, more)...)
	return nil
}

// rawCell is what a cell's element holds.
type rawCell struct {
	value, inline string
	formula       bool
	kept          bool // there is a value, be it empty
	struck        bool
}

// value reads the inside of a cell's element.
func (tr *tableReader) value(r *reader) (rawCell, error) {
	var raw rawCell
	in := ""
	err := r.inside(func(tok xml.Token) error {
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "f":
				raw.formula = true
			case "v":
				raw.kept = true
			case "is":
				s, err := r.sharedString()
				raw.inline, raw.struck = s.text, s.struck
				return err
			}
			in = t.Name.Local
		case xml.EndElement:
			in = ""
		case xml.CharData:
			if in == "v" {
				raw.value += string(t)
			}
		}
		return nil
	})
	return raw, err
}

// spread shows the value of each merged block in all its cells that stand in rows
// the sheet has.
func (tr *tableReader) spread() error {
	width := 0
	for _, r := range tr.t.Rows {
		width = max(width, len(r.Cells))
	}
	for _, b := range tr.merged {
		at := func(line int) int {
			i, _ := slices.BinarySearchFunc(tr.t.Rows, line, func(r Row, line int) int { return cmp.Compare(r.Line, line) })
			return i
		}
		first := at(b.top)
		if first == len(tr.t.Rows) || tr.t.Rows[first].Line != b.top {
			continue
		}
		value := tr.t.Rows[first].Cell(b.left)
		if value.Kind == Empty {
			continue
		}
		value.Merged = true
		for i := first; i < len(tr.t.Rows) && tr.t.Rows[i].Line <= b.bottom; i++ {
			row := &tr.t.Rows[i]
			if err := tr.widen(row, min(b.right, width-1)); err != nil {
				return err
			}
			for c := b.left; c <= min(b.right, width-1); c++ {
				if tr.w.cells++; tr.w.cells > 4*MaxCells {
					return fault.New(fault.Invalid, "The merged blocks of a sheet cover each other. Take the merging away and send it again.")
				}
				if (row.Line != b.top || c != b.left) && row.Cells[c].Kind == Empty {
					look := row.Cells[c].Look
					row.Cells[c] = value
					if look != nil {
						row.Cells[c].Look = look
					}
				}
			}
		}
	}
	return nil
}

// notes reads the notes that hang on cells.
func (tr *tableReader) notes(part string) error {
	rels, err := tr.w.relations(part)
	if err != nil {
		return err
	}
	for _, rel := range rels {
		if path.Base(rel.kind) != "comments" || tr.w.parts[rel.target] == nil {
			continue
		}
		err := tr.w.walk(rel.target, func(e xml.StartElement, r *reader) error {
			if e.Name.Local != "comment" {
				return nil
			}
			line, column, ok := parseRef(attr(e, "ref"))
			s, err := r.sharedString()
			if ok && strings.TrimSpace(s.text) != "" && len(tr.t.Notes) < maxNotes {
				tr.t.Notes[Place{line, column}] = strings.TrimSpace(s.text)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// parseRef reads a cell's name, B7: line 7, column 1.
func parseRef(ref string) (line, column int, ok bool) {
	i := 0
	for ; i < len(ref); i++ {
		c := ref[i] &^ 0x20
		if ref[i] == '$' {
			continue
		}
		if c < 'A' || c > 'Z' {
			break
		}
		if column = column*26 + int(c-'A') + 1; column > 1<<20 {
			return 0, 0, false
		}
	}
	for ; i < len(ref); i++ {
		if ref[i] == '$' {
			continue
		}
		if ref[i] < '0' || ref[i] > '9' {
			return 0, 0, false
		}
		if line = line*10 + int(ref[i]-'0'); line > 1<<40 {
			return 0, 0, false
		}
	}
	return line, column - 1, line > 0 && column > 0
}

// parseBlock reads A1:C7, or A1 alone.
func parseBlock(ref string) (block, bool) {
	from, to, two := strings.Cut(ref, ":")
	if !two {
		to = from
	}
	top, left, ok1 := parseRef(from)
	bottom, right, ok2 := parseRef(to)
	return block{top, left, bottom, right}, ok1 && ok2 && top <= bottom && left <= right
}
