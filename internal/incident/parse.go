package incident

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"watchword/internal/fault"
)

// FileLimit bounds a file once it is unpacked, in bytes: some four years of a large force.
const FileLimit = 512 << 20

// firstMonth is the first that police.uk has published.
const firstMonth = Month(2010*12 + 11)

// Problem is what is wrong with a line, or worth a word.
type Problem struct {
	Line    int
	Column  string // its heading; empty: the line as a whole
	Message string
}

// Parsed is a file as it was read, before anything is written.
type Parsed struct {
	Parts  []Part
	Places []Place   // those that records name, counted from 1
	Bad    []Problem // lines that cannot be taken: one problem a line
	Notes  []Problem // of lines that are taken all the same
	Lines  int       // without the heading
}

// Part is the records of one month and one reporting force. A file has one as a rule.
type Part struct {
	Month    Month
	Reporter string
	Records  []Record // Place is a number in Parsed.Places
}

// columns is the columns that are read, in the order of row; the others are not.
var columns = []string{"crime id", "month", "reported by", "longitude", "latitude", "location", "lsoa code", "lsoa name", "crime type", "last outcome category"}

const (
	colID = iota
	colMonth
	colReporter
	colLon
	colLat
	colStreet
	colLSOA
	colLSOAName
	colKind
	colOutcome
)

// parser reads a file line by line.
type parser struct {
	out    Parsed
	where  []int    // column of the file for each of columns
	heads  []string // headings as the file has them
	places map[Place]int64
	parts  map[partKey]int
	crimes map[ID32]int // line
	texts  map[string]string
	last   Month // the latest month that may be
}

type partKey struct {
	month    Month
	reporter string
}

// Parse reads a street-level file of police.uk, packed by gzip or not, and tells every bad
// line; now is the present month, and ahead is told the lines read so far now and then.
// Errors: fault.Invalid for a file that is none; fault.TooLarge.
func Parse(r io.Reader, now Month, ahead func(lines int)) (*Parsed, error) {
	text, err := unpacked(r)
	if err != nil {
		return nil, err
	}
	limited := &io.LimitedReader{R: text, N: FileLimit + 1}
	rows := csv.NewReader(limited)
	rows.ReuseRecord, rows.FieldsPerRecord = true, -1
	p := &parser{places: map[Place]int64{}, parts: map[partKey]int{}, crimes: map[ID32]int{}, texts: map[string]string{}, last: now}
	head, err := rows.Read()
	if err != nil {
		return nil, unreadable(err)
	}
	if err := p.heading(head); err != nil {
		return nil, err
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			p.out.Lines++
			p.bad(broken.StartLine, "", "The line cannot be read: its quotation marks do not match.")
			continue
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if limited.N <= 0 {
			return nil, fault.New(fault.TooLarge, "Unpacked, the file has more than %d MB. Bring the months in one by one.", FileLimit>>20)
		}
		line, _ := rows.FieldPos(0)
		p.out.Lines++
		p.line(line, row)
		if ahead != nil && p.out.Lines%5000 == 0 {
			ahead(p.out.Lines)
		}
	}
	return &p.out, nil
}

// unpacked is the text of the file, without a byte order mark.
func unpacked(r io.Reader) (*bufio.Reader, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	if magic, _ := b.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, unreadable(err)
		}
		b = bufio.NewReaderSize(z, 64<<10)
	}
	if bom, _ := b.Peek(3); bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		b.Discard(3)
	}
	return b, nil
}

func unreadable(err error) error {
	switch {
	case errors.Is(err, io.EOF):
		return fault.In("file", "The file is empty")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.Is(err, io.ErrUnexpectedEOF):
		return fault.In("file", "The file is damaged: it cannot be unpacked to its end")
	}
	return fault.In("file", "The file cannot be read as CSV")
}

// heading finds the columns.
func (p *parser) heading(row []string) error {
	at := map[string]int{}
	for i, h := range row {
		p.heads = append(p.heads, strings.Clone(h))
		at[strings.ToLower(strings.ReplaceAll(strings.TrimSpace(h), "_", " "))] = i
	}
	var lacks []string
	for _, c := range columns {
		i, ok := at[c]
		if !ok {
			lacks = append(lacks, c)
		}
		p.where = append(p.where, i)
	}
	switch {
	case len(lacks) == 0:
		return nil
	case len(at) > 0 && at["self-defined ethnicity"]+at["officer-defined ethnicity"] > 0:
		return fault.In("file", "This file of police.uk holds stops and searches. Choose the one that ends in -street.csv")
	case len(lacks) <= 3 && at["outcome type"] > 0:
		return fault.In("file", "This file of police.uk holds outcomes. Choose the one that ends in -street.csv")
	}
	return fault.In("file", "This is no street-level file of police.uk: it lacks the columns %s", strings.Join(lacks, ", "))
}

func (p *parser) bad(line int, column, format string, args ...any) {
	p.out.Bad = append(p.out.Bad, Problem{line, column, fmt.Sprintf(format, args...)})
}

// line reads one incident. Of several things wrong with it the first is told.
func (p *parser) line(n int, row []string) {
	if len(row) != len(p.heads) {
		p.bad(n, "", "The line has %s, the heading %d.", fields(len(row)), len(p.heads))
		return
	}
	cell := func(c int) string { return strings.TrimSpace(row[p.where[c]]) }
	wrong := func(c int, format string, args ...any) { p.bad(n, p.heads[p.where[c]], format, args...) }
	for _, c := range row {
		if !utf8.ValidString(c) {
			p.bad(n, "", "The line holds letters that are not UTF-8.")
			return
		}
	}
	month, ok := ParseMonth(cell(colMonth))
	switch {
	case !ok:
		wrong(colMonth, "%s is no month such as 2018-01.", quoted(cell(colMonth)))
		return
	case month < firstMonth || month > p.last:
		wrong(colMonth, "%s lies outside what police.uk has published.", month.Long())
		return
	case cell(colReporter) == "":
		wrong(colReporter, "It is not told which force reported it.")
		return
	}
	r := Record{Line: n}
	if r.Kind, ok = named[cell(colKind)]; !ok {
		wrong(colKind, "%s is no type of incident that police.uk publishes.", quoted(cell(colKind)))
		return
	}
	at, problem := point(cell(colLon), cell(colLat))
	if problem != "" {
		wrong(colLon, "%s", problem)
		return
	}
	if id := cell(colID); id != "" {
		if len(id) != 64 {
			wrong(colID, "%s is no crime ID of 64 hexadecimal digits.", quoted(id))
			return
		}
		if _, err := hex.Decode(r.Crime[:], []byte(id)); err != nil {
			wrong(colID, "%s is no crime ID of 64 hexadecimal digits.", quoted(id))
			return
		}
		p.note(n, &r)
	}
	if at != (Point{}) {
		r.Place = p.place(Place{at, cell(colStreet), cell(colLSOA), cell(colLSOAName)})
	}
	r.Outcome = p.text(cell(colOutcome))
	part := p.part(partKey{month, cell(colReporter)})
	part.Records = append(part.Records, r)
}

// note tells what is odd about an identity; the line is taken all the same.
func (p *parser) note(n int, r *Record) {
	if first, twice := p.crimes[r.Crime]; twice {
		p.out.Notes = append(p.out.Notes, Problem{n, p.heads[p.where[colID]], fmt.Sprintf("The crime ID stands on line %d already. Both lines are taken.", first)})
	} else {
		p.crimes[r.Crime] = n
	}
	if r.Kind == ASB {
		p.out.Notes = append(p.out.Notes, Problem{n, p.heads[p.where[colID]], "Antisocial behaviour is published without a crime ID, and this line has one."})
	}
}

// point reads a longitude and a latitude; both empty are no point.
func point(lon, lat string) (Point, string) {
	if lon == "" && lat == "" {
		return Point{}, ""
	}
	x, err1 := strconv.ParseFloat(lon, 64)
	y, err2 := strconv.ParseFloat(lat, 64)
	switch {
	case lon == "" || lat == "":
		return Point{}, "It has only one of longitude and latitude."
	case err1 != nil || err2 != nil || math.IsNaN(x+y):
		return Point{}, fmt.Sprintf("%s, %s are no longitude and latitude.", quoted(lon), quoted(lat))
	case x > 49 && x < 61.5 && y > -9 && y < 3:
		return Point{}, fmt.Sprintf("%s, %s are longitude and latitude the wrong way round.", lon, lat)
	case x < -180 || x > 180 || y < -90 || y > 90:
		return Point{}, fmt.Sprintf("%s, %s are not on the globe.", lon, lat)
	}
	return Point{int32(math.Round(x * 1e6)), int32(math.Round(y * 1e6))}, ""
}

// place is the number of a place, given anew or known.
func (p *parser) place(x Place) int64 {
	if n, ok := p.places[x]; ok {
		return n
	}
	x.Street, x.LSOA, x.Name = strings.Clone(x.Street), strings.Clone(x.LSOA), strings.Clone(x.Name)
	p.out.Places = append(p.out.Places, x)
	n := int64(len(p.out.Places))
	p.places[x] = n
	return n
}

// text is one copy of a text that stands on many lines.
func (p *parser) text(s string) string {
	if t, ok := p.texts[s]; ok {
		return t
	}
	s = strings.Clone(s)
	p.texts[s] = s
	return s
}

func (p *parser) part(k partKey) *Part {
	i, ok := p.parts[k]
	if !ok {
		k.reporter = strings.Clone(k.reporter)
		i = len(p.out.Parts)
		p.parts[k] = i
		p.out.Parts = append(p.out.Parts, Part{Month: k.month, Reporter: k.reporter})
	}
	return &p.out.Parts[i]
}

func fields(n int) string {
	if n == 1 {
		return "1 field"
	}
	return strconv.Itoa(n) + " fields"
}

// quoted shows a short piece of a stranger's text.
func quoted(s string) string {
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return strconv.Quote(s)
}
