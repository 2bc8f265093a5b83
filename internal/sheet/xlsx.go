package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/fault"
)

const (
	maxDepth  = 64     // how deep elements may stand in each other; workbooks need about ten
	maxParts  = 10_000 // files in the package
	maxStyles = 70_000 // the best known program stops at 65,490
	maxNotes  = 100_000
)

// damaged is the answer to a workbook that cannot be read for any other reason.
func damaged(what string) error {
	return fault.New(fault.Invalid, "The workbook is damaged: %s. Open it in a spreadsheet program and save it again.", what)
}

// workbook is a workbook being read.
type workbook struct {
	parts    map[string]*zip.File
	left     int64 // bytes that may still be unpacked
	cells    int   // cells read so far
	strings  []sharedString
	styles   styles
	from1904 bool
}

func readXLSX(data []byte) (Book, error) {
	if bytes.Count(data, []byte("PK\x01\x02")) > maxParts {
		return Book{}, fault.New(fault.Invalid, "The workbook has more than %d parts, which no spreadsheet program writes. It is not read.", maxParts)
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return Book{}, damaged("it cannot be unpacked")
	}
	w := workbook{parts: make(map[string]*zip.File, len(zr.File)), left: MaxUnzipped}
	for _, f := range zr.File {
		w.parts[strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/")] = f
	}
	main, err := w.mainPart()
	if err != nil {
		return Book{}, err
	}
	return w.book(main)
}

// mainPart is the path of the workbook's own part.
func (w *workbook) mainPart() (string, error) {
	rels, err := w.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range rels {
		if strings.HasSuffix(r.kind, "/officeDocument") && strings.Contains(r.target, "workbook") && w.parts[r.target] != nil {
			if strings.HasSuffix(r.target, ".bin") {
				return "", fault.New(fault.Invalid, "This is a binary workbook (.xlsb). Save it as .xlsx and send that.")
			}
			return r.target, nil
		}
	}
	switch {
	case w.parts["content.xml"] != nil:
		return "", fault.New(fault.Invalid, "This is an OpenDocument file, not a CSV or XLSX spreadsheet. Save it as .xlsx and send that.")
	case w.parts["Index/Document.iwa"] != nil || w.parts["Index.zip"] != nil:
		return "", fault.New(fault.Invalid, "This is a Numbers spreadsheet, not a CSV or XLSX spreadsheet. Export it as Excel (.xlsx) and send that.")
	case w.parts["word/document.xml"] != nil:
		return "", fault.New(fault.Invalid, "This is a text document, not a CSV or XLSX spreadsheet. Send the spreadsheet.")
	}
	return "", fault.New(fault.Invalid, "This is a ZIP file, but no workbook. Send the CSV or XLSX file itself.")
}

// book reads every sheet that the workbook's own part names.
func (w *workbook) book(main string) (Book, error) {
	rels, err := w.relations(main)
	if err != nil {
		return Book{}, err
	}
	var sheets []sheetEntry
	err = w.walk(main, func(e xml.StartElement, _ *reader) error {
		switch e.Name.Local {
		case "workbookPr":
			w.from1904 = truth(attr(e, "date1904"))
		case "sheet":
			state := attr(e, "state")
			sheets = append(sheets, sheetEntry{name: attr(e, "name"), rel: attr(e, "id"), hidden: state == "hidden" || state == "veryHidden"})
		}
		return nil
	})
	if err != nil {
		return Book{}, err
	}
	if err := w.common(rels); err != nil {
		return Book{}, err
	}
	book := Book{Format: XLSX}
	for _, s := range sheets {
		i := slices.IndexFunc(rels, func(r relation) bool { return r.id == s.rel })
		if i < 0 || !strings.HasSuffix(rels[i].kind, "/worksheet") || w.parts[rels[i].target] == nil {
			continue // a chart sheet, or one the file has lost
		}
		t, err := w.table(rels[i].target)
		if err != nil {
			return Book{}, err
		}
		t.Name, t.Hidden = s.name, s.hidden
		book.Tables = append(book.Tables, t)
	}
	if len(book.Tables) == 0 {
		return Book{}, damaged("it has no sheet")
	}
	return book, nil
}

type sheetEntry struct {
	name, rel string
	hidden    bool
}

// common reads the parts that all sheets share.
func (w *workbook) common(rels []relation) error {
	theme := []string(nil)
	for _, r := range rels {
		var err error
		switch kind := path.Base(r.kind); {
		case w.parts[r.target] == nil:
		case kind == "sharedStrings":
			err = w.readStrings(r.target)
		case kind == "theme":
			theme, err = w.readTheme(r.target)
		}
		if err != nil {
			return err
		}
	}
	for _, r := range rels {
		if path.Base(r.kind) == "styles" && w.parts[r.target] != nil {
			return w.readStyles(r.target, theme)
		}
	}
	return nil
}

// relation is a tie from one part to another.
type relation struct{ id, kind, target string }

// relations are the ties of a part; of the whole package for "".
func (w *workbook) relations(part string) ([]relation, error) {
	dir, file := path.Split(part)
	name := path.Join(dir, "_rels", file+".rels")
	if w.parts[name] == nil {
		return nil, nil
	}
	var out []relation
	err := w.walk(name, func(e xml.StartElement, _ *reader) error {
		if e.Name.Local == "Relationship" && attr(e, "TargetMode") != "External" {
			target := attr(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = "/" + dir + target
			}
			out = append(out, relation{attr(e, "Id"), attr(e, "Type"), strings.TrimPrefix(path.Clean(target), "/")})
		}
		return nil
	})
	return out, err
}

// reader reads the XML of one part and counts what is unpacked.
type reader struct {
	*xml.Decoder
	depth int
}

// walk calls each with every element of a part, in order. each may read on with the
// reader, up to the element's end. Declared entities are not XML that a workbook
// holds, and are refused.
func (w *workbook) walk(name string, each func(xml.StartElement, *reader) error) error {
	if w.parts[name].UncompressedSize64 > uint64(w.left) {
		return tooMuch()
	}
	rc, err := w.parts[name].Open()
	if err != nil {
		return damaged("a part of it cannot be unpacked")
	}
	defer rc.Close()
	r := &reader{Decoder: xml.NewDecoder(&meter{r: rc, left: &w.left})}
	r.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("not UTF-8") }
	for {
		tok, err := r.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := tok.(xml.StartElement); ok {
			if err := each(e, r); err != nil {
				return err
			}
		}
	}
}

// next is the next token. It returns io.EOF at a proper end, and a fault otherwise.
func (r *reader) next() (xml.Token, error) {
	tok, err := r.RawToken()
	switch {
	case err == io.EOF && r.depth == 0:
		return nil, io.EOF
	case errors.Is(err, errTooMuch):
		return nil, tooMuch()
	case err != nil:
		return nil, damaged("a part of it is not in order")
	}
	switch t := tok.(type) {
	case xml.StartElement:
		if r.depth++; r.depth > maxDepth {
			return nil, damaged("its parts are nested too deep")
		}
	case xml.EndElement:
		if r.depth--; r.depth < 0 {
			return nil, damaged("a part of it is not in order")
		}
	case xml.Directive:
		if bytes.HasPrefix(bytes.ToUpper(bytes.TrimSpace(t)), []byte("DOCTYPE")) {
			return nil, fault.New(fault.Invalid, "The workbook declares XML entities, which no spreadsheet program writes. It is not read.")
		}
	}
	return tok, nil
}

// inside calls each with every token up to the end of the element just begun.
func (r *reader) inside(each func(xml.Token) error) error {
	outer := r.depth - 1
	for {
		tok, err := r.next()
		if err == io.EOF {
			return damaged("a part of it is not in order")
		}
		if err != nil {
			return err
		}
		if r.depth == outer {
			return nil
		}
		if err := each(tok); err != nil {
			return err
		}
	}
}

var errTooMuch = errors.New("unpacks to too much")

func tooMuch() error {
	return fault.New(fault.Invalid, "The workbook unpacks to more than %d MB. Split it and send the parts.", MaxUnzipped>>20)
}

// meter stops reading once the workbook has unpacked to too much.
type meter struct {
	r    io.Reader
	left *int64
}

func (m *meter) Read(p []byte) (int, error) {
	if *m.left <= 0 {
		return 0, errTooMuch
	}
	n, err := m.r.Read(p)
	*m.left -= int64(n)
	return n, err
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// truth reads an XML boolean; absent is false.
func truth(s string) bool { return s == "1" || s == "true" || s == "on" }

// toggled reads an element that switches something on by standing there, unless its
// val says otherwise.
func toggled(e xml.StartElement) bool {
	v := attr(e, "val")
	return v == "" || truth(v)
}

func atoi(s string, otherwise int) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return otherwise
	}
	return n
}
